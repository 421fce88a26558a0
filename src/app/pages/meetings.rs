//! The programme's meetings: who came, what worked, what could differ, and what became of each suggestion.

use super::super::{
    App,
    page::{Row, text},
};
use crate::{
    domain::{AnyRecord, Field, Kind, Meeting, Suggestion, SuggestionState, overview::PageData},
    i18n::{Text, choice::Worded, collation, date, plural::Counted},
};

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
    let mut heading = format!("{} {}", date::show_with_weekday(meeting.day, lang), meeting.kind.text(lang));
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
    let row = |label: &str, words: &str| Row::new(vec![text(label), text(words)]).record(meeting.clone());
    let mut rows = vec![Row::heading(&heading), row(Text::CameThere.text(lang), &came)];
    for (field, words) in [(Field::Worked, &meeting.worked), (Field::CouldDiffer, &meeting.could_differ)] {
        if !words.is_empty() {
            rows.push(row(field.text(lang), words));
        }
    }
    rows
}

fn suggestion_row(suggestion: &Suggestion, data: &PageData, app: &App) -> Row {
    let lang = app.setting.lang;
    let said_by = data.names.get(&(Kind::Family, suggestion.family.0)).cloned().unwrap_or_default();
    let due = suggestion.due_on.filter(|_| suggestion.state == SuggestionState::Task);
    let due = due.map(|day| format!("{} {}", Text::Until.text(lang), date::show(day, lang))).unwrap_or_default();
    let parts = [said_by, suggestion.text.clone(), due, suggestion.owner.clone(), suggestion.answer.clone()];
    let words: Vec<&str> = parts.iter().map(String::as_str).filter(|part| !part.is_empty()).collect();
    let over = matches!(suggestion.state, SuggestionState::Done | SuggestionState::Declined);
    let state = format!("→ {}", suggestion.state.text(lang));
    Row::new(vec![text(state), text(words.join(" · "))]).faint(over).record(suggestion.clone())
}
