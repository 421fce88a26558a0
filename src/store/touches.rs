//! Which records a write has touched, and what they were before.

use std::collections::btree_map::Entry;

use super::{Reader, StoreError, journal::RowChange, overlay::Rows};
use crate::domain::Kind;

/// The records touched so far.
#[derive(Default)]
pub(super) struct Touches {
    before: Rows,
    /// In the order of the first touch.
    order: Vec<(Kind, u64)>,
}

impl Touches {
    /// The record is touched; of several times, what it was before the first counts.
    pub(super) fn remember(&mut self, kind: Kind, number: u64, before: Option<Vec<u8>>) {
        if let Entry::Vacant(slot) = self.before.entry((kind, number)) {
            slot.insert(before);
            self.order.push((kind, number));
        }
    }

    /// The kinds of the records touched.
    pub(super) fn kinds(&self) -> impl Iterator<Item = Kind> {
        self.order.iter().map(|&(kind, _)| kind)
    }

    /// The records touched, each with its kind.
    pub(super) fn records(&self) -> impl Iterator<Item = (Kind, (Kind, u64))> {
        self.order.iter().map(|&(kind, number)| (kind, (kind, number)))
    }

    /// What they were.
    pub(super) fn before(&self) -> &Rows {
        &self.before
    }

    /// What became of them in the state that `after` reads; those that are as they were are left out.
    pub(super) fn changes(&self, after: &Reader) -> Result<Vec<RowChange>, StoreError> {
        let mut changes = Vec::with_capacity(self.order.len());
        for &(kind, number) in &self.order {
            let before = self.before.get(&(kind, number)).and_then(Option::as_ref);
            let after = after.row(kind, number)?;
            if before != after.as_ref() {
                changes.push(RowChange::new((kind, number), before.cloned(), after));
            }
        }
        Ok(changes)
    }
}
