//! The sections of a file that people write by hand, and their values: each read with what can be wrong with it.

use chrono::NaiveDate;
use rust_decimal::Decimal;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::fault::Problem;
use crate::{
    domain::Choice,
    i18n::{
        clean::clean,
        handwritten::{nearest, place},
    },
};

type Value<'text> = Spanned<DeValue<'text>>;

/// No amount is greater: a slip of the finger is.
const MOST: u64 = 1_000_000;
/// Names that are a digit.
const DIGITS: [&str; 10] = ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"];

/// A table of the file, and which of its names are known.
pub(in crate::files) struct Section<'a, 'text> {
    pub(in crate::files) at: usize,
    pub(in crate::files) table: &'a DeTable<'text>,
    pub(in crate::files) known: Vec<&'static str>,
}

impl<'a, 'text> Section<'a, 'text> {
    pub(in crate::files) fn new(at: usize, table: &'a DeTable<'text>) -> Self {
        Self { at, table, known: Vec::new() }
    }

    pub(in crate::files) fn get(&mut self, name: &'static str) -> Option<&'a Value<'text>> {
        self.known.push(name);
        self.table.iter().find(|(key, _)| key.get_ref().as_ref() == name).map(|(_, value)| value)
    }

    /// Whether something of that name stands there.
    pub(in crate::files) fn has(&self, name: &str) -> bool {
        self.table.iter().any(|(key, _)| key.get_ref().as_ref() == name)
    }

    /// Where a value begins; where there is none, the section.
    pub(in crate::files) fn at_value(&mut self, name: &'static str) -> usize {
        self.get(name).map_or(self.at, |value| value.span().start)
    }

    /// The values whose name is a digit: the digit, where the name stands, the value.
    pub(in crate::files) fn digits(&mut self) -> Vec<(u8, usize, &'a Value<'text>)> {
        self.known.extend(DIGITS);
        let named = (0..).zip(DIGITS).filter_map(|(digit, name)| {
            let (key, value) = self.table.iter().find(|(key, _)| key.get_ref().as_ref() == name)?;
            Some((digit, key.span().start, value))
        });
        named.collect()
    }
}

/// What reads a file, and the faults found so far, by the byte where they are.
pub(in crate::files) struct Reader<'a> {
    pub(super) text: &'a str,
    pub(super) faults: Vec<(usize, Problem)>,
}

impl Reader<'_> {
    /// A value that may be missing.
    pub(in crate::files) fn ask<T>(
        &mut self,
        section: &mut Section,
        name: &'static str,
        read: impl FnOnce(&mut Self, &Value) -> Option<T>,
    ) -> Option<T> {
        section.get(name).and_then(|value| read(self, value))
    }

    /// A value that must be there.
    pub(in crate::files) fn need<T>(
        &mut self,
        section: &mut Section,
        name: &'static str,
        read: impl FnOnce(&mut Self, &Value) -> Option<T>,
    ) -> Option<T> {
        self.require(section, name);
        self.ask(section, name, read)
    }

    /// Says that something is missing if it is.
    pub(in crate::files) fn require(&mut self, section: &Section, name: &'static str) {
        if !section.has(name) {
            self.fault(section.at, Problem::Missing(name));
        }
    }

    pub(in crate::files) fn words(&mut self, section: &mut Section, name: &'static str, most: usize) -> Option<String> {
        self.need(section, name, |reader, value| {
            let text = reader.text(value)?;
            if text.chars().count() > most {
                reader.fault(value.span().start, Problem::TooLong(most));
            }
            Some(text)
        })
    }

    pub(in crate::files) fn text(&mut self, value: &Value) -> Option<String> {
        let at = value.span().start;
        let Some(text) = value.get_ref().as_str() else {
            self.fault(at, Problem::NotText);
            return None;
        };
        let text = clean(text.trim());
        if text.is_empty() {
            self.fault(at, Problem::Empty);
        }
        Some(text)
    }

    pub(in crate::files) fn choice<C: Choice>(&mut self, value: &Value) -> Option<C> {
        let name = self.text(value)?;
        let found = C::by_name(&name);
        if found.is_none() && !name.is_empty() {
            let known: Vec<&'static str> = C::ALL.iter().map(|choice| choice.name()).collect();
            let near = nearest(&name, known.iter().copied());
            self.fault(value.span().start, Problem::UnknownChoice(name, known.join(", "), near));
        }
        found
    }

    pub(in crate::files) fn yes_no(&mut self, value: &Value) -> Option<bool> {
        let yes_no = value.get_ref().as_bool();
        if yes_no.is_none() {
            self.fault(value.span().start, Problem::NotYesNo);
        }
        yes_no
    }

    pub(in crate::files) fn number(&mut self, section: &mut Section, name: &'static str) -> Decimal {
        self.need(section, name, Self::decimal).unwrap_or_default()
    }

    /// As the file writes it, digit by digit: no binary fraction comes near it.
    pub(in crate::files) fn decimal(&mut self, value: &Value) -> Option<Decimal> {
        let number: Option<Decimal> = match value.get_ref() {
            DeValue::Integer(number) if number.radix() == 10 => number.as_str().parse().ok(),
            DeValue::Float(number) => number.as_str().parse().ok(),
            _ => None,
        };
        let at = value.span().start;
        match number {
            Some(number) if number > Decimal::from(MOST) => self.fault(at, Problem::TooMuch(MOST)),
            Some(number) if number >= Decimal::ZERO => return Some(number),
            Some(_) => self.fault(at, Problem::Negative),
            None => self.fault(at, Problem::NotNumber),
        }
        None
    }

    pub(in crate::files) fn count(&mut self, value: &Value, most: u32) -> Option<u32> {
        let number = match value.get_ref() {
            DeValue::Integer(number) => u32::from_str_radix(number.as_str(), number.radix()).ok(),
            _ => None,
        };
        let count = number.filter(|number| *number <= most);
        if count.is_none() {
            self.fault(value.span().start, Problem::NotCount(most));
        }
        count
    }

    pub(in crate::files) fn digit(&mut self, value: &Value) -> Option<u8> {
        let number = match value.get_ref() {
            DeValue::Integer(number) => u8::from_str_radix(number.as_str(), number.radix()).ok(),
            _ => None,
        };
        let digit = number.filter(|number| *number <= 9);
        if digit.is_none() {
            self.fault(value.span().start, Problem::NotDigit);
        }
        digit
    }

    /// `2019-01-31`, with or without quotes.
    pub(in crate::files) fn date(&mut self, value: &Value) -> Option<NaiveDate> {
        let written = match value.get_ref() {
            DeValue::Datetime(day) => day.to_string(),
            DeValue::String(day) => day.to_string(),
            _ => String::new(),
        };
        let day = NaiveDate::parse_from_str(&written, "%Y-%m-%d").ok();
        if day.is_none() {
            self.fault(value.span().start, Problem::NotDate);
        }
        day
    }

    pub(in crate::files) fn list<T>(
        &mut self,
        value: &Value,
        mut read: impl FnMut(&mut Self, &Value) -> Option<T>,
    ) -> Option<Vec<T>> {
        let Some(list) = value.get_ref().as_array() else {
            self.fault(value.span().start, Problem::NotList);
            return None;
        };
        if list.is_empty() {
            self.fault(value.span().start, Problem::EmptyList);
        }
        Some(list.iter().filter_map(|item| read(self, item)).collect())
    }

    /// A list of tables that must say something.
    pub(in crate::files) fn tables<T>(
        &mut self,
        section: &mut Section,
        name: &'static str,
        mut read: impl FnMut(&mut Self, &mut Section) -> T,
    ) -> Vec<T> {
        self.require(section, name);
        let mut found = Vec::new();
        for (at, table) in self.sections(section, name) {
            let mut inner = Section::new(at, table);
            found.push(read(self, &mut inner));
            self.unknown(&inner);
        }
        found
    }

    pub(in crate::files) fn sections<'a, 'text>(
        &mut self,
        section: &mut Section<'a, 'text>,
        name: &'static str,
    ) -> Vec<(usize, &'a DeTable<'text>)> {
        let Some(value) = section.get(name) else { return Vec::new() };
        let Some(list) = value.get_ref().as_array().filter(|list| !list.is_empty()) else {
            self.fault(value.span().start, Problem::NotSections(name));
            return Vec::new();
        };
        let mut tables = Vec::new();
        for item in list {
            match item.get_ref() {
                DeValue::Table(table) => tables.push((item.span().start, table)),
                _ => self.fault(item.span().start, Problem::NotSections(name)),
            }
        }
        tables
    }

    pub(in crate::files) fn unknown(&mut self, section: &Section) {
        for (key, _) in section.table.iter() {
            let name = key.get_ref().as_ref();
            if !section.known.contains(&name) {
                let near = nearest(name, section.known.iter().copied());
                self.fault(key.span().start, Problem::UnknownKey(name.to_owned(), near));
            }
        }
    }

    /// The line of a byte of the file, from 1.
    pub(in crate::files) fn line(&self, at: usize) -> usize {
        place(self.text, at).0
    }

    pub(in crate::files) fn fault(&mut self, at: usize, problem: Problem) {
        self.faults.push((at, problem));
    }
}
