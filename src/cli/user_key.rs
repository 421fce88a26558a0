//! `user key add|list|remove`: the public keys by which an SSH server knows a user.

use std::io::Read;

use clap::{Arg, ArgMatches, Command, value_parser};

use super::{
    Failure, Outcome,
    context::Context,
    definition::{path, positional, subcommand, text},
    user::{change, find},
};
use crate::{
    domain::{Deed, User, ssh_key::PublicKey},
    i18n::{Lang, clean::clean, command::CommandText},
    store::Store,
};

/// Standard input, where a file's name is asked for.
const STANDARD_INPUT: &str = "-";

pub(super) fn definition(lang: Lang) -> Command {
    let login = || positional("login", CommandText::NamePlace, CommandText::LoginArgument, lang);
    let file: Arg = positional("file", CommandText::FilePlace, CommandText::KeyFileArgument, lang);
    let which: Arg = positional("which", CommandText::NumberPlace, CommandText::KeyNumberArgument, lang);
    subcommand("key", CommandText::UserKey, lang)
        .subcommand_required(true)
        .subcommand(
            subcommand("add", CommandText::UserKeyAdd, lang)
                .arg(login())
                .arg(file.value_parser(value_parser!(std::path::PathBuf))),
        )
        .subcommand(subcommand("list", CommandText::UserKeyList, lang).arg(login()))
        .subcommand(
            subcommand("remove", CommandText::UserKeyRemove, lang)
                .arg(login())
                .arg(which.value_parser(value_parser!(u64))),
        )
}

pub(super) fn run(matches: &ArgMatches, store: &Store, context: &mut Context) -> Result<Outcome, Failure> {
    match matches.subcommand() {
        Some(("add", matches)) => add(matches, store, context),
        Some(("remove", matches)) => remove(matches, store, context),
        Some((_, matches)) => {
            for (n, key) in (1..).zip(of_user(matches, store, context)?.keys) {
                let short = PublicKey::parse(&key).map_or(key, |key| key.short());
                writeln!(context.out, "{n}  {}", clean(&short))?;
            }
            Ok(Outcome::done())
        }
        None => Ok(Outcome::done()),
    }
}

fn of_user(matches: &ArgMatches, store: &Store, context: &Context) -> Result<User, Failure> {
    let login = text(matches, "login").unwrap_or_default();
    let missing = || Failure::Problem(CommandText::NoSuchUser.fill(context.lang, &[&clean(login)]));
    find(store, login)?.ok_or_else(missing)
}

fn add(matches: &ArgMatches, store: &Store, context: &mut Context) -> Result<Outcome, Failure> {
    let lang = context.lang;
    let login = text(matches, "login").unwrap_or_default();
    let mut keys = Vec::new();
    for line in given(matches, lang)?.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let bad = || Failure::Problem(CommandText::NotAKey.fill(lang, &[&clean(line)]));
        keys.push(PublicKey::parse(line).ok_or_else(bad)?);
    }
    if keys.is_empty() {
        return Err(Failure::Problem(CommandText::NoKey.text(lang).to_owned()));
    }
    let users: Vec<User> = store.read(|reader| reader.all())?;
    for user in &users {
        let holds =
            |line: &String| PublicKey::parse(line).is_some_and(|held| keys.iter().any(|key| key.body() == held.body()));
        if user.keys.iter().any(holds) {
            return Err(Failure::Problem(CommandText::KeyTaken.fill(lang, &[&clean(&user.login)])));
        }
    }
    let lines = keys.iter().map(PublicKey::line);
    let edit = |user: &mut User| user.keys.extend(lines);
    change((login, (Deed::EditUser, CommandText::UserChanged)), store, context, edit)
}

fn remove(matches: &ArgMatches, store: &Store, context: &mut Context) -> Result<Outcome, Failure> {
    let user = of_user(matches, store, context)?;
    let which = matches.get_one::<u64>("which").copied().unwrap_or_default();
    let at = usize::try_from(which).ok().and_then(|which| which.checked_sub(1)).filter(|at| *at < user.keys.len());
    let missing = || Failure::Problem(CommandText::NoSuchKey.fill(context.lang, &[&which]));
    let at = at.ok_or_else(missing)?;
    let edit = |user: &mut User| drop(user.keys.remove(at));
    change((&user.login, (Deed::EditUser, CommandText::UserChanged)), store, context, edit)
}

/// The text of the file, or of standard input.
fn given(matches: &ArgMatches, lang: Lang) -> Result<String, Failure> {
    let usage = || Failure::Usage(CommandText::OtherUsage.text(lang).to_owned());
    let file = path(matches, "file").ok_or_else(usage)?;
    let mut text = String::new();
    let read = if file.as_os_str() == STANDARD_INPUT {
        std::io::stdin().read_to_string(&mut text).map(drop)
    } else {
        std::fs::read_to_string(file).map(|read| text = read)
    };
    read.map_err(|error| Failure::unreadable(file, &error, lang))?;
    Ok(text)
}
