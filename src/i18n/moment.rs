//! A day and a time of day typed together, as they are said on the phone: `21.3. 15:30`, `otr 9`, `rīt 930`.

use chrono::{NaiveDate, NaiveTime};

use super::time;
use crate::domain::Problem;

/// The day and the time; none where the text is only a day, or neither. `day`: how days are read where it is typed.
pub fn parse(text: &str, day: impl Fn(&str) -> Result<NaiveDate, Problem>) -> Option<(NaiveDate, NaiveTime)> {
    let (first, last) = text.trim().rsplit_once(char::is_whitespace)?;
    let first = first.trim_end();
    // `21.3. 15` is three in the afternoon; `21. 3. 15`, `21. 3` and `21.3. 2027` are days.
    let is_whole = || {
        let numbers = first.split(|c: char| !c.is_ascii_digit()).filter(|digits| !digits.is_empty()).count();
        let is_followed_by_an_hour = !first.contains(char::is_whitespace) && numbers > 1 && last.len() <= 2;
        !is_followed_by_an_hour && day(text).is_ok()
    };
    let at = time::parse_time(last).ok()?;
    let on = day(first).ok()?;
    (!is_whole()).then_some((on, at))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::i18n::date::parse_date;

    #[test]
    fn a_time_after_a_day_is_told_from_the_year_of_a_day() {
        // A Friday.
        let today = NaiveDate::from_ymd_opt(2026, 3, 13).unwrap();
        let check = |text: &str, expect: Option<(u32, u32, &str)>| {
            let found = parse(text, |text| parse_date(text, today));
            let expect = expect.map(|(month, day, at)| {
                (NaiveDate::from_ymd_opt(2026, month, day).unwrap(), time::parse_time(at).unwrap())
            });
            assert_eq!(found, expect, "{text}");
        };
        check("21.3. 15:30", Some((3, 21, "15:30")));
        check("21.3. 15.30", Some((3, 21, "15:30")));
        check("21.3 1530", Some((3, 21, "15:30")));
        check("21.3. 15", Some((3, 21, "15:00")));
        check("21. 3. 15:30", Some((3, 21, "15:30")));
        check("21.3.2026. 9", Some((3, 21, "9:00")));
        check(" 2103  9 ", Some((3, 21, "9:00")));
        check("otr 15:30", Some((3, 17, "15:30")));
        check("next tue 15:30", Some((3, 17, "15:30")));
        check("nākamo piektdien 930", Some((3, 20, "9:30")));
        check("rīt 9", Some((3, 14, "9:00")));
        check("+7 10", Some((3, 20, "10:00")));
        check("21.3.", None);
        check("21. 3", None);
        check("21. 3. 15", None);
        check("21. 3. 2027", None);
        check("21.3. 2027", None);
        check("5 12 20", None);
        check("next tue", None);
        check("15:30", None);
        check("21.3. 25:00", None);
        check("32.3. 15:30", None);
        check("", None);
    }
}
