//! The almanac: what governments decide year by year and no rule foretells. Working days that are moved, and the
//! holidays of schools.

use std::sync::OnceLock;

use chrono::{Datelike, NaiveDate, Weekday};

use super::{calendar::holiday, choices};

choices! {
    /// The holidays of schools.
    SchoolBreak {
        Autumn "autumn" "r",
        Winter "winter" "z",
        Spring "spring" "p",
        Summer "summer" "v",
    }
}

/// A working day that was moved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MovedDay {
    /// The day that is free.
    pub off: NaiveDate,
    /// The Saturday that is worked instead.
    pub worked: NaiveDate,
}

/// Days on which schools are closed, the first and the last included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SchoolHoliday {
    /// Which.
    pub kind: SchoolBreak,
    /// First day.
    pub from: NaiveDate,
    /// Last day.
    pub to: NaiveDate,
}

/// Moved working days and school holidays.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Almanac {
    /// Working days that the state moved. They bind its own institutions; a municipality chooses to follow.
    pub moved: Vec<MovedDay>,
    /// The holidays of schools.
    pub school: Vec<SchoolHoliday>,
}

static IN_FORCE: OnceLock<Almanac> = OnceLock::new();
static EMPTY: Almanac = Almanac { moved: Vec::new(), school: Vec::new() };

impl Almanac {
    /// The one of this process. It is the country's, as a time zone is: nobody works by another in the same minute,
    /// so it is not handed through everything that counts days.
    pub fn in_force() -> &'static Self {
        IN_FORCE.get().unwrap_or(&EMPTY)
    }

    /// Makes it the one of this process; the first one stays.
    pub fn put_in_force(self) {
        let _ = IN_FORCE.set(self);
    }

    /// The one of this process where somebody goes by it, else an empty one.
    pub fn followed(follows: bool) -> &'static Self {
        if follows { Self::in_force() } else { &EMPTY }
    }

    /// Whether `day` is worked.
    pub fn is_working_day(&self, day: NaiveDate) -> bool {
        if matches!(day.weekday(), Weekday::Sat | Weekday::Sun) {
            self.moved_on(day).is_some()
        } else {
            holiday(day).is_none() && self.moved_off(day).is_none()
        }
    }

    /// The Saturday that is worked instead, if the working day `day` was moved.
    pub fn moved_off(&self, day: NaiveDate) -> Option<NaiveDate> {
        self.moved.iter().find(|moved| moved.off == day).map(|moved| moved.worked)
    }

    /// The free day that is made up for, if the Saturday `day` is worked.
    pub fn moved_on(&self, day: NaiveDate) -> Option<NaiveDate> {
        self.moved.iter().find(|moved| moved.worked == day).map(|moved| moved.off)
    }

    /// In which school holidays the day lies.
    pub fn school_break(&self, day: NaiveDate) -> Option<SchoolBreak> {
        self.school.iter().find(|holiday| holiday.from <= day && day <= holiday.to).map(|holiday| holiday.kind)
    }

    /// The first school year with one of these days of which no school holidays are known, by the year in which it
    /// begins: a day of it is not known to be free of them.
    pub fn unknown_school_year(&self, days: impl Iterator<Item = NaiveDate>) -> Option<i32> {
        let is_known = |year: &i32| self.school.iter().any(|holiday| school_year(holiday.from) == *year);
        days.map(school_year).find(|year| !is_known(year))
    }
}

/// The year in which the school year of a day begins: on 1 September.
fn school_year(day: NaiveDate) -> i32 {
    if day.month() >= 9 { day.year() } else { day.year() - 1 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::calendar::date;

    #[test]
    fn days_are_found_from_both_ends() {
        let moved = MovedDay { off: date(2018, 4, 30), worked: date(2018, 4, 21) };
        let autumn = SchoolHoliday { kind: SchoolBreak::Autumn, from: date(2018, 10, 22), to: date(2018, 10, 26) };
        let almanac = Almanac { moved: vec![moved], school: vec![autumn] };
        assert_eq!(almanac.moved_off(moved.off), Some(moved.worked));
        assert_eq!(almanac.moved_on(moved.worked), Some(moved.off));
        assert_eq!(almanac.moved_off(moved.worked), None);
        let breaks = [21, 22, 26, 27].map(|day| almanac.school_break(date(2018, 10, day)));
        assert_eq!(breaks, [None, Some(SchoolBreak::Autumn), Some(SchoolBreak::Autumn), None]);
        let unknown = |from, to| almanac.unknown_school_year([from, to].into_iter());
        assert_eq!(unknown(date(2018, 9, 1), date(2019, 8, 31)), None);
        assert_eq!(unknown(date(2018, 8, 31), date(2019, 9, 1)), Some(2017));
        assert_eq!(unknown(date(2018, 9, 1), date(2019, 9, 1)), Some(2019));
    }
}
