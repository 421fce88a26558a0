//! Opening the file: the one place that does, always for many writers, and never before looking.

use std::{
    fs::{DirBuilder, File, OpenOptions, Permissions},
    io,
    os::unix::fs::{DirBuilderExt, MetadataExt, OpenOptionsExt, PermissionsExt},
    panic::{AssertUnwindSafe, catch_unwind},
    path::{Path, PathBuf},
    sync::Arc,
};

use redb::{
    Builder, ConcurrencyMode, Database, DatabaseError, ReadableDatabase,
    backends::{FileBackend, InMemoryBackend},
};
use rustix::{fs::OFlags, io::Errno};

use super::{
    StoreError, access,
    backend::{Backend, Shared},
    meta,
    table::{META, Source},
};

/// The cache of one process, of which a server has many: the library's own default is a gigabyte. What is not in it the
/// operating system has, for all processes together.
const CACHE_BYTES: usize = 256 << 10;
/// How every file of the database library begins.
const MAGIC: &[u8] = b"redb\x1A\x0A\xA9\x0D\x0A";

/// How this program opens every store: one open in another mode would lock everybody out.
fn builder() -> Builder {
    let mut builder = Builder::new();
    builder.set_cache_size(CACHE_BYTES).set_concurrency_mode(ConcurrencyMode::MultiWriter);
    builder
}

/// A new, empty database file that only its owner may read, in a directory that is made if need be. A directory that
/// hands its group on to what is made in it, and is nobody else's, makes the file the group's too.
pub(super) fn create(path: &Path, shared: &Arc<Shared>) -> Result<Database, StoreError> {
    if let Some(parent) = path.parent().filter(|parent| !parent.as_os_str().is_empty()) {
        DirBuilder::new()
            .recursive(true)
            .mode(0o700)
            .create(parent)
            .map_err(|error| StoreError::from(error).at(parent))?;
    }
    let file = new_file(path)?;
    let shared_out = if is_of_group(path) { file.set_permissions(Permissions::from_mode(0o660)) } else { Ok(()) };
    let database = shared_out
        .and_then(|()| Backend::new(file, shared.clone()))
        .map_err(StoreError::from)
        .and_then(|backend| Ok(builder().create_with_backend(backend)?));
    database.map_err(|error| {
        // What is half made would be in the way of the next attempt.
        let _ = std::fs::remove_file(path);
        error.at(path)
    })
}

/// Whether the directory of that file is one for a group to work in: `chmod 2770`.
fn is_of_group(path: &Path) -> bool {
    directory_of(path).metadata().is_ok_and(|found| found.mode() & 0o2077 == 0o2070)
}

/// A new file that only its owner may read, from the first byte.
pub(super) fn new_file(path: &Path) -> Result<File, StoreError> {
    OpenOptions::new().read(true).write(true).create_new(true).mode(0o600).open(path).map_err(|error| {
        match error.kind() {
            io::ErrorKind::AlreadyExists => StoreError::Exists(path.to_owned()),
            _ => StoreError::from(error).at(path),
        }
    })
}

/// Where a file is made that must not be taken for a whole one before it is.
pub(super) fn partial(destination: &Path) -> PathBuf {
    let mut partial = destination.as_os_str().to_owned();
    partial.push(format!(".part-{}", std::process::id()));
    partial.into()
}

/// Gives a whole file its name. A hard link, unlike a rename, never replaces what somebody else has put there meanwhile.
pub(super) fn publish(partial: &Path, destination: &Path) -> Result<(), StoreError> {
    std::fs::hard_link(partial, destination).map_err(|error| match error.kind() {
        io::ErrorKind::AlreadyExists => StoreError::Exists(destination.to_owned()),
        _ => StoreError::from(error),
    })?;
    sync_directory(destination)
}

/// Makes sure that the name of the file outlives a failing machine.
pub(super) fn sync_directory(file: &Path) -> Result<(), StoreError> {
    Ok(File::open(directory_of(file))?.sync_all()?)
}

fn directory_of(file: &Path) -> &Path {
    file.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// A database that is nowhere but in memory, where nobody else could write to it.
pub(super) fn in_memory() -> Result<Database, StoreError> {
    Ok(Builder::new().set_cache_size(CACHE_BYTES).create_with_backend(InMemoryBackend::new())?)
}

/// Opens a store's file for reading and writing. If it is no store that this program can use, the file stays untouched.
pub(super) fn open(path: &Path, shared: &Arc<Shared>) -> Result<Database, StoreError> {
    let look = || -> Result<Database, StoreError> {
        inspect(path, shared)?;
        loop {
            let file = existing(path, OpenOptions::new().read(true).write(true))?;
            let opened = file.metadata()?;
            let database = builder().create_with_backend(Backend::new(file, shared.clone())?)?;
            // While it was waited for, the file may have been written anew: this one would be nobody's any more.
            let there = path.metadata()?;
            if (there.dev(), there.ino()) == (opened.dev(), opened.ino()) {
                return Ok(database);
            }
        }
    };
    let database = guard(look).map_err(|error| error.at(path))?;
    shared.allow_notes();
    Ok(database)
}

/// Opens a store for this process alone; in use, if anybody else has it open.
pub(super) fn open_alone(path: &Path) -> Result<Database, StoreError> {
    let open = || -> Result<Database, StoreError> {
        let mut alone = Builder::new();
        alone.set_cache_size(CACHE_BYTES).set_concurrency_mode(ConcurrencyMode::SingleWriter);
        let file = existing(path, OpenOptions::new().read(true).write(true))?;
        Ok(alone.create_with_backend(FileBackend::new(file)?)?)
    };
    guard(open).map_err(|error| error.at(path))
}

/// Opens a file that is there, is no link, and is ours to use.
fn existing(path: &Path, options: &mut OpenOptions) -> Result<File, StoreError> {
    // Whatever else has the name, a pipe for example, is not waited for.
    let flags = OFlags::NOFOLLOW | OFlags::NONBLOCK;
    let file = options.custom_flags(flags.bits() as i32).open(path).map_err(|error| match error.raw_os_error() {
        Some(code) if code == Errno::LOOP.raw_os_error() => StoreError::Linked(path.to_owned()),
        _ => error.into(),
    })?;
    if access::is_shared_with_us(&file.metadata()?) { Ok(file) } else { Err(StoreError::Foreign(path.to_owned())) }
}

/// Whether the file is a store with a schema that this program knows, without writing to it.
fn inspect(path: &Path, shared: &Arc<Shared>) -> Result<(), StoreError> {
    let file = existing(path, OpenOptions::new().read(true))?;
    if !file.metadata()?.is_file() {
        return Err(StoreError::NotAStore(path.to_owned()));
    }
    let mut magic = [0; MAGIC.len()];
    match io::Read::read_exact(&mut &file, &mut magic) {
        Ok(()) if magic == MAGIC => {}
        Err(error) if error.kind() != io::ErrorKind::UnexpectedEof => return Err(error.into()),
        _ => return Err(StoreError::NotAStore(path.to_owned())),
    }
    let check_meta = |transaction: redb::ReadTransaction| {
        let reading = transaction.into();
        let view = Source::Read(&reading).open(META)?;
        let schema = meta::number(&view, meta::SCHEMA)?.ok_or_else(|| StoreError::NotAStore(path.to_owned()))?;
        meta::refuse_newer(schema).map(drop)
    };
    match builder().open_read_only_with_backend(Backend::new(file, shared.clone())?) {
        Ok(database) => check_meta(database.begin_read()?),
        // The last process died: repair a shadow of the file, to see whether it can be repaired.
        Err(DatabaseError::RepairAborted) => check_meta(open_shadow(path, shared)?.begin_read()?),
        Err(error) => Err(error.into()),
    }
}

/// Verifies every page of the file and opens a shadow of it that keeps its writes to itself.
/// Other processes can read meanwhile, and write again as soon as it returns.
pub(super) fn open_shadow(path: &Path, shared: &Arc<Shared>) -> Result<Database, StoreError> {
    let verify = || -> Result<Database, StoreError> {
        let file = existing(path, OpenOptions::new().read(true).write(true))?;
        let backend = Backend::shadow(file, shared.clone())?;
        Ok(builder().set_check_integrity_on_open(true).create_with_backend(backend)?)
    };
    guard(verify).map_err(|error| error.at(path))
}

/// The library may panic over a file that something else altered; that is a damaged file, not a fault of ours.
fn guard<T>(work: impl FnOnce() -> Result<T, StoreError>) -> Result<T, StoreError> {
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|panic| {
        let detail = panic.downcast_ref::<String>().cloned();
        let detail = detail.or_else(|| panic.downcast_ref::<&str>().map(|&text| text.to_owned()));
        Err(StoreError::Damaged { detail: detail.unwrap_or_default() })
    })
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;

    use super::*;
    use crate::{
        domain::{Deed, Draft, Programme},
        store::{Clock, SCHEMA, Store},
    };

    fn clock() -> Clock {
        Clock::Fixed(DateTime::UNIX_EPOCH)
    }

    fn programme() -> Programme {
        Programme { municipality: "Ķekavas novads".into(), name: "IBM".into(), ..Programme::default() }
    }

    fn is_newer<T>(result: Result<T, StoreError>) -> bool {
        matches!(result, Err(StoreError::NewerSchema { found, known: SCHEMA }) if found == SCHEMA + 1)
    }

    #[test]
    fn a_store_of_a_newer_program_is_left_alone() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("lietas.redb");
        drop(Store::create_with_schema(&path, clock(), SCHEMA + 1).unwrap());
        std::fs::remove_file(directory.path().join("lietas.redb.writer")).unwrap();
        let before = std::fs::read(&path).unwrap();
        assert!(is_newer(Store::open(&path, clock())));
        assert!(std::fs::read(&path).unwrap() == before);
        assert_eq!(directory.path().read_dir().unwrap().count(), 1);
    }

    #[test]
    fn an_old_program_that_is_still_open_stops_once_the_store_is_upgraded() {
        let directory = tempfile::tempdir().unwrap();
        let old = Store::create(&directory.path().join("lietas.redb"), clock()).unwrap();
        let newer = Store::open(old.path(), clock()).unwrap();
        let upgrade = newer.begin_write("").unwrap();
        meta::set_number(&mut Source::Write(&upgrade).open(META).unwrap(), meta::SCHEMA, u64::from(SCHEMA) + 1)
            .unwrap();
        upgrade.commit().unwrap();
        assert!(is_newer(old.write("anna", Deed::AddProgramme, |tx| tx.put(programme()))));
        assert!(is_newer(old.save_draft("anna", &Draft::default())));
        assert!(is_newer(old.read(|reader| reader.all::<Programme>())));
        assert!(is_newer(old.revision()), "the poll tells it within half a second");
    }

    #[test]
    fn a_database_of_another_program_is_no_store() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("cits.redb");
        drop(builder().create(&path).unwrap());
        let before = std::fs::read(&path).unwrap();
        assert!(matches!(Store::open(&path, clock()), Err(StoreError::NotAStore(_))));
        assert!(std::fs::read(&path).unwrap() == before);
    }

    #[test]
    fn a_store_that_another_program_holds_for_itself_is_in_use() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("lietas.redb");
        drop(Store::create(&path, clock()).unwrap());
        for mode in [ConcurrencyMode::SingleWriter, ConcurrencyMode::ExclusiveWriter] {
            let alone = Builder::new().set_concurrency_mode(mode).open(&path).unwrap();
            assert!(matches!(Store::open(&path, clock()), Err(StoreError::InUse(_))));
            drop(alone);
        }
        Store::open(&path, clock()).unwrap();
    }
}
