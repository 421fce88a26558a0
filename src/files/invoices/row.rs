//! One row of an invoice: what it says of the invoice, and what it asks for.

use chrono::{NaiveDate, NaiveTime};
use rust_decimal::Decimal;

use super::super::{Register, cells::Cells, children::Children, import::Reading};
use crate::{
    domain::{Child, Field, Id, Invoice, Money, Problem, Programme, Provider, Service},
    i18n::search::fold,
};

/// What a row says of its invoice.
pub(super) struct Printed {
    /// None: the row is a correction that waits for an invoice.
    pub number: Option<String>,
    pub provider: Id<Provider>,
    pub programme: Option<Id<Programme>>,
    pub day: Option<NaiveDate>,
    pub from: Option<NaiveDate>,
    pub to: Option<NaiveDate>,
    pub total: Option<Money>,
    pub reason: String,
    pub accepted_on: Option<NaiveDate>,
    pub accepted_by: String,
    pub paid_on: Option<NaiveDate>,
    pub text: String,
}

/// What a row asks for.
pub(super) enum Wanted<'a> {
    /// Nothing: the invoice has no lines.
    Nothing,
    /// So much for a session that was erased.
    Erased(Money),
    /// So much for a session.
    Session(ForSession<'a>),
}

/// What a row asks for a session.
pub(super) struct ForSession<'a> {
    pub child: &'a Child,
    pub service: &'a Service,
    pub day: NaiveDate,
    pub start: Option<NaiveTime>,
    pub units: Option<Decimal>,
    pub amount: Money,
    pub reason: String,
    pub corrects: bool,
}

/// Reads a row; none: something is wrong with it, and noted.
pub(super) fn read<'a>(
    cells: &mut Cells,
    stored: &'a Register,
    children: &mut Children<'a>,
    reading: Reading,
) -> Option<(Printed, Wanted<'a>)> {
    let named = |raw: &str| Problem::NoSuchRecord(raw.to_owned());
    let corrects = cells.has(Field::CorrectionReason);
    let number = Some(cells.line(Field::Invoice)).filter(|number| !number.is_empty());
    let is_told = corrects || cells.needed(Field::Invoice, number.as_ref()).is_some();
    let provider = cells.parsed(Field::Provider, |raw| stored.provider_named(raw).ok_or_else(|| named(raw)));
    let provider = cells.needed(Field::Provider, provider);
    let programme = cells.parsed(Field::Programme, |raw| stored.programme_named(raw).ok_or_else(|| named(raw)));
    let [from, to] = [Field::From, Field::To].map(|field| cells.date(field));
    let [day, accepted_on, paid_on] = [Field::InvoiceDay, Field::AcceptedOn, Field::PaidOn].map(|field| {
        let day = cells.date(field);
        if day.is_some_and(|day| day > reading.today) {
            cells.fault(field, Problem::InFuture);
        }
        day
    });
    let (total, reason, text) = (cells.money(Field::Total), cells.text(Field::TotalReason), cells.text(Field::Text));
    let accepted_by = cells.line(Field::AcceptedBy);
    let wanted = wanted(cells, stored, children, corrects);
    let (provider, wanted) = (provider?.id, wanted?);
    let programme = programme.map(|programme| programme.id);
    let printed =
        Printed { number, provider, programme, day, from, to, total, reason, accepted_on, accepted_by, paid_on, text };
    is_told.then_some((printed, wanted))
}

fn wanted<'a>(
    cells: &mut Cells,
    stored: &'a Register,
    children: &mut Children<'a>,
    corrects: bool,
) -> Option<Wanted<'a>> {
    const OF_SESSION: [Field; 8] = [
        Field::CaseNumber,
        Field::Surname,
        Field::GivenNames,
        Field::PersonalCode,
        Field::Service,
        Field::Day,
        Field::Start,
        Field::Units,
    ];
    let amount = cells.money(Field::Amount);
    if !OF_SESSION.iter().any(|field| cells.has(*field)) {
        if cells.yes_no(Field::Erased) == Some(true) {
            return cells.needed(Field::Amount, amount).map(Wanted::Erased);
        }
        if !corrects && !cells.has(Field::Amount) {
            return Some(Wanted::Nothing);
        }
    }
    let child = children.of_row(cells);
    let service = cells
        .parsed(Field::Service, |raw| stored.service_named(raw).ok_or_else(|| Problem::NoSuchRecord(raw.to_owned())));
    let service = cells.needed(Field::Service, service);
    let day = cells.date(Field::Day);
    let day = cells.needed(Field::Day, day);
    let amount = cells.needed(Field::Amount, amount);
    let (start, units) = (cells.time(Field::Start), cells.decimal(Field::Units));
    let reason = cells.text(if corrects { Field::CorrectionReason } else { Field::Reason });
    let (child, service, day, amount) = (child?, service?, day?, amount?);
    Some(Wanted::Session(ForSession { child, service, day, start, units, amount, reason, corrects }))
}

impl Printed {
    /// Whether that is the invoice.
    pub(super) fn is(&self, invoice: &Invoice) -> bool {
        let same = |number: &String| fold(number) == fold(&invoice.number);
        self.provider == invoice.provider && self.number.as_ref().is_some_and(same)
    }
}
