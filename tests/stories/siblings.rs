//! Brothers and sisters: what one has is copied to the others by one key, each checked on its own.

use atbalsts::action::Action;
use atbalsts::app::{Screen, question::Yes};
use atbalsts::domain::{
    AnyRecord, Assessment, AssessmentKind, CaseStatus, Child, Deed, Field, Goal, HealthLimit, Note, Operation,
    PlanLine, Problem,
};
use atbalsts::i18n::{Text, choice::Worded};

use crate::desk::{Desk, Place, World, day, everywhere};
use crate::first_day::{in_office, prepared};

/// The household with two more children: Rūta with the same goal and a draft, Emīls with neither.
fn three_children(place: Place) -> (World, Desk) {
    let world = prepared();
    let mut desk = world.desk(place);
    for (name, born) in [("Emīls", "9.2.2012"), ("Rūta", "7.1.2013")] {
        let child = [(Field::GivenNames, name), (Field::BirthDate, born), (Field::LegalBasis, "lēmums 15")];
        desk.fill(Action::NewChild, &child);
    }
    desk.fill(Action::NewGoal, &[(Field::Wording, "Runāt teikumos")]);
    desk.fill(Action::NewGoal, &[(Field::Wording, "staigāt bez atbalsta")]);
    desk.fill(Action::NewPlanVersion, &[]);
    go_to(&mut desk, "Jānis");
    (world, desk)
}

/// Puts the families' cursor on a child.
fn go_to(desk: &mut Desk, name: &str) {
    desk.act(Action::PaneFamilies);
    desk.act(Action::Top);
    while desk.app.families.selected().unwrap().given_names != name {
        desk.act(Action::Down);
    }
}

fn child(world: &World, desk: &mut Desk, name: &str) -> Child {
    go_to(desk, name);
    let id = desk.app.selected_child().unwrap();
    go_to(desk, "Jānis");
    world.read(|reader| reader.get(id)).unwrap()
}

/// The lines of the question, as one text.
fn question(desk: &Desk) -> (String, bool) {
    match desk.app.screens.last() {
        Some(Screen::Question(question)) => (question.lines.join(" "), !matches!(question.yes, Yes::Nothing)),
        other => panic!("no question: {other:?}"),
    }
}

#[test]
fn a_plan_line_goes_to_whoever_may_have_it_and_back_by_one_key() {
    everywhere(|place| {
        let (world, mut desk) = three_children(place);
        let ruta = child(&world, &mut desk, "Rūta");
        desk.act(Action::PanePlan);
        let lines = || world.read(|reader| reader.all::<PlanLine>());
        let before = lines().len();
        let keys = desk.count(|desk| {
            desk.act(Action::CopyToSiblings);
            let (told, possible) = question(desk);
            assert!(possible, "{told}");
            let (gets, no_draft) = (Text::GetsCopy.text(place.lang), Problem::NoDraft.sentence(place.lang));
            assert!(told.contains(&format!("Emīls: {no_draft}")) && told.contains(&format!("Rūta: {gets}")), "{told}");
            desk.act(Action::Accept);
        });
        assert_eq!(keys, 2);
        assert_eq!(lines().len(), before + 1);
        let copy = lines().pop().unwrap();
        let (plan, goal) = world.read(|reader| Ok((reader.get(copy.plan)?, reader.get(copy.goals[0])?)));
        assert_eq!((plan.unwrap().child, copy.service.as_str()), (ruta.id, "FIZ"));
        let goal: Goal = goal.unwrap();
        assert_eq!((goal.child, goal.wording.as_str()), (ruta.id, "staigāt bez atbalsta"), "her own goal");
        desk.sees(Deed::CopyToSiblings.text(place.lang));

        // A second time there is nobody left.
        desk.act(Action::CopyToSiblings);
        assert!(!question(&desk).1);
        desk.act(Action::Accept);
        assert_eq!(lines().len(), before + 1);
        desk.act(Action::Undo);
        desk.act(Action::Accept);
        assert_eq!(lines().len(), before);
    });
}

#[test]
fn a_doctor_and_a_closed_case_stand_in_the_way() {
    everywhere(|place| {
        let (world, mut desk) = three_children(place);
        let (ruta, emils) = (child(&world, &mut desk, "Rūta"), child(&world, &mut desk, "Emīls"));
        let limit = HealthLimit { service: "FIZ".into(), reason: "pēc operācijas".into() };
        let barred = Child { health_limits: vec![limit], ..ruta.clone() };
        let closed = Child {
            status: CaseStatus::Closed,
            close_reason: "pārcēlās".into(),
            closed_on: Some(day(2018, 9, 10)),
            ..emils.clone()
        };
        let operation = Operation::new(Deed::EditChild).change(ruta, barred).change(emils, closed);
        world.store().apply("pēteris", &operation).unwrap();
        desk.rest();
        desk.act(Action::PanePlan);
        desk.act(Action::CopyToSiblings);
        let (told, possible) = question(&desk);
        assert!(!possible, "{told}");
        let told = told.replace("  ", " ");
        let barred = Problem::HealthLimit("pēc operācijas".into()).sentence(place.lang);
        assert!(told.contains(&format!("Rūta: {barred}")), "{told}");
        assert!(told.contains(&format!("Emīls: {}", Problem::CaseIsClosed.sentence(place.lang))), "{told}");
    });
}

/// Puts the cursor of the client file on the record that fits.
fn go_to_row(desk: &mut Desk, fits: impl Fn(&AnyRecord) -> bool) {
    desk.act(Action::CaseFile);
    let is_it = |desk: &Desk| match &desk.page().selected().unwrap().target {
        atbalsts::app::page::Target::Record(record) => fits(record),
        _ => false,
    };
    desk.act(Action::Top);
    while !is_it(desk) {
        let before = desk.page().cursor;
        desk.act(Action::Down);
        assert_ne!(desk.page().cursor, before, "there is no such row");
    }
}

#[test]
fn a_note_a_goal_and_the_day_of_an_assessment_go_from_the_client_file() {
    everywhere(|place| {
        let (world, mut desk) = three_children(place);
        desk.fill(Action::LogVisit, &[(Field::Text, "Mājās visi bērni\nun vecmāmiņa"), (Field::Goal, "1")]);
        desk.fill(Action::NewAssessment, &[(Field::PlannedOn, "1.10.2018"), (Field::Place, "Talsu slimnīca")]);
        let of = |name: &str, desk: &mut Desk| child(&world, desk, name).id;
        let (ruta, emils) = (of("Rūta", &mut desk), of("Emīls", &mut desk));

        go_to_row(&mut desk, |record| matches!(record, AnyRecord::Note(_)));
        desk.act(Action::CopyToSiblings);
        desk.act(Action::Accept);
        let notes = world.read(|reader| reader.all::<Note>());
        assert_eq!(notes.len(), 3);
        assert!(notes.iter().all(|note| note.text == "Mājās visi bērni\nun vecmāmiņa"));
        let tagged = |child| notes.iter().find(|note| note.child == child).unwrap().goal.is_some();
        assert!(tagged(ruta) && !tagged(emils), "a goal of the same words, where there is one");
        desk.act(Action::CopyToSiblings);
        assert!(!question(&desk).1, "nobody gets it twice");
        desk.act(Action::Back);
        desk.act(Action::Back);

        go_to_row(&mut desk, |record| matches!(record, AnyRecord::Assessment(_)));
        desk.act(Action::CopyToSiblings);
        desk.act(Action::Accept);
        let assessments = world.read(|reader| reader.all::<Assessment>());
        let copies = assessments.iter().filter(|assessment| [ruta, emils].contains(&assessment.child));
        let same = |one: &&Assessment| {
            one.kind == AssessmentKind::Initial
                && one.planned_on == Some(day(2018, 10, 1))
                && one.place == "Talsu slimnīca"
        };
        assert_eq!(copies.filter(same).count(), 2);
        desk.act(Action::Back);

        go_to_row(&mut desk, |record| matches!(record, AnyRecord::Goal(goal) if goal.wording.starts_with("Staigāt")));
        desk.act(Action::CopyToSiblings);
        let (told, possible) = question(&desk);
        assert!(possible && told.contains("Rūta: "), "{told}");
        desk.act(Action::Accept);
        let goals = world.read(|reader| reader.all::<Goal>());
        assert!(goals.iter().any(|goal| goal.child == emils && goal.number == 1));
        assert_eq!(goals.len(), 4, "she has it already");
    });
}

#[test]
fn an_only_child_and_a_row_that_is_nobodys_are_told_so() {
    in_office(|_world, mut desk, place| {
        desk.act(Action::PanePlan);
        assert_eq!(desk.refused(|desk| desk.act(Action::CopyToSiblings)), Text::NoSiblings.text(place.lang));
        desk.act(Action::CaseFile);
        assert_eq!(desk.refused(|desk| desk.act(Action::CopyToSiblings)), Text::NothingToCopy.text(place.lang));
    });
}
