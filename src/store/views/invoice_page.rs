//! The programme's invoices, and one of them with its lines.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use super::{Result, invoices, standings};
use crate::{
    domain::{
        Child, Id, Index, IndexKey, Invoice, InvoiceLine, Kind, Money, Outcome, PlanLine, Programme, Provider, Session,
        diary,
        invoice_told::{InvoiceSum, InvoicesTold, LineTold, Uninvoiced},
        invoicing::Matched,
    },
    store::Reader,
};

/// The invoices that wait, so many of those that are paid, and what providers have not asked for up to that day.
pub(super) fn invoices_of(
    reader: &Reader,
    programme: Id<Programme>,
    paid: usize,
    until: NaiveDate,
) -> Result<InvoicesTold> {
    let of = |index| IndexKey::new(index).id(programme.0);
    let mut waiting: Vec<Invoice> = reader.find(&of(Index::InvoiceUnpaid))?;
    waiting.reverse();
    let waits: BTreeSet<u64> = waiting.iter().map(|invoice| invoice.id.0).collect();
    let all = reader.numbers(&of(Index::InvoiceByProgramme), &of(Index::InvoiceByProgramme))?;
    let mut numbers: Vec<u64> = all.into_iter().rev().filter(|number| !waits.contains(number)).collect();
    let older = numbers.len().saturating_sub(paid);
    numbers.truncate(paid);
    let mut sums = Vec::new();
    for invoice in waiting.into_iter().chain(reader.rows(numbers)?) {
        let found = invoices::matched(reader, &invoice)?;
        sums.push(InvoiceSum::new(invoice, &found));
    }
    let uninvoiced = uninvoiced(reader, programme, until)?;
    Ok(InvoicesTold { sums, older, uninvoiced, ..InvoicesTold::default() })
}

/// What each provider is owed for each month up to that day and has not asked for; and what nobody can ask for.
fn uninvoiced(reader: &Reader, programme: Id<Programme>, until: NaiveDate) -> Result<Vec<Uninvoiced>> {
    let until = |index| reader.numbers(&IndexKey::new(index), &IndexKey::new(index).day(until));
    let mut passed = reader.referred_to(Kind::Session, Kind::InvoiceLine)?;
    passed.extend(until(Index::SessionUnmarked)?);
    let numbers = until(Index::SessionByDay)?.into_iter().filter(|number| !passed.contains(number));
    let sessions: Vec<Session> = reader.rows(numbers.collect())?;
    let children: BTreeSet<Id<Child>> = standings::children(reader, programme)?.into_iter().collect();
    let mut owed: BTreeMap<(NaiveDate, Id<Provider>), Uninvoiced> = BTreeMap::new();
    let is_owed = |session: &&Session| children.contains(&session.child) && !session.cost().is_zero();
    for session in sessions.iter().filter(is_owed) {
        let (provider, days) = (session.provider, diary::month(session.day));
        // What nobody can ask for is told at once, however many months it is of.
        let month = if provider.is_some() { days.0 } else { NaiveDate::MAX };
        let first = (session.id, session.child);
        let nothing = Uninvoiced { provider, days, first, sessions: 0, amount: Money::ZERO };
        let one = owed.entry((month, provider)).or_insert(nothing);
        one.days.1 = days.1;
        one.sessions += 1;
        one.amount += session.cost();
    }
    Ok(owed.into_values().collect())
}

/// One invoice with its lines, and while it can be changed, what else its provider did in its period.
pub(super) fn invoice(reader: &Reader, number: Id<Invoice>) -> Result<InvoicesTold> {
    let Some(invoice) = reader.get(number)? else { return Ok(InvoicesTold::default()) };
    let found = invoices::matched(reader, &invoice)?;
    let mut services = Services::default();
    let sum = InvoiceSum::new(invoice.clone(), &found);
    let mut told = InvoicesTold { sums: vec![sum], ..InvoicesTold::default() };
    for matched in found.lines {
        told.lines.push(services.told(reader, matched)?);
    }
    if !invoice.is_accepted() {
        let beside = beside(reader, &invoice, &told.lines)?;
        for matched in invoices::match_of(reader, &invoice, &beside)?.lines {
            told.beside.push(services.told(reader, matched)?);
        }
    }
    Ok(told)
}

/// The lines that could be taken in: what is due in the period, and sessions that cost nothing, which the provider may
/// ask for all the same.
fn beside(reader: &Reader, invoice: &Invoice, lines: &[LineTold]) -> Result<Vec<InvoiceLine>> {
    let period = (invoice.from, invoice.to);
    let mut beside = invoices::due(reader, invoice.programme, invoice.provider, period)?;
    let children: BTreeSet<Id<Child>> = standings::children(reader, invoice.programme)?.into_iter().collect();
    let by_day = |day| IndexKey::new(Index::SessionByProvider).id(invoice.provider.0).day(day);
    let sessions: Vec<Session> = reader.range(&by_day(invoice.from), &by_day(invoice.to))?;
    let is_free = |session: &&Session| {
        session.cost().is_zero() && session.outcome != Outcome::Moved && children.contains(&session.child)
    };
    for session in sessions.iter().filter(is_free) {
        let is_own = lines.iter().any(|told| told.matched.line.session == session.id);
        if !is_own && invoices::lines_about(reader, session.id)?.is_empty() {
            beside.push(InvoiceLine {
                provider: session.provider,
                session: session.id,
                child: session.child,
                units: session.units,
                ..InvoiceLine::default()
            });
        }
    }
    Ok(beside)
}

/// The codes of the services that plan lines are of, each read once.
#[derive(Default)]
struct Services(BTreeMap<Id<PlanLine>, String>);

impl Services {
    fn told(&mut self, reader: &Reader, matched: Matched) -> Result<LineTold> {
        let session: Option<Session> = reader.get(matched.line.session)?;
        let of = session.as_ref().map(|session| session.line).unwrap_or_default();
        if of.is_some() && !self.0.contains_key(&of) {
            let line: Option<PlanLine> = reader.get(of)?;
            self.0.insert(of, line.map(|line| line.service).unwrap_or_default());
        }
        let service = self.0.get(&of).cloned().unwrap_or_default();
        Ok(LineTold { matched, session, service })
    }
}
