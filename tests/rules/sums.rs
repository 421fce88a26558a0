//! Properties of everything that adds up, against a plain reckoning.

use std::collections::BTreeMap;

use atbalsts::domain::{
    Format, Money, PlanLine, Session, Unit,
    rules::{Amount, Band, Basis, Period, Shape, WhoseMoney},
};
use chrono::{Datelike, Days};
use proptest::{collection::vec, prelude::*};
use rust_decimal::Decimal;

use crate::{Case, broken_by, count, day, rule, tenths};

/// Sessions of two services, anywhere in the programme and a little beyond, of tenths of an hour.
pub fn booked() -> impl Strategy<Value = Vec<(u64, u64, i64)>> {
    vec((1..3u64, 0..420u64, 1..40i64), 0..40)
}

pub fn calendar(booked: &[(u64, u64, i64)]) -> Case {
    let hourly = |line: &mut PlanLine| line.unit = Unit::Hour;
    let case = Case::new().line("GAS", 1, hourly).line("PAV", 1, hourly);
    booked
        .iter()
        .fold(case, |case, &(line, on, units)| case.session(line, day(2018, 9, 3) + Days::new(on), tenths(units)))
}

/// The shapes that add up, with a limit put into them, and what they count together: the key of a session.
type Summed = (fn(Decimal) -> Shape, fn(&Session) -> String);

const SUMMED: &[Summed] = &[
    (|most| Shape::Count { each_service: false, most }, |_| String::new()),
    (|most| Shape::Count { each_service: true, most }, |session| session.line.to_string()),
    (|most| Shape::UnitsPerYear { most }, |session| session.day.year().to_string()),
    (|most| hourly(Period::Month, most), |session| session.day.format("%Y-%m").to_string()),
    (|most| hourly(Period::Week, most), |session| session.day.format("%G-%V").to_string()),
    (
        // An hour costs ten euros.
        |most| Shape::EurosPerYear { most: Money::new(most * Decimal::TEN), higher: vec![], whose: WhoseMoney::Child },
        |session| session.day.year().to_string(),
    ),
];

fn hourly(per: Period, most: Decimal) -> Shape {
    Shape::Hours { per, bands: vec![Band { most, ..Band::default() }] }
}

/// As a number of hours or units, which are the same here; ten euros are one.
fn number(amount: &Amount) -> Decimal {
    match amount {
        Amount::Units(number) | Amount::Hours(number) => *number,
        Amount::Euros(euros) => euros.decimal() / Decimal::TEN,
        other => panic!("{other:?} is no sum"),
    }
}

fn sums(case: &Case, shape: Shape) -> Vec<(Decimal, bool)> {
    let measures = case.judge(&rule(&[], shape)).into_iter().filter(|it| it.basis == Basis::Sessions);
    let mut sums: Vec<_> = measures.map(|it| (number(&it.used), it.broken)).filter(|it| !it.0.is_zero()).collect();
    sums.sort();
    sums
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn sums_are_what_a_plain_reckoning_says(booked in booked(), limit in 0..200i64) {
        let case = calendar(&booked);
        for (shape, key) in SUMMED {
            let mut plain: BTreeMap<String, Decimal> = BTreeMap::new();
            for session in &case.sessions {
                *plain.entry(key(session)).or_default() += session.units;
            }
            let limit = tenths(limit);
            let mut expect: Vec<_> = plain.values().map(|sum| (sum.normalize(), *sum > limit)).collect();
            expect.sort();
            prop_assert_eq!(sums(&case, shape(limit)), expect, "{}", shape(limit).name());
        }
    }

    #[test]
    fn the_limit_itself_is_kept_and_a_tenth_less_is_broken(booked in booked()) {
        let case = calendar(&booked);
        for (shape, _) in SUMMED {
            let Some(&(most, _)) = sums(&case, shape(Decimal::ZERO)).last() else { continue };
            prop_assert!(sums(&case, shape(most)).iter().all(|it| !it.1), "{} at the limit", shape(most).name());
            prop_assert!(sums(&case, shape(most - tenths(1))).iter().any(|it| it.1), "{} above", shape(most).name());
        }
    }

    #[test]
    fn more_use_never_mends_a_breach(booked in booked(), more in (1..3u64, 0..420u64, 1..40i64), limit in 0..200i64) {
        let before = calendar(&booked);
        let after = calendar(&[booked, vec![more]].concat());
        for (shape, _) in SUMMED {
            let rule = rule(&[], shape(tenths(limit)));
            let broken = |case: &Case| case.breaches(&rule).into_iter().filter(|it| it.measure.basis == Basis::Sessions).count();
            prop_assert!(broken(&before) <= broken(&after), "{}", rule.shape.name());
            let new = before.with(|before| after.with(|after| broken_by(std::slice::from_ref(&rule), before, after)));
            // What a session breaks is of the days that it is counted with, and one rule says it once.
            prop_assert!(new.len() <= 1, "{:?}", new);
            let on = day(2018, 9, 3) + Days::new(more.1);
            let whole = matches!(rule.shape, Shape::Count { .. });
            prop_assert!(whole || new.iter().all(|it| it.measure.days.0 <= on && on <= it.measure.days.1));
        }
    }

    #[test]
    fn every_breach_names_the_session_that_passes_the_limit(booked in booked(), limit in 0..200i64) {
        let case = calendar(&booked);
        for (shape, _) in SUMMED {
            for measure in case.judge(&rule(&[], shape(tenths(limit)))) {
                if measure.basis == Basis::Plan {
                    continue;
                }
                let through: Decimal = measure.behind.iter().filter(|it| it.day <= measure.date).map(|it| number(&it.amount)).sum();
                let before: Decimal = measure.behind.iter().filter(|it| it.day < measure.date).map(|it| number(&it.amount)).sum();
                let all: Decimal = measure.behind.iter().map(|it| number(&it.amount)).sum();
                prop_assert_eq!(all, number(&measure.used));
                prop_assert_eq!(measure.broken, through > number(&measure.limit));
                prop_assert!(!measure.broken || before <= number(&measure.limit));
            }
        }
    }

    #[test]
    fn a_share_an_age_a_name_are_right_or_wrong_whatever_else_is_booked(booked in booked(), percent in 0..101i64) {
        let mut case = calendar(&booked);
        let copayment = rule(&[], Shape::Copayment { percent: percent.into() });
        case.plan.iter_mut().for_each(|line| line.copayment_percent = percent.into());
        prop_assert_eq!(case.told(&copayment), vec![]);
        case.plan[0].copayment_percent = (100 - percent).into();
        prop_assert_eq!(case.told(&copayment).is_empty(), percent == 50);
        // A child of six is in the window on every day of the programme, whatever is booked within it.
        let age = rule(&[], Shape::Age { from: Some(5), to: Some(8), run_off_months: 0 });
        prop_assert_eq!(case.told(&age), vec![]);
        case.born = day(2018, 1, 1);
        let early = case.breaches(&age).into_iter().filter(|it| it.measure.basis == Basis::Sessions).count();
        prop_assert_eq!(early, booked.len());
    }
}

#[test]
fn group_and_individual_lines_count_alike() {
    let case = Case::new().line("FIZ", 3, |_| {}).line("FIZ", 4, |line| line.format = Format::Group);
    assert_eq!(case.told(&rule(&["FIZ"], count(true, 7))), []);
    assert_eq!(case.told(&rule(&["FIZ"], count(true, 6))).len(), 1);
}
