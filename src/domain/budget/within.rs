//! Days that a figure is asked for.

use chrono::NaiveDate;

/// Days in a row, the first and the last included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Within {
    /// The first.
    pub from: NaiveDate,
    /// The last; before the first: no day at all.
    pub to: NaiveDate,
}

impl Within {
    /// Every day there is.
    pub const ALWAYS: Self = Self { from: NaiveDate::MIN, to: NaiveDate::MAX };

    /// From and to, where they are given.
    pub fn new(from: Option<NaiveDate>, to: Option<NaiveDate>) -> Self {
        Self { from: from.unwrap_or(Self::ALWAYS.from), to: to.unwrap_or(Self::ALWAYS.to) }
    }

    /// Whether `day` is one of them.
    pub fn covers(&self, day: NaiveDate) -> bool {
        (self.from..=self.to).contains(&day)
    }
}

impl Default for Within {
    fn default() -> Self {
        Self::ALWAYS
    }
}
