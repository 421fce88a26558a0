//! `report KIND`: what is read together from many records. A file for each kind.

mod budget;
mod burndown;
pub(super) mod dossiers;
mod outcomes;
mod plan;
mod scope;

use chrono::NaiveDate;
use clap::{Arg, ArgMatches, Command, value_parser};
use unicode_width::UnicodeWidthStr;

use super::{
    Failure, Outcome,
    context::Context,
    definition::{option, subcommand, text},
    whose_child::child_option,
};
use crate::{
    i18n::{Lang, command::CommandText},
    store::{Reader, Store, StoreError},
};

pub(super) fn definition(lang: Lang) -> Command {
    subcommand("report", CommandText::Report, lang).subcommand_required(true).subcommands([
        burndown::definition(lang),
        budget::definition(lang),
        plan::definition(lang),
        outcomes::definition(lang),
    ])
}

pub(super) fn run(matches: &ArgMatches, context: &mut Context) -> Result<Outcome, Failure> {
    match matches.subcommand() {
        Some(("budget", matches)) => budget::run(matches, context),
        Some(("plan", matches)) => plan::run(matches, context),
        Some(("outcomes", matches)) => outcomes::run(matches, context),
        Some((_, matches)) => burndown::run(matches, context),
        // clap accepts only what the definition names.
        None => Ok(Outcome::done()),
    }
}

fn as_of_option(lang: Lang) -> Arg {
    option("as-of", CommandText::AsOfPlace, CommandText::AsOfOption, lang)
}

/// The options that say which children, on which day, from which state of the store.
pub(super) fn narrowing(lang: Lang) -> [Arg; 3] {
    [
        child_option(CommandText::ChildOption, lang),
        option("month", CommandText::MonthPlace, CommandText::MonthOption, lang),
        as_of_option(lang),
    ]
}

/// The option for the children of one programme.
fn programme_option(lang: Lang) -> Arg {
    option("programme", CommandText::NumberPlace, CommandText::OneProgrammeOption, lang)
        .value_parser(value_parser!(u64))
}

/// Hands over the report in the format asked for: as values, as a table, or in words.
fn deliver(
    matches: &ArgMatches,
    context: &mut Context,
    json: impl FnOnce() -> std::io::Result<Vec<u8>>,
    csv: impl FnOnce() -> std::io::Result<Vec<u8>>,
    words: impl FnOnce() -> String,
) -> Result<Outcome, Failure> {
    let bytes = match text(matches, "format") {
        Some("json") => json()?,
        Some("csv") => csv()?,
        _ => words().into_bytes(),
    };
    context.deliver(matches, &bytes)?;
    Ok(Outcome::done())
}

/// The revision that `--as-of` means, and the day given, or on which that revision was made: a report as of a revision
/// says the same whenever it is run.
fn stored_as_of(
    matches: &ArgMatches,
    store: &Store,
    context: &Context,
) -> Result<(Option<u64>, Option<NaiveDate>), Failure> {
    let Some(typed) = text(matches, "as-of") else { return Ok((None, None)) };
    // A date has a full stop or a hyphen in it, a revision is digits alone.
    if let Ok(revision) = typed.parse::<u64>() {
        let made = store.read(|reader| reader.entries_back(revision.checked_add(1), 1))?;
        let made = made.first().filter(|entry| entry.revision == revision);
        return Ok((Some(revision), made.map(|entry| entry.at.with_timezone(&chrono::Local).date_naive())));
    }
    let Some(day) = context.day(matches, "as-of")? else { return Ok((None, None)) };
    Ok((store.revision_on(day)?, Some(day)))
}

/// Reads the store as it is, or as it was at a revision.
fn read<T>(
    store: &Store,
    revision: Option<u64>,
    work: impl FnOnce(&Reader) -> Result<T, StoreError>,
) -> Result<T, StoreError> {
    match revision {
        Some(revision) => store.read_as_of(revision, work),
        None => store.read(work),
    }
}

/// The text with spaces after it, up to so many columns.
fn padded(text: &str, width: usize) -> String {
    format!("{text}{}", " ".repeat(width.saturating_sub(text.width())))
}

/// The text in exactly so many columns, cut where it is longer.
fn cut(text: &str, width: usize) -> String {
    use unicode_width::UnicodeWidthChar;
    if text.width() <= width {
        return padded(text, width);
    }
    let mut used = 0;
    let kept = text.chars().take_while(|letter| {
        used += letter.width().unwrap_or_default();
        used < width
    });
    padded(&(kept.collect::<String>() + "…"), width)
}

/// The text with spaces before it, up to so many columns.
fn right(text: &str, width: usize) -> String {
    format!("{}{text}", " ".repeat(width.saturating_sub(text.width())))
}
