//! `completions SHELL`.

use clap::{ArgMatches, Command, builder::EnumValueParser};
use clap_complete::Shell;

use super::{
    Failure, Outcome,
    context::Context,
    definition::{self, positional, subcommand},
};
use crate::i18n::{Lang, command::CommandText};

pub(super) fn definition(lang: Lang) -> Command {
    let shells = EnumValueParser::<Shell>::new();
    let shell = positional("shell", CommandText::NamePlace, CommandText::ShellArgument, lang)
        .value_parser(shells)
        .hide_possible_values(true);
    subcommand("completions", CommandText::Completions, lang).arg(shell.value_name("bash|zsh|fish|elvish|powershell"))
}

pub(super) fn run(matches: &ArgMatches, context: &mut Context) -> Result<Outcome, Failure> {
    let shell = matches.get_one::<Shell>("shell").copied().unwrap_or(Shell::Bash);
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut definition::definition(context.lang), "atbalsts", &mut script);
    context.out.write_all(&script)?;
    Ok(Outcome::done())
}
