//! The plans, sessions and prices of one child, from which its money is figured.

use std::{collections::BTreeSet, sync::Arc};

use chrono::NaiveDate;

use super::{Case, Result};
use crate::{
    domain::{
        Child, Id, Index, IndexKey, Kind, PlanLine, PlanVersion, Price, Record, Session, plan, pricing::PriceList,
        proposal,
    },
    store::{Reader, changed::Changed},
};

/// The plan versions, sessions and prices of one child.
#[derive(Clone, Default)]
pub(in crate::store) struct Purse {
    pub(in crate::store) plans: Vec<PlanVersion>,
    pub(in crate::store) lines: Vec<PlanLine>,
    /// By day and hour; shared between states of the store in which they are the same.
    pub(in crate::store) sessions: Arc<Vec<Session>>,
    /// Those of the services in the plans, at least.
    pub(super) prices: Arc<PriceList>,
}

/// What is known of a child in another state of the store, and what is otherwise in the one that is read.
#[derive(Clone, Copy)]
pub(super) struct Known<'a> {
    pub(super) purse: &'a Purse,
    /// The whole case, if that is known.
    pub(super) case: Option<&'a Case>,
    pub(super) changed: &'a Changed,
}

impl Purse {
    /// What a case holds already, as it was read from here; without prices.
    pub(in crate::store) fn of(case: &proposal::CaseFacts) -> Self {
        Self {
            plans: case.plans.clone(),
            lines: case.lines.clone(),
            sessions: Arc::clone(&case.sessions),
            prices: Arc::default(),
        }
    }

    pub(in crate::store) fn read(reader: &Reader, child: Id<Child>) -> Result<Self> {
        Self::read_with(reader, child, &mut Prices::default(), None)
    }

    /// The same; prices are read where they are not known yet, and of what is known of the child only what changed.
    pub(super) fn read_with(
        reader: &Reader,
        child: Id<Child>,
        prices: &mut Prices,
        known: Option<Known>,
    ) -> Result<Self> {
        let by = |index, number| IndexKey::new(index).id(number);
        let other = known.map(|known| known.purse);
        let same = |purse: &Self, plan| purse.lines.iter().filter(|line| line.plan == plan).cloned().collect();
        let mut plans: Vec<PlanVersion> =
            find(reader, &by(Index::PlanByChild, child.0), known, other.map(|purse| purse.plans.clone()))?;
        plans.sort_by_key(|plan| plan.number);
        let mut lines: Vec<PlanLine> = Vec::new();
        for plan in plans.iter().map(|plan| plan.id) {
            let other = other.filter(|purse| purse.plans.iter().any(|other| other.id == plan));
            let of = find(reader, &by(Index::LineByPlan, plan.0), known, other.map(|purse| same(purse, plan)))?;
            lines.extend(of);
        }
        let sessions = match known {
            Some(known) if !known.changed.has(Kind::Session) => Arc::clone(&known.purse.sessions),
            _ => {
                let there = other.map(|purse| purse.sessions.to_vec());
                Arc::new(by_day(find(reader, &by(Index::SessionByChild, child.0), known, there)?))
            }
        };
        let prices = prices.of_services(reader, lines.iter().map(|line| line.service.as_str()))?;
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

fn by_day(mut sessions: Vec<Session>) -> Vec<Session> {
    sessions.sort_by_key(|session| (session.day, session.start, session.id));
    sessions
}

/// What has the key; `there`: what has it in the other state, if it was looked for there.
fn find<R: Record>(reader: &Reader, key: &IndexKey, known: Option<Known>, there: Option<Vec<R>>) -> Result<Vec<R>> {
    match (known, there) {
        (Some(known), Some(there)) => reader.find_again(key, there, known.changed),
        _ => reader.find(key),
    }
}

/// The prices of services, each service's read once.
#[derive(Default)]
pub(super) struct Prices {
    services: BTreeSet<String>,
    list: Arc<PriceList>,
}

impl Prices {
    /// The prices of at least these services.
    fn of_services<'s>(&mut self, reader: &Reader, services: impl Iterator<Item = &'s str>) -> Result<Arc<PriceList>> {
        let mut rows: Vec<Price> = Vec::new();
        for service in services {
            if !self.services.contains(service) {
                rows.extend(reader.find(&IndexKey::new(Index::PriceByService).text(service))?);
                self.services.insert(service.to_owned());
            }
        }
        if !rows.is_empty() {
            rows.extend_from_slice(self.list.rows());
            self.list = Arc::new(PriceList::new(&rows));
        }
        Ok(Arc::clone(&self.list))
    }
}
