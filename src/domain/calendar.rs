//! Latvia's public holidays, what a calendar says of a day, and on which days nothing is held.

use chrono::{Datelike, Days, NaiveDate, NaiveTime, TimeDelta, Timelike, Weekday};

use super::{
    Absence, AbsenceScope, Programme, Provider,
    almanac::{Almanac, SchoolBreak},
};

macro_rules! holidays {
    ($($(#[$meta:meta])* $holiday:ident $name:literal,)*) => {
        /// Why a day is a public holiday. The words are in `i18n`.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Holiday { $($(#[$meta])* $holiday,)* }

        impl Holiday {
            /// Every public holiday there is.
            pub const ALL: &[Self] = &[$(Self::$holiday,)*];

            /// The stable English name, as exported.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$holiday => $name,)* }
            }
        }
    };
}

holidays! {
    /// 1 January.
    NewYear "new_year",
    /// Two days before Easter.
    GoodFriday "good_friday",
    /// Easter.
    EasterSunday "easter_sunday",
    /// The day after Easter.
    EasterMonday "easter_monday",
    /// 1 May.
    LabourDay "labour_day",
    /// 4 May, Restoration of Independence.
    RestorationDay "restoration_day",
    /// The working day that is free because 4 May fell on a Saturday or Sunday.
    RestorationDayInLieu "restoration_day_in_lieu",
    /// The second Sunday of May.
    MothersDay "mothers_day",
    /// The seventh Sunday after Easter.
    Pentecost "pentecost",
    /// 23 June, Midsummer Eve.
    MidsummerEve "midsummer_eve",
    /// 24 June, Midsummer.
    Midsummer "midsummer",
    /// The closing day of the Song and Dance Festival.
    SongFestival "song_festival",
    /// The working day that is free because the festival closed on a Saturday or Sunday.
    SongFestivalInLieu "song_festival_in_lieu",
    /// 18 November, Proclamation of the Republic.
    ProclamationDay "proclamation_day",
    /// The working day that is free because 18 November fell on a Saturday or Sunday.
    ProclamationDayInLieu "proclamation_day_in_lieu",
    /// 24 December.
    ChristmasEve "christmas_eve",
    /// 25 December.
    ChristmasDay "christmas_day",
    /// 26 December.
    SecondChristmasDay "second_christmas_day",
    /// 31 December.
    NewYearsEve "new_years_eve",
    /// 24 September 2018, the Pope's visit, by a law of its own.
    PapalVisit "papal_visit",
    /// 29 May 2023, the ice hockey team's bronze medal, by a law of its own.
    HockeyBronze "hockey_bronze",
}

/// A date that the program's own tables spell out.
pub(crate) const fn date(year: i32, month: u32, day: u32) -> NaiveDate {
    match NaiveDate::from_ymd_opt(year, month, day) {
        Some(date) => date,
        None => panic!("a date in the program's own tables does not exist"),
    }
}

/// Free days that no rule foretells.
const ONE_OFFS: [(NaiveDate, Holiday); 2] =
    [(date(2018, 9, 24), Holiday::PapalVisit), (date(2023, 5, 29), Holiday::HockeyBronze)];

/// Closing days of the Song and Dance Festivals.
const SONG_FESTIVALS: [NaiveDate; 2] = [date(2018, 7, 8), date(2023, 7, 9)];

/// The last year of the calendar: nobody plans beyond it, a typing error does.
pub const LAST_YEAR: i32 = 2100;
/// From this year on one-off holidays and moved working days are known.
pub const FIRST_YEAR: i32 = 2018;

/// Easter Sunday of a year from 1583 on (Gregorian computus).
pub fn easter(year: i32) -> NaiveDate {
    let golden = year % 19;
    let (century, of_century) = (year / 100, year % 100);
    let lunar = (19 * golden + century - century / 4 - (century - (century + 8) / 25 + 1) / 3 + 15) % 30;
    let to_sunday = (32 + 2 * (century % 4) + 2 * (of_century / 4) - lunar - of_century % 4) % 7;
    let late = (golden + 11 * lunar + 22 * to_sunday) / 451;
    let from_march = lunar + to_sunday - 7 * late + 114;
    // The rule yields days between 22 March and 25 April.
    date(year, (from_march / 31) as u32, (from_march % 31 + 1) as u32)
}

/// The Monday that is free when a holiday falls on a Saturday or Sunday.
/// None of the holidays that move has another holiday right after it, so that Monday is a working day.
fn in_lieu(holiday: NaiveDate) -> Option<NaiveDate> {
    match holiday.weekday() {
        Weekday::Sat => Some(holiday + Days::new(2)),
        Weekday::Sun => Some(holiday + Days::new(1)),
        _ => None,
    }
}

/// Why that day is a public holiday, if it is one.
/// Where two coincide (Mothers' Day and Pentecost in 2035), the first of [`Holiday::ALL`].
pub fn holiday(day: NaiveDate) -> Option<Holiday> {
    let (year, weekday) = (day.year(), day.weekday());
    let fixed = match (day.month(), day.day()) {
        (1, 1) => Some(Holiday::NewYear),
        (5, 1) => Some(Holiday::LabourDay),
        (5, 4) => Some(Holiday::RestorationDay),
        (5, 8..=14) if weekday == Weekday::Sun => Some(Holiday::MothersDay),
        (6, 23) => Some(Holiday::MidsummerEve),
        (6, 24) => Some(Holiday::Midsummer),
        (11, 18) => Some(Holiday::ProclamationDay),
        (12, 24) => Some(Holiday::ChristmasEve),
        (12, 25) => Some(Holiday::ChristmasDay),
        (12, 26) => Some(Holiday::SecondChristmasDay),
        (12, 31) => Some(Holiday::NewYearsEve),
        (5, 5 | 6) if in_lieu(date(year, 5, 4)) == Some(day) => Some(Holiday::RestorationDayInLieu),
        (11, 19 | 20) if in_lieu(date(year, 11, 18)) == Some(day) => Some(Holiday::ProclamationDayInLieu),
        _ => None,
    };
    let by_easter = || match weekday {
        Weekday::Fri | Weekday::Sun | Weekday::Mon if year > 1582 && (3..=6).contains(&day.month()) => {
            match (day - easter(year)).num_days() {
                -2 => Some(Holiday::GoodFriday),
                0 => Some(Holiday::EasterSunday),
                1 => Some(Holiday::EasterMonday),
                49 => Some(Holiday::Pentecost),
                _ => None,
            }
        }
        _ => None,
    };
    let festival = || {
        SONG_FESTIVALS.iter().find_map(|&closing| {
            let free = in_lieu(closing);
            (day == closing)
                .then_some(Holiday::SongFestival)
                .or_else(|| (Some(day) == free).then_some(Holiday::SongFestivalInLieu))
        })
    };
    let one_off = || ONE_OFFS.iter().find(|(free, _)| *free == day).map(|(_, holiday)| *holiday);
    fixed.or_else(by_easter).or_else(festival).or_else(one_off)
}

/// All public holidays of a year, by date.
pub fn holidays(year: i32) -> Vec<(NaiveDate, Holiday)> {
    let days = date(year, 1, 1).iter_days().take_while(|day| day.year() == year);
    days.filter_map(|day| Some((day, holiday(day)?))).collect()
}

/// Whether `day` is worked; `follows_moved`: where the state's moved working days are followed.
pub fn is_working_day(day: NaiveDate, follows_moved: bool) -> bool {
    Almanac::followed(follows_moved).is_working_day(day)
}

/// What a calendar says of a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Special {
    /// It is a public holiday.
    Holiday(Holiday),
    /// It is free; that Saturday is worked instead.
    MovedOff(NaiveDate),
    /// A Saturday that is worked instead of that day.
    MovedOn(NaiveDate),
    /// Schools have holidays.
    School(SchoolBreak),
}

impl Special {
    /// All that is to be said of a day, the weightiest first; `moved`: the almanac that is followed for moved days.
    pub fn of(day: NaiveDate, moved: &Almanac, school: &Almanac) -> impl Iterator<Item = Self> {
        let all = [
            holiday(day).map(Self::Holiday),
            moved.moved_off(day).map(Self::MovedOff),
            moved.moved_on(day).map(Self::MovedOn),
            school.school_break(day).map(Self::School),
        ];
        all.into_iter().flatten()
    }
}

/// Why nothing is held on a day that the rule of a series names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DayOff {
    /// A public holiday.
    Holiday(Holiday),
    /// A working day that the state moved to that Saturday.
    Moved(NaiveDate),
    /// The provider is closed.
    Closed,
    /// Schools have holidays.
    School(SchoolBreak),
    /// Somebody is away, or something rests.
    Absent(AbsenceScope),
}

/// The days on which a provider and its municipality do not work.
#[derive(Clone, Debug)]
pub struct DaysOff<'a> {
    /// The almanac that the municipality follows for moved working days.
    pub moved: &'a Almanac,
    /// The almanac whose school holidays are free; none: they are worked.
    pub school: Option<&'a Almanac>,
    /// The provider's closure days.
    pub closures: &'a [NaiveDate],
    /// From when to when somebody is away, or something rests.
    pub away: Vec<(NaiveDate, NaiveDate, AbsenceScope)>,
}

impl<'a> DaysOff<'a> {
    /// Those of a provider, if one is chosen, in a programme.
    pub fn new(programme: &Programme, provider: Option<&'a Provider>) -> Self {
        Self {
            moved: Almanac::followed(programme.follows_moved_days),
            school: provider.filter(|provider| provider.school_holidays).map(|_| Almanac::in_force()),
            closures: provider.map_or(&[][..], |provider| provider.closure_days.as_slice()),
            away: Vec::new(),
        }
    }

    /// And those of absences.
    pub fn with<'b>(mut self, absences: impl Iterator<Item = &'b Absence>) -> Self {
        self.away.extend(absences.map(|absence| (absence.from, absence.to, absence.scope())));
        self
    }

    /// Why nothing is held on `day`, if nothing is. A weekend alone is no reason: some services are held on it.
    pub fn why(&self, day: NaiveDate) -> Option<DayOff> {
        let moved = || self.moved.moved_off(day).map(DayOff::Moved);
        let closed = || self.closures.contains(&day).then_some(DayOff::Closed);
        let school = || self.school?.school_break(day).map(DayOff::School);
        let away = || self.away.iter().find(|(from, to, _)| (*from..=*to).contains(&day));
        let away = || away().map(|(.., scope)| DayOff::Absent(*scope));
        holiday(day).map(DayOff::Holiday).or_else(moved).or_else(closed).or_else(away).or_else(school)
    }

    /// The first school year with one of these days of which nobody knows whether schools have holidays then, where
    /// that matters.
    pub fn unknown_school_year(&self, days: impl Iterator<Item = NaiveDate>) -> Option<i32> {
        self.school?.unknown_school_year(days)
    }

    /// Whether something can be held on `day`.
    pub fn is_working_day(&self, day: NaiveDate) -> bool {
        self.moved.is_working_day(day) && self.why(day).is_none()
    }
}

/// Whether clocks go forward over that time of that day: on the last Sunday of March at three, everywhere in the
/// European Union by its own time; so the hour from 3.00 does not exist in Latvia.
pub fn is_skipped_hour(day: NaiveDate, time: NaiveTime) -> bool {
    day.month() == 3 && day.day() > 24 && day.weekday() == Weekday::Sun && time.hour() == 3
}

/// Of so many minutes by the clock from that time of that day those that really pass: in the night in which clocks go
/// forward those of the skipped hour do not; in that in which they go back, on the last Sunday of October from four to
/// three, an hour passes twice.
pub fn minutes_passed(day: NaiveDate, start: NaiveTime, minutes: u32) -> u32 {
    const HOUR: i64 = 60;
    let begin = day.and_time(start);
    let end = begin + TimeDelta::minutes(minutes.into());
    let is_turn = |day: &NaiveDate| matches!(day.month(), 3 | 10) && day.day() > 24 && day.weekday() == Weekday::Sun;
    let turns = day.iter_days().take_while(|day| *day <= end.date()).filter(is_turn);
    let passed = turns.fold(i64::from(minutes), |passed, turn| {
        let Some(three) = turn.and_hms_opt(3, 0, 0) else { return passed };
        let within = (end.min(three + TimeDelta::minutes(HOUR)) - begin.max(three)).num_minutes();
        match turn.month() {
            3 => passed - within.max(0),
            // Of a time within the hour nobody knows which of the two is meant.
            _ if within == HOUR => passed + HOUR,
            _ => passed,
        }
    });
    u32::try_from(passed).unwrap_or_default()
}

/// The working days from `from` to `to`, both included; none after the year 2100.
pub fn working_days(from: NaiveDate, to: NaiveDate, follows_moved: bool) -> Vec<NaiveDate> {
    let (to, almanac) = (to.min(date(LAST_YEAR, 12, 31)), Almanac::followed(follows_moved));
    from.iter_days().take_while(|day| *day <= to).filter(|day| almanac.is_working_day(*day)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn where_clocks_are_changed_only_the_hours_that_pass_are_counted() {
        let check = |day, start: &str, minutes, expect| {
            assert_eq!(minutes_passed(day, start.parse().unwrap(), minutes), expect, "{day} {start}");
        };
        check(date(2019, 3, 30), "22:00:00", 8 * 60, 7 * 60);
        check(date(2019, 3, 31), "02:30:00", 60, 30);
        check(date(2019, 3, 31), "04:00:00", 60, 60);
        check(date(2019, 3, 24), "22:00:00", 8 * 60, 8 * 60);
        check(date(2019, 3, 29), "20:00:00", 72 * 60, 71 * 60);
        check(date(2019, 10, 26), "20:00:00", 12 * 60, 13 * 60);
        check(date(2019, 10, 27), "03:30:00", 60, 60);
        check(date(2019, 10, 27), "10:00:00", 60, 60);
    }

    #[test]
    fn easter_falls_where_the_almanac_has_it() {
        let check = |year, month, day| assert_eq!(easter(year), date(year, month, day));
        check(2018, 4, 1);
        check(2019, 4, 21);
        check(2024, 3, 31);
        check(2026, 4, 5);
        check(2035, 3, 25);
        check(2038, 4, 25);
        check(2049, 4, 18);
        check(2076, 4, 19);
        check(2100, 3, 28);
    }

    #[test]
    fn each_holiday_is_found_on_its_day() {
        let check =
            |year, month, day, expect| assert_eq!(holiday(date(year, month, day)), expect, "{day}.{month}.{year}");
        check(2019, 1, 1, Some(Holiday::NewYear));
        check(2019, 4, 19, Some(Holiday::GoodFriday));
        check(2019, 4, 20, None);
        check(2019, 4, 21, Some(Holiday::EasterSunday));
        check(2019, 4, 22, Some(Holiday::EasterMonday));
        check(2019, 5, 1, Some(Holiday::LabourDay));
        check(2019, 5, 4, Some(Holiday::RestorationDay));
        check(2019, 5, 12, Some(Holiday::MothersDay));
        check(2019, 6, 9, Some(Holiday::Pentecost));
        check(2019, 6, 23, Some(Holiday::MidsummerEve));
        check(2019, 6, 24, Some(Holiday::Midsummer));
        check(2018, 7, 8, Some(Holiday::SongFestival));
        check(2019, 11, 18, Some(Holiday::ProclamationDay));
        check(2019, 12, 24, Some(Holiday::ChristmasEve));
        check(2019, 12, 25, Some(Holiday::ChristmasDay));
        check(2019, 12, 26, Some(Holiday::SecondChristmasDay));
        check(2019, 12, 27, None);
        check(2019, 12, 31, Some(Holiday::NewYearsEve));
        check(2018, 9, 24, Some(Holiday::PapalVisit));
        check(2023, 5, 29, Some(Holiday::HockeyBronze));
        check(2035, 5, 13, Some(Holiday::MothersDay));
    }

    #[test]
    fn three_holidays_move_to_monday_and_the_others_do_not() {
        let check =
            |year, month, day, expect| assert_eq!(holiday(date(year, month, day)), expect, "{day}.{month}.{year}");
        check(2018, 11, 19, Some(Holiday::ProclamationDayInLieu)); // 18.11.2018 was a Sunday
        check(2023, 11, 20, Some(Holiday::ProclamationDayInLieu)); // a Saturday
        check(2019, 11, 19, None); // a Monday: nothing to move
        check(2019, 5, 6, Some(Holiday::RestorationDayInLieu)); // a Saturday
        check(2025, 5, 5, Some(Holiday::RestorationDayInLieu)); // a Sunday
        check(2018, 7, 9, Some(Holiday::SongFestivalInLieu));
        check(2023, 7, 10, Some(Holiday::SongFestivalInLieu));
        check(2022, 1, 3, None); // New Year on a Saturday
        check(2021, 5, 3, None); // 1 May on a Saturday
        check(2022, 6, 27, None); // after Midsummer
    }

    #[test]
    fn a_year_lists_its_holidays_in_order_and_any_year_can_be_asked() {
        for year in 2018..=2100 {
            let listed = holidays(year);
            assert!((15..=20).contains(&listed.len()), "{year}: {}", listed.len());
            assert!(listed.is_sorted_by(|a, b| a.0 < b.0));
        }
        let kinds: Vec<_> = (2018..=2025).flat_map(holidays).map(|(_, holiday)| holiday).collect();
        for holiday in Holiday::ALL {
            assert!(kinds.contains(holiday), "{}", holiday.name());
        }
    }

    /// Talsi counted 269 working days.
    #[test]
    fn the_pilot_in_talsi_had_269_working_days() {
        for follows_moved in [false, true] {
            assert_eq!(working_days(date(2018, 9, 3), date(2019, 9, 30), follows_moved).len(), 269);
        }
    }

    #[test]
    fn working_days_of_a_span_that_ends_before_it_starts_are_none() {
        assert!(working_days(date(2019, 5, 6), date(2019, 5, 3), false).is_empty());
        assert_eq!(working_days(date(2019, 5, 3), date(2019, 5, 7), false), [date(2019, 5, 3), date(2019, 5, 7)]);
        assert!(working_days(NaiveDate::MAX, NaiveDate::MAX, true).is_empty());
    }
}
