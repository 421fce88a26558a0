//! The journal: who changed what, newest first; of everything, or of one record.

use super::super::page::{Row, Target, text};
use crate::{
    domain::{
        Field,
        overview::{PageData, PageOf, RecordChange},
    },
    i18n::{Lang, Text, choice::Worded, date, plural, stored},
};

pub fn page(data: &PageData, lang: Lang) -> (String, Vec<Row>) {
    let of_one = matches!(data.of, PageOf::History(..));
    let mut rows = Vec::new();
    for entry in &data.entries {
        let at = entry.at.with_timezone(&chrono::Local).naive_local();
        let at = format!("{} {}", date::show(at.date(), lang), at.format("%H:%M"));
        let deed = match entry.undoes {
            Some(revision) => format!("{} ({revision})", entry.deed.text(lang)),
            None if entry.reason.is_empty() => entry.deed.text(lang).to_owned(),
            None => format!("{}: {}", entry.deed.text(lang), entry.reason),
        };
        let told =
            if of_one { String::new() } else { plural::records(entry.changes.iter().map(|change| change.kind), lang) };
        let row = Row::new(vec![
            text(format!("{}  {at}", entry.revision)),
            text(&entry.user),
            text(format!("{deed}  {told}")),
        ]);
        let of = entry.changes.first().filter(|_| !of_one).map(|change| (change.kind, change.number));
        rows.push(row.target(Target::Entry(entry.revision, of)));
        if of_one {
            rows.extend(entry.changes.iter().flat_map(|change| fields(change, lang)));
        }
    }
    let title = if of_one { Text::History } else { Text::Journal };
    (title.text(lang).to_owned(), rows)
}

/// A row for each field that changed: from what to what.
fn fields(change: &RecordChange, lang: Lang) -> Vec<Row> {
    let row = |told: String| Row::new(vec![text(""), text(""), text(told)]);
    if change.erased {
        return vec![row(Text::ErasedData.text(lang).to_owned())];
    }
    told(change, lang).into_iter().map(row).collect()
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
            ("", after) => after.to_owned(),
            (before, "") => format!("{before} → –"),
            (before, after) => format!("{before} → {after}"),
        };
        format!("{label}: {told}")
    };
    change.fields.iter().map(tell).collect()
}
