//! What is done stays done, and what cannot be is told in time.

use atbalsts::action::Action;
use atbalsts::app::Screen;
use atbalsts::domain::budget::FigureKind;
use atbalsts::domain::{
    CaseStatus, Child, Choice, Deed, Field, Id, MilestoneKind, Money, Operation, Outcome, Person, PlanLine, Price,
    Programme, Provider, Recipient, Relation, Service, Session, Unit,
};
use atbalsts::i18n::{choice::Worded, date};
use chrono::NaiveTime;

use crate::desk::{Desk, SMALL, World, day, everywhere};
use crate::first_day::{plan_line, prepared};

/// The session of that day, the first of it.
fn session_on(world: &World, month: u32, date: u32) -> Session {
    let mut sessions = world.read(|reader| reader.all::<Session>());
    sessions.sort_by_key(|session| (session.day, session.start, session.id));
    sessions.into_iter().find(|session| session.day == day(2018, month, date)).expect("a session on that day")
}

/// Puts the calendar's cursor on a day.
fn go_to(desk: &mut Desk, date: &str) {
    desk.act(Action::PaneCalendar);
    desk.act(Action::GoToDate);
    desk.type_text(date);
    desk.act(Action::Accept);
}

#[test]
fn a_marked_session_is_not_edited_but_its_mark_can_be_taken_back() {
    everywhere(|place| {
        let world = prepared();
        let mut desk = world.desk(place);
        desk.act(Action::Attendance);
        desk.act(Action::Accept);
        go_to(&mut desk, "11.9.2018");
        desk.act(Action::Edit);
        desk.enter(Field::Day, "12.9.2018");
        desk.refused(|desk| desk.act(Action::Save));
        assert_eq!(desk.faults_of(Field::Line).len(), 1, "it is marked already");
        desk.enter(Field::Day, "11.9.2018");
        desk.act(Action::Back);
        desk.act(Action::Open);
        desk.enter(Field::Outcome, Outcome::Scheduled.code());
        desk.save();
        let session = session_on(&world, 9, 11);
        assert!(session.is_open() && session.charge.is_none());
    });
}

#[test]
fn what_a_colleague_marked_meanwhile_is_not_moved_to_another_day() {
    everywhere(|place| {
        let world = prepared();
        let (mut anna, mut peteris) = (world.desk(place), world.desk_of("pēteris", place, SMALL));
        go_to(&mut anna, "11.9.2018");
        anna.act(Action::Edit);
        anna.enter(Field::Day, "12.9.2018");
        peteris.act(Action::Attendance);
        peteris.act(Action::Accept);
        anna.refused(|desk| desk.act(Action::Save));
        assert!(anna.has_form(), "nothing typed is lost");
        assert_eq!(session_on(&world, 9, 11).outcome, Outcome::Attended);
    });
}

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
        peteris.act(Action::PanePlan);
        peteris.fill(Action::ApprovePlan, &[]);
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
        // The new provider has no price yet: that is said once.
        desk.act(Action::ApprovePlan);
        desk.refused(|desk| desk.act(Action::Save));
        desk.save();
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
fn moving_without_a_word_keeps_what_was_noted() {
    everywhere(|place| {
        let world = prepared();
        let mut desk = world.desk(place);
        go_to(&mut desk, "18.9.2018");
        desk.act(Action::Edit);
        desk.enter(Field::Text, "paņemt ortozes");
        desk.save();
        desk.act(Action::Move);
        desk.enter(Field::Day, "19.9.2018");
        desk.save();
        let (old, new) = (session_on(&world, 9, 18), session_on(&world, 9, 19));
        assert_eq!((old.outcome, old.moved_to), (Outcome::Moved, new.id));
        assert_eq!((old.text.as_str(), new.text.as_str()), ("paņemt ortozes", "paņemt ortozes"));
        // A moved session is not marked as well: the new one stands in its place.
        go_to(&mut desk, "18.9.2018");
        desk.act(Action::Close);
        desk.enter(Field::Outcome, Outcome::Excused.code());
        desk.refused(|desk| desk.act(Action::Save));
        assert_eq!(desk.faults_of(Field::Outcome).len(), 1);
    });
}

#[test]
fn nobody_came_or_stayed_away_before_the_day_has_come() {
    everywhere(|place| {
        let world = prepared();
        let mut desk = world.desk(place);
        go_to(&mut desk, "18.9.2018");
        for outcome in [Outcome::Attended, Outcome::NoShow] {
            desk.act(Action::Close);
            desk.enter(Field::Outcome, outcome.code());
            desk.refused(|desk| desk.act(Action::Save));
            assert_eq!(desk.faults_of(Field::Outcome).len(), 1, "{outcome:?}");
            desk.enter(Field::Outcome, Outcome::Excused.code());
            desk.act(Action::Back);
        }
        desk.act(Action::Attendance);
        assert!(matches!(desk.app.screens.last(), Some(Screen::Attendance(_))));
        desk.act(Action::MarkPresent);
        desk.refused(|desk| desk.act(Action::Accept));
        assert!(session_on(&world, 9, 18).is_open());
    });
}

#[test]
fn a_specialist_is_with_one_child_at_a_time() {
    everywhere(|place| {
        let world = prepared();
        let booked = session_on(&world, 9, 18);
        let family = world.read(|reader| reader.all::<Child>())[0].family;
        let person = Person {
            id: Id::placeholder(1),
            family,
            given_names: "Rūta".into(),
            surname: "Bērziņa-Āboliņa".into(),
            relation: Relation::Child,
            birth_date: Some(day(2013, 1, 7)),
            ..Person::default()
        };
        let child = Child { id: Id::placeholder(2), family, person: person.id, ..Child::default() };
        let session = Session {
            id: Id::default(),
            child: child.id,
            day: day(2018, 9, 20),
            start: NaiveTime::from_hms_opt(10, 30, 0),
            specialist: "Ilze Ķēniņa".into(),
            series: Id::default(),
            ..booked
        };
        let operation = Operation::new(Deed::BookSessions).create(person).create(child).create(session);
        world.store().apply("pēteris", &operation).unwrap();

        let mut desk = world.desk(place);
        let check = |desk: &mut Desk, specialist: &str, start: &str, expect: usize| {
            desk.act(Action::NewSession);
            desk.enter(Field::Line, "FIZ");
            desk.enter(Field::Day, "20.9.2018");
            desk.enter(Field::Start, start);
            desk.enter(Field::Specialist, specialist);
            desk.heedless(|desk| desk.act(Action::Save));
            if expect > 0 {
                assert_eq!(desk.faults_of(Field::Start).len(), expect, "{specialist} {start}");
                desk.act(Action::Back);
                desk.heedless(|desk| desk.act(Action::Drafts));
                desk.act(Action::Close);
                desk.act(Action::Accept);
                desk.act(Action::Back);
            } else {
                assert!(!desk.has_form(), "{specialist} {start}");
                desk.act(Action::Undo);
                desk.act(Action::Accept);
            }
        };
        check(&mut desk, "ilze ķēniņa", "10", 1);
        check(&mut desk, "Ilze Ķēniņa", "945", 0);
        check(&mut desk, "Anna Liepa", "10", 0);
    });
}

#[test]
fn how_often_can_be_left_empty_and_has_an_end() {
    everywhere(|place| {
        let world = prepared();
        let mut desk = world.desk(place);
        desk.act(Action::NewSession);
        desk.enter(Field::Line, "LOG");
        desk.enter(Field::Day, "20.9.2018");
        for wrong in ["0", "1,5", "161", "9999999999"] {
            desk.enter(Field::Repeat, wrong);
            desk.refused(|desk| desk.act(Action::Save));
            assert_eq!(desk.faults_of(Field::Repeat).len(), 1, "{wrong}");
        }
        desk.go_to(Field::Repeat);
        desk.act(Action::ClearField);
        desk.save();
        assert!(session_on(&world, 9, 20).is_open());
    });
}

/// The record that the row under the cursor of the open page stands for is edited; the rows before it are passed.
fn edit_row(desk: &mut Desk, row: usize) {
    for _ in 0..row {
        desk.act(Action::Down);
    }
    desk.act(Action::Edit);
}

#[test]
fn a_case_is_closed_by_its_own_action_and_reopened_by_its_state() {
    everywhere(|place| {
        let world = prepared();
        let mut desk = world.desk(place);
        desk.act(Action::Edit);
        desk.enter(Field::Status, CaseStatus::Closed.code());
        desk.refused(|desk| desk.act(Action::Save));
        assert_eq!(desk.faults_of(Field::Status).len(), 1, "it asks for a day and a reason");
        desk.enter(Field::Status, CaseStatus::Active.code());
        desk.save();

        desk.act(Action::Close);
        desk.enter(Field::CloseReason, "pārcēlās");
        desk.refused(|desk| desk.act(Action::Save));
        assert_eq!(desk.faults_of(Field::ClosedOn).len(), 1, "eleven sessions are booked");
        desk.save();
        let child = || world.read(|reader| reader.all::<Child>()).remove(0);
        assert_eq!((child().status, child().closed_on), (CaseStatus::Closed, Some(day(2018, 9, 11))));
        // What is closed stays as it is: nothing new in it, and it is not closed again.
        for action in
            [Action::Close, Action::NewSession, Action::NewGoal, Action::NewPlanVersion, Action::NewAssessment]
        {
            desk.refused(|desk| desk.act(action));
            assert!(desk.app.screens.is_empty(), "{action:?}");
        }
        desk.act(Action::Edit);
        desk.enter(Field::Status, CaseStatus::Active.code());
        desk.save();
        assert_eq!((child().status, child().closed_on, child().close_reason.as_str()), (CaseStatus::Active, None, ""));
    });
}

#[test]
fn a_change_of_the_ceiling_is_entered_whole() {
    everywhere(|place| {
        let world = prepared();
        let mut desk = world.desk(place);
        desk.act(Action::Edit);
        desk.enter(Field::LegalBasis, "lēmums 31");
        desk.refused(|desk| desk.act(Action::Save));
        assert_eq!(desk.faults_of(Field::CeilingChange).len(), 1, "how much?");
        desk.enter(Field::CeilingChange, "-4000,01");
        desk.refused(|desk| desk.act(Action::Save));
        assert_eq!(desk.faults_of(Field::CeilingChange).len(), 1, "less than nothing would be left");
        desk.enter(Field::CeilingChange, "-500");
        desk.save();
        assert_eq!(desk.figure(FigureKind::Ceiling), Money::from_cents(350_000));
    });
}

#[test]
fn what_was_taken_out_of_use_is_kept_and_can_come_back() {
    everywhere(|place| {
        let world = prepared();
        let mut desk = world.desk(place);
        let provider = || world.read(|reader| reader.all::<Provider>()).remove(0);
        desk.act(Action::Providers);
        desk.act(Action::Close);
        desk.act(Action::Accept);
        assert!(provider().closed);
        desk.act(Action::Edit);
        let no = atbalsts::i18n::choice::yes_no(false, place.lang);
        desk.enter(Field::Closed, no);
        desk.enter(Field::ChargedPercent, "75 %");
        desk.enter(Field::NoticeHours, "1,5");
        desk.refused(|desk| desk.act(Action::Save));
        assert_eq!(desk.faults_of(Field::NoticeHours).len(), 1, "whole hours");
        desk.enter(Field::NoticeHours, "24");
        desk.save();
        assert_eq!((provider().closed, provider().charged_percent, provider().notice_hours), (false, 75.into(), 24));
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
fn a_plan_over_its_ceiling_is_warned_of_when_it_is_approved() {
    everywhere(|place| {
        let world = prepared();
        let mut desk = world.desk(place);
        desk.fill(Action::NewPlanVersion, &[(Field::Reason, "daudz vairāk")]);
        desk.act(Action::PanePlan);
        desk.act(Action::Edit);
        desk.enter(Field::Quantity, "400");
        desk.refused(|desk| desk.act(Action::Save));
        desk.save();
        desk.act(Action::ApprovePlan);
        desk.enter(Field::ApprovedOn, "rīt");
        desk.refused(|desk| desk.act(Action::Save));
        assert_eq!(desk.faults_of(Field::ApprovedOn).len(), 2, "not yet, and not without a word");
        desk.enter(Field::ApprovedOn, "šodien");
        desk.refused(|desk| desk.act(Action::Save));
        desk.save();
    });
}

#[test]
fn the_programme_has_its_own_days() {
    everywhere(|place| {
        let world = prepared();
        let mut desk = world.desk(place);
        let programme = || world.read(|reader| reader.all::<Programme>()).remove(0);
        desk.act(Action::Programmes);
        desk.act(Action::Edit);
        for wrong in ["22.9.2019", "22.9.2019 zz", "31.2.2019 i3"] {
            desk.enter(Field::Milestones, wrong);
            desk.refused(|desk| desk.act(Action::Save));
            assert_eq!(desk.faults_of(Field::Milestones).len(), 1, "{wrong}");
        }
        desk.enter(Field::Milestones, "22.9.2019 i3; 3.5.2018 vs");
        desk.save();
        let expect =
            [(day(2018, 5, 3), MilestoneKind::ParentsMeeting), (day(2019, 9, 22), MilestoneKind::ClosingAssessment)];
        let days = |programme: &Programme| programme.milestones.iter().map(|m| (m.day, m.kind)).collect::<Vec<_>>();
        assert_eq!(days(&programme()), expect);
        // Edited again they are the same.
        desk.act(Action::Edit);
        desk.enter(Field::Name, "Cits nosaukums");
        desk.save();
        assert_eq!((programme().name.as_str(), days(&programme())), ("Cits nosaukums", expect.to_vec()));
        desk.act(Action::Edit);
        desk.go_to(Field::Milestones);
        desk.act(Action::ClearField);
        desk.save();
        assert!(programme().milestones.is_empty());
    });
}

#[test]
fn by_what_others_know_a_record_it_is_not_renamed() {
    everywhere(|place| {
        let world = prepared();
        let mut desk = world.desk(place);
        desk.act(Action::Users);
        desk.act(Action::Edit);
        desk.enter(Field::Login, "cita");
        desk.refused(|desk| desk.act(Action::Save));
        assert_eq!(desk.faults_of(Field::Login).len(), 1);
        desk.enter(Field::Login, "anna");
        desk.enter(Field::FullName, "Anna Bērziņa");
        desk.save();
    });
}

#[test]
fn a_person_stops_representing_and_moves_back_in() {
    everywhere(|place| {
        let world = prepared();
        let mut desk = world.desk(place);
        let mother =
            || world.read(|reader| reader.all::<Person>()).into_iter().find(|p| p.relation == Relation::Mother);
        let no = atbalsts::i18n::choice::yes_no(false, place.lang);
        desk.act(Action::CaseFile);
        edit_row(&mut desk, 1);
        desk.enter(Field::Representation, no);
        desk.save();
        assert!(mother().unwrap().representation.is_none());
        desk.act(Action::Close);
        desk.act(Action::Accept);
        assert!(mother().unwrap().closed);
        desk.act(Action::Edit);
        desk.enter(Field::MovedOut, no);
        desk.save();
        assert!(!mother().unwrap().closed);
    });
}

#[test]
fn closing_a_price_that_has_ended_does_not_prolong_it() {
    everywhere(|place| {
        let world = prepared();
        let mut price = world.read(|reader| reader.all::<Price>()).remove(0);
        price.to = Some(day(2018, 9, 5));
        world.store().write("pēteris", Deed::EditPrice, |tx| tx.put(price.clone())).unwrap();
        let mut desk = world.desk(place);
        desk.act(Action::Providers);
        desk.act(Action::Down);
        desk.refused(|desk| desk.act(Action::Close));
        assert_eq!(world.read(|reader| reader.get(price.id)).unwrap().to, Some(day(2018, 9, 5)));
    });
}

#[test]
fn a_colleagues_work_leaves_the_cursor_on_its_line() {
    everywhere(|place| {
        let world = prepared();
        let (mut anna, mut peteris) = (world.desk(place), world.desk_of("pēteris", place, SMALL));
        anna.act(Action::PanePlan);
        anna.act(Action::Down);
        peteris.fill(Action::NewNote, &[(Field::Text, "Zvanīja māte.")]);
        anna.rest();
        assert_eq!(anna.app.plan.row, 1);
        anna.act(Action::PaneCalendar);
        anna.act(Action::Down);
        peteris.fill(Action::NewNote, &[(Field::Text, "Zvanīja tēvs.")]);
        anna.rest();
        assert_eq!(anna.app.calendar.session, 1);
    });
}

#[test]
fn two_mark_one_day_and_neither_marks_over_the_other() {
    everywhere(|place| {
        let world = prepared();
        let (mut anna, mut peteris) = (world.desk(place), world.desk_of("pēteris", place, SMALL));
        anna.act(Action::Attendance);
        peteris.act(Action::Attendance);
        anna.act(Action::MarkExcused);
        anna.act(Action::MarkNoShow);
        // He was told that the first one came.
        peteris.act(Action::Down);
        peteris.act(Action::MarkOpen);
        peteris.act(Action::Accept);
        anna.refused(|desk| desk.act(Action::Accept));
        let Some(Screen::Attendance(sheet)) = anna.app.screens.last() else { panic!("the sheet is still open") };
        let marks: Vec<Outcome> = sheet.marks.iter().map(|mark| mark.outcome).collect();
        assert_eq!(marks, [Outcome::Attended, Outcome::NoShow], "his mark is shown, hers is kept");
        anna.act(Action::Accept);
        let mut sessions = world.read(|reader| reader.all::<Session>());
        sessions.retain(|session| session.day == day(2018, 9, 11));
        sessions.sort_by_key(|session| session.start);
        let outcomes: Vec<Outcome> = sessions.iter().map(|session| session.outcome).collect();
        assert_eq!(outcomes, [Outcome::Attended, Outcome::NoShow]);
    });
}

#[test]
fn what_is_asked_about_a_record_that_changed_is_not_asked_for_ever() {
    everywhere(|place| {
        let world = prepared();
        let (mut anna, mut peteris) = (world.desk(place), world.desk_of("pēteris", place, SMALL));
        let price = || world.read(|reader| reader.all::<Price>()).remove(0);
        anna.act(Action::Providers);
        anna.act(Action::Down);
        anna.act(Action::Close);
        peteris.act(Action::Providers);
        peteris.act(Action::Down);
        peteris.act(Action::Edit);
        peteris.enter(Field::To, "1.9.2019");
        peteris.save();
        anna.refused(|desk| desk.act(Action::Accept));
        assert!(matches!(anna.app.screens.last(), Some(Screen::Page(_))), "the question is gone");
        assert_eq!(price().to, Some(day(2019, 9, 1)));
        anna.act(Action::Close);
        anna.act(Action::Accept);
        assert_eq!(price().to, Some(day(2018, 9, 11)));
    });
}

#[test]
fn a_draft_about_a_family_is_not_taken_for_one_about_a_child_of_its_number() {
    everywhere(|place| {
        let world = prepared();
        let mut desk = world.desk(place);
        // The family of number 2 has no child; the child of number 1 belongs to the family of number 1.
        desk.fill(Action::NewFamily, &[(Field::Surname, "Ābele")]);
        let family = desk.app.families.rows.iter().position(|row| row.surname == "Ābele").unwrap();
        let child = desk.app.families.rows.iter().position(|row| row.child == Some(Id::new(1))).unwrap();
        let families = world.read(|reader| reader.all::<atbalsts::domain::Family>());
        assert_eq!(families.len(), 2);
        let person = Person {
            id: Id::placeholder(1),
            family: families[0].id,
            given_names: "Rūta".into(),
            surname: "Bērziņa-Āboliņa".into(),
            relation: Relation::Child,
            birth_date: Some(day(2013, 1, 7)),
            ..Person::default()
        };
        let sister = Child { id: Id::placeholder(2), family: person.family, person: person.id, ..Child::default() };
        let operation = Operation::new(Deed::AddChild).create(person).create(sister);
        world.store().apply("pēteris", &operation).unwrap();
        desk.rest();
        let go = |desk: &mut Desk, family: bool| {
            desk.act(Action::Top);
            let wanted = |desk: &Desk| match desk.app.families.selected() {
                Some(row) if family => row.surname == "Ābele",
                Some(row) => row.child == Some(Id::new(2)),
                None => false,
            };
            while !wanted(desk) {
                desk.act(Action::Down);
            }
        };
        assert_ne!(family, child);
        go(&mut desk, false);
        desk.act(Action::NewNote);
        desk.type_text("par Rūtu");
        desk.act(Action::Back);
        go(&mut desk, true);
        desk.act(Action::NewNote);
        assert_eq!(desk.value(Field::Text), "", "nothing of another family");
        desk.type_text("par Ābelēm");
        desk.act(Action::Back);
        assert_eq!(world.read(|reader| reader.drafts("anna")).len(), 2, "neither took the other's place");
    });
}

#[test]
fn what_was_typed_and_taken_back_is_not_offered_again() {
    everywhere(|place| {
        let world = prepared();
        let mut desk = world.desk(place);
        desk.act(Action::NewNote);
        desk.type_text("z");
        desk.rest();
        desk.act(Action::DeleteBack);
        desk.act(Action::Back);
        desk.rest();
        assert!(world.read(|reader| reader.drafts("anna")).is_empty());
        assert!(desk.app.screens.is_empty());
    });
}

#[test]
fn the_history_of_a_record_is_told_in_the_readers_language() {
    everywhere(|place| {
        let world = prepared();
        let mut desk = world.desk(place);
        desk.act(Action::CaseFile);
        desk.act(Action::Edit);
        desk.enter(Field::Status, CaseStatus::Suspended.code());
        desk.save();
        desk.act(Action::Journal);
        let change = format!(
            "{}: {} → {}",
            Field::Status.text(place.lang),
            CaseStatus::Applied.text(place.lang),
            CaseStatus::Suspended.text(place.lang)
        );
        desk.sees(&change);
        desk.sees(&date::show(day(2018, 9, 11), place.lang));
    });
}
