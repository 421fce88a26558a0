//! Invoices: registered, accepted and paid once; what they ask for stays what it costs, or is corrected with a reason.

#[path = "support/store_world.rs"]
mod world;

use atbalsts::domain::{
    Charge, Deed, Fault, Field, Id, Index, IndexKey, Invoice, InvoiceLine, InvoiceState, Kind, Money, Operation,
    Outcome, Problem, Programme, Provider, Session,
    invoicing::{self, Verdict, correction},
};
use atbalsts::store::{
    Blocked, Store, StoreError, audits,
    views::invoices::{due, lines_about, lines_of, matched},
};
use rust_decimal::Decimal;
use world::{Planned, World, day, get, planned};

/// February of one child at one provider: four sessions held, one excused, and one more in March.
struct February {
    world: World,
    programme: Id<Programme>,
    provider: Id<Provider>,
    sessions: Vec<Id<Session>>,
}

const PRICE: i64 = 1800;

fn charge(cents: i64) -> Option<Charge> {
    (cents != 0).then(|| Charge {
        unit_price: Money::from_cents(cents),
        units: Decimal::ONE,
        charged_percent: Decimal::ONE_HUNDRED,
        ..Charge::default()
    })
}

/// The session at that cost; at none it was excused.
fn costing(session: &Session, cents: i64) -> Session {
    let outcome = if cents == 0 { Outcome::Excused } else { Outcome::Attended };
    Session { outcome, charge: charge(cents), ..session.clone() }
}

impl February {
    fn new() -> Self {
        let world = World::new();
        let Planned { programme, child, provider, line } = planned(&world.store);
        let write = |operation: &Operation| world.store.apply("anna", operation).unwrap().numbers;
        let held = |month, of_month, cents| {
            let session = Session {
                child,
                line,
                provider,
                day: day(2019, month, of_month),
                units: Decimal::ONE,
                ..Session::default()
            };
            costing(&session, cents)
        };
        let days = [(2, 4, PRICE), (2, 11, PRICE), (2, 18, 0), (2, 25, PRICE), (2, 28, PRICE), (3, 4, PRICE)];
        let operation = days.iter().fold(Operation::new(Deed::BookSessions), |operation, &(month, day, cents)| {
            operation.create(held(month, day, cents))
        });
        let sessions = write(&operation).into_iter().map(|(_, number)| Id::new(number)).collect();
        Self { world, programme, provider, sessions }
    }

    fn store(&self) -> &Store {
        &self.world.store
    }

    fn due(&self) -> Vec<InvoiceLine> {
        let days = (day(2019, 2, 1), day(2019, 2, 28));
        self.store().read(|reader| due(reader, self.programme, self.provider, days)).unwrap()
    }

    fn invoice(&self, number: &str, total: i64) -> Invoice {
        Invoice {
            programme: self.programme,
            provider: self.provider,
            number: number.into(),
            day: day(2019, 3, 4),
            from: day(2019, 2, 1),
            to: day(2019, 2, 28),
            total: Money::from_cents(total),
            ..Invoice::default()
        }
    }

    /// Registers an invoice over all that is due; what is printed on it is what the lines come to.
    fn register(&self, number: &str, lines: Vec<InvoiceLine>) -> Invoice {
        let invoice = Invoice { total: invoicing::sum(&lines), ..self.invoice(number, 0) };
        let applied = self.store().apply("māra", &invoicing::register(invoice, lines)).unwrap();
        get(self.store(), Id::new(applied.numbers[0].1))
    }

    fn accept(&self, invoice: &Invoice) -> Result<Invoice, StoreError> {
        let accepted = invoice.accepted(day(2019, 3, 8), "māra");
        let operation = Operation::new(Deed::AcceptInvoice).change(invoice.clone(), accepted);
        self.store().apply("māra", &operation)?;
        Ok(get(self.store(), invoice.id))
    }

    fn pay(&self, invoice: &Invoice) -> Invoice {
        let operation = Operation::new(Deed::PayInvoice).change(invoice.clone(), invoice.paid(day(2019, 3, 15)));
        self.store().apply("māra", &operation).unwrap();
        get(self.store(), invoice.id)
    }

    fn session(&self, at: usize) -> Session {
        get(self.store(), self.sessions[at])
    }

    fn lines_about(&self, at: usize) -> Vec<InvoiceLine> {
        self.store().read(|reader| lines_about(reader, self.sessions[at])).unwrap()
    }

    /// Says otherwise of a session, with the correction if it needs one.
    fn correct(&self, at: usize, cents: i64, reason: &str) -> Result<u64, StoreError> {
        let before = self.session(at);
        let after = costing(&before, cents);
        let brought = correction(&before, &after, &self.lines_about(at), reason);
        let operation = Operation::new(Deed::MarkAttendance).change(before, after);
        let operation = brought.into_iter().fold(operation, Operation::create);
        self.store().apply("anna", &operation).map(|applied| applied.revision)
    }

    /// The fault for which a change is refused.
    fn refused(&self, operation: &Operation) -> Option<Fault> {
        match self.store().apply("anna", operation) {
            Ok(_) => None,
            Err(StoreError::Faults { faults, .. }) => Some(faults[0].clone()),
            Err(error) => panic!("{error:?}"),
        }
    }

    fn sound(&self) {
        assert_eq!(self.store().check(audits::ALL).unwrap().findings, vec![]);
    }
}

#[test]
fn what_was_delivered_is_invoiced_once_accepted_and_paid() {
    let office = February::new();
    let lines = office.due();
    let days: Vec<_> = lines.iter().map(|line| (line.session, line.amount)).collect();
    let price = Money::from_cents(PRICE);
    assert_eq!(days, [0, 1, 3, 4].map(|at: usize| (office.sessions[at], price)));
    let invoice = office.register("KP-2019/02", lines);
    assert_eq!((invoice.total, invoice.state()), (Money::from_cents(4 * PRICE), InvoiceState::Registered));
    assert_eq!(office.due(), vec![]);
    let accepted = office.accept(&invoice).unwrap();
    assert_eq!(office.pay(&accepted).state(), InvoiceState::Paid);
    office.sound();
}

#[test]
fn the_same_number_of_a_provider_is_the_same_invoice() {
    let office = February::new();
    let first = office.register("KP-2019/02", office.due());
    let again = invoicing::register(office.invoice(" kp-2019/02", 0), Vec::new());
    match office.store().apply("māra", &again) {
        Err(StoreError::Duplicate { kind: Kind::Invoice, field: Field::Number, number, .. }) => {
            assert_eq!(number, first.id.0);
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn an_invoice_that_differs_is_accepted_when_somebody_says_why() {
    let office = February::new();
    let mut lines = office.due();
    lines[0].amount = Money::from_cents(2000);
    lines.pop();
    let excused = office.session(2);
    let not_held = InvoiceLine { session: excused.id, amount: Money::from_cents(PRICE), ..lines[0].clone() };
    lines.push(not_held);
    let invoice = office.register("KP-2019/02", lines);
    let found = office.store().read(|reader| matched(reader, &invoice)).unwrap();
    let verdicts: Vec<Verdict> = found.lines.iter().map(|line| line.verdict).collect();
    let more = Verdict::Differs(Money::from_cents(200));
    assert_eq!(verdicts, [more, Verdict::Agrees, Verdict::Agrees, Verdict::NotCharged]);
    match office.accept(&invoice) {
        Err(StoreError::Faults { faults, .. }) => {
            assert_eq!(faults, [Fault::new(Field::AcceptedOn, Problem::Unexplained(2))]);
        }
        other => panic!("{other:?}"),
    }
    // The child was there after all; the price of the other was agreed on.
    office.correct(2, PRICE, "").unwrap();
    let line = found.lines[0].line.clone();
    let explained = InvoiceLine { reason: "garāka nodarbība, kā vienojāmies".into(), ..line.clone() };
    let operation = Operation::new(Deed::AcceptInvoice)
        .change(line, explained)
        .change(invoice.clone(), invoice.accepted(day(2019, 3, 8), "māra"));
    office.store().apply("māra", &operation).unwrap();
    assert!(get(office.store(), invoice.id).is_accepted());
    office.sound();
}

#[test]
fn what_is_asked_for_twice_is_found() {
    let office = February::new();
    let lines = office.due();
    let first = office.register("KP-2019/02", lines.clone());
    let second = office.register("KP-2019/02a", lines[..1].to_vec());
    let found = office.store().read(|reader| matched(reader, &second)).unwrap();
    assert_eq!(found.lines[0].verdict, Verdict::Twice(first.id));
    assert!(office.accept(&second).is_err());
    // It is taken out again, also where the other asks for something else than the session costs.
    let line = office.lines_about(0).remove(0);
    let dearer = InvoiceLine { amount: Money::from_cents(2000), ..line.clone() };
    assert_eq!(office.refused(&Operation::new(Deed::EditInvoice).change(line, dearer)), None);
    let twice = office.store().read(|reader| lines_of(reader, second.id)).unwrap().remove(0);
    assert_eq!(office.refused(&Operation::new(Deed::EditInvoice).remove(&twice)), None);
    assert_eq!(office.lines_about(0).len(), 1);
}

#[test]
fn what_somebody_registered_meanwhile_is_told_before_it_is_asked_for_again() {
    let office = February::new();
    let revision = || office.store().revision().unwrap();
    let (seen, lines) = (revision(), office.due());
    let register = |number: &str, lines: Vec<InvoiceLine>, seen| {
        let operation = invoicing::register(office.invoice(number, 0), lines).seeing(seen);
        match office.store().apply("anna", &operation) {
            Ok(_) => None,
            Err(StoreError::AskedMeanwhile { invoice, lines, by }) => Some((invoice, lines, by)),
            Err(error) => panic!("{error:?}"),
        }
    };
    office.register("KP-2019/02", lines[..3].to_vec());
    let by_mara = |invoice: &str, lines| Some((invoice.to_owned(), lines, "māra".to_owned()));
    assert_eq!(register("KP-12", lines.clone(), seen), by_mara("KP-2019/02", 3));
    // Nor is it registered without them: whoever types it does not know of them.
    assert_eq!(register("KP-12", office.due(), seen), by_mara("KP-2019/02", 3));
    assert!(office.store().read(|reader| reader.all::<Invoice>()).unwrap().len() == 1, "nothing was stored");
    assert_eq!(register("KP-12", office.due(), revision()), None);
    // What was taken back, or changed in an invoice that had it, asks for nothing new.
    let seen = revision();
    let line = office.lines_about(0).remove(0);
    let dearer = InvoiceLine { amount: Money::from_cents(1), ..line.clone() };
    assert_eq!(office.refused(&Operation::new(Deed::EditInvoice).change(line, dearer)), None);
    assert_eq!(register("KP-13", lines[..1].to_vec(), seen), None);
    office.store().undo("anna", revision()).unwrap();
    assert_eq!(register("KP-13", lines[..1].to_vec(), seen), None);
    // A session is taken into one invoice only, whoever comes second.
    let other = get::<Invoice>(office.store(), office.lines_about(1)[0].invoice);
    let seen = revision();
    office.store().apply("anna", &Operation::new(Deed::EditInvoice).remove(&office.lines_about(1)[0])).unwrap();
    let taken = InvoiceLine { invoice: other.id, ..lines[1].clone() };
    let take = Operation::new(Deed::EditInvoice).create(taken).seeing(seen);
    office.store().apply("māra", &take).unwrap();
    match office.store().apply("pēteris", &take) {
        Err(StoreError::AskedMeanwhile { invoice, lines: 1, by }) => {
            assert_eq!((&*invoice, &*by), ("KP-2019/02", "māra"))
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn an_invoice_stays_its_providers_while_it_has_lines() {
    let office = February::new();
    let provider = Provider { name: "Biedrība “Cerību tilts”".into(), ..Provider::default() };
    let made = office.store().apply("anna", &Operation::new(Deed::AddProvider).create(provider)).unwrap();
    let other = Id::new(made.numbers[0].1);
    let empty = office.register("KP-2019/02", Vec::new());
    let edit = |before: &Invoice, after: Invoice| {
        office.refused(&Operation::new(Deed::EditInvoice).change(before.clone(), after))
    };
    assert_eq!(edit(&empty, Invoice { provider: other, ..empty.clone() }), None);
    let moved = office.store().revision().unwrap();
    // Lines of the other provider's sessions, which it has none of: its invoice is typed anew as the first one's.
    let moved_invoice = get(office.store(), empty.id);
    let back = Invoice { provider: office.provider, ..moved_invoice.clone() };
    assert_eq!(edit(&moved_invoice, back.clone()), None);
    let back_again = office.store().revision().unwrap();
    let lines = office.due().into_iter().map(|line| InvoiceLine { invoice: empty.id, ..line });
    let taken = lines.fold(Operation::new(Deed::EditInvoice), Operation::create);
    assert_eq!(office.refused(&taken), None);
    let has_lines = Some(Fault::new(Field::Provider, Problem::HasLines(4)));
    assert_eq!(edit(&back, Invoice { provider: other, ..back.clone() }), has_lines);
    // Nor by taking back what it was before it had them.
    let undone = office.store().undo("anna", back_again);
    assert!(matches!(undone, Err(StoreError::UndoBlocked { by: Blocked::LeftOffice { .. }, .. })), "{undone:?}");
    assert!(office.store().undo("anna", moved).is_err());
    // What is printed on it is put right; without its lines it may be anybody's again.
    assert_eq!(edit(&back, Invoice { number: "KP-2019/2".into(), ..back.clone() }), None);
    let now = get(office.store(), empty.id);
    let all = office.store().read(|reader| lines_of(reader, empty.id)).unwrap();
    let emptied = all.iter().fold(Operation::new(Deed::EditInvoice), Operation::remove);
    let emptied = emptied.change(now.clone(), Invoice { provider: other, ..now });
    assert_eq!(office.refused(&emptied), None);
    office.sound();
}

#[test]
fn an_invoice_is_issued_then_accepted_then_paid() {
    let office = February::new();
    let invoice = office.register("KP-2019/02", office.due());
    let change = |deed, after: Invoice| office.refused(&Operation::new(deed).change(invoice.clone(), after));
    let earlier = |field, than, day| Some(Fault::new(field, Problem::NotBefore(than, day)));
    let accepted = |on| invoice.accepted(on, "māra");
    let issued = earlier(Field::AcceptedOn, Field::InvoiceDay, invoice.day);
    assert_eq!(change(Deed::AcceptInvoice, accepted(day(2019, 3, 3))), issued);
    let paid = accepted(day(2019, 3, 8)).paid(day(2019, 3, 7));
    assert_eq!(change(Deed::PayInvoice, paid), earlier(Field::PaidOn, Field::AcceptedOn, day(2019, 3, 8)));
    assert_eq!(change(Deed::PayInvoice, accepted(invoice.day).paid(invoice.day)), None);
    office.sound();
}

#[test]
fn an_invoiced_session_changes_only_by_a_correction_that_goes_into_the_next_invoice() {
    let office = February::new();
    let invoice = office.accept(&office.register("KP-2019/02", office.due())).unwrap();
    let before = office.session(0);
    let refused = |after: Session| office.refused(&Operation::new(Deed::MarkAttendance).change(before.clone(), after));
    let invoiced = |field| Some(Fault::new(field, Problem::Invoiced));
    assert_eq!(refused(costing(&before, 0)), invoiced(Field::Outcome));
    assert_eq!(refused(costing(&before, 2183)), invoiced(Field::Outcome));
    assert_eq!(
        refused(Session { outcome: Outcome::Scheduled, charge: None, ..before.clone() }),
        invoiced(Field::Outcome)
    );
    let removed = Operation::new(Deed::EditSeries).remove(&before);
    assert_eq!(office.refused(&removed), invoiced(Field::Session));
    assert_eq!(refused(Session { text: "ar vecmāmiņu".into(), ..before.clone() }), None);
    // Without a reason there is no correction.
    assert!(matches!(office.correct(0, 0, " "), Err(StoreError::Faults { .. })));
    office.correct(0, 0, "bērns tajā dienā slimoja").unwrap();
    let march = office.due();
    assert_eq!(march.iter().map(|line| line.amount).collect::<Vec<_>>(), [Money::from_cents(-PRICE)]);
    let next = office.register("KP-2019/03", march);
    let found = office.store().read(|reader| matched(reader, &next)).unwrap();
    assert_eq!((found.lines[0].verdict, found.unexplained), (Verdict::Agrees, 0));
    office.accept(&next).unwrap();
    // The first invoice is as right as it was.
    assert_eq!(office.store().read(|reader| matched(reader, &invoice)).unwrap().unexplained, 0);
    office.sound();
}

#[test]
fn a_line_stays_while_a_correction_of_it_waits() {
    let office = February::new();
    office.register("KP-2019/02", office.due());
    let (corrected, other) = (office.lines_about(0).remove(0), office.lines_about(1).remove(0));
    office.correct(0, 0, "bērns tajā dienā slimoja").unwrap();
    let correction = office.lines_about(0).into_iter().find(InvoiceLine::is_open).unwrap();
    let out = |line: &InvoiceLine| Operation::new(Deed::EditInvoice).remove(line);
    // What is left would give back what nobody asks for any more.
    assert_eq!(office.refused(&out(&corrected)), Some(Fault::new(Field::Outcome, Problem::Invoiced)));
    assert_eq!(office.refused(&out(&other)), None);
    assert_eq!(office.refused(&out(&corrected).remove(&correction)), None);
    assert_eq!(office.due().iter().map(|line| line.session).collect::<Vec<_>>(), [office.sessions[1]]);
    office.sound();
}

#[test]
fn a_correction_out_of_nothing_is_refused() {
    let office = February::new();
    office.register("KP-2019/02", office.due());
    let line = office.lines_about(0).remove(0);
    let made_up = InvoiceLine {
        id: Id::default(),
        invoice: Id::default(),
        amount: Money::from_cents(500),
        reason: "piemaksa".into(),
        ..line.clone()
    };
    let refused = office.refused(&Operation::new(Deed::MarkAttendance).create(made_up));
    assert_eq!(refused, Some(Fault::new(Field::Outcome, Problem::Invoiced)));
    let of_another = InvoiceLine { id: Id::default(), provider: Id::new(99), ..line };
    let refused = office.refused(&Operation::new(Deed::RegisterInvoice).create(of_another));
    assert_eq!(refused, Some(Fault::new(Field::Session, Problem::OtherProvider)));
}

#[test]
fn an_accepted_invoice_keeps_its_lines() {
    let office = February::new();
    let invoice = office.register("KP-2019/02", office.due());
    let line = office.store().read(|reader| lines_of(reader, invoice.id)).unwrap().remove(0);
    let dearer = InvoiceLine { amount: Money::from_cents(1), ..line.clone() };
    // While it is only registered, what was typed wrong is typed anew.
    let edited = Operation::new(Deed::EditInvoice).change(line.clone(), dearer.clone());
    assert_eq!(office.refused(&edited), None);
    let back = Operation::new(Deed::EditInvoice).change(dearer.clone(), line.clone());
    assert_eq!(office.refused(&back), None);
    let accepted = office.accept(&invoice).unwrap();
    let kept = |field| Some(Fault::new(field, Problem::InvoiceAccepted));
    assert_eq!(office.refused(&edited), kept(Field::Invoice));
    assert_eq!(office.refused(&Operation::new(Deed::EditInvoice).remove(&line)), kept(Field::Invoice));
    let added = InvoiceLine { id: Id::default(), ..line.clone() };
    assert_eq!(office.refused(&Operation::new(Deed::EditInvoice).create(added)), kept(Field::Invoice));
    let cheaper = Invoice { total: Money::ZERO, ..accepted.clone() };
    assert_eq!(office.refused(&Operation::new(Deed::EditInvoice).change(accepted, cheaper)), kept(Field::Number));
}

#[test]
fn registering_is_taken_back_and_what_has_left_the_office_is_not() {
    let office = February::new();
    let store = office.store();
    let undo = |revision| store.apply("māra", &Operation::undo(revision));
    let blocked = |revision| match undo(revision) {
        Err(StoreError::UndoBlocked { by: Blocked::LeftOffice { record, by }, .. }) => (record, by),
        other => panic!("{other:?}"),
    };
    let booked = store.read(|reader| Ok(reader.revision())).unwrap();
    let marked = office.correct(4, 0, "").unwrap();
    undo(marked).unwrap();
    office.register("KP-2019/02", office.due());
    let registered = store.read(|reader| Ok(reader.revision())).unwrap();
    let invoice = |number| (Kind::Invoice, number);
    // Nor are sessions that are invoiced.
    assert!(matches!(undo(booked), Err(StoreError::UndoBlocked { .. })));
    undo(registered).unwrap();
    assert_eq!(store.read(|reader| reader.all::<InvoiceLine>()).unwrap(), vec![]);

    let first = office.register("KP-2019/02", office.due());
    let accepted = office.accept(&first).unwrap();
    let at = store.read(|reader| Ok(reader.revision())).unwrap();
    assert_eq!(blocked(at), (invoice(first.id.0), invoice(first.id.0)));
    // A correction goes with the line that it brought, as long as no invoice has it.
    let corrected = office.correct(0, 0, "bērns tajā dienā slimoja").unwrap();
    undo(corrected).unwrap();
    assert_eq!((office.session(0).cost(), office.lines_about(0).len()), (Money::from_cents(PRICE), 1));
    let corrected = office.correct(0, 0, "bērns tajā dienā slimoja").unwrap();
    let next = office.register("KP-2019/03", office.due());
    assert!(matches!(undo(corrected), Err(StoreError::UndoBlocked { by: Blocked::Later { .. }, .. })));
    let found = office.lines_about(0);
    assert_eq!(found.iter().map(|line| line.invoice).collect::<Vec<_>>(), [first.id, next.id]);
    // Taking the next invoice back makes the correction wait again.
    let revision = store.read(|reader| Ok(reader.revision())).unwrap();
    undo(revision).unwrap();
    assert_eq!(office.due().len(), 1);

    office.pay(&accepted);
    let paid = store.read(|reader| Ok(reader.revision())).unwrap();
    assert_eq!(blocked(paid), (invoice(first.id.0), invoice(first.id.0)));
    office.sound();
}

#[test]
fn what_came_in_accepted_out_of_a_file_goes_again_while_nothing_leans_on_it() {
    let office = February::new();
    let store = office.store();
    let lines = office.due();
    let invoice = Invoice { total: invoicing::sum(&lines), ..office.invoice("KP-2019/02", 0) };
    let paid = invoice.accepted(day(2019, 3, 8), "māra").paid(day(2019, 3, 15));
    let bring = || store.apply("māra", &invoicing::register(paid.clone(), lines.clone())).unwrap().revision;
    let left_office = |revision| match store.undo("māra", revision) {
        Err(StoreError::UndoBlocked { by: Blocked::LeftOffice { .. }, .. }) => {}
        other => panic!("{other:?}"),
    };
    let brought = bring();
    let undone = store.undo("māra", brought).unwrap().revision;
    assert_eq!((store.read(|reader| reader.all::<Invoice>()).unwrap(), office.due().len()), (vec![], 4));
    office.sound();
    // Put back it is as it was, and goes again; not once a session came to cost something else.
    let again = store.undo("māra", undone).unwrap().revision;
    assert_eq!(
        (office.due(), store.read(|reader| reader.all::<Invoice>()).unwrap()[0].paid_on),
        (vec![], paid.paid_on)
    );
    let undone = store.undo("māra", again).unwrap().revision;
    let excused = office.correct(0, 0, "").unwrap();
    assert!(matches!(store.undo("māra", undone), Err(StoreError::Faults { .. })));
    store.undo("anna", excused).unwrap();
    // What was said about it since, and what was corrected, leans on it.
    let brought = bring();
    let corrected = office.correct(0, 0, "bērns tajā dienā slimoja").unwrap();
    left_office(brought);
    store.undo("anna", corrected).unwrap();
    let stored = store.read(|reader| reader.all::<Invoice>()).unwrap().remove(0);
    let noted = Invoice { text: "Nosūtīts grāmatvedībai".into(), ..stored.clone() };
    assert_eq!(office.refused(&Operation::new(Deed::EditInvoice).change(stored, noted)), None);
    let later = store.undo("māra", brought);
    assert!(matches!(later, Err(StoreError::UndoBlocked { by: Blocked::Later { .. }, .. })), "{later:?}");
    office.sound();
}

#[test]
fn a_mark_that_was_invoiced_since_is_not_taken_back() {
    let office = February::new();
    let store = office.store();
    let marked = office.correct(2, PRICE, "").unwrap();
    let invoice = office.register("KP-2019/02", office.due());
    match store.apply("anna", &Operation::undo(marked)) {
        Err(StoreError::UndoBlocked { by: Blocked::LeftOffice { record, by }, .. }) => {
            assert_eq!(record, (Kind::Session, office.sessions[2].0));
            assert_eq!(by, (Kind::Invoice, invoice.id.0));
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_child_that_is_erased_leaves_the_sums_of_invoices() {
    let office = February::new();
    let store = office.store();
    let invoice = office.accept(&office.register("KP-2019/02", office.due())).unwrap();
    office.correct(0, 0, "Bērziņa tajā dienā slimoja").unwrap();
    let child = office.session(0).child;
    store.erase("admin", atbalsts::store::Subject::Child(child.0), "Glabāšanas termiņš beidzies").unwrap();
    let lines = store.read(|reader| lines_of(reader, invoice.id)).unwrap();
    assert_eq!(invoicing::sum(&lines), invoice.total);
    assert!(lines.iter().all(|line| line.erased && !line.session.is_some() && !line.child.is_some()));
    let waiting: Vec<InvoiceLine> =
        store.read(|reader| reader.find(&IndexKey::new(Index::InvoiceLineOpen).id(office.provider.0))).unwrap();
    assert_eq!(invoicing::sum(&waiting), Money::from_cents(-PRICE));
    assert!(waiting[0].reason.is_empty());
    let found = store.read(|reader| matched(reader, &invoice)).unwrap();
    assert_eq!((found.unexplained, found.difference), (0, Money::ZERO));
    office.pay(&invoice);
    office.sound();
}
