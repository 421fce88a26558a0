//! One session of a series is changed, and the program asks how far that reaches.

use atbalsts::action::{Action, Context};
use atbalsts::app::{Screen, question::Yes};
use atbalsts::domain::{Field, Outcome, Series, Session};
use atbalsts::keymap::{BUILT_IN, Keymap};
use chrono::NaiveDate;

use crate::desk::{Desk, day, everywhere};
use crate::first_day::prepared;

/// The sessions that were booked together, in order.
fn of_series(desk: &Desk) -> Vec<Session> {
    let dossier = desk.dossier();
    dossier.sessions.iter().filter(|session| session.series.is_some()).cloned().collect()
}

fn is_asked(desk: &Desk) -> bool {
    matches!(desk.app.screens.last(), Some(Screen::Question(question)) if matches!(question.yes, Yes::Reach(_)))
}

/// Puts the cursor on the third session of the series.
fn on_third(desk: &mut Desk) {
    desk.act(Action::PaneCalendar);
    desk.act(Action::NextWeek);
    desk.act(Action::NextWeek);
}

fn time(session: &Session) -> String {
    session.start.unwrap().format("%H:%M").to_string()
}

#[test]
fn a_change_of_one_session_changes_one_unless_somebody_says_otherwise() {
    everywhere(|place| {
        let world = prepared();
        let mut desk = world.desk(place);
        on_third(&mut desk);
        desk.act(Action::Edit);
        desk.enter(Field::Start, "11");
        desk.act(Action::Save);
        assert!(is_asked(&desk));
        desk.act(Action::Accept);
        let changed: Vec<usize> =
            of_series(&desk).iter().enumerate().filter(|(_, own)| time(own) == "11:00").map(|(n, _)| n).collect();
        assert_eq!(changed, [2]);
        assert!(desk.app.screens.is_empty());
    });
}

#[test]
fn this_and_later_ones_are_shown_changed_and_taken_back_together() {
    everywhere(|place| {
        let world = prepared();
        let mut desk = world.desk(place);
        on_third(&mut desk);
        desk.act(Action::Edit);
        desk.enter(Field::Start, "11");
        desk.act(Action::Save);
        desk.act(Action::ReachLater);
        desk.sees("25.09");
        desk.sees("02.10");
        desk.sees("10:00 → 11:00");
        assert!(of_series(&desk).iter().all(|own| time(own) == "10:00"), "nothing is changed yet");
        desk.act(Action::Accept);
        let times: Vec<String> = of_series(&desk).iter().map(time).collect();
        assert_eq!(times[..2], ["10:00", "10:00"]);
        assert!(times[2..].iter().all(|time| time == "11:00"));
        // The earlier ones and the later ones are a series each.
        let all = world.read(|reader| reader.all::<Series>());
        let days: Vec<(usize, String)> =
            all.iter().map(|series| (series.days().len(), series.start.unwrap().to_string())).collect();
        assert_eq!(days, [(2, "10:00:00".to_owned()), (8, "11:00:00".to_owned())]);

        desk.act(Action::Undo);
        desk.act(Action::Accept);
        assert!(of_series(&desk).iter().all(|own| time(own) == "10:00"));
    });
}

#[test]
fn all_of_a_series_move_to_another_weekday_and_keep_where_they_came_from() {
    everywhere(|place| {
        let world = prepared();
        let mut desk = world.desk(place);
        let before = of_series(&desk);
        on_third(&mut desk);
        desk.act(Action::Move);
        desk.enter(Field::Day, "26.9.2018");
        desk.act(Action::Save);
        desk.act(Action::ReachAll);
        desk.sees("12.09");
        desk.act(Action::Accept);
        let sessions = &desk.dossier().sessions;
        for old in &before {
            let old = sessions.iter().find(|session| session.id == old.id).unwrap();
            let new = sessions.iter().find(|session| session.id == old.moved_to).unwrap();
            assert_eq!((old.outcome, new.day), (Outcome::Moved, old.day.succ_opt().unwrap()));
        }
        let newest = world.read(|reader| reader.all::<Series>()).pop().unwrap();
        assert_eq!(newest.days().len(), 10);
        assert!(newest.rule.to_string().starts_with("FREQ=WEEKLY;BYDAY=WE;"), "{}", newest.rule);
    });
}

#[test]
fn a_cancelled_part_of_a_series_can_be_brought_back() {
    everywhere(|place| {
        let world = prepared();
        let mut desk = world.desk(place);
        on_third(&mut desk);
        desk.act(Action::Close);
        desk.enter(Field::Text, "sanatorija");
        desk.act(Action::Save);
        desk.act(Action::ReachLater);
        desk.act(Action::Accept);
        let outcomes: Vec<Outcome> = of_series(&desk).iter().map(|own| own.outcome).collect();
        assert_eq!(outcomes[..2], [Outcome::Scheduled; 2]);
        assert_eq!(outcomes[2..], [Outcome::Excused; 8]);
        assert!(of_series(&desk)[9].text == "sanatorija");

        // One of them is held after all.
        desk.act(Action::Close);
        desk.enter(Field::Outcome, "?");
        desk.save();
        assert_eq!(of_series(&desk)[2].outcome, Outcome::Scheduled);
    });
}

#[test]
fn what_cannot_be_says_so_and_changes_nothing() {
    everywhere(|place| {
        let world = prepared();
        let mut desk = world.desk(place);
        let before = of_series(&desk);
        let last = before[9].day;
        on_third(&mut desk);
        desk.act(Action::Move);
        // The last of them would lie after the plan line's end.
        let far: NaiveDate = day(2019, 9, 24);
        assert!(far + (last - before[2].day) > day(2019, 9, 30));
        desk.enter(Field::Day, "24.9.2019");
        desk.act(Action::Save);
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
    everywhere(|place| {
        let world = prepared();
        let mut desk = world.desk(place);
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
