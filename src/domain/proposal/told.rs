//! What a proposal would change, child by child, as people are told it before they accept.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::{Facts, Made, Proposal, Remark};
use crate::domain::{
    AnyRecord, Ceiling, Child, Id, Money, PlanLine, PlanVersion, Price, Programme, Put, Session,
    budget::FigureKind,
    consequence::{Amounts, Consequences, Shift, TOLD},
    pricing::PriceList,
    rules::{Breach, Policy, RuleChange, Turn},
};

/// A proposal worked out, as it is shown before it is carried out.
#[derive(Clone, Debug, PartialEq)]
pub struct Proposed {
    /// What was asked for.
    pub proposal: Proposal,
    /// What it comes to.
    pub made: Made,
    /// The children it changes something for, by name.
    pub children: Vec<Touched>,
    /// What changes for all: prices, the programme.
    pub common: Vec<Change>,
}

/// What changes for one child.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Touched {
    /// Whose.
    pub child: Id<Child>,
    /// The child's name, as lists have it.
    pub name: String,
    /// What changes: sessions by day, then lines.
    pub changes: Vec<Change>,
    /// What is not done as one might expect.
    pub remarks: Vec<Remark>,
    /// The figures of the child's budget.
    pub amounts: Shift<Amounts>,
    /// The rules that say something else.
    pub rules: Vec<RuleChange>,
}

impl Touched {
    /// How many sessions change.
    pub fn sessions(&self) -> usize {
        self.changes.iter().filter(|change| matches!(change, Change::Session { .. })).count()
    }

    /// The limits that are passed by it.
    pub fn broken(&self) -> impl Iterator<Item = &Breach> {
        self.rules.iter().filter(|rule| rule.turn == Turn::Broken).map(|rule| &rule.told)
    }
}

/// One thing that changes.
#[derive(Clone, Debug, PartialEq)]
pub enum Change {
    /// A session.
    Session {
        /// The code of its service.
        service: String,
        /// As it is.
        before: Box<Session>,
        /// As it will be.
        after: Box<Session>,
        /// The day on which another stands in its place.
        moved_to: Option<NaiveDate>,
    },
    /// A new version of the plan.
    Version(Box<PlanVersion>),
    /// A line of the plan, or the same service in the new version.
    Line(Box<PlanLine>, Box<PlanLine>),
    /// A change of the ceiling.
    Ceiling(Ceiling),
    /// A price, and what the same list had for its first day until now; none: nothing.
    Price(Option<Money>, Box<Price>),
    /// The programme.
    Programme(Box<Programme>, Box<Programme>),
}

impl Proposed {
    /// The operation's records and what they lead to, told child by child.
    pub fn new(proposal: Proposal, made: Made, facts: &Facts, consequences: Consequences) -> Self {
        let mut common = Vec::new();
        let mut changes: BTreeMap<Id<Child>, Vec<Change>> = BTreeMap::new();
        let puts = &made.operation.puts;
        let owners = owners(puts, facts);
        let list = PriceList::new(&facts.prices);
        let lines: BTreeMap<Id<PlanLine>, &PlanLine> =
            facts.cases.iter().flat_map(|case| &case.lines).map(|line| (line.id, line)).collect();
        let days: BTreeMap<Id<Session>, NaiveDate> = puts.iter().filter_map(day_of).collect();
        for put in puts {
            match (&put.base, &put.record) {
                (Some(AnyRecord::Session(before)), AnyRecord::Session(after)) => {
                    // On the line of a new version it is the same session.
                    let told = Session { line: before.line, ..after.clone() };
                    if told == *before {
                        continue;
                    }
                    let moved_to = days.get(&after.moved_to).filter(|_| after.moved_to.is_some()).copied();
                    let service = lines.get(&before.line).map(|line| line.service.clone()).unwrap_or_default();
                    let (before, after) = (Box::new(before.clone()), Box::new(after.clone()));
                    let change = Change::Session { service, before, after, moved_to };
                    changes.entry(told.child).or_default().push(change);
                }
                (None, AnyRecord::PlanVersion(version)) => {
                    let change = Change::Version(Box::new(version.clone()));
                    changes.entry(version.child).or_default().push(change);
                }
                (base, AnyRecord::PlanLine(after)) => {
                    let Some(&child) = owners.get(&after.plan) else { continue };
                    let before = match base {
                        Some(AnyRecord::PlanLine(before)) => Some(before),
                        _ => copied(after, child, facts),
                    };
                    let Some(before) = before else { continue };
                    if (before.quantity, before.from, before.to) != (after.quantity, after.from, after.to) {
                        let change = Change::Line(Box::new(before.clone()), Box::new(after.clone()));
                        changes.entry(child).or_default().push(change);
                    }
                }
                (Some(AnyRecord::Child(before)), AnyRecord::Child(after)) => {
                    let new = after.ceilings.iter().skip(before.ceilings.len());
                    changes.entry(after.id).or_default().extend(new.cloned().map(Change::Ceiling));
                }
                (base, AnyRecord::Price(after)) => {
                    // A row that only makes room for another is told by that one.
                    let makes_room = |before: &Price| before.amount == after.amount && before.from == after.from;
                    if !matches!(base, Some(AnyRecord::Price(before)) if made.operation.puts.len() > 1 && makes_room(before))
                    {
                        common.push(Change::Price(list.own_price_on(after, after.from), Box::new(after.clone())));
                    }
                }
                (Some(AnyRecord::Programme(before)), AnyRecord::Programme(after)) => {
                    common.push(Change::Programme(Box::new(before.clone()), Box::new(after.clone())));
                }
                _ => {}
            }
        }
        let of = |child: Id<Child>| made.remarks.iter().filter(move |(of, _)| *of == child).map(|(_, it)| it.clone());
        let mut touched = |child: Id<Child>, name: &String| {
            let mut changes = changes.remove(&child).unwrap_or_default();
            changes.sort_by_key(|change| match change {
                Change::Session { before, .. } => (0, before.day),
                _ => (1, NaiveDate::MAX),
            });
            let (amounts, rules) = (Shift::default(), Vec::new());
            Touched { child, name: name.clone(), changes, remarks: of(child).collect(), amounts, rules }
        };
        let mut children: Vec<Touched> = facts
            .cases
            .iter()
            .map(|case| (case.child.id, &case.name))
            .map(|(child, name)| touched(child, name))
            .collect();
        for of in consequences.children {
            let at = children.iter().position(|known| known.child == of.child).unwrap_or_else(|| {
                children.push(Touched { child: of.child, name: of.name.clone(), ..Touched::default() });
                children.len() - 1
            });
            (children[at].amounts, children[at].rules) = (of.amounts, of.rules);
        }
        children.retain(|it| {
            let changes = !it.changes.is_empty() || it.amounts.is_change();
            changes || !it.remarks.is_empty() || !it.rules.is_empty()
        });
        Self { proposal, made, children, common }
    }

    /// The figures that change for anybody.
    pub fn figures(&self) -> Vec<FigureKind> {
        let changes = |kind: &FigureKind| self.children.iter().any(|it| it.amounts.figure(*kind).is_change());
        TOLD.into_iter().filter(changes).collect()
    }

    /// The first limit that would be passed although its rule prevents that: it cannot be carried out.
    pub fn prevented(&self) -> Option<&Breach> {
        self.children.iter().flat_map(Touched::broken).find(|breach| breach.binds() && breach.policy == Policy::Prevent)
    }

    /// How many sessions change.
    pub fn sessions(&self) -> usize {
        self.children.iter().map(Touched::sessions).sum()
    }
}

/// The day of a session that is written.
fn day_of(put: &Put) -> Option<(Id<Session>, NaiveDate)> {
    match &put.record {
        AnyRecord::Session(session) => Some((session.id, session.day)),
        _ => None,
    }
}

/// Whose each plan version is: of those that are there, and of those that the operation makes.
fn owners(puts: &[Put], facts: &Facts) -> BTreeMap<Id<PlanVersion>, Id<Child>> {
    let made = puts.iter().filter_map(|put| match &put.record {
        AnyRecord::PlanVersion(version) => Some((version.id, version.child)),
        _ => None,
    });
    let there = facts.cases.iter().flat_map(|case| &case.plans).map(|version| (version.id, version.child));
    there.chain(made).collect()
}

/// The line of the child's newest version that a line of a new one goes on with.
fn copied<'a>(line: &PlanLine, child: Id<Child>, facts: &'a Facts) -> Option<&'a PlanLine> {
    let case = facts.cases.iter().find(|case| case.child.id == child)?;
    let newest = case.draft().or(case.approved())?.id;
    case.lines_of(newest).find(|old| old.is_same_service(line) && old.from == line.from)
}
