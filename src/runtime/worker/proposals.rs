//! Mass operations: worked out to be shown, and worked out again to be carried out.

use super::Worker;
use crate::{
    app::Reply,
    domain::{
        DraftKey,
        proposal::{Proposal, Proposed},
    },
    store::{
        Reader,
        proposals::{self, Occasion},
    },
};

impl Worker {
    /// What the proposal comes to, or what stands in its way; with it goes the draft in which it was typed.
    pub(super) fn propose(&self, proposal: &Proposal, draft: Option<DraftKey>) -> Result<Reply, Reply> {
        self.with(|worker, store| {
            let asked =
                Occasion { programme: worker.programme.unwrap_or_default(), user: &worker.user, today: worker.today };
            Ok(match store.read(|reader| proposals::propose(reader, proposal, asked))? {
                Ok(mut proposed) => {
                    let operation = &mut proposed.made.operation;
                    operation.draft = draft;
                    // The rules that only warn stand on the page.
                    operation.heeded = true;
                    Reply::Proposed(Box::new(proposed))
                }
                Err(fault) => Reply::Refused(Box::new(fault)),
            })
        })
    }

    /// Carries out what was accepted. Made anew: what was accepted is what was shown, or it is shown again.
    pub(super) fn carry_out(&mut self, shown: Proposed) -> Result<Reply, Reply> {
        let user = self.user.clone();
        let asked = Occasion { programme: self.programme.unwrap_or_default(), user: &user, today: self.today };
        let still = |reader: &Reader| proposals::is_still(reader, &shown, asked);
        // Nobody waits for this; only where somebody wrote meanwhile it is worked out once more while others wait.
        let (seen, is_so) = self.with(|_, store| store.read(|reader| Ok((reader.revision(), still(reader)?))))?;
        let operation = &shown.made.operation;
        if is_so {
            match self.apply_by(operation, |store, user| store.apply_if_still(user, operation, seen, still)) {
                Err(Reply::Outdated(_)) => {}
                answered => return answered,
            }
        }
        self.propose(&shown.proposal, operation.draft.clone())
    }
}
