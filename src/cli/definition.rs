//! The command line as a value: subcommands, options, and their words in the language.

use clap::{Arg, ArgAction, ArgMatches, Command, builder::PossibleValuesParser, value_parser};
use std::path::PathBuf;

use super::{
    backup, calendar, check, compact, completions, demo, doctor, erase, export, forced, import, instrument, journal,
    keymap, man, print, report, rules, ssh_keys, user,
};
use crate::i18n::{Lang, command::CommandText};

/// The whole command line.
pub fn definition(lang: Lang) -> Command {
    let command = Command::new("atbalsts")
        .version(env!("CARGO_PKG_VERSION"))
        .about(CommandText::About.text(lang))
        .arg(
            option("store", CommandText::FilePlace, CommandText::StoreOption, lang)
                .value_parser(value_parser!(PathBuf)),
        )
        .arg(choice("lang", &["lv", "en"], CommandText::LangOption, lang))
        .arg(option("keymap", CommandText::NamePlace, CommandText::KeymapOption, lang))
        .arg(option("user", CommandText::NamePlace, CommandText::UserOption, lang))
        .mut_args(|argument| argument.global(true))
        .arg(flag(forced::FORCED, CommandText::ForcedOption, lang))
        .subcommands([
            demo::definition(lang),
            import::definition(lang),
            export::definition(lang),
            report::definition(lang),
            print::definition(lang),
            calendar::definition(lang),
            journal::definition(lang),
            check::definition(lang),
            backup::definition(lang),
            backup::restore_definition(lang),
            erase::definition(lang),
            compact::definition(lang),
            doctor::definition(lang),
            keymap::definition(lang),
            instrument::definition(lang),
            rules::definition(lang),
            user::definition(lang),
            ssh_keys::definition(lang),
            completions::definition(lang),
            man::definition(lang),
        ]);
    dressed(command, "atbalsts", lang)
}

/// Puts our words where clap would put English ones.
fn dressed(command: Command, path: &str, lang: Lang) -> Command {
    let usage = CommandText::Usage.text(lang);
    let line = usage_line(&command, path, lang);
    let mut command = command
        .disable_help_flag(true)
        .disable_version_flag(true)
        .disable_help_subcommand(true)
        .help_template(format!("{{about-with-newline}}\n{usage}: {{usage}}\n\n{{all-args}}"))
        .override_usage(line)
        .subcommand_help_heading(CommandText::Commands.text(lang))
        .subcommand_value_name(CommandText::CommandPlace.text(lang))
        .arg(Arg::new("help").short('h').long("help").action(ArgAction::Help).help(CommandText::Help.text(lang)));
    if command.get_version().is_some() {
        let version = Arg::new("version").short('V').long("version").action(ArgAction::Version);
        command = command.arg(version.help(CommandText::Version.text(lang)));
    }
    let mut place = 0;
    command
        .mut_args(|argument| {
            let heading = if argument.is_positional() { CommandText::Arguments } else { CommandText::Options };
            place += 1;
            // A command's own options come first, then those of every command, help last.
            let rank = match argument.get_id().as_str() {
                "help" | "version" => 200,
                _ if argument.is_global_set() => 100,
                _ => 0,
            };
            argument.help_heading(heading.text(lang)).display_order(rank + place)
        })
        .mut_subcommands(|subcommand| {
            let path = format!("{path} {}", subcommand.get_name());
            dressed(subcommand, &path, lang)
        })
}

fn usage_line(command: &Command, path: &str, lang: Lang) -> String {
    let mut line = format!("{path} {}", CommandText::OptionsPlace.text(lang));
    for argument in command.get_positionals() {
        let name = argument.get_value_names().and_then(|names| names.first()).map_or("", |name| name.as_str());
        line += &if argument.is_required_set() { format!(" <{name}>") } else { format!(" [{name}]") };
    }
    if command.has_subcommands() {
        let place = CommandText::CommandPlace.text(lang);
        line += &if command.is_subcommand_required_set() { format!(" <{place}>") } else { format!(" [{place}]") };
    }
    line
}

/// A subcommand.
pub(super) fn subcommand(name: &'static str, about: CommandText, lang: Lang) -> Command {
    Command::new(name).about(about.text(lang))
}

/// `--name VALUE`.
pub(super) fn option(name: &'static str, place: CommandText, help: CommandText, lang: Lang) -> Arg {
    Arg::new(name).long(name).value_name(place.text(lang)).help(help.text(lang))
}

/// `--name a|b|c`.
pub(super) fn choice(name: &'static str, values: &[&'static str], help: CommandText, lang: Lang) -> Arg {
    let values = values.to_vec();
    let place = values.join("|");
    Arg::new(name)
        .long(name)
        .value_name(place)
        .value_parser(PossibleValuesParser::new(values))
        .hide_possible_values(true)
        .help(help.text(lang))
}

/// `--name`, without a value.
pub(super) fn flag(name: &'static str, help: CommandText, lang: Lang) -> Arg {
    Arg::new(name).long(name).action(ArgAction::SetTrue).help(help.text(lang))
}

/// An argument without a name that must be given.
pub(super) fn positional(name: &'static str, place: CommandText, help: CommandText, lang: Lang) -> Arg {
    Arg::new(name).value_name(place.text(lang)).required(true).help(help.text(lang))
}

/// An argument without a name that is one of these words.
pub(super) fn positional_choice(name: &'static str, values: Vec<&'static str>, help: CommandText, lang: Lang) -> Arg {
    let place = values.join("|");
    Arg::new(name)
        .value_name(place)
        .value_parser(PossibleValuesParser::new(values))
        .hide_possible_values(true)
        .required(true)
        .help(help.text(lang))
}

/// `--format a|b|c`, the first if it is not given.
pub(super) fn format_option(values: &[&'static str], lang: Lang) -> Arg {
    let first = values.first().copied().unwrap_or("text");
    choice("format", values, CommandText::FormatOption, lang).default_value(first).hide_default_value(true)
}

/// `-o FILE`.
pub(super) fn output_option(lang: Lang) -> Arg {
    option("output", CommandText::FilePlace, CommandText::OutputOption, lang)
        .short('o')
        .value_parser(value_parser!(PathBuf))
}

/// A text that was given or has a default.
pub(super) fn text<'a>(matches: &'a ArgMatches, name: &str) -> Option<&'a str> {
    matches.get_one::<String>(name).map(String::as_str)
}

/// A path that was given.
pub(super) fn path<'a>(matches: &'a ArgMatches, name: &str) -> Option<&'a PathBuf> {
    matches.get_one::<PathBuf>(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_definition_is_sound_in_both_languages() {
        for lang in Lang::ALL {
            definition(*lang).debug_assert();
        }
    }

    #[test]
    fn no_english_heading_shows_in_latvian_help() {
        fn check(command: &mut Command) {
            let help = command.render_long_help().to_string();
            for english in
                ["Usage:", "Options:", "Commands:", "Arguments:", "[OPTIONS]", "Print", "default:", "possible"]
            {
                assert!(!help.contains(english), "{english} in:\n{help}");
            }
            command.get_subcommands_mut().for_each(check);
        }
        let mut command = definition(Lang::Latvian);
        command.build();
        check(&mut command);
    }
}
