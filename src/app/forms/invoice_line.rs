//! What an invoice asks for one session, and why that is right where the session costs something else.

use super::{super::form::Reading, Filling, FormField, base, put};
use crate::domain::{Deed, Field, InvoiceLine, Operation, overview::FormContext};

pub fn fields(context: &FormContext, filling: Filling<'_>) -> Vec<FormField> {
    let line = base::<InvoiceLine>(context);
    vec![
        FormField::money(Field::Amount, line.amount, filling.lang),
        FormField::number(Field::Units, line.units, filling.lang),
        FormField::long(Field::Reason, &line.reason),
    ]
}

pub fn build(reading: &mut Reading<'_>, context: &FormContext) -> Operation {
    let line = InvoiceLine {
        amount: reading.money(Field::Amount),
        units: reading.number(Field::Units),
        reason: reading.text(Field::Reason),
        ..base::<InvoiceLine>(context)
    };
    put(context, line, Deed::EditInvoice, Deed::EditInvoice)
}
