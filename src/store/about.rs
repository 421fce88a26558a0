//! What belongs to somebody: the records that refer to theirs, those that refer to these, and so on.

use std::collections::BTreeSet;

use super::{Reader, StoreError};
use crate::domain::Kind;

/// Whether a record that refers to a person's or family's is about them: a meeting is of many families.
pub(super) fn belongs((kind, _): &(Kind, u64)) -> bool {
    *kind != Kind::Meeting
}

/// A record and everything about it that is there.
pub(super) fn about(reader: &Reader, record: (Kind, u64)) -> Result<BTreeSet<(Kind, u64)>, StoreError> {
    let mut new = vec![record];
    let mut whole = BTreeSet::new();
    while let Some(record) = new.pop() {
        if whole.insert(record) {
            new.extend(reader.links_to(record.0, record.1)?.into_iter().filter(belongs));
        }
    }
    Ok(whole)
}
