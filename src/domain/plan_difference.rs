//! What differs between two versions of a plan, line by line, in units and in euros.

use rust_decimal::Decimal;

use super::{Field, Group, Money, PlanLine, PlanVersion};

/// Units, and what the budget pays for them.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Part {
    /// How many.
    pub units: Decimal,
    /// What the budget pays for them.
    pub amount: Money,
}

/// A line with what the budget pays for all of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Planned {
    /// The line; of one that has ended only the units that were due by then.
    pub line: PlanLine,
    /// What its units cost on their planned days, less the family's share. Those that were due while an earlier version
    /// held, cost what that one had planned.
    pub amount: Money,
    /// What of it was due while earlier versions held.
    pub before: Part,
    /// What of it is due since the version holds. Less than the line says, if more was due before.
    pub since: Part,
    /// The version has no such line any more: this was due before it held.
    pub ended: bool,
}

impl Planned {
    /// A line of the version: what of it was due before that held, and what is since.
    pub fn new(line: PlanLine, before: Part, since: Part) -> Self {
        Self { line, amount: before.amount + since.amount, before, since, ended: false }
    }
}

/// A version of a child's plan with its lines.
#[derive(Clone, Debug, PartialEq)]
pub struct VersionTold {
    /// The version.
    pub plan: PlanVersion,
    /// Its lines, by group, service and first day; and last those that ended with an earlier one.
    pub lines: Vec<Planned>,
    /// The decision that granted it, as its register numbers it; empty where there is none.
    pub decision: String,
}

impl VersionTold {
    /// What all of it costs.
    pub fn amount(&self) -> Money {
        self.lines.iter().map(|planned| planned.amount).sum()
    }

    /// What differs from an earlier version; without one everything is new.
    pub fn difference(&self, before: Option<&Self>) -> Difference {
        difference(before.map_or(&[], |before| &before.lines), &self.lines)
    }
}

/// What became of a line.
#[derive(Clone, Debug, PartialEq)]
pub struct LineDifference {
    /// As it was; none: it is new.
    pub before: Option<Planned>,
    /// As it is; none: it is gone.
    pub after: Option<Planned>,
}

/// How a line differs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LineChange {
    /// It is as it was, and costs what it cost.
    Same,
    /// It is new.
    Added,
    /// It is gone.
    Removed,
    /// It is another than it was.
    Changed,
}

impl LineDifference {
    /// How it differs.
    pub fn change(&self) -> LineChange {
        match (&self.before, &self.after) {
            (Some(before), Some(after)) if before.ended && after.ended && before.amount == after.amount => {
                LineChange::Same
            }
            (_, Some(after)) if after.ended => LineChange::Removed,
            (None, _) => LineChange::Added,
            (_, None) => LineChange::Removed,
            (Some(before), Some(after)) if before.amount == after.amount && self.fields().is_empty() => {
                LineChange::Same
            }
            _ => LineChange::Changed,
        }
    }

    /// The line as it is, or as it was before it went.
    pub fn line(&self) -> Option<&PlanLine> {
        self.after.as_ref().or(self.before.as_ref()).map(|planned| &planned.line)
    }

    /// Units before and after.
    pub fn units(&self) -> (Decimal, Decimal) {
        let of = |planned: &Option<Planned>| planned.as_ref().map_or(Decimal::ZERO, |planned| planned.line.quantity);
        (of(&self.before), of(&self.after))
    }

    /// Euros before and after.
    pub fn amounts(&self) -> (Money, Money) {
        let of = |planned: &Option<Planned>| planned.as_ref().map_or(Money::ZERO, |planned| planned.amount);
        (of(&self.before), of(&self.after))
    }

    /// The fields in which a line that stays differs; its quantity among them.
    pub fn fields(&self) -> Vec<Field> {
        let (Some(Planned { line: before, .. }), Some(Planned { line: after, .. })) = (&self.before, &self.after)
        else {
            return Vec::new();
        };
        if self.after.as_ref().is_some_and(|after| after.ended) {
            // It did not change: it is gone.
            return Vec::new();
        }
        let fields = [
            (Field::Quantity, before.quantity != after.quantity),
            (Field::PerWeek, before.per_week != after.per_week),
            (Field::Provider, before.provider != after.provider),
            (Field::Specialist, before.specialist != after.specialist),
            (Field::Minutes, before.minutes != after.minutes),
            (Field::From, before.from != after.from),
            (Field::To, before.to != after.to),
            (Field::CopaymentPercent, before.copayment_percent != after.copayment_percent),
            (Field::Goals, before.goals != after.goals),
        ];
        fields.into_iter().filter(|(_, differs)| *differs).map(|(field, _)| field).collect()
    }
}

/// What differs between two versions.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Difference {
    /// Every line of either version, once; by group and service.
    pub lines: Vec<LineDifference>,
}

impl Difference {
    /// Euros before and after, of a group or of all.
    pub fn amounts(&self, group: Option<Group>) -> (Money, Money) {
        let of = self.lines.iter().filter(|one| group.is_none() || one.line().map(|line| line.group) == group);
        of.map(LineDifference::amounts)
            .fold((Money::ZERO, Money::ZERO), |(before, after), amounts| (before + amounts.0, after + amounts.1))
    }
}

/// Pairs the lines of two versions: first those that are for the same at the same provider in the same days, then those
/// at the same provider, then those for the same. What finds no partner is gone, or new.
pub fn difference(before: &[Planned], after: &[Planned]) -> Difference {
    let same = |a: &PlanLine, b: &PlanLine| a.group == b.group && a.is_same_service(b);
    let ranks: [fn(&PlanLine, &PlanLine) -> bool; 3] = [
        |a, b| a.provider == b.provider && (a.from, a.to) == (b.from, b.to),
        |a, b| a.provider == b.provider,
        |_, _| true,
    ];
    let mut partners: Vec<Option<usize>> = vec![None; after.len()];
    let mut taken = vec![false; before.len()];
    for fits in ranks {
        for (partner, planned) in partners.iter_mut().zip(after).filter(|(partner, _)| partner.is_none()) {
            let found = before.iter().zip(&taken).position(|(other, taken)| {
                !taken && same(&other.line, &planned.line) && fits(&other.line, &planned.line)
            });
            if let Some(at) = found {
                (*partner, taken[at]) = (Some(at), true);
            }
        }
    }
    let kept = partners.into_iter().zip(after).map(|(partner, planned)| LineDifference {
        before: partner.map(|at| before[at].clone()),
        after: Some(planned.clone()),
    });
    let gone = before.iter().zip(taken).filter(|(_, taken)| !taken);
    let gone = gone.map(|(planned, _)| LineDifference { before: Some(planned.clone()), after: None });
    let mut lines: Vec<LineDifference> = kept.chain(gone).collect();
    lines.sort_by(|a, b| key(a).cmp(&key(b)));
    Difference { lines }
}

fn key(difference: &LineDifference) -> Option<(Group, &str)> {
    difference.line().map(|line| (line.group, line.service.as_str()))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::domain::Id;

    fn planned(service: &str, provider: u64, quantity: u32, cents: i64) -> Planned {
        let line = PlanLine {
            service: service.to_owned(),
            provider: Id::new(provider),
            quantity: quantity.into(),
            ..PlanLine::default()
        };
        Planned::new(line, Part::default(), Part { units: quantity.into(), amount: Money::from_cents(cents) })
    }

    #[test]
    fn lines_are_added_removed_and_changed() {
        let before = [planned("FIZ", 1, 40, 87_320), planned("FIZ", 2, 10, 20_000), planned("LOG", 1, 20, 36_000)];
        let after = [planned("FIZ", 2, 10, 20_000), planned("FIZ", 1, 50, 109_150), planned("MUZ", 1, 10, 43_660)];
        let difference = difference(&before, &after);
        let told: Vec<_> = difference
            .lines
            .iter()
            .map(|one| (one.line().unwrap().service.as_str(), one.change(), one.units(), one.fields()))
            .collect();
        let units = |before: u32, after: u32| (Decimal::from(before), Decimal::from(after));
        let expect = [
            ("FIZ", LineChange::Same, units(10, 10), vec![]),
            ("FIZ", LineChange::Changed, units(40, 50), vec![Field::Quantity]),
            ("LOG", LineChange::Removed, units(20, 0), vec![]),
            ("MUZ", LineChange::Added, units(0, 10), vec![]),
        ];
        assert_eq!(told, expect);
        assert_eq!(difference.amounts(None), (Money::from_cents(143_320), Money::from_cents(172_810)));
        assert_eq!(difference.amounts(Some(Group::Development)), (Money::ZERO, Money::ZERO));
    }

    fn any_lines() -> impl Strategy<Value = Vec<Planned>> {
        let line = (0..3_usize, 0..3_u64, 1..60_u32, 0..100_000_i64).prop_map(|(service, provider, units, cents)| {
            planned(["FIZ", "LOG", "MUZ"][service], provider, units, cents)
        });
        proptest::collection::vec(line, 0..8)
    }

    proptest! {
        #[test]
        fn every_line_is_told_once_and_the_sums_are_those_of_the_versions(before in any_lines(), after in any_lines()) {
            let told = difference(&before, &after);
            let sum = |lines: &[Planned]| lines.iter().map(|planned| planned.amount).sum::<Money>();
            prop_assert_eq!(told.amounts(None), (sum(&before), sum(&after)));
            let count = |side: fn(&LineDifference) -> bool| told.lines.iter().filter(|one| side(one)).count();
            prop_assert_eq!(count(|one| one.before.is_some()), before.len());
            prop_assert_eq!(count(|one| one.after.is_some()), after.len());
            let same = difference(&after, &after);
            prop_assert!(same.lines.iter().all(|one| one.change() == LineChange::Same));
        }
    }
}
