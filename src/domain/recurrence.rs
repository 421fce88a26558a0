//! Rules of repetition: a part of RFC 5545 that offices use, on days without times, and never without an end.

use std::{collections::BTreeSet, fmt, str::FromStr};

use chrono::{Datelike, Days, NaiveDate, Weekday};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};

/// No rule makes more days: three years of five a week. What is more is a slip of the finger.
pub const MOST_DAYS: usize = 1000;
/// No rule leaves out more weeks or months: a year.
pub const WIDEST: u32 = 52;
/// No rule goes beyond this year, so that one which never comes true comes to an end.
const LAST_YEAR: i32 = 2100;

/// On which days something is repeated.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Pattern {
    /// On these days of the week; none: on that of the first day.
    Weekly(Vec<Weekday>),
    /// On these days of the month (1–31); none: on that of the first day. Months without such a day have none.
    MonthDays(Vec<u32>),
    /// On the n-th such weekdays of the month: 1–5 from its beginning, −1 the last.
    MonthWeekdays(Vec<(i8, Weekday)>),
}

/// How it ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// After so many days, those that are excepted among them.
    Count(u32),
    /// With this day.
    Until(NaiveDate),
}

/// A rule of repetition, stored and shown to other programs as the text of an RFC 5545 `RRULE`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rule {
    /// On which days.
    pub pattern: Pattern,
    /// Every so many weeks or months, from 1.
    pub every: u32,
    /// How it ends.
    pub end: End,
}

/// Why a rule cannot be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RuleFault {
    /// It says neither how often nor until when.
    Endless,
    /// It makes more days than [`MOST_DAYS`].
    TooMany,
    /// No day fits it: 31 February, an end before the start.
    Never,
    /// It says both how often and until when.
    TwoEnds,
    /// It names days of the week and days of the month.
    Mixed,
    /// It uses a part that is not understood here, or wrongly.
    Unknown(String),
}

impl Default for Rule {
    /// Once.
    fn default() -> Self {
        Self { pattern: Pattern::Weekly(Vec::new()), every: 1, end: End::Count(1) }
    }
}

impl Rule {
    /// The days that the rule makes, counted from `start`: the first on or after it that fits.
    /// Weeks begin on Monday; every second week is counted from the week of `start`.
    pub fn days(&self, start: NaiveDate) -> Result<Vec<NaiveDate>, RuleFault> {
        let endless = Endless::new(&self.pattern, self.every, start);
        let mut days: Vec<NaiveDate> = match self.end {
            End::Count(count) if count as usize > MOST_DAYS => return Err(RuleFault::TooMany),
            End::Count(count) => {
                let days: Vec<NaiveDate> = endless.take(count as usize).collect();
                // Fewer than wanted: the calendar has ended first.
                if days.len() < count as usize {
                    return Err(RuleFault::Never);
                }
                days
            }
            End::Until(last) => endless.take_while(|day| *day <= last).take(MOST_DAYS + 1).collect(),
        };
        days.dedup();
        match days.len() {
            0 => Err(RuleFault::Never),
            count if count > MOST_DAYS => Err(RuleFault::TooMany),
            _ => Ok(days),
        }
    }

    /// The simplest weekly rule that has all these days, and the days of the rule that are not among them.
    /// `days` are in order. None where there are no days, or where such a rule makes too many.
    pub fn describing(days: &[NaiveDate]) -> Option<(Self, Vec<NaiveDate>)> {
        let mut weekdays: Vec<Weekday> = days.iter().map(|day| day.weekday()).collect();
        sort(&mut weekdays);
        // Wider steps leave fewer exceptions; the widest that has all days is the simplest to read.
        [4, 3, 2, 1].iter().find_map(|every| Self::having(days, Pattern::Weekly(weekdays.clone()), *every))
    }

    /// The rule with which these days, which are in order, go on from this one: of its own shape, on other days of the
    /// month if need be, or weekly; that with the fewest days left out. None as in [`Rule::describing`].
    pub fn going_on(&self, days: &[NaiveDate]) -> Option<(Self, Vec<NaiveDate>)> {
        let of = |pattern| Self::having(days, pattern, self.every);
        let own = of(self.pattern.clone());
        let found = if matches!(self.pattern, Pattern::Weekly(_)) {
            vec![Self::describing(days), own]
        } else {
            let numbers: BTreeSet<u32> = days.iter().map(|day| day.day()).collect();
            let mut places: Vec<(i8, Weekday)> =
                days.iter().map(|day| ((day.day0() / 7 + 1) as i8, day.weekday())).collect();
            places.sort_unstable_by_key(|(nth, weekday)| (*nth, weekday.num_days_from_monday()));
            places.dedup();
            let numbers = Pattern::MonthDays(numbers.into_iter().collect());
            vec![own, of(numbers), of(Pattern::MonthWeekdays(places)), Self::describing(days)]
        };
        // Of those that leave out as many the first is taken.
        found.into_iter().flatten().min_by_key(|(_, missing)| missing.len())
    }

    /// The rule of that pattern from the first of these days to the last, and what it makes besides; none where it does
    /// not make all of them, or too many.
    fn having(days: &[NaiveDate], pattern: Pattern, every: u32) -> Option<(Self, Vec<NaiveDate>)> {
        let rule = Self { pattern, every, end: End::Until(*days.last()?) };
        let mut made = rule.days(*days.first()?).ok()?;
        if !days.iter().all(|day| made.binary_search(day).is_ok()) {
            return None;
        }
        made.retain(|day| days.binary_search(day).is_err());
        Some((rule, made))
    }
}

/// In the order of the week, each once.
pub fn sort(weekdays: &mut Vec<Weekday>) {
    weekdays.sort_by_key(|day| day.num_days_from_monday());
    weekdays.dedup();
}

/// The days of a pattern from a day on, in order, until the calendar ends.
#[derive(Clone, Debug)]
pub struct Endless {
    pattern: Pattern,
    every: u32,
    start: NaiveDate,
    /// How many weeks or months have been gone through.
    step: u32,
    /// Days of the step at hand, the next one last.
    ready: Vec<NaiveDate>,
}

impl Endless {
    /// From `start` on; every so many weeks or months are counted from its own.
    pub fn new(pattern: &Pattern, every: u32, start: NaiveDate) -> Self {
        let mut pattern = pattern.clone();
        match &mut pattern {
            Pattern::Weekly(days) if days.is_empty() => days.push(start.weekday()),
            Pattern::MonthDays(days) if days.is_empty() => days.push(start.day()),
            _ => {}
        }
        Self { pattern, every: every.clamp(1, WIDEST), start, step: 0, ready: Vec::new() }
    }

    /// The days of the next week or month; none when the calendar has ended.
    fn next_step(&mut self) -> Option<Vec<NaiveDate>> {
        let gone = self.step.checked_mul(self.every)?;
        self.step += 1;
        let mut days: Vec<NaiveDate> = match &self.pattern {
            Pattern::Weekly(weekdays) => {
                let monday = self.start.week(Weekday::Mon).checked_first_day()?;
                let monday = monday.checked_add_days(Days::new(u64::from(gone) * 7))?;
                let on = |day: &Weekday| monday.checked_add_days(Days::new(day.num_days_from_monday().into()));
                weekdays.iter().filter_map(on).collect()
            }
            Pattern::MonthDays(numbers) => {
                let first = month_after(self.start, gone)?;
                numbers.iter().filter_map(|&number| first.with_day(number)).collect()
            }
            Pattern::MonthWeekdays(places) => {
                let first = month_after(self.start, gone)?;
                places.iter().filter_map(|&(nth, weekday)| nth_weekday(first, nth, weekday)).collect()
            }
        };
        let first = days.first().copied();
        if first.is_some_and(|day| day.year() > LAST_YEAR) || self.step > 12 * 200 * WIDEST {
            return None;
        }
        days.retain(|day| *day >= self.start);
        days.sort_unstable_by(|a, b| b.cmp(a));
        days.dedup();
        Some(days)
    }
}

impl Iterator for Endless {
    type Item = NaiveDate;

    fn next(&mut self) -> Option<NaiveDate> {
        while self.ready.is_empty() {
            self.ready = self.next_step()?;
        }
        self.ready.pop()
    }
}

/// The first day of the month that is so many months after that of `day`; none beyond the calendar's last year.
fn month_after(day: NaiveDate, months: u32) -> Option<NaiveDate> {
    let first = day.with_day(1)?.checked_add_months(chrono::Months::new(months))?;
    (first.year() <= LAST_YEAR).then_some(first)
}

/// The n-th such weekday of the month that begins on `first`, from its end if negative; none if it has none.
fn nth_weekday(first: NaiveDate, nth: i8, weekday: Weekday) -> Option<NaiveDate> {
    if nth > 0 {
        return NaiveDate::from_weekday_of_month_opt(first.year(), first.month(), weekday, nth.unsigned_abs());
    }
    let last = first.checked_add_months(chrono::Months::new(1))?.pred_opt()?;
    let back = (last.weekday().num_days_from_monday() + 7 - weekday.num_days_from_monday()) % 7;
    let days = u64::from(back) + 7 * (u64::from(nth.unsigned_abs()).checked_sub(1)?);
    last.checked_sub_days(Days::new(days)).filter(|day| day.month() == first.month())
}

/// The two letters of RFC 5545.
const WEEKDAYS: [(Weekday, &str); 7] = [
    (Weekday::Mon, "MO"),
    (Weekday::Tue, "TU"),
    (Weekday::Wed, "WE"),
    (Weekday::Thu, "TH"),
    (Weekday::Fri, "FR"),
    (Weekday::Sat, "SA"),
    (Weekday::Sun, "SU"),
];

fn letters(weekday: Weekday) -> &'static str {
    WEEKDAYS[weekday.num_days_from_monday() as usize].1
}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fn list<T>(items: &[T], text: impl Fn(&T) -> String) -> String {
            items.iter().map(text).collect::<Vec<_>>().join(",")
        }
        let (frequency, by) = match &self.pattern {
            Pattern::Weekly(days) => ("WEEKLY", list(days, |day| letters(*day).to_owned())),
            Pattern::MonthDays(days) => ("MONTHLY", list(days, u32::to_string)),
            Pattern::MonthWeekdays(places) => ("MONTHLY", list(places, |(nth, day)| format!("{nth}{}", letters(*day)))),
        };
        write!(f, "FREQ={frequency}")?;
        if self.every > 1 {
            write!(f, ";INTERVAL={}", self.every)?;
        }
        if !by.is_empty() {
            let part = if matches!(self.pattern, Pattern::MonthDays(_)) { "BYMONTHDAY" } else { "BYDAY" };
            write!(f, ";{part}={by}")?;
        }
        match self.end {
            End::Count(count) => write!(f, ";COUNT={count}"),
            End::Until(day) => write!(f, ";UNTIL={}", day.format("%Y%m%d")),
        }
    }
}

impl FromStr for Rule {
    type Err = RuleFault;

    /// Reads what [`Rule`] writes, and what other programs write of the same kind. An end in days only: the time of
    /// day and the zone of an `UNTIL` are left out.
    fn from_str(text: &str) -> Result<Self, RuleFault> {
        let (mut frequency, mut every, mut end, mut by_day, mut by_month_day) = (None, 1, None, None, None);
        for part in text.trim().split(';').filter(|part| !part.is_empty()) {
            let unknown = || RuleFault::Unknown(part.to_owned());
            let (name, value) = part.split_once('=').ok_or_else(unknown)?;
            match name.to_ascii_uppercase().as_str() {
                "FREQ" => frequency = Some(value.to_ascii_uppercase()),
                "INTERVAL" => {
                    every = value.parse().ok().filter(|every| (1..=WIDEST).contains(every)).ok_or_else(unknown)?;
                }
                "COUNT" => {
                    let count = value.parse().ok().filter(|count| *count > 0).ok_or_else(unknown)?;
                    end = end.xor(Some(End::Count(count)));
                }
                "UNTIL" => {
                    let day = value.get(..8).and_then(|day| NaiveDate::parse_from_str(day, "%Y%m%d").ok());
                    end = end.xor(Some(End::Until(day.ok_or_else(unknown)?)));
                }
                "BYDAY" => by_day = Some(places(value).ok_or_else(unknown)?),
                "BYMONTHDAY" => by_month_day = Some(month_days(value).ok_or_else(unknown)?),
                "WKST" if value.eq_ignore_ascii_case("MO") => {}
                _ => return Err(unknown()),
            }
        }
        let pattern = match (frequency.as_deref(), by_day, by_month_day) {
            (Some("WEEKLY"), places, None) => {
                let places = places.unwrap_or_default();
                if places.iter().any(|(nth, _)| *nth != 0) {
                    return Err(RuleFault::Unknown(text.to_owned()));
                }
                let mut days = places.into_iter().map(|(_, day)| day).collect();
                sort(&mut days);
                Pattern::Weekly(days)
            }
            (Some("MONTHLY"), Some(places), None) if places.iter().all(|(nth, _)| *nth != 0) => {
                Pattern::MonthWeekdays(places)
            }
            (Some("MONTHLY"), None, days) => Pattern::MonthDays(days.unwrap_or_default()),
            _ => return Err(RuleFault::Unknown(text.to_owned())),
        };
        Ok(Self { pattern, every, end: end.ok_or(RuleFault::Endless)? })
    }
}

/// `TU,TH` or `2TU,-1FR`; 0 where no number stands before the letters.
fn places(value: &str) -> Option<Vec<(i8, Weekday)>> {
    let place = |text: &str| -> Option<(i8, Weekday)> {
        let (number, day) = text.split_at_checked(text.len().checked_sub(2)?)?;
        let (weekday, _) = *WEEKDAYS.iter().find(|(_, letters)| day.eq_ignore_ascii_case(letters))?;
        let nth =
            if number.is_empty() { 0 } else { number.parse().ok().filter(|nth| matches!(nth, -5..=-1 | 1..=5))? };
        Some((nth, weekday))
    };
    value.split(',').map(place).collect()
}

fn month_days(value: &str) -> Option<Vec<u32>> {
    value.split(',').map(|day| day.parse().ok().filter(|day| (1..=31).contains(day))).collect()
}

impl Serialize for Rule {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Rule {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(|fault| D::Error::custom(format!("{text}: {fault:?}")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(year: i32, month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(year, month, day).unwrap()
    }

    fn made(rule: &str, start: NaiveDate) -> Result<Vec<String>, RuleFault> {
        let days = rule.parse::<Rule>()?.days(start)?;
        Ok(days.into_iter().map(|day| day.format("%d.%m.%y").to_string()).collect())
    }

    #[test]
    fn a_rule_makes_the_days_that_people_mean() {
        let check = |rule, start, expect: &[&str]| assert_eq!(made(rule, start).unwrap(), expect, "{rule}");
        let thursday = day(2026, 11, 26);
        check("FREQ=WEEKLY;BYDAY=TU,TH;COUNT=4", thursday, &["26.11.26", "01.12.26", "03.12.26", "08.12.26"]);
        check("FREQ=WEEKLY;COUNT=2", thursday, &["26.11.26", "03.12.26"]);
        check("FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,FR;COUNT=3", thursday, &["27.11.26", "08.12.26", "11.12.26"]);
        check("FREQ=WEEKLY;BYDAY=MO;UNTIL=20261214", thursday, &["30.11.26", "07.12.26", "14.12.26"]);
        check("FREQ=MONTHLY;BYDAY=2TU;COUNT=3", thursday, &["08.12.26", "12.01.27", "09.02.27"]);
        check("FREQ=MONTHLY;BYDAY=-1FR;COUNT=2", thursday, &["27.11.26", "25.12.26"]);
        check("FREQ=MONTHLY;BYMONTHDAY=31;COUNT=3", thursday, &["31.12.26", "31.01.27", "31.03.27"]);
        check("FREQ=MONTHLY;BYMONTHDAY=29;INTERVAL=12;COUNT=2", day(2027, 2, 1), &["29.02.28", "29.02.32"]);
    }

    #[test]
    fn a_rule_that_cannot_be_says_why() {
        let check = |rule: &str, expect| assert_eq!(made(rule, day(2026, 2, 1)), Err(expect), "{rule}");
        let unknown = |part: &str| RuleFault::Unknown(part.to_owned());
        check("FREQ=WEEKLY;BYDAY=TU", RuleFault::Endless);
        check("FREQ=WEEKLY;COUNT=10000", RuleFault::TooMany);
        check("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR,SA,SU;UNTIL=20991231", RuleFault::TooMany);
        check("FREQ=MONTHLY;INTERVAL=12;BYMONTHDAY=31;COUNT=2", RuleFault::Never);
        check("FREQ=WEEKLY;UNTIL=20251231", RuleFault::Never);
        check("FREQ=MONTHLY;BYMONTHDAY=32;COUNT=1", unknown("BYMONTHDAY=32"));
        check("FREQ=WEEKLY;BYDAY=2TU;COUNT=1", unknown("FREQ=WEEKLY;BYDAY=2TU;COUNT=1"));
        check("FREQ=DAILY;COUNT=3", unknown("FREQ=DAILY;COUNT=3"));
        check("FREQ=WEEKLY;COUNT=0", unknown("COUNT=0"));
        check("FREQ=WEEKLY;COUNT=3;BYHOUR=9", unknown("BYHOUR=9"));
        check("FREQ=WEEKLY;COUNT=3;UNTIL=20270101", RuleFault::Endless);
        check("ā", unknown("ā"));
        check("FREQ=WEEKLY;BYDAY=ā;COUNT=1", unknown("BYDAY=ā"));
    }

    #[test]
    fn a_rule_is_written_as_it_is_read() {
        for text in [
            "FREQ=WEEKLY;COUNT=1",
            "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,FR;UNTIL=20270630",
            "FREQ=MONTHLY;BYDAY=2TU,-1FR;COUNT=7",
            "FREQ=MONTHLY;BYMONTHDAY=1,15;COUNT=7",
        ] {
            assert_eq!(text.parse::<Rule>().unwrap().to_string(), text);
        }
        let lenient = "freq=weekly;byday=fr,MO;wkst=MO;until=20270630T070000Z;interval=2".parse::<Rule>().unwrap();
        assert_eq!(lenient.to_string(), "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,FR;UNTIL=20270630");
    }

    #[test]
    fn any_days_have_a_rule_and_exceptions() {
        let check = |days: &[NaiveDate], expect: &str, missing: &[NaiveDate]| {
            let (rule, exceptions) = Rule::describing(days).unwrap();
            assert_eq!((rule.to_string().as_str(), exceptions.as_slice()), (expect, missing));
        };
        let days = [day(2026, 12, 1), day(2026, 12, 3), day(2026, 12, 10)];
        check(&days, "FREQ=WEEKLY;BYDAY=TU,TH;UNTIL=20261210", &[day(2026, 12, 8)]);
        let days = [day(2026, 12, 1), day(2026, 12, 15), day(2027, 1, 12)];
        check(&days, "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU;UNTIL=20270112", &[day(2026, 12, 29)]);
        assert_eq!(Rule::describing(&[]), None);
        let decades: Vec<NaiveDate> = (2026..2100).step_by(10).map(|year| day(year, 1, 2)).collect();
        assert_eq!(Rule::describing(&decades), None, "too many days would be left out");
    }

    #[test]
    fn what_goes_on_keeps_its_shape_and_a_shifted_month_has_its_own_days() {
        let check = |rule: &str, shift: u64, gone: usize, expect: &str, missing: usize| {
            let rule: Rule = rule.parse().unwrap();
            let mut days = rule.days(day(2026, 9, 1)).unwrap();
            days.iter_mut().for_each(|day| *day = *day + Days::new(shift));
            days.remove(gone);
            let (found, left_out) = rule.going_on(&days[1..]).unwrap();
            let shape = found.to_string();
            assert_eq!((shape.split(";UNTIL").next().unwrap(), left_out.len()), (expect, missing), "{rule} + {shift}");
        };
        check("FREQ=MONTHLY;BYMONTHDAY=15;COUNT=13", 0, 12, "FREQ=MONTHLY;BYMONTHDAY=15", 0);
        check("FREQ=MONTHLY;BYMONTHDAY=15;COUNT=13", 0, 5, "FREQ=MONTHLY;BYMONTHDAY=15", 1);
        check("FREQ=MONTHLY;BYMONTHDAY=15;COUNT=13", 2, 12, "FREQ=MONTHLY;BYMONTHDAY=17", 0);
        check("FREQ=MONTHLY;INTERVAL=2;BYMONTHDAY=1,15;COUNT=13", 1, 12, "FREQ=MONTHLY;INTERVAL=2;BYMONTHDAY=2,16", 0);
        check("FREQ=MONTHLY;BYDAY=-1FR;COUNT=13", 0, 12, "FREQ=MONTHLY;BYDAY=-1FR", 0);
        check("FREQ=MONTHLY;BYDAY=2TU;COUNT=5", 7, 4, "FREQ=MONTHLY;BYDAY=3TU", 0);
        check("FREQ=WEEKLY;BYDAY=TU,TH;COUNT=13", 1, 12, "FREQ=WEEKLY;BYDAY=WE,FR", 0);
        check("FREQ=WEEKLY;INTERVAL=2;BYDAY=TU;COUNT=13", 0, 12, "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU", 0);
    }
}
