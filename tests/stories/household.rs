//! A household as an office keeps it: who was called what, who speaks for the children and until when, what a doctor
//! has said.

use atbalsts::action::Action;
use atbalsts::domain::{Child, Field, MedicalForm, Person, PlanLine, Representation, RepresentationBasis};
use atbalsts::i18n::choice::Worded;

use crate::desk::{Desk, day, everywhere};
use crate::first_day::{in_office, plan_line, prepared};

#[test]
fn earlier_names_and_the_paper_of_a_guardian_are_kept() {
    in_office(|world, mut desk, place| {
        let guardianship = RepresentationBasis::Guardianship.text(place.lang);
        desk.fill(
            Action::NewPerson,
            &[
                (Field::GivenNames, "Ģertrūde"),
                (Field::Surname, "Ķēniņa"),
                (Field::PreviousNames, "Žagare, Šķēle-Ozola"),
                (Field::Basis, guardianship),
                (Field::Since, "3.9.2018"),
                (Field::ValidUntil, "31.12.2019"),
            ],
        );
        let people = world.read(|reader| reader.all::<Person>());
        let guardian = people.iter().find(|person| person.surname == "Ķēniņa").unwrap();
        assert_eq!(guardian.previous_names, ["Žagare", "Šķēle-Ozola"]);
        let expect = Representation {
            basis: RepresentationBasis::Guardianship,
            since: Some(day(2018, 9, 3)),
            valid_until: Some(day(2019, 12, 31)),
        };
        assert_eq!(guardian.representation, Some(expect));
        desk.act(Action::CaseFile);
        desk.sees("Žagare, Šķēle-Ozola");
    });
}

/// Takes riding into the plan's draft, which is in the plan pane then.
fn begin_riding_plan(desk: &mut Desk) {
    desk.fill(Action::NewPlanVersion, &[(Field::Reason, "reitterapija")]);
    desk.fill(Action::NewPrice, &[(Field::Service, "REI"), (Field::Amount, "15"), (Field::From, "3.9.18")]);
    desk.act(Action::PanePlan);
}

#[test]
fn riding_without_the_doctors_form_is_a_warning_and_with_it_none() {
    in_office(|world, mut desk, place| {
        begin_riding_plan(&mut desk);
        let needed = place.lang.pick("Ārsta atzinums: REI – nav", "Doctor's form: REI – there is none");
        desk.act(Action::NewPlanLine);
        desk.enter(Field::Service, "REI");
        desk.enter(Field::Quantity, "10");
        desk.enter(Field::Goals, "1");
        desk.refused(|desk| desk.act(Action::Save));
        assert_eq!(desk.faults_of(Field::Service), [needed], "it is told once");
        desk.act(Action::Back);

        desk.act(Action::PaneFamilies);
        desk.act(Action::Edit);
        desk.enter(Field::MedicalForms, "rei 1.6.19; xyz 1.1.20");
        desk.refused(|desk| desk.act(Action::Save));
        assert_eq!(desk.faults_of(Field::MedicalForms).len(), 1, "there is no such service");
        desk.enter(Field::MedicalForms, "rei 1.6.19");
        desk.save();
        let children = world.read(|reader| reader.all::<Child>());
        assert_eq!(children[0].medical_forms, [MedicalForm { service: "REI".into(), valid_until: day(2019, 6, 1) }]);

        desk.act(Action::NewPlanLine);
        assert_eq!(desk.value(Field::Quantity), "10", "what was typed goes on");
        desk.save();
        assert!(world.read(|reader| reader.all::<PlanLine>()).iter().any(|line| line.service == "REI"));
    });
}

#[test]
fn a_session_after_the_form_has_run_out_is_a_warning() {
    in_office(|_world, mut desk, place| {
        desk.act(Action::Edit);
        desk.enter(Field::MedicalForms, "REI 1.6.2019");
        desk.save();
        begin_riding_plan(&mut desk);
        plan_line(&mut desk, "REI", "10");
        desk.approve_plan();
        desk.act(Action::NewSession);
        desk.enter(Field::Line, "REI");
        desk.enter(Field::Day, "4.6.2019");
        let ran_out = place.lang.pick(
            "Ārsta atzinums: REI 04.06.2019. – tikai līdz 01.06.2019.",
            "Doctor's form: REI 04.06.2019 – only until 01.06.2019",
        );
        desk.sees(ran_out);
        desk.refused(|desk| desk.act(Action::Save));
        assert_eq!(desk.faults_of(Field::Line), [ran_out]);
        desk.save();
    });
}

#[test]
fn what_a_doctor_barred_cannot_be_planned() {
    in_office(|_world, mut desk, place| {
        desk.act(Action::Edit);
        desk.enter(Field::HealthLimits, "REI alerģija pret zirgu spalvu");
        desk.save();
        begin_riding_plan(&mut desk);
        desk.act(Action::NewPlanLine);
        desk.enter(Field::Service, "REI");
        desk.enter(Field::Quantity, "10");
        desk.enter(Field::Goals, "1");
        desk.refused(|desk| desk.act(Action::Save));
        desk.refused(|desk| desk.act(Action::Save));
        let barred = place.lang.pick(
            "Ārsta liegums: REI – alerģija pret zirgu spalvu",
            "Barred by a doctor: REI – alerģija pret zirgu spalvu",
        );
        assert_eq!(desk.faults_of(Field::Service), [barred], "no second saving helps");
    });
}

/// What is booked stays; whoever enters the bar is told at once what it concerns, before anything is saved.
#[test]
fn a_doctors_bar_tells_which_booked_sessions_it_concerns_while_it_is_typed() {
    in_office(|_world, mut desk, place| {
        desk.act(Action::Edit);
        let concerns = |count| {
            let sessions = atbalsts::i18n::plural::Counted::Session.text(count, place.lang);
            format!("! {} {sessions}", place.lang.pick("Skar", "Concerns"))
        };
        desk.enter(Field::HealthLimits, "LOG");
        desk.sees(&concerns(1));
        desk.type_text(" nedrīkst; FIZ sirds");
        desk.sees(&concerns(11));
        let days = [11, 18, 25].map(|date| atbalsts::i18n::date::show_short(day(2018, 9, date), place.lang));
        desk.sees(&format!("FIZ {}", days.join(", ")));
        // Another remark concerns none.
        desk.act(Action::ClearField);
        desk.type_text("alerģija");
        assert!(!desk.screen().contains(place.lang.pick("Skar", "Concerns")), "{}", desk.screen());
    });
}

#[test]
fn a_case_number_is_as_wide_as_the_others_and_the_households_plural_is_nobodys_surname() {
    everywhere(|place| {
        let world = prepared();
        let mut desk = world.desk(place);
        desk.fill(Action::NewFamily, &[(Field::Surname, "Ozoliņi"), (Field::CaseNumber, "DOB-1")]);
        desk.act(Action::NewPerson);
        assert_eq!(desk.value(Field::Surname), "");
        desk.heedless(|desk| desk.act(Action::Back));
        desk.fill(Action::NewFamily, &[(Field::Surname, "Liepa"), (Field::CaseNumber, "DOB-2")]);
        desk.act(Action::NewPerson);
        assert_eq!(desk.value(Field::Surname), "Liepa");
        desk.go_to(Field::Surname);
        desk.type_text("Liepiņa");
        assert_eq!(desk.value(Field::Surname), "Liepiņa", "what is only proposed is typed over");
        desk.heedless(|desk| desk.act(Action::Back));
        desk.act(Action::NewFamily);
        assert_eq!(desk.value(Field::CaseNumber), "DOB-3");
    });
}
