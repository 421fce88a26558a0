//! What an operation's records change, told record by record: for whom, and what of it is worth telling.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::{Facts, ProposedChange};
use crate::domain::{AnyRecord, Child, Id, PlanLine, PlanVersion, Price, Put, Session, pricing::PriceList};

/// What was told so far, and what more is told by.
pub(super) struct Telling<'a> {
    /// What changes for all.
    pub common: Vec<ProposedChange>,
    /// What changes for each child.
    pub changes: BTreeMap<Id<Child>, Vec<ProposedChange>>,
    facts: &'a Facts,
    /// The prices as they are.
    prices: PriceList,
    lines: BTreeMap<Id<PlanLine>, &'a PlanLine>,
    /// Whose each plan version is: of those that are there, and of those that the operation makes.
    owners: BTreeMap<Id<PlanVersion>, Id<Child>>,
    /// On which day each session is that is written.
    days: BTreeMap<Id<Session>, NaiveDate>,
}

impl<'a> Telling<'a> {
    /// Tells all of these records.
    pub fn of(puts: &[Put], facts: &'a Facts) -> Self {
        let lines = facts.cases.iter().flat_map(|case| &case.lines).map(|line| (line.id, line));
        let versions = facts.cases.iter().flat_map(|case| &case.plans).map(|version| (version.id, version.child));
        let mut telling = Self {
            common: Vec::new(),
            changes: BTreeMap::new(),
            facts,
            prices: PriceList::new(&facts.prices),
            lines: lines.collect(),
            owners: versions.collect(),
            days: BTreeMap::new(),
        };
        for put in puts {
            match &put.record {
                AnyRecord::PlanVersion(version) => drop(telling.owners.insert(version.id, version.child)),
                AnyRecord::Session(session) => drop(telling.days.insert(session.id, session.day)),
                _ => {}
            }
        }
        for put in puts {
            telling.tell(put, puts.len() > 1);
        }
        telling
    }

    fn tell(&mut self, put: &Put, among_others: bool) {
        match (&put.base, &put.record) {
            (Some(AnyRecord::Session(before)), AnyRecord::Session(after)) => self.session(before, after),
            (None, AnyRecord::PlanVersion(version)) => {
                self.of_child(version.child, ProposedChange::Version(Box::new(version.clone())));
            }
            (Some(AnyRecord::PlanLine(before)), AnyRecord::PlanLine(after)) => self.line(Some(before), after),
            (_, AnyRecord::PlanLine(after)) => self.line(None, after),
            (Some(AnyRecord::Child(before)), AnyRecord::Child(after)) => {
                for ceiling in after.ceilings.iter().skip(before.ceilings.len()) {
                    self.of_child(after.id, ProposedChange::Ceiling(ceiling.clone()));
                }
            }
            // A row that only makes room for another is told by that one.
            (Some(AnyRecord::Price(before)), AnyRecord::Price(after))
                if among_others && (before.amount, before.from) == (after.amount, after.from) => {}
            (_, AnyRecord::Price(after)) => self.price(after),
            (Some(AnyRecord::Programme(before)), AnyRecord::Programme(after)) => {
                self.common.push(ProposedChange::Programme(Box::new(before.clone()), Box::new(after.clone())));
            }
            _ => {}
        }
    }

    fn of_child(&mut self, child: Id<Child>, change: ProposedChange) {
        self.changes.entry(child).or_default().push(change);
    }

    /// On the line of a new version it is the same session.
    fn session(&mut self, before: &Session, after: &Session) {
        if (Session { line: before.line, ..after.clone() }) == *before {
            return;
        }
        let moved_to = self.days.get(&after.moved_to).filter(|_| after.moved_to.is_some()).copied();
        let service = self.lines.get(&before.line).map(|line| line.service.clone()).unwrap_or_default();
        let (before, after) = (Box::new(before.clone()), Box::new(after.clone()));
        self.of_child(after.child, ProposedChange::Session { service, before, after, moved_to });
    }

    /// One of a new version is told beside the one that it goes on with; one that goes on with none is of the version.
    fn line(&mut self, before: Option<&PlanLine>, after: &PlanLine) {
        let Some(&child) = self.owners.get(&after.plan) else { return };
        let Some(before) = before.or_else(|| copied(after, child, self.facts)) else { return };
        if (before.quantity, before.from, before.to) != (after.quantity, after.from, after.to) {
            self.of_child(child, ProposedChange::Line(Box::new(before.clone()), Box::new(after.clone())));
        }
    }

    fn price(&mut self, after: &Price) {
        let until_now = self.prices.own_price_on(after, after.from);
        self.common.push(ProposedChange::Price(until_now, Box::new(after.clone())));
    }
}

/// The line of the child's newest version that a line of a new one goes on with.
fn copied<'a>(line: &PlanLine, child: Id<Child>, facts: &'a Facts) -> Option<&'a PlanLine> {
    let case = facts.cases.iter().find(|case| case.child.id == child)?;
    let newest = case.draft().or(case.approved())?.id;
    case.lines_of(newest).find(|old| old.is_same_service(line) && old.from == line.from)
}
