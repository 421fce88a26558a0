//! What was typed is never lost, and never saved twice.

use atbalsts::action::Action;
use atbalsts::app::Screen;
use atbalsts::domain::{Field, Note};
use atbalsts::i18n::Text;

use crate::desk::{Desk, World, everywhere};
use crate::first_day::prepared;

const HALF: &str = "Māte zvanīja: rīt Jānis";

fn notes(world: &World) -> Vec<String> {
    world.read(|reader| reader.all::<Note>()).into_iter().map(|note| note.text).collect()
}

/// The text with the cursor's place in it.
fn typed(desk: &Desk) -> (String, usize) {
    let line = &desk.form().focused().unwrap().line;
    (line.text().to_owned(), line.cursor())
}

fn half_a_note(desk: &mut Desk) -> (String, usize) {
    desk.act(Action::LogCall);
    desk.type_text(HALF);
    for _ in 0..5 {
        desk.act(Action::CursorLeft);
    }
    typed(desk)
}

#[test]
fn a_form_that_was_left_goes_on_where_it_was() {
    everywhere(|place| {
        let world = prepared();
        let mut desk = world.desk(place);
        let left = half_a_note(&mut desk);
        desk.act(Action::Back);
        assert!(desk.app.screens.is_empty());
        desk.sees(Text::DraftKept.text(place.lang));
        assert_eq!(desk.app.due(), 1, "the draft waits");
        desk.act(Action::LogCall);
        assert_eq!(typed(&desk), left);
        desk.type_text("mazais ");
        desk.save();
        assert_eq!(notes(&world), ["Māte zvanīja: rīt mazais Jānis"]);
        assert_eq!(desk.app.due(), 0);
        desk.act(Action::LogCall);
        assert_eq!(typed(&desk), (String::new(), 0), "a new note begins empty");
    });
}

#[test]
fn a_broken_line_costs_no_letter() {
    everywhere(|place| {
        let world = prepared();
        let mut desk = world.desk(place);
        let left = half_a_note(&mut desk);
        desk.lose_line();

        let mut desk = world.desk(place);
        assert!(matches!(desk.app.screens[..], [Screen::Question(_)]), "it is offered");
        desk.sees(HALF);
        desk.act(Action::Accept);
        assert_eq!(typed(&desk), left);
        desk.save();
        assert_eq!(notes(&world), [HALF]);
        drop(desk);
        assert!(world.desk(place).app.screens.is_empty(), "nothing is left to offer");
    });
}

#[test]
fn a_killed_process_loses_at_most_what_was_typed_since_the_last_pause() {
    everywhere(|place| {
        let world = prepared();
        let mut desk = world.desk(place);
        half_a_note(&mut desk);
        desk.rest();
        desk.type_text("!");
        drop(desk);
        let mut desk = world.desk(place);
        desk.act(Action::Back);
        assert!(desk.app.screens.is_empty(), "no, thank you");
        desk.act(Action::LogCall);
        assert_eq!(typed(&desk).0, HALF, "it is kept until it is saved or dropped");
    });
}

#[test]
fn a_draft_can_be_thrown_away() {
    everywhere(|place| {
        let world = prepared();
        let mut desk = world.desk(place);
        half_a_note(&mut desk);
        desk.act(Action::Back);
        desk.act(Action::Drafts);
        desk.sees(HALF);
        desk.act(Action::Close);
        desk.act(Action::Accept);
        desk.act(Action::LogCall);
        assert_eq!(typed(&desk).0, "");
        assert!(world.read(|reader| reader.drafts("anna")).is_empty());
    });
}

#[test]
fn saving_twice_saves_once() {
    everywhere(|place| {
        let world = prepared();
        let mut desk = world.desk(place);
        desk.act(Action::LogCall);
        desk.type_text(HALF);
        let save = desk.keys_of(Action::Save);
        desk.heedless(|desk| {
            desk.delay();
            desk.press_all(&save);
            desk.press_all(&save);
            desk.catch_up();
        });
        assert_eq!(notes(&world), [HALF]);
    });
}

#[test]
fn what_is_wrong_stands_beside_its_field_and_stops_only_saving() {
    everywhere(|place| {
        let world = prepared();
        let mut desk = world.desk(place);
        desk.act(Action::NewChild);
        desk.enter(Field::GivenNames, "Rūta");
        desk.enter(Field::BirthDate, "31.02.2012");
        desk.enter(Field::Ceiling, "divi tūkstoši");
        desk.refused(|desk| desk.act(Action::Save));
        assert_eq!(desk.form().focused().unwrap().field, Field::BirthDate);
        let [fault] = &desk.faults_of(Field::BirthDate)[..] else { panic!("one fault") };
        let shown = desk.screen().replace("\n ", " ");
        assert!(shown.contains(fault), "{fault}\n{shown}");
        desk.act(Action::Back);
        desk.act(Action::NewChild);
        assert_eq!((desk.value(Field::GivenNames), desk.value(Field::BirthDate)), ("Rūta", "31.02.2012"));
        desk.enter(Field::Ceiling, "2 000");
        desk.enter(Field::BirthDate, "29.02.2012");
        assert!(desk.faults_of(Field::BirthDate).is_empty(), "what was corrected is not blamed any more");
        desk.enter(Field::LegalBasis, "lēmums 15");
        desk.save();
        assert_eq!(desk.app.families.visible.len(), 2);
    });
}
