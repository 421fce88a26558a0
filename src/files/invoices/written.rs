//! Invoices as an import takes them.

use std::collections::HashMap;

use super::{
    super::{
        Register,
        export::Written,
        joined::{of_person, of_provider, of_session, programme_named},
    },
    COLUMNS,
};
use crate::{
    domain::{AnyRecord, Field, Id, Invoice, InvoiceLine, Provider},
    i18n::{Lang, choice::yes_no, date, number},
};

/// A row per line, one for an invoice that has none; then the corrections that wait for an invoice.
pub(in crate::files) fn written(records: &[AnyRecord], register: &Register, lang: Lang) -> Written {
    let mut lines: HashMap<Id<Invoice>, Vec<&InvoiceLine>> = HashMap::new();
    for line in &register.invoice_lines {
        lines.entry(line.invoice).or_default().push(line);
    }
    let mut rows = Vec::new();
    let mut push = |invoice: Option<&Invoice>, line: Option<&InvoiceLine>| {
        let cell = |field: &Field| {
            let of_invoice = invoice.and_then(|invoice| of_invoice(invoice, *field, register, lang));
            let of_line = || line.map(|line| of_line(line, *field, register, lang)).unwrap_or_default();
            of_invoice.unwrap_or_else(of_line)
        };
        rows.push(COLUMNS.iter().map(cell).collect());
    };
    for record in records {
        let AnyRecord::Invoice(invoice) = record else { continue };
        match lines.get(&invoice.id) {
            Some(lines) => lines.iter().for_each(|line| push(Some(invoice), Some(line))),
            None => push(Some(invoice), None),
        }
    }
    for line in lines.get(&Id::default()).into_iter().flatten() {
        push(None, Some(line));
    }
    Written { fields: COLUMNS.to_vec(), rows }
}

/// What is said of the invoice, in each of its rows.
fn of_invoice(invoice: &Invoice, field: Field, register: &Register, lang: Lang) -> Option<String> {
    let day = |day: Option<chrono::NaiveDate>| day.map(date::iso).unwrap_or_default();
    Some(match field {
        Field::Invoice => invoice.number.clone(),
        Field::InvoiceDay => date::iso(invoice.day),
        Field::Provider => provider(invoice.provider, register, lang),
        Field::Programme => {
            let programme = register.programme(invoice.programme);
            programme.map(|programme| programme_named(programme, register)).unwrap_or_default()
        }
        Field::From => date::iso(invoice.from),
        Field::To => date::iso(invoice.to),
        Field::Total => number::plain(invoice.total.decimal(), lang),
        Field::TotalReason => invoice.reason.clone(),
        Field::AcceptedOn => day(invoice.accepted_on),
        Field::AcceptedBy => invoice.accepted_by.clone(),
        Field::PaidOn => day(invoice.paid_on),
        Field::Text => invoice.text.clone(),
        _ => return None,
    })
}

fn of_line(line: &InvoiceLine, field: Field, register: &Register, lang: Lang) -> String {
    match field {
        Field::Provider => provider(line.provider, register, lang),
        Field::Amount => number::plain(line.amount.decimal(), lang),
        Field::Erased if line.erased => yes_no(true, lang).to_owned(),
        _ if line.erased => String::new(),
        Field::Units => number::plain(line.units, lang),
        Field::Reason if !line.corrects => line.reason.clone(),
        Field::CorrectionReason if line.corrects => line.reason.clone(),
        Field::CaseNumber | Field::Surname | Field::GivenNames | Field::PersonalCode => {
            let child = register.child(line.child);
            let family = child.and_then(|child| register.family(child.family));
            let person = child.and_then(|child| register.person(child.person));
            let of_person = person.and_then(|person| of_person(person, field, lang));
            of_person.or(family.map(|family| family.case_number.clone())).unwrap_or_default()
        }
        Field::Service | Field::Day | Field::Start => {
            register.session(line.session).map(|found| of_session(found, register, field, lang)).unwrap_or_default()
        }
        _ => String::new(),
    }
}

fn provider(id: Id<Provider>, register: &Register, lang: Lang) -> String {
    register.provider(id).map(|provider| of_provider(provider, Field::Name, lang)).unwrap_or_default()
}
