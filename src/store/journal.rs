//! The journal: one entry for each operation, chained by hashes over commitments, so that bytes can later be
//! erased lawfully and the chain still verifies.

use std::sync::OnceLock;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::{
    StoreError, codec,
    codec::Blob,
    key, meta, migrate,
    table::{CHANGES, HISTORY, JOURNAL, META, Source, Table},
};
use crate::domain::{AnyRecord, Choice, Deed, Kind};

/// A BLAKE3 hash.
pub type Hash = [u8; 32];

/// Bytes of salt in a commitment: nobody can find short values by trying them all.
const SALT_BYTES: usize = 16;

/// One operation, as the journal keeps it.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// The store's revision after it, from 1 without gaps.
    pub revision: u64,
    /// When, to the millisecond.
    pub at: DateTime<Utc>,
    /// Who (login).
    pub user: String,
    /// What it was.
    pub deed: Deed,
    /// The revision that it took back.
    pub undoes: Option<u64>,
    /// Why, where that must be said; nobody's name.
    pub reason: String,
    /// What it changed.
    pub changes: Vec<Change>,
    /// The hash of the entry before; zeros for the first.
    pub previous_hash: Hash,
    /// The hash of this one.
    pub hash: Hash,
}

/// What an operation did to one record.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    /// The record's kind.
    pub kind: Kind,
    /// Its number.
    pub number: u64,
    /// The stored row before; none: there was none.
    pub before: Option<Vec<u8>>,
    /// The stored row after; none: removed.
    pub after: Option<Vec<u8>>,
    /// The commitment's salt; empty once the change is erased.
    pub salt: Vec<u8>,
    /// The salted hash of the above, which the entry's hash covers.
    pub commitment: Hash,
    /// The schemas that the rows before and after were written under.
    schemas: (u32, u32),
}

impl Change {
    /// Whether its bytes were erased, as the law can demand.
    pub fn is_erased(&self) -> bool {
        self.salt.is_empty()
    }

    /// The record before, read as today's programs do.
    pub fn before_record(&self) -> Result<Option<AnyRecord>, StoreError> {
        self.record(self.before.as_deref(), self.schemas.0)
    }

    /// The record after, read as today's programs do.
    pub fn after_record(&self) -> Result<Option<AnyRecord>, StoreError> {
        self.record(self.after.as_deref(), self.schemas.1)
    }

    /// The record as the change left it; of one that was removed, as it was.
    pub fn told_record(&self) -> Result<Option<AnyRecord>, StoreError> {
        match self.after_record()? {
            Some(record) => Ok(Some(record)),
            None => self.before_record(),
        }
    }

    /// The fields before, by their stored names; empty if there was no record.
    pub fn before_fields(&self) -> Map<String, Value> {
        self.fields(self.before.as_deref())
    }

    /// The fields after, by their stored names; empty if there is no record any more, and of one that was erased what is
    /// left of it.
    pub fn after_fields(&self) -> Map<String, Value> {
        match self.after_record() {
            // Only of these two kinds is anything left.
            Ok(Some(left @ (AnyRecord::Decision(_) | AnyRecord::InvoiceLine(_)))) => left.told_fields(),
            _ => self.fields(self.after.as_deref()),
        }
    }

    fn fields(&self, row: Option<&[u8]>) -> Map<String, Value> {
        row.and_then(|row| codec::fields(self.kind, row).ok()).unwrap_or_default()
    }

    fn record(&self, row: Option<&[u8]>, schema: u32) -> Result<Option<AnyRecord>, StoreError> {
        let Some(row) = row else { return Ok(None) };
        let row = migrate::upcast(self.kind, row, schema);
        codec::decode_any(self.kind, self.number, &row).map(Some)
    }

    /// The row before in today's shape.
    pub(super) fn before_row(&self) -> Option<Vec<u8>> {
        let row = self.before.as_deref()?;
        Some(migrate::upcast(self.kind, row, self.schemas.0).into_owned())
    }

    /// What the commitment should be.
    pub(super) fn expected_commitment(&self) -> Hash {
        commitment(&self.salt, self.kind, self.number, self.before.as_deref(), self.after.as_deref())
    }
}

/// A change of one record together with its entry's particulars.
#[derive(Clone, Debug, PartialEq)]
pub struct Past {
    /// The entry's revision.
    pub revision: u64,
    /// When.
    pub at: DateTime<Utc>,
    /// Who (login).
    pub user: String,
    /// What it was.
    pub deed: Deed,
    /// The revision that it took back.
    pub undoes: Option<u64>,
    /// What it did to the record.
    pub change: Change,
}

/// An entry without its changes, as stored.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Head {
    pub at: i64,
    pub user: String,
    pub deed: Deed,
    pub undoes: Option<u64>,
    /// The store's schema after the operation.
    pub schema: u32,
    pub changes: u32,
    pub previous_hash: Blob,
    pub hash: Blob,
    /// Most entries have none, and the earliest programs knew none.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reason: String,
}

impl Head {
    pub(super) fn instant(&self) -> DateTime<Utc> {
        DateTime::from_timestamp_millis(self.at).unwrap_or_default()
    }

    /// What the entry's hash should be.
    pub(super) fn expected_hash(&self, revision: u64, commitments: &[Hash]) -> Hash {
        let mut hasher = blake3::Hasher::new_derive_key("atbalsts journal entry 1");
        hasher.update(&self.previous_hash.0);
        hasher.update(&revision.to_be_bytes());
        hasher.update(&self.at.to_be_bytes());
        hasher.update(&self.schema.to_be_bytes());
        hasher.update(&self.undoes.unwrap_or(0).to_be_bytes());
        text(&mut hasher, self.user.as_bytes());
        text(&mut hasher, self.deed.name().as_bytes());
        hasher.update(&(commitments.len() as u64).to_be_bytes());
        for commitment in commitments {
            hasher.update(commitment);
        }
        if !self.reason.is_empty() {
            text(&mut hasher, self.reason.as_bytes());
        }
        hasher.finalize().into()
    }

    /// The schemas of its changes' rows: a migration's earlier rows are of the schema before.
    fn schemas(&self) -> (u32, u32) {
        let before = if self.deed == Deed::Migrate { self.schema.saturating_sub(1) } else { self.schema };
        (before, self.schema)
    }
}

/// A change as stored.
#[derive(Serialize, Deserialize)]
struct StoredChange {
    kind: u8,
    number: u64,
    before: Option<Blob>,
    after: Option<Blob>,
    salt: Blob,
    commitment: Blob,
}

impl StoredChange {
    fn forget(&mut self) {
        (self.before, self.after, self.salt) = (None, None, Blob::default());
    }
}

fn text(hasher: &mut blake3::Hasher, bytes: &[u8]) {
    hasher.update(&(bytes.len() as u64).to_be_bytes());
    hasher.update(bytes);
}

fn commitment(salt: &[u8], kind: Kind, number: u64, before: Option<&[u8]>, after: Option<&[u8]>) -> Hash {
    let mut hasher = blake3::Hasher::new_derive_key("atbalsts journal change 1");
    text(&mut hasher, salt);
    hasher.update(&[kind as u8]);
    hasher.update(&number.to_be_bytes());
    for row in [before, after] {
        hasher.update(&[u8::from(row.is_some())]);
        text(&mut hasher, row.unwrap_or_default());
    }
    hasher.finalize().into()
}

/// A record's row before and after an operation.
pub(super) struct RowChange {
    pub kind: Kind,
    pub number: u64,
    pub before: Option<Vec<u8>>,
    pub after: Option<Vec<u8>>,
    /// What is in the rows, once somebody asked.
    records: OnceLock<[Option<AnyRecord>; 2]>,
}

impl RowChange {
    pub fn new((kind, number): (Kind, u64), before: Option<Vec<u8>>, after: Option<Vec<u8>>) -> Self {
        Self { kind, number, before, after, records: OnceLock::new() }
    }

    /// The record before and after; read once, however many look at it.
    pub fn records(&self) -> Result<(Option<&AnyRecord>, Option<&AnyRecord>), StoreError> {
        let [before, after] = match self.records.get() {
            Some(known) => known,
            None => {
                let read = |row: &Option<Vec<u8>>| {
                    row.as_deref().map(|row| codec::decode_any(self.kind, self.number, row)).transpose()
                };
                let records = [read(&self.before)?, read(&self.after)?];
                self.records.get_or_init(|| records)
            }
        };
        Ok((before.as_ref(), after.as_ref()))
    }
}

/// What an entry says besides its changes.
pub(super) struct Title<'a> {
    pub at: DateTime<Utc>,
    pub user: &'a str,
    pub deed: Deed,
    pub undoes: Option<u64>,
    pub reason: &'a str,
    pub schema: u32,
}

/// Appends an entry and moves the store to its revision.
pub(super) fn append(source: Source, revision: u64, title: &Title, changes: Vec<RowChange>) -> Result<(), StoreError> {
    let mut seed = [0; 32];
    getrandom::fill(&mut seed).map_err(|error| StoreError::Io { detail: error.to_string() })?;
    let mut commitments = Vec::with_capacity(changes.len());
    let mut stored_changes = source.open(CHANGES)?;
    let mut history = source.open(HISTORY)?;
    for (place, change) in (0..).zip(changes) {
        let RowChange { kind, number, before, after, .. } = change;
        // Salts come from a seed that nobody keeps: each can be erased for itself.
        let salt = blake3::keyed_hash(&seed, &u32::to_be_bytes(place)).as_bytes()[..SALT_BYTES].to_vec();
        let commitment = commitment(&salt, kind, number, before.as_deref(), after.as_deref());
        commitments.push(commitment);
        let mut stored = StoredChange {
            kind: kind as u8,
            number,
            before: before.map(Blob),
            after: after.map(Blob),
            salt: Blob(salt),
            commitment: Blob(commitment.to_vec()),
        };
        if title.deed == Deed::Erase && stored.after.is_none() {
            stored.forget();
        }
        stored_changes.insert(&key::change(revision, place), &codec::encode(&stored)?)?;
        history.insert(&key::history(kind, number, revision, place), &[])?;
    }
    let mut meta = source.open(META)?;
    let mut head = Head {
        at: title.at.timestamp_millis(),
        user: title.user.to_owned(),
        deed: title.deed,
        undoes: title.undoes,
        schema: title.schema,
        changes: commitments.len() as u32,
        previous_hash: Blob(meta::head(&meta)?.to_vec()),
        hash: Blob::default(),
        reason: title.reason.to_owned(),
    };
    let hash = head.expected_hash(revision, &commitments);
    head.hash = Blob(hash.to_vec());
    source.open(JOURNAL)?.insert(&key::number(revision), &codec::encode(&head)?)?;
    meta::set_number(&mut meta, meta::REVISION, revision)?;
    meta.insert(meta::HEAD.as_bytes(), &hash)
}

/// Takes the bytes and the salt out of a change, for ever: nobody can tell any more what they were, and the chain
/// still verifies.
pub(super) fn erase(source: Source, revision: u64, place: u32) -> Result<(), StoreError> {
    let mut view = source.open(CHANGES)?;
    let key = key::change(revision, place);
    let stored = view.get(&key)?.and_then(|bytes| codec::decode::<StoredChange>(bytes.value()).ok());
    let mut stored = stored.ok_or(StoreError::NoSuchRevision(revision))?;
    stored.forget();
    view.insert(&key, &codec::encode(&stored)?)
}

/// Reads the head of an entry from its stored bytes.
pub(super) fn decode_head(revision: u64, bytes: &[u8]) -> Result<Head, StoreError> {
    codec::decode(bytes).map_err(|detail| StoreError::Damaged { detail: format!("journal entry {revision}: {detail}") })
}

/// Reads a change from its stored bytes.
pub(super) fn decode_change(revision: u64, head: &Head, bytes: &[u8]) -> Result<Change, StoreError> {
    let damaged = |detail: String| StoreError::Damaged { detail: format!("journal entry {revision}: {detail}") };
    let stored: StoredChange = codec::decode(bytes).map_err(damaged)?;
    Ok(Change {
        kind: Kind::by_number(stored.kind).ok_or_else(|| damaged(format!("kind {}", stored.kind)))?,
        number: stored.number,
        before: stored.before.map(|blob| blob.0),
        after: stored.after.map(|blob| blob.0),
        salt: stored.salt.0,
        commitment: hash(&stored.commitment).ok_or_else(|| damaged("commitment".to_owned()))?,
        schemas: head.schemas(),
    })
}

/// Whether what these bytes of a change said was erased.
pub(super) fn is_erased(bytes: &[u8]) -> bool {
    codec::decode::<StoredChange>(bytes).is_ok_and(|stored| stored.salt.0.is_empty())
}

/// Whether these bytes are a head as this program writes it: what the decoder overlooks, a field with a wrong name for
/// example, was not written so.
pub(super) fn is_written_so(bytes: &[u8], head: &Head) -> bool {
    codec::encode(head).is_ok_and(|written| written == bytes)
}

/// Whether a change of the entry is not as this program writes it.
pub(super) fn written_otherwise(source: Source, revision: u64) -> Result<bool, StoreError> {
    for pair in source.open(CHANGES)?.scan_prefix(&key::number(revision))? {
        let (_, bytes) = pair?;
        let change: Option<StoredChange> = codec::decode(bytes.value()).ok();
        if change.is_none_or(|change| codec::encode(&change).is_ok_and(|written| written != bytes.value())) {
            return Ok(true);
        }
    }
    Ok(false)
}

/// A stored hash, if it has the length of one.
pub(super) fn hash(blob: &Blob) -> Option<Hash> {
    blob.0.as_slice().try_into().ok()
}

/// The entry's changes, in their order.
pub(super) fn changes(source: Source, revision: u64, head: &Head) -> Result<Vec<Change>, StoreError> {
    let view = source.open(CHANGES)?;
    let scan = view.scan_prefix(&key::number(revision))?;
    scan.map(|pair| decode_change(revision, head, pair?.1.value())).collect()
}

/// The head of the entry of that revision.
pub(super) fn head(source: Source, revision: u64) -> Result<Option<Head>, StoreError> {
    let view = source.open(JOURNAL)?;
    let bytes = view.get(&key::number(revision))?;
    bytes.map(|bytes| decode_head(revision, bytes.value())).transpose()
}

/// The whole entry.
pub(super) fn entry(source: Source, revision: u64, head: Head) -> Result<Entry, StoreError> {
    let changes = changes(source, revision, &head)?;
    Ok(Entry {
        revision,
        at: head.instant(),
        deed: head.deed,
        undoes: head.undoes,
        changes,
        previous_hash: hash(&head.previous_hash).unwrap_or_default(),
        hash: hash(&head.hash).unwrap_or_default(),
        user: head.user,
        reason: head.reason,
    })
}

/// Where the journal names a record: revisions and places in them, oldest first; reads keys only.
pub(super) fn places(source: Source, kind: Kind, number: u64) -> Result<Vec<(u64, u32)>, StoreError> {
    let prefix = key::record(kind, number);
    let mut places = Vec::new();
    for pair in source.open(HISTORY)?.scan_prefix(&prefix)? {
        let (key, _) = pair?;
        places.extend(key::place_of(&key.value()[prefix.len()..]));
    }
    Ok(places)
}

/// Whether a record was erased, as the law can demand; 0 is none.
pub(super) fn was_erased(source: Source, kind: Kind, number: u64) -> Result<bool, StoreError> {
    if number == 0 || source.open(Table::of(kind))?.get(&key::number(number))?.is_some() {
        return Ok(false);
    }
    let Some(&place) = places(source, kind, number)?.last() else { return Ok(false) };
    let head = head(source, place.0)?.ok_or(StoreError::NoSuchRevision(place.0))?;
    Ok(change_at(source, &head, place)?.is_erased())
}

/// The change at a place of an entry.
pub(super) fn change_at(source: Source, head: &Head, (revision, place): (u64, u32)) -> Result<Change, StoreError> {
    let view = source.open(CHANGES)?;
    let bytes = view.get(&key::change(revision, place))?.ok_or(StoreError::NoSuchRevision(revision))?;
    decode_change(revision, head, bytes.value())
}

/// What happened to one record, oldest first.
pub(super) fn history(source: Source, kind: Kind, number: u64) -> Result<Vec<Past>, StoreError> {
    let places = places(source, kind, number)?;
    let mut past = Vec::with_capacity(places.len());
    for (revision, place) in places {
        let head = head(source, revision)?.ok_or(StoreError::NoSuchRevision(revision))?;
        let change = change_at(source, &head, (revision, place))?;
        let at = head.instant();
        past.push(Past { revision, at, user: head.user, deed: head.deed, undoes: head.undoes, change });
    }
    Ok(past)
}
