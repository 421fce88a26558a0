//! `user list|add|role|lang|keymap|disable|enable|key`.

use clap::{Arg, ArgMatches, Command};

use super::{
    Failure, Outcome,
    context::Context,
    definition::{choice, format_option, option, positional, positional_choice, subcommand, text},
    user_key,
};
use crate::{
    domain::{AnyRecord, Choice, Deed, Index, IndexKey, KeymapWish, LangWish, Operation, Role, User},
    files::{Register, export},
    i18n::{Lang, choice::Worded, clean::clean, collation, command::CommandText},
    store::Store,
};

pub(super) fn definition(lang: Lang) -> Command {
    let login = || positional("login", CommandText::NamePlace, CommandText::LoginArgument, lang);
    let roles: Vec<&'static str> = Role::ALL.iter().map(|role| role.name()).collect();
    let wish = |name: &'static str, values: Vec<&'static str>, about: CommandText| {
        subcommand(name, about, lang).arg(login()).arg(positional_choice("wish", values, about, lang))
    };
    let langs = LangWish::ALL.iter().map(|wish| wish.name()).collect();
    let keymaps = KeymapWish::ALL.iter().map(|wish| wish.name()).collect();
    let role_argument: Arg = positional_choice("role", roles.clone(), CommandText::RoleOption, lang);
    subcommand("user", CommandText::User, lang)
        .subcommand_required(true)
        .subcommand(subcommand("list", CommandText::UserList, lang).arg(format_option(&["text", "json"], lang)))
        .subcommand(
            subcommand("add", CommandText::UserAdd, lang)
                .arg(login())
                .arg(option("name", CommandText::NamePlace, CommandText::NameOption, lang))
                .arg(choice("role", &roles, CommandText::NewRoleOption, lang)),
        )
        .subcommand(subcommand("role", CommandText::UserRole, lang).arg(login()).arg(role_argument))
        .subcommand(wish("lang", langs, CommandText::UserLang))
        .subcommand(wish("keymap", keymaps, CommandText::UserKeymap))
        .subcommand(subcommand("disable", CommandText::UserDisable, lang).arg(login()))
        .subcommand(subcommand("enable", CommandText::UserEnable, lang).arg(login()))
        .subcommand(user_key::definition(lang))
}

pub(super) fn run(matches: &ArgMatches, context: &mut Context) -> Result<Outcome, Failure> {
    let store = context.open_store()?;
    let of_login = |matches: &ArgMatches| text(matches, "login").unwrap_or_default().to_owned();
    match matches.subcommand() {
        Some(("add", matches)) => add(matches, &store, context),
        Some(("role", matches)) => {
            let role = text(matches, "role").and_then(Role::by_name).unwrap_or_default();
            let whose = of_login(matches);
            change((&whose, (Deed::EditUser, CommandText::UserChanged)), &store, context, |user| user.role = role)
        }
        Some(("lang", matches)) => {
            let lang = text(matches, "wish").and_then(LangWish::by_name).unwrap_or_default();
            let whose = of_login(matches);
            let what = (wishing(&whose, context), CommandText::UserChanged);
            change((&whose, what), &store, context, |user| user.lang = lang)
        }
        Some(("keymap", matches)) => {
            let keymap = text(matches, "wish").and_then(KeymapWish::by_name).unwrap_or_default();
            let whose = of_login(matches);
            let what = (wishing(&whose, context), CommandText::UserChanged);
            change((&whose, what), &store, context, |user| user.keymap = keymap)
        }
        Some(("disable", matches)) => {
            let whose = of_login(matches);
            let what = (Deed::DisableUser, CommandText::UserDisabled);
            change((&whose, what), &store, context, |user| user.disabled = true)
        }
        Some(("enable", matches)) => {
            let whose = of_login(matches);
            change((&whose, (Deed::EditUser, CommandText::UserEnabled)), &store, context, |user| user.disabled = false)
        }
        Some(("key", matches)) => user_key::run(matches, &store, context),
        Some((_, matches)) => list(matches, &store, context),
        None => Ok(Outcome::done()),
    }
}

/// What it is to choose that user's language or keymap: everybody may choose their own.
fn wishing(whose: &str, context: &Context) -> Deed {
    if whose == context.user { Deed::ChooseSettings } else { Deed::EditUser }
}

fn list(matches: &ArgMatches, store: &Store, context: &mut Context) -> Result<Outcome, Failure> {
    let lang = context.lang;
    let mut users: Vec<User> = store.read(|reader| reader.all())?;
    if text(matches, "format") == Some("json") {
        let records: Vec<AnyRecord> = users.into_iter().map(AnyRecord::from).collect();
        context.out.write_all(&export::json(&records, &Register::default())?)?;
        return Ok(Outcome::done());
    }
    if users.is_empty() {
        writeln!(context.out, "{}", CommandText::NoUsers.text(lang))?;
    }
    users.sort_by_cached_key(|user| collation::sort_key(&user.login));
    for user in users {
        let mark = if user.disabled { format!(" ({})", CommandText::DisabledMark.text(lang)) } else { String::new() };
        let (login, name) = (clean(&user.login), clean(&user.full_name));
        writeln!(context.out, "{login}  {name}  {}{mark}", user.role.text(lang))?;
    }
    Ok(Outcome::done())
}

pub(super) fn find(store: &Store, login: &str) -> Result<Option<User>, Failure> {
    let found: Vec<User> = store.read(|reader| reader.find(&IndexKey::new(Index::UserByLogin).text(login)))?;
    Ok(found.into_iter().next())
}

fn add(matches: &ArgMatches, store: &Store, context: &mut Context) -> Result<Outcome, Failure> {
    let lang = context.lang;
    let login = text(matches, "login").unwrap_or_default();
    if find(store, login)?.is_some() {
        return Err(Failure::Problem(CommandText::UserThere.fill(lang, &[&login])));
    }
    let user = User {
        login: login.to_owned(),
        full_name: text(matches, "name").unwrap_or_default().to_owned(),
        role: text(matches, "role").and_then(Role::by_name).unwrap_or_default(),
        ..User::default()
    };
    let role = user.role.text(lang);
    store.apply(&context.user, &Operation::new(Deed::AddUser).create(user))?;
    writeln!(context.out, "{}", CommandText::UserAdded.fill(lang, &[&clean(login), &role]))?;
    Ok(Outcome::done())
}

/// Changes the user of that login, which is what the deed says, and tells that it is done.
pub(super) fn change(
    (login, (deed, done)): (&str, (Deed, CommandText)),
    store: &Store,
    context: &mut Context,
    edit: impl FnOnce(&mut User),
) -> Result<Outcome, Failure> {
    let lang = context.lang;
    let missing = || Failure::Problem(CommandText::NoSuchUser.fill(lang, &[&clean(login)]));
    let before = find(store, login)?.ok_or_else(missing)?;
    let mut after = before.clone();
    edit(&mut after);
    let is_administrator = |user: &User| user.role == Role::Administrator && !user.disabled;
    if is_administrator(&before) && !is_administrator(&after) {
        let users: Vec<User> = store.read(|reader| reader.all())?;
        if !users.iter().any(|other| other.id != before.id && is_administrator(other)) {
            return Err(Failure::Problem(CommandText::LastAdministrator.fill(lang, &[&clean(login)])));
        }
    }
    store.apply(&context.user, &Operation::new(deed).change(before, after))?;
    writeln!(context.out, "{}", done.fill(lang, &[&clean(login)]))?;
    Ok(Outcome::done())
}
