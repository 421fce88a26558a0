//! The figures of several children added up: by child, family, service, provider, group, worker or programme.
//!
//! One derivation: every unit and every session of a child's figures is put under the key that it has. Since each has
//! exactly one, the sums over any keys are the same. Nothing is rounded here.

use std::collections::BTreeMap;

use rust_decimal::{Decimal, prelude::ToPrimitive};

use super::{Bought, Figure, FigureKind, FigureLine, Figures, Flows, Health, What};
use crate::domain::{Child, Family, Group, Id, Money, Programme, Provider, Unit, choices};

choices! {
    /// By what money is added up.
    By {
        Child "child" "b",
        Family "family" "g",
        Service "service" "p",
        Provider "provider" "s",
        Group "group" "m",
        Worker "worker" "d",
        Programme "programme" "r",
    }
}

impl By {
    /// Whether its parts are whole children, so that each has a ceiling and what follows from it.
    pub fn is_of_children(self) -> bool {
        matches!(self, Self::Child | Self::Family | Self::Worker | Self::Programme)
    }

    /// The figures that its parts have, see [`FigureKind::DATED`]; `whole`: over the whole programme.
    pub fn figures(self, whole: bool) -> &'static [FigureKind] {
        if whole && self.is_of_children() { FigureKind::ALL } else { FigureKind::DATED }
    }

    /// Under which key it falls.
    fn key(self, whose: &BudgetOf, bought: &Bought) -> Key {
        match self {
            Self::Child => Key::Child(whose.child),
            Self::Family => Key::Family(whose.family),
            Self::Service => Key::Service(bought.service.clone()),
            Self::Provider => Key::Provider(bought.provider),
            Self::Group => Key::Group(bought.group),
            Self::Worker => Key::Worker(whose.worker.clone()),
            Self::Programme => Key::Programme(whose.programme),
        }
    }
}

/// A part of the money.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Key {
    /// Of one child.
    Child(Id<Child>),
    /// Of a family's children.
    Family(Id<Family>),
    /// For a service, by its code; empty: of sessions whose plan line is not known.
    Service(String),
    /// For what a provider does; 0: nobody is chosen yet.
    Provider(Id<Provider>),
    /// For A, B or C; none: of sessions whose plan line is not known.
    Group(Option<Group>),
    /// Of the families that somebody (login) has the cases of; empty: nobody has.
    Worker(String),
    /// Of a programme's children.
    Programme(Id<Programme>),
}

impl Key {
    /// By what it is a key.
    pub fn by(&self) -> By {
        match self {
            Self::Child(_) => By::Child,
            Self::Family(_) => By::Family,
            Self::Service(_) => By::Service,
            Self::Provider(_) => By::Provider,
            Self::Group(_) => By::Group,
            Self::Worker(_) => By::Worker,
            Self::Programme(_) => By::Programme,
        }
    }
}

/// Whose money it is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BudgetOf {
    /// The child.
    pub child: Id<Child>,
    /// Its family.
    pub family: Id<Family>,
    /// Who has the family's case (login).
    pub worker: String,
    /// The programme that the family takes part in.
    pub programme: Id<Programme>,
}

/// What was figured for a child: over the whole programme, or of some days only.
#[derive(Clone, Debug, PartialEq)]
pub enum Reckoned {
    /// All figures.
    Whole(Box<Figures>),
    /// Those that some days have.
    Days(Box<Flows>),
}

impl Reckoned {
    /// The figure of that kind, where there is one.
    pub fn figure(&self, kind: FigureKind) -> Option<&Figure> {
        match self {
            Self::Whole(figures) => Some(figures.figure(kind)),
            Self::Days(flows) => flows.figure(kind),
        }
    }

    /// The units and sessions that a figure is made of in the end, each with what is bought.
    fn units(&self, kind: FigureKind) -> Vec<(&FigureLine, &Bought)> {
        let Some(figure) = self.figure(kind).filter(|_| kind.is_dated()) else { return Vec::new() };
        let mut lines = Vec::with_capacity(figure.lines().len());
        for line in figure.lines() {
            match line.what {
                What::Part { of, .. } => lines.extend(self.units(of)),
                _ => lines.extend(line.bought().map(|bought| (line, bought))),
            }
        }
        lines
    }

    /// What of a child's figure falls under `key`; none if it has no such part.
    pub fn part(&self, whose: &BudgetOf, key: &Key, kind: FigureKind) -> Option<Figure> {
        let by = key.by();
        if by.is_of_children() {
            let own = by.key(whose, &Bought::default()) == *key;
            return self.figure(kind).filter(|_| own).cloned();
        }
        let fits = |(line, bought): (&FigureLine, &Bought)| (by.key(whose, bought) == *key).then(|| line.clone());
        let lines: Vec<FigureLine> = self.units(kind).into_iter().filter_map(fits).collect();
        (!lines.is_empty()).then(|| Figure::new(kind, lines))
    }
}

/// What falls under one key.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sum {
    amounts: BTreeMap<FigureKind, Money>,
    units: BTreeMap<(FigureKind, Unit), Decimal>,
    /// How many children have a part in it.
    pub children: u32,
    /// About how many sessions the lost amounts would pay for, each at the mean price of its child's plan.
    pub lost_sessions: u32,
    /// How many planned units, and sessions, have no price and therefore count as nothing.
    pub unpriced: u32,
    /// How spending stands against time; only of one child over the whole programme: among several, one that is spent
    /// out and one that goes without would look well together.
    pub health: Option<Health>,
}

impl Sum {
    /// The sum of the figures of that kind; nothing where there is no such figure, see [`Sums::figures`].
    pub fn amount(&self, kind: FigureKind) -> Money {
        self.amounts.get(&kind).copied().unwrap_or_default()
    }

    /// The same in units, for planned, reserved, delivered and expected; sessions of unknown lines are in no unit.
    pub fn units(&self, kind: FigureKind) -> impl Iterator<Item = (Unit, Decimal)> {
        let of_kind = self.units.iter().filter(move |((of, _), _)| *of == kind);
        of_kind.map(|((_, unit), units)| (*unit, *units))
    }

    fn add_line(&mut self, kind: FigureKind, line: &FigureLine, bought: &Bought) {
        *self.amounts.entry(kind).or_default() += line.amount;
        if let Some(unit) = bought.unit.filter(|_| kind != FigureKind::Copayment) {
            *self.units.entry((kind, unit)).or_default() += line.charged_units();
        }
        // What is expected was counted where it is planned or booked.
        if line.has_no_price() && !matches!(kind, FigureKind::Forecast | FigureKind::Copayment) {
            let missing = if matches!(line.what, What::Session { .. }) { Decimal::ONE } else { line.units.ceil() };
            self.unpriced = self.unpriced.saturating_add(missing.to_u32().unwrap_or(u32::MAX));
        }
    }

    fn add(&mut self, other: &Self) {
        for (kind, amount) in &other.amounts {
            *self.amounts.entry(*kind).or_default() += *amount;
        }
        for (of, units) in &other.units {
            *self.units.entry(*of).or_default() += *units;
        }
        self.children += other.children;
        self.lost_sessions = self.lost_sessions.saturating_add(other.lost_sessions);
        self.unpriced = self.unpriced.saturating_add(other.unpriced);
    }
}

/// The money of several children by one kind of key.
#[derive(Clone, Debug, PartialEq)]
pub struct Sums {
    by: By,
    whole: bool,
    rows: BTreeMap<Key, Sum>,
    children: u32,
}

impl Sums {
    /// Nothing added up yet; `whole`: over the whole programme, not some days.
    pub fn new(by: By, whole: bool) -> Self {
        Self { by, whole, rows: BTreeMap::new(), children: 0 }
    }

    /// Adds what a child has.
    pub fn add(&mut self, whose: &BudgetOf, reckoned: &Reckoned) {
        self.children += 1;
        let mut parts: BTreeMap<Key, Sum> = BTreeMap::new();
        if self.by.is_of_children() {
            // Even of a child without a plan.
            let own = parts.entry(self.by.key(whose, &Bought::default())).or_default();
            for &kind in self.figures().iter().filter(|kind| !kind.is_dated()) {
                own.amounts.extend(reckoned.figure(kind).map(|figure| (kind, figure.amount())));
            }
            if let Reckoned::Whole(figures) = reckoned {
                own.lost_sessions = figures.lost_sessions;
                own.health = (self.by == By::Child).then_some(figures.health);
            }
        }
        for &kind in FigureKind::DATED {
            for (line, bought) in reckoned.units(kind) {
                parts.entry(self.by.key(whose, bought)).or_default().add_line(kind, line, bought);
            }
        }
        for (key, mut part) in parts {
            part.children = 1;
            let sum = self.rows.entry(key).or_default();
            sum.health = part.health;
            sum.add(&part);
        }
    }

    /// By what it is added up.
    pub fn by(&self) -> By {
        self.by
    }

    /// The figures that every row has.
    pub fn figures(&self) -> &'static [FigureKind] {
        self.by.figures(self.whole)
    }

    /// The rows, in the order of their keys.
    pub fn rows(&self) -> impl ExactSizeIterator<Item = (&Key, &Sum)> {
        self.rows.iter()
    }

    /// What falls under a key.
    pub fn get(&self, key: &Key) -> Option<&Sum> {
        self.rows.get(key)
    }

    /// All rows together.
    pub fn total(&self) -> Sum {
        let mut total = Sum::default();
        for sum in self.rows.values() {
            total.add(sum);
        }
        // A child has a part in several services, and is one child all the same.
        total.children = self.children;
        total
    }
}
