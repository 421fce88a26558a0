//! What a change leads to: the figures and units before and after it, and the rules that say something else by then.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::{
    Child, Id, Money, Programme, Provider, Unit,
    budget::{Account, Books, Entry, FigureKind, Health, Pace, Remainder, Within, lost, pace_percent},
    rules::RuleChange,
};

/// The figures that are told of, in the order a list shows them. A provider has only planned, reserved and delivered.
pub const TOLD: [FigureKind; 7] = [
    FigureKind::Ceiling,
    FigureKind::Planned,
    FigureKind::Reserved,
    FigureKind::Delivered,
    FigureKind::Free,
    FigureKind::Forecast,
    FigureKind::Lost,
];

/// What the figures in [`TOLD`] come to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Amounts([Money; TOLD.len()]);

impl Amounts {
    /// Each amount, as `of` has it.
    pub fn by(of: impl Fn(FigureKind) -> Money) -> Self {
        Self(TOLD.map(of))
    }

    /// The amount of that figure; nothing if it is none of those told of.
    pub fn get(&self, kind: FigureKind) -> Money {
        TOLD.iter().position(|told| *told == kind).map_or(Money::ZERO, |at| self.0[at])
    }

    /// Both, figure by figure.
    pub fn plus(&self, other: &Self) -> Self {
        Self::by(|kind| self.get(kind) + other.get(kind))
    }

    fn add(&mut self, kind: FigureKind, amount: Money) {
        if let Some(at) = TOLD.iter().position(|told| *told == kind) {
            self.0[at] += amount;
        }
    }
}

/// Units of one service.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Units {
    /// In the plan.
    pub planned: Decimal,
    /// On the calendar, not yet marked.
    pub reserved: Decimal,
    /// Delivered, those charged without being held among them.
    pub delivered: Decimal,
}

impl Units {
    /// Neither delivered nor on the calendar; below nothing where more is booked than planned.
    pub fn left(&self) -> Decimal {
        self.planned - self.reserved - self.delivered
    }
}

/// What a child's account comes to.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Tally {
    /// The child's own figures.
    pub amounts: Amounts,
    /// How the budget is doing.
    pub health: Health,
    /// What was spent against even spend, in percent; see [`pace_percent`].
    pub pace: Option<u32>,
    /// By service and unit.
    pub units: BTreeMap<(String, Unit), Units>,
    /// What of it is at each provider; number 0: where none is chosen.
    pub providers: BTreeMap<Id<Provider>, Amounts>,
}

impl Tally {
    /// Without the units: its part of sums in euros.
    pub fn money(self) -> Self {
        Self { units: BTreeMap::new(), ..self }
    }

    /// Adds up the account, as seen on `today`.
    pub fn of(account: &Account, today: NaiveDate) -> Self {
        Self::by(account, &Books::new(account), today)
    }

    /// The same by the account's books.
    pub(super) fn by(account: &Account, books: &Books, today: NaiveDate) -> Self {
        let sum = |entries: &[Entry]| entries.iter().map(|entry| entry.amount).sum::<Money>();
        let (ceiling, delivered, reserved) = (account.ceiling().amount(), sum(&books.delivered), sum(&books.reserved));
        // The figures without what they are made of.
        let planned = books.planned().map(Pace::amount).sum();
        let forecast = delivered + reserved + Remainder::of(account, books, today).amount(Within::ALWAYS);
        let days = books.days(today);
        let amounts = Amounts::by(|kind| match kind {
            FigureKind::Ceiling => ceiling,
            FigureKind::Planned => planned,
            FigureKind::Reserved => reserved,
            FigureKind::Delivered => delivered,
            FigureKind::Free => ceiling - delivered - reserved,
            FigureKind::Forecast => forecast,
            FigureKind::Lost => lost(ceiling, [delivered, reserved, forecast], days),
            _ => Money::ZERO,
        });
        let health = Health::judge(ceiling, planned, delivered, forecast, days);
        let pace = pace_percent(ceiling, delivered, days);
        let mut units: BTreeMap<(&str, Unit), Units> = BTreeMap::new();
        let mut providers: BTreeMap<Id<Provider>, Amounts> = BTreeMap::new();
        for pace in books.planned() {
            let line = pace.line;
            units.entry((&line.service, line.unit)).or_default().planned += pace.quantity();
            providers.entry(line.provider).or_default().add(FigureKind::Planned, pace.amount());
        }
        for (entries, kind) in [(&books.reserved, FigureKind::Reserved), (&books.delivered, FigureKind::Delivered)] {
            for entry in entries {
                // A session whose line is not known is of no service and at nobody's but its own provider.
                let provider = entry.line.map_or(entry.session.provider, |line| entry.session.provider_by(line));
                providers.entry(provider).or_default().add(kind, entry.amount);
                let Some(line) = entry.line else { continue };
                let units = units.entry((&line.service, line.unit)).or_default();
                let sum = if kind == FigureKind::Reserved { &mut units.reserved } else { &mut units.delivered };
                *sum += entry.units();
            }
        }
        let units = units.into_iter().map(|((service, unit), units)| ((service.to_owned(), unit), units));
        Self { amounts, health, pace, units: units.collect(), providers }
    }
}

/// Something before and after.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Shift<T> {
    /// As it is.
    pub before: T,
    /// As it would be.
    pub after: T,
}

impl<T: Copy> Shift<T> {
    /// Something that stays as it is.
    pub fn still(it: T) -> Self {
        Self { before: it, after: it }
    }
}

impl<T: PartialEq> Shift<T> {
    /// Whether it changes at all.
    pub fn is_change(&self) -> bool {
        self.before != self.after
    }
}

impl Shift<&Tally> {
    /// Whether something is at another provider than it was, be it for the same money.
    pub fn goes_elsewhere(&self) -> bool {
        let of = |tally: &Tally, provider| tally.providers.get(provider).copied().unwrap_or_default();
        let mut all = self.before.providers.keys().chain(self.after.providers.keys());
        all.any(|provider| of(self.before, provider) != of(self.after, provider))
    }
}

impl Shift<Amounts> {
    /// The figure before and after.
    pub fn figure(&self, kind: FigureKind) -> Shift<Money> {
        Shift { before: self.before.get(kind), after: self.after.get(kind) }
    }

    /// By how much the figure changes.
    pub fn difference(&self, kind: FigureKind) -> Money {
        self.after.get(kind) - self.before.get(kind)
    }
}

/// What becomes of a service of a child.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnitShift {
    /// The service's code.
    pub service: String,
    /// In which unit.
    pub unit: Unit,
    /// How many.
    pub units: Shift<Units>,
}

/// What becomes of a child's budget.
#[derive(Clone, Debug, PartialEq)]
pub struct OfChild {
    /// Whose.
    pub child: Id<Child>,
    /// The name, as lists have it.
    pub name: String,
    /// In which programme.
    pub programme: Id<Programme>,
    /// The first day of the plan by which they are told, where it is still to come.
    pub since: Option<NaiveDate>,
    /// The figures.
    pub amounts: Shift<Amounts>,
    /// How the budget is doing.
    pub health: Shift<Health>,
    /// What was spent against even spend, in percent.
    pub pace: Shift<Option<u32>>,
    /// The services whose units change.
    pub units: Vec<UnitShift>,
    /// The rules that say something else.
    pub rules: Vec<RuleChange>,
}

/// What becomes of what is at a provider.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OfProvider {
    /// Who; number 0: where none is chosen.
    pub provider: Id<Provider>,
    /// The name; empty where none is chosen.
    pub name: String,
    /// The figures; only planned, reserved and delivered. Of the children whom the change touches; with those of all
    /// others of their programme once they are known.
    pub amounts: Shift<Amounts>,
}

/// What becomes of a programme's money.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OfProgramme {
    /// Which.
    pub programme: Id<Programme>,
    /// Its name.
    pub name: String,
    /// The figures of the children whom the change touches; with those of all others once they are known.
    pub amounts: Shift<Amounts>,
    /// Whether the figures are those of all its children.
    pub is_whole: bool,
}

/// What a change leads to, for everybody whom it touches.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Consequences {
    /// The children whose figures, units, rules or providers change.
    pub children: Vec<OfChild>,
    /// The providers whose figures change.
    pub providers: Vec<OfProvider>,
    /// The programmes of those children.
    pub programmes: Vec<OfProgramme>,
}

impl Consequences {
    /// Nothing changes for anybody.
    pub fn is_nothing(&self) -> bool {
        self.children.is_empty()
    }

    /// Makes the figures of the programme, and of the providers in it, whole: with what `all` its children come to.
    /// Only where everybody whom the change touches is of that programme.
    pub fn complete<'a>(&mut self, programme: Id<Programme>, all: impl Iterator<Item = (Id<Child>, &'a Tally)>) {
        let [of] = &mut self.programmes[..] else { return };
        if of.programme != programme {
            return;
        }
        of.is_whole = true;
        let touched: BTreeSet<Id<Child>> = self.children.iter().map(|child| child.child).collect();
        for (_, tally) in all.filter(|(child, _)| !touched.contains(child)) {
            of.amounts = sum(&of.amounts, &Shift::still(tally.amounts));
            for provider in &mut self.providers {
                if let Some(amounts) = tally.providers.get(&provider.provider) {
                    provider.amounts = sum(&provider.amounts, &Shift::still(*amounts));
                }
            }
        }
    }

    /// The rules that say something else, child by child.
    pub fn rules(&self) -> impl Iterator<Item = (&OfChild, &RuleChange)> {
        self.children.iter().flat_map(|child| child.rules.iter().map(move |rule| (child, rule)))
    }

    /// Also tells what becomes of a child whose account came to `before` and comes to `after`.
    pub fn add(&mut self, child: OfChild, tally: Shift<&Tally>) {
        let programme = match self.programmes.iter_mut().find(|it| it.programme == child.programme) {
            Some(known) => known,
            None => {
                let (programme, name) = (child.programme, String::new());
                self.programmes.push(OfProgramme { programme, name, amounts: Shift::default(), is_whole: false });
                let last = self.programmes.len() - 1;
                &mut self.programmes[last]
            }
        };
        programme.amounts = sum(&programme.amounts, &child.amounts);
        let ids: BTreeSet<Id<Provider>> =
            tally.before.providers.keys().chain(tally.after.providers.keys()).copied().collect();
        for provider in ids {
            let of = |tally: &Tally| tally.providers.get(&provider).copied().unwrap_or_default();
            let amounts = Shift { before: of(tally.before), after: of(tally.after) };
            match self.providers.iter_mut().find(|it| it.provider == provider) {
                Some(known) => known.amounts = sum(&known.amounts, &amounts),
                None => self.providers.push(OfProvider { provider, name: String::new(), amounts }),
            }
        }
        self.children.push(child);
    }
}

impl OfChild {
    /// What becomes of a child, by what its account came to and comes to.
    pub fn new(child: Id<Child>, name: String, programme: Id<Programme>, tally: Shift<&Tally>) -> Self {
        let (before, after) = (tally.before, tally.after);
        let keys: BTreeSet<&(String, Unit)> = before.units.keys().chain(after.units.keys()).collect();
        let units = keys.into_iter().map(|key| {
            let of = |tally: &Tally| tally.units.get(key).copied().unwrap_or_default();
            UnitShift { service: key.0.clone(), unit: key.1, units: Shift { before: of(before), after: of(after) } }
        });
        Self {
            child,
            name,
            programme,
            since: None,
            amounts: Shift { before: before.amounts, after: after.amounts },
            health: Shift { before: before.health, after: after.health },
            pace: Shift { before: before.pace, after: after.pace },
            units: units.filter(|it| it.units.is_change()).collect(),
            rules: Vec::new(),
        }
    }

    /// Whether anything changes for the child.
    pub fn is_change(&self) -> bool {
        self.amounts.is_change() || !self.units.is_empty() || !self.rules.is_empty()
    }
}

fn sum(one: &Shift<Amounts>, other: &Shift<Amounts>) -> Shift<Amounts> {
    Shift { before: one.before.plus(&other.before), after: one.after.plus(&other.after) }
}
