//! Two people with the same day's attendance before them: what each typed stays, and what both typed is decided on.

use atbalsts::action::Action;
use atbalsts::app::{Screen, attendance::Attendance};
use atbalsts::domain::{Deed, Id, Operation, Outcome, Session};
use atbalsts::i18n::Text;
use chrono::Days;

use crate::desk::{Desk, Place, SMALL, WIDE, World, everywhere};
use crate::first_day::prepared;

const REMARK: &str = "ieradās ar vecmāmiņu";

fn grid(desk: &Desk) -> &Attendance {
    let found = desk.app.screens.iter().find_map(|screen| match screen {
        Screen::Attendance(attendance) => Some(attendance),
        _ => None,
    });
    found.unwrap_or_else(|| panic!("the grid is not open:\n{}", desk.screen()))
}

fn marks(desk: &Desk) -> Vec<Outcome> {
    grid(desk).marks.iter().map(|mark| mark.outcome).collect()
}

fn sessions(world: &World) -> Vec<Session> {
    let mut sessions = world.read(|reader| reader.all::<Session>());
    sessions.sort_by_key(|session| (session.day, session.start));
    sessions.truncate(2);
    sessions
}

/// Anna excuses the morning and remarks on the afternoon.
fn anna_marks(world: &World, place: Place) -> Desk {
    let mut anna = world.desk(place);
    anna.act(Action::Attendance);
    anna.act(Action::MarkExcused);
    anna.act(Action::MarkText);
    anna.type_text(REMARK);
    anna.act(Action::Accept);
    anna
}

/// Pēteris records that nobody came in the morning, and that the afternoon was as booked.
fn peteris_records(world: &World, place: Place) {
    let mut peteris = world.desk_of("pēteris", place, SMALL);
    peteris.act(Action::Attendance);
    peteris.act(Action::MarkNoShow);
    peteris.act(Action::Accept);
}

#[test]
fn what_was_marked_stays_until_it_is_decided_on() {
    everywhere(|place| {
        for (takes_theirs, outcome) in [(false, Outcome::Excused), (true, Outcome::NoShow)] {
            let world = prepared();
            let mut anna = anna_marks(&world, place);
            peteris_records(&world, place);
            let told = anna.refused(Desk::rest);
            assert!(told.contains("Jānis"), "{told}");
            assert_eq!(marks(&anna), [Outcome::Excused, Outcome::Attended]);
            assert_eq!(grid(&anna).cursor.row, 1, "the cursor stays");
            assert!(told.contains("pēteris"), "{told}");
            let theirs = Text::TheirsBy.fill(place.lang, &[&"pēteris", &"n "]);
            anna.sees(theirs.trim_end());
            anna.resize(WIDE);
            anna.sees(REMARK);
            let keys = anna.count(|anna| match takes_theirs {
                true => {
                    anna.act(Action::Duplicate);
                    anna.act(Action::Accept);
                }
                false => {
                    let told = anna.refused(|anna| anna.act(Action::Accept));
                    assert!(told.contains("Jānis"), "it is not overwritten unseen");
                    assert_eq!(sessions(&world)[0].outcome, Outcome::NoShow);
                    anna.act(Action::Accept);
                }
            });
            assert!(keys <= 2, "{keys}");
            let sessions = sessions(&world);
            assert_eq!((sessions[0].outcome, sessions[1].outcome), (outcome, Outcome::Attended));
            assert_eq!(sessions[1].text, REMARK);
            anna.rest();
            assert_eq!(anna.app.overview.drafts, [], "nothing is left to offer");
        }
    });
}

#[test]
fn what_goes_together_is_recorded_without_a_question() {
    everywhere(|place| {
        let world = prepared();
        let mut anna = world.desk(place);
        anna.act(Action::Attendance);
        anna.act(Action::Down);
        anna.act(Action::MarkText);
        anna.type_text(REMARK);
        anna.act(Action::Accept);
        peteris_records(&world, place);
        // She has not seen it yet.
        anna.act(Action::Accept);
        assert!(anna.app.screens.is_empty(), "{}", anna.screen());
        let sessions = sessions(&world);
        assert_eq!((sessions[0].outcome, sessions[1].text.as_str()), (Outcome::NoShow, REMARK));
    });
}

#[test]
fn only_what_a_colleague_planned_anew_is_told_of_and_the_rest_stays_as_it_was_typed() {
    everywhere(|place| {
        let world = prepared();
        let mut anna = anna_marks(&world, place);
        // The morning's is on another day by now; she has not seen it yet.
        let morning = sessions(&world).remove(0);
        let moved = Session { day: morning.day + Days::new(1), ..morning.clone() };
        world.store().apply("pēteris", &Operation::new(Deed::EditSession).change(morning, moved.clone())).unwrap();
        let told = anna.refused(|anna| anna.act(Action::Accept));
        assert!(told.contains("pēteris") && told.contains("Jānis"), "{told}");
        let sheet = &grid(&anna).sheet;
        assert!(sheet.rows.iter().all(|row| row.session.id != moved.id), "it is no session of that day");
        assert!(sessions(&world).iter().all(Session::is_open), "nothing is recorded unseen");
        anna.act(Action::Accept);
        let marked = |number: Id<Session>| world.read(|reader| reader.get(number)).unwrap();
        assert_eq!(marked(moved.id), moved);
        assert!(sessions(&world).iter().any(|session| session.text == REMARK && session.charge.is_some()));
    });
}

#[test]
fn two_remarks_on_one_session_are_both_shown() {
    everywhere(|place| {
        let world = prepared();
        let mut anna = anna_marks(&world, place);
        let mut peteris = world.desk_of("pēteris", place, SMALL);
        peteris.act(Action::Attendance);
        peteris.act(Action::Down);
        peteris.act(Action::MarkText);
        peteris.type_text("ieradās kopā ar māti un aizgāja stundu agrāk nekā parasti");
        peteris.act(Action::Accept);
        peteris.act(Action::Accept);
        let told = anna.refused(|anna| anna.act(Action::Accept));
        assert!(told.contains("Jānis"), "{told}");
        for words in [REMARK, "aizgāja", "parasti"] {
            anna.sees(words);
        }
        anna.act(Action::Accept);
        let sessions = sessions(&world);
        assert_eq!((sessions[0].outcome, sessions[1].text.as_str()), (Outcome::Excused, REMARK));
    });
}

#[test]
fn a_sheet_follows_under_the_line_that_is_typed() {
    everywhere(|place| {
        let world = prepared();
        let mut anna = anna_marks(&world, place);
        anna.act(Action::MarkText);
        peteris_records(&world, place);
        anna.heedless(Desk::rest);
        anna.type_text(" un brāli");
        anna.act(Action::Accept);
        assert!(matches!(anna.app.screens[..], [Screen::Attendance(_)]), "one sheet, not two");
        assert_eq!(grid(&anna).marks[1].text, format!("{REMARK} un brāli"));
    });
}

#[test]
fn marks_are_a_draft_when_the_line_breaks() {
    everywhere(|place| {
        let world = prepared();
        let mut anna = anna_marks(&world, place);
        anna.act(Action::MarkText);
        anna.type_text(" un brāli");
        anna.act(Action::CursorLeft);
        anna.lose_line();
        peteris_records(&world, place);

        let mut anna = world.desk(place);
        anna.sees(REMARK);
        anna.heedless(|anna| anna.act(Action::Accept));
        assert_eq!(marks(&anna), [Outcome::Excused, Outcome::Attended], "what was typed is there");
        assert_eq!(grid(&anna).marks[1].text, format!("{REMARK} un brāli"));
        anna.sees(Text::TheirsBy.fill(place.lang, &[&"pēteris", &"n "]).trim_end());
        anna.refused(|anna| anna.act(Action::Accept));
        anna.act(Action::Accept);
        assert_eq!(sessions(&world)[0].outcome, Outcome::Excused);
        drop(anna);
        assert!(world.desk(place).app.screens.is_empty(), "nothing is left to offer");
    });
}

#[test]
fn a_remark_goes_on_where_its_cursor_stood() {
    everywhere(|place| {
        let world = prepared();
        let mut anna = world.desk(place);
        anna.act(Action::Attendance);
        anna.act(Action::MarkText);
        anna.type_text("slms");
        anna.act(Action::CursorLeft);
        anna.act(Action::CursorLeft);
        anna.type_text("i");
        anna.rest();
        drop(anna);
        let mut anna = world.desk(place);
        anna.act(Action::Accept);
        anna.type_text("mu");
        anna.act(Action::Accept);
        anna.act(Action::Accept);
        assert_eq!(sessions(&world)[0].text, "slimums");
    });
}

#[test]
fn leaving_keeps_what_was_marked() {
    everywhere(|place| {
        let world = prepared();
        let mut anna = anna_marks(&world, place);
        anna.act(Action::NextDay);
        anna.act(Action::Back);
        assert!(anna.app.screens.is_empty());
        assert_eq!(anna.app.due(), 1);
        anna.act(Action::Attendance);
        assert_eq!(marks(&anna), [Outcome::Excused, Outcome::Attended]);
        // What is taken back is nothing to be kept.
        anna.act(Action::MarkText);
        anna.act(Action::ClearField);
        anna.act(Action::Accept);
        anna.act(Action::Up);
        anna.act(Action::MarkOpen);
        anna.act(Action::Back);
        anna.rest();
        assert_eq!(anna.app.due(), 0);
        assert!(sessions(&world)[0].is_open());
    });
}

#[test]
fn who_marks_the_same_day_is_shown() {
    everywhere(|place| {
        let world = prepared();
        let (mut anna, mut peteris) = (world.desk(place), world.desk_of("pēteris", place, SMALL));
        peteris.act(Action::Attendance);
        anna.act(Action::Attendance);
        anna.sees(&Text::WorkedOnBy.fill(place.lang, &[&"pēteris"]));
        peteris.act(Action::NextDay);
        anna.rest();
        assert!(!anna.screen().contains("pēteris"), "{}", anna.screen());
    });
}
