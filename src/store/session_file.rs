//! Files that a session keeps beside the store for as long as it lives. Each is locked by the process that made it:
//! the system lets go of the lock when that process ends, however it ends, and so everybody can tell who is gone.

use std::{
    fs::{self, File, OpenOptions, Permissions, TryLockError},
    io,
    os::unix::fs::{MetadataExt, OpenOptionsExt, PermissionsExt},
    path::{Path, PathBuf},
    sync::atomic::{AtomicU64, Ordering},
};

use rustix::fs::OFlags;

/// A file of this session; gone when dropped, unless it is to stay.
#[derive(Debug)]
pub(super) struct SessionFile {
    pub file: File,
    /// It outlives the session, as the file of somebody who is gone.
    pub stays: bool,
    path: PathBuf,
}

impl SessionFile {
    /// A new file `STORE.ROLE-PROCESS-NUMBER`, locked, to which writing appends.
    pub(super) fn create(store: &Path, role: &str, mode: u32) -> io::Result<Self> {
        static NUMBER: AtomicU64 = AtomicU64::new(1);
        let (path, file) = loop {
            let number = NUMBER.fetch_add(1, Ordering::Relaxed);
            let path = beside(store, &format!("{role}-{}-{number}", std::process::id()));
            match OpenOptions::new().append(true).create_new(true).mode(mode).open(&path) {
                // Of an earlier process with the same number; it may hold what somebody typed.
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
                opened => break (path, opened?),
            }
        };
        // Whatever the user's umask takes away: colleagues of the group are to read and write it as they do the store.
        file.set_permissions(Permissions::from_mode(mode))?;
        file.lock()?;
        Ok(Self { file, stays: false, path })
    }

    /// Where it is.
    pub(super) fn path(&self) -> &Path {
        &self.path
    }
}

impl Drop for SessionFile {
    fn drop(&mut self) {
        if !self.stays {
            let _ = fs::remove_file(&self.path);
        }
    }
}

/// `STORE.NAME`, in the store's directory.
fn beside(store: &Path, name: &str) -> PathBuf {
    let mut path = store.as_os_str().to_owned();
    path.push(".");
    path.push(name);
    path.into()
}

/// The files of that role beside the store, and the number of the process that made each.
pub(super) fn all(store: &Path, role: &str) -> Vec<(PathBuf, u32)> {
    let prefix = beside(store, &format!("{role}-"));
    let Some(prefix) = prefix.file_name().and_then(|name| name.to_str()) else { return Vec::new() };
    let directory = store.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let Ok(entries) = fs::read_dir(directory) else { return Vec::new() };
    let mut found = Vec::new();
    for entry in entries.flatten() {
        let name = entry.file_name();
        let process = name.to_str().and_then(|name| name.strip_prefix(prefix)?.split_once('-')?.0.parse().ok());
        found.extend(process.map(|process| (entry.path(), process)));
    }
    found.sort();
    found
}

/// A session's file, and whether its session lives.
pub(super) enum Found {
    /// Its session holds the lock.
    Living(File),
    /// Its session is gone; the lock is ours.
    Dead(File),
}

/// Opens the file of another session; none if it is gone, or nothing that a session makes.
pub(super) fn find(path: &Path, process: u32) -> Option<Found> {
    // In a directory that a group writes to, a name may be a link to something else, or a pipe that keeps one waiting.
    let flags = OFlags::NOFOLLOW | OFlags::NONBLOCK;
    let file = OpenOptions::new().read(true).custom_flags(flags.bits() as i32).open(path).ok()?;
    let metadata = file.metadata().ok().filter(|metadata| metadata.is_file())?;
    Some(match file.try_lock() {
        // Made a moment ago and not locked yet: its process is still there.
        Ok(()) if metadata.len() == 0 && is_alive(process) => Found::Living(file),
        Ok(()) => Found::Dead(file),
        Err(TryLockError::WouldBlock | TryLockError::Error(_)) => Found::Living(file),
    })
}

/// Locks the file of a session that is gone; none while it lives.
pub(super) fn of_the_dead(path: &Path, process: u32) -> Option<File> {
    match find(path, process)? {
        Found::Dead(file) => Some(file),
        Found::Living(_) => None,
    }
}

/// Whether a file that is not ours to open holds something, and whoever made it seems to be gone.
pub(super) fn is_left_by_others(path: &Path, process: u32) -> bool {
    let Ok(found) = path.symlink_metadata() else { return false };
    let process = Path::new("/proc").join(process.to_string()).metadata();
    // Its number may be another's by now.
    let lives = process.is_ok_and(|process| process.uid() == found.uid());
    found.len() > 0 && !lives
}

fn is_alive(process: u32) -> bool {
    !Path::new("/proc/self").exists() || Path::new("/proc").join(process.to_string()).exists()
}
