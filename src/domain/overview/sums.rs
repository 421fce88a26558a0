//! What the table of all children and the explanations of its figures are asked for.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::PageOf;
use crate::domain::{
    Child, Id,
    budget::{FigureKind, Key, Sums, Within},
};

/// A figure that is to be explained.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct FigureOf {
    /// Which amount.
    pub kind: FigureKind,
    /// What of it.
    pub key: Key,
    /// Of one child only; none: of all children of the programme.
    pub child: Option<Id<Child>>,
    /// On which days.
    pub within: Within,
    /// As everything stood when that day was over; none: as it stands.
    pub as_of: Option<NaiveDate>,
}

/// The money of a programme's children.
#[derive(Clone, Debug)]
pub struct SumsOfPage {
    /// Added up.
    pub sums: Sums,
    /// Where it is told by child: the day of the next assessment that was not held yet.
    pub next_assessments: BTreeMap<Id<Child>, NaiveDate>,
}

impl PageOf {
    /// The past day, at the end of which everything was as the page shows it; none: it shows what is.
    pub fn as_of(&self) -> Option<NaiveDate> {
        match self {
            Self::Sums(_, _, as_of) => *as_of,
            Self::Figure(of) => of.as_of,
            _ => None,
        }
    }
}
