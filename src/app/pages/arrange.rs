//! How the families are arranged: by what they are sorted, and which of them are shown. Enter marks.

use super::super::{
    App,
    arrangement::{Only, SortBy},
    page::{Page, PageKind, Row, Target, number, text},
};
use crate::{
    domain::{CaseStatus, Choice, Field, budget::Health},
    i18n::{Lang, Text, choice::Worded, collation},
};

/// The page as the marks stand now.
pub fn arrange(app: &App) -> Page {
    let lang = app.setting.lang;
    let arrangement = &app.families.arrangement;
    let mut rows = vec![Row::heading(Text::SortBy.text(lang))];
    rows.extend(SortBy::ALL.iter().map(|&by| {
        let mark = if arrangement.sort == by { "(x)" } else { "( )" };
        Row::new(vec![text(format!("{mark} {}", sort_name(by, lang))), number("")]).target(Target::Sort(by))
    }));
    let only = |only: Only, name: &str| {
        let mark = if arrangement.only.contains(&only) { "[x]" } else { "[ ]" };
        let count = app.families.rows.iter().filter(|row| only.fits(row, app.setting.today)).count();
        Row::new(vec![text(format!("{mark} {name}")), number(count.to_string())]).target(Target::Only(only))
    };
    rows.push(Row::heading(Text::ShowOnly.text(lang)));
    rows.push(only(Only::Mine, Text::OwnCaseload.text(lang)));
    rows.push(only(Only::DueSoon, Text::AssessmentDueSoon.text(lang)));
    rows.push(Row::heading(Field::Status.text(lang)));
    rows.extend(CaseStatus::ALL.iter().map(|&status| only(Only::Status(status), status.text(lang))));
    let mut parts: Vec<&str> = app.families.rows.iter().map(|row| row.part.as_str()).collect();
    parts.sort_by(|a, b| collation::compare(a, b));
    parts.dedup();
    parts.retain(|part| !part.is_empty());
    if !parts.is_empty() {
        rows.push(Row::heading(Field::Part.text(lang)));
        rows.extend(parts.into_iter().map(|part| only(Only::Part(part.to_owned()), part)));
    }
    rows.push(Row::heading(Text::Budget.text(lang)));
    let remarkable = Health::ALL.iter().rev().filter(|health| **health != Health::OnTrack);
    rows.extend(remarkable.map(|&health| only(Only::Health(health), super::health_name(health).text(lang))));
    Page::new(PageKind::Arrange, Text::ArrangeFamilies.text(lang).to_owned(), rows)
}

fn sort_name(by: SortBy, lang: Lang) -> &'static str {
    match by {
        SortBy::Name => Field::Surname.text(lang),
        SortBy::Status => Field::Status.text(lang),
        SortBy::Owner => Field::Owner.text(lang),
        SortBy::Part => Field::Part.text(lang),
        SortBy::NextAssessment => Text::NextAssessment.text(lang),
        SortBy::Health => Text::Budget.text(lang),
    }
}
