//! The rules that every programme has about time: nobody is in two places at once, or sooner than the way between them
//! takes, and no provider takes in more than it has places for. What comes of it is the programme's to say; until it does, a reason is asked for.

use chrono::NaiveDate;

use super::{Amount, Basis, Breach, Measure, Policy, Rule, Shape};
use crate::domain::{
    Choice, PlanLine, Provider, catalogue,
    shared_time::{Booked, Busy, Met, met},
};

impl Rule {
    /// The rule that every programme has about one of them.
    pub fn clash(of: Busy) -> Self {
        let (latvian, english) = catalogue::rule_of_time(of);
        Self {
            code: format!("clash-{}", of.name()),
            latvian: latvian.to_owned(),
            english: english.to_owned(),
            shape: Shape::Clash { of },
            policy: Policy::Allow,
            ..Self::default()
        }
    }
}

/// What the rules have against a session among those around it, at these providers.
pub fn clashes(rules: &[Rule], new: Booked<'_>, around: &[Booked<'_>], providers: &[Provider]) -> Vec<Breach> {
    let line = PlanLine::default();
    let (line, day) = (new.line.unwrap_or(&line), new.session.day);
    let mut breaches = Vec::new();
    for met in met(new, around, providers) {
        let (of, measure) = match met {
            Met::Session(busy, old) => (busy, measure(day, Amount::Free, taken(old))),
            Met::TooFar(old, minutes) => (Busy::Way, measure(day, Amount::Way(minutes), taken(old))),
            Met::NoPlace(others) => {
                let here = providers.iter().find(|provider| provider.id == new.provider());
                let places = here.map_or(0, |here| here.capacity);
                let used = Amount::Units((others + 1).into());
                (Busy::Places, measure(day, Amount::Units(places.into()), used))
            }
        };
        let asks = |rule: &&Rule| rule.shape == Shape::Clash { of } && rule.concerns(line) && rule.covers(day);
        breaches.extend(rules.iter().filter(asks).map(|rule| Breach::new(rule, measure.clone())));
    }
    breaches
}

fn taken(by: Booked<'_>) -> Amount {
    Amount::Session {
        service: by.line.map(|line| line.service.clone()).unwrap_or_default(),
        day: by.session.day,
        start: by.session.start,
        child: by.session.child,
        name: by.child.to_owned(),
    }
}

fn measure(day: NaiveDate, limit: Amount, used: Amount) -> Measure {
    Measure {
        basis: Basis::Sessions,
        service: String::new(),
        part: None,
        days: (day, day),
        limit,
        used,
        date: day,
        broken: true,
        behind: Vec::new(),
        spent: None,
    }
}
