//! A goal, and how far it was reached.

use super::{super::form::Reading, Filling, FormField, base, put};
use crate::domain::{Attainment, Deed, Field, Goal, Operation, Problem, overview::FormContext};

pub fn fields(context: &FormContext, filling: Filling<'_>) -> Vec<FormField> {
    let goal = base::<Goal>(context);
    vec![
        FormField::long(Field::Wording, &goal.wording),
        FormField::choice(Field::Term, goal.term, filling.lang),
        FormField::text(Field::Indicator, &goal.indicator),
        FormField::text(Field::Baseline, &goal.baseline),
        FormField::text(Field::Target, &goal.target),
        FormField::text(Field::Domains, &goal.domains.join(" ")),
    ]
}

pub fn build(reading: &mut Reading<'_>, context: &FormContext) -> Operation {
    let old = base::<Goal>(context);
    let next = context.goals.iter().map(|goal| goal.number).max().unwrap_or_default() + 1;
    let goal = Goal {
        child: context.child.as_ref().map(|child| child.id).unwrap_or_default(),
        number: if old.number == 0 { next } else { old.number },
        wording: reading.text(Field::Wording),
        term: reading.choice(Field::Term),
        indicator: reading.text(Field::Indicator),
        baseline: reading.text(Field::Baseline),
        target: reading.text(Field::Target),
        domains: reading
            .text(Field::Domains)
            .split([' ', ',', ';'])
            .filter(|domain| !domain.is_empty())
            .map(str::to_lowercase)
            .collect(),
        ..old
    };
    if let Some(odd) = goal.domains.iter().find(|domain| !is_domain(domain)) {
        reading.fault(Field::Domains, Problem::NotAChoice(odd.clone()));
    }
    put(context, goal, Deed::AddGoal, Deed::EditGoal)
}

/// A component letter of the classification and up to five digits: `d4`, `b710`.
fn is_domain(text: &str) -> bool {
    let rest = text.strip_prefix(['b', 's', 'd', 'e']);
    rest.is_some_and(|digits| (1..=5).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit()))
}

pub fn closing_fields(filling: Filling<'_>) -> Vec<FormField> {
    vec![
        FormField::choice(Field::Attainment, Attainment::Reached, filling.lang),
        FormField::date(Field::ClosedOn, Some(filling.today), filling.lang),
    ]
}

pub fn build_closing(reading: &mut Reading<'_>, context: &FormContext) -> Operation {
    let goal = Goal {
        attainment: reading.choice(Field::Attainment),
        closed_on: reading.date(Field::ClosedOn),
        ..base(context)
    };
    put(context, goal, Deed::CloseGoal, Deed::CloseGoal)
}
