//! What could still be booked: per plan line the units until its end, and what they would cost.

use chrono::NaiveDate;
use rust_decimal::{Decimal, prelude::ToPrimitive};

use super::{Account, Bought, LineUse, books::Books};
use crate::domain::{Charge, Money, PlanLine, diary};

/// What of a plan line could still be booked.
#[derive(Clone, Debug, PartialEq)]
pub struct Bookable {
    /// Of which line.
    pub bought: Bought,
    /// Until when.
    pub until: NaiveDate,
    /// How many whole units: at the frequency agreed for the line, or as many as its even pace has due, less what is
    /// on the calendar already; never more than the line has left.
    pub units: Decimal,
    /// What the budget pays for one, at the price in force today.
    pub each: Money,
    /// What it pays for all of them.
    pub amount: Money,
}

/// The lines of which something could still be booked and paid for, in the order of [`Books::paces`].
pub(super) fn bookable(account: &Account, books: &Books, lines: &[LineUse], today: NaiveDate) -> Vec<Bookable> {
    let mut found = Vec::new();
    for (at, (pace, used)) in books.ahead().iter().zip(lines).enumerate() {
        let line = pace.line;
        let until = line.to.min(account.closed_on().map_or(account.to, |last| last.min(account.to)));
        let (Some(unit_price), true) = (used.price_today, today <= until) else { continue };
        let due = if line.per_week > Decimal::ZERO {
            line.per_week * Decimal::from(weeks(today.max(line.from), until))
        } else {
            pace.units_from(today)
        };
        let to_come = books.reserved.iter().filter(|entry| entry.uses == Some(at) && entry.session.day >= today);
        let booked: Decimal = to_come.map(|entry| entry.units()).sum();
        let units = (due - booked).min(used.remaining_units).floor();
        let each = share(line, unit_price);
        if units > Decimal::ZERO && !each.is_zero() {
            found.push(Bookable { bought: Bought::by_line(line), until, units, each, amount: each.times(units) });
        }
    }
    found
}

impl Bookable {
    /// How many of the units an amount pays for.
    pub fn units_for(&self, amount: Money) -> u32 {
        let paid = amount.decimal().checked_div(self.each.decimal()).unwrap_or_default().floor();
        paid.min(self.units).max(Decimal::ZERO).to_u32().unwrap_or(u32::MAX)
    }
}

/// What the budget pays for a unit.
fn share(line: &PlanLine, unit_price: Money) -> Money {
    Charge::in_full(line, unit_price, Decimal::ONE).amount()
}

/// In how many weeks, Monday to Sunday, the days from `from` to `to` lie.
fn weeks(from: NaiveDate, to: NaiveDate) -> i64 {
    if to < from { 0 } else { (diary::week(to).0 - diary::week(from).0).num_weeks() + 1 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_week_counts_if_some_of_its_days_are_left() {
        let day = |month, day| NaiveDate::from_ymd_opt(2019, month, day).unwrap();
        let check = |from, to, expect| assert_eq!(weeks(from, to), expect, "{from}–{to}");
        check(day(3, 14), day(3, 17), 1); // Thursday to Sunday
        check(day(3, 14), day(3, 18), 2);
        check(day(3, 18), day(3, 31), 2);
        check(day(3, 14), day(3, 14), 1);
        check(day(3, 15), day(3, 14), 0);
    }
}
