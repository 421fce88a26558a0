//! What is being typed, character by character: appended to a file beside the store, so that a process that is killed
//! leaves it behind. Much cheaper than a commit: nothing waits for the disk, and nobody else for the lock. It survives
//! the process, not a power cut; when typing pauses, the store gets it and the file is emptied.

use std::{
    collections::BTreeMap,
    fs::File,
    io::{Read, Write},
    path::{Path, PathBuf},
};

use super::{
    Store, StoreError, access, codec, desk,
    session_file::{self, Found, SessionFile},
};
use crate::domain::{Draft, DraftKey};

/// The files' names have this between the store's name and the process.
const ROLE: &str = "typed";
/// For the owner alone: it is a child's data, and belongs to one user.
const MODE: u32 = 0o600;
/// Bytes of the hash before each entry: half an entry is not taken for one.
const HASH_BYTES: usize = 8;

/// Where one session leaves what is being typed; the file is there only while there is something in it.
#[derive(Debug)]
pub struct Typed {
    store: PathBuf,
    user: String,
    file: Option<SessionFile>,
    /// Something in the file is not in the store.
    holds: bool,
}

impl Typed {
    fn new(store: &Path, user: &str) -> Self {
        Self { store: store.to_owned(), user: user.to_owned(), file: None, holds: false }
    }

    /// Appends what a form holds now.
    pub fn keep(&mut self, draft: &Draft) -> Result<(), StoreError> {
        let file = match self.file.take() {
            Some(file) => file,
            None => SessionFile::create(&self.store, ROLE, MODE)?,
        };
        let written = (&file.file).write_all(&entry(&self.user, draft)?);
        self.file = Some(file);
        self.holds = true;
        Ok(written?)
    }

    /// Everything in it is in the store, or no longer wanted.
    pub fn clear(&mut self) {
        self.holds = false;
        // One that cannot be emptied is removed; the next character makes another.
        if self.file.as_ref().is_some_and(|file| file.file.set_len(0).is_err()) {
            self.file = None;
        }
    }
}

impl Drop for Typed {
    fn drop(&mut self) {
        if let Some(file) = &mut self.file {
            // What the store could not take, the next session finds here.
            file.stays = self.holds;
        }
    }
}

fn entry(user: &str, draft: &Draft) -> Result<Vec<u8>, StoreError> {
    let text = codec::encode(&(user, draft))?;
    let length = u32::try_from(text.len()).map_err(|error| StoreError::Io { detail: error.to_string() })?;
    let mut entry = length.to_be_bytes().to_vec();
    entry.extend(&blake3::hash(&text).as_bytes()[..HASH_BYTES]);
    entry.extend(text);
    Ok(entry)
}

/// The entries that are whole.
fn whole(mut bytes: &[u8]) -> impl Iterator<Item = &[u8]> {
    std::iter::from_fn(move || {
        let (length, rest) = bytes.split_first_chunk()?;
        let (hash, rest) = rest.split_first_chunk::<HASH_BYTES>()?;
        let (text, rest) = rest.split_at_checked(u32::from_be_bytes(*length) as usize)?;
        bytes = rest;
        (blake3::hash(text).as_bytes()[..HASH_BYTES] == *hash).then_some(text)
    })
}

/// The last whole entry of each draft.
fn entries(bytes: &[u8]) -> BTreeMap<(String, DraftKey), Draft> {
    let read = whole(bytes).filter_map(|text| codec::decode::<(String, Draft)>(text).ok());
    read.map(|(user, draft)| ((user, draft.key()), draft)).collect()
}

/// What sessions of anybody have beside the store, as far as this process may read it.
#[derive(Default)]
pub(super) struct Beside {
    /// What killed sessions left, by login.
    pub left: Vec<(String, Draft)>,
    /// What living sessions hold and the store does not have yet, by login.
    pub held: Vec<(String, Draft)>,
    /// How many files that killed sessions left are others' own.
    pub unread: usize,
    /// Those that killed sessions left; open, for nobody else is to take them in meanwhile.
    files: Vec<(PathBuf, File)>,
}

impl Beside {
    /// Removes the files that killed sessions left: what is in them is elsewhere, or nowhere.
    pub(super) fn remove(self) {
        for (path, _) in self.files {
            let _ = std::fs::remove_file(path);
        }
    }
}

/// What sessions have beside the store.
pub(super) fn beside(store: &Path) -> Result<Beside, StoreError> {
    let mut beside = Beside::default();
    for (path, process) in session_file::all(store, ROLE) {
        if !access::owns(&path) {
            beside.unread += usize::from(session_file::is_left_by_others(&path, process));
            continue;
        }
        let read = |mut file: &File, drafts: &mut Vec<(String, Draft)>| -> Result<(), StoreError> {
            let mut bytes = Vec::new();
            file.read_to_end(&mut bytes)?;
            drafts.extend(entries(&bytes).into_iter().map(|((user, _), draft)| (user, draft)));
            Ok(())
        };
        match session_file::find(&path, process) {
            Some(Found::Living(file)) => read(&file, &mut beside.held)?,
            Some(Found::Dead(file)) => {
                read(&file, &mut beside.left)?;
                beside.files.push((path, file));
            }
            None => {}
        }
    }
    Ok(beside)
}

impl Store {
    /// Where a session of this user leaves what is being typed.
    pub fn typed(&self, user: &str) -> Typed {
        Typed::new(self.path(), user)
    }

    /// Puts what killed sessions of this user left behind among their drafts; how many there were.
    pub fn take_in_typed(&self, user: &str) -> Result<usize, StoreError> {
        let mut count = 0;
        for (path, process) in session_file::all(self.path(), ROLE) {
            // Nobody else puts words into anybody's mouth.
            if !access::owns(&path) {
                continue;
            }
            let Some(mut file) = session_file::of_the_dead(&path, process) else { continue };
            let mut bytes = Vec::new();
            file.read_to_end(&mut bytes)?;
            let found = entries(&bytes);
            // Another's, or in a shape that only another version of the program can read.
            let is_strange = found.is_empty() && whole(&bytes).next().is_some();
            if is_strange || found.keys().any(|(of, _)| of != user) {
                continue;
            }
            if !found.is_empty() {
                count += self.write_desk(user, |source| desk::save_newer_drafts(source, user, found.values()))?;
            }
            std::fs::remove_file(&path)?;
        }
        Ok(count)
    }
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;

    use super::*;
    use crate::store::Clock;

    fn draft(about: u64, text: &str) -> Draft {
        Draft { form: "note".into(), about, texts: vec![("text".into(), text.into())], ..Draft::default() }
    }

    #[test]
    fn the_last_whole_entry_of_each_draft_counts() {
        let mut bytes = Vec::new();
        for (about, text) in [(1, "Z"), (1, "Zv"), (2, "Ķ"), (1, "Zva")] {
            bytes.extend(entry("anna", &draft(about, text)).unwrap());
        }
        let whole = bytes.len();
        bytes.extend(entry("anna", &draft(2, "Ķe")).unwrap());
        let texts = |bytes: &[u8]| -> Vec<String> {
            entries(bytes).into_values().map(|draft| draft.texts[0].1.clone()).collect()
        };
        assert_eq!(texts(&bytes), ["Zva", "Ķe"]);
        for end in whole..bytes.len() {
            assert_eq!(texts(&bytes[..end]), ["Zva", "Ķ"], "cut at {end}");
        }
        bytes[whole + 20] ^= 1;
        assert_eq!(texts(&bytes), ["Zva", "Ķ"]);
    }

    #[test]
    fn what_a_living_session_types_is_its_own_and_what_is_left_behind_is_taken_in_once() {
        let directory = tempfile::tempdir().unwrap();
        let store = Store::create(&directory.path().join("lietas.redb"), Clock::Fixed(DateTime::UNIX_EPOCH)).unwrap();
        let files = || session_file::all(store.path(), ROLE).len();
        let mut typed = store.typed("anna");
        assert_eq!(files(), 0, "nothing is made before something is typed");
        typed.keep(&draft(1, "Zvanīja")).unwrap();
        assert_eq!((store.take_in_typed("anna").unwrap(), files()), (0, 1), "she still sits there");
        drop(typed);
        assert_eq!((store.take_in_typed("pēteris").unwrap(), files()), (0, 1), "it is not his");
        assert_eq!((store.take_in_typed("anna").unwrap(), files()), (1, 0));
        assert_eq!(store.read(|reader| reader.drafts("anna")).unwrap()[0].texts[0].1, "Zvanīja");

        let mut typed = store.typed("anna");
        typed.keep(&draft(1, "Zvanīja māte")).unwrap();
        typed.clear();
        assert_eq!(session_file::all(store.path(), ROLE)[0].0.metadata().unwrap().len(), 0, "nothing personal stays");
        drop(typed);
        assert_eq!((store.take_in_typed("anna").unwrap(), files()), (0, 0));
    }

    #[test]
    fn what_an_earlier_process_of_the_same_number_left_stays_until_it_is_taken_in() {
        let directory = tempfile::tempdir().unwrap();
        let store = Store::create(&directory.path().join("lietas.redb"), Clock::Fixed(DateTime::UNIX_EPOCH)).unwrap();
        let files = || session_file::all(store.path(), ROLE).len();
        let left: Vec<u8> = entry("anna", &draft(1, "Zvanīja")).unwrap();
        for number in 1..=100 {
            let name = format!("lietas.redb.{ROLE}-{}-{number}", std::process::id());
            std::fs::write(directory.path().join(name), &left).unwrap();
        }
        let mut typed = store.typed("pēteris");
        typed.keep(&draft(1, "Atnāca")).unwrap();
        assert_eq!(files(), 101);
        assert!(store.take_in_typed("anna").unwrap() > 0);
        assert_eq!(files(), 1, "his own");
    }

    #[test]
    fn what_only_another_version_can_read_is_left_to_it() {
        let directory = tempfile::tempdir().unwrap();
        let store = Store::create(&directory.path().join("lietas.redb"), Clock::Fixed(DateTime::UNIX_EPOCH)).unwrap();
        let mut strange = b"\0\0\0\x05".to_vec();
        strange.extend(&blake3::hash(b"jauns").as_bytes()[..HASH_BYTES]);
        strange.extend(b"jauns");
        let path = directory.path().join(format!("lietas.redb.{ROLE}-{}-7", u32::MAX));
        for (left, stays) in [(strange, true), (b"\0\0".to_vec(), false)] {
            std::fs::write(&path, left).unwrap();
            assert_eq!((store.take_in_typed("anna").unwrap(), path.exists()), (0, stays));
        }
    }

    #[test]
    fn it_is_for_its_owner_alone() {
        use std::os::unix::fs::PermissionsExt;
        let directory = tempfile::tempdir().unwrap();
        let store = Store::create(&directory.path().join("lietas.redb"), Clock::System).unwrap();
        let mut typed = store.typed("anna");
        typed.keep(&draft(1, "Zvanīja")).unwrap();
        let path = &session_file::all(store.path(), ROLE)[0].0;
        assert_eq!(path.metadata().unwrap().permissions().mode() & 0o777, 0o600);
    }
}
