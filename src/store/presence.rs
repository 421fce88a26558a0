//! Who is working on what: a file of a session beside the store, written when a form opens and removed when it closes.
//! It costs no commit, waits for no lock and blocks nobody. The lock on the file tells whether its session lives.

use std::{
    fs::{self, File},
    io::{Read, Write},
    os::unix::fs::MetadataExt,
};

use super::{
    Store, StoreError, codec,
    session_file::{self, Found, SessionFile},
};
use crate::domain::overview::AtWork;

/// The files' names have this between the store's name and the process.
const ROLE: &str = "open";
/// More than this is nobody's work.
const MOST_BYTES: u64 = 4096;

/// Tells colleagues what this session works on.
#[derive(Debug, Default)]
pub struct Presence {
    file: Option<SessionFile>,
}

impl Presence {
    /// From now on this; none: nothing in particular.
    pub fn tell(&mut self, store: &Store, work: Option<&AtWork>) -> Result<(), StoreError> {
        // Other work has another file: that files come and go is what sessions are woken by.
        self.file = None;
        let Some(work) = work else { return Ok(()) };
        // As open to the group as the store itself is: it has a name and numbers, and nothing that was typed.
        let mode = store.path().metadata()?.mode() & 0o660;
        let file = SessionFile::create(store.path(), ROLE, mode)?;
        (&file.file).write_all(&codec::encode(work)?)?;
        self.file = Some(file);
        Ok(())
    }
}

impl Store {
    /// What colleagues are working on now, by name; without the session of `own`. Those who are gone are forgotten.
    pub fn at_work(&self, own: &Presence) -> Vec<AtWork> {
        let mut found = Vec::new();
        for (path, process) in session_file::all(self.path(), ROLE) {
            if own.file.as_ref().is_some_and(|file| file.path() == path) {
                continue;
            }
            match session_file::find(&path, process) {
                // Where that is for another user to do, it is only not shown.
                Some(Found::Dead(_)) => drop(fs::remove_file(&path)),
                // Half written a moment ago, it is whole at the next look.
                Some(Found::Living(file)) => found.extend(read(file)),
                None => {}
            }
        }
        found.sort();
        found.dedup();
        found
    }
}

fn read(file: File) -> Option<AtWork> {
    let mut bytes = Vec::new();
    let length = file.take(MOST_BYTES + 1).read_to_end(&mut bytes).ok()?;
    codec::decode(&bytes).ok().filter(|_| length as u64 <= MOST_BYTES)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{domain::Kind, store::Clock};

    fn work(user: &str, number: u64) -> AtWork {
        AtWork { user: user.into(), kind: Kind::Family as u8, number, ..AtWork::default() }
    }

    #[test]
    fn colleagues_see_what_is_open_until_it_is_closed_and_not_their_own() {
        let directory = tempfile::tempdir().unwrap();
        let store = Store::create(&directory.path().join("lietas.redb"), Clock::System).unwrap();
        let (mut anna, mut peteris, nobody) = (Presence::default(), Presence::default(), Presence::default());
        assert_eq!(store.at_work(&nobody), []);
        anna.tell(&store, Some(&work("anna", 1))).unwrap();
        peteris.tell(&store, Some(&work("pēteris", 2))).unwrap();
        assert_eq!(store.at_work(&anna), [work("pēteris", 2)]);
        assert_eq!(store.at_work(&nobody), [work("anna", 1), work("pēteris", 2)]);
        peteris.tell(&store, Some(&work("pēteris", 1))).unwrap();
        assert_eq!(store.at_work(&anna), [work("pēteris", 1)]);
        anna.tell(&store, None).unwrap();
        drop(peteris);
        assert_eq!(store.at_work(&nobody), []);
        assert_eq!(session_file::all(store.path(), ROLE), [], "nothing is left");
    }

    #[test]
    fn whoever_is_gone_or_wrote_nonsense_is_not_shown() {
        let directory = tempfile::tempdir().unwrap();
        let store = Store::create(&directory.path().join("lietas.redb"), Clock::System).unwrap();
        let left = directory.path().join("lietas.redb.open-1-7");
        fs::write(&left, codec::encode(&work("anna", 1)).unwrap()).unwrap();
        let nonsense = SessionFile::create(store.path(), ROLE, 0o600).unwrap();
        (&nonsense.file).write_all(b"\x1b[2J").unwrap();
        assert_eq!(store.at_work(&Presence::default()), []);
        assert!(!left.exists(), "nobody holds its lock");
    }
}
