//! The work queue: what waits, in one list by date, acted on with Enter.

use atbalsts::action::Action;
use atbalsts::app::Screen;
use atbalsts::app::forms::Noun;
use atbalsts::app::page::{Cell, Look, Row, Target};
use atbalsts::domain::{
    Assessment, AssessmentKind, Child, Deed, Family, Field, Id, Note, Operation, Outcome, Person, Relation, Session,
};
use atbalsts::i18n::{Text, plural::Counted};

use crate::desk::{Desk, SMALL, World, day, everywhere};
use crate::first_day::prepared;

/// What waits at Jānis': the opinion expires, an assessment is overdue, one was held and never written up, and
/// yesterday's sheet is not marked.
fn busy() -> World {
    let mut world = prepared();
    world.today = day(2018, 9, 12);
    let child = world.read(|reader| reader.all::<Child>()).remove(0);
    let expiring = Child { disability_until: Some(day(2018, 10, 1)), ..child.clone() };
    let assessment = |kind, planned, done| Assessment {
        child: child.id,
        kind,
        planned_on: planned,
        done_on: done,
        conclusions: "Staigā ar atbalstu.".into(),
        ..Assessment::default()
    };
    let operation = Operation::new(Deed::Import)
        .change(child.clone(), expiring)
        .create(assessment(AssessmentKind::Initial, None, Some(day(2018, 9, 3))))
        .create(assessment(AssessmentKind::Interim, Some(day(2018, 9, 10)), None));
    world.store().apply("ģirts", &operation).unwrap();
    world
}

/// The rows of the open page in the order they stand, headings left out.
fn rows(desk: &Desk) -> usize {
    desk.page().rows.iter().filter(|row| row.look != Look::Heading).count()
}

#[test]
fn everything_that_waits_stands_in_one_list_by_date() {
    everywhere(|place| {
        let lang = place.lang;
        let world = busy();
        let mut desk = world.desk(place);
        desk.act(Action::Back);
        assert_eq!(desk.app.due(), 4);
        desk.act(Action::WorkQueue);
        assert_eq!(rows(&desk), 4, "the top line counts the rows");
        let screen = desk.screen();
        let at = |text: &str| screen.find(text).unwrap_or_else(|| panic!("{text}:\n{screen}"));
        let order = [
            at("03.09.2018"),
            at("10.09.2018"),
            at(&Text::UnmarkedOf.fill(lang, &[&Counted::Session.text(2, lang)])),
            at(Text::ExpiresDisability.text(lang)),
        ];
        assert!(order.is_sorted(), "{screen}");

        // A day's sheet.
        desk.act(Action::Down);
        desk.act(Action::Down);
        desk.act(Action::Open);
        assert!(matches!(desk.app.screens.last(), Some(Screen::Attendance(_))));
        desk.act(Action::Accept);
        assert_eq!((desk.app.due(), rows(&desk)), (3, 3));

        // The opinion's new date: the cursor is on it.
        desk.act(Action::Bottom);
        desk.act(Action::Open);
        assert_eq!(desk.form().focused().unwrap().field, Field::DisabilityUntil);
        desk.type_text("1.10.2020");
        desk.save();
        assert_eq!((desk.app.due(), rows(&desk)), (2, 2));

        // What is typed and not saved waits too, and goes on with Enter.
        desk.act(Action::Back);
        desk.act(Action::NewNote);
        desk.type_text("Piezvanīt skolai");
        desk.act(Action::Back);
        assert_eq!(desk.app.due(), 3);
        desk.act(Action::WorkQueue);
        desk.act(Action::Bottom);
        desk.act(Action::Open);
        assert_eq!(desk.value(Field::Text), "Piezvanīt skolai");
        desk.save();
        assert_eq!(desk.app.due(), 2);
    });
}

#[test]
fn a_report_without_recommendations_is_finished_in_its_field() {
    everywhere(|place| {
        let world = busy();
        let report = world.read(|reader| reader.all::<Assessment>()).remove(0);
        let scored = Assessment {
            scores: vec![atbalsts::domain::Score { item: "d4".into(), value: 2, ..Default::default() }],
            ..report.clone()
        };
        world.store().apply("ģirts", &Operation::new(Deed::ScoreAssessment).change(report, scored)).unwrap();
        let mut desk = world.desk(place);
        desk.act(Action::WorkQueue);
        desk.sees(&Field::Recommendations.text(place.lang).to_lowercase());
        desk.act(Action::Open);
        assert_eq!(desk.form().focused().unwrap().field, Field::Recommendations);
        desk.type_text("Turpināt fizioterapiju divreiz nedēļā.");
        desk.save();
        let report = world.read(|reader| reader.all::<Assessment>()).remove(0);
        assert_eq!(report.recommendations, "Turpināt fizioterapiju divreiz nedēļā.");
        assert_eq!(desk.app.due(), 4, "it is not completed yet");
    });
}

#[test]
fn the_own_caseload_stands_first_and_alone_is_counted() {
    everywhere(|place| {
        let world = busy();
        // A second family, Pēteris', whose opinion expired.
        let programme = world.read(|reader| reader.all::<Family>()).remove(0).programme;
        let family = Family {
            id: Id::placeholder(1),
            programme,
            case_number: "2018-09".into(),
            surname: "Ābele".into(),
            owner: "pēteris".into(),
            ..Family::default()
        };
        let person = Person {
            id: Id::placeholder(2),
            family: family.id,
            given_names: "Rūta".into(),
            surname: "Ābele".into(),
            relation: Relation::Child,
            birth_date: Some(day(2013, 1, 7)),
            ..Person::default()
        };
        let child = Child {
            family: family.id,
            person: person.id,
            special_care_until: Some(day(2018, 8, 31)),
            ..Child::default()
        };
        let operation = Operation::new(Deed::AddFamily).create(family).create(person).create(child);
        world.store().apply("pēteris", &operation).unwrap();

        let due = |user: &str| {
            let mut desk = world.desk_of(user, place, SMALL);
            desk.act(Action::Back);
            desk.act(Action::WorkQueue);
            let others = desk.page().rows.iter().any(|row| {
                row.look == Look::Heading
                    && !row.cells.is_empty()
                    && desk.screen().contains(Text::OthersWork.text(place.lang))
            });
            (desk.app.due(), rows(&desk), others)
        };
        assert_eq!(due("anna"), (4, 5, true));
        assert_eq!(due("pēteris"), (1, 5, true));
        assert_eq!(due("līga"), (5, 5, false), "who owns no case works for all");
        // Enter acts on a colleague's case without moving the cursor there.
        let mut desk = world.desk(place);
        desk.act(Action::WorkQueue);
        desk.act(Action::Bottom);
        desk.act(Action::Open);
        assert_eq!(desk.form().focused().unwrap().field, Field::SpecialCareUntil);
        assert!(desk.form().whom.starts_with("Ābele"), "{}", desk.form().whom);
    });
}

#[test]
fn the_open_queue_follows_what_others_write_as_the_header_does() {
    everywhere(|place| {
        let mut world = prepared();
        // So late that what is left cannot be used up any more.
        world.today = day(2019, 9, 1);
        let mut desk = world.desk(place);
        desk.act(Action::WorkQueue);
        let own = |desk: &Desk| {
            let rows = desk.page().rows.iter();
            let own = rows.take_while(|row| row.look != Look::Heading);
            own.filter(|row| row.look != Look::Faint).count()
        };
        // What plans remind of comes a moment later, and stands in the open page, too.
        desk.rest();
        let due = desk.app.due();
        assert!(!desk.app.families.reminders().is_empty(), "plans remind of something");
        assert_eq!(own(&desk), due, "{}", desk.screen());
        let note = Note { family: Id::new(1), text: "Zvanīja māte".into(), day: day(2019, 9, 1), ..Note::default() };
        world.store().apply("pēteris", &Operation::new(Deed::AddNote).create(note)).unwrap();
        desk.rest();
        assert_eq!((own(&desk), desk.app.due()), (due, due), "{}", desk.screen());
    });
}

#[test]
fn under_the_classic_keymap_f10_closes_what_stands_over_the_panes() {
    everywhere(|place| {
        if place.keymap != "classic" {
            return;
        }
        let world = busy();
        let mut desk = world.desk(place);
        desk.act(Action::WorkQueue);
        desk.act(Action::Help);
        for screens in [1, 0] {
            desk.keys("f10");
            assert_eq!((desk.app.screens.len(), desk.ended), (screens, false));
        }
        desk.keys("f10");
        assert!(desk.ended);
    });
}

/// What parents suggested is as long as they were; the foot of the page says what the row has no room for.
fn is_free_text(row: &Row) -> bool {
    matches!(&row.target, Target::Form { open, .. } if open.noun == Noun::Suggestion)
}

#[test]
fn on_the_smallest_screen_every_row_says_whole_what_is_to_be_done() {
    everywhere(|place| {
        let world = World::demo();
        let mut desk = world.desk_of("anna", place, SMALL);
        // A session that was moved waits for those who are to be told.
        let open = |session: &&Session| session.is_open() && session.day > day(2019, 3, 15);
        let old = world.read(|reader| reader.all::<Session>()).iter().find(open).cloned().unwrap();
        let new = Session {
            id: Id::placeholder(0),
            day: old.day + chrono::Days::new(1),
            series: Id::default(),
            instead_of: None,
            ..old.clone()
        };
        let outcome = Outcome::Moved;
        let moved = Session { outcome, moved_to: new.id, to_inform: true, ..old.clone() };
        let operation = Operation::new(Deed::MoveSession).create(new).change(old, moved);
        world.store().apply("anna", &operation).unwrap();
        desk.rest();
        desk.act(Action::WorkQueue);
        let screen = desk.screen();
        let told: Vec<String> = desk
            .page()
            .rows
            .iter()
            .filter(|row| row.look != Look::Heading && !is_free_text(row))
            .filter_map(|row| match row.cells.last() {
                Some(Cell::Text(what)) => what.split(" · ").next().map(str::to_owned),
                _ => None,
            })
            .collect();
        assert!(
            told.len() > 10
                && told.iter().any(|what| what.contains(Text::MovedTo.text(place.lang).trim_end_matches("{}")))
        );
        for what in told {
            assert!(screen.contains(&what), "{what}:\n{screen}");
        }
    });
}
