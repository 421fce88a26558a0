//! `man`: the manual page, all subcommands in one.

use clap::Command;
use clap_mangen::Man;

use super::{
    Failure, Outcome,
    context::Context,
    definition::{self, subcommand},
};
use crate::i18n::{Lang, command::CommandText};

pub(super) fn definition(lang: Lang) -> Command {
    subcommand("man", CommandText::Man, lang)
}

pub(super) fn run(context: &mut Context) -> Result<Outcome, Failure> {
    let mut command = definition::definition(context.lang);
    command.build();
    let mut page = Vec::new();
    Man::new(command.clone()).render(&mut page)?;
    for subcommand in command.get_subcommands() {
        let name = subcommand.get_name().to_uppercase();
        let manual = Man::new(subcommand.clone());
        page.extend(format!(".SH \"{name}\"\n").into_bytes());
        manual.render_synopsis_section(&mut page)?;
        manual.render_description_section(&mut page)?;
        manual.render_options_section(&mut page)?;
    }
    context.out.write_all(&page)?;
    Ok(Outcome::done())
}
