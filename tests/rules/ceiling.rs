//! The ceiling: what the plan costs and what is spent and booked beside what was granted.

use atbalsts::domain::{
    Ceiling, Charge, Money, Outcome,
    rules::{Amount, Basis, Breach, Policy, Rule},
};
use chrono::{Days, NaiveDate};

use crate::{Case, broken_by, day};

fn euros(euros: i64) -> Amount {
    Amount::Euros(Money::from_cents(100 * euros))
}

/// Ten units at ten euros planned, five of them on the calendar from 1 October on.
fn case(granted: Option<i64>) -> Case {
    let case = Case::new().line("FIZ", 10, |line| line.to = day(2018, 11, 30));
    let mut case = (0..5).fold(case, |case, week| case.session(1, day(2018, 10, 1) + Days::new(7 * week), 1.into()));
    let granted = granted.map(|euros| Ceiling { amount: Money::from_cents(100 * euros), ..Ceiling::default() });
    case.child.ceilings = granted.into_iter().collect();
    case
}

fn told(case: &Case) -> Vec<(Basis, Policy, Amount, Amount, Option<Amount>, NaiveDate)> {
    let one = |it: Breach| {
        (it.measure.basis, it.policy, it.measure.limit, it.measure.used, it.measure.spent, it.measure.date)
    };
    case.breaches(&Rule::ceiling()).into_iter().map(one).collect()
}

#[test]
fn the_day_is_the_one_on_which_there_is_no_more() {
    assert_eq!(told(&case(Some(100))), []);
    // Ten units over the 63 working days until the end of November: the tenth is due on the 57th, the fifth on the 26th.
    let plan = (Basis::Plan, Policy::Allow, euros(99), euros(100), None, day(2018, 11, 22));
    assert_eq!(told(&case(Some(99))), [plan]);
    let both = told(&case(Some(49)));
    assert_eq!(both[0], (Basis::Plan, Policy::Allow, euros(49), euros(100), None, day(2018, 10, 9)));
    assert_eq!(both[1], (Basis::Sessions, Policy::Allow, euros(49), euros(50), None, day(2018, 10, 29)));
}

#[test]
fn where_nothing_was_granted_that_is_told() {
    let nothing = told(&case(None));
    let (plan, sessions) = (&nothing[0], &nothing[1]);
    assert_eq!((plan.0, plan.1, &plan.2, &plan.3), (Basis::Plan, Policy::Warn, &Amount::NotGranted, &euros(100)));
    assert_eq!((sessions.0, sessions.1, &sessions.3), (Basis::Sessions, Policy::Warn, &euros(50)));
    let prevents = Rule { policy: Policy::Prevent, ..Rule::ceiling() };
    assert!(case(None).breaches(&prevents).iter().all(|breach| breach.policy == Policy::Prevent));
    // One more session is told again; what is too little is another matter than nothing.
    let broken = |before: &Case, after: &Case| {
        before.with(|before| after.with(|after| broken_by(&[Rule::ceiling()], before, after).len()))
    };
    let more = case(None).session(1, day(2018, 11, 20), 1.into());
    assert_eq!((broken(&case(None), &case(None)), broken(&case(None), &more)), (0, 1));
    assert_eq!((broken(&case(None), &case(Some(10))), broken(&case(None), &case(Some(200)))), (2, 0));
}

#[test]
fn a_draft_is_told_of_and_binds_nobody() {
    let mut draft = case(Some(60));
    draft.in_force = false;
    let breaches = draft.breaches(&Rule::ceiling());
    assert_eq!((breaches.len(), breaches[0].measure.basis, breaches[0].binds()), (1, Basis::Draft, false));
    // Approved as it was drafted, it is asked about.
    let approved = draft.with(|before| case(Some(60)).with(|after| broken_by(&[Rule::ceiling()], before, after)));
    assert!(approved.iter().any(|breach| breach.measure.basis == Basis::Plan && breach.binds()));
}

#[test]
fn what_is_spent_already_comes_first() {
    let mut spent = case(Some(20));
    for session in spent.sessions.iter_mut().take(3) {
        session.outcome = Outcome::Attended;
        session.charge = Some(Charge {
            unit_price: Money::from_cents(1000),
            units: 1.into(),
            charged_percent: 100.into(),
            ..Charge::default()
        });
    }
    let first = &told(&spent)[0];
    assert_eq!((first.0, &first.3, &first.4), (Basis::Sessions, &euros(50), &Some(euros(30))));
}
