//! The store's own facts: schema, revision, head of the journal's chain, sequences.

use super::{StoreError, migrate, table::View};
use crate::domain::Kind;

/// The schema number.
pub(super) const SCHEMA: &str = "schema";
/// The revision: how many entries the journal has.
pub(super) const REVISION: &str = "revision";
/// The hash of the journal's last entry.
pub(super) const HEAD: &str = "head";
/// When the store was made, milliseconds since 1970 UTC.
pub(super) const CREATED: &str = "created";

/// A number among the store's facts.
pub(super) fn number(meta: &View, name: &str) -> Result<Option<u64>, StoreError> {
    let value = meta.get(name.as_bytes())?;
    Ok(value.and_then(|value| Some(u64::from_be_bytes(value.value().try_into().ok()?))))
}

/// Sets a number among the store's facts.
pub(super) fn set_number(meta: &mut View, name: &str, value: u64) -> Result<(), StoreError> {
    meta.insert(name.as_bytes(), &value.to_be_bytes())
}

/// The hash of the journal's last entry; zeros before the first.
pub(super) fn head(meta: &View) -> Result<[u8; 32], StoreError> {
    let value = meta.get(HEAD.as_bytes())?;
    Ok(value.and_then(|value| value.value().try_into().ok()).unwrap_or_default())
}

/// The name of a kind's sequence, whose value is the number given last.
pub(super) fn sequence(kind: Kind) -> String {
    format!("sequence/{}", kind.name())
}

/// The schema number if this program can work with it.
pub(super) fn refuse_newer(schema: u64) -> Result<u32, StoreError> {
    let known = migrate::SCHEMA;
    match u32::try_from(schema) {
        Ok(found) if found <= known => Ok(found),
        found => Err(StoreError::NewerSchema { found: found.unwrap_or(u32::MAX), known }),
    }
}
