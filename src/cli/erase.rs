//! `erase`: takes a family, a child or a person out of the store and out of what the journal kept of them, for good.
//! Says first what would go, and does it once that was confirmed by typing.

use std::io::BufRead;

use clap::{ArgGroup, ArgMatches, Command, value_parser};

use super::{
    Failure, Outcome,
    context::Context,
    definition::{option, subcommand, text},
    whose_child::{child_asked, child_option},
};
use crate::{
    domain::{AnyRecord, Kind},
    i18n::{Lang, clean::clean, command::CommandText, plural, search::fold},
    store::{Store, StoreError, Subject},
};

pub(super) fn definition(lang: Lang) -> Command {
    let number = |name, help| option(name, CommandText::NumberPlace, help, lang).value_parser(value_parser!(u64));
    subcommand("erase", CommandText::Erase, lang)
        .arg(number("family", CommandText::EraseFamilyOption))
        .arg(child_option(CommandText::EraseChildOption, lang))
        .arg(number("person", CommandText::ErasePersonOption))
        .group(ArgGroup::new("subject").args(["family", "child", "person"]).required(true))
        .arg(option("reason", CommandText::TextPlace, CommandText::EraseReasonOption, lang).required(true))
}

pub(super) fn run(matches: &ArgMatches, context: &mut Context) -> Result<Outcome, Failure> {
    let lang = context.lang;
    let given = |name: &str| matches.get_one::<u64>(name).copied();
    let reason = clean(text(matches, "reason").unwrap_or_default());
    let store = context.open_store()?;
    let child = child_asked(matches, &store, lang)?;
    let subject = given("family")
        .map(Subject::Family)
        .or_else(|| child.map(|child| Subject::Child(child.0)))
        .or_else(|| given("person").map(Subject::Person))
        .ok_or_else(|| Failure::Usage(CommandText::OtherUsage.text(lang).to_owned()))?;
    let records = store.erasure_of(subject)?;
    let counts = plural::records(records.iter().map(|(kind, _)| *kind), lang);
    let (Subject::Family(number) | Subject::Child(number) | Subject::Person(number)) = subject;
    let sure = format!("{} {number}", CommandText::EraseWord.text(lang));
    let what = match subject {
        Subject::Family(_) => CommandText::EraseFamily,
        Subject::Child(_) => CommandText::EraseChild,
        Subject::Person(_) => CommandText::ErasePerson,
    };
    writeln!(context.out, "{}", what.fill(lang, &[&clean(&name(&store, subject)?), &counts]))?;
    writeln!(context.out, "{}", CommandText::EraseSure.fill(lang, &[&sure]))?;
    context.out.flush()?;
    let mut typed = String::new();
    std::io::stdin().lock().read_line(&mut typed)?;
    if fold(typed.trim()) != fold(&sure) {
        return Err(Failure::Problem(CommandText::EraseNot.text(lang).to_owned()));
    }
    let erased = store.erase(&context.user, subject, &reason)?;
    let parts: [&dyn std::fmt::Display; 3] = [&erased.records, &erased.changes, &erased.drafts];
    writeln!(context.out, "{}", CommandText::EraseDone.fill(lang, &parts))?;
    writeln!(context.out, "{}", CommandText::EraseNext.text(lang))?;
    if erased.unread > 0 {
        let told = CommandText::EraseUnread.fill(lang, &[&erased.unread]);
        return Ok(Outcome::problems(vec![told]));
    }
    Ok(Outcome::done())
}

/// What people call the subject.
fn name(store: &Store, subject: Subject) -> Result<String, StoreError> {
    store.read(|reader| {
        let person = match subject {
            Subject::Family(family) => {
                return Ok(match reader.any(Kind::Family, family)? {
                    Some(AnyRecord::Family(family)) => format!("{}, {}", family.surname, family.case_number),
                    _ => String::new(),
                });
            }
            Subject::Child(child) => match reader.any(Kind::Child, child)? {
                Some(AnyRecord::Child(child)) => child.person.0,
                _ => 0,
            },
            Subject::Person(person) => person,
        };
        Ok(match reader.any(Kind::Person, person)? {
            Some(AnyRecord::Person(person)) => person.list_name(),
            _ => String::new(),
        })
    })
}
