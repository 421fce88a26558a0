//! `backup FILE` and `restore FILE`. Neither ever writes over a file.

use std::path::PathBuf;

use clap::{Arg, ArgMatches, Command, value_parser};

use super::{
    Failure, Outcome,
    context::Context,
    definition::{path, positional, subcommand},
};
use crate::{
    i18n::{Lang, command::CommandText},
    store,
};

pub(super) fn definition(lang: Lang) -> Command {
    subcommand("backup", CommandText::Backup, lang).arg(file(lang))
}

pub(super) fn restore_definition(lang: Lang) -> Command {
    subcommand("restore", CommandText::Restore, lang).arg(file(lang))
}

fn file(lang: Lang) -> Arg {
    positional("file", CommandText::FilePlace, CommandText::FileArgument, lang).value_parser(value_parser!(PathBuf))
}

pub(super) fn run(matches: &ArgMatches, context: &mut Context) -> Result<Outcome, Failure> {
    let file = given(matches, context.lang)?;
    context.open_store()?.backup(file)?;
    writeln!(context.out, "{}", CommandText::BackupMade.fill(context.lang, &[&file.display()]))?;
    Ok(Outcome::done())
}

pub(super) fn run_restore(matches: &ArgMatches, context: &mut Context) -> Result<Outcome, Failure> {
    let lang = context.lang;
    let file = given(matches, lang)?;
    let destination = context.store_path()?.to_owned();
    let report = store::restore(file, &destination)?;
    writeln!(context.out, "{}", CommandText::Restored.fill(lang, &[&destination.display()]))?;
    let complaints: Vec<String> = report.findings.iter().map(|finding| finding.sentence(lang)).collect();
    Ok(if complaints.is_empty() { Outcome::done() } else { Outcome::problems(complaints) })
}

fn given(matches: &ArgMatches, lang: Lang) -> Result<&PathBuf, Failure> {
    path(matches, "file").ok_or_else(|| Failure::Usage(CommandText::OtherUsage.text(lang).to_owned()))
}
