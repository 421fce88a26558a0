//! What can be wrong in a file that people write by hand, with its place and in words.

use crate::i18n::{
    Lang,
    clean::clean,
    handwritten::{HandwrittenText as T, place},
};

/// A fault of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
    /// What is wrong.
    pub problem: Problem,
}

/// What is wrong in a file. Names and codes are as the file has them.
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
    /// Something else where a number belongs that is not less than nothing.
    NotNumber,
    /// Something else where a whole number up to so much belongs.
    NotCount(u32),
    /// A number below nothing where there is no such thing.
    Negative,
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
    /// The code stands in that line already.
    DuplicateCode(String, usize),
    /// Something else where a digit belongs.
    NotDigit,
    /// Something else where the words of that score belong.
    NotWords(u8),
    /// A code that is too long or cannot be typed in a list of codes: so many characters at most.
    BadCode(String, usize),
    /// The scale has the score already, in that line.
    DuplicateLevel(u8, usize),
    /// The item belongs to no component.
    NoComponent(String),
    /// No item belongs to the component.
    EmptyComponent(String),
    /// The scale has no such score.
    NotOnScale(u8),
    /// No score of the scale says how heavy a problem is.
    NoMeasure,
    /// It ends before it begins.
    EndsBeforeStart,
    /// A day that is free anyway cannot be moved.
    NotWorkingDay,
    /// A day that is worked anyway makes up for nothing.
    IsWorkingDay,
    /// Services exclude each other only where there are two.
    TooFewServices,
    /// Nothing would be limited: at least one of these is needed.
    LimitsNothing(&'static str),
}

impl Problem {
    /// Whether something else that is broken can be why this is said.
    pub(super) fn is_lack(&self) -> bool {
        matches!(
            self,
            Self::Missing(_)
                | Self::LimitsNothing(_)
                | Self::TooFewServices
                | Self::NoComponent(_)
                | Self::EmptyComponent(_)
                | Self::NotOnScale(_)
                | Self::NoMeasure
        )
    }
}

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
            Problem::Negative => T::Negative.text(lang).to_owned(),
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
            Problem::NotDigit => T::NotDigit.text(lang).to_owned(),
            Problem::NotWords(value) => T::NotWords.fill(lang, &[value, value]),
            Problem::BadCode(code, most) => T::BadCode.fill(lang, &[&clean(code), most]),
            Problem::DuplicateLevel(value, line) => T::DuplicateLevel.fill(lang, &[value, line]),
            Problem::NoComponent(code) => T::NoComponent.fill(lang, &[&clean(code)]),
            Problem::EmptyComponent(code) => T::EmptyComponent.fill(lang, &[&clean(code)]),
            Problem::NotOnScale(value) => T::NotOnScale.fill(lang, &[value]),
            Problem::NoMeasure => T::NoMeasure.text(lang).to_owned(),
            Problem::EndsBeforeStart => T::EndsBeforeStart.text(lang).to_owned(),
            Problem::NotWorkingDay => T::NotWorkingDay.text(lang).to_owned(),
            Problem::IsWorkingDay => T::IsWorkingDay.text(lang).to_owned(),
            Problem::TooFewServices => T::TooFewServices.text(lang).to_owned(),
            Problem::LimitsNothing(names) => T::LimitsNothing.fill(lang, &[names]),
        }
    }
}
