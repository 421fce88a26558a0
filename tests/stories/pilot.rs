//! The pilot's ten families, from the application to what the team recommends after the programme.

use std::process::Command;

use atbalsts::action::Action;
use atbalsts::domain::{Assessment, Child, Field, Goal};
use atbalsts::i18n::Lang;
use serde_json::Value;

use crate::assessment::open;
use crate::desk::{Desk, Place, World, day};

const FAMILIES: [(&str, &str); 10] = [
    ("Avotiņa", "Roberts"),
    ("Bērziņa-Āboliņa", "Madara"),
    ("Čakstiņa", "Toms"),
    ("Ģērmane", "Emīlija"),
    ("Kalniņa", "Ķirsa"),
    ("Liepa", "Oskars"),
    ("Ņikitina", "Žanete"),
    ("Rubene", "Kristaps"),
    ("Šķēle", "Līva"),
    ("Zariņa", "Ādams"),
];

/// An application becomes a case: the household, its mother, the child.
fn apply(desk: &mut Desk, (surname, given_names): (&str, &str), number: usize) {
    desk.fill(Action::NewFamily, &[(Field::Surname, surname), (Field::Status, "p"), (Field::AppliedOn, "3.5.2018")]);
    desk.fill(Action::NewPerson, &[(Field::GivenNames, "Laura")]);
    desk.fill(
        Action::NewChild,
        &[
            (Field::GivenNames, given_names),
            (Field::PersonalCode, &format!("32{:09}", (number + 1) * 98_765_431)),
            (Field::BirthDate, "5.4.2011"),
            (Field::Ceiling, "4000"),
            (Field::LegalBasis, "lēmums 14"),
        ],
    );
}

/// The selected child's next assessment: held today, every item scored the same, the goals judged, completed.
fn assess(desk: &mut Desk, nth: usize, score: char, goal: &str, recommendations: &str) {
    let today = desk.app.setting.today.format("%d.%m.%Y").to_string();
    desk.act(Action::NewAssessment);
    desk.enter(Field::PlannedOn, &today);
    desk.enter(Field::Place, "Talsi");
    desk.enter(Field::Team, "Ilze Ābola, ārste rehabilitoloģe*; Jānis Žagars, fizioterapeits");
    desk.enter(Field::Recommendations, recommendations);
    if nth == 0 {
        // Before the programme: right for the first assessment, so a warning and no more.
        desk.refused(|desk| desk.act(Action::Save));
    }
    desk.save();
    open(desk, nth);
    // The team together.
    desk.act(Action::Open);
    let items = desk.app.screens.iter().find_map(|screen| match screen {
        atbalsts::app::Screen::Scoring(sheet) => Some(sheet.context.instrument.items_for(Default::default()).count()),
        _ => None,
    });
    let digits = score.to_string().repeat(items.expect("the sheet is open"));
    desk.type_text(&format!("{digits}{goal}"));
    desk.act(Action::CompleteAssessment);
    desk.act(Action::Accept);
    desk.act(Action::Back);
    desk.act(Action::Back);
}

/// What the experts and the parents agreed on, approved, and the first session.
fn plan(desk: &mut Desk) {
    desk.fill(Action::NewGoal, &[(Field::Wording, "Staigāt bez atbalsta"), (Field::Domains, "d4")]);
    desk.fill(Action::NewPlanVersion, &[]);
    desk.fill(
        Action::NewPlanLine,
        &[(Field::Service, "FIZ"), (Field::Quantity, "40"), (Field::Goals, "1"), (Field::Provider, "1")],
    );
    desk.approve_plan();
    desk.fill(Action::NewSession, &[(Field::Line, "FIZ"), (Field::Day, "11.9.2018")]);
    desk.act(Action::PaneFamilies);
}

/// Goes through the list of families from the top.
fn each_family(desk: &mut Desk, mut work: impl FnMut(&mut Desk)) {
    for n in 0..FAMILIES.len() {
        desk.act(Action::Top);
        for _ in 0..n {
            desk.act(Action::Down);
        }
        work(desk);
    }
}

fn pilot(place: Place) -> World {
    let mut world = World::empty(day(2018, 8, 18));
    let mut desk = world.desk(place);
    desk.act(Action::Open);
    desk.enter(Field::Municipality, "Talsu novads");
    desk.enter(Field::Name, "Individuālais budžets");
    desk.enter(Field::From, "3.9.2018");
    desk.enter(Field::To, "30.9.2019");
    desk.save();
    desk.fill(Action::NewProvider, &[(Field::Name, "Talsu «Žubīte»")]);
    desk.fill(
        Action::NewPrice,
        &[(Field::Service, "FIZ"), (Field::Amount, "21,83"), (Field::Provider, "1"), (Field::From, "3.9.2018")],
    );
    for (number, family) in FAMILIES.into_iter().enumerate() {
        apply(&mut desk, family, number);
        assess(&mut desk, 0, '3', "", "");
        plan(&mut desk);
    }
    // The first day of services: everybody came.
    world.today = day(2018, 9, 11);
    let mut desk = world.desk(place);
    desk.act(Action::Attendance);
    desk.act(Action::Accept);
    // Mid-year the goal is half reached, at the end it is.
    world.today = day(2019, 3, 9);
    each_family(&mut world.desk(place), |desk| assess(desk, 1, '2', "2", ""));
    world.today = day(2019, 9, 22);
    each_family(&mut world.desk(place), |desk| assess(desk, 2, '1', "3", "Turpināt fizioterapiju pašvaldībā"));
    world
}

#[test]
fn ten_families_go_from_application_to_recommendations() {
    // A keymap for each language: the walk is long.
    for place in [Place { lang: Lang::Latvian, keymap: "default" }, Place { lang: Lang::English, keymap: "classic" }] {
        let world = pilot(place);
        let assessments: Vec<Assessment> = world.read(|reader| reader.all());
        assert_eq!(assessments.len(), 30);
        assert!(assessments.iter().all(Assessment::is_completed));
        let last = assessments.iter().filter(|assessment| !assessment.recommendations.is_empty());
        assert_eq!(last.count(), 10, "each child has something to go on with");
        let children: Vec<Child> = world.read(|reader| reader.all());
        let goals: Vec<Goal> = world.read(|reader| reader.all());
        assert_eq!((children.len(), goals.len()), (10, 10));

        let report = Command::new(env!("CARGO_BIN_EXE_atbalsts"))
            .args(["--store", world.path.to_str().unwrap(), "--user", "anna", "report", "outcomes", "--format", "json"])
            .output()
            .unwrap();
        let report: Value = serde_json::from_slice(&report.stdout).unwrap();
        let of_ten = |value: &Value, expected: [&str; 3]| {
            let means = ["initial", "interim", "closing"].map(|kind| value["means"][kind].as_str().unwrap());
            assert_eq!(means, expected, "{value:#}");
            assert_eq!((&value["better"], &value["worse"]), (&Value::from(10), &Value::from(0)), "{value:#}");
        };
        let domains = report["domains"].as_array().unwrap();
        assert!(domains.len() > 20, "every item of the instrument");
        domains.iter().for_each(|domain| of_ten(domain, ["3.00", "2.00", "1.00"]));
        let children = report["children"].as_array().unwrap();
        assert_eq!(children.len(), 10);
        for child in children {
            let [goal] = &child["goals"].as_array().unwrap()[..] else { panic!("one goal: {child:#}") };
            // The goal was set after the first assessment: −1 at the second, 0 at the third is the target.
            let scales = ["initial", "interim", "closing"].map(|kind| goal["progress"][kind]["scale"].as_i64());
            assert_eq!(scales, [None, Some(-1), Some(0)], "{goal:#}");
            assert_eq!(goal["progress"]["closing"]["attainment"], "reached");
        }
    }
}
