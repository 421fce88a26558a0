//! What was done, as people read it: entries of the journal and the history of one record.

use serde_json::{Map, Value};

use super::{Change, Entry, Past, Reader, RecordNames, StoreError};
use crate::domain::{
    AnyRecord, Field, Id, Kind, PlanLine, Provider,
    audit::{JournalLine, RecordChange, days},
};

/// A journal entry as people read it: whose records it changed, and what of them.
pub fn journal_line(reader: &Reader, entry: &Entry) -> Result<JournalLine, StoreError> {
    line(reader, entry, &mut RecordNames::default(), |change| record_change(reader, change))
}

/// The same, only of what it changed in the records of one child, family or person.
pub fn journal_line_about(reader: &Reader, mut entry: Entry, about: (Kind, u64)) -> Result<JournalLine, StoreError> {
    let mut names = RecordNames::default();
    let mut kept = Vec::new();
    for change in std::mem::take(&mut entry.changes) {
        if let Some(record) = change.told_record()?
            && names.about(reader, &record)? == about
        {
            kept.push(change);
        }
    }
    entry.changes = kept;
    line(reader, &entry, &mut names, |change| record_change(reader, change))
}

/// The same without what changed: what a list of entries shows.
pub fn journal_summary(reader: &Reader, entry: &Entry, names: &mut RecordNames) -> Result<JournalLine, StoreError> {
    line(reader, entry, names, outline)
}

fn line(
    reader: &Reader,
    entry: &Entry,
    names: &mut RecordNames,
    told: impl Fn(&Change) -> RecordChange,
) -> Result<JournalLine, StoreError> {
    let mut changes = Vec::with_capacity(entry.changes.len());
    for change in &entry.changes {
        let mut told = told(change);
        if let Some(record) = change.told_record()? {
            told.about = names.about(reader, &record)?;
            told.whose = names.of(reader, &record)?;
        }
        changes.push(told);
    }
    let Entry { revision, at, deed, undoes, .. } = *entry;
    Ok(JournalLine { revision, at, user: entry.user.clone(), deed, undoes, reason: entry.reason.clone(), changes })
}

/// A change of one record as people read it.
pub fn past_line(reader: &Reader, past: &Past) -> JournalLine {
    JournalLine {
        revision: past.revision,
        at: past.at,
        user: past.user.clone(),
        deed: past.deed,
        undoes: past.undoes,
        reason: String::new(),
        changes: vec![record_change(reader, &past.change)],
    }
}

/// Fields that hold the numbers of other records.
const LINKS: [&str; 20] = [
    "programme",
    "family",
    "families",
    "person",
    "child",
    "assessment",
    "corrects",
    "instrument",
    "goal",
    "goals",
    "plan",
    "line",
    "provider",
    "moved_to",
    "series",
    "meeting",
    "absence",
    "session",
    "invoice",
    "supersedes",
];

/// Which record a change is of, without its fields.
fn outline(change: &Change) -> RecordChange {
    RecordChange {
        kind: change.kind,
        number: change.number,
        about: (change.kind, change.number),
        whose: String::new(),
        what: String::new(),
        days: None,
        fields: Vec::new(),
        edits: change.before.is_some() && change.after.is_some(),
        erased: change.is_erased(),
    }
}

/// The fields of a change that differ. The numbers of other records tell people nothing: what they stand for is told,
/// where that can be said. What a new record leaves empty or at zero is not told.
fn record_change(reader: &Reader, change: &Change) -> RecordChange {
    // A name that cannot be read any more is no reason to withhold the rest.
    let name = |field: &str, number| match field {
        "provider" => reader.get(Id::<Provider>::new(number)).ok().flatten().map(|provider| provider.name),
        "line" => reader.get(Id::<PlanLine>::new(number)).ok().flatten().map(|line| line.service),
        _ => None,
    };
    let (before, after) = (flat(change.before_fields()), flat(change.after_fields()));
    let mut names: Vec<&String> = before.keys().chain(after.keys()).collect();
    names.sort_unstable();
    names.dedup();
    let differing = names.into_iter().filter(|name| name.as_str() != "id" && before.get(*name) != after.get(*name));
    let text = |field: &str, value: Option<&Value>| match value {
        Some(value) if LINKS.contains(&field) => {
            value.as_u64().filter(|number| *number > 0).and_then(|number| name(field, number)).unwrap_or_default()
        }
        // Rules are told by whoever has the words for them.
        Some(value) if change.kind == Kind::RuleBook && field == Field::Rules.name() => value.to_string(),
        Some(value) => plain(value),
        None => String::new(),
    };
    let mut fields = Vec::new();
    for name in differing {
        let (before, mut after) = (text(name, before.get(name)), text(name, after.get(name)));
        if change.before.is_none() && is_zero(&after) {
            after.clear();
        }
        if before != after {
            fields.push((name.clone(), before, after));
        }
    }
    let record = change.told_record().ok().flatten();
    let days = record.as_ref().and_then(days);
    let what = match record {
        Some(AnyRecord::Session(session)) => name("line", session.line.0).unwrap_or_default(),
        Some(AnyRecord::PlanLine(line)) => line.service,
        _ => String::new(),
    };
    RecordChange { what, days, fields, ..outline(change) }
}

/// Fields of parts, such as a session's charge, beside the record's own.
fn flat(fields: Map<String, Value>) -> Map<String, Value> {
    let mut flat = Map::new();
    let mut parts = Vec::new();
    for (name, value) in fields {
        match value {
            Value::Object(inner) => parts.extend(inner),
            value => {
                flat.insert(name, value);
            }
        }
    }
    for (name, value) in parts {
        // The record's own field of that name counts.
        flat.entry(name).or_insert(value);
    }
    flat
}

/// Whether a text is a number that says nothing: `0`, `0.00`.
fn is_zero(text: &str) -> bool {
    text.starts_with('0') && text.chars().all(|c| matches!(c, '0' | '.'))
}

/// A stored value as plain text; nothing for nothing.
fn plain(value: &Value) -> String {
    match value {
        Value::Null | Value::Bool(false) => String::new(),
        Value::String(text) => text.clone(),
        Value::Array(items) => items.iter().map(plain).collect::<Vec<_>>().join("; "),
        Value::Object(fields) => fields.values().map(plain).collect::<Vec<_>>().join(" "),
        Value::Bool(true) | Value::Number(_) => value.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::NaiveDate;

    use crate::{
        domain::{Deed, Money, Operation, Price, Service, overview::PageOf},
        store::{Clock, Store, views},
    };

    #[test]
    fn a_history_tells_what_a_record_holds_and_not_what_it_lacks() {
        let directory = tempfile::tempdir().unwrap();
        let store = Store::create(&directory.path().join("atbalsts.redb"), Clock::System).unwrap();
        let service = Service { code: "LOG".into(), latvian_name: "Logopēds".into(), ..Service::default() };
        let provider = Provider { name: "SIA „Kustība”".into(), ..Provider::default() };
        let add = Operation::new(Deed::AddProvider).create(service).create(provider);
        store.apply("anna", &add).unwrap();
        let from = NaiveDate::from_ymd_opt(2019, 1, 1).unwrap();
        let price = Price {
            service: "LOG".into(),
            provider: Id::new(1),
            amount: Money::from_cents(2183),
            from,
            ..Price::default()
        };
        store.apply("anna", &Operation::new(Deed::AddPrice).create(price)).unwrap();
        let check = |kind: Kind, expect: &[(&str, &str, &str)]| {
            let data = store.read(|reader| views::page(reader, PageOf::History(kind, 1), None, from)).unwrap();
            let told: Vec<_> =
                data.entries[0].changes[0].fields.iter().map(|(name, b, a)| (&**name, &**b, &**a)).collect();
            assert_eq!(told, expect);
        };
        // No "charged percent: 0", no "closed: no".
        check(Kind::Provider, &[("name", "", "SIA „Kustība”")]);
        check(
            Kind::Price,
            &[
                ("amount", "", "21.83"),
                ("format", "", "individual"),
                ("from", "", "2019-01-01"),
                ("provider", "", "SIA „Kustība”"),
                ("service", "", "LOG"),
                ("unit", "", "session"),
            ],
        );
    }
}
