//! How a command ends: its exit code, and what is to be said on the error stream. Only `main` does both.

use std::{
    io,
    path::{Path, PathBuf},
};

use crate::{
    i18n::{Lang, command::CommandText},
    store::StoreError,
};

/// Exit code: done.
pub const DONE: u8 = 0;
/// Exit code: a problem was found, such as bad rows or a store that is not in order.
pub const PROBLEM: u8 = 1;
/// Exit code: the command itself is wrong.
pub const USAGE: u8 = 2;
/// Exit code: the store is busy, unreadable or not there.
pub const STORE: u8 = 3;

/// The end of a command.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outcome {
    /// See the constants.
    pub code: u8,
    /// Lines for the error stream.
    pub complaints: Vec<String>,
}

impl Outcome {
    /// All went well.
    pub fn done() -> Self {
        Self { code: DONE, complaints: Vec::new() }
    }

    /// The command did its work and found these problems.
    pub fn problems(complaints: Vec<String>) -> Self {
        Self { code: PROBLEM, complaints }
    }
}

/// Why a command could not do its work.
#[derive(Debug)]
pub enum Failure {
    /// It was called wrongly.
    Usage(String),
    /// What it works on is wrong.
    Problem(String),
    /// There is no store yet to work on.
    NoStore(PathBuf),
    /// The store said no.
    Store(StoreError),
    /// What it prints could not be written.
    Output(io::Error),
}

impl Failure {
    /// A file that cannot be read is a wrong name on the command line.
    pub fn unreadable(path: &Path, error: &io::Error, lang: Lang) -> Self {
        Self::Usage(CommandText::Unreadable.fill(lang, &[&path.display(), &reason(error, lang)]))
    }

    /// A file that cannot be written.
    pub fn unwritable(path: &Path, error: &io::Error, lang: Lang) -> Self {
        Self::Problem(CommandText::Unwritable.fill(lang, &[&path.display(), &reason(error, lang)]))
    }

    /// What is said and with which code.
    pub fn outcome(self, lang: Lang) -> Outcome {
        let (code, complaint) = match self {
            Self::Usage(sentence) => (USAGE, sentence),
            Self::Problem(sentence) => (PROBLEM, sentence),
            Self::NoStore(path) => (STORE, CommandText::NoStoreYet.fill(lang, &[&path.display()])),
            Self::Store(error) => (store_code(&error), error.sentence(lang)),
            // Whoever reads what we print has seen enough: `| head`.
            Self::Output(error) if error.kind() == io::ErrorKind::BrokenPipe => return Outcome::done(),
            Self::Output(error) => (PROBLEM, reason(&error, lang)),
        };
        Outcome { code, complaints: vec![complaint] }
    }
}

fn store_code(error: &StoreError) -> u8 {
    use StoreError as E;
    match error {
        E::Exists(_) => USAGE,
        E::NoSuchRecord { .. }
        | E::NoSuchRevision(_)
        | E::Faults { .. }
        | E::Rules(_)
        | E::Duplicate { .. }
        | E::BrokenLink { .. }
        | E::StillLinked { .. }
        | E::Clash { .. }
        | E::Removed { .. }
        | E::AskedMeanwhile { .. }
        | E::Outdated
        | E::AccessClosed { .. }
        | E::UnknownUser { .. }
        | E::NotAllowed { .. }
        | E::NotForRole { .. }
        | E::NothingToUndo
        | E::UndoBlocked { .. }
        | E::DoesNotFollow { .. }
        | E::SpansUpgrade
        | E::SpansErasure
        | E::BeingEdited { .. }
        | E::NamesThePerson
        | E::NoReason
        | E::Restricted
        | E::BadBackup { .. } => PROBLEM,
        E::Missing(_)
        | E::NotAStore(_)
        | E::Linked(_)
        | E::Foreign(_)
        | E::Truncated(_)
        | E::Damaged { .. }
        | E::NewerSchema { .. }
        | E::ReadOnly(_)
        | E::DiskFull
        | E::InUse(_)
        | E::Busy { .. }
        | E::Io { .. }
        | E::Undecodable { .. } => STORE,
    }
}

/// The usual reasons in words; the rest as the operating system puts it.
fn reason(error: &io::Error, lang: Lang) -> String {
    let (latvian, english) = match error.kind() {
        io::ErrorKind::NotFound => ("nav tāda faila vai mapes", "no such file or directory"),
        io::ErrorKind::PermissionDenied => ("nav piekļuves tiesību", "permission denied"),
        io::ErrorKind::AlreadyExists => ("fails jau ir", "the file is already there"),
        io::ErrorKind::IsADirectory => ("tā ir mape", "it is a directory"),
        io::ErrorKind::StorageFull => ("disks ir pilns", "the disk is full"),
        io::ErrorKind::ReadOnlyFilesystem => ("disks ir tikai lasāms", "the disk is read-only"),
        _ => return error.to_string(),
    };
    lang.pick(latvian, english).to_owned()
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Self::Output(error)
    }
}
