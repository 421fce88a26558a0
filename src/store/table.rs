//! The tables, and one way to read them inside a read or a write transaction. Every key and value is bytes.

use std::{
    collections::BTreeMap,
    ops::Bound,
    sync::{Arc, Mutex, PoisonError},
};

use redb::{AccessGuard, ReadOnlyTable, ReadTransaction, ReadableTable, TableDefinition, TableError, WriteTransaction};

use super::{StoreError, key};
use crate::domain::Kind;

type Bytes = &'static [u8];

/// Rows with no more numbers than these between them mostly lie on one page, or on two next to each other.
const NEIGHBOURS: u64 = 16;

/// Is shown a row: its number, its place in a list of numbers, its bytes. Not a type of its own for each that is shown
/// rows: the walk from row to row is long, and there are many kinds of records.
pub(super) type ShowRow<'s> = dyn FnMut(u64, usize, &[u8]) -> Result<(), StoreError> + 's;

/// The name of a table. Rows of a kind are in the table of [`Kind::name`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Table(pub &'static str);

/// Schema, revision, head hash, creation, sequences.
pub(super) const META: Table = Table("meta");
/// Secondary indexes and links.
pub(super) const INDEX: Table = Table("index");
/// Heads of the journal's entries, by revision.
pub(super) const JOURNAL: Table = Table("journal");
/// The changes of each entry, by revision and place.
pub(super) const CHANGES: Table = Table("changes");
/// Which changes each record has seen.
pub(super) const HISTORY: Table = Table("history");
/// What users typed and have not saved.
pub(super) const DRAFTS: Table = Table("drafts");
/// Who looked at which record.
pub(super) const LOOKS: Table = Table("looks");

impl Table {
    /// The table with the rows of a kind.
    pub(super) fn of(kind: Kind) -> Self {
        Self(kind.name())
    }

    /// Every table a store has, rows first.
    pub(super) fn all() -> impl Iterator<Item = Self> {
        let rows = Kind::ALL.iter().map(|&kind| Self::of(kind));
        rows.chain([META, INDEX, JOURNAL, CHANGES, HISTORY, DRAFTS, LOOKS])
    }

    fn definition(self) -> TableDefinition<'static, Bytes, Bytes> {
        TableDefinition::new(self.0)
    }
}

/// A read transaction with the tables that were opened in it: opening one looks for it in the file.
pub(super) struct Reading {
    transaction: ReadTransaction,
    open: Mutex<BTreeMap<&'static str, Arc<ReadOnlyTable<Bytes, Bytes>>>>,
}

impl From<ReadTransaction> for Reading {
    fn from(transaction: ReadTransaction) -> Self {
        Self { transaction, open: Mutex::default() }
    }
}

impl Reading {
    fn open(&self, table: Table) -> Result<View<'_>, StoreError> {
        // A table is there as a whole or not at all, whatever became of a thread that looked for it.
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = open.get(table.0) {
            return Ok(View::Read(Arc::clone(known)));
        }
        match self.transaction.open_table(table.definition()) {
            Ok(opened) => {
                let opened = Arc::new(opened);
                open.insert(table.0, Arc::clone(&opened));
                Ok(View::Read(opened))
            }
            Err(TableError::TableDoesNotExist(_)) => Ok(View::Empty),
            Err(error) => Err(error.into()),
        }
    }
}

/// The transaction under a reader.
#[derive(Clone, Copy)]
pub(super) enum Source<'t> {
    Read(&'t Reading),
    Write(&'t WriteTransaction),
}

impl<'t> Source<'t> {
    /// Whether two threads may read at a time: what is being written is read by who writes it.
    pub(super) fn is_for_many(self) -> bool {
        matches!(self, Self::Read(_))
    }

    /// Opens a table. One that an older store does not have yet reads as empty.
    pub(super) fn open(self, table: Table) -> Result<View<'t>, StoreError> {
        match self {
            Self::Read(reading) => reading.open(table),
            Self::Write(transaction) => Ok(View::Write(transaction.open_table(table.definition())?)),
        }
    }
}

/// An open table. Inside a write transaction only one view of a table may be open at a time.
pub(super) enum View<'t> {
    Empty,
    Read(Arc<ReadOnlyTable<Bytes, Bytes>>),
    Write(redb::Table<'t, Bytes, Bytes>),
}

impl View<'_> {
    pub(super) fn get(&self, key: &[u8]) -> Result<Option<AccessGuard<'_, Bytes>>, StoreError> {
        Ok(match self {
            Self::Empty => None,
            Self::Read(table) => ReadableTable::get(&**table, key)?,
            Self::Write(table) => table.get(key)?,
        })
    }

    /// The pairs between two keys, in key order.
    pub(super) fn scan(&self, from: Bound<&[u8]>, to: Bound<&[u8]>) -> Result<Scan<'_>, StoreError> {
        let range = (from, to);
        Ok(Scan(match self {
            Self::Empty => None,
            Self::Read(table) => Some(ReadableTable::range::<&[u8]>(&**table, range)?),
            Self::Write(table) => Some(table.range::<&[u8]>(range)?),
        }))
    }

    /// Every pair.
    pub(super) fn scan_all(&self) -> Result<Scan<'_>, StoreError> {
        self.scan(Bound::Unbounded, Bound::Unbounded)
    }

    /// The pairs whose key starts with `prefix`.
    pub(super) fn scan_prefix(&self, prefix: &[u8]) -> Result<Scan<'_>, StoreError> {
        self.scan_span(prefix, prefix)
    }

    /// The pairs from the first key that starts with `from` to the last that starts with `to`.
    pub(super) fn scan_span(&self, from: &[u8], to: &[u8]) -> Result<Scan<'_>, StoreError> {
        let end = after_prefix(to);
        let end = end.as_deref().map_or(Bound::Unbounded, Bound::Excluded);
        if matches!(end, Bound::Excluded(end) if end <= from) {
            return Ok(Scan(None));
        }
        self.scan(Bound::Included(from), end)
    }

    /// Shows the rows of these numbers, each with the place at which it stands beside its number; those that are not
    /// there are left out. What lies close together is walked along: looking for each by itself reads the same pages
    /// over and over.
    pub(super) fn each_row(&self, numbers: &mut [(u64, usize)], show: &mut ShowRow<'_>) -> Result<(), StoreError> {
        numbers.sort_unstable();
        for run in numbers.chunk_by(|(one, _), (next, _)| next - one <= NEIGHBOURS) {
            let (first, last) = (run[0].0, run[run.len() - 1].0);
            if first == last {
                if let Some(row) = self.get(&key::number(first))? {
                    run.iter().try_for_each(|&(number, place)| show(number, place, row.value()))?;
                }
                continue;
            }
            let mut run = run.iter().copied().peekable();
            let (from, to) = (key::number(first), key::number(last));
            for pair in self.scan(Bound::Included(&from), Bound::Included(&to))? {
                let (key, row) = pair?;
                let at = key::last_number(key.value());
                while let Some((number, place)) = run.next_if(|(number, _)| *number <= at) {
                    if number == at {
                        show(number, place, row.value())?;
                    }
                }
            }
        }
        Ok(())
    }

    /// Stores a pair; only inside a write transaction.
    pub(super) fn insert(&mut self, key: &[u8], value: &[u8]) -> Result<(), StoreError> {
        let Self::Write(table) = self else { return Err(read_only()) };
        table.insert(key, value)?;
        Ok(())
    }

    /// Removes a pair; only inside a write transaction. Whether there was one.
    pub(super) fn remove(&mut self, key: &[u8]) -> Result<bool, StoreError> {
        let Self::Write(table) = self else { return Err(read_only()) };
        Ok(table.remove(key)?.is_some())
    }
}

fn read_only() -> StoreError {
    StoreError::Io { detail: "write inside a read transaction".to_owned() }
}

/// Pairs of a table, from either end.
pub(super) struct Scan<'v>(Option<redb::Range<'v, Bytes, Bytes>>);

/// A key and its value.
pub(super) type Pair<'v> = (AccessGuard<'v, Bytes>, AccessGuard<'v, Bytes>);

impl<'v> Iterator for Scan<'v> {
    type Item = Result<Pair<'v>, StoreError>;
    fn next(&mut self) -> Option<Self::Item> {
        self.0.as_mut()?.next().map(|pair| pair.map_err(StoreError::from))
    }
}

impl DoubleEndedIterator for Scan<'_> {
    fn next_back(&mut self) -> Option<Self::Item> {
        self.0.as_mut()?.next_back().map(|pair| pair.map_err(StoreError::from))
    }
}

/// The first key after all that start with `prefix`; none if there is no such key.
pub(super) fn after_prefix(prefix: &[u8]) -> Option<Vec<u8>> {
    let last = prefix.iter().rposition(|&byte| byte != u8::MAX)?;
    let mut end = prefix[..=last].to_vec();
    end[last] += 1;
    Some(end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_end_of_a_prefix_is_the_next_key_that_does_not_start_with_it() {
        fn check(prefix: &[u8], expect: Option<&[u8]>) {
            assert_eq!(after_prefix(prefix).as_deref(), expect);
        }
        check(b"ab", Some(b"ac"));
        check(&[1, 255], Some(&[2]));
        check(&[7, 255, 255], Some(&[8]));
        check(&[255, 255], None);
        check(b"", None);
    }
}
