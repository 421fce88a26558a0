//! What is in the way of sessions while they are typed: told at once, booked only with a reason where rules allow that.

use atbalsts::action::Action;
use atbalsts::domain::rules::{Policy, Rule, RuleReason};
use atbalsts::domain::shared_time::Busy;
use atbalsts::domain::{
    Deed, Family, Field, Id, Operation, Person, PlanLine, Price, Programme, Provider, Recipient, RuleBook, Session,
    Unit,
};

use super::{line_of, select, sibling, type_line};
use crate::desk::{Desk, World, day, everywhere};
use crate::first_day::{in_office, prepared, sister};
use crate::sessions::go_to;

/// A child of another family has a session on 4 December at half past ten, with that specialist at a provider that is in
/// nobody's plan, „Solis”.
fn stranger_elsewhere(world: &World, specialist: &str) {
    let booked = world.read(|reader| reader.all::<Session>()).remove(0);
    let family = world.read(|reader| reader.all::<Family>()).remove(0);
    let surname: String = "Ozoliņa".into();
    let family = Family { id: Id::placeholder(3), case_number: "2018-77".into(), surname: surname.clone(), ..family };
    let provider = Provider { id: Id::placeholder(0), name: "SIA „Solis”".into(), ..Provider::default() };
    let (person, child) = sister(family.id);
    let busy = Session {
        id: Id::default(),
        child: child.id,
        provider: provider.id,
        day: day(2018, 12, 4),
        start: chrono::NaiveTime::from_hms_opt(10, 30, 0),
        specialist: specialist.into(),
        series: Id::default(),
        ..booked
    };
    let operation = Operation::new(Deed::BookSessions);
    let operation = operation.create(family).create(provider).create(Person { surname, ..person });
    world.store().apply("pēteris", &operation.create(child).create(busy)).unwrap();
}

fn adopt(world: &World, of: Busy, policy: Policy) {
    let book = RuleBook {
        programme: world.read(|reader| reader.all::<Programme>()).remove(0).id,
        name: "Saistošie noteikumi 14".into(),
        from: day(2018, 9, 3),
        rules: vec![Rule { policy, ..Rule::clash(of) }],
        ..RuleBook::default()
    };
    world.store().apply("anna", &Operation::new(Deed::AdoptRules).create(book)).unwrap();
}

#[test]
fn a_night_is_booked_over_midnight_and_clashes_with_the_morning() {
    in_office(|_world, mut desk, _| {
        type_line(&mut desk, "LOG 20:00-8:00 12.9.2018.");
        desk.act(Action::Confirm);
        let night = desk.dossier().sessions.iter().find(|session| session.minutes == 720).unwrap().clone();
        assert_eq!((night.day, night.start.unwrap().to_string()), (day(2018, 9, 12), "20:00:00".into()));
        type_line(&mut desk, "FIZ 7:30 13.9.2018.");
        desk.sees("12.09.2018");
        desk.refused(|desk| desk.act(Action::Confirm));
        desk.sees("LOG 12.09.2018");
        // All the same: a reason says why, and stays with the session.
        desk.refused(|desk| desk.act(Action::Confirm));
        desk.type_text("pārved uz poliklīniku");
        desk.act(Action::Confirm);
        let booked = desk.dossier().sessions.iter().find(|session| session.day == day(2018, 9, 13)).unwrap();
        let reason = RuleReason { rule: "clash-child".into(), reason: "pārved uz poliklīniku".into() };
        assert_eq!(booked.rule_reasons, [reason]);
    });
}

#[test]
fn a_specialist_is_with_one_child_at_a_time_wherever() {
    everywhere(|place| {
        let world = prepared();
        stranger_elsewhere(&world, "Zane Ķēniņa");
        let mut desk = world.desk(place);
        // Typed and confirmed in one go: what is read on the way is waited for. Once the other provider is named, once not.
        for provider in [" pie Solis", ""] {
            desk.act(Action::QuickAdd);
            desk.type_text(&format!("LOG ot 10:00 45 x1 no 4.12. \"zane ķēniņa\"{provider}"));
            desk.refused(|desk| desk.act(Action::Confirm));
            desk.sees("FIZ 04.12.2018");
            desk.sees("10:30 Ozoliņa");
            // Another specialist is free.
            desk.go_to(Field::Rule);
            desk.act(Action::ClearField);
            desk.type_text(&format!("LOG ot 10:00 45 x1 no 4.12. \"Anna Liepa\"{provider}"));
            assert!(!desk.screen().contains("10:30"), "{}", desk.screen());
            desk.act(Action::ClearField);
            desk.act(Action::Back);
        }
        // In the form, too, before anything is saved; and in the calendar of the specialist.
        desk.act(Action::NewSession);
        for (field, text) in
            [(Field::Line, "LOG"), (Field::Day, "4.12."), (Field::Start, "10:15"), (Field::Minutes, "45")]
        {
            desk.enter(field, text);
        }
        desk.enter(Field::Specialist, "ZANE KENINA");
        desk.sees("10:30");
    });
}

/// Of several sessions that meet something, each day is named: in the line, in the form, and where it is asked why.
#[test]
fn every_day_on_which_something_is_in_the_way_is_named() {
    everywhere(|place| {
        use atbalsts::i18n::date::show_short;
        let world = prepared();
        let mut desk = world.desk(place);
        let others: Vec<String> = [9, 16, 23].map(|date| show_short(day(2018, 10, date), place.lang)).into();
        let also = format!("({} {})", place.lang.pick("arī", "also"), others.join(", "));
        let is_told = |desk: &Desk| desk.screen().split_whitespace().collect::<Vec<_>>().join(" ").contains(&also);
        // On Tuesdays at ten physiotherapy is held.
        type_line(&mut desk, "LOG ot 10:15 45 x4 no 2.10.");
        assert!(is_told(&desk), "{}", desk.screen());
        desk.refused(|desk| desk.act(Action::Confirm));
        assert!(is_told(&desk), "{}", desk.screen());
        desk.go_to(Field::Rule);
        desk.act(Action::ClearField);
        desk.act(Action::Back);
        desk.act(Action::NewSession);
        for (field, text) in
            [(Field::Line, "LOG"), (Field::Day, "2.10."), (Field::Start, "10:15"), (Field::Repeat, "4")]
        {
            desk.enter(field, text);
        }
        desk.refused(|desk| desk.act(Action::Save));
        let fault = desk.form().faults.iter().find(|fault| fault.field == Field::RuleReason).unwrap();
        assert!(fault.told(place.lang).contains(&also), "{}", fault.told(place.lang));
        assert!(is_told(&desk), "{}", desk.screen());
    });
}

/// A session is moved to somebody else: who works there is told, and whether they are free is looked up, wherever they are.
#[test]
fn a_session_is_moved_to_another_specialist_who_is_looked_up() {
    everywhere(|place| {
        let world = prepared();
        stranger_elsewhere(&world, "Zane Ķēniņa");
        let provider = world.read(|reader| reader.all::<Provider>()).remove(0);
        let specialists = vec!["Zane Ķēniņa".into(), "Uldis Ķirsis".into()];
        let known = Provider { specialists, ..provider.clone() };
        world.store().apply("pēteris", &Operation::new(Deed::EditProvider).change(provider, known)).unwrap();
        let mut desk = world.desk(place);
        go_to(&mut desk, "13.11.2018");
        desk.act(Action::Move);
        desk.enter(Field::Day, "4.12.2018 10:15");
        desk.go_to(Field::Specialist);
        desk.sees("Zane Ķēniņa · Uldis Ķirsis");
        desk.type_text("zane");
        desk.sees("FIZ 04.12.2018");
        desk.act(Action::Save);
        desk.refused(|desk| desk.act(Action::Accept));
        desk.sees("10:30 Ozoliņa");
        desk.enter(Field::Specialist, "uldis");
        assert!(!desk.screen().contains("Ozoliņa"), "{}", desk.screen());
        desk.save();
        let moved = desk.dossier().sessions.iter().find(|session| session.day == day(2018, 12, 4)).cloned().unwrap();
        assert_eq!((moved.specialist.as_str(), moved.is_open()), ("Uldis Ķirsis", true));
        assert_eq!(moved.moved(desk.dossier().sessions.iter()).0.map(|from| from.day), Some(day(2018, 11, 13)));
    });
}

#[test]
fn the_way_to_another_place_takes_time_or_a_reason() {
    everywhere(|place| {
        let world = prepared();
        let near = world.read(|reader| reader.all::<Provider>()).remove(0);
        let far = Provider { id: Id::placeholder(0), name: "SIA „Solis”".into(), travel_minutes: 30, ..near };
        let prices = world.read(|reader| reader.all::<Price>());
        let speech = prices.into_iter().find(|price| price.service == "LOG").unwrap();
        let price = Price { id: Id::default(), provider: far.id, ..speech };
        world.store().apply("pēteris", &Operation::new(Deed::AddProvider).create(far).create(price)).unwrap();
        let mut desk = world.desk(place);
        // On Tuesdays physiotherapy begins at ten.
        type_line(&mut desk, "LOG ot 9:00 45 x1 no 9.10. pie Solis");
        desk.sees(atbalsts::i18n::Text::TooFarShort.text(desk.lang()));
        desk.refused(|desk| desk.act(Action::Confirm));
        desk.sees(place.lang.pick("Ceļš starp vietām", "The way between places"));
        desk.sees("FIZ 09.10.2018");
        desk.type_text("aizvedīs māte");
        desk.act(Action::Confirm);
        let booked = desk.dossier().sessions.iter().find(|session| session.day == day(2018, 10, 9)).unwrap();
        assert_eq!(booked.rule_reasons, [RuleReason { rule: "clash-way".into(), reason: "aizvedīs māte".into() }]);
        desk.act(Action::Rules);
        desk.sees(
            place.lang.pick("par maz laika ceļam no FIZ 09.10.2018", "too little time to get from FIZ 09.10.2018"),
        );
        desk.act(Action::Back);
        // A quarter of an hour earlier there is time enough.
        type_line(&mut desk, "LOG ot 8:45 45 x1 no 16.10. pie Solis");
        desk.act(Action::Confirm);
        assert!(desk.app.screens.is_empty());
    });
}

#[test]
fn parents_are_with_one_child_at_a_time() {
    everywhere(|place| {
        let world = prepared();
        for (name, service) in [("Rūta", "LOG"), ("Emīls", "FIZ")] {
            sibling(&world, name, PlanLine { recipient: Recipient::Parent, ..line_of(&world, service) });
        }
        let mut desk = world.desk(place);
        select(&mut desk, "Rūta");
        type_line(&mut desk, "LOG ot 9:00 60 x1 no 4.12.");
        desk.act(Action::Confirm);
        assert!(desk.app.screens.is_empty());

        // The child alone goes elsewhere meanwhile; its mother cannot.
        select(&mut desk, "Jānis");
        type_line(&mut desk, "FIZ ot 9:45 45 x1 no 4.12.");
        desk.act(Action::Confirm);
        assert!(desk.app.screens.is_empty());
        select(&mut desk, "Emīls");
        type_line(&mut desk, "FIZ ot 9:45 45 x1 no 4.12.");
        desk.sees("LOG 04.12.2018");
        desk.sees("Bērziņa-Āboliņa Rūta");
        desk.refused(|desk| desk.act(Action::Confirm));
        desk.type_text("aizvietos tēvs");
        desk.act(Action::Confirm);
        assert!(desk.app.screens.is_empty());
        desk.act(Action::Rules);
        desk.sees(place.lang.pick("sakrīt ar LOG 04.12.2018", "clashes with LOG 04.12.2018"));
        desk.sees("aizvietos tēvs");
        desk.act(Action::Back);
        let reasons: Vec<RuleReason> = desk.dossier().sessions.iter().flat_map(|it| it.rule_reasons.clone()).collect();
        assert_eq!(reasons, [RuleReason { rule: "clash-parent".into(), reason: "aizvietos tēvs".into() }]);
    });
}

#[test]
fn what_comes_of_a_clash_is_the_programmes_to_say() {
    everywhere(|place| {
        let world = prepared();
        adopt(&world, Busy::Child, Policy::Prevent);
        let mut desk = world.desk(place);
        let book = |desk: &mut Desk| {
            desk.act(Action::NewSession);
            for (field, text) in [(Field::Line, "LOG"), (Field::Day, "18.9."), (Field::Start, "10")] {
                desk.enter(field, text);
            }
        };
        book(&mut desk);
        for _ in 0..2 {
            desk.refused(|desk| desk.act(Action::Save));
            assert!(!desk.faults_of(Field::Start).is_empty(), "beside the hour: {:?}", desk.form().faults);
        }
        desk.enter(Field::Start, "14");
        desk.save();
        desk.act(Action::Rules);
        let lang = place.lang;
        desk.sees(lang.pick("vienlaikus tikai viena nodarbība · neļauj", "one session at a time · prevents"));
        desk.act(Action::Back);
        adopt(&world, Busy::Child, Policy::Warn);
        desk.rest();
        book(&mut desk);
        desk.refused(|desk| desk.act(Action::Save));
        desk.save();
    });
}

#[test]
fn respite_of_a_day_and_a_night_takes_the_one_place_there_is() {
    everywhere(|place| {
        let world = prepared();
        let respite = PlanLine { unit: Unit::FullDay, minutes: 0, ..line_of(&world, "LOG") };
        for name in ["Rūta", "Emīls"] {
            sibling(&world, name, respite.clone());
        }
        let provider = world.read(|reader| reader.all::<Provider>()).remove(0);
        let one_place = Provider { capacity: 1, ..provider.clone() };
        let speech =
            world.read(|reader| reader.all::<Price>()).into_iter().find(|price| price.service == "LOG").unwrap();
        let price = Price { id: Id::default(), unit: Unit::FullDay, ..speech };
        let operation = Operation::new(Deed::EditProvider).change(provider, one_place).create(price);
        world.store().apply("anna", &operation).unwrap();
        let mut desk = world.desk(place);
        select(&mut desk, "Rūta");
        // From Monday to Wednesday, without an hour.
        type_line(&mut desk, "LOG 48h 3.12.");
        desk.sees(&atbalsts::i18n::time::show_duration(2880));
        desk.act(Action::Confirm);
        assert_eq!(desk.dossier().sessions[0].units, 2.into());
        select(&mut desk, "Emīls");
        type_line(&mut desk, "LOG 4.12. 8:00");
        desk.sees(atbalsts::i18n::Text::NoPlaceShort.text(desk.lang()));
        desk.refused(|desk| desk.act(Action::Confirm));
        desk.type_text("papildu gulta");
        desk.act(Action::Confirm);
        assert_eq!(desk.dossier().sessions[0].minutes, 1440);
        assert_eq!(desk.dossier().sessions[0].rule_reasons.len(), 1);
        // On Wednesday there is a place again.
        type_line(&mut desk, "LOG 6.12. 8:00");
        desk.act(Action::Confirm);
        assert_eq!(desk.dossier().sessions.len(), 2);
    });
}
