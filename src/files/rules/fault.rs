//! What can be wrong in a file of rules, with its place and in words.

use crate::i18n::{Lang, clean::clean, handwritten::place, rules::RuleText as T};

/// A fault of a file of rules.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
    /// What is wrong.
    pub problem: Problem,
}

/// What is wrong in a file of rules. Names and codes are as the file has them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Problem {
    /// Not TOML.
    Syntax,
    /// A name that means nothing for this shape; and the one that was probably meant.
    UnknownKey(String, Option<&'static str>),
    /// Something that must be there is not: its name in the file.
    Missing(&'static str),
    /// A text without letters.
    Empty,
    /// A text of more characters than these.
    TooLong(usize),
    /// Something else where a text in quotes belongs.
    NotText,
    /// Something else where a number belongs that is not less than nothing.
    NotNumber,
    /// Something else where a whole number up to so much belongs.
    NotCount(u32),
    /// More than this is surely a slip of the finger.
    TooMuch(u64),
    /// Something else where `true` or `false` belongs.
    NotYesNo,
    /// Something else where a date belongs.
    NotDate,
    /// Something else where sections of that name belong.
    NotSections(&'static str),
    /// Something else where a list belongs.
    NotList,
    /// A list that says nothing.
    EmptyList,
    /// None of the words that can stand there, and the one that was probably meant.
    UnknownChoice(String, String, Option<&'static str>),
    /// The code is that of the rule in that line.
    DuplicateCode(String, usize),
    /// It ends before it begins.
    EndsBeforeStart,
    /// Services exclude each other only where there are two.
    TooFewServices,
    /// Nothing would be limited: at least one of these is needed.
    LimitsNothing(&'static str),
}

/// No name is longer, characters.
pub(super) const LONGEST_NAME: usize = 100;
/// No code is longer, characters.
pub(super) const LONGEST_CODE: usize = 24;

impl Fault {
    /// A fault at a byte of the text.
    pub(super) fn new(text: &str, at: usize, problem: Problem) -> Self {
        let (line, column) = place(text, at);
        Self { line, column, problem }
    }

    /// What is wrong, and what helps where that is known. Without the place.
    pub fn sentence(&self, lang: Lang) -> String {
        let hint = |meant: Option<&str>| meant.map(|meant| T::Meant.fill(lang, &[&meant])).unwrap_or_default();
        match &self.problem {
            Problem::Syntax => T::Syntax.text(lang).to_owned(),
            Problem::UnknownKey(name, near) => T::UnknownKey.fill(lang, &[&clean(name)]) + &hint(*near),
            Problem::Missing(name) => T::Missing.fill(lang, &[name]),
            Problem::Empty => T::Empty.text(lang).to_owned(),
            Problem::TooLong(most) => T::TooLong.fill(lang, &[most]),
            Problem::NotText => T::NotText.text(lang).to_owned(),
            Problem::NotNumber => T::NotNumber.text(lang).to_owned(),
            Problem::NotCount(most) => T::NotCount.fill(lang, &[most]),
            Problem::TooMuch(most) => T::TooMuch.fill(lang, &[most]),
            Problem::NotYesNo => T::NotYesNo.text(lang).to_owned(),
            Problem::NotDate => T::NotDate.text(lang).to_owned(),
            Problem::NotSections(name) => T::NotSections.fill(lang, &[name]),
            Problem::NotList => T::NotList.text(lang).to_owned(),
            Problem::EmptyList => T::EmptyList.text(lang).to_owned(),
            Problem::UnknownChoice(name, known, near) => {
                T::UnknownChoice.fill(lang, &[&clean(name), known]) + &hint(*near)
            }
            Problem::DuplicateCode(code, line) => T::DuplicateCode.fill(lang, &[&clean(code), line]),
            Problem::EndsBeforeStart => T::EndsBeforeStart.text(lang).to_owned(),
            Problem::TooFewServices => T::TooFewServices.text(lang).to_owned(),
            Problem::LimitsNothing(names) => T::LimitsNothing.fill(lang, &[names]),
        }
    }
}
