//! Events to rows of sessions.

use std::collections::{HashMap, HashSet};

use chrono::NaiveDate;

use super::{
    Occurrence, Repetition,
    event::{Event, events, whole_letters},
    moment::{self, Moment, minutes, moments},
    own_name,
    rule::{Repeated, repeated},
};
use crate::{
    domain::{Choice, Field, Outcome, Problem, Skip, recurrence::RuleFault},
    files::{
        import::ImportKind,
        table::{Row, Table, TableError},
    },
    i18n::{Lang, choice::Worded, date, time},
};

/// The calendar's events as a table of sessions: a row for every session, those of a series by its rule. An event that
/// cannot be used is a row with its problem.
pub fn table(bytes: &[u8]) -> Result<Table, TableError> {
    let text = String::from_utf8(whole_letters(bytes)).map_err(|_| TableError::NotText)?;
    let events = events(text.strip_prefix('\u{feff}').unwrap_or(&text)).map_err(|line| TableError::CutOff { line })?;
    if events.is_empty() {
        return Err(TableError::Empty);
    }
    let mut reader = Reader::default();
    for event in events.iter().filter(|event| stands_for(event).is_some()) {
        let day = stands_for(event).and_then(Result::ok).map(|(day, _)| day);
        reader.differing.extend(day.map(|day| ((event.value("UID"), day), is_called_off(event))));
    }
    for event in &events {
        match repeated(event) {
            _ if stands_for(event).is_some() || is_called_off(event) => {}
            Ok(None) => {}
            Ok(Some(repeated)) => match reader.series(event, &repeated) {
                Ok(()) => {}
                Err(problem) => reader.refuse(event, Field::Rule, problem),
            },
            Err(problem @ Problem::BadRule(_)) => reader.refuse(event, Field::Rule, problem),
            Err(problem) => reader.refuse(event, Field::Day, problem),
        }
    }
    for event in events.iter().filter(|event| !is_called_off(event)) {
        reader.alone(event);
    }
    // In the order of the file, so that what is new is numbered as it stands there.
    reader.rows.sort_by_key(|row| row.line);
    let fields = ImportKind::Sessions.columns();
    Ok(Table {
        headings: fields.iter().map(|field| field.name().to_owned()).collect(),
        fields: fields.iter().map(|field| Some(*field)).collect(),
        rows: reader.rows,
        repetitions: reader.repetitions,
    })
}

/// The day of a series for which an event stands, if it says so.
fn stands_for(event: &Event) -> Option<Result<Moment, Problem>> {
    moment::of(event, "RECURRENCE-ID")
}

/// What somebody called off in their calendar takes its day out of the series, and is no session.
fn is_called_off(event: &Event) -> bool {
    let told = event.own(Field::Outcome);
    let is_open = told.is_empty() || told == Outcome::Scheduled.text(Lang::English);
    event.value("STATUS").eq_ignore_ascii_case("CANCELLED") && is_open
}

#[derive(Default)]
struct Reader<'a> {
    rows: Vec<Row>,
    repetitions: Vec<Repetition>,
    /// Events that stand for a day of a series, and whether each is called off.
    differing: HashMap<(&'a str, NaiveDate), bool>,
    /// The series of the file by their names, with the days of their rules; none: it cannot be used.
    series: HashMap<&'a str, Option<(usize, HashSet<NaiveDate>)>>,
}

impl<'a> Reader<'a> {
    /// A series, and the sessions of which its event says everything.
    fn series(&mut self, event: &'a Event, repeated: &Repeated) -> Result<(), Problem> {
        let uid = event.value("UID");
        let mut gone = HashSet::new();
        for property in event.all("EXDATE") {
            gone.extend(moments(property)?.into_iter().map(|(day, _)| day));
        }
        let days = repeated.rule.days(repeated.from).map_err(Problem::BadRule)?;
        let differs = |day: &NaiveDate| self.differing.get(&(uid, *day));
        let held = |day: &NaiveDate| !gone.contains(day) && differs(day) != Some(&true);
        let first = repeated.moments.iter().find(|(day, _)| held(day)).or(repeated.moments.first());
        let Some(&first) = first else { return Ok(()) };
        let repetition = self.repetitions.len();
        let usual = repeated.moments.iter().filter(|(day, _)| held(day) && differs(day).is_none());
        let rows = usual.map(|&at| {
            let of = Occurrence { day: Some(at.0), repetition: Some(repetition), ..Occurrence::new(uid) };
            row(event, at, of)
        });
        self.rows.extend(rows);
        self.repetitions.push(Repetition {
            uid: uid.to_owned(),
            from: repeated.from,
            rule: repeated.rule.clone(),
            skip: Skip::by_name(&event.own(Field::Skip)).unwrap_or_default(),
            school_holidays: event.own(Field::SchoolHolidays).eq_ignore_ascii_case("TRUE"),
            usual: row(event, (first.0, repeated.moments[0].1), Occurrence::new(uid)),
        });
        self.series.insert(uid, Some((repetition, days.into_iter().collect())));
        Ok(())
    }

    /// A single session, or one that differs from its series. Series themselves are left out.
    fn alone(&mut self, event: &'a Event) {
        let uid = event.value("UID");
        let day = match stands_for(event) {
            None if self.series.contains_key(uid) => return,
            None => None,
            Some(Err(problem)) => return self.refuse(event, Field::Rule, problem),
            Some(Ok((day, _))) => Some(day),
        };
        if let Some(range) = event.property("RECURRENCE-ID").and_then(|property| property.parameter("RANGE")) {
            let fault = RuleFault::Unknown(format!("RANGE={range}"));
            return self.refuse(event, Field::Rule, Problem::BadRule(fault));
        }
        let at = match moment::of(event, "DTSTART").unwrap_or(Err(Problem::Missing)) {
            Ok(at) => at,
            Err(problem) => return self.refuse(event, Field::Day, problem),
        };
        let named = if day.is_some() { uid } else { event.value("RELATED-TO") };
        let of = self.series.get(named).and_then(Option::as_ref);
        let of = of.filter(|(_, days)| day.is_none_or(|day| days.contains(&day)));
        let occurrence = Occurrence {
            day,
            repetition: of.map(|(repetition, _)| *repetition),
            instead_of: event
                .property(&own_name(Field::InsteadOf))
                .and_then(|p| moments(p).ok()?.first().map(|at| at.0)),
            ..Occurrence::new(uid)
        };
        self.rows.push(row(event, at, occurrence));
    }

    /// A row that cannot be used, and why.
    fn refuse(&mut self, event: &'a Event, field: Field, problem: Problem) {
        self.series.insert(event.value("UID"), None);
        let at = (NaiveDate::default(), None);
        let occurrence = Occurrence { problem: Some((field, problem)), ..Occurrence::new(event.value("UID")) };
        self.rows.push(row(event, at, occurrence));
    }
}

fn row(event: &Event, at: Moment, occurrence: Occurrence) -> Row {
    let cells = ImportKind::Sessions.columns().iter().map(|field| cell(event, *field, at)).collect();
    Row { line: event.line, cells, occurrence: Some(Box::new(occurrence)) }
}

/// A cell of the row that an event makes at a moment.
fn cell(event: &Event, field: Field, (day, start): Moment) -> String {
    match field {
        Field::Day => date::iso(day),
        Field::Start => start.map(time::padded).unwrap_or_default(),
        Field::Minutes => match event.own(Field::Minutes) {
            own if own.is_empty() => minutes(event).map(|minutes| minutes.to_string()).unwrap_or_default(),
            own => own,
        },
        Field::Text => event.text("DESCRIPTION"),
        // Another program's event: its title begins with the code of the service.
        Field::Service if event.own(field).is_empty() => {
            let title = event.text("SUMMARY");
            title.split_whitespace().next().unwrap_or_default().to_owned()
        }
        field => event.own(field),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn event(more: &str) -> String {
        format!("BEGIN:VEVENT\nUID:1\n{more}\nEND:VEVENT\n")
    }

    /// The rows as days and times, and what is wrong with those that cannot be used.
    fn told(text: &str) -> Vec<String> {
        let table = table(text.as_bytes()).unwrap();
        let column = |field| table.column(field).unwrap();
        let row = |row: &Row| match &row.occurrence.as_ref().unwrap().problem {
            Some((_, problem)) => problem.sentence(Lang::English),
            None => format!("{} {}", row.cells[column(Field::Day)], row.cells[column(Field::Start)]),
        };
        table.rows.iter().map(row).collect()
    }

    #[track_caller]
    fn check(text: &str, expect: &[&str]) {
        assert_eq!(told(text), expect, "{text}");
    }

    #[test]
    fn what_was_called_off_in_a_calendar_is_not_booked() {
        let series = event("DTSTART:20181204T100000\nRRULE:FREQ=WEEKLY;COUNT=3");
        let gone = event("DTSTART:20181211T100000\nRECURRENCE-ID:20181211T100000\nSTATUS:CANCELLED");
        let own = |outcome| event(&format!("DTSTART:20181220T100000\nSTATUS:CANCELLED\nX-ATBALSTS-OUTCOME:{outcome}"));
        check(&(series.clone() + &gone), &["2018-12-04 10:00", "2018-12-18 10:00"]);
        check(&own(Outcome::Scheduled.text(Lang::English)), &[]);
        check(&own(Outcome::NoShow.text(Lang::English)), &["2018-12-20 10:00"]);
        check(&series.replace("RRULE", "STATUS:CANCELLED\nRRULE"), &[]);
    }

    #[test]
    fn what_differs_from_its_series_stands_for_a_day_of_it() {
        let series = event("DTSTART:20181204T100000\nRRULE:FREQ=WEEKLY;COUNT=2");
        let later = event("DTSTART:20181212T153000\nRECURRENCE-ID:20181211T080000Z");
        let table = table((series + &later).as_bytes()).unwrap();
        let found: Vec<_> = table.rows.iter().map(|row| row.occurrence.clone().unwrap()).collect();
        let day = |n| NaiveDate::from_ymd_opt(2018, 12, n);
        assert_eq!(
            found.iter().map(|one| (one.day, one.repetition)).collect::<Vec<_>>(),
            [(day(4), Some(0)), (day(11), Some(0))]
        );
        check(&event("DTSTART:20181212T153000\nRECURRENCE-ID:20181211T100000"), &["2018-12-12 15:30"]);
        let all_later = "DTSTART:20181212T153000\nRECURRENCE-ID;RANGE=THISANDFUTURE:20181211T100000";
        check(&event(all_later), &["unknown rule of repetition (“RANGE=THISANDFUTURE”)"]);
    }

    #[test]
    fn rules_of_other_programs_are_put_into_our_shapes_or_refused() {
        let rule = |start: &str, rule: &str| {
            let text = event(&format!("DTSTART:{start}\n{rule}"));
            let table = table(text.as_bytes()).unwrap();
            match table.repetitions.first() {
                Some(found) => found.rule.to_string(),
                None => told(&text).join("; "),
            }
        };
        let check = |text: &str, expect: &str| assert_eq!(rule("20181204T100000", text), expect, "{text}");
        check("RRULE:FREQ=DAILY;COUNT=3", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR,SA,SU;COUNT=3");
        check("RRULE:FREQ=DAILY;BYDAY=MO,FR;COUNT=3", "FREQ=WEEKLY;BYDAY=MO,FR;COUNT=3");
        check("RRULE:FREQ=DAILY;INTERVAL=14;COUNT=3", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU;UNTIL=20190101");
        check("RRULE:FREQ=WEEKLY;WKST=SU;INTERVAL=2;BYDAY=TU,TH;COUNT=3", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,TH;COUNT=3");
        check("RRULE:FREQ=MONTHLY;BYDAY=TU;BYSETPOS=2;COUNT=3", "FREQ=MONTHLY;BYDAY=2TU;COUNT=3");
        check("RRULE:FREQ=MONTHLY;BYDAY=TU;COUNT=3", "FREQ=MONTHLY;BYDAY=1TU,2TU,3TU,4TU,5TU;COUNT=3");
        // The session of the last day is at ten, in universal time at eight.
        check("RRULE:FREQ=WEEKLY;UNTIL=20181218T080000Z", "FREQ=WEEKLY;UNTIL=20181218");
        check("RRULE:FREQ=WEEKLY;UNTIL=20181218T075959Z", "FREQ=WEEKLY;UNTIL=20181217");
        check("RRULE:FREQ=WEEKLY;UNTIL=20181218T220000Z", "FREQ=WEEKLY;UNTIL=20181218");
        check("RDATE:20181206T100000,20181211T100000", "FREQ=WEEKLY;BYDAY=TU,TH;UNTIL=20181211");
        let unknown = |part: &str| format!("unknown rule of repetition (“{part}”)");
        check("RRULE:FREQ=HOURLY;COUNT=3", &unknown("FREQ=HOURLY;COUNT=3"));
        check("RRULE:FREQ=MONTHLY;BYMONTHDAY=-1;COUNT=3", &unknown("BYMONTHDAY=-1"));
        check("RRULE:FREQ=WEEKLY;COUNT=2\nEXRULE:FREQ=DAILY;COUNT=2", &unknown("FREQ=DAILY;COUNT=2"));
        check(
            "RRULE:FREQ=DAILY;INTERVAL=2;COUNT=4000",
            "too many days; at most 1000 in one series, those left out among them",
        );
        check("RDATE:20481206T100000", "too many days; at most 1000 in one series, those left out among them");
    }

    #[test]
    fn a_rule_in_universal_time_is_that_of_the_clocks_here() {
        // Over the change of clocks: at ten in winter, at eleven in summer.
        let text = event("DTSTART:20190319T080000Z\nRRULE:FREQ=WEEKLY;BYDAY=TU;COUNT=3");
        check(&text, &["2019-03-19 10:00", "2019-03-26 10:00", "2019-04-02 11:00"]);
        // Late on Tuesday there is early on Wednesday here.
        let text = event("DTSTART:20190108T230000Z\nRRULE:FREQ=WEEKLY;BYDAY=TU;COUNT=2");
        check(&text, &["2019-01-09 01:00", "2019-01-16 01:00"]);
    }

    #[test]
    fn lines_may_be_folded_within_a_letter() {
        let text = event("DTSTART:20181204T100000\nDESCRIPTION:Ķekavā, 2. stāvā");
        for fold in ["\r\n ", "\n\t"] {
            let bytes: Vec<u8> = text
                .bytes()
                .flat_map(|byte| {
                    let fold = if (0x80..0xc0).contains(&byte) { fold.as_bytes() } else { &[] };
                    fold.iter().copied().chain([byte]).collect::<Vec<_>>()
                })
                .collect();
            let table = table(&bytes).unwrap();
            assert_eq!(table.rows[0].cells[table.column(Field::Text).unwrap()], "Ķekavā, 2. stāvā");
        }
    }

    #[test]
    fn a_file_that_was_cut_off_is_not_taken_for_a_shorter_one() {
        let whole = format!("BEGIN:VCALENDAR\n{0}{0}END:VCALENDAR\n", event("DTSTART:20181204T100000"));
        let cut = |at: &str, line: u64| {
            let end = whole.rfind(at).unwrap();
            assert!(matches!(table(&whole.as_bytes()[..end]), Err(TableError::CutOff { line: told }) if told == line));
        };
        assert_eq!(table(whole.as_bytes()).unwrap().rows.len(), 2);
        cut("END:VCALENDAR", 1);
        cut("END:VEVENT", 6);
        cut("DTSTART", 6);
        let unended = whole.replacen("END:VEVENT\n", "", 1);
        assert!(matches!(table(unended.as_bytes()), Err(TableError::CutOff { line: 2 })));
    }

    #[test]
    fn another_programs_event_gives_what_it_has() {
        let text = "BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:FIZ Jānis\nDTSTART;TZID=\"Europe/Riga\":20181204T100000\n\
                    DTEND:20181204T104500\nRRULE:FREQ=WEEKLY;COUNT=2\nEND:VEVENT\nBEGIN:VEVENT\n\
                    DTSTART:20181204T100000\nRRULE:FREQ=DAILY\nEND:VEVENT\nEND:VCALENDAR\n";
        assert!(crate::files::ics::is_calendar(text.as_bytes()) && !crate::files::ics::is_calendar(b"Datums;Laiks"));
        let table = table(text.as_bytes()).unwrap();
        let cell = |row: usize, field| table.rows[row].cells[table.column(field).unwrap()].as_str();
        assert_eq!(
            (cell(1, Field::Day), cell(1, Field::Start), cell(1, Field::Minutes)),
            ("2018-12-11", "10:00", "45")
        );
        assert_eq!((cell(1, Field::Service), table.rows[1].line), ("FIZ", 2));
        check(text, &["2018-12-04 10:00", "2018-12-11 10:00", "a series needs an end: x10 or until 30.6."]);
    }
}
