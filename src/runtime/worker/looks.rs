//! Who was looked at: kept for a moment, written together.

use super::Worker;
use crate::domain::{
    Kind, looking,
    overview::{PageData, PageOf},
};

impl Worker {
    /// Somebody's data is shown. Once a minute is enough, however often the cursor passes.
    pub(super) fn looked(&mut self, subject: (Kind, u64)) {
        if !self.looks.iter().any(|(_, kind, number)| (*kind, *number) == subject) {
            self.looks.push((self.clock.now(), subject.0, subject.1));
        }
    }

    /// A page may show somebody who was not on the screen before: the record behind a history, people who may be one.
    pub(super) fn looked_at_page(&mut self, data: &PageData) {
        let subjects = match data.of {
            PageOf::History(kind, number) => {
                let read = self.with(|_, store| store.read(|reader| reader.any(kind, number)));
                read.ok().flatten().as_ref().and_then(looking::subject).into_iter().collect()
            }
            PageOf::EntryOf(_, kind, number) => vec![(kind, number)],
            PageOf::Entry(_) => match data.entries.first().map(|entry| entry.subjects()).as_deref() {
                // More are only named.
                Some(&[about]) => vec![about],
                _ => Vec::new(),
            },
            PageOf::Doubles(_) => data.records.iter().filter_map(looking::subject).collect(),
            _ => Vec::new(),
        };
        for subject in subjects {
            self.looked(subject);
        }
    }

    pub(super) fn write_looks(&mut self) {
        if self.looks.is_empty() {
            return;
        }
        let looks = std::mem::take(&mut self.looks);
        if self.with(|worker, store| store.note_looks_at(&worker.user, &looks)).is_err() {
            self.looks = looks;
        }
    }
}
