//! A row's cells as values; what cannot be read becomes a fault with its line and column.

use chrono::{NaiveDate, NaiveTime};
use rust_decimal::Decimal;

use super::table::{Row, Table};
use crate::{
    domain::{Fault, Field, Money, Problem, Record},
    i18n::{
        Lang,
        choice::{Worded, parse_choice, parse_yes_no},
        clean::{clean, clean_lines},
        command::CommandText,
        date, number, stored, time,
    },
};

/// What is wrong in a file, and where.
#[derive(Clone, Debug, PartialEq)]
pub struct Located {
    /// The line the row begins on, from 1.
    pub line: u64,
    /// The column, from 1; none if the file has no column for the field.
    pub column: Option<usize>,
    /// The field; none for a cell that no heading stands over.
    pub field: Option<Field>,
    /// What is wrong.
    pub problem: Problem,
}

impl Located {
    /// `3:5: Dzimšanas datums: …`: line, column, field and reason, to be put behind a file's name.
    pub fn sentence(&self, lang: Lang) -> String {
        let place = match self.column {
            Some(column) => format!("{}:{column}", self.line),
            None => self.line.to_string(),
        };
        match self.field {
            Some(field) => format!("{place}: {}", Fault::new(field, self.problem.clone()).sentence(lang)),
            None => format!("{place}: {}", self.problem.sentence(lang)),
        }
    }
}

/// A cell that says something else than what is stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// The line the row begins on, from 1.
    pub line: u64,
    /// The column, from 1.
    pub column: usize,
    /// The field.
    pub field: Field,
    /// What is stored, as an export writes it; empty for nothing.
    pub stored: String,
    /// What the file says, as an export writes it.
    pub given: String,
}

impl Difference {
    /// `3:5: Skola: saglabāts …, failā …`: line, column, field and both values, to be put behind a file's name.
    pub fn sentence(&self, lang: Lang) -> String {
        let shown = |text: &str| clean(&stored::show(text, lang));
        let (place, label, given) =
            (format!("{}:{}", self.line, self.column), self.field.text(lang), shown(&self.given));
        if self.stored.is_empty() {
            return CommandText::DiffersFromNothing.fill(lang, &[&place, &label, &given]);
        }
        CommandText::Differs.fill(lang, &[&place, &label, &shown(&self.stored), &given])
    }
}

/// The most characters that a one-line text may have.
const LINE_LIMIT: usize = 300;
/// The most characters that a text of several lines may have.
const TEXT_LIMIT: usize = 20_000;

/// One row while it is read.
pub struct Cells<'a> {
    table: &'a Table,
    row: &'a Row,
    lang: Lang,
    today: NaiveDate,
    faults: Vec<Located>,
    differences: Vec<Difference>,
}

impl<'a> Cells<'a> {
    /// Begins to read a row. Words are looked up in `lang` first; `today` tells the century of short years.
    pub fn new(table: &'a Table, row: &'a Row, lang: Lang, today: NaiveDate) -> Self {
        let mut cells = Self { table, row, lang, today, faults: Vec::new(), differences: Vec::new() };
        for (place, cell) in row.cells.iter().enumerate().skip(table.headings.len()) {
            if !cell.is_empty() {
                let problem = Problem::NoHeading(cell.clone());
                cells.faults.push(Located { line: row.line, column: Some(place + 1), field: None, problem });
            }
        }
        cells
    }

    /// The cell as it stands in the file; empty if there is none.
    pub fn raw(&self, field: Field) -> &'a str {
        let cell = self.table.column(field).and_then(|column| self.row.cells.get(column));
        cell.map_or("", String::as_str)
    }

    /// Whether the cell holds anything.
    pub fn has(&self, field: Field) -> bool {
        !self.raw(field).is_empty()
    }

    /// Whether the table has a column for the field.
    pub fn has_column(&self, field: Field) -> bool {
        self.table.column(field).is_some()
    }

    /// Where a field's cell is; nothing is said about it.
    pub fn at(&self, field: Field) -> Located {
        let column = self.table.column(field).map(|column| column + 1);
        Located { line: self.row.line, column, field: Some(field), problem: Problem::Missing }
    }

    /// Notes that something is wrong with a field.
    pub fn fault(&mut self, field: Field, problem: Problem) {
        let located = Located { problem, ..self.at(field) };
        // A cell that is read for two records is at fault once.
        if !self.faults.contains(&located) {
            self.faults.push(located);
        }
    }

    /// The line that the row begins on.
    pub fn line_number(&self) -> u64 {
        self.row.line
    }

    /// The language whose words are tried first.
    pub fn lang(&self) -> Lang {
        self.lang
    }

    /// Notes what is wrong with the record made of the row, where the cell itself was not already at fault.
    pub fn check(&mut self, record: &impl Record) {
        for fault in record.faults() {
            if !self.faults.iter().any(|known| known.field == Some(fault.field)) {
                self.fault(fault.field, fault.problem);
            }
        }
    }

    /// Notes where the row says something else than what is stored, each told as an export would write it.
    /// A cell that is empty or cannot be read says nothing.
    pub fn compare(&mut self, fields: &[Field], told: impl Fn(Field) -> Option<(String, String)>) {
        for &field in fields {
            let Some(column) = self.table.column(field).filter(|_| self.has(field)) else { continue };
            if let Some((stored, given)) = told(field).filter(|(stored, given)| !given.is_empty() && stored != given) {
                self.differences.push(Difference { line: self.row.line, column: column + 1, field, stored, given });
            }
        }
    }

    /// What is wrong with the row: faults that reject it, warnings that do not, and where it differs from what is stored.
    pub fn finish(self) -> (Vec<Located>, Vec<Located>, Vec<Difference>) {
        let (faults, warnings) = self.faults.into_iter().partition(|located| !located.problem.is_warning());
        (faults, warnings, self.differences)
    }

    /// A text of one line, blanks and line breaks made single blanks.
    pub fn line(&mut self, field: Field) -> String {
        let words: Vec<&str> = self.raw(field).split_whitespace().collect();
        self.no_longer_than(LINE_LIMIT, field, clean(&words.join(" ")))
    }

    /// A text of several lines.
    pub fn text(&mut self, field: Field) -> String {
        self.no_longer_than(TEXT_LIMIT, field, clean_lines(self.raw(field)))
    }

    fn no_longer_than(&mut self, limit: usize, field: Field, text: String) -> String {
        if text.chars().count() > limit {
            self.fault(field, Problem::TooLong(limit));
        }
        text
    }

    /// What a cell holds, read by `parse`; none if it is empty or cannot be read, which is noted.
    pub fn parsed<T>(&mut self, field: Field, parse: impl FnOnce(&str) -> Result<T, Problem>) -> Option<T> {
        let raw = self.raw(field);
        if raw.is_empty() {
            return None;
        }
        parse(raw).map_err(|problem| self.fault(field, problem)).ok()
    }

    /// As it was read, with a fault if the cell is empty.
    pub fn needed<T>(&mut self, field: Field, value: Option<T>) -> Option<T> {
        if value.is_none() && !self.has(field) {
            self.fault(field, Problem::Missing);
        }
        value
    }

    /// A date with its year.
    pub fn date(&mut self, field: Field) -> Option<NaiveDate> {
        let today = self.today;
        self.parsed(field, |raw| date::parse_full_date(raw, today))
    }

    /// A time of day.
    pub fn time(&mut self, field: Field) -> Option<NaiveTime> {
        self.parsed(field, |raw| {
            time::parse_time(raw.strip_suffix(":00").filter(|rest| rest.contains(':')).unwrap_or(raw))
        })
    }

    /// A duration in minutes.
    pub fn minutes(&mut self, field: Field) -> Option<u32> {
        self.parsed(field, time::parse_minutes)
    }

    /// An amount of money.
    pub fn money(&mut self, field: Field) -> Option<Money> {
        self.parsed(field, number::parse_money)
    }

    /// A number.
    pub fn decimal(&mut self, field: Field) -> Option<Decimal> {
        self.parsed(field, number::parse_decimal)
    }

    /// A percentage.
    pub fn percent(&mut self, field: Field) -> Option<Decimal> {
        self.parsed(field, number::parse_percent)
    }

    /// A whole number, not negative.
    pub fn count(&mut self, field: Field) -> Option<u32> {
        self.parsed(field, number::parse_count)
    }

    /// Yes or no.
    pub fn yes_no(&mut self, field: Field) -> Option<bool> {
        self.parsed(field, parse_yes_no)
    }

    /// One of a closed list.
    pub fn choice<C: Worded>(&mut self, field: Field) -> Option<C> {
        let lang = self.lang;
        self.parsed(field, |raw| parse_choice(raw, lang))
    }

    /// Several of a closed list.
    pub fn choices<C: Worded>(&mut self, field: Field) -> Vec<C> {
        let lang = self.lang;
        let read = self.items(field).into_iter().map(|item| parse_choice(&item, lang)).collect();
        self.all_good(field, read)
    }

    /// Several dates.
    pub fn dates(&mut self, field: Field) -> Vec<NaiveDate> {
        let today = self.today;
        let read = self.items(field).into_iter().map(|item| date::parse_full_date(&item, today)).collect();
        self.all_good(field, read)
    }

    /// Several texts, separated by `;`, `|` or line breaks, or if there are none of these by `,`.
    pub fn items(&mut self, field: Field) -> Vec<String> {
        const STRONG: [char; 3] = [';', '|', '\n'];
        let text = self.raw(field);
        let separators: &[char] = if text.contains(STRONG) { &STRONG } else { &[','] };
        let items = text.split(separators).map(|item| clean(item.trim()));
        items.filter(|item| !item.is_empty()).collect()
    }

    fn all_good<T>(&mut self, field: Field, read: Vec<Result<T, Problem>>) -> Vec<T> {
        read.into_iter().filter_map(|item| item.map_err(|problem| self.fault(field, problem)).ok()).collect()
    }
}
