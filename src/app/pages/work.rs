//! The work queue: what is due, computed from the records, acted on with Enter.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::super::{
    App,
    page::{Look, Row, Target, text},
};
use crate::{
    domain::{AnyRecord, Kind, overview::PageData},
    i18n::{Text, choice::Worded, date, plural::Counted},
};

pub fn page(data: &PageData, app: &App) -> (String, Vec<Row>) {
    let lang = app.setting.lang;
    let mut unmarked: BTreeMap<NaiveDate, u64> = BTreeMap::new();
    let mut assessments = Vec::new();
    for record in &data.records {
        match record {
            AnyRecord::Session(session) => *unmarked.entry(session.day).or_default() += 1,
            AnyRecord::Assessment(assessment) => assessments.push(assessment),
            _ => {}
        }
    }
    let mut rows = Vec::new();
    if !unmarked.is_empty() {
        rows.push(Row::heading(Text::UnmarkedSessions.text(lang)));
    }
    for (day, count) in unmarked {
        let row = Row::new(vec![text(date::show_with_weekday(day, lang)), text(Counted::Session.text(count, lang))]);
        rows.push(row.target(Target::Attendance(day)));
    }
    if !assessments.is_empty() {
        rows.push(Row::heading(Text::Assessments.text(lang)));
    }
    for assessment in assessments {
        let day = assessment.planned_on.unwrap_or_default();
        let child = data.names.get(&(Kind::Child, assessment.child.0)).cloned().unwrap_or_default();
        let what = format!("{child} · {}", assessment.kind.text(lang));
        let row = Row::new(vec![text(date::show_with_weekday(day, lang)), text(what)]);
        rows.push(row.look(Look::Alert).record(assessment.clone()));
    }
    if !app.overview.drafts.is_empty() {
        rows.push(Row::heading(Text::Drafts.text(lang)));
    }
    for draft in &app.overview.drafts {
        let row = Row::new(vec![text(""), text(super::draft_title(draft, lang))]);
        rows.push(row.target(Target::Draft(Box::new(draft.clone()))));
    }
    (Text::WorkQueue.text(lang).to_owned(), rows)
}
