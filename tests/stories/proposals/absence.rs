//! Who is away, and what rests: the sessions of those days are called off or come later.

use std::collections::BTreeSet;

use atbalsts::action::Action;
use atbalsts::app::families::FamilyRow;
use atbalsts::app::page::{Cell, Row, Target};
use atbalsts::domain::budget::FigureKind::{Free, Reserved};
use atbalsts::domain::clash::overlap;
use atbalsts::domain::proposal::{Obstacle, Remark};
use atbalsts::domain::{AnyRecord, Child, Deed, Field, Id, Operation, Outcome, Session};
use atbalsts::i18n::choice::Worded;
use atbalsts::i18n::date;
use atbalsts::i18n::proposal::ProposalText;

use super::{ask, carry_out, closed_for_a_week, days_of, is_shown, state, undo};
use crate::desk::{Desk, SMALL, World, day, everywhere};
use crate::first_day::{check, in_office};
use crate::group::{sung, with_choir};

#[test]
fn a_child_is_in_hospital_for_two_weeks() {
    in_office(|world, mut desk, place| {
        let before = state(&world);
        ask(
            &mut desk,
            Action::NewAbsence,
            &[(Field::From, "17.9.18"), (Field::To, "28.9.18"), (Field::Reason, "slimnīca")],
        );
        // Two of the ten weekly sessions lie in it; each is named with its day.
        desk.sees("18.09.2018");
        desk.sees("25.09.2018");
        desk.sees(Outcome::Excused.text(place.lang));
        assert_eq!(state(&world), before, "nothing is written before somebody accepts");
        desk.act(Action::Back);
        assert_eq!(desk.value(Field::Reason), "slimnīca", "leaving what is shown leads back to what was typed");
        desk.act(Action::Save);
        carry_out(&mut desk);
        assert_eq!(days_of(&desk, Outcome::Excused), [day(2018, 9, 18), day(2018, 9, 25)]);
        // 2 × 21,83 are free again.
        check(&desk, &[(Reserved, 23_630 - 4_366), (Free, 376_370 + 4_366)]);
        desk.sees(Deed::RecordAbsence.text(place.lang));
        // Taking it back names the days: which sessions are held after all, and which absence goes.
        desk.act(Action::Undo);
        let short = |date| atbalsts::i18n::date::show_short(day(2018, 9, date), place.lang);
        desk.sees(&format!("{}, {}", short(18), short(25)));
        desk.sees(&format!("– {}–{}", short(17), short(28)));
        let outcome = |outcome: Outcome| outcome.text(place.lang);
        let back = format!("{} → {}", outcome(Outcome::Excused), outcome(Outcome::Scheduled));
        assert_eq!(desk.screen().matches(&back).count(), 1, "what is so of both is said once:\n{}", desk.screen());
        assert!(!desk.screen().contains("1 → 0"), "nobody reads numbers of records:\n{}", desk.screen());
        desk.act(Action::Accept);
        assert_eq!(state(&world), before);
        check(&desk, &[(Reserved, 23_630), (Free, 376_370)]);
    });
}

#[test]
fn a_form_for_everybody_bears_nobodys_name() {
    in_office(|_, mut desk, _| {
        desk.act(Action::NewAbsence);
        assert!(desk.form().about().contains("Jānis"));
        desk.enter(Field::Scope, "v");
        assert_eq!(desk.form().about(), "");
        assert!(!desk.screen().contains("Jānis"));
    });
}

#[test]
fn the_provider_is_closed_for_a_week_and_the_sessions_come_later() {
    in_office(|world, mut desk, _| {
        let before = state(&world);
        closed_for_a_week(&mut desk);
        // After the end of its series, past the holiday of 18 November that does not concern a Tuesday.
        desk.sees("25.09.2018");
        desk.sees("20.11.2018");
        carry_out(&mut desk);
        assert_eq!(days_of(&desk, Outcome::Moved), [day(2018, 9, 25)]);
        let open = days_of(&desk, Outcome::Scheduled);
        assert_eq!((open.len(), open.last()), (10, Some(&day(2018, 11, 20))));
        check(&desk, &[(Reserved, 23_630)]);
        undo(&mut desk);
        assert_eq!(state(&world), before);
    });
}

#[test]
fn what_is_shifted_waits_until_the_specialist_is_free_and_says_why() {
    everywhere(|place| {
        let world = with_choir();
        let all: Vec<Session> = world.read(|reader| reader.all());
        let series = || all.iter().filter(|session| session.series.is_some());
        let last = series().map(|session| session.day).max().unwrap();
        // In the two weeks after the series Ilze has a child of the choir at its time.
        let busy = |weeks: u64| Session {
            id: Default::default(),
            day: last + chrono::Days::new(7 * weeks),
            start: series().find_map(|session| session.start),
            ..sung(&world).remove(0)
        };
        let begin = Operation::new(Deed::BookSessions).create(busy(1)).create(busy(2));
        let with_ilze = |operation: Operation, session: &Session| {
            operation.change(session.clone(), Session { specialist: "Ilze Kalniņa".into(), ..session.clone() })
        };
        let operation = series().fold(begin, with_ilze);
        world.store().apply("anna", &operation).unwrap();
        let mut desk = world.desk(place);
        desk.resize(crate::desk::WIDE);
        closed_for_a_week(&mut desk);
        let obstacle = Obstacle::Specialist("Ilze Kalniņa".into());
        let remark = Remark::InTheWay("FIZ".into(), day(2018, 9, 25), day(2018, 11, 20), obstacle);
        desk.sees(&remark.sentence(place.lang));
        carry_out(&mut desk);
        let after: Vec<Session> = world.read(|reader| reader.all());
        let shifted: Vec<&Session> = after.iter().filter(|new| new.is_open() && new.day > last).collect();
        assert_eq!(shifted.iter().map(|session| session.day).max(), Some(day(2018, 12, 4)));
        assert!(!shifted.iter().any(|one| shifted.iter().any(|other| overlap(one, other))));
    });
}

#[test]
fn a_wrong_period_is_refused_beside_its_field() {
    in_office(|_world, mut desk, _| {
        desk.act(Action::NewAbsence);
        desk.enter(Field::From, "17.9.18");
        desk.enter(Field::To, "10.9.18");
        desk.refused(|desk| desk.act(Action::Save));
        assert!(!desk.faults_of(Field::To).is_empty() && !desk.faults_of(Field::Reason).is_empty());
        desk.enter(Field::To, "28.9.18");
        desk.enter(Field::Reason, "slimnīca");
        desk.act(Action::Save);
        carry_out(&mut desk);
        // The same child cannot be away twice at once.
        desk.refused(|desk| {
            ask(
                desk,
                Action::NewAbsence,
                &[(Field::From, "20.9.18"), (Field::To, "5.10.18"), (Field::Reason, "sanatorija")],
            )
        });
        assert!(!is_shown(&desk));
        assert_eq!(desk.faults_of(Field::From).len(), 1);
    });
}

#[test]
fn what_a_colleague_did_meanwhile_is_shown_before_it_is_carried_out() {
    in_office(|world, mut desk, place| {
        let away = [(Field::From, "17.9.18"), (Field::To, "28.9.18"), (Field::Reason, "slimnīca")];
        ask(&mut desk, Action::NewAbsence, &away);
        let session = desk.dossier().sessions.iter().find(|session| session.day == day(2018, 9, 18)).unwrap().clone();
        let held = Session { day: day(2018, 9, 14), ..session.clone() };
        world.store().apply("anna", &Operation::new(Deed::EditSession).change(session, held)).unwrap();
        let told = desk.refused(|desk| desk.act(Action::Open));
        assert_eq!(told, ProposalText::ChangedMeanwhile.text(place.lang));
        assert!(!desk.screen().contains("18.09.2018"), "it no longer lies in those days");
        carry_out(&mut desk);
        assert_eq!(days_of(&desk, Outcome::Excused), [day(2018, 9, 25)]);
    });
}

#[test]
fn the_child_comes_home_earlier_and_then_was_never_away() {
    in_office(|world, mut desk, _| {
        let before = state(&world);
        let away = [(Field::From, "17.9.18"), (Field::To, "28.9.18"), (Field::Reason, "slimnīca"), (Field::Way, "p")];
        ask(&mut desk, Action::NewAbsence, &away);
        carry_out(&mut desk);
        assert_eq!(days_of(&desk, Outcome::Moved).len(), 2);

        // In the client file it is edited like any record, and what it did follows.
        desk.act(Action::CaseFile);
        go_to_absence(&mut desk);
        ask(&mut desk, Action::Edit, &[(Field::To, "21.9.18")]);
        desk.sees("25.09.2018");
        desk.act(Action::Open);
        assert_eq!(days_of(&desk, Outcome::Moved), [day(2018, 9, 18)]);
        assert_eq!(days_of(&desk, Outcome::Scheduled).last(), Some(&day(2018, 11, 20)), "in the first free week");

        go_to_absence(&mut desk);
        desk.act(Action::Close);
        desk.act(Action::Open);
        desk.act(Action::Back);
        let sessions = |state: &[AnyRecord]| -> Vec<AnyRecord> {
            state
                .iter()
                .filter(|record| matches!(record, AnyRecord::Session(_) | AnyRecord::Absence(_)))
                .cloned()
                .collect()
        };
        assert_eq!(sessions(&state(&world)), sessions(&before), "as if nothing had been");
    });
}

#[test]
fn what_is_suspended_for_everyone_is_found_by_every_family() {
    everywhere(|place| {
        let world = World::demo();
        let mut desk = world.desk_of("līga", place, SMALL);
        let open: Vec<Session> = world.read(|reader| reader.all());
        let open: BTreeSet<Id<Session>> = open.iter().filter(|one| one.is_open()).map(|one| one.id).collect();
        let days = [(Field::From, "18.3.19"), (Field::To, "29.3.19"), (Field::Reason, "ārkārtējā situācija")];
        ask(&mut desk, Action::NewAbsence, &[&[(Field::Scope, "v")][..], &days].concat());
        carry_out(&mut desk);
        let deed = Deed::Suspend.text(place.lang);
        let suspended: Vec<Session> = world.read(|reader| reader.all());
        let suspended: Vec<Session> =
            suspended.into_iter().filter(|one| open.contains(&one.id) && !one.is_open()).collect();
        let touched: BTreeSet<Id<Child>> = suspended.iter().map(|session| session.child).collect();
        assert!(touched.len() > 3, "{}", touched.len());
        let overview = desk.app.overview.clone();
        let person = |child: &Child| overview.people.iter().find(|person| person.id == child.person).unwrap().clone();
        for child in overview.children.iter().rev().filter(|child| touched.contains(&child.id)).take(2) {
            // The journal has no room for all their names, and is found by each.
            let name = person(child).list_name();
            desk.act(Action::Journal);
            desk.act(Action::Filter);
            desk.type_text(&name);
            desk.act(Action::Accept);
            desk.sees(deed);
            // It opens with everybody, and each of them with what became of their sessions.
            desk.act(Action::Top);
            desk.act(Action::Open);
            let named = |row: &Row| row.cells.first() == Some(&Cell::Text(name.clone()));
            assert_eq!(desk.page().rows.iter().filter(|row| named(row)).count(), 1, "{name}");
            while !desk.page().selected().is_some_and(named) {
                desk.act(Action::Down);
            }
            desk.act(Action::Open);
            let own: Vec<&Session> = suspended.iter().filter(|session| session.child == child.id).collect();
            let told = desk.page().rows.iter().filter(|row| matches!(row.target, Target::Entry(..))).count();
            assert!(told >= own.len());
            desk.sees(&date::show(own[0].day, place.lang));
            desk.sees(Outcome::ByProvider.text(place.lang));
            for _ in 0..4 {
                desk.act(Action::Back);
            }
            // And it stands in the client file of the family.
            let child_of = |row: &FamilyRow| row.child == Some(child.id);
            while !desk.app.families.selected().is_some_and(child_of) {
                desk.act(Action::Down);
            }
            desk.act(Action::CaseFile);
            let tells =
                |row: &&Row| row.cells.iter().any(|cell| matches!(cell, Cell::Text(text) if text.contains(deed)));
            assert_eq!(desk.page().rows.iter().filter(tells).count(), 1, "{name}");
            desk.act(Action::Back);
            desk.act(Action::Top);
        }
    });
}

fn go_to_absence(desk: &mut Desk) {
    let is_it = |desk: &Desk| match &desk.page().selected().unwrap().target {
        Target::Record(record) => matches!(**record, AnyRecord::Absence(_)),
        _ => false,
    };
    desk.act(Action::Top);
    while !is_it(desk) {
        let before = desk.page().cursor;
        desk.act(Action::Down);
        assert_ne!(desk.page().cursor, before, "there is no absence");
    }
}
