//! The morning of an office day: yesterday is marked, two sessions are moved, a series is booked, and those who are to
//! be called are seen; how many keys it takes, under every keymap.

use atbalsts::action::Action;
use atbalsts::app::calendar::{Layout, Subject};
use atbalsts::app::page::Target;
use atbalsts::domain::{Field, Outcome};
use atbalsts::i18n::Text;

use crate::calendar::show;
use crate::desk::{Desk, day, everywhere};
use crate::first_day::{in_office, prepared};
use crate::sessions::{go_to, session_on};

/// Moves the session under the cursor, and no other of its series.
fn move_to(desk: &mut Desk, date: &str) {
    desk.act(Action::Move);
    desk.act(Action::ClearField);
    desk.type_text(date);
    desk.act(Action::Save);
    desk.act(Action::Accept);
    assert!(desk.app.screens.is_empty());
}

#[test]
fn the_morning_of_an_office_day() {
    everywhere(|place| {
        let mut world = prepared();
        world.today = day(2018, 9, 12);
        let mut desk = world.desk(place);
        desk.rest();

        let marking = desk.count(|desk| {
            desk.act(Action::WorkQueue);
            desk.act(Action::Open);
            desk.act(Action::Down);
            desk.act(Action::MarkNoShow);
            desk.act(Action::Accept);
            desk.act(Action::Back);
        });
        let outcomes: Vec<Outcome> = desk.dossier().sessions.iter().take(2).map(|session| session.outcome).collect();
        assert_eq!(outcomes, [Outcome::Attended, Outcome::NoShow]);
        assert!(marking <= 7, "yesterday marked: {marking} keys");

        let moving = desk.count(|desk| {
            go_to(desk, "18.9");
            move_to(desk, "19.9");
            desk.act(Action::NextWeek);
            desk.act(Action::PreviousWeek);
            go_to(desk, "25.9");
            move_to(desk, "26.9");
        });
        for (old, new) in [(18, 19), (25, 26)] {
            assert_eq!(session_on(&world, 9, old).moved_to, session_on(&world, 9, new).id);
        }
        assert!(moving <= 34, "two sessions moved: {moving} keys");

        let booking = desk.count(|desk| {
            desk.act(Action::QuickAdd);
            desk.type_text("LOG ce 15 x10 no 20.9");
            desk.act(Action::Confirm);
        });
        assert_eq!(desk.dossier().sessions.iter().filter(|session| session.day > day(2018, 9, 19)).count(), 19);
        assert!(booking <= 23, "a series booked: {booking} keys");

        // Who is to be told of what was moved, and who comes on Thursday next week.
        let calling = desk.count(|desk| {
            desk.act(Action::WorkQueue);
            desk.sees("18.09");
            desk.act(Action::Back);
            show(desk, &Subject::Caseload);
            go_to(desk, "20.9");
            for _ in 0..3 {
                desk.act(Action::CalendarLayout);
            }
        });
        assert_eq!(desk.app.calendar.layout, Layout::Day);
        desk.sees("15:00");
        desk.sees("Bērziņa-Āboliņa");
        assert!(calling <= 20, "the day to call about: {calling} keys");
    });
}

#[test]
fn who_is_to_be_told_of_a_moved_session_waits_until_told() {
    in_office(|world, mut desk, place| {
        desk.resize(crate::desk::WIDE);
        go_to(&mut desk, "18.9.2018");
        move_to(&mut desk, "19.9.2018");
        // The mother, with the family's phone, and the provider.
        let told = Text::ToInform.fill(desk.lang(), &[&"Bērziņa-Āboliņa Šarlote 29 357 075"]);
        desk.sees(&told);
        assert_eq!(desk.app.due(), 1);
        desk.act(Action::WorkQueue);
        let row = desk.page().selected().expect("a row");
        assert!(matches!(&row.target, Target::Inform(session) if session.id == session_on(&world, 9, 18).id));
        desk.sees("18.09");
        desk.act(Action::Open);
        desk.sees("29 357 075");
        desk.act(Action::Accept);
        assert_eq!(desk.app.due(), 0);
        assert!(!session_on(&world, 9, 18).to_inform);
        desk.act(Action::Back);
        // What is over is not told any more.
        let mut later = world.desk_of("pēteris", place, crate::desk::SMALL);
        later.midnight(day(2018, 9, 20));
        go_to(&mut later, "19.9.2018");
        later.act(Action::Move);
        later.act(Action::ClearField);
        later.type_text("21.9.2018");
        later.act(Action::Save);
        assert!(!session_on(&world, 9, 19).to_inform);
    });
}

#[test]
fn a_plan_reminds_of_what_is_not_booked_and_of_what_ends() {
    everywhere(|place| {
        let mut world = prepared();
        world.today = day(2018, 11, 5);
        let mut desk = world.desk(place);
        desk.rest();
        let lang = desk.lang();
        // The physiotherapist's series ends on 13 November, of the speech therapist nothing is booked any more.
        desk.act(Action::WorkQueue);
        let words: Vec<String> = desk.page().rows.iter().map(|row| format!("{:?}", row.cells)).collect();
        let told = |text: Text| {
            let says = text.text(lang).trim_start_matches("{}").split(['(', '{']).next().unwrap().trim().to_owned();
            words.iter().filter(|row| row.contains(&says)).count()
        };
        assert_eq!(told(Text::SeriesEnds), 1, "{words:?}");
        let rows = desk.page().visible.iter().filter(|&&n| !matches!(desk.page().rows[n].target, Target::None)).count();
        assert_eq!(desk.app.due(), rows, "as many as are counted at the top");
        // Enter begins the line that books more.
        while !desk.page().selected().is_some_and(|row| format!("{:?}", row.cells).contains("13.11.2018")) {
            desk.act(Action::Down);
        }
        desk.act(Action::Open);
        assert_eq!(desk.value(Field::Rule), "FIZ ");
        desk.type_text("ot 10 x10 no 20.11");
        desk.act(Action::Confirm);
        desk.act(Action::Back);
        desk.rest();
        assert_eq!(desk.app.due(), rows - 1);
    });
}
