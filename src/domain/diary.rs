//! The diary: the sessions of some days, whoever's they are, with the names that people know them by.

use chrono::{Datelike, Days, Months, NaiveDate};

use super::{Absence, Child, Family, Id, Provider, Session};

/// Whose sessions.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Whose {
    /// A child's.
    Child(Id<Child>),
    /// Of all children of a family.
    Family(Id<Family>),
    /// At a provider, whoever comes.
    Provider(Id<Provider>),
    /// With a specialist, by name.
    Specialist(String),
    /// Of the cases that somebody owns (login); none: of all.
    Caseload(Option<String>),
}

/// Whose sessions of which days are wanted, the first and the last included.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct DiaryWish {
    /// Whose.
    pub whose: Whose,
    /// First day.
    pub from: NaiveDate,
    /// Last day.
    pub to: NaiveDate,
}

/// One session, as people speak of it.
#[derive(Clone, Debug, PartialEq)]
pub struct DiaryRow {
    /// The session.
    pub session: Session,
    /// The child's name as lists have it.
    pub child: String,
    /// The same with the given names first: where there is little room, brothers and sisters are told apart.
    pub called: String,
    /// The household.
    pub family: Id<Family>,
    /// The code of its service.
    pub service: String,
}

/// What was wanted, by day, time and child.
#[derive(Clone, Debug, PartialEq)]
pub struct Diary {
    /// What was wanted.
    pub wish: DiaryWish,
    /// The sessions.
    pub rows: Vec<DiaryRow>,
    /// What some of them were moved to or from, where that is none of them.
    pub moved: Vec<Session>,
    /// The absences that keep those children, or whom they come to, from sessions on those days, by first day.
    pub absences: Vec<Absence>,
}

impl Diary {
    /// The sessions of a day.
    pub fn on(&self, day: NaiveDate) -> &[DiaryRow] {
        let start = self.rows.partition_point(|row| row.session.day < day);
        let count = self.rows[start..].partition_point(|row| row.session.day == day);
        &self.rows[start..start + count]
    }
}

/// Monday and Sunday of the day's week.
pub fn week(day: NaiveDate) -> (NaiveDate, NaiveDate) {
    let monday = day - Days::new(u64::from(day.weekday().num_days_from_monday()));
    (monday, monday + Days::new(6))
}

/// The first and the last day of the day's month.
pub fn month(day: NaiveDate) -> (NaiveDate, NaiveDate) {
    let first = day - Days::new(u64::from(day.day0()));
    (first, first + Months::new(1) - Days::new(1))
}

/// The first and the last day of the month before the day's.
pub fn month_before(day: NaiveDate) -> (NaiveDate, NaiveDate) {
    month(month(day).0 - Days::new(1))
}

/// The day's month in whole weeks: a Monday and a Sunday.
pub fn month_in_weeks(day: NaiveDate) -> (NaiveDate, NaiveDate) {
    let (first, last) = month(day);
    (week(first).0, week(last).1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::calendar::date;

    #[test]
    fn weeks_begin_on_monday_and_months_are_shown_in_whole_ones() {
        assert_eq!(week(date(2018, 11, 18)), (date(2018, 11, 12), date(2018, 11, 18)));
        assert_eq!(month(date(2024, 2, 29)), (date(2024, 2, 1), date(2024, 2, 29)));
        assert_eq!(month_in_weeks(date(2018, 9, 15)), (date(2018, 8, 27), date(2018, 9, 30)));
        assert_eq!(month_in_weeks(date(2018, 12, 31)), (date(2018, 11, 26), date(2019, 1, 6)));
    }

    #[test]
    fn a_day_has_its_own_sessions() {
        let row = |number, day| DiaryRow {
            session: Session { id: Id::new(number), day, ..Session::default() },
            child: String::new(),
            called: String::new(),
            family: Id::default(),
            service: String::new(),
        };
        let (from, to) = week(date(2018, 9, 12));
        let rows = vec![row(1, from), row(2, date(2018, 9, 12)), row(3, date(2018, 9, 12)), row(4, to)];
        let diary = Diary {
            wish: DiaryWish { whose: Whose::Child(Id::new(1)), from, to },
            rows,
            moved: Vec::new(),
            absences: Vec::new(),
        };
        let numbers = |day| diary.on(day).iter().map(|row| row.session.id.0).collect::<Vec<_>>();
        assert_eq!(numbers(date(2018, 9, 12)), [2, 3]);
        assert_eq!(numbers(date(2018, 9, 11)), [0; 0]);
        assert_eq!(numbers(to), [4]);
    }
}
