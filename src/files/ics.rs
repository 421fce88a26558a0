//! Sessions as an iCalendar file (RFC 5545), which ordinary calendars open, and back from it as a table.
//!
//! A series is one event with its rule; sessions of it that differ are events of their own with the day that they stand
//! for. What a calendar has no place for stands in properties of ours, and no personal code leaves the store this way.

use std::{collections::BTreeMap, fmt::Write};

use chrono::{Datelike, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Weekday};

use super::{
    Register,
    import::ImportKind,
    joined::of_session,
    table::{Row, Table, TableError},
};
use crate::{
    domain::{
        Field, Outcome, Series, Session,
        recurrence::{End, Rule},
    },
    i18n::{Lang, choice::Worded, date, time},
};

const ZONE: &str = "Europe/Riga";
/// Latvia's time as calendars want it described: two hours ahead, three in summer, changed when all of the Union does.
const ZONE_RULES: &str = "BEGIN:VTIMEZONE\r\nTZID:Europe/Riga\r\n\
BEGIN:STANDARD\r\nDTSTART:19961027T040000\r\nRRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU\r\n\
TZOFFSETFROM:+0300\r\nTZOFFSETTO:+0200\r\nTZNAME:EET\r\nEND:STANDARD\r\n\
BEGIN:DAYLIGHT\r\nDTSTART:19970330T030000\r\nRRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU\r\n\
TZOFFSETFROM:+0200\r\nTZOFFSETTO:+0300\r\nTZNAME:EEST\r\nEND:DAYLIGHT\r\nEND:VTIMEZONE\r\n";

/// What begins the names of properties that only this program knows.
const OWN: &str = "X-ATBALSTS-";

/// What the file tells of a session besides its time: enough to find the child and the plan line again.
const TOLD: [Field; 9] = [
    Field::CaseNumber,
    Field::GivenNames,
    Field::Group,
    Field::Service,
    Field::Format,
    Field::Provider,
    Field::Specialist,
    Field::Units,
    Field::Outcome,
];

/// Sessions as a calendar; `register` holds what they refer to, their series among it. `today` stamps it.
pub fn write(sessions: &[Session], register: &Register, today: NaiveDate) -> Vec<u8> {
    let mut out = String::from("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//atbalsts//LV\r\n");
    out.push_str(ZONE_RULES);
    let mut by_series: BTreeMap<u64, Vec<&Session>> = BTreeMap::new();
    for session in sessions {
        by_series.entry(session.series.0).or_default().push(session);
    }
    for (number, own) in by_series {
        let series = register.series.iter().find(|series| series.id.0 == number && number != 0);
        let covered = series.map(|series| write_series(&mut out, series, &own, register, today)).unwrap_or_default();
        for session in own.iter().filter(|session| !covered.contains(&session.id.0)) {
            let in_rule = series.filter(|series| series.days().binary_search(&session.rule_day()).is_ok());
            let stands_for = in_rule.filter(|_| !covered.is_empty());
            write_event(&mut out, session, stands_for, register, today);
        }
    }
    out.push_str("END:VCALENDAR\r\n");
    out.into_bytes()
}

/// The event of a whole series; returns the sessions that it says everything of.
fn write_series(
    out: &mut String,
    series: &Series,
    own: &[&Session],
    register: &Register,
    today: NaiveDate,
) -> Vec<u64> {
    let days = series.rule.days(series.from).unwrap_or_default();
    let plain = |session: &&&Session| {
        let same = Session { id: session.id, ..series.session(session.day, session.day) };
        **session == &same && days.binary_search(&session.day).is_ok()
    };
    let covered: Vec<&Session> = own.iter().filter(plain).copied().collect();
    let Some(&sample) = covered.first() else { return Vec::new() };
    put(out, "BEGIN", "VEVENT");
    put(out, "UID", &uid("series", series.id.0, sample, register));
    put_head(out, series.from, series.start, series.minutes, today);
    // Counted, not until a day: an end in days would have to be told in another zone's time.
    let count = End::Count(u32::try_from(days.len()).unwrap_or(u32::MAX));
    put(out, "RRULE", &Rule { end: count, ..series.rule.clone() }.to_string());
    // Days with a session that differs have an event of their own; all others without one are left out.
    let told = |day: &NaiveDate| own.iter().any(|session| session.rule_day() == *day);
    for day in days.iter().filter(|day| !told(day)) {
        put_when(out, "EXDATE", *day, series.start);
    }
    put_session(out, sample, register);
    put(out, "END", "VEVENT");
    covered.iter().map(|session| session.id.0).collect()
}

/// The event of one session; `of`: the series from whose rule it differs.
fn write_event(out: &mut String, session: &Session, of: Option<&Series>, register: &Register, today: NaiveDate) {
    put(out, "BEGIN", "VEVENT");
    match of {
        Some(series) => {
            put(out, "UID", &uid("series", series.id.0, session, register));
            put_when(out, "RECURRENCE-ID", session.rule_day(), series.start);
        }
        None => put(out, "UID", &uid("session", session.id.0, session, register)),
    }
    put_head(out, session.day, session.start, session.minutes, today);
    put_session(out, session, register);
    put(out, "END", "VEVENT");
}

/// The same for the same session as long as it lives, and no other's in another municipality's file.
fn uid(kind: &str, number: u64, session: &Session, register: &Register) -> String {
    format!("{kind}-{number}-{}@atbalsts", of_session(session, register, Field::CaseNumber, Lang::English))
}

/// When it is and how long, and when that was written.
fn put_head(out: &mut String, day: NaiveDate, start: Option<NaiveTime>, minutes: u32, today: NaiveDate) {
    put(out, "DTSTAMP", &format!("{}T000000Z", today.format("%Y%m%d")));
    put_when(out, "DTSTART", day, start);
    match start {
        Some(_) if minutes > 0 => put(out, "DURATION", &format!("PT{minutes}M")),
        Some(_) => {}
        None => {
            // The end of a whole day is the next one.
            put_when(out, "DTEND", day.succ_opt().unwrap_or(day), None);
            put(out, &format!("{OWN}MINUTES"), &minutes.to_string());
        }
    }
}

/// What it is: in words for calendars, and in our own properties.
fn put_session(out: &mut String, session: &Session, register: &Register) {
    let told = |field| of_session(session, register, field, Lang::English);
    put(out, "SUMMARY", &escaped(&format!("{} {}", told(Field::Service), told(Field::GivenNames))));
    for (name, field) in [("LOCATION", Field::Provider), ("DESCRIPTION", Field::Text)] {
        let text = told(field);
        if !text.is_empty() {
            put(out, name, &escaped(&text));
        }
    }
    let is_on = matches!(session.outcome, Outcome::Scheduled | Outcome::Attended);
    put(out, "STATUS", if is_on { "CONFIRMED" } else { "CANCELLED" });
    for field in TOLD {
        put(out, &format!("{OWN}{}", field.name().to_uppercase().replace('_', "-")), &escaped(&told(field)));
    }
}

/// A property that holds a day, or a day and a time in Latvia.
fn put_when(out: &mut String, name: &str, day: NaiveDate, start: Option<NaiveTime>) {
    let day = day.format("%Y%m%d");
    match start {
        Some(start) => put(out, &format!("{name};TZID={ZONE}"), &format!("{day}T{}", start.format("%H%M%S"))),
        None => put(out, &format!("{name};VALUE=DATE"), &day.to_string()),
    }
}

/// A line, folded so that none is longer than 75 bytes.
fn put(out: &mut String, name: &str, value: &str) {
    let mut room = 75;
    for letter in name.chars().chain([':']).chain(value.chars()) {
        if letter.len_utf8() > room {
            out.push_str("\r\n ");
            room = 74;
        }
        out.push(letter);
        room -= letter.len_utf8();
    }
    out.push_str("\r\n");
}

fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '\\' | ';' | ',' => out.extend(['\\', letter]),
            '\n' => out.push_str("\\n"),
            letter => out.push(letter),
        }
    }
    out
}

fn unescaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut letters = text.chars();
    while let Some(letter) = letters.next() {
        match (letter, letter == '\\') {
            (_, true) => out.extend(letters.next().map(|next| if matches!(next, 'n' | 'N') { '\n' } else { next })),
            (letter, false) => out.push(letter),
        }
    }
    out
}

/// Whether the bytes are a calendar, not a table.
pub fn is_calendar(bytes: &[u8]) -> bool {
    let bytes = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes);
    bytes.get(..15).is_some_and(|start| start.eq_ignore_ascii_case(b"BEGIN:VCALENDAR"))
}

/// An event as it stands in the file.
#[derive(Default)]
struct Event {
    /// The line on which it begins.
    line: u64,
    /// Values by the names of properties, without their parameters.
    values: Vec<(String, String)>,
}

impl Event {
    fn value(&self, name: &str) -> Option<&str> {
        self.values.iter().find(|(own, _)| own == name).map(|(_, value)| value.as_str())
    }

    fn own(&self, field: Field) -> String {
        let name = format!("{OWN}{}", field.name().to_uppercase().replace('_', "-"));
        self.value(&name).map(unescaped).unwrap_or_default()
    }
}

/// The calendar's events as a table of sessions: a row for every session, those of a series by its rule.
pub fn table(bytes: &[u8]) -> Result<Table, TableError> {
    let text = std::str::from_utf8(bytes).map_err(|_| TableError::NotText)?;
    let events = events(text.strip_prefix('\u{feff}').unwrap_or(text));
    if events.is_empty() {
        return Err(TableError::Empty);
    }
    let fields = ImportKind::Sessions.columns();
    let mut rows = Vec::new();
    // What somebody called off in their calendar takes its day out of the series, and is no session.
    let called_off = |event: &&Event| {
        let cancelled = event.value("STATUS").is_some_and(|status| status.eq_ignore_ascii_case("CANCELLED"));
        let told = event.own(Field::Outcome);
        cancelled && (told.is_empty() || told == Outcome::Scheduled.text(Lang::English))
    };
    for event in events.iter().filter(|event| !called_off(event)) {
        for (day, start) in days(event, &events) {
            let cells = fields.iter().map(|field| cell(event, *field, &day, start.as_deref())).collect();
            rows.push(Row { line: event.line, cells });
        }
    }
    Ok(Table {
        headings: fields.iter().map(|field| field.name().to_owned()).collect(),
        fields: fields.iter().map(|field| Some(*field)).collect(),
        rows,
    })
}

/// The events, their folded lines put together.
fn events(text: &str) -> Vec<Event> {
    let mut lines: Vec<(u64, String)> = Vec::new();
    for (number, line) in (1u64..).zip(text.lines()) {
        match (line.strip_prefix([' ', '\t']), lines.last_mut()) {
            (Some(more), Some((_, before))) => before.push_str(more),
            _ => lines.push((number, line.to_owned())),
        }
    }
    let (mut events, mut open, mut inner): (Vec<Event>, Option<Event>, u32) = (Vec::new(), None, 0);
    for (number, line) in lines {
        let Some((name, value)) = named(&line) else { continue };
        match (name.as_str(), value.to_ascii_uppercase().as_str(), &mut open) {
            ("BEGIN", "VEVENT", None) => open = Some(Event { line: number, ..Event::default() }),
            ("END", "VEVENT", Some(_)) => events.extend(open.take()),
            // Alarms and the like inside an event are none of its properties.
            ("BEGIN", _, Some(_)) => inner += 1,
            ("END", _, Some(_)) => inner = inner.saturating_sub(1),
            (_, _, Some(event)) if inner == 0 => event.values.push((name, value.to_owned())),
            _ => {}
        }
    }
    events
}

/// A line's name, without parameters, and its value. A colon in quotes belongs to a parameter.
fn named(line: &str) -> Option<(String, &str)> {
    let mut quoted = false;
    let colon = line.find(|letter| {
        quoted ^= letter == '"';
        letter == ':' && !quoted
    })?;
    let name = line[..colon].split(';').next().unwrap_or_default();
    Some((name.to_ascii_uppercase(), &line[colon + 1..]))
}

/// The days of an event as cells, each with its time; what cannot be read stands there as it was, to be complained of.
fn days(event: &Event, all: &[Event]) -> Vec<(String, Option<String>)> {
    let raw = event.value("DTSTART").unwrap_or_default();
    let Some((first, start)) = when(raw) else { return vec![(raw.to_owned(), None)] };
    let start = start.map(time::padded);
    let Some(text) = event.value("RRULE") else { return vec![(date::iso(first), start)] };
    let Ok(mut days) = text.parse::<Rule>().and_then(|rule| rule.days(first)) else {
        return vec![(text.to_owned(), start)];
    };
    let excepted = event.values.iter().filter(|(name, _)| name == "EXDATE");
    let mut gone: Vec<NaiveDate> =
        excepted.flat_map(|(_, list)| list.split(',')).filter_map(when).map(|(day, _)| day).collect();
    let differing = all.iter().filter(|other| other.value("UID") == event.value("UID"));
    gone.extend(differing.filter_map(|other| Some(when(other.value("RECURRENCE-ID")?)?.0)));
    days.retain(|day| !gone.contains(day));
    days.into_iter().map(|day| (date::iso(day), start.clone())).collect()
}

/// `20181204`, `20181204T100000` in Latvia's time, or with a `Z` in universal time.
fn when(text: &str) -> Option<(NaiveDate, Option<NaiveTime>)> {
    if let Ok(day) = NaiveDate::parse_from_str(text, "%Y%m%d") {
        return Some((day, None));
    }
    let at = NaiveDateTime::parse_from_str(text.trim_end_matches('Z'), "%Y%m%dT%H%M%S").ok()?;
    let at = if text.ends_with('Z') { in_latvia(at) } else { at };
    Some((at.date(), Some(at.time())))
}

/// Universal time as clocks in Latvia show it.
fn in_latvia(at: NaiveDateTime) -> NaiveDateTime {
    let last_sunday = |month| {
        let end = NaiveDate::from_ymd_opt(at.year(), month, 31)?;
        end.week(Weekday::Sun).first_day().and_hms_opt(1, 0, 0)
    };
    let summer = last_sunday(3).zip(last_sunday(10)).is_some_and(|(from, to)| (from..to).contains(&at));
    at + TimeDelta::hours(if summer { 3 } else { 2 })
}

/// A cell of the row that an event makes on a day.
fn cell(event: &Event, field: Field, day: &str, start: Option<&str>) -> String {
    match field {
        Field::Day => day.to_owned(),
        Field::Start => start.unwrap_or_default().to_owned(),
        Field::Minutes => minutes(event).map(|minutes| minutes.to_string()).unwrap_or_default(),
        Field::Text => event.value("DESCRIPTION").map(unescaped).unwrap_or_default(),
        // Another program's event: its title begins with the code of the service.
        Field::Service if event.own(field).is_empty() => {
            let title = event.value("SUMMARY").map(unescaped).unwrap_or_default();
            title.split_whitespace().next().unwrap_or_default().to_owned()
        }
        field => event.own(field),
    }
}

/// How long an event is.
fn minutes(event: &Event) -> Option<i64> {
    if let Some(own) = event.value(&format!("{OWN}MINUTES")) {
        return own.parse().ok();
    }
    if let Some(length) = event.value("DURATION") {
        let mut minutes = 0;
        let mut digits = String::new();
        for letter in length.chars() {
            let unit = match letter {
                'W' => 7 * 24 * 60,
                'D' => 24 * 60,
                'H' => 60,
                'M' => 1,
                '0'..='9' => {
                    let _ = digits.write_char(letter);
                    continue;
                }
                _ => 0,
            };
            minutes += std::mem::take(&mut digits).parse::<i64>().unwrap_or(0) * unit;
        }
        return Some(minutes);
    }
    let (from, to) = (when(event.value("DTSTART")?)?, when(event.value("DTEND")?)?);
    Some((to.0.and_time(to.1?) - from.0.and_time(from.1?)).num_minutes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_of_other_programs_are_read_as_clocks_in_latvia_show_them() {
        let check = |text: &str, expect: Option<(&str, Option<&str>)>| {
            let found = when(text).map(|(day, at)| (date::iso(day), at.map(time::padded)));
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
    }

    #[test]
    fn long_lines_are_folded_between_letters_and_put_together_again() {
        let text = "ā".repeat(100) + "; b, c\\ d\ne";
        let mut out = String::from("BEGIN:VEVENT\r\n");
        put(&mut out, "DESCRIPTION", &escaped(&text));
        out.push_str("BEGIN:VALARM\r\nDESCRIPTION:nē\r\nEND:VALARM\r\nEND:VEVENT\r\n");
        assert!(out.lines().all(|line| line.len() <= 75));
        let events = events(&out);
        assert_eq!(unescaped(events[0].value("DESCRIPTION").unwrap()), text);
    }

    #[test]
    fn what_was_called_off_in_a_calendar_is_not_booked() {
        let event = |more: &str| format!("BEGIN:VEVENT\nUID:1\n{more}\nEND:VEVENT\n");
        let series = event("DTSTART:20181204T100000\nRRULE:FREQ=WEEKLY;COUNT=3");
        let gone = event("DTSTART:20181211T100000\nRECURRENCE-ID:20181211T100000\nSTATUS:CANCELLED");
        let own = |outcome| event(&format!("DTSTART:20181220T100000\nSTATUS:CANCELLED\nX-ATBALSTS-OUTCOME:{outcome}"));
        let check = |text: &str, days: &[&str]| {
            let table = table(text.as_bytes()).unwrap();
            let at = table.column(Field::Day).unwrap();
            let told: Vec<&str> = table.rows.iter().map(|row| row.cells[at].as_str()).collect();
            assert_eq!(told, days, "{text}");
        };
        check(&(series + &gone), &["2018-12-04", "2018-12-18"]);
        check(&own(Outcome::Scheduled.text(Lang::English)), &[]);
        check(&own(Outcome::NoShow.text(Lang::English)), &["2018-12-20"]);
    }

    #[test]
    fn another_programs_event_gives_what_it_has() {
        let text = "BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:FIZ Jānis\nDTSTART;TZID=\"a:b\":20181204T100000\n\
                    DTEND:20181204T104500\nRRULE:FREQ=WEEKLY;COUNT=2\nEND:VEVENT\nBEGIN:VEVENT\n\
                    DTSTART:20181204T100000\nRRULE:FREQ=DAILY\nEND:VEVENT\nEND:VCALENDAR\n";
        assert!(is_calendar(text.as_bytes()) && !is_calendar(b"Datums;Laiks"));
        let table = table(text.as_bytes()).unwrap();
        let column = |field| table.column(field).unwrap();
        let told = |row: usize, field| table.rows[row].cells[column(field)].as_str();
        assert_eq!(table.rows.len(), 3);
        assert_eq!(
            (told(1, Field::Day), told(1, Field::Start), told(1, Field::Minutes)),
            ("2018-12-11", "10:00", "45")
        );
        assert_eq!((told(1, Field::Service), table.rows[1].line), ("FIZ", 2));
        assert_eq!(told(2, Field::Day), "FREQ=DAILY", "an endless rule is complained of as the day that it is not");
    }
}
