//! Whom changes touch: whose figures or rules can be otherwise by them.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use chrono::NaiveDate;

use super::{Result, standings};
use crate::{
    domain::{AnyRecord, Child, Id, Index, IndexKey, Kind, PlanLine, PlanVersion, Price},
    store::{Reader, journal::RowChange},
};

/// The children whom changes touch.
#[derive(Default)]
pub(super) struct Scope {
    /// Each with whether nothing but prices of its services change.
    children: BTreeMap<Id<Child>, bool>,
    /// The newest version of their plans that changes, itself or in its lines.
    versions: BTreeMap<Id<Child>, Id<PlanVersion>>,
    /// Those whose programme changes.
    of_programme: BTreeSet<Id<Child>>,
    /// The first day that a changed line or session is about.
    days: BTreeMap<Id<Child>, NaiveDate>,
}

impl Scope {
    pub(super) fn of(before: &Reader, after: &Reader, changes: &[RowChange]) -> Result<Self> {
        let mut scope = Self::default();
        let mut prices: Vec<Price> = Vec::new();
        for change in changes.iter().filter(|change| matters(change.kind)) {
            let (was, is) = change.records()?;
            if let (Some(AnyRecord::Programme(was)), Some(AnyRecord::Programme(is))) = (was, is)
                && (was.from, was.to, was.follows_moved_days) == (is.from, is.to, is.follows_moved_days)
            {
                continue;
            }
            for record in [was, is].into_iter().flatten() {
                match record {
                    AnyRecord::Child(child) => scope.add(child.id),
                    AnyRecord::Session(session) => scope.add_day(session.child, session.day),
                    AnyRecord::PlanVersion(plan) => scope.add_version(plan.child, plan.id),
                    AnyRecord::PlanLine(line) => {
                        let plan =
                            after.get(line.plan)?.map_or_else(|| before.get(line.plan), |plan| Ok(Some(plan)))?;
                        if let Some(plan) = plan {
                            scope.add_version(plan.child, plan.id);
                            scope.add_day(plan.child, line.from);
                        }
                    }
                    AnyRecord::Price(price) => prices.push(price.clone()),
                    AnyRecord::Programme(programme) => {
                        for child in standings::children(after, programme.id)? {
                            scope.add(child);
                            scope.of_programme.insert(child);
                        }
                    }
                    _ => {}
                }
            }
        }
        scope.add_prices(after, prices)?;
        Ok(scope)
    }

    /// The children, in the order of their numbers.
    pub(super) fn children(&self) -> impl Iterator<Item = &Id<Child>> {
        self.children.keys()
    }

    /// The newest version of the child's plan that changes, itself or in its lines.
    pub(super) fn version(&self, child: Id<Child>) -> Option<Id<PlanVersion>> {
        self.versions.get(&child).copied()
    }

    /// Whether the child's programme changes: then it is of all its children, and drafts are only carried along.
    pub(super) fn is_of_programme(&self, child: Id<Child>) -> bool {
        self.of_programme.contains(&child)
    }

    /// The first day that a changed line or session of the child is about.
    pub(super) fn first_day(&self, child: Id<Child>) -> Option<NaiveDate> {
        self.days.get(&child).copied()
    }

    /// Whether nothing but prices changes for the child.
    pub(super) fn only_by_prices(&self, child: Id<Child>) -> bool {
        self.children.get(&child).is_some_and(|only_prices| *only_prices)
    }

    fn add(&mut self, child: Id<Child>) {
        self.children.insert(child, false);
    }

    fn add_version(&mut self, child: Id<Child>, version: Id<PlanVersion>) {
        self.add(child);
        let newest = self.versions.entry(child).or_insert(version);
        *newest = version.max(*newest);
    }

    fn add_day(&mut self, child: Id<Child>, day: NaiveDate) {
        self.add(child);
        let first = self.days.entry(child).or_insert(day);
        *first = day.min(*first);
    }

    /// Adds whom these prices concern: those with a line that one of them is for, in whatever version of the plan.
    fn add_prices(&mut self, reader: &Reader, mut prices: Vec<Price>) -> Result<()> {
        prices.sort_by(|a, b| a.service.cmp(&b.service));
        let mut plans: BTreeSet<u64> = BTreeSet::new();
        for prices in prices.chunk_by(|one, next| one.service == next.service) {
            let lines: Vec<PlanLine> = reader.find(&IndexKey::new(Index::LineByService).text(&prices[0].service))?;
            for price in prices {
                let reach = Reach::of(reader, price)?;
                for line in &lines {
                    if !plans.contains(&line.plan.0) && reach.concerns(reader, line)? {
                        plans.insert(line.plan.0);
                    }
                }
            }
        }
        for plan in reader.rows::<PlanVersion>(plans.into_iter().collect())? {
            self.children.entry(plan.child).or_insert(true);
        }
        Ok(())
    }
}

/// What a price is for.
struct Reach<'p> {
    price: &'p Price,
    /// The sessions that are at its provider, whoever provides their line otherwise.
    at_provider: HashSet<u64>,
}

impl<'p> Reach<'p> {
    fn of(reader: &Reader, price: &'p Price) -> Result<Self> {
        let mut at_provider = HashSet::new();
        if price.provider.is_some() {
            let sessions = IndexKey::new(Index::SessionByProvider).id(price.provider.0);
            at_provider.extend(Self::in_its_days(reader, price, sessions)?);
        }
        Ok(Self { price, at_provider })
    }

    /// Whether units or sessions of the line can have this price.
    fn concerns(&self, reader: &Reader, line: &PlanLine) -> Result<bool> {
        let price = self.price;
        if (price.format, price.unit) != (line.format, line.unit) {
            return Ok(false);
        }
        let is_its = !price.provider.is_some() || price.provider == line.provider;
        if is_its && price.from <= line.to && price.to.is_none_or(|to| line.from <= to) {
            return Ok(true);
        }
        if !is_its && self.at_provider.is_empty() {
            return Ok(false);
        }
        let sessions = IndexKey::new(Index::SessionByLine).id(line.id.0);
        let sessions = Self::in_its_days(reader, price, sessions)?;
        Ok(sessions.iter().any(|session| is_its || self.at_provider.contains(session)))
    }

    /// The sessions of that index from the price's first day to its last.
    fn in_its_days(reader: &Reader, price: &Price, sessions: IndexKey) -> Result<Vec<u64>> {
        let to = price.to.map_or_else(|| sessions.clone(), |to| sessions.clone().day(to));
        reader.numbers(&sessions.day(price.from), &to)
    }
}

/// Whether money or rules can depend on such a record.
pub(in crate::store) fn matters(kind: Kind) -> bool {
    matches!(kind, Kind::Child | Kind::Session | Kind::PlanVersion | Kind::PlanLine | Kind::Price | Kind::Programme)
}
