//! An earlier state of the store: what later entries changed, walked back, laid over the present.

use std::{
    collections::{BTreeMap, BTreeSet, HashSet},
    ops::Bound,
};

use super::{
    StoreError, codec,
    journal::{self, Head},
    key,
    table::{CHANGES, Source, Table},
};
use crate::domain::Kind;

/// The records that changed after a revision, as they were then.
pub(super) struct AsOf {
    rows: BTreeMap<(Kind, u64), Option<Vec<u8>>>,
    /// Index keys of then.
    keys: BTreeSet<Vec<u8>>,
    /// Index keys of now that those records did not have then.
    hidden: HashSet<Vec<u8>>,
}

impl AsOf {
    pub(super) fn new(source: Source, revision: u64) -> Result<Self, StoreError> {
        let mut rows = BTreeMap::new();
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
        let mut keys = BTreeSet::new();
        let mut hidden = HashSet::new();
        for (&(kind, number), row) in &rows {
            if let Some(row) = row {
                keys.extend(key::index_keys(&codec::decode_any(kind, number, row)?));
            }
            let view = source.open(Table::of(kind))?;
            if let Some(now) = view.get(&key::number(number))? {
                hidden.extend(key::index_keys(&codec::decode_any(kind, number, now.value())?));
            }
        }
        Ok(Self { rows, keys, hidden })
    }

    /// Outer none: as it is now; inner none: there was no such record.
    pub(super) fn row(&self, kind: Kind, number: u64) -> Option<Option<&[u8]>> {
        self.rows.get(&(kind, number)).map(Option::as_deref)
    }

    /// The rows of then that differ from now, by number.
    pub(super) fn rows(&self, kind: Kind) -> impl Iterator<Item = (u64, &[u8])> {
        let rows = self.rows.range((kind, 0)..=(kind, u64::MAX));
        rows.filter_map(|(&(_, number), row)| Some((number, row.as_deref()?)))
    }

    /// Whether a key of now is to be left out.
    pub(super) fn hides(&self, key: &[u8]) -> bool {
        self.hidden.contains(key)
    }

    /// The keys of then from `from` to before `end`.
    pub(super) fn keys<'k>(&'k self, from: &[u8], end: Option<&[u8]>) -> impl Iterator<Item = Vec<u8>> + 'k {
        let end = end.map_or(Bound::Unbounded, Bound::Excluded);
        let empty = matches!(end, Bound::Excluded(end) if end <= from);
        let range = (!empty).then(|| self.keys.range::<[u8], _>((Bound::Included(from), end)));
        range.into_iter().flatten().cloned()
    }
}
