//! What is being typed and not saved: kept in a file of one's own, and given to the store when typing pauses.

use super::Worker;
use crate::{
    app::{Reply, Soon},
    domain::{Draft, DraftKey},
};

/// Whether a write stands in line while somebody else writes.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Waits {
    ForOthers,
    ForNobody,
}

impl Worker {
    /// Keeps what is being typed.
    pub(super) fn save_draft(&mut self, draft: Draft, soon: Soon) {
        let Some(store) = &self.store else { return };
        self.drafts.keep(draft, store);
        // What is not written now is pending still, and not lost.
        let _ = match soon {
            Soon::Now => self.write_drafts(Waits::ForOthers),
            Soon::Later if self.drafts.is_due() => self.write_drafts(Waits::ForNobody),
            Soon::Later => Ok(()),
        };
    }

    /// Forgets what was typed.
    pub(super) fn drop_draft(&mut self, key: &DraftKey) -> Result<(), Reply> {
        self.drafts.forget(key);
        self.with(|worker, store| store.drop_draft(&worker.user, key))
    }

    /// Gives the store what is being typed.
    pub(super) fn write_drafts(&mut self, waits: Waits) -> Result<(), Reply> {
        let Some(store) = self.store.as_ref().filter(|_| !self.drafts.is_empty()) else { return Ok(()) };
        let written = match waits {
            Waits::ForOthers => self.drafts.write(store, &self.user),
            Waits::ForNobody => store.without_waiting(|store| self.drafts.write(store, &self.user)),
        };
        written.map_err(|error| self.failed(&error))
    }
}
