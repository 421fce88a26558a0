//! The almanac of this process: the administrator's file, if the configuration names one, else the program's own.

use std::path::Path;

use super::{Surroundings, handwritten};
use crate::{files::almanac, i18n::Lang};

/// Puts the almanac in force and returns what is wrong with the file; then the program's own is in force.
pub(super) fn put_in_force(named: Option<&Path>, surroundings: &Surroundings, lang: Lang) -> Vec<String> {
    let complaints = match named {
        None => Vec::new(),
        Some(file) => {
            // As the configuration names it: beside the configuration, unless the path is a whole one.
            let beside = surroundings.config_directory.as_deref().map(|directory| directory.join(file));
            match handwritten::read(beside.as_deref().unwrap_or(file), lang, almanac::read) {
                Ok(Ok(own)) => {
                    own.put_in_force();
                    return Vec::new();
                }
                Ok(Err(faults)) => faults,
                Err(failure) => failure.outcome(lang).complaints,
            }
        }
    };
    almanac::built_in().put_in_force();
    complaints
}
