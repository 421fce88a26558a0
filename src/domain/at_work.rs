//! Who is at work on what.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{Child, Family, Id};

/// What somebody has open to be changed.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(default)]
pub struct AtWork {
    /// Who (login).
    pub user: String,
    /// The kind's number, see [`super::Kind`].
    pub kind: u8,
    /// The record; 0: a new one.
    pub number: u64,
    /// The household concerned; 0: none.
    pub family: Id<Family>,
    /// The child concerned; 0: none.
    pub child: Id<Child>,
    /// The days whose attendance is being marked, the first and the last; none: no attendance is.
    pub days: Option<(NaiveDate, NaiveDate)>,
}

impl AtWork {
    /// Whether two would meet: at the same record, about the same child or household, or in the attendance of a day.
    pub fn meets(&self, other: &Self) -> bool {
        let same_record = self.number != 0 && (self.kind, self.number) == (other.kind, other.number);
        let same_child = self.child.is_some() && self.child == other.child;
        // Whoever works on a household as a whole meets everybody who works on one of its children.
        let of_household = !self.child.is_some() || !other.child.is_some();
        let same_day = match (self.days, other.days) {
            (Some((from, to)), Some((others_from, others_to))) => from <= others_to && others_from <= to,
            _ => false,
        };
        same_record || same_child || same_day || (of_household && self.family.is_some() && self.family == other.family)
    }
}
