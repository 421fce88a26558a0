//! Planning an assessment and telling about it: what the form refuses, and what it only points out.

use atbalsts::action::Action;
use atbalsts::domain::{Assessment, AssessmentKind, Choice, Field, Problem, Programme, Subject};
use atbalsts::i18n::choice::Worded;

use crate::desk::{Desk, World, day, everywhere};
use crate::first_day::{in_office, prepared};

fn assessments(world: &World) -> Vec<Assessment> {
    world.read(|reader| reader.all::<Assessment>())
}

/// An initial assessment of the child with a team of two.
fn plan(desk: &mut Desk) {
    desk.fill(
        Action::NewAssessment,
        &[
            (Field::PlannedOn, "10.9."),
            (Field::DoneOn, "10.9."),
            (Field::Place, "Talsi"),
            (Field::Team, "Velga Ķirse, ārste rehabilitoloģe*; Ģirts Lūsis, fizioterapeits"),
            (Field::FamilyResources, "Vecmāmiņa dzīvo netālu"),
            (Field::ParentsNeeds, "Laiks atpūtai"),
        ],
    );
}

#[test]
fn an_assessment_tells_who_led_the_team_and_what_the_family_has_and_needs() {
    in_office(|world, mut desk, place| {
        plan(&mut desk);
        let stored = &assessments(&world)[0];
        let team: Vec<_> =
            stored.team.iter().map(|one| (one.name.as_str(), one.profession.as_str(), one.lead)).collect();
        assert_eq!(team, [("Velga Ķirse", "ārste rehabilitoloģe", true), ("Ģirts Lūsis", "fizioterapeits", false)]);
        assert_eq!((stored.subject, stored.kind), (Subject::Child, AssessmentKind::Initial));
        assert_eq!(stored.family_resources, "Vecmāmiņa dzīvo netālu");
        assert_eq!(stored.parents_needs, "Laiks atpūtai");
        // The next one is offered with what comes next, by the same team.
        desk.act(Action::NewAssessment);
        assert_eq!(desk.value(Field::Kind), AssessmentKind::Interim.text(place.lang));
        assert!(desk.value(Field::Team).starts_with("Velga Ķirse, ārste rehabilitoloģe*; "));
    });
}

#[test]
fn a_second_initial_assessment_is_refused_but_the_parents_have_their_own() {
    in_office(|world, mut desk, place| {
        plan(&mut desk);
        desk.act(Action::NewAssessment);
        desk.enter(Field::Kind, AssessmentKind::Initial.code());
        desk.enter(Field::PlannedOn, "20.9.");
        desk.refused(|desk| desk.act(Action::Save));
        let initial = AssessmentKind::Initial.text(place.lang).to_owned();
        assert_eq!(desk.faults_of(Field::Kind), [Problem::Duplicate(initial).sentence(place.lang)]);
        desk.enter(Field::Subject, Subject::Parents.code());
        desk.save();
        let kinds: Vec<_> = assessments(&world).iter().map(|one| (one.kind, one.subject)).collect();
        let of = |subject| (AssessmentKind::Initial, subject);
        assert_eq!(kinds, [of(Subject::Child), of(Subject::Parents)]);
    });
}

#[test]
fn a_team_without_a_leader_is_refused_and_one_who_is_alone_leads() {
    in_office(|world, mut desk, place| {
        desk.act(Action::NewAssessment);
        desk.enter(Field::PlannedOn, "20.9.");
        for team in ["Velga Ķirse, ārste; Ģirts Lūsis", "Velga Ķirse*; Ģirts Lūsis*"] {
            desk.enter(Field::Team, team);
            desk.refused(|desk| desk.act(Action::Save));
            assert_eq!(desk.faults_of(Field::Team), [Problem::NoLead.sentence(place.lang)]);
        }
        desk.enter(Field::Team, "Velga Ķirse, ārste");
        desk.save();
        assert!(assessments(&world)[0].team[0].lead);
    });
}

#[test]
fn a_day_before_the_programme_and_a_child_too_old_are_pointed_out_once() {
    everywhere(|place| {
        let world = prepared();
        let programme: Programme = world.read(|reader| reader.all()).remove(0);
        let mut desk = world.desk(place);
        desk.act(Action::Programmes);
        desk.act(Action::Edit);
        desk.enter(Field::OldestAge, "6");
        desk.save();
        desk.act(Action::Back);
        desk.act(Action::NewAssessment);
        desk.enter(Field::DoneOn, "1.8.2018");
        desk.refused(|desk| desk.act(Action::Save));
        // Born on 05.04.2011: seven years old.
        let expect = [Problem::BeforeProgramme(programme.from), Problem::TooOld(7, 6)];
        assert_eq!(desk.faults_of(Field::DoneOn), expect.map(|problem| problem.sentence(place.lang)));
        desk.save();
        assert_eq!(assessments(&world)[0].done_on, Some(day(2018, 8, 1)), "all the same");
    });
}
