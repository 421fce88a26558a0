//! A team: each member scores apart, two work on one sheet, and what differs is explained.

use atbalsts::action::Action;
use atbalsts::domain::Scoring;
use atbalsts::i18n::{Text, assessment::AssessmentText};

use super::{PHYSICIAN, THERAPIST, assessments, at, digits, member, open, opened_by_two, planned, sheet};
use crate::desk::{SMALL, everywhere};

#[test]
fn members_score_on_their_own_and_what_differs_by_two_is_explained() {
    everywhere(|place| {
        let team = [member(PHYSICIAN, "ārste rehabilitoloģe", true), member(THERAPIST, "fizioterapeits", false)];
        let world = planned(4, &team);
        let lang = place.lang;
        let (mut anna, mut peteris) = (world.desk(place), world.desk_of("pēteris", place, SMALL));
        // Both at once, each for another member.
        for desk in [&mut anna, &mut peteris] {
            open(desk, 0);
            desk.sees(PHYSICIAN);
            desk.sees(AssessmentText::LeadsTeam.text(lang));
        }
        anna.act(Action::Down);
        anna.act(Action::Open);
        peteris.act(Action::Down);
        peteris.act(Action::Down);
        peteris.act(Action::Open);
        anna.type_text("1134");
        peteris.type_text("3124");
        anna.act(Action::Accept);
        peteris.act(Action::Accept);
        let scorings = world.read(|reader| reader.all::<Scoring>());
        assert_eq!(scorings.iter().map(|one| one.member.as_str()).collect::<Vec<_>>(), [PHYSICIAN, THERAPIST]);
        assert!(assessments(&world)[0].scores.is_empty(), "the team has not agreed on anything");

        // The team: what all agree on stands already, a difference of two is marked.
        anna.rest();
        anna.act(Action::Open);
        anna.act(Action::Open);
        assert_eq!(sheet(&anna).progress(), (2, 4));
        anna.sees(AssessmentText::Explain.text(lang));
        anna.act(Action::CompleteAssessment);
        assert_eq!(anna.page().visible.len(), 2, "b1 and d3 are not agreed on");
        anna.act(Action::Open);
        assert_eq!(at(&anna), "b1");
        anna.type_text("2");
        anna.act(Action::Down);
        anna.type_text("3");
        anna.act(Action::CompleteAssessment);
        anna.sees(AssessmentText::LacksExplanation.text(lang).split(':').next().unwrap());
        anna.act(Action::Open);
        assert_eq!(at(&anna), "b1");
        anna.act(Action::Observe);
        anna.type_text("Mājās grūtāk nekā kabinetā");
        anna.act(Action::Accept);
        anna.act(Action::CompleteAssessment);
        anna.act(Action::Accept);
        let saved = assessments(&world).remove(0);
        assert_eq!(digits(&saved), "2134");
        assert_eq!((saved.completed_on, saved.completed_by.as_str()), (Some(world.today), "anna"));
    });
}

#[test]
fn two_who_work_on_one_sheet_lose_nothing_and_see_what_both_scored() {
    everywhere(|place| {
        let (world, mut anna, mut peteris) = opened_by_two(4, place);
        anna.type_text("12");
        anna.act(Action::Accept);
        // He scored other items: both are kept, and nobody has to decide anything.
        peteris.act(Action::SkipItem);
        peteris.act(Action::SkipItem);
        peteris.type_text("34");
        peteris.act(Action::Accept);
        assert_eq!(digits(&assessments(&world)[0]), "1234");

        // The same item: hers is shown beside his, and his second save decides.
        anna.rest();
        anna.act(Action::Open);
        peteris.act(Action::Open);
        anna.act(Action::Top);
        peteris.act(Action::Top);
        anna.type_text("0");
        anna.act(Action::Accept);
        peteris.type_text("4");
        let told = peteris.refused(|desk| desk.act(Action::Accept));
        assert_eq!(told, AssessmentText::SheetClash.fill(place.lang, &[&"anna"]));
        peteris.sees(&AssessmentText::TheirScore.fill(place.lang, &[&0]));
        assert_eq!(digits(&assessments(&world)[0]), "0234", "nothing is overwritten unseen");
        peteris.act(Action::Accept);
        assert_eq!(digits(&assessments(&world)[0]), "4234");
    });
}

#[test]
fn two_who_begin_the_same_members_sheet_make_one() {
    everywhere(|place| {
        let team = [member(PHYSICIAN, "ārste", true), member(THERAPIST, "fizioterapeits", false)];
        let world = planned(4, &team);
        let (mut anna, mut peteris) = (world.desk(place), world.desk_of("pēteris", place, SMALL));
        for desk in [&mut anna, &mut peteris] {
            open(desk, 0);
            desk.act(Action::Down);
            desk.act(Action::Open);
        }
        anna.type_text("12");
        anna.act(Action::Accept);
        peteris.act(Action::SkipItem);
        peteris.act(Action::SkipItem);
        peteris.type_text("34");
        peteris.act(Action::Accept);
        let scorings = world.read(|reader| reader.all::<Scoring>());
        assert_eq!(scorings.len(), 1);
        assert_eq!(scorings[0].scores.iter().map(|score| score.value).collect::<Vec<_>>(), [1, 2, 3, 4]);
    });
}

#[test]
fn completing_what_a_colleague_has_changed_meanwhile_shows_the_change_first() {
    everywhere(|place| {
        let (world, mut anna, mut peteris) = opened_by_two(4, place);
        anna.type_text("1234");
        anna.act(Action::CompleteAssessment);
        peteris.type_text("0");
        peteris.act(Action::Accept);
        anna.refused(|desk| desk.act(Action::Accept));
        anna.sees(&AssessmentText::TheirScore.fill(place.lang, &[&0]));
        assert!(!assessments(&world)[0].is_completed());
        anna.act(Action::CompleteAssessment);
        anna.act(Action::Accept);
        assert_eq!(digits(&assessments(&world)[0]), "1234");
        assert!(assessments(&world)[0].is_completed());
        // What is completed by now takes no score of his any more.
        peteris.act(Action::Open);
        assert_eq!(peteris.refused(|desk| desk.type_text("3")), Text::AssessmentLocked.text(place.lang));
    });
}
