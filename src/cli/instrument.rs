//! `instrument check|dump|adopt`: what assessments are scored with.

use std::path::{Path, PathBuf};

use clap::{Arg, ArgMatches, Command, value_parser};

use super::{
    Failure, Outcome,
    context::{Context, is_missing},
    definition::{option, output_option, path, positional, subcommand},
    handwritten,
};
use crate::{
    domain::{Deed, Instrument, Operation, Subject},
    files::instrument,
    i18n::{Lang, clean::clean, command::CommandText, date, instrument::InstrumentText},
    store::views,
};

pub(super) fn definition(lang: Lang) -> Command {
    let file = |lang| -> Arg {
        positional("file", CommandText::FilePlace, CommandText::InstrumentFileArgument, lang)
            .value_parser(value_parser!(PathBuf))
    };
    subcommand("instrument", CommandText::Instrument, lang)
        .subcommand_required(true)
        .subcommand(subcommand("check", CommandText::InstrumentCheck, lang).arg(file(lang)))
        .subcommand(subcommand("dump", CommandText::InstrumentDump, lang).arg(output_option(lang)))
        .subcommand(subcommand("adopt", CommandText::InstrumentAdopt, lang).arg(file(lang)).arg(option(
            "from",
            CommandText::DayPlace,
            CommandText::AdoptedFromOption,
            lang,
        )))
}

pub(super) fn run(matches: &ArgMatches, context: &mut Context) -> Result<Outcome, Failure> {
    match matches.subcommand() {
        Some(("check", matches)) => check(matches, context),
        Some(("adopt", matches)) => adopt(matches, context),
        Some((_, matches)) => dump(matches, context),
        // clap accepts only what the definition names.
        None => Ok(Outcome::done()),
    }
}

/// Tells every fault of a file, with its line and column.
fn check(matches: &ArgMatches, context: &mut Context) -> Result<Outcome, Failure> {
    let file = path(matches, "file").map_or(Path::new(""), PathBuf::as_path);
    match handwritten::read(file, context.lang, instrument::read)? {
        Ok(instrument) => {
            let summary = summary(&instrument, context.lang);
            writeln!(context.out, "{}", InstrumentText::Good.fill(context.lang, &[&file.display(), &summary]))?;
            Ok(Outcome::done())
        }
        Err(complaints) => Ok(Outcome::problems(complaints)),
    }
}

/// Writes the instrument in use today: of the store, or where there is none the one that comes with the program.
fn dump(matches: &ArgMatches, context: &mut Context) -> Result<Outcome, Failure> {
    let today = context.today();
    let stored = match context.open_store() {
        Ok(store) => store.read(|reader| views::instrument_in_use(reader, today))?,
        Err(failure) if is_missing(&failure) && !context.store_was_named => None,
        Err(failure) => return Err(failure),
    };
    let instrument = stored.unwrap_or_else(instrument::built_in);
    let text = instrument::dump(&instrument, context.lang);
    context.deliver(matches, text.as_bytes())?;
    Ok(Outcome::done())
}

/// Stores an instrument: assessments from that day on are made with it, earlier ones keep theirs.
fn adopt(matches: &ArgMatches, context: &mut Context) -> Result<Outcome, Failure> {
    let lang = context.lang;
    let file = path(matches, "file").map_or(Path::new(""), PathBuf::as_path);
    let from = context.day(matches, "from")?.unwrap_or(context.today());
    let instrument = match handwritten::read(file, lang, instrument::read)? {
        Ok(instrument) => Instrument { adopted_on: from, ..instrument },
        Err(complaints) => return Ok(Outcome::problems(complaints)),
    };
    let store = context.open_store()?;
    let in_use = store.read(|reader| views::instrument_in_use(reader, from))?;
    if let Some(in_use) = in_use.filter(|in_use| instrument::same_words(in_use, &instrument)) {
        let since = date::show(in_use.adopted_on, lang);
        writeln!(context.out, "{}", InstrumentText::AlreadyAdopted.fill(lang, &[&since]))?;
        return Ok(Outcome::done());
    }
    let summary = summary(&instrument, lang);
    store.apply(&context.user, &Operation::new(Deed::AdoptInstrument).create(instrument))?;
    writeln!(context.out, "{}", InstrumentText::Adopted.fill(lang, &[&date::show(from, lang), &summary]))?;
    Ok(Outcome::done())
}

/// The name, how many items there are, and the scale.
fn summary(instrument: &Instrument, lang: Lang) -> String {
    let of = |subject| instrument.items_for(subject).count();
    let scale: Vec<String> = instrument.levels.iter().map(|level| level.value.to_string()).collect();
    let counts = [of(Subject::Child), of(Subject::Parents)];
    let told = InstrumentText::Summary.fill(lang, &[&counts[0], &counts[1], &scale.join(" ")]);
    format!("{} ({told})", clean(&instrument.name))
}
