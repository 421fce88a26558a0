//! What is asked of each session and line by itself: a doctor's word, and the dates of the plan.

use atbalsts::domain::{
    Child, Choice, HealthLimit, MedicalForm, PlanLine, Recipient, RuleBook, Service,
    rules::{
        Amount, Basis, Breach, Doctor, Policy, Rule, Shape, asked, doctor_of_line, doctor_of_session, outside_line,
    },
};
use chrono::NaiveDate;
use proptest::prelude::*;

use crate::{day, session};

fn riding() -> Service {
    Service { code: "REI".into(), needs_medical_form: true, ..Service::default() }
}

fn line(recipient: Recipient) -> PlanLine {
    let (from, to) = (day(2019, 4, 1), day(2019, 6, 30));
    PlanLine { service: "REI".into(), recipient, from, to, ..PlanLine::default() }
}

fn barred() -> Child {
    let limit = HealthLimit { service: "REI".into(), reason: "alerģija pret zirgu spalvu".into() };
    Child { health_limits: vec![limit], ..Child::default() }
}

fn with_form(valid_until: NaiveDate) -> Child {
    let form = MedicalForm { service: "REI".into(), valid_until };
    Child { medical_forms: vec![form], ..Child::default() }
}

fn told(breaches: Vec<Breach>) -> Vec<(Policy, Basis, Amount)> {
    breaches.into_iter().map(|breach| (breach.policy, breach.measure.basis, breach.measure.limit)).collect()
}

fn of_session(rules: &[Rule], child: &Child, recipient: Recipient, on: NaiveDate) -> Vec<(Policy, Basis, Amount)> {
    told(doctor_of_session(rules, child, &riding(), &line(recipient), &session(1, 1, on, 1.into())))
}

#[test]
fn a_bar_shuts_and_a_missing_form_is_a_warning_for_whoever_is_the_patient() {
    let rules = asked(None);
    let may = day(2019, 5, 6);
    let check = |child: &Child, recipient, expect: &[(Policy, Amount)]| {
        let expect: Vec<_> = expect.iter().map(|(policy, limit)| (*policy, Basis::Sessions, limit.clone())).collect();
        assert_eq!(of_session(&rules, child, recipient, may), expect, "{recipient:?}");
    };
    let bar = (Policy::Prevent, Amount::Barred("alerģija pret zirgu spalvu".into()));
    check(&barred(), Recipient::Child, std::slice::from_ref(&bar));
    check(&barred(), Recipient::Family, &[bar]);
    check(&barred(), Recipient::Parent, &[]);
    check(&Child::default(), Recipient::Child, &[(Policy::Warn, Amount::Form(None))]);
    check(&with_form(day(2019, 5, 6)), Recipient::Child, &[]);
    let ran_out = day(2019, 5, 5);
    check(&with_form(ran_out), Recipient::Child, &[(Policy::Warn, Amount::Form(Some(ran_out)))]);
}

#[test]
fn a_line_is_asked_about_its_days_that_are_still_to_come() {
    let rules = asked(None);
    let ask = |child: &Child, today| told(doctor_of_line(&rules, child, &riding(), &line(Recipient::Child), today));
    assert_eq!(ask(&barred(), day(2019, 3, 1))[0].1, Basis::Plan);
    assert_eq!(ask(&with_form(day(2019, 4, 15)), day(2019, 3, 1)), []);
    let (until, today) = (day(2019, 4, 15), day(2019, 4, 16));
    assert_eq!(ask(&with_form(until), today), [(Policy::Warn, Basis::Plan, Amount::Form(Some(until)))]);
}

#[test]
fn what_comes_of_it_is_the_books_to_say() {
    for policy in Policy::ALL {
        let own = Rule { policy: *policy, ..Rule::medical(Doctor::Barred) };
        let book = RuleBook { rules: vec![own], ..RuleBook::default() };
        let told = of_session(&asked(Some(&book)), &barred(), Recipient::Child, day(2019, 5, 6));
        assert_eq!(told.iter().map(|it| it.0).collect::<Vec<_>>(), [*policy]);
        // The other half of a doctor's word is as it is everywhere.
        let form = of_session(&asked(Some(&book)), &Child::default(), Recipient::Child, day(2019, 5, 6));
        assert_eq!(form[0].0, Policy::Warn);
        let dates = RuleBook { rules: vec![Rule { policy: *policy, ..Rule::line_dates() }], ..RuleBook::default() };
        let late = session(1, 1, day(2019, 7, 1), 1.into());
        assert_eq!(outside_line(&asked(Some(&dates)), &line(Recipient::Child), &late)[0].policy, *policy);
    }
}

#[test]
fn every_programme_has_its_own_rules_once() {
    let codes = |rules: &[Rule]| rules.iter().map(|rule| rule.code.clone()).collect::<Vec<_>>();
    let own = asked(None);
    let mut unique = codes(&own);
    unique.sort();
    unique.dedup();
    assert_eq!(unique.len(), own.len());
    // A book that says all of it is asked as it is.
    assert_eq!(asked(Some(&RuleBook { rules: own.clone(), ..RuleBook::default() })), own);
    let shapes = |name: &str| own.iter().filter(|rule| rule.shape.name() == name).count();
    let expect = [("ceiling", 1), ("quantity", 1), ("medical", 2), ("line_dates", 1), ("clash", 5)];
    expect.iter().for_each(|(name, count)| assert_eq!(shapes(name), *count, "{name}"));
    assert!(own.iter().all(|rule| !matches!(rule.shape, Shape::Count { .. })));
}

proptest! {
    #[test]
    fn a_day_is_outside_exactly_when_the_line_does_not_have_it(on in 0..200u64) {
        let on = day(2019, 2, 1) + chrono::Days::new(on);
        let line = line(Recipient::Child);
        let told = outside_line(&asked(None), &line, &session(1, 1, on, 1.into()));
        prop_assert_eq!(told.is_empty(), line.covers(on));
        for breach in told {
            let nearest = if on < line.from { line.from } else { line.to };
            prop_assert_eq!((breach.measure.limit, breach.measure.used, breach.policy), (Amount::Day(nearest), Amount::Day(on), Policy::Prevent));
        }
    }
}
