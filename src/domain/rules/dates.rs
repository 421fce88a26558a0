//! The rule that every programme has about when: nothing is given on a day that the plan does not have it for.

use super::{Amount, Basis, Breach, Measure, Policy, Rule, Shape};
use crate::domain::{PlanLine, Session, catalogue};

impl Rule {
    /// The rule that every programme has about the dates of a line.
    pub fn line_dates() -> Self {
        let (latvian, english) = catalogue::RULE_OF_DATES;
        Self {
            code: "line-dates".to_owned(),
            latvian: latvian.to_owned(),
            english: english.to_owned(),
            shape: Shape::LineDates,
            policy: Policy::Prevent,
            ..Self::default()
        }
    }
}

/// What the rules have against a session on a day that neither its line nor another that goes on with the same has.
pub fn outside_line(rules: &[Rule], line: &PlanLine, session: &Session) -> Vec<Breach> {
    let day = session.day;
    if line.covers(day) {
        return Vec::new();
    }
    let measure = Measure {
        basis: Basis::Sessions,
        service: line.service.clone(),
        part: None,
        days: (day, day),
        limit: Amount::Day(if day < line.from { line.from } else { line.to }),
        used: Amount::Day(day),
        spent: None,
        date: day,
        broken: true,
        behind: Vec::new(),
    };
    let asks = |rule: &&Rule| rule.shape == Shape::LineDates && rule.concerns(line) && rule.covers(day);
    rules.iter().filter(asks).map(|rule| Breach::new(rule, measure.clone())).collect()
}
