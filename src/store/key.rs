//! Keys of the tables: big-endian, so that their bytes sort as people expect.

use std::collections::BTreeSet;

use crate::domain::{AnyRecord, Kind};

/// Links stand in the index table too, before every [`crate::domain::Index`], which count from 1.
const LINKS: u8 = 0;

/// A record's number as a key.
pub(super) fn number(number: u64) -> [u8; 8] {
    number.to_be_bytes()
}

/// The number at the end of a key.
pub(super) fn last_number(key: &[u8]) -> u64 {
    key.last_chunk().map_or(0, |bytes| u64::from_be_bytes(*bytes))
}

/// The beginning of every link to a record of that kind.
pub(super) fn links_to_any(kind: Kind) -> Vec<u8> {
    vec![LINKS, kind as u8]
}

/// The beginning of every link to a record.
pub(super) fn links_to(kind: Kind, number: u64) -> Vec<u8> {
    let mut key = links_to_any(kind);
    key.extend(number.to_be_bytes());
    key
}

/// Which record a link's key says that it comes from.
pub(super) fn link_source(key: &[u8]) -> Option<(Kind, u64)> {
    Some((Kind::by_number(*key.get(10)?)?, last_number(key)))
}

/// To which record of its kind a link leads.
pub(super) fn link_target(key: &[u8]) -> Option<u64> {
    Some(u64::from_be_bytes(key.get(2..10)?.try_into().ok()?))
}

/// Every key that the index table has for a record: its own keys and its links.
pub(super) fn index_keys(record: &AnyRecord) -> BTreeSet<Vec<u8>> {
    let own = record.number().to_be_bytes();
    let mut keys = BTreeSet::new();
    for key in record.index_keys() {
        keys.insert([key.bytes(), &own].concat());
    }
    for (kind, number) in links(record) {
        let mut key = links_to(kind, number);
        key.push(record.kind() as u8);
        key.extend(own);
        keys.insert(key);
    }
    keys
}

/// The records that a record refers to.
pub(super) fn links(record: &AnyRecord) -> Vec<(Kind, u64)> {
    let mut links = Vec::new();
    record.clone().visit_links(&mut |kind, number| {
        if *number != 0 {
            links.push((kind, *number));
        }
    });
    links
}

/// The beginning of a record's keys in the history and in the read log.
pub(super) fn record(kind: Kind, number: u64) -> Vec<u8> {
    let mut key = vec![kind as u8];
    key.extend(number.to_be_bytes());
    key
}

/// A change's key: its entry's revision and its place there.
pub(super) fn change(revision: u64, place: u32) -> [u8; 12] {
    let mut key = [0; 12];
    key[..8].copy_from_slice(&revision.to_be_bytes());
    key[8..].copy_from_slice(&place.to_be_bytes());
    key
}

/// The revision and the place that a change's key names.
pub(super) fn place_of(key: &[u8]) -> Option<(u64, u32)> {
    let (revision, place) = key.split_first_chunk::<8>()?;
    Some((u64::from_be_bytes(*revision), u32::from_be_bytes(*place.first_chunk()?)))
}

/// The key under which a record's history names a change.
pub(super) fn history(kind: Kind, number: u64, revision: u64, place: u32) -> Vec<u8> {
    [&record(kind, number)[..], &change(revision, place)].concat()
}

/// The beginning of a user's drafts.
pub(super) fn drafts_of(user: &str) -> Vec<u8> {
    let mut key: Vec<u8> = user.bytes().filter(|&byte| byte != 0).collect();
    key.push(0);
    key
}
