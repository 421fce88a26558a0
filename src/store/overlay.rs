//! Another state of the store laid over the one in the file: what the journal says it was, or what a change that
//! nobody has made yet would make of it. Whoever reads through it sees nothing but that state.

use std::{
    collections::{BTreeMap, BTreeSet, HashSet},
    ops::Bound,
};

use super::{
    StoreError, codec,
    journal::{self, Head},
    key, meta,
    table::{CHANGES, META, Source, Table},
};
use crate::domain::Kind;

/// The rows that differ from those in the file; none: no such record.
pub(super) type Rows = BTreeMap<(Kind, u64), Option<Vec<u8>>>;

/// The records that are otherwise than in the file, with their index keys.
#[derive(Clone, Default)]
pub(super) struct Overlay {
    rows: Rows,
    /// Index keys that those records have and the file has not.
    keys: BTreeSet<Vec<u8>>,
    /// Index keys of the file that count no more.
    hidden: HashSet<Vec<u8>>,
    /// The numbers given last, of kinds of which new ones were given in thought.
    given: BTreeMap<Kind, u64>,
}

impl Overlay {
    /// The state in which those records are so.
    pub(super) fn of(source: Source, rows: Rows) -> Result<Self, StoreError> {
        let mut overlay = Self::default();
        for ((kind, number), row) in rows {
            overlay.set(source, kind, number, row)?;
        }
        Ok(overlay)
    }

    /// The state as it was at a revision: what later entries changed, walked back.
    pub(super) fn as_of(source: Source, revision: u64) -> Result<Self, StoreError> {
        let mut rows = Rows::new();
        let mut current: Option<(u64, Head)> = None;
        let view = source.open(CHANGES)?;
        for pair in view.scan(Bound::Included(&key::number(revision + 1)), Bound::Unbounded)? {
            let (key, bytes) = pair?;
            let later = key.value().first_chunk().map_or(0, |bytes| u64::from_be_bytes(*bytes));
            if current.as_ref().is_none_or(|(revision, _)| *revision != later) {
                current = Some((later, journal::head(source, later)?.ok_or(StoreError::NoSuchRevision(later))?));
            }
            if let Some((_, head)) = &current {
                let change = journal::decode_change(later, head, bytes.value())?;
                // The first change after the revision knows the state at the revision. What was erased since
                // is gone from every state.
                rows.entry((change.kind, change.number)).or_insert_with(|| change.before_row());
            }
        }
        drop(view);
        Self::of(source, rows)
    }

    /// Makes the record be so; none: it is not there.
    pub(super) fn set(
        &mut self,
        source: Source,
        kind: Kind,
        number: u64,
        row: Option<Vec<u8>>,
    ) -> Result<(), StoreError> {
        let stored = match self.rows.get(&(kind, number)) {
            Some(_) => None,
            None => source.open(Table::of(kind))?.get(&key::number(number))?.map(|row| row.value().to_vec()),
        };
        let row = row.map(|row| Ok::<_, StoreError>((keys(kind, number, &row)?, row))).transpose()?;
        self.lay((kind, number), stored.as_deref(), row)
    }

    /// The same with what is known already: the row that was to be read until now, and the keys of the new one.
    pub(super) fn lay(
        &mut self,
        (kind, number): (Kind, u64),
        before: Option<&[u8]>,
        after: Option<(BTreeSet<Vec<u8>>, Vec<u8>)>,
    ) -> Result<(), StoreError> {
        let (mut new, row) = after.map_or_else(Default::default, |(keys, row)| (keys, Some(row)));
        match self.rows.get(&(kind, number)) {
            Some(Some(laid)) => {
                for key in keys(kind, number, laid)? {
                    // What is not laid over stands in the file.
                    if !self.keys.remove(&key) {
                        self.hidden.insert(key);
                    }
                }
            }
            Some(None) => {}
            None => {
                if let Some(stored) = before {
                    // Most keys stay as they are in the file.
                    let stored = keys(kind, number, stored)?;
                    self.hidden.extend(stored.into_iter().filter(|key| !new.remove(key)));
                }
            }
        }
        self.keys.extend(new);
        self.rows.insert((kind, number), row);
        Ok(())
    }

    /// The next number of a kind's sequence; in the file it stays free.
    pub(super) fn next_number(&mut self, source: Source, kind: Kind) -> Result<u64, StoreError> {
        let last = match self.given.get(&kind) {
            Some(last) => *last,
            None => meta::number(&source.open(META)?, &meta::sequence(kind))?.unwrap_or(0),
        };
        self.given.insert(kind, last + 1);
        Ok(last + 1)
    }

    /// Outer none: as in the file; inner none: there is no such record.
    pub(super) fn row(&self, kind: Kind, number: u64) -> Option<Option<&[u8]>> {
        self.rows.get(&(kind, number)).map(Option::as_deref)
    }

    /// The rows that differ from those in the file, by number.
    pub(super) fn rows(&self, kind: Kind) -> impl Iterator<Item = (u64, &[u8])> {
        let rows = self.rows.range((kind, 0)..=(kind, u64::MAX));
        rows.filter_map(|(&(_, number), row)| Some((number, row.as_deref()?)))
    }

    /// Whether a key in the file is to be left out.
    pub(super) fn hides(&self, key: &[u8]) -> bool {
        self.hidden.contains(key)
    }

    /// The keys laid over, from `from` to before `end`, in order.
    pub(super) fn keys<'k>(&'k self, from: &[u8], end: Option<&[u8]>) -> impl Iterator<Item = &'k [u8]> {
        let end = end.map_or(Bound::Unbounded, Bound::Excluded);
        let empty = matches!(end, Bound::Excluded(end) if end <= from);
        let range = (!empty).then(|| self.keys.range::<[u8], _>((Bound::Included(from), end)));
        range.into_iter().flatten().map(Vec::as_slice)
    }
}

/// The index keys of the record in a row.
fn keys(kind: Kind, number: u64, row: &[u8]) -> Result<BTreeSet<Vec<u8>>, StoreError> {
    Ok(key::index_keys(&codec::decode_any(kind, number, row)?))
}
