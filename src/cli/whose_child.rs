//! `--child`: which child, by its record number or by the number of its file.

use clap::{Arg, ArgMatches};

use super::{
    Failure,
    definition::{option, text},
};
use crate::{
    domain::{Child, Family, Id, Index, IndexKey, Person},
    i18n::{Lang, clean::clean, command::CommandText},
    store::{Reader, Store, StoreError},
};

/// `--child`, with that help.
pub(super) fn child_option(help: CommandText, lang: Lang) -> Arg {
    option("child", CommandText::ChildPlace, help, lang)
}

/// The child that was asked for, if one was. A record number need not be there any more: the journal, and the past, know
/// it all the same.
pub(super) fn child_asked(matches: &ArgMatches, store: &Store, lang: Lang) -> Result<Option<Id<Child>>, Failure> {
    let Some(typed) = text(matches, "child").map(str::trim) else { return Ok(None) };
    let found = store.read(|reader| children(reader, typed))?;
    match (&found[..], typed.parse()) {
        ([(child, _)], _) => Ok(Some(*child)),
        ([], Ok(number)) => Ok(Some(Id::new(number))),
        ([], Err(_)) => Err(Failure::Usage(CommandText::NoSuchChild.fill(lang, &[&clean(typed)]))),
        (several, _) => {
            let told: Vec<String> = several.iter().map(|(child, name)| format!("{child} {}", clean(name))).collect();
            Err(Failure::Problem(CommandText::ManyChildren.fill(lang, &[&clean(typed), &told.join(", ")])))
        }
    }
}

/// The child with that number; else the children of the case with that number, with their names.
fn children(reader: &Reader, typed: &str) -> Result<Vec<(Id<Child>, String)>, StoreError> {
    let number = typed.parse().map(Id::new).ok();
    let mut found: Vec<Child> = number.map(|number| reader.get(number)).transpose()?.flatten().into_iter().collect();
    if found.is_empty() {
        for family in reader.find::<Family>(&IndexKey::new(Index::FamilyByCaseNumber).text(typed))? {
            found.extend(reader.find::<Child>(&IndexKey::new(Index::ChildByFamily).id(family.id.0))?);
        }
    }
    let name = |child: &Child| -> Result<_, StoreError> {
        Ok((child.id, reader.get(child.person)?.map(|person: Person| person.list_name()).unwrap_or_default()))
    };
    found.iter().map(name).collect()
}
