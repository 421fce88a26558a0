//! A provider's invoice: registered over what was delivered, held against the sessions, accepted, paid.

use atbalsts::action::Action;
use atbalsts::app::{
    Can,
    page::{Cell, Row, Target},
};
use atbalsts::domain::{
    Charge, Deed, Field, Id, Invoice, InvoiceLine, InvoiceState, Money, Operation, Outcome, PlanLine, Problem,
    Provider, Role, Session,
};
use atbalsts::i18n::number::money;
use atbalsts::i18n::{
    Text,
    invoice::{self as words, InvoiceText},
    plural::Counted,
};
use atbalsts::store::views::invoices::{lines_of, matched};

use crate::desk::{Desk, Place, SMALL, World, day, everywhere};
use crate::first_day::prepared;

const PRICE: i64 = 2_183;

/// The office on 5 November: in October the physiotherapist held eight sessions, and once the child was ill.
fn in_november() -> World {
    let mut world = prepared();
    let line = world.read(|reader| reader.all::<PlanLine>()).remove(0);
    let child = world.read(|reader| reader.all::<atbalsts::domain::Child>()).remove(0);
    let charge = |cents| Charge {
        unit_price: Money::from_cents(cents),
        units: 1.into(),
        charged_percent: 100.into(),
        ..Charge::default()
    };
    let mut operation = Operation::new(Deed::BookSessions);
    for n in 0..9 {
        let ill = n == 5;
        operation = operation.create(Session {
            id: Id::placeholder(n + 1),
            child: child.id,
            line: line.id,
            provider: line.provider,
            day: day(2018, 10, 1 + n as u32 * 3),
            units: 1.into(),
            outcome: if ill { Outcome::Excused } else { Outcome::Attended },
            charge: (!ill).then(|| charge(PRICE)),
            ..Session::default()
        });
    }
    world.store().apply("anna", &operation.because("pēc vecāku lūguma")).unwrap();
    world.add_user("māra", "Māra Grāmatvede", Role::Accountant);
    world.today = day(2018, 11, 5);
    world
}

/// At the accountant's desk, under every keymap and in both languages.
fn at_accounts(story: impl Fn(World, Desk, Place)) {
    everywhere(|place| {
        let world = in_november();
        let desk = world.desk_of("māra", place, SMALL);
        story(world, desk, place);
    });
}

fn invoice(world: &World) -> Invoice {
    world.read(|reader| reader.all::<Invoice>()).remove(0)
}

/// The invoice's lines in the order of their sessions' days.
fn lines(world: &World) -> Vec<InvoiceLine> {
    world.read(|reader| lines_of(reader, invoice(world).id))
}

fn register(desk: &mut Desk, number: &str, total: &str) {
    desk.act(Action::NewInvoice);
    for (field, text) in [(Field::Provider, "1"), (Field::Number, number), (Field::Total, total)] {
        desk.enter(field, text);
    }
    desk.act(Action::Save);
    desk.page();
}

#[test]
fn an_invoice_of_eight_lines_with_one_mismatch_is_registered_and_matched_in_twenty_two_keys() {
    at_accounts(|world, mut desk, place| {
        let keys = desk.count(|desk| {
            desk.act(Action::NewInvoice);
            desk.type_text("1");
            desk.act(Action::NextField);
            desk.type_text("KP-12");
            desk.act(Action::NextField);
            // One session more dearly: eight at 21,83 are 174,64.
            desk.type_text("176,64");
            desk.act(Action::Save);
            desk.sees(&money(Money::from_cents(200), place.lang));
            // It is the fourth line, and the form begins with what would make it agree.
            for _ in 0..3 {
                desk.act(Action::Down);
            }
            desk.act(Action::Edit);
            desk.act(Action::Save);
        });
        assert!(keys <= 22, "{keys} keys");
        let invoice = invoice(&world);
        assert_eq!((invoice.number.as_str(), invoice.from, invoice.to), ("KP-12", day(2018, 10, 1), day(2018, 10, 31)));
        let amounts: Vec<Money> = lines(&world).iter().map(|line| line.amount).collect();
        let mut expect = [Money::from_cents(PRICE); 8];
        expect[3] = Money::from_cents(PRICE + 200);
        assert_eq!(amounts, expect);
        let found = world.read(|reader| matched(reader, &invoice));
        assert_eq!((found.difference, found.unexplained), (Money::ZERO, 1), "what differs is known, and unexplained");
        desk.sees(&InvoiceText::More.fill(
            place.lang,
            &[&money(Money::from_cents(200), place.lang), &money(Money::from_cents(PRICE), place.lang)],
        ));
    });
}

#[test]
fn an_invoice_is_accepted_when_its_differences_have_reasons_and_then_paid() {
    at_accounts(|world, mut desk, place| {
        register(&mut desk, "KP-12", "176,64");
        assert_eq!(desk.refused(|desk| desk.act(Action::AcceptInvoice)), Text::ExplainFirst.text(place.lang));
        assert_eq!(desk.refused(|desk| desk.act(Action::PayInvoice)), Text::InvoiceNotAccepted.text(place.lang));
        desk.act(Action::Edit);
        desk.enter(Field::Reason, "sestdiena, pēc līguma 2. punkta");
        desk.save();
        desk.sees("sestdiena, pēc līguma");
        desk.act(Action::AcceptInvoice);
        desk.sees(&money(Money::from_cents(17_664), place.lang));
        desk.sees(&InvoiceText::Explained.fill(place.lang, &[&1]));
        desk.act(Action::Accept);
        assert_eq!(invoice(&world).state(), InvoiceState::Accepted);
        assert_eq!((invoice(&world).accepted_on, invoice(&world).accepted_by.as_str()), (Some(world.today), "māra"));
        // It has left the office.
        assert_eq!(desk.app.can(Action::AcceptInvoice), Can::No(Text::InvoiceStays));
        assert_eq!(desk.refused(|desk| desk.act(Action::Edit)), Text::InvoiceStays.text(place.lang));
        assert_eq!(desk.refused(|desk| desk.act(Action::Close)), Text::InvoiceStays.text(place.lang));
        desk.act(Action::PayInvoice);
        desk.act(Action::Accept);
        assert_eq!(invoice(&world).paid_on, Some(world.today));
        assert_eq!(desk.refused(|desk| desk.act(Action::PayInvoice)), Text::InvoicePaid.text(place.lang));
        desk.act(Action::Back);
        desk.act(Action::Invoices);
        desk.sees(InvoiceText::Paid.text(place.lang));
    });
}

#[test]
fn the_register_says_who_has_not_asked_for_last_month_and_registers_it_from_there() {
    at_accounts(|world, mut desk, place| {
        desk.act(Action::Invoices);
        desk.sees("Talsu «Žubīte»");
        desk.sees(&money(Money::from_cents(8 * PRICE), place.lang));
        desk.act(Action::Open);
        desk.type_text("77");
        desk.enter(Field::Total, "174,64");
        desk.act(Action::Save);
        let sum = world.read(|reader| matched(reader, &invoice(&world)));
        assert_eq!((sum.lines.len(), sum.difference, sum.unexplained), (8, Money::ZERO, 0));
        desk.sees(InvoiceText::AllAgrees.text(place.lang));
        desk.act(Action::Back);
        desk.sees(InvoiceText::ToAccept.text(place.lang));
        assert!(!desk.screen().contains(InvoiceText::Uninvoiced.text(place.lang)), "nothing is left");
        // From the register it is accepted without being opened.
        desk.act(Action::AcceptInvoice);
        desk.act(Action::Accept);
        desk.sees(InvoiceText::ToPay.text(place.lang));
        // The same number again is the same paper.
        desk.act(Action::NewInvoice);
        for (field, text) in [(Field::Provider, "1"), (Field::Number, "77"), (Field::Total, "1")] {
            desk.enter(field, text);
        }
        desk.refused(|desk| desk.act(Action::Save));
        assert_eq!(world.read(|reader| reader.all::<Invoice>()).len(), 1);
    });
}

#[test]
fn the_register_says_of_every_month_what_nobody_has_asked_for_and_of_whom_it_is_not_known() {
    at_accounts(|world, _, place| {
        let like = world.read(|reader| reader.all::<Session>()).into_iter().find(|one| one.charge.is_some()).unwrap();
        let held = |provider, on| Session { id: Id::default(), provider, day: on, ..like.clone() };
        let operation = Operation::new(Deed::BookSessions)
            .create(held(like.provider, day(2018, 9, 20)))
            .create(held(Id::default(), day(2018, 9, 21)))
            .create(held(Id::default(), day(2018, 10, 31)))
            // This month is not over.
            .create(held(like.provider, day(2018, 11, 2)));
        world.store().apply("anna", &operation.because("pēc vecāku lūguma")).unwrap();
        let mut desk = world.desk_of("anna", place, SMALL);
        desk.act(Action::Invoices);
        let euros = |count| money(Money::from_cents(count * PRICE), place.lang);
        let period = |from, to| words::period(from, to, place.lang);
        let told: Vec<Vec<String>> = desk.page().rows.iter().filter(|row| row.cells.len() == 5).map(texts).collect();
        let (september, october) = ((day(2018, 9, 1), day(2018, 9, 30)), (day(2018, 10, 1), day(2018, 10, 31)));
        let expect = [
            ("Talsu «Žubīte»", period(september.0, september.1), euros(1)),
            ("Talsu «Žubīte»", period(october.0, october.1), euros(8)),
            (InvoiceText::NoProvider.text(place.lang), period(september.0, october.1), euros(2)),
        ];
        let found: Vec<_> = told.iter().map(|row| (&*row[1], row[2].clone(), row[3].clone())).collect();
        assert_eq!(found, expect);
        // The month that is oldest is registered from its row.
        desk.act(Action::Open);
        desk.type_text("TŽ-09");
        desk.enter(Field::Total, "21,83");
        desk.act(Action::Save);
        assert_eq!((invoice(&world).from, invoice(&world).to, lines(&world).len()), (september.0, september.1, 1));
        desk.act(Action::Back);
        // Who provided the others is said of each, and then they are asked for as any.
        for _ in 0..2 {
            desk.act(Action::Bottom);
            desk.act(Action::Open);
            desk.type_text("1");
            desk.save();
        }
        assert!(!desk.screen().contains(InvoiceText::NoProvider.text(place.lang)));
        desk.sees(&euros(9));
    });
}

fn texts(row: &Row) -> Vec<String> {
    let text = |cell: &Cell| match cell {
        Cell::Text(text) | Cell::Number(text) => text.clone(),
        _ => String::new(),
    };
    row.cells.iter().map(text).collect()
}

#[test]
fn whoever_types_the_same_invoice_second_is_told_before_anything_is_stored() {
    at_accounts(|world, mut desk, place| {
        world.add_user("ilze", "Ilze Grāmatvede", Role::Accountant);
        let mut other = world.desk_of("ilze", place, SMALL);
        let open = |desk: &mut Desk, number| {
            desk.act(Action::NewInvoice);
            for (field, text) in [(Field::Provider, "1"), (Field::Number, number), (Field::Total, "174,64")] {
                desk.enter(field, text);
            }
        };
        open(&mut desk, "KP-12");
        open(&mut other, "12");
        desk.act(Action::Save);
        let told = other.refused(|desk| desk.act(Action::Save));
        let lines = Counted::InvoiceLine.text(8, place.lang);
        assert!(["KP-12", "māra", &lines].iter().all(|part| told.contains(part)), "{told}");
        assert_eq!(world.read(|reader| reader.all::<Invoice>()).len(), 1, "nothing is stored");
        other.sees(&money(Money::from_cents(17_464), place.lang));
        // It may be another paper all the same: then it is what the sessions do not explain.
        other.act(Action::Save);
        let invoices = world.read(|reader| reader.all::<Invoice>());
        assert_eq!(world.read(|reader| lines_of(reader, invoices[1].id)), []);
    });
}

#[test]
fn what_was_registered_while_a_draft_lay_by_is_told_too() {
    at_accounts(|world, mut desk, place| {
        world.add_user("ilze", "Ilze Grāmatvede", Role::Accountant);
        desk.act(Action::NewInvoice);
        for (field, text) in [(Field::Provider, "1"), (Field::Number, "KP-12"), (Field::Total, "174,64")] {
            desk.enter(field, text);
        }
        desk.act(Action::Back);
        let mut other = world.desk_of("ilze", place, SMALL);
        register(&mut other, "12", "174,64");
        desk.rest();
        desk.act(Action::NewInvoice);
        assert_eq!(desk.value(Field::Number), "KP-12", "it goes on where it was");
        let told = desk.refused(|desk| desk.act(Action::Save));
        assert!(["12", "ilze"].iter().all(|part| told.contains(part)), "{told}");
        assert_eq!(world.read(|reader| reader.all::<Invoice>()).len(), 1, "nothing is stored");
        // It was told: once is enough.
        desk.act(Action::Save);
        assert_eq!(world.read(|reader| reader.all::<Invoice>()).len(), 2);
    });
}

#[test]
fn an_invoice_that_has_lines_is_not_made_another_providers() {
    at_accounts(|world, mut desk, place| {
        let other = Provider { name: "Valdemārpils «Cerību tilts»".into(), ..Provider::default() };
        let made = world.store().apply("anna", &Operation::new(Deed::AddProvider).create(other)).unwrap();
        let other = made.numbers[0].1;
        register(&mut desk, "KP-12", "174,64");
        desk.act(Action::Top);
        desk.act(Action::Edit);
        desk.enter(Field::Provider, "Valdemārpils");
        desk.refused(|desk| desk.act(Action::Save));
        desk.sees(&Problem::HasLines(8).sentence(place.lang));
        assert_ne!(invoice(&world).provider, Id::new(other));
        desk.enter(Field::Provider, "Talsu");
        desk.save();
        // One that lost all of them may have been typed with the wrong one.
        let emptied = lines(&world).iter().fold(Operation::new(Deed::EditInvoice), Operation::remove);
        world.store().apply("māra", &emptied).unwrap();
        desk.rest();
        desk.act(Action::Top);
        desk.act(Action::Edit);
        desk.enter(Field::Provider, "Valdemārpils");
        desk.save();
        assert_eq!(invoice(&world).provider, Id::new(other));
    });
}

#[test]
fn an_invoice_is_not_paid_before_it_was_accepted() {
    at_accounts(|world, mut desk, place| {
        register(&mut desk, "KP-12", "174,64");
        desk.act(Action::AcceptInvoice);
        desk.act(Action::Accept);
        desk.act(Action::Back);
        desk.act(Action::Invoices);
        desk.act(Action::PayInvoice);
        desk.act(Action::Accept);
        let paid = invoice(&world);
        assert_eq!(paid.paid_on, Some(world.today));
        desk.act(Action::Open);
        desk.act(Action::Top);
        desk.act(Action::Edit);
        desk.enter(Field::PaidOn, "04.11.2018");
        desk.refused(|desk| desk.act(Action::Save));
        desk.sees(&Problem::NotBefore(Field::AcceptedOn, world.today).sentence(place.lang));
    });
}

#[test]
fn lines_are_taken_out_and_in_and_all_of_it_can_be_undone() {
    at_accounts(|world, mut desk, place| {
        let whole = Money::from_cents(8 * PRICE);
        register(&mut desk, "KP-12", "174,64");
        desk.act(Action::Close);
        desk.act(Action::Accept);
        assert_eq!(lines(&world).len(), 7);
        desk.sees(InvoiceText::Beside.text(place.lang));
        desk.sees(atbalsts::i18n::choice::Worded::text(Outcome::Excused, place.lang));
        desk.sees(InvoiceText::Unmarked.text(place.lang));
        // It was the first in October: it comes first among what is not in the invoice.
        for _ in 0..7 {
            desk.act(Action::Down);
        }
        desk.act(Action::Open);
        assert_eq!(lines(&world).iter().map(|line| line.amount).sum::<Money>(), whole);
        desk.act(Action::Undo);
        desk.act(Action::Accept);
        assert_eq!(lines(&world).len(), 7);
        // What was registered by mistake leaves, and everything is due again.
        desk.act(Action::Top);
        desk.act(Action::Close);
        desk.act(Action::Accept);
        assert!(world.read(|reader| reader.all::<Invoice>()).is_empty());
        assert!(world.read(|reader| reader.all::<InvoiceLine>()).is_empty());
        assert!(matches!(desk.app.screens[..], []), "there is no invoice to be shown");
    });
}

#[test]
fn whoever_has_no_accounts_sees_invoices_and_changes_nothing() {
    everywhere(|place| {
        let world = in_november();
        let mut accountant = world.desk_of("māra", place, SMALL);
        register(&mut accountant, "KP-12", "174,64");
        world.add_user("zane", "Zane Darbiniece", Role::Worker);
        let mut worker = world.desk_of("zane", place, SMALL);
        assert_eq!(worker.app.can(Action::NewInvoice), Can::No(Text::NotInYourRole));
        worker.act(Action::Invoices);
        worker.act(Action::Open);
        for action in [Action::AcceptInvoice, Action::PayInvoice, Action::Edit, Action::Close] {
            assert_eq!(worker.refused(|desk| desk.act(action)), Text::NotInYourRole.text(place.lang), "{action:?}");
        }
        assert_eq!(invoice(&world).state(), InvoiceState::Registered);
    });
}

#[test]
fn whose_sessions_an_invoice_shows_was_looked_at() {
    at_accounts(|world, mut desk, _| {
        let child = world.read(|reader| reader.all::<atbalsts::domain::Child>()).remove(0);
        register(&mut desk, "KP-12", "174,64");
        desk.act(Action::Back);
        desk.act(Action::Invoices);
        desk.looked.clear();
        desk.act(Action::Open);
        assert_eq!(desk.looked, [child.id]);
    });
}

#[test]
fn what_is_not_accepted_in_ten_days_and_not_paid_in_thirty_waits_for_those_who_see_to_it() {
    at_accounts(|world, mut desk, place| {
        register(&mut desk, "KP-12", "174,64");
        desk.act(Action::Back);
        let (number, total) = ("KP-12", atbalsts::i18n::number::euros(Money::from_cents(8 * PRICE), place.lang));
        let (accept, pay) = (
            InvoiceText::WaitsToBeAccepted.fill(place.lang, &[&number, &total]),
            InvoiceText::WaitsToBePaid.fill(place.lang, &[&number, &total]),
        );
        let check = |desk: &mut Desk, today, waits: Option<&str>| {
            desk.midnight(today);
            desk.act(Action::WorkQueue);
            for what in [&accept, &pay] {
                assert_eq!(desk.screen().contains(what.as_str()), waits == Some(what), "{today}: {what}");
            }
        };
        check(&mut desk, day(2018, 11, 14), None);
        desk.act(Action::Back);
        let due = desk.app.due();
        check(&mut desk, day(2018, 11, 15), Some(&accept));
        assert_eq!(desk.app.due(), due + 1, "the header counts it");
        while !matches!(desk.page().selected().map(|row| &row.target), Some(Target::Page(_))) {
            desk.act(Action::Down);
        }
        desk.act(Action::Open);
        desk.act(Action::AcceptInvoice);
        desk.act(Action::Accept);
        desk.act(Action::Back);
        desk.act(Action::Back);
        check(&mut desk, day(2018, 12, 9), None);
        desk.act(Action::Back);
        check(&mut desk, day(2018, 12, 10), Some(&pay));
        world.add_user("zane", "Zane Darbiniece", Role::Worker);
        let mut worker = world.desk_of("zane", place, SMALL);
        check(&mut worker, day(2018, 12, 20), None);
    });
}
