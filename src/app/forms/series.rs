//! Booking sessions in one line, and changing a series in the same line.

use super::{super::form::Reading, Filling, FormField};
use crate::{
    app::{msg::FormRequest, quick_add},
    domain::{AnyRecord, Deed, Fault, Field, Operation, overview::FormContext},
    i18n::quick_add::write,
};

pub fn fields(context: &FormContext, filling: Filling<'_>) -> Vec<FormField> {
    let text = match &context.base {
        Some(AnyRecord::Series(series)) => {
            write(&quick_add::typed_of(series, context), &quick_add::vocabulary(context, filling.lang), filling.lang)
        }
        _ => String::new(),
    };
    let mut field = FormField::text(Field::Rule, &text);
    // What is most often changed stands first.
    field.line.place(0);
    vec![field]
}

/// All of it is one operation: booked together, changed together, taken back together.
pub fn build(
    reading: &mut Reading<'_>,
    request: &FormRequest,
    context: &FormContext,
    filling: Filling<'_>,
) -> Operation {
    let preview = quick_add::preview(&reading.text(Field::Rule), context, request.day, filling.lang);
    // What a rule is about is told by the rule, when it is saved; without a day there is nothing to ask it about.
    let is_laid = !preview.entries.is_empty();
    let told: Vec<&Fault> = preview.faults.iter().filter(|fault| !(is_laid && fault.problem.is_ruled())).collect();
    reading.faults.extend(told.iter().map(|fault| Fault { field: Field::Rule, ..(*fault).clone() }));
    if told.iter().any(|fault| !fault.is_warning()) {
        return Operation::new(Deed::BookSessions);
    }
    let mut operation = match &context.base {
        Some(old) => Operation::new(Deed::EditSeries).change(old.clone(), preview.series),
        None if preview.added.iter().any(|session| session.series.is_some()) => {
            Operation::new(Deed::BookSessions).create(preview.series)
        }
        None => Operation::new(Deed::BookSessions),
    };
    for (before, after) in preview.changed {
        operation = operation.change(before, after);
    }
    operation = preview.added.into_iter().fold(operation, Operation::create);
    preview.removed.iter().fold(operation, Operation::remove)
}
