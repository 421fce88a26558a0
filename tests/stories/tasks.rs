//! The daily tasks within their keys, by the default keymap, counted from the list of children.

use atbalsts::action::Action;
use atbalsts::app::Screen;
use atbalsts::domain::budget::FigureKind;
use atbalsts::domain::{Field, Id, Note, Outcome, PlanLine, Price, Session};
use atbalsts::i18n::{Lang, number, search};
use atbalsts::store::Store;

use crate::desk::{Desk, Place, World};
use crate::first_day::prepared;

fn desk(world: &World) -> Desk {
    world.desk(Place::of(Lang::Latvian))
}

#[test]
fn a_child_is_opened_by_three_letters_in_five_keys() {
    let world = World::demo();
    let mut desk = desk(&world);
    let wanted = desk.app.families.rows.last().unwrap().clone();
    let letters: String = search::fold(&wanted.surname).chars().take(3).collect();
    let keys = desk.count(|desk| {
        desk.act(Action::Filter);
        desk.type_text(&letters);
        desk.act(Action::Accept);
    });
    assert_eq!(desk.app.selected_child(), wanted.child);
    assert!(desk.app.dossier().is_some());
    assert!(keys <= 5, "{keys} keys");
}

#[test]
fn a_call_is_logged_in_eight_keys_and_its_text() {
    let world = prepared();
    let mut desk = desk(&world);
    let text = "Māte zvanīja, rīt nebūs";
    let keys = desk.count(|desk| {
        desk.act(Action::LogCall);
        desk.type_text(text);
        desk.act(Action::Save);
    });
    let notes = world.read(|reader| reader.all::<Note>());
    assert_eq!(notes[0].text, text);
    assert!(keys - text.chars().count() <= 8);
}

#[test]
fn what_is_left_is_seen_without_a_key() {
    let world = World::demo();
    for size in [(80, 24), (120, 40)] {
        for &lang in Lang::ALL {
            let desk = world.desk_of("anna", Place::of(lang), size);
            desk.sees(&number::money(desk.figure(FigureKind::Free), lang));
        }
    }
}

/// Twelve sessions of one day.
fn twelve(store: &Store, world: &World) {
    let child = store.read(|reader| reader.all::<atbalsts::domain::Child>()).unwrap().remove(0);
    let line: PlanLine = store.read(|reader| reader.all()).unwrap().remove(0);
    let mut operation = atbalsts::domain::Operation::new(atbalsts::domain::Deed::BookSessions);
    for n in 0..10 {
        let start = chrono::NaiveTime::from_hms_opt(8 + n, 15, 0);
        let session = Session {
            child: child.id,
            line: line.id,
            provider: line.provider,
            day: world.today,
            start,
            units: 1.into(),
            ..Session::default()
        };
        operation = operation.create(Session { id: Id::placeholder(u64::from(n) + 1), ..session });
    }
    store.apply("anna", &operation.because("divi speciālisti kopā")).unwrap();
}

#[test]
fn twelve_sessions_with_two_exceptions_are_marked_in_thirteen_keys() {
    let world = prepared();
    twelve(&world.store(), &world);
    let mut desk = desk(&world);
    let keys = desk.count(|desk| {
        desk.act(Action::Attendance);
        for n in 0..12 {
            match n {
                4 => desk.act(Action::MarkExcused),
                9 => desk.act(Action::MarkNoShow),
                _ if n < 9 => desk.act(Action::Down),
                _ => {}
            }
        }
        desk.act(Action::Accept);
    });
    let today = desk.dossier().sessions.iter().filter(|session| session.day == world.today);
    let outcomes: Vec<Outcome> = today.map(|session| session.outcome).collect();
    let count = |wanted| outcomes.iter().filter(|outcome| **outcome == wanted).count();
    assert_eq!(outcomes.len(), 12);
    assert_eq!((count(Outcome::Attended), count(Outcome::Excused), count(Outcome::NoShow)), (10, 1, 1));
    assert!(keys <= 13, "{keys} keys");
}

#[test]
fn ten_weekly_sessions_are_booked_in_twenty_three_keys() {
    let world = prepared();
    let mut desk = desk(&world);
    let before = desk.dossier().sessions.len();
    let keys = desk.count(|desk| {
        desk.act(Action::NewSession);
        desk.type_text("log");
        desk.act(Action::Confirm);
        desk.act(Action::ClearField);
        desk.type_text("12.");
        desk.act(Action::Confirm);
        desk.type_text("10");
        desk.act(Action::Confirm);
        desk.act(Action::Confirm);
        desk.act(Action::Confirm);
        desk.act(Action::ClearField);
        desk.type_text("10");
        desk.act(Action::Save);
    });
    assert_eq!(desk.dossier().sessions.len(), before + 10);
    assert!(keys <= 23, "{keys} keys");
}

#[test]
fn a_plan_line_with_a_dated_price_is_entered_in_twenty_three_keys() {
    let world = prepared();
    let mut desk = desk(&world);
    desk.fill(Action::NewPlanVersion, &[(Field::Reason, "mūzikas terapija")]);
    let keys = desk.count(|desk| {
        desk.act(Action::NewPrice);
        desk.type_text("muz");
        desk.act(Action::Confirm);
        desk.type_text("43,66");
        desk.act(Action::Save);
        desk.act(Action::NewPlanLine);
        desk.type_text("muz");
        desk.act(Action::Confirm);
        desk.type_text("12");
        desk.act(Action::Confirm);
        desk.type_text("1");
        desk.act(Action::Save);
    });
    assert_eq!(desk.dossier().lines.len(), 3);
    let prices = world.read(|reader| reader.all::<Price>());
    assert!(prices.iter().any(|price| price.service == "MUZ" && price.from == world.today));
    assert!(keys <= 23, "{keys} keys");
}

#[test]
fn no_daily_task_needs_an_arrow_a_function_key_or_the_mouse() {
    let world = World::demo();
    let desk = desk(&world);
    let hot = [
        Action::Filter,
        Action::LogCall,
        Action::Attendance,
        Action::NewSession,
        Action::NewPlanLine,
        Action::NewInvoice,
    ];
    for action in hot {
        let keys = desk.keys_of(action);
        assert!(keys.iter().all(|key| key.printable().is_some()), "{action:?}");
    }
    assert!(!matches!(desk.app.screens.last(), Some(Screen::Line(_))));
}
