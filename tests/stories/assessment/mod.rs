//! Assessing: a digit an item, what members saw apart, completing, correcting, and the three side by side.

use atbalsts::action::Action;
use atbalsts::app::Screen;
use atbalsts::app::page::Target;
use atbalsts::app::scoring::{About, Sheet};
use atbalsts::domain::{
    AnyRecord, Assessment, Attainment, Child, Component, Deed, Definition, Goal, Instrument, Item, Level, Operation,
    Subject, TeamMember,
};

use crate::desk::{Desk, Place, SMALL, World, screen_name};
use crate::first_day::prepared;

mod comparing;
mod correction;
mod scoring;
mod team;

/// An instrument with that many items about the child, half of them activities, and two about the parents.
fn instrument(items: usize) -> Instrument {
    let level = |value: u8, latvian: &str, english: &str| Level {
        value,
        latvian: latvian.to_owned(),
        english: english.to_owned(),
        measures: value < 8,
    };
    let component = |code: &str, latvian: &str, english: &str, subject| Component {
        code: code.to_owned(),
        latvian: latvian.to_owned(),
        english: english.to_owned(),
        subject,
    };
    let item = |code: String| {
        let defined = |value: u8| Definition {
            value,
            latvian: format!("{code}: ko redz ikdienā, ja vērtē ar {value}"),
            english: format!("{code}: what is seen daily when it is scored {value}"),
        };
        Item {
            latvian: format!("Joma {code}"),
            english: format!("Domain {code}"),
            definitions: vec![defined(0), defined(2), defined(4)],
            code,
        }
    };
    let half = items / 2;
    let codes = (1..=half).map(|n| format!("b{n}")).chain((half + 1..=items).map(|n| format!("d{n}")));
    Instrument {
        name: "Novada instruments".to_owned(),
        adopted_on: crate::desk::day(2018, 1, 1),
        levels: vec![
            level(0, "nav grūtību", "no problem"),
            level(1, "vieglas", "mild"),
            level(2, "mērenas", "moderate"),
            level(3, "smagas", "severe"),
            level(4, "pilnīgas", "complete"),
            level(8, "nav norādīts", "not specified"),
            level(9, "nav piemērojams", "not applicable"),
        ],
        components: vec![
            component("b", "Ķermeņa funkcijas", "Body functions", Subject::Child),
            component("d", "Aktivitātes", "Activities", Subject::Child),
            component("p", "Vecāki", "Parents", Subject::Parents),
        ],
        items: codes.chain(["p1".to_owned(), "p2".to_owned()]).map(item).collect(),
        ..Instrument::default()
    }
}

fn member(name: &str, profession: &str, lead: bool) -> TeamMember {
    TeamMember { name: name.to_owned(), profession: profession.to_owned(), lead }
}

const PHYSICIAN: &str = "Ilze Ābola";
const THERAPIST: &str = "Jānis Žagars";

/// The first day's office with that instrument, and a planned assessment by that team.
fn planned(items: usize, team: &[TeamMember]) -> World {
    let world = prepared();
    let child = world.read(|reader| reader.all::<Child>()).remove(0);
    let goal = world.read(|reader| reader.all::<Goal>()).remove(0);
    // The goal is judged in a story of its own.
    let done = Goal { attainment: Attainment::Reached, closed_on: Some(world.today), ..goal.clone() };
    let assessment =
        Assessment { child: child.id, planned_on: Some(world.today), team: team.to_vec(), ..Assessment::default() };
    let operation = Operation::new(Deed::AddAssessment);
    let operation = operation.create(instrument(items)).create(assessment).change(goal, done);
    world.store().apply("anna", &operation).unwrap();
    world
}

fn assessments(world: &World) -> Vec<Assessment> {
    world.read(|reader| reader.all::<Assessment>())
}

fn digits(assessment: &Assessment) -> String {
    assessment.scores.iter().map(|score| char::from(b'0' + score.value)).collect()
}

/// The sheet on top of everything.
fn sheet(desk: &Desk) -> &Sheet {
    match desk.app.screens.last() {
        Some(Screen::Scoring(sheet)) => sheet,
        other => panic!("no sheet is open, but {}", screen_name(other)),
    }
}

/// The code of the item under the cursor; nothing at the end.
fn at(desk: &Desk) -> String {
    match sheet(desk).mark().map(|mark| mark.about.clone()) {
        Some(About::Item(code)) => code,
        Some(About::Goal(goal)) => format!("goal {goal}"),
        None => String::new(),
    }
}

/// From the panes to the n-th assessment in the client file.
pub fn open(desk: &mut Desk, n: usize) {
    desk.act(Action::CaseFile);
    let is_assessment = |desk: &Desk| {
        let target = desk.page().selected().map(|row| &row.target);
        matches!(target, Some(Target::Record(record)) if matches!(**record, AnyRecord::Assessment(_)))
    };
    while !is_assessment(desk) {
        desk.act(Action::Down);
    }
    for _ in 0..n {
        desk.act(Action::Down);
    }
    desk.act(Action::Open);
}

/// At the sheet of the planned assessment.
fn opened(items: usize, place: Place) -> (World, Desk) {
    let world = planned(items, &[]);
    let mut desk = world.desk(place);
    open(&mut desk, 0);
    (world, desk)
}

/// Anna and Pēteris at the same sheet.
fn opened_by_two(items: usize, place: Place) -> (World, Desk, Desk) {
    let (world, anna) = opened(items, place);
    let mut peteris = world.desk_of("pēteris", place, SMALL);
    open(&mut peteris, 0);
    (world, anna, peteris)
}
