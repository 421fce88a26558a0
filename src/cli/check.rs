//! `check [FILE|-]`: pages, journal, indexes, links, and whether the money adds up (see `store::audits`); of the store, or
//! of a backup.

use std::path::PathBuf;

use clap::{ArgMatches, Command, value_parser};

use super::{
    Failure, Outcome,
    context::Context,
    definition::{path, positional, subcommand},
    incoming::Incoming,
};
use crate::{
    i18n::{Lang, command::CommandText, plural::Counted},
    store::{self, audits},
};

pub(super) fn definition(lang: Lang) -> Command {
    let file = positional("file", CommandText::FilePlace, CommandText::CheckFileArgument, lang);
    subcommand("check", CommandText::Check, lang).arg(file.required(false).value_parser(value_parser!(PathBuf)))
}

pub(super) fn run(matches: &ArgMatches, context: &mut Context) -> Result<Outcome, Failure> {
    let lang = context.lang;
    let report = match path(matches, "file") {
        Some(file) => {
            let backup = Incoming::of(file, context)?;
            store::check_backup(backup.path(), audits::ALL).map_err(|error| backup.named(error))?
        }
        None => context.open_store()?.check(audits::ALL)?,
    };
    if report.findings.is_empty() {
        let (rows, entries) = (Counted::Record.text(report.rows, lang), Counted::Entry.text(report.entries, lang));
        writeln!(context.out, "{}", CommandText::CheckGood.fill(lang, &[&rows, &entries]))?;
        return Ok(Outcome::done());
    }
    let found = Counted::Error.text(report.findings.len() as u64, lang);
    let mut complaints: Vec<String> = report.findings.iter().map(|finding| finding.sentence(lang)).collect();
    complaints.push(CommandText::CheckBad.fill(lang, &[&found]));
    Ok(Outcome::problems(complaints))
}
