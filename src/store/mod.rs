//! The store: one file, many processes, every change a recorded operation.
//!
//! [`Store::write`] is the only way to change data: rows, indexes and one entry of the journal go into the file in
//! one transaction, or none of them. Reads and writes are closures with owned results: no transaction outlives one.
//! Only this module names the database library; only `file` opens the file.

mod about;
mod access;
mod apply;
mod archive;
mod assent;
pub mod audits;
mod backend;
mod backup;
mod changed;
mod check;
mod codec;
mod compact;
mod copies;
pub mod day;
mod delta;
mod desk;
mod erase;
mod error;
mod file;
mod finding;
mod halves;
mod held;
mod invoiced;
mod journal;
mod key;
mod merge;
mod meta;
mod migrate;
mod overlay;
mod pack;
mod past;
mod presence;
pub mod proposals;
mod reader;
mod record_names;
mod session_file;
mod supposition;
mod table;
mod touches;
mod tx;
mod typed;
mod undo;
mod veil;
pub mod views;
mod waiting;
mod watch;
pub mod words;

use std::{
    cell::RefCell,
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};

use chrono::{DateTime, Local, Utc};
use redb::{Database, ReadableDatabase, TransactionError, WriteTransaction};

pub use access::{may_name_users, own_login};
pub use apply::Applied;
pub use archive::{Extent, extent};
pub use backend::OnWait;
pub use copies::{check_backup, restore};
pub use desk::Look;
pub use erase::{Erased, Subject};
pub use error::{FieldClash, StoreError};
pub use finding::{Audit, Broken, Finding, Report};
pub use journal::{Change, Entry, Hash, Past};
pub use migrate::SCHEMA;
pub use past::{journal_line, journal_summary};
pub use presence::Presence;
pub use reader::Reader;
pub use record_names::RecordNames;
pub use tx::Tx;
pub use typed::Typed;
pub use undo::{Blocked, UndoPreview};
pub use watch::Watch;

use access::Strangers;
use assent::Assent;
use backend::Shared;
use held::Rules;
use journal::Title;
use table::{META, Source, Table};
use veil::Laid;
use waiting::Waiting;

use crate::domain::{Deed, Role};

/// How long a write waits for one other before it says who is in the way; while one after the other has their turn, it
/// waits longer.
const PATIENCE: Duration = Duration::from_secs(2);
/// In whose name a store is upgraded.
const UPGRADER: &str = "atbalsts";

/// Where a store's time comes from.
#[derive(Clone, Copy, Debug)]
pub enum Clock {
    /// The computer's clock.
    System,
    /// Always the same instant: for tests and for data made from a seed.
    Fixed(DateTime<Utc>),
}

impl Clock {
    /// The present instant.
    pub fn now(self) -> DateTime<Utc> {
        match self {
            Self::System => Utc::now(),
            Self::Fixed(instant) => instant,
        }
    }
}

/// A store file, open for reading and writing beside other processes.
pub struct Store {
    path: PathBuf,
    clock: Clock,
    shared: Arc<Shared>,
    /// How people are met who are not on the list of users.
    strangers: Strangers,
    /// Who reads through this handle; none: the program itself, which sees everything.
    viewer: RefCell<Option<String>>,
    /// The veil that was laid last over what that user may not see.
    veil: RefCell<Option<Laid>>,
    /// Whether this handle made the file: then nobody has given anybody a role yet, whatever is on the list.
    founds: bool,
    /// None after a fault of the file, until it is opened anew.
    database: RefCell<Option<Arc<Database>>>,
}

/// What a write came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Written<T> {
    /// What the closure returned.
    pub value: T,
    /// The store's revision after it.
    pub revision: u64,
    /// Whether anything changed; if not, there is no entry and no new revision.
    pub changed: bool,
}

impl Store {
    /// Makes a new store that only its owner may read, and the directories to it. Refuses a file that exists.
    /// Through this handle, roles are not asked about: the first records have to come from somebody.
    pub fn create(path: &Path, clock: Clock) -> Result<Self, StoreError> {
        Self::create_with_schema(path, clock, SCHEMA)
    }

    /// A new store that stands at `path` once it is filled, and not before, whatever happens meanwhile.
    pub fn found(
        path: &Path,
        clock: Clock,
        fill: impl FnOnce(&Self) -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        if path.symlink_metadata().is_ok() {
            return Err(StoreError::Exists(path.to_owned()));
        }
        let partial = file::partial(path);
        let filled = Self::create(&partial, clock).and_then(|store| fill(&store));
        let founded = filled.and_then(|()| file::publish(&partial, path));
        for made_for_now in [backend::note_path(&partial), partial] {
            let _ = std::fs::remove_file(made_for_now);
        }
        founded
    }

    fn create_with_schema(path: &Path, clock: Clock, schema: u32) -> Result<Self, StoreError> {
        Self::create_filled(path, clock, |source| {
            let mut meta = source.open(META)?;
            meta::set_number(&mut meta, meta::SCHEMA, u64::from(schema))?;
            meta::set_number(&mut meta, meta::REVISION, 0)?;
            meta::set_number(&mut meta, meta::CREATED, clock.now().timestamp_millis() as u64)
        })
    }

    /// A new store with every table, filled in one transaction: interrupted, it is no store yet.
    fn create_filled(
        path: &Path,
        clock: Clock,
        fill: impl FnOnce(Source) -> Result<(), StoreError>,
    ) -> Result<Self, StoreError> {
        let shared = Shared::new(path, PATIENCE);
        let database = file::create(path, &shared)?;
        let store = Self { founds: true, ..Self::new(path, clock, shared, database) };
        let made = store.begin_write("").and_then(|transaction| {
            let source = Source::Write(&transaction);
            for table in Table::all() {
                source.open(table)?;
            }
            fill(source)?;
            Ok(transaction.commit()?)
        });
        if let Err(error) = made {
            drop(store);
            // What is half made would be in the way of the next attempt.
            let _ = std::fs::remove_file(path);
            return Err(error.at(path));
        }
        store.shared.allow_notes();
        Ok(store)
    }

    /// Opens a store, upgrading it if it is of an earlier schema. If it cannot be used, the file stays untouched.
    pub fn open(path: &Path, clock: Clock) -> Result<Self, StoreError> {
        Self::open_patiently(path, clock, PATIENCE)
    }

    /// As [`Store::open`], waiting so long for others, then and later.
    pub fn open_patiently(path: &Path, clock: Clock, patience: Duration) -> Result<Self, StoreError> {
        let shared = Shared::new(path, patience);
        let database = file::open(path, &shared).map_err(|error| name_holder(error, &shared))?;
        let store = Self::new(path, clock, shared, database);
        while store.read(|reader| Ok(reader.schema()))? < SCHEMA {
            store.upgrade()?;
        }
        Ok(store)
    }

    fn new(path: &Path, clock: Clock, shared: Arc<Shared>, database: Database) -> Self {
        let database = RefCell::new(Some(Arc::new(database)));
        let strangers = Strangers::of_process(path);
        let (viewer, veil) = (RefCell::default(), RefCell::default());
        Self { path: path.to_owned(), clock, shared, strangers, viewer, veil, founds: false, database }
    }

    /// From now on only for those on the list of users: even the file's owner is nobody here.
    pub fn only_listed(mut self) -> Self {
        self.strangers = Strangers::Never;
        self
    }

    /// The file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The present instant by the store's clock.
    pub fn now(&self) -> DateTime<Utc> {
        self.clock.now()
    }

    /// The role in which a user works here; an error if they have no access, or no longer.
    pub fn role(&self, user: &str) -> Result<Role, StoreError> {
        self.read(|reader| self.role_by(reader, user))
    }

    fn role_by(&self, reader: &Reader, user: &str) -> Result<Role, StoreError> {
        if self.founds { Ok(Role::Administrator) } else { access::role(reader, user, self.strangers) }
    }

    /// How long to wait for other writers from now on.
    pub fn set_patience(&self, patience: Duration) {
        self.shared.set_patience(patience);
    }

    /// From now on it is told whenever something has to wait for longer than a moment.
    pub fn tell_waits(&self, told: Arc<OnWait>) {
        self.shared.set_on_wait(told);
    }

    /// Does something that is given up at once if somebody else is writing.
    pub fn without_waiting<T>(&self, work: impl FnOnce(&Self) -> T) -> T {
        let patience = self.shared.patience();
        self.shared.set_patience(Duration::ZERO);
        let done = work(self);
        self.shared.set_patience(patience);
        done
    }

    /// The revision: changes whenever anything in the store does. Cheap enough to ask twice a second.
    pub fn revision(&self) -> Result<u64, StoreError> {
        self.read(|reader| Ok(reader.revision()))
    }

    /// Reads the present state.
    pub fn read<T>(&self, work: impl FnOnce(&Reader) -> Result<T, StoreError>) -> Result<T, StoreError> {
        self.read_from(|source| {
            let present = Reader::new(source)?;
            work(&self.veiled(Reader::new(source)?, &present)?)
        })
    }

    /// Reads the state as it was at `revision`; 0 is the empty store.
    pub fn read_as_of<T>(
        &self,
        revision: u64,
        work: impl FnOnce(&Reader) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        self.read_from(|source| {
            let present = Reader::new(source)?;
            work(&self.veiled(Reader::as_of(source, revision)?, &present)?)
        })
    }

    fn read_from<T>(&self, work: impl FnOnce(Source) -> Result<T, StoreError>) -> Result<T, StoreError> {
        let result = self.database().and_then(|database| {
            let reading = database.begin_read()?.into();
            work(Source::Read(&reading))
        });
        self.settle(result)
    }

    /// Changes records under one name: all of it or nothing. If nothing changed, nothing is recorded.
    pub fn write<T>(
        &self,
        user: &str,
        deed: Deed,
        work: impl FnOnce(&mut Tx) -> Result<T, StoreError>,
    ) -> Result<Written<T>, StoreError> {
        self.record(user, Doing::of(deed), work)
    }

    /// What undoing the user's last operation would do; none if there is nothing to undo.
    pub fn undo_preview(&self, user: &str) -> Result<Option<UndoPreview>, StoreError> {
        self.read(|reader| undo::preview(reader, user))
    }

    /// What undoing that revision would do.
    pub fn undo_preview_of(&self, revision: u64) -> Result<UndoPreview, StoreError> {
        self.read(|reader| {
            let head = journal::head(reader.source, revision)?.ok_or(StoreError::NoSuchRevision(revision))?;
            undo::preview_of(reader, revision, head)
        })
    }

    /// Checks everything that can be checked: pages, journal, indexes, rows, links, and what the audits know.
    ///
    /// The pages are verified in a shadow of the file. Others can read meanwhile; who wants to write waits for that
    /// part, and is told so if it takes longer than their patience.
    pub fn check(&self, audits: &[Audit]) -> Result<Report, StoreError> {
        let pages = match file::open_shadow(&self.path, &self.shared) {
            Ok(_) => None,
            Err(StoreError::Damaged { detail }) => Some(Finding::Pages { detail }),
            Err(StoreError::Truncated(_)) => Some(Finding::Pages { detail: "truncated".to_owned() }),
            Err(error) => return Err(name_holder(error, &self.shared)),
        };
        if let Some(pages) = pages {
            // Rows on pages that do not verify would only mislead; which entries were touched the journal itself tells,
            // as far as it can be read.
            let mut report = Report { findings: vec![pages], ..Report::default() };
            let _ = self.read_from(|source| {
                check::check_only_journal(&Reader::new(source)?, &mut report);
                Ok(())
            });
            return Ok(report);
        }
        self.read_from(|source| check::check(&Reader::new(source)?, audits))
    }

    fn record<T>(
        &self,
        user: &str,
        Doing { deed, undoes, reason, rules, assent, keeps }: Doing,
        work: impl FnOnce(&mut Tx) -> Result<T, StoreError>,
    ) -> Result<Written<T>, StoreError> {
        let result = self.begin_write(user).and_then(|transaction| {
            let mut tx = Tx::new(Source::Write(&transaction))?;
            let role = self.role_by(&tx, user)?;
            access::demand(role, deed)?;
            if let Some(revision) = undoes {
                access::demand_undo(&tx, user, role, revision)?;
            }
            let hidden = veil::hidden(self, &tx, user, role)?;
            let value = work(&mut tx).map_err(|error| hidden.veil_error(error))?;
            if deed == Deed::Import {
                access::demand_import(role, tx.touches.records(), |(kind, number)| tx.any(kind, number))?;
            }
            if deed == Deed::ChooseSettings {
                access::demand_own_settings(&tx.changes()?, user, role)?;
            }
            // What cannot be saved at all is said before what wants a reason.
            tx.hold(rules, &hidden)?;
            let now = self.now();
            // Taking back what was done last leads to the state that was there before it.
            if undoes != Some(tx.revision()) {
                let today = now.with_timezone(&Local).date_naive();
                assent::ask_rules(&mut tx, assent, today).map_err(|error| hidden.veil_error(error))?;
            }
            let title = Title { at: now, user, deed, undoes, reason, schema: tx.schema() };
            let written = tx.finish(&title)?;
            let revision = written.unwrap_or(tx.revision());
            let worth_keeping = keeps && (written.is_some() || tx.desk_changed);
            drop(tx);
            if worth_keeping {
                transaction.commit()?;
            } else {
                transaction.abort()?;
            }
            Ok(Written { value, revision, changed: written.is_some() })
        });
        self.settle(result)
    }

    /// Takes the store one schema further.
    fn upgrade(&self) -> Result<(), StoreError> {
        let result = self.begin_write(UPGRADER).and_then(|transaction| {
            let mut tx = Tx::new(Source::Write(&transaction))?;
            // Another process may have been first.
            let from = tx.schema();
            if from < SCHEMA {
                let schema = migrate::step(&mut tx, from)?;
                let title =
                    Title { at: self.now(), user: UPGRADER, deed: Deed::Migrate, undoes: None, reason: "", schema };
                tx.finish(&title)?;
            }
            drop(tx);
            Ok(transaction.commit()?)
        });
        self.settle(result)
    }

    /// Waits for the write lock, but not for one who is stopped.
    fn begin_write(&self, user: &str) -> Result<WriteTransaction, StoreError> {
        let database = self.database()?;
        self.shared.set_user(user);
        let mut waiting = Waiting::new(&self.shared);
        loop {
            match database.try_begin_write() {
                Err(TransactionError::WouldBlock) if waiting.goes_on() => {}
                result => return Ok(result?),
            }
        }
    }

    /// The open file; opened anew after a fault.
    fn database(&self) -> Result<Arc<Database>, StoreError> {
        if let Some(database) = self.database.borrow().as_ref() {
            return Ok(database.clone());
        }
        let database = Arc::new(file::open(&self.path, &self.shared)?);
        *self.database.borrow_mut() = Some(database.clone());
        Ok(database)
    }

    /// Completes an error with what is known here, and lets go of a file that it spoilt.
    fn settle<T>(&self, result: Result<T, StoreError>) -> Result<T, StoreError> {
        result.map_err(|error| {
            if error.spoils_handle() {
                self.database.borrow_mut().take();
            }
            name_holder(error.at(&self.path), &self.shared)
        })
    }
}

/// What is being done, and by which rules.
struct Doing<'a> {
    deed: Deed,
    undoes: Option<u64>,
    reason: &'a str,
    rules: Rules,
    assent: Assent<'a>,
    /// Otherwise it is only asked what would come of it.
    keeps: bool,
}

impl Doing<'_> {
    fn of(deed: Deed) -> Self {
        Self { deed, undoes: None, reason: "", rules: Rules::All, assent: Assent::NOBODY, keeps: true }
    }
}

fn name_holder(error: StoreError, shared: &Shared) -> StoreError {
    match error {
        StoreError::Busy { holder: None } => StoreError::Busy { holder: shared.holder() },
        other => other,
    }
}
