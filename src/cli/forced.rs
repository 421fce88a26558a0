//! `--forced`: what an SSH server runs for whoever came with a key, whatever they asked for: the interface and nothing
//! else. Nothing that they send along leads anywhere: neither a command nor the environment.

use clap::ArgMatches;

use super::{Failure, Run, context::Context, definition::text, surroundings::ORIGINAL_COMMAND};
use crate::i18n::command::CommandText;

/// The option's name.
pub(super) const FORCED: &str = "forced";

pub(super) fn run(matches: &ArgMatches, context: &Context) -> Result<Run, Failure> {
    let refuse = |why: CommandText| Err(Failure::Usage(why.text(context.lang).to_owned()));
    if context.surroundings.is_set(ORIGINAL_COMMAND) {
        return refuse(CommandText::OnlyInterface);
    }
    if matches.subcommand().is_some() || !context.store_was_named || text(matches, "user").is_none() {
        return refuse(CommandText::ForcedUsage);
    }
    let opening = context.opening(None)?;
    Ok(Run::Open(super::Opening { is_forced: true, ..opening }))
}
