//! One goal: its words, how far it came at each assessment, what serves it, and what shows it.

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::super::{
    App,
    forms::item_label,
    page::{Look, Row, text},
};
use crate::{
    domain::{
        AnyRecord, Assessment, AssessmentKind, Attainment, Choice, Field, Format, Goal, Instrument, Kind, Money, Note,
        Outcome, PlanLine, PlanState, PlanVersion, Session, Subject, in_force,
        outcome::{goal_courses, place},
        overview::PageData,
    },
    i18n::{Lang, Text, choice::Worded, date, number, plural::Counted},
};

/// What stands before the words takes so many columns at most: a day and which assessment it was.
const LABELS: usize = 28;
/// So many of the newest sessions and notes are shown as evidence; the rest is counted.
const EVIDENCE_SHOWN: usize = 20;

pub fn page(data: &PageData, app: &App) -> (String, Vec<Row>) {
    let lang = app.setting.lang;
    let records = Records::of(data);
    let Some(goal) = records.goal else { return (Text::Goals.text(lang).to_owned(), Vec::new()) };
    let name = data.names.get(&(Kind::Child, goal.child.0)).cloned().unwrap_or_default();
    let title = format!("M{} · {} · {name}", goal.number, goal.term.text(lang));
    let mut rows = words(goal, &records, app);
    rows.push(Row::heading(Text::GoalProgress.text(lang)));
    rows.extend(progress(goal, &records, lang));
    if !records.lines.is_empty() {
        rows.push(Row::heading(Text::GoalServed.text(lang)));
        rows.extend(records.lines.iter().map(|line| line_row(line, &records, app)));
    }
    let evidence = evidence(&records, app);
    if !evidence.is_empty() {
        rows.push(Row::heading(Text::GoalEvidence.text(lang)));
        rows.extend(evidence);
    }
    (title, rows)
}

/// The goal as it is worded: every row stands for it.
fn words(goal: &Goal, records: &Records, app: &App) -> Vec<Row> {
    let lang = app.setting.lang;
    let domains: Vec<String> =
        goal.domains.iter().map(|domain| item_label(&records.instruments, domain, lang)).collect();
    let closed = goal.closed_on.map(|day| format!("{} · {}", date::show(day, lang), goal.attainment.text(lang)));
    let rows = [
        (Field::Wording, goal.wording.clone()),
        (Field::Indicator, goal.indicator.clone()),
        (Field::Baseline, goal.baseline.clone()),
        (Field::Target, goal.target.clone()),
        (Field::Domains, domains.join(" · ")),
        (Field::NoLineReason, goal.no_line_reason.clone()),
        (Field::ClosedOn, closed.unwrap_or_default()),
    ];
    let told = rows.into_iter().filter(|(_, words)| !words.is_empty());
    let rows = told.flat_map(|(field, words)| Row::labelled(field.text(lang), &words, LABELS, app.size.0.into()));
    rows.map(|row| row.record(goal.clone())).collect()
}

/// How far it had come at each assessment: `+1 daļēji sasniegts`, and by what it was seen.
fn progress(goal: &Goal, records: &Records, lang: Lang) -> Vec<Row> {
    let goals = [goal.clone()];
    let courses = goal_courses(goal.child, &goals, &records.assessments);
    let held = AssessmentKind::ALL.iter().filter_map(|&kind| {
        let of = |subject: &Subject| in_force(&records.assessments, goal.child, kind, *subject);
        let progress = courses.first().and_then(|course| course.progress[place(kind)]);
        let holds = |assessment: &&Assessment| progress.is_none() || assessment.progress_of(goal.id).is_some();
        let assessment = Subject::ALL.iter().filter_map(of).find(holds)?;
        let day = assessment.day().map(|day| date::show(day, lang)).unwrap_or_default();
        let words = match progress {
            Some(progress) => {
                // At the start nothing is reached or missed yet.
                let judged = Some(progress.attainment).filter(|attainment| *attainment != Attainment::Open);
                let judged = judged.map(|attainment| attainment.text(lang).to_owned()).unwrap_or_default();
                let parts = [number::signed(progress.scale), judged, progress.observation.clone()];
                let parts: Vec<&str> = parts.iter().map(String::as_str).filter(|part| !part.is_empty()).collect();
                parts.join(" · ")
            }
            None => Text::NotMeasured.text(lang).to_owned(),
        };
        let row = Row::new(vec![text(format!("{day} {}", kind.text(lang))), text(words)]);
        Some(row.faint(progress.is_none()).record(assessment.clone()))
    });
    let rows: Vec<Row> = held.collect();
    if rows.is_empty() { vec![Row::new(vec![text(Text::NothingYet.text(lang))]).look(Look::Faint)] } else { rows }
}

/// A line that serves the goal, with what was held of it so far.
fn line_row(line: &PlanLine, records: &Records, app: &App) -> Row {
    let lang = app.setting.lang;
    let held: Vec<&Session> =
        records.sessions.iter().copied().filter(|one| one.line == line.id && was_held(one)).collect();
    let units: Decimal = held.iter().map(|session| session.units).sum();
    let charged = records.sessions.iter().filter(|session| session.line == line.id);
    let paid: Money = charged.filter_map(|session| session.charge.as_ref()).map(|charge| charge.amount()).sum();
    let plan = records.plans.iter().find(|plan| plan.id == line.plan);
    let version =
        plan.map(|plan| Text::Version.fill(lang, &[&plan.number, &plan.state.text(lang)])).unwrap_or_default();
    let sessions = Counted::Session.text(held.len() as u64, lang);
    let name = format!("{} {}", line.service, app.service_name(&line.service));
    // The same service alone and with others: two lines that differ by nothing else.
    let name = if line.format == Format::Group { format!("{name} · {}", line.format.text(lang)) } else { name };
    let used = format!("{}/{}", number::decimal(units, lang), number::decimal(line.quantity, lang));
    Row::new(vec![text(name), text(format!("{used} · {sessions} · {} · {version}", number::euros(paid, lang)))])
        .faint(plan.is_some_and(|plan| matches!(plan.state, PlanState::Superseded | PlanState::Closed)))
        .record(line.clone())
}

fn was_held(session: &Session) -> bool {
    session.outcome == Outcome::Attended
}

/// Notes and sessions held, the newest first.
fn evidence(records: &Records, app: &App) -> Vec<Row> {
    let lang = app.setting.lang;
    let mut found: Vec<(NaiveDate, Row)> = Vec::new();
    for note in records.notes.iter().copied() {
        let row =
            Row::new(vec![text(format!("{} {}", date::show(note.day, lang), note.kind.text(lang))), text(&note.text)]);
        found.push((note.day, row.faint(note.closed).record(note.clone())));
    }
    for session in records.sessions.iter().copied().filter(|session| was_held(session)) {
        let line = records.lines.iter().find(|line| line.id == session.line);
        let service = line.map_or("", |line| &line.service);
        // One unit is the rule.
        let units = line.filter(|_| session.units != Decimal::ONE);
        let units = units.map(|line| format!("{} × {}", number::decimal(session.units, lang), line.unit.text(lang)));
        let parts = [app.service_name(service).to_owned(), units.unwrap_or_default(), session.text.clone()];
        let parts: Vec<&str> = parts.iter().map(String::as_str).filter(|part| !part.is_empty()).collect();
        let row = Row::new(vec![text(format!("{} {service}", date::show(session.day, lang))), text(parts.join(" · "))]);
        found.push((session.day, row.record(session.clone())));
    }
    found.sort_by_key(|(day, _)| std::cmp::Reverse(*day));
    let more = found.len().saturating_sub(EVIDENCE_SHOWN);
    let mut rows: Vec<Row> = found.into_iter().take(EVIDENCE_SHOWN).map(|(_, row)| row).collect();
    if more > 0 {
        let rest = Counted::Row.text(more as u64, lang);
        rows.push(Row::new(vec![text(Text::MoreEvidence.fill(lang, &[&rest]))]).look(Look::Faint));
    }
    rows
}

/// The page's records, by kind.
#[derive(Default)]
struct Records<'a> {
    goal: Option<&'a Goal>,
    instruments: Vec<Instrument>,
    assessments: Vec<Assessment>,
    plans: Vec<&'a PlanVersion>,
    lines: Vec<&'a PlanLine>,
    sessions: Vec<&'a Session>,
    notes: Vec<&'a Note>,
}

impl<'a> Records<'a> {
    fn of(data: &'a PageData) -> Self {
        let mut records = Self::default();
        for record in &data.records {
            match record {
                AnyRecord::Goal(goal) => records.goal = Some(goal),
                AnyRecord::Instrument(instrument) => records.instruments.push(instrument.clone()),
                AnyRecord::Assessment(assessment) => records.assessments.push(assessment.clone()),
                AnyRecord::PlanVersion(plan) => records.plans.push(plan),
                AnyRecord::PlanLine(line) => records.lines.push(line),
                AnyRecord::Session(session) => records.sessions.push(session),
                AnyRecord::Note(note) => records.notes.push(note),
                _ => {}
            }
        }
        records
    }
}
