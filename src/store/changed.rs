//! Which records two states of the store have otherwise.

use std::collections::BTreeSet;

use super::journal::RowChange;
use crate::domain::Kind;

/// The records that are in one state otherwise than in another, or in only one of them.
pub(super) struct Changed(BTreeSet<(Kind, u64)>);

impl Changed {
    /// Both states are the same.
    pub(super) const NOTHING: &Self = &Self(BTreeSet::new());

    /// Those of these changes.
    pub(super) fn of(changes: &[RowChange]) -> Self {
        Self(changes.iter().map(|change| (change.kind, change.number)).collect())
    }

    /// Whether there is a record of that kind among them.
    pub(super) fn has(&self, kind: Kind) -> bool {
        self.0.range((kind, 0)..=(kind, u64::MAX)).next().is_some()
    }

    /// Whether the record is one of them.
    pub(super) fn contains(&self, kind: Kind, number: u64) -> bool {
        self.0.contains(&(kind, number))
    }
}
