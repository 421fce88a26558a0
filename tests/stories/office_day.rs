//! The morning of an office day: a child is opened, yesterday is marked, two sessions are moved, a series is booked, and
//! those who are to be called are listed; how many keys each takes, under every keymap.

use atbalsts::action::Action;
use atbalsts::app::calendar::Subject;
use atbalsts::app::page::Target;
use atbalsts::domain::{Field, Outcome};
use atbalsts::i18n::Text;

use crate::calendar::{show, with_sister};
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

/// How many keys each part of the morning takes: open, mark yesterday, move two, book a series, see whom to call.
fn keys_of_morning(keymap: &str) -> [usize; 5] {
    match keymap {
        "default" | "classic" => [5, 7, 30, 23, 15],
        // Two keys lead to a day.
        "vim" => [5, 7, 32, 23, 16],
        other => panic!("no morning was counted under {other}"),
    }
}

#[test]
fn the_morning_of_an_office_day() {
    everywhere(|place| {
        let mut world = with_sister();
        world.today = day(2018, 9, 12);
        let mut desk = world.desk(place);
        desk.rest();

        let opening = desk.count(|desk| {
            desk.act(Action::Filter);
            desk.type_text("jan");
            desk.act(Action::Accept);
        });
        assert_eq!(desk.dossier().person.given_names, "Jānis");

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

        let moving = desk.count(|desk| {
            go_to(desk, "18.9");
            move_to(desk, "13.9");
            go_to(desk, "25.9");
            move_to(desk, "26.9");
        });
        for (old, new) in [(18, 13), (25, 26)] {
            assert_eq!(session_on(&world, 9, old).moved_to, session_on(&world, 9, new).id);
        }

        let booking = desk.count(|desk| {
            desk.act(Action::QuickAdd);
            desk.type_text("LOG ce 15 x10 no 20.9");
            desk.act(Action::Confirm);
        });
        let speech = desk.dossier().sessions.iter().filter(|session| session.series.is_some());
        assert_eq!(speech.filter(|session| session.start.unwrap().to_string() == "15:00:00").count(), 10);

        // Who is to be told of what was moved, and whom to call about tomorrow.
        let calling = desk.count(|desk| {
            desk.act(Action::WorkQueue);
            desk.sees("18.09");
            desk.sees("25.09");
            desk.act(Action::Back);
            show(desk, &Subject::Caseload);
            go_to(desk, "13.9");
            desk.act(Action::PrintSheet);
        });
        desk.sees("[ ] ");
        desk.sees("10:00");
        desk.sees("29 357 075");
        let keys = [opening, marking, moving, booking, calling];
        assert_eq!(keys, keys_of_morning(place.keymap), "{place:?}");
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
