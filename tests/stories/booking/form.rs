//! Sessions booked and changed in the form: how long they are, and how many units that is.

use atbalsts::action::Action;
use atbalsts::domain::{Deed, Field, Id, Operation, PlanLine, Price, Unit};
use atbalsts::i18n::number;
use rust_decimal::Decimal;

use super::{line_of, select, sibling};
use crate::desk::{Desk, World, everywhere};
use crate::first_day::prepared;
use crate::sessions::go_to;

/// A sister whose only line counts that unit, at the price of a session.
fn with_sister(unit: Unit) -> World {
    let world = prepared();
    sibling(&world, "Rūta", PlanLine { unit, minutes: 60, ..line_of(&world, "LOG") });
    let of_session =
        world.read(|reader| reader.all::<Price>()).into_iter().find(|price| price.service == "LOG").unwrap();
    let price = Price { id: Id::default(), unit, ..of_session };
    world.store().apply("anna", &Operation::new(Deed::AddPrice).create(price)).unwrap();
    world
}

fn minutes_and_units(desk: &Desk) -> (u32, Decimal) {
    let [session] = &desk.dossier().sessions[..] else { panic!("one session") };
    (session.minutes, session.units.normalize())
}

/// Opens the only session, which is on 3 December.
fn open(desk: &mut Desk) {
    go_to(desk, "3.12.2018");
    desk.act(Action::Edit);
}

#[test]
fn an_hour_and_a_half_is_one_and_a_half_hours_unless_somebody_says_otherwise() {
    everywhere(|place| {
        let world = with_sister(Unit::Hour);
        let mut desk = world.desk(place);
        select(&mut desk, "Rūta");
        desk.act(Action::NewSession);
        for (field, text) in [(Field::Line, "LOG"), (Field::Day, "3.12.2018"), (Field::Minutes, "90")] {
            desk.enter(field, text);
        }
        desk.act(Action::NextField);
        assert_eq!(desk.value(Field::Units), number::plain(Decimal::new(15, 1), place.lang));
        desk.save();
        assert_eq!(minutes_and_units(&desk), (90, Decimal::new(15, 1)));
        // A shorter one is less, as long as nobody has said how much it is.
        open(&mut desk);
        desk.enter(Field::Minutes, "45");
        desk.save();
        assert_eq!(minutes_and_units(&desk), (45, Decimal::new(75, 2)));
        open(&mut desk);
        desk.enter(Field::Units, "1");
        desk.save();
        open(&mut desk);
        desk.enter(Field::Minutes, "50");
        desk.save();
        assert_eq!(minutes_and_units(&desk), (50, Decimal::ONE));
    });
}

#[test]
fn a_stay_of_days_is_booked_and_changed_like_anything_else() {
    everywhere(|place| {
        let world = with_sister(Unit::FullDay);
        let mut desk = world.desk(place);
        select(&mut desk, "Rūta");
        desk.fill(Action::NewSession, &[(Field::Line, "LOG"), (Field::Day, "3.12.2018"), (Field::Minutes, "48h")]);
        assert_eq!(minutes_and_units(&desk), (2880, Decimal::TWO));
        open(&mut desk);
        assert_eq!(desk.value(Field::Minutes), "48h");
        desk.enter(Field::Text, "līdzi zāles");
        desk.save();
        assert_eq!(minutes_and_units(&desk), (2880, Decimal::TWO));
        open(&mut desk);
        desk.enter(Field::Minutes, "72h");
        desk.save();
        assert_eq!(minutes_and_units(&desk), (4320, Decimal::from(3)));
    });
}

/// A night in which clocks go back has an hour more: the form says so as the line does, and moving counts anew.
#[test]
fn hours_are_those_that_pass_in_the_form_in_the_line_and_after_moving() {
    everywhere(|place| {
        let world = with_sister(Unit::Hour);
        let mut desk = world.desk(place);
        select(&mut desk, "Rūta");
        let hours = |desk: &Desk| -> Vec<Decimal> {
            desk.dossier().sessions.iter().filter(|own| own.is_open()).map(|own| own.units.normalize()).collect()
        };
        desk.act(Action::NewSession);
        for (field, text) in
            [(Field::Line, "LOG"), (Field::Day, "27.10.2018 22"), (Field::Minutes, "8h"), (Field::Repeat, "2")]
        {
            desk.enter(field, text);
        }
        assert_eq!(desk.value(Field::Units), "9");
        desk.save();
        assert_eq!(hours(&desk), [9.into(), 8.into()]);
        // On another night it is eight again; all of them half an hour earlier stay what they are.
        go_to(&mut desk, "27.10.2018");
        desk.act(Action::Move);
        desk.enter(Field::Day, "28.10.2018 22");
        desk.save();
        assert_eq!(hours(&desk), [8.into(), 8.into()]);
        desk.act(Action::Undo);
        desk.act(Action::Accept);
        go_to(&mut desk, "27.10.2018");
        desk.act(Action::Edit);
        desk.enter(Field::Start, "21:30");
        desk.act(Action::Save);
        desk.act(Action::ReachAll);
        desk.act(Action::Accept);
        assert_eq!(hours(&desk), [9.into(), 8.into()]);
        for _ in 0..2 {
            desk.act(Action::Undo);
            desk.act(Action::Accept);
        }
        assert_eq!(hours(&desk), []);
        desk.act(Action::QuickAdd);
        desk.type_text("LOG se 22:00-6:00 x2 no 27.10.2018");
        desk.act(Action::Confirm);
        assert_eq!(hours(&desk), [9.into(), 8.into()]);
    });
}
