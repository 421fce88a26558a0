//! What an operation would lead to: every child whom it touches read before and after, and added up.

use std::collections::{BTreeMap, btree_map::Entry};

use chrono::NaiveDate;

use super::{
    Case, Result,
    cases::Cases,
    clashes::clashes_of,
    purse::{Known, Purse},
    rules::rule_books,
    scope::Scope,
};
use crate::{
    domain::{
        Child, Family, Id, Index, IndexKey, Kind, Operation, Programme, Provider,
        budget::Within,
        consequence::{Consequences, OfChild, Shift},
        rules::{Asked, Rule, RuleChange, Turn, Valued, compare},
    },
    store::{Reader, changed::Changed, halves::in_halves, journal::RowChange, supposition::Supposition},
};

/// What carrying out the operation would lead to, as seen on `today`. Fails as carrying it out would.
pub fn consequences(reader: &Reader, operation: &Operation, today: NaiveDate) -> Result<Consequences> {
    consequences_for(reader, operation, today, |_| None)
}

/// The same; `known`: the money of children that was read already.
pub(in crate::store) fn consequences_for(
    reader: &Reader,
    operation: &Operation,
    today: NaiveDate,
    known: impl Fn(Id<Child>) -> Option<Purse> + Sync,
) -> Result<Consequences> {
    let supposed = Supposition::of(reader, operation)?;
    let (before, after) = (reader, &supposed.reader);
    let mut consequences = Consequences::default();
    let clashes = clashes_of(after, &supposed.changes, today)?;
    let step = Step { before, after, changes: &supposed.changes, today };
    let told = step.each_child(known, |touched| {
        let (was, is) = (touched.was.tally(), touched.is.tally());
        let tally = Shift { before: &was, after: &is };
        let mut of = OfChild::new(touched.case.child.id, touched.case.name(), touched.case.programme.id, tally);
        of.since = touched.case.begins_after(today);
        of.rules = compare(touched.rules(), &touched.was, &touched.is);
        let own = clashes.iter().filter(|clash| clash.child == of.child);
        let broken = own.map(|clash| RuleChange { turn: Turn::Broken, told: clash.breach.clone(), before: None });
        of.rules.extend(broken);
        (of.is_change() || tally.goes_elsewhere()).then_some((of, was, is))
    })?;
    for (of, before, after) in told.into_iter().flatten() {
        consequences.add(of, Shift { before: &before, after: &after });
    }
    consequences.children.sort_by(|a, b| (&a.name, a.child).cmp(&(&b.name, b.child)));
    consequences.providers.retain(|provider| provider.amounts.is_change());
    let several = consequences.programmes.len() > 1;
    for of in &mut consequences.programmes {
        // Two of one name are told apart by whose they are.
        let told = |it: Programme| if several { format!("{} · {}", it.municipality, it.name) } else { it.name };
        of.name = after.get(of.programme)?.map(told).unwrap_or_default();
    }
    for of in &mut consequences.providers {
        of.name = after.get(of.provider)?.map(|provider: Provider| provider.name).unwrap_or_default();
    }
    Ok(consequences)
}

/// From one state of the store to another, which comes from it by these changes.
pub(in crate::store) struct Step<'s, 't> {
    pub(in crate::store) before: &'s Reader<'t>,
    pub(in crate::store) after: &'s Reader<'t>,
    pub(in crate::store) changes: &'s [RowChange],
    pub(in crate::store) today: NaiveDate,
}

/// A child whom a step touches.
pub(in crate::store) struct Touched<'a> {
    /// The child's case after it.
    pub(in crate::store) case: &'a Case,
    /// Its facts before.
    pub(in crate::store) was: Valued<'a>,
    /// Its facts after.
    pub(in crate::store) is: Valued<'a>,
    /// Whose say it is, each about its own days.
    asked: &'a [(Within, &'a Asked)],
    only_prices: bool,
}

impl<'a> Touched<'a> {
    /// The rules that can say something else.
    pub(in crate::store) fn rules(&self) -> impl Iterator<Item = (Within, &'a Rule)> {
        let only_prices = self.only_prices;
        let rules = self.asked.iter().flat_map(|(within, asked)| asked.rules.iter().map(|rule| (*within, rule)));
        rules.filter(move |(_, rule)| !only_prices || rule.counts_money())
    }
}

impl Step<'_, '_> {
    /// What `tell` has to say of every child whom the step touches, by their numbers. What `known` knows of a child's money
    /// before it is not read.
    pub(in crate::store) fn each_child<T: Send>(
        &self,
        known: impl Fn(Id<Child>) -> Option<Purse> + Sync,
        tell: impl Fn(Touched) -> T + Sync,
    ) -> Result<Vec<T>> {
        let scope = Scope::of(self.before, self.after, self.changes)?;
        let children: Vec<Id<Child>> = scope.children().copied().collect();
        in_halves(&children, [self.before, self.after], |children| self.of_children(children, &scope, &known, &tell))
    }

    fn of_children<T>(
        &self,
        children: &[Id<Child>],
        scope: &Scope,
        known: impl Fn(Id<Child>) -> Option<Purse>,
        tell: impl Fn(Touched) -> T,
    ) -> Result<Vec<T>> {
        let mut told = Vec::with_capacity(children.len());
        let mut providers: Option<Providers> = None;
        let mut pairs = Pairs::new(self, known);
        let mut books: BTreeMap<Id<Programme>, Vec<Asked>> = BTreeMap::new();
        for &child in children {
            // Of a child that is gone there is nothing left to tell.
            let Pair { was, is: Some(is) } = pairs.read(child)? else { continue };
            let version = scope.version(child).filter(|version| {
                // What changes for a whole programme is told by the plans in force, as the table of all children has it.
                !scope.is_of_programme(child) || is.version.is_none() || is.is_approved(*version)
            });
            let by = |case: Case| match version {
                Some(version) => case.by_version(version),
                None => case.or_newest(),
            };
            let is = by(is);
            let mut was = was.map_or_else(|| is.before_it_began(), by);
            if version.is_some_and(|version| is.is_approved(version) && !was.is_approved(version)) {
                // What was in force until then is what it takes the place of.
                was = was.by_the_approved_plan();
            }
            let programme = is.programme.id;
            let books = match books.entry(programme) {
                Entry::Occupied(known) => known.into_mut(),
                Entry::Vacant(unknown) => unknown.insert(Asked::of(&rule_books(self.after, programme)?)),
            };
            let first = scope.first_day(child).unwrap_or(self.today);
            let asked: Vec<(Within, &Asked)> = Asked::from_day(books, first).collect();
            let lines = was.lines().chain(is.lines());
            let needs_siblings = asked.iter().any(|(_, asked)| asked.needs_siblings(lines.clone()));
            let beside = if needs_siblings { pairs.siblings(&was, &is)? } else { Vec::new() };
            if providers.is_none() && asked.iter().any(|(_, asked)| asked.about_providers) {
                providers = Some(Providers::of(self)?);
            }
            let providers = providers.as_ref().map(Providers::both).unwrap_or_default();
            told.push(tell(Touched {
                case: &is,
                was: was.facts(beside.iter().filter_map(|pair| pair.was.as_ref()), providers.before).into(),
                is: is.facts(beside.iter().filter_map(|pair| pair.is.as_ref()), providers.after).into(),
                asked: &asked,
                only_prices: scope.only_by_prices(child),
            }));
        }
        Ok(told)
    }
}

/// The providers before and after a step.
struct Providers {
    before: Vec<Provider>,
    /// None: the same.
    after: Option<Vec<Provider>>,
}

impl Providers {
    fn of(step: &Step) -> Result<Self> {
        let changed = step.changes.iter().any(|change| change.kind == Kind::Provider);
        Ok(Self { before: step.before.all()?, after: changed.then(|| step.after.all()).transpose()? })
    }

    fn both(&self) -> Shift<&[Provider]> {
        Shift { before: &self.before, after: self.after.as_ref().unwrap_or(&self.before) }
    }
}

/// A child's case before and after a step, by the plan in force; none where the child is not there.
#[derive(Clone)]
struct Pair {
    was: Option<Case>,
    is: Option<Case>,
}

/// Reads cases on both sides of a step: after it only what it changes.
struct Pairs<'s, 't, K> {
    before: Cases<'s, 't>,
    after: Cases<'s, 't>,
    changed: Changed,
    known: K,
    readers: (&'s Reader<'t>, &'s Reader<'t>),
    /// Of one family, who was read as somebody's brother or sister: they mostly follow each other.
    family: Id<Family>,
    siblings: BTreeMap<Id<Child>, Pair>,
}

impl<'s, 't, K: Fn(Id<Child>) -> Option<Purse>> Pairs<'s, 't, K> {
    fn new(step: &Step<'s, 't>, known: K) -> Self {
        let (before, after) = (Cases::new(step.before, step.today), Cases::new(step.after, step.today));
        let (changed, readers) = (Changed::of(step.changes), (step.before, step.after));
        Self { before, after, changed, known, readers, family: Id::default(), siblings: BTreeMap::new() }
    }

    fn read(&mut self, child: Id<Child>) -> Result<Pair> {
        if let Some(pair) = self.siblings.get(&child) {
            return Ok(pair.clone());
        }
        let purse = (self.known)(child);
        let known = purse.as_ref().map(|purse| Known { purse, case: None, changed: Changed::NOTHING });
        let was = self.before.read(child, known)?;
        let known = was.as_ref().map(|was| Known { purse: &was.money, case: Some(was), changed: &self.changed });
        let is = self.after.read(child, known)?;
        Ok(Pair { was, is })
    }

    /// The other children of the family before and after.
    fn siblings(&mut self, was: &Case, is: &Case) -> Result<Vec<Pair>> {
        let of = |reader: &Reader, case: &Case| {
            let children = IndexKey::new(Index::ChildByFamily).id(case.family.id.0);
            reader.numbers(&children, &children)
        };
        let (before, after) = (of(self.readers.0, was)?, of(self.readers.1, is)?);
        if self.family != is.family.id {
            self.family = is.family.id;
            self.siblings.clear();
        }
        let mut siblings = Vec::new();
        let mut children: Vec<u64> =
            before.iter().chain(&after).copied().filter(|child| *child != is.child.id.0).collect();
        children.sort_unstable();
        children.dedup();
        for child in children {
            let mut pair = self.read(Id::new(child))?;
            self.siblings.entry(Id::new(child)).or_insert_with(|| pair.clone());
            pair.was = pair.was.filter(|_| before.contains(&child));
            pair.is = pair.is.filter(|_| after.contains(&child));
            siblings.push(pair);
        }
        Ok(siblings)
    }
}
