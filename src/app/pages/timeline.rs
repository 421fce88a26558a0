//! The timeline of a client file: what people noted and what was done, the newest first.

use chrono::{Local, NaiveDate, NaiveTime};

use super::{
    super::{
        App,
        page::{Row, Target, text},
    },
    case_file::{join, owner},
};
use crate::{
    domain::{
        AnyRecord, Assessment, Attainment, CaseStatus, Deed, Kind, Note, Outcome, Session, overview::PageData,
        timeline::Event,
    },
    i18n::{Lang, Text, choice::Worded, date},
};

/// The rows under their heading; none where there is nothing to tell.
pub fn rows(data: &PageData, app: &App) -> Vec<Row> {
    let mut told: Vec<((NaiveDate, NaiveTime, u64), Row)> = Vec::new();
    for record in &data.records {
        if let AnyRecord::Note(note) = record {
            // What was noted without a time stands above what was done that day.
            let time = note.start.unwrap_or(NaiveTime::MIN.overflowing_sub_signed(chrono::TimeDelta::seconds(1)).0);
            told.push(((note.day, time, note.id.0), note_row(note, data, app)));
        }
    }
    for event in &data.events {
        let at = event.at.with_timezone(&Local).naive_local();
        told.push(((at.date(), at.time(), event.revision), event_row(event, at.date(), data, app.setting.lang)));
    }
    if told.is_empty() {
        return Vec::new();
    }
    told.sort_by_key(|(at, _)| std::cmp::Reverse(*at));
    let heading = Row::heading(Text::Timeline.text(app.setting.lang)).apart();
    std::iter::once(heading).chain(told.into_iter().map(|(_, row)| row)).collect()
}

fn note_row(note: &Note, data: &PageData, app: &App) -> Row {
    let lang = app.setting.lang;
    let time = note.start.map(|time| time.format(" %H:%M").to_string()).unwrap_or_default();
    let goals = data.records.iter().filter_map(|record| match record {
        AnyRecord::Goal(goal) if goal.id == note.goal => Some(format!("M{}", goal.number)),
        _ => None,
    });
    let about = [owner(note.child.0, data), goals.collect(), note.text.clone(), note.author.clone()];
    let cells =
        vec![text(format!("{}{time}", date::show(note.day, lang))), text(note.kind.text(lang)), text(join(&about))];
    Row::new(cells).faint(note.closed).record(note.clone())
}

/// What was done has no kind of contact: its column stays empty, so that notes stand out.
fn event_row(event: &Event, day: NaiveDate, data: &PageData, lang: Lang) -> Row {
    let subject = event.records.first();
    let owner = subject.map(|record| owner(child_of(record), data)).unwrap_or_default();
    let parts = [owner, event.deed.text(lang).to_owned(), what(event, data, lang), event.user.clone()];
    let row = Row::new(vec![text(date::show(day, lang)), text(""), text(join(&parts))]);
    match subject {
        Some(record) => row.target(Target::History(record.kind(), record.number())),
        None => row,
    }
}

/// Whose the record is; 0 where it is the family's.
fn child_of(record: &AnyRecord) -> u64 {
    match record {
        AnyRecord::Assessment(assessment) => assessment.child.0,
        AnyRecord::Goal(goal) => goal.child.0,
        AnyRecord::PlanVersion(plan) => plan.child.0,
        AnyRecord::Session(session) => session.child.0,
        AnyRecord::Child(child) => child.id.0,
        _ => 0,
    }
}

/// What was done to whom or what, in the reader's language.
fn what(event: &Event, data: &PageData, lang: Lang) -> String {
    match event.records.as_slice() {
        [AnyRecord::Session(first), AnyRecord::Session(last)] => match event.deed {
            // The new session is written before the old one is marked.
            Deed::MoveSession => moved(last, first, data, lang),
            Deed::BookSessions => several(first, last, event.count, data, lang),
            _ if event.count > 2 => several(first, last, event.count, data, lang),
            _ => format!("{}; {}", session(first, data, lang), session(last, data, lang)),
        },
        [first, ..] => of_record(first, data, lang),
        [] => String::new(),
    }
}

fn of_record(record: &AnyRecord, data: &PageData, lang: Lang) -> String {
    let closed = |status: CaseStatus, reason: &str| {
        let reason = if status == CaseStatus::Closed { reason.to_owned() } else { String::new() };
        join(&[status.text(lang).to_owned(), reason])
    };
    match record {
        AnyRecord::Family(family) => closed(family.status, &family.close_reason),
        AnyRecord::Person(person) => person.list_name(),
        AnyRecord::Child(child) => {
            let name = data.names.get(&(Kind::Person, child.person.0)).cloned().unwrap_or_default();
            join(&[name, closed(child.status, &child.close_reason)])
        }
        AnyRecord::Assessment(assessment) => of_assessment(assessment, lang),
        AnyRecord::Goal(goal) => {
            let reached = goal.attainment;
            let reached = if reached == Attainment::Open { "" } else { reached.text(lang) };
            join(&[format!("M{} {}", goal.number, goal.wording), reached.to_owned()])
        }
        AnyRecord::PlanVersion(plan) => join(&[format!("v{}", plan.number), plan.reason.clone()]),
        AnyRecord::PlanLine(line) => line.service.clone(),
        AnyRecord::Session(one) => session(one, data, lang),
        _ => String::new(),
    }
}

fn of_assessment(assessment: &Assessment, lang: Lang) -> String {
    let day = assessment.day().map(|day| date::show(day, lang)).unwrap_or_default();
    format!("{} {day}", assessment.kind.text(lang)).trim_end().to_owned()
}

fn service(session: &Session, data: &PageData) -> String {
    data.names.get(&(Kind::PlanLine, session.line.0)).cloned().unwrap_or_default()
}

/// `FIZ 18.09.2018. neierašanās`, with what was written to it.
fn session(session: &Session, data: &PageData, lang: Lang) -> String {
    let outcome = if session.outcome == Outcome::Scheduled { "" } else { session.outcome.text(lang) };
    let said = format!("{} {} {outcome}", service(session, data), date::show(session.day, lang));
    join(&[said.trim().to_owned(), session.text.clone()])
}

fn moved(old: &Session, new: &Session, data: &PageData, lang: Lang) -> String {
    let (old_day, new_day) = (date::show(old.day, lang), date::show(new.day, lang));
    join(&[format!("{} {old_day} → {new_day}", service(old, data)), old.text.clone()])
}

fn several(first: &Session, last: &Session, count: usize, data: &PageData, lang: Lang) -> String {
    let (from, to) = (date::show(first.day, lang), date::show(last.day, lang));
    let mut services = vec![service(first, data), service(last, data)];
    services.dedup();
    format!("{} {from}–{to} ({count})", services.join(", "))
}
