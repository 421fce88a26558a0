//! The rules that every programme has about a child's health: what a doctor bars is not given, and what asks for a
//! doctor's form has one. Parents get what they get whatever is said of the child.

use chrono::NaiveDate;

use super::{Amount, Basis, Breach, Doctor, Measure, Policy, Rule, Shape};
use crate::domain::{Child, PlanLine, Problem, Recipient, Service, Session, catalogue};

impl Rule {
    /// The rule that every programme has about a doctor's word: a bar shuts, a form may still come.
    pub fn medical(of: Doctor) -> Self {
        let (latvian, english) = catalogue::rule_of_health(of);
        let (code, policy) = match of {
            Doctor::Barred => ("doctor-bars", Policy::Prevent),
            Doctor::Form => ("doctor-form", Policy::Warn),
        };
        Self {
            code: code.to_owned(),
            latvian: latvian.to_owned(),
            english: english.to_owned(),
            recipients: vec![Recipient::Child, Recipient::Family],
            shape: Shape::Medical { of },
            policy,
            ..Self::default()
        }
    }
}

/// What the rules have against a session of the service.
pub fn doctor_of_session(
    rules: &[Rule],
    child: &Child,
    service: &Service,
    line: &PlanLine,
    session: &Session,
) -> Vec<Breach> {
    let day = session.day;
    doctor(rules, child, service, line, day, (Basis::Sessions, (day, day)))
}

/// What the rules have against a line of the service. What lies behind `today` no doctor can help any more.
pub fn doctor_of_line(
    rules: &[Rule],
    child: &Child,
    service: &Service,
    line: &PlanLine,
    today: NaiveDate,
) -> Vec<Breach> {
    if line.to < today {
        return Vec::new();
    }
    doctor(rules, child, service, line, line.from.max(today), (Basis::Plan, (line.from, line.to)))
}

fn doctor(
    rules: &[Rule],
    child: &Child,
    service: &Service,
    line: &PlanLine,
    day: NaiveDate,
    (basis, days): (Basis, (NaiveDate, NaiveDate)),
) -> Vec<Breach> {
    let (of, limit) = match child.medical_problem(service, day) {
        Some(Problem::HealthLimit(reason)) => (Doctor::Barred, Amount::Barred(reason)),
        Some(Problem::NoMedicalForm(until)) => (Doctor::Form, Amount::Form(until)),
        _ => return Vec::new(),
    };
    let measure = Measure {
        basis,
        service: service.code.clone(),
        part: None,
        days,
        limit,
        used: Amount::Day(day),
        spent: None,
        date: day,
        broken: true,
        behind: Vec::new(),
    };
    let asks = |rule: &&Rule| rule.shape == Shape::Medical { of } && rule.concerns(line) && rule.covers(day);
    rules.iter().filter(asks).map(|rule| Breach::new(rule, measure.clone())).collect()
}
