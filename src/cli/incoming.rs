//! A backup that is read from: a file, or standard input, which is kept for as long as it is needed, where nobody else
//! can read it and nothing is left of it however the program ends.

use std::{
    fs::{self, File, OpenOptions},
    io::{self, IsTerminal},
    os::{fd::AsRawFd, unix::fs::OpenOptionsExt},
    path::{Path, PathBuf},
};

use super::{Failure, backup::STANDARD, context::Context};
use crate::{i18n::command::CommandText, store::StoreError};

/// A backup to be read.
pub(super) struct Incoming {
    path: PathBuf,
    /// Holds what came by standard input, whose name is gone already where that can be.
    kept: Option<(File, PathBuf)>,
}

impl Incoming {
    /// The file, or for `-` what comes by standard input: it lies beside the store meanwhile.
    pub(super) fn of(file: &Path, context: &mut Context) -> Result<Self, Failure> {
        if file != Path::new(STANDARD) {
            return Ok(Self { path: file.to_owned(), kept: None });
        }
        if io::stdin().is_terminal() {
            return Err(Failure::Usage(CommandText::NotFromTerminal.text(context.lang).to_owned()));
        }
        let store = context.store_path()?;
        let directory = store.ancestors().skip(1).find(|part| part.is_dir()).unwrap_or(Path::new("."));
        let name = directory.join(format!(".atbalsts-incoming-{}", std::process::id()));
        let file = OpenOptions::new().write(true).read(true).create_new(true).mode(0o600).open(&name);
        let file = file.map_err(StoreError::from)?;
        let path = PathBuf::from(format!("/proc/self/fd/{}", file.as_raw_fd()));
        // Where an open file can be reached without its name, the name goes at once, else when this is dropped.
        let path = match path.exists() {
            true => {
                fs::remove_file(&name)?;
                path
            }
            false => name.clone(),
        };
        let incoming = Self { path, kept: Some((file, name)) };
        if let Some((file, _)) = &incoming.kept {
            io::copy(&mut io::stdin().lock(), &mut &*file)?;
        }
        Ok(incoming)
    }

    /// Where it can be read.
    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// An error as people know the file.
    pub(super) fn named(&self, error: StoreError) -> StoreError {
        match error {
            StoreError::BadBackup { detail, .. } if self.kept.is_some() => {
                StoreError::BadBackup { path: STANDARD.into(), detail }
            }
            other => other,
        }
    }
}

impl Drop for Incoming {
    fn drop(&mut self) {
        if let Some((_, name)) = &self.kept {
            let _ = fs::remove_file(name);
        }
    }
}
