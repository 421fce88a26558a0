//! Help and palette tell keys that do here what they are told to do.

use atbalsts::action::{Action, Context};
use atbalsts::app::page::Cell;
use atbalsts::app::{Screen, frame::Pane};
use atbalsts::keymap::{Resolution, sequence_label};

use crate::desk::{Desk, SMALL, World, everywhere};

/// Every key that stands before an action's name does that where these contexts hold.
fn check(desk: &Desk, contexts: &[Context], action: Action, told: &str) {
    let keymap = desk.keymap();
    for label in told.split("  ").map(str::trim).filter(|label| !label.is_empty()) {
        let bound = contexts.iter().flat_map(|context| keymap.bound(*context, action));
        let does = bound
            .filter(|keys| sequence_label(keys, desk.lang()) == label)
            .any(|keys| keymap.resolve(contexts, keys) == Resolution::Action(action));
        assert!(does, "{label:?} is told for {action:?} in {contexts:?}:\n{}", desk.screen());
    }
}

/// Opens help over what is on the screen and reads it.
fn read_help(desk: &mut Desk) {
    let contexts = desk.app.contexts();
    desk.resize((80, 200));
    desk.act(Action::Help);
    let screen = desk.screen();
    let mut count = 0;
    // Under the header and the title.
    for (&row, line) in desk.page().visible.iter().zip(screen.lines().skip(2)) {
        let [Cell::Keys(action, _), Cell::Text(name), ..] = &desk.page().rows[row].cells[..] else { continue };
        let (keys, _) = line.split_once(&format!("  {name}")).expect(line);
        assert!(!keys.trim().is_empty(), "{action:?} is told with its keys:\n{screen}");
        check(desk, contexts, *action, keys);
        count += 1;
    }
    assert!(count > 5, "{contexts:?}");
    desk.act(Action::Back);
    desk.resize(SMALL);
    assert_eq!(desk.app.contexts(), contexts);
}

#[test]
fn keys_that_help_tells_do_what_it_says_wherever_it_is_asked_for() {
    everywhere(|place| {
        let world = World::demo();
        let mut desk = world.desk(place);
        for (pane, go) in [
            (Pane::Families, Action::PaneFamilies),
            (Pane::Plan, Action::PanePlan),
            (Pane::Calendar, Action::PaneCalendar),
        ] {
            desk.act(go);
            assert_eq!(desk.app.focus, pane);
            read_help(&mut desk);
        }
        desk.act(Action::WorkQueue);
        read_help(&mut desk);
        desk.act(Action::Back);
        desk.act(Action::Attendance);
        read_help(&mut desk);
        desk.act(Action::Back);
        desk.act(Action::NewNote);
        read_help(&mut desk);
    });
}

#[test]
fn the_palette_tells_the_keys_of_the_screen_beneath_and_that_nothing_is_found() {
    everywhere(|place| {
        let world = World::demo();
        let mut desk = world.desk(place);
        desk.act(Action::Attendance);
        let contexts = desk.app.contexts();
        desk.act(Action::Palette);
        desk.type_text(Action::Move.name());
        let Some(Screen::Line(line)) = desk.app.screens.last() else { panic!("the palette is not open") };
        assert_eq!(line.commands[0], Action::Move);
        let screen = desk.screen();
        let told = screen.lines().find_map(|line| line.split_once(Action::Move.text(desk.lang()))).unwrap().1;
        check(&desk, contexts, Action::Move, told);
        desk.type_text("qqqq");
        desk.sees(atbalsts::i18n::Text::NoSuchCommand.text(desk.lang()));
    });
}
