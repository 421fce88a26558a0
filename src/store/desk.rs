//! What is kept beside the journal: drafts of what users typed, and the log of who looked at what.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};

use super::{
    Reader, Store, StoreError, codec, journal, key,
    table::{DRAFTS, LOOKS, Source},
    veil,
};
use crate::domain::{Draft, DraftKey, Kind, looking};

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
    /// Why, where that had to be said.
    pub reason: String,
}

impl Store {
    /// Keeps what a user typed and has not saved; not journalled.
    pub fn save_draft(&self, user: &str, draft: &Draft) -> Result<(), StoreError> {
        self.write_desk(user, |source| save_draft(source, user, draft))
    }

    /// As [`Store::save_draft`], for several at once.
    pub fn save_drafts(&self, user: &str, drafts: &[Draft]) -> Result<(), StoreError> {
        if drafts.is_empty() {
            return Ok(());
        }
        self.write_desk(user, |source| drafts.iter().try_for_each(|draft| save_draft(source, user, draft)))
    }

    /// Throws a draft away; not journalled.
    pub fn drop_draft(&self, user: &str, draft: &DraftKey) -> Result<(), StoreError> {
        self.write_desk(user, |source| drop_draft(source, user, draft).map(drop))
    }

    /// Records that a user looked at these records: the read log, beside the journal.
    pub fn note_looks(&self, user: &str, records: &[(Kind, u64)]) -> Result<(), StoreError> {
        let now = self.now();
        let looks: Vec<_> = records.iter().map(|&(kind, number)| (now, kind, number)).collect();
        self.note_looks_at(user, &looks)
    }

    /// As [`Store::note_looks`], for looks of a while ago.
    pub fn note_looks_at(&self, user: &str, looks: &[(DateTime<Utc>, Kind, u64)]) -> Result<(), StoreError> {
        self.write_desk(user, |source| {
            let reader = Reader::new(source)?;
            let hidden = veil::hidden(self, &reader, user, self.role_by(&reader, user)?)?;
            let mut seen = BTreeSet::new();
            for &(at, kind, number) in looks {
                let (kind, number) = match kind {
                    Kind::Assessment | Kind::PlanVersion => {
                        let record = reader.any(kind, number)?;
                        record.as_ref().and_then(looking::subject).unwrap_or((kind, number))
                    }
                    _ => (kind, number),
                };
                // A veil is all that was seen.
                if !hidden.contains((kind, number)) {
                    seen.insert((at, kind, number));
                }
            }
            note_looks(source, user, &seen.into_iter().collect::<Vec<_>>())
        })
    }

    /// A write beside the journal: no entry, no new revision.
    pub(super) fn write_desk<T>(
        &self,
        user: &str,
        work: impl FnOnce(Source) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        let result = self.begin_write(user).and_then(|transaction| {
            let source = Source::Write(&transaction);
            self.role_by(&Reader::new(source)?, user)?;
            let done = work(source)?;
            transaction.commit()?;
            Ok(done)
        });
        self.settle(result)
    }
}

fn draft_key(user: &str, draft: &DraftKey) -> Vec<u8> {
    let mut key = key::drafts_of(user);
    key.extend(draft.form.bytes().filter(|&byte| byte != 0));
    key.push(0);
    key.extend(key::number(draft.about));
    key
}

/// Keeps a draft, but not of whom was erased: nothing of them comes back this way.
pub(super) fn save_draft(source: Source, user: &str, draft: &Draft) -> Result<(), StoreError> {
    if journal::was_erased(source, Kind::Family, draft.family)?
        || journal::was_erased(source, Kind::Child, draft.child)?
    {
        return Ok(());
    }
    source.open(DRAFTS)?.insert(&draft_key(user, &draft.key()), &codec::encode(draft)?)
}

/// Whether there was one.
pub(super) fn drop_draft(source: Source, user: &str, draft: &DraftKey) -> Result<bool, StoreError> {
    source.open(DRAFTS)?.remove(&draft_key(user, draft))
}

/// Keeps those of the drafts than which the user has no newer; how many.
pub(super) fn save_newer_drafts<'d>(
    source: Source,
    user: &str,
    found: impl IntoIterator<Item = &'d Draft>,
) -> Result<usize, StoreError> {
    let kept = drafts(source, user)?;
    let is_newer =
        |draft: &&Draft| kept.iter().all(|other| other.key() != draft.key() || other.saved_at <= draft.saved_at);
    let mut count = 0;
    for draft in found.into_iter().filter(is_newer) {
        save_draft(source, user, draft)?;
        count += 1;
    }
    Ok(count)
}

/// Drops the drafts of anybody for which that holds, by login; how many there were.
pub(super) fn drop_drafts(
    source: Source,
    drops: impl Fn(&str, &Draft) -> Result<bool, StoreError>,
) -> Result<usize, StoreError> {
    let mut view = source.open(DRAFTS)?;
    let mut gone = Vec::new();
    for pair in view.scan_all()? {
        let (key, bytes) = pair?;
        let user = String::from_utf8_lossy(key.value().split(|&byte| byte == 0).next().unwrap_or_default());
        // One that cannot be read can be about anybody.
        let goes = codec::decode::<Draft>(bytes.value()).map_or(Ok(true), |draft| drops(&user, &draft))?;
        if goes {
            gone.push(key.value().to_vec());
        }
    }
    for key in &gone {
        view.remove(key)?;
    }
    Ok(gone.len())
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

/// Forgets why people looked at a record; that they did remains.
pub(super) fn forget_reasons(source: Source, kind: Kind, number: u64) -> Result<(), StoreError> {
    let mut view = source.open(LOOKS)?;
    let mut given = Vec::new();
    for pair in view.scan_prefix(&key::record(kind, number))? {
        let (key, reason) = pair?;
        if !reason.value().is_empty() {
            given.push(key.value().to_vec());
        }
    }
    given.iter().try_for_each(|key| view.insert(key, &[]))
}

/// A look for which a reason was given.
pub(super) fn note_reason(
    source: Source,
    user: &str,
    (at, kind, number): (DateTime<Utc>, Kind, u64),
    reason: &str,
) -> Result<(), StoreError> {
    let mut key = key::record(kind, number);
    key.extend(at.timestamp_millis().to_be_bytes());
    key.extend(user.as_bytes());
    source.open(LOOKS)?.insert(&key, reason.as_bytes())
}

pub(super) fn looks(source: Source, prefix: &[u8]) -> Result<Vec<Look>, StoreError> {
    let view = source.open(LOOKS)?;
    let scan = view.scan_prefix(prefix)?;
    scan.map(|pair| {
        let (key, reason) = pair?;
        look(key.value(), reason.value()).ok_or_else(|| StoreError::Damaged { detail: "read log".to_owned() })
    })
    .collect()
}

fn look(key: &[u8], reason: &[u8]) -> Option<Look> {
    let (&kind, rest) = key.split_first()?;
    let (number, rest) = rest.split_first_chunk()?;
    let (at, user) = rest.split_first_chunk()?;
    Some(Look {
        at: DateTime::from_timestamp_millis(i64::from_be_bytes(*at))?,
        user: String::from_utf8(user.to_vec()).ok()?,
        kind: Kind::by_number(kind)?,
        number: u64::from_be_bytes(*number),
        reason: String::from_utf8(reason.to_vec()).ok()?,
    })
}
