//! Cases: opened, changed and closed with a day and a reason.

use atbalsts::action::Action;
use atbalsts::domain::budget::FigureKind;
use atbalsts::domain::{CaseStatus, Child, Choice, Field, Money, Person, Relation};
use atbalsts::i18n::{choice::Worded, date};

use crate::desk::{Desk, day};
use crate::first_day::in_office;

/// The record that the row under the cursor of the open page stands for is edited; the rows before it are passed.
fn edit_row(desk: &mut Desk, row: usize) {
    for _ in 0..row {
        desk.act(Action::Down);
    }
    desk.act(Action::Edit);
}

#[test]
fn a_case_is_closed_by_its_own_action_and_reopened_by_its_state() {
    in_office(|world, mut desk, _| {
        desk.act(Action::Edit);
        desk.enter(Field::Status, CaseStatus::Closed.code());
        desk.refused(|desk| desk.act(Action::Save));
        assert_eq!(desk.faults_of(Field::Status).len(), 1, "it asks for a day and a reason");
        desk.enter(Field::Status, CaseStatus::Active.code());
        desk.save();

        desk.act(Action::Close);
        desk.enter(Field::CloseReason, "pārcēlās");
        desk.refused(|desk| desk.act(Action::Save));
        assert_eq!(desk.faults_of(Field::ClosedOn).len(), 1, "eleven sessions are booked");
        desk.save();
        let child = || world.read(|reader| reader.all::<Child>()).remove(0);
        assert_eq!((child().status, child().closed_on), (CaseStatus::Closed, Some(day(2018, 9, 11))));
        desk.midnight(day(2018, 9, 12));
        let unmarked = Money::from_cents(2_183 + 1_800);
        assert_eq!(desk.figure(FigureKind::Forecast), unmarked, "the two of the last day; of the plan nothing more");
        // What is closed stays as it is: nothing new in it, and it is not closed again.
        for action in
            [Action::Close, Action::NewSession, Action::NewGoal, Action::NewPlanVersion, Action::NewAssessment]
        {
            desk.refused(|desk| desk.act(action));
            assert!(desk.app.screens.is_empty(), "{action:?}");
        }
        desk.act(Action::Edit);
        desk.enter(Field::Status, CaseStatus::Active.code());
        desk.save();
        assert_eq!((child().status, child().closed_on, child().close_reason.as_str()), (CaseStatus::Active, None, ""));
    });
}

#[test]
fn a_change_of_the_ceiling_is_entered_whole() {
    in_office(|_world, mut desk, _| {
        desk.act(Action::Edit);
        desk.enter(Field::LegalBasis, "lēmums 31");
        desk.refused(|desk| desk.act(Action::Save));
        assert_eq!(desk.faults_of(Field::CeilingChange).len(), 1, "how much?");
        desk.enter(Field::CeilingChange, "-4000,01");
        desk.refused(|desk| desk.act(Action::Save));
        assert_eq!(desk.faults_of(Field::CeilingChange).len(), 1, "less than nothing would be left");
        desk.enter(Field::CeilingChange, "-500");
        desk.save();
        assert_eq!(desk.figure(FigureKind::Ceiling), Money::from_cents(350_000));
    });
}

#[test]
fn a_person_stops_representing_and_moves_back_in() {
    in_office(|world, mut desk, place| {
        let mother =
            || world.read(|reader| reader.all::<Person>()).into_iter().find(|p| p.relation == Relation::Mother);
        let no = atbalsts::i18n::choice::yes_no(false, place.lang);
        desk.act(Action::CaseFile);
        edit_row(&mut desk, 1);
        desk.enter(Field::Representation, no);
        desk.save();
        assert!(mother().unwrap().representation.is_none());
        desk.act(Action::Close);
        desk.act(Action::Accept);
        assert!(mother().unwrap().closed);
        desk.act(Action::Edit);
        desk.enter(Field::MovedOut, no);
        desk.save();
        assert!(!mother().unwrap().closed);
    });
}

#[test]
fn the_history_of_a_record_is_told_in_the_readers_language() {
    in_office(|_world, mut desk, place| {
        desk.act(Action::CaseFile);
        desk.act(Action::Edit);
        desk.enter(Field::Status, CaseStatus::Suspended.code());
        desk.save();
        desk.act(Action::Journal);
        let change = format!(
            "{}: {} → {}",
            Field::Status.text(place.lang),
            CaseStatus::Applied.text(place.lang),
            CaseStatus::Suspended.text(place.lang)
        );
        desk.sees(&change);
        desk.sees(&date::show(day(2018, 9, 11), place.lang));
    });
}
