//! The values of a file of rules: each read with what can be wrong with it.

use chrono::NaiveDate;
use rust_decimal::Decimal;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::fault::Problem;
use crate::{
    domain::Choice,
    i18n::{clean::clean, handwritten::nearest},
};

/// No amount is greater: a slip of the finger is.
const MOST: u64 = 1_000_000;

/// A table of the file, and which of its names are known.
pub(super) struct Section<'a, 'text> {
    pub(super) at: usize,
    pub(super) table: &'a DeTable<'text>,
    pub(super) known: Vec<&'static str>,
}

impl<'a, 'text> Section<'a, 'text> {
    pub(super) fn new(at: usize, table: &'a DeTable<'text>) -> Self {
        Self { at, table, known: Vec::new() }
    }

    pub(super) fn get(&mut self, name: &'static str) -> Option<&'a Spanned<DeValue<'text>>> {
        self.known.push(name);
        self.table.iter().find(|(key, _)| key.get_ref().as_ref() == name).map(|(_, value)| value)
    }
}

/// What reads a file, and the faults found so far, by the byte where they are.
pub(super) struct Reader<'a> {
    pub(super) text: &'a str,
    pub(super) faults: Vec<(usize, Problem)>,
}

impl Reader<'_> {
    /// A value that may be missing.
    pub(super) fn ask<T>(
        &mut self,
        section: &mut Section,
        name: &'static str,
        read: impl FnOnce(&mut Self, &Spanned<DeValue>) -> Option<T>,
    ) -> Option<T> {
        section.get(name).and_then(|value| read(self, value))
    }

    /// A value that must be there.
    pub(super) fn need<T>(
        &mut self,
        section: &mut Section,
        name: &'static str,
        read: impl FnOnce(&mut Self, &Spanned<DeValue>) -> Option<T>,
    ) -> Option<T> {
        self.needs_one(section, &[name], name);
        self.ask(section, name, read)
    }

    pub(super) fn needs_one(&mut self, section: &Section, names: &[&str], told: &'static str) {
        let there = |name: &&str| section.table.iter().any(|(key, _)| key.get_ref().as_ref() == *name);
        if !names.iter().any(there) {
            let problem = if names.len() == 1 { Problem::Missing(told) } else { Problem::LimitsNothing(told) };
            self.fault(section.at, problem);
        }
    }

    pub(super) fn words(&mut self, section: &mut Section, name: &'static str, most: usize) -> Option<String> {
        self.need(section, name, |reader, value| {
            let text = reader.text(value)?;
            if text.chars().count() > most {
                reader.fault(value.span().start, Problem::TooLong(most));
            }
            Some(text)
        })
    }

    pub(super) fn text(&mut self, value: &Spanned<DeValue>) -> Option<String> {
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

    pub(super) fn choice<C: Choice>(&mut self, value: &Spanned<DeValue>) -> Option<C> {
        let name = self.text(value)?;
        let found = C::by_name(&name);
        if found.is_none() && !name.is_empty() {
            let known: Vec<&'static str> = C::ALL.iter().map(|choice| choice.name()).collect();
            let near = nearest(&name, known.iter().copied());
            self.fault(value.span().start, Problem::UnknownChoice(name, known.join(", "), near));
        }
        found
    }

    pub(super) fn yes_no(&mut self, value: &Spanned<DeValue>) -> Option<bool> {
        let yes_no = value.get_ref().as_bool();
        if yes_no.is_none() {
            self.fault(value.span().start, Problem::NotYesNo);
        }
        yes_no
    }

    pub(super) fn number(&mut self, section: &mut Section, name: &'static str) -> Decimal {
        self.need(section, name, Self::decimal).unwrap_or_default()
    }

    /// As the file writes it, digit by digit: no binary fraction comes near it.
    pub(super) fn decimal(&mut self, value: &Spanned<DeValue>) -> Option<Decimal> {
        let number: Option<Decimal> = match value.get_ref() {
            DeValue::Integer(number) if number.radix() == 10 => number.as_str().parse().ok(),
            DeValue::Float(number) => number.as_str().parse().ok(),
            _ => None,
        };
        let at = value.span().start;
        match number {
            Some(number) if number > Decimal::from(MOST) => self.fault(at, Problem::TooMuch(MOST)),
            Some(number) if number >= Decimal::ZERO => return Some(number),
            _ => self.fault(at, Problem::NotNumber),
        }
        None
    }

    pub(super) fn count(&mut self, value: &Spanned<DeValue>, most: u32) -> Option<u32> {
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

    /// `2019-01-31`, with or without quotes.
    pub(super) fn date(&mut self, value: &Spanned<DeValue>) -> Option<NaiveDate> {
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

    pub(super) fn list<T>(
        &mut self,
        value: &Spanned<DeValue>,
        mut read: impl FnMut(&mut Self, &Spanned<DeValue>) -> Option<T>,
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
    pub(super) fn tables<T>(
        &mut self,
        section: &mut Section,
        name: &'static str,
        mut read: impl FnMut(&mut Self, &mut Section) -> T,
    ) -> Vec<T> {
        self.needs_one(section, &[name], name);
        let mut found = Vec::new();
        for (at, table) in self.sections(section, name) {
            let mut inner = Section::new(at, table);
            found.push(read(self, &mut inner));
            self.unknown(&inner);
        }
        found
    }

    pub(super) fn sections<'a, 'text>(
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

    pub(super) fn unknown(&mut self, section: &Section) {
        for (key, _) in section.table.iter() {
            let name = key.get_ref().as_ref();
            if !section.known.contains(&name) {
                let near = nearest(name, section.known.iter().copied());
                self.fault(key.span().start, Problem::UnknownKey(name.to_owned(), near));
            }
        }
    }

    pub(super) fn fault(&mut self, at: usize, problem: Problem) {
        self.faults.push((at, problem));
    }
}
