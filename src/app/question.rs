//! A question before something that is hard to take back, or that somebody should see first.

use super::{msg::FormRequest, reach::Reaches, scoring::ScoringRequest};
use crate::domain::{Draft, DraftKey, Operation};

/// A question; Enter says yes, Esc no.
#[derive(Clone, Debug)]
pub struct Question {
    /// The question and what it means, line by line.
    pub lines: Vec<String>,
    /// What yes does.
    pub yes: Yes,
}

/// What yes does.
#[derive(Clone, Debug)]
pub enum Yes {
    /// Write.
    Apply(Box<Operation>),
    /// Write, although the programme's rules warn of it.
    Insist(Box<Operation>),
    /// Change one session of a series, or more of them.
    Reach(Box<Reaches>),
    /// Take back the operation of that revision.
    Undo(u64),
    /// Go on with a draft.
    Resume(Box<FormRequest>, Box<Draft>),
    /// Go on with the sheet that a draft is of.
    ResumeSheet(ScoringRequest),
    /// Throw a draft away.
    DropDraft(DraftKey),
    /// Go on with the attendance that a draft is of.
    ResumeAttendance(Box<Draft>),
    /// Nothing can be done: only to be read.
    Nothing,
}
