//! What can be wrong in a keymap file, with its place and in words.

use super::key::{KeyFault, sequence_label};
use crate::action::{Action, Context};
use crate::i18n::Lang;
use crate::i18n::handwritten::place;
use crate::i18n::keymap::KeymapText;

/// A fault of a keymap file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
    /// What is wrong.
    pub problem: KeymapProblem,
}

/// What is wrong in a keymap file. Names and keys are as the file has them.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs)] // the fields are what the sentence names
pub enum KeymapProblem {
    /// Not TOML.
    Syntax,
    /// Neither a context nor `name` nor `inherits`.
    UnknownHeading {
        name: String,
        meant: Option<&'static str>,
    },
    /// No built-in keymap has this name.
    UnknownBase {
        name: String,
        meant: Option<&'static str>,
    },
    UnknownAction {
        name: String,
        meant: Option<&'static str>,
    },
    /// The action does not exist in this context.
    WrongContext {
        action: Action,
    },
    /// Something else where a text in quotes belongs.
    NotText,
    /// Something else where a section of actions belongs.
    NotTable,
    /// Something else where a list of keys belongs.
    NotList,
    /// An empty text where keys belong.
    NoKeys,
    /// No key, or none that an old terminal sends.
    Key {
        key: String,
        fault: KeyFault,
    },
    /// A letter where letters are text.
    TextKey {
        key: String,
        context: Context,
    },
    /// Already bound in this context.
    Taken {
        keys: String,
        by: Action,
    },
    /// A shorter sequence of this context acts first.
    Hidden {
        keys: String,
        by: String,
    },
    /// A longer sequence of this context begins with it.
    Begins {
        keys: String,
        longer: String,
    },
}

impl Fault {
    /// A fault at a byte of the text.
    pub(super) fn new(text: &str, at: usize, problem: KeymapProblem) -> Self {
        let (line, column) = place(text, at);
        Self { line, column, problem }
    }

    /// What is wrong, and what helps where that is known. Without the place.
    pub fn sentence(&self, lang: Lang) -> String {
        let unknown = |sentence: KeymapText, name: &str, meant: Option<&str>| {
            let meant = meant.map(|meant| KeymapText::Meant.fill(lang, &[&meant])).unwrap_or_default();
            sentence.fill(lang, &[&name]) + &meant
        };
        match &self.problem {
            KeymapProblem::Syntax => KeymapText::Syntax.text(lang).to_owned(),
            KeymapProblem::UnknownHeading { name, meant } => unknown(KeymapText::UnknownHeading, name, *meant),
            KeymapProblem::UnknownBase { name, meant } => unknown(KeymapText::UnknownBase, name, *meant),
            KeymapProblem::UnknownAction { name, meant } => unknown(KeymapText::UnknownAction, name, *meant),
            KeymapProblem::WrongContext { action } => {
                let contexts = action.contexts().iter().map(|context| format!("[{}]", context.name()));
                let contexts = contexts.collect::<Vec<_>>().join(", ");
                KeymapText::WrongContext.fill(lang, &[&action.name(), &contexts])
            }
            KeymapProblem::NotText => KeymapText::NotText.text(lang).to_owned(),
            KeymapProblem::NotTable => KeymapText::NotTable.text(lang).to_owned(),
            KeymapProblem::NotList => KeymapText::NotList.text(lang).to_owned(),
            KeymapProblem::NoKeys => KeymapText::NoKeys.text(lang).to_owned(),
            KeymapProblem::Key { key, fault } => match fault {
                KeyFault::Unreadable => KeymapText::Unreadable.fill(lang, &[key]),
                KeyFault::SameAs(other) => KeymapText::SameAs.fill(lang, &[key, &sequence_label(&[*other], lang)]),
                KeyFault::Alt => KeymapText::Alt.fill(lang, &[key]),
                KeyFault::Unsendable => KeymapText::Unsendable.fill(lang, &[key]),
            },
            KeymapProblem::TextKey { key, context } => KeymapText::TextKey.fill(lang, &[key, &context.text(lang)]),
            KeymapProblem::Taken { keys, by } => KeymapText::Taken.fill(lang, &[keys, &by.name()]),
            KeymapProblem::Hidden { keys, by } => KeymapText::Hidden.fill(lang, &[keys, by]),
            KeymapProblem::Begins { keys, longer } => KeymapText::Begins.fill(lang, &[keys, longer]),
        }
    }
}
