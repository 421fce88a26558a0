//! The configuration file: `config.toml` with `lang`, `keymap`, `store`, `user` and `calendar`, each a text, each optional.

use std::path::{Path, PathBuf};

use toml::{
    Spanned,
    de::{DeString, DeTable, DeValue},
};

use crate::i18n::{Lang, command::CommandText, handwritten::place};

/// What the file says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Config {
    /// The language.
    pub lang: Option<Lang>,
    /// A keymap's name or file.
    pub keymap: Option<String>,
    /// The store's file.
    pub store: Option<PathBuf>,
    /// The login.
    pub user: Option<String>,
    /// The file of moved working days and school holidays, instead of the one that comes with the program.
    pub calendar: Option<PathBuf>,
}

/// What is wrong in the file, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConfigFault {
    /// The line, from 1.
    pub line: usize,
    /// The column in characters, from 1.
    pub column: usize,
    /// What is wrong.
    pub what: CommandText,
}

impl ConfigFault {
    fn at(text: &str, byte: usize, what: CommandText) -> Self {
        let (line, column) = place(text, byte);
        Self { line, column, what }
    }

    /// `config.toml:3:1: …`.
    pub fn sentence(&self, file: &Path, lang: Lang) -> String {
        CommandText::BadConfig.fill(lang, &[&file.display(), &self.line, &self.column, &self.what.text(lang)])
    }
}

/// Reads a configuration file's text. What is good in it holds beside what is wrong.
pub fn read(text: &str) -> (Config, Vec<ConfigFault>) {
    let mut config = Config::default();
    let mut faults = Vec::new();
    let table = match DeTable::parse(text) {
        Ok(table) => table.into_inner(),
        Err(error) => {
            let byte = error.span().map_or(0, |span| span.start);
            return (config, vec![ConfigFault::at(text, byte, CommandText::NotToml)]);
        }
    };
    for (name, value) in &table {
        if let Err((byte, what)) = set(&mut config, name, value) {
            faults.push(ConfigFault::at(text, byte, what));
        }
    }
    (config, faults)
}

fn set(config: &mut Config, name: &Spanned<DeString>, value: &Spanned<DeValue>) -> Result<(), (usize, CommandText)> {
    let known = ["lang", "keymap", "store", "user", "calendar"].contains(&name.get_ref().as_ref());
    if !known {
        return Err((name.span().start, CommandText::UnknownSetting));
    }
    let text = value.get_ref().as_str().ok_or((value.span().start, CommandText::SettingNotText))?.to_owned();
    match name.get_ref().as_ref() {
        "lang" => {
            let lang = Lang::by_locale(&text).ok_or((value.span().start, CommandText::UnknownLang))?;
            config.lang = Some(lang);
        }
        "keymap" => config.keymap = Some(text),
        "calendar" => config.calendar = Some(PathBuf::from(text)),
        "store" => config.store = Some(PathBuf::from(text)),
        _ => config.user = Some(text),
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_are_read() {
        let (config, faults) = read("# Talsi\nlang = \"en\"\nstore = \"/srv/atbalsts/talsi.redb\"\nuser = \"anna\"\n");
        assert_eq!(faults, []);
        assert_eq!(config.lang, Some(Lang::English));
        assert_eq!(config.store, Some(PathBuf::from("/srv/atbalsts/talsi.redb")));
        assert_eq!((config.user.as_deref(), config.keymap), (Some("anna"), None));
    }

    #[test]
    fn faults_are_told_with_their_place_and_the_rest_holds() {
        let check = |text: &str, expect: &[(usize, usize, CommandText)]| {
            let places: Vec<_> = read(text).1.into_iter().map(|fault| (fault.line, fault.column, fault.what)).collect();
            assert_eq!(places, expect, "{text}");
        };
        check("lang = \"de\"", &[(1, 8, CommandText::UnknownLang)]);
        check("user = \"ā\"\ncolour = 1", &[(2, 1, CommandText::UnknownSetting)]);
        check("keymap = 3", &[(1, 10, CommandText::SettingNotText)]);
        check("lang = \"lv\"\nstore = ", &[(2, 9, CommandText::NotToml)]);
        assert_eq!(read("user = \"anna\"\nx = 1").0.user.as_deref(), Some("anna"));
    }
}
