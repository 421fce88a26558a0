//! The versions of a child's plan, with what they cost.

use super::{Result, decisions::decisions_of, goal::name_child, purse::Purse};
use crate::{
    domain::{
        Child, DecisionKind, Id, PlanVersion, Programme,
        budget::Account,
        overview::PageData,
        plan_difference::{Difference, VersionTold},
        succession,
    },
    store::Reader,
};

/// The versions of a child's plan, the first first.
pub fn versions(reader: &Reader, child: Id<Child>) -> Result<Vec<VersionTold>> {
    let Some(child) = reader.get(child)? else { return Ok(Vec::new()) };
    let family = reader.get(child.family)?.unwrap_or_default();
    let programme: Programme = reader.get(family.programme)?.unwrap_or_default();
    let money = Purse::read(reader, child.id)?;
    let decisions = decisions_of(reader, child.id)?;
    let told = money.plans.iter().map(|plan| {
        let (lines, others) = money.split(Some(plan));
        let held = succession::held(&money.plans, plan);
        let account = Account::new(&child, &programme, &lines, &[], &money.prices);
        let granted = decisions.iter().rfind(|one| one.plan == plan.id && one.kind == DecisionKind::Grant);
        VersionTold {
            plan: plan.clone(),
            lines: account.with_earlier(&others).with_succession(&held).planned_lines(),
            decision: granted.map(|decision| decision.label()).unwrap_or_default(),
        }
    });
    Ok(told.collect())
}

/// In what a version differs from the one before it, and that one's number if there is one.
pub(super) fn difference(reader: &Reader, plan: &PlanVersion) -> Result<Option<(Option<u32>, Difference)>> {
    let versions = versions(reader, plan.child)?;
    let Some(at) = versions.iter().position(|told| told.plan.id == plan.id) else { return Ok(None) };
    let before = at.checked_sub(1).map(|before| &versions[before]);
    Ok(Some((before.map(|before| before.plan.number), versions[at].difference(before))))
}

pub(super) fn versions_of_page(reader: &Reader, child: Id<Child>, data: &mut PageData) -> Result<()> {
    if let Some(child) = reader.get(child)? {
        name_child(reader, &child, data)?;
    }
    data.versions = versions(reader, child)?;
    Ok(())
}
