//! The command line: from arguments to an outcome, or to the wish to open the interface.
//! Commands write their results to a `Write` and return what is to be complained about; they neither print nor exit.

mod almanac;
mod backup;
mod calendar;
mod check;
mod compact;
mod completions;
mod config;
mod context;
mod definition;
mod demo;
mod doctor;
mod erase;
mod export;
mod forced;
mod handwritten;
mod import;
mod incoming;
mod instrument;
mod journal;
mod journal_scope;
mod keymap;
mod man;
mod open;
mod outcome;
mod print;
mod records;
mod report;
mod rules;
mod ssh_keys;
mod surroundings;
mod usage;
mod user;
mod user_key;
mod whose_child;

use std::{ffi::OsString, io::Write};

use clap::{ArgMatches, error::ErrorKind};

pub use definition::definition;
pub use open::Opening;
pub use outcome::{Failure, Outcome};
pub use surroundings::Surroundings;

use crate::i18n::{Lang, command::CommandText};
use context::Context;

/// What a command line comes to.
pub enum Run {
    /// A command that has run.
    Ended(Outcome),
    /// The interface is to be opened.
    Open(Opening),
}

/// Runs a command line; `arguments` begin with the program's name. Results go to `out`.
pub fn run(arguments: &[OsString], surroundings: &Surroundings, out: &mut dyn Write) -> Run {
    let forced = surroundings::asks_forced(arguments).then(|| surroundings.for_forced_command());
    let surroundings = forced.as_ref().unwrap_or(surroundings);
    let (config, config_faults) = context::read_config(surroundings);
    let asked = surroundings::asked_language(arguments)
        .or_else(|| surroundings.variable("ATBALSTS_LANG").and_then(Lang::by_locale))
        .or(config.lang);
    let lang = asked.or_else(|| surroundings.locale_language()).unwrap_or_default();
    let matches = match definition(lang).try_get_matches_from(arguments) {
        Ok(matches) => matches,
        Err(error) => return Run::Ended(not_parsed(&error, &command_of(arguments, lang), lang, out)),
    };
    let mut complaints: Vec<String> = config_faults.iter().map(|(path, fault)| fault.sentence(path, lang)).collect();
    complaints.extend(almanac::put_in_force(config.calendar.as_deref(), surroundings, lang));
    let mut context = Context::new((lang, asked.is_none()), &matches, config, surroundings, out);
    let ran = dispatch(&matches, &mut context);
    match ran {
        Ok(Run::Open(mut opening)) => {
            complaints.append(&mut opening.complaints);
            Run::Open(Opening { complaints, ..opening })
        }
        Ok(Run::Ended(outcome)) => Run::Ended(with_complaints(complaints, outcome)),
        Err(failure) => Run::Ended(with_complaints(complaints, failure.outcome(lang))),
    }
}

fn with_complaints(mut first: Vec<String>, outcome: Outcome) -> Outcome {
    first.extend(outcome.complaints);
    Outcome { complaints: first, ..outcome }
}

/// `atbalsts user add`: the command that was asked for, whose help says more.
fn command_of(arguments: &[OsString], lang: Lang) -> String {
    let root = definition(lang);
    let (mut command, mut path) = (&root, root.get_name().to_owned());
    for argument in arguments.iter().skip(1) {
        if let Some(subcommand) = command.find_subcommand(argument) {
            command = subcommand;
            path += &format!(" {}", command.get_name());
        }
    }
    path
}

fn not_parsed(error: &clap::Error, command: &str, lang: Lang, out: &mut dyn Write) -> Outcome {
    match error.kind() {
        // Asked for: it is a result, not a complaint.
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => match write!(out, "{}", error.render()) {
            Ok(()) => Outcome::done(),
            Err(error) => Failure::Output(error).outcome(lang),
        },
        _ => {
            let hint = CommandText::SeeHelp.fill(lang, &[&command]);
            Outcome { code: outcome::USAGE, complaints: vec![usage::sentence(error, lang), hint] }
        }
    }
}

fn dispatch(matches: &ArgMatches, context: &mut Context) -> Result<Run, Failure> {
    if matches.get_flag(forced::FORCED) {
        return forced::run(matches, context);
    }
    let Some((name, matches)) = matches.subcommand() else { return context.opening(None).map(Run::Open) };
    let outcome = match name {
        "demo" => return demo::run(matches, context),
        "import" => import::run(matches, context),
        "export" => export::run(matches, context),
        "print" => print::run(matches, context),
        "report" => report::run(matches, context),
        "calendar" => calendar::run(matches, context),
        "journal" => journal::run(matches, context),
        "check" => check::run(matches, context),
        "backup" => backup::run(matches, context),
        "restore" => backup::run_restore(matches, context),
        "erase" => erase::run(matches, context),
        "compact" => compact::run(context),
        "doctor" => doctor::run(context),
        "keymap" => keymap::run(matches, context),
        "instrument" => instrument::run(matches, context),
        "rules" => rules::run(matches, context),
        "user" => user::run(matches, context),
        "ssh-keys" => ssh_keys::run(matches, context),
        "completions" => completions::run(matches, context),
        // clap accepts only what the definition names.
        _ => man::run(context),
    };
    outcome.map(Run::Ended)
}
