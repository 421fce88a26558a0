//! The versions of a child's plan, with what they cost.

use super::{Result, decisions::decisions_of, goal::name_child, purse::Purse};
use crate::{
    domain::{
        Child, DecisionKind, Id, Programme,
        budget::Account,
        overview::PageData,
        plan_difference::{Planned, VersionTold},
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
        let (lines, _) = money.split(Some(plan));
        let lines = lines.into_iter().map(|line| {
            let account = Account::new(&child, &programme, std::slice::from_ref(&line), &[], &money.prices);
            let amount = account.planned().amount();
            Planned { line, amount }
        });
        let granted = decisions.iter().rfind(|one| one.plan == plan.id && one.kind == DecisionKind::Grant);
        VersionTold {
            plan: plan.clone(),
            lines: lines.collect(),
            decision: granted.map(|decision| decision.label()).unwrap_or_default(),
        }
    });
    Ok(told.collect())
}

pub(super) fn versions_of_page(reader: &Reader, child: Id<Child>, data: &mut PageData) -> Result<()> {
    if let Some(child) = reader.get(child)? {
        name_child(reader, &child, data)?;
    }
    data.versions = versions(reader, child)?;
    Ok(())
}
