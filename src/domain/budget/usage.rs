//! What became of each plan line, and of each group of lines.

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::{
    Account,
    books::{Books, Entry},
    pace::Pace,
};
use crate::domain::{Group, Id, Money, PlanLine};

/// How far a line of the approved plan is used up.
#[derive(Clone, Debug, PartialEq)]
pub struct LineUse {
    /// Which line.
    pub line: Id<PlanLine>,
    /// Units in the plan.
    pub planned_units: Decimal,
    /// Units delivered, those charged without being held among them.
    pub delivered_units: Decimal,
    /// Units on the calendar, not yet marked.
    pub reserved_units: Decimal,
    /// Units neither delivered nor reserved; never negative, and none once the plan or the case is closed.
    pub remaining_units: Decimal,
    /// What the budget pays for the planned units: for those that were due while versions before it held, on the days on
    /// which these had them due.
    pub amount_planned: Money,
    /// What the budget paid for the delivered ones.
    pub amount_delivered: Money,
    /// What it will pay for the reserved ones.
    pub amount_reserved: Money,
    /// The price in force today; before and after the line's dates, that of its first or last day.
    pub price_today: Option<Money>,
}

/// What a group of services costs.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct GroupSum {
    /// Which; none: sessions whose plan line is not known.
    pub group: Option<Group>,
    /// In the approved plan.
    pub planned: Money,
    /// On the calendar, not yet marked.
    pub reserved: Money,
    /// Delivered.
    pub delivered: Money,
}

/// The use of every line, in the order of [`Books::paces`].
pub(super) fn lines(account: &Account, books: &Books, today: NaiveDate) -> Vec<LineUse> {
    let unused = |(at, pace): (usize, &Pace)| {
        let line = pace.line;
        let day = today.min(line.to).max(line.from);
        LineUse {
            line: line.id,
            planned_units: pace.quantity(),
            delivered_units: Decimal::ZERO,
            reserved_units: Decimal::ZERO,
            remaining_units: Decimal::ZERO,
            amount_planned: books.amount_of_line(at),
            amount_delivered: Money::ZERO,
            amount_reserved: Money::ZERO,
            price_today: account
                .prices
                .price_on(&line.service, line.provider, line.format, line.unit, day)
                .map(|price| price.amount),
        }
    };
    let mut lines: Vec<_> = books.paces.iter().enumerate().map(unused).collect();
    for entry in &books.delivered {
        if let Some(at) = entry.uses {
            lines[at].delivered_units += entry.units();
            lines[at].amount_delivered += entry.amount;
        }
    }
    for entry in &books.reserved {
        if let Some(at) = entry.uses {
            lines[at].reserved_units += entry.units();
            lines[at].amount_reserved += entry.amount;
        }
    }
    let is_closed = account.closed_on().is_some_and(|last| last < today);
    for line in &mut lines {
        let used = line.delivered_units + line.reserved_units;
        let left = if is_closed { Decimal::ZERO } else { line.planned_units - used };
        line.remaining_units = left.max(Decimal::ZERO);
    }
    lines
}

/// The sums of A, B and C; a fourth without a group only if it holds money.
pub(super) fn groups(books: &Books) -> Vec<GroupSum> {
    let all = [Some(Group::Family), Some(Group::Compensation), Some(Group::Development), None];
    let mut sums = all.map(|group| GroupSum { group, ..GroupSum::default() });
    let at = |group: Option<Group>| all.iter().position(|one| *one == group).unwrap_or(all.len() - 1);
    let of = |entry: &Entry| at(entry.line.map(|line| line.group));
    for pace in books.planned() {
        sums[at(Some(pace.line.group))].planned += pace.amount();
    }
    for entry in &books.delivered {
        sums[of(entry)].delivered += entry.amount;
    }
    for entry in &books.reserved {
        sums[of(entry)].reserved += entry.amount;
    }
    let held = |sum: &GroupSum| sum.group.is_some() || !(sum.delivered.is_zero() && sum.reserved.is_zero());
    sums.into_iter().filter(held).collect()
}
