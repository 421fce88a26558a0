//! What colleagues did and do: looked for when there is nothing else to do.

use super::Worker;
use crate::app::Reply;

impl Worker {
    /// What happened since the interface last looked: the store has moved on, colleagues opened or closed something.
    pub fn poll(&mut self) -> Vec<Reply> {
        let mut replies: Vec<Reply> = self.look_round().into_iter().collect();
        let Some(store) = &self.store else { return replies };
        match store.revision() {
            Ok(revision) if revision != self.seen => {
                self.seen = revision;
                replies.push(Reply::Changed(revision));
            }
            Err(error) if error.shuts_out() => replies.push(self.failed(&error)),
            _ => {}
        }
        replies
    }

    /// What colleagues have open, if that has changed.
    pub(super) fn look_round(&mut self) -> Option<Reply> {
        let colleagues = self.store.as_ref()?.at_work(&self.presence);
        if colleagues == self.colleagues {
            return None;
        }
        self.colleagues.clone_from(&colleagues);
        Some(Reply::Colleagues(colleagues))
    }
}
