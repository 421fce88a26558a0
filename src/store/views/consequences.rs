//! What an operation would lead to: every child whom it touches read before and after, and added up.

use std::collections::{BTreeMap, BTreeSet, btree_map::Entry};

use chrono::NaiveDate;

use super::{Result, case::Case, clashes::clashes_of, rules::rule_books, standings};
use crate::{
    domain::{
        AnyRecord, Child, Id, Index, IndexKey, Kind, Operation, PlanLine, PlanVersion, Programme, Provider, RuleBook,
        consequence::{Consequences, OfChild, Shift, Tally},
        rules::{RuleChange, Turn, asked, compare},
    },
    store::{Reader, codec, journal::RowChange, supposition::Supposition},
};

/// What carrying out the operation would lead to, as seen on `today`. Fails as carrying it out would.
pub fn consequences(reader: &Reader, operation: &Operation, today: NaiveDate) -> Result<Consequences> {
    let supposed = Supposition::of(reader, operation)?;
    between(reader, &supposed.reader, &supposed.changes, today)
}

/// What has become of everybody between two states, of which one comes from the other by these changes.
fn between(before: &Reader, after: &Reader, changes: &[RowChange], today: NaiveDate) -> Result<Consequences> {
    let mut consequences = Consequences::default();
    let clashes = clashes_of(after, changes)?;
    each_child(before, after, changes, today, |was, is, rules| {
        let tally = (Tally::of(&was.account(), today), Tally::of(&is.account(), today));
        let tally = Shift { before: &tally.0, after: &tally.1 };
        let mut of = OfChild::new(is.child.id, is.name(), is.programme.id, tally);
        of.rules = rules;
        let own = clashes.iter().filter(|clash| clash.child == is.child.id);
        of.rules.extend(own.map(|clash| RuleChange { turn: Turn::Broken, told: clash.breach.clone(), before: None }));
        if of.is_change() {
            consequences.add(of, tally);
        }
    })?;
    consequences.children.sort_by(|a, b| (&a.name, a.child).cmp(&(&b.name, b.child)));
    consequences.providers.retain(|provider| provider.amounts.is_change());
    for of in &mut consequences.providers {
        of.name = after.get(of.provider)?.map(|provider: Provider| provider.name).unwrap_or_default();
    }
    Ok(consequences)
}

/// Shows every child whom the changes touch, as it was and as it is, and the rules that say something else.
pub(in crate::store) fn each_child(
    before: &Reader,
    after: &Reader,
    changes: &[RowChange],
    today: NaiveDate,
    mut show: impl FnMut(&Case, &Case, Vec<RuleChange>),
) -> Result<()> {
    let scope = Scope::of(before, after, changes)?;
    let providers = (before.all::<Provider>()?, after.all::<Provider>()?);
    let mut books: BTreeMap<Id<Programme>, Vec<RuleBook>> = BTreeMap::new();
    for child in scope.children {
        let version = scope.versions.get(&child).copied();
        // Of a child that is gone there is nothing left to tell.
        let by = |case: Case| match version {
            Some(version) => case.by_version(version),
            None => case.or_newest(),
        };
        let Some(is) = Case::read(after, child, today)?.map(by) else { continue };
        let was = Case::read(before, child, today)?.map(by);
        let mut was = was.unwrap_or_else(|| is.before_it_began());
        if version.is_some_and(|version| is.is_approved(version) && !was.is_approved(version)) {
            // What was in force until then is what it takes the place of.
            was = was.by_the_plan_in_force();
        }
        let books = match books.entry(is.programme.id) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(unknown) => unknown.insert(rule_books(after, is.programme.id)?),
        };
        let book = RuleBook::in_force(books, scope.days.get(&child).copied().unwrap_or(today));
        let (was_beside, is_beside) = match book {
            Some(book) if book.is_about_siblings() => (was.siblings(before)?, is.siblings(after)?),
            _ => (Vec::new(), Vec::new()),
        };
        let rules = compare(&asked(book), &was.facts(&was_beside, &providers.0), &is.facts(&is_beside, &providers.1));
        show(&was, &is, rules);
    }
    Ok(())
}

/// Whom changes touch.
#[derive(Default)]
struct Scope {
    children: BTreeSet<Id<Child>>,
    /// The newest version of their plans that changes, itself or in its lines.
    versions: BTreeMap<Id<Child>, Id<PlanVersion>>,
    /// The first day that a changed line or session is about.
    days: BTreeMap<Id<Child>, NaiveDate>,
}

impl Scope {
    fn of(before: &Reader, after: &Reader, changes: &[RowChange]) -> Result<Self> {
        let mut scope = Self::default();
        let mut services: BTreeSet<String> = BTreeSet::new();
        for RowChange { kind, number, before: was, after: is } in changes {
            if !matters(*kind) {
                continue;
            }
            let decode =
                |row: &Option<Vec<u8>>| row.as_deref().map(|row| codec::decode_any(*kind, *number, row)).transpose();
            let (was, is) = (decode(was)?, decode(is)?);
            if let (Some(AnyRecord::Programme(was)), Some(AnyRecord::Programme(is))) = (&was, &is)
                && (was.from, was.to, was.follows_moved_days) == (is.from, is.to, is.follows_moved_days)
            {
                continue;
            }
            for record in [was, is].into_iter().flatten() {
                match record {
                    AnyRecord::Child(child) => drop(scope.children.insert(child.id)),
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
                    AnyRecord::Price(price) => drop(services.insert(price.service)),
                    AnyRecord::Programme(programme) => {
                        scope.children.extend(standings::children(after, programme.id)?);
                    }
                    _ => {}
                }
            }
        }
        for service in services {
            let plans: BTreeSet<Id<PlanVersion>> = after
                .find::<PlanLine>(&IndexKey::new(Index::LineByService).text(&service))?
                .into_iter()
                .map(|line| line.plan)
                .collect();
            for plan in plans {
                scope.children.extend(after.get(plan)?.map(|plan| plan.child));
            }
        }
        Ok(scope)
    }

    fn add_version(&mut self, child: Id<Child>, version: Id<PlanVersion>) {
        self.children.insert(child);
        let newest = self.versions.entry(child).or_insert(version);
        *newest = version.max(*newest);
    }

    fn add_day(&mut self, child: Id<Child>, day: NaiveDate) {
        self.children.insert(child);
        let first = self.days.entry(child).or_insert(day);
        *first = day.min(*first);
    }
}

/// Whether money or rules can depend on such a record.
pub(in crate::store) fn matters(kind: Kind) -> bool {
    matches!(kind, Kind::Child | Kind::Session | Kind::PlanVersion | Kind::PlanLine | Kind::Price | Kind::Programme)
}
