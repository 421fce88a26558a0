//! The case note: a call, a visit, a letter, a meeting, or just a remark.

use chrono::{NaiveDate, NaiveTime};
use serde::{Deserialize, Serialize};

use super::{Child, Family, Fault, Field, Goal, Id, Index, IndexKey, Problem, choices, record, require};

choices! {
    /// What kind of contact a note records.
    NoteKind {
        Call "call" "z",
        Visit "visit" "v",
        Email "email" "e",
        Meeting "meeting" "t",
        Remark "remark" "p",
    }
}

/// A note in a family's case.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Note {
    /// Its number.
    pub id: Id<Note>,
    /// In which case.
    pub family: Id<Family>,
    /// About which child; 0: the whole family.
    pub child: Id<Child>,
    /// Towards which goal; 0: none.
    pub goal: Id<Goal>,
    /// The day of the contact.
    pub day: NaiveDate,
    /// Its time, where it matters.
    pub start: Option<NaiveTime>,
    /// What kind of contact.
    pub kind: NoteKind,
    /// What was said.
    pub text: String,
    /// Who wrote it (login).
    pub author: String,
    /// Withdrawn: kept, shown as such.
    pub closed: bool,
}

record! { Note,
    links: |this| [Family: [&mut this.family], Child: [&mut this.child], Goal: [&mut this.goal]],
    index: |note| vec![IndexKey::new(Index::NoteByFamily).id(note.family.0).day(note.day)],
    faults: |note| {
        let mut faults = require(&[(Field::Text, &note.text)]);
        if !note.family.is_some() {
            faults.push(Fault::new(Field::Family, Problem::Missing));
        }
        faults
    },
}
