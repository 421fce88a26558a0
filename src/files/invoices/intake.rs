//! Rows to invoices: each held against the sessions, beside what is stored and what the rows above brought.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::{
    super::{
        Register,
        cells::{Cells, Located},
        children::Children,
        import::{Intake, Reading, Verdict, new},
        table::Table,
    },
    row::{self, ForSession, Printed, Wanted},
};
use crate::{
    domain::{
        Child, Deed, Field, Id, Invoice, InvoiceLine, Kind, Money, PlanLine, Problem, Provider, Session,
        invoicing::{self, Match, Verdict as Found},
        paper_row::PaperRow,
    },
    i18n::{date, number, search::fold},
};

pub(in crate::files) fn import(table: &Table, stored: &Register, reading: Reading, intake: &mut Intake) {
    intake.operation().deed = Deed::RegisterInvoice;
    let mut finder = Finder::new(stored);
    for row in &table.rows {
        let mut cells = Cells::new(table, row, reading.lang, reading.today);
        let verdict = finder.take(&mut cells, reading, intake).unwrap_or(Verdict::Bad);
        intake.take(cells, verdict);
    }
    finder.finish(intake);
}

/// Sessions, each with the code of its service.
type WithServices<'a> = Vec<(&'a Session, &'a str)>;

/// An invoice that the file brings.
struct Coming {
    invoice: Invoice,
    has_total: bool,
    has_period: (bool, bool),
    /// A row says that it asks for nothing.
    is_empty: bool,
    /// Where a difference between its total and its rows is told, and what stands in the way of its acceptance.
    places: (Located, Located),
}

/// What is stored, arranged for finding, and what the rows above brought.
struct Finder<'a> {
    stored: &'a Register,
    children: Children<'a>,
    sessions: HashMap<(Id<Provider>, Id<Child>), WithServices<'a>>,
    /// What stored lines are about.
    about: HashMap<Id<Session>, Vec<&'a InvoiceLine>>,
    /// Stored lines that a row was found to be.
    told: BTreeSet<Id<InvoiceLine>>,
    coming: BTreeMap<(Id<Provider>, String), Coming>,
    /// The lines that the rows above brought.
    lines: Vec<InvoiceLine>,
    /// For each session, those of them that are about it.
    brought: HashMap<Id<Session>, Vec<usize>>,
}

impl<'a> Finder<'a> {
    fn new(stored: &'a Register) -> Self {
        let services: HashMap<Id<PlanLine>, &str> =
            stored.lines.iter().map(|line| (line.id, line.service.as_str())).collect();
        let mut sessions: HashMap<_, WithServices> = HashMap::new();
        for session in &stored.sessions {
            let service = services.get(&session.line).copied().unwrap_or_default();
            sessions.entry((session.provider, session.child)).or_default().push((session, service));
        }
        let mut about: HashMap<_, Vec<&InvoiceLine>> = HashMap::new();
        for line in &stored.invoice_lines {
            about.entry(line.session).or_default().push(line);
        }
        let (told, coming, children) = (BTreeSet::new(), BTreeMap::new(), Children::new(stored));
        Self { stored, children, sessions, about, told, coming, lines: Vec::new(), brought: HashMap::new() }
    }

    /// Takes a row in; none: something is wrong with it, and noted.
    fn take(&mut self, cells: &mut Cells, reading: Reading, intake: &mut Intake) -> Option<Verdict> {
        let stored = self.stored;
        let (printed, wanted) = row::read(cells, stored, &mut self.children, reading)?;
        if let Some(known) = stored.invoices.iter().find(|invoice| printed.is(invoice)) {
            return Some(self.compare(cells, known, &printed, &wanted));
        }
        let line = match wanted {
            Wanted::Nothing => None,
            Wanted::Erased(amount) => {
                Some(InvoiceLine { provider: printed.provider, amount, erased: true, ..InvoiceLine::default() })
            }
            Wanted::Session(wanted) => {
                let line = self.line(cells, &printed, wanted)?;
                if printed.number.is_none() && self.waits_already(&line) {
                    return Some(Verdict::Known);
                }
                Some(line)
            }
        };
        let invoice = match &printed.number {
            Some(number) => self.invoice(cells, number, &printed, line.as_ref(), reading, intake)?,
            None => Id::default(),
        };
        let Some(line) = line else { return Some(Verdict::Adds(Vec::new())) };
        let line = InvoiceLine { id: intake.placeholder(), invoice, ..line };
        cells.check(&line);
        self.tell(cells, &line);
        self.brought.entry(line.session).or_default().push(self.lines.len());
        self.lines.push(line.clone());
        Some(Verdict::Adds(vec![new(line)]))
    }

    /// The line that a row asks to be.
    fn line(&self, cells: &mut Cells, printed: &Printed, wanted: ForSession) -> Option<InvoiceLine> {
        let row = paper_row(printed.provider, &wanted);
        let candidates = self.sessions.get(&(printed.provider, wanted.child.id)).into_iter().flatten().copied();
        let found = if wanted.corrects {
            // What was asked for before is corrected: best so that it comes to what the session costs.
            let mends = |session: &Session| session.cost() - self.asked_for(session.id) == wanted.amount;
            let fitting = candidates.filter(|(session, _)| self.is_asked(session.id));
            let (right, others): (WithServices, WithServices) = fitting.partition(|(session, _)| mends(session));
            row.session(right, &BTreeSet::new()).or_else(|| row.session(others, &BTreeSet::new()))
        } else {
            let key = printed.number.as_ref().map(|number| (printed.provider, fold(number)));
            let own = key.and_then(|key| self.coming.get(&key)).map(|coming| coming.invoice.id);
            let is_own = |line: &InvoiceLine| Some(line.invoice) == own && !line.corrects;
            let others = candidates.filter(|(session, _)| !self.brought_about(session.id).any(is_own));
            let others: WithServices = others.collect();
            let asked_before = others.iter().map(|(session, _)| session.id).filter(|id| self.is_asked(*id)).collect();
            row.session(others, &asked_before)
        };
        let Some(session) = found else {
            cells.fault(Field::Day, Problem::NoSession(wanted.day));
            return None;
        };
        Some(InvoiceLine {
            provider: printed.provider,
            session: session.id,
            child: session.child,
            units: wanted.units.unwrap_or_else(|| session.charged_units()),
            amount: wanted.amount,
            reason: wanted.reason,
            corrects: wanted.corrects,
            ..InvoiceLine::default()
        })
    }

    /// The invoice of a row, with what the row adds to it.
    fn invoice(
        &mut self,
        cells: &mut Cells,
        number: &str,
        printed: &Printed,
        line: Option<&InvoiceLine>,
        reading: Reading,
        intake: &mut Intake,
    ) -> Option<Id<Invoice>> {
        let stored = self.stored;
        let key = (printed.provider, fold(number));
        let child = line.filter(|line| line.child.is_some()).and_then(|line| stored.child(line.child));
        let family = child.and_then(|child| stored.family(child.family));
        let of_child = family.map(|family| family.programme);
        let day = line.and_then(|line| stored.session(line.session)).map(|session| session.day);
        if !self.coming.contains_key(&key) {
            let issued = cells.needed(Field::InvoiceDay, printed.day)?;
            let programme = printed.programme.or(of_child).or(Some(reading.programme).filter(|id| id.is_some()));
            let invoice = Invoice {
                id: intake.placeholder(),
                programme: cells.needed(Field::Programme, programme)?,
                provider: printed.provider,
                number: number.to_owned(),
                day: issued,
                from: printed.from.or(day).unwrap_or(issued),
                to: printed.to.or(day).unwrap_or(issued),
                total: printed.total.unwrap_or_default(),
                accepted_on: printed.accepted_on,
                accepted_by: printed.accepted_by.clone(),
                paid_on: printed.paid_on,
                reason: printed.reason.clone(),
                text: printed.text.clone(),
            };
            let coming = Coming {
                invoice,
                has_total: printed.total.is_some(),
                has_period: (printed.from.is_some(), printed.to.is_some()),
                is_empty: line.is_none(),
                places: (cells.at(Field::Total), cells.at(Field::AcceptedOn)),
            };
            self.coming.insert(key.clone(), coming);
        }
        let coming = self.coming.get_mut(&key)?;
        let invoice = &mut coming.invoice;
        if of_child.is_some_and(|programme| programme != invoice.programme) {
            cells.fault(Field::CaseNumber, Problem::OtherProgramme);
            return None;
        }
        if let Some(total) = printed.total.filter(|total| coming.has_total && *total != invoice.total) {
            cells.fault(Field::Total, Problem::Duplicate(number::euros(total, reading.lang)));
            return None;
        }
        if let Some(day) = day {
            invoice.from = if coming.has_period.0 { invoice.from } else { invoice.from.min(day) };
            invoice.to = if coming.has_period.1 { invoice.to } else { invoice.to.max(day) };
        }
        // Each of its rows says it anew: none is taken without the others.
        cells.check(invoice);
        Some(invoice.id)
    }

    /// What the rows above ask for a session.
    fn brought_about(&self, session: Id<Session>) -> impl Iterator<Item = &InvoiceLine> {
        self.brought.get(&session).into_iter().flatten().map(|place| &self.lines[*place])
    }

    /// What stored lines and the rows above ask for a session.
    fn lines_about(&self, session: Id<Session>) -> impl Iterator<Item = &InvoiceLine> {
        self.about.get(&session).into_iter().flatten().copied().chain(self.brought_about(session))
    }

    fn is_asked(&self, session: Id<Session>) -> bool {
        self.lines_about(session).next().is_some()
    }

    fn asked_for(&self, session: Id<Session>) -> Money {
        invoicing::sum(self.lines_about(session))
    }

    /// Whether a correction like this is stored and waits, and no row was found to be it.
    fn waits_already(&mut self, line: &InvoiceLine) -> bool {
        let told = &self.told;
        let same = |other: &&&InvoiceLine| {
            other.is_open() && !told.contains(&other.id) && (other.amount, &other.reason) == (line.amount, &line.reason)
        };
        let found = self.about.get(&line.session).into_iter().flatten().find(same).map(|other| other.id);
        self.told.extend(found);
        found.is_some()
    }

    /// Says where a row asks for something else than is owed for its session.
    fn tell(&self, cells: &mut Cells, line: &InvoiceLine) {
        let Some(session) = self.stored.session(line.session).filter(|_| !line.corrects) else { return };
        let others: Vec<InvoiceLine> = self.lines_about(line.session).cloned().collect();
        let found = Match::new(&Invoice::default(), std::slice::from_ref(line), std::slice::from_ref(session), &others);
        for matched in found.lines.into_iter().filter(|matched| matched.verdict != Found::Agrees) {
            cells.fault(Field::Amount, Problem::AskedOtherwise(matched.owed));
        }
    }

    /// An invoice that is stored: says where its row is another, and changes nothing.
    fn compare(&mut self, cells: &mut Cells, known: &Invoice, printed: &Printed, wanted: &Wanted) -> Verdict {
        let lang = cells.lang();
        let line = self.stored_line(known, wanted).cloned();
        let money = |amount: Money| number::plain(amount.decimal(), lang);
        let day = |day: Option<chrono::NaiveDate>| day.map(date::iso).unwrap_or_default();
        let amount = match wanted {
            Wanted::Nothing => None,
            Wanted::Erased(amount) => Some(*amount),
            Wanted::Session(wanted) => Some(wanted.amount),
        };
        const COMPARED: [Field; 7] = [
            Field::InvoiceDay,
            Field::Total,
            Field::TotalReason,
            Field::AcceptedOn,
            Field::AcceptedBy,
            Field::PaidOn,
            Field::Amount,
        ];
        cells.compare(&COMPARED, |field| {
            Some(match field {
                Field::InvoiceDay => (date::iso(known.day), day(printed.day)),
                Field::Total => (money(known.total), money(printed.total?)),
                Field::TotalReason => (known.reason.clone(), printed.reason.clone()),
                Field::AcceptedOn => (day(known.accepted_on), day(printed.accepted_on)),
                Field::AcceptedBy => (known.accepted_by.clone(), printed.accepted_by.clone()),
                Field::PaidOn => (day(known.paid_on), day(printed.paid_on)),
                _ => (line.as_ref().map(|line| money(line.amount)).unwrap_or_default(), money(amount?)),
            })
        });
        self.told.extend(line.map(|line| line.id));
        Verdict::Known
    }

    /// The line of a stored invoice that a row is, if no row above is it.
    fn stored_line(&self, known: &Invoice, wanted: &Wanted) -> Option<&'a InvoiceLine> {
        let own = |session: Id<Session>| {
            let lines = self.about.get(&session).into_iter().flatten().copied();
            lines.filter(|line| line.invoice == known.id && !self.told.contains(&line.id))
        };
        match wanted {
            Wanted::Nothing => None,
            Wanted::Erased(amount) => own(Id::default()).find(|line| line.erased && line.amount == *amount),
            Wanted::Session(wanted) => {
                let of_kind = |line: &&InvoiceLine| line.corrects == wanted.corrects;
                let candidates = self.sessions.get(&(known.provider, wanted.child.id)).into_iter().flatten().copied();
                let candidates = candidates.filter(|(session, _)| own(session.id).any(|line| of_kind(&line)));
                let session = paper_row(known.provider, wanted).session(candidates, &BTreeSet::new())?;
                let mut lines = own(session.id).filter(of_kind);
                lines.clone().find(|line| line.amount == wanted.amount).or_else(|| lines.next())
            }
        }
    }

    /// The invoices whose rows were taken. One that was accepted, and is not right here, is only registered.
    fn finish(self, intake: &mut Intake) {
        let puts = intake.operation().puts.iter();
        let taken: BTreeSet<u64> =
            puts.filter(|put| put.record.kind() == Kind::InvoiceLine).map(|put| put.record.number()).collect();
        let Self { stored, coming, lines, about, .. } = self;
        let lines: Vec<InvoiceLine> = lines.into_iter().filter(|line| taken.contains(&line.id.0)).collect();
        let (mut of_invoice, mut brought): (HashMap<_, Vec<InvoiceLine>>, HashMap<_, Vec<&InvoiceLine>>) =
            Default::default();
        for line in &lines {
            of_invoice.entry(line.invoice).or_default().push(line.clone());
            brought.entry(line.session).or_default().push(line);
        }
        let mut coming: Vec<Coming> = coming.into_values().collect();
        coming.sort_by_key(|coming| coming.invoice.id);
        for Coming { mut invoice, has_total, is_empty, places, .. } in coming {
            let own = of_invoice.remove(&invoice.id).unwrap_or_default();
            if own.is_empty() && !(is_empty && intake.took(places.0.line)) {
                continue;
            }
            let sum = invoicing::sum(&own);
            if !has_total {
                invoice.total = sum;
            } else if invoice.total != sum {
                intake.warn(Located { problem: Problem::RowsComeTo(sum), ..places.0 });
            }
            if invoice.is_accepted() {
                let sessions: BTreeSet<Id<Session>> = own.iter().map(|line| line.session).collect();
                let others = |session: &Id<Session>| {
                    let brought = brought.get(session).into_iter().flatten().copied();
                    let stored = about.get(session).into_iter().flatten().copied();
                    brought.chain(stored).filter(|line| line.invoice != invoice.id).cloned().collect::<Vec<_>>()
                };
                let others: Vec<InvoiceLine> = sessions.iter().filter(|id| id.is_some()).flat_map(others).collect();
                let found = sessions.iter().filter_map(|session| stored.session(*session)).cloned();
                let found: Vec<Session> = found.collect();
                if let Some(fault) = Match::new(&invoice, &own, &found, &others).fault() {
                    intake.warn(Located { problem: fault.problem, ..places.1 });
                    (invoice.accepted_on, invoice.accepted_by, invoice.paid_on) = (None, String::new(), None);
                }
            }
            intake.operation().puts.push(new(invoice));
        }
    }
}

fn paper_row<'s>(provider: Id<Provider>, wanted: &ForSession<'s>) -> PaperRow<'s> {
    let ForSession { child, service, day, start, units, amount, .. } = wanted;
    PaperRow {
        provider,
        child: child.id,
        service: &service.code,
        day: *day,
        start: *start,
        units: *units,
        amount: *amount,
    }
}
