//! Sessions to events.

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate, NaiveTime};

use super::{OWN, Places, ZONE, event::escaped, own_name, uid_of_series, uid_of_session};
use crate::{
    domain::{
        Choice, Field, Outcome, Series, Session, Skip,
        recurrence::{End, Rule},
        shared_time::DAY_MINUTES,
    },
    files::{Register, joined::of_session},
    i18n::Lang,
};

/// Latvia's time as calendars want it described: two hours ahead, three in summer, changed when all of the Union does.
const ZONE_RULES: &str = "BEGIN:VTIMEZONE\r\nTZID:Europe/Riga\r\n\
BEGIN:STANDARD\r\nDTSTART:19961027T040000\r\nRRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU\r\n\
TZOFFSETFROM:+0300\r\nTZOFFSETTO:+0200\r\nTZNAME:EET\r\nEND:STANDARD\r\n\
BEGIN:DAYLIGHT\r\nDTSTART:19970330T030000\r\nRRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU\r\n\
TZOFFSETFROM:+0200\r\nTZOFFSETTO:+0300\r\nTZNAME:EEST\r\nEND:DAYLIGHT\r\nEND:VTIMEZONE\r\n";

/// What the file tells of a session besides its time: enough to find the child and the plan line again.
const TOLD: [Field; 10] = [
    Field::CaseNumber,
    Field::GivenNames,
    Field::Group,
    Field::Service,
    Field::Recipient,
    Field::Format,
    Field::Provider,
    Field::Specialist,
    Field::Units,
    Field::Outcome,
];

/// Sessions, ordered by number, as a calendar; `register` holds what they refer to, their series among it.
/// `today` stamps it.
pub fn write(sessions: &[Session], register: &Register, today: NaiveDate) -> Vec<u8> {
    let mut writer =
        Writer { out: String::new(), places: Places::new(sessions.iter(), &register.series), register, today };
    writer.out.push_str("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//atbalsts//LV\r\n");
    writer.out.push_str(ZONE_RULES);
    let mut by_series: BTreeMap<Option<usize>, Vec<&Session>> = BTreeMap::new();
    for session in sessions {
        let place = register.series.binary_search_by_key(&session.series, |series| series.id).ok();
        by_series.entry(place).or_default().push(session);
    }
    for (place, own) in by_series {
        match place.map(|place| &register.series[place]) {
            Some(series) => writer.series(series, &own),
            None => own.iter().for_each(|session| writer.event(session, None)),
        }
    }
    writer.out.push_str("END:VCALENDAR\r\n");
    writer.out.into_bytes()
}

struct Writer<'a> {
    out: String,
    places: Places,
    register: &'a Register,
    today: NaiveDate,
}

impl Writer<'_> {
    /// The event of a whole series, and one for each of its sessions of which that does not say everything.
    fn series(&mut self, series: &Series, own: &[&Session]) {
        let days = series.rule.days(series.from).unwrap_or_default();
        let usual = series.session(series.from, series.from);
        let said = self.said(&usual);
        put(&mut self.out, "BEGIN", "VEVENT");
        put(&mut self.out, "UID", &uid_of_series(series, self.register));
        self.head(series.from, series.start, series.minutes);
        // Counted, not until a day: an end in days would have to be told in another zone's time.
        let count = End::Count(u32::try_from(days.len()).unwrap_or(u32::MAX));
        put(&mut self.out, "RRULE", &Rule { end: count, ..series.rule.clone() }.to_string());
        let told: Vec<NaiveDate> = own.iter().filter_map(|session| self.places.day(session)).collect();
        for day in days.iter().filter(|day| !told.contains(day)) {
            put_when(&mut self.out, "EXDATE", *day, series.start);
        }
        self.out.push_str(&said);
        if series.skip != Skip::default() {
            put(&mut self.out, &own_name(Field::Skip), series.skip.name());
        }
        if series.school_holidays {
            put(&mut self.out, &own_name(Field::SchoolHolidays), "TRUE");
        }
        put(&mut self.out, "END", "VEVENT");
        for session in own {
            let is_usual = self.places.day(session) == Some(session.day)
                && (session.start, session.minutes) == (series.start, series.minutes)
                && self.said(session) == said;
            if !is_usual {
                self.event(session, Some(series));
            }
        }
    }

    /// The event of one session; `of`: the series in which it is, and from which it differs.
    fn event(&mut self, session: &Session, of: Option<&Series>) {
        put(&mut self.out, "BEGIN", "VEVENT");
        match (of, self.places.day(session)) {
            (Some(series), Some(day)) => {
                put(&mut self.out, "UID", &uid_of_series(series, self.register));
                put_when(&mut self.out, "RECURRENCE-ID", day, series.start);
            }
            (of, _) => {
                put(&mut self.out, "UID", &uid_of_session(session, self.register));
                if let Some(series) = of {
                    put(&mut self.out, "RELATED-TO", &uid_of_series(series, self.register));
                }
                if let Some(day) = session.instead_of {
                    put_when(&mut self.out, &own_name(Field::InsteadOf), day, None);
                }
            }
        }
        self.head(session.day, session.start, session.minutes);
        let said = self.said(session);
        self.out.push_str(&said);
        put(&mut self.out, "END", "VEVENT");
    }

    /// When it is and how long, and when that was written.
    fn head(&mut self, day: NaiveDate, start: Option<NaiveTime>, minutes: u32) {
        let out = &mut self.out;
        put(out, "DTSTAMP", &format!("{}T000000Z", self.today.format("%Y%m%d")));
        put_when(out, "DTSTART", day, start);
        match start {
            Some(_) if minutes > 0 => return put(out, "DURATION", &format!("PT{minutes}M")),
            Some(_) => {}
            // The end of whole days is the day after them.
            None => {
                let days = Days::new(u64::from(minutes.div_ceil(DAY_MINUTES).max(1)));
                put_when(out, "DTEND", day.checked_add_days(days).unwrap_or(day), None);
            }
        }
        put(out, &format!("{OWN}MINUTES"), &minutes.to_string());
    }

    /// What it is: in words for calendars, and in our own properties.
    fn said(&self, session: &Session) -> String {
        let told = |field| of_session(session, self.register, field, Lang::English);
        let mut out = String::new();
        put(&mut out, "SUMMARY", &escaped(&format!("{} {}", told(Field::Service), told(Field::GivenNames))));
        for (name, field) in [("LOCATION", Field::Provider), ("DESCRIPTION", Field::Text)] {
            let text = told(field);
            if !text.is_empty() {
                put(&mut out, name, &escaped(&text));
            }
        }
        let is_on = matches!(session.outcome, Outcome::Scheduled | Outcome::Attended);
        put(&mut out, "STATUS", if is_on { "CONFIRMED" } else { "CANCELLED" });
        for field in TOLD {
            put(&mut out, &own_name(field), &escaped(&told(field)));
        }
        out
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
pub(super) fn put(out: &mut String, name: &str, value: &str) {
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
