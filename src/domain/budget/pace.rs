//! The pace of a plan line: on which working day each of its units is due, and what the budget pays for it.

use chrono::NaiveDate;
use rust_decimal::{Decimal, prelude::ToPrimitive};

use super::{Bought, FigureLine, UnitPrice, What, Within};
use crate::domain::{Charge, Money, PlanLine, pricing::PriceList};

/// A line's units laid out evenly: unit `k` of `n` is due on working day `⌊k·W/n⌋` of the line's `W`.
/// A last unit that is only a part of one has its own place.
pub(in crate::domain) struct Pace<'a> {
    /// The line.
    pub line: &'a PlanLine,
    /// The line's working days; its weekend days and holidays if it has no others; never empty.
    days: Vec<NaiveDate>,
    /// How many units are laid out.
    quantity: Decimal,
    /// How many places there are: the units that were laid out, rounded up.
    places: u64,
    /// The places cut where the price changes, in order; only the last run's units can be smaller than 1.
    runs: Vec<Run>,
}

/// Neighbouring units of the same size and price.
#[derive(Clone, Copy)]
struct Run {
    /// The place of the first one.
    first: u64,
    count: u64,
    /// How much of a unit each is: 1, or what remains of the quantity after whole units.
    size: Decimal,
    price: Option<Money>,
    /// What the budget pays for each.
    each: Money,
}

impl<'a> Pace<'a> {
    /// Lays out `line`. `working`: working days, in order, that reach over the line's dates.
    pub fn new(line: &'a PlanLine, working: &[NaiveDate], prices: &PriceList) -> Self {
        Self::since(line, NaiveDate::MIN, line.quantity, working, prices)
    }

    /// Lays out so many units of `line` over its days from `since` on; on that day, if none of its days are left.
    pub fn since(
        line: &'a PlanLine,
        since: NaiveDate,
        quantity: Decimal,
        working: &[NaiveDate],
        prices: &PriceList,
    ) -> Self {
        let from = line.from.max(since);
        let start = working.partition_point(|day| *day < from);
        let end = working.partition_point(|day| *day <= line.to).max(start);
        let mut days = working[start..end].to_vec();
        if days.is_empty() {
            // Respite over a weekend, or dates that are being corrected: a year of days is as good as all.
            days.extend(from.iter_days().take(366).take_while(|day| *day <= line.to));
        }
        if days.is_empty() {
            days.push(from);
        }
        let quantity = quantity.max(Decimal::ZERO);
        let places = quantity.ceil().to_u64().unwrap_or(u64::MAX);
        let mut pace = Self { line, days, quantity, places, runs: Vec::new() };
        let whole = quantity.floor().to_u64().unwrap_or(u64::MAX);
        let last_day = pace.days[pace.days.len() - 1];
        for span in prices.spans(&line.service, line.provider, line.format, line.unit, pace.days[0], last_day) {
            let (first, end) = (pace.first_from(span.from), pace.first_after(span.to));
            let price = span.price.map(|price| price.amount);
            pace.add_run(first, end.min(whole), Decimal::ONE, price);
            pace.add_run(first.max(whole), end, quantity.fract(), price);
        }
        pace
    }

    fn add_run(&mut self, first: u64, end: u64, size: Decimal, price: Option<Money>) {
        if first < end {
            let each = self.share(price, size);
            self.runs.push(Run { first, count: end - first, size, price, each });
        }
    }

    /// What the budget pays for so much of a unit; rounded here, as a session's charge is.
    fn share(&self, price: Option<Money>, size: Decimal) -> Money {
        price.map_or(Money::ZERO, |unit_price| Charge::in_full(self.line, unit_price, size).amount())
    }

    /// The first place that is due on `day` or later.
    fn first_from(&self, day: NaiveDate) -> u64 {
        let before = self.days.partition_point(|due| *due < day);
        // The least k with ⌊k·W/n⌋ ≥ before; at most n, since before ≤ W.
        let scaled = (before as u128 * u128::from(self.places)).div_ceil(self.days.len() as u128);
        u64::try_from(scaled).unwrap_or(self.places)
    }

    /// The first place that is due after `day`.
    fn first_after(&self, day: NaiveDate) -> u64 {
        day.succ_opt().map_or(self.places, |next| self.first_from(next))
    }

    /// When a place is due.
    fn due(&self, place: u64) -> NaiveDate {
        let at = u128::from(place) * self.days.len() as u128 / u128::from(self.places.max(1));
        self.days[usize::try_from(at).unwrap_or(usize::MAX).min(self.days.len() - 1)]
    }

    /// How many units are laid out, never negative.
    pub fn quantity(&self) -> Decimal {
        self.quantity
    }

    /// Only the units due before `day`.
    pub fn until(mut self, day: NaiveDate) -> Self {
        let end = self.first_from(day);
        for run in &mut self.runs {
            run.count = run.count.min(end.saturating_sub(run.first));
        }
        self.runs.retain(|run| run.count > 0);
        self.quantity = self.runs.iter().map(|run| run.size * Decimal::from(run.count)).sum();
        self
    }

    /// Only the units due on `last` or earlier; all, if none.
    pub fn through(self, last: Option<NaiveDate>) -> Self {
        match last.and_then(|last| last.succ_opt()) {
            Some(next) => self.until(next),
            None => self,
        }
    }

    /// Every unit: when it is due, how much of one it is, and what the budget pays for it.
    pub fn units(&self) -> impl Iterator<Item = (NaiveDate, Decimal, Money)> {
        let of = |run: &Run| (run.first..run.first + run.count, run.size, run.each);
        let runs = self.runs.iter().map(of);
        runs.flat_map(move |(places, size, each)| places.map(move |place| (self.due(place), size, each)))
    }

    /// How many units are due on `day` or later.
    pub fn units_from(&self, day: NaiveDate) -> Decimal {
        (self.quantity() - Decimal::from(self.first_from(day))).max(Decimal::ZERO)
    }

    /// What the budget pays for all units due on `day` or earlier.
    pub fn amount_through(&self, day: NaiveDate) -> Money {
        self.amount_of(Decimal::ZERO, Within { to: day, ..Within::ALWAYS })
    }

    /// What the budget pays for all units.
    pub fn amount(&self) -> Money {
        self.amount_of(Decimal::ZERO, Within::ALWAYS)
    }

    /// How many units have a price.
    pub fn priced_units(&self) -> Decimal {
        self.runs.iter().filter(|run| run.price.is_some()).map(|run| run.size * Decimal::from(run.count)).sum()
    }

    /// How many places have no price.
    pub fn unpriced_places(&self) -> u64 {
        self.runs.iter().filter(|run| run.price.is_none()).map(|run| run.count).sum()
    }

    /// The units of the line behind the first `start`, as far as they are due on those days, as lines of a figure.
    pub fn lines(&self, start: Decimal, within: Within) -> Vec<FigureLine> {
        self.runs_of(start, within).map(|run| self.line_of(run)).collect()
    }

    /// What the budget pays for the same.
    pub fn amount_of(&self, start: Decimal, within: Within) -> Money {
        self.runs_of(start, within).map(|run| run.each.times(Decimal::from(run.count))).sum()
    }

    /// A unit that `start` has begun is a run of its own: only a part of it is left.
    fn runs_of(&self, start: Decimal, within: Within) -> impl Iterator<Item = Run> {
        let (due, end) = (self.first_from(within.from), self.first_after(within.to));
        let start = start.max(Decimal::from(due));
        self.runs
            .iter()
            .flat_map(move |run| {
                let count = run.count.min(end.saturating_sub(run.first));
                // Units of this run that lie before the start.
                let skipped = (start - Decimal::from(run.first)).max(Decimal::ZERO);
                let whole = (skipped / run.size).floor().to_u64().unwrap_or(u64::MAX).min(count);
                let begun = skipped - Decimal::from(whole) * run.size;
                let rest = Run { first: run.first + whole, count: count - whole, ..*run };
                if begun <= Decimal::ZERO || rest.count == 0 {
                    return [Some(rest).filter(|rest| rest.count > 0), None];
                }
                let size = run.size - begun;
                let part = Run { count: 1, size, each: self.share(run.price, size), ..rest };
                let rest = Run { first: rest.first + 1, count: rest.count - 1, ..rest };
                [Some(part), Some(rest).filter(|rest| rest.count > 0)]
            })
            .flatten()
    }

    fn line_of(&self, run: Run) -> FigureLine {
        let line = self.line;
        let count = Decimal::from(run.count);
        let what = What::PlanUnits(Bought::by_line(line));
        FigureLine {
            days: Some((self.due(run.first), self.due(run.first + run.count - 1))),
            units: run.size * count,
            unit_price: run.price.map_or(UnitPrice::NoPrice, UnitPrice::Of),
            copayment_percent: line.copayment_percent,
            ..FigureLine::plain(what, run.each.times(count))
        }
    }
}
