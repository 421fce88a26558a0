//! Days and times of other programs, as clocks in Latvia show them.

use chrono::{Datelike, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Weekday};

use super::event::{Event, Property};
use crate::domain::Problem;

/// A day, and a time where it is not the whole day.
pub(super) type Moment = (NaiveDate, Option<NaiveTime>);

/// Places whose clocks have shown the same as Latvia's for as long as this program counts.
const SAME_CLOCK: [&str; 9] =
    ["Riga", "Tallinn", "Vilnius", "Helsinki", "Mariehamn", "Sofia", "Bucharest", "Athens", "FLE Standard Time"];

/// The moments that a property lists.
pub(super) fn moments(property: &Property) -> Result<Vec<Moment>, Problem> {
    property.value.split(',').map(|text| moment(text, property.parameter("TZID"))).collect()
}

/// The moment that the property of that name tells, if the event has it.
pub(super) fn of(event: &Event, name: &str) -> Option<Result<Moment, Problem>> {
    event.property(name).map(|property| moment(&property.value, property.parameter("TZID")))
}

/// Whether a time is told in universal time, which clocks in Latvia show differently in summer and in winter.
pub(super) fn is_universal(text: &str) -> bool {
    text.ends_with(['Z', 'z'])
}

/// `20181204`, `20181204T100000` in a zone, none being Latvia's, or with a `Z` in universal time.
pub(super) fn moment(text: &str, zone: Option<&str>) -> Result<Moment, Problem> {
    if let Ok(day) = NaiveDate::parse_from_str(text, "%Y%m%d") {
        return Ok((day, None));
    }
    let at = bare(text)?;
    let at = match zone {
        _ if is_universal(text) => in_latvia(at),
        Some(zone) if !SAME_CLOCK.iter().any(|known| zone.contains(known)) => {
            return Err(Problem::UnknownZone(zone.to_owned()));
        }
        _ => at,
    };
    Ok((at.date(), Some(at.time())))
}

/// A day and a time as they are written, in whatever zone.
pub(super) fn bare(text: &str) -> Result<NaiveDateTime, Problem> {
    let digits = text.trim_end_matches(['Z', 'z']);
    // Seconds tell nothing of an appointment.
    let at = NaiveDateTime::parse_from_str(digits, "%Y%m%dT%H%M%S").ok().filter(|at| (1900..2200).contains(&at.year()));
    at.ok_or_else(|| Problem::NotADate(text.to_owned()))
}

/// Universal time as clocks in Latvia show it.
pub(super) fn in_latvia(at: NaiveDateTime) -> NaiveDateTime {
    let last_sunday = |month| {
        let end = NaiveDate::from_ymd_opt(at.year(), month, 31)?;
        end.week(Weekday::Sun).first_day().and_hms_opt(1, 0, 0)
    };
    let summer = last_sunday(3).zip(last_sunday(10)).is_some_and(|(from, to)| (from..to).contains(&at));
    at + TimeDelta::hours(if summer { 3 } else { 2 })
}

/// How long an event is, in minutes, by its duration (`PT1H30M`) or its end; none if it does not say.
pub(super) fn minutes(event: &Event) -> Option<i64> {
    let length = event.value("DURATION");
    if length.is_empty() {
        let (from, to) = (of(event, "DTSTART")?.ok()?, of(event, "DTEND")?.ok()?);
        return Some((to.0.and_time(to.1?) - from.0.and_time(from.1?)).num_minutes());
    }
    let (mut minutes, mut number) = (0i64, 0i64);
    for letter in length.chars() {
        let unit = match letter {
            'W' => 7 * 24 * 60,
            'D' => 24 * 60,
            'H' => 60,
            'M' => 1,
            '0'..='9' => {
                number = number.saturating_mul(10).saturating_add(i64::from(letter.to_digit(10).unwrap_or(0)));
                continue;
            }
            _ => 0,
        };
        minutes = minutes.saturating_add(std::mem::take(&mut number).saturating_mul(unit));
    }
    Some(minutes)
}

#[cfg(test)]
mod tests {
    use super::{super::event::events, *};
    use crate::i18n::{date, time};

    #[test]
    fn times_of_other_programs_are_read_as_clocks_in_latvia_show_them() {
        let check = |text: &str, expect: Option<(&str, Option<&str>)>| {
            let found = moment(text, None).ok().map(|(day, at)| (date::iso(day), at.map(time::padded)));
            let found = found.as_ref().map(|(day, at)| (day.as_str(), at.as_deref()));
            assert_eq!(found, expect, "{text}");
        };
        check("20181204", Some(("2018-12-04", None)));
        check("20181204T100000", Some(("2018-12-04", Some("10:00"))));
        check("20181204T100000Z", Some(("2018-12-04", Some("12:00"))));
        check("20180704T100000Z", Some(("2018-07-04", Some("13:00"))));
        check("20190331T005900Z", Some(("2019-03-31", Some("02:59"))));
        check("20190331T010000Z", Some(("2019-03-31", Some("04:00"))));
        check("20191027T010000Z", Some(("2019-10-27", Some("03:00"))));
        check("20181204T230000Z", Some(("2018-12-05", Some("01:00"))));
        check("2018-12-04", None);
        check("20180230T100000", None);
    }

    #[test]
    fn a_zone_with_another_clock_is_not_guessed() {
        let check = |zone: &str, is_known: bool| {
            let expect = if is_known { Ok(()) } else { Err(Problem::UnknownZone(zone.to_owned())) };
            assert_eq!(moment("20181204T100000", Some(zone)).map(drop), expect, "{zone}");
        };
        check("Europe/Riga", true);
        check("/citadel.org/20190914_1/Europe/Vilnius", true);
        check("(UTC+02:00) Helsinki, Kyiv, Riga, Sofia, Tallinn, Vilnius", true);
        check("FLE Standard Time", true);
        check("Europe/London", false);
        check("W. Europe Standard Time", false);
        assert!(moment("20181204T100000Z", Some("Europe/London")).is_ok());
    }

    #[test]
    fn an_event_is_as_long_as_it_says() {
        let check = |text: &str, expect: Option<i64>| {
            let event = format!("BEGIN:VEVENT\nDTSTART:20181204T200000\n{text}\nEND:VEVENT\n");
            assert_eq!(minutes(&events(&event).unwrap()[0]), expect, "{text}");
        };
        check("DURATION:PT45M", Some(45));
        check("DURATION:PT1H30M", Some(90));
        check("DURATION:P1DT2H", Some(26 * 60));
        check("DTEND:20181205T080000", Some(720));
        check("DTEND:20181204T190000", Some(-60));
        check("DURATION:P99999999999999999999W", Some(i64::MAX));
        check("SUMMARY:FIZ", None);
    }
}
