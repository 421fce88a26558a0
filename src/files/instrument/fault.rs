//! What can be wrong in an instrument's file, with its place and in words.

use crate::i18n::{Lang, clean::clean, handwritten::place, instrument::InstrumentText as T};

/// A fault of an instrument's file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
    /// What is wrong.
    pub problem: Problem,
}

/// What is wrong in an instrument's file. Names and codes are as the file has them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Problem {
    /// Not TOML.
    Syntax,
    /// A name that means nothing here; and the one that was probably meant.
    UnknownKey(String, Option<&'static str>),
    /// Something that must be there is not: its name in the file.
    Missing(&'static str),
    /// A text without letters.
    Empty,
    /// A text of more characters than these.
    TooLong(usize),
    /// Something else where a text in quotes belongs.
    NotText,
    /// Something else where a digit belongs.
    NotDigit,
    /// Something else where `true` or `false` belongs.
    NotYesNo,
    /// Something else where sections of that name belong.
    NotSections(&'static str),
    /// Something else where the words of that score belong.
    NotWords(u8),
    /// A code that is too long or cannot be typed in a list of codes.
    BadCode(String),
    /// The code is that of another item or component, in that line.
    DuplicateCode(String, usize),
    /// The scale has the score already, in that line.
    DuplicateLevel(u8, usize),
    /// The item belongs to no component.
    NoComponent(String),
    /// No item belongs to the component.
    EmptyComponent(String),
    /// The scale has no such score.
    NotOnScale(u8),
    /// Neither child nor parents.
    UnknownSubject(String, Option<&'static str>),
    /// No score of the scale says how heavy a problem is.
    NoMeasure,
}

/// No name is longer, characters.
pub(super) const LONGEST_NAME: usize = 100;
/// No definition is longer, characters.
pub(super) const LONGEST_DEFINITION: usize = 300;
/// No code is longer, characters.
pub(super) const LONGEST_CODE: usize = 8;

impl Fault {
    /// A fault at a byte of the text.
    pub(super) fn new(text: &str, at: usize, problem: Problem) -> Self {
        let (line, column) = place(text, at);
        Self { line, column, problem }
    }

    /// What is wrong, and what helps where that is known. Without the place.
    pub fn sentence(&self, lang: Lang) -> String {
        let meant = |sentence: T, name: &str, meant: Option<&str>| {
            let meant = meant.map(|meant| T::Meant.fill(lang, &[&meant])).unwrap_or_default();
            sentence.fill(lang, &[&clean(name)]) + &meant
        };
        match &self.problem {
            Problem::Syntax => T::Syntax.text(lang).to_owned(),
            Problem::UnknownKey(name, near) => meant(T::UnknownKey, name, *near),
            Problem::Missing(name) => T::Missing.fill(lang, &[name]),
            Problem::Empty => T::Empty.text(lang).to_owned(),
            Problem::TooLong(most) => T::TooLong.fill(lang, &[most]),
            Problem::NotText => T::NotText.text(lang).to_owned(),
            Problem::NotDigit => T::NotDigit.text(lang).to_owned(),
            Problem::NotYesNo => T::NotYesNo.text(lang).to_owned(),
            Problem::NotSections(name) => T::NotSections.fill(lang, &[name]),
            Problem::NotWords(value) => T::NotWords.fill(lang, &[value, value]),
            Problem::BadCode(code) => T::BadCode.fill(lang, &[&clean(code), &LONGEST_CODE]),
            Problem::DuplicateCode(code, line) => T::DuplicateCode.fill(lang, &[&clean(code), line]),
            Problem::DuplicateLevel(value, line) => T::DuplicateLevel.fill(lang, &[value, line]),
            Problem::NoComponent(code) => T::NoComponent.fill(lang, &[&clean(code)]),
            Problem::EmptyComponent(code) => T::EmptyComponent.fill(lang, &[&clean(code)]),
            Problem::NotOnScale(value) => T::NotOnScale.fill(lang, &[value]),
            Problem::UnknownSubject(name, near) => meant(T::UnknownSubject, name, *near),
            Problem::NoMeasure => T::NoMeasure.text(lang).to_owned(),
        }
    }
}
