//! The work queue: one list by date, the own caseload first; Enter does what is to be done.

use super::super::{
    App,
    forms::Noun,
    informing,
    page::{Jump, Look, Row, Target, text},
};
use crate::{
    domain::{
        AnyRecord, Assessment, AssessmentKind, Child, Deed, Field, Id, Invoice, Kind, MilestoneKind, Person,
        PlanVersion, Session, Subject, Suggestion,
        overview::{PageData, PageOf},
        reminder::{Reminder, Reminds},
        task::{self, Lack, Matter, Task, Waiting},
    },
    i18n::{Lang, Text, choice::Worded, date, invoice::InvoiceText, number, plural::Counted},
};

/// The records that the store adds to those of the overview.
#[derive(Default)]
struct Pending {
    assessments: Vec<Assessment>,
    sessions: Vec<Session>,
    suggestions: Vec<Suggestion>,
    reminders: Vec<(Id<Child>, Reminder)>,
    plans: Vec<PlanVersion>,
    invoices: Vec<Invoice>,
}

pub fn page(data: &PageData, app: &App) -> (String, Vec<Row>) {
    let lang = app.setting.lang;
    let mut pending = Pending::default();
    for record in data.records.iter().cloned() {
        match record {
            AnyRecord::Assessment(assessment) => pending.assessments.push(assessment),
            // One that something was moved to may also be one that nobody marked.
            AnyRecord::Session(session) if pending.sessions.iter().all(|other| other.id != session.id) => {
                pending.sessions.push(session);
            }
            AnyRecord::PlanVersion(plan) => pending.plans.push(plan),
            AnyRecord::Invoice(invoice) => pending.invoices.push(invoice),
            AnyRecord::Suggestion(suggestion) => pending.suggestions.push(suggestion),
            _ => {}
        }
    }
    let overview = &app.overview;
    let moved: Vec<Session> = pending.sessions.iter().filter(|session| session.to_inform).cloned().collect();
    pending.reminders = app.families.reminders();
    let tasks = task::tasks(Waiting {
        people: &overview.people,
        assessments: &pending.assessments,
        sessions: &pending.sessions,
        moved: &moved,
        reminders: &pending.reminders,
        plans: &pending.plans,
        decides: app.overview.role.may(Deed::ApprovePlan),
        suggestions: &pending.suggestions,
        invoices: &pending.invoices,
        sees_to_invoices: app.overview.role.sees_to_invoices(),
        drafts: &overview.drafts,
        ..Waiting::of(&app.setting.user, app.setting.today, &overview.families, &overview.children)
    });
    let mut rows = Vec::new();
    let mut others = false;
    for task in &tasks {
        if !task.is_mine && !others {
            others = true;
            rows.push(Row::heading(Text::OthersWork.text(lang)));
        }
        rows.push(row(task, &pending, data, app));
    }
    if rows.is_empty() {
        rows.push(Row::new(vec![text(Text::NothingWaits.text(lang))]).look(Look::Faint));
    }
    (Text::WorkQueue.text(lang).to_owned(), rows)
}

fn row(task: &Task, pending: &Pending, data: &PageData, app: &App) -> Row {
    let lang = app.setting.lang;
    let (what, target) = match &task.matter {
        Matter::AssessmentDue(id) => {
            let assessment = pending.assessments.iter().find(|assessment| assessment.id == *id);
            let kind = assessment.map(|assessment| full_name(assessment, lang)).unwrap_or_default();
            (Text::DueAssessment.fill(lang, &[&kind]), target(assessment))
        }
        Matter::ReportOpen(id, lacks) => {
            let assessment = pending.assessments.iter().find(|assessment| assessment.id == *id);
            let what = if lacks.is_empty() {
                let kind = assessment.map(|assessment| full_name(assessment, lang)).unwrap_or_default();
                Text::ReportOpen.fill(lang, &[&kind])
            } else {
                // What is to be filled in tells already that it is an assessment.
                let kind = assessment.map(|one| of_whom(one, one.kind.text(lang), lang)).unwrap_or_default();
                let names: Vec<String> = lacks.iter().map(|lack| lack_field(*lack).text(lang).to_lowercase()).collect();
                Text::ReportLacks.fill(lang, &[&kind, &names.join(" · ")])
            };
            let target = match lacks.first() {
                // What was seen is scored on the sheet; what follows from it is written in the form.
                Some(Lack::Conclusions | Lack::Recommendations) => {
                    let focus = lack_field(lacks[0]);
                    Target::jump(Jump::new(Noun::Assessment, id.0).of(task.child).on(focus))
                }
                Some(Lack::Scores) | None => target(assessment),
            };
            (what, target)
        }
        Matter::Disability(child) => {
            let jump = Jump::new(Noun::Child, child.0).of(*child).on(Field::DisabilityUntil);
            (Text::ExpiresDisability.text(lang).to_owned(), Target::jump(jump))
        }
        Matter::SpecialCare(child) => {
            let jump = Jump::new(Noun::Child, child.0).of(*child).on(Field::SpecialCareUntil);
            (Text::ExpiresSpecialCare.text(lang).to_owned(), Target::jump(jump))
        }
        Matter::Representation(id) => {
            let person = app.overview.people.iter().find(|person| person.id == *id);
            let basis = person.and_then(|person| person.representation.as_ref());
            let basis = basis.map_or("", |representation| representation.basis.text(lang));
            let jump = Jump::new(Noun::Person, id.0).on(Field::ValidUntil);
            (Text::ExpiresRepresentation.fill(lang, &[&basis]), Target::jump(jump))
        }
        Matter::Sessions(count) => {
            let count = Counted::Session.text(u64::try_from(*count).unwrap_or(u64::MAX), lang);
            (Text::UnmarkedOf.fill(lang, &[&count]), Target::Attendance(task.day))
        }
        Matter::Inform(id) => {
            let of = |id: Id<Session>| pending.sessions.iter().find(|session| session.id == id);
            let Some(session) = of(*id) else { return Row::new(Vec::new()) };
            // The first column has the old day. Whom to tell comes last: a narrow screen says it at its foot.
            let new = informing::at(of(session.moved_to).unwrap_or(session), app.setting.lang);
            let what = [vec![Text::MovedTo.fill(lang, &[&new])], app.to_be_told(session)].concat().join(" · ");
            (what, Target::Inform(Box::new(session.clone())))
        }
        Matter::Reminder(n) => {
            let Some((child, reminder)) = pending.reminders.get(*n) else { return Row::new(Vec::new()) };
            let jump = Jump::new(Noun::Series, 0).of(*child).with(Field::Rule, format!("{} ", reminder.service));
            (reminded(reminder, app), Target::jump(jump))
        }
        Matter::Approval(id) => {
            let target = if app.overview.role.may(Deed::ApprovePlan) {
                Target::Form {
                    open: Box::new(Jump::new(Noun::ApprovePlan, id.0).of(task.child)),
                    edit: Box::new(Jump::new(Noun::ReturnPlan, id.0).of(task.child)),
                }
            } else {
                Target::Child(task.child)
            };
            (Text::PlanWaits.fill(lang, &[&version(pending, *id)]), target)
        }
        Matter::Refused(id) => {
            let note = pending.plans.iter().find(|plan| plan.id == *id).map(|plan| plan.decision_note.as_str());
            let what = Text::PlanRefused.fill(lang, &[&version(pending, *id), &note.unwrap_or_default()]);
            (what, Target::Child(task.child))
        }
        Matter::Suggestion(id) => {
            let suggestion = pending.suggestions.iter().find(|suggestion| suggestion.id == *id);
            let what = suggestion.map(|suggestion| suggestion.text.clone()).unwrap_or_default();
            (what, Target::jump(Jump::new(Noun::Suggestion, id.0).on(Field::State)))
        }
        Matter::Invoice(id) => {
            let Some(invoice) = pending.invoices.iter().find(|invoice| invoice.id == *id) else {
                return Row::new(Vec::new());
            };
            let waits = if invoice.is_accepted() { InvoiceText::WaitsToBePaid } else { InvoiceText::WaitsToBeAccepted };
            let what = waits.fill(lang, &[&invoice.number, &number::euros(invoice.total, lang)]);
            (what, Target::Page(PageOf::Invoice(*id)))
        }
        Matter::Draft(n) => {
            let draft = app.overview.drafts.get(*n);
            let what = draft.map(|draft| super::draft_title(draft, lang)).unwrap_or_default();
            (what, draft.map_or(Target::None, |draft| Target::Draft(Box::new(draft.clone()))))
        }
    };
    let cells = vec![text(date::show(task.day, lang)), text(whom(task, pending, data, app)), text(what)];
    let late = task.is_overdue(app.setting.today) && !matches!(task.matter, Matter::Draft(_));
    Row::new(cells).look(if late { Look::Alert } else { Look::Plain }).target(target)
}

fn reminded(reminder: &Reminder, app: &App) -> String {
    let lang = app.setting.lang;
    let service = &reminder.service;
    match &reminder.what {
        Reminds::NothingBooked(left) => Text::NothingBooked.fill(lang, &[service, &number::decimal(*left, lang)]),
        Reminds::SeriesEnds => Text::SeriesEnds.fill(lang, &[service]),
        Reminds::TooMany(units) => Text::TooManyLeft.fill(lang, &[service, &number::decimal(*units, lang)]),
    }
}

/// The number of a version.
fn version(pending: &Pending, id: Id<PlanVersion>) -> u32 {
    pending.plans.iter().find(|plan| plan.id == id).map_or(0, |plan| plan.number)
}

fn target(assessment: Option<&Assessment>) -> Target {
    assessment.map_or(Target::None, |assessment| Target::Record(Box::new(assessment.clone().into())))
}

/// `sākotnējais izvērtējums (vecāki)`.
fn full_name(assessment: &Assessment, lang: Lang) -> String {
    let kind = match assessment.kind {
        AssessmentKind::Initial => MilestoneKind::InitialAssessment,
        AssessmentKind::Interim => MilestoneKind::InterimAssessment,
        AssessmentKind::Closing => MilestoneKind::ClosingAssessment,
    };
    of_whom(assessment, kind.text(lang), lang)
}

/// The child is the rule; the parents are named.
fn of_whom(assessment: &Assessment, what: &str, lang: Lang) -> String {
    match assessment.subject {
        Subject::Child => what.to_owned(),
        Subject::Parents => format!("{what} ({})", Subject::Parents.text(lang)),
    }
}

fn lack_field(lack: Lack) -> Field {
    match lack {
        Lack::Scores => Field::Scores,
        Lack::Conclusions => Field::Conclusions,
        Lack::Recommendations => Field::Recommendations,
    }
}

/// Whom a task is about, as lists have it.
fn whom(task: &Task, pending: &Pending, data: &PageData, app: &App) -> String {
    let person = |id: Id<Person>| app.overview.people.iter().find(|person| person.id == id).map(Person::list_name);
    let child = |id: Id<Child>| app.overview.children.iter().find(|child| child.id == id);
    match &task.matter {
        Matter::Sessions(_) => Text::Sessions.text(app.setting.lang).to_owned(),
        Matter::Draft(_) => Text::Drafts.text(app.setting.lang).to_owned(),
        Matter::Representation(id) => person(*id).unwrap_or_default(),
        Matter::Invoice(id) => {
            let invoice = pending.invoices.iter().find(|invoice| invoice.id == *id);
            invoice.map(|invoice| super::invoices::provider(invoice.provider, app)).unwrap_or_default()
        }
        Matter::Suggestion(_) if !task.family.is_some() => Text::EditSuggestion.text(app.setting.lang).to_owned(),
        Matter::Suggestion(_) => data.names.get(&(Kind::Family, task.family.0)).cloned().unwrap_or_default(),
        _ => child(task.child).and_then(|child| person(child.person)).unwrap_or_default(),
    }
}
