//! Dates in words and numbers, and reading them as people type them.

use chrono::{Datelike, Days, Months, NaiveDate, Weekday};

use super::{Lang, fill, search::fold};
use crate::domain::Problem;

/// `05.12.2026.` in Latvian, `05.12.2026` in English.
pub fn show(day: NaiveDate, lang: Lang) -> String {
    day.format(lang.pick("%d.%m.%Y.", "%d.%m.%Y")).to_string()
}

/// Without the year: `05.12.` or `05.12`.
pub fn show_short(day: NaiveDate, lang: Lang) -> String {
    day.format(lang.pick("%d.%m.", "%d.%m")).to_string()
}

/// A day, or the first and the last of several: `18.09.2018.`, `17.09.–28.09.2018.`
pub fn show_period((from, to): (NaiveDate, NaiveDate), lang: Lang) -> String {
    let first = if from.year() == to.year() { show_short(from, lang) } else { show(from, lang) };
    if to > from { format!("{first}–{}", show(to, lang)) } else { show(from, lang) }
}

/// As files and `--format json` have it: `2026-12-05`.
pub fn iso(day: NaiveDate) -> String {
    day.format("%Y-%m-%d").to_string()
}

/// `pirmdiena`, `Monday`.
pub const fn weekday(day: Weekday, lang: Lang) -> &'static str {
    let (latvian, english) = match day {
        Weekday::Mon => ("pirmdiena", "Monday"),
        Weekday::Tue => ("otrdiena", "Tuesday"),
        Weekday::Wed => ("trešdiena", "Wednesday"),
        Weekday::Thu => ("ceturtdiena", "Thursday"),
        Weekday::Fri => ("piektdiena", "Friday"),
        Weekday::Sat => ("sestdiena", "Saturday"),
        Weekday::Sun => ("svētdiena", "Sunday"),
    };
    lang.pick(latvian, english)
}

/// Two letters, which are also what people type: `pr`, `Mo`.
pub const fn weekday_short(day: Weekday, lang: Lang) -> &'static str {
    let (latvian, english) = match day {
        Weekday::Mon => ("pr", "Mo"),
        Weekday::Tue => ("ot", "Tu"),
        Weekday::Wed => ("tr", "We"),
        Weekday::Thu => ("ce", "Th"),
        Weekday::Fri => ("pk", "Fr"),
        Weekday::Sat => ("se", "Sa"),
        Weekday::Sun => ("sv", "Su"),
    };
    lang.pick(latvian, english)
}

const MONTHS: [(&str, &str); 12] = [
    ("janvāris", "January"),
    ("februāris", "February"),
    ("marts", "March"),
    ("aprīlis", "April"),
    ("maijs", "May"),
    ("jūnijs", "June"),
    ("jūlijs", "July"),
    ("augusts", "August"),
    ("septembris", "September"),
    ("oktobris", "October"),
    ("novembris", "November"),
    ("decembris", "December"),
];

/// The month's name: `novembris`, `November`.
pub fn month(day: NaiveDate, lang: Lang) -> &'static str {
    let (latvian, english) = MONTHS[day.month0() as usize];
    lang.pick(latvian, english)
}

/// Month and year: `2026. gada novembris`, `November 2026`.
pub fn month_and_year(day: NaiveDate, lang: Lang) -> String {
    match lang {
        Lang::Latvian => format!("{}. gada {}", day.year(), month(day, lang)),
        Lang::English => format!("{} {}", month(day, lang), day.year()),
    }
}

/// The ISO week in words: `47. nedēļa`, `week 47`.
pub fn week(day: NaiveDate, lang: Lang) -> String {
    fill(lang.pick("{}. nedēļa", "week {}"), &[&day.iso_week().week()])
}

/// `otrdiena, 24.11.2026.`
pub fn show_with_weekday(day: NaiveDate, lang: Lang) -> String {
    format!("{}, {}", weekday(day.weekday(), lang), show(day, lang))
}

/// A date as typed, the words of both languages alike:
///
/// * `05.12.2026.`, `5.12.26`, `5/12/2026`, `2026-12-05`, `05122026`, `051226`. A year of two digits lies
///   within the hundred years that end twenty years after today.
/// * `05.12`, `0512`: without a year it is the one of last, this and next year that lies nearest to `today`.
/// * `5.`, `5`: without a month it is in this month.
/// * `šodien`, `rīt`, `parīt`, `vakar`, `aizvakar`; `today`, `tomorrow`, `yesterday`.
/// * `pr`, `otr`, `mon`, `tuesday`: the next such weekday after today; `nākamotrdien`, `next tue`: of the week after
///   this one.
/// * `+7`, `-3d`, `-1n` or `-1w` (weeks), `+2m` (months).
///
/// The years are 1900 to 2199; 31 February and the like are refused.
pub fn parse_date(text: &str, today: NaiveDate) -> Result<NaiveDate, Problem> {
    let typed = text.trim();
    if typed.is_empty() {
        return Err(Problem::Missing);
    }
    let folded = fold(typed);
    let day = match folded.as_bytes().first() {
        Some(b'+' | b'-') => distance(&folded, today),
        Some(digit) if digit.is_ascii_digit() => numbers(&folded, today),
        // Of accents alone nothing is left.
        _ => word(&folded, today),
    };
    day.filter(|day| (1900..2200).contains(&day.year())).ok_or_else(|| Problem::NotADate(typed.to_owned()))
}

/// The same, for days that are still to come: without a year it is never a day that is over.
pub fn parse_date_ahead(text: &str, today: NaiveDate) -> Result<NaiveDate, Problem> {
    let day = parse_date(text, today)?;
    let typed = text.trim();
    let relative = typed.starts_with(['+', '-']) || typed.contains(char::is_alphabetic);
    if day >= today || relative {
        return Ok(day);
    }
    let numbers: Vec<&str> = typed.split(|c: char| !c.is_ascii_digit()).filter(|digits| !digits.is_empty()).collect();
    let next = match numbers[..] {
        // The next month, and the next year, that has the day.
        [alone] if alone.len() <= 2 => {
            let first = today.with_day(1).unwrap_or(today);
            (1..=2).find_map(|months| first.checked_add_months(Months::new(months))?.with_day(day.day()))
        }
        [run] if run.len() != 4 => None,
        [_] | [_, _] => (day.year() + 1..=day.year() + 8).find_map(|year| day.with_year(year)),
        _ => None,
    };
    Ok(next.unwrap_or(day))
}

/// Days as typed one after the other, and periods like `1.7.-31.7.`; in order, each once.
pub fn parse_days(text: &str, today: NaiveDate) -> Result<Vec<NaiveDate>, Problem> {
    // Longer than a year nobody is closed.
    const LONGEST: i64 = 366;
    let mut days = Vec::new();
    for word in text.split([' ', ',', ';']).filter(|word| !word.is_empty()) {
        let ends = word.split_once('–').or_else(|| word.split_once('-').filter(|_| word.contains('.')));
        let (from, to) = match ends.filter(|(from, _)| !from.is_empty()) {
            Some((from, to)) => (parse_date(from, today)?, parse_date(to, today)?),
            None => {
                let day = parse_date(word, today)?;
                (day, day)
            }
        };
        if to < from || (to - from).num_days() >= LONGEST {
            return Err(Problem::NotADate(word.to_owned()));
        }
        days.extend(from.iter_days().take_while(|day| *day <= to));
    }
    days.sort_unstable();
    days.dedup();
    Ok(days)
}

/// Days that are in order, three or more in a row as a period.
pub fn show_days(days: &[NaiveDate], lang: Lang) -> String {
    let runs = days.chunk_by(|day, next| day.succ_opt() == Some(*next));
    let shown = runs.flat_map(|run| match run {
        [first, _, .., last] => vec![format!("{}–{}", show(*first, lang), show(*last, lang))],
        few => few.iter().map(|day| show(*day, lang)).collect(),
    });
    shown.collect::<Vec<_>>().join(" ")
}

/// A date as files have it: day, month and year in full or a year of two digits, or ISO; a time of midnight after it,
/// as spreadsheets add, is ignored. Nothing depends on the day of reading but the century of a short year.
pub fn parse_full_date(text: &str, today: NaiveDate) -> Result<NaiveDate, Problem> {
    let typed = text.trim();
    if typed.is_empty() {
        return Err(Problem::Missing);
    }
    let midnight = [" 00:00:00", "T00:00:00", " 0:00:00", " 00:00", " 0:00"];
    let date = midnight.iter().find_map(|time| typed.strip_suffix(time)).unwrap_or(typed);
    let parts = date.split(|c: char| !c.is_ascii_digit()).filter(|part| !part.is_empty()).count();
    let has_year = parts == 3 || (parts == 1 && date.len() >= 6);
    let day = if has_year { numbers(date, today) } else { None };
    day.filter(|day| (1900..2200).contains(&day.year())).ok_or_else(|| Problem::NotADate(typed.to_owned()))
}

/// `+7`, `-1n`.
fn distance(folded: &str, today: NaiveDate) -> Option<NaiveDate> {
    let ahead = folded.starts_with('+');
    let rest = folded[1..].trim();
    let unit = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
    let (number, unit) = rest.split_at(unit);
    let number: u32 = number.parse().ok().filter(|number| *number < 10_000)?;
    let days = match unit.trim() {
        "" | "d" => u64::from(number),
        "n" | "w" => u64::from(number) * 7,
        "m" if ahead => return today.checked_add_months(Months::new(number)),
        "m" => return today.checked_sub_months(Months::new(number)),
        _ => return None,
    };
    if ahead { today.checked_add_days(Days::new(days)) } else { today.checked_sub_days(Days::new(days)) }
}

/// `5.`, `05.12`, `5.12.26`, `2026-12-05`, `051226`.
fn numbers(folded: &str, today: NaiveDate) -> Option<NaiveDate> {
    let is_separator = |c: char| matches!(c, '.' | '/' | '-' | ',') || c.is_whitespace();
    if !folded.chars().all(|c| c.is_ascii_digit() || is_separator(c)) {
        return None;
    }
    let parts: Vec<&str> = folded.split(is_separator).filter(|part| !part.is_empty()).collect();
    match parts[..] {
        [year, month, day] if year.len() == 4 => {
            NaiveDate::from_ymd_opt(year.parse().ok()?, small(month)?, small(day)?)
        }
        [day, month, year] => NaiveDate::from_ymd_opt(full_year(year, today)?, small(month)?, small(day)?),
        [day, month] => nearest(small(day)?, small(month)?, today),
        [day] if day.len() <= 2 => today.with_day(small(day)?),
        [run] if run.len() == 4 => nearest(small(&run[..2])?, small(&run[2..])?, today),
        [run] if run.len() == 6 || run.len() == 8 => {
            NaiveDate::from_ymd_opt(full_year(&run[4..], today)?, small(&run[2..4])?, small(&run[..2])?)
        }
        _ => None,
    }
}

fn small(text: &str) -> Option<u32> {
    if text.len() <= 2 { text.parse().ok() } else { None }
}

fn full_year(text: &str, today: NaiveDate) -> Option<i32> {
    let year: i32 = text.parse().ok()?;
    match text.len() {
        4 => Some(year),
        2 => {
            let last = today.year() + 20;
            let in_this_century = last - last.rem_euclid(100) + year;
            Some(if in_this_century > last { in_this_century - 100 } else { in_this_century })
        }
        _ => None,
    }
}

fn nearest(day: u32, month: u32, today: NaiveDate) -> Option<NaiveDate> {
    let years = [today.year(), today.year() + 1, today.year() - 1];
    let candidates = years.into_iter().filter_map(|year| NaiveDate::from_ymd_opt(year, month, day));
    candidates.min_by_key(|candidate| (*candidate - today).num_days().abs())
}

/// `rīt`, `pr`, `Monday`.
fn word(folded: &str, today: NaiveDate) -> Option<NaiveDate> {
    let word = folded.trim_end_matches('.');
    match word {
        "sodien" | "today" => return Some(today),
        "rit" | "tomorrow" => return today.checked_add_days(Days::new(1)),
        "parit" => return today.checked_add_days(Days::new(2)),
        "vakar" | "yesterday" => return today.checked_sub_days(Days::new(1)),
        "aizvakar" => return today.checked_sub_days(Days::new(2)),
        _ => {}
    }
    if let Some(wanted) = of_next_week(word) {
        let monday = today.checked_sub_days(Days::new(today.weekday().num_days_from_monday().into()))?;
        return monday.checked_add_days(Days::new(7 + u64::from(wanted.num_days_from_monday())));
    }
    let wanted = parse_weekday(word)?;
    let ahead = (i64::from(wanted.num_days_from_monday()) - i64::from(today.weekday().num_days_from_monday()) - 1)
        .rem_euclid(7)
        + 1;
    today.checked_add_signed(chrono::Duration::days(ahead))
}

/// The weekday of `nākamotrdien`, `nākamajā otrdienā`, `nāk. otr`, `next Tuesday`.
fn of_next_week(word: &str) -> Option<Weekday> {
    let rest = match word.split_once(' ') {
        Some((first, rest)) => Some(rest).filter(|_| first == "next" || first.starts_with("nak"))?,
        None => word.strip_prefix("nakam")?,
    };
    parse_weekday(rest)
}

/// A weekday as typed: its two letters, or three letters of its name or more, in either language; on it, or on all of
/// them, alike: `otrdien`, `otrdienās`, `Tuesdays`.
pub fn parse_weekday(text: &str) -> Option<Weekday> {
    const WEEK: [Weekday; 7] =
        [Weekday::Mon, Weekday::Tue, Weekday::Wed, Weekday::Thu, Weekday::Fri, Weekday::Sat, Weekday::Sun];
    let wanted = fold(text.trim());
    WEEK.into_iter().find(|day| {
        Lang::ALL.iter().any(|lang| {
            wanted == fold(weekday_short(*day, *lang))
                || (wanted.len() >= 3 && fold(weekday(*day, *lang)).starts_with(&wanted))
                || wanted.strip_suffix('s').is_some_and(|one| one == fold(weekday(*day, *lang)))
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// A Saturday.
    fn today() -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, 21).unwrap()
    }

    #[test]
    fn days_and_periods_are_read_and_written() {
        let today = NaiveDate::from_ymd_opt(2026, 11, 22).unwrap();
        let check = |text: &str, expect: &str| {
            let days = parse_days(text, today).unwrap();
            assert_eq!(show_days(&days, Lang::Latvian), expect, "{text}");
            for lang in Lang::ALL {
                assert_eq!(parse_days(&show_days(&days, *lang), today).unwrap(), days, "{text}");
            }
        };
        check("", "");
        check("24.12. 27.12., 24.12.", "24.12.2026. 27.12.2026.");
        check("1.7.2027.-31.7.2027. 5.8.2027", "01.07.2027.–31.07.2027. 05.08.2027.");
        check("2026-12-24;2026-12-25", "24.12.2026. 25.12.2026.");
        check("+7", "29.11.2026.");
        let wrong = |text: &str| assert!(parse_days(text, today).is_err(), "{text}");
        wrong("31.2.2027");
        wrong("5.8.2027-1.8.2027");
        wrong("1.1.2027-31.12.2099");
    }

    #[test]
    fn days_to_come_are_not_days_that_are_over() {
        let day = |y, m, d| NaiveDate::from_ymd_opt(y, m, d).unwrap();
        let check = |text: &str, expect: NaiveDate| {
            assert_eq!(parse_date_ahead(text, day(2026, 11, 22)), Ok(expect), "{text}");
        };
        check("20.9.", day(2027, 9, 20));
        check("16.2.", day(2027, 2, 16));
        check("1.12.", day(2026, 12, 1));
        check("5.", day(2026, 12, 5));
        check("25.", day(2026, 11, 25));
        check("20.9.2026", day(2026, 9, 20));
        check("vakar", day(2026, 11, 21));
        check("-7", day(2026, 11, 15));
        check("0511", day(2027, 11, 5));
        check("311218", day(2018, 12, 31));
        check("31122018", day(2018, 12, 31));
        check("2018-12-31", day(2018, 12, 31));
        assert_eq!(parse_date_ahead("30.", day(2027, 1, 31)), Ok(day(2027, 3, 30)), "February has none");
        assert_eq!(parse_date_ahead("29.2", day(2028, 3, 5)), Ok(day(2032, 2, 29)));
    }

    #[test]
    fn dates_are_read_as_typed() {
        let check = |text: &str, expect: &str| {
            assert_eq!(parse_date(text, today()).map(iso), Ok(expect.to_owned()), "{text}");
        };
        check("5.", "2026-11-05");
        check("5", "2026-11-05");
        check("05.12", "2026-12-05");
        check("05.12.", "2026-12-05");
        check("10.01.", "2027-01-10");
        check("0512", "2026-12-05");
        check("5.12.26", "2026-12-05");
        check("051226", "2026-12-05");
        check("05.12.2026.", "2026-12-05");
        check("5/12/2026", "2026-12-05");
        check("05122026", "2026-12-05");
        check("2026-12-05", "2026-12-05");
        check("16.11.75", "1975-11-16");
        check("01.05.46", "2046-05-01");
        check("29.02.2028", "2028-02-29");
        check("šodien", "2026-11-21");
        check("RĪT", "2026-11-22");
        check("rit", "2026-11-22");
        check("tomorrow", "2026-11-22");
        check("vakar", "2026-11-20");
        check("pr", "2026-11-23");
        check("next Monday", "2026-11-23");
        check("nāk. otr", "2026-11-24");
        check("nākamotrdien", "2026-11-24");
        check("nākamajā svētdienā", "2026-11-29");
        check("pk.", "2026-11-27");
        check("se", "2026-11-28");
        check("trešd", "2026-11-25");
        check("Sun", "2026-11-22");
        check("+7", "2026-11-28");
        check("-1n", "2026-11-14");
        check("-1w", "2026-11-14");
        check("- 3 d", "2026-11-18");
        check("+3m", "2027-02-21");
    }

    #[test]
    fn days_that_never_come_are_refused() {
        for text in
            ["31.02.2026", "29.02", "31.", "0.", "32.01", "5.13", "05.12.206", "1.1.2206", "1.2.3.4", "+x", "\u{301}"]
        {
            // There are only thirty days in November, and no 29 February within a year.
            assert_eq!(parse_date(text, today()), Err(Problem::NotADate(text.to_owned())), "{text}");
        }
        for text in ["s", "p", "kādreiz", "5. decembris", "+99999999", "-", "٥"] {
            assert_eq!(parse_date(text, today()), Err(Problem::NotADate(text.to_owned())), "{text}");
        }
        assert_eq!(parse_date(" ", today()), Err(Problem::Missing));
    }

    #[test]
    fn a_day_without_year_is_the_nearest() {
        let check = |text: &str, year: i32, month: u32, day: u32, expect: &str| {
            let today = NaiveDate::from_ymd_opt(year, month, day).unwrap();
            assert_eq!(parse_date(text, today).map(iso), Ok(expect.to_owned()), "{text}");
        };
        check("20.12", 2027, 1, 10, "2026-12-20");
        check("03.01", 2026, 12, 28, "2027-01-03");
        check("29.02", 2027, 6, 1, "2028-02-29");
        check("01.06", 2026, 11, 21, "2026-06-01");
    }

    #[test]
    fn files_must_give_the_year() {
        let check = |text: &str, expect: Option<&str>| {
            assert_eq!(parse_full_date(text, today()).ok().map(iso).as_deref(), expect, "{text}");
        };
        check("05.12.2018", Some("2018-12-05"));
        check("05.12.2018.", Some("2018-12-05"));
        check("5.12.18", Some("2018-12-05"));
        check("2018-12-05", Some("2018-12-05"));
        check("2018-12-05 00:00:00", Some("2018-12-05"));
        check("05.12.2018 0:00", Some("2018-12-05"));
        for wrong in ["05.12", "5.", "rīt", "+7", "", "2018-12-05 14:30:00"] {
            check(wrong, None);
        }
    }

    #[test]
    fn dates_are_shown_in_words() {
        let day = NaiveDate::from_ymd_opt(2026, 11, 18).unwrap();
        assert_eq!(show_with_weekday(day, Lang::Latvian), "trešdiena, 18.11.2026.");
        assert_eq!(show_with_weekday(day, Lang::English), "Wednesday, 18.11.2026");
        assert_eq!(week(day, Lang::Latvian), "47. nedēļa");
        assert_eq!(week(day, Lang::English), "week 47");
        assert_eq!(month_and_year(day, Lang::Latvian), "2026. gada novembris");
        assert_eq!(month_and_year(day, Lang::English), "November 2026");
    }

    #[test]
    fn weekdays_are_read_back_from_every_form_but_one_letter() {
        let mut day = Weekday::Mon;
        for _ in 0..7 {
            for lang in Lang::ALL {
                assert_eq!(parse_weekday(weekday(day, *lang)), Some(day));
                assert_eq!(parse_weekday(weekday_short(day, *lang)), Some(day));
            }
            day = day.succ();
        }
    }

    proptest! {
        #[test]
        fn what_is_shown_is_read_back(days in 694_000..803_000_i32) {
            let day = NaiveDate::from_num_days_from_ce_opt(days).unwrap();
            for lang in Lang::ALL {
                prop_assert_eq!(parse_date(&show(day, *lang), today()), Ok(day));
            }
            prop_assert_eq!(parse_date(&iso(day), today()), Ok(day));
        }

        #[test]
        fn no_text_makes_it_stumble(text in "[-+0-9./ a-zāšū]{0,10}") {
            let _ = parse_date(&text, today());
        }
    }
}
