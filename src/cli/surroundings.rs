//! What a command finds around it: environment, configuration, today; and what follows: language, store, user, keymap.

use std::{collections::BTreeMap, ffi::OsString, path::PathBuf};

use chrono::NaiveDate;
use etcetera::base_strategy::{BaseStrategy, choose_base_strategy};

use crate::{i18n::Lang, store};

/// Where an SSH server leaves the command that was asked for, when it runs another.
pub(super) const ORIGINAL_COMMAND: &str = "SSH_ORIGINAL_COMMAND";

/// The environment as values.
#[derive(Clone, Debug)]
pub struct Surroundings {
    variables: BTreeMap<OsString, OsString>,
    /// The directory of configuration files, if there is a home directory.
    pub config_directory: Option<PathBuf>,
    /// The directory of data, if there is a home directory.
    pub data_directory: Option<PathBuf>,
    /// Who the operating system says this is: the login, or the number of one without a name.
    pub login: String,
    /// Today, where the computer stands.
    pub today: NaiveDate,
}

impl Surroundings {
    /// Of this process.
    pub fn of_process() -> Self {
        let base = choose_base_strategy().ok();
        Self {
            variables: std::env::vars_os().collect(),
            config_directory: base.as_ref().map(|base| base.config_dir().join("atbalsts")),
            data_directory: base.as_ref().map(|base| base.data_dir().join("atbalsts")),
            login: store::own_login(),
            today: chrono::Local::now().date_naive(),
        }
    }

    /// What is left of it where somebody else's SSH server runs this program in a service's name: nothing that could
    /// lead to other files. What the terminal can show is the person's own.
    pub fn for_forced_command(&self) -> Self {
        let harmless = |name: &OsString| {
            let name = name.to_str().unwrap_or_default();
            name.starts_with("LC_") || ["LANG", "TERM", "NO_COLOR", ORIGINAL_COMMAND].contains(&name)
        };
        let variables = self.variables.iter().filter(|(name, _)| harmless(name));
        Self {
            variables: variables.map(|(name, value)| (name.clone(), value.clone())).collect(),
            config_directory: None,
            data_directory: None,
            ..self.clone()
        }
    }

    /// A variable that is set and not empty.
    pub fn variable(&self, name: &str) -> Option<&str> {
        self.variables.get(&OsString::from(name)).and_then(|value| value.to_str()).filter(|value| !value.is_empty())
    }

    /// Whether a variable is set, be it to something unreadable.
    pub fn is_set(&self, name: &str) -> bool {
        self.variables.get(&OsString::from(name)).is_some_and(|value| !value.is_empty())
    }

    /// The language of the locale; none if it is neither of ours.
    pub fn locale_language(&self) -> Option<Lang> {
        // As POSIX has it: the first of these that is set decides.
        let locale = ["LC_ALL", "LC_MESSAGES", "LANG"].iter().find_map(|name| self.variable(name))?;
        Lang::by_locale(locale)
    }
}

/// Whether a command line is an SSH server's (see [`super::forced`]), told before anything else is looked at.
pub fn asks_forced(arguments: &[OsString]) -> bool {
    arguments.iter().skip(1).any(|argument| argument == "--forced")
}

/// The language a command line asks for, told before it is parsed so that its errors are in that language.
pub fn asked_language(arguments: &[OsString]) -> Option<Lang> {
    let mut arguments = arguments.iter().filter_map(|argument| argument.to_str());
    while let Some(argument) = arguments.next() {
        let asked = match argument.strip_prefix("--lang") {
            Some("") => arguments.next(),
            Some(rest) => rest.strip_prefix('='),
            None if argument == "--" => return None,
            None => None,
        };
        if let Some(lang) = asked.and_then(Lang::by_locale) {
            return Some(lang);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_language_is_found_wherever_it_stands() {
        let check = |line: &str, expect: Option<Lang>| {
            let arguments: Vec<OsString> = line.split(' ').map(OsString::from).collect();
            assert_eq!(asked_language(&arguments), expect, "{line}");
        };
        check("atbalsts --lang en check", Some(Lang::English));
        check("atbalsts import families f.csv --lang=lv", Some(Lang::Latvian));
        check("atbalsts --lang de", None);
        check("atbalsts --language en", None);
        check("atbalsts export -- --lang=en", None);
        check("atbalsts", None);
    }
}
