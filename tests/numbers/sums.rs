//! Several random children: whatever money is added up by, and however the days are cut, the sums are the same.

use std::collections::BTreeMap;

use atbalsts::domain::{
    Choice, Id, Money, Outcome,
    budget::{BudgetOf, By, FigureKind, Key, Reckoned, Sum, Sums, Within},
};
use chrono::{Days, NaiveDate};
use proptest::{collection::vec, prelude::*, sample::select};
use rust_decimal::Decimal;

use crate::{
    by_reckoning::{a_case, a_day, figures, with_account},
    plainly::{Case, amount},
};

/// Children of two families and two programmes, in the hands of two workers or of nobody.
fn children() -> impl Strategy<Value = Vec<(BudgetOf, Case)>> {
    let whose = (1u64..3, select(&["anna", "pēteris", ""][..]), 1u64..3);
    vec((whose, a_case()), 1..4).prop_map(|cases| {
        let number = |(n, ((family, worker, programme), case)): (usize, ((u64, &str, u64), Case))| {
            let (child, family, programme) = (Id::new(n as u64 + 1), Id::new(family), Id::new(programme));
            (BudgetOf { child, family, worker: worker.into(), programme }, case)
        };
        cases.into_iter().enumerate().map(number).collect()
    })
}

fn reckoned(case: &Case, within: Within) -> Reckoned {
    with_account(case, |account| account.reckoned(case.today, within))
}

fn sums(children: &[(BudgetOf, Case)], by: By, within: Within) -> Sums {
    let mut sums = Sums::new(by, within == Within::ALWAYS);
    for (whose, case) in children {
        sums.add(whose, &reckoned(case, within));
    }
    sums
}

/// What the units and sessions on those days come to, one by one: planned, reserved, delivered.
fn plainly(case: &Case, within: Within) -> [Decimal; 3] {
    let mut sums = [Decimal::ZERO; 3];
    for (line, due) in case.course().iter().filter(|(_, due)| within.covers(due.day)) {
        sums[0] += Case::unit_amount(line, due, due.size);
    }
    for session in case.sessions.iter().filter(|session| within.covers(session.day)) {
        let at = if session.outcome == Outcome::Scheduled { 1 } else { 2 };
        sums[at] += case.value(session).0;
    }
    sums
}

fn units(sum: &Sum) -> BTreeMap<(FigureKind, String), Decimal> {
    let of = |kind: FigureKind| sum.units(kind).map(move |(unit, units)| ((kind, unit.name().to_owned()), units));
    FigureKind::ALL.iter().flat_map(|kind| of(*kind)).filter(|(_, units)| !units.is_zero()).collect()
}

/// The days before the first of these, between them, and after the last.
fn cut(mut days: Vec<NaiveDate>) -> Vec<Within> {
    days.sort_unstable();
    days.dedup();
    let mut from = None;
    let mut periods = Vec::new();
    for day in days {
        periods.push(Within::new(from, Some(day)));
        from = Some(day + Days::new(1));
    }
    periods.push(Within::new(from, None));
    periods
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 20, ..ProptestConfig::default() })]

    #[test]
    fn by_whatever_it_is_added_up_the_whole_is_the_same(children in children()) {
        let all: Vec<_> = children.iter().map(|(_, case)| figures(case)).collect();
        let by_child = sums(&children, By::Child, Within::ALWAYS).total();
        for by in By::ALL {
            let sums = sums(&children, *by, Within::ALWAYS);
            let total = sums.total();
            for kind in sums.figures() {
                let expect: Money = all.iter().map(|figures| figures.figure(*kind).amount()).sum();
                prop_assert_eq!(total.amount(*kind), expect, "{:?} by {:?}", kind, by);
                let rows: Money = sums.rows().map(|(_, sum)| sum.amount(*kind)).sum();
                prop_assert_eq!(rows, expect, "the rows of {:?} by {:?}", kind, by);
            }
            prop_assert_eq!(units(&total), units(&by_child), "units by {:?}", by);
            prop_assert_eq!(total.unpriced, all.iter().map(|figures| figures.unpriced).sum::<u32>());
            prop_assert_eq!(total.children as usize, children.len());
        }
    }

    #[test]
    fn what_follows_from_a_ceiling_follows_in_every_sum(children in children()) {
        for by in [By::Child, By::Family, By::Worker, By::Programme] {
            for (key, sum) in sums(&children, by, Within::ALWAYS).rows() {
                let amount = |kind| sum.amount(kind);
                use FigureKind::{Balance, Ceiling, Delivered, Free, Reserved};
                prop_assert_eq!(amount(Balance), amount(Ceiling) - amount(Delivered), "{:?}", key);
                prop_assert_eq!(amount(Free), amount(Balance) - amount(Reserved), "{:?}", key);
            }
        }
    }

    #[test]
    fn days_that_follow_each_other_add_up_to_all_of_them(children in children(), days in vec(a_day(), 0..4)) {
        for by in By::ALL {
            let whole = sums(&children, *by, Within::ALWAYS);
            let periods: Vec<Sums> = cut(days.clone()).into_iter().map(|within| sums(&children, *by, within)).collect();
            for (key, sum) in whole.rows() {
                let of_period = |period: &Sums| period.get(key).cloned().unwrap_or_default();
                for kind in FigureKind::DATED {
                    let added: Money = periods.iter().map(|period| of_period(period).amount(*kind)).sum();
                    prop_assert_eq!(added, sum.amount(*kind), "{:?} of {:?}", kind, key);
                }
                let mut added = BTreeMap::new();
                for period in &periods {
                    for (of, units) in units(&of_period(period)) {
                        *added.entry(of).or_insert(Decimal::ZERO) += units;
                    }
                }
                // What is taken back on another day leaves nothing.
                added.retain(|_, units| !units.is_zero());
                prop_assert_eq!(added, units(sum), "units of {:?}", key);
            }
        }
    }

    #[test]
    fn a_period_holds_what_lies_in_it_unit_by_unit(children in children(), from in a_day(), length in 0u64..200) {
        let within = Within { from, to: from + Days::new(length) };
        for (whose, case) in &children {
            let mut sums = Sums::new(By::Child, false);
            sums.add(whose, &reckoned(case, within));
            let total = sums.total();
            let found = [FigureKind::Planned, FigureKind::Reserved, FigureKind::Delivered].map(|kind| amount(total.amount(kind)));
            prop_assert_eq!(found, plainly(case, within));
        }
    }

    #[test]
    fn every_part_is_explained_by_the_lines_it_is_the_sum_of(children in children(), within in (a_day(), 0u64..300)) {
        for within in [Within::ALWAYS, Within { from: within.0, to: within.0 + Days::new(within.1) }] {
            for by in By::ALL {
                let sums = sums(&children, *by, within);
                for (key, sum) in sums.rows() {
                    for kind in sums.figures() {
                        let parts = children.iter().filter_map(|(whose, case)| reckoned(case, within).part(whose, key, *kind));
                        let parts: Vec<_> = parts.collect();
                        let lines: Money = parts.iter().flat_map(|part| part.lines()).map(|line| line.amount).sum();
                        prop_assert_eq!(lines, sum.amount(*kind), "{:?} of {:?}", kind, key);
                        if kind.is_dated() {
                            prop_assert!(parts.len() <= sum.children as usize);
                        }
                    }
                }
            }
        }
    }
}

/// A service, a provider and a group have no ceiling, and neither has a month.
#[test]
fn only_whole_children_over_the_whole_time_have_a_ceiling() {
    let check = |by: By, whole, expect| assert_eq!(by.figures(whole).contains(&FigureKind::Ceiling), expect, "{by:?}");
    for by in [By::Child, By::Family, By::Worker, By::Programme] {
        check(by, true, true);
        check(by, false, false);
    }
    for by in [By::Service, By::Provider, By::Group] {
        check(by, true, false);
        check(by, false, false);
    }
    assert_eq!(Key::Service("FIZ".into()).by(), By::Service);
}
