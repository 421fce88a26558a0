//! Records to CSV and JSON.
//!
//! CSV is for people and spreadsheets: `;`, UTF-8 with a byte-order mark and CRLF, which Latvian Excel opens by a
//! double click; headings, words and decimal signs of the language asked for, ISO dates. `families`, `providers`,
//! `prices`, `sessions`, `assessments` and `invoices` are in the shape that an import takes. JSON is for scripts: stored names, amounts as texts.

use std::io;

use serde::Serialize;
use serde_json::{Map, Value};

use super::{Register, joined};
use crate::{
    domain::{AnyRecord, Assessment, Field, Kind, personal_code},
    i18n::{
        Lang,
        choice::yes_no,
        number,
        stored::{is_amount, word},
    },
};

/// A record as JSON has it.
#[derive(Serialize)]
#[serde(untagged)]
enum Told<'a> {
    Plain(Map<String, Value>),
    Assessment {
        #[serde(flatten)]
        assessment: &'a Assessment,
        instrument_name: Option<&'a str>,
    },
}

/// Records as a JSON array; assessments with the name of their instrument, which `register` holds.
pub fn json(records: &[AnyRecord], register: &Register) -> io::Result<Vec<u8>> {
    let told = records.iter().map(|record| match record {
        AnyRecord::Assessment(assessment) => {
            let made_with = register.instruments.iter().find(|instrument| instrument.id == assessment.instrument);
            Told::Assessment { assessment, instrument_name: made_with.map(|instrument| instrument.name.as_str()) }
        }
        other => Told::Plain(other.told_fields()),
    });
    let mut bytes = serde_json::to_vec_pretty(&told.collect::<Vec<_>>())?;
    bytes.push(b'\n');
    Ok(bytes)
}

/// Records of one kind as CSV. `register` holds what they refer to.
pub fn csv(kind: Kind, records: &[AnyRecord], register: &Register, lang: Lang) -> io::Result<Vec<u8>> {
    let table = match joined::table(kind, records, register, lang) {
        Some(table) => table,
        None => plain(kind, records, lang)?,
    };
    let headings: Vec<&str> = table.fields.iter().map(|field| field.text(lang)).collect();
    sheet(&headings, &table.rows)
}

/// Any rows of texts as CSV.
pub fn sheet(headings: &[&str], rows: &[Vec<String>]) -> io::Result<Vec<u8>> {
    let mut sheet = Sheet::new(headings)?;
    for row in rows {
        sheet.row(row.iter().map(String::as_str))?;
    }
    sheet.finish()
}

/// Fields and rows of texts, ready to be written.
pub(super) struct Written {
    pub(super) fields: Vec<Field>,
    pub(super) rows: Vec<Vec<String>>,
}

/// Every field of the records as it is stored, in words where there are some.
fn plain(kind: Kind, records: &[AnyRecord], lang: Lang) -> io::Result<Written> {
    // A table without rows has its headings, too.
    let headed = AnyRecord::from_fields(kind, &Map::new()).map_err(io::Error::other)?;
    let mut fields: Vec<Field> = headed.fields().keys().filter_map(|key| Field::by_name(key)).collect();
    fields.sort();
    let mut rows = Vec::new();
    for record in records {
        let map = record.told_fields();
        let cell =
            |field: &Field| map.get(field.name()).map_or(String::new(), |value| shown(kind, *field, value, lang));
        rows.push(fields.iter().map(cell).collect());
    }
    Ok(Written { fields, rows })
}

fn shown(kind: Kind, field: Field, value: &Value, lang: Lang) -> String {
    match value {
        Value::Null => String::new(),
        Value::Bool(yes) => yes_no(*yes, lang).to_owned(),
        Value::Number(count) => count.to_string(),
        Value::String(text) => match word(kind, field, text, lang) {
            Some(word) => word.to_owned(),
            None if is_amount(field) => {
                text.parse().map_or_else(|_| text.clone(), |amount| number::plain(amount, lang))
            }
            None if field == Field::Start => text.strip_suffix(":00").unwrap_or(text).to_owned(),
            None if matches!(field, Field::PersonalCode | Field::PreviousCodes) => personal_code::shown(text),
            None => text.clone(),
        },
        Value::Array(items) => {
            let items: Vec<String> = items.iter().map(|item| shown(kind, field, item, lang)).collect();
            items.join("; ")
        }
        Value::Object(parts) => {
            let part =
                |(name, value): (&String, &Value)| shown(kind, Field::by_name(name).unwrap_or(field), value, lang);
            let parts: Vec<String> = parts.iter().map(part).filter(|text| !text.is_empty()).collect();
            parts.join(" ")
        }
    }
}

/// Items in one cell, so that an import tells them apart again: a lone one with a comma in it gets a `;` after it.
pub(super) fn list(items: impl Iterator<Item = String>) -> String {
    let items: Vec<String> = items.filter(|item| !item.is_empty()).collect();
    match &items[..] {
        [only] if only.contains(',') => format!("{only};"),
        _ => items.join("; "),
    }
}

/// A CSV file in the making.
pub(super) struct Sheet(csv::Writer<Vec<u8>>);

impl Sheet {
    pub(super) fn new<T: AsRef<str>>(headings: &[T]) -> io::Result<Self> {
        let mark = "\u{feff}".as_bytes().to_vec();
        let terminator = csv::Terminator::CRLF;
        let mut sheet =
            Self(csv::WriterBuilder::new().delimiter(b';').terminator(terminator).flexible(true).from_writer(mark));
        sheet.row(headings.iter().map(AsRef::as_ref))?;
        Ok(sheet)
    }

    pub(super) fn row<'a>(&mut self, cells: impl Iterator<Item = &'a str>) -> io::Result<()> {
        Ok(self.0.write_record(cells.map(guarded))?)
    }

    pub(super) fn finish(self) -> io::Result<Vec<u8>> {
        self.0.into_inner().map_err(|error| io::Error::other(error.to_string()))
    }
}

/// A cell that no spreadsheet takes for a formula: what begins like one gets an apostrophe, unless it is a number.
fn guarded(cell: &str) -> String {
    let begins_like_formula = cell.starts_with(['=', '+', '-', '@', '\t', '\r']);
    if begins_like_formula && number::parse_decimal(cell).is_err() { format!("'{cell}") } else { cell.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Note, Programme};

    fn text(bytes: Vec<u8>) -> String {
        String::from_utf8(bytes).unwrap()
    }

    #[test]
    fn no_cell_becomes_a_formula_and_negative_numbers_stay_numbers() {
        let check = |cell: &str, expect: &str| assert_eq!(guarded(cell), expect);
        check("=HYPERLINK(\"x\")", "'=HYPERLINK(\"x\")");
        check("+37129357075x", "'+37129357075x");
        check("@sum", "'@sum");
        check("-cmd", "'-cmd");
        check("-12,50", "-12,50");
        check("-3", "-3");
        check("Bērziņa", "Bērziņa");
        check("", "");
    }

    #[test]
    fn nouns_are_written_in_words() {
        let note = Note { text: "=1+1; \"teica\"".into(), author: "anna".into(), ..Note::default() };
        let written = text(csv(Kind::Note, &[note.into()], &Register::default(), Lang::Latvian).unwrap());
        let mut lines = written.split("\r\n");
        assert!(lines.next().unwrap().starts_with("\u{feff}Ieraksta numurs;"), "{written}");
        let row = lines.next().unwrap();
        assert!(
            row.contains("zvans") && row.contains("\"'=1+1; \"\"teica\"\"\"") && row.contains("1970-01-01"),
            "{row}"
        );
    }

    #[test]
    fn json_has_stored_names_and_amounts_as_texts() {
        let programme = Programme {
            municipality: "Talsu novads".into(),
            default_ceiling: crate::domain::Money::from_cents(400_000),
            ..Programme::default()
        };
        let value: Value = serde_json::from_slice(&json(&[programme.into()], &Register::default()).unwrap()).unwrap();
        assert_eq!(value[0]["municipality"], "Talsu novads");
        assert_eq!(value[0]["default_ceiling"], "4000.00");
        assert_eq!(value[0]["id"], 0);
        assert_eq!(value[0]["from"], "1970-01-01");
    }

    #[test]
    fn a_text_of_several_lines_stays_in_one_cell() {
        let note = Note { text: "Zvanīja māte.\n\nRīt nebūs; lūdz citu laiku.".into(), ..Note::default() };
        let text = text(csv(Kind::Note, &[note.into()], &Register::default(), Lang::Latvian).unwrap());
        assert!(text.contains("\"Zvanīja māte.\n\nRīt nebūs; lūdz citu laiku.\""), "{text}");
    }
}
