//! `ssh-keys`: everybody's public keys as lines of `authorized_keys`, each with a forced command that names its user.
//! The same lines serve as a file and as the answer of an `AuthorizedKeysCommand`.

use std::collections::BTreeMap;

use clap::{ArgMatches, Command};

use super::{
    Failure, Outcome,
    context::Context,
    definition::{option, subcommand, text},
};
use crate::{
    domain::{User, ssh_key::PublicKey},
    i18n::{Lang, clean::clean, command::CommandText},
};

pub(super) fn definition(lang: Lang) -> Command {
    subcommand("ssh-keys", CommandText::SshKeys, lang).arg(option(
        "key",
        CommandText::KeyPlace,
        CommandText::OneKeyOption,
        lang,
    ))
}

pub(super) fn run(matches: &ArgMatches, context: &mut Context) -> Result<Outcome, Failure> {
    let lang = context.lang;
    let store = context.open_store()?;
    let path = std::path::absolute(store.path())?;
    let program = std::env::current_exe()?;
    let mut command = vec![program.display().to_string(), "--forced".to_owned()];
    command.extend(["--store".to_owned(), path.display().to_string()]);
    if let Some(keymap) = &context.keymap {
        command.extend(["--keymap".to_owned(), keymap.clone()]);
    }
    let wanted = text(matches, "key");
    let users: Vec<User> = store.read(|reader| reader.all())?;
    let mut complaints = Vec::new();
    for (body, held) in by_key(&users) {
        // Of two people with one key nobody can tell who came.
        let [(user, key)] = held.as_slice() else {
            let logins: Vec<String> = held.iter().map(|(user, _)| clean(&user.login)).collect();
            complaints.push(CommandText::KeyOfTwo.fill(lang, &[&logins.join(", ")]));
            continue;
        };
        if wanted.is_some_and(|wanted| wanted != body) {
            continue;
        }
        let words = command.iter().map(String::as_str).chain(["--user", user.login.as_str()]);
        match words.map(quoted).collect::<Option<Vec<_>>>() {
            Some(words) => {
                let forced = words.join(" ").replace('"', "\\\"");
                writeln!(context.out, "restrict,pty,command=\"{forced}\" {}", key.line())?;
            }
            None => complaints.push(CommandText::KeyUnquotable.fill(lang, &[&clean(&user.login)])),
        }
    }
    Ok(if complaints.is_empty() { Outcome::done() } else { Outcome::problems(complaints) })
}

/// Who holds each key, by the key; of those who are let in.
fn by_key(users: &[User]) -> BTreeMap<String, Vec<(&User, PublicKey)>> {
    let mut keys: BTreeMap<String, Vec<(&User, PublicKey)>> = BTreeMap::new();
    for user in users.iter().filter(|user| !user.disabled) {
        for key in user.keys.iter().filter_map(|line| PublicKey::parse(line)) {
            keys.entry(key.body().to_owned()).or_default().push((user, key));
        }
    }
    keys
}

/// A word as a shell reads it back; none if it cannot stand in one line.
fn quoted(word: &str) -> Option<String> {
    if word.chars().any(char::is_control) {
        return None;
    }
    let plain = |letter: char| letter.is_ascii_alphanumeric() || "/._-+@:".contains(letter);
    if !word.is_empty() && word.chars().all(plain) {
        return Some(word.to_owned());
    }
    Some(format!("'{}'", word.replace('\'', "'\\''")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_come_through_a_shell_as_they_were() {
        let check = |word: &str, expect: Option<&str>| assert_eq!(quoted(word).as_deref(), expect, "{word}");
        check("/srv/atbalsts/atbalsts.redb", Some("/srv/atbalsts/atbalsts.redb"));
        check("pēteris", Some("'pēteris'"));
        check("anna; sh", Some("'anna; sh'"));
        check("o'brien $(id)", Some("'o'\\''brien $(id)'"));
        check("", Some("''"));
        check("anna\nssh-rsa AAAA", None);
    }
}
