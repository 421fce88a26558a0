//! Sessions: what is marked stays marked, and nobody is in two places at once.

use atbalsts::action::Action;
use atbalsts::app::Screen;
use atbalsts::domain::budget::FigureKind;
use atbalsts::domain::{
    Child, Choice, Deed, Fault, Field, Id, Money, Operation, Outcome, Problem, Provider, Series, Session,
};
use atbalsts::i18n::{Text, choice::Worded, date, number};
use atbalsts::store::StoreError;
use chrono::NaiveTime;

use crate::desk::{Desk, SMALL, World, day, everywhere};
use crate::first_day::{in_office, prepared, sister};

/// The session of that day, the first of it.
pub fn session_on(world: &World, month: u32, date: u32) -> Session {
    let mut sessions = world.read(|reader| reader.all::<Session>());
    sessions.sort_by_key(|session| (session.day, session.start, session.id));
    sessions.into_iter().find(|session| session.day == day(2018, month, date)).expect("a session on that day")
}

/// Puts the calendar's cursor on a day.
pub fn go_to(desk: &mut Desk, date: &str) {
    desk.act(Action::PaneCalendar);
    desk.act(Action::GoToDate);
    desk.type_text(date);
    desk.act(Action::Accept);
}

/// It goes from where it is looked for, costs nothing, is no absence, and comes back with undo.
#[test]
fn a_session_booked_by_mistake_is_taken_off_where_its_outcome_is_said() {
    everywhere(|place| {
        let world = prepared();
        let mut desk = world.desk(place);
        let mistake = |desk: &mut Desk, date: u32| {
            go_to(desk, &format!("{date}.9.2018"));
            desk.act(Action::Close);
            desk.sees(Text::BookedByMistake.text(place.lang));
            // Which one it is, is told.
            desk.sees(&format!("FIZ {} 10:00", date::show_short(day(2018, 9, date), place.lang)));
            desk.enter(Field::Outcome, "x");
        };
        let count = |desk: &Desk| desk.dossier().sessions.len();
        let (all, reserved) = (count(&desk), desk.figure(FigureKind::Reserved));
        // One that is to come.
        let booked = session_on(&world, 9, 18);
        mistake(&mut desk, 18);
        let free = desk.figure(FigureKind::Free) + Money::from_cents(2_183);
        desk.sees(&format!("→ {}", number::money(free, place.lang)));
        desk.save();
        assert!(world.read(|reader| reader.get(booked.id)).is_none());
        assert_eq!((count(&desk), desk.figure(FigureKind::Reserved)), (all - 1, reserved - Money::from_cents(2_183)));
        let series: Series = world.read(|reader| reader.get(booked.series)).unwrap();
        assert_eq!(series.exceptions, [booked.day]);
        desk.act(Action::Journal);
        desk.sees(Deed::RemoveSession.text(place.lang));
        desk.act(Action::Back);
        desk.act(Action::Undo);
        desk.act(Action::Accept);
        assert_eq!(session_on(&world, 9, 18), booked);
        // One that was to have been yesterday; who has marked it meanwhile is not overruled.
        desk.midnight(day(2018, 9, 12));
        mistake(&mut desk, 11);
        let yesterday = session_on(&world, 9, 11);
        let marked = Session { outcome: Outcome::Excused, ..yesterday.clone() };
        let operation = Operation::new(Deed::CancelSession).change(yesterday.clone(), marked.clone());
        world.store().apply("pēteris", &operation).unwrap();
        desk.refused(|desk| desk.act(Action::Save));
        assert_eq!(session_on(&world, 9, 11), marked);
        world.store().apply("pēteris", &Operation::new(Deed::MarkAttendance).change(marked, yesterday)).unwrap();
        desk.save();
        assert_eq!(count(&desk), all - 1);
        // Of one that was marked it cannot be said.
        desk.act(Action::Attendance);
        desk.act(Action::Accept);
        go_to(&mut desk, "11.9.2018");
        desk.act(Action::Close);
        assert!(!desk.screen().contains(Text::BookedByMistake.text(place.lang)), "{}", desk.screen());
        desk.enter(Field::Outcome, "x");
        desk.refused(|desk| desk.act(Action::Save));
        assert_eq!(desk.faults_of(Field::Outcome).len(), 1);
    });
}

/// As it is said on the phone: the time may follow the day, wherever a day has a time.
#[test]
fn a_day_and_a_time_are_typed_into_one_field() {
    everywhere(|place| {
        let world = prepared();
        let at = |session: &Session| (session.day, session.start);
        let hour = |hour, minute| NaiveTime::from_hms_opt(hour, minute, 0);
        let mut desk = world.desk(place);
        go_to(&mut desk, "11.9.2018");
        desk.act(Action::Move);
        desk.type_text("13.9. 15:30");
        // What it is read as is told before it is left.
        desk.sees(&atbalsts::i18n::date::show_with_weekday(day(2018, 9, 13), place.lang));
        desk.sees(place.lang.pick("ceturtdiena, 13.09.2018. 15:30", "Thursday, 13.09.2018 15:30"));
        desk.save();
        assert_eq!(at(&session_on(&world, 9, 13)), (day(2018, 9, 13), hour(15, 30)));
        // Left, both fields have their part; the words are those of the line and of the calendar.
        go_to(&mut desk, "18.9.2018");
        desk.act(Action::Move);
        desk.type_text("nāk. tr 9");
        desk.act(Action::NextField);
        assert_eq!(desk.value(Field::Start), "09:00");
        assert_eq!(desk.value(Field::Day), atbalsts::i18n::date::show(day(2018, 9, 19), place.lang));
        desk.enter(Field::Day, "next wed 15");
        // An hour typed later than that is the one that is meant.
        desk.enter(Field::Start, "16");
        desk.save();
        assert_eq!(at(&session_on(&world, 9, 19)), (day(2018, 9, 19), hour(16, 0)));
        // Neither a day nor a time is said so.
        go_to(&mut desk, "25.9.2018");
        desk.act(Action::Move);
        desk.type_text("32.9. 15:30");
        desk.refused(|desk| desk.act(Action::Save));
        assert_eq!(desk.faults_of(Field::Day).len(), 1);
    });
}

#[test]
fn a_marked_session_is_not_edited_but_its_mark_can_be_taken_back() {
    in_office(|world, mut desk, _| {
        desk.act(Action::Attendance);
        desk.act(Action::Accept);
        go_to(&mut desk, "11.9.2018");
        desk.act(Action::Edit);
        desk.enter(Field::Day, "12.9.2018");
        desk.refused(|desk| desk.act(Action::Save));
        assert_eq!(desk.faults_of(Field::Line).len(), 1, "it is marked already");
        desk.enter(Field::Day, "11.9.2018");
        desk.act(Action::Back);
        desk.act(Action::Open);
        desk.enter(Field::Outcome, Outcome::Scheduled.code());
        desk.save();
        let session = session_on(&world, 9, 11);
        assert!(session.is_open() && session.charge.is_none());
    });
}

#[test]
fn what_a_colleague_marked_meanwhile_is_not_moved_to_another_day() {
    everywhere(|place| {
        let world = prepared();
        let (mut anna, mut peteris) = (world.desk(place), world.desk_of("pēteris", place, SMALL));
        go_to(&mut anna, "11.9.2018");
        anna.act(Action::Edit);
        anna.enter(Field::Day, "12.9.2018");
        peteris.act(Action::Attendance);
        peteris.act(Action::Accept);
        anna.act(Action::Save);
        anna.refused(|desk| desk.act(Action::Accept));
        assert!(anna.has_form(), "nothing typed is lost");
        assert_eq!(session_on(&world, 9, 11).outcome, Outcome::Attended);
    });
}

#[test]
fn what_a_colleague_planned_anew_meanwhile_is_looked_at_before_it_is_marked() {
    everywhere(|place| {
        let check = |of: Field, typed: &str, told_as: &str, expect: &dyn Fn(&Session)| {
            let world = prepared();
            let (mut anna, mut peteris) = (world.desk(place), world.desk_of("pēteris", place, SMALL));
            let session = session_on(&world, 9, 11);
            for (desk, opens) in [(&mut anna, Action::Close), (&mut peteris, Action::Edit)] {
                go_to(desk, "11.9.2018");
                desk.act(opens);
            }
            anna.enter(Field::Outcome, Outcome::Attended.code());
            peteris.enter(of, typed);
            peteris.act(Action::Save);
            peteris.act(Action::Accept);
            let told = anna.refused(|desk| desk.act(Action::Save));
            for words in ["pēteris", of.text(place.lang), told_as] {
                assert!(told.contains(words), "{words}: {told}");
            }
            let get = || world.read(|reader| reader.get(session.id)).unwrap();
            assert!(get().is_open());
            anna.heedless(|desk| desk.act(Action::Save));
            expect(&get());
        };
        // It has not come yet.
        check(Field::Day, "19.9.2018", "19", &|session| {
            assert!(session.is_open() && session.day == day(2018, 9, 19));
        });
        check(Field::Units, "2", "2", &|session| {
            let charge = session.charge.as_ref().unwrap();
            assert_eq!((session.outcome, session.units, charge.units), (Outcome::Attended, 2.into(), 2.into()));
        });
    });
}

#[test]
fn a_marked_session_keeps_its_appointment_whoever_writes() {
    let world = prepared();
    let open = session_on(&world, 9, 11);
    let held = Session { outcome: Outcome::Excused, ..open.clone() };
    world.store().apply("anna", &Operation::new(Deed::MarkAttendance).change(open, held.clone())).unwrap();
    let elsewhere = Session { day: day(2018, 9, 12), ..held.clone() };
    let refused = world.store().apply("anna", &Operation::new(Deed::EditSession).change(held, elsewhere));
    let Err(StoreError::Faults { faults, .. }) = refused else { panic!("{refused:?}") };
    assert_eq!(faults, [Fault::new(Field::Outcome, Problem::AlreadyMarked)]);
}

#[test]
fn moving_without_a_word_keeps_what_was_noted() {
    in_office(|world, mut desk, _| {
        go_to(&mut desk, "18.9.2018");
        desk.act(Action::Edit);
        desk.enter(Field::Text, "paņemt ortozes");
        desk.save();
        desk.act(Action::Move);
        desk.enter(Field::Day, "19.9.2018");
        desk.save();
        let (old, new) = (session_on(&world, 9, 18), session_on(&world, 9, 19));
        assert_eq!((old.outcome, old.moved_to), (Outcome::Moved, new.id));
        assert_eq!((old.text.as_str(), new.text.as_str()), ("paņemt ortozes", "paņemt ortozes"));
        // A moved session is not marked as well: the new one stands in its place.
        go_to(&mut desk, "18.9.2018");
        desk.act(Action::Close);
        desk.enter(Field::Outcome, Outcome::Excused.code());
        desk.refused(|desk| desk.act(Action::Save));
        assert_eq!(desk.faults_of(Field::Outcome).len(), 1);
    });
}

#[test]
fn nobody_came_or_stayed_away_before_the_day_has_come() {
    in_office(|world, mut desk, _| {
        go_to(&mut desk, "18.9.2018");
        for outcome in [Outcome::Attended, Outcome::NoShow] {
            desk.act(Action::Close);
            desk.enter(Field::Outcome, outcome.code());
            desk.refused(|desk| desk.act(Action::Save));
            assert_eq!(desk.faults_of(Field::Outcome).len(), 1, "{outcome:?}");
            desk.enter(Field::Outcome, Outcome::Excused.code());
            desk.act(Action::Back);
        }
        desk.act(Action::Attendance);
        assert!(matches!(desk.app.screens.last(), Some(Screen::Attendance(_))));
        desk.act(Action::MarkPresent);
        desk.refused(|desk| desk.act(Action::Accept));
        assert!(session_on(&world, 9, 18).is_open());
    });
}

#[test]
fn a_specialist_is_with_one_child_at_a_time() {
    everywhere(|place| {
        let world = prepared();
        let booked = session_on(&world, 9, 18);
        let family = world.read(|reader| reader.all::<Child>())[0].family;
        let (person, child) = sister(family);
        let session = Session {
            id: Id::default(),
            child: child.id,
            day: day(2018, 9, 20),
            start: NaiveTime::from_hms_opt(10, 30, 0),
            specialist: "Ilze Ķēniņa".into(),
            series: Id::default(),
            ..booked
        };
        let operation = Operation::new(Deed::BookSessions).create(person).create(child).create(session);
        world.store().apply("pēteris", &operation).unwrap();

        let mut desk = world.desk(place);
        let check = |desk: &mut Desk, specialist: &str, start: &str, expect: usize| {
            desk.act(Action::NewSession);
            desk.enter(Field::Line, "FIZ");
            desk.enter(Field::Day, "20.9.2018");
            desk.enter(Field::Start, start);
            desk.enter(Field::Specialist, specialist);
            desk.heedless(|desk| desk.act(Action::Save));
            if expect > 0 {
                assert_eq!(desk.faults_of(Field::RuleReason).len(), expect, "{specialist} {start}");
                desk.act(Action::Back);
                desk.heedless(|desk| desk.act(Action::Drafts));
                desk.act(Action::Close);
                desk.act(Action::Accept);
                desk.act(Action::Back);
            } else {
                assert!(!desk.has_form(), "{specialist} {start}");
                desk.act(Action::Undo);
                desk.act(Action::Accept);
            }
        };
        check(&mut desk, "ilze ķēniņa", "10", 1);
        check(&mut desk, "Ilze Ķēniņa", "945", 0);
        check(&mut desk, "Anna Liepa", "10", 0);
    });
}

#[test]
fn a_specialist_is_known_by_a_part_of_the_name_and_nobody_becomes_two_people() {
    everywhere(|place| {
        let world = prepared();
        let provider = world.read(|reader| reader.all::<Provider>()).remove(0);
        let specialists = vec!["Inga Balode".into(), "Uldis Ķirsis".into()];
        let known = Provider { specialists, ..provider.clone() };
        world.store().apply("pēteris", &Operation::new(Deed::EditProvider).change(provider, known)).unwrap();
        let mut desk = world.desk(place);
        let mut book = |specialist: &str| {
            desk.act(Action::NewSession);
            desk.enter(Field::Line, "FIZ");
            desk.enter(Field::Day, "20.9.2018");
            desk.enter(Field::Specialist, specialist);
            desk.heedless(|desk| desk.act(Action::Save));
            let mut told = String::new();
            if desk.has_form() {
                told = desk.faults_of(Field::Specialist).join(" ");
                desk.save();
            }
            let booked = session_on(&world, 9, 20).specialist;
            desk.act(Action::Undo);
            desk.act(Action::Accept);
            (booked, told.contains("Inga Balode, Uldis Ķirsis"))
        };
        assert_eq!(book("balode"), ("Inga Balode".to_owned(), false));
        assert_eq!(book("Uldis K"), ("Uldis Ķirsis".to_owned(), false));
        assert_eq!(book("Zane Ozola"), ("Zane Ozola".to_owned(), true), "who is new there is warned of");
    });
}

#[test]
fn how_often_can_be_left_empty_and_has_an_end() {
    in_office(|world, mut desk, _| {
        desk.act(Action::NewSession);
        desk.enter(Field::Line, "LOG");
        desk.enter(Field::Day, "20.9.2018");
        for wrong in ["0", "1,5", "161", "9999999999"] {
            desk.enter(Field::Repeat, wrong);
            desk.refused(|desk| desk.act(Action::Save));
            assert_eq!(desk.faults_of(Field::Repeat).len(), 1, "{wrong}");
        }
        desk.go_to(Field::Repeat);
        desk.act(Action::ClearField);
        desk.save();
        assert!(session_on(&world, 9, 20).is_open());
    });
}

#[test]
fn two_mark_one_day_and_neither_marks_over_the_other() {
    everywhere(|place| {
        let world = prepared();
        let (mut anna, mut peteris) = (world.desk(place), world.desk_of("pēteris", place, SMALL));
        anna.act(Action::Attendance);
        peteris.act(Action::Attendance);
        anna.act(Action::MarkExcused);
        anna.act(Action::MarkNoShow);
        // He was told that the first one came.
        peteris.act(Action::Down);
        peteris.act(Action::MarkOpen);
        peteris.act(Action::Accept);
        anna.refused(|desk| desk.act(Action::Accept));
        let Some(Screen::Attendance(sheet)) = anna.app.screens.last() else { panic!("the sheet is still open") };
        let marks: Vec<Outcome> = sheet.marks.iter().map(|mark| mark.outcome).collect();
        assert_eq!(marks, [Outcome::Excused, Outcome::NoShow], "hers is kept until she decides");
        anna.act(Action::Duplicate);
        anna.act(Action::Accept);
        let mut sessions = world.read(|reader| reader.all::<Session>());
        sessions.retain(|session| session.day == day(2018, 9, 11));
        sessions.sort_by_key(|session| session.start);
        let outcomes: Vec<Outcome> = sessions.iter().map(|session| session.outcome).collect();
        assert_eq!(outcomes, [Outcome::Attended, Outcome::NoShow]);
    });
}
