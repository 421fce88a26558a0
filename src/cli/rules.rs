//! `rules check|dump|adopt`: what a programme allows, as a file.

use std::path::{Path, PathBuf};

use clap::{Arg, ArgMatches, Command, value_parser};

use super::{
    Failure, Outcome,
    context::Context,
    definition::{option, output_option, path, positional, subcommand},
    handwritten,
};
use crate::{
    domain::{Deed, Id, Operation, Programme, RuleBook, Service},
    files::rules,
    i18n::{Lang, clean::clean, command::CommandText, date, plural::Counted, rules::RuleText},
    store::{Reader, StoreError, views},
};

pub(super) fn definition(lang: Lang) -> Command {
    let file = |lang| -> Arg {
        positional("file", CommandText::FilePlace, CommandText::RulesFileArgument, lang)
            .value_parser(value_parser!(PathBuf))
    };
    let programme = |lang| -> Arg {
        option("programme", CommandText::NumberPlace, CommandText::RulesProgrammeOption, lang)
            .value_parser(value_parser!(u64))
    };
    subcommand("rules", CommandText::Rules, lang)
        .subcommand_required(true)
        .subcommand(subcommand("check", CommandText::RulesCheck, lang).arg(file(lang)))
        .subcommand(subcommand("dump", CommandText::RulesDump, lang).arg(programme(lang)).arg(output_option(lang)))
        .subcommand(
            subcommand("adopt", CommandText::RulesAdopt, lang)
                .arg(file(lang))
                .arg(programme(lang).required(true))
                .arg(option("from", CommandText::DayPlace, CommandText::RulesFromOption, lang)),
        )
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

/// Tells every fault of a file, with its line and column; and of a good one what it says.
fn check(matches: &ArgMatches, context: &mut Context) -> Result<Outcome, Failure> {
    let lang = context.lang;
    let file = path(matches, "file").map_or(Path::new(""), PathBuf::as_path);
    let book = match handwritten::read(file, lang, rules::read)? {
        Ok(book) => book,
        Err(complaints) => return Ok(Outcome::problems(complaints)),
    };
    writeln!(context.out, "{}", RuleText::Good.fill(lang, &[&file.display(), &summary(&book, lang)]))?;
    for rule in &book.rules {
        writeln!(context.out, "  {}: {}", rule.name(lang), rule.sentence(lang))?;
    }
    Ok(Outcome::done())
}

/// Writes the rules in force today in a programme; without one, the sample that comes with the program.
fn dump(matches: &ArgMatches, context: &mut Context) -> Result<Outcome, Failure> {
    let Some(programme) = matches.get_one::<u64>("programme").map(|number| Id::<Programme>::new(*number)) else {
        context.deliver(matches, rules::SAMPLE.as_bytes())?;
        return Ok(Outcome::done());
    };
    let today = context.today();
    let store = context.open_store()?;
    let (_, book) = store.read(|reader| in_force(reader, programme, today))?;
    let none = || Failure::Problem(CommandText::NoRules.fill(context.lang, &[&programme]));
    let text = rules::dump(&book.ok_or_else(none)?, context.lang);
    context.deliver(matches, text.as_bytes())?;
    Ok(Outcome::done())
}

/// Stores rules: they are in force in the programme from that day on, until others take their place.
fn adopt(matches: &ArgMatches, context: &mut Context) -> Result<Outcome, Failure> {
    let lang = context.lang;
    let file = path(matches, "file").map_or(Path::new(""), PathBuf::as_path);
    let from = context.day(matches, "from")?.unwrap_or(context.today());
    let programme = Id::<Programme>::new(matches.get_one::<u64>("programme").copied().unwrap_or_default());
    let book = match handwritten::read(file, lang, rules::read)? {
        Ok(book) => RuleBook { programme, from, ..book },
        Err(complaints) => return Ok(Outcome::problems(complaints)),
    };
    let store = context.open_store()?;
    let (known, now) = store.read(|reader| in_force(reader, programme, from))?;
    let no_such = || Failure::Usage(CommandText::NoSuchProgramme.fill(lang, &[&programme]));
    let known = known.ok_or_else(no_such)?;
    if let Some(now) = now.filter(|now| rules::same_rules(now, &book)) {
        writeln!(context.out, "{}", RuleText::AlreadyAdopted.fill(lang, &[&date::show(now.from, lang)]))?;
        return Ok(Outcome::done());
    }
    let services: Vec<Service> = store.read(|reader| reader.all())?;
    let told = summary(&book, lang);
    let (samples, unknown) = (book.rules.iter().filter(|rule| rule.sample).count(), unknown_services(&book, &services));
    store.apply(&context.user, &Operation::new(Deed::AdoptRules).create(book))?;
    let day = date::show(from, lang);
    writeln!(context.out, "{}", RuleText::Adopted.fill(lang, &[&clean(&known.name), &day, &told]))?;
    if samples > 0 {
        writeln!(context.out, "{}", RuleText::SamplesAmong.fill(lang, &[&samples]))?;
    }
    if !unknown.is_empty() {
        writeln!(context.out, "{}", RuleText::UnknownServices.fill(lang, &[&clean(&unknown.join(", "))]))?;
    }
    Ok(Outcome::done())
}

fn in_force(
    reader: &Reader,
    programme: Id<Programme>,
    day: chrono::NaiveDate,
) -> Result<(Option<Programme>, Option<RuleBook>), StoreError> {
    Ok((reader.get(programme)?, views::rules_in_force(reader, programme, day)?))
}

/// Services that a rule names and the catalogue lacks: allowed, for they may come later, but worth a word.
fn unknown_services(book: &RuleBook, services: &[Service]) -> Vec<String> {
    let mut named: Vec<String> = book.rules.iter().flat_map(|rule| rule.all_services()).cloned().collect();
    named.retain(|code| !services.iter().any(|service| service.code == *code));
    named.sort();
    named.dedup();
    named
}

/// The name, and how many rules there are.
fn summary(book: &RuleBook, lang: Lang) -> String {
    format!("{} ({})", clean(&book.name), Counted::Rule.text(book.rules.len() as u64, lang))
}
