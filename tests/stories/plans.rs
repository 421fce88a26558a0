//! Plans: an approved one keeps its lines, and a line takes what the catalogue offers.

use atbalsts::action::Action;
use atbalsts::domain::{Choice, Deed, Field, Id, PlanLine, PlanVersion, Recipient, Service, Unit, rules::RuleReason};

use crate::desk::{SMALL, everywhere};
use crate::first_day::{plan_line, prepared};
use crate::sessions::{go_to, session_on};

#[test]
fn a_plan_that_a_colleague_approved_meanwhile_keeps_its_lines() {
    everywhere(|place| {
        let world = prepared();
        let mut anna = world.desk(place);
        anna.fill(Action::NewPlanVersion, &[(Field::Reason, "vairāk fizioterapijas")]);
        anna.act(Action::PanePlan);
        anna.act(Action::Edit);
        anna.enter(Field::Quantity, "50");
        let mut peteris = world.desk_of("pēteris", place, SMALL);
        peteris.approve_plan();
        anna.refused(|desk| desk.act(Action::Save));
        assert!(world.read(|reader| reader.all::<PlanLine>()).iter().all(|line| line.quantity != 50.into()));
    });
}

#[test]
fn another_line_brings_its_own_provider() {
    everywhere(|place| {
        let world = prepared();
        let mut desk = world.desk(place);
        desk.fill(Action::NewProvider, &[(Field::Name, "Ķekavas logopēdi")]);
        desk.fill(Action::NewPlanVersion, &[(Field::Reason, "cits logopēds")]);
        desk.act(Action::PanePlan);
        plan_line(&mut desk, "MUZ", "10");
        desk.act(Action::Down);
        desk.act(Action::Edit);
        desk.enter(Field::Provider, "Ķekavas");
        desk.save();
        // The new provider has no price yet: worker and head are told.
        desk.approve_plan_though();
        go_to(&mut desk, "18.9.2018");
        desk.act(Action::Edit);
        desk.enter(Field::Line, "LOG");
        desk.refused(|desk| desk.act(Action::Save));
        desk.save();
        let session = session_on(&world, 9, 18);
        let line = world.read(|reader| reader.get(session.line)).unwrap();
        assert_eq!((line.service.as_str(), session.provider), ("LOG", line.provider));
        assert_eq!(line.provider, Id::new(2));
    });
}

#[test]
fn a_service_that_is_no_longer_offered_stays_where_it_is_planned() {
    everywhere(|place| {
        let world = prepared();
        let mut desk = world.desk(place);
        desk.fill(Action::NewPlanVersion, &[(Field::Reason, "mazāk")]);
        let mut service = world.read(|reader| reader.all::<Service>()).into_iter().find(|s| s.code == "FIZ").unwrap();
        service.closed = true;
        world.store().write("pēteris", Deed::CloseService, |tx| tx.put(service)).unwrap();
        desk.act(Action::PanePlan);
        desk.act(Action::Edit);
        desk.enter(Field::Quantity, "30");
        desk.save();
        assert_eq!(desk.dossier().lines[0].service, "FIZ");
        assert_eq!(desk.dossier().lines[0].quantity, 30.into());
    });
}

#[test]
fn what_the_catalogue_does_not_offer_is_told_and_not_swapped() {
    everywhere(|place| {
        let world = prepared();
        let mut desk = world.desk(place);
        desk.fill(Action::NewPlanVersion, &[(Field::Reason, "asistents")]);
        desk.act(Action::NewPlanLine);
        desk.enter(Field::Service, "GAS");
        desk.enter(Field::Quantity, "20");
        desk.enter(Field::Goals, "1");
        desk.enter(Field::Unit, Unit::Day.code());
        desk.refused(|desk| desk.act(Action::Save));
        assert_eq!(desk.faults_of(Field::Unit).len(), 1, "the family assistant goes by the hour");
        desk.enter(Field::Unit, Unit::Hour.code());
        desk.save();
        let lines = world.read(|reader| reader.all::<PlanLine>());
        let line = lines.iter().find(|line| line.service == "GAS").unwrap();
        assert_eq!((line.unit, line.recipient), (Unit::Hour, Recipient::Family), "the rest is the catalogue's");
    });
}

#[test]
fn a_plan_over_its_ceiling_is_approved_with_a_reason_only() {
    everywhere(|place| {
        let world = prepared();
        let mut desk = world.desk(place);
        desk.fill(Action::NewPlanVersion, &[(Field::Reason, "daudz vairāk")]);
        desk.act(Action::PanePlan);
        desk.act(Action::Edit);
        desk.enter(Field::Quantity, "400");
        desk.refused(|desk| desk.act(Action::Save));
        desk.save();
        desk.sign_plan();
        desk.save_though();
        desk.act(Action::AdvancePlan);
        desk.enter(Field::ApprovedOn, "rīt");
        desk.refused(|desk| desk.act(Action::Save));
        assert_eq!(desk.faults_of(Field::ApprovedOn).len(), 1, "not yet");
        desk.enter(Field::ApprovedOn, "šodien");
        for _ in 0..3 {
            desk.refused(|desk| desk.act(Action::Save));
            let told = desk.faults_of(Field::RuleReason).join(" ");
            assert!(told.contains(place.lang.pick("Griesti", "Ceiling")) && told.contains("4"), "{told}");
        }
        desk.enter(Field::RuleReason, "dome piešķīra līdzekļus");
        desk.save();
        let plans: Vec<PlanVersion> = world.read(|reader| reader.all());
        let reason = RuleReason { rule: "ceiling".into(), reason: "dome piešķīra līdzekļus".into() };
        assert_eq!(plans.last().map(|plan| &plan.rule_reasons[..]), Some(&[reason][..]));
    });
}
