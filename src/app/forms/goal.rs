//! A goal, and how far it was reached.

use super::{super::form::Reading, Filling, FormField, Pick, base, item_label, put};
use crate::{
    domain::{Attainment, Deed, Field, Goal, Instrument, Operation, Problem, overview::FormContext},
    i18n::Lang,
};

pub fn fields(context: &FormContext, filling: Filling<'_>) -> Vec<FormField> {
    let goal = base::<Goal>(context);
    vec![
        FormField::long(Field::Wording, &goal.wording),
        FormField::choice(Field::Term, goal.term, filling.lang),
        FormField::text(Field::Indicator, &goal.indicator),
        FormField::text(Field::Baseline, &goal.baseline),
        FormField::text(Field::Target, &goal.target),
        domains(context, &goal, filling.lang),
        FormField::text(Field::NoLineReason, &goal.no_line_reason),
    ]
}

/// The domains that the goal answers: items of the instrument in use, and what the goal names already; without an
/// instrument any code of the classification.
fn domains(context: &FormContext, goal: &Goal, lang: Lang) -> FormField {
    let Some(instrument) = context.instruments.first() else {
        return FormField::text(Field::Domains, &goal.domains.join(" "));
    };
    let codes = domain_codes(instrument, goal);
    let numbered = (0..).zip(&codes);
    let picks: Vec<Pick> = numbered
        .map(|(value, code)| Pick {
            code: (*code).to_owned(),
            label: item_label(&context.instruments, code, lang),
            value,
        })
        .collect();
    let chosen: Vec<u64> =
        picks.iter().filter(|pick| goal.domains.contains(&pick.code)).map(|pick| pick.value).collect();
    FormField::many(Field::Domains, picks, &chosen)
}

/// What can be picked, in order.
fn domain_codes<'a>(instrument: &'a Instrument, goal: &'a Goal) -> Vec<&'a str> {
    let mut codes: Vec<&str> = instrument.items.iter().map(|item| item.code.as_str()).collect();
    let own = goal.domains.iter().map(String::as_str);
    codes.extend(own.filter(|domain| instrument.item(domain).is_none()));
    codes
}

pub fn build(reading: &mut Reading<'_>, context: &FormContext) -> Operation {
    let old = base::<Goal>(context);
    if old.is_closed() {
        reading.fault(Field::Wording, Problem::GoalClosed);
    }
    let next = context.goals.iter().map(|goal| goal.number).max().unwrap_or_default() + 1;
    let domains = match context.instruments.first() {
        Some(instrument) => {
            let codes = domain_codes(instrument, &old);
            let picked = reading.picks(Field::Domains);
            let chosen = codes.iter().zip(0..).filter(|(_, value)| picked.contains(value));
            chosen.map(|(code, _)| (*code).to_owned()).collect()
        }
        None => free_domains(reading),
    };
    let goal = Goal {
        child: context.child.as_ref().map(|child| child.id).unwrap_or_default(),
        number: if old.number == 0 { next } else { old.number },
        wording: reading.text(Field::Wording),
        term: reading.choice(Field::Term),
        indicator: reading.text(Field::Indicator),
        baseline: reading.text(Field::Baseline),
        target: reading.text(Field::Target),
        domains,
        no_line_reason: reading.text(Field::NoLineReason),
        ..old
    };
    put(context, goal, Deed::AddGoal, Deed::EditGoal)
}

fn free_domains(reading: &mut Reading<'_>) -> Vec<String> {
    let text = reading.text(Field::Domains);
    let words = text.split([' ', ',', ';']).filter(|domain| !domain.is_empty());
    let domains: Vec<String> = words.map(str::to_lowercase).collect();
    if let Some(odd) = domains.iter().find(|domain| !is_domain(domain)) {
        reading.fault(Field::Domains, Problem::NotAChoice(odd.clone()));
    }
    domains
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
