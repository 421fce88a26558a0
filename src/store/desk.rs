//! What is kept beside the journal: drafts of what users typed, and the log of who looked at what.

use chrono::{DateTime, Utc};

use super::{
    StoreError, codec, key,
    table::{DRAFTS, LOOKS, Source},
};
use crate::domain::{Draft, DraftKey, Kind};

/// That somebody looked at a record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Look {
    /// When, to the millisecond.
    pub at: DateTime<Utc>,
    /// Who (login).
    pub user: String,
    /// The record's kind.
    pub kind: Kind,
    /// Its number.
    pub number: u64,
}

fn draft_key(user: &str, draft: &DraftKey) -> Vec<u8> {
    let mut key = key::drafts_of(user);
    key.extend(draft.form.bytes().filter(|&byte| byte != 0));
    key.push(0);
    key.extend(key::number(draft.about));
    key
}

pub(super) fn save_draft(source: Source, user: &str, draft: &Draft) -> Result<(), StoreError> {
    source.open(DRAFTS)?.insert(&draft_key(user, &draft.key()), &codec::encode(draft)?)
}

/// Whether there was one.
pub(super) fn drop_draft(source: Source, user: &str, draft: &DraftKey) -> Result<bool, StoreError> {
    source.open(DRAFTS)?.remove(&draft_key(user, draft))
}

pub(super) fn drafts(source: Source, user: &str) -> Result<Vec<Draft>, StoreError> {
    let view = source.open(DRAFTS)?;
    let scan = view.scan_prefix(&key::drafts_of(user))?;
    scan.map(|pair| {
        codec::decode(pair?.1.value()).map_err(|detail| StoreError::Damaged { detail: format!("draft: {detail}") })
    })
    .collect()
}

pub(super) fn note_looks(source: Source, user: &str, records: &[(DateTime<Utc>, Kind, u64)]) -> Result<(), StoreError> {
    let mut looks = source.open(LOOKS)?;
    for &(at, kind, number) in records {
        let mut key = key::record(kind, number);
        key.extend(at.timestamp_millis().to_be_bytes());
        key.extend(user.as_bytes());
        looks.insert(&key, &[])?;
    }
    Ok(())
}

pub(super) fn looks(source: Source, prefix: &[u8]) -> Result<Vec<Look>, StoreError> {
    let view = source.open(LOOKS)?;
    let scan = view.scan_prefix(prefix)?;
    scan.map(|pair| {
        let (key, _) = pair?;
        look(key.value()).ok_or_else(|| StoreError::Damaged { detail: "read log".to_owned() })
    })
    .collect()
}

fn look(key: &[u8]) -> Option<Look> {
    let (&kind, rest) = key.split_first()?;
    let (number, rest) = rest.split_first_chunk()?;
    let (at, user) = rest.split_first_chunk()?;
    Some(Look {
        at: DateTime::from_timestamp_millis(i64::from_be_bytes(*at))?,
        user: String::from_utf8(user.to_vec()).ok()?,
        kind: Kind::by_number(kind)?,
        number: u64::from_be_bytes(*number),
    })
}
