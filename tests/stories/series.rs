//! One session of a series is changed, and the program asks how far that reaches.

use atbalsts::action::{Action, Context};
use atbalsts::app::{
    Screen,
    question::{Question, Yes},
};
use atbalsts::domain::{Choice, Field, Outcome, Series, Session};
use atbalsts::keymap::{BUILT_IN, Keymap};

use crate::desk::{Desk, Place, World, day, everywhere};
use crate::first_day::{in_office, prepared};

/// Ten Tuesdays of one series, and the calendar's cursor on the third of them, 25 September.
fn on_the_third(place: Place) -> (World, Desk) {
    let world = prepared();
    let mut desk = world.desk(place);
    desk.act(Action::PaneCalendar);
    desk.act(Action::NextWeek);
    desk.act(Action::NextWeek);
    (world, desk)
}

/// Opens the form of the session under the cursor, types into one field and saves: the program asks how far that reaches.
fn change(desk: &mut Desk, action: Action, field: Field, text: &str) {
    desk.act(action);
    desk.enter(field, text);
    desk.act(Action::Save);
    let asked = |question: &Question| matches!(question.yes, Yes::Reach(_));
    assert!(matches!(desk.app.screens.last(), Some(Screen::Question(question)) if asked(question)));
}

/// The sessions that were booked together, in order.
fn of_series(desk: &Desk) -> Vec<Session> {
    let dossier = desk.dossier();
    dossier.sessions.iter().filter(|session| session.series.is_some()).cloned().collect()
}

/// When each of them starts.
fn times(desk: &Desk) -> Vec<String> {
    of_series(desk).iter().map(|session| session.start.unwrap().format("%H:%M").to_string()).collect()
}

#[test]
fn a_change_of_one_session_changes_one_unless_somebody_says_otherwise() {
    everywhere(|place| {
        let (_world, mut desk) = on_the_third(place);
        change(&mut desk, Action::Edit, Field::Start, "11");
        desk.act(Action::Accept);
        let mut expect = ["10:00"; 10];
        expect[2] = "11:00";
        assert_eq!(times(&desk), expect);
        assert!(desk.app.screens.is_empty());
    });
}

#[test]
fn this_and_later_ones_are_shown_changed_and_taken_back_together() {
    everywhere(|place| {
        let (world, mut desk) = on_the_third(place);
        change(&mut desk, Action::Edit, Field::Start, "11");
        desk.act(Action::ReachLater);
        desk.sees("25.09");
        desk.sees("02.10");
        desk.sees("10:00 → 11:00");
        assert_eq!(times(&desk), ["10:00"; 10], "nothing is changed yet");
        desk.act(Action::Accept);
        let changed = times(&desk);
        assert_eq!(changed[..2], ["10:00"; 2]);
        assert_eq!(changed[2..], ["11:00"; 8]);
        // The earlier ones and the later ones are a series each.
        let series: Vec<Series> = world.read(|reader| reader.all());
        assert_eq!(series.iter().map(|series| series.days().len()).collect::<Vec<_>>(), [2, 8]);

        desk.act(Action::Undo);
        desk.act(Action::Accept);
        assert_eq!(times(&desk), ["10:00"; 10]);
    });
}

#[test]
fn all_of_a_series_move_to_another_weekday_and_keep_where_they_came_from() {
    everywhere(|place| {
        let (world, mut desk) = on_the_third(place);
        let before = of_series(&desk);
        change(&mut desk, Action::Move, Field::Day, "26.9.2018");
        desk.act(Action::ReachAll);
        desk.sees("12.09");
        desk.act(Action::Accept);
        let sessions = &desk.dossier().sessions;
        let by_number = |id| sessions.iter().find(|session| session.id == id).unwrap();
        for old in before.iter().map(|old| by_number(old.id)) {
            let next_day = old.day.succ_opt().unwrap();
            assert_eq!((old.outcome, by_number(old.moved_to).day), (Outcome::Moved, next_day));
        }
        let newest = world.read(|reader| reader.all::<Series>()).pop().unwrap();
        assert_eq!(newest.days().len(), 10);
        assert!(newest.rule.to_string().starts_with("FREQ=WEEKLY;BYDAY=WE;"), "{}", newest.rule);
    });
}

#[test]
fn a_cancelled_part_of_a_series_can_be_brought_back() {
    everywhere(|place| {
        let (_world, mut desk) = on_the_third(place);
        change(&mut desk, Action::Close, Field::Text, "sanatorija");
        desk.act(Action::ReachLater);
        desk.act(Action::Accept);
        let outcomes: Vec<Outcome> = of_series(&desk).iter().map(|own| own.outcome).collect();
        assert_eq!(outcomes[..2], [Outcome::Scheduled; 2]);
        assert_eq!(outcomes[2..], [Outcome::Excused; 8]);
        assert_eq!(of_series(&desk)[9].text, "sanatorija");

        // One of them is held after all.
        desk.act(Action::Close);
        desk.enter(Field::Outcome, Outcome::Scheduled.code());
        desk.save();
        assert_eq!(of_series(&desk)[2].outcome, Outcome::Scheduled);
    });
}

#[test]
fn what_cannot_be_says_so_and_changes_nothing() {
    everywhere(|place| {
        let (_world, mut desk) = on_the_third(place);
        let before = of_series(&desk);
        // The last of them would lie after the plan line's end.
        let by = day(2019, 9, 24) - before[2].day;
        assert!(before[9].day + by > day(2019, 9, 30));
        change(&mut desk, Action::Move, Field::Day, "24.9.2019");
        desk.act(Action::ReachLater);
        desk.sees("30.09.2019");
        desk.refused(|desk| desk.act(Action::Accept));
        assert_eq!(of_series(&desk), before);
        desk.act(Action::ReachThis);
        desk.act(Action::Back);
        assert!(desk.has_form(), "the form is still there");
    });
}

#[test]
fn a_session_alone_is_not_asked_about() {
    in_office(|_world, mut desk, _| {
        desk.act(Action::PaneCalendar);
        desk.act(Action::Down);
        desk.act(Action::Edit);
        desk.enter(Field::Start, "16");
        desk.save();
        assert!(desk.app.screens.is_empty());
    });
}

/// Where a letter lies on the keyboard: row and column.
fn key_place(letter: char) -> Option<(usize, usize)> {
    let rows = ["qwertyuiop", "asdfghjkl", "zxcvbnm"];
    rows.iter().enumerate().find_map(|(row, letters)| Some((row, letters.find(letter)?)))
}

#[test]
fn the_keys_that_say_how_far_are_no_neighbours() {
    for (name, _) in BUILT_IN {
        let keymap = Keymap::built_in(name).unwrap();
        let places: Vec<(usize, usize)> = [Action::ReachThis, Action::ReachLater, Action::ReachAll, Action::Accept]
            .iter()
            .flat_map(|action| keymap.keys_of(&[Context::Question], *action))
            .filter_map(|keys| key_place(keys.first()?.printable()?))
            .collect();
        let reaches = &places[..3];
        for (n, one) in reaches.iter().enumerate() {
            for other in &reaches[n + 1..] {
                assert!(one.0.abs_diff(other.0) > 1 || one.1.abs_diff(other.1) > 1, "{name}: {one:?} {other:?}");
            }
        }
    }
}
