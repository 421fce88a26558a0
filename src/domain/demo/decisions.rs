//! The decisions that grant what the approved plans say.

use std::collections::BTreeMap;

use super::Builder;
use crate::domain::{AnyRecord, Child, Decision, DecisionKind, Family, Id, PlanVersion, Programme};

/// One for each approved version, in the order of their days.
pub(super) fn decide(builder: &mut Builder) {
    let mut programmes: BTreeMap<Id<Family>, Id<Programme>> = BTreeMap::new();
    let mut families: BTreeMap<Id<Child>, Id<Family>> = BTreeMap::new();
    let mut approved: Vec<PlanVersion> = Vec::new();
    for put in &builder.operation.puts {
        match &put.record {
            AnyRecord::Family(family) => drop(programmes.insert(family.id, family.programme)),
            AnyRecord::Child(child) => drop(families.insert(child.id, child.family)),
            AnyRecord::PlanVersion(plan) if plan.was_approved() => approved.push(plan.clone()),
            _ => {}
        }
    }
    approved.sort_by_key(|plan| (plan.approved_on, plan.id));
    for plan in approved {
        let programme = families.get(&plan.child).and_then(|family| programmes.get(family));
        let (Some(&programme), Some(day)) = (programme, plan.approved_on) else { continue };
        builder.add(|id| Decision {
            id,
            programme,
            child: plan.child,
            kind: DecisionKind::Grant,
            day,
            plan: plan.id,
            text: "Piešķirt individuālo budžetu".into(),
            decided_by: plan.approved_by,
            ..Decision::default()
        });
    }
}
