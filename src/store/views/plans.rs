//! The plan versions of a child, and whether they follow each other as they should.

use super::Result;
use crate::{
    domain::{Child, Fault, Id, Index, IndexKey, PlanVersion, plan},
    store::Reader,
};

/// The plan versions of a child, by number.
fn plans_of(reader: &Reader, child: Id<Child>) -> Result<Vec<PlanVersion>> {
    let mut plans: Vec<PlanVersion> = reader.find(&IndexKey::new(Index::PlanByChild).id(child.0))?;
    plans.sort_by_key(|plan| plan.number);
    Ok(plans)
}

/// What is wrong with a version's place among the child's, see [`plan::succession_fault`].
pub fn succession_fault(reader: &Reader, plan: &PlanVersion) -> Result<Option<Fault>> {
    Ok(plan::succession_fault(plan, &plans_of(reader, plan.child)?))
}
