//! Rules about the terms of a service: who pays what part, at what age, beside what else, at whose hands.

use std::collections::BTreeMap;

use chrono::{Months, NaiveDate};

use super::{
    Amount, Basis, Behind, Measure, Rule, Shape, Source,
    facts::{Use, Valued},
};
use crate::domain::{Id, Person, PlanLine, Provider, Relation, fold};

/// What the rule says of every line and every session that it is about.
pub(super) fn judge(rule: &Rule, valued: &Valued) -> Vec<Measure> {
    let facts = &valued.facts;
    let lines: Vec<&PlanLine> =
        valued.books[0].paces.iter().map(|pace| pace.line).filter(|line| rule.concerns(line)).collect();
    let concerned = |used: &&Use| rule.concerns(used.line) && rule.covers(used.session.day);
    let uses: Vec<&Use> = valued.uses()[0].iter().filter(concerned).collect();
    match &rule.shape {
        Shape::Copayment { percent } => {
            let lines = lines.iter().filter(|line| covers_any(rule, line));
            let measures = lines.map(|line| {
                let (limit, used) =
                    (Amount::Percent(percent.normalize()), Amount::Percent(line.copayment_percent.normalize()));
                of_line(line, limit, used, line.copayment_percent != *percent, line.from)
            });
            measures.collect()
        }
        Shape::Age { from, to, run_off_months } => {
            let Some(born) = facts.birth_date else { return Vec::new() };
            let window = Window::new(born, *from, *to, *run_off_months);
            let of_lines = lines.iter().filter(|line| covers_any(rule, line)).filter_map(|line| {
                let (limit, used) = window.judge(line.from, line.to)?;
                let broken = !window.holds(used);
                Some(of_line(line, Amount::Day(limit), Amount::Day(used), broken, used))
            });
            let of_sessions = uses.iter().filter_map(|used| {
                let day = used.session.day;
                let (limit, _) = window.judge(day, day)?;
                (!window.holds(day)).then(|| of_session(used, Amount::Day(limit), Amount::Day(day)))
            });
            of_lines.chain(of_sessions).collect()
        }
        Shape::Exclusive => exclusive(rule, &lines, &uses),
        Shape::Provider { household, relatives } => {
            let barred: Vec<&Person> = facts
                .people
                .iter()
                .filter(|person| person.id != facts.account.child.person)
                .filter(|person| (*household && !person.closed) || (*relatives && is_near(person)))
                .collect();
            let provider_name =
                |id| facts.providers.iter().find(|provider| provider.id == id).map(|it| it.name.as_str());
            let found = |specialist: &str, provider| {
                let names = [Some(specialist), provider_name(provider)];
                let named = |person: &&&Person| names.iter().flatten().any(|name| is_named(person, name));
                barred.iter().find(named).map(|person| Amount::Name(person.list_name()))
            };
            // Session after session it is the same few.
            let mut known: BTreeMap<(&str, Id<Provider>), Option<Amount>> = BTreeMap::new();
            let mut named = |specialist, provider| {
                known.entry((specialist, provider)).or_insert_with(|| found(specialist, provider)).clone()
            };
            let mut measures = Vec::new();
            for line in lines.iter().filter(|line| covers_any(rule, line)) {
                let name = named(line.specialist.as_str(), line.provider);
                measures.extend(name.map(|name| of_line(line, Amount::Outsider, name, true, line.from)));
            }
            for used in &uses {
                let name = named(used.session.specialist.as_str(), used.session.provider_by(used.line));
                measures.extend(name.map(|name| of_session(used, Amount::Outsider, name)));
            }
            measures
        }
        _ => Vec::new(),
    }
}

/// Whether the rule is about any day of the line.
fn covers_any(rule: &Rule, line: &PlanLine) -> bool {
    rule.from.is_none_or(|from| from <= line.to) && rule.to.is_none_or(|to| line.from <= to)
}

fn of_line(line: &PlanLine, limit: Amount, used: Amount, broken: bool, date: NaiveDate) -> Measure {
    let behind =
        Behind { source: Source::Line(line.id), service: line.service.clone(), day: line.from, amount: used.clone() };
    let (service, days) = (line.service.clone(), (line.from, line.to));
    Measure {
        basis: Basis::Plan,
        service,
        part: None,
        days,
        limit,
        used,
        spent: None,
        date,
        broken,
        behind: vec![behind],
    }
}

/// A session that breaks the rule: those that keep it say nothing that their lines do not.
fn of_session(used: &Use, limit: Amount, amount: Amount) -> Measure {
    let day = used.session.day;
    let behind = Behind {
        source: Source::Session(used.session.id),
        service: used.line.service.clone(),
        day,
        amount: amount.clone(),
    };
    Measure {
        basis: Basis::Sessions,
        service: used.line.service.clone(),
        part: None,
        days: (day, day),
        limit,
        used: amount,
        spent: None,
        date: day,
        broken: true,
        behind: vec![behind],
    }
}

/// The days between two birthdays.
struct Window {
    first: Option<NaiveDate>,
    last: Option<NaiveDate>,
}

impl Window {
    fn new(born: NaiveDate, from: Option<u32>, to: Option<u32>, run_off_months: u32) -> Self {
        let birthday = |age: u32| born.checked_add_months(Months::new(age.saturating_mul(12)));
        let last = to.and_then(|to| birthday(to.saturating_add(1)));
        let last = last.and_then(|day| day.checked_add_months(Months::new(run_off_months))?.pred_opt());
        Self { first: from.and_then(birthday), last }
    }

    fn holds(&self, day: NaiveDate) -> bool {
        self.first.is_none_or(|first| first <= day) && self.last.is_none_or(|last| day <= last)
    }

    /// The end of the window that is at stake, and the day that is nearer to it or beyond; none without ends.
    fn judge(&self, from: NaiveDate, to: NaiveDate) -> Option<(NaiveDate, NaiveDate)> {
        match (self.first, self.last) {
            (Some(first), _) if from < first => Some((first, from)),
            (_, Some(last)) => Some((last, to)),
            (Some(first), None) => Some((first, from)),
            (None, None) => None,
        }
    }
}

/// Lines whose dates overlap, and sessions on one day, of different services of the rule.
fn exclusive(rule: &Rule, lines: &[&PlanLine], uses: &[&Use]) -> Vec<Measure> {
    let mut measures = Vec::new();
    let code = |service: &str| Amount::Service(service.to_owned());
    for (at, line) in lines.iter().enumerate() {
        let overlap = |other: &&&PlanLine| {
            let (first, last) = (line.from.max(other.from), line.to.min(other.to));
            other.service != line.service
                && first <= last
                && rule.from.is_none_or(|from| from <= last)
                && rule.to.is_none_or(|to| first <= to)
        };
        // The earlier line is the one that may stay.
        if let Some(other) = lines[..at].iter().find(overlap) {
            let date = line.from.max(other.from);
            measures.push(of_line(line, code(&other.service), code(&line.service), true, date));
        }
    }
    for (at, used) in uses.iter().enumerate() {
        let same_day = uses[..at].iter().rev().take_while(|other| other.session.day == used.session.day);
        if let Some(other) = same_day.into_iter().find(|other| other.line.service != used.line.service) {
            measures.push(of_session(used, code(&other.line.service), code(&used.line.service)));
        }
    }
    measures
}

/// A parent or a child: relatives of the first degree, wherever they live.
fn is_near(person: &Person) -> bool {
    matches!(person.relation, Relation::Mother | Relation::Father)
}

/// Whether the text names the person, in whatever order, case and diacritics: every given name and surname stands in it.
fn is_named(person: &Person, text: &str) -> bool {
    let said = words(text);
    let is_in = |name: &str| {
        let wanted = words(name);
        !wanted.is_empty() && wanted.iter().all(|word| said.contains(word))
    };
    let surnames = std::iter::once(&person.surname).chain(&person.previous_names);
    // Of several given names people use one.
    words(&person.given_names).iter().any(|given| said.contains(given)) && surnames.into_iter().any(|name| is_in(name))
}

fn words(text: &str) -> Vec<String> {
    fold(text)
        .split(|letter: char| !letter.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}
