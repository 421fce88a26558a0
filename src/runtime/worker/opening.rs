//! Which store is worked on: the one at the path, another one, one that is made now.

use std::path::PathBuf;

use super::{DEMO_FILE, DEMO_SEED, Rounds, Worker, make};
use crate::{
    app::Reply,
    domain::{Deed, Operation, demo},
    files::instrument,
    store::{Store, StoreError},
};

impl Worker {
    /// Opens the store if it is there and the user is let in; whether it is there.
    pub fn open(&mut self) -> Result<bool, StoreError> {
        match Store::open(&self.path, self.clock) {
            Ok(store) => {
                let store = if self.only_listed { store.only_listed() } else { store };
                store.role(&self.user)?;
                store.look_as(&self.user);
                self.drafts.move_to(&store, &self.user);
                self.keep(store);
                Ok(true)
            }
            Err(StoreError::Missing(_)) => Ok(false),
            Err(error) => Err(error),
        }
    }

    /// From now on it is this store.
    fn keep(&mut self, store: Store) {
        self.listen(&store);
        self.rounds = Rounds::over(&store);
        self.store = Some(store);
    }

    /// From now on it is the store in that file, if there is one.
    pub(super) fn open_other(&mut self, path: PathBuf) -> Result<Reply, Reply> {
        let before = std::mem::replace(&mut self.path, path);
        let opened = self.overview(None);
        if opened.is_err() {
            // Nothing is made beside a file that is no store.
            self.path = before;
        }
        opened
    }

    /// Makes the store with these operations, each of which is an entry of its journal.
    pub(super) fn create(&mut self, operations: &[Operation]) -> Result<Reply, Reply> {
        let store = make(&self.path, self.clock, &self.user, operations).map_err(|error| self.failed(&error))?;
        self.keep(store);
        // What was kept of the form that this store was made with is done with.
        self.drafts.clear();
        let deed = operations.first().map_or(Deed::AddProgramme, |operation| operation.deed);
        Ok(Reply::Applied(deed, Vec::new()))
    }

    /// Makes a store with the pilot's fictional data, or opens the one that was made before.
    pub(super) fn create_demo(&mut self) -> Result<Reply, Reply> {
        // Invented families never lie in the file that is meant for real ones.
        let demo = self.path.with_file_name(DEMO_FILE);
        let before = (std::mem::replace(&mut self.path, demo), self.today);
        self.today = demo::story_day();
        let opened = match self.open() {
            Ok(true) => Ok(Reply::Applied(Deed::MakeDemo, Vec::new())),
            Ok(false) => {
                let operations = demo::pilot(DEMO_SEED, self.today, &instrument::built_in());
                self.create(&operations)
            }
            Err(error) => Err(self.failed(&error)),
        };
        if opened.is_err() {
            (self.path, self.today) = before;
        }
        opened
    }
}
