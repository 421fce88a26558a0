//! What a proposal would change, child by child, as people are told it before they accept.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use super::{CaseFacts, Facts, Made, Proposal, Remark, telling::Telling};
use crate::domain::{
    Ceiling, Child, Id, Money, PlanLine, PlanVersion, Price, Programme, Session,
    budget::{FigureKind, Health},
    consequence::{Amounts, Consequences, Shift, TOLD},
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
    pub common: Vec<ProposedChange>,
}

/// What changes for one child.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Touched {
    /// Whose.
    pub child: Id<Child>,
    /// The child's name, as lists have it.
    pub name: String,
    /// The number of the plan version in force; none: no plan was approved.
    pub plan: Option<u32>,
    /// What changes: sessions by day, then lines.
    pub changes: Vec<ProposedChange>,
    /// What is not done as one might expect.
    pub remarks: Vec<Remark>,
    /// The figures of the child's budget.
    pub amounts: Shift<Amounts>,
    /// How the child's budget is doing.
    pub health: Shift<Health>,
    /// What was spent against even spend, in percent.
    pub pace: Shift<Option<u32>>,
    /// The rules that say something else.
    pub rules: Vec<RuleChange>,
}

impl Touched {
    /// Whose, and by which version of the plan: `Bērziņa Žanete v2`.
    pub fn named(&self) -> String {
        self.plan.map_or_else(|| self.name.clone(), |number| format!("{} v{number}", self.name))
    }

    /// How many sessions change.
    pub fn sessions(&self) -> usize {
        self.changes.iter().filter(|change| matches!(change, ProposedChange::Session { .. })).count()
    }

    /// The lines of the plan that change.
    pub fn lines(&self) -> impl Iterator<Item = (&PlanLine, &PlanLine)> {
        self.changes.iter().filter_map(|change| match change {
            ProposedChange::Line(before, after) => Some((before.as_ref(), after.as_ref())),
            _ => None,
        })
    }

    /// The last days of lines that end on another day than they did, before and after, each once.
    pub fn ends(&self) -> BTreeSet<(NaiveDate, NaiveDate)> {
        self.lines().map(|(before, after)| (before.to, after.to)).filter(|(before, after)| before != after).collect()
    }

    /// The limits that are passed by it.
    pub fn broken(&self) -> impl Iterator<Item = &Breach> {
        self.rules.iter().filter(|rule| rule.turn == Turn::Broken).map(|rule| &rule.told)
    }
}

/// One thing that changes.
#[derive(Clone, Debug, PartialEq)]
pub enum ProposedChange {
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

impl ProposedChange {
    /// Sessions stand by day, before all else.
    fn place(&self) -> (u8, NaiveDate) {
        match self {
            Self::Session { before, .. } => (0, before.day),
            _ => (1, NaiveDate::MAX),
        }
    }
}

impl Proposed {
    /// The operation's records and what they lead to, told child by child.
    pub fn new(proposal: Proposal, made: Made, facts: &Facts, consequences: Consequences) -> Self {
        let Telling { common, mut changes, .. } = Telling::of(&made.operation.puts, facts);
        let mut remarks: BTreeMap<Id<Child>, Vec<Remark>> = BTreeMap::new();
        for (child, remark) in &made.remarks {
            remarks.entry(*child).or_default().push(remark.clone());
        }
        let touched = |case: &CaseFacts| {
            let child = case.child.id;
            let (changes, remarks) =
                (changes.remove(&child).unwrap_or_default(), remarks.remove(&child).unwrap_or_default());
            let plan = case.approved().map(|plan| plan.number);
            Touched { child, name: case.name.clone(), plan, changes, remarks, ..Touched::default() }
        };
        let mut children: Vec<Touched> = facts.cases.iter().map(touched).collect();
        for of in consequences.children {
            let at = children.iter().position(|known| known.child == of.child).unwrap_or_else(|| {
                children.push(Touched { child: of.child, name: of.name.clone(), ..Touched::default() });
                children.len() - 1
            });
            let touched = &mut children[at];
            (touched.amounts, touched.rules) = (of.amounts, of.rules);
            (touched.health, touched.pace) = (of.health, of.pace);
        }
        for touched in &mut children {
            touched.changes.sort_by_key(ProposedChange::place);
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
