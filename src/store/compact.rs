//! Writing the file anew, with nothing in it but what is there: what was removed from a database stays on its free pages
//! until something else needs them.

use std::{
    fs::{self, File, Metadata},
    os::unix::fs::{MetadataExt, fchown},
    path::{Path, PathBuf},
};

use redb::ReadableDatabase;

use super::{
    Clock, Deed, Finding, PATIENCE, Store, StoreError, access,
    backend::{Shared, note_path},
    file,
    table::{Reading, Source, Table},
};

impl Store {
    /// Writes the store's file anew and puts it in the place of the old one; what it took of the disk before and after, bytes.
    /// Nobody else may have it open, or their work would go into a file that is no more: then it is in use.
    pub fn compact(self, user: &str) -> Result<(u64, u64), StoreError> {
        access::demand(self.role(user)?, Deed::Restore)?;
        let path = self.path.clone();
        let clock = self.clock;
        drop(self);
        let new = beside(&path);
        let compacted = write_anew(&path, &new, clock);
        if compacted.is_err() {
            let _ = fs::remove_file(&new);
        }
        compacted
    }
}

/// `STORE.new`, in the same directory: only so it can take the old one's place at once.
fn beside(path: &Path) -> PathBuf {
    let mut new = path.as_os_str().to_owned();
    new.push(".new");
    new.into()
}

fn write_anew(path: &Path, new: &Path, clock: Clock) -> Result<(u64, u64), StoreError> {
    // Left by an attempt that was cut short; the lock on the old file says that nobody else is at it.
    let alone = file::open_alone(path)?;
    if new.symlink_metadata().is_ok() {
        fs::remove_file(new)?;
    }
    let old = path.metadata()?;
    let reading: Reading = alone.begin_read()?.into();
    let source = Source::Read(&reading);
    let shared = Shared::new(new, PATIENCE);
    let database = file::create(new, &shared)?;
    let writing = database.begin_write()?;
    for table in Table::all() {
        let mut copy = Source::Write(&writing).open(table)?;
        for pair in source.open(table)?.scan_all()? {
            let (key, value) = pair?;
            copy.insert(key.value(), value.value())?;
        }
    }
    writing.commit()?;
    drop(database);
    let report = Store::open(new, clock)?.check(&[])?;
    if let Some(finding) = report.findings.first() {
        return Err(StoreError::Damaged { detail: finding_name(finding) });
    }
    let file = File::open(new)?;
    // As open to the group as the old one was, and to nobody else at any moment.
    fchown(&file, (old.uid() != file.metadata()?.uid()).then_some(old.uid()), Some(old.gid()))?;
    file.set_permissions(old.permissions())?;
    file.sync_all()?;
    fs::rename(new, path)?;
    file::sync_directory(path)?;
    let taken = (taken(&old), taken(&path.metadata()?));
    drop(reading);
    drop(alone);
    let _ = fs::remove_file(note_path(new));
    Ok(taken)
}

/// The file's blocks: its length is reserved in advance, and most of a small one is a hole.
fn taken(file: &Metadata) -> u64 {
    file.blocks() * 512
}

fn finding_name(finding: &Finding) -> String {
    format!("{finding:?}")
}
