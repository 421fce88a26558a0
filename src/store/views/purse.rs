//! The plans, sessions and prices of one child, from which its money is figured.

use chrono::NaiveDate;

use super::{Result, plans::plans_of};
use crate::{
    domain::{Child, Id, Index, IndexKey, PlanLine, PlanVersion, Price, Session, plan, pricing::PriceList},
    store::Reader,
};

/// The plan versions, sessions and prices of one child.
#[derive(Default)]
pub(in crate::store) struct Purse {
    pub(in crate::store) plans: Vec<PlanVersion>,
    pub(in crate::store) lines: Vec<PlanLine>,
    pub(in crate::store) sessions: Vec<Session>,
    pub(super) prices: PriceList,
}

impl Purse {
    pub(in crate::store) fn read(reader: &Reader, child: Id<Child>) -> Result<Self> {
        let plans = plans_of(reader, child)?;
        let mut lines = Vec::new();
        for plan in &plans {
            lines.extend(reader.find::<PlanLine>(&IndexKey::new(Index::LineByPlan).id(plan.id.0))?);
        }
        let mut sessions: Vec<Session> = reader.find(&IndexKey::new(Index::SessionByChild).id(child.0))?;
        sessions.sort_by_key(|session| (session.day, session.start, session.id));
        let mut services: Vec<&str> = lines.iter().map(|line| line.service.as_str()).collect();
        services.sort_unstable();
        services.dedup();
        let mut prices = Vec::new();
        for service in services {
            prices.extend(reader.find::<Price>(&IndexKey::new(Index::PriceByService).text(service))?);
        }
        let prices = PriceList::new(&prices);
        Ok(Self { plans, lines, sessions, prices })
    }

    /// The version in force on a day; before any is, the first that will be.
    pub(super) fn in_force(&self, day: NaiveDate) -> Option<&PlanVersion> {
        plan::in_force(&self.plans, day)
    }

    /// The lines of one version, by group and service, and those of all others.
    pub(super) fn split(&self, plan: Option<&PlanVersion>) -> (Vec<PlanLine>, Vec<PlanLine>) {
        let (mut own, others): (Vec<PlanLine>, Vec<PlanLine>) =
            self.lines.iter().cloned().partition(|line| plan.is_some_and(|plan| plan.id == line.plan));
        own.sort_by(|a, b| (a.group, &a.service, a.from, a.id).cmp(&(b.group, &b.service, b.from, b.id)));
        (own, others)
    }
}
