//! Sessions booked, moved and cancelled.

use atbalsts::action::Action;
use atbalsts::domain::budget::FigureKind::*;
use atbalsts::domain::{Field, Outcome, Session};

use crate::desk::{Desk, day};
use crate::first_day::{check, in_office};

fn sessions_on(desk: &Desk, month: u32, date: u32) -> Vec<Session> {
    let year = if month < 9 { 2019 } else { 2018 };
    desk.dossier().sessions.iter().filter(|session| session.day == day(year, month, date)).cloned().collect()
}

#[test]
fn a_session_is_moved_and_another_cancelled() {
    in_office(|_world, mut desk, _| {
        desk.act(Action::PaneCalendar);
        desk.act(Action::Move);
        desk.enter(Field::Day, "rīt");
        desk.enter(Field::Start, "9");
        desk.save();
        let [old, _] = &sessions_on(&desk, 9, 11)[..] else { panic!("two sessions") };
        let [new] = &sessions_on(&desk, 9, 12)[..] else { panic!("one session") };
        assert_eq!((old.outcome, old.moved_to), (Outcome::Moved, new.id), "the old one points to the new one");
        assert_eq!((new.outcome, new.start.unwrap().to_string()), (Outcome::Scheduled, "09:00:00".into()));
        check(&desk, &[(Reserved, 23_630), (Free, 376_370)]);
        let told = desk.refused(|desk| desk.act(Action::Move));
        desk.sees(&told);

        desk.act(Action::Down);
        desk.act(Action::Close);
        desk.enter(Field::Text, "slims");
        desk.save();
        let [_, speech] = &sessions_on(&desk, 9, 11)[..] else { panic!("two sessions") };
        assert_eq!((speech.outcome, speech.text.as_str()), (Outcome::Excused, "slims"));
        check(&desk, &[(Reserved, 21_830), (Delivered, 0), (Free, 378_170)]);
    });
}

#[test]
fn a_holiday_is_warned_of_once() {
    in_office(|_world, mut desk, _| {
        desk.act(Action::NewSession);
        desk.enter(Field::Line, "FIZ");
        desk.enter(Field::Day, "25.12.2018");
        desk.refused(|desk| desk.act(Action::Save));
        let [fault] = &desk.faults_of(Field::Day)[..] else { panic!("one warning") };
        desk.sees(&fault.chars().take(20).collect::<String>());
        desk.save();
        assert_eq!(sessions_on(&desk, 12, 25).len(), 1, "all the same");

        // A series steps over it, and says so.
        desk.act(Action::NewSession);
        desk.enter(Field::Line, "LOG");
        desk.enter(Field::Day, "18.12.2018");
        desk.enter(Field::Repeat, "3");
        desk.refused(|desk| desk.act(Action::Save));
        assert_eq!(desk.faults_of(Field::Repeat).len(), 1);
        desk.save();
        let lengths = [(12, 18), (12, 25), (1, 1), (1, 8), (1, 15)].map(|(m, d)| sessions_on(&desk, m, d).len());
        assert_eq!(lengths, [1, 1, 0, 1, 1], "Christmas has only the one from before, New Year none");
    });
}

#[test]
fn what_cannot_be_is_refused_beside_its_field() {
    in_office(|_world, mut desk, _| {
        desk.act(Action::NewSession);
        desk.enter(Field::Line, "FIZ");
        desk.enter(Field::Day, "1.10.2019");
        for _ in 0..2 {
            desk.refused(|desk| desk.act(Action::Save));
            assert_eq!(desk.form().focused().unwrap().field, Field::Day);
            assert!(!desk.faults_of(Field::Day).is_empty(), "after the line's last day, however often it is saved");
        }
        desk.enter(Field::Day, "12.9.2018");
        desk.enter(Field::Start, "10");
        desk.enter(Field::Units, "31");
        desk.refused(|desk| desk.act(Action::Save));
        let [over] = &desk.faults_of(Field::RuleReason)[..] else { panic!("one more than the thirty that are left") };
        assert!(over.contains("41") && over.contains("40"), "{over}");
        desk.enter(Field::Units, "1");
        desk.save();

        // At the same time on the same day.
        desk.act(Action::NewSession);
        desk.enter(Field::Line, "LOG");
        desk.enter(Field::Day, "12.9.2018");
        desk.enter(Field::Start, "1000");
        desk.refused(|desk| desk.act(Action::Save));
        // Whose time it is, a rule says: it asks for a reason.
        assert_eq!(desk.faults_of(Field::RuleReason).len(), 1);
    });
}
