//! The register of decisions, the newest first, a year under its heading.

use chrono::Datelike;

use super::super::{
    App,
    page::{Look, Row, text},
};
use crate::{
    domain::{AnyRecord, Child, Decision, Id, Kind, Person, overview::PageData},
    i18n::{Text, choice::Worded, date},
};

pub fn page(data: &PageData, app: &App) -> (String, Vec<Row>) {
    let lang = app.setting.lang;
    let decisions = data.records.iter().filter_map(|record| match record {
        AnyRecord::Decision(decision) => Some(decision),
        _ => None,
    });
    let decisions: Vec<&Decision> = decisions.collect();
    let mut rows = Vec::new();
    for year in decisions.chunk_by(|a, b| a.day.year() == b.day.year()) {
        rows.push(Row::heading(&year[0].day.year().to_string()));
        rows.extend(year.iter().map(|decision| row(decision, &decisions, data, app)));
    }
    if rows.is_empty() {
        rows.push(Row::new(vec![text(Text::NoDecisions.text(lang))]).look(Look::Faint));
    }
    (Text::Decisions.text(lang).to_owned(), rows)
}

fn row(decision: &Decision, all: &[&Decision], data: &PageData, app: &App) -> Row {
    let lang = app.setting.lang;
    if decision.erased {
        let gone = Row::new(vec![text(decision.label()), text(""), text(Text::DecisionErased.text(lang))]);
        return gone.faint(true).record(decision.clone());
    }
    let superseded = all.iter().find(|other| other.supersedes == decision.id);
    let plan = data.names.get(&(Kind::PlanVersion, decision.plan.0)).cloned().unwrap_or_default();
    let follows = all.iter().find(|other| decision.supersedes.is_some() && other.id == decision.supersedes);
    let parts = [
        superseded.map(|by| Text::SupersededBy.fill(lang, &[&by.label()])).unwrap_or_default(),
        follows.map(|before| Text::SupersedesOther.fill(lang, &[&before.label()])).unwrap_or_default(),
        plan,
        decision.text.clone(),
    ];
    let parts: Vec<&str> = parts.iter().map(String::as_str).filter(|part| !part.is_empty()).collect();
    let cells = vec![
        text(decision.label()),
        text(date::show(decision.day, lang)),
        text(decision.kind.text(lang)),
        text(name(decision.child, data, app)),
        text(parts.join(" · ")),
    ];
    Row::new(cells).faint(superseded.is_some()).record(decision.clone())
}

/// The child's name as lists have it.
fn name(child: Id<Child>, data: &PageData, app: &App) -> String {
    if let Some(name) = data.names.get(&(Kind::Child, child.0)) {
        return name.clone();
    }
    let child = app.overview.children.iter().find(|other| other.id == child);
    let person = child.and_then(|child| app.overview.people.iter().find(|person| person.id == child.person));
    person.map(Person::list_name).unwrap_or_default()
}
