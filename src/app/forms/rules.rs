//! What the programme's rules have against a form. The store asks them of everything that is written; what they answered
//! is told here beside the fields, and the reason that they ask for has a field of its own.

use chrono::NaiveDate;

use super::super::{field::FormField, form::Form};
use crate::domain::{
    Draft, Fault, Field, Operation, Problem,
    rules::{Amount, Breach, Objection, Policy},
};

/// Puts into the operation what the form has to say to the rules: the reason, and that warnings were told.
pub fn answer(form: &Form, operation: &mut Operation) {
    let reason = form.fields.iter().find(|field| field.field == Field::RuleReason);
    operation.reason = reason.map(|field| field.line.text().trim().to_owned()).unwrap_or_default();
    operation.heeded = form.heeded;
}

/// Tells beside the fields what the rules had against it, and asks for a reason where one helps.
pub fn object(form: &mut Form, objections: Vec<Objection>) {
    // What was told beside a reason that is wanted was told, too.
    form.heeded = objections.iter().all(|objection| objection.breach.policy != Policy::Prevent);
    form.faults.clear();
    for Objection { breach, .. } in objections {
        // Of one rule the first day is told in full, the others as days.
        match form.faults.iter().position(|fault| is_of(fault, &breach)) {
            Some(known) => {
                let fault = form.faults.remove(known);
                let others = Some(breach.measure.date).filter(|day| !is_on(&fault, *day));
                form.faults.insert(known, fault.also_on(others));
            }
            None => form.faults.push(Fault::new(field_of(form, &breach), Problem::Rule(Box::new(breach)))),
        }
    }
    let asks = |fault: &Fault| fault.field == Field::RuleReason;
    if form.faults.iter().any(asks) && !form.fields.iter().any(|field| field.field == Field::RuleReason) {
        form.fields.push(FormField::text(Field::RuleReason, ""));
    }
    form.go_to_fault();
}

/// A draft in which a reason was written has a field for it.
pub fn restore_reason(form: &mut Form, draft: &Draft) {
    let has_reason = |(name, text): &(String, String)| name == Field::RuleReason.name() && !text.is_empty();
    if draft.texts.iter().any(has_reason) {
        form.fields.push(FormField::text(Field::RuleReason, ""));
    }
}

fn is_of(fault: &Fault, breach: &Breach) -> bool {
    matches!(&fault.problem, Problem::Rule(known) if known.rule == breach.rule)
}

fn is_on(fault: &Fault, day: NaiveDate) -> bool {
    matches!(&fault.problem, Problem::Rule(known) if known.measure.date == day)
}

/// The field that the breach stands beside: where a reason helps, that of the reason; otherwise the one to change.
fn field_of(form: &Form, breach: &Breach) -> Field {
    if breach.policy == Policy::Allow {
        return Field::RuleReason;
    }
    let alone = form.fields.iter().any(|known| known.field == Field::Repeat && known.line.text().trim() == "1");
    let wanted: &[Field] = match &breach.measure.limit {
        Amount::Percent(_) => &[Field::CopaymentPercent],
        Amount::Day(_) if breach.measure.used < breach.measure.limit => &[Field::From, Field::Day],
        Amount::Day(_) if alone => &[Field::Day],
        Amount::Day(_) => &[Field::To, Field::Repeat, Field::Day],
        Amount::Service(_) => &[Field::Service, Field::Line, Field::Day],
        Amount::Outsider => &[Field::Specialist],
        Amount::Barred(_) | Amount::Form(_) => &[Field::Line, Field::Service, Field::Day],
        Amount::Free | Amount::Way(_) => &[Field::Rule, Field::Start, Field::Day],
        _ => &[Field::Quantity, Field::Repeat, Field::Units, Field::CeilingChange, Field::Day],
    };
    let there = |field: &&Field| form.fields.iter().any(|known| known.field == **field);
    let fallback = form.fields.first().map_or(Field::Reason, |field| field.field);
    wanted.iter().find(there).copied().unwrap_or(fallback)
}
