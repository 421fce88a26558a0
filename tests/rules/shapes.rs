//! Each shape of rule by example.

use atbalsts::domain::{
    Charge, Child, Id, Impairment, Money, Outcome, Person, PlanLine, Provider, Relation, Unit,
    budget::Within,
    rules::{Amount, Band, Basis, Higher, Judgement, Period, Rule, Shape, WhoseMoney},
};
use chrono::{Days, NaiveDate};
use rust_decimal::Decimal;

use crate::{Case, count, day, person, rule, session, tenths, units};

#[test]
fn counts_are_of_each_service_or_of_all_together() {
    let case = Case::new().line("FIZ", 10, |_| {}).line("LOG", 11, |_| {});
    assert_eq!(case.told(&rule(&[], count(true, 11))), []);
    assert_eq!(case.told(&rule(&[], count(true, 10))), [(Basis::Plan, units(10), units(11), day(2019, 8, 27))]);
    assert_eq!(case.told(&rule(&["FIZ"], count(true, 10))), []);
    assert_eq!(case.told(&rule(&[], count(false, 21))), []);
    assert_eq!(case.told(&rule(&[], count(false, 20))), [(Basis::Plan, units(20), units(21), day(2019, 8, 27))]);
    let others = Rule { recipients: vec![atbalsts::domain::Recipient::Parent], ..rule(&[], count(false, 1)) };
    assert_eq!(case.told(&others), [], "the lines are for the child");
    // Of the calendar, the session that passes the limit gives the day.
    let booked = (0..4).fold(case, |case, week| case.session(1, day(2018, 10, 1) + Days::new(7 * week), 1.into()));
    let over = booked.told(&rule(&["FIZ"], count(true, 3)));
    assert_eq!(over[0], (Basis::Sessions, units(3), units(4), day(2018, 10, 22)));
    assert_eq!(over[1], (Basis::Plan, units(3), units(10), day(2019, 1, 2)), "when the fourth is due");
}

#[test]
fn hours_follow_the_age_and_the_status() {
    let hours = |born: NaiveDate, care: bool, parents: usize| {
        let bands = vec![
            Band { one_parent: Some(true), most: 60.into(), ..Band::default() },
            Band { to_age: Some(4), most: 50.into(), ..Band::default() },
            Band { from_age: Some(5), to_age: Some(17), special_care: Some(true), most: 20.into(), ..Band::default() },
            Band { from_age: Some(5), to_age: Some(17), most: 10.into(), ..Band::default() },
        ];
        let mut case =
            Case::new().line("GAS", 500, |line| line.unit = Unit::Hour).session(1, day(2018, 11, 20), 1.into());
        case.born = born;
        case.child.special_care_until = care.then(|| day(2020, 1, 1));
        let parent = |n: usize| person(10 + n as u64, "Ilze", "Bērziņa", Relation::Mother);
        case.people.extend((0..parents).map(parent));
        let shape = Shape::Hours { per: Period::Week, bands };
        let measures = case.judge(&rule(&["GAS"], shape));
        measures.into_iter().find(|it| it.basis == Basis::Sessions).map(|it| it.limit)
    };
    let check = |limit: Option<Amount>, expect: Option<i64>| assert_eq!(limit, expect.map(|h| Amount::Hours(h.into())));
    check(hours(day(2014, 11, 20), false, 2), Some(50));
    check(hours(day(2013, 11, 19), false, 2), Some(10));
    check(hours(day(2013, 11, 19), true, 2), Some(20));
    check(hours(day(2013, 11, 19), true, 1), Some(60));
    check(hours(day(2000, 11, 19), false, 2), None);
}

#[test]
fn hours_a_week_are_those_of_monday_to_sunday() {
    let most = |hours: i64| {
        let bands = vec![Band { most: hours.into(), ..Band::default() }];
        rule(&["GAS"], Shape::Hours { per: Period::Week, bands })
    };
    let hourly = |line: &mut PlanLine| (line.unit, line.per_week) = (Unit::Hour, 10.into());
    let case = Case::new().line("GAS", 560, hourly);
    assert_eq!(case.told(&most(10)), []);
    let told = case.told(&most(9));
    assert_eq!(told, [(Basis::Plan, Amount::Hours(9.into()), Amount::Hours(10.into()), day(2018, 9, 9))]);
    // Sunday is of the week that ends, Monday of the one that begins.
    let sunday = day(2018, 11, 18);
    let booked = case.session(1, day(2018, 11, 16), 6.into()).session(1, sunday, 4.into());
    assert_eq!(booked.clone().session(1, sunday.succ_opt().unwrap(), 4.into()).told(&most(10)), []);
    let told = booked.session(1, sunday, tenths(1)).told(&most(10));
    assert_eq!(told, [(Basis::Sessions, Amount::Hours(10.into()), Amount::Hours(tenths(101)), sunday)]);
}

#[test]
fn units_a_year_begin_anew_in_january() {
    let shape = Shape::UnitsPerYear { most: 3.into() };
    let case = Case::new().line("FIZ", 2, |_| {});
    let booked = [day(2018, 12, 1), day(2018, 12, 30), day(2018, 12, 31), day(2019, 1, 1), day(2019, 1, 2)];
    let booked = booked.into_iter().fold(case, |case, on| case.session(1, on, 1.into()));
    assert_eq!(booked.told(&rule(&["FIZ"], shape.clone())), []);
    let told = booked.session(1, day(2018, 12, 31), tenths(5)).told(&rule(&["FIZ"], shape));
    assert_eq!(told, [(Basis::Sessions, units(3), Amount::Units(tenths(35)), day(2018, 12, 31))]);
}

#[test]
fn money_a_year_is_more_with_an_impairment_and_common_to_a_family() {
    let shape = |whose| Shape::EurosPerYear {
        most: Money::from_cents(2_000),
        higher: vec![Higher { impairment: Impairment::Autism, most: Money::from_cents(3_000) }],
        whose,
    };
    let euros = |cents| Amount::Euros(Money::from_cents(cents));
    let plan = Case::new().line("FIZ", 1, |_| {});
    let booked = (0..3).fold(plan, |case, n| case.session(1, day(2018, 10, 1) + Days::new(n), 1.into()));
    let told = booked.told(&rule(&[], shape(WhoseMoney::Child)));
    assert_eq!(told, [(Basis::Sessions, euros(2_000), euros(3_000), day(2018, 10, 3))]);
    let mut autism = booked.clone();
    autism.child.impairments = vec![Impairment::Autism];
    assert_eq!(autism.told(&rule(&[], shape(WhoseMoney::Child))), []);
    // A brother's session is the family's money.
    let own = vec![PlanLine { id: Id::new(50), ..booked.plan[0].clone() }];
    autism.sibling = Some((Child::default(), own, vec![session(90, 50, day(2018, 12, 24), 1.into())]));
    assert_eq!(autism.told(&rule(&[], shape(WhoseMoney::Child))), []);
    let told = autism.told(&rule(&[], shape(WhoseMoney::Family)));
    assert_eq!(told, [(Basis::Sessions, euros(3_000), euros(4_000), day(2018, 12, 24))]);
    // What the family pays itself is not the programme's money; nor is a session that cost nothing.
    let mut shared = booked;
    shared.plan[0].copayment_percent = 50.into();
    assert_eq!(shared.told(&rule(&[], shape(WhoseMoney::Child))), []);
}

#[test]
fn what_counts_is_what_was_delivered_or_is_booked() {
    let mut case = Case::new().line("FIZ", 1, |_| {}).session(1, day(2018, 10, 1), 1.into());
    case = case.session(1, day(2018, 10, 2), 1.into()).session(1, day(2018, 10, 3), 1.into());
    let charge = |percent: i64| Charge {
        unit_price: Money::from_cents(1000),
        units: 1.into(),
        charged_percent: percent.into(),
        ..Charge::default()
    };
    let mut used = |outcome: Outcome, charge: Option<Charge>| {
        (case.sessions[0].outcome, case.sessions[0].charge) = (outcome, charge);
        let measures = case.judge(&rule(&["FIZ"], count(false, 9)));
        measures.into_iter().find(|it| it.basis == Basis::Sessions).map(|it| it.used)
    };
    assert_eq!(used(Outcome::Scheduled, None), Some(units(3)));
    assert_eq!(used(Outcome::Attended, Some(charge(100))), Some(units(3)));
    assert_eq!(used(Outcome::NoShow, Some(charge(50))), Some(units(3)));
    assert_eq!(used(Outcome::Excused, None), Some(units(2)));
    assert_eq!(used(Outcome::Moved, None), Some(units(2)));
}

#[test]
fn the_family_pays_its_share_and_no_other() {
    let check = |planned: i64, expect: bool| {
        let case = Case::new().line("FIZ", 1, |line| line.copayment_percent = planned.into());
        let told = case.told(&rule(&[], Shape::Copayment { percent: 50.into() }));
        assert_eq!(!told.is_empty(), expect, "{planned}");
    };
    check(50, false);
    check(49, true);
    check(51, true);
    check(0, true);
}

#[test]
fn the_plan_chooses_the_step_and_sessions_stay_in_it() {
    let tiers = rule(&["GAS"], Shape::Tiers { hours: vec![6.into(), 16.into(), 30.into()] });
    let planned =
        |per_week: i64| Case::new().line("GAS", 900, |line| (line.unit, line.per_week) = (Unit::Hour, per_week.into()));
    let limits = |case: &Case| -> Vec<Amount> { case.judge(&tiers).into_iter().map(|it| it.limit).collect() };
    let hours = |hours: i64| Amount::Hours(hours.into());
    assert_eq!(limits(&planned(1)), [hours(30), hours(6)], "31 days have 4.43 hours");
    assert_eq!(limits(&planned(3)), [hours(30), hours(16)]);
    assert_eq!(limits(&planned(6)), [hours(30), hours(30)]);
    assert_eq!(planned(6).told(&tiers), []);
    assert_eq!(planned(7).told(&tiers)[0].1, hours(30));
    let case = planned(1).session(1, day(2018, 10, 1), 4.into()).session(1, day(2018, 10, 31), 2.into());
    assert_eq!(case.told(&tiers), []);
    let told = case.session(1, day(2018, 10, 30), tenths(1)).told(&tiers);
    assert_eq!(told, [(Basis::Sessions, hours(6), Amount::Hours(tenths(61)), day(2018, 10, 31))]);
}

#[test]
fn an_age_window_opens_and_closes_on_birthdays() {
    let age = |from, to, run_off_months| rule(&[], Shape::Age { from, to, run_off_months });
    let check = |rule: &Rule, born: NaiveDate, on: NaiveDate, limit: Option<NaiveDate>| {
        let mut case = Case::new().line("FIZ", 1, |line| (line.from, line.to) = (on, on)).session(1, on, 1.into());
        case.born = born;
        let told = case.told(rule);
        let limits: Vec<_> = told.iter().map(|it| it.1.clone()).collect();
        let expect: Vec<_> = limit.into_iter().flat_map(|day| [Amount::Day(day), Amount::Day(day)]).collect();
        assert_eq!(limits, expect, "{born} {on}");
    };
    let born = day(2013, 11, 20);
    let riding = age(Some(5), Some(18), 0);
    check(&riding, born, day(2018, 11, 20), None);
    check(&riding, born, day(2018, 11, 19), Some(day(2018, 11, 20)));
    check(&riding, day(2000, 1, 1), day(2018, 12, 31), None);
    check(&riding, day(2000, 1, 1), day(2019, 1, 1), Some(day(2018, 12, 31)));
    // Ends a year after the eighteenth birthday.
    let run_off = age(None, Some(17), 12);
    check(&run_off, day(2000, 3, 10), day(2019, 3, 9), None);
    check(&run_off, day(2000, 3, 10), day(2019, 3, 10), Some(day(2019, 3, 9)));
    check(&run_off, day(2000, 2, 29), day(2019, 2, 27), None);
    check(&age(None, None, 0), day(2000, 1, 1), day(2019, 1, 1), None);
}

#[test]
fn of_services_that_exclude_each_other_the_first_may_stay() {
    let rule = rule(&["PAV", "GAS"], Shape::Exclusive);
    let until = |to: NaiveDate| move |line: &mut PlanLine| line.to = to;
    let case = Case::new().line("PAV", 9, until(day(2018, 12, 31)));
    let since = |from: NaiveDate| move |line: &mut PlanLine| line.from = from;
    assert_eq!(case.clone().line("GAS", 9, since(day(2019, 1, 1))).told(&rule), []);
    assert_eq!(case.clone().line("PAV", 9, |_| {}).told(&rule), [], "more of the same");
    let code = |code: &str| Amount::Service(code.into());
    // The books have lines of one group in the order of their services.
    let told = case.clone().line("GAS", 9, since(day(2018, 12, 31))).told(&rule);
    assert_eq!(told, [(Basis::Plan, code("GAS"), code("PAV"), day(2018, 12, 31))]);
    let apart = case.line("GAS", 9, since(day(2019, 1, 1))).session(1, day(2018, 12, 1), 1.into());
    assert_eq!(apart.clone().session(2, day(2018, 12, 2), 1.into()).told(&rule), []);
    let told = apart.session(2, day(2018, 12, 1), 1.into()).told(&rule);
    assert_eq!(told, [(Basis::Sessions, code("PAV"), code("GAS"), day(2018, 12, 1))]);
}

#[test]
fn no_one_of_the_household_and_no_parent_is_paid() {
    let barred = rule(&[], Shape::Provider { household: true, relatives: true });
    let outside = rule(&[], Shape::Provider { household: false, relatives: true });
    let check = |rule: &Rule, specialist: &str, provider: &str, expect: Option<&str>| {
        let mut case = Case::new().line("PAV", 9, |line| {
            (line.specialist, line.provider) = (specialist.into(), Id::new(7));
        });
        case.people.extend([
            person(2, "Ilze Marija", "Bērziņa-Āboliņa", Relation::Mother),
            Person { closed: true, ..person(3, "Pēteris", "Bērziņš", Relation::Father) },
            person(4, "Skaidrīte", "Āboliņa", Relation::Grandparent),
        ]);
        case.providers = vec![Provider { id: Id::new(7), name: provider.into(), ..Provider::default() }];
        let told: Vec<_> = case.told(rule).into_iter().map(|it| it.2).collect();
        assert_eq!(told, expect.map(|name| Amount::Name(name.into())).into_iter().collect::<Vec<_>>(), "{specialist}");
    };
    check(&barred, "Ilze Bērziņa-Āboliņa", "SIA Palīgs", Some("Bērziņa-Āboliņa Ilze Marija"));
    check(&barred, "BERZINA-ABOLINA, Ilze", "", Some("Bērziņa-Āboliņa Ilze Marija"));
    check(&barred, "Anna Kalniņa", "pašnodarbinātā Skaidrīte Āboliņa", Some("Āboliņa Skaidrīte"));
    check(&outside, "Skaidrīte Āboliņa", "", None);
    check(&outside, "Pēteris Bērziņš", "", Some("Bērziņš Pēteris"));
    check(&barred, "Ilze Kalniņa", "", None);
    check(&barred, "Jānis Bērziņš", "", None);
    check(&barred, "", "", None);
}

#[test]
fn a_rule_that_speaks_only_where_it_is_broken_is_kept_by_whom_it_concerns() {
    let check = |shape: Shape, service: &str, expect: bool| {
        let rule = rule(&["PAV", "GAS"], shape);
        let case = Case::new().line(service, 9, |line| line.specialist = "Anna Kalniņa".into());
        let judgement = case.with(|facts| Judgement::new(&rule, facts, Within::ALWAYS));
        assert_eq!((judgement.measures.len(), judgement.is_kept_silently()), (0, expect), "{service}");
    };
    let provider = Shape::Provider { household: true, relatives: true };
    check(provider.clone(), "PAV", true);
    check(provider, "FIZ", false);
    check(Shape::Exclusive, "GAS", true);
    check(Shape::Exclusive, "FIZ", false);
}

#[test]
fn unused_hours_go_over_up_to_the_mean_of_the_months_before() {
    // 31 hours in a month of 31 days; the companion's own plan has none.
    let transfer = rule(&["GAS"], Shape::Transfer { to: vec!["PAV".into()], months: 3 });
    let hourly = |line: &mut PlanLine| (line.unit, line.per_week) = (Unit::Hour, 7.into());
    let short =
        |line: &mut PlanLine| (line.unit, line.from, line.to) = (Unit::Hour, day(2019, 9, 30), day(2019, 9, 30));
    let case = Case::new().line("GAS", 400, hourly).line("PAV", 1, short);
    let case = case.session(1, day(2018, 9, 10), 3.into()).session(1, day(2018, 10, 10), 6.into());
    let case = case.session(1, day(2018, 11, 10), 3.into());
    let moved = |hours: Decimal| case.clone().session(2, day(2018, 12, 20), hours);
    assert_eq!(moved(4.into()).told(&transfer), []);
    let hours = |tenths_of: i64| Amount::Hours(tenths(tenths_of).normalize());
    let told = moved(tenths(41)).told(&transfer);
    assert_eq!(told, [(Basis::Sessions, hours(40), hours(41), day(2018, 12, 20))]);
    // What is used up cannot go over.
    let full = moved(4.into()).session(1, day(2018, 12, 3), 28.into());
    assert_eq!(full.told(&transfer)[0].1, hours(30));
}

#[test]
fn a_rule_is_about_its_own_days_only() {
    let from = Rule { from: Some(day(2018, 10, 2)), ..rule(&["FIZ"], count(false, 1)) };
    let case = Case::new().line("FIZ", 1, |_| {}).session(1, day(2018, 10, 1), 1.into());
    let case = case.session(1, day(2018, 10, 2), 1.into());
    assert_eq!(case.told(&from), []);
    let to = Rule { from: None, to: Some(day(2018, 10, 2)), ..from.clone() };
    assert_eq!(case.told(&to).len(), 1);
    assert_eq!(case.session(1, day(2018, 10, 3), 1.into()).told(&from).len(), 1);
}

#[test]
fn of_a_plan_what_lies_in_the_days_of_the_rule_counts() {
    // A unit on each of five working days, Monday to Friday.
    let week = |line: &mut PlanLine| (line.from, line.to) = (day(2018, 10, 1), day(2018, 10, 5));
    let case = Case::new().line("FIZ", 5, week);
    let check = |from: Option<NaiveDate>, to: Option<NaiveDate>, expect: i64| {
        let dated = Rule { from, to, ..rule(&["FIZ"], count(false, 0)) };
        let planned = case.told(&dated).into_iter().find(|(basis, ..)| *basis == Basis::Plan);
        assert_eq!(planned.map(|(_, _, used, _)| used), (expect > 0).then(|| units(expect)), "{from:?} {to:?}");
    };
    check(None, None, 5);
    check(Some(day(2018, 10, 3)), None, 3);
    check(None, Some(day(2018, 10, 2)), 2);
    check(Some(day(2018, 10, 6)), None, 0);
}
