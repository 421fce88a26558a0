//! The file under the database: waiting for a lock has a deadline, and whoever writes leaves a name.

use super::waiting::Waiting;
use std::{
    collections::{BTreeMap, btree_map::Entry},
    fmt,
    fs::{File, OpenOptions, Permissions},
    io,
    ops::Bound,
    os::unix::fs::{FileExt, MetadataExt, OpenOptionsExt, PermissionsExt},
    path::{Path, PathBuf},
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    time::Duration,
};

use redb::{BackendError, StorageBackend, backends::FileBackend};

/// The byte that redb's `MultiWriter` mode locks while a write transaction is open.
const WRITER_BYTE: u64 = 1 << 62;
/// Room for a process number and a name in the note.
const NAME_BYTES: usize = 240;
/// Room for what is never the same of two writes, behind the name.
const TURN_BYTES: usize = 16;

/// What the file's handle and its [`super::Store`] share.
pub(super) struct Shared {
    /// How long to wait for a lock, in milliseconds.
    patience: AtomicU64,
    note_path: PathBuf,
    /// Whether this process may leave a note: not before the store proved to be one.
    notes: AtomicBool,
    /// How many writes this process began.
    turns: AtomicU64,
    user: Mutex<String>,
    waits: Mutex<Option<Arc<OnWait>>>,
}

/// Told once whenever something has to wait, for whom (login; none: nobody knows).
pub type OnWait = dyn Fn(Option<String>) + Send + Sync;

impl fmt::Debug for Shared {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Shared").field("note_path", &self.note_path).finish_non_exhaustive()
    }
}

/// Where the note stands that says who is writing: beside the store.
pub(super) fn note_path(store: &Path) -> PathBuf {
    let mut path = store.as_os_str().to_owned();
    path.push(".writer");
    path.into()
}

impl Shared {
    pub(super) fn new(store: &Path, patience: Duration) -> Arc<Self> {
        let shared = Self {
            patience: AtomicU64::new(0),
            note_path: note_path(store),
            notes: AtomicBool::new(false),
            turns: AtomicU64::new(0),
            user: Mutex::default(),
            waits: Mutex::default(),
        };
        shared.set_patience(patience);
        Arc::new(shared)
    }

    pub(super) fn set_patience(&self, patience: Duration) {
        self.patience.store(u64::try_from(patience.as_millis()).unwrap_or(u64::MAX), Ordering::Relaxed);
    }

    pub(super) fn patience(&self) -> Duration {
        Duration::from_millis(self.patience.load(Ordering::Relaxed))
    }

    pub(super) fn allow_notes(&self) {
        self.notes.store(true, Ordering::Relaxed);
    }

    pub(super) fn set_user(&self, user: &str) {
        user.clone_into(&mut lock(&self.user));
    }

    /// Who holds the writer's lock now, if that process left a note and is still alive.
    pub(super) fn holder(&self) -> Option<String> {
        let note = std::fs::read(&self.note_path).ok()?;
        let text = std::str::from_utf8(note.split(|&byte| byte == 0).next()?).ok()?;
        let (process, user) = text.split_once(' ')?;
        let alive = !Path::new("/proc/self").exists() || Path::new("/proc").join(process).exists();
        (alive && !user.is_empty()).then(|| user.to_owned())
    }

    pub(super) fn set_on_wait(&self, told: Arc<OnWait>) {
        *lock(&self.waits) = Some(told);
    }

    /// Tells whoever sits there that it takes longer.
    pub(super) fn tell_wait(&self) {
        let told = lock(&self.waits).clone();
        if let Some(told) = told {
            told(self.holder());
        }
    }

    /// Whose turn it was last to write; none where nobody left a note.
    pub(super) fn turn(&self) -> Option<Vec<u8>> {
        let note = std::fs::read(&self.note_path).ok()?;
        note.get(NAME_BYTES..).map(<[u8]>::to_owned)
    }

    /// Writes or clears the note. A note that cannot be written only costs the name in a message.
    fn note(&self, present: bool, store: &File) {
        if !self.notes.load(Ordering::Relaxed) {
            return;
        }
        let mut bytes = Vec::with_capacity(NAME_BYTES + TURN_BYTES);
        if present {
            let text = format!("{} {}", std::process::id(), lock(&self.user));
            let length = (0..NAME_BYTES).rev().find(|&end| text.is_char_boundary(end)).unwrap_or(0);
            bytes.extend(&text.as_bytes()[..length]);
        }
        bytes.resize(NAME_BYTES, 0);
        if present {
            // It stays when the name goes: also who looks only now and then sees that others had their turn.
            bytes.extend(u64::from(std::process::id()).to_be_bytes());
            bytes.extend(self.turns.fetch_add(1, Ordering::Relaxed).to_be_bytes());
        }
        // As open to the group as the store itself is.
        let mode = store.metadata().map_or(0o600, |metadata| metadata.mode() & 0o660);
        let note = OpenOptions::new().write(true).create(true).truncate(false).mode(mode).open(&self.note_path);
        let _ = note.and_then(|file| {
            // Also where an umask took something away, or the store was not the group's when the note was begun.
            if file.metadata()?.mode() & 0o777 != mode {
                let _ = file.set_permissions(Permissions::from_mode(mode));
            }
            file.write_all_at(&bytes, 0)
        });
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Writes kept in memory, over a file that stays as it is.
#[derive(Debug, Default)]
struct Shadow {
    /// None: as long as the file is.
    length: Option<u64>,
    pages: BTreeMap<u64, Vec<u8>>,
}

const PAGE: u64 = 4096;

/// The file of a store, as the database sees it.
pub(super) struct Backend {
    locks: FileBackend,
    file: File,
    shared: Arc<Shared>,
    shadow: Option<Mutex<Shadow>>,
    /// Whether this handle holds the writer's lock.
    writes: AtomicBool,
}

impl fmt::Debug for Backend {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Backend").field("file", &self.file).finish_non_exhaustive()
    }
}

impl Backend {
    /// Reads and writes `file`.
    pub(super) fn new(file: File, shared: Arc<Shared>) -> io::Result<Self> {
        Ok(Self { locks: file_backend(&file)?, file, shared, shadow: None, writes: AtomicBool::new(false) })
    }

    /// Reads `file` and keeps every write to itself: for looking into a file without touching it. Nobody else can
    /// write to the file until it is closed, or pages would change under those that it keeps.
    pub(super) fn shadow(file: File, shared: Arc<Shared>) -> io::Result<Self> {
        Ok(Self { shadow: Some(Mutex::default()), ..Self::new(file, shared)? })
    }

    /// Tries to lock until it works or patience ends.
    fn patiently(&self, mut attempt: impl FnMut() -> Result<bool, BackendError>) -> Result<(), BackendError> {
        let mut waiting = Waiting::new(&self.shared);
        while !attempt()? {
            if !waiting.goes_on() {
                return Err(BackendError::Io(io::ErrorKind::TimedOut.into()));
            }
        }
        Ok(())
    }

    fn taken(&self, start: Bound<u64>) {
        if start == Bound::Included(WRITER_BYTE) && !self.writes.swap(true, Ordering::Relaxed) {
            self.shared.note(true, &self.file);
        }
    }

    /// To be called before the release, so that it never wipes the name of the next one.
    fn before_release(&self) {
        if self.writes.swap(false, Ordering::Relaxed) {
            self.shared.note(false, &self.file);
        }
    }
}

/// A second handle on the same open file, whose locks are therefore the same.
fn file_backend(file: &File) -> io::Result<FileBackend> {
    FileBackend::new(file.try_clone()?).map_err(|error| io::Error::other(error.to_string()))
}

impl StorageBackend for Backend {
    fn len(&self) -> io::Result<u64> {
        match &self.shadow {
            Some(shadow) => lock(shadow).length.map_or_else(|| self.locks.len(), Ok),
            None => self.locks.len(),
        }
    }

    fn read(&self, offset: u64, out: &mut [u8]) -> io::Result<()> {
        let Some(shadow) = &self.shadow else { return self.locks.read(offset, out) };
        let length = self.len()?;
        let shadow = lock(shadow);
        if offset + out.len() as u64 > length {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        for_pages(offset, out.len(), |page, within, range| {
            let target = &mut out[range];
            match shadow.pages.get(&page) {
                Some(bytes) => target.copy_from_slice(&bytes[within..within + target.len()]),
                None => read_or_zero(&self.file, page * PAGE + within as u64, target)?,
            }
            Ok(())
        })
    }

    fn set_len(&self, len: u64) -> io::Result<()> {
        let Some(shadow) = &self.shadow else { return self.locks.set_len(len) };
        lock(shadow).length = Some(len);
        Ok(())
    }

    fn sync_data(&self) -> io::Result<()> {
        if self.shadow.is_some() { Ok(()) } else { self.locks.sync_data() }
    }

    fn write(&self, offset: u64, data: &[u8]) -> io::Result<()> {
        let Some(shadow) = &self.shadow else { return self.locks.write(offset, data) };
        let mut shadow = lock(shadow);
        for_pages(offset, data.len(), |page, within, range| {
            let source = &data[range];
            let bytes = match shadow.pages.entry(page) {
                Entry::Occupied(entry) => entry.into_mut(),
                Entry::Vacant(entry) => {
                    let mut bytes = vec![0; PAGE as usize];
                    read_or_zero(&self.file, page * PAGE, &mut bytes)?;
                    entry.insert(bytes)
                }
            };
            bytes[within..within + source.len()].copy_from_slice(source);
            Ok(())
        })
    }

    fn close(&self) -> io::Result<()> {
        self.before_release();
        self.locks.close()
    }

    fn try_lock_range(&self, start: Bound<u64>, end: Bound<u64>) -> Result<bool, BackendError> {
        let taken = self.locks.try_lock_range(start, end)?;
        if taken {
            self.taken(start);
        }
        Ok(taken)
    }

    fn try_lock_shared_range(&self, start: Bound<u64>, end: Bound<u64>) -> Result<bool, BackendError> {
        self.locks.try_lock_shared_range(start, end)
    }

    fn lock_range(&self, start: Bound<u64>, end: Bound<u64>) -> Result<(), BackendError> {
        self.patiently(|| self.locks.try_lock_range(start, end))?;
        self.taken(start);
        Ok(())
    }

    fn lock_shared_range(&self, start: Bound<u64>, end: Bound<u64>) -> Result<(), BackendError> {
        self.patiently(|| self.locks.try_lock_shared_range(start, end))
    }

    fn unlock_range(&self, start: Bound<u64>, end: Bound<u64>) -> Result<(), BackendError> {
        if start == Bound::Included(WRITER_BYTE) {
            if self.shadow.is_some() {
                return Ok(());
            }
            self.before_release();
        }
        self.locks.unlock_range(start, end)
    }

    fn query_lock_range(&self, start: Bound<u64>, end: Bound<u64>) -> Result<bool, BackendError> {
        self.locks.query_lock_range(start, end)
    }
}

/// Reads what the file has; beyond its end there are zeros.
fn read_or_zero(file: &File, offset: u64, out: &mut [u8]) -> io::Result<()> {
    let mut filled = 0;
    while filled < out.len() {
        match file.read_at(&mut out[filled..], offset + filled as u64) {
            Ok(0) => break,
            Ok(count) => filled += count,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    out[filled..].fill(0);
    Ok(())
}

/// Cuts a stretch of the file at page boundaries: page, offset within it, range of the stretch.
fn for_pages(
    offset: u64,
    length: usize,
    mut visit: impl FnMut(u64, usize, std::ops::Range<usize>) -> io::Result<()>,
) -> io::Result<()> {
    let mut done = 0;
    while done < length {
        let at = offset + done as u64;
        let within = (at % PAGE) as usize;
        let count = (PAGE as usize - within).min(length - done);
        visit(at / PAGE, within, done..done + count)?;
        done += count;
    }
    Ok(())
}
