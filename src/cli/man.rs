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
    let lang = context.lang;
    let mut command = definition::definition(lang);
    command.build();
    let mut page = Vec::new();
    Man::new(command.clone()).render(&mut page)?;
    let mut page = in_words(page, ".SH ", lang);
    // Long commands and file names leave lines that cannot be stretched to the margin.
    let title_ends = page.find(".TH").and_then(|title| page[title..].find('\n').map(|end| title + end + 1));
    page.insert_str(title_ends.unwrap_or_default(), ".ad l\n");
    for subcommand in command.get_subcommands() {
        let manual = Man::new(subcommand.clone());
        page += &format!(".SH \"{}\"\n", subcommand.get_name().to_uppercase());
        let mut sections = Vec::new();
        manual.render_synopsis_section(&mut sections)?;
        manual.render_description_section(&mut sections)?;
        manual.render_options_section(&mut sections)?;
        page += &in_words(sections, ".SS ", lang);
    }
    context.out.write_all(page.as_bytes())?;
    Ok(Outcome::done())
}

/// Sections with headings of that rank, and in the language where the generator has English ones.
fn in_words(sections: Vec<u8>, rank: &str, lang: Lang) -> String {
    let text = String::from_utf8_lossy(&sections);
    let line = |line: &str| match line.strip_prefix(".SH ") {
        Some("NAME") => format!("{rank}{}\n", CommandText::ManName.text(lang)),
        Some("SYNOPSIS") => format!("{rank}{}\n", CommandText::ManSynopsis.text(lang)),
        Some("DESCRIPTION") => format!("{rank}{}\n", CommandText::ManDescription.text(lang)),
        Some("VERSION") => format!("{rank}{}\n", CommandText::ManVersion.text(lang)),
        Some(heading) => format!("{rank}{}\n", heading.to_uppercase()),
        // The generator thinks of a page for each of them; they have their sections in this one.
        None if line.starts_with("atbalsts\\-") && line.ends_with("(1)") => {
            format!("\\fB{}\\fR\n", &line["atbalsts\\-".len()..line.len() - "(1)".len()])
        }
        None => format!("{line}\n"),
    };
    text.lines().map(line).collect()
}
