//! An invoice as it came in. The store adds the lines that it is for.

use super::{super::form::Reading, Filling, FormField, base, provider_picks, put};
use crate::domain::{Deed, Field, Id, Invoice, Operation, Problem, diary, invoicing, overview::FormContext};

pub fn fields(context: &FormContext, filling: Filling<'_>) -> Vec<FormField> {
    let lang = filling.lang;
    let (from, to) = diary::month_before(filling.today);
    let invoice = match &context.base {
        Some(_) => base::<Invoice>(context),
        None => Invoice { day: filling.today, from, to, ..Invoice::default() },
    };
    if invoice.is_accepted() {
        // It has left the office: only what comes after can still be said.
        return vec![
            FormField::date(Field::PaidOn, invoice.paid_on, lang),
            FormField::long(Field::Text, &invoice.text),
        ];
    }
    let mut fields = vec![
        FormField::one(Field::Provider, provider_picks(context, invoice.provider.0), invoice.provider.0),
        FormField::text(Field::Number, &invoice.number),
        FormField::money(Field::Total, invoice.total, lang),
        FormField::date(Field::Day, Some(invoice.day), lang),
        FormField::date(Field::From, Some(invoice.from), lang),
        FormField::date(Field::To, Some(invoice.to), lang),
    ];
    if context.base.is_some() {
        fields.push(FormField::long(Field::Reason, &invoice.reason));
    }
    fields.push(FormField::long(Field::Text, &invoice.text));
    fields
}

pub fn build(reading: &mut Reading<'_>, context: &FormContext, filling: Filling<'_>) -> Operation {
    let old = base::<Invoice>(context);
    if old.is_accepted() {
        let invoice = Invoice { paid_on: reading.date(Field::PaidOn), text: reading.text(Field::Text), ..old.clone() };
        if invoice.paid_on.is_some_and(|day| day > filling.today) {
            reading.fault(Field::PaidOn, Problem::InFuture);
        }
        if old.paid_on.is_some() && invoice.paid_on.is_none() {
            reading.fault(Field::PaidOn, Problem::InvoiceAccepted);
        }
        let deed = if invoice.state() == old.state() { Deed::EditInvoice } else { Deed::PayInvoice };
        return put(context, invoice, deed, deed);
    }
    if reading.text(Field::Total).is_empty() {
        reading.fault(Field::Total, Problem::Missing);
    }
    let invoice = Invoice {
        programme: if old.programme.is_some() { old.programme } else { context.programme.id },
        provider: Id::new(reading.pick(Field::Provider).unwrap_or_default()),
        number: reading.text(Field::Number),
        total: reading.money(Field::Total),
        day: reading.need_date(Field::Day),
        from: reading.need_date(Field::From),
        to: reading.need_date(Field::To),
        reason: reading.text(Field::Reason),
        text: reading.text(Field::Text),
        ..old.clone()
    };
    if let Some(fault) = context.base.as_ref().and_then(|_| invoicing::moved(&old, &invoice, context.invoiced.len())) {
        reading.fault(fault.field, fault.problem);
    }
    if invoice.day > filling.today {
        reading.fault(Field::Day, Problem::InFuture);
    }
    put(context, invoice, Deed::RegisterInvoice, Deed::EditInvoice)
}
