//! Scoring: a digit an item, a goal after the items; left, broken off, refused.

use atbalsts::action::Action;
use atbalsts::app::Screen;
use atbalsts::domain::{Assessment, AssessmentKind, Attainment, Child, Choice, Deed, Field, Operation, Role, Subject};
use atbalsts::i18n::{Lang, Text, assessment::AssessmentText};
use atbalsts::keymap::{Key, KeyCode};

use super::{assessments, at, digits, instrument, open, opened, planned, sheet};
use crate::desk::{Place, SMALL, World, everywhere};
use crate::first_day::prepared;

#[test]
fn sixty_items_are_scored_in_sixty_one_keys() {
    everywhere(|place| {
        let (world, mut desk) = opened(60, place);
        let typed: String = "012340189".chars().cycle().filter(|digit| *digit != '9').take(60).collect();
        let keys = desk.count(|desk| {
            desk.type_text(&typed);
            desk.act(Action::Accept);
        });
        assert!(keys <= 61, "{keys} keys");
        let saved = assessments(&world).remove(0);
        assert_eq!(digits(&saved), typed);
        assert_eq!(saved.done_on, Some(world.today));
        assert_eq!(saved.instrument.0, 1);
        assert!(!saved.is_completed());
        assert!(world.read(|reader| reader.drafts("anna")).is_empty(), "the draft is done with");
    });
}

#[test]
fn all_scores_pasted_at_once_are_those_typed() {
    everywhere(|place| {
        let (world, mut desk) = opened(8, place);
        desk.paste("0123 4899\n");
        desk.act(Action::Accept);
        assert_eq!(digits(&assessments(&world)[0]), "01234899");
    });
}

#[test]
fn what_is_not_on_the_scale_is_refused_with_the_scale_and_moves_nothing() {
    everywhere(|place| {
        let (_world, mut desk) = opened(4, place);
        let told = desk.refused(|desk| desk.type_text("7"));
        assert_eq!(told, AssessmentText::NotOnScale.fill(place.lang, &[&7, &"0 1 2 3 4 8 9"]));
        assert_eq!(at(&desk), "b1");
        // Of what is pasted, nothing goes on behind it: it would stand a row too early.
        desk.refused(|desk| desk.paste("1734"));
        assert_eq!(at(&desk), "b2");
        assert_eq!(sheet(&desk).progress(), (1, 4));
        desk.sees(if place.lang == Lang::Latvian {
            "2 mērenas: b2: ko redz ikdienā, ja vērtē ar 2"
        } else {
            "2 moderate: b2: what is seen daily when it is scored 2"
        });
    });
}

#[test]
fn an_item_can_be_skipped_taken_back_and_scored_as_last_time() {
    everywhere(|place| {
        let (world, mut desk) = opened(4, place);
        desk.refused(|desk| desk.act(Action::SameScore));
        desk.type_text("12");
        desk.act(Action::SkipItem);
        desk.type_text("4");
        desk.act(Action::Up);
        desk.act(Action::ClearScore);
        desk.act(Action::Accept);
        assert_eq!(digits(&assessments(&world)[0]), "12");
        desk.act(Action::Back);
        desk.fill(Action::NewAssessment, &[(Field::Kind, AssessmentKind::Interim.code()), (Field::PlannedOn, "11.9.")]);
        open(&mut desk, 1);
        desk.act(Action::SameScore);
        desk.type_text("0");
        let told = desk.refused(|desk| desk.act(Action::SameScore));
        assert_eq!(told, AssessmentText::NoScoreBefore.text(place.lang));
        desk.act(Action::Accept);
        let interim = assessments(&world).into_iter().find(|one| one.kind == AssessmentKind::Interim).unwrap();
        assert_eq!(digits(&interim), "10");
    });
}

#[test]
fn a_broken_line_costs_no_digit_and_no_letter_of_an_observation() {
    everywhere(|place| {
        let (world, mut desk) = opened(6, place);
        desk.type_text("123");
        desk.act(Action::Observe);
        desk.type_text("Staigā ar atbalstu, nogurst");
        for _ in 0..3 {
            desk.act(Action::CursorLeft);
        }
        desk.lose_line();

        let mut desk = world.desk(place);
        assert!(matches!(desk.app.screens[..], [Screen::Question(_)]), "it is offered");
        desk.act(Action::Accept);
        desk.type_text("!");
        desk.sees("Staigā ar atbalstu, nogu!rst");
        desk.act(Action::Accept);
        assert_eq!(at(&desk), "d4");
        desk.type_text("4");
        desk.act(Action::Accept);
        let saved = assessments(&world).remove(0);
        assert_eq!(digits(&saved), "1234");
        assert_eq!(saved.score("d4").unwrap().observation, "Staigā ar atbalstu, nogu!rst");
        drop(desk);
        assert!(world.desk(place).app.screens.is_empty(), "nothing is left to offer");
    });
}

#[test]
fn a_sheet_that_was_left_goes_on_where_it_was() {
    everywhere(|place| {
        let (world, mut desk) = opened(6, place);
        desk.type_text("12");
        desk.act(Action::Back);
        desk.sees(Text::DraftKept.text(place.lang));
        assert!(assessments(&world)[0].scores.is_empty(), "nothing is saved yet");
        desk.act(Action::Open);
        assert_eq!((at(&desk).as_str(), sheet(&desk).progress()), ("b3", (2, 6)));
        desk.act(Action::Back);
        desk.act(Action::Drafts);
        desk.sees(AssessmentText::AssessmentSheet.text(place.lang));
        desk.act(Action::Open);
        assert_eq!(sheet(&desk).progress(), (2, 6));
    });
}

#[test]
fn an_observation_without_a_score_is_not_thrown_away() {
    everywhere(|place| {
        let (world, mut desk) = opened(4, place);
        desk.act(Action::SkipItem);
        desk.act(Action::Observe);
        desk.type_text("Runā teikumos");
        // Leaving the line keeps what was typed, too.
        desk.act(Action::Back);
        desk.act(Action::Up);
        let told = desk.refused(|desk| desk.act(Action::Accept));
        assert_eq!(told, AssessmentText::ObservationAlone.text(place.lang));
        assert_eq!(at(&desk), "b2");
        desk.type_text("0");
        desk.act(Action::Accept);
        assert_eq!(assessments(&world)[0].score("b2").unwrap().observation, "Runā teikumos");
    });
}

#[test]
fn an_observation_says_which_keys_end_it_and_takes_them() {
    everywhere(|place| {
        let (_world, mut desk) = opened(4, place);
        desk.act(Action::Observe);
        desk.sees(Action::Accept.text(place.lang));
        desk.type_text("Turas pie rokas");
        desk.keys("f1");
        assert!(matches!(desk.app.screens.last(), Some(Screen::Page(_))), "help");
        desk.act(Action::Back);
        assert!(matches!(desk.app.screens.last(), Some(Screen::Line(_))), "and back to what was typed");
        desk.keys("ctrl+s");
        assert!(matches!(desk.app.screens.last(), Some(Screen::Scoring(_))));
        desk.sees("Turas pie rokas");
    });
}

#[test]
fn goals_are_judged_after_the_items() {
    everywhere(|place| {
        let world = prepared();
        let child = world.read(|reader| reader.all::<Child>()).remove(0);
        let assessment = Assessment { child: child.id, planned_on: Some(world.today), ..Assessment::default() };
        let of_parents = Assessment { subject: Subject::Parents, ..assessment.clone() };
        let operation = Operation::new(Deed::AddAssessment).create(instrument(2)).create(assessment).create(of_parents);
        world.store().apply("anna", &operation).unwrap();
        let mut desk = world.desk(place);
        open(&mut desk, 0);
        desk.type_text("11");
        desk.sees("Staigāt bez atbalsta");
        let told = desk.refused(|desk| desk.type_text("0"));
        assert_eq!(told, AssessmentText::NotOnGoalScale.fill(place.lang, &[&0]));
        desk.type_text("2");
        assert_eq!(at(&desk), "", "the sheet ends there");
        desk.act(Action::Accept);
        let saved = assessments(&world).remove(0);
        let progress = &saved.progress[0];
        assert_eq!((progress.scale, progress.attainment), (-1, Attainment::Partly));
        // The parents' assessment does not judge the child's goals.
        desk.act(Action::Down);
        desk.act(Action::Open);
        assert_eq!(sheet(&desk).progress(), (0, 2));
        assert_eq!(at(&desk), "p1");
    });
}

#[test]
fn opening_an_assessment_is_noted() {
    let world = planned(2, &[]);
    let child = assessments(&world)[0].child;
    let mut desk = world.desk_of("līga", Place::of(Lang::Latvian), SMALL);
    desk.act(Action::WorkQueue);
    desk.looked.clear();
    desk.act(Action::Open);
    assert_eq!(sheet(&desk).context.assessment.child, child);
    assert_eq!(desk.looked, [child]);
    desk.act(Action::Back);
    desk.act(Action::Back);
    desk.act(Action::Assessments);
    assert_eq!(desk.looked, [child, child]);
}

#[test]
fn roles_score_complete_and_read_as_they_may() {
    everywhere(|place| {
        for (role, scores) in [(Role::TeamMember, true), (Role::Auditor, false)] {
            let world = World::demo();
            world.give_role("anna", role);
            let mut desk = world.desk(place);
            desk.act(Action::Assessments);
            desk.act(Action::Down);
            desk.act(Action::Down);
            desk.act(Action::Open);
            let told = Text::NotInYourRole.text(place.lang);
            for action in [Action::CompleteAssessment, Action::Edit] {
                assert_eq!(desk.refused(|desk| desk.act(action)), told, "{role:?}");
            }
            if scores {
                desk.type_text("12");
                desk.act(Action::Accept);
                assert!(assessments(&world).iter().any(|assessment| digits(assessment) == "12"));
            } else {
                assert_eq!(desk.refused(|desk| desk.type_text("1")), told);
                assert_eq!(desk.refused(|desk| desk.act(Action::Accept)), told);
            }
        }
    });
}

#[test]
fn a_key_that_is_no_score_says_so() {
    let world = planned(2, &[]);
    let mut desk = world.desk(Place::of(Lang::Latvian));
    open(&mut desk, 0);
    let told = desk.refused(|desk| desk.press_all(&[Key::new(KeyCode::Char('ķ'))]));
    assert_eq!(told, AssessmentText::NotAScore.fill(Lang::Latvian, &[&'ķ']));
}
