//! More sessions than the plan has: told while they are typed, booked only with a reason, seen on the page of rules.

use atbalsts::action::Action;
use atbalsts::app::page::Target;
use atbalsts::domain::rules::{Policy, Rule, RuleReason};
use atbalsts::domain::{Child, Deed, Field, HealthLimit, Operation, Programme, RuleBook, Session};
use atbalsts::i18n::Text;

use super::type_line;
use crate::desk::{Desk, World, day, everywhere};
use crate::first_day::{in_office, prepared};

fn adopt(world: &World, rule: Rule) {
    let book = RuleBook {
        programme: world.read(|reader| reader.all::<Programme>()).remove(0).id,
        name: "Saistošie noteikumi 14".into(),
        from: day(2018, 9, 3),
        rules: vec![rule],
        ..RuleBook::default()
    };
    world.store().apply("anna", &Operation::new(Deed::AdoptRules).create(book)).unwrap();
}

fn speech(desk: &Desk) -> Vec<Session> {
    let dossier = desk.dossier();
    let own = |session: &&Session| dossier.service_of(session) == Some("LOG");
    dossier.sessions.iter().filter(own).cloned().collect()
}

/// One speech therapy session is booked, and the plan has twenty.
#[test]
fn more_sessions_than_the_plan_has_are_booked_with_a_reason() {
    in_office(|_world, mut desk, place| {
        let over = place.lang.pick(
            "Plāna rindas apjoms: drīkst 20 vien., ir LOG 21 vien. (",
            "Units of the plan line: 20 units allowed, is LOG 21 units (",
        );
        // Typed at once: what is too much stands there before anything is saved.
        type_line(&mut desk, "LOG pr tr 8:00 x20 no 17.9.");
        desk.sees(over);
        desk.refused(|desk| desk.act(Action::Confirm));
        assert_eq!(desk.form().focused().unwrap().field, Field::RuleReason, "the field is there, and the cursor in it");
        desk.refused(|desk| desk.act(Action::Confirm));
        desk.type_text("ārsta norīkojums");
        desk.act(Action::Confirm);
        assert!(desk.app.screens.is_empty(), "{}", desk.screen());
        let reason = RuleReason { rule: "quantity".into(), reason: "ārsta norīkojums".into() };
        let booked = speech(&desk);
        assert_eq!(booked.len(), 21);
        let with_reason = booked.iter().filter(|session| session.rule_reasons == [reason.clone()]).count();
        assert_eq!(with_reason, 20, "with each that was booked so");

        // In the form, too: one more is one more too many.
        desk.act(Action::NewSession);
        for (field, text) in [(Field::Line, "LOG"), (Field::Day, "3.12."), (Field::Start, "1600")] {
            desk.enter(field, text);
        }
        desk.refused(|desk| desk.act(Action::Save));
        let told = desk.faults_of(Field::RuleReason).join(" ");
        assert!(told.contains("22") && told.contains("20"), "{told}");
        desk.heedless(|desk| desk.act(Action::Back));

        // The page says what there is and why, and what is behind.
        desk.act(Action::Rules);
        let is_it = |desk: &Desk| matches!(desk.page().selected().map(|row| &row.target), Some(Target::Rule(_, code, _)) if code == "quantity");
        while !is_it(&desk) {
            desk.act(Action::Down);
        }
        desk.sees(place.lang.pick("pārkāpts: LOG 21, drīkst 20 vien.", "broken: LOG 21 of 20 units"));
        desk.sees("ārsta norīkojums");
        desk.act(Action::Open);
        desk.sees(place.lang.pick("drīkst 20 vien.", "allowed 20 units"));
        desk.sees("17.09.2018");
    });
}

#[test]
fn what_comes_of_too_many_sessions_is_the_programmes_to_say() {
    everywhere(|place| {
        let world = prepared();
        let book = |desk: &mut Desk| {
            desk.act(Action::NewSession);
            for (field, text) in
                [(Field::Line, "LOG"), (Field::Day, "18.9."), (Field::Start, "1600"), (Field::Units, "20")]
            {
                desk.enter(field, text);
            }
        };
        adopt(&world, Rule { policy: Policy::Warn, ..Rule::quantity() });
        let mut desk = world.desk(place);
        book(&mut desk);
        let told = desk.refused(|desk| desk.act(Action::Save));
        assert_eq!(told, Text::SaveAnyway.text(place.lang));
        desk.save();
        assert!(speech(&desk).iter().all(|session| session.rule_reasons.is_empty()));
        desk.act(Action::Undo);
        desk.act(Action::Accept);

        adopt(&world, Rule { policy: Policy::Prevent, ..Rule::quantity() });
        desk.rest();
        book(&mut desk);
        for _ in 0..2 {
            desk.refused(|desk| desk.act(Action::Save));
            assert!(!desk.faults_of(Field::Repeat).is_empty(), "{:?}", desk.form().faults);
        }
        desk.enter(Field::Units, "19");
        desk.save();
        assert_eq!(speech(&desk).len(), 2);
    });
}

#[test]
fn what_a_doctor_bars_is_not_booked_and_what_lies_beyond_the_plan_neither() {
    everywhere(|place| {
        let world = prepared();
        let child = world.read(|reader| reader.all::<Child>()).remove(0);
        let limit = HealthLimit { service: "LOG".into(), reason: "pēc operācijas".into() };
        let barred = Child { health_limits: vec![limit], ..child.clone() };
        // One session is booked already: what the doctor says is taken down all the same.
        world.store().apply("anna", &Operation::new(Deed::EditChild).change(child, barred)).unwrap();
        let mut desk = world.desk(place);
        let name = place.lang.pick("Ārsta liegums", "Barred by a doctor");
        type_line(&mut desk, "LOG ot 16:00 x2 no 18.9.");
        desk.sees("pēc operācijas");
        for _ in 0..2 {
            desk.refused(|desk| desk.act(Action::Confirm));
            assert!(desk.faults_of(Field::Rule).join(" ").contains(name), "{:?}", desk.form().faults);
        }
        desk.act(Action::ClearField);
        desk.act(Action::Back);
        desk.act(Action::Rules);
        desk.sees(name);
        desk.sees("pēc operācijas");
        desk.act(Action::Back);

        // The plan ends with September of the next year.
        let beyond =
            place.lang.pick("Plāna rindas termiņš: tikai līdz 30.09.2019.", "Dates of the plan line: only until");
        type_line(&mut desk, "FIZ 11:00 1.10.2019.");
        desk.refused(|desk| desk.act(Action::Confirm));
        desk.sees(beyond);
        desk.act(Action::ClearField);
        desk.act(Action::Back);
        assert_eq!(speech(&desk).len(), 1);
    });
}
