//! `keymap list|check|dump`.

use clap::{ArgMatches, Command};

use super::{
    Failure, Outcome,
    context::Context,
    definition::{positional, subcommand, text},
};
use crate::{
    i18n::{Lang, command::CommandText},
    keymap::BUILT_IN,
};

pub(super) fn definition(lang: Lang) -> Command {
    subcommand("keymap", CommandText::Keymap, lang)
        .subcommand_required(true)
        .subcommand(subcommand("list", CommandText::KeymapList, lang))
        .subcommand(subcommand("check", CommandText::KeymapCheck, lang).arg(positional(
            "name",
            CommandText::FilePlace,
            CommandText::KeymapFileArgument,
            lang,
        )))
        .subcommand(subcommand("dump", CommandText::KeymapDump, lang).arg(positional(
            "name",
            CommandText::NamePlace,
            CommandText::KeymapArgument,
            lang,
        )))
}

pub(super) fn run(matches: &ArgMatches, context: &mut Context) -> Result<Outcome, Failure> {
    match matches.subcommand() {
        Some(("check", matches)) => check(text(matches, "name").unwrap_or_default(), context),
        Some(("dump", matches)) => {
            let (keymap, complaints) = context.read_keymap(text(matches, "name").unwrap_or_default())?;
            write!(context.out, "{}", keymap.dump(context.lang))?;
            Ok(if complaints.is_empty() { Outcome::done() } else { Outcome::problems(complaints) })
        }
        _ => {
            for (name, _) in BUILT_IN {
                writeln!(context.out, "{name}")?;
            }
            Ok(Outcome::done())
        }
    }
}

/// Tells every fault of the file, and what is wrong or worth knowing in the keymap it gives.
fn check(name: &str, context: &mut Context) -> Result<Outcome, Failure> {
    let lang = context.lang;
    let (keymap, mut complaints) = context.read_keymap(name)?;
    for finding in keymap.lint() {
        let sentence = format!("{name}: {}", finding.sentence(lang));
        if finding.is_problem() {
            complaints.push(sentence);
        } else {
            writeln!(context.out, "{sentence}")?;
        }
    }
    if complaints.is_empty() {
        writeln!(context.out, "{}", CommandText::KeymapGood.fill(lang, &[&name]))?;
        return Ok(Outcome::done());
    }
    Ok(Outcome::problems(complaints))
}
