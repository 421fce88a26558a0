//! What is asked for in one go: shown child by child, carried out as one action, taken back as one.

use atbalsts::action::Action;
use atbalsts::app::Screen;
use atbalsts::domain::budget::FigureKind::{Free, Reserved};
use atbalsts::domain::{
    Absence, AnyRecord, Child, Deed, Field, Outcome, PlanLine, PlanVersion, Price, Programme, Series, Session,
};
use atbalsts::i18n::choice::Worded;
use chrono::NaiveDate;

use crate::desk::{Desk, World, day, everywhere};
use crate::first_day::{check, prepared};

/// Everything that a proposal can change, as it stands in the store.
fn state(world: &World) -> Vec<AnyRecord> {
    fn all<R: atbalsts::domain::Record>(world: &World, state: &mut Vec<AnyRecord>) {
        state.extend(world.read(|reader| reader.all::<R>()).into_iter().map(Into::into));
    }
    let mut state = Vec::new();
    all::<Absence>(world, &mut state);
    all::<Session>(world, &mut state);
    all::<Series>(world, &mut state);
    all::<PlanVersion>(world, &mut state);
    all::<PlanLine>(world, &mut state);
    all::<Price>(world, &mut state);
    all::<Child>(world, &mut state);
    all::<Programme>(world, &mut state);
    state
}

/// What is shown and waits to be carried out.
fn is_shown(desk: &Desk) -> bool {
    matches!(desk.app.screens.last(), Some(Screen::Page(_)))
}

fn carry_out(desk: &mut Desk) {
    assert!(is_shown(desk), "nothing is shown");
    desk.act(Action::Open);
    assert!(desk.app.screens.is_empty(), "it was not carried out");
}

fn undo(desk: &mut Desk) {
    desk.act(Action::Undo);
    desk.act(Action::Accept);
}

/// The days on which the child's physiotherapy lies, by what became of it.
fn days_of(desk: &Desk, outcome: Outcome) -> Vec<NaiveDate> {
    let sessions = desk.dossier().sessions.iter().filter(|session| session.outcome == outcome);
    sessions
        .filter(|session| session.start.is_some_and(|start| start.to_string() == "10:00:00"))
        .map(|s| s.day)
        .collect()
}

/// Fills in a form that asks for something, and saves it: what comes of it is shown.
fn ask(desk: &mut Desk, action: Action, answers: &[(Field, &str)]) {
    desk.act(action);
    for (field, text) in answers {
        desk.enter(*field, text);
    }
    desk.act(Action::Save);
}

#[test]
fn a_child_is_in_hospital_for_two_weeks() {
    everywhere(|place| {
        let world = prepared();
        let mut desk = world.desk(place);
        let before = state(&world);
        ask(
            &mut desk,
            Action::NewAbsence,
            &[(Field::From, "17.9.18"), (Field::To, "28.9.18"), (Field::Reason, "slimnīca")],
        );
        // Two of the ten weekly sessions lie in it; each is named with its day.
        desk.sees("18.09.2018");
        desk.sees("25.09.2018");
        desk.sees(Outcome::Excused.text(place.lang));
        assert_eq!(state(&world), before, "nothing is written before somebody accepts");
        desk.act(Action::Back);
        assert_eq!(desk.value(Field::Reason), "slimnīca", "leaving what is shown leads back to what was typed");
        desk.act(Action::Save);
        carry_out(&mut desk);
        assert_eq!(days_of(&desk, Outcome::Excused), [day(2018, 9, 18), day(2018, 9, 25)]);
        // 2 × 21,83 are free again.
        check(&desk, &[(Reserved, 23_630 - 4_366), (Free, 376_370 + 4_366)]);
        desk.sees(Deed::RecordAbsence.text(place.lang));
        undo(&mut desk);
        assert_eq!(state(&world), before);
        check(&desk, &[(Reserved, 23_630), (Free, 376_370)]);
    });
}

#[test]
fn the_provider_is_closed_for_a_week_and_the_sessions_come_later() {
    everywhere(|place| {
        let world = prepared();
        let mut desk = world.desk(place);
        let before = state(&world);
        ask(
            &mut desk,
            Action::NewAbsence,
            &[
                (Field::Scope, "s"),
                (Field::From, "24.9.18"),
                (Field::To, "30.9.18"),
                (Field::Reason, "remonts"),
                (Field::Way, "p"),
                (Field::Provider, "1"),
            ],
        );
        // After the end of its series, past the holiday of 18 November that does not concern a Tuesday.
        desk.sees("25.09.2018");
        desk.sees("20.11.2018");
        carry_out(&mut desk);
        assert_eq!(days_of(&desk, Outcome::Moved), [day(2018, 9, 25)]);
        let open = days_of(&desk, Outcome::Scheduled);
        assert_eq!((open.len(), open.last()), (10, Some(&day(2018, 11, 20))));
        check(&desk, &[(Reserved, 23_630)]);
        undo(&mut desk);
        assert_eq!(state(&world), before);
    });
}

#[test]
fn a_wrong_period_is_refused_beside_its_field() {
    everywhere(|place| {
        let world = prepared();
        let mut desk = world.desk(place);
        desk.act(Action::NewAbsence);
        desk.enter(Field::From, "17.9.18");
        desk.enter(Field::To, "10.9.18");
        desk.refused(|desk| desk.act(Action::Save));
        assert!(!desk.faults_of(Field::To).is_empty() && !desk.faults_of(Field::Reason).is_empty());
        desk.enter(Field::To, "28.9.18");
        desk.enter(Field::Reason, "slimnīca");
        desk.act(Action::Save);
        carry_out(&mut desk);
        // The same child cannot be away twice at once.
        desk.refused(|desk| {
            ask(
                desk,
                Action::NewAbsence,
                &[(Field::From, "20.9.18"), (Field::To, "5.10.18"), (Field::Reason, "sanatorija")],
            )
        });
        assert!(!is_shown(&desk));
        assert_eq!(desk.faults_of(Field::From).len(), 1);
    });
}
