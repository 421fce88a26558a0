//! Opening the interface: the one place where the command line hands over to it.

use std::path::PathBuf;

use chrono::NaiveDate;

use super::outcome::{Failure, Outcome, PROBLEM};
use crate::{
    i18n::Lang,
    keymap::Keymap,
    runtime::{self, OpenError, Usual},
};

/// What the interface is to be opened with.
#[derive(Clone, Debug)]
pub struct Opening {
    /// The store's file, which may not exist yet.
    pub store: PathBuf,
    /// Its language.
    pub lang: Lang,
    /// Its keys.
    pub keymap: Keymap,
    /// What of these nobody asked for.
    pub usual: Usual,
    /// Who works with it (login).
    pub user: String,
    /// The day on which a demonstration is told; none: the real one.
    pub told_on: Option<NaiveDate>,
    /// An SSH server opens it for somebody who may do nothing else here.
    pub is_forced: bool,
    /// Faults of the configuration and the keymap, in words; what is good in them holds.
    pub complaints: Vec<String>,
}

impl Opening {
    /// Opens the interface and returns when it is left. Nothing else may be using the terminal.
    pub fn open(self) -> Outcome {
        let lang = self.lang;
        let options = runtime::Options {
            path: self.store,
            user: self.user,
            lang,
            keymap: self.keymap,
            usual: self.usual,
            today: self.told_on,
            only_listed: self.is_forced,
            notices: self.complaints,
        };
        match runtime::open(options) {
            Ok(()) => Outcome::done(),
            Err(OpenError::Store(error)) => Failure::Store(error).outcome(lang),
            Err(error) => Outcome { code: PROBLEM, complaints: vec![error.sentence(lang)] },
        }
    }
}
