//! The rule that every programme has: nothing beyond the ceiling without a reason. A plan in force costs no more, and
//! what was delivered and is on the calendar comes to no more, than the child was granted.

use chrono::{Days, NaiveDate};

use super::{Amount, Basis, Behind, Doctor, Facts, Measure, Policy, Rule, RuleBook, Shape, Source};
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

/// The rules that are asked: those of the book, what it does not say of clashes, of the units and the dates of a line
/// and of a doctor's word, and the ceiling, which a book may make stricter, and neither leave out nor only warn of.
pub fn asked(book: Option<&RuleBook>) -> Vec<Rule> {
    let of_book = book.map(|book| book.rules.as_slice()).unwrap_or_default();
    let is_missing = |own: &Rule| !of_book.iter().any(|rule| rule.shape == own.shape);
    let own = [Rule::ceiling(), Rule::quantity()].into_iter().filter(is_missing);
    let health = Doctor::ALL.iter().map(|of| Rule::medical(*of));
    let clashes = Busy::ALL.iter().map(|of| Rule::clash(*of));
    let one_by_one = [Rule::line_dates()].into_iter().chain(health).chain(clashes).filter(is_missing);
    let mut rules: Vec<Rule> = own.chain(of_book.iter().cloned()).chain(one_by_one).collect();
    for rule in &mut rules {
        if rule.shape == Shape::Ceiling && rule.policy == Policy::Warn {
            rule.policy = Policy::Allow;
        }
    }
    rules
}

/// The plan and the sessions beside the ceiling. While the plan is not in force it binds nobody: then it is measured to
/// be told, see [`Basis::Draft`].
pub(super) fn judge(facts: &Facts, books: &Books) -> Vec<Measure> {
    let account = &facts.account;
    let granted = (!account.child.ceilings.is_empty()).then(|| account.ceiling().amount());
    let behind = |source, service: &str, day, amount| {
        (Behind { source, service: service.to_owned(), day, amount: Amount::Euros(amount) }, amount)
    };
    // What is due on each day by the version that holds on it: as the figure of the budget has it.
    let plan = books.planned().filter(|pace| !pace.amount().is_zero());
    let plan = plan.map(|pace| behind(Source::Line(pace.line.id), &pace.line.service, pace.line.from, pace.amount()));
    let sessions = books.delivered.iter().chain(&books.reserved).map(|entry| {
        let service = entry.line.map_or("", |line| &line.service);
        behind(Source::Session(entry.session.id), service, entry.session.day, entry.amount)
    });
    let whole = (account.from, account.to);
    let basis = if facts.in_force { Basis::Plan } else { Basis::Draft };
    let mut plan = measure(basis, whole, granted, plan.collect());
    if plan.broken {
        // Not when the line begins, but when so much of it is due that there is no more.
        let limit = granted.unwrap_or_default();
        plan.date = first_day(whole, |day| books.planned().map(|pace| pace.amount_through(day)).sum::<Money>() > limit);
    }
    let delivered = books.delivered.iter().map(|entry| entry.amount).sum::<Money>();
    let spent = (delivered > granted.unwrap_or_default()).then_some(Amount::Euros(delivered));
    vec![plan, Measure { spent, ..measure(Basis::Sessions, whole, granted, sessions.collect()) }]
}

/// The first of the days on which it is so and stays so; the last, if it never is.
pub(super) fn first_day((from, to): (NaiveDate, NaiveDate), is_so: impl Fn(NaiveDate) -> bool) -> NaiveDate {
    let (mut from, mut to) = (from, to.max(from));
    while from < to {
        let middle = from + Days::new((to - from).num_days() as u64 / 2);
        if is_so(middle) {
            to = middle;
        } else {
            from = middle.succ_opt().unwrap_or(to);
        }
    }
    from
}

/// `granted`: the limit; none: no ceiling was granted, so that anything is too much.
fn measure(
    basis: Basis,
    days: (NaiveDate, NaiveDate),
    granted: Option<Money>,
    mut counted: Vec<(Behind, Money)>,
) -> Measure {
    counted.sort_by_key(|(behind, _)| behind.day);
    let limit = granted.unwrap_or_default();
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
        part: None,
        days,
        limit: granted.map_or(Amount::NotGranted, Amount::Euros),
        used: Amount::Euros(used),
        spent: None,
        date,
        broken: used > limit,
        behind: counted.into_iter().map(|(behind, _)| behind).collect(),
    }
}
