//! The rule that every programme has about the lines of a plan: no more units are held and booked than a line has.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::{Amount, Basis, Behind, Measure, Part, Policy, Rule, Shape, Source};
use crate::domain::{
    Id, PlanLine,
    budget::{Books, Entry},
    catalogue,
};

impl Rule {
    /// The rule that every programme has about the units of a line.
    pub fn quantity() -> Self {
        let (latvian, english) = catalogue::RULE_OF_QUANTITY;
        Self {
            code: "quantity".to_owned(),
            latvian: latvian.to_owned(),
            english: english.to_owned(),
            shape: Shape::Quantity,
            policy: Policy::Allow,
            ..Self::default()
        }
    }
}

/// Line by line what is held and booked of its units, wherever sessions of earlier versions use it up. What is booked on a
/// version that only waits to be approved, or was held on one that nothing goes on with, stays with its own line.
pub(super) fn judge(rule: &Rule, books: &Books) -> Vec<Measure> {
    let mut used: Vec<Vec<&Entry>> = books.paces.iter().map(|_| Vec::new()).collect();
    let mut elsewhere: BTreeMap<Id<PlanLine>, (&PlanLine, Vec<&Entry>)> = BTreeMap::new();
    for entry in books.delivered.iter().chain(&books.reserved).filter(|entry| rule.covers(entry.session.day)) {
        match (entry.uses, entry.line) {
            (Some(at), _) => used[at].push(entry),
            (None, Some(line)) => elsewhere.entry(line.id).or_insert_with(|| (line, Vec::new())).1.push(entry),
            (None, None) => {}
        }
    }
    let in_plan = books.paces.iter().map(|pace| pace.line).zip(used);
    let lines = in_plan.chain(elsewhere.into_values()).filter(|(line, _)| rule.concerns(line));
    lines.map(|(line, used)| measure(line, used)).collect()
}

fn measure(line: &PlanLine, mut used: Vec<&Entry>) -> Measure {
    let limit = line.quantity.max(Decimal::ZERO);
    used.sort_by_key(|entry| (entry.session.day, entry.session.start, entry.session.id));
    let (mut total, mut date) = (Decimal::ZERO, line.from);
    for entry in &used {
        if total <= limit {
            date = entry.session.day;
        }
        total += entry.units();
    }
    let delivered: Decimal = used.iter().filter(|entry| !entry.session.is_open()).map(|entry| entry.units()).sum();
    let behind = used.iter().map(|entry| Behind {
        source: Source::Session(entry.session.id),
        service: line.service.clone(),
        day: entry.session.day,
        amount: Amount::Units(entry.units().normalize()),
    });
    Measure {
        basis: Basis::Sessions,
        service: line.service.clone(),
        part: Some(Part::of(line)),
        days: (line.from, line.to),
        limit: Amount::Units(limit.normalize()),
        used: Amount::Units(total.normalize()),
        spent: (delivered > limit).then(|| Amount::Units(delivered.normalize())),
        date,
        broken: total > limit,
        behind: behind.collect(),
    }
}
