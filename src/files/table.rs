//! A table as offices have it: any of three delimiters, four encodings, headings in either language in any order.

use std::io::Read;

use encoding_rs::{Encoding, UTF_8, WINDOWS_1257};
use thiserror::Error;
use unicode_normalization::UnicodeNormalization;

use super::ics::{Occurrence, Repetition};
use crate::domain::Field;

/// A table that was read: recognised columns, and the rows that hold anything.
#[derive(Clone, Debug, PartialEq)]
pub struct Table {
    /// The headings as they stand in the file.
    pub headings: Vec<String>,
    /// What each column means; none: not recognised, and therefore ignored.
    pub fields: Vec<Option<Field>>,
    /// The rows, blank ones left out.
    pub rows: Vec<Row>,
    /// The series that a calendar has; a plain table has none.
    pub repetitions: Vec<Repetition>,
}

/// A row, and where in the file it begins.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// The line it begins on, from 1.
    pub line: u64,
    /// Its cells: composed letters, no blanks around, line breaks as `\n`.
    pub cells: Vec<String>,
    /// What a calendar says besides; a plain table says nothing.
    pub occurrence: Option<Box<Occurrence>>,
}

/// Why a file is no table.
#[derive(Clone, Debug, PartialEq, Error)]
pub enum TableError {
    /// It holds bytes that are no text.
    #[error("not a text file")]
    NotText,
    /// It is a spreadsheet, which has to be saved as CSV first.
    #[error("a spreadsheet file, not CSV")]
    Spreadsheet,
    /// It holds nothing.
    #[error("the file is empty")]
    Empty,
    /// None of the headings is known.
    #[error("no known heading on line {line}")]
    NoHeadings {
        /// The line where headings were expected.
        line: u64,
    },
    /// Two headings mean the same.
    #[error("line {line}, column {column}: the column {heading} is there twice")]
    TwiceHeading {
        /// The line of the headings.
        line: u64,
        /// The second of the columns, from 1.
        column: usize,
        /// Its heading.
        heading: String,
    },
    /// Something begins on that line and does not end: the file was cut off.
    #[error("line {line}: begins and does not end")]
    CutOff {
        /// The line on which it begins.
        line: u64,
    },
    /// A quotation mark that opens a cell is never closed.
    #[error("line {line}: a quotation mark is never closed")]
    OpenQuote {
        /// The line on which its row begins.
        line: u64,
    },
}

/// Ends the text while it is read: if it does not arrive as a row of its own, a quotation mark is still open.
const END: &str = "\u{2}end\u{3}";

impl Table {
    /// Reads the bytes of a file.
    pub fn read(bytes: &[u8]) -> Result<Self, TableError> {
        let text = decode(bytes)?.replace("\r\n", "\n").replace('\r', "\n");
        let (skip, told) = separator_line(&text);
        let delimiter = told.unwrap_or_else(|| sniff(&text[skip..]));
        let mut records = split(&text, skip, delimiter)?;
        if records.is_empty() {
            return Err(TableError::Empty);
        }
        let heading = records.remove(0);
        let fields: Vec<Option<Field>> = heading.cells.iter().map(|cell| Field::by_heading(cell)).collect();
        if fields.iter().all(Option::is_none) {
            return Err(TableError::NoHeadings { line: heading.line });
        }
        for (place, field) in fields.iter().enumerate() {
            if field.is_some() && fields[..place].contains(field) {
                let heading_twice = heading.cells[place].clone();
                return Err(TableError::TwiceHeading { line: heading.line, column: place + 1, heading: heading_twice });
            }
        }
        Ok(Self { headings: heading.cells, fields, rows: records, repetitions: Vec::new() })
    }

    /// The place of a field's column, from 0.
    pub fn column(&self, field: Field) -> Option<usize> {
        self.fields.iter().position(|column| *column == Some(field))
    }

    /// The headings that mean nothing here.
    pub fn unknown(&self) -> impl Iterator<Item = &str> {
        let columns = self.headings.iter().zip(&self.fields);
        columns.filter(|(heading, field)| field.is_none() && !heading.is_empty()).map(|(heading, _)| heading.as_str())
    }
}

/// The text, whichever of the encodings that offices use it has.
fn decode(bytes: &[u8]) -> Result<String, TableError> {
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"\xd0\xcf\x11\xe0") {
        return Err(TableError::Spreadsheet);
    }
    let encoding = match Encoding::for_bom(bytes) {
        Some((marked, _)) => marked,
        None if std::str::from_utf8(bytes).is_ok() => UTF_8,
        None => WINDOWS_1257,
    };
    let (text, had_errors) = encoding.decode_with_bom_removal(bytes);
    if had_errors || text.contains('\0') { Err(TableError::NotText) } else { Ok(text.into_owned()) }
}

/// A first line `sep=;`, as Excel writes and wants it: where the table begins after it, and the delimiter.
fn separator_line(text: &str) -> (usize, Option<u8>) {
    let first = text.lines().next().unwrap_or("");
    match first.strip_prefix("sep=").map(str::as_bytes) {
        Some(&[delimiter @ (b';' | b',' | b'\t')]) => ((first.len() + 1).min(text.len()), Some(delimiter)),
        _ => (0, None),
    }
}

/// The delimiter under which most headings make sense; among equals the one that gives most columns.
fn sniff(text: &str) -> u8 {
    let headings = |delimiter: u8| {
        let mut reader = reader(text.as_bytes(), delimiter);
        let first = reader.records().flatten().find(|record| record.iter().any(|cell| !cell.trim().is_empty()));
        let first = first.unwrap_or_default();
        (first.iter().filter(|cell| Field::by_heading(cell).is_some()).count(), first.len())
    };
    // `max_by_key` takes the last of equals: what Latvian offices use stands last.
    [b'\t', b',', b';'].into_iter().max_by_key(|delimiter| headings(*delimiter)).unwrap_or(b';')
}

fn reader<R: Read>(input: R, delimiter: u8) -> csv::Reader<R> {
    csv::ReaderBuilder::new().delimiter(delimiter).has_headers(false).flexible(true).from_reader(input)
}

/// The rows that hold anything.
fn split(text: &str, skip: usize, delimiter: u8) -> Result<Vec<Row>, TableError> {
    let marked = format!("{}\n{END}", &text[skip..]);
    let skipped_lines = count_lines(&text[..skip]);
    let mut rows: Vec<Row> = Vec::new();
    let mut ended = false;
    let (mut line, mut counted) = (1 + skipped_lines, 0);
    // Reading from memory, in UTF-8, rows of any length: there is nothing left that could fail.
    for record in reader(marked.as_bytes(), delimiter).records().flatten() {
        let start = record.position().map_or(0, |position| position.byte() as usize);
        // A record's position is that of the blank lines before it.
        let start = start + marked[start..].bytes().take_while(|byte| *byte == b'\n').count();
        line += count_lines(&marked[counted..start]);
        counted = start;
        ended = record.len() == 1 && &record[0] == END;
        let cells: Vec<String> = record.iter().map(|cell| unguarded(cell.trim()).nfc().collect()).collect();
        if !ended && cells.iter().any(|cell| !cell.is_empty()) {
            rows.push(Row { line, cells, occurrence: None });
        }
    }
    if ended { Ok(rows) } else { Err(TableError::OpenQuote { line }) }
}

/// Without the apostrophe that keeps spreadsheets from taking a text for a formula.
fn unguarded(cell: &str) -> &str {
    cell.strip_prefix('\'').filter(|rest| rest.starts_with(['=', '+', '-', '@'])).unwrap_or(cell)
}

fn count_lines(text: &str) -> u64 {
    text.bytes().filter(|byte| *byte == b'\n').count() as u64
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLAIN: &str = "Lietas numurs;Uzvārds;Vārds\n2018-01;Bērziņa-Āboliņa;Žanete\n2018-02;Ķirsis;Ņina\n";

    fn rows(bytes: &[u8]) -> Vec<Vec<String>> {
        Table::read(bytes).unwrap().rows.into_iter().map(|row| row.cells).collect()
    }

    #[test]
    fn every_way_of_saving_gives_the_same_table() {
        let expect = Table::read(PLAIN.as_bytes()).unwrap();
        let check = |name: &str, bytes: &[u8]| assert_eq!(Table::read(bytes), Ok(expect.clone()), "{name}");
        check("CRLF", PLAIN.replace('\n', "\r\n").as_bytes());
        check("CR", PLAIN.replace('\n', "\r").as_bytes());
        check("BOM", format!("\u{feff}{PLAIN}").as_bytes());
        check("comma", PLAIN.replace(';', ",").as_bytes());
        check("tab", PLAIN.replace(';', "\t").as_bytes());
        check("Windows-1257", &WINDOWS_1257.encode(PLAIN).0);
        check("decomposed", PLAIN.nfd().collect::<String>().as_bytes());
        let utf16: Vec<u8> = format!("\u{feff}{PLAIN}").encode_utf16().flat_map(u16::to_le_bytes).collect();
        check("UTF-16", &utf16);
    }

    #[test]
    fn rows_keep_their_line_past_blank_lines_and_breaks_in_cells() {
        let text = "\r\n\r\nVārds;Piezīmes\r\n\r\nAnna;\"viena\r\notra \"\"rinda\"\"\"\r\n;;\r\n   \r\nŠarlote;\r\n";
        let table = Table::read(text.as_bytes()).unwrap();
        let lines: Vec<u64> = table.rows.iter().map(|row| row.line).collect();
        assert_eq!(lines, [5, 9]);
        assert_eq!(table.rows[0].cells[1], "viena\notra \"rinda\"");
        assert_eq!(table.fields, [Some(Field::GivenNames), Some(Field::Text)]);
    }

    #[test]
    fn a_separator_line_is_obeyed() {
        let table = Table::read("sep=,\nUzvārds,Vārds\nOzola,Anna\n".as_bytes()).unwrap();
        assert_eq!((table.rows[0].line, table.rows[0].cells.len()), (3, 2));
    }

    #[test]
    fn decimal_commas_do_not_pass_for_delimiters() {
        assert_eq!(rows(b"Cena;No\n21,83;01.01.2018\n"), [["21,83", "01.01.2018"]]);
        assert_eq!(rows(b"Cena,No\n\"21,83\",01.01.2018\n"), [["21,83", "01.01.2018"]]);
    }

    #[test]
    fn columns_nobody_knows_are_named() {
        let table = Table::read("Uzvārds;Mīļākā krāsa;\nOzola;zila;\n".as_bytes()).unwrap();
        assert_eq!(table.unknown().collect::<Vec<_>>(), ["Mīļākā krāsa"]);
    }

    #[test]
    fn what_is_no_table_is_refused_with_the_place() {
        let check = |bytes: &[u8], expect: TableError| assert_eq!(Table::read(bytes), Err(expect));
        check(b"", TableError::Empty);
        check(b"\n\n", TableError::Empty);
        check(b"PK\x03\x04rest", TableError::Spreadsheet);
        check(b"a\0b;c", TableError::NotText);
        check("\nviens;divi\n1;2\n".as_bytes(), TableError::NoHeadings { line: 2 });
        let twice = TableError::TwiceHeading { line: 1, column: 3, heading: "Surname".into() };
        check("Uzvārds;Vārds;Surname\na;b;c\n".as_bytes(), twice);
        check("Uzvārds;Vārds\n\"Ozola;Anna\nLiepa;Jana\n".as_bytes(), TableError::OpenQuote { line: 2 });
    }
}
