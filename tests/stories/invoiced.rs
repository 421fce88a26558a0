//! What is invoiced: attendance is corrected with a reason, later prices leave it alone, and nothing takes it back.

use atbalsts::action::Action;
use atbalsts::app::page::Target;
use atbalsts::domain::budget::FigureKind::{self, Accepted, Delivered, Invoiced, Paid};
use atbalsts::domain::invoicing::{register, sum};
use atbalsts::domain::proposal::Remark;
use atbalsts::domain::{
    Choice, Deed, Field, Id, Index, IndexKey, Invoice, InvoiceLine, Money, Operation, Outcome, Record, Session,
};
use atbalsts::i18n::{Text, number};
use atbalsts::store::{audits, views::invoices};

use crate::desk::{Desk, World, day};
use crate::first_day::{check, in_office};

/// The sheet of the first day is accepted: two sessions were held.
fn hold(desk: &mut Desk) {
    desk.act(Action::Attendance);
    desk.act(Action::Accept);
}

/// The accountant registers the provider's invoice for September, printed as it should be.
fn invoiced(world: &World) -> Invoice {
    let sessions: Vec<Session> = world.read(|reader| reader.all());
    let provider = sessions[0].provider;
    let programme = world.read(|reader| reader.all::<atbalsts::domain::Programme>())[0].id;
    let days = (day(2018, 9, 1), day(2018, 9, 30));
    let lines = world.read(|reader| invoices::due(reader, programme, provider, days));
    let invoice = Invoice {
        programme,
        provider,
        number: "TŽ-09".into(),
        day: day(2018, 10, 1),
        from: days.0,
        to: days.1,
        total: sum(&lines),
        ..Invoice::default()
    };
    let applied = world.store().apply("anna", &register(invoice, lines)).unwrap();
    get(world, Id::new(applied.numbers[0].1))
}

fn get<R: Record>(world: &World, id: Id<R>) -> R {
    world.read(|reader| reader.get(id)).expect("it is there")
}

fn accept(world: &World, invoice: &Invoice) -> Invoice {
    let accepted = invoice.accepted(day(2018, 10, 5), "anna");
    let operation = Operation::new(Deed::AcceptInvoice).change(invoice.clone(), accepted);
    world.store().apply("anna", &operation).unwrap();
    get(world, invoice.id)
}

/// The session whose charge is known, with the cursor of the calendar on its day.
fn open_session(desk: &mut Desk) {
    desk.act(Action::PaneCalendar);
    desk.act(Action::GoToDate);
    desk.type_text("11.9.2018");
    desk.act(Action::Accept);
    desk.act(Action::Open);
}

fn waiting(world: &World) -> Vec<InvoiceLine> {
    world.read(|reader| reader.find(&IndexKey::new(Index::InvoiceLineOpen)))
}

#[test]
fn what_is_invoiced_is_corrected_with_a_reason_that_goes_into_the_next_invoice() {
    in_office(|world, mut desk, place| {
        hold(&mut desk);
        open_session(&mut desk);
        assert!(desk.form().fields.iter().all(|field| field.field != Field::CorrectionReason), "nothing is invoiced");
        desk.act(Action::Back);
        accept(&world, &invoiced(&world));
        desk.rest();
        check(&desk, &[(Delivered, 3_983), (Invoiced, 3_983), (Accepted, 3_983), (Paid, 0)]);

        open_session(&mut desk);
        desk.enter(Field::Outcome, Outcome::Excused.code());
        let told = desk.refused(|desk| desk.act(Action::Save));
        assert_eq!(told, Text::NotSaved.text(place.lang), "it is said beside the field");
        assert_eq!(desk.faults_of(Field::CorrectionReason).len(), 1, "why?");
        desk.enter(Field::CorrectionReason, "tajā dienā slimoja");
        desk.save();
        let delivered = desk.figure(Delivered);
        assert!(delivered < Money::from_cents(3_983));
        check(&desk, &[(Invoiced, 3_983)]);
        let correction = waiting(&world);
        assert_eq!(correction.len(), 1);
        assert_eq!(correction[0].reason, "tajā dienā slimoja");
        assert_eq!(correction[0].amount, delivered - Money::from_cents(3_983));

        // How far invoices have come is told where it is asked what was delivered.
        desk.act(Action::PaneBudget);
        while desk.app.figure() != Delivered {
            desk.act(Action::Down);
        }
        desk.act(Action::Help);
        desk.sees(FigureKind::Accepted.short(place.lang));
        desk.act(Action::Bottom);
        let (paid, meaning) = (Paid.short(place.lang), Invoiced.meaning(place.lang));
        desk.sees(paid);
        desk.act(Action::Top);
        let is_invoiced = |target: &Target| matches!(target, Target::Figure(Invoiced));
        while !desk.page().selected().is_some_and(|row| is_invoiced(&row.target)) {
            desk.act(Action::Down);
        }
        desk.act(Action::Open);
        desk.sees("TŽ-09");
        assert!(desk.screen().replace("\n ", " ").contains(meaning), "{}", desk.screen());
        desk.sees(&number::money(Money::from_cents(3_983), place.lang));
    });
}

#[test]
fn the_sheet_corrects_what_is_invoiced_for_a_reason_and_takes_back_what_only_waits() {
    in_office(|world, mut desk, place| {
        hold(&mut desk);
        accept(&world, &invoiced(&world));
        desk.rest();
        desk.act(Action::Attendance);
        desk.act(Action::MarkExcused);
        desk.act(Action::Accept);
        // It says by how much, and asks why.
        desk.sees(&number::euros(Money::from_cents(-2_183), place.lang));
        assert!(waiting(&world).is_empty());
        desk.act(Action::Accept);
        assert!(waiting(&world).is_empty(), "nobody has said why");
        desk.type_text("tajā dienā slimoja");
        desk.act(Action::Accept);
        let correction = waiting(&world).remove(0);
        assert_eq!((correction.amount, &*correction.reason), (Money::from_cents(-2_183), "tajā dienā slimoja"));
        check(&desk, &[(Delivered, 1_800), (Invoiced, 3_983)]);

        // It is to be marked anew: nothing has to be put right by that.
        desk.act(Action::Attendance);
        desk.act(Action::MarkOpen);
        desk.act(Action::Accept);
        check(&desk, &[(Delivered, 1_800)]);
        // As any other it is proposed as attended: then the invoice was right, and nothing waits.
        desk.act(Action::Attendance);
        desk.act(Action::Accept);
        assert!(waiting(&world).is_empty());
        check(&desk, &[(Delivered, 3_983), (Invoiced, 3_983)]);
        assert_eq!(world.store().check(audits::ALL).unwrap().findings, vec![]);
    });
}

#[test]
fn a_price_for_past_days_leaves_what_is_invoiced_and_says_so() {
    in_office(|world, mut desk, place| {
        hold(&mut desk);
        invoiced(&world);
        desk.rest();
        desk.act(Action::UpliftPrices);
        for (field, text) in [(Field::Service, "FIZ"), (Field::Percent, "10"), (Field::From, "10.9.18")] {
            desk.enter(field, text);
        }
        desk.enter(Field::Retroactive, "jauns līgums no septembra");
        desk.act(Action::Save);
        desk.sees(&Remark::Invoiced(1).sentence(place.lang));
        desk.act(Action::Open);
        check(&desk, &[(Delivered, 3_983), (Invoiced, 3_983)]);
        // Nor does a word about it charge it anew.
        open_session(&mut desk);
        desk.enter(Field::Text, "ar vecmāmiņu");
        desk.save();
        check(&desk, &[(Delivered, 3_983), (Invoiced, 3_983)]);
        desk.act(Action::Attendance);
        desk.act(Action::MarkText);
        desk.type_text(" un brāli");
        desk.act(Action::Accept);
        desk.act(Action::Accept);
        check(&desk, &[(Delivered, 3_983), (Invoiced, 3_983)]);
        assert!(waiting(&world).is_empty());
    });
}

#[test]
fn an_accepted_invoice_is_not_taken_back() {
    in_office(|world, mut desk, _| {
        hold(&mut desk);
        let invoice = invoiced(&world);
        desk.rest();
        accept(&world, &invoice);
        desk.rest();
        // The last thing that Anna did was to accept it.
        desk.act(Action::Undo);
        desk.sees("TŽ-09");
        desk.act(Action::Accept);
        assert!(get(&world, invoice.id).is_accepted());
    });
}
