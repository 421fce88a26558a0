//! What is asked for in one go: shown child by child, carried out as one action, taken back as one.

use atbalsts::action::Action;
use atbalsts::app::Screen;
use atbalsts::domain::{
    Absence, AnyRecord, Child, Field, Money, Outcome, PlanLine, PlanVersion, Price, Programme, Series, Session,
};
use atbalsts::i18n::number;
use chrono::NaiveDate;

use crate::desk::{Desk, Place, World};

mod absence;
mod extension;
mod prices;
mod transfer;

fn money(cents: i64, place: Place) -> String {
    number::money(Money::from_cents(cents), place.lang)
}

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

/// The provider is closed in the last week of September, and its sessions come later.
fn closed_for_a_week(desk: &mut Desk) {
    let closed = [
        (Field::Scope, "s"),
        (Field::From, "24.9.18"),
        (Field::To, "30.9.18"),
        (Field::Reason, "remonts"),
        (Field::Way, "p"),
        (Field::Provider, "1"),
    ];
    ask(desk, Action::NewAbsence, &closed);
}
