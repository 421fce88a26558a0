//! Rules over the facts of a child: each shape by example and by properties against a plain reckoning.

use std::collections::BTreeMap;

use atbalsts::domain::{
    Charge, Child, Format, Id, Impairment, Money, Outcome, Person, PlanLine, Price, Programme, Provider, Relation,
    Session, Unit,
    budget::Account,
    pricing::PriceList,
    rules::{
        Amount, Band, Basis, Breach, Facts, Higher, Measure, Period, Policy, Rule, RuleBook, Shape, Turn, Whose,
        breaches, compare, judge,
    },
};
use chrono::{Datelike, Days, NaiveDate};
use proptest::{collection::vec, prelude::*};
use rust_decimal::Decimal;

fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}

/// What the change from `before` to `after` breaks.
fn broken_by(rules: &[Rule], before: &Facts, after: &Facts) -> Vec<Breach> {
    let changes = compare(rules, before, after).into_iter();
    changes.filter(|change| change.turn == Turn::Broken).map(|change| change.told).collect()
}

fn tenths(tenths: i64) -> Decimal {
    Decimal::new(tenths, 1)
}

/// A child with a plan, a calendar and a household.
#[derive(Clone)]
struct Case {
    programme: Programme,
    child: Child,
    plan: Vec<PlanLine>,
    sessions: Vec<Session>,
    sibling: Option<(Child, Vec<PlanLine>, Vec<Session>)>,
    people: Vec<Person>,
    providers: Vec<Provider>,
    prices: PriceList,
    born: NaiveDate,
}

impl Case {
    fn new() -> Self {
        let price = |service: &str, unit: Unit| Price {
            service: service.into(),
            unit,
            amount: Money::from_cents(1000),
            from: day(2018, 1, 1),
            ..Price::default()
        };
        Self {
            programme: Programme { from: day(2018, 9, 3), to: day(2019, 9, 30), ..Programme::default() },
            child: Child { person: Id::new(1), ..Child::default() },
            plan: Vec::new(),
            sessions: Vec::new(),
            sibling: None,
            people: vec![person(1, "Jānis", "Bērziņš", Relation::Child)],
            providers: Vec::new(),
            prices: PriceList::new(&[
                price("FIZ", Unit::Session),
                price("LOG", Unit::Session),
                price("GAS", Unit::Hour),
                price("PAV", Unit::Hour),
            ]),
            born: day(2012, 5, 20),
        }
    }

    /// With another line of the plan; its number is its place from 1.
    fn line(mut self, service: &str, quantity: i64, change: impl FnOnce(&mut PlanLine)) -> Self {
        let mut line = PlanLine {
            id: Id::new(self.plan.len() as u64 + 1),
            service: service.into(),
            quantity: quantity.into(),
            minutes: 60,
            from: self.programme.from,
            to: self.programme.to,
            ..PlanLine::default()
        };
        change(&mut line);
        self.plan.push(line);
        self
    }

    /// With another session of a line.
    fn session(mut self, line: u64, on: NaiveDate, units: Decimal) -> Self {
        self.sessions.push(session(self.sessions.len() as u64 + 1, line, on, units));
        self
    }

    fn with<T>(&self, ask: impl FnOnce(&Facts) -> T) -> T {
        let account = |child, plan, sessions| Account::new(child, &self.programme, plan, sessions, &self.prices);
        let siblings = self.sibling.iter().map(|(child, plan, sessions)| account(child, plan, sessions)).collect();
        ask(&Facts {
            account: account(&self.child, &self.plan, &self.sessions),
            siblings,
            birth_date: Some(self.born),
            people: &self.people,
            providers: &self.providers,
            in_force: true,
            today: day(2018, 11, 21),
        })
    }

    fn judge(&self, rule: &Rule) -> Vec<Measure> {
        self.with(|facts| judge(rule, facts))
    }

    fn breaches(&self, rule: &Rule) -> Vec<Breach> {
        self.with(|facts| breaches(std::slice::from_ref(rule), facts))
    }

    /// Limit, use and day of every breach.
    fn told(&self, rule: &Rule) -> Vec<(Basis, Amount, Amount, NaiveDate)> {
        self.breaches(rule).into_iter().map(|it| (it.basis, it.limit, it.used, it.date)).collect()
    }
}

fn session(id: u64, line: u64, on: NaiveDate, units: Decimal) -> Session {
    Session { id: Id::new(id), line: Id::new(line), day: on, units, minutes: 60, ..Session::default() }
}

fn person(id: u64, given_names: &str, surname: &str, relation: Relation) -> Person {
    Person { id: Id::new(id), given_names: given_names.into(), surname: surname.into(), relation, ..Person::default() }
}

fn rule(services: &[&str], shape: Shape) -> Rule {
    let services = services.iter().map(|&service| service.to_owned()).collect();
    Rule { code: "paraugs".into(), services, shape, ..Rule::default() }
}

fn count(each_service: bool, most: i64) -> Shape {
    Shape::Count { each_service, most: most.into() }
}

fn units(number: i64) -> Amount {
    Amount::Units(number.into())
}

#[test]
fn counts_are_of_each_service_or_of_all_together() {
    let case = Case::new().line("FIZ", 10, |_| {}).line("LOG", 11, |_| {});
    assert_eq!(case.told(&rule(&[], count(true, 11))), []);
    assert_eq!(case.told(&rule(&[], count(true, 10))), [(Basis::Plan, units(10), units(11), day(2018, 9, 3))]);
    assert_eq!(case.told(&rule(&["FIZ"], count(true, 10))), []);
    assert_eq!(case.told(&rule(&[], count(false, 21))), []);
    assert_eq!(case.told(&rule(&[], count(false, 20))), [(Basis::Plan, units(20), units(21), day(2018, 9, 3))]);
    let others = Rule { recipients: vec![atbalsts::domain::Recipient::Parent], ..rule(&[], count(false, 1)) };
    assert_eq!(case.told(&others), [], "the lines are for the child");
    // Of the calendar, the session that passes the limit gives the day.
    let booked = (0..4).fold(case, |case, week| case.session(1, day(2018, 10, 1) + Days::new(7 * week), 1.into()));
    let over = booked.told(&rule(&["FIZ"], count(true, 3)));
    assert_eq!(over[0], (Basis::Plan, units(3), units(10), day(2018, 9, 3)));
    assert_eq!(over[1], (Basis::Sessions, units(3), units(4), day(2018, 10, 22)));
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
    assert_eq!(told, [(Basis::Plan, Amount::Hours(9.into()), Amount::Hours(10.into()), day(2018, 9, 3))]);
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
    let told = booked.told(&rule(&[], shape(Whose::Child)));
    assert_eq!(told, [(Basis::Sessions, euros(2_000), euros(3_000), day(2018, 10, 3))]);
    let mut autism = booked.clone();
    autism.child.impairments = vec![Impairment::Autism];
    assert_eq!(autism.told(&rule(&[], shape(Whose::Child))), []);
    // A brother's session is the family's money.
    let own = vec![PlanLine { id: Id::new(50), ..booked.plan[0].clone() }];
    autism.sibling = Some((Child::default(), own, vec![session(90, 50, day(2018, 12, 24), 1.into())]));
    assert_eq!(autism.told(&rule(&[], shape(Whose::Child))), []);
    let told = autism.told(&rule(&[], shape(Whose::Family)));
    assert_eq!(told, [(Basis::Sessions, euros(3_000), euros(4_000), day(2018, 12, 24))]);
    // What the family pays itself is not the programme's money; nor is a session that cost nothing.
    let mut shared = booked;
    shared.plan[0].copayment_percent = 50.into();
    assert_eq!(shared.told(&rule(&[], shape(Whose::Child))), []);
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

/// Sessions of two services, anywhere in the programme and a little beyond, of tenths of an hour.
fn booked() -> impl Strategy<Value = Vec<(u64, u64, i64)>> {
    vec((1..3u64, 0..420u64, 1..40i64), 0..40)
}

fn calendar(booked: &[(u64, u64, i64)]) -> Case {
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
        |most| Shape::EurosPerYear { most: Money::new(most * Decimal::TEN), higher: vec![], whose: Whose::Child },
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
            let broken = |case: &Case| case.breaches(&rule).into_iter().filter(|it| it.basis == Basis::Sessions).count();
            prop_assert!(broken(&before) <= broken(&after), "{}", rule.shape.name());
            let new = before.with(|before| after.with(|after| broken_by(std::slice::from_ref(&rule), before, after)));
            // What a session breaks is of the days that it is counted with, and one rule says it once.
            prop_assert!(new.len() <= 1, "{:?}", new);
            let on = day(2018, 9, 3) + Days::new(more.1);
            let whole = matches!(rule.shape, Shape::Count { .. });
            prop_assert!(whole || new.iter().all(|it| it.days.0 <= on && on <= it.days.1));
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
        let early = case.breaches(&age).into_iter().filter(|it| it.basis == Basis::Sessions).count();
        prop_assert_eq!(early, booked.len());
    }
}

#[test]
fn group_and_individual_lines_count_alike() {
    let case = Case::new().line("FIZ", 3, |_| {}).line("FIZ", 4, |line| line.format = Format::Group);
    assert_eq!(case.told(&rule(&["FIZ"], count(true, 7))), []);
    assert_eq!(case.told(&rule(&["FIZ"], count(true, 6))).len(), 1);
}

// ---- rules as a file, and in a store

#[path = "support/office.rs"]
mod office;

#[test]
fn rules_are_dumped_checked_adopted_and_replaced() {
    let office = office::Office::new();
    let sample = office.ok(&["rules", "dump"]);
    assert!(sample.contains("Paraugs, nevis spēkā esoši"), "{sample}");
    let file = office.file("noteikumi.toml", sample.as_bytes());
    let told = office.ok(&["rules", "check", &file]);
    assert!(
        told.contains("14\u{a0}noteikumu") && told.contains("REI: no 5 gadu vecuma līdz 18 gadu vecumam"),
        "{told}"
    );
    let english = office.ok(&["--lang", "en", "rules", "check", &file]);
    assert!(english.contains("TRA, STR: at most €800.00 a year; autism spectrum – €1,500.00"), "{english}");

    // Nothing is in force unless somebody adopts it.
    assert_eq!(office.run(&["rules", "dump", "--programme", "1"]).code, 1);
    assert_eq!(office.rows("rule_books"), Vec::<serde_json::Value>::new());
    let adopt = |from: &str| office.ok(&["rules", "adopt", &file, "--programme", "1", "--from", from]);
    let adopted = adopt("03.09.2018");
    assert!(adopted.contains("spēkā no 03.09.2018.") && adopted.contains("Paraugi starp tiem: 14"), "{adopted}");
    let again = adopt("01.01.2019");
    assert!(again.contains("jau ir spēkā no 03.09.2018."), "{again}");
    assert_eq!(office.rows("rule_books").len(), 1, "the same is not stored twice");
    let stricter = office.file("jauni.toml", sample.replacen("most = 60", "most = 40", 1).as_bytes());
    office.ok(&["rules", "adopt", &stricter, "--programme", "1", "--from", "2019-01-01"]);
    let dumped = office.ok(&["rules", "dump", "--programme", "1"]);
    assert!(dumped.contains("most = 40"), "{dumped}");
    let back = office.file("izrakstīti.toml", dumped.as_bytes());
    let same = office.ok(&["rules", "adopt", &back, "--programme", "1"]);
    assert!(same.contains("jau ir spēkā no 01.01.2019."), "what is dumped is what was adopted: {same}");
    assert_eq!(office.run(&["rules", "adopt", &file, "--programme", "9"]).code, 2);
    office.ok(&["check"]);
}

#[test]
fn a_file_with_faults_is_refused_with_every_line_and_column() {
    let office = office::Office::new();
    let bad = "name = \"N\"\n[[rule]]\ncode = \"a\"\nlv = \"A\"\nen = \"A\"\nshape = \"cuont\"\npolicy = \"warn\"\n";
    let file = office.file("slikti.toml", bad.as_bytes());
    for command in [&["rules", "check", &file][..], &["rules", "adopt", &file, "--programme", "1"]] {
        let ran = office.run(command);
        assert_eq!((ran.code, ran.out.as_str()), (1, ""));
        assert!(ran.err.contains("slikti.toml:6:9: „cuont” šeit nevar būt"), "{}", ran.err);
        assert!(ran.err.contains("Vai domāts „count”?"), "{}", ran.err);
    }
    let elsewhere = office.file("teksts.toml", &[0xff, 0xfe]);
    assert_eq!(office.run(&["rules", "check", &elsewhere]).code, 1);
    assert_eq!(office.run(&["rules", "check", "nav.toml"]).code, 2);
}
