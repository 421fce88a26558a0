//! What is invoiced stays what it is: what every write, and every undo, leaves alone of invoices and their sessions.

use std::collections::{BTreeMap, BTreeSet};

use super::{Reader, StoreError, held::Rules, journal::RowChange, views::invoices};
use crate::domain::{AnyRecord, Fault, Field, Id, Invoice, InvoiceLine, Kind, Operation, Problem, Session, invoicing};

/// Changes of invoices, their lines and of sessions, before some of it is written or after.
#[derive(Default)]
pub(super) struct Turns {
    /// What the records become by these changes is what the reader reads; else it reads what they were.
    is_done: bool,
    invoices: BTreeMap<u64, (Option<Invoice>, Option<Invoice>)>,
    lines: BTreeMap<u64, (Option<InvoiceLine>, Option<InvoiceLine>)>,
    /// Sessions that were there before, and become something else.
    sessions: BTreeMap<u64, (Session, Option<Session>)>,
}

/// Something that may not change.
pub(super) struct Kept {
    /// What.
    pub(super) record: (Kind, u64),
    /// The invoice, or the correction, because of which.
    pub(super) by: (Kind, u64),
    /// Why.
    pub(super) fault: Fault,
}

impl Turns {
    /// These changes, that are written.
    pub(super) fn written(changes: &[RowChange]) -> Result<Self, StoreError> {
        let mut turns = Self { is_done: true, ..Self::default() };
        for change in changes.iter().filter(|change| Self::concern(change.kind)) {
            // Whatever becomes of a new session, nobody has invoiced it.
            if change.kind == Kind::Session && change.before.is_none() {
                continue;
            }
            let (before, after) = change.records()?;
            turns.add(change.number, before.cloned(), after.cloned());
        }
        Ok(turns)
    }

    /// Whether changes of such records have to be looked at.
    pub(super) fn concern(kind: Kind) -> bool {
        matches!(kind, Kind::Session | Kind::Invoice | Kind::InvoiceLine)
    }

    /// Adds a change.
    pub(super) fn add(&mut self, number: u64, before: Option<AnyRecord>, after: Option<AnyRecord>) {
        use AnyRecord as R;
        match (before, after) {
            (Some(R::Session(before)), Some(R::Session(after))) => {
                drop(self.sessions.insert(number, (before, Some(after))));
            }
            (Some(R::Session(before)), None) => drop(self.sessions.insert(number, (before, None))),
            (before @ (Some(R::Invoice(_)) | None), after @ (Some(R::Invoice(_)) | None)) => {
                let of = |record| if let Some(R::Invoice(invoice)) = record { Some(invoice) } else { None };
                drop(self.invoices.insert(number, (of(before), of(after))));
            }
            (before @ (Some(R::InvoiceLine(_)) | None), after @ (Some(R::InvoiceLine(_)) | None)) => {
                let of = |record| if let Some(R::InvoiceLine(line)) = record { Some(line) } else { None };
                drop(self.lines.insert(number, (of(before), of(after))));
            }
            _ => {}
        }
    }

    /// What of it must not change: a line of an invoice that was accepted before, or what an invoiced session costs.
    pub(super) fn kept(&self, reader: &Reader) -> Result<Option<Kept>, StoreError> {
        for (&number, turn) in &self.lines {
            // Whether an accepted invoice may go whole is not a matter of its lines.
            let stays = |line: &&InvoiceLine| !line.is_open() && !self.takes_away(line.invoice);
            for line in [&turn.0, &turn.1].into_iter().flatten().filter(stays) {
                if self.invoice_before(reader, line.invoice)?.is_some_and(|invoice| invoice.is_accepted()) {
                    let fault = Fault::new(Field::Invoice, Problem::InvoiceAccepted);
                    let (record, by) = ((Kind::InvoiceLine, number), (Kind::Invoice, line.invoice.0));
                    return Ok(Some(Kept { record, by, fault }));
                }
            }
        }
        for (&number, turn) in &self.invoices {
            let (Some(before), Some(after)) = turn else { continue };
            if let Some(fault) = invoicing::moved(before, after, self.lines_after(reader, after.id)?) {
                let record = (Kind::Invoice, number);
                return Ok(Some(Kept { record, by: record, fault }));
            }
        }
        // A line that comes back stands before those that asked for its session since: an accepted one would be asking twice.
        let comes_back = |(&number, (before, after)): (&u64, &(Option<InvoiceLine>, Option<InvoiceLine>))| {
            let line = after.as_ref().filter(|line| before.is_none() && !line.is_open())?;
            Some((number, line.session))
        };
        for (number, session) in self.lines.iter().filter_map(comes_back) {
            for since in invoices::lines_about(reader, session)?.iter().filter(|since| since.id.0 > number) {
                if self.invoice_before(reader, since.invoice)?.is_some_and(|invoice| invoice.is_accepted()) {
                    let fault = Fault::new(Field::Invoice, Problem::InvoiceAccepted);
                    let (record, by) = ((Kind::InvoiceLine, number), (Kind::Invoice, since.invoice.0));
                    return Ok(Some(Kept { record, by, fault }));
                }
            }
        }
        // Of one that is taken into an invoice, nothing changes what comes to be asked; one that goes may leave corrections.
        let waits_or_goes = self.lines.values().filter(|(_, after)| after.as_ref().is_none_or(InvoiceLine::is_open));
        let corrected = waits_or_goes.filter_map(|(before, after)| after.as_ref().or(before.as_ref()));
        let concerned: BTreeSet<u64> =
            self.sessions.keys().copied().chain(corrected.map(|line| line.session.0)).collect();
        for session in concerned {
            if let Some(kept) = self.kept_session(reader, session)? {
                return Ok(Some(kept));
            }
        }
        Ok(None)
    }

    fn kept_session(&self, reader: &Reader, number: u64) -> Result<Option<Kept>, StoreError> {
        let lines = invoices::lines_about(reader, Id::new(number))?;
        let other = |(before, after): &(Option<InvoiceLine>, Option<InvoiceLine>)| {
            let other = if self.is_done { before } else { after };
            other.clone().filter(|line| line.session.0 == number)
        };
        let same = lines.iter().filter(|line| !self.lines.contains_key(&line.id.0)).cloned();
        let others: Vec<InvoiceLine> = same.chain(self.lines.values().filter_map(other)).collect();
        let (before, after) = if self.is_done { (others, lines) } else { (lines, others) };
        let changed = self.sessions.get(&number);
        if changed.is_none() && invoicing::may_go(&before, &after) {
            return Ok(None);
        }
        let Some(first) = before.first().or(after.first()).filter(|_| changed.is_none() || !before.is_empty()) else {
            return Ok(None);
        };
        let (was, is) = match changed {
            Some((was, is)) => (was.clone(), is.clone()),
            None => match reader.get(Id::<Session>::new(number))? {
                Some(session) => (session.clone(), Some(session)),
                None => return Ok(None),
            },
        };
        let by = if first.is_open() { (Kind::InvoiceLine, first.id.0) } else { (Kind::Invoice, first.invoice.0) };
        let fault = invoicing::frozen(&was, is.as_ref(), (&before, &after));
        Ok(fault.map(|fault| Kept { record: (Kind::Session, number), by, fault }))
    }

    /// How many lines an invoice comes to have.
    fn lines_after(&self, reader: &Reader, invoice: Id<Invoice>) -> Result<usize, StoreError> {
        let mut lines = invoices::lines_of(reader, invoice)?;
        if !self.is_done {
            lines.retain(|line| !self.lines.contains_key(&line.id.0));
            let after = self.lines.values().filter_map(|(_, after)| after.clone());
            lines.extend(after.filter(|line| line.invoice == invoice));
        }
        Ok(lines.len())
    }

    fn invoice_before(&self, reader: &Reader, invoice: Id<Invoice>) -> Result<Option<Invoice>, StoreError> {
        match self.invoices.get(&invoice.0) {
            Some((before, _)) => Ok(before.clone()),
            None => reader.get(invoice),
        }
    }

    /// Whether the invoice comes to be by it.
    pub(super) fn brings(&self, invoice: Id<Invoice>) -> bool {
        matches!(self.invoices.get(&invoice.0), Some((None, Some(_))))
    }

    fn takes_away(&self, invoice: Id<Invoice>) -> bool {
        matches!(self.invoices.get(&invoice.0), Some((Some(_), None)))
    }

    /// The invoices that become accepted or paid by it, each with what it becomes.
    pub(super) fn leaving(&self) -> impl Iterator<Item = &Invoice> {
        let further = |(before, after): &(Option<Invoice>, Option<Invoice>)| {
            let after = after.as_ref().filter(|after| after.is_accepted());
            after.is_some_and(|after| before.as_ref().is_none_or(|before| before.state() < after.state()))
        };
        self.invoices.values().filter(move |turn| further(turn)).filter_map(|(_, after)| after.as_ref())
    }
}

/// Refuses changes that invoices forbid, or that make some that cannot be; `reader` reads the state after them. What an
/// undo may change was asked before it; what it accepts anew has to be right by now.
pub(super) fn hold_invoices(reader: &Reader, rules: Rules, changes: &[RowChange]) -> Result<(), StoreError> {
    if !changes.iter().any(|change| Turns::concern(change.kind)) {
        return Ok(());
    }
    let turns = Turns::written(changes)?;
    let refuse = |(kind, number), fault| Err(StoreError::Faults { kind, number, faults: vec![fault] });
    let kept = if rules == Rules::All { turns.kept(reader)? } else { None };
    if let Some(kept) = kept {
        return refuse(kept.record, kept.fault);
    }
    for (&number, (_, line)) in turns.lines.iter().filter(|_| rules == Rules::All) {
        let Some(line) = line.as_ref().filter(|line| !line.erased) else { continue };
        let (session, invoice) = (reader.get(line.session)?, reader.get(line.invoice)?);
        if let Some(fault) = invoicing::misplaced(line, session.as_ref(), invoice.as_ref()) {
            return refuse((Kind::InvoiceLine, number), fault);
        }
    }
    for invoice in turns.leaving() {
        let accepted_before = turns.invoices.get(&invoice.id.0).and_then(|(before, _)| before.as_ref());
        if accepted_before.is_some_and(Invoice::is_accepted) {
            continue;
        }
        if let Some(fault) = invoices::matched(reader, invoice)?.fault() {
            return refuse((Kind::Invoice, invoice.id.0), fault);
        }
    }
    Ok(())
}

/// Refuses to register what somebody else put into an invoice since the operation was worked out: sessions that it asks
/// for, and those of a new invoice's days, which it would lack without a word.
pub(super) fn hold_asked_since(reader: &Reader, operation: &Operation) -> Result<(), StoreError> {
    let Some(seen) = operation.seen.filter(|seen| *seen < reader.revision()) else { return Ok(()) };
    let (mut sessions, mut invoices) = (BTreeSet::new(), Vec::new());
    for put in &operation.puts {
        match &put.record {
            AnyRecord::InvoiceLine(line) if !line.is_open() => drop(sessions.insert(line.session)),
            AnyRecord::Invoice(invoice) if put.base.is_none() => invoices.push(invoice),
            _ => {}
        }
    }
    if sessions.is_empty() && invoices.is_empty() {
        return Ok(());
    }
    for entry in reader.entries(seen, usize::MAX)? {
        let mut asked: BTreeMap<Id<Invoice>, usize> = BTreeMap::new();
        for change in entry.changes.iter().filter(|change| change.kind == Kind::InvoiceLine) {
            let was_asked = matches!(change.before_record()?, Some(AnyRecord::InvoiceLine(line)) if !line.is_open());
            let Some(line) = reader.get(Id::<InvoiceLine>::new(change.number))? else { continue };
            if was_asked || line.is_open() {
                continue;
            }
            let Some(invoice) = reader.get(line.invoice)? else { continue };
            let Some(session) = reader.get(line.session)? else { continue };
            let of_its_days = |new: &Invoice| {
                let same = (new.provider, new.programme) == (invoice.provider, invoice.programme);
                same && (new.from..=new.to).contains(&session.day)
            };
            if sessions.contains(&session.id) || invoices.iter().any(|new| of_its_days(new)) {
                *asked.entry(invoice.id).or_default() += 1;
            }
        }
        if let Some((invoice, lines)) = asked.into_iter().max_by_key(|(_, lines)| *lines) {
            let invoice = reader.get(invoice)?.map(|invoice| invoice.number).unwrap_or_default();
            return Err(StoreError::AskedMeanwhile { invoice, lines, by: entry.user });
        }
    }
    Ok(())
}
