//! The rule that every programme has: nothing beyond the ceiling without a reason. A plan in force costs no more, and
//! what was delivered and is on the calendar comes to no more, than the child was granted.

use chrono::NaiveDate;

use super::{Amount, Basis, Behind, Facts, Measure, Policy, Rule, RuleBook, Shape, Source};
use crate::domain::{Choice, Money, budget::Books, shared_time::Busy};

impl Rule {
    /// The code of the rule that every programme has.
    pub const CEILING: &'static str = "ceiling";

    /// The rule that every programme has.
    pub fn ceiling() -> Self {
        Self {
            code: Self::CEILING.to_owned(),
            latvian: "Griesti".to_owned(),
            english: "Ceiling".to_owned(),
            shape: Shape::Ceiling,
            policy: Policy::Allow,
            ..Self::default()
        }
    }
}

/// The rules that are asked: those of the book, what it does not say of clashes, and the ceiling, which a book may make
/// stricter, and neither leave out nor only warn of.
pub fn asked(book: Option<&RuleBook>) -> Vec<Rule> {
    let of_book = book.map(|book| book.rules.as_slice()).unwrap_or_default();
    let is_missing = |own: &Rule| !of_book.iter().any(|rule| rule.shape == own.shape);
    let own = [Rule::ceiling()].into_iter().filter(is_missing);
    let clashes = Busy::ALL.iter().map(|of| Rule::clash(*of)).filter(is_missing);
    let mut rules: Vec<Rule> = own.chain(of_book.iter().cloned()).chain(clashes).collect();
    for rule in &mut rules {
        if rule.shape == Shape::Ceiling && rule.policy == Policy::Warn {
            rule.policy = Policy::Allow;
        }
    }
    rules
}

/// The plan in force, and the sessions, beside the ceiling. A child without any ceiling was not granted anything yet
/// that could be exceeded.
pub(super) fn judge(facts: &Facts, books: &Books) -> Vec<Measure> {
    let account = &facts.account;
    if account.child.ceilings.is_empty() {
        return Vec::new();
    }
    let behind = |source, service: &str, day, amount| {
        (Behind { source, service: service.to_owned(), day, amount: Amount::Euros(amount) }, amount)
    };
    let plan = books
        .paces
        .iter()
        .map(|pace| behind(Source::Line(pace.line.id), &pace.line.service, pace.line.from, pace.amount()));
    let sessions = books.delivered.iter().chain(&books.reserved).map(|entry| {
        let service = entry.line.map_or("", |line| &line.service);
        behind(Source::Session(entry.session.id), service, entry.session.day, entry.amount)
    });
    let limit = account.ceiling().amount();
    let whole = (account.from, account.to);
    let plan = facts.in_force.then(|| measure(Basis::Plan, whole, limit, plan.collect()));
    plan.into_iter().chain([measure(Basis::Sessions, whole, limit, sessions.collect())]).collect()
}

fn measure(basis: Basis, days: (NaiveDate, NaiveDate), limit: Money, mut counted: Vec<(Behind, Money)>) -> Measure {
    counted.sort_by_key(|(behind, _)| behind.day);
    let (mut used, mut date) = (Money::ZERO, days.0);
    for (behind, amount) in &counted {
        if used <= limit {
            date = behind.day;
        }
        used += *amount;
    }
    Measure {
        basis,
        service: String::new(),
        days,
        limit: Amount::Euros(limit),
        used: Amount::Euros(used),
        date,
        broken: used > limit,
        behind: counted.into_iter().map(|(behind, _)| behind).collect(),
    }
}
