//! Notes: a call in a few keys from wherever one is, texts of several paragraphs, and what the program notes itself.

use atbalsts::action::Action;
use atbalsts::app::{
    Screen,
    page::{Cell, Row},
};
use atbalsts::domain::overview::PageOf;
use atbalsts::domain::{CaseStatus, Child, Deed, Family, Field, Note, NoteKind, Operation, Outcome};
use atbalsts::i18n::{Lang, Text, choice::Worded, date};
use atbalsts::store::views;

use crate::desk::{Desk, Place, World, day};
use crate::first_day::{in_office, prepared};

fn notes(world: &World) -> Vec<Note> {
    world.read(|reader| reader.all())
}

#[test]
fn a_contact_of_any_kind_with_its_goal_takes_eight_keys_and_its_text() {
    let contacts = [
        (Action::LogCall, NoteKind::Call),
        (Action::LogVisit, NoteKind::Visit),
        (Action::LogEmail, NoteKind::Email),
        (Action::LogMeeting, NoteKind::Meeting),
        (Action::NewNote, NoteKind::Remark),
    ];
    let text = "Māte stāsta, ka Jānis jau noiet līdz skolai";
    for (log, kind) in contacts {
        let world = prepared();
        let mut desk = world.desk(Place::of(Lang::Latvian));
        let keys = desk.count(|desk| {
            desk.act(log);
            desk.type_text(text);
            desk.act(Action::NextField);
            desk.act(Action::NextField);
            desk.type_text("1");
            desk.act(Action::Save);
        });
        let [note] = &notes(&world)[..] else { panic!("one note") };
        assert_eq!((note.text.as_str(), note.kind), (text, kind));
        assert!(note.goal.is_some() && note.child.is_some());
        assert!(keys - text.chars().count() <= 8, "{log:?}: {keys} keys");
    }
}

#[test]
fn the_kind_is_changed_by_one_letter_in_the_next_field() {
    in_office(|world, mut desk, _| {
        desk.act(Action::LogCall);
        desk.type_text("Rakstīja skolotāja");
        desk.act(Action::NextField);
        desk.type_text("e");
        desk.save();
        assert_eq!(notes(&world)[0].kind, NoteKind::Email);
    });
}

#[test]
fn a_call_comes_while_a_form_is_filled_in() {
    in_office(|world, mut desk, place| {
        desk.act(Action::NewChild);
        desk.enter(Field::GivenNames, "Rūta");
        desk.act(Action::LogCall);
        desk.type_text("Zvana Kalniņa: rīt nebūs");
        assert_eq!(desk.refused(|desk| desk.act(Action::LogCall)), Text::AlreadyNoting.text(place.lang));
        desk.save();
        assert_eq!(notes(&world)[0].text, "Zvana Kalniņa: rīt nebūs");
        let focused = desk.form().focused().unwrap();
        assert_eq!((focused.field, focused.line.text(), focused.line.cursor()), (Field::GivenNames, "Rūta", 4));
        desk.type_text(" Anna");
        assert_eq!(desk.value(Field::GivenNames), "Rūta Anna", "the form is as it was left");
    });
}

#[test]
fn a_call_comes_while_attendance_is_marked() {
    in_office(|world, mut desk, _| {
        desk.act(Action::Attendance);
        desk.act(Action::MarkExcused);
        desk.act(Action::LogCall);
        desk.type_text("Šodien slimo");
        desk.save();
        let Some(Screen::Attendance(attendance)) = desk.app.screens.last() else { panic!("the sheet is open") };
        assert!(attendance.touched, "what was marked is marked");
        assert_eq!(notes(&world).len(), 1);
    });
}

/// What was typed, with the cursor's place.
fn typed(desk: &Desk) -> (String, usize) {
    let line = &desk.form().focused().unwrap().line;
    (line.text().to_owned(), line.cursor())
}

#[test]
fn a_note_has_paragraphs_and_its_cursor_goes_up_and_down_in_them() {
    in_office(|world, mut desk, _| {
        desk.act(Action::LogVisit);
        desk.type_text("Mājās māte un Jānis.");
        desk.act(Action::BreakLine);
        desk.act(Action::BreakLine);
        desk.paste("Dzīvoklis silts, ir sava istaba.\nVajag paliktni vannā.");
        desk.act(Action::Up);
        desk.act(Action::Up);
        desk.act(Action::Up);
        desk.act(Action::CursorEnd);
        desk.type_text(" Vecmāmiņa prom.");
        let text = "Mājās māte un Jānis. Vecmāmiņa prom.\n\nDzīvoklis silts, ir sava istaba.\nVajag paliktni vannā.";
        assert_eq!(typed(&desk).0, text);
        for row in ["Mājās māte un Jānis. Vecmāmiņa prom.", "Dzīvoklis silts, ir sava istaba.", "Vajag paliktni vannā."]
        {
            desk.sees(row);
        }
        for _ in 0..3 {
            desk.act(Action::Down);
        }
        assert_eq!(desk.form().focus, 0);
        desk.act(Action::Down);
        assert_eq!(desk.form().focus, 1, "below the last row is the next field");
        desk.save();
        assert_eq!(notes(&world)[0].text, text);
        desk.act(Action::CaseFile);
        desk.sees("Jānis. Vecmāmiņa prom. / Dzīvoklis silts");
    });
}

#[test]
fn what_was_typed_or_pasted_is_taken_back_inside_the_field() {
    in_office(|world, mut desk, _| {
        desk.act(Action::LogCall);
        desk.type_text("Zvana māte: ");
        desk.paste("pirmā rindkopa\n\notrā rindkopa");
        desk.act(Action::UndoTyping);
        assert_eq!(typed(&desk).0, "Zvana māte: ");
        desk.act(Action::RedoTyping);
        desk.act(Action::ClearField);
        desk.act(Action::UndoTyping);
        desk.save();
        assert_eq!(notes(&world)[0].text, "Zvana māte: pirmā rindkopa\n\notrā rindkopa");
    });
}

#[test]
fn paragraphs_and_cursor_survive_a_lost_line() {
    in_office(|world, mut desk, place| {
        desk.act(Action::LogCall);
        desk.type_text("Šodien zvanīja tēvs.");
        desk.act(Action::BreakLine);
        desk.type_text("Lūdz ķerties pie mērķa");
        for _ in 0..7 {
            desk.act(Action::CursorLeft);
        }
        let left = typed(&desk);
        desk.lose_line();
        let mut desk = world.desk(place);
        desk.sees("Šodien zvanīja tēvs. / Lūdz");
        desk.act(Action::Accept);
        assert_eq!(typed(&desk), left);
    });
}

/// The words of a row.
fn words(row: &Row) -> String {
    let words = row.cells.iter().map(|cell| match cell {
        Cell::Text(text) | Cell::Number(text) => text.as_str(),
        Cell::Keys(..) | Cell::Bar(..) => "",
    });
    words.collect::<Vec<_>>().join(" ")
}

/// The rows of the client file's timeline.
fn timeline(desk: &mut Desk) -> Vec<String> {
    desk.act(Action::CaseFile);
    let heading = Text::Timeline.text(desk.lang());
    let rows: Vec<String> = desk.page().rows.iter().map(words).collect();
    desk.act(Action::Back);
    rows.into_iter().skip_while(|row| row != heading).skip(1).filter(|row| !row.is_empty()).collect()
}

#[test]
fn what_the_program_did_stands_in_the_timeline_without_typing() {
    in_office(|_world, mut desk, place| {
        let before = timeline(&mut desk);
        let told = |rows: &[String], deed: Deed, what: &str| {
            let deed = deed.text(place.lang);
            assert!(rows.iter().any(|row| row.contains(deed) && row.contains(what)), "{deed} {what}: {rows:#?}");
        };
        let shown = |month, date| date::show(day(2018, month, date), place.lang);
        told(&before, Deed::AddChild, "Jānis");
        told(&before, Deed::ApprovePlan, "v1");
        told(&before, Deed::BookSessions, &format!("FIZ {}–{} (10)", shown(9, 11), shown(11, 13)));

        desk.act(Action::PaneCalendar);
        desk.act(Action::GoToDate);
        desk.type_text("18.9.2018");
        desk.act(Action::Accept);
        desk.act(Action::Move);
        desk.enter(Field::Day, "19.9.2018");
        desk.save();
        desk.act(Action::Attendance);
        desk.act(Action::Today);
        desk.act(Action::MarkNoShow);
        desk.act(Action::Accept);
        let after = timeline(&mut desk);
        assert_eq!(after.len(), before.len() + 2);
        told(&after, Deed::MoveSession, &format!("FIZ {} → {}", shown(9, 18), shown(9, 19)));
        told(&after, Deed::MarkAttendance, Outcome::NoShow.text(place.lang));
        let first = &after[0];
        assert!(first.contains(Deed::MarkAttendance.text(place.lang)), "the newest first: {first}");

        // What was taken back was not done, and the taking back is no event of the case.
        desk.act(Action::Undo);
        desk.act(Action::Accept);
        assert_eq!(timeline(&mut desk).len(), after.len() - 1);
    });
}

#[test]
fn a_deed_opens_its_history_and_a_note_its_form() {
    in_office(|_world, mut desk, place| {
        desk.act(Action::LogCall);
        desk.type_text("Māte zvanīja");
        desk.save();
        desk.act(Action::CaseFile);
        let row = |desk: &Desk, wanted: &str| {
            let fits = |n: &usize| words(&desk.page().rows[*n]).contains(wanted);
            desk.page().visible.iter().position(fits).unwrap_or_else(|| panic!("no row {wanted}"))
        };
        let note = row(&desk, "Māte zvanīja");
        while desk.page().cursor.row != note {
            desk.act(Action::Down);
        }
        desk.act(Action::Open);
        assert_eq!(desk.value(Field::Text), "Māte zvanīja");
        desk.act(Action::Back);
        let deed = row(&desk, Deed::ApprovePlan.text(place.lang));
        while desk.page().cursor.row != deed {
            desk.act(Action::Down);
        }
        desk.act(Action::Open);
        desk.sees(Text::History.text(place.lang));
        desk.sees(Deed::ApprovePlan.text(place.lang));
    });
}

#[test]
fn a_client_file_reads_what_it_shows_and_a_bounded_piece_of_the_past() {
    let world = prepared();
    let family = world.read(|reader| reader.all::<Family>())[0].id;
    let store = world.store();
    // A hundred deeds on one child: only the newest are told.
    let child = world.read(|reader| reader.all::<Child>()).remove(0);
    let mut before = child.clone();
    for n in 0..100 {
        let status = if n % 2 == 0 { CaseStatus::Suspended } else { CaseStatus::Active };
        let after = Child { status, ..before.clone() };
        store.apply("anna", &Operation::new(Deed::EditChild).change(before, after.clone())).unwrap();
        before = after;
    }
    let (data, rows) = world.read(|reader| {
        let data = views::page(reader, PageOf::CaseFile(family), None, world.today)?;
        Ok((data, reader.rows_read()))
    });
    assert_eq!(data.events.len(), 50);
    assert!(data.events.iter().all(|event| event.deed == Deed::EditChild));
    let most = data.records.len() + 3 * data.events.len();
    assert!(rows <= most as u64, "{rows} rows, more than {most}");
}

#[test]
fn a_call_during_the_days_attendance_is_about_the_child_of_the_row() {
    let world = World::demo();
    let mut desk = world.desk(Place::of(Lang::Latvian));
    desk.act(Action::Attendance);
    let Some(Screen::Attendance(attendance)) = desk.app.screens.last() else { panic!("the day's sheet") };
    let child = attendance.session().unwrap().child;
    assert_ne!(Some(child), desk.app.selected_child(), "somebody else is under the families' cursor");
    desk.act(Action::LogCall);
    desk.type_text("Māte: bērns slims");
    desk.save();
    let note = world.read(|reader| reader.all::<Note>()).pop().unwrap();
    let family = world.read(|reader| reader.get(child)).unwrap().family;
    assert_eq!((note.child, note.family), (child, family));
}
