//! Invoices with their lines, held against the sessions they ask for; and what a provider's next one would ask for.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::{Result, standings};
use crate::{
    domain::{
        Child, Id, Index, IndexKey, Invoice, InvoiceLine, Kind, Programme, Provider, Session,
        budget::Billed,
        invoicing::{self, Match},
    },
    store::Reader,
};

/// What invoices and waiting corrections ask for a session.
pub fn lines_about(reader: &Reader, session: Id<Session>) -> Result<Vec<InvoiceLine>> {
    linked(reader, (Kind::Session, session.0))
}

/// The lines of an invoice.
pub fn lines_of(reader: &Reader, invoice: Id<Invoice>) -> Result<Vec<InvoiceLine>> {
    linked(reader, (Kind::Invoice, invoice.0))
}

fn linked(reader: &Reader, (kind, number): (Kind, u64)) -> Result<Vec<InvoiceLine>> {
    let links = reader.links_to(kind, number)?.into_iter();
    reader.rows(links.filter(|(by, _)| *by == Kind::InvoiceLine).map(|(_, line)| line).collect())
}

/// What invoices asked for a child's sessions; corrections that wait are in none.
pub(super) fn billed(reader: &Reader, child: Id<Child>) -> Result<Vec<Billed>> {
    let mut lines: Vec<InvoiceLine> = reader.find(&IndexKey::new(Index::InvoiceLineByChild).id(child.0))?;
    lines.retain(|line| !line.is_open());
    let numbers: BTreeSet<u64> = lines.iter().map(|line| line.invoice.0).collect();
    let invoices: Vec<Invoice> = reader.rows(numbers.into_iter().collect())?;
    let of = |line: InvoiceLine| {
        let invoice = invoices.iter().find(|invoice| invoice.id == line.invoice)?.clone();
        Some(Billed { line, invoice })
    };
    Ok(lines.into_iter().filter_map(of).collect())
}

/// The invoice line by line against its sessions.
pub fn matched(reader: &Reader, invoice: &Invoice) -> Result<Match> {
    let lines = lines_of(reader, invoice.id)?;
    match_of(reader, invoice, &lines)
}

/// The same with these lines, be they stored or not.
pub fn match_of(reader: &Reader, invoice: &Invoice, lines: &[InvoiceLine]) -> Result<Match> {
    let numbers: BTreeSet<u64> = lines.iter().map(|line| line.session.0).filter(|number| *number != 0).collect();
    let sessions: Vec<Session> = reader.rows(numbers.iter().copied().collect())?;
    let mut others = Vec::new();
    for number in numbers {
        others.extend(lines_about(reader, Id::new(number))?);
    }
    others.retain(|line| lines.iter().all(|own| own.id != line.id));
    Ok(Match::new(invoice, lines, &sessions, &others))
}

/// The lines of the next invoice of a provider to a programme, for those days: what was delivered and is in no invoice,
/// and corrections that wait, of whatever day. Lines without a number are new.
pub fn due(
    reader: &Reader,
    programme: Id<Programme>,
    provider: Id<Provider>,
    (from, to): (NaiveDate, NaiveDate),
) -> Result<Vec<InvoiceLine>> {
    let children: BTreeSet<Id<Child>> = standings::children(reader, programme)?.into_iter().collect();
    let by_day = |day| IndexKey::new(Index::SessionByProvider).id(provider.0).day(day);
    let mut sessions: Vec<Session> = reader.range(&by_day(from), &by_day(to))?;
    sessions.retain(|session| children.contains(&session.child));
    let mut lines: Vec<InvoiceLine> = reader.find(&IndexKey::new(Index::InvoiceLineOpen).id(provider.0))?;
    lines.retain(|line| line.erased || children.contains(&line.child));
    let waiting: BTreeSet<Id<InvoiceLine>> = lines.iter().map(|line| line.id).collect();
    for session in sessions.iter().filter(|session| !session.cost().is_zero()) {
        lines.extend(lines_about(reader, session.id)?.into_iter().filter(|line| !waiting.contains(&line.id)));
    }
    Ok(invoicing::due(&sessions, &lines))
}
