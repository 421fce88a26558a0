//! The price list: which price is in force for a unit of a service on a day.

use std::cmp::Ordering;

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::{Fault, Field, Format, Id, Money, PlanLine, Price, Problem, Provider, Session, Terms, Unit};

/// Dated prices, sorted for finding.
#[derive(Clone, Debug, Default)]
pub struct PriceList {
    /// By service, provider, format, unit, first day, number.
    rows: Vec<Price>,
}

/// What a price is for: prices differ by provider, by format and by unit.
type Key<'a> = (&'a str, Id<Provider>, Format, Unit);

fn key(price: &Price) -> Key<'_> {
    (&price.service, price.provider, price.format, price.unit)
}

/// Which of the rows of one key is in force on `day`: the one that began last.
fn latest(rows: &[Price], day: NaiveDate) -> Option<usize> {
    let covering = rows.iter().enumerate().filter(|(_, price)| price.covers(day));
    covering.max_by_key(|(at, price)| (price.from, *at)).map(|(at, _)| at)
}

/// A span of days with one price.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Span<'a> {
    /// First day.
    pub from: NaiveDate,
    /// Last day.
    pub to: NaiveDate,
    /// The price in force; none: nobody has set one.
    pub price: Option<&'a Price>,
}

/// The prices of a service, format and unit at a provider: found once, asked for many days.
#[derive(Clone, Copy, Debug)]
pub struct ForDays<'a> {
    /// The provider's own.
    own: &'a [Price],
    /// The municipality's, for days on which the provider has none.
    common: &'a [Price],
}

impl<'a> ForDays<'a> {
    /// The price in force on `day`, see [`PriceList::price_on`].
    pub fn on(self, day: NaiveDate) -> Option<&'a Price> {
        let of = |rows: &'a [Price]| latest(rows, day).map(|at| &rows[at]);
        of(self.own).or_else(|| of(self.common))
    }
}

impl PriceList {
    /// A list of these prices, in whatever order they come.
    pub fn new(prices: &[Price]) -> Self {
        let mut rows = prices.to_vec();
        rows.sort_by(|a, b| (key(a), a.from, a.id).cmp(&(key(b), b.from, b.id)));
        Self { rows }
    }

    /// All prices, by service, provider, format, unit and first day.
    pub fn rows(&self) -> &[Price] {
        &self.rows
    }

    /// The price in force on `day`: the provider's own, else the municipality's;
    /// among several in force the one that began last.
    pub fn price_on(
        &self,
        service: &str,
        provider: Id<Provider>,
        format: Format,
        unit: Unit,
        day: NaiveDate,
    ) -> Option<&Price> {
        self.for_days(service, provider, format, unit).on(day)
    }

    /// The prices from which [`PriceList::price_on`] chooses on any day.
    pub fn for_days(&self, service: &str, provider: Id<Provider>, format: Format, unit: Unit) -> ForDays<'_> {
        let of = |provider| self.of((service, provider, format, unit));
        ForDays { own: of(provider), common: if provider.is_some() { of(Id::default()) } else { &[] } }
    }

    /// What `price` takes the place of on `day`: the price of the same service, provider, format and unit.
    pub fn own_price_on(&self, price: &Price, day: NaiveDate) -> Option<Money> {
        let rows = self.of(key(price));
        latest(rows, day).map(|at| rows[at].amount)
    }

    /// The price of a session on its day: at its own provider, else at its line's.
    pub fn for_session(&self, session: &Session, line: &PlanLine) -> Option<&Price> {
        self.price_on(&line.service, session.provider_by(line), line.format, line.unit, session.day)
    }

    /// On what terms a session is charged: at the price that was agreed when it was marked, else at that of its day.
    /// `provider` is the one by [`Session::provider_by`].
    pub fn terms(&self, session: &Session, line: &PlanLine, provider: Option<&Provider>) -> Terms {
        let agreed = session.charge.as_ref().map(|charge| charge.unit_price);
        Terms {
            unit_price: agreed.or_else(|| self.for_session(session, line).map(|price| price.amount)),
            no_show_percent: provider.map_or(Decimal::ZERO, |provider| provider.charged_percent),
            notice_hours: provider.map_or(0, |provider| provider.notice_hours),
        }
    }

    /// The days from `from` to `to`, cut where the price in force changes.
    pub fn spans(
        &self,
        service: &str,
        provider: Id<Provider>,
        format: Format,
        unit: Unit,
        from: NaiveDate,
        to: NaiveDate,
    ) -> Vec<Span<'_>> {
        let prices = self.for_days(service, provider, format, unit);
        let mut cuts = vec![from];
        for price in prices.own.iter().chain(prices.common) {
            cuts.push(price.from);
            cuts.extend(price.to.and_then(|last| last.succ_opt()));
        }
        cuts.retain(|day| (from..=to).contains(day));
        cuts.sort_unstable();
        cuts.dedup();
        let mut spans: Vec<Span> = Vec::with_capacity(cuts.len());
        for (at, &day) in cuts.iter().enumerate() {
            let price = prices.on(day);
            let last = cuts.get(at + 1).and_then(|next| next.pred_opt()).unwrap_or(to);
            match spans.last_mut() {
                Some(span) if span.price.map(|price| price.amount) == price.map(|price| price.amount) => span.to = last,
                _ => spans.push(Span { from: day, to: last, price }),
            }
        }
        spans
    }

    /// The price that `price` gets in the way of. Another price of the same service, provider, format and unit is
    /// in the way if both begin on the same day, or if the one that begins first has a last day and the other begins by
    /// then: whoever wrote the last day meant the price to hold until then.
    /// A price that begins while an open-ended one runs is no overlap: it succeeds it, for good or for a while.
    pub fn overlaps(&self, price: &Price) -> Option<&Price> {
        self.of(key(price)).iter().filter(|other| !other.id.is_some() || other.id != price.id).find(|other| {
            let (first, second) = if other.from < price.from { (*other, price) } else { (price, *other) };
            first.from == second.from || first.to.is_some_and(|last| second.from <= last)
        })
    }

    /// What is wrong with `price` beside the others, see [`PriceList::overlaps`].
    pub fn overlap_fault(&self, price: &Price) -> Option<Fault> {
        let days = |price: &Price| (price.from, price.to);
        let other = self.overlaps(price)?;
        Some(Fault::new(Field::From, Problem::PriceOverlap { own: days(price), other: days(other) }))
    }

    /// The first days of a plan line, from `since` on, for which it has no price.
    pub fn unpriced(&self, line: &PlanLine, since: NaiveDate) -> Option<(NaiveDate, NaiveDate)> {
        let from = line.from.max(since);
        let spans = self.spans(&line.service, line.provider, line.format, line.unit, from, line.to.max(from));
        spans.into_iter().find(|span| span.price.is_none()).map(|span| (span.from, span.to))
    }

    /// The rows that change, and those that are added (no row before), so that from `from` on every price that is
    /// `wanted` is what `new` makes of it, and nothing is another before. Each row keeps its last day; one that ends is
    /// cut where another takes its place.
    pub fn changed_from(
        &self,
        from: NaiveDate,
        wanted: impl Fn(&Price) -> bool,
        new: impl Fn(Money) -> Money,
    ) -> Vec<(Option<Price>, Price)> {
        let mut changes = Vec::new();
        for rows in self.rows.chunk_by(|a, b| key(a) == key(b)).filter(|rows| rows.iter().any(&wanted)) {
            let mut after = rows.to_vec();
            let mut cuts: Vec<NaiveDate> = vec![from];
            cuts.extend(rows.iter().map(|price| price.from));
            cuts.extend(rows.iter().filter_map(|price| price.to?.succ_opt()));
            cuts.retain(|cut| *cut >= from);
            cuts.sort_unstable();
            cuts.dedup();
            for cut in cuts {
                let Some(amount) = latest(rows, cut).map(|at| new(rows[at].amount)) else { continue };
                let Some(at) = latest(&after, cut).filter(|at| after[*at].amount != amount) else { continue };
                if after[at].from == cut {
                    after[at].amount = amount;
                } else {
                    let added = Price { id: Id::default(), from: cut, amount, ..after[at].clone() };
                    if after[at].to.is_some() {
                        after[at].to = cut.pred_opt();
                    }
                    after.push(added);
                }
            }
            let existing = rows.iter().zip(&after).filter(|(before, after)| before != after);
            changes.extend(existing.map(|(before, after)| (Some(before.clone()), after.clone())));
            changes.extend(after.split_off(rows.len()).into_iter().map(|added| (None, added)));
        }
        changes
    }

    /// The prices of one key, oldest first.
    fn of(&self, wanted: Key<'_>) -> &[Price] {
        let start = self.rows.partition_point(|price| key(price).cmp(&wanted) == Ordering::Less);
        // A key has a few rows: cheaper to count than to look for their end among all.
        let count = self.rows[start..].iter().take_while(|price| key(price) == wanted).count();
        &self.rows[start..start + count]
    }
}

#[cfg(test)]
mod tests {
    use chrono::Days;
    use proptest::prelude::*;

    use super::*;

    fn day(month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2019, month, day).unwrap()
    }

    fn price(id: u64, provider: u64, cents: i64, from: NaiveDate, to: Option<NaiveDate>) -> Price {
        Price {
            id: Id::new(id),
            service: "FIZ".into(),
            provider: Id::new(provider),
            amount: Money::from_cents(cents),
            from,
            to,
            ..Price::default()
        }
    }

    #[test]
    fn the_providers_own_price_goes_before_the_municipalitys_and_the_latest_before_earlier_ones() {
        let list = PriceList::new(&[
            price(3, 7, 2300, day(3, 1), None),
            price(1, 0, 1800, day(1, 1), None),
            price(2, 7, 2183, day(1, 15), None),
            price(4, 7, 1000, day(5, 1), Some(day(5, 31))),
        ]);
        let check = |provider, on, expect: Option<i64>| {
            let found = list.price_on("FIZ", Id::new(provider), Format::Individual, Unit::Session, on);
            assert_eq!(found.map(|price| price.amount), expect.map(Money::from_cents), "{on}");
        };
        check(7, day(1, 14), Some(1800));
        check(7, day(1, 15), Some(2183));
        check(7, day(2, 28), Some(2183));
        check(7, day(3, 1), Some(2300));
        check(7, day(5, 31), Some(1000));
        check(7, day(6, 1), Some(2300));
        check(8, day(6, 1), Some(1800));
        check(0, day(6, 1), Some(1800));
        check(7, NaiveDate::from_ymd_opt(2018, 12, 31).unwrap(), None);
        let found = |format, unit| list.price_on("FIZ", Id::new(7), format, unit, day(6, 1));
        assert!(found(Format::Group, Unit::Session).is_none());
        assert!(found(Format::Individual, Unit::Hour).is_none());
        assert!(list.price_on("LOG", Id::new(7), Format::Individual, Unit::Session, day(6, 1)).is_none());
    }

    #[test]
    fn spans_cut_the_days_where_the_price_changes() {
        let list = PriceList::new(&[
            price(1, 0, 1800, day(2, 1), None),
            price(2, 7, 2183, day(3, 1), Some(day(4, 30))),
            price(3, 7, 2183, day(4, 1), Some(day(4, 30))),
        ]);
        let spans = list.spans("FIZ", Id::new(7), Format::Individual, Unit::Session, day(1, 1), day(12, 31));
        let found: Vec<_> = spans.iter().map(|s| (s.from, s.to, s.price.map(|price| price.amount))).collect();
        let euros = |cents| Some(Money::from_cents(cents));
        assert_eq!(
            found,
            [
                (day(1, 1), day(1, 31), None),
                (day(2, 1), day(2, 28), euros(1800)),
                (day(3, 1), day(4, 30), euros(2183)),
                (day(5, 1), day(12, 31), euros(1800)),
            ]
        );
    }

    #[test]
    fn a_successor_is_no_overlap_but_the_same_first_day_is() {
        let list = PriceList::new(&[price(1, 7, 2183, day(1, 1), None), price(2, 7, 900, day(6, 1), Some(day(6, 30)))]);
        let check = |new: Price, expect: Option<u64>| assert_eq!(list.overlaps(&new).map(|other| other.id.0), expect);
        check(price(0, 7, 2300, day(3, 1), None), None);
        check(price(0, 7, 2300, day(1, 1), None), Some(1));
        check(price(1, 7, 2300, day(1, 1), None), None); // itself, edited
        check(price(0, 8, 2300, day(1, 1), None), None);
        check(price(0, 7, 1000, day(6, 15), Some(day(7, 15))), Some(2));
        check(price(0, 7, 1000, day(7, 1), Some(day(7, 15))), None);
        check(price(0, 7, 1000, day(6, 30), None), Some(2)); // the other was to hold until that day
        check(price(0, 7, 1000, day(7, 1), None), None);
        check(price(0, 7, 1000, day(5, 1), None), None); // the other is an exception to it
        check(price(0, 7, 1000, day(5, 1), Some(day(6, 1))), Some(2));
        check(price(0, 7, 1000, day(5, 1), Some(day(5, 31))), None);
    }

    /// Rows as people enter them one after the other: none of them overlaps another.
    fn lists() -> impl Strategy<Value = PriceList> {
        let row = (0..120u64, proptest::option::of(0..60u64), 1..5_000i64);
        proptest::collection::vec(row, 1..8).prop_map(|rows| {
            let mut prices: Vec<Price> = Vec::new();
            for (n, (from, length, cents)) in rows.into_iter().enumerate() {
                let from = day(1, 1) + Days::new(from);
                let new = price(n as u64 + 1, 7, cents, from, length.map(|length| from + Days::new(length)));
                if PriceList::new(&prices).overlaps(&new).is_none() {
                    prices.push(new);
                }
            }
            PriceList::new(&prices)
        })
    }

    proptest! {
        #[test]
        fn a_change_from_a_day_on_changes_every_later_day_and_no_earlier_one(list in lists(), from in 0..150u64) {
            let from = day(1, 1) + Days::new(from);
            let twice = |amount: Money| amount + amount;
            let mut rows = list.rows().to_vec();
            for (n, (before, after)) in list.changed_from(from, |_| true, twice).into_iter().enumerate() {
                match before {
                    Some(before) => *rows.iter_mut().find(|row| **row == before).unwrap() = after,
                    None => rows.push(Price { id: Id::new(100 + n as u64), ..after }),
                }
            }
            let changed = PriceList::new(&rows);
            for row in changed.rows() {
                prop_assert_eq!(changed.overlaps(row), None);
            }
            let on = |list: &PriceList, on| {
                list.price_on("FIZ", Id::new(7), Format::Individual, Unit::Session, on).map(|price| price.amount)
            };
            for at in day(1, 1).iter_days().take(220) {
                let expect = if at < from { on(&list, at) } else { on(&list, at).map(twice) };
                prop_assert_eq!(on(&changed, at), expect, "{}", at);
            }
        }
    }
}
