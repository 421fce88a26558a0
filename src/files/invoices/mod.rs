//! Invoices from a table and as one: a row per session that is asked for, each with what is said of its invoice.
//!
//! A row is about the session of its child, service and day at its provider. What it asks for otherwise than the session
//! costs is taken as it is and told: whoever accepts the invoice says why. An invoice that is stored stays as it is.

mod intake;
mod row;
mod written;

pub(super) use intake::import;
pub(super) use written::written;

use crate::domain::Field;

/// What a row may hold. The child is found by personal code, else by case number and names. Where no total is given, it is
/// what the rows come to; the period is that of their days, where none is given. A row that gives a reason for correction
/// corrects what was asked before, and waits for an invoice where it names none. A row without a child is of an invoice
/// that asks for nothing, or for what was erased.
pub(super) const COLUMNS: &[Field] = &[
    Field::Invoice,
    Field::InvoiceDay,
    Field::Provider,
    Field::Programme,
    Field::From,
    Field::To,
    Field::Total,
    Field::TotalReason,
    Field::AcceptedOn,
    Field::AcceptedBy,
    Field::PaidOn,
    Field::Text,
    Field::CaseNumber,
    Field::Surname,
    Field::GivenNames,
    Field::PersonalCode,
    Field::Service,
    Field::Day,
    Field::Start,
    Field::Units,
    Field::Amount,
    Field::Reason,
    Field::CorrectionReason,
    Field::Erased,
];
