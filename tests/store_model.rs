//! The store against a model in memory, over random sequences of what people do.

#[path = "support/store_world.rs"]
mod world;

use std::collections::BTreeMap;

use atbalsts::domain::{
    AnyRecord, Charge, Deed, Family, Id, Index, IndexKey, Invoice, InvoiceLine, InvoiceState, Kind, Money, Operation,
    Outcome, Person, Programme, Provider, Session, invoicing,
};
use atbalsts::store::{Reader, Store, StoreError, audits, views::invoices};
use rust_decimal::Decimal;
use world::{Planned, World, assert_sound, by_case_number, day, family, get, household, person, planned};

#[test]
fn every_index_key_and_row_is_where_the_model_says_after_any_sequence() {
    use proptest::{prelude::*, test_runner::Config};

    proptest!(Config { cases: 64, max_shrink_iters: 60, ..Config::default() }, |(steps in prop::collection::vec(step(), 1..25))| {
        let world = World::new();
        let (programme, ..) = household(&world.store);
        let mut model = Model { programme, now: state(&world.store, None), past: BTreeMap::new() };
        model.past.insert(1, model.now.clone());
        for step in steps {
            model.walk(&world.store, step);
        }
        assert_sound(&world.store);
        for (revision, then) in &model.past {
            prop_assert_eq!(&state(&world.store, Some(*revision)), then, "as of {}", revision);
        }
    });

    #[derive(Clone, Debug)]
    enum Step {
        AddFamily { case: u8 },
        AddPerson { family: usize },
        AddHousehold { case: u8 },
        Rename { family: usize, case: u8 },
        Move { person: usize, family: usize },
        RemoveFamily { family: usize },
        RemovePerson { person: usize },
        Undo { back: u64 },
    }

    fn step() -> impl Strategy<Value = Step> {
        let (case, place) = (0..12_u8, 0..8_usize);
        prop_oneof![
            case.clone().prop_map(|case| Step::AddFamily { case }),
            place.clone().prop_map(|family| Step::AddPerson { family }),
            case.clone().prop_map(|case| Step::AddHousehold { case }),
            (place.clone(), case).prop_map(|(family, case)| Step::Rename { family, case }),
            (place.clone(), place.clone()).prop_map(|(person, family)| Step::Move { person, family }),
            place.clone().prop_map(|family| Step::RemoveFamily { family }),
            place.prop_map(|person| Step::RemovePerson { person }),
            (0..3_u64).prop_map(|back| Step::Undo { back }),
        ]
    }

    /// Families by number with their case numbers, people by number with their families.
    type State = (BTreeMap<u64, String>, BTreeMap<u64, u64>);

    /// What the store holds, by its rows; and its indexes must say the same.
    fn state(store: &Store, revision: Option<u64>) -> State {
        let revision = revision.unwrap_or_else(|| store.revision().unwrap());
        store
            .read_as_of(revision, |reader| {
                let families = reader.all::<Family>()?;
                let mut indexed = BTreeMap::new();
                for family in &families {
                    let found = reader.find::<Family>(&by_case_number(&family.case_number))?;
                    assert_eq!(found.iter().map(|found| found.id).collect::<Vec<_>>(), [family.id]);
                    for person in reader.find::<Person>(&IndexKey::new(Index::PersonByFamily).id(family.id.0))? {
                        indexed.insert(person.id.0, family.id.0);
                    }
                }
                let all = IndexKey::new(Index::FamilyByCaseNumber);
                assert_eq!(reader.count(&all, &all)?, families.len() as u64);
                let people = reader.all::<Person>()?.into_iter().map(|person| (person.id.0, person.family.0));
                let people: BTreeMap<u64, u64> = people.collect();
                assert_eq!(people, indexed);
                Ok((families.into_iter().map(|family| (family.id.0, family.case_number)).collect(), people))
            })
            .unwrap()
    }

    struct Model {
        programme: Id<Programme>,
        now: State,
        past: BTreeMap<u64, State>,
    }

    impl Model {
        /// Does the step to the store and to the model; both must agree on the outcome.
        fn walk(&mut self, store: &Store, step: Step) {
            let case_number = |case: u8| format!("K-{case}");
            let taken = |state: &State, case: u8| state.0.values().any(|number| *number == case_number(case));
            let nth_family = |state: &State, nth: usize| state.0.keys().copied().cycle().nth(nth);
            let nth_person = |state: &State, nth: usize| state.1.keys().copied().cycle().nth(nth);
            let mut next = self.now.clone();
            let (operation, allowed) = match step {
                Step::AddFamily { case } => {
                    let operation =
                        Operation::new(Deed::AddFamily).create(family(self.programme, &case_number(case), "Ozola"));
                    (operation, !taken(&next, case))
                }
                Step::AddHousehold { case } => {
                    let operation =
                        Operation::new(Deed::AddFamily).create(person(Id::placeholder(7), "Anna", "Ozola")).create(
                            Family { id: Id::placeholder(7), ..family(self.programme, &case_number(case), "Ozola") },
                        );
                    (operation, !taken(&next, case))
                }
                Step::AddPerson { family } => {
                    let Some(family) = nth_family(&next, family) else { return };
                    (Operation::new(Deed::AddPerson).create(person(Id::new(family), "Anna", "Ozola")), true)
                }
                Step::Rename { family, case } => {
                    let Some(number) = nth_family(&next, family) else { return };
                    let base = get(store, Id::<Family>::new(number));
                    let renamed = Family { case_number: case_number(case), ..base.clone() };
                    let same = base.case_number == renamed.case_number;
                    let allowed = same || !taken(&next, case);
                    if allowed {
                        next.0.insert(number, case_number(case));
                    }
                    (Operation::new(Deed::EditFamily).change(base, renamed), allowed)
                }
                Step::Move { person, family } => {
                    let (Some(number), Some(family)) = (nth_person(&next, person), nth_family(&next, family)) else {
                        return;
                    };
                    let base = get(store, Id::<Person>::new(number));
                    next.1.insert(number, family);
                    let moved = Person { family: Id::new(family), ..base.clone() };
                    (Operation::new(Deed::EditPerson).change(base, moved), true)
                }
                Step::RemoveFamily { family } => {
                    let Some(number) = nth_family(&next, family) else { return };
                    let allowed = !next.1.values().any(|family| *family == number);
                    if allowed {
                        next.0.remove(&number);
                    }
                    (Operation::new(Deed::CloseFamily).remove(&get(store, Id::<Family>::new(number))), allowed)
                }
                Step::RemovePerson { person } => {
                    let Some(number) = nth_person(&next, person) else { return };
                    next.1.remove(&number);
                    (Operation::new(Deed::ClosePerson).remove(&get(store, Id::<Person>::new(number))), true)
                }
                Step::Undo { back } => return self.undo(store, back),
            };
            let before = store.revision().unwrap();
            let applied = store.apply("anna", &operation);
            assert_eq!(applied.is_ok(), allowed, "{operation:?}: {applied:?}");
            // New numbers are the store's to choose: the model takes them over.
            for (put, (kind, number)) in operation.puts.iter().zip(applied.map(|a| a.numbers).unwrap_or_default()) {
                match (&put.base, &put.record, kind) {
                    (None, AnyRecord::Family(family), Kind::Family) => {
                        next.0.insert(number, family.case_number.clone());
                    }
                    (None, AnyRecord::Person(_), Kind::Person) => {
                        next.1.insert(number, get(store, Id::<Person>::new(number)).family.0);
                    }
                    _ => {}
                }
            }
            assert_eq!(store.revision().unwrap(), before + u64::from(next != self.now));
            self.arrive(store, next);
        }

        /// Undoing the last operation always works and restores the state before it exactly; an earlier one works
        /// or changes nothing, and the preview says which.
        fn undo(&mut self, store: &Store, back: u64) {
            let last = store.revision().unwrap();
            let Some(revision) = last.checked_sub(back).filter(|revision| *revision > 1) else { return };
            let blocked = store.undo_preview_of(revision).unwrap().blocked_by;
            let undone = store.undo("anna", revision);
            if back == 0 {
                undone.unwrap();
                let before = self.past[&(revision - 1)].clone();
                self.arrive(store, before);
            } else {
                // A case number given to somebody else meanwhile is all that the preview does not foresee.
                let duplicate = matches!(undone, Err(StoreError::Duplicate { .. }));
                assert_eq!(undone.is_ok(), blocked.is_none() && !duplicate, "{blocked:?} {undone:?}");
                let next = if undone.is_ok() { state(store, None) } else { self.now.clone() };
                self.arrive(store, next);
            }
        }

        fn arrive(&mut self, store: &Store, next: State) {
            assert_eq!(state(store, None), next);
            self.now = next;
            self.past.insert(store.revision().unwrap(), self.now.clone());
        }
    }
}

#[test]
fn invoices_are_what_the_model_says_whatever_is_registered_taken_out_accepted_paid_corrected_or_undone() {
    use proptest::{prelude::*, test_runner::Config};

    proptest!(Config { cases: 48, max_shrink_iters: 60, ..Config::default() }, |(steps in prop::collection::vec(step(), 1..22))| {
        let mut office = Office::new();
        for step in steps {
            office.walk(step);
        }
        let found = office.world.store.check(audits::INVOICES).unwrap().findings;
        prop_assert_eq!(found, vec![], "what was accepted stays right");
        for (revision, then) in &office.past {
            prop_assert_eq!(&books(&office.world.store, Some(*revision)), then, "as of {}", revision);
        }
    });

    #[derive(Clone, Debug)]
    enum Step {
        /// All that is due.
        Register,
        /// A session that may have been asked for.
        RegisterAgain {
            session: usize,
        },
        TakeOut {
            line: usize,
        },
        Accept {
            invoice: usize,
        },
        Pay {
            invoice: usize,
        },
        /// A session comes to cost something else: with the correction that it needs, or without.
        Cost {
            session: usize,
            cents: i64,
            corrects: bool,
        },
        Undo {
            back: u64,
        },
    }

    fn step() -> impl Strategy<Value = Step> {
        let place = || 0..6_usize;
        let cents = prop_oneof![Just(0_i64), Just(1_800), Just(2_183)];
        prop_oneof![
            3 => Just(Step::Register),
            1 => place().prop_map(|session| Step::RegisterAgain { session }),
            2 => place().prop_map(|line| Step::TakeOut { line }),
            3 => place().prop_map(|invoice| Step::Accept { invoice }),
            1 => place().prop_map(|invoice| Step::Pay { invoice }),
            4 => (place(), cents, any::<bool>())
                .prop_map(|(session, cents, corrects)| Step::Cost { session, cents, corrects }),
            2 => (0..4_u64).prop_map(|back| Step::Undo { back }),
        ]
    }

    /// What a line asks for.
    #[derive(Clone, Copy, Debug, PartialEq)]
    struct Asks {
        invoice: u64,
        session: u64,
        cents: i64,
        corrects: bool,
    }

    /// What sessions cost, what lines ask, and invoices with their totals: registered, accepted, paid.
    #[derive(Clone, Debug, Default, PartialEq)]
    struct Books {
        costs: BTreeMap<u64, i64>,
        lines: BTreeMap<u64, Asks>,
        invoices: BTreeMap<u64, (i64, InvoiceState)>,
    }

    impl Books {
        fn about(&self, session: u64) -> impl Iterator<Item = (u64, Asks)> + '_ {
            self.lines.iter().map(|(number, asks)| (*number, *asks)).filter(move |(_, asks)| asks.session == session)
        }

        fn asked(&self, session: u64) -> i64 {
            self.about(session).map(|(_, asks)| asks.cents).sum()
        }

        /// How far what a session costs is from what was asked for it.
        fn off(&self, session: u64) -> i64 {
            self.costs[&session] - self.asked(session)
        }

        fn is_accepted(&self, invoice: u64) -> bool {
            self.invoices.get(&invoice).is_some_and(|(_, state)| *state != InvoiceState::Registered)
        }

        /// Whether an invoice asks for what is owed and no more, by all that was asked before and corrected since.
        fn is_right(&self, invoice: u64) -> bool {
            let own = || self.lines.iter().filter(|(_, asks)| asks.invoice == invoice);
            let sum: i64 = own().map(|(_, asks)| asks.cents).sum();
            let owed = |number: u64, asks: &Asks| {
                let counts = |(other, it): &(u64, Asks)| {
                    *other != number && (*other < number || it.corrects || it.invoice == invoice)
                };
                let beside: i64 = self.about(asks.session).filter(counts).map(|(_, it)| it.cents).sum();
                self.costs[&asks.session] - beside
            };
            // A correction has said why.
            sum == self.invoices[&invoice].0
                && own().all(|(number, asks)| asks.corrects || asks.cents == owed(*number, asks))
        }
    }

    fn books(store: &Store, revision: Option<u64>) -> Books {
        let revision = revision.unwrap_or_else(|| store.revision().unwrap());
        let cents = |money: Money| i64::try_from((money.decimal() * Decimal::ONE_HUNDRED).trunc()).unwrap();
        store
            .read_as_of(revision, |reader| {
                let asks = |line: InvoiceLine| Asks {
                    invoice: line.invoice.0,
                    session: line.session.0,
                    cents: cents(line.amount),
                    corrects: line.corrects,
                };
                let (sessions, lines) = (reader.all::<Session>()?, reader.all::<InvoiceLine>()?);
                let invoices = reader.all::<Invoice>()?.into_iter();
                Ok(Books {
                    costs: sessions.into_iter().map(|session| (session.id.0, cents(session.cost()))).collect(),
                    lines: lines.into_iter().map(|line| (line.id.0, asks(line))).collect(),
                    invoices: invoices.map(|one| (one.id.0, (cents(one.total), one.state()))).collect(),
                })
            })
            .unwrap()
    }

    struct Office {
        world: World,
        programme: Id<Programme>,
        provider: Id<Provider>,
        registered: usize,
        now: Books,
        past: BTreeMap<u64, Books>,
    }

    impl Office {
        fn new() -> Self {
            let world = World::new();
            let Planned { programme, child, provider, line } = planned(&world.store);
            let write = |operation: &Operation| world.store.apply("anna", operation).unwrap().numbers;
            let session = |of_month| Session {
                child,
                line,
                provider,
                day: day(2019, 2, of_month),
                units: Decimal::ONE,
                ..Session::default()
            };
            let held = (1..=6).map(|of_month| costing(&session(of_month), 1_800));
            write(&held.fold(Operation::new(Deed::BookSessions), Operation::create));
            let now = books(&world.store, None);
            let past = BTreeMap::from([(world.store.revision().unwrap(), now.clone())]);
            Self { world, programme, provider, registered: 0, now, past }
        }

        fn nth<T>(of: &BTreeMap<u64, T>, nth: usize) -> Option<u64> {
            of.keys().copied().cycle().nth(nth)
        }

        fn invoice(&mut self, lines: Vec<InvoiceLine>) -> Operation {
            self.registered += 1;
            let (from, to) = (day(2019, 2, 1), day(2019, 2, 28));
            let invoice = Invoice {
                programme: self.programme,
                provider: self.provider,
                number: format!("KP-{}", self.registered),
                day: day(2019, 3, 4),
                from,
                to,
                total: invoicing::sum(&lines),
                ..Invoice::default()
            };
            invoicing::register(invoice, lines)
        }

        /// Does the step to the store; the model says whether it may be done, and what it leads to.
        fn walk(&mut self, step: Step) {
            let mut next = self.now.clone();
            let (operation, allowed) = match step {
                Step::Register => {
                    let days = (day(2019, 2, 1), day(2019, 2, 28));
                    let read = |reader: &Reader| invoices::due(reader, self.programme, self.provider, days);
                    let lines = self.world.store.read(read).unwrap();
                    let mut due: Vec<(u64, u64)> = lines.iter().map(|line| (line.id.0, line.session.0)).collect();
                    due.sort_unstable();
                    let new = self
                        .now
                        .costs
                        .iter()
                        .filter(|(session, cents)| **cents != 0 && self.now.about(**session).next().is_none());
                    let waiting = self.now.lines.iter().filter(|(_, asks)| asks.invoice == 0);
                    let mut expect: Vec<(u64, u64)> = new.map(|(session, _)| (0, *session)).collect();
                    expect.extend(waiting.map(|(number, asks)| (*number, asks.session)));
                    expect.sort_unstable();
                    assert_eq!(due, expect, "what is due");
                    (self.invoice(lines), true)
                }
                Step::RegisterAgain { session } => {
                    let Some(session) = Self::nth(&next.costs, session) else { return };
                    let session: Session = get(&self.world.store, Id::new(session));
                    let line = InvoiceLine {
                        provider: self.provider,
                        session: session.id,
                        child: session.child,
                        units: session.units,
                        amount: session.cost(),
                        ..InvoiceLine::default()
                    };
                    (self.invoice(vec![line]), true)
                }
                Step::TakeOut { line } => {
                    let Some(number) = Self::nth(&next.lines, line) else { return };
                    let line: InvoiceLine = get(&self.world.store, Id::new(number));
                    let asks = next.lines[&number];
                    if asks.invoice == 0 {
                        return;
                    }
                    let may = !next.is_accepted(asks.invoice);
                    if line.corrects {
                        next.lines.insert(number, Asks { invoice: 0, ..asks });
                        let waits = InvoiceLine { invoice: Id::default(), ..line.clone() };
                        (Operation::new(Deed::EditInvoice).change(line, waits), may)
                    } else {
                        next.lines.remove(&number);
                        let corrected = next.about(asks.session).any(|(_, it)| it.corrects);
                        // What was asked first is what corrections lean on.
                        let first = self.now.about(asks.session).find(|(_, it)| !it.corrects);
                        let still = first.is_some_and(|(first, _)| first != number);
                        (Operation::new(Deed::EditInvoice).remove(&line), may && (!corrected || still))
                    }
                }
                Step::Accept { invoice } => {
                    let Some(number) = Self::nth(&next.invoices, invoice) else { return };
                    let invoice: Invoice = get(&self.world.store, Id::new(number));
                    if invoice.is_accepted() {
                        return;
                    }
                    next.invoices.entry(number).and_modify(|(_, state)| *state = InvoiceState::Accepted);
                    let accepted = invoice.accepted(day(2019, 3, 8), "māra");
                    (Operation::new(Deed::AcceptInvoice).change(invoice, accepted), self.now.is_right(number))
                }
                Step::Pay { invoice } => {
                    let Some(number) = Self::nth(&next.invoices, invoice) else { return };
                    let invoice: Invoice = get(&self.world.store, Id::new(number));
                    next.invoices.entry(number).and_modify(|(_, state)| *state = InvoiceState::Paid);
                    let paid = invoice.paid(day(2019, 3, 15));
                    (Operation::new(Deed::PayInvoice).change(invoice, paid), self.now.is_accepted(number))
                }
                Step::Cost { session, cents, corrects } => {
                    let Some(number) = Self::nth(&next.costs, session) else { return };
                    let before: Session = get(&self.world.store, Id::new(number));
                    let after = costing(&before, cents);
                    let lines = self.world.store.read(|reader| invoices::lines_about(reader, before.id)).unwrap();
                    let operation = Operation::new(Deed::MarkAttendance).change(before.clone(), after.clone());
                    let off = next.off(number);
                    next.costs.insert(number, cents);
                    if corrects {
                        let operation = invoicing::corrected(operation, &before, &after, &lines, "slimoja");
                        let removed: Vec<u64> = operation.removes.iter().map(|(_, line)| *line).collect();
                        next.lines.retain(|line, _| !removed.contains(line));
                        (operation, true)
                    } else {
                        let is_right = next.off(number) == 0 && lines.len() == 1;
                        (operation, lines.is_empty() || next.off(number) == off || is_right)
                    }
                }
                Step::Undo { back } => return self.undo(back),
            };
            let applied = self.world.store.apply("anna", &operation);
            assert_eq!(applied.is_ok(), allowed, "{operation:?}: {applied:?}");
            let Ok(applied) = applied else { return assert_eq!(books(&self.world.store, None), self.now) };
            // New numbers are the store's to choose: the model takes over what was asked for under them.
            let invoice = applied.numbers.iter().find(|(kind, _)| *kind == Kind::Invoice).map(|(_, number)| *number);
            let cents = |money: Money| i64::try_from((money.decimal() * Decimal::ONE_HUNDRED).trunc()).unwrap();
            for (put, (_, number)) in operation.puts.iter().zip(&applied.numbers) {
                match &put.record {
                    AnyRecord::Invoice(one) if put.base.is_none() => {
                        next.invoices.insert(*number, (cents(one.total), InvoiceState::Registered));
                    }
                    AnyRecord::InvoiceLine(line) => {
                        let invoice = if line.is_open() { 0 } else { invoice.unwrap_or(line.invoice.0) };
                        let (session, cents, corrects) = (line.session.0, cents(line.amount), line.corrects);
                        next.lines.insert(*number, Asks { invoice, session, cents, corrects });
                    }
                    _ => {}
                }
            }
            self.arrive(next);
        }

        /// An operation is taken back wholly, or nothing changes and the preview says why not: what was accepted or paid
        /// never is.
        fn undo(&mut self, back: u64) {
            let store = &self.world.store;
            let first = *self.past.keys().next().unwrap();
            let last = store.revision().unwrap();
            let Some(revision) = last.checked_sub(back).filter(|revision| *revision > first) else { return };
            let blocked = store.undo_preview_of(revision).unwrap().blocked_by;
            let undone = store.undo("anna", revision);
            assert_eq!(undone.is_ok(), blocked.is_none(), "{blocked:?} {undone:?}");
            let (before, after) = (&self.past[&(revision - 1)], &self.past[&revision]);
            let left = |books: &Books| {
                books.invoices.iter().filter(|(_, (_, state))| *state != InvoiceState::Registered).count()
            };
            if left(after) > left(before) {
                assert!(undone.is_err(), "it has left the office");
            }
            let next = match undone {
                Ok(_) if back == 0 => before.clone(),
                Ok(_) => books(store, None),
                Err(_) => self.now.clone(),
            };
            self.arrive(next);
        }

        fn arrive(&mut self, next: Books) {
            assert_eq!(books(&self.world.store, None), next);
            self.now = next;
            self.past.insert(self.world.store.revision().unwrap(), self.now.clone());
        }
    }

    /// The session at that cost; at none it was excused.
    fn costing(session: &Session, cents: i64) -> Session {
        let charge = Charge {
            unit_price: Money::from_cents(cents),
            units: Decimal::ONE,
            charged_percent: Decimal::ONE_HUNDRED,
            ..Charge::default()
        };
        let outcome = if cents == 0 { Outcome::Excused } else { Outcome::Attended };
        Session { outcome, charge: (cents != 0).then_some(charge), ..session.clone() }
    }
}
