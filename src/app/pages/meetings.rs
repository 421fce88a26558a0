//! The programme's meetings: who came, what worked, what could differ, and what became of each suggestion.

use super::super::{
    App,
    page::{Row, text},
};
use crate::{
    domain::{AnyRecord, Field, Kind, Meeting, Suggestion, SuggestionState, overview::PageData},
    i18n::{Text, choice::Worded, collation, date, plural::Counted},
};

/// The longest label is the state of a suggestion.
const LABELS: usize = 27;

pub fn page(data: &PageData, app: &App) -> (String, Vec<Row>) {
    let lang = app.setting.lang;
    let mut rows = Vec::new();
    for record in &data.records {
        match record {
            AnyRecord::Meeting(meeting) => rows.extend(meeting_rows(meeting, data, app)),
            AnyRecord::Suggestion(suggestion) => rows.push(suggestion_row(suggestion, data, app)),
            _ => {}
        }
    }
    (Text::Meetings.text(lang).to_owned(), rows)
}

fn meeting_rows(meeting: &Meeting, data: &PageData, app: &App) -> Vec<Row> {
    let lang = app.setting.lang;
    let mut heading = format!("{} {}", date::show(meeting.day, lang), meeting.kind.text(lang));
    if !meeting.place.is_empty() {
        heading = format!("{heading} · {}", meeting.place);
    }
    let mut names: Vec<&str> = meeting
        .families
        .iter()
        .filter_map(|family| data.names.get(&(Kind::Family, family.0)))
        .map(String::as_str)
        .collect();
    names.sort_by(|a, b| collation::compare(a, b));
    let count = Counted::Family.text(meeting.families.len() as u64, lang);
    let came = if names.is_empty() { count } else { format!("{count}: {}", names.join(", ")) };
    let said = [
        (Text::CameThere.text(lang), came.as_str()),
        (Field::Worked.text(lang), meeting.worked.as_str()),
        (Field::CouldDiffer.text(lang), meeting.could_differ.as_str()),
    ];
    let mut rows = vec![Row::heading(&heading)];
    for (label, words) in said.into_iter().filter(|(_, words)| !words.is_empty()) {
        let lines = Row::labelled(label, words, LABELS, app.size.0.into());
        rows.extend(lines.into_iter().map(|row| row.record(meeting.clone())));
    }
    rows
}

fn suggestion_row(suggestion: &Suggestion, data: &PageData, app: &App) -> Row {
    let lang = app.setting.lang;
    let said_by = data.names.get(&(Kind::Family, suggestion.family.0)).cloned().unwrap_or_default();
    let due = suggestion.due_on.filter(|_| suggestion.state == SuggestionState::Task);
    let due = due.map(|day| format!("{} {}", Text::Until.text(lang), date::show(day, lang))).unwrap_or_default();
    let parts = [suggestion.text.clone(), said_by, due, suggestion.owner.clone(), suggestion.answer.clone()];
    let words: Vec<&str> = parts.iter().map(String::as_str).filter(|part| !part.is_empty()).collect();
    let over = matches!(suggestion.state, SuggestionState::Done | SuggestionState::Declined);
    let state = format!("→ {}", suggestion.state.text(lang));
    Row::new(vec![text(state), text(words.join(" · "))]).faint(over).record(suggestion.clone())
}
