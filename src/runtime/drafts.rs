//! What is being typed and is not in the store yet: every character is in a file beside it at once, and all of it in the
//! store when typing pauses.

use std::{
    cmp::Reverse,
    collections::BTreeMap,
    time::{Duration, Instant},
};

use crate::{
    domain::{Draft, DraftKey},
    store::{Store, StoreError, Typed},
};

/// Typing that does not pause is written to the store this often.
const LONGEST_UNSAVED: Duration = Duration::from_secs(2);

/// The drafts of one session that the store does not have yet.
#[derive(Debug, Default)]
pub struct Drafts {
    pending: BTreeMap<DraftKey, Draft>,
    typed: Option<Typed>,
    /// Since when something is pending.
    since: Option<Instant>,
}

impl Drafts {
    /// Nothing is pending.
    pub fn is_empty(&self) -> bool {
        self.pending.is_empty()
    }

    /// Whether somebody has been typing for so long that it is time to write, pause or none.
    pub fn is_due(&self) -> bool {
        self.since.is_some_and(|since| since.elapsed() > LONGEST_UNSAVED)
    }

    /// From now on with this store: takes in what killed sessions left, and leaves its own there.
    pub fn move_to(&mut self, store: &Store, user: &str) {
        // What cannot be read or taken in now stays where it is, for the next time.
        let _ = store.take_in_typed(user);
        self.typed = Some(store.typed(user));
    }

    /// Somebody typed.
    pub fn keep(&mut self, mut draft: Draft, store: &Store) {
        draft.saved_at = store.now().timestamp();
        if let Some(typed) = &mut self.typed {
            // Without the file, the pause has to do.
            let _ = typed.keep(&draft);
        }
        self.pending.insert(draft.key(), draft);
        self.since.get_or_insert_with(Instant::now);
    }

    /// Puts what is pending among the user's drafts as the store has them: that it was not written yet is nobody's concern.
    pub fn lie_over(&self, stored: &mut Vec<Draft>) {
        stored.retain(|draft| !self.pending.contains_key(&draft.key()));
        stored.extend(self.pending.values().cloned());
        stored.sort_by_cached_key(|draft| (Reverse(draft.saved_at), draft.key()));
    }

    /// The draft is not wanted any more.
    pub fn forget(&mut self, key: &DraftKey) {
        if self.pending.remove(key).is_none() {
            return;
        }
        if let Some(typed) = &mut self.typed {
            typed.clear();
            for draft in self.pending.values() {
                let _ = typed.keep(draft);
            }
        }
        if self.pending.is_empty() {
            self.since = None;
        }
    }

    /// Writes everything into the store. What a busy store does not take stays pending.
    pub fn write(&mut self, store: &Store, user: &str) -> Result<(), StoreError> {
        let pending: Vec<Draft> = self.pending.values().cloned().collect();
        store.save_drafts(user, &pending)?;
        self.clear();
        Ok(())
    }

    /// Lets go of everything.
    pub fn clear(&mut self) {
        self.pending.clear();
        self.since = None;
        if let Some(typed) = &mut self.typed {
            typed.clear();
        }
    }
}
