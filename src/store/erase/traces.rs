//! What the journal has of every record, read once.

use std::collections::{BTreeSet, HashMap};

use super::{
    super::{
        journal, key,
        table::{CHANGES, Source},
    },
    StoreError,
};
use crate::domain::{Deed, Kind};

type Record = (Kind, u64);

/// What the journal has of one change of one record.
pub(super) struct Trace {
    pub revision: u64,
    pub place: u32,
    pub record: Record,
    pub has_bytes: bool,
}

/// What the journal has of all of them.
#[derive(Default)]
pub(super) struct Traces {
    all: Vec<Trace>,
    /// By the record that they referred to before or after a change.
    referring: HashMap<Record, BTreeSet<Record>>,
    /// The records of each merging of persons, by each of them.
    merged: HashMap<Record, BTreeSet<Record>>,
}

impl Traces {
    /// Reads the whole journal.
    pub(super) fn read(source: Source) -> Result<Self, StoreError> {
        let mut traces = Self::default();
        let mut merges: HashMap<u64, BTreeSet<Record>> = HashMap::new();
        let mut current = None;
        for pair in source.open(CHANGES)?.scan_all()? {
            let (key, bytes) = pair?;
            let Some((revision, place)) = key::place_of(key.value()) else { continue };
            if current.as_ref().is_none_or(|(of, _)| *of != revision) {
                let head = journal::head(source, revision)?.ok_or(StoreError::NoSuchRevision(revision))?;
                current = Some((revision, head));
            }
            let Some((_, head)) = &current else { continue };
            let change = journal::decode_change(revision, head, bytes.value())?;
            let record = (change.kind, change.number);
            for row in [change.before_record()?, change.after_record()?].into_iter().flatten() {
                for link in key::links(&row) {
                    traces.referring.entry(link).or_default().insert(record);
                }
            }
            if head.deed == Deed::MergePersons && change.kind == Kind::Person {
                merges.entry(revision).or_default().insert(record);
            }
            let has_bytes = change.before.is_some() || change.after.is_some();
            traces.all.push(Trace { revision, place, record, has_bytes });
        }
        for merge in merges.values() {
            for &person in merge {
                traces.merged.entry(person).or_default().extend(merge);
            }
        }
        Ok(traces)
    }

    /// Those of some records, oldest first.
    pub(super) fn of<'t>(&'t self, records: &'t BTreeSet<Record>) -> impl Iterator<Item = &'t Trace> {
        self.all.iter().filter(|trace| records.contains(&trace.record))
    }

    /// The records that referred to this one at any time.
    pub(super) fn once_referring_to(&self, record: Record) -> impl Iterator<Item = Record> {
        self.referring.get(&record).into_iter().flatten().copied()
    }

    /// The persons that were found to be one with this one, itself among them.
    pub(super) fn merged_with(&self, person: Record) -> impl Iterator<Item = Record> {
        self.merged.get(&person).into_iter().flatten().copied()
    }
}
