//! The audit as people read it: who changed what from what to what, and who looked.

use std::collections::BTreeSet;

use chrono::{DateTime, NaiveDate, Utc};

use super::{AnyRecord, Deed, Kind};

/// That somebody looked at a record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LookLine {
    /// When.
    pub at: DateTime<Utc>,
    /// Who (login).
    pub user: String,
    /// At which kind of record.
    pub kind: Kind,
    /// At which record.
    pub number: u64,
    /// Why, where that had to be said.
    pub reason: String,
}

/// A journal entry, as people read it.
#[derive(Clone, Debug, PartialEq)]
pub struct JournalLine {
    /// The revision it made.
    pub revision: u64,
    /// When.
    pub at: DateTime<Utc>,
    /// Who (login).
    pub user: String,
    /// What was done.
    pub deed: Deed,
    /// Which entry it took back.
    pub undoes: Option<u64>,
    /// Why, where that had to be said.
    pub reason: String,
    /// What changed, record by record.
    pub changes: Vec<RecordChange>,
}

impl JournalLine {
    /// Of which kinds records were changed; of an erasure, those that went: what is left behind is none of them.
    pub fn kinds(&self) -> impl Iterator<Item = Kind> {
        let goes = self.deed == Deed::Erase;
        self.changes.iter().filter(move |change| change.erased || !goes).map(|change| change.kind)
    }

    /// Those whose records changed, each once, in order.
    pub fn subjects(&self) -> Vec<(Kind, u64)> {
        let mut known = BTreeSet::new();
        self.changes.iter().map(|change| change.about).filter(|about| known.insert(*about)).collect()
    }

    /// The names of those whose records changed, each once, in order.
    pub fn names(&self) -> Vec<&str> {
        let mut names: Vec<&str> = Vec::new();
        for change in self.changes.iter().filter(|change| !change.whose.is_empty()) {
            if !names.contains(&change.whose.as_str()) {
                names.push(&change.whose);
            }
        }
        names
    }
}

/// The first and the last day of what has its place in the calendar.
pub fn days(record: &AnyRecord) -> Option<(NaiveDate, NaiveDate)> {
    match record {
        AnyRecord::Session(session) => Some((session.day, session.day)),
        AnyRecord::Absence(absence) => Some((absence.from, absence.to)),
        _ => None,
    }
}

/// How one record changed.
#[derive(Clone, Debug, PartialEq)]
pub struct RecordChange {
    /// Which kind.
    pub kind: Kind,
    /// Which record.
    pub number: u64,
    /// Whose it is: a child's, a family's, a person's; of a register the record itself.
    pub about: (Kind, u64),
    /// Whose it is by name, or what it is called itself; may be empty.
    pub whose: String,
    /// What it is of: the code of a service; may be empty.
    pub what: String,
    /// The first and the last day that it is of; none where it is of no day.
    pub days: Option<(NaiveDate, NaiveDate)>,
    /// Its fields that changed: stored name, before, after; empty texts where there was or is none.
    pub fields: Vec<(String, String, String)>,
    /// Whether it was there before and is there still.
    pub edits: bool,
    /// Whether what it said was erased, as the law can demand.
    pub erased: bool,
}
