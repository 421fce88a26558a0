//! `check`: pages, journal, indexes, links, and whether the money adds up (see `store::audits`).

use clap::Command;

use super::{Failure, Outcome, context::Context, definition::subcommand};
use crate::{
    i18n::{Lang, command::CommandText, plural::Counted},
    store::audits,
};

pub(super) fn definition(lang: Lang) -> Command {
    subcommand("check", CommandText::Check, lang)
}

pub(super) fn run(context: &mut Context) -> Result<Outcome, Failure> {
    let lang = context.lang;
    let report = context.open_store()?.check(audits::ALL)?;
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
