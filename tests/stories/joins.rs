//! Needs, goals and plan lines are brought together: what does not join is listed, and each row leads to its field.

use atbalsts::action::Action;
use atbalsts::app::page::{Look, Target};
use atbalsts::domain::{
    Assessment, AssessmentKind, Child, Component, Deed, Field, Goal, Id, Instrument, Item, Level, Operation, PlanLine,
    PlanState, PlanVersion, Score, Subject,
};
use atbalsts::i18n::{Text, plural::Counted};

use crate::desk::{Desk, World, day, everywhere};
use crate::first_day::prepared;

/// An instrument of three domains, stored with two assessments of Jānis: the third domain, and the fourth, became
/// heavier, the first lighter.
pub fn assessed(world: &World) {
    let level = |value| Level { value, measures: value < 8, ..Level::default() };
    let item = |code: &str, latvian: &str, english: &str| Item {
        code: code.into(),
        latvian: latvian.into(),
        english: english.into(),
        ..Item::default()
    };
    let instrument = Instrument {
        id: Id::placeholder(1),
        name: "Trīs jomas".into(),
        adopted_on: day(2018, 1, 1),
        levels: (0..=4).map(level).collect(),
        components: vec![Component { code: "d".into(), ..Component::default() }],
        items: vec![
            item("d3", "Saziņa", "Communication"),
            item("d4", "Pārvietošanās", "Moving around"),
            item("d5", "Pašaprūpe", "Self-care"),
        ],
    };
    let assessment = |kind, day, scores: [u8; 3]| Assessment {
        child: Id::new(1),
        kind,
        subject: Subject::Child,
        done_on: Some(day),
        completed_on: Some(day),
        completed_by: "ģirts".into(),
        instrument: instrument.id,
        scores: ["d3", "d4", "d5"]
            .iter()
            .zip(scores)
            .map(|(item, value)| Score { item: (*item).into(), value, ..Score::default() })
            .collect(),
        ..Assessment::default()
    };
    let operation = Operation::new(Deed::Import)
        .create(instrument.clone())
        .create(assessment(AssessmentKind::Initial, day(2018, 8, 18), [3, 2, 1]))
        .create(assessment(AssessmentKind::Interim, day(2018, 9, 5), [2, 3, 3]));
    world.store().apply("ģirts", &operation).unwrap();
}

/// How many rows of the open page are gaps that nobody gave a reason for, and how many are reasoned.
fn gaps(desk: &Desk) -> (usize, usize) {
    let rows = desk.page().rows.iter().filter(|row| matches!(row.target, Target::Form { .. }));
    let (reasoned, open): (Vec<_>, Vec<_>) = rows.partition(|row| row.look == Look::Faint);
    (open.len(), reasoned.len())
}

#[test]
fn a_worsened_domain_gets_its_goal_the_goal_its_line_and_the_line_its_goal() {
    everywhere(|place| {
        let world = prepared();
        assessed(&world);
        let lang = place.lang;
        let mut desk = world.desk(place);
        // Of the two worse domains the goal for walking answers one.
        desk.act(Action::PanePlan);
        desk.sees(&Counted::Gap.text(1, lang));
        desk.act(Action::Joins);
        desk.sees(Text::JoinWorse.text(lang));
        assert_eq!(gaps(&desk), (1, 0));

        // Enter leads to a new goal for that domain.
        desk.act(Action::Open);
        assert_eq!(desk.value(Field::Domains), "d5");
        assert_eq!(desk.form().focused().unwrap().field, Field::Wording);
        desk.enter(Field::Wording, "Pašam apģērbties");
        desk.save();
        let goals = world.read(|reader| reader.all::<Goal>());
        assert_eq!((goals[1].number, goals[1].domains.as_slice()), (2, &["d5".to_owned()][..]));

        // Now the goal has no line: its field stands under the cursor.
        desk.sees(Text::JoinGoal.text(lang));
        desk.act(Action::Open);
        assert_eq!(desk.form().focused().unwrap().field, Field::NoLineReason);
        desk.type_text("to dara mājās kopā ar māti");
        desk.save();
        assert_eq!(gaps(&desk), (0, 1));
        desk.sees("to dara mājās kopā ar māti");
        desk.act(Action::Back);
        assert_eq!(desk.dossier().gaps, 0);

        // A line without a goal is saved only with a reason, and listed with it.
        desk.fill(Action::NewPlanVersion, &[(Field::Reason, "vajag pavadoni")]);
        desk.act(Action::NewPlanLine);
        desk.enter(Field::Service, "PAV");
        desk.enter(Field::Quantity, "10");
        desk.refused(|desk| desk.act(Action::Save));
        assert_eq!(desk.faults_of(Field::Goals).len(), 1);
        desk.enter(Field::NoGoalReason, "ceļš uz visām nodarbībām");
        // It has no price yet.
        desk.save_though();
        desk.act(Action::Joins);
        desk.sees(Text::JoinLine.text(lang));
        assert_eq!(gaps(&desk), (0, 2));
        // Enter leads to the line's goals, editing to its reason.
        desk.act(Action::Down);
        desk.act(Action::Edit);
        assert_eq!(desk.form().focused().unwrap().field, Field::NoGoalReason);
        desk.act(Action::Back);
        desk.act(Action::Open);
        assert_eq!(desk.form().focused().unwrap().field, Field::Goals);
        desk.type_text("2");
        desk.save_though();
        // The line serves the second goal, which so has a line.
        desk.sees(Text::NoJoins.text(lang).split(':').next().unwrap());
        let line = world.read(|reader| reader.all::<PlanLine>()).into_iter().find(|line| line.service == "PAV");
        assert_eq!(line.unwrap().goals, [goals[1].id]);
    });
}

#[test]
fn a_domain_is_left_without_a_goal_for_a_written_reason() {
    everywhere(|place| {
        let world = prepared();
        assessed(&world);
        let mut desk = world.desk(place);
        desk.act(Action::Joins);
        desk.act(Action::Edit);
        assert!(desk.value(Field::Domain).starts_with("d5"), "{}", desk.value(Field::Domain));
        desk.refused(|desk| desk.act(Action::Save));
        assert_eq!(desk.faults_of(Field::Reason).len(), 1);
        desk.enter(Field::Reason, "pēc operācijas, pāries");
        desk.save();
        assert_eq!(gaps(&desk), (0, 1));
        let child = || world.read(|reader| reader.all::<Child>()).remove(0);
        assert_eq!((child().left_open[0].domain.as_str(), child().left_open[0].value), ("d5", 3));
        // It can be worded otherwise, and taken back.
        desk.act(Action::Edit);
        assert_eq!(desk.value(Field::Reason), "pēc operācijas, pāries");
        desk.act(Action::ClearField);
        desk.save();
        assert_eq!(gaps(&desk), (1, 0));
        assert!(child().left_open.is_empty());
        desk.act(Action::Back);
        desk.act(Action::Undo);
        desk.act(Action::Accept);
        assert_eq!(desk.dossier().gaps, 0);
    });
}

#[test]
fn approving_a_plan_with_gaps_is_warned_of_once() {
    everywhere(|place| {
        let world = prepared();
        assessed(&world);
        let mut desk = world.desk(place);
        desk.fill(Action::NewPlanVersion, &[(Field::Reason, "pēc starpizvērtējuma")]);
        desk.act(Action::PanePlan);
        desk.sign_plan();
        desk.save_though();
        desk.act(Action::AdvancePlan);
        desk.refused(|desk| desk.act(Action::Save));
        let warned = desk.faults_of(Field::ApprovedOn).join(" ");
        assert!(warned.contains(&Counted::Gap.text(1, place.lang)), "{warned}");
        desk.save();
        let plans = world.read(|reader| reader.all::<PlanVersion>());
        assert_eq!(plans[1].state, PlanState::Approved);
    });
}
