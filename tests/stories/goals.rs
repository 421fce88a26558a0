//! A goal has a page of its own: how far it came, what serves it, what shows it.

use atbalsts::action::Action;
use atbalsts::app::page::{PageKind, Target};
use atbalsts::domain::{
    Assessment, AssessmentKind, Attainment, Choice, Deed, Field, Goal, Id, Kind, Operation, Progress, overview::PageOf,
};
use atbalsts::i18n::{choice::Worded, number};

use crate::desk::{Desk, World, day, everywhere};
use crate::first_day::{in_office, prepared};
use crate::joins::assessed;

/// Opens the page of the only goal, from the client file.
fn open_goal(desk: &mut Desk) {
    desk.act(Action::CaseFile);
    let is_goal = |desk: &Desk| match &desk.page().selected().unwrap().target {
        Target::Record(record) => record.kind() == Kind::Goal,
        _ => false,
    };
    while !is_goal(desk) {
        desk.act(Action::Down);
    }
    desk.act(Action::Open);
    assert_eq!(desk.page().kind, PageKind::Stored(PageOf::Goal(Id::new(1))));
}

/// Puts the cursor on the first row of the page that stands for a record of that kind.
fn go_to(desk: &mut Desk, kind: Kind) {
    desk.act(Action::Top);
    let stands_for = |desk: &Desk| match &desk.page().selected().unwrap().target {
        Target::Record(record) => record.kind() == kind,
        _ => false,
    };
    for _ in 0..desk.page().rows.len() {
        if stands_for(desk) {
            return;
        }
        desk.act(Action::Down);
    }
    panic!("no row of {kind:?}:\n{}", desk.screen());
}

fn goal(world: &World) -> Goal {
    world.read(|reader| reader.all::<Goal>()).remove(0)
}

#[test]
fn a_goal_tells_how_far_it_came_and_what_shows_it() {
    everywhere(|place| {
        let world = prepared();
        let lang = place.lang;
        let progress = Progress {
            goal: Id::new(1),
            scale: -1,
            attainment: Attainment::Partly,
            observation: "ar turēšanos pie margām".into(),
        };
        let held = Assessment {
            child: Id::new(1),
            kind: AssessmentKind::Initial,
            done_on: Some(day(2018, 9, 1)),
            progress: vec![progress],
            ..Assessment::default()
        };
        world.store().apply("ģirts", &Operation::new(Deed::Import).create(held)).unwrap();
        let mut desk = world.desk(place);
        desk.act(Action::Attendance);
        desk.act(Action::Accept);
        desk.act(Action::LogCall);
        desk.type_text("Māte: pie dīvāna nostāv pats.");
        desk.enter(Field::Goal, "1");
        desk.save();

        open_goal(&mut desk);
        desk.sees("Staigāt bez atbalsta");
        desk.sees("−1");
        desk.sees(Attainment::Partly.text(lang));
        desk.sees("ar turēšanos pie margām");
        // One session of each line was held today: 21,83 and 18,00.
        desk.sees(&number::euros(atbalsts::domain::Money::from_cents(2_183), lang));
        desk.sees("1/40");
        desk.sees("Māte: pie dīvāna nostāv pats.");

        // Enter opens what a row stands for; on the goal's own words that is its form.
        go_to(&mut desk, Kind::Note);
        desk.act(Action::Open);
        assert_eq!(desk.value(Field::Text), "Māte: pie dīvāna nostāv pats.");
        desk.act(Action::Back);
        go_to(&mut desk, Kind::PlanLine);
        desk.act(Action::Open);
        assert!(desk.value(Field::Service).starts_with("FIZ"));
        desk.act(Action::Back);
        go_to(&mut desk, Kind::Goal);
        desk.act(Action::Edit);
        desk.enter(Field::Target, "50 metri");
        desk.save();
        desk.sees("50 metri");
    });
}

#[test]
fn the_domains_of_a_goal_are_picked_from_the_instrument() {
    everywhere(|place| {
        let world = prepared();
        assessed(&world);
        let mut desk = world.desk(place);
        desk.act(Action::NewGoal);
        desk.enter(Field::Wording, "Pateikt, ko grib");
        desk.enter(Field::Domains, "d3 d9");
        desk.refused(|desk| desk.act(Action::Save));
        assert_eq!(desk.faults_of(Field::Domains).len(), 1, "d9 is not scored");
        desk.enter(Field::Domains, "d3 d5");
        desk.save();
        let goals = world.read(|reader| reader.all::<Goal>());
        assert_eq!(goals[1].domains, ["d3", "d5"]);
    });
}

#[test]
fn a_closed_goal_is_reopened_before_it_is_changed() {
    in_office(|world, mut desk, place| {
        open_goal(&mut desk);
        desk.act(Action::Close);
        desk.enter(Field::Attainment, Attainment::Reached.code());
        desk.save();
        assert!(goal(&world).is_closed());
        // It is not closed twice, and not edited as it stands.
        desk.refused(|desk| desk.act(Action::Close));
        desk.act(Action::Edit);
        desk.sees(Attainment::Reached.text(place.lang));
        desk.act(Action::Back);
        assert!(goal(&world).is_closed(), "asked, not done");
        desk.act(Action::Edit);
        desk.act(Action::Accept);
        assert_eq!((goal(&world).attainment, goal(&world).closed_on), (Attainment::Open, None));
        desk.act(Action::Edit);
        desk.enter(Field::Indicator, "metri");
        desk.save();
        assert_eq!(goal(&world).indicator, "metri");
    });
}

#[test]
fn what_a_colleague_closed_meanwhile_is_not_changed() {
    in_office(|world, mut desk, _| {
        open_goal(&mut desk);
        desk.act(Action::Edit);
        desk.enter(Field::Indicator, "metri");
        let open = goal(&world);
        let closed = Goal { attainment: Attainment::NotReached, closed_on: Some(day(2018, 9, 10)), ..open.clone() };
        world.store().apply("pēteris", &Operation::new(Deed::CloseGoal).change(open, closed)).unwrap();
        desk.refused(|desk| desk.act(Action::Save));
        assert!(desk.has_form(), "nothing typed is lost");
        assert_eq!(goal(&world).indicator, "");
    });
}
