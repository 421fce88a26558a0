//! Mass operations: worked out to be shown, and worked out again to be carried out.

use super::Worker;
use crate::{
    app::Reply,
    domain::{
        DraftKey,
        proposal::{Proposal, Proposed},
    },
    store::proposals::{self, Occasion},
};

impl Worker {
    /// What the proposal comes to, or what stands in its way; with it goes the draft in which it was typed.
    pub(super) fn propose(&self, proposal: &Proposal, draft: Option<DraftKey>) -> Result<Reply, Reply> {
        self.with(|worker, store| {
            let programme = worker.programme.unwrap_or_default();
            let occasion = Occasion { programme, user: &worker.user, today: worker.today };
            Ok(match store.read(|reader| proposals::propose(reader, proposal, occasion))? {
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
        let operation = &shown.made.operation;
        match self.propose(&shown.proposal, operation.draft.clone())? {
            Reply::Proposed(fresh) if *fresh == shown => self.apply(operation),
            other => Ok(other),
        }
    }
}
