//! `backup FILE|-`, `restore FILE|-`. Neither ever writes over a file; what was packed since a revision brings a copy up to
//! date.

use std::{
    io::IsTerminal,
    path::{Path, PathBuf},
};

use clap::{Arg, ArgMatches, Command, value_parser};

use super::{
    Failure, Outcome,
    context::Context,
    definition::{option, path, positional, subcommand},
    incoming::Incoming,
};
use crate::{
    i18n::{Lang, command::CommandText},
    store::{self, Extent, Report},
};

/// Standard output or input, where a file's name is asked for.
pub(super) const STANDARD: &str = "-";

pub(super) fn definition(lang: Lang) -> Command {
    subcommand("backup", CommandText::Backup, lang).arg(file(CommandText::BackupFileArgument, lang)).arg(
        option("since", CommandText::NumberPlace, CommandText::SinceRevisionOption, lang)
            .value_parser(value_parser!(u64)),
    )
}

pub(super) fn restore_definition(lang: Lang) -> Command {
    subcommand("restore", CommandText::Restore, lang).arg(file(CommandText::RestoreFileArgument, lang))
}

fn file(help: CommandText, lang: Lang) -> Arg {
    positional("file", CommandText::FilePlace, help, lang).value_parser(value_parser!(PathBuf))
}

pub(super) fn run(matches: &ArgMatches, context: &mut Context) -> Result<Outcome, Failure> {
    let file = given(matches, context.lang)?;
    let since = matches.get_one::<u64>("since").copied();
    let store = context.open_store()?;
    if file == Path::new(STANDARD) {
        if std::io::stdout().is_terminal() {
            return Err(Failure::Usage(CommandText::NotToTerminal.text(context.lang).to_owned()));
        }
        store.backup_to(since, context.out)?;
        return Ok(Outcome::done());
    }
    store.backup(since, file)?;
    writeln!(context.out, "{}", CommandText::BackupMade.fill(context.lang, &[&file.display(), &store.revision()?]))?;
    Ok(Outcome::done())
}

pub(super) fn run_restore(matches: &ArgMatches, context: &mut Context) -> Result<Outcome, Failure> {
    let lang = context.lang;
    let file = Incoming::of(given(matches, lang)?, context)?;
    let destination = context.store_path()?.to_owned();
    let report = match store::extent(file.path()).map_err(|error| file.named(error))? {
        Extent::Whole => {
            let report = store::restore(file.path(), &destination).map_err(|error| file.named(error))?;
            writeln!(context.out, "{}", CommandText::Restored.fill(lang, &[&destination.display()]))?;
            report
        }
        Extent::Delta => catch_up(&file, context)?,
    };
    let complaints: Vec<String> = report.findings.iter().map(|finding| finding.sentence(lang)).collect();
    Ok(if complaints.is_empty() { Outcome::done() } else { Outcome::problems(complaints) })
}

/// Brings a copy up to date, and checks it.
fn catch_up(file: &Incoming, context: &mut Context) -> Result<Report, Failure> {
    let store = context.open_store()?;
    let revision = store.catch_up(&context.user, file.path()).map_err(|error| file.named(error))?;
    let told = CommandText::CaughtUp.fill(context.lang, &[&store.path().display(), &revision]);
    writeln!(context.out, "{told}")?;
    Ok(store.check(&[])?)
}

fn given(matches: &ArgMatches, lang: Lang) -> Result<&PathBuf, Failure> {
    path(matches, "file").ok_or_else(|| Failure::Usage(CommandText::OtherUsage.text(lang).to_owned()))
}
