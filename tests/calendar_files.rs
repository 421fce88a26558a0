//! Sessions to ordinary calendars and back.

#[path = "support/office.rs"]
mod office;

use atbalsts::{
    domain::{
        Deed, Group, Id, Kind, Operation, Outcome, PlanLine, Put, Recipient, Series, Session, Skip, Unit,
        calendar::DaysOff,
        demo,
        recurrence::{End, Pattern},
        series::{Wish, outline},
    },
    files::instrument::built_in,
    runtime::worker::{DEMO_SEED, make},
    store::{Clock, Store},
};
use chrono::{NaiveDate, NaiveTime, Weekday};
use office::{Office, usual_line};
use rrule::RRuleSet;

fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}

/// A series over Christmas of which one session is later in the day, one on another day and one cancelled; a night; and
/// a session of which only the day matters.
fn booked(office: &Office) {
    let wish = Wish {
        pattern: Pattern::Weekly(vec![Weekday::Tue, Weekday::Thu]),
        every: 1,
        from: day(2018, 12, 4),
        end: End::Count(8),
        skip: Skip::LeaveOut,
        without: vec![day(2018, 12, 13)],
        by_hand: Vec::new(),
    };
    let laid = outline(&wish, &DaysOff::new(&Default::default(), None)).unwrap();
    let alone = Session {
        child: Id::new(1),
        line: Id::new(1),
        provider: Id::new(1),
        specialist: "Ilze Kalniņa".into(),
        start: NaiveTime::from_hms_opt(10, 0, 0),
        minutes: 45,
        units: 1.into(),
        ..Session::default()
    };
    let series = Series::of(&alone, &laid, wish.skip);
    let mut sessions: Vec<Session> = laid.held().map(|(rule_day, day)| series.session(rule_day, day)).collect();
    sessions[1].start = NaiveTime::from_hms_opt(15, 30, 0);
    sessions[2].instead_of = Some(sessions[2].day);
    sessions[2].day = day(2018, 12, 12);
    (sessions[3].outcome, sessions[3].text) = (Outcome::Excused, "slims; ārsts, temperatūra\nzvanīja māte".into());
    let night =
        Session { start: NaiveTime::from_hms_opt(20, 0, 0), minutes: 720, day: day(2019, 3, 30), ..alone.clone() };
    let whole_day = Session { start: None, minutes: 0, units: 2.into(), day: day(2019, 4, 1), ..alone.clone() };
    sessions.extend([night, whole_day]);
    let with_numbers = (1..).zip(sessions).map(|(n, session)| Session { id: Id::placeholder(n), ..session });
    let operation = with_numbers.fold(Operation::new(Deed::BookSessions).create(series), Operation::create);
    Store::open(&office.store(), Clock::System).unwrap().apply("anna", &operation).unwrap();
}

/// The same sessions in another office, by way of a file of each kind; what is there is not booked again.
fn comes_back(office: &Office, other: impl Fn() -> Office) {
    let table = office.ok(&["export", "sessions"]);
    for (name, file) in [("sesijas.csv", table.clone()), ("sesijas.ics", as_calendar(office))] {
        let other = other();
        let file = other.file(name, file.as_bytes());
        other.ok(&["import", "sessions", &file]);
        assert_eq!(by_day(&other.ok(&["export", "sessions"])), by_day(&table), "{name}");
        for office in [office, &other] {
            let before = office.revision();
            office.ok(&["import", "sessions", &file]);
            assert_eq!(office.revision(), before, "{name}");
        }
    }
}

/// Books sessions like this one of the first child.
fn book(office: &Office, sessions: impl IntoIterator<Item = Session>) {
    let own = |session| Session { child: Id::new(1), units: 1.into(), ..session };
    let operation = sessions.into_iter().map(own).fold(Operation::new(Deed::BookSessions), Operation::create);
    Store::open(&office.store(), Clock::System).unwrap().apply("anna", &operation).unwrap();
}

#[test]
fn stays_of_several_days_come_back_as_they_were() {
    let office = || {
        let respite = PlanLine {
            service: "ATB".into(),
            group: Group::Family,
            unit: Unit::FullDay,
            minutes: 2880,
            ..usual_line()
        };
        Office::with_lines([respite])
    };
    let here = office();
    let stay = |date, start, minutes| Session {
        line: Id::new(1),
        day: day(2019, 4, date),
        start,
        minutes,
        ..Session::default()
    };
    book(&here, [stay(1, None, 2880), stay(8, NaiveTime::from_hms_opt(14, 0, 0), 20_160)]);
    comes_back(&here, office);
    assert!(as_calendar(&here).contains("DTSTART;VALUE=DATE:20190401\r\nDTEND;VALUE=DATE:20190403\r\n"));
    let plans = here.file("plani.csv", here.ok(&["export", "plans"]).as_bytes());
    let before = here.revision();
    here.ok(&["import", "plans", &plans]);
    assert_eq!(here.revision(), before);
    // Where the file does not say how many units that is, each day that has begun is one.
    let table = "Lietas numurs;Vārds;Pakalpojums;Datums;Ilgums\n2018-01;Žanete;ATB;3.6.2019.;50h\n";
    here.ok(&["import", "sessions", &here.file("vasara.csv", table.as_bytes())]);
    assert_eq!(here.rows("sessions").last().unwrap()["units"], "3");
}

#[test]
fn the_parents_sessions_are_not_booked_again_as_the_childs() {
    let office = || {
        let of = |recipient| PlanLine { service: "PSI".into(), recipient, ..usual_line() };
        Office::with_lines([of(Recipient::Child), of(Recipient::Parent)])
    };
    let here = office();
    let parents = |date| Session { line: Id::new(2), day: day(2019, 4, date), minutes: 45, ..Session::default() };
    book(&here, [parents(1), parents(2)]);
    comes_back(&here, office);
    // A file that does not say for whom: what is booked is known, of anything else it has to say so.
    let import = |date: &str| {
        let table = format!("Lietas numurs;Vārds;Pakalpojums;Datums\n2018-01;Žanete;PSI;{date}\n");
        here.run(&["import", "sessions", &here.file("bez.csv", table.as_bytes())])
    };
    assert_eq!(import("2.4.2019.").code, 0);
    assert_eq!(here.rows("sessions").len(), 2);
    let ran = import("3.4.2019.");
    assert!(ran.code == 1 && ran.err.contains(":2: Saņēmējs"), "{}{}", ran.out, ran.err);
}

fn by_day(csv: &str) -> Vec<&str> {
    let mut rows: Vec<&str> = csv.lines().collect();
    rows.sort_unstable();
    rows
}

fn as_calendar(office: &Office) -> String {
    office.ok(&["export", "sessions", "--format", "ics"])
}

/// Takes the calendar into an office; what the program prints.
fn take_in(office: &Office, calendar: &str) -> String {
    let ran =
        office.run(&["import", "sessions", &office.file("nodarbibas.ics", calendar.as_bytes()), "--reason", "kā bija"]);
    assert_eq!(ran.code, 0, "{}{}", ran.out, ran.err);
    ran.out
}

#[test]
fn what_was_exported_is_imported_without_a_difference() {
    let office = Office::with_plan();
    booked(&office);
    let calendar = as_calendar(&office);
    let table = office.ok(&["export", "sessions"]);

    let other = Office::with_plan();
    take_in(&other, &calendar);
    assert_eq!(by_day(&other.ok(&["export", "sessions"])), by_day(&table));
    assert_eq!(as_calendar(&other), calendar, "byte by byte, the series as a series");

    for office in [&office, &other] {
        let before = office.revision();
        take_in(office, &calendar);
        assert_eq!(office.revision(), before, "what is there is not booked again");
    }
}

/// The demonstration without its sessions, and the calendar that it had.
fn emptied_demo() -> (Office, String) {
    let calendar = as_calendar(&Office::demo());
    let office = Office::empty();
    let mut story = demo::pilot(DEMO_SEED, demo::story_day(), &built_in());
    let stays =
        |put: &Put| !matches!(put.record.kind(), Kind::Session | Kind::Series | Kind::Invoice | Kind::InvoiceLine);
    story.iter_mut().for_each(|operation| operation.puts.retain(stays));
    story.retain(|operation| !operation.puts.is_empty());
    drop(make(&office.store(), Clock::System, "anna", &story).unwrap());
    (office, calendar)
}

#[test]
fn a_whole_office_comes_back_as_it_was() {
    let (office, calendar) = emptied_demo();
    assert!(calendar.matches("RRULE:FREQ").count() > 30 && calendar.matches("RECURRENCE-ID").count() > 100);
    take_in(&office, &calendar);
    for (line, (after, before)) in as_calendar(&office).lines().zip(calendar.lines()).enumerate() {
        assert_eq!(after, before, "line {line}");
    }
    assert_eq!(as_calendar(&office), calendar);
    let before = office.revision();
    take_in(&office, &calendar);
    assert_eq!(office.revision(), before);
}

/// An event of another program, on ten weeks from 4 December 2018.
fn foreign(more: &str) -> String {
    format!(
        "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:cits-1\r\nSUMMARY:FIZ\r\nX-ATBALSTS-CASE-NUMBER:2018-01\r\n\
         X-ATBALSTS-GIVEN-NAMES:Žanete\r\nDTSTART;TZID=Europe/Riga:20181204T100000\r\nDURATION:PT45M\r\n{more}\r\n\
         END:VEVENT\r\nEND:VCALENDAR\r\n"
    )
}

#[test]
fn a_series_of_another_program_is_a_series_here() {
    let office = Office::with_plan();
    take_in(&office, &foreign("RRULE:FREQ=WEEKLY;COUNT=10;BYDAY=TU,TH\r\nEXDATE;TZID=Europe/Riga:20181206T100000"));
    let rows = office.rows("series");
    assert_eq!((rows.len(), office.rows("sessions").len()), (1, 9));
    assert_eq!(rows[0]["rule"], "FREQ=WEEKLY;BYDAY=TU,TH;COUNT=10");
    assert_eq!((&rows[0]["from"], &rows[0]["exceptions"][0]), (&"2018-12-04".into(), &"2018-12-06".into()));
    assert!(as_calendar(&office).contains("UID:cits-1\r\n"), "it keeps its name");

    // It was made longer there: only what is new comes in, and what was taken out stays out.
    take_in(&office, &foreign("RRULE:FREQ=WEEKLY;COUNT=12;BYDAY=TU,TH"));
    assert_eq!((office.rows("series").len(), office.rows("sessions").len()), (2, 11));
    let before = office.revision();
    take_in(&office, &foreign("RRULE:FREQ=WEEKLY;COUNT=12;BYDAY=TU,TH"));
    assert_eq!(office.revision(), before);
}

#[test]
fn what_a_series_here_cannot_be_is_refused_by_line_and_in_words() {
    let office = Office::with_plan();
    let check = |more: &str, latvian: &str, english: &str| {
        let file = office.file("cits.ics", foreign(more).as_bytes());
        for (lang, words) in [("lv", latvian), ("en", english)] {
            let ran = office.run(&["--lang", lang, "import", "sessions", &file]);
            assert_eq!(ran.code, 1, "{more}: {}{}", ran.out, ran.err);
            assert!(ran.err.contains(&format!(":2: {words}")), "{more}: {}", ran.err);
            assert_eq!(ran.err.lines().count(), 1, "said once: {}", ran.err);
        }
    };
    let unknown = |rule: &str, part: &str| {
        check(
            &format!("RRULE:{rule}"),
            &format!("Atkārtošana: nesaprotams atkārtošanas nosacījums („{part}”)"),
            &format!("Repetition: unknown rule of repetition (“{part}”)"),
        );
    };
    unknown("FREQ=HOURLY;COUNT=3", "FREQ=HOURLY;COUNT=3");
    unknown("FREQ=MONTHLY;BYDAY=MO,TU;BYSETPOS=-1;COUNT=3", "BYSETPOS=-1");
    unknown("FREQ=WEEKLY;BYDAY=SU,TU;WKST=SU;INTERVAL=2;COUNT=3", "WKST=SU");
    check("RRULE:FREQ=WEEKLY", "Atkārtošana: sērijai vajag beigas", "Repetition: a series needs an end");
    check("RRULE:FREQ=DAILY;COUNT=10000", "Atkārtošana: par daudz dienu", "Repetition: too many days");
    check("RRULE:FREQ=WEEKLY;UNTIL=20181101", "Atkārtošana: tādas dienas nav", "Repetition: there is no such day");
}

#[test]
fn a_series_is_one_event_and_what_differs_from_it_has_its_own() {
    let office = Office::with_plan();
    booked(&office);
    let calendar = office.ok(&["export", "sessions", "--format", "ics"]);
    assert_eq!(calendar, office.ok(&["export", "sessions", "--format", "ics"]), "the same every time");
    assert!(calendar.lines().all(|line| line.len() <= 75) && calendar.contains("\r\n"));
    let count = |text: &str| calendar.matches(text).count();
    assert_eq!((count("BEGIN:VEVENT"), count("RRULE:FREQ=WEEKLY;"), count("RECURRENCE-ID;")), (6, 1, 3));
    assert!(calendar.contains("DTSTART;VALUE=DATE:20190401\r\nDTEND;VALUE=DATE:20190402\r\n"));
    assert!(calendar.contains("DURATION:PT720M"));
    assert!(!calendar.contains("PERSONAL"), "no personal code");

    // An independent reading of the rule and its exceptions.
    let master = calendar.split("BEGIN:VEVENT").skip(1).find(|event| event.contains("RRULE")).unwrap();
    let rule: Vec<&str> = master
        .lines()
        .filter(|line| ["DTSTART", "RRULE", "EXDATE"].iter().any(|name| line.starts_with(name)))
        .collect();
    let set: RRuleSet = rule.join("\n").parse().unwrap();
    let days: Vec<NaiveDate> = set.all(100).dates.into_iter().map(|date| date.date_naive()).collect();
    let december = |n| day(2018, 12, n);
    let expect = [4, 6, 11, 18, 20, 27].map(december);
    let expect: Vec<NaiveDate> = expect.into_iter().chain([day(2019, 1, 3), day(2019, 1, 8)]).collect();
    assert_eq!(days, expect);
}

#[test]
fn only_sessions_are_a_calendar_and_what_cannot_be_read_is_named_by_its_line() {
    let office = Office::with_plan();
    let ran = office.run(&["export", "families", "--format", "ics"]);
    assert_eq!((ran.code, ran.err.contains("sessions")), (2, true), "{}", ran.err);
    let foreign =
        "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nSUMMARY:FIZ\r\nDTSTART:20180230T100000\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";
    let ran = office.run(&["import", "sessions", &office.file("cits.ics", foreign.as_bytes())]);
    assert_eq!(ran.code, 1, "{}{}", ran.out, ran.err);
    assert!(ran.err.contains(":2:") && ran.err.contains("20180230T100000"), "{}", ran.err);
}

#[test]
fn a_table_with_odd_times_is_taken_as_it_is_meant_or_refused_by_line_and_in_words() {
    let office = Office::with_plan();
    let import = |lang: &str, when: &str| {
        let table = format!("Lietas numurs;Vārds;Pakalpojums;Datums;Sākums;Ilgums\n2018-01;Žanete;FIZ;{when}\n");
        office.run(&["--lang", lang, "import", "sessions", &office.file("laiki.csv", table.as_bytes())])
    };
    let refused = |when: &str, latvian: &str, english: &str| {
        for (lang, words) in [("lv", latvian), ("en", english)] {
            let ran = import(lang, when);
            assert!(ran.code == 1 && ran.err.contains(words), "{when}: {}{}", ran.out, ran.err);
        }
    };
    refused("31.02.2019;10:00;45", ":2:4: Datums: tāda datuma nav", ":2:4: Date: no such date");
    refused(
        "31.03.2019;3:30;45",
        ":2:5: Sākums: 31.03.2019. tādas stundas nav",
        ":2:5: Start: on 31.03.2019 there is no such hour",
    );
    refused("28.03.2019;20:00;99999", ":2:6: Ilgums, min: nav ilgums", ":2:6: Minutes: not a duration");
    let minutes = |when: &str| {
        let ran = import("lv", when);
        assert_eq!(ran.code, 0, "{when}: {}{}", ran.out, ran.err);
        office.rows("sessions").last().unwrap()["minutes"].as_u64()
    };
    assert_eq!(minutes("29.03.2019;20:00;12:00"), Some(720));
    assert_eq!(minutes("01.04.2019;8:00;24h"), Some(1440));
    // The same hour as a calendar has it.
    let spring = foreign("").replace("20181204T100000", "20190331T033000");
    let ran = office.run(&["import", "sessions", &office.file("pavasaris.ics", spring.as_bytes())]);
    assert!(ran.code == 1 && ran.err.contains("tādas stundas nav"), "{}{}", ran.out, ran.err);
}

#[test]
fn ten_thousand_sessions_in_one_file_are_taken_at_once() {
    let office = Office::with_plan();
    let first = day(2018, 9, 3);
    let event = |n: u32| {
        let day = first + chrono::Days::new(u64::from(n % 390));
        // Every half hour from five in the morning on.
        let at = NaiveTime::from_hms_opt(5 + n / 390 / 2, n / 390 % 2 * 30, 0).unwrap();
        let when = format!("{}T{}", day.format("%Y%m%d"), at.format("%H%M%S"));
        format!(
            "BEGIN:VEVENT\r\nUID:c-{n}\r\nSUMMARY:FIZ\r\nX-ATBALSTS-CASE-NUMBER:2018-01\r\n\
             X-ATBALSTS-GIVEN-NAMES:Žanete\r\nDTSTART:{when}\r\nDURATION:PT30M\r\nEND:VEVENT\r\n"
        )
    };
    let events: String = (0..10_000).map(event).collect();
    let file = office.file("visi.ics", format!("BEGIN:VCALENDAR\r\n{events}END:VCALENDAR\r\n").as_bytes());
    // It is far more than the child has money for: that is said, and needs a reason.
    let ran = office.run(&["import", "sessions", &file]);
    assert!(ran.code == 1 && ran.err.contains("norādiet pamatojumu"), "{}{}", ran.out, ran.err);
    assert_eq!(office.rows("sessions").len(), 0);
    office.ok(&["import", "sessions", &file, "--reason", "pārnests no vecās programmas"]);
    assert_eq!(office.rows("sessions").len(), 10_000);
}
