//! Rules over the facts of a child: each shape by example and by properties against a plain reckoning.

use atbalsts::domain::{
    Child, Id, Money, Person, PlanLine, Price, Programme, Provider, Relation, Session, Unit,
    budget::{Account, Within},
    pricing::PriceList,
    rules::{Amount, Basis, Breach, Facts, Measure, Rule, Shape, Turn, Valued, breaches, compare, judge},
};
use chrono::NaiveDate;
use rust_decimal::Decimal;

mod ceiling;
mod changes;
mod one_by_one;
mod plainly;
mod quantity;
mod shapes;
mod sums;

fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}

/// What the change from `before` to `after` breaks.
fn broken_by(rules: &[Rule], before: &Valued, after: &Valued) -> Vec<Breach> {
    let changes = compare(rules.iter().map(|rule| (Within::ALWAYS, rule)), before, after).into_iter();
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
    in_force: bool,
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
            in_force: true,
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

    fn with<T>(&self, ask: impl FnOnce(&Valued) -> T) -> T {
        self.with_earlier(&[], ask)
    }

    /// With lines of earlier versions of the plan.
    fn with_earlier<T>(&self, earlier: &[PlanLine], ask: impl FnOnce(&Valued) -> T) -> T {
        let account = |child, plan, sessions| Account::new(child, &self.programme, plan, sessions, &self.prices);
        let siblings = self.sibling.iter().map(|(child, plan, sessions)| account(child, plan, sessions)).collect();
        let facts = Facts {
            account: account(&self.child, &self.plan, &self.sessions).with_earlier(earlier),
            siblings,
            birth_date: Some(self.born),
            people: &self.people,
            providers: &self.providers,
            in_force: self.in_force,
            today: day(2018, 11, 21),
        };
        ask(&facts.into())
    }

    fn judge(&self, rule: &Rule) -> Vec<Measure> {
        self.with(|facts| judge(rule, facts))
    }

    fn breaches(&self, rule: &Rule) -> Vec<Breach> {
        self.with(|facts| breaches(std::slice::from_ref(rule), facts))
    }

    /// Limit, use and day of every breach.
    fn told(&self, rule: &Rule) -> Vec<(Basis, Amount, Amount, NaiveDate)> {
        self.breaches(rule)
            .into_iter()
            .map(|it| (it.measure.basis, it.measure.limit, it.measure.used, it.measure.date))
            .collect()
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
