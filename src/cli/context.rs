//! What every command has at hand: language, store, user, keymap, today, and where its results go.

use std::{
    fs::OpenOptions,
    io::{ErrorKind, Write},
    os::unix::fs::OpenOptionsExt,
    path::{Path, PathBuf},
};

use chrono::NaiveDate;
use clap::ArgMatches;

use super::{
    config::{self, Config, ConfigFault},
    definition::{path, text},
    open::Opening,
    outcome::Failure,
    surroundings::Surroundings,
};
use crate::{
    i18n::{Lang, clean::clean, command::CommandText, date},
    keymap::{BUILT_IN, Keymap},
    runtime::Usual,
    store::{self, Clock, Store, StoreError},
};

/// What every command has at hand.
pub(super) struct Context<'a> {
    pub(super) lang: Lang,
    /// Nobody asked for the language: the user's own comes first.
    pub(super) lang_is_usual: bool,
    pub(super) store: Option<PathBuf>,
    /// Whether the store was named, and not just the usual one.
    pub(super) store_was_named: bool,
    /// In whose name this is done.
    pub(super) user: String,
    pub(super) keymap: Option<String>,
    pub(super) surroundings: &'a Surroundings,
    pub(super) out: &'a mut dyn Write,
}

/// The configuration file, if there is one, and its faults.
pub(super) fn read_config(surroundings: &Surroundings) -> (Config, Vec<(PathBuf, ConfigFault)>) {
    let Some(path) = config_path(surroundings) else { return Default::default() };
    // A file that is not there or may not be read is no configuration; `doctor` tells about the latter.
    let Ok(text) = std::fs::read_to_string(&path) else { return Default::default() };
    let (config, faults) = config::read(&text);
    (config, faults.into_iter().map(|fault| (path.clone(), fault)).collect())
}

/// Where the configuration file would be.
pub(super) fn config_path(surroundings: &Surroundings) -> Option<PathBuf> {
    surroundings.config_directory.as_ref().map(|directory| directory.join("config.toml"))
}

impl<'a> Context<'a> {
    pub(super) fn new(
        (lang, lang_is_usual): (Lang, bool),
        matches: &ArgMatches,
        config: Config,
        surroundings: &'a Surroundings,
        out: &'a mut dyn Write,
    ) -> Self {
        let named = path(matches, "store")
            .cloned()
            .or_else(|| surroundings.variable("ATBALSTS_STORE").map(PathBuf::from))
            .or(config.store);
        let store_was_named = named.is_some();
        let usual = surroundings.data_directory.as_ref().map(|directory| directory.join("atbalsts.redb"));
        let user = text(matches, "user").map(str::to_owned).or(config.user);
        let user = user.unwrap_or_else(|| surroundings.login.clone());
        let keymap = text(matches, "keymap").map(str::to_owned).or(config.keymap);
        Self { lang, lang_is_usual, store: named.or(usual), store_was_named, user, keymap, surroundings, out }
    }

    pub(super) fn today(&self) -> NaiveDate {
        self.surroundings.today
    }

    pub(super) fn store_path(&self) -> Result<&Path, Failure> {
        let no_home = || Failure::Usage(CommandText::NoHome.text(self.lang).to_owned());
        self.store.as_deref().ok_or_else(no_home)
    }

    /// The store, if the user may look into it.
    pub(super) fn open_store(&self) -> Result<Store, Failure> {
        self.open_store_as(&self.user)
    }

    /// As [`Context::open_store`], in the name of whoever runs this process, where `--user` means somebody else.
    pub(super) fn open_own_store(&self) -> Result<Store, Failure> {
        self.open_store_as(&self.surroundings.login)
    }

    fn open_store_as(&self, user: &str) -> Result<Store, Failure> {
        self.refuse_other_names(user)?;
        let store = Store::open(self.store_path()?, Clock::System)?;
        store.role(user)?;
        store.look_as(user);
        Ok(store)
    }

    /// Only the store's owner says in whose name they work; everybody else is who the operating system knows.
    fn refuse_other_names(&self, user: &str) -> Result<(), Failure> {
        let own = &self.surroundings.login;
        if user == own || store::may_name_users(self.store_path()?) {
            return Ok(());
        }
        Err(Failure::Usage(CommandText::OtherName.fill(self.lang, &[own, &clean(user)])))
    }

    /// A day given as an option.
    pub(super) fn day(&self, matches: &ArgMatches, name: &str) -> Result<Option<NaiveDate>, Failure> {
        let Some(typed) = text(matches, name) else { return Ok(None) };
        let bad = |_| Failure::Usage(CommandText::BadDay.fill(self.lang, &[&typed]));
        date::parse_date(typed, self.today()).map(Some).map_err(bad)
    }

    /// Writes a result to the file of `-o`, or where results go.
    pub(super) fn deliver(&mut self, matches: &ArgMatches, bytes: &[u8]) -> Result<(), Failure> {
        let Some(file) = path(matches, "output") else { return Ok(self.out.write_all(bytes)?) };
        // What is exported is personal: for its owner alone.
        let opened = OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(file);
        let written = opened.and_then(|mut opened| opened.write_all(bytes));
        written.map_err(|error| Failure::unwritable(file, &error, self.lang))
    }

    /// The keymap of that name or file, and what is wrong with it.
    pub(super) fn read_keymap(&self, name: &str) -> Result<(Keymap, Vec<String>), Failure> {
        if let Some(keymap) = Keymap::built_in(name) {
            return Ok((keymap, Vec::new()));
        }
        let own = self.surroundings.config_directory.iter();
        let own = own.map(|directory| directory.join("keymaps").join(format!("{name}.toml")));
        for path in std::iter::once(PathBuf::from(name)).chain(own) {
            match std::fs::read_to_string(&path) {
                Ok(text) => {
                    let (keymap, faults) = Keymap::read(&text);
                    let told = faults.iter().map(|fault| {
                        format!("{}:{}:{}: {}", path.display(), fault.line, fault.column, fault.sentence(self.lang))
                    });
                    return Ok((keymap, told.collect()));
                }
                Err(error) if error.kind() == ErrorKind::NotFound => {}
                Err(error) => return Err(Failure::unreadable(&path, &error, self.lang)),
            }
        }
        Err(Failure::Usage(CommandText::NoSuchKeymap.fill(self.lang, &[&name])))
    }

    /// What the interface is to be opened with.
    pub(super) fn opening(&self, told_on: Option<NaiveDate>) -> Result<Opening, Failure> {
        let (default, _) = BUILT_IN[0];
        let (keymap, complaints) = self.read_keymap(self.keymap.as_deref().unwrap_or(default))?;
        let store = self.store_path()?.to_owned();
        self.refuse_other_names(&self.user)?;
        let user = self.user.clone();
        let usual = Usual { lang: self.lang_is_usual, keymap: self.keymap.is_none() };
        Ok(Opening { store, lang: self.lang, keymap, usual, user, told_on, complaints, is_forced: false })
    }
}

/// Whether a store is simply not there.
pub(super) fn is_missing(failure: &Failure) -> bool {
    matches!(failure, Failure::Store(StoreError::Missing(_)))
}
