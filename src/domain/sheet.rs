//! The sheet for paper: which one is wanted, and what is gathered for it.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::{
    Child, Family, Id,
    diary::{Diary, Whose},
};

/// Which sheet, of which days.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum SheetWish {
    /// A child's month with that day in it, for the parent's signature.
    Month(Id<Child>, NaiveDate),
    /// The week with that day in it: whose, and what they are called.
    Week(Whose, String, NaiveDate),
    /// Whom to call about a day's sessions: the families that somebody owns (login), or all.
    Calls(Option<String>, NaiveDate),
}

/// What stands on a sheet.
#[derive(Clone, Debug)]
pub enum SheetData {
    /// A child's month.
    Month(Box<MonthData>),
    /// A week, and whose it is.
    Week(String, Diary),
    /// A day, and for each of its families whom to call: names with phones.
    Calls(Diary, BTreeMap<Id<Family>, Vec<String>>),
}

/// A child's month.
#[derive(Clone, Debug)]
pub struct MonthData {
    /// The municipality and its programme.
    pub programme: String,
    /// The client file's number.
    pub case_number: String,
    /// The child's name.
    pub child: String,
    /// The child's representatives.
    pub representatives: Vec<String>,
    /// Who owns the case: login and full name.
    pub worker: (String, String),
    /// The month's sessions.
    pub diary: Diary,
}

impl SheetData {
    /// The sessions on it.
    pub fn diary(&self) -> &Diary {
        match self {
            Self::Month(month) => &month.diary,
            Self::Week(_, diary) | Self::Calls(diary, _) => diary,
        }
    }
}
