//! What is wrong with a command line, in the language.

use clap::error::{ContextKind, ContextValue, ErrorKind};

use crate::i18n::{Lang, command::CommandText};

/// The complaint about a command line that could not be parsed.
pub fn sentence(error: &clap::Error, lang: Lang) -> String {
    let text = |kind| text_of(error, kind);
    let argument = text(ContextKind::InvalidArg).unwrap_or_default();
    let mut complaint = match error.kind() {
        ErrorKind::UnknownArgument => CommandText::UnknownArgument.fill(lang, &[&argument]),
        ErrorKind::InvalidSubcommand => {
            let name = text(ContextKind::InvalidSubcommand).unwrap_or_default();
            CommandText::UnknownCommand.fill(lang, &[&name])
        }
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => match text(ContextKind::InvalidValue) {
            Some(value) if !value.is_empty() => CommandText::BadValue.fill(lang, &[&argument, &value]),
            _ => CommandText::EmptyValue.fill(lang, &[&argument]),
        },
        ErrorKind::NoEquals | ErrorKind::TooFewValues | ErrorKind::WrongNumberOfValues => {
            CommandText::EmptyValue.fill(lang, &[&argument])
        }
        ErrorKind::TooManyValues => CommandText::TooMany.fill(lang, &[&argument]),
        ErrorKind::ArgumentConflict => CommandText::Conflict.fill(lang, &[&argument]),
        ErrorKind::MissingRequiredArgument => CommandText::MissingArgument.fill(lang, &[&argument]),
        ErrorKind::MissingSubcommand | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            CommandText::MissingCommand.text(lang).to_owned()
        }
        ErrorKind::InvalidUtf8 => CommandText::NotUtf8.text(lang).to_owned(),
        _ => CommandText::OtherUsage.text(lang).to_owned(),
    };
    let meant = [ContextKind::SuggestedArg, ContextKind::SuggestedSubcommand, ContextKind::SuggestedValue];
    // The likeliest stands last.
    let likeliest = |kind| text(kind).map(|all| all.rsplit(", ").next().unwrap_or_default().to_owned());
    if let Some(meant) = meant.into_iter().find_map(likeliest) {
        complaint += &CommandText::Meant.fill(lang, &[&meant]);
    } else if let Some(valid) = text(ContextKind::ValidValue).or_else(|| text(ContextKind::ValidSubcommand)) {
        complaint += &CommandText::Possible.fill(lang, &[&valid]);
    } else if error.kind() == ErrorKind::ValueValidation
        && argument.ends_with(&format!("<{}>", CommandText::NumberPlace.text(lang)))
    {
        complaint += CommandText::WantsNumber.text(lang);
    }
    complaint
}

fn text_of(error: &clap::Error, kind: ContextKind) -> Option<String> {
    match error.get(kind)? {
        ContextValue::String(text) => Some(text.clone()),
        ContextValue::Strings(texts) if !texts.is_empty() => Some(texts.join(", ")),
        _ => None,
    }
}
