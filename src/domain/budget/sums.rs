//! Sums over services, and over the budgets of several children: what a report and the ledger add up.

use std::collections::BTreeMap;

use super::{FigureKind, Figures, GroupSum, What};
use crate::domain::Money;

/// What one service costs.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ServiceSum {
    /// Its code; empty: sessions whose plan line is not known.
    pub service: String,
    /// In the approved plan.
    pub planned: Money,
    /// On the calendar, not yet marked.
    pub reserved: Money,
    /// Delivered.
    pub delivered: Money,
}

/// Figures of several children added up.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sums {
    amounts: BTreeMap<FigureKind, Money>,
    /// By group, as [`Figures::groups`] has them.
    pub groups: Vec<GroupSum>,
    /// By service, in the order of codes.
    pub services: Vec<ServiceSum>,
}

impl Sums {
    /// Adds up the figures of these children.
    pub fn of<'a>(children: impl IntoIterator<Item = &'a Figures>) -> Self {
        let mut sums = Self::default();
        let mut services = BTreeMap::new();
        for figures in children {
            for kind in FigureKind::ALL {
                *sums.amounts.entry(*kind).or_default() += figures.figure(*kind).amount();
            }
            for group in &figures.groups {
                sums.add_group(group);
            }
            add_services(figures, &mut services);
        }
        sums.services = services.into_values().collect();
        sums
    }

    /// The sum of the figures of that kind.
    pub fn amount(&self, kind: FigureKind) -> Money {
        self.amounts.get(&kind).copied().unwrap_or_default()
    }

    fn add_group(&mut self, group: &GroupSum) {
        let known = self.groups.iter().position(|sum| sum.group == group.group);
        let at = known.unwrap_or_else(|| {
            self.groups.push(GroupSum { group: group.group, ..GroupSum::default() });
            self.groups.len() - 1
        });
        let sum = &mut self.groups[at];
        sum.planned += group.planned;
        sum.reserved += group.reserved;
        sum.delivered += group.delivered;
        // A, B, C, and last what is of no known line.
        self.groups.sort_by_key(|sum| (sum.group.is_none(), sum.group));
    }
}

/// Every line of these three figures is of one service, so their sums are the figures to the cent.
fn add_services(figures: &Figures, services: &mut BTreeMap<String, ServiceSum>) {
    for figure in [&figures.planned, &figures.reserved, &figures.delivered] {
        for line in figure.lines() {
            let (What::PlanUnits { service, .. } | What::Session { service, .. }) = &line.what else { continue };
            let sum = services.entry(service.clone()).or_default();
            sum.service.clone_from(service);
            match figure.kind() {
                FigureKind::Planned => sum.planned += line.amount,
                FigureKind::Reserved => sum.reserved += line.amount,
                _ => sum.delivered += line.amount,
            }
        }
    }
}
