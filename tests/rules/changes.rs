//! What a change breaks, and which book is in force.

use atbalsts::domain::{
    Id,
    rules::{Amount, Policy, Rule, RuleBook},
};
use chrono::Days;

use crate::{Case, broken_by, count, day, rule, units};

#[test]
fn only_what_a_change_breaks_stands_in_its_way() {
    let rules = [rule(&["FIZ"], count(false, 2)), Rule { policy: Policy::Warn, ..rule(&["LOG"], count(false, 1)) }];
    let plan = Case::new().line("FIZ", 2, |_| {}).line("LOG", 1, |_| {});
    let three = (0..3).fold(plan, |case, n| case.session(1, day(2018, 10, 1) + Days::new(n), 1.into()));
    let broken = |before: &Case, after: &Case| -> Vec<(Policy, Amount)> {
        let told = before.with(|before| after.with(|after| broken_by(&rules, before, after)));
        told.into_iter().map(|it| (it.policy, it.used)).collect()
    };
    assert_eq!(broken(&three, &three), [], "what was out of order stays so");
    let mut fewer = three.clone();
    fewer.sessions.pop();
    assert_eq!(broken(&fewer, &three), [(Policy::Prevent, units(3))]);
    assert_eq!(broken(&three, &fewer), [], "getting better is no fault");
    let more = three.clone().session(1, day(2018, 12, 1), 1.into());
    assert_eq!(broken(&three, &more), [(Policy::Prevent, units(4))], "getting worse is");
    let other = three.clone().session(2, day(2018, 12, 1), 2.into());
    assert_eq!(broken(&three, &other), [(Policy::Warn, units(2))]);
}

#[test]
fn the_book_in_force_is_the_latest_that_has_begun() {
    let book = |id, from| RuleBook { id: Id::new(id), from, ..RuleBook::default() };
    let books = [book(3, day(2019, 1, 1)), book(1, day(2018, 9, 3)), book(2, day(2019, 1, 1))];
    let check = |on, expect: Option<u64>| assert_eq!(RuleBook::in_force(&books, on).map(|book| book.id.0), expect);
    check(day(2018, 9, 2), None);
    check(day(2018, 12, 31), Some(1));
    check(day(2019, 1, 1), Some(3));
}

// ---- properties of everything that adds up
