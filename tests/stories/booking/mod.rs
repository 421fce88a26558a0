//! Sessions booked in one line, with every day shown before it is made.

mod changing;
mod clashes;
mod days_off;
mod form;
mod quantity;

use atbalsts::action::Action;
use atbalsts::app::Screen;
use atbalsts::domain::budget::FigureKind::*;
use atbalsts::domain::{
    Child, Deed, Field, Id, Operation, Person, PlanLine, PlanVersion, Price, Recipient, Series, Session,
};
use atbalsts::i18n::{Lang, number};
use chrono::NaiveDate;

use crate::desk::{Desk, Place, World, day, everywhere};
use crate::first_day::{check, in_office, prepared};

/// Opens the line and types it.
fn type_line(desk: &mut Desk, line: &str) {
    desk.act(Action::QuickAdd);
    desk.type_text(line);
}

/// The days of the open sessions that were not there before.
fn booked(desk: &Desk, before: &[Session]) -> Vec<NaiveDate> {
    let new = desk.dossier().sessions.iter().filter(|session| !before.iter().any(|old| old.id == session.id));
    new.map(|session| session.day).collect()
}

fn series(world: &World) -> Vec<Series> {
    world.read(|reader| reader.all::<Series>())
}

#[test]
fn ten_weekly_sessions_are_typed_in_one_line() {
    let world = prepared();
    let mut desk = world.desk(Place::of(Lang::Latvian));
    let before = desk.dossier().sessions.clone();
    let keys = desk.count(|desk| {
        type_line(desk, "log ce 15 x10 no 1.12");
        desk.act(Action::Confirm);
    });
    assert!(desk.app.screens.is_empty());
    assert_eq!(booked(&desk, &before).len(), 10);
    assert!(keys <= 23, "{keys} keys");
}

#[test]
fn the_foot_of_the_screen_says_what_enter_does() {
    in_office(|_world, mut desk, _| {
        let foot = |desk: &Desk| desk.screen().lines().last().unwrap().to_owned();
        let (saves, goes_on) = (Action::Save.text(desk.lang()), Action::Confirm.text(desk.lang()));
        type_line(&mut desk, "FIZ 11:00 17.9.");
        let told = foot(&desk);
        assert!(told.contains(&format!("Enter {saves}")) && !told.contains(goes_on), "{told}");
        assert_eq!(told.matches(saves).count(), 1, "{told}");
        desk.act(Action::ClearField);
        desk.act(Action::Back);
        desk.act(Action::NewSession);
        assert!(foot(&desk).contains(&format!("Enter {goes_on}")), "{}", foot(&desk));
    });
}

#[test]
fn every_day_is_seen_before_it_is_made_and_all_are_taken_back_at_once() {
    in_office(|world, mut desk, _| {
        let before = desk.dossier().sessions.clone();
        let was = series(&world).len();
        type_line(&mut desk, "FIZ ot ce 10:00 45 x10 no 1.12 \"Ilze Kalniņa\"");
        // Christmas and New Year fall on Tuesdays: they are left out and made up for.
        let held = [(12, 4), (12, 6), (12, 11), (12, 13), (12, 18), (12, 20), (12, 27), (1, 3), (1, 8), (1, 10)];
        for (month, date) in held.into_iter().chain([(12, 25), (1, 1)]) {
            desk.sees(&format!("{date:02}.{month:02}.201{}", if month == 12 { 8 } else { 9 }));
        }
        desk.sees(atbalsts::domain::calendar::Holiday::ChristmasDay.text(desk.lang()));
        desk.sees(&number::money(atbalsts::domain::Money::from_cents(2183), desk.lang()));
        desk.sees("Ilze Kalniņa");
        assert_eq!(desk.dossier().sessions.len(), before.len(), "nothing is booked yet");
        desk.act(Action::Confirm);
        let expect: Vec<NaiveDate> =
            held.map(|(month, date)| day(if month == 12 { 2018 } else { 2019 }, month, date)).to_vec();
        assert_eq!(booked(&desk, &before), expect);
        let made = series(&world).pop().unwrap();
        assert_eq!(made.rule.to_string(), "FREQ=WEEKLY;BYDAY=TU,TH;COUNT=12");
        assert_eq!(made.days(), expect, "the rule and its exceptions say the same");
        check(&desk, &[(Reserved, 23_630 + 21_830), (Free, 376_370 - 21_830)]);

        desk.act(Action::Undo);
        desk.act(Action::Accept);
        assert_eq!((desk.dossier().sessions.len(), series(&world).len()), (before.len(), was));
    });
}

#[test]
fn what_was_not_understood_is_named_and_nothing_is_booked() {
    in_office(|_world, mut desk, _| {
        let before = desk.dossier().sessions.len();
        let checks = [
            ("LOG xot x3", "xot"),
            ("LOG ce no 31.2.2019", "31.2.2019"),
            ("LOG ce x10000", "1000"),
            ("LOG ce x3 līdz 1.12.2018", "x10"),
            ("LOG ce x3 no 1.10.2019", "30.09.2019"),
            ("LOG 31.3.2019. 3:15", "31.03.2019"),
            ("ce x3", "!"),
        ];
        for (line, told) in checks {
            type_line(&mut desk, line);
            desk.sees(told);
            desk.refused(|desk| desk.act(Action::Confirm));
            assert!(matches!(desk.app.screens.last(), Some(Screen::Form(_))), "{line}");
            desk.act(Action::ClearField);
            desk.act(Action::Back);
        }
        assert_eq!(desk.dossier().sessions.len(), before);
    });
}

#[test]
fn ten_thousand_sessions_pasted_are_refused_and_the_program_goes_on() {
    let world = prepared();
    let mut desk = world.desk(Place::of(Lang::Latvian));
    let before = desk.dossier().sessions.len();
    desk.act(Action::QuickAdd);
    desk.paste(&"LOG 20.9.2018. 15:00 45\n".repeat(10_000));
    desk.refused(|desk| desk.act(Action::Confirm));
    assert!(desk.has_form() && desk.dossier().sessions.len() == before);
    desk.act(Action::ClearField);
    desk.type_text("LOG 20.9.2018. 24h");
    desk.act(Action::Confirm);
    // A day and a night from the hour that the day begins with.
    let booked = desk.dossier().sessions.iter().find(|session| session.day == day(2018, 9, 20)).unwrap();
    assert_eq!((booked.minutes, booked.start), (1440, None));
}

#[test]
fn a_series_without_an_end_goes_on_as_long_as_the_plan_line_has_units() {
    in_office(|world, mut desk, _| {
        let before = desk.dossier().sessions.clone();
        // Nineteen of the twenty are left.
        type_line(&mut desk, "LOG ce 16 no 13.9.2018");
        desk.sees(match desk.lang() {
            Lang::Latvian => "bez beigām",
            Lang::English => "no end given",
        });
        desk.act(Action::Confirm);
        assert_eq!(booked(&desk, &before).len(), 19);
        // A line without days is one session, on the day under the cursor.
        let before = desk.dossier().sessions.clone();
        type_line(&mut desk, "FIZ 17");
        desk.act(Action::Confirm);
        assert_eq!(booked(&desk, &before), [world.today]);
        assert!(!desk.dossier().sessions.iter().rfind(|s| s.day == world.today).unwrap().series.is_some());
    });
}

#[test]
fn the_sum_says_how_many_sessions_it_is_without() {
    in_office(|world, mut desk, place| {
        let prices = world.read(|reader| reader.all::<Price>());
        let price = prices.into_iter().find(|price| price.service == "LOG").unwrap();
        let ended = Price { to: Some(day(2018, 12, 31)), ..price.clone() };
        world.store().apply("anna", &Operation::new(Deed::EditPrice).change(price, ended)).unwrap();
        let sum = |cents| number::euros(atbalsts::domain::Money::from_cents(cents), place.lang);
        // Two of the four are after the last day of the price.
        type_line(&mut desk, "LOG ce 15 x4 no 20.12.2018");
        desk.sees(&format!("{} + {}: 2", sum(3600), place.lang.pick("bez cenas", "without a price")));
        desk.act(Action::ClearField);
        desk.type_text("LOG 3.1.2019 15");
        desk.sees(&format!("{} + {}: 1", sum(0), place.lang.pick("bez cenas", "without a price")));
        desk.act(Action::ClearField);
        desk.type_text("LOG ce 15 x2 no 20.12.2018");
        desk.sees(&format!("{} · ", sum(3600)));
    });
}

#[test]
fn words_are_completed_and_a_line_left_behind_is_gone_on_with() {
    in_office(|_world, mut desk, _| {
        type_line(&mut desk, "lo");
        desk.act(Action::NextField);
        assert_eq!(desk.value(Field::Rule), "LOG ");
        desk.type_text("ce 16 x3");
        desk.act(Action::Back);
        desk.act(Action::QuickAdd);
        assert_eq!(desk.value(Field::Rule), "LOG ce 16 x3");
    });
}

/// Another child of the household, with that line alone in its plan.
fn sibling(world: &World, name: &str, line: PlanLine) {
    let child = world.read(|reader| reader.all::<Child>()).remove(0);
    let plan = world.read(|reader| reader.all::<PlanVersion>()).remove(0);
    let person = Person {
        id: Id::placeholder(1),
        family: child.family,
        given_names: name.into(),
        surname: "Bērziņa-Āboliņa".into(),
        birth_date: Some(day(2013, 1, 7)),
        ..Person::default()
    };
    let sibling = Child { id: Id::placeholder(2), person: person.id, ..child };
    let plan = PlanVersion { id: Id::placeholder(3), child: sibling.id, ..plan };
    let line = PlanLine { id: Id::placeholder(4), plan: plan.id, goals: Vec::new(), ..line };
    let operation = Operation::new(Deed::BookSessions).create(person).create(sibling).create(plan).create(line);
    world.store().apply("pēteris", &operation).unwrap();
}

fn line_of(world: &World, service: &str) -> PlanLine {
    world.read(|reader| reader.all::<PlanLine>()).into_iter().find(|line| line.service == service).unwrap()
}

fn select(desk: &mut Desk, name: &str) {
    desk.act(Action::PaneFamilies);
    desk.act(Action::Top);
    while desk.app.families.selected().unwrap().given_names != name {
        desk.act(Action::Down);
    }
}

#[test]
fn plain_days_are_days_and_an_end_before_the_start_is_told() {
    everywhere(|place| {
        let world = prepared();
        let mut desk = world.desk(place);
        let before = desk.dossier().sessions.clone();
        type_line(&mut desk, "LOG rīt 9");
        desk.act(Action::Confirm);
        type_line(&mut desk, "LOG 31.10 10:00");
        desk.act(Action::Confirm);
        assert_eq!(booked(&desk, &before), [day(2018, 9, 12), day(2018, 10, 31)]);
        type_line(&mut desk, "LOG ot 9 no 1.12.2018 līdz 1.11.2018");
        desk.sees(place.lang.pick("Beigas ir pirms sākuma", "Ends before it starts"));
        desk.act(Action::ClearField);
        desk.type_text("LOG 3.12. 10:00-9:30");
        desk.sees(place.lang.pick("(līdz 9:30 nākamajā dienā)", "(until 9:30 on the next day)"));
    });
}

#[test]
fn two_lines_of_one_service_are_told_apart() {
    everywhere(|place| {
        let world = prepared();
        let own = line_of(&world, "LOG");
        sibling(&world, "Rūta", PlanLine { recipient: Recipient::Parent, ..own.clone() });
        let ruta = world.read(|reader| reader.all::<PlanLine>()).pop().unwrap();
        let plan = world.read(|reader| reader.get(ruta.plan)).unwrap();
        // The second line comes with a plan of its own, that takes the place of the first.
        let plan =
            PlanVersion { id: Id::placeholder(1), number: 2, supersedes: plan.id, reason: "vairāk".into(), ..plan };
        let of = |line: &PlanLine, id| PlanLine {
            id: Id::placeholder(id),
            plan: plan.id,
            goals: Vec::new(),
            ..line.clone()
        };
        let operation =
            Operation::new(Deed::BookSessions).create(of(&ruta, 2)).create(of(&own, 3)).create(plan.clone());
        world.store().apply("pēteris", &operation).unwrap();
        let mut desk = world.desk(place);
        select(&mut desk, "Rūta");
        desk.act(Action::QuickAdd);
        let parent = atbalsts::i18n::choice::Worded::text(Recipient::Parent, desk.lang());
        desk.sees(&format!("· {parent}"));
        desk.type_text("lo");
        desk.sees("LOG2 ");
        desk.sees(&format!("· {parent}"));
        desk.act(Action::ClearField);
        desk.type_text("LOG2 3.12. 9");
        desk.sees("LOG2 ");
    });
}
