//! The units of a line: what is held and booked beside what the plan has, line by line.

use atbalsts::domain::{
    Charge, Format, Id, Money, Outcome, PlanLine, Recipient,
    rules::{Amount, Basis, Policy, Rule, Turn, compare},
};
use chrono::{Days, NaiveDate};
use proptest::{collection::vec, prelude::*};
use rust_decimal::Decimal;

use crate::{Case, broken_by, day, tenths, units};

fn monday(week: u64) -> NaiveDate {
    day(2018, 10, 1) + Days::new(7 * week)
}

/// A line of so many units, and as many weekly sessions as are said.
fn case(quantity: i64, sessions: u64) -> Case {
    (0..sessions).fold(Case::new().line("FIZ", quantity, |_| {}), |case, week| case.session(1, monday(week), 1.into()))
}

fn broken(before: &Case, after: &Case) -> Vec<(Amount, Amount)> {
    let told = before.with(|before| after.with(|after| broken_by(&[Rule::quantity()], before, after)));
    told.into_iter().map(|it| (it.measure.limit, it.measure.used)).collect()
}

#[test]
fn one_unit_more_than_the_line_has_is_too_many_and_the_day_is_told() {
    assert_eq!(case(3, 3).told(&Rule::quantity()), []);
    let over = case(3, 5).breaches(&Rule::quantity()).remove(0);
    assert_eq!(
        (over.measure.basis, over.policy, over.measure.service.as_str()),
        (Basis::Sessions, Policy::Allow, "FIZ")
    );
    assert_eq!(
        (over.measure.limit, over.measure.used, over.measure.date),
        (units(3), units(5), monday(3)),
        "the fourth is the first too many"
    );
    let measure = case(3, 5).judge(&Rule::quantity()).remove(0);
    let behind: Vec<NaiveDate> = measure.behind.iter().map(|it| it.day).collect();
    assert_eq!(behind, (0..5).map(monday).collect::<Vec<_>>());
    // A line on which nothing is booked says what it has.
    let unused = case(3, 0).judge(&Rule::quantity()).remove(0);
    assert_eq!((unused.broken, unused.left()), (false, Some(units(3))));
}

#[test]
fn what_was_excused_leaves_its_unit_and_what_was_held_is_told_by_itself() {
    let mut case = case(2, 4);
    case.sessions[0].outcome = Outcome::Excused;
    case.sessions[1].outcome = Outcome::Moved;
    assert_eq!(case.told(&Rule::quantity()), []);
    for session in &mut case.sessions[..3] {
        session.outcome = Outcome::Attended;
        session.charge = Some(Charge {
            unit_price: Money::from_cents(1000),
            units: 1.into(),
            charged_percent: 100.into(),
            ..Charge::default()
        });
    }
    let over = case.breaches(&Rule::quantity()).remove(0);
    assert_eq!((over.measure.used, over.measure.spent), (units(4), Some(units(3))));
}

#[test]
fn lines_of_one_service_have_units_of_their_own() {
    let two = |change: fn(&mut PlanLine)| {
        let case = Case::new().line("FIZ", 1, |_| {}).line("FIZ", 1, change);
        case.session(1, monday(0), 1.into()).session(2, monday(1), 1.into())
    };
    for change in [
        (|line: &mut PlanLine| line.format = Format::Group) as fn(&mut PlanLine),
        |line| line.recipient = Recipient::Parent,
        |line| line.from = day(2018, 10, 2),
    ] {
        let both = two(change);
        assert_eq!(both.told(&Rule::quantity()), []);
        // The first is passed already: that says nothing of the second, which is alike but for one thing.
        let first = both.clone().session(1, monday(2), 1.into());
        let second = first.clone().session(2, monday(3), 1.into());
        assert_eq!(broken(&both, &first), [(units(1), units(2))]);
        assert_eq!(broken(&first, &second), [(units(1), units(2))]);
    }
}

#[test]
fn a_line_made_smaller_than_what_is_used_breaks_it_and_one_made_longer_does_not() {
    let over = case(3, 4);
    let with = |change: fn(&mut PlanLine)| {
        let mut case = over.clone();
        change(&mut case.plan[0]);
        case
    };
    assert_eq!(broken(&over, &with(|line| line.quantity = 2.into())), [(units(2), units(4))]);
    assert_eq!(broken(&over, &with(|line| line.to = day(2019, 12, 31))), [], "what was out of order stays so");
    let mended = with(|line| line.quantity = 4.into());
    let rules = [Rule::quantity()];
    let whole = |rule| (atbalsts::domain::budget::Within::ALWAYS, rule);
    let changes = over.with(|before| mended.with(|after| compare(rules.iter().map(whole), before, after)));
    assert_eq!(changes.iter().map(|change| change.turn).collect::<Vec<_>>(), [Turn::Mended]);
    // What is left of a line stands with its units: the rule does not say it again.
    let fewer = case(3, 1);
    let nearer = fewer.with(|before| case(3, 2).with(|after| compare(rules.iter().map(whole), before, after)));
    assert_eq!(nearer, []);
}

#[test]
fn sessions_on_an_earlier_version_use_up_the_line_that_goes_on() {
    let mut case = case(2, 3);
    let earlier = [PlanLine { id: Id::new(9), quantity: 40.into(), ..case.plan[0].clone() }];
    case.sessions.iter_mut().for_each(|session| session.line = Id::new(9));
    let told = case.with_earlier(&earlier, |facts| atbalsts::domain::rules::judge(&Rule::quantity(), facts));
    assert_eq!((told.len(), told[0].used.clone(), told[0].broken), (1, units(3), true));
    // What no line of the plan goes on with stays with its own: that of a version which only waits, say.
    let music = [PlanLine { service: "MUZ".into(), quantity: 2.into(), ..earlier[0].clone() }];
    let told = case.with_earlier(&music, |facts| atbalsts::domain::rules::judge(&Rule::quantity(), facts));
    let told: Vec<_> = told.into_iter().map(|it| (it.service, it.limit, it.used)).collect();
    assert_eq!(told, [("FIZ".to_owned(), units(2), units(0)), ("MUZ".to_owned(), units(2), units(3))]);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn each_line_is_passed_when_its_own_sessions_come_to_more(
        quantities in vec(0..60i64, 1..4),
        booked in vec((0..4usize, 0..390u64, 1..40i64), 0..40),
    ) {
        let case = quantities.iter().enumerate().fold(Case::new(), |case, (n, quantity)| {
            // The same service for different people and in different forms.
            case.line("FIZ", *quantity, |line| {
                line.format = if n % 2 == 0 { Format::Individual } else { Format::Group };
                line.recipient = if n < 2 { Recipient::Child } else { Recipient::Parent };
            })
        });
        let case = booked.iter().fold(case, |case, &(line, on, amount)| {
            let line = (line % quantities.len()) as u64 + 1;
            case.session(line, day(2018, 9, 3) + Days::new(on), tenths(amount))
        });
        let measures = case.judge(&Rule::quantity());
        prop_assert_eq!(measures.len(), quantities.len());
        for (n, quantity) in quantities.iter().enumerate() {
            let own: Vec<_> = case.sessions.iter().filter(|session| session.line.0 == n as u64 + 1).collect();
            let through = |last: NaiveDate| own.iter().filter(|it| it.day <= last).map(|it| it.units).sum::<Decimal>();
            let line = &case.plan[n];
            let is_its = |part: atbalsts::domain::rules::Part| (part.format, part.recipient) == (line.format, line.recipient);
            let measure = measures.iter().find(|it| it.part.is_some_and(is_its)).unwrap();
            prop_assert_eq!(&measure.used, &Amount::Units(through(NaiveDate::MAX).normalize()));
            let over = through(NaiveDate::MAX) > (*quantity).into();
            prop_assert_eq!(measure.broken, over);
            if over {
                prop_assert!(through(measure.date) > (*quantity).into());
                prop_assert!(measure.date.pred_opt().is_none_or(|before| through(before) <= (*quantity).into()));
            }
        }
    }
}
