//! Invoices from a table: a row per session that is asked for, each with the invoice's number and day.
//!
//! A row is about the session of its child, service and day at its provider. What it asks for otherwise than the session
//! costs is taken as it is and told: whoever accepts the invoice says why. An invoice that is stored stays as it is.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::{
    Register,
    cells::{Cells, Located},
    children::Children,
    export::Written,
    import::{Intake, Reading, Verdict, new},
    joined::{of_person, of_provider, of_session},
    table::Table,
};
use crate::{
    domain::{
        AnyRecord, Child, Deed, Field, Id, Invoice, InvoiceLine, Kind, Money, PlanLine, Problem, Provider, Session,
        asked::Asked,
        invoicing::{self, Match, Verdict as Found},
    },
    i18n::{Lang, date, number, search::fold},
};

/// What a row may hold. The child is found by personal code, else by case number and names. Where no total is given, it is
/// what the rows come to; the period is that of their days, where none is given.
pub(super) const COLUMNS: &[Field] = &[
    Field::Invoice,
    Field::InvoiceDay,
    Field::Provider,
    Field::From,
    Field::To,
    Field::Total,
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
];

/// The invoices as an import takes them: a row per line.
pub(super) fn written(records: &[AnyRecord], register: &Register, lang: Lang) -> Written {
    let mut lines: HashMap<Id<Invoice>, Vec<&InvoiceLine>> = HashMap::new();
    for line in &register.invoice_lines {
        lines.entry(line.invoice).or_default().push(line);
    }
    let mut rows = Vec::new();
    for record in records {
        let AnyRecord::Invoice(invoice) = record else { continue };
        for line in lines.get(&invoice.id).into_iter().flatten() {
            rows.push(COLUMNS.iter().map(|field| cell(invoice, line, *field, register, lang)).collect());
        }
    }
    Written { fields: COLUMNS.to_vec(), rows }
}

fn cell(invoice: &Invoice, line: &InvoiceLine, field: Field, register: &Register, lang: Lang) -> String {
    match field {
        Field::Invoice => invoice.number.clone(),
        Field::InvoiceDay => date::iso(invoice.day),
        Field::Provider => {
            let provider = register.provider(invoice.provider);
            provider.map(|provider| of_provider(provider, Field::Name, lang)).unwrap_or_default()
        }
        Field::From => date::iso(invoice.from),
        Field::To => date::iso(invoice.to),
        Field::Total => number::plain(invoice.total.decimal(), lang),
        Field::Units => number::plain(line.units, lang),
        Field::Amount => number::plain(line.amount.decimal(), lang),
        Field::Reason => line.reason.clone(),
        Field::CaseNumber | Field::Surname | Field::GivenNames | Field::PersonalCode => {
            let child = register.child(line.child);
            let family = child.and_then(|child| register.family(child.family));
            let person = child.and_then(|child| register.person(child.person));
            let of_person = person.and_then(|person| of_person(person, field, lang));
            of_person.or(family.map(|family| family.case_number.clone())).unwrap_or_default()
        }
        _ => session(register, line.session).map(|found| of_session(found, register, field, lang)).unwrap_or_default(),
    }
}

fn session(register: &Register, id: Id<Session>) -> Option<&Session> {
    let place = register.sessions.binary_search_by_key(&id, |session| session.id).ok()?;
    register.sessions.get(place)
}

pub(super) fn import(table: &Table, stored: &Register, reading: Reading, intake: &mut Intake) {
    intake.operation().deed = Deed::RegisterInvoice;
    let mut books = Books::new(stored);
    for row in &table.rows {
        let mut cells = Cells::new(table, row, reading.lang, reading.today);
        let verdict = books.take(&mut cells, reading, intake).unwrap_or(Verdict::Bad);
        intake.take(cells, verdict);
    }
    books.finish(intake);
}

/// Sessions, each with the code of its service.
type WithServices<'a> = Vec<(&'a Session, &'a str)>;

/// An invoice that the file brings.
struct Coming {
    invoice: Invoice,
    has_total: bool,
    has_period: (bool, bool),
    lines: Vec<InvoiceLine>,
    /// Where a difference between its total and its rows is told.
    place: Located,
}

/// What is stored, arranged for finding, and what the rows above brought.
struct Books<'a> {
    stored: &'a Register,
    children: Children<'a>,
    sessions: HashMap<(Id<Provider>, Id<Child>), WithServices<'a>>,
    /// What stored lines are about.
    about: HashMap<Id<Session>, Vec<&'a InvoiceLine>>,
    /// The sessions that stored invoices and rows above ask for.
    asked_before: BTreeSet<Id<Session>>,
    /// Stored lines that a row was found to be.
    told: BTreeSet<Id<InvoiceLine>>,
    coming: BTreeMap<(Id<Provider>, String), Coming>,
}

impl<'a> Books<'a> {
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
        let (asked_before, told) = (about.keys().copied().collect(), BTreeSet::new());
        let children = Children::new(stored);
        Self { stored, children, sessions, about, asked_before, told, coming: BTreeMap::new() }
    }

    /// Takes a row in; none: something is wrong with it, and noted.
    fn take(&mut self, cells: &mut Cells, reading: Reading, intake: &mut Intake) -> Option<Verdict> {
        let stored = self.stored;
        let named = |raw: &str| Problem::NoSuchRecord(raw.to_owned());
        let invoice_number = cells.line(Field::Invoice);
        let number = cells.needed(Field::Invoice, Some(invoice_number).filter(|number| !number.is_empty()));
        let provider = cells.parsed(Field::Provider, |raw| stored.provider_named(raw).ok_or_else(|| named(raw)));
        let provider = cells.needed(Field::Provider, provider);
        let child = self.children.of_row(cells);
        let service = cells.parsed(Field::Service, |raw| stored.service_named(raw).ok_or_else(|| named(raw)));
        let service = cells.needed(Field::Service, service);
        let day = cells.date(Field::Day);
        let day = cells.needed(Field::Day, day);
        let amount = cells.money(Field::Amount);
        let amount = cells.needed(Field::Amount, amount);
        let (start, units) = (cells.time(Field::Start), cells.decimal(Field::Units));
        let (issued, reason) = (cells.date(Field::InvoiceDay), cells.text(Field::Reason));
        let printed = (cells.date(Field::From), cells.date(Field::To), cells.money(Field::Total));
        let (number, provider, child, service, day, amount) = (number?, provider?, child?, service?, day?, amount?);
        let asked = Asked { provider: provider.id, child: child.id, service: &service.code, day, start, units, amount };
        let known =
            stored.invoices.iter().find(|one| one.provider == provider.id && fold(&one.number) == fold(&number));
        if let Some(known) = known {
            return self.compare(cells, known, &asked, (issued, printed.2));
        }
        let key = (provider.id, fold(&number));
        let own: BTreeSet<Id<Session>> =
            self.coming.get(&key).iter().flat_map(|coming| &coming.lines).map(|line| line.session).collect();
        let candidates = self.sessions.get(&(provider.id, child.id)).into_iter().flatten().copied();
        let Some(session) =
            asked.session(candidates.filter(|(session, _)| !own.contains(&session.id)), &self.asked_before)
        else {
            cells.fault(Field::Day, Problem::NoSession(day));
            return None;
        };
        let line = InvoiceLine {
            id: intake.placeholder(),
            provider: provider.id,
            session: session.id,
            child: child.id,
            units: units.unwrap_or_else(|| session.charged_units()),
            amount,
            reason,
            ..InvoiceLine::default()
        };
        if issued.is_none() && !self.coming.contains_key(&key) {
            cells.needed(Field::InvoiceDay, issued)?;
        }
        let programme = stored.family(child.family).map(|family| family.programme).unwrap_or_default();
        let coming = self.coming.entry(key).or_insert_with(|| Coming {
            invoice: Invoice {
                id: intake.placeholder(),
                programme,
                provider: provider.id,
                number,
                day: issued.unwrap_or(day),
                from: printed.0.unwrap_or(day),
                to: printed.1.unwrap_or(day),
                total: printed.2.unwrap_or_default(),
                ..Invoice::default()
            },
            has_total: printed.2.is_some(),
            has_period: (printed.0.is_some(), printed.1.is_some()),
            lines: Vec::new(),
            place: cells.at(Field::Total),
        });
        if coming.invoice.programme != programme {
            cells.fault(Field::CaseNumber, Problem::OtherProgramme);
            return None;
        }
        if let Some(total) = printed.2.filter(|total| coming.has_total && *total != coming.invoice.total) {
            cells.fault(Field::Total, Problem::Duplicate(number::euros(total, reading.lang)));
            return None;
        }
        let invoice = &mut coming.invoice;
        invoice.from = if coming.has_period.0 { invoice.from } else { invoice.from.min(day) };
        invoice.to = if coming.has_period.1 { invoice.to } else { invoice.to.max(day) };
        let line = InvoiceLine { invoice: invoice.id, ..line };
        coming.lines.push(line.clone());
        self.asked_before.insert(session.id);
        cells.check(&line);
        self.tell(cells, session, &line);
        Some(Verdict::Adds(vec![new(line)]))
    }

    /// Says where a row asks for something else than is owed for its session.
    fn tell(&self, cells: &mut Cells, session: &Session, line: &InvoiceLine) {
        let coming = self.coming.values().flat_map(|coming| &coming.lines);
        let own = coming.filter(|other| other.session == session.id && other.id != line.id);
        let others: Vec<InvoiceLine> =
            self.about.get(&session.id).into_iter().flatten().copied().chain(own).cloned().collect();
        let found = Match::new(&Invoice::default(), std::slice::from_ref(line), std::slice::from_ref(session), &others);
        for matched in found.lines.into_iter().filter(|matched| matched.verdict != Found::Agrees) {
            cells.fault(Field::Amount, Problem::AskedOtherwise(matched.owed));
        }
    }

    /// An invoice that is stored: says where its row is another, and changes nothing.
    fn compare(
        &mut self,
        cells: &mut Cells,
        known: &Invoice,
        asked: &Asked,
        (issued, total): (Option<chrono::NaiveDate>, Option<Money>),
    ) -> Option<Verdict> {
        let lang = cells.lang();
        let told = &self.told;
        let own = |line: &&&InvoiceLine| line.invoice == known.id && !told.contains(&line.id);
        let candidates = self.sessions.get(&(asked.provider, asked.child)).into_iter().flatten().copied();
        let lines_of = |session: &Session| self.about.get(&session.id).into_iter().flatten().filter(own);
        let candidates = candidates.filter(|(session, _)| lines_of(session).next().is_some());
        let session = asked.session(candidates, &BTreeSet::new());
        let line = session.and_then(|session| {
            let same = lines_of(session).find(|line| line.amount == asked.amount);
            same.or_else(|| lines_of(session).next()).copied()
        });
        let money = |amount: Money| number::plain(amount.decimal(), lang);
        cells.compare(&[Field::InvoiceDay, Field::Total, Field::Amount], |field| {
            Some(match field {
                Field::InvoiceDay => (date::iso(known.day), date::iso(issued?)),
                Field::Total => (money(known.total), money(total?)),
                _ => (line.map(|line| money(line.amount)).unwrap_or_default(), money(asked.amount)),
            })
        });
        self.told.extend(line.map(|line| line.id));
        Some(Verdict::Known)
    }

    /// The invoices whose rows were taken.
    fn finish(self, intake: &mut Intake) {
        let taken: BTreeSet<u64> = intake
            .operation()
            .puts
            .iter()
            .filter(|put| put.record.kind() == Kind::InvoiceLine)
            .map(|put| put.record.number())
            .collect();
        for mut coming in self.coming.into_values() {
            coming.lines.retain(|line| taken.contains(&line.id.0));
            if coming.lines.is_empty() {
                continue;
            }
            let sum = invoicing::sum(&coming.lines);
            if !coming.has_total {
                coming.invoice.total = sum;
            } else if coming.invoice.total != sum {
                intake.warn(Located { problem: Problem::RowsComeTo(sum), ..coming.place });
            }
            intake.operation().puts.push(new(coming.invoice));
        }
    }
}
