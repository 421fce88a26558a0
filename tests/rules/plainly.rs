//! Properties of the shapes that are more than a sum, against a plain reckoning: steps, exclusion, who provides, transfer.

use std::collections::{BTreeMap, BTreeSet};

use atbalsts::domain::{
    PlanLine, Relation, Session,
    rules::{Amount, Basis, Rule, Shape},
};
use chrono::{Datelike, Days, Months, NaiveDate};
use proptest::{collection::vec, prelude::*, sample::select};
use rust_decimal::Decimal;

use crate::{
    Case, day, person, rule,
    sums::{booked, calendar},
};

/// The year and the month.
fn month(day: NaiveDate) -> (i32, u32) {
    (day.year(), day.month())
}

/// Hours of a line's sessions by month.
fn by_month(case: &Case, line: u64) -> BTreeMap<(i32, u32), Decimal> {
    let mut hours: BTreeMap<(i32, u32), Decimal> = BTreeMap::new();
    for session in case.sessions.iter().filter(|session| session.line.0 == line) {
        *hours.entry(month(session.day)).or_default() += session.units;
    }
    hours
}

/// The limit and the use that are told of sessions, by month.
fn told_of_sessions(case: &Case, rule: &Rule) -> BTreeMap<(i32, u32), (Amount, Amount)> {
    let told = case.breaches(rule).into_iter().filter(|breach| breach.measure.basis == Basis::Sessions);
    told.map(|breach| (month(breach.measure.date), (breach.measure.limit, breach.measure.used))).collect()
}

fn hours(hours: Decimal) -> Amount {
    Amount::Hours(hours.round_dp(2).normalize())
}

/// Within the programme.
fn within(booked: Vec<(u64, u64, i64)>) -> Vec<(u64, u64, i64)> {
    booked.into_iter().map(|(line, on, units)| (line, on % 393, units)).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn sessions_stay_in_the_step_that_the_plan_chooses(booked in booked(), per_week in 1..9i64) {
        let mut case = calendar(&within(booked));
        case.plan[0].per_week = per_week.into();
        let steps = [6, 16, 30].map(Decimal::from);
        let rule = rule(&["GAS"], Shape::Tiers { hours: steps.to_vec() });
        // The longest month has the most hours.
        let planned = Decimal::from(per_week * 31) / Decimal::from(7);
        let step = steps.into_iter().find(|step| planned <= *step).unwrap_or(steps[2]);
        let plain: BTreeMap<_, _> = by_month(&case, 1)
            .into_iter()
            .filter(|(_, used)| *used > step)
            .map(|(month, used)| (month, (hours(step), hours(used))))
            .collect();
        prop_assert_eq!(told_of_sessions(&case, &rule), plain);
        let plan_breaks = case.breaches(&rule).iter().any(|breach| breach.measure.basis == Basis::Plan);
        prop_assert_eq!(plan_breaks, planned > steps[2]);
    }

    #[test]
    fn two_services_exclude_each_other_on_the_days_that_have_both(
        booked in booked(),
        (from, to) in ((0..393u64, 0..200u64), (0..393u64, 0..200u64)),
    ) {
        let mut case = calendar(&within(booked));
        let days = |line: &mut PlanLine, (first, length): (u64, u64)| {
            line.from = day(2018, 9, 3) + Days::new(first);
            line.to = line.from + Days::new(length);
        };
        days(&mut case.plan[0], from);
        days(&mut case.plan[1], to);
        let rule = rule(&["PAV", "GAS"], Shape::Exclusive);
        let on = |wanted: NaiveDate| -> BTreeSet<u64> {
            case.sessions.iter().filter(|session| session.day == wanted).map(|session| session.line.0).collect()
        };
        let both: BTreeSet<NaiveDate> =
            case.sessions.iter().map(|session: &Session| session.day).filter(|day| on(*day).len() == 2).collect();
        let told = case.breaches(&rule);
        let of_sessions = told.iter().filter(|breach| breach.measure.basis == Basis::Sessions);
        prop_assert_eq!(of_sessions.map(|breach| breach.measure.date).collect::<BTreeSet<_>>(), both);
        let (one, other) = (&case.plan[0], &case.plan[1]);
        let overlap = one.from.max(other.from);
        let of_plan: Vec<_> = told.iter().filter(|it| it.measure.basis == Basis::Plan).map(|it| it.measure.date).collect();
        let expect = if overlap <= one.to.min(other.to) { vec![overlap] } else { vec![] };
        prop_assert_eq!(of_plan, expect);
    }

    #[test]
    fn nobody_of_the_household_provides_however_they_are_written(
        people in vec((select(GIVEN), select(SURNAMES), any::<bool>()), 0..4),
        (given, surname) in (select(GIVEN), select(SURNAMES)),
        (turned, upper, plain) in any::<(bool, bool, bool)>(),
        household in any::<bool>(),
    ) {
        let written = if turned { format!("{surname}, {given}") } else { format!("{given} {surname}") };
        let written = if upper { written.to_uppercase() } else { written };
        let written = if plain { atbalsts::i18n::search::fold(&written) } else { written };
        let mut case = Case::new().line("PAV", 9, |line| line.specialist = written.clone());
        case.people.extend(people.iter().zip(2..).map(|((given, surname, is_parent), id)| {
            person(id, given, surname, if *is_parent { Relation::Mother } else { Relation::Grandparent })
        }));
        let rule = rule(&[], Shape::Provider { household, relatives: true });
        let barred = people.iter().any(|(theirs, family, is_parent)| {
            (*theirs, *family) == (given, surname) && (household || *is_parent)
        });
        prop_assert_eq!(!case.told(&rule).is_empty(), barred, "{} of {:?}", written, people);
    }

    #[test]
    fn no_more_goes_over_than_is_unused_and_than_was_used_before(booked in booked(), months in 1..5u32) {
        let mut case = calendar(&within(booked));
        // An hour a day; what takes has no plan of its own but on the last day.
        case.plan[0].per_week = 7.into();
        case.plan[1].per_week = 7.into();
        case.plan[1].from = case.programme.to;
        let rule = rule(&["GAS"], Shape::Transfer { to: vec!["PAV".into()], months });
        let (gives, takes) = (by_month(&case, 1), by_month(&case, 2));
        let of = |month: (i32, u32)| gives.get(&month).copied().unwrap_or_default();
        let mut plain = BTreeMap::new();
        for (&(year, number), &taken) in &takes {
            let first = day(year, number, 1);
            let days = first.iter_days().take_while(|on| on.month() == number);
            let days = days.filter(|on| (case.programme.from..=case.programme.to).contains(on)).count();
            let unused = (Decimal::from(days) - of((year, number))).max(Decimal::ZERO);
            let before: Decimal = (1..=months).map(|back| of(month(first - Months::new(back)))).sum();
            let limit = unused.min(before / Decimal::from(months));
            let own = if (year, number) == month(case.programme.to) { Decimal::ONE } else { Decimal::ZERO };
            if (taken - own).round_dp(2) > limit.round_dp(2) {
                plain.insert((year, number), (hours(limit), hours(taken - own)));
            }
        }
        prop_assert_eq!(told_of_sessions(&case, &rule), plain);
    }
}

const GIVEN: &[&str] = &["Ilze", "Skaidrīte", "Pēteris", "Žanete"];
const SURNAMES: &[&str] = &["Bērziņa-Āboliņa", "Kļaviņš", "Šķēle"];
