//! `journal`: who changed what and when, oldest first.

use std::collections::BTreeSet;

use chrono::Local;
use clap::{ArgMatches, Command};
use serde_json::{Value, json};

use super::{
    Failure, Outcome,
    context::Context,
    definition::{flag, format_option, option, subcommand, text},
    journal_scope::{self, Scope},
};
use crate::{
    app::pages,
    domain::{
        Choice,
        audit::{JournalLine, RecordChange},
        looking,
    },
    i18n::{
        Lang, Text,
        choice::Worded,
        clean::{clean, one_line},
        command::CommandText,
        date, plural,
    },
    store::{Change, Entry, Look, RecordNames, Store, StoreError, day::start_of_day, journal_line},
};

/// Entries read in one go: a long journal is never in memory as a whole.
const CHUNK: usize = 200;

pub(super) fn definition(lang: Lang) -> Command {
    subcommand("journal", CommandText::Journal, lang)
        .args(journal_scope::options(lang))
        .group(journal_scope::group())
        .arg(flag("reads", CommandText::ReadsOption, lang))
        .arg(option("since", CommandText::DayPlace, CommandText::SinceOption, lang))
        .arg(format_option(&["text", "json"], lang))
}

pub(super) fn run(matches: &ArgMatches, context: &mut Context) -> Result<Outcome, Failure> {
    let lang = context.lang;
    let since = context.day(matches, "since")?.and_then(start_of_day);
    // `--user` says whose entries are wanted, not who asks.
    let store = context.open_own_store()?;
    let scope = Scope::read(matches, &store, lang)?;
    let user = text(matches, "user");
    let mut names = RecordNames::default();
    let mut wanted = |entry: &mut Entry| -> Result<bool, StoreError> {
        let by_user = user.is_none_or(|user| entry.user == user);
        let in_time = since.is_none_or(|since| entry.at >= since);
        if !by_user || !in_time || scope.is_everything() {
            return Ok(by_user && in_time);
        }
        // What the same entry did to others is none of this one's business.
        let changes = std::mem::take(&mut entry.changes);
        for change in changes {
            if scope.concerns(&change, &store, &mut names)? {
                entry.changes.push(change);
            }
        }
        Ok(!entry.changes.is_empty())
    };
    let as_json = text(matches, "format") == Some("json");
    if matches.get_flag("reads") {
        let mut looks = store.read(|reader| reader.all_looks())?;
        looks.retain(|look| {
            scope.names((look.kind, look.number))
                && user.is_none_or(|user| look.user == user)
                && since.is_none_or(|since| look.at >= since)
        });
        looks.sort_by_key(|look| look.at);
        return tell_looks(&store, &looks, as_json, context);
    }
    let mut told = 0_u64;
    let mut looked = BTreeSet::new();
    each_entry(&store, |mut entry| {
        if !wanted(&mut entry)? {
            return Ok(());
        }
        for change in &entry.changes {
            let records = [change.before_record()?, change.after_record()?];
            looked.extend(records.iter().flatten().filter_map(looking::subject));
        }
        if as_json {
            let entry = serde_json::to_string(&json_of(&entry)).map_err(std::io::Error::from)?;
            write!(context.out, "{}{entry}", if told == 0 { "[\n" } else { ",\n" })?;
        } else {
            let line = store.read(|reader| journal_line(reader, &entry))?;
            writeln!(context.out, "{}", in_words(&line, lang))?;
            for change in &line.changes {
                tell_change(change, context)?;
            }
        }
        told += 1;
        Ok(())
    })?;
    if !looked.is_empty() {
        let looked: Vec<_> = looked.into_iter().collect();
        store.note_looks(&context.surroundings.login, &looked)?;
    }
    match (as_json, told) {
        (true, 0) => writeln!(context.out, "[]")?,
        (true, _) => writeln!(context.out, "\n]")?,
        (false, 0) => writeln!(context.out, "{}", CommandText::NoEntries.text(lang))?,
        (false, _) => {}
    }
    Ok(Outcome::done())
}

/// All entries from the first on, chunk by chunk; no transaction stays open while they are used.
fn each_entry(store: &Store, mut told: impl FnMut(Entry) -> Result<(), Failure>) -> Result<(), Failure> {
    let mut after = 0;
    loop {
        let entries = store.read(|reader| reader.entries(after, CHUNK))?;
        let Some(last) = entries.last() else { return Ok(()) };
        after = last.revision;
        entries.into_iter().try_for_each(&mut told)?;
    }
}

/// RecordNames record changed, and each field of it: from what to what.
fn tell_change(change: &RecordChange, context: &mut Context) -> std::io::Result<()> {
    let lang = context.lang;
    let noun = plural::noun(change.kind, lang);
    let whose = if change.whose.is_empty() { change.number.to_string() } else { clean(&change.whose) };
    let what = clean(&change.what);
    let day = change.days.map(|days| date::show_period(days, lang)).unwrap_or_default();
    let of = [noun, &what, &day].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ");
    writeln!(context.out, "        {whose}, {of}")?;
    if change.erased {
        return writeln!(context.out, "          {}", Text::ErasedData.text(lang));
    }
    for field in pages::told(change, lang) {
        writeln!(context.out, "          {}", one_line(&clean(&field)))?;
    }
    Ok(())
}

fn tell_looks(store: &Store, looks: &[Look], as_json: bool, context: &mut Context) -> Result<Outcome, Failure> {
    let lang = context.lang;
    if as_json {
        let rows: Vec<Value> = looks.iter().map(json_of_look).collect();
        writeln!(context.out, "{}", serde_json::to_string_pretty(&rows).map_err(std::io::Error::from)?)?;
        return Ok(Outcome::done());
    }
    if looks.is_empty() {
        writeln!(context.out, "{}", CommandText::NoEntries.text(lang))?;
    }
    let mut names = RecordNames::default();
    for look in looks {
        let at = look.at.with_timezone(&Local);
        let (day, time) = (date::show(at.date_naive(), lang), at.format("%H:%M"));
        let name = store.read(|reader| names.of_number(reader, (look.kind, look.number)))?;
        // Whoever is gone has a number only.
        let name = if name.is_empty() { look.number.to_string() } else { clean(&name) };
        let what = format!("{}, {name}", plural::noun(look.kind, lang));
        let line = format!("{day} {time}  {}  {what}  {}", clean(&look.user), clean(&look.reason));
        writeln!(context.out, "{}", line.trim_end())?;
    }
    Ok(Outcome::done())
}

fn json_of_look(look: &Look) -> Value {
    json!({
        "at": look.at.to_rfc3339_opts(chrono::SecondsFormat::Millis, true),
        "user": look.user,
        "kind": look.kind.name(),
        "id": look.number,
        "reason": look.reason,
    })
}

fn in_words(entry: &JournalLine, lang: Lang) -> String {
    let at = entry.at.with_timezone(&Local);
    let (day, time) = (date::show(at.date_naive(), lang), at.format("%H:%M"));
    let counts = plural::records(entry.kinds(), lang);
    let undoes = entry.undoes.map(|revision| format!(", {}", CommandText::Undoes.fill(lang, &[&revision])));
    let (revision, user, deed) = (entry.revision, clean(&entry.user), entry.deed.text(lang));
    let reason = if entry.reason.is_empty() { String::new() } else { format!(": {}", clean(&entry.reason)) };
    format!("{revision:>6}  {day} {time}  {user}  {deed}{reason}{} ({counts})", undoes.unwrap_or_default())
}

fn json_of(entry: &Entry) -> Value {
    json!({
        "rev": entry.revision,
        "at": entry.at.to_rfc3339_opts(chrono::SecondsFormat::Millis, true),
        "user": entry.user,
        "action": entry.deed.name(),
        "undoes": entry.undoes,
        "reason": entry.reason,
        "changes": entry.changes.iter().map(json_of_change).collect::<Vec<_>>(),
    })
}

fn json_of_change(change: &Change) -> Value {
    let before = change.before.as_ref().map(|_| Value::Object(change.before_fields()));
    let after = change.after.as_ref().map(|_| Value::Object(change.after_fields()));
    json!({
        "kind": change.kind.name(),
        "id": change.number,
        "erased": change.is_erased(),
        "before": before,
        "after": after,
    })
}
