//! What was typed is never lost, and never saved twice.

use atbalsts::action::Action;
use atbalsts::app::{Effect, Reply, Screen, Soon};
use atbalsts::domain::{Deed, Draft, Family, Field, Id, Note, Operation};
use atbalsts::i18n::Text;
use atbalsts::runtime::worker::Worker;

use crate::desk::{Desk, World, clock};
use crate::first_day::{in_office, sister};

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
    in_office(|world, mut desk, place| {
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
    in_office(|world, mut desk, place| {
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
fn what_is_being_typed_waits_whether_it_was_written_by_then_or_not() {
    in_office(|world, mut desk, place| {
        half_a_note(&mut desk);
        desk.lose_line();
        let kept: Vec<Draft> = world.read(|reader| reader.drafts("anna"));
        let mut worker = Worker::new(&world.path, "anna", place.lang, clock(), world.today);
        let mut drafts = |effect| match worker.perform(effect).pop() {
            Some(Reply::Overview(overview)) => overview.drafts,
            _ => Vec::new(),
        };
        assert_eq!(drafts(Effect::LoadOverview(None)), kept);
        let more = Draft { texts: vec![("text".into(), "Vēl viena".into())], about: 99, ..kept[0].clone() };
        let changed = Draft { texts: vec![("text".into(), format!("{HALF}!"))], ..kept[0].clone() };
        for draft in [&more, &changed] {
            drafts(Effect::SaveDraft(Box::new(draft.clone()), Soon::Later));
        }
        let pending = drafts(Effect::LoadOverview(None));
        assert_eq!(world.read(|reader| reader.drafts("anna")), kept, "nothing is written yet");
        assert_eq!(pending.iter().map(|draft| &draft.texts).collect::<Vec<_>>(), [&changed.texts, &more.texts]);
        drafts(Effect::SaveDraft(Box::new(changed), Soon::Now));
        assert_eq!(drafts(Effect::LoadOverview(None)), pending);
    });
}

#[test]
fn a_killed_process_loses_nothing_that_was_typed() {
    in_office(|world, mut desk, place| {
        half_a_note(&mut desk);
        desk.rest();
        desk.type_text("!");
        drop(desk);
        let mut desk = world.desk(place);
        desk.act(Action::Back);
        assert!(desk.app.screens.is_empty(), "no, thank you");
        desk.act(Action::LogCall);
        assert_eq!(typed(&desk).0.replace('!', ""), HALF, "it is kept until it is saved or dropped");
        assert!(typed(&desk).0.contains('!'), "and the letter after the last pause");
    });
}

#[test]
fn a_draft_can_be_thrown_away() {
    in_office(|world, mut desk, _| {
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
    in_office(|world, mut desk, _| {
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
    in_office(|_world, mut desk, _| {
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

#[test]
fn a_draft_about_a_family_is_not_taken_for_one_about_a_child_of_its_number() {
    in_office(|world, mut desk, _| {
        // The family of number 2 has no child; the child of number 1 belongs to the family of number 1.
        desk.fill(Action::NewFamily, &[(Field::Surname, "Ābele")]);
        let family = desk.app.families.rows.iter().position(|row| row.surname == "Ābele").unwrap();
        let child = desk.app.families.rows.iter().position(|row| row.child == Some(Id::new(1))).unwrap();
        let families = world.read(|reader| reader.all::<Family>());
        assert_eq!(families.len(), 2);
        let (person, sister) = sister(families[0].id);
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
    in_office(|world, mut desk, _| {
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
