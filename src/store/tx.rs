//! Writing: rows with their indexes, and what they were before, until the whole becomes one entry of the journal.

use std::ops::Deref;

use super::{
    StoreError,
    apply::{Writing, stands_for_new},
    codec,
    held::{Rules, hold_to},
    journal::{self, RowChange, Title},
    key, meta,
    reader::Reader,
    table::{INDEX, META, Source, Table},
    touches::Touches,
    veil::Hidden,
};
use crate::domain::{AnyRecord, Id, Kind, Record};

/// A write in progress: everything a [`Reader`] reads, its own changes included, and `put` and `remove`.
pub struct Tx<'t> {
    reader: Reader<'t>,
    /// The records touched so far.
    pub(super) touches: Touches,
    /// Whether something beside the journal was written.
    pub(super) desk_changed: bool,
}

impl<'t> Deref for Tx<'t> {
    type Target = Reader<'t>;
    fn deref(&self) -> &Reader<'t> {
        &self.reader
    }
}

impl<'t> Tx<'t> {
    pub(super) fn new(source: Source<'t>) -> Result<Self, StoreError> {
        let reader = Reader::new(source)?;
        Ok(Self { reader, touches: Touches::default(), desk_changed: false })
    }

    /// Stores a record: a new one if its number is 0 or a placeholder, else in place of the one it was.
    pub fn put<R: Record>(&mut self, record: R) -> Result<Id<R>, StoreError> {
        self.put_any(record.into()).map(Id::new)
    }

    /// Stores a record of any kind; its number.
    pub fn put_any(&mut self, mut record: AnyRecord) -> Result<u64, StoreError> {
        let (kind, number) = (record.kind(), record.number());
        if stands_for_new(number) {
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

    /// Sets a row whose keys the caller takes care of: for migrations.
    pub(super) fn rewrite_row(&mut self, kind: Kind, number: u64, row: &[u8]) -> Result<(), StoreError> {
        let before = self.row(kind, number)?;
        self.source.open(Table::of(kind))?.insert(&key::number(number), row)?;
        self.touches.remember(kind, number, before);
        Ok(())
    }

    /// The changes made so far.
    pub(super) fn changes(&self) -> Result<Vec<RowChange>, StoreError> {
        self.touches.changes(&self.reader)
    }

    /// Refuses the changes made so far unless they are what every write is held to. `hidden`: what whoever makes them
    /// may not see, and so not change.
    pub(super) fn hold(&self, rules: Rules, hidden: &Hidden) -> Result<(), StoreError> {
        let changes = self.changes()?;
        hidden.demand_sight(&changes)?;
        hold_to(&self.reader, rules, &changes)
    }

    /// Writes the changes into the journal; the new revision, if anything changed.
    pub(super) fn finish(&mut self, title: &Title) -> Result<Option<u64>, StoreError> {
        let changes = std::mem::take(&mut self.touches).changes(&self.reader)?;
        if changes.is_empty() {
            return Ok(None);
        }
        let revision = self.revision() + 1;
        journal::append(self.source, revision, title, changes)?;
        Ok(Some(revision))
    }
}

impl<'t> Writing<'t> for Tx<'t> {
    fn next_number(&mut self, kind: Kind) -> Result<u64, StoreError> {
        let mut meta = self.source.open(META)?;
        let name = meta::sequence(kind);
        let number = meta::number(&meta, &name)?.unwrap_or(0) + 1;
        meta::set_number(&mut meta, &name, number)?;
        Ok(number)
    }

    fn write_row(&mut self, kind: Kind, number: u64, after: Option<(AnyRecord, Vec<u8>)>) -> Result<(), StoreError> {
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
        self.touches.remember(kind, number, before);
        Ok(())
    }
}
