//! Times of day and durations as people write them; the same in both languages.

use chrono::{NaiveTime, TimeDelta};

use super::search::fold;
use crate::domain::{
    Problem,
    shared_time::{DAY_MINUTES, LONGEST_MINUTES},
};

/// `9:30`.
pub fn show(time: NaiveTime) -> String {
    time.format("%-H:%M").to_string()
}

/// `09:30`: as files have it, so that texts sort by time.
pub fn padded(time: NaiveTime) -> String {
    time.format("%H:%M").to_string()
}

/// `09:30–10:15`; only the start where nobody says how long.
pub fn from_to(start: NaiveTime, minutes: u32) -> String {
    match minutes {
        0 => padded(start),
        _ => format!("{}–{}", padded(start), padded(start + TimeDelta::minutes(i64::from(minutes)))),
    }
}

/// `45 min`, `1 h`, `1 h 30 min` (with no-break spaces).
pub fn show_duration(minutes: u32) -> String {
    match (minutes / 60, minutes % 60) {
        (0, minutes) => format!("{minutes}\u{a0}min"),
        (hours, 0) => format!("{hours}\u{a0}h"),
        (hours, minutes) => format!("{hours}\u{a0}h\u{a0}{minutes}\u{a0}min"),
    }
}

/// A time of day as typed: `9`, `930`, `0930`, `9:30`, `9.30`, `9,30`.
pub fn parse_time(text: &str) -> Result<NaiveTime, Problem> {
    let typed = text.trim();
    if typed.is_empty() {
        return Err(Problem::Missing);
    }
    let (hours, minutes) = match typed.split_once([':', '.', ',']) {
        Some((hours, minutes)) if minutes.len() == 2 => (hours, minutes),
        Some(_) => ("", ""),
        None if typed.len() <= 2 => (typed, "0"),
        // A slice off a letter's edge is no digits either.
        None => typed.len().checked_sub(2).and_then(|edge| typed.split_at_checked(edge)).unwrap_or(("", "")),
    };
    let time = digits(hours, 2).zip(digits(minutes, 2));
    time.and_then(|(hours, minutes)| NaiveTime::from_hms_opt(hours, minutes, 0))
        .ok_or_else(|| Problem::NotATime(typed.to_owned()))
}

/// A duration as it is typed in the shortest way: `45`, `90`; of more than a day `48h`, `24h30`.
pub fn type_duration(minutes: u32) -> String {
    match (minutes / 60, minutes % 60) {
        _ if minutes <= DAY_MINUTES => minutes.to_string(),
        (hours, 0) => format!("{hours}h"),
        (hours, minutes) => format!("{hours}h{minutes:02}"),
    }
}

/// A duration as typed, in minutes: `45`, `45 min`, `1h`, `1:30`, `1h30`, `1 st 30 min`, `48h`. More than a day is told
/// in hours, and is two weeks at most.
pub fn parse_duration(text: &str) -> Result<u32, Problem> {
    let typed = text.trim();
    if typed.is_empty() {
        return Err(Problem::Missing);
    }
    let compact: String = fold(typed).chars().filter(|c| !c.is_whitespace() && *c != '.').collect();
    minutes_of(&compact).ok_or_else(|| Problem::NotADuration(typed.to_owned()))
}

/// A duration from a column of minutes: as typed, but a number is minutes however long that is.
pub fn parse_minutes(text: &str) -> Result<u32, Problem> {
    let minutes = digits(text.trim(), 5).filter(|minutes| *minutes <= LONGEST_MINUTES);
    minutes.map_or_else(|| parse_duration(text), Ok)
}

fn minutes_of(compact: &str) -> Option<u32> {
    let first_letter = compact.find(|c: char| !c.is_ascii_digit()).unwrap_or(compact.len());
    let (number, rest) = compact.split_at(first_letter);
    let unit = rest.find(|c: char| c.is_ascii_digit()).unwrap_or(rest.len());
    let (unit, more) = rest.split_at(unit);
    match unit {
        "" | "min" | "m" if more.is_empty() => digits(number, 4).filter(|minutes| *minutes <= DAY_MINUTES),
        ":" if more.len() == 2 => hours_and_minutes(number, more).filter(|minutes| *minutes <= DAY_MINUTES),
        "h" | "st" | "stunda" | "stundas" | "hour" | "hours" => {
            let more = more.strip_suffix("min").or_else(|| more.strip_suffix('m')).unwrap_or(more);
            let minutes = hours_and_minutes(number, if more.is_empty() { "0" } else { more });
            minutes.filter(|minutes| *minutes <= LONGEST_MINUTES)
        }
        _ => None,
    }
}

fn hours_and_minutes(hours: &str, minutes: &str) -> Option<u32> {
    let minutes = digits(minutes, 2).filter(|minutes| *minutes < 60)?;
    Some(digits(hours, 3)? * 60 + minutes)
}

/// A number of at most `most` digits and nothing else.
fn digits(text: &str, most: usize) -> Option<u32> {
    let fits = (1..=most).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    if fits { text.parse().ok() } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_read_as_typed() {
        let check = |text: &str, expect: Option<&str>| {
            assert_eq!(parse_time(text).ok().map(show).as_deref(), expect, "{text}");
        };
        check("9", Some("9:00"));
        check("14", Some("14:00"));
        check("930", Some("9:30"));
        check("0930", Some("9:30"));
        check(" 9:30 ", Some("9:30"));
        check("9.05", Some("9:05"));
        check("9,30", Some("9:30"));
        check("0:00", Some("0:00"));
        for wrong in ["24", "9:60", "9:3", "12345", "-9", "9:30:00", "deviņi", "ā", "1ā5", ""] {
            check(wrong, None);
        }
    }

    #[test]
    fn durations_are_read_in_minutes() {
        let check = |text: &str, expect: Option<u32>| assert_eq!(parse_duration(text).ok(), expect, "{text}");
        check("45", Some(45));
        check("45 min", Some(45));
        check("45 min.", Some(45));
        check("1h", Some(60));
        check("1:30", Some(90));
        check("1h30", Some(90));
        check("1 h 30 min", Some(90));
        check("2 stundas", Some(120));
        check("24h", Some(1440));
        check("48h", Some(2880));
        check("24 h 30 min", Some(1470));
        check("336h", Some(20_160));
        for minutes in [0, 45, 1440, 1441, 2880, 20_160] {
            check(&type_duration(minutes), Some(minutes));
        }
        for wrong in ["337h", "1441", "24:01", "1:75", "1:5", "-45", "1,5h", "h", "30x", "", "99999", "1h90"] {
            check(wrong, None);
        }
    }

    #[test]
    fn a_column_of_minutes_holds_stays_of_days() {
        let check = |text: &str, expect: Option<u32>| assert_eq!(parse_minutes(text).ok(), expect, "{text}");
        check("45", Some(45));
        check(" 2880 ", Some(2880));
        check("20160", Some(20_160));
        check("48h", Some(2880));
        for wrong in ["20161", "99999", "-45", ""] {
            check(wrong, None);
        }
    }

    #[test]
    fn durations_are_shown_in_hours_and_minutes() {
        let check = |minutes: u32, expect: &str| assert_eq!(show_duration(minutes).replace('\u{a0}', " "), expect);
        check(45, "45 min");
        check(120, "2 h");
        check(95, "1 h 35 min");
    }
}
