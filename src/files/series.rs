//! Series from a calendar beside those that are stored: what is known by the names that calendars give, and what is new.
//!
//! A series that is stored keeps the days that people took out of it; only what its calendar has added at the end comes
//! to it, as a series of its own.

use std::collections::HashMap;

use chrono::NaiveDate;

use super::{
    Register,
    ics::{Occurrence, Places, Repetition, uid_of_series, uid_of_session},
    import::{Intake, new},
    table::Table,
};
use crate::domain::{Id, Put, Series, Session};

/// What is stored of a session that a calendar has.
pub(super) enum Stored<'a> {
    /// The session.
    Session(&'a Session),
    /// Its series, from which people took it out.
    LeftOut,
    /// Nothing.
    Nothing,
}

/// The series of a file, and what is stored under the same names.
pub(super) struct Repeating<'a> {
    repetitions: &'a [Repetition],
    /// By what calendars call them; with the day of their series if they stand for one.
    sessions: HashMap<(String, Option<NaiveDate>), &'a Session>,
    /// The last days of stored series, by what calendars call these.
    last_days: HashMap<String, NaiveDate>,
    /// The series of the file as new ones; none: it cannot be used.
    new: Vec<Option<New>>,
}

/// A series that may come into the store.
struct New {
    series: Series,
    /// The days of its rule that have a session.
    held: Vec<NaiveDate>,
    /// It has a session, at least one outside its rule.
    is_used: bool,
}

impl<'a> Repeating<'a> {
    /// Of a file; a plain table has no series and names nothing.
    pub(super) fn new(table: &'a Table, stored: &'a Register) -> Self {
        let new = table.repetitions.iter().map(|_| None).collect();
        let mut repeating =
            Self { repetitions: &table.repetitions, sessions: HashMap::new(), last_days: HashMap::new(), new };
        if table.rows.iter().all(|row| row.occurrence.is_none()) {
            return repeating;
        }
        let places = Places::new(stored.sessions.iter(), &stored.series);
        let names: HashMap<Id<Series>, String> =
            stored.series.iter().map(|series| (series.id, uid_of_series(series, stored))).collect();
        for session in &stored.sessions {
            let key = match (places.day(session), names.get(&session.series)) {
                (Some(day), Some(name)) => (name.clone(), Some(day)),
                _ => (uid_of_session(session, stored), None),
            };
            repeating.sessions.insert(key, session);
        }
        for series in &stored.series {
            let days = series.rule.days(series.from).unwrap_or_default();
            let name = names.get(&series.id).cloned();
            repeating.last_days.extend(name.zip(days.last().copied()));
        }
        repeating
    }

    /// Takes the series at that place of the file; `usual`: what its sessions are like.
    pub(super) fn take(&mut self, place: usize, usual: &Session, intake: &mut Intake) {
        let told = &self.repetitions[place];
        let is_stored = self.last_days.contains_key(&told.uid);
        let series = Series {
            id: intake.placeholder(),
            child: usual.child,
            line: usual.line,
            provider: usual.provider,
            specialist: usual.specialist.clone(),
            start: usual.start,
            minutes: usual.minutes,
            units: usual.units,
            from: told.from,
            rule: told.rule.clone(),
            exceptions: Vec::new(),
            skip: told.skip,
            school_holidays: told.school_holidays,
            uid: if is_stored { String::new() } else { told.uid.clone() },
        };
        self.new[place] = Some(New { series, held: Vec::new(), is_used: false });
    }

    /// What is stored of a session.
    pub(super) fn stored(&self, occurrence: &Occurrence) -> Stored<'a> {
        if occurrence.uid.is_empty() {
            return Stored::Nothing;
        }
        if let Some(session) = self.sessions.get(&(occurrence.uid.clone(), occurrence.day)) {
            return Stored::Session(session);
        }
        let last = self.last_days.get(&occurrence.uid);
        let left_out = occurrence.day.zip(last).is_some_and(|(day, last)| day <= *last);
        if left_out { Stored::LeftOut } else { Stored::Nothing }
    }

    /// Puts a new session into its series, or gives it its name.
    pub(super) fn place(&self, session: &mut Session, occurrence: &Occurrence) {
        let series = occurrence.repetition.and_then(|place| self.new[place].as_ref());
        session.series = series.map(|new| new.series.id).unwrap_or_default();
        session.instead_of = match occurrence.day {
            Some(day) => Some(day).filter(|day| *day != session.day && session.series.is_some()),
            None => occurrence.instead_of,
        };
        if occurrence.day.is_none() {
            session.uid.clone_from(&occurrence.uid);
        }
    }

    /// Notes that a new session was taken into the series.
    pub(super) fn holds(&mut self, series: Id<Series>, occurrence: &Occurrence) {
        let found = occurrence.repetition.and_then(|place| self.new[place].as_mut());
        if let Some(found) = found.filter(|found| found.series.id == series) {
            found.held.extend(occurrence.day);
            found.is_used = true;
        }
    }

    /// The series that have new sessions; days of the rule without one are left out.
    pub(super) fn finish(self) -> Vec<Put> {
        let used = self.new.into_iter().flatten().filter(|new| new.is_used);
        let whole = used.map(|New { series, held, .. }| {
            let mut exceptions = series.rule.days(series.from).unwrap_or_default();
            exceptions.retain(|day| !held.contains(day));
            new(Series { exceptions, ..series })
        });
        whole.collect()
    }
}
