//! The client file: everything kept of one family, section by section.

use super::{
    super::{
        App,
        page::{Cell, Look, Row, text},
    },
    absence::absence_row,
    assessments::{is_corrected, state},
    kind_name, timeline,
};
use crate::{
    domain::{
        AnyRecord, Assessment, Attainment, CaseStatus, Child, Field, Kind, Person, PlanState, Subject, contact,
        overview::PageData, personal_code,
    },
    i18n::{Lang, Text, choice::Worded, date, number},
};

pub fn page(data: &PageData, app: &App) -> (String, Vec<Row>) {
    let lang = app.setting.lang;
    let mut rows = Vec::new();
    let mut section = None;
    let mut title = Text::CaseFile.text(lang).to_owned();
    // What was noted stands in the timeline.
    for record in data.records.iter().filter(|record| record.kind() != Kind::Note) {
        if section != Some(record.kind()) {
            section = Some(record.kind());
            // The page's title says already which family it is.
            if record.kind() != Kind::Family {
                rows.push(Row::heading(kind_name(record.kind(), lang)));
            }
        }
        if let AnyRecord::Family(family) = record {
            title = format!("{title} {} · {}", family.case_number, family.surname);
        }
        rows.push(row(record, data, app));
    }
    rows.extend(timeline::rows(data, app));
    (title, rows)
}

fn row(record: &AnyRecord, data: &PageData, app: &App) -> Row {
    let lang = app.setting.lang;
    let day = |day: Option<chrono::NaiveDate>| day.map(|day| date::show(day, lang)).unwrap_or_default();
    let mut faint = false;
    let mut alert = false;
    let cells: Vec<Cell> = match record {
        AnyRecord::Family(family) => {
            let address =
                if family.actual_address.is_empty() { &family.declared_address } else { &family.actual_address };
            faint = family.status == CaseStatus::Closed;
            let contact =
                [contact::shown_phone(&family.phone), address.clone(), family.postcode.clone(), family.email.clone()];
            vec![text(&family.surname), text(family.status.text(lang)), text(join(&contact))]
        }
        AnyRecord::Person(person) => {
            faint = person.closed;
            vec![text(person.list_name()), text(person.relation.text(lang)), text(join(&person_details(person, app)))]
        }
        AnyRecord::Absence(absence) => return absence_row(absence, app),
        AnyRecord::Child(child) => {
            let name = data.names.get(&(Kind::Person, child.person.0)).cloned().unwrap_or_default();
            faint = child.status == CaseStatus::Closed;
            let ceiling: crate::domain::Money = child.ceilings.iter().map(|ceiling| ceiling.amount).sum();
            let impairments: Vec<&str> = child.impairments.iter().map(|impairment| impairment.text(lang)).collect();
            let details = [
                format!("{} {}", Text::Ceiling.text(lang), number::euros(ceiling, lang)),
                health(child, lang),
                impairments.join(", "),
                child.school.clone(),
            ];
            vec![text(name), text(child.status.text(lang)), text(join(&details))]
        }
        AnyRecord::Assessment(assessment) => {
            let overdue = assessment.done_on.is_none() && assessment.planned_on.is_some_and(|d| d < app.setting.today);
            alert = overdue;
            let all: Vec<&Assessment> = data.records.iter().filter_map(assessment_in).collect();
            faint = is_corrected(assessment, &all);
            let parents = match assessment.subject {
                Subject::Child => String::new(),
                Subject::Parents => assessment.subject.text(lang).to_owned(),
            };
            // What was found is long, and stands on the sheet.
            let when = format!("{} {}", day(assessment.day()), state(assessment, &all, lang));
            vec![text(join(&[owner(assessment.child.0, data), parents])), text(assessment.kind.text(lang)), text(when)]
        }
        AnyRecord::Goal(goal) => {
            faint = goal.attainment != Attainment::Open;
            let details = [goal.wording.clone(), reached(goal.attainment, lang)];
            vec![
                text(owner(goal.child.0, data)),
                text(format!("M{} {}", goal.number, goal.term.text(lang))),
                text(join(&details)),
            ]
        }
        AnyRecord::PlanVersion(plan) => {
            faint = matches!(plan.state, PlanState::Superseded | PlanState::Closed);
            let details =
                [day(plan.approved_on.or(plan.effective_from)), plan.approved_by.clone(), plan.reason.clone()];
            vec![
                text(owner(plan.child.0, data)),
                text(format!("v{} {}", plan.number, plan.state.text(lang))),
                text(join(&details)),
            ]
        }
        other => vec![text(kind_name(other.kind(), lang))],
    };
    let row = Row::new(cells).faint(faint).record(record.clone());
    if alert { row.look(Look::Alert) } else { row }
}

/// What a doctor barred and allowed, and until when the opinions hold.
fn health(child: &Child, lang: Lang) -> String {
    let limits = child.health_limits.iter().map(|limit| {
        if limit.service.is_empty() {
            limit.reason.clone()
        } else {
            Text::Barred.fill(lang, &[&limit.service, &limit.reason])
        }
    });
    let forms = child.medical_forms.iter();
    let forms = forms.map(|form| Text::AllowedUntil.fill(lang, &[&form.service, &date::show(form.valid_until, lang)]));
    let opinions =
        [(Field::DisabilityUntil, child.disability_until), (Field::SpecialCareUntil, child.special_care_until)];
    let opinions = opinions.into_iter().filter_map(|(field, day)| Some((field, day?)));
    let opinions =
        opinions.map(|(field, day)| format!("{} {}", field.text(lang).to_lowercase(), date::show(day, lang)));
    join(&limits.chain(forms).chain(opinions).collect::<Vec<_>>())
}

fn assessment_in(record: &AnyRecord) -> Option<&Assessment> {
    match record {
        AnyRecord::Assessment(assessment) => Some(assessment),
        _ => None,
    }
}

/// The child a record is about; empty where the family has only one.
pub(super) fn owner(child: u64, data: &PageData) -> String {
    let children = data.names.keys().filter(|(kind, _)| *kind == Kind::Child).count();
    let name = data.names.get(&(Kind::Child, child)).filter(|_| children > 1);
    name.cloned().unwrap_or_default()
}

fn person_details(person: &Person, app: &App) -> [String; 6] {
    let lang = app.setting.lang;
    let born = person.birth_date.map(|day| {
        let age = person.age_on(app.setting.today).map(|age| format!(" ({age})")).unwrap_or_default();
        format!("{}{age}", date::show(day, lang))
    });
    let represents = person.representation.as_ref().map(|representation| {
        let bound = |word: Text, day| format!(" {} {}", word.text(lang), date::show(day, lang));
        let since = representation.since.map(|day| bound(Text::Since, day)).unwrap_or_default();
        let until = representation.valid_until.map(|day| bound(Text::Until, day)).unwrap_or_default();
        format!("{}: {}{since}{until}", Text::Representative.text(lang), representation.basis.text(lang))
    });
    let previous: Vec<String> = person.previous_codes.iter().map(|code| personal_code::shown(code)).collect();
    let code = personal_code::shown(&person.personal_code);
    let code = if previous.is_empty() { code } else { format!("{code} ({})", previous.join(", ")) };
    let names = person.previous_names.join(", ");
    let names = if names.is_empty() { names } else { Text::Formerly.fill(lang, &[&names]) };
    // What is wanted with the telephone at the ear comes first.
    [
        contact::shown_phone(&person.phone),
        code,
        born.unwrap_or_default(),
        names,
        person.email.clone(),
        represents.unwrap_or_default(),
    ]
}

/// The parts that say something, with dots between.
pub(super) fn join(parts: &[String]) -> String {
    let parts: Vec<&str> = parts.iter().map(String::as_str).filter(|part| !part.is_empty()).collect();
    parts.join(" · ")
}

/// How far a goal was reached; nothing while it is open.
fn reached(attainment: Attainment, lang: Lang) -> String {
    if attainment == Attainment::Open { String::new() } else { attainment.text(lang).to_owned() }
}
