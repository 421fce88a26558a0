//! What a change breaks, and which book is in force.

use atbalsts::domain::{
    Id,
    rules::{Amount, Asked, Band, Period, Policy, Rule, RuleBook, Shape, Turn, compare},
};
use chrono::{Days, NaiveDate};

use crate::{Case, broken_by, count, day, rule, tenths, units};

#[test]
fn only_what_a_change_breaks_stands_in_its_way() {
    let rules = [rule(&["FIZ"], count(false, 2)), Rule { policy: Policy::Warn, ..rule(&["LOG"], count(false, 1)) }];
    let plan = Case::new().line("FIZ", 2, |_| {}).line("LOG", 1, |_| {});
    let three = (0..3).fold(plan, |case, n| case.session(1, day(2018, 10, 1) + Days::new(n), 1.into()));
    let broken = |before: &Case, after: &Case| -> Vec<(Policy, Amount)> {
        let told = before.with(|before| after.with(|after| broken_by(&rules, before, after)));
        told.into_iter().map(|it| (it.policy, it.measure.used)).collect()
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

#[test]
fn each_day_is_judged_by_the_book_of_its_day() {
    let monthly = |most: i64| Shape::Hours {
        per: Period::Month,
        bands: vec![Band { most: tenths(10 * most), ..Band::default() }],
    };
    let book = |id, from, shape: Shape| RuleBook {
        id: Id::new(id),
        from,
        rules: vec![rule(&["FIZ"], shape)],
        ..RuleBook::default()
    };
    let (autumn, winter) = (day(2018, 9, 3), day(2019, 1, 1));
    let before = Case::new().line("FIZ", 2, |line| line.to = day(2019, 3, 31));
    let with = |case: &Case, month: (i32, u32), count: u64| {
        (0..count).fold(case.clone(), |case, n| case.session(1, day(month.0, month.1, 7) + Days::new(n), 1.into()))
    };
    #[track_caller]
    fn check(
        books: &[RuleBook],
        before: &Case,
        after: &Case,
        first: NaiveDate,
        expect: &[(Amount, Amount, NaiveDate)],
    ) {
        let asked = Asked::of(books);
        let rules = Asked::from_day(&asked, first)
            .flat_map(|(within, asked)| asked.rules.iter().map(move |rule| (within, rule)));
        let changes = before.with(|before| after.with(|after| compare(rules.clone(), before, after)));
        let broken = changes.into_iter().filter(|change| change.turn == Turn::Broken && change.told.rule == "paraugs");
        let told: Vec<_> = broken
            .map(|change| (change.told.measure.limit, change.told.measure.used, change.told.measure.date))
            .collect();
        assert_eq!(told, expect);
    }
    let hours = |number: i64| Amount::Hours(number.into());

    // Four a month until the new year, two from then on, and the other way round: three in either month.
    let stricter = [book(1, autumn, monthly(4)), book(2, winter, monthly(2))];
    let milder = [book(1, autumn, monthly(2)), book(2, winter, monthly(4))];
    let after = with(&with(&before, (2018, 12), 3), (2019, 1), 3);
    let (december, january) = (day(2018, 12, 7), day(2019, 1, 7));
    check(&stricter, &before, &after, december, &[(hours(2), hours(3), day(2019, 1, 9))]);
    check(&milder, &before, &after, december, &[(hours(2), hours(3), day(2018, 12, 9))]);
    check(&milder, &before, &with(&before, (2019, 1), 3), january, &[]);

    // What is counted over the whole time is judged by the book of the day on which it is too much; who adds to what was
    // too much already does so on a day of the later book.
    let more = [book(1, autumn, count(false, 3)), book(2, winter, count(false, 6))];
    let three = with(&before, (2018, 10), 3);
    check(&more, &three, &with(&three, (2018, 12), 1), december, &[(units(3), units(4), december)]);
    check(&more, &three, &with(&three, (2019, 1), 3), january, &[]);
    check(&more, &three, &with(&three, (2019, 1), 4), january, &[(units(6), units(7), day(2019, 1, 10))]);
    let less = [book(1, autumn, count(false, 6)), book(2, winter, count(false, 2))];
    check(&less, &three, &with(&three, (2018, 12), 1), december, &[]);
    check(&less, &three, &with(&with(&three, (2018, 12), 1), (2019, 1), 1), december, &[(units(2), units(5), winter)]);
    // The same rule in both books is told once.
    let same = [book(1, autumn, count(false, 3)), book(2, winter, count(false, 3))];
    check(
        &same,
        &three,
        &with(&with(&three, (2018, 12), 1), (2019, 1), 1),
        december,
        &[(units(3), units(5), december)],
    );
    // Before any book has begun only what every programme has is asked.
    check(&stricter, &before, &with(&before, (2018, 8), 9), day(2018, 8, 7), &[]);
}

// ---- properties of everything that adds up
