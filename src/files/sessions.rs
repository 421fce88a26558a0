//! Sessions from a table or a calendar: a row each, on the line of the plan version that held on its day.
//!
//! A session that is stored as scheduled and that the file says was held (or missed) is marked so, with the price of
//! its day; everything else that is stored stays as it is.

use std::collections::HashMap;

use chrono::{NaiveDate, NaiveTime};

use super::{
    Register,
    cells::Cells,
    children::Children,
    import::{Intake, Reading, Verdict, new},
    joined::of_session,
    series::{Repeating, Stored},
    table::Table,
};
use crate::domain::{
    Child, Field, Format, Group, Id, Outcome, PlanLine, Problem, Put, Recipient, RuleBook, Service, Session,
    calendar::is_skipped_hour,
    pricing::PriceList,
    rules::{Policy, asked, doctor_of_session},
    units_on,
};

/// What a row may hold. The child is found by personal code, else by case number and names.
pub(super) const COLUMNS: &[Field] = &[
    Field::CaseNumber,
    Field::Surname,
    Field::GivenNames,
    Field::PersonalCode,
    Field::Group,
    Field::Service,
    Field::Recipient,
    Field::Format,
    Field::Provider,
    Field::Specialist,
    Field::Day,
    Field::Start,
    Field::Minutes,
    Field::Units,
    Field::Outcome,
    Field::Text,
];

/// What a row may say otherwise of a session that is stored already.
const COMPARED: &[Field] =
    &[Field::Provider, Field::Specialist, Field::Minutes, Field::Units, Field::Outcome, Field::Text];

pub(super) fn import(table: &Table, stored: &Register, reading: Reading, intake: &mut Intake) {
    let mut finder = Finder::new(stored);
    let mut repeating = Repeating::new(table, stored);
    for (place, repetition) in table.repetitions.iter().enumerate() {
        let mut cells = Cells::new(table, &repetition.usual, reading.lang, reading.today);
        match read(&mut cells, &mut finder, reading, intake) {
            Some((usual, _)) => repeating.take(place, &usual, intake),
            None => drop(intake.take(cells, Verdict::Bad)),
        }
    }
    for row in &table.rows {
        let mut cells = Cells::new(table, row, reading.lang, reading.today);
        if let Some((field, problem)) = row.occurrence.as_ref().and_then(|occurrence| occurrence.problem.clone()) {
            cells.fault(field, problem);
            intake.take(cells, Verdict::Bad);
            continue;
        }
        let Some((mut session, line)) = read(&mut cells, &mut finder, reading, intake) else {
            intake.take(cells, Verdict::Bad);
            continue;
        };
        let key = Key::new(&session, line);
        // What was moved takes no place: another may come to stand there.
        let has_place = session.outcome != Outcome::Moved;
        let before = match row.occurrence.as_deref().map(|occurrence| repeating.stored(occurrence)) {
            Some(Stored::Session(before)) => Some(Some(before)),
            Some(Stored::LeftOut) => Some(None),
            Some(Stored::Nothing) | None => finder.known.get(&key).copied(),
        };
        let before = before.filter(|before| has_place || before.is_some());
        let marks =
            |before: &&Session| before.is_open() && !session.is_open() && has_place && before.day == session.day;
        let booked = before.flatten().filter(marks);
        if let Some(booked) = booked {
            session = told_of(booked, session, &cells);
        } else if let Some(occurrence) = &row.occurrence {
            repeating.place(&mut session, occurrence);
        }
        // What was moved stands elsewhere now, and says nothing of its old place.
        if let (None, Some(Some(before))) = (booked, before)
            && before.outcome != Outcome::Moved
        {
            let told = |field| {
                let told = |session| of_session(session, stored, field, reading.lang);
                Some((told(before), told(&session)))
            };
            cells.compare(COMPARED, told);
        }
        session = charged(session, line, &finder, &mut cells);
        cells.check(&session);
        let series = session.series;
        let verdict = match (booked, before) {
            (Some(booked), _) => Verdict::Adds(vec![Put { record: session.into(), base: Some(booked.clone().into()) }]),
            (None, Some(_)) => Verdict::Known,
            (None, None) => Verdict::Adds(vec![new(session)]),
        };
        let is_new = before.is_none();
        if intake.take(cells, verdict) {
            if let Some(occurrence) = row.occurrence.as_deref().filter(|_| is_new) {
                repeating.holds(series, occurrence);
            }
            if has_place {
                finder.known.insert(key, None);
            }
        }
    }
    intake.operation().puts.extend(repeating.finish());
}

/// What is stored, arranged for finding.
struct Finder<'a> {
    stored: &'a Register,
    prices: PriceList,
    /// Stored sessions; without a value those that the rows above add or change.
    known: HashMap<Key, Option<&'a Session>>,
    children: Children<'a>,
}

/// What makes two sessions the same, whichever plan version they were booked on.
#[derive(PartialEq, Eq, Hash)]
struct Key {
    child: Id<Child>,
    service: String,
    group: Group,
    recipient: Recipient,
    format: Format,
    day: NaiveDate,
    start: Option<NaiveTime>,
}

impl Key {
    fn new(session: &Session, line: &PlanLine) -> Self {
        Self::of(session.child, line, session.day, session.start)
    }

    fn of(child: Id<Child>, line: &PlanLine, day: NaiveDate, start: Option<NaiveTime>) -> Self {
        let PlanLine { group, recipient, format, .. } = *line;
        Self { child, service: line.service.clone(), group, recipient, format, day, start }
    }
}

impl<'a> Finder<'a> {
    fn new(stored: &'a Register) -> Self {
        let lines: HashMap<Id<PlanLine>, &PlanLine> = stored.lines.iter().map(|line| (line.id, line)).collect();
        // A session that was moved elsewhere still takes its old place: the file it came from must not bring it back.
        // Where another was booked in that place, that one counts.
        let mut sessions: Vec<&Session> = stored.sessions.iter().collect();
        sessions.sort_by_key(|session| session.outcome != Outcome::Moved);
        let known = sessions
            .into_iter()
            .filter_map(|session| Some((Key::new(session, lines.get(&session.line)?), Some(session))));
        Self { stored, prices: PriceList::new(&stored.prices), known: known.collect(), children: Children::new(stored) }
    }

    /// The plan line of a row. Where the row does not say which of several, it is the one that has a session there.
    fn line(
        &self,
        cells: &mut Cells,
        child: &Child,
        service: &str,
        (day, start): (NaiveDate, Option<NaiveTime>),
    ) -> Option<&'a PlanLine> {
        let Some(plan) = self.stored.plan_on(child.id, day) else {
            cells.fault(Field::Day, Problem::NoPlan(day));
            return None;
        };
        let lines = self.stored.lines.iter().filter(|line| line.plan == plan.id && line.service == service);
        let mut lines: Vec<&PlanLine> = lines.collect();
        if lines.is_empty() {
            cells.fault(Field::Service, Problem::NotInPlan(service.to_owned()));
            return None;
        }
        let group: Option<Group> = cells.choice(Field::Group);
        let recipient: Option<Recipient> = cells.choice(Field::Recipient);
        let format: Option<Format> = cells.choice(Field::Format);
        for (field, fits) in [
            (
                Field::Group,
                &(|line: &PlanLine| group.is_none_or(|group| line.group == group)) as &dyn Fn(&PlanLine) -> bool,
            ),
            (Field::Recipient, &|line| recipient.is_none_or(|recipient| line.recipient == recipient)),
            (Field::Format, &|line| format.is_none_or(|format| line.format == format)),
        ] {
            lines.retain(|line| fits(line));
            if lines.is_empty() {
                cells.fault(field, Problem::NotInPlan(cells.raw(field).to_owned()));
                return None;
            }
        }
        let first = lines.iter().map(|line| line.from).min()?;
        let last = lines.iter().map(|line| line.to).max()?;
        lines.retain(|line| line.covers(day));
        let mut booked = lines.iter().filter(|line| self.known.contains_key(&Key::of(child.id, line, day, start)));
        if let (Some(line), None) = (booked.next(), booked.next()) {
            return Some(line);
        }
        let Some(line) = lines.first().copied() else {
            cells.fault(Field::Day, Problem::OutsideLine(first, last));
            return None;
        };
        // The row has to say which, where the lines differ in what it could say.
        if lines.iter().any(|other| other.group != line.group) {
            cells.fault(Field::Group, Problem::Missing);
        } else if lines.iter().any(|other| other.recipient != line.recipient) {
            cells.fault(Field::Recipient, Problem::Missing);
        } else if lines.iter().any(|other| other.format != line.format) {
            cells.fault(Field::Format, Problem::Missing);
        }
        Some(line)
    }
}

fn read<'a>(
    cells: &mut Cells,
    finder: &mut Finder<'a>,
    reading: Reading,
    intake: &mut Intake,
) -> Option<(Session, &'a PlanLine)> {
    let stored = finder.stored;
    let child = finder.children.of_row(cells);
    let service = cells
        .parsed(Field::Service, |raw| stored.service_named(raw).ok_or_else(|| Problem::NoSuchRecord(raw.to_owned())));
    let service = cells.needed(Field::Service, service);
    let provider = cells
        .parsed(Field::Provider, |raw| stored.provider_named(raw).ok_or_else(|| Problem::NoSuchRecord(raw.to_owned())));
    let day = cells.date(Field::Day);
    let day = cells.needed(Field::Day, day);
    let start = cells.time(Field::Start);
    let minutes = cells.minutes(Field::Minutes);
    let units = cells.decimal(Field::Units);
    let outcome = cells.choice(Field::Outcome).unwrap_or(Outcome::Scheduled);
    let (child, service, day) = (child?, service?, day?);
    if start.is_some_and(|start| is_skipped_hour(day, start)) {
        cells.fault(Field::Start, Problem::SkippedHour(day));
    }
    // What was called off or moved may lie ahead.
    if matches!(outcome, Outcome::Attended | Outcome::NoShow) && day > reading.today {
        cells.fault(Field::Day, Problem::InFuture);
    }
    let line = finder.line(cells, child, &service.code, (day, start))?;
    let minutes = minutes.unwrap_or(line.minutes);
    let session = Session {
        id: intake.placeholder(),
        child: child.id,
        line: line.id,
        provider: provider.map_or(line.provider, |provider| provider.id),
        specialist: cells.line(Field::Specialist),
        day,
        start,
        minutes,
        units: units.unwrap_or_else(|| units_on(line, day, start, minutes)),
        outcome,
        text: cells.text(Field::Text),
        ..Session::default()
    };
    finder.ask_doctor(cells, child, service, line, &session);
    Some((session, line))
}

impl Finder<'_> {
    /// Refuses the row if the programme lets nothing be given that a doctor's word forbids. What its rules only warn of, or
    /// ask a reason for, they ask of the whole import.
    fn ask_doctor(&self, cells: &mut Cells, child: &Child, service: &Service, line: &PlanLine, session: &Session) {
        if child.medical_problem(service, session.day).is_none() {
            return;
        }
        let programme = self.stored.family(child.family).map(|family| family.programme).unwrap_or_default();
        let of = |book: &&RuleBook| book.programme == programme;
        let books: Vec<RuleBook> = self.stored.rule_books.iter().filter(of).cloned().collect();
        let rules = asked(RuleBook::in_force(&books, session.day));
        let breaches = doctor_of_session(&rules, child, service, line, session).into_iter();
        for breach in breaches.filter(|breach| breach.policy == Policy::Prevent) {
            cells.fault(Field::Service, Problem::Rule(Box::new(breach)));
        }
    }
}

/// The booked session with what the row says became of it.
fn told_of(booked: &Session, told: Session, cells: &Cells) -> Session {
    let mut marked = Session { outcome: told.outcome, ..booked.clone() };
    if cells.has(Field::Units) {
        marked.units = told.units;
    }
    if !told.text.is_empty() {
        marked.text = told.text;
    }
    marked
}

/// The session with what it costs at the price of its day. Without a price it is taken all the same, with a warning:
/// what it cost is not known then.
fn charged(session: Session, line: &PlanLine, finder: &Finder, cells: &mut Cells) -> Session {
    let terms = finder.prices.terms(&session, line, finder.stored.provider(session.provider_by(line)));
    let open = Session { outcome: Outcome::Scheduled, ..session.clone() };
    open.marked(session.outcome, session.units, session.notice_given, line, terms).unwrap_or_else(|_| {
        cells.fault(Field::Service, Problem::NoPrice(session.day));
        session
    })
}
