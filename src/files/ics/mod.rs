//! Sessions as an iCalendar file (RFC 5545), which ordinary calendars open, and back from it as a table.
//!
//! A series is one event with its rule; sessions of it that differ are events of their own with the day that they stand
//! for. What a calendar has no place for stands in properties of ours, and no personal code leaves the store this way.

mod event;
mod moment;
mod read;
mod rule;
mod write;

use std::collections::{HashMap, HashSet};

use chrono::NaiveDate;

pub use read::table;
pub use write::write;

use super::{Register, joined::of_session, table::Row};
use crate::{
    domain::{Field, Id, Problem, Series, Session, Skip, recurrence::Rule},
    i18n::Lang,
};

/// The time zone of everything written; what is read is in it, in one with the same clock, or in universal time.
const ZONE: &str = "Europe/Riga";

/// What begins the names of properties that only this program knows.
const OWN: &str = "X-ATBALSTS-";

/// The name of a field among properties.
fn own_name(field: Field) -> String {
    format!("{OWN}{}", field.name().to_uppercase().replace('_', "-"))
}

/// Whether the bytes are a calendar, not a table.
pub fn is_calendar(bytes: &[u8]) -> bool {
    let bytes = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes);
    bytes.get(..15).is_some_and(|start| start.eq_ignore_ascii_case(b"BEGIN:VCALENDAR"))
}

/// What a calendar says of a session besides the cells of its row.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Occurrence {
    /// What calendars call it, or the series in which it stands for a day.
    pub uid: String,
    /// The day of a series for which it stands.
    pub day: Option<NaiveDate>,
    /// The place among the table's series of that to which it belongs.
    pub repetition: Option<usize>,
    /// The day for which it stands outside the rule of its series.
    pub instead_of: Option<NaiveDate>,
    /// Why it cannot be used.
    pub problem: Option<(Field, Problem)>,
}

impl Occurrence {
    fn new(uid: &str) -> Self {
        Self { uid: uid.to_owned(), ..Self::default() }
    }
}

/// A series as a calendar has it.
#[derive(Clone, Debug, PartialEq)]
pub struct Repetition {
    /// What calendars call it.
    pub uid: String,
    /// The day from which the rule counts.
    pub from: NaiveDate,
    /// The rule; days without a row have no session.
    pub rule: Rule,
    /// What becomes of sessions on days off.
    pub skip: Skip,
    /// School holidays are days off, too.
    pub school_holidays: bool,
    /// What its sessions are like: the row of one, which is not itself a session.
    pub usual: Row,
}

/// Which sessions stand for which day of which series. Of two that claim the same day, the older one does.
pub(super) struct Places {
    days: HashMap<Id<Session>, NaiveDate>,
}

impl Places {
    /// Of these sessions, ordered by number, in series that are all among `series`.
    pub(super) fn new<'a>(sessions: impl Iterator<Item = &'a Session>, series: &[Series]) -> Self {
        let mut of_rule: HashMap<Id<Series>, Vec<NaiveDate>> = HashMap::new();
        for series in series {
            of_rule.insert(series.id, series.rule.days(series.from).unwrap_or_default());
        }
        let mut taken = HashSet::new();
        let stands = |session: &&Session| {
            let day = session.rule_day();
            let days = of_rule.get(&session.series);
            days.is_some_and(|days| days.binary_search(&day).is_ok()) && taken.insert((session.series, day))
        };
        Self { days: sessions.filter(stands).map(|session| (session.id, session.rule_day())).collect() }
    }

    /// The day of its series for which a session stands; none if it is in none, or outside its rule.
    pub(super) fn day(&self, session: &Session) -> Option<NaiveDate> {
        self.days.get(&session.id).copied()
    }
}

/// What calendars call a series: as it came from one, or by its number; no other's in another municipality's file.
pub(super) fn uid_of_series(series: &Series, register: &Register) -> String {
    uid(&series.uid, "series", series.id.0, &series.session(series.from, series.from), register)
}

/// What calendars call a session that stands for no day of a series.
pub(super) fn uid_of_session(session: &Session, register: &Register) -> String {
    uid(&session.uid, "session", session.id.0, session, register)
}

fn uid(known: &str, kind: &str, number: u64, session: &Session, register: &Register) -> String {
    if !known.is_empty() {
        return known.to_owned();
    }
    format!("{kind}-{number}-{}@atbalsts", of_session(session, register, Field::CaseNumber, Lang::English))
}
