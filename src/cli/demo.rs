//! `demo`: a store of fictional data, made and opened.

use clap::{ArgMatches, Command, value_parser};

use super::{
    Failure, Outcome, Run,
    context::Context,
    definition::{choice, flag, option, subcommand, text},
};
use crate::{
    domain::demo,
    files::instrument::built_in,
    i18n::{Lang, command::CommandText, plural},
    runtime::founding::{self, DEMO_FILE, DEMO_SEED},
    store::Clock,
};

pub(super) fn definition(lang: Lang) -> Command {
    subcommand("demo", CommandText::Demo, lang)
        .arg(choice("size", &["pilot", "office"], CommandText::SizeOption, lang))
        .arg(option("seed", CommandText::NumberPlace, CommandText::SeedOption, lang).value_parser(value_parser!(u64)))
        .arg(option("day", CommandText::DayPlace, CommandText::DayOption, lang))
        .arg(flag("no-open", CommandText::NoOpenOption, lang))
}

pub(super) fn run(matches: &ArgMatches, context: &mut Context) -> Result<Run, Failure> {
    let lang = context.lang;
    // Never into the usual store: it is for real people.
    if !context.store_was_named
        && let Some(directory) = &context.surroundings.data_directory
    {
        context.store = Some(directory.join(DEMO_FILE));
    }
    let path = context.store_path()?.to_owned();
    let told_on = context.day(matches, "day")?.unwrap_or_else(demo::story_day);
    // A wrong keymap is told before anything is made.
    let opening = context.opening(Some(told_on))?;
    // The second time the demonstration goes on where it was left; a store that was named is never touched.
    let again = !context.store_was_named && path.exists();
    if !again {
        let seed = matches.get_one::<u64>("seed").copied().unwrap_or(DEMO_SEED);
        let told = if text(matches, "size") == Some("office") { demo::office } else { demo::pilot };
        let operations = told(seed, told_on, &built_in());
        founding::make(&path, Clock::System, &context.user, &operations)?;
        let kinds = operations.iter().flat_map(|operation| &operation.puts).map(|put| put.record.kind());
        let counts = plural::records(kinds, lang);
        writeln!(context.out, "{}", CommandText::DemoMade.fill(lang, &[&path.display(), &counts]))?;
    }
    if matches.get_flag("no-open") {
        writeln!(context.out, "{}", CommandText::OpenIt.fill(lang, &[&path.display()]))?;
        return Ok(Run::Ended(Outcome::done()));
    }
    Ok(Run::Open(opening))
}
