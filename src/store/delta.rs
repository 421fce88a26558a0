//! Catching a copy up: the entries of the journal after a revision are all that it lacks. They are applied one by one,
//! each held against the chain and against what the copy has.

use std::{collections::BTreeMap, io::Write, path::Path};

use super::{
    StoreError, Tx,
    apply::Writing,
    archive::{self, Extent, Packer},
    codec,
    journal::{self, Hash, Head},
    key, meta,
    table::{CHANGES, DRAFTS, HISTORY, JOURNAL, LOOKS, META, Scan, Source, Table, View},
};
use crate::domain::Deed;

/// Whose pairs say where the delta begins.
const BEGINNING: &str = "beginning";
/// A look may be noted so long after it happened that a copy made meanwhile lacks it, milliseconds.
const LATE_LOOKS: i64 = 24 * 60 * 60 * 1000;

/// What was added after a revision, before it is packed.
pub(super) struct Added<'t> {
    source: Source<'t>,
    since: u64,
    /// The last revision.
    until: u64,
    /// The chain's hash at the beginning, and when that was.
    hash: Hash,
    at: i64,
}

impl<'t> Added<'t> {
    /// Looks through all of it first: what no copy can be brought over is refused before anything is packed.
    pub(super) fn since(source: Source<'t>, since: u64) -> Result<Self, StoreError> {
        let until = meta::number(&source.open(META)?, meta::REVISION)?.unwrap_or(0);
        let (hash, at) = match journal::head(source, since)? {
            Some(head) => (journal::hash(&head.hash).unwrap_or_default(), head.at),
            None if since == 0 => (Hash::default(), 0),
            None => return Err(StoreError::NoSuchRevision(since)),
        };
        let added = Self { source, since, until, hash, at };
        let schema = meta::number(&source.open(META)?, meta::SCHEMA)?;
        for pair in added.pairs(&source.open(JOURNAL)?)? {
            let (key, value) = pair?;
            let head = journal::decode_head(key::last_number(key.value()), value.value())?;
            // A copy upgrades itself when it is opened: its entry of that is another.
            if head.deed == Deed::Migrate || Some(u64::from(head.schema)) != schema {
                return Err(StoreError::SpansUpgrade);
            }
        }
        for pair in added.pairs(&source.open(CHANGES)?)? {
            // What was erased since cannot be told any more: only a whole backup has what came of it.
            if journal::is_erased(pair?.1.value()) {
                return Err(StoreError::SpansErasure);
            }
        }
        Ok(added)
    }

    /// The pairs of a table whose keys begin with these revisions.
    fn pairs<'v>(&self, view: &'v View) -> Result<Scan<'v>, StoreError> {
        view.scan_span(&key::number(self.since.saturating_add(1)), &key::number(self.until))
    }

    /// Packs it.
    pub(super) fn pack<W: Write>(&self, packer: &mut Packer<W>) -> Result<(), StoreError> {
        packer.table(BEGINNING)?;
        packer.pair(meta::REVISION.as_bytes(), &self.since.to_be_bytes())?;
        packer.pair(meta::HEAD.as_bytes(), &self.hash)?;
        for table in [JOURNAL, CHANGES] {
            packer.table(table.0)?;
            for pair in self.pairs(&self.source.open(table)?)? {
                let (key, value) = pair?;
                packer.pair(key.value(), value.value())?;
            }
        }
        for table in [META, DRAFTS] {
            packer.table(table.0)?;
            for pair in self.source.open(table)?.scan_all()? {
                let (key, value) = pair?;
                packer.pair(key.value(), value.value())?;
            }
        }
        packer.table(LOOKS.0)?;
        for pair in self.source.open(LOOKS)?.scan_all()? {
            let (key, value) = pair?;
            let instant =
                key.value().get(9..).and_then(|rest| rest.first_chunk()).map(|bytes| i64::from_be_bytes(*bytes));
            if instant.is_some_and(|instant| instant >= self.at.saturating_sub(LATE_LOOKS)) {
                packer.pair(key.value(), value.value())?;
            }
        }
        Ok(())
    }
}

type Pairs = BTreeMap<Vec<u8>, Vec<u8>>;

/// A delta as read from its file.
pub(super) struct Delta {
    tables: BTreeMap<String, Pairs>,
}

impl Delta {
    /// Reads it to its end; its hash fits.
    pub(super) fn read(path: &Path) -> Result<Self, StoreError> {
        let mut tables: BTreeMap<String, Pairs> = BTreeMap::new();
        archive::scan(path, Extent::Delta, |table, key, value| {
            tables.entry(table.to_owned()).or_default().insert(key.to_vec(), value.to_vec());
            Ok(())
        })?;
        Ok(Self { tables })
    }

    fn table(&self, name: &str) -> impl Iterator<Item = (&Vec<u8>, &Vec<u8>)> {
        self.tables.get(name).into_iter().flatten()
    }

    fn number(&self, table: &str, name: &str) -> Result<u64, StoreError> {
        let value = self.tables.get(table).and_then(|pairs| pairs.get(name.as_bytes()));
        value.and_then(|value| Some(u64::from_be_bytes(value.as_slice().try_into().ok()?))).ok_or_else(|| bad(name))
    }

    /// The revision that it continues, and the one to which it leads.
    pub(super) fn span(&self) -> Result<(u64, u64), StoreError> {
        Ok((self.number(BEGINNING, meta::REVISION)?, self.number(META.0, meta::REVISION)?))
    }

    /// The entries with their changes' bytes, each continuing the one before: the hash that each leads to.
    fn entries(&self) -> Result<Vec<(u64, Head, Hash)>, StoreError> {
        let (from, to) = self.span()?;
        let beginning = self.tables.get(BEGINNING).and_then(|pairs| pairs.get(meta::HEAD.as_bytes()));
        let mut hash: Hash = beginning.and_then(|hash| hash.as_slice().try_into().ok()).ok_or_else(|| bad("head"))?;
        let mut entries = Vec::new();
        for (expected, (key, bytes)) in (from + 1..).zip(self.table(JOURNAL.0)) {
            let revision = key::last_number(key);
            let head = journal::decode_head(revision, bytes)?;
            let mut commitments = Vec::new();
            for (_, change) in self.changes(revision) {
                let change = journal::decode_change(revision, &head, change)?;
                if !change.is_erased() && change.expected_commitment() != change.commitment {
                    return Err(bad("commitment"));
                }
                commitments.push(change.commitment);
            }
            let continues = revision == expected && journal::hash(&head.previous_hash) == Some(hash);
            let whole = journal::hash(&head.hash) == Some(head.expected_hash(revision, &commitments));
            if !continues || !whole || commitments.len() != head.changes as usize {
                return Err(bad("chain"));
            }
            hash = journal::hash(&head.hash).ok_or_else(|| bad("chain"))?;
            entries.push((revision, head, hash));
        }
        if entries.last().map_or(from, |(revision, ..)| *revision) != to {
            return Err(bad("revision"));
        }
        Ok(entries)
    }

    fn changes(&self, revision: u64) -> impl Iterator<Item = (&Vec<u8>, &Vec<u8>)> {
        let (from, to) = (key::number(revision).to_vec(), key::number(revision + 1).to_vec());
        self.tables.get(CHANGES.0).into_iter().flat_map(move |pairs| pairs.range(from.clone()..to.clone()))
    }

    /// How many entries it has, if they are whole, form a chain, and nothing of them was erased: else no copy can be
    /// brought over them.
    pub(super) fn verify(&self) -> Result<u64, StoreError> {
        if self.table(CHANGES.0).any(|(_, bytes)| journal::is_erased(bytes)) {
            return Err(StoreError::SpansErasure);
        }
        Ok(self.entries()?.len() as u64)
    }

    /// Brings a copy up to date. What it has of these entries already is passed over, if it is the same.
    pub(super) fn apply(&self, tx: &mut Tx) -> Result<(), StoreError> {
        let (from, to) = self.span()?;
        let has = tx.revision();
        let follows = StoreError::DoesNotFollow { has, from, to };
        if from > has || to < has {
            return Err(follows);
        }
        let entries = self.entries()?;
        let here = meta::head(&tx.source.open(META)?)?;
        let same = match entries.iter().find(|(revision, ..)| *revision == has) {
            Some((_, _, hash)) => *hash == here,
            None => self.tables[BEGINNING].get(meta::HEAD.as_bytes()).is_some_and(|hash| *hash == here),
        };
        if !same {
            return Err(follows);
        }
        for (revision, head, _) in entries.into_iter().filter(|(revision, ..)| *revision > has) {
            if head.schema != tx.schema() {
                return Err(StoreError::SpansUpgrade);
            }
            self.apply_entry(tx, revision, &head)?;
        }
        self.replace(tx, META)?;
        self.replace(tx, DRAFTS)?;
        let mut looks = tx.source.open(LOOKS)?;
        self.table(LOOKS.0).try_for_each(|(key, value)| looks.insert(key, value))
    }

    fn apply_entry(&self, tx: &mut Tx, revision: u64, head: &Head) -> Result<(), StoreError> {
        for (place, (key, bytes)) in (0..).zip(self.changes(revision)) {
            let change = journal::decode_change(revision, head, bytes)?;
            let (kind, number) = (change.kind, change.number);
            if change.is_erased() {
                return Err(StoreError::SpansErasure);
            }
            if tx.row(kind, number)? != change.before {
                return Err(bad("before"));
            }
            let after = match change.after {
                Some(row) => Some((codec::decode_any(kind, number, &row)?, row)),
                None => None,
            };
            tx.write_row(kind, number, after)?;
            tx.source.open(CHANGES)?.insert(key, bytes)?;
            tx.source.open(HISTORY)?.insert(&key::history(kind, number, revision, place), &[])?;
        }
        let key = key::number(revision);
        let bytes =
            self.tables.get(JOURNAL.0).and_then(|pairs| pairs.get(key.as_slice())).ok_or_else(|| bad("entry"))?;
        tx.source.open(JOURNAL)?.insert(&key, bytes)
    }

    /// Sets a table to what the delta has of it.
    fn replace(&self, tx: &Tx, table: Table) -> Result<(), StoreError> {
        let mut view = tx.source.open(table)?;
        let old: Result<Vec<_>, StoreError> = view.scan_all()?.map(|pair| Ok(pair?.0.value().to_vec())).collect();
        for key in old? {
            view.remove(&key)?;
        }
        self.table(table.0).try_for_each(|(key, value)| view.insert(key, value))
    }
}

/// The path is added where it is known.
fn bad(detail: &str) -> StoreError {
    StoreError::BadBackup { path: Default::default(), detail: detail.to_owned() }
}
