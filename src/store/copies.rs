//! Copies of a store: backups out, stores from backups, copies that are brought up to date.

use std::{io::Write, path::Path};

use super::{
    Audit, Clock, Extent, PATIENCE, Report, SCHEMA, Store, StoreError, Tx, access, backend::Shared, backup, check,
    delta, extent, file, table::Source,
};
use crate::domain::Deed;

impl Store {
    /// Writes the present state into a new file at `destination`, compressed, for its owner only, and reads it back.
    /// `since`: only what was added after that revision. Others keep working meanwhile. For administrators: nothing in
    /// it is behind a veil.
    pub fn backup(&self, since: Option<u64>, destination: &Path) -> Result<(), StoreError> {
        self.read(|reader| {
            reader.demand(|role| role.may(Deed::Restore))?;
            backup::write(reader.source, since, destination)
        })
    }

    /// As [`Store::backup`], into a pipe: whoever reads it can tell that it is whole, but nobody here reads it back.
    pub fn backup_to(&self, since: Option<u64>, out: &mut dyn Write) -> Result<(), StoreError> {
        self.read(|reader| {
            reader.demand(|role| role.may(Deed::Restore))?;
            Ok(backup::pour(reader.source, since, out)?.1.flush()?)
        })
    }

    /// Brings this store, a copy, up to date with what was packed since a revision; all of it or nothing. Its revision
    /// afterwards.
    pub fn catch_up(&self, user: &str, delta: &Path) -> Result<u64, StoreError> {
        let packed = delta::Delta::read(delta)?;
        let result = self.begin_write(user).and_then(|transaction| {
            let mut tx = Tx::new(Source::Write(&transaction))?;
            access::demand(self.role_by(&tx, user)?, Deed::Restore)?;
            packed.apply(&mut tx).map_err(|error| error.at(delta))?;
            drop(tx);
            transaction.commit()?;
            Ok(packed.span()?.1)
        });
        self.settle(result)
    }
}

/// Makes a new store at `destination` from a backup, once that has proved to be whole, and checks it.
pub fn restore(backup: &Path, destination: &Path) -> Result<Report, StoreError> {
    backup::verify(backup)?;
    drop(Store::create_filled(destination, Clock::System, |source| backup::fill(source, backup))?);
    // Opening upgrades it, should the backup be of an earlier schema.
    let report = Store::open(destination, Clock::System).and_then(|restored| restored.check(&[]));
    report.inspect_err(|_| drop(std::fs::remove_file(destination)))
}

/// Checks a backup without making a store of it: that it is whole, and everything that [`Store::check`] looks at but the
/// pages. Of what was packed since a revision, the chain is checked. It is unpacked in memory: nothing personal is left.
pub fn check_backup(backup: &Path, audits: &[Audit]) -> Result<Report, StoreError> {
    if extent(backup)? == Extent::Delta {
        let entries = delta::Delta::read(backup).and_then(|delta| delta.verify());
        return Ok(Report { entries: entries.map_err(|error| error.at(backup))?, ..Report::default() });
    }
    backup::verify(backup)?;
    let shared = Shared::new(backup, PATIENCE);
    let store = Store { founds: true, ..Store::new(backup, Clock::System, shared, file::in_memory()?) };
    let transaction = store.begin_write("")?;
    backup::fill(Source::Write(&transaction), backup)?;
    transaction.commit()?;
    while store.read(|reader| Ok(reader.schema()))? < SCHEMA {
        store.upgrade()?;
    }
    store.read(|reader| check::check(reader, audits))
}
