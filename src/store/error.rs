//! What can go wrong with a store, as data; the words are in `words`.

use std::{fmt, io, path::PathBuf};

use serde_json::Value;

use super::undo::Blocked;
use crate::{
    domain::{AnyRecord, Deed, Fault, Field, Kind, Role, rules::Objection},
    i18n::Lang,
};

/// Why the store could not do what was asked. Nothing was stored.
#[derive(Debug)]
pub enum StoreError {
    /// There is no such file.
    Missing(PathBuf),
    /// A file is already there, and would have been overwritten.
    Exists(PathBuf),
    /// The file is something else than a store.
    NotAStore(PathBuf),
    /// The name is a link to a file elsewhere.
    Linked(PathBuf),
    /// The file belongs to somebody who does not share it with a group of ours.
    Foreign(PathBuf),
    /// The file ends before the data in it does.
    Truncated(PathBuf),
    /// The file's bytes do not fit together.
    Damaged {
        /// The technical reason.
        detail: String,
    },
    /// A newer program has upgraded the store.
    NewerSchema {
        /// The store's schema number.
        found: u32,
        /// The newest that this program knows.
        known: u32,
    },
    /// The file or its directory may not be written to.
    ReadOnly(PathBuf),
    /// No room is left on the disk, or in the user's share of it.
    DiskFull,
    /// Another program holds the file for itself alone.
    InUse(PathBuf),
    /// Somebody else is writing, and did not finish in time.
    Busy {
        /// Who, where it is known.
        holder: Option<String>,
    },
    /// The operating system refused for another reason.
    Io {
        /// The technical reason.
        detail: String,
    },
    /// There is no such record (any more).
    NoSuchRecord {
        /// Its kind.
        kind: Kind,
        /// Its number.
        number: u64,
    },
    /// The journal has no entry of that revision.
    NoSuchRevision(u64),
    /// A stored value cannot be read.
    Undecodable {
        /// The record's kind.
        kind: Kind,
        /// The record's number.
        number: u64,
        /// The technical reason.
        detail: String,
    },
    /// A record is not fit to be stored.
    Faults {
        /// Its kind.
        kind: Kind,
        /// The number that it has or would have got.
        number: u64,
        /// What is wrong with it.
        faults: Vec<Fault>,
    },
    /// Rules of the programme have something against it that is not answered.
    Rules(Vec<Objection>),
    /// Another record already has a value that must be unique.
    Duplicate {
        /// The kind of both.
        kind: Kind,
        /// The field.
        field: Field,
        /// The value that both have.
        value: String,
        /// The record that had it first.
        number: u64,
    },
    /// A record refers to one that is not there.
    BrokenLink {
        /// Which record refers.
        from: (Kind, u64),
        /// To which one.
        to: (Kind, u64),
    },
    /// A record cannot go because another refers to it.
    StillLinked {
        /// The record that was to go.
        record: (Kind, u64),
        /// The one that refers to it.
        by: (Kind, u64),
    },
    /// Somebody else changed the same fields in the meantime.
    Clash {
        /// The record's kind.
        kind: Kind,
        /// Its number.
        number: u64,
        /// The fields that both changed, each to another value.
        fields: Vec<FieldClash>,
        /// The record as it is stored now.
        theirs: Box<AnyRecord>,
    },
    /// Somebody else removed the record in the meantime.
    Removed {
        /// The record's kind.
        kind: Kind,
        /// Its number.
        number: u64,
        /// Who (login); empty if it was never there.
        by: String,
    },
    /// What was worked out before would come to something else by now.
    Outdated,
    /// What an invoice was to ask for was put into another while somebody was about it.
    AskedMeanwhile {
        /// The number on the other invoice.
        invoice: String,
        /// How many of its lines.
        lines: usize,
        /// Who put them there (login).
        by: String,
    },
    /// The user's access was closed.
    AccessClosed {
        /// Who (login).
        user: String,
    },
    /// The user is not on the list of those who may use the store.
    UnknownUser {
        /// Who (login).
        user: String,
    },
    /// The user's role does not go so far.
    NotAllowed {
        /// The role.
        role: Role,
        /// What was to be done.
        deed: Deed,
    },
    /// What the user asks to see is not for their role.
    NotForRole {
        /// The role.
        role: Role,
    },
    /// The user has done nothing that could be undone.
    NothingToUndo,
    /// Something later stands in the way of undoing an operation.
    UndoBlocked {
        /// The operation's revision.
        revision: u64,
        /// What stands in the way.
        by: Blocked,
    },
    /// What was packed since a revision does not continue what this store has.
    DoesNotFollow {
        /// The store's revision.
        has: u64,
        /// Where the delta begins.
        from: u64,
        /// Where it ends.
        to: u64,
    },
    /// What was packed since a revision reaches over an upgrade of the store.
    SpansUpgrade,
    /// What was packed since a revision reaches over an erasure.
    SpansErasure,
    /// Somebody has open what is to be erased.
    BeingEdited {
        /// Who (login).
        user: String,
    },
    /// The reason for an erasure names whom it is about, and would stay.
    NamesThePerson,
    /// An erasure, or a look at a restricted family, needs a reason.
    NoReason,
    /// The family is restricted to people whom it names.
    Restricted,
    /// A backup is not whole, or is none.
    BadBackup {
        /// The file.
        path: PathBuf,
        /// The technical reason.
        detail: String,
    },
}

/// A field that two people changed, each to another value.
#[derive(Clone, Debug, PartialEq)]
pub struct FieldClash {
    /// Its stored name, as [`Field::name`] has it.
    pub name: String,
    /// What it was when the editing began.
    pub base: Value,
    /// What the present user made of it.
    pub mine: Value,
    /// What is stored now.
    pub theirs: Value,
}

impl fmt::Display for StoreError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.sentence(Lang::English))
    }
}

impl std::error::Error for StoreError {}

impl StoreError {
    /// Names the file in an error that was met below the level where its path is known.
    pub(super) fn at(self, path: &std::path::Path) -> Self {
        match self {
            Self::ReadOnly(empty) if empty.as_os_str().is_empty() => Self::ReadOnly(path.to_owned()),
            Self::Truncated(empty) if empty.as_os_str().is_empty() => Self::Truncated(path.to_owned()),
            Self::InUse(empty) if empty.as_os_str().is_empty() => Self::InUse(path.to_owned()),
            Self::Missing(empty) if empty.as_os_str().is_empty() => Self::Missing(path.to_owned()),
            Self::Linked(empty) if empty.as_os_str().is_empty() => Self::Linked(path.to_owned()),
            Self::Foreign(empty) if empty.as_os_str().is_empty() => Self::Foreign(path.to_owned()),
            Self::NotAStore(empty) if empty.as_os_str().is_empty() => Self::NotAStore(path.to_owned()),
            Self::BadBackup { path: empty, detail } if empty.as_os_str().is_empty() => {
                Self::BadBackup { path: path.to_owned(), detail }
            }
            other => other,
        }
    }

    /// Whether the user has no business here, or no longer.
    pub fn shuts_out(&self) -> bool {
        matches!(self, Self::AccessClosed { .. } | Self::UnknownUser { .. })
    }

    /// After such an error the open file is of no use: the database library latches it.
    pub(super) fn spoils_handle(&self) -> bool {
        matches!(self, Self::DiskFull | Self::Io { .. } | Self::Damaged { .. } | Self::Truncated(_) | Self::ReadOnly(_))
    }
}

impl From<io::Error> for StoreError {
    fn from(error: io::Error) -> Self {
        use io::ErrorKind as E;
        match error.kind() {
            E::StorageFull | E::QuotaExceeded | E::FileTooLarge => Self::DiskFull,
            E::PermissionDenied | E::ReadOnlyFilesystem => Self::ReadOnly(PathBuf::new()),
            E::NotFound => Self::Missing(PathBuf::new()),
            E::UnexpectedEof => Self::Truncated(PathBuf::new()),
            // Only our own lock with a deadline says so: a local file never times out.
            E::TimedOut => Self::Busy { holder: None },
            _ => Self::Io { detail: error.to_string() },
        }
    }
}

impl From<redb::Error> for StoreError {
    fn from(error: redb::Error) -> Self {
        use redb::Error as E;
        match error {
            E::Io(error) => error.into(),
            E::Corrupted(detail) if detail.contains("truncated") => Self::Truncated(PathBuf::new()),
            E::Corrupted(detail) => Self::Damaged { detail },
            E::DatabaseAlreadyOpen | E::LockProtocolMismatch => Self::InUse(PathBuf::new()),
            E::UpgradeRequired(_) | E::TableTypeMismatch { .. } | E::TableIsMultimap(_) => {
                Self::NotAStore(PathBuf::new())
            }
            E::WouldBlock => Self::Busy { holder: None },
            other => Self::Io { detail: other.to_string() },
        }
    }
}

macro_rules! from_redb {
    ($($error:ident)*) => {$(
        impl From<redb::$error> for StoreError {
            fn from(error: redb::$error) -> Self {
                redb::Error::from(error).into()
            }
        }
    )*};
}
from_redb! { StorageError TableError DatabaseError TransactionError CommitError }
