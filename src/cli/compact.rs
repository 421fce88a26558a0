//! `compact`: writes the store's file anew, with nothing in it but what is there.

use clap::Command;

use super::{Failure, Outcome, context::Context, definition::subcommand};
use crate::i18n::{Lang, command::CommandText};

pub(super) fn definition(lang: Lang) -> Command {
    subcommand("compact", CommandText::Compact, lang)
}

pub(super) fn run(context: &mut Context) -> Result<Outcome, Failure> {
    let store = context.open_store()?;
    let path = store.path().display().to_string();
    let (before, after) = store.compact(&context.user)?;
    let done = match after < before {
        true => CommandText::CompactedTo.fill(context.lang, &[&path, &(before / 1024), &(after / 1024)]),
        false => CommandText::Compacted.fill(context.lang, &[&path]),
    };
    writeln!(context.out, "{done}")?;
    Ok(Outcome::done())
}
