//! What a check of a store can find.

use super::{Reader, StoreError};
use crate::domain::{Fault, Kind};

/// Looks for what only the rules of the domain can tell, such as sums that do not agree.
pub type Audit = fn(&Reader) -> Result<Vec<Finding>, StoreError>;

/// What a check came to.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Report {
    /// What is wrong; empty if nothing is.
    pub findings: Vec<Finding>,
    /// How many rows were looked at.
    pub rows: u64,
    /// How many entries of the journal were looked at.
    pub entries: u64,
    /// How many changes of the journal are erased, which is no fault.
    pub erased: u64,
}

/// One thing that is wrong in a store.
#[derive(Clone, Debug, PartialEq)]
pub enum Finding {
    /// The file's pages do not verify.
    Pages {
        /// The technical reason.
        detail: String,
    },
    /// An entry of the journal is not as it was written.
    Journal {
        /// The entry's revision.
        revision: u64,
        /// What is wrong with it.
        what: Broken,
    },
    /// A row cannot be read.
    Row {
        /// Which record.
        record: (Kind, u64),
        /// The technical reason.
        detail: String,
    },
    /// A row differs from what the journal wrote last.
    NotJournalled {
        /// Which record.
        record: (Kind, u64),
        /// The last revision that wrote it; 0: none did.
        revision: u64,
    },
    /// A record would not be found by one of its keys.
    MissingKey {
        /// Which record.
        record: (Kind, u64),
        /// The index: see [`crate::domain::Index`]; 0: links.
        index: u8,
    },
    /// An index has a key that no record has.
    StrayKey {
        /// The index: see [`crate::domain::Index`]; 0: links.
        index: u8,
        /// The number of the record that the key names.
        number: u64,
    },
    /// A kind's next number was already given.
    Sequence {
        /// The kind.
        kind: Kind,
        /// The number given last, says the sequence.
        last: u64,
        /// The greatest number there is.
        greatest: u64,
    },
    /// A record refers to one that is not there.
    BrokenLink {
        /// Which record refers.
        from: (Kind, u64),
        /// To which one.
        to: (Kind, u64),
    },
    /// A record has faults with which it should not have been stored.
    Faults {
        /// Which record.
        record: (Kind, u64),
        /// Its faults.
        faults: Vec<Fault>,
    },
    /// Two people have one personal code, and nobody said why they are two.
    SameCode {
        /// One of them.
        record: (Kind, u64),
        /// The other.
        other: (Kind, u64),
    },
    /// Figures that should agree do not; found by an [`Audit`].
    Figures {
        /// About which record.
        record: (Kind, u64),
        /// The figures' names and amounts.
        detail: String,
    },
}

/// What can be wrong with an entry of the journal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Broken {
    /// It is not there.
    Missing,
    /// It cannot be read.
    Unreadable,
    /// It does not carry the hash of the entry before it.
    Chain,
    /// Its own hash does not fit what it says.
    Hash,
    /// A change does not fit its commitment.
    Commitment,
    /// It has more or fewer changes than it says.
    Count,
    /// The history of records names it wrongly.
    History,
    /// It is not the one that the store knows as its last.
    Head,
}
