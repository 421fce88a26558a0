//! What is completed is locked; what was wrong in it is corrected by a new assessment.

use atbalsts::action::Action;
use atbalsts::domain::{Assessment, Deed, Field, Operation, Scoring};
use atbalsts::i18n::{Text, assessment::AssessmentText};

use super::{PHYSICIAN, THERAPIST, assessments, digits, member, open, planned, sheet};
use crate::desk::{Desk, Place, SMALL, World, everywhere};

/// An assessment of four items that is completed.
fn completed(place: Place, scores: &str) -> (World, Desk) {
    let world = planned(4, &[member(PHYSICIAN, "ārste", true), member(THERAPIST, "fizioterapeits", false)]);
    let mut desk = world.desk(place);
    open(&mut desk, 0);
    // The team together.
    desk.act(Action::Open);
    desk.type_text(scores);
    desk.act(Action::CompleteAssessment);
    desk.act(Action::Accept);
    (world, desk)
}

#[test]
fn what_is_completed_is_locked() {
    everywhere(|place| {
        let (world, mut desk) = completed(place, "1234");
        let locked = Text::AssessmentLocked.text(place.lang);
        assert!(sheet(&desk).is_locked());
        assert_eq!(desk.refused(|desk| desk.type_text("0")), locked);
        for action in [Action::CompleteAssessment, Action::Edit, Action::Observe, Action::ClearScore] {
            assert_eq!(desk.refused(|desk| desk.act(action)), locked, "{action:?}");
        }
        desk.act(Action::Back);
        assert_eq!(desk.refused(|desk| desk.act(Action::Edit)), locked);
        // Nor by a program that asks nobody.
        let before = assessments(&world).remove(0);
        let after = Assessment { place: "Talsi".to_owned(), ..before.clone() };
        let store = world.store();
        assert!(store.apply("anna", &Operation::new(Deed::EditAssessment).change(before.clone(), after)).is_err());
        assert!(store.apply("anna", &Operation::new(Deed::EditAssessment).remove(&before)).is_err());
        let scoring = Scoring { assessment: before.id, member: PHYSICIAN.to_owned(), ..Scoring::default() };
        assert!(store.apply("anna", &Operation::new(Deed::ScoreAssessment).create(scoring)).is_err());
        assert_eq!(assessments(&world), [before]);
    });
}

#[test]
fn a_correction_is_a_new_assessment_that_shows_what_changes() {
    everywhere(|place| {
        let (world, mut desk) = completed(place, "1234");
        let lang = place.lang;
        desk.act(Action::CorrectAssessment);
        desk.refused(|desk| desk.act(Action::Save));
        desk.enter(Field::CorrectionReason, "Sajauktas divas lapas");
        desk.save();
        assert!(!sheet(&desk).is_locked());
        assert_eq!(sheet(&desk).progress(), (4, 4), "it begins with what the old one says");
        desk.act(Action::Down);
        desk.type_text("0");
        desk.sees(&AssessmentText::WasScored.fill(lang, &[&2]));
        desk.act(Action::CompleteAssessment);
        desk.act(Action::Accept);
        let [old, new] = &assessments(&world)[..] else { panic!("two assessments") };
        assert_eq!((digits(old), digits(new)), ("1234".to_owned(), "1034".to_owned()));
        assert_eq!((new.corrects, new.correction_reason.as_str()), (old.id, "Sajauktas divas lapas"));
        while !desk.app.screens.is_empty() {
            desk.act(Action::Back);
        }
        desk.act(Action::CaseFile);
        desk.sees(AssessmentText::Corrected.text(lang));
        desk.sees(Text::InForce.text(lang));
        // The old one cannot be corrected twice.
        open(&mut desk, 0);
        assert_eq!(desk.refused(|desk| desk.act(Action::CorrectAssessment)), Text::AlreadyCorrected.text(lang));
    });
}

#[test]
fn of_two_corrections_begun_at_once_one_stands() {
    everywhere(|place| {
        let (world, mut anna) = completed(place, "1234");
        let mut peteris = world.desk_of("pēteris", place, SMALL);
        open(&mut peteris, 0);
        for desk in [&mut anna, &mut peteris] {
            desk.act(Action::CorrectAssessment);
            desk.enter(Field::CorrectionReason, "Sajauktas divas lapas");
        }
        anna.save();
        peteris.refused(|desk| desk.act(Action::Save));
        assert_eq!(assessments(&world).len(), 2);
        assert_eq!(peteris.value(Field::CorrectionReason), "Sajauktas divas lapas", "what he typed is still there");
    });
}
