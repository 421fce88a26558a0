//! Proposals over the records of the moment: which children each can touch, and what it comes to.

mod facts;

use chrono::NaiveDate;

use super::{
    Reader, StoreError,
    views::{self, purse::Purse},
};
use crate::domain::{
    Fault, Id, Operation, Programme,
    proposal::{Proposal, Proposed},
};

type Result<T> = std::result::Result<T, StoreError>;

/// In which programme, by whom and on which day something is asked for.
#[derive(Clone, Copy, Debug)]
pub struct Occasion<'a> {
    /// The programme.
    pub programme: Id<Programme>,
    /// The login.
    pub user: &'a str,
    /// The day.
    pub today: NaiveDate,
}

/// What the proposal comes to, or what stands in its way; nothing is written.
pub fn propose(
    reader: &Reader,
    proposal: &Proposal,
    occasion: Occasion<'_>,
) -> Result<std::result::Result<Proposed, Fault>> {
    let facts = facts::facts(reader, proposal, occasion)?;
    let made = match proposal.made(&facts) {
        Ok(made) => made,
        Err(fault) => return Ok(Err(fault)),
    };
    let known = |child| facts.cases.iter().find(|case| case.child.id == child).map(Purse::of);
    let consequences = views::consequences_for(reader, &made.operation, occasion.today, known)?;
    Ok(Ok(Proposed::new(proposal.clone(), made, &facts, consequences)))
}

/// Whether what was shown would come to the same by now. What was said to the rules since is no other proposal.
pub fn is_still(reader: &Reader, shown: &Proposed, occasion: Occasion<'_>) -> Result<bool> {
    let Ok(mut fresh) = propose(reader, &shown.proposal, occasion)? else { return Ok(false) };
    let Operation { draft, reason, heeded, .. } = shown.made.operation.clone();
    fresh.made.operation = Operation { draft, reason, heeded, ..fresh.made.operation };
    Ok(fresh == *shown)
}
