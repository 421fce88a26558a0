//! Writing: rows with their indexes, and what they were before, until the whole becomes one entry of the journal.

use std::{
    collections::{BTreeMap, HashSet},
    ops::Deref,
};

use super::{
    StoreError, codec,
    journal::{self, RowChange, Title},
    key, meta,
    reader::Reader,
    table::{INDEX, META, Source, Table},
    views::{lookalikes, plans},
};
use crate::domain::{AnyRecord, Fault, Field, Id, Index, IndexKey, Kind, PLACEHOLDER, Record, personal_code};

/// A write in progress: everything a [`Reader`] reads, its own changes included, and `put` and `remove`.
pub struct Tx<'t> {
    reader: Reader<'t>,
    /// The rows before, of records touched so far.
    before: BTreeMap<(Kind, u64), Option<Vec<u8>>>,
    /// The records touched, in the order of the first touch.
    touched: Vec<(Kind, u64)>,
    /// Whether something beside the journal was written.
    pub(super) desk_changed: bool,
}

impl<'t> Deref for Tx<'t> {
    type Target = Reader<'t>;
    fn deref(&self) -> &Reader<'t> {
        &self.reader
    }
}

/// Which rules a write is held to.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Rules {
    /// Records without faults, unique keys, whole links.
    All,
    /// Unique keys and whole links: an undo restores what was once stored, whatever the rules say by now.
    Links,
    /// None: a migration changes shapes, not facts.
    None,
}

impl<'t> Tx<'t> {
    pub(super) fn new(source: Source<'t>) -> Result<Self, StoreError> {
        let reader = Reader::new(source)?;
        Ok(Self { reader, before: BTreeMap::new(), touched: Vec::new(), desk_changed: false })
    }

    /// Stores a record: a new one if its number is 0 or a placeholder, else in place of the one it was.
    pub fn put<R: Record>(&mut self, record: R) -> Result<Id<R>, StoreError> {
        self.put_any(record.into()).map(Id::new)
    }

    /// Stores a record of any kind; its number.
    pub fn put_any(&mut self, mut record: AnyRecord) -> Result<u64, StoreError> {
        let (kind, number) = (record.kind(), record.number());
        if number == 0 || number >= PLACEHOLDER {
            record.set_number(self.next_number(kind)?);
        } else if self.row(kind, number)?.is_none() {
            return Err(StoreError::NoSuchRecord { kind, number });
        }
        let number = record.number();
        self.write(record)?;
        Ok(number)
    }

    /// Removes a record.
    pub fn remove<R: Record>(&mut self, id: Id<R>) -> Result<(), StoreError> {
        self.remove_any(R::KIND, id.0)
    }

    /// Removes a record of any kind.
    pub fn remove_any(&mut self, kind: Kind, number: u64) -> Result<(), StoreError> {
        if self.row(kind, number)?.is_none() {
            return Err(StoreError::NoSuchRecord { kind, number });
        }
        self.write_row(kind, number, None)
    }

    /// The next number of a kind's sequence.
    pub(super) fn next_number(&mut self, kind: Kind) -> Result<u64, StoreError> {
        let mut meta = self.source.open(META)?;
        let name = meta::sequence(kind);
        let number = meta::number(&meta, &name)?.unwrap_or(0) + 1;
        meta::set_number(&mut meta, &name, number)?;
        Ok(number)
    }

    /// Stores a record under the number that it has.
    pub(super) fn write(&mut self, record: AnyRecord) -> Result<(), StoreError> {
        let row = codec::encode_any(&record)?;
        self.write_row(record.kind(), record.number(), Some((record, row)))
    }

    /// Sets or removes a row, and its keys in the index with it.
    pub(super) fn write_row(
        &mut self,
        kind: Kind,
        number: u64,
        after: Option<(AnyRecord, Vec<u8>)>,
    ) -> Result<(), StoreError> {
        let mut rows = self.source.open(Table::of(kind))?;
        let before = rows.get(&key::number(number))?.map(|row| row.value().to_vec());
        let record = before.as_deref().map(|row| codec::decode_any(kind, number, row)).transpose()?;
        if record.as_ref() == after.as_ref().map(|(record, _)| record) {
            return Ok(());
        }
        let old_keys = record.as_ref().map(key::index_keys).unwrap_or_default();
        let new_keys = after.as_ref().map(|(record, _)| key::index_keys(record)).unwrap_or_default();
        let mut index = self.source.open(INDEX)?;
        for key in old_keys.difference(&new_keys) {
            index.remove(key)?;
        }
        for key in new_keys.difference(&old_keys) {
            index.insert(key, &[])?;
        }
        match after {
            Some((_, row)) => rows.insert(&key::number(number), &row)?,
            None => drop(rows.remove(&key::number(number))?),
        }
        self.remember(kind, number, before);
        Ok(())
    }

    /// Sets a row whose keys the caller takes care of: for migrations.
    pub(super) fn rewrite_row(&mut self, kind: Kind, number: u64, row: &[u8]) -> Result<(), StoreError> {
        let before = self.row(kind, number)?;
        self.source.open(Table::of(kind))?.insert(&key::number(number), row)?;
        self.remember(kind, number, before);
        Ok(())
    }

    fn remember(&mut self, kind: Kind, number: u64, before: Option<Vec<u8>>) {
        if let std::collections::btree_map::Entry::Vacant(slot) = self.before.entry((kind, number)) {
            slot.insert(before);
            self.touched.push((kind, number));
        }
    }

    /// The kinds of the records touched so far.
    pub(super) fn kinds_touched(&self) -> impl Iterator<Item = Kind> {
        self.touched.iter().map(|&(kind, _)| kind)
    }

    /// Holds the changes to the rules and writes them into the journal; the new revision, if anything changed.
    pub(super) fn finish(&mut self, title: &Title, rules: Rules) -> Result<Option<u64>, StoreError> {
        let mut changes = Vec::new();
        for (kind, number) in std::mem::take(&mut self.touched) {
            let before = self.before.remove(&(kind, number)).flatten();
            let after = self.row(kind, number)?;
            if before != after {
                changes.push(RowChange { kind, number, before, after });
            }
        }
        if changes.is_empty() {
            return Ok(None);
        }
        if rules != Rules::None {
            self.hold_to(rules, &changes)?;
        }
        let revision = self.revision() + 1;
        journal::append(self.source, revision, title, changes)?;
        Ok(Some(revision))
    }

    fn hold_to(&self, rules: Rules, changes: &[RowChange]) -> Result<(), StoreError> {
        let mut present = HashSet::new();
        for RowChange { kind, number, before, after } in changes {
            let from = (*kind, *number);
            let before = before.as_deref().filter(|_| rules == Rules::All);
            let before = before.map(|row| codec::decode_any(*kind, *number, row)).transpose()?;
            let Some(row) = after else {
                refuse(from, before.map(|before| before.change_faults(None)).unwrap_or_default())?;
                if let Some(&by) = self.links_to(*kind, *number)?.first() {
                    return Err(StoreError::StillLinked { record: from, by });
                }
                continue;
            };
            let record = codec::decode_any(*kind, *number, row)?;
            if rules == Rules::All {
                refuse(from, before.map(|before| before.change_faults(Some(&record))).unwrap_or_default())?;
                refuse(from, record.faults())?;
            }
            if let (Rules::All, AnyRecord::PlanVersion(plan)) = (rules, &record) {
                refuse(from, plans::succession_fault(self, plan)?.into_iter().collect())?;
            }
            if let Some((field, value, key)) = unique_key(&record)
                && let Some(number) = self.numbers(&key, &key)?.into_iter().find(|other| other != number)
            {
                return Err(StoreError::Duplicate { kind: *kind, field, value, number });
            }
            if let AnyRecord::Person(person) = &record
                && let Some(other) = lookalikes::same_code(self, person)?
            {
                let value = personal_code::shown(&person.personal_code);
                let (field, number) = (Field::PersonalCode, other.0);
                return Err(StoreError::Duplicate { kind: *kind, field, value, number });
            }
            if let AnyRecord::Child(child) = &record
                && let Some(other) = lookalikes::second_case(self, child)?
            {
                let person = self.get(child.person)?.map(|person| person.list_name()).unwrap_or_default();
                let (field, number) = (Field::Person, other.0);
                return Err(StoreError::Duplicate { kind: *kind, field, value: person, number });
            }
            for to in key::links(&record) {
                if !present.contains(&to) {
                    if self.row(to.0, to.1)?.is_none() {
                        return Err(StoreError::BrokenLink { from, to });
                    }
                    present.insert(to);
                }
            }
        }
        Ok(())
    }
}

/// An error if there are faults that are more than warnings.
fn refuse((kind, number): (Kind, u64), mut faults: Vec<Fault>) -> Result<(), StoreError> {
    faults.retain(|fault| !fault.is_warning());
    if faults.is_empty() { Ok(()) } else { Err(StoreError::Faults { kind, number, faults }) }
}

/// The field of a record that no other of its kind may share; of a member's scoring, no other of the assessment.
fn unique_key(record: &AnyRecord) -> Option<(Field, String, IndexKey)> {
    let (field, value, index) = match record {
        AnyRecord::Family(family) => (Field::CaseNumber, &family.case_number, Index::FamilyByCaseNumber),
        AnyRecord::User(user) => (Field::Login, &user.login, Index::UserByLogin),
        AnyRecord::Service(service) => (Field::Code, &service.code, Index::ServiceByCode),
        AnyRecord::Scoring(scoring) => {
            let key = IndexKey::new(Index::ScoringByAssessment).id(scoring.assessment.0).text(&scoring.member);
            return Some((Field::Member, scoring.member.clone(), key));
        }
        _ => return None,
    };
    Some((field, value.clone(), IndexKey::new(index).text(value)))
}
