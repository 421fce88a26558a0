//! Two people at once on one store.

use atbalsts::action::Action;
use atbalsts::domain::{CaseStatus, Deed, Family, Field, Id, Note, Operation, Session};
use atbalsts::i18n::{Text, choice::Worded};

use crate::desk::{Desk, Place, SMALL, World, day, everywhere};
use crate::first_day::prepared;

fn two(world: &World, place: Place) -> (Desk, Desk) {
    (world.desk(place), world.desk_of("pēteris", place, SMALL))
}

/// Opens the family's own form, by way of its file.
fn open_family(desk: &mut Desk) {
    desk.act(Action::CaseFile);
    desk.act(Action::Edit);
}

fn family(world: &World) -> Family {
    world.read(|reader| reader.all::<Family>()).remove(0)
}

#[test]
fn different_fields_are_merged() {
    everywhere(|place| {
        let world = prepared();
        let (mut anna, mut peteris) = two(&world, place);
        open_family(&mut anna);
        open_family(&mut peteris);
        anna.enter(Field::Phone, "26123456");
        anna.save();
        peteris.enter(Field::Email, "berzini@talsi.lv");
        peteris.save();
        let family = family(&world);
        assert_eq!((family.phone.as_str(), family.email.as_str()), ("26123456", "berzini@talsi.lv"));
    });
}

#[test]
fn the_same_field_is_shown_with_both_values_and_the_second_save_decides() {
    everywhere(|place| {
        let world = prepared();
        let (mut anna, mut peteris) = two(&world, place);
        open_family(&mut anna);
        open_family(&mut peteris);
        anna.enter(Field::Phone, "26123456");
        anna.enter(Field::ActualAddress, "Liepu aleja 5, Ķekava");
        anna.save();
        peteris.enter(Field::Phone, "27999888");
        peteris.enter(Field::Email, "berzini@talsi.lv");
        let told = peteris.refused(|desk| desk.act(Action::Save));
        assert!(told.contains(Field::Phone.text(place.lang)), "{told}");
        assert_eq!(peteris.form().focused().unwrap().field, Field::Phone);
        peteris.sees("27 999 888");
        peteris.sees(&Text::TheirsBy.fill(place.lang, &[&"anna", &"26 123 456"]));
        assert_eq!(peteris.value(Field::ActualAddress), "Liepu aleja 5, Ķekava", "what he left alone follows her");
        assert_eq!(family(&world).email, "", "nothing is saved yet");
        peteris.save();
        let family = family(&world);
        assert_eq!((family.phone.as_str(), family.email.as_str()), ("27999888", "berzini@talsi.lv"));
        assert_eq!(family.actual_address, "Liepu aleja 5, Ķekava");
    });
}

#[test]
fn what_a_colleague_changed_while_a_draft_lay_by_is_shown_before_it_is_overwritten() {
    everywhere(|place| {
        for breaks in [false, true] {
            let world = prepared();
            let (mut anna, mut peteris) = two(&world, place);
            open_family(&mut peteris);
            peteris.enter(Field::Phone, "27999888");
            let mut peteris = if breaks {
                peteris.lose_line();
                world.desk_of("pēteris", place, SMALL)
            } else {
                peteris.act(Action::Back);
                peteris
            };
            open_family(&mut anna);
            anna.enter(Field::Phone, "26123456");
            anna.enter(Field::Email, "berzini@talsi.lv");
            anna.save();
            peteris.rest();
            peteris.act(if breaks { Action::Accept } else { Action::Edit });
            assert_eq!(peteris.value(Field::Phone), "27999888");
            peteris.refused(|desk| desk.act(Action::Save));
            peteris.sees(&Text::TheirsBy.fill(place.lang, &[&"anna", &"26 123 456"]));
            assert_eq!(family(&world).phone, "26123456", "nothing is saved yet");
            peteris.save();
            let family = family(&world);
            assert_eq!((family.phone.as_str(), family.email.as_str()), ("27999888", "berzini@talsi.lv"));
        }
    });
}

#[test]
fn the_colleagues_value_is_taken_with_two_keys_and_ones_own_with_one() {
    everywhere(|place| {
        for takes_theirs in [true, false] {
            let world = prepared();
            let (mut anna, mut peteris) = two(&world, place);
            open_family(&mut anna);
            open_family(&mut peteris);
            anna.enter(Field::Phone, "26123456");
            anna.save();
            peteris.enter(Field::Phone, "27999888");
            peteris.refused(|desk| desk.act(Action::Save));
            for value in ["27 999 888", "26 123 456"] {
                peteris.sees(value);
            }
            let keys = peteris.count(|desk| {
                if takes_theirs {
                    desk.act(Action::Duplicate);
                    assert_eq!(desk.value(Field::Phone), "26 123 456");
                }
                desk.save();
            });
            assert_eq!(keys, if takes_theirs { 2 } else { 1 });
            assert_eq!(family(&world).phone, if takes_theirs { "26123456" } else { "27999888" });
        }
    });
}

#[test]
fn a_colleagues_work_appears_without_moving_the_cursor() {
    everywhere(|place| {
        let world = World::demo();
        let (mut anna, mut peteris) = two(&world, place);
        for _ in 0..4 {
            anna.act(Action::Down);
        }
        let (child, rows) = (anna.app.selected_child(), anna.app.families.visible.len());
        peteris.fill(Action::NewFamily, &[(Field::Surname, "Āboltiņa")]);
        anna.rest();
        assert_eq!(anna.app.families.visible.len(), rows + 1);
        anna.sees("Āboltiņa");
        assert_eq!(anna.app.selected_child(), child);

        // Nor while she types.
        anna.act(Action::LogCall);
        anna.type_text("Zvanīja");
        peteris.fill(Action::NewFamily, &[(Field::Surname, "Čakste")]);
        anna.rest();
        anna.type_text(" māte");
        assert_eq!(anna.value(Field::Text), "Zvanīja māte");
        anna.save();
        assert_eq!(anna.app.families.visible.len(), rows + 2);
        assert_eq!(anna.app.selected_child(), child);

        // A page that is open follows too, its cursor on the same row.
        anna.act(Action::CaseFile);
        for _ in 0..3 {
            anna.act(Action::Down);
        }
        let (row, all) = (anna.page().cursor.row, anna.page().rows.len());
        let family = anna.app.selected_family();
        while peteris.app.selected_family() != family {
            peteris.act(Action::Down);
        }
        peteris.act(Action::LogCall);
        peteris.type_text("Atzvanīju");
        peteris.save();
        anna.rest();
        assert_eq!((anna.page().cursor.row, anna.page().rows.len()), (row, all + 1));
    });
}

#[test]
fn undo_refuses_to_take_back_what_a_colleague_has_built_on() {
    everywhere(|place| {
        let world = prepared();
        let (mut anna, mut peteris) = two(&world, place);
        open_family(&mut anna);
        anna.enter(Field::Phone, "26123456");
        anna.save();
        open_family(&mut peteris);
        peteris.enter(Field::Phone, "27999888");
        peteris.save();
        anna.rest();
        anna.act(Action::Undo);
        anna.act(Action::Accept);
        assert_eq!(family(&world).phone, "27999888", "his number stays");
    });
}

#[test]
fn who_has_something_open_is_shown_and_blocks_nobody_and_costs_no_write() {
    everywhere(|place| {
        let world = prepared();
        let (mut anna, mut peteris) = two(&world, place);
        let before = std::fs::read(&world.path).unwrap();
        let told = Text::WorkedOnBy.fill(place.lang, &[&"anna"]);
        open_family(&mut anna);
        peteris.rest();
        peteris.sees("*");
        peteris.act(Action::PanePlan);
        peteris.sees(&told);
        open_family(&mut peteris);
        peteris.sees(&told);
        assert!(!anna.screen().contains("pēteris"), "she is not disturbed before she looks up");
        anna.rest();
        anna.sees(&Text::WorkedOnBy.fill(place.lang, &[&"pēteris"]));
        assert!(std::fs::read(&world.path).unwrap() == before, "the store was not written to");

        peteris.enter(Field::Email, "berzini@talsi.lv");
        peteris.save();
        anna.act(Action::Back);
        peteris.rest();
        assert!(!peteris.screen().contains(&told), "she has closed it:\n{}", peteris.screen());

        // Another household is another matter.
        anna.act(Action::Back);
        anna.act(Action::NewFamily);
        peteris.rest();
        assert!(!peteris.screen().contains(&told));
    });
}

#[test]
fn a_colleagues_work_leaves_the_cursor_on_its_line() {
    everywhere(|place| {
        let world = prepared();
        let (mut anna, mut peteris) = (world.desk(place), world.desk_of("pēteris", place, SMALL));
        anna.act(Action::PanePlan);
        anna.act(Action::Down);
        peteris.fill(Action::NewNote, &[(Field::Text, "Zvanīja māte.")]);
        anna.rest();
        assert_eq!(anna.app.plan.row, 1);
        anna.act(Action::PaneCalendar);
        anna.act(Action::Down);
        peteris.fill(Action::NewNote, &[(Field::Text, "Zvanīja tēvs.")]);
        anna.rest();
        assert_eq!(anna.app.calendar.session, 1);
    });
}

#[test]
fn a_colleagues_change_to_another_session_of_a_series_leaves_the_form_on_its_own() {
    everywhere(|place| {
        let world = prepared();
        let (mut anna, mut peteris) = two(&world, place);
        for desk in [&mut anna, &mut peteris] {
            desk.act(Action::PaneCalendar);
            desk.act(Action::NextWeek);
        }
        anna.act(Action::Edit);
        anna.enter(Field::Start, "11");
        peteris.act(Action::NextWeek);
        peteris.act(Action::Edit);
        peteris.enter(Field::Start, "12");
        peteris.act(Action::Save);
        peteris.act(Action::ReachThis);
        peteris.act(Action::Accept);
        let at = |desk: &Desk| -> Vec<String> {
            let booked = desk.dossier().sessions.iter().filter(|session| session.series.is_some());
            booked.map(|session| session.start.unwrap().format("%H").to_string()).collect()
        };
        assert_eq!(at(&peteris)[..4], ["10", "10", "12", "10"]);
        anna.act(Action::Save);
        anna.act(Action::ReachAll);
        anna.refused(|desk| desk.act(Action::Accept));
        // It is still the second session that she edits, with what she typed; now she knows of his.
        assert_eq!(anna.value(Field::Start), "11:00");
        anna.act(Action::Save);
        anna.act(Action::ReachThis);
        anna.act(Action::Accept);
        anna.rest();
        assert_eq!(at(&anna)[..4], ["10", "11", "12", "10"]);
    });
}

#[test]
fn what_a_colleague_wrote_into_a_long_text_is_read_whole_or_where_it_differs() {
    const CALL: &str = "Mamma zvana, ka otrdien Jānis nevarēs tikt uz nodarbību, jo jābrauc pie ārsta uz Rīgu, un lūdz \
                        padomu, kā pārcelt nākamās nodarbības tā, lai neviena nepazustu līdz plāna beigām.";
    everywhere(|place| {
        let world = prepared();
        world.desk(place).fill(Action::LogCall, &[(Field::Text, CALL)]);
        let edit = |desk: &mut Desk| {
            desk.act(Action::CaseFile);
            while !desk.page().selected().is_some_and(|row| format!("{:?}", row.target).contains("Note(")) {
                desk.act(Action::Down);
            }
            desk.act(Action::Edit);
            desk.go_to(Field::Text);
            desk.act(Action::CursorEnd);
        };
        let (mut anna, mut peteris) = two(&world, place);
        edit(&mut anna);
        edit(&mut peteris);
        anna.type_text(" Atzvanīt trešdien pēc pusdienām.");
        anna.save();
        peteris.type_text(" Māsa brauks līdzi.");
        let told = peteris.refused(|desk| desk.act(Action::Save));
        assert!(told.contains("anna"), "{told}");
        for size in [SMALL, (120, 40)] {
            peteris.resize(size);
            peteris.sees("anna: ");
            let screen = peteris.screen();
            let screen = screen.lines().map(str::trim).collect::<Vec<_>>().join(" ");
            assert!(screen.contains("Atzvanīt trešdien pēc pusdienām."), "{}", peteris.screen());
            assert!(screen.contains(told.trim()), "the question is not cut: {}", peteris.screen());
        }
        peteris.act(Action::Duplicate);
        peteris.save();
    });
}

#[test]
fn whoever_mends_a_note_that_a_colleague_withdraws_is_told() {
    everywhere(|place| {
        let world = prepared();
        world.desk(place).fill(Action::LogCall, &[(Field::Text, "Zvanīja māte")]);
        let note = world.read(|reader| reader.all::<Note>()).remove(0);
        let mut anna = world.desk(place);
        anna.act(Action::CaseFile);
        while !anna.page().selected().is_some_and(|row| format!("{:?}", row.target).contains("Note(")) {
            anna.act(Action::Down);
        }
        anna.act(Action::Edit);
        anna.enter(Field::Text, "Zvanīja vecmāmiņa");
        let withdrawn = Note { closed: true, ..note.clone() };
        world.store().apply("pēteris", &Operation::new(Deed::CloseNote).change(note, withdrawn)).unwrap();
        let told = anna.refused(|anna| anna.act(Action::Save));
        assert!(told.contains("pēteris"), "{told}");
        let note = world.read(|reader| reader.all::<Note>()).remove(0);
        assert_eq!((note.text.as_str(), note.closed), ("Zvanīja vecmāmiņa", true));
    });
}

#[test]
fn whoever_edits_what_a_colleague_closes_or_removes_is_told_who_did_it() {
    everywhere(|place| {
        let world = prepared();
        let store = world.store();
        // A family's case.
        let mut anna = world.desk(place);
        open_family(&mut anna);
        anna.enter(Field::Phone, "26123456");
        let before = family(&world);
        let closed = Family {
            status: CaseStatus::Closed,
            closed_on: Some(day(2018, 9, 11)),
            close_reason: "Pārcēlās".into(),
            ..before.clone()
        };
        store.apply("pēteris", &Operation::new(Deed::CloseFamily).change(before, closed)).unwrap();
        let told = anna.refused(|anna| anna.act(Action::Save));
        assert!(told.contains("pēteris") && told.contains(Deed::CloseFamily.text(place.lang)), "{told}");
        let after = family(&world);
        assert_eq!((after.phone.as_str(), after.status), ("26123456", CaseStatus::Closed));
        // Saved again, it is no news.
        anna.act(Action::Edit);
        anna.enter(Field::Phone, "26654321");
        anna.save();

        // A session, gone for good: what was typed stays a draft.
        let mut anna = world.desk(place);
        anna.act(Action::PaneCalendar);
        anna.act(Action::NextWeek);
        anna.act(Action::Edit);
        anna.enter(Field::Text, "Ņemt līdzi peldbikses");
        let session = anna.form().request.record;
        store.write("līga", Deed::CancelSession, |tx| tx.remove(Id::<Session>::new(session))).unwrap();
        let told = anna.refused(|anna| {
            anna.act(Action::Save);
            anna.act(Action::ReachThis);
            anna.act(Action::Accept);
        });
        assert!(told.contains("līga"), "{told}");
        assert_eq!(anna.value(Field::Text), "Ņemt līdzi peldbikses");
    });
}

#[test]
fn of_two_colleagues_the_one_who_wrote_the_same_field_is_named() {
    everywhere(|place| {
        let world = prepared();
        let mut anna = world.desk(place);
        open_family(&mut anna);
        anna.enter(Field::Phone, "26123456");
        let before = family(&world);
        let of_peteris = Family { phone: "27999888".into(), ..before.clone() };
        let of_liga = Family { email: "berzini@talsi.lv".into(), ..of_peteris.clone() };
        let edit = |user: &str, base: &Family, now: &Family| {
            world.store().apply(user, &Operation::new(Deed::EditFamily).change(base.clone(), now.clone())).unwrap();
        };
        edit("pēteris", &before, &of_peteris);
        edit("līga", &of_peteris, &of_liga);
        let told = anna.refused(|desk| desk.act(Action::Save));
        assert!(told.contains("pēteris") && !told.contains("līga"), "{told}");
        anna.sees(&Text::TheirsBy.fill(place.lang, &[&"pēteris", &"27 999 888"]));
    });
}
