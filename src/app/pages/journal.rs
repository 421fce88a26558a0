//! The journal: who changed what, newest first; of everything, or of one record.

use std::collections::BTreeMap;

use unicode_width::UnicodeWidthStr;

use super::super::page::{Look, Row, Target, text, wrap};
use crate::{
    domain::{
        AnyRecord, Field, Kind,
        audit::{JournalLine, RecordChange},
        overview::{PageData, PageOf},
        rules::Rule,
    },
    i18n::{Lang, Text, choice::Worded, collation, date, plural, proposal::ProposalText, rules, stored},
};

/// So many of those whose records an entry changed are named.
const NAMES: usize = 2;

pub fn page(data: &PageData, width: usize, lang: Lang) -> (String, Vec<Row>) {
    let shown = match data.of {
        PageOf::Journal(shown) => Some(shown),
        _ => None,
    };
    let first = |entry: &JournalLine| {
        let at = entry.at.with_timezone(&chrono::Local).naive_local();
        format!("{}  {} {}", entry.revision, date::show(at.date(), lang), at.format("%H:%M"))
    };
    // Before, between and after the three columns.
    let taken = data.entries.iter().map(|entry| first(entry).width()).max().unwrap_or(0)
        + data.entries.iter().map(|entry| entry.user.width()).max().unwrap_or(0)
        + 6;
    let room = width.saturating_sub(taken).max(20);
    let mut rows = Vec::new();
    for entry in &data.entries {
        let deed = deed(entry, lang);
        let kinds = || plural::records(entry.kinds(), lang);
        let told = match shown {
            Some(_) => [deed, names(entry), kinds()].into_iter().filter(|part| !part.is_empty()).collect(),
            None => vec![deed],
        };
        let row = Row::new(vec![text(first(entry)), text(&entry.user), text(told.join(" · "))]);
        let of = match &entry.changes[..] {
            _ if shown.is_none() => None,
            [] => None,
            [only] => Some(PageOf::History(only.kind, only.number)),
            _ => Some(PageOf::Entry(entry.revision)),
        };
        let others = entry.names().into_iter().skip(NAMES).filter(|_| shown.is_some());
        let others = others.collect::<Vec<_>>().join(" ");
        rows.push(row.found_by(&others).target(Target::Entry(entry.revision, of)));
        if shown.is_none() {
            rows.extend(entry.changes.iter().flat_map(|change| fields(change, room, lang)));
        }
    }
    // Moving on to it brings the next.
    let older = data.entries.last().map_or(0, |last| last.revision.saturating_sub(1));
    if let Some(shown) = shown.filter(|_| older > 0) {
        let more = text(Text::OlderEntries.fill(lang, &[&older]));
        let next = PageOf::Journal(shown + PageOf::ENTRIES);
        rows.push(Row::new(vec![text("…"), text(""), more]).look(Look::Faint).target(Target::More(next)));
    }
    let title = if shown.is_some() { Text::Journal } else { Text::History };
    (title.text(lang).to_owned(), rows)
}

/// One entry: everybody whose records it changed, with how many of each kind; of one of them, each record with what
/// changed in it. `u` takes the entry back, wherever the cursor is.
pub fn entry(data: &PageData, width: usize, lang: Lang) -> (String, Vec<Row>) {
    let Some(entry) = data.entries.first() else { return (Text::Journal.text(lang).to_owned(), Vec::new()) };
    let at = entry.at.with_timezone(&chrono::Local).naive_local();
    let when = format!("{} {}", date::show(at.date(), lang), at.format("%H:%M"));
    let title =
        format!("{} {} · {when} {} · {}", Text::Journal.text(lang), entry.revision, entry.user, deed(entry, lang));
    let subjects = entry.subjects();
    let rows = match (&data.of, &subjects[..]) {
        (PageOf::EntryOf(..), _) | (_, [_]) => {
            let heading = entry.names().first().map(|name| Row::heading(name));
            heading.into_iter().chain(changed_rows(entry, width, lang)).collect()
        }
        _ => subjects_rows(entry, lang),
    };
    (title, rows)
}

/// A row for each whose records an entry changed.
fn subjects_rows(entry: &JournalLine, lang: Lang) -> Vec<Row> {
    let mut changes: BTreeMap<(Kind, u64), Vec<&RecordChange>> = BTreeMap::new();
    for change in &entry.changes {
        changes.entry(change.about).or_default().push(change);
    }
    let mut told: Vec<(Option<&str>, Row)> = Vec::new();
    for ((kind, number), of) in changes {
        let name = of.iter().map(|change| change.whose.as_str()).find(|name| !name.is_empty());
        let counts = plural::records(of.iter().map(|change| change.kind), lang);
        let target = Target::Entry(entry.revision, Some(PageOf::EntryOf(entry.revision, kind, number)));
        let cells = vec![text(name.unwrap_or(ProposalText::ForAll.text(lang))), text(counts)];
        told.push((name, Row::new(cells).target(target)));
    }
    // What is nobody's stands last.
    told.sort_by(|a, b| match (a.0, b.0) {
        (Some(a), Some(b)) => collation::compare(a, b),
        (a, b) => b.is_some().cmp(&a.is_some()),
    });
    told.into_iter().map(|(_, row)| row).collect()
}

/// Each changed record and the fields of it that changed; Enter opens its history.
fn changed_rows(entry: &JournalLine, width: usize, lang: Lang) -> Vec<Row> {
    let labels: Vec<String> = entry.changes.iter().map(|change| label(change, lang)).collect();
    let widest = labels.iter().map(|label| label.width()).max().unwrap_or_default();
    let rows = |(change, label): (&RecordChange, &String)| {
        let told = if change.erased { vec![Text::ErasedData.text(lang).to_owned()] } else { told(change, lang) };
        let rows = Row::labelled(label, &told.join(" · "), widest, width).into_iter();
        let target = Target::Entry(entry.revision, Some(PageOf::History(change.kind, change.number)));
        rows.map(move |row| row.target(target.clone())).collect::<Vec<Row>>()
    };
    entry.changes.iter().zip(&labels).flat_map(rows).collect()
}

/// What record it is: `nodarbība FIZ 18.09.2018.`
fn label(change: &RecordChange, lang: Lang) -> String {
    let what = [plural::noun(change.kind, lang).to_owned(), change.what.clone()];
    let days = change.days.map(|days| date::show_period(days, lang));
    what.into_iter().chain(days).filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}

/// What was done, and why where that was said.
fn deed(entry: &JournalLine, lang: Lang) -> String {
    match entry.undoes {
        Some(revision) => format!("{} ({revision})", entry.deed.text(lang)),
        None if entry.reason.is_empty() => entry.deed.text(lang).to_owned(),
        None => format!("{}: {}", entry.deed.text(lang), entry.reason),
    }
}

/// Whose records an entry changed: the first few.
fn names(entry: &JournalLine) -> String {
    let names = entry.names();
    match names.len().checked_sub(NAMES + 1) {
        Some(others) => format!("{} (+{})", names[..NAMES].join(", "), others + 1),
        None => names.join(", "),
    }
}

/// Each field that changed, in as many rows as it takes: from what to what.
fn fields(change: &RecordChange, room: usize, lang: Lang) -> Vec<Row> {
    let told = if change.erased { vec![Text::ErasedData.text(lang).to_owned()] } else { told(change, lang) };
    let lines = told.iter().flat_map(|told| wrap(told, room));
    lines.map(|line| Row::new(vec![text(""), text(""), text(line)])).collect()
}

/// Each field that changed: from what to what.
pub fn told(change: &RecordChange, lang: Lang) -> Vec<String> {
    let tell = |(name, before, after): &(String, String, String)| {
        let field = Field::by_name(name);
        let label = field.map_or(name.as_str(), |field| field.text(lang));
        let shown = |text: &String| match field {
            Some(field) => stored::show_field(change.kind, field, text, lang),
            None => text.clone(),
        };
        let (before, after) = (shown(before), shown(after));
        let told = match (before.as_str(), after.as_str()) {
            // `1.20` and `1.2` are the same to people.
            (before, after) if before == after => return None,
            ("", after) => after.to_owned(),
            (before, "") => format!("{before} → –"),
            (before, after) => format!("{before} → {after}"),
        };
        Some(format!("{label}: {told}"))
    };
    let lines = |field: &(String, String, String)| match stored_rules(change, field) {
        Some(rules) => rules::lines(&rules, lang),
        None => tell(field).into_iter().collect(),
    };
    change.fields.iter().flat_map(lines).collect()
}

/// The rules that a new book brings, if that is what the field holds.
fn stored_rules(change: &RecordChange, (name, _, after): &(String, String, String)) -> Option<Vec<Rule>> {
    let holds = change.kind == Kind::RuleBook && name == Field::Rules.name();
    let value = serde_json::from_str(after).ok().filter(|_| holds)?;
    match AnyRecord::from_fields(Kind::RuleBook, &[(name.clone(), value)].into_iter().collect()) {
        Ok(AnyRecord::RuleBook(book)) => Some(book.rules),
        _ => None,
    }
}
