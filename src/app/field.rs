//! A field of a form: a line of text that stands for a value of some kind.

use chrono::{NaiveDate, NaiveTime};
use rust_decimal::Decimal;

use super::text_edit::TextEdit;
use crate::{
    domain::{Fault, Field, Money, Problem, contact, personal_code},
    i18n::{
        Lang,
        choice::{self, Worded},
        date, number, search, time,
    },
};

/// What kind of value a field holds.
#[derive(Clone, Debug)]
pub enum FieldKind {
    /// Any text.
    Text,
    /// Text of several lines; shown wrapped.
    Long,
    /// A date.
    Date,
    /// A time of day.
    Time,
    /// Euros.
    Money,
    /// A number, with or without decimals.
    Number,
    /// A percentage.
    Percent,
    /// Minutes.
    Duration,
    /// A personal code.
    PersonalCode,
    /// A phone number.
    Phone,
    /// A postcode.
    Postcode,
    /// Exactly one of a list.
    One(Vec<Pick>),
    /// Any number of a list, by codes with spaces between.
    Many(Vec<Pick>),
}

/// Something that can be chosen.
#[derive(Clone, Debug, PartialEq)]
pub struct Pick {
    /// What people type: one to three characters.
    pub code: String,
    /// What it is.
    pub label: String,
    /// Which one: a record's number, or the place in a closed list.
    pub value: u64,
}

/// The picks of a closed list.
pub fn picks_of<C: Worded>(lang: Lang) -> Vec<Pick> {
    let all = C::ALL.iter().enumerate();
    all.map(|(n, choice)| Pick { code: choice.code().to_owned(), label: choice.text(lang).to_owned(), value: n as u64 })
        .collect()
}

/// Yes and no: 1 and 0, by their first letters.
pub fn yes_no(lang: Lang) -> Vec<Pick> {
    let pick = |yes: bool| {
        let label = choice::yes_no(yes, lang);
        let code = label.chars().take(1).collect();
        Pick { code, label: label.to_owned(), value: u64::from(yes) }
    };
    vec![pick(false), pick(true)]
}

/// A field of a form.
#[derive(Clone, Debug)]
pub struct FormField {
    /// Which value of the record.
    pub field: Field,
    /// Its kind.
    pub kind: FieldKind,
    /// The text under edit.
    pub line: TextEdit,
    /// The text it began with: unchanged fields follow a colleague's edit.
    pub initial: String,
    /// The next letter replaces the value: the field was entered, not yet touched.
    pub fresh: bool,
    /// What stands there is only proposed: a text, too, is replaced then, and not gone on with.
    pub proposed: bool,
}

impl FormField {
    /// A field with that text in it.
    pub fn new(field: Field, kind: FieldKind, text: &str) -> Self {
        let line = if matches!(kind, FieldKind::Long) { TextEdit::long(text) } else { TextEdit::new(text) };
        Self { field, kind, line, initial: text.to_owned(), fresh: true, proposed: false }
    }

    /// A text of which it is only a guess that it is wanted.
    pub fn proposal(field: Field, text: &str) -> Self {
        Self { proposed: true, ..Self::text(field, text) }
    }

    /// Any text.
    pub fn text(field: Field, text: &str) -> Self {
        Self::new(field, FieldKind::Text, text)
    }

    /// A long text.
    pub fn long(field: Field, text: &str) -> Self {
        Self::new(field, FieldKind::Long, text)
    }

    /// A date, or none.
    pub fn date(field: Field, day: Option<NaiveDate>, lang: Lang) -> Self {
        Self::new(field, FieldKind::Date, &day.map(|day| date::show(day, lang)).unwrap_or_default())
    }

    /// A time, or none.
    pub fn time(field: Field, time: Option<NaiveTime>) -> Self {
        Self::new(field, FieldKind::Time, &time.map(|time| time.format("%H:%M").to_string()).unwrap_or_default())
    }

    /// Euros; nothing where the amount is zero.
    pub fn money(field: Field, amount: Money, lang: Lang) -> Self {
        let text = if amount.is_zero() { String::new() } else { number::money(amount, lang) };
        Self::new(field, FieldKind::Money, &text)
    }

    /// A number; nothing where it is zero.
    pub fn number(field: Field, value: Decimal, lang: Lang) -> Self {
        let text = if value.is_zero() { String::new() } else { number::plain(value.normalize(), lang) };
        Self::new(field, FieldKind::Number, &text)
    }

    /// A percentage; nothing where it is zero.
    pub fn percent(field: Field, value: Decimal, lang: Lang) -> Self {
        Self { kind: FieldKind::Percent, ..Self::number(field, value, lang) }
    }

    /// Minutes; nothing where they are zero.
    pub fn minutes(field: Field, minutes: u32) -> Self {
        let text = if minutes == 0 { String::new() } else { time::type_duration(minutes) };
        Self::new(field, FieldKind::Duration, &text)
    }

    /// A choice of a closed list.
    pub fn choice<C: Worded>(field: Field, value: C, lang: Lang) -> Self {
        Self::new(field, FieldKind::One(picks_of::<C>(lang)), value.text(lang))
    }

    /// Yes or no.
    pub fn yes(field: Field, value: bool, lang: Lang) -> Self {
        Self::one(field, yes_no(lang), u64::from(value))
    }

    /// One of a list, by its value; nothing if the value is none of them.
    pub fn one(field: Field, picks: Vec<Pick>, value: u64) -> Self {
        let text = picks.iter().find(|pick| pick.value == value).map(|pick| pick.label.clone()).unwrap_or_default();
        Self::new(field, FieldKind::One(picks), &text)
    }

    /// Some of a list, by their values.
    pub fn many(field: Field, picks: Vec<Pick>, values: &[u64]) -> Self {
        let codes: Vec<&str> =
            picks.iter().filter(|pick| values.contains(&pick.value)).map(|pick| pick.code.as_str()).collect();
        let text = codes.join(" ");
        Self::new(field, FieldKind::Many(picks), &text)
    }

    /// Puts a value into the field as if it had been typed; in a new record that is what the field begins with.
    pub fn preset(&mut self, text: &str, is_new: bool, today: NaiveDate, lang: Lang) {
        self.line.set(text);
        if let Some(tidy) = self.tidy(today, lang) {
            self.line.set(&tidy);
        }
        // What is begun is gone on with.
        if text.ends_with(' ') && !self.line.text().ends_with(' ') {
            let begun = format!("{} ", self.line.text());
            self.line.set(&begun);
        }
        if is_new {
            self.initial = self.line.text().to_owned();
        }
    }

    /// Whether what stands there differs from what stood there.
    pub fn is_changed(&self) -> bool {
        self.line.text() != self.initial
    }

    /// Types letters. In a choice that was only just entered they replace what stands there.
    pub fn insert(&mut self, typed: &str) {
        // A value of its own form is replaced as a whole; a text is gone on with.
        let replaced = self.proposed || !matches!(self.kind, FieldKind::Text | FieldKind::Long | FieldKind::Many(_));
        if self.fresh && replaced {
            self.line.set("");
        }
        self.fresh = false;
        self.line.insert(typed);
    }

    /// The picks that what is typed may still mean, the likeliest first.
    pub fn candidates(&self) -> Vec<&Pick> {
        match &self.kind {
            FieldKind::One(picks) if self.fresh => picks.iter().collect(),
            FieldKind::One(picks) => narrow(picks, self.line.text()),
            FieldKind::Many(picks) => {
                let last = self.line.text().rsplit(' ').next().unwrap_or_default();
                narrow(picks, last)
            }
            _ => Vec::new(),
        }
    }

    /// The text as a tidy writer would have put it, if it can be read at all.
    pub fn tidy(&self, today: NaiveDate, lang: Lang) -> Option<String> {
        let text = self.line.text().trim();
        if text.is_empty() {
            return Some(String::new());
        }
        match &self.kind {
            FieldKind::Text | FieldKind::Long => Some(text.to_owned()),
            FieldKind::Date => read_date(self.field, text, today).ok().map(|day| date::show(day, lang)),
            FieldKind::Time => time::parse_time(text).ok().map(|time| time.format("%H:%M").to_string()),
            FieldKind::Money => number::parse_money(text).ok().map(|amount| number::money(amount, lang)),
            FieldKind::Number => number::parse_decimal(text).ok().map(|value| number::plain(value, lang)),
            FieldKind::Percent => number::parse_percent(text).ok().map(|value| number::decimal(value, lang)),
            FieldKind::Duration => time::parse_duration(text).ok().map(time::type_duration),
            FieldKind::PersonalCode => Some(personal_code::shown(&personal_code::normal(text))),
            FieldKind::Phone => Some(contact::shown_phone(&contact::normal_phone(text))),
            FieldKind::Postcode => Some(contact::normal_postcode(text)),
            FieldKind::One(picks) => find(picks, text).map(|pick| pick.label.clone()),
            FieldKind::Many(picks) => {
                let codes: Option<Vec<&str>> =
                    words(text).map(|word| find(picks, word).map(|pick| pick.code.as_str())).collect();
                codes.map(|codes| codes.join(" "))
            }
        }
    }

    /// What is wrong with how the text looks, for kinds that take any text.
    pub fn shape_fault(&self) -> Option<Fault> {
        let text = self.line.text().trim();
        let fault = match self.kind {
            FieldKind::PersonalCode => personal_code::faults(&personal_code::normal(text), None).into_iter().next(),
            FieldKind::Phone => contact::phone_faults(&contact::normal_phone(text)),
            FieldKind::Postcode => contact::postcode_faults(&contact::normal_postcode(text)),
            _ if self.field == Field::Email => contact::email_faults(text),
            _ => None,
        };
        fault.map(|fault| Fault::new(self.field, fault.problem))
    }

    /// The pick that the text means.
    pub fn picked(&self) -> Result<Option<u64>, Problem> {
        let text = self.line.text().trim();
        let FieldKind::One(picks) = &self.kind else { return Ok(None) };
        if text.is_empty() {
            return Ok(None);
        }
        find(picks, text).map(|pick| Some(pick.value)).ok_or_else(|| Problem::NotAChoice(text.to_owned()))
    }

    /// The picks that the codes mean.
    pub fn picked_many(&self) -> Result<Vec<u64>, Problem> {
        let FieldKind::Many(picks) = &self.kind else { return Ok(Vec::new()) };
        words(self.line.text())
            .map(|word| find(picks, word).map(|pick| pick.value).ok_or_else(|| Problem::NotAChoice(word.to_owned())))
            .collect()
    }
}

/// A date as it is meant in that field: plans and validities lie ahead, everything else is nearest to today.
pub fn read_date(field: Field, text: &str, today: NaiveDate) -> Result<NaiveDate, Problem> {
    match field {
        Field::PlannedOn
        | Field::ValidUntil
        | Field::DisabilityUntil
        | Field::SpecialCareUntil
        | Field::MedicalForms
        | Field::DueOn => date::parse_date_ahead(text, today),
        _ => date::parse_date(text, today),
    }
}

/// Codes with blanks, commas or semicolons between them.
fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split([' ', ',', ';']).filter(|word| !word.is_empty())
}

/// The pick of that code or label, else the only one that begins so.
fn find<'a>(picks: &'a [Pick], text: &str) -> Option<&'a Pick> {
    let folded = search::fold(text);
    let exact = picks.iter().find(|pick| search::fold(&pick.code) == folded || search::fold(&pick.label) == folded);
    exact.or_else(|| match narrow(picks, text).as_slice() {
        [only] => Some(*only),
        _ => None,
    })
}

/// Whether the word begins so; quotation marks and brackets before it are nothing that people type.
fn begins(word: &str, text: &str) -> bool {
    word.starts_with(text) || word.trim_start_matches(|letter: char| !letter.is_alphanumeric()).starts_with(text)
}

/// The picks that `text` may mean: by code first, then by any word of the label.
fn narrow<'a>(picks: &'a [Pick], text: &str) -> Vec<&'a Pick> {
    let folded = search::fold(text);
    if folded.is_empty() {
        return picks.iter().collect();
    }
    let rank = |pick: &Pick| -> Option<u8> {
        let (code, label) = (search::fold(&pick.code), search::fold(&pick.label));
        if code == folded {
            Some(0)
        } else if code.starts_with(&folded) {
            Some(1)
        } else if label.starts_with(&folded) {
            Some(2)
        } else if label.split(' ').any(|word| begins(word, &folded)) {
            Some(3)
        } else {
            None
        }
    };
    let mut ranked: Vec<_> = picks.iter().filter_map(|pick| Some((rank(pick)?, pick))).collect();
    ranked.sort_by_key(|(rank, _)| *rank);
    ranked.into_iter().map(|(_, pick)| pick).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_in_quotation_marks_is_found_by_its_first_letters() {
        let pick = |code: &str, label: &str, value| Pick { code: code.into(), label: label.into(), value };
        let picks = [
            pick("1", "SIA “Kustību prieks”", 1),
            pick("2", "Talsu «Žubīte»", 2),
            pick("3", "biedrība „Ķekavas logopēdi” (filiāle)", 3),
        ];
        let check = |text: &str, expect: Option<u64>| {
            assert_eq!(find(&picks, text).map(|pick| pick.value), expect, "{text}");
        };
        check("kust", Some(1));
        check("“kust", Some(1));
        check("zub", Some(2));
        check("fil", Some(3));
        check("ust", None);
    }
}
