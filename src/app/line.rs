//! A line typed at the foot of the screen: a filter, a command, a date, a file's path.

use super::{list::Cursor, text_edit::TextEdit};
use crate::{
    action::Action,
    domain::{Family, Id, Operation},
};

/// What the line is for.
#[derive(Clone, Debug, PartialEq)]
pub enum Purpose {
    /// Narrows the families; what was there before comes back on Esc.
    FilterFamilies(String),
    /// Narrows the page beneath.
    FilterPage(String),
    /// Names a command; those that fit are listed.
    Palette,
    /// Names a day for the calendar.
    GoToDate,
    /// Names the first and the last day of the table of all children.
    SumsDays,
    /// Names the past day as of which the table is shown.
    SumsAsOf,
    /// Names another store.
    OpenStore,
    /// When a session really began and how long it lasted.
    MarkTime,
    /// What there is to say about a session that is marked.
    MarkText,
    /// Says why sessions that are invoiced are marked otherwise: these.
    CorrectionReason(Vec<String>),
    /// Says why a restricted family is to be opened.
    OpeningReason(Id<Family>),
    /// Tells what was seen of the item under the sheet's cursor.
    Observation,
    /// Says why it is right to write something that rules of the programme have these objections to.
    Reason(Box<Operation>, Vec<String>),
}

/// The line.
#[derive(Clone, Debug)]
pub struct Line {
    /// What for.
    pub purpose: Purpose,
    /// What is typed.
    pub edit: TextEdit,
    /// The commands that fit, the best first.
    pub commands: Vec<Action>,
    /// Which of them Enter would run.
    pub cursor: Cursor,
    /// What is wrong with it.
    pub fault: Option<String>,
}

impl Line {
    /// An empty line, or one that begins with `text`.
    pub fn new(purpose: Purpose, text: &str) -> Self {
        Self { purpose, edit: TextEdit::new(text), commands: Vec::new(), cursor: Cursor::default(), fault: None }
    }
}
