//! Attendance by exception: a day or a week, how long it really lasted, what late notice costs, what was corrected.

use atbalsts::action::Action;
use atbalsts::app::{Screen, attendance::Attendance};
use atbalsts::domain::budget::FigureKind::*;
use atbalsts::domain::{Child, Deed, Family, Field, Money, Operation, Outcome, Price, Provider, Role, Session};
use atbalsts::i18n::Text;

use crate::desk::{Desk, World, day, everywhere};
use crate::first_day::{check, in_office, prepared};
use crate::sessions::session_on;

fn grid(desk: &Desk) -> &Attendance {
    match desk.app.screens.last() {
        Some(Screen::Attendance(attendance)) => attendance,
        _ => panic!("the grid is not open:\n{}", desk.screen()),
    }
}

/// The provider wants to be told a day before.
fn with_notice() -> World {
    let world = prepared();
    let provider = world.read(|reader| reader.all::<Provider>()).remove(0);
    let changed = Provider { notice_hours: 24, ..provider.clone() };
    world.store().apply("anna", &Operation::new(Deed::EditProvider).change(provider, changed)).unwrap();
    world
}

#[test]
fn who_calls_off_late_is_charged_as_the_provider_says() {
    everywhere(|place| {
        let world = with_notice();
        let mut desk = world.desk(place);
        desk.act(Action::Attendance);
        // Which code takes hours is told by the key that it has here.
        let key = atbalsts::keymap::sequence_label(&desk.keys_of(Action::MarkExcused), desk.lang());
        desk.sees(&format!("({key}: {})", desk.lang().pick("stundas", "hours")));
        desk.act(Action::MarkExcused);
        desk.act(Action::MarkExcused);
        // The afternoon's was called off two hours before: what digits mean of it is said.
        desk.sees(Text::NoticeKeys.text(desk.lang()));
        desk.type_text("2");
        desk.sees(&atbalsts::i18n::number::percent(50.into(), desk.lang()));
        desk.act(Action::MarkText);
        desk.type_text("zvanīja no rīta");
        desk.act(Action::Accept);
        desk.resize(crate::desk::WIDE);
        desk.sees("zvanīja no rīta");
        desk.act(Action::Accept);
        let sessions = &desk.dossier().sessions[..2];
        assert_eq!((sessions[0].notice_given, sessions[0].charge.is_some()), (None, false));
        assert_eq!((sessions[1].notice_given, sessions[1].text.as_str()), (Some(2), "zvanīja no rīta"));
        // Half of 18,00.
        check(&desk, &[(Delivered, 900)]);
        // All of it stands in the family's file, and is taken back at once.
        desk.act(Action::CaseFile);
        assert!(desk.page().rows.iter().any(|row| format!("{:?}", row.cells).contains("zvanīja no rīta")));
        desk.act(Action::Back);
        desk.act(Action::Undo);
        desk.act(Action::Accept);
        check(&desk, &[(Delivered, 0)]);
    });
}

#[test]
fn digits_right_after_it_was_called_off_say_how_long_before_and_not_what_the_next_one_used() {
    everywhere(|place| {
        let world = with_notice();
        let mut desk = world.desk(place);
        desk.act(Action::Attendance);
        desk.act(Action::MarkExcused);
        assert_eq!(grid(&desk).cursor.row, 1, "the cursor has gone on");
        desk.sees(Text::NoticeKeys.text(desk.lang()));
        desk.type_text("12");
        let told = |desk: &Desk| grid(desk).marks.iter().map(|mark| (mark.outcome, mark.notice)).collect::<Vec<_>>();
        assert_eq!(told(&desk), [(Outcome::Excused, Some(12)), (Outcome::Attended, None)]);
        // After any other key a digit is of the row with the cursor again.
        desk.act(Action::Down);
        desk.type_text("2");
        assert_eq!(grid(&desk).marks[1].units, 2.into());
        assert_eq!(told(&desk), [(Outcome::Excused, Some(12)), (Outcome::Attended, None)]);
        desk.act(Action::Up);
        desk.type_text("3");
        assert_eq!(told(&desk)[0], (Outcome::Excused, Some(3)), "a new number");
    });
}

#[test]
fn where_nobody_asks_how_long_before_digits_are_of_the_row_with_the_cursor() {
    in_office(|_world, mut desk, _| {
        desk.act(Action::Attendance);
        desk.act(Action::MarkExcused);
        desk.type_text("2");
        let told: Vec<_> = grid(&desk).marks.iter().map(|mark| (mark.outcome, mark.units, mark.notice)).collect();
        assert_eq!(told, [(Outcome::Excused, 1.into(), None), (Outcome::Attended, 2.into(), None)]);
    });
}

#[test]
fn a_session_lasts_as_long_as_it_lasts() {
    in_office(|_world, mut desk, _| {
        desk.act(Action::Attendance);
        desk.act(Action::MarkTime);
        desk.act(Action::ClearField);
        desk.type_text("vēlu");
        desk.act(Action::Accept);
        desk.sees("10:15");
        desk.act(Action::ClearField);
        desk.type_text("10:20-11:05");
        desk.act(Action::Accept);
        desk.sees("10:20–11:05");
        // A row that is too long for the screen is told whole.
        desk.act(Action::MarkText);
        desk.type_text("māte atveda vēlāk, autobuss kavējās");
        desk.act(Action::Accept);
        desk.sees("autobuss kavējās");
        desk.act(Action::Accept);
        let session = &desk.dossier().sessions[0];
        assert_eq!((session.held_start.unwrap().to_string(), session.held_minutes), ("10:20:00".into(), 45));
        assert_eq!((session.start.unwrap().to_string(), session.outcome), ("10:00:00".into(), Outcome::Attended));
    });
}

/// Every price is twice what it was, from its first day on.
fn double_prices(world: &World) {
    let double = |operation: Operation, price: Price| {
        let doubled = Price { amount: price.amount + price.amount, ..price.clone() };
        operation.change(price, doubled)
    };
    let operation =
        world.read(|reader| reader.all::<Price>()).into_iter().fold(Operation::new(Deed::EditPrice), double);
    world.store().apply("anna", &operation).unwrap();
}

#[test]
fn what_was_held_keeps_its_price_whatever_is_said_of_it_later() {
    in_office(|world, mut desk, place| {
        desk.act(Action::Attendance);
        desk.act(Action::Accept);
        double_prices(&world);
        desk.rest();
        desk.act(Action::Attendance);
        desk.act(Action::MarkText);
        desk.type_text("aizmirsa ortozes");
        desk.act(Action::Accept);
        desk.sees(&atbalsts::i18n::number::money(Money::from_cents(2183), place.lang));
        desk.act(Action::Accept);
        assert_eq!(session_on(&world, 9, 11).text, "aizmirsa ortozes");
        check(&desk, &[(Delivered, 3_983)]);
        // Twice as long at the price that was agreed.
        desk.act(Action::Attendance);
        desk.type_text("2");
        desk.act(Action::Accept);
        check(&desk, &[(Delivered, 6_166)]);
        // What is taken back and marked anew is marked at today's price list.
        for mark in [Action::MarkOpen, Action::MarkPresent] {
            desk.act(Action::Attendance);
            desk.act(mark);
            desk.act(Action::Accept);
        }
        check(&desk, &[(Delivered, 10_532)]);
    });
}

#[test]
fn a_week_is_marked_at_once_and_what_is_to_come_stays_open() {
    in_office(|world, mut desk, _| {
        let other = session_on(&world, 9, 18);
        let thursday = Session { id: Default::default(), day: day(2018, 9, 13), series: Default::default(), ..other };
        world.store().apply("anna", &Operation::new(Deed::BookSessions).create(thursday)).unwrap();
        desk.rest();
        desk.act(Action::Attendance);
        desk.act(Action::CalendarLayout);
        assert_eq!(grid(&desk).days(), (day(2018, 9, 10), day(2018, 9, 16)));
        assert_eq!((grid(&desk).sheet.rows.len(), grid(&desk).changed()), (3, 2), "Thursday has not come yet");
        desk.sees("13.09");
        // What is to come can be called off, not attended.
        desk.act(Action::Bottom);
        desk.act(Action::MarkPresent);
        desk.refused(|desk| desk.act(Action::Accept));
        desk.act(Action::MarkExcused);
        desk.act(Action::Accept);
        let of_day = |date| session_on(&world, 9, date).outcome;
        assert_eq!((of_day(11), of_day(13)), (Outcome::Attended, Outcome::Excused));
        // The next week, and back to a day of it.
        desk.act(Action::Attendance);
        desk.act(Action::CalendarLayout);
        desk.act(Action::NextDay);
        assert_eq!(grid(&desk).days(), (day(2018, 9, 17), day(2018, 9, 23)));
        desk.act(Action::CalendarLayout);
        assert_eq!(grid(&desk).days(), (day(2018, 9, 18), day(2018, 9, 18)));
    });
}

#[test]
fn a_correction_is_seen_as_one_who_made_it_when_and_from_what() {
    in_office(|world, mut desk, place| {
        desk.act(Action::Attendance);
        desk.act(Action::MarkNoShow);
        desk.act(Action::Accept);
        let mut peteris = world.desk_of("pēteris", place, crate::desk::SMALL);
        peteris.act(Action::Attendance);
        assert!(grid(&peteris).sheet.rows.iter().all(|row| row.correction.is_none()), "marking is no correction");
        peteris.act(Action::MarkPresent);
        peteris.act(Action::Accept);

        desk.act(Action::Attendance);
        let rows = &grid(&desk).sheet.rows;
        let correction = rows[0].correction.as_ref().expect("the correction of the morning");
        assert_eq!((correction.user.as_str(), correction.was), ("pēteris", Outcome::NoShow));
        assert!(rows[1].correction.is_none());
        desk.resize((120, 40));
        desk.sees("pēteris");
        desk.act(Action::Accept);
        assert_eq!(session_on(&world, 9, 11).outcome, Outcome::Attended, "looking changes nothing");
    });
}

#[test]
fn a_correction_is_seen_as_one_though_the_mark_was_taken_away_in_between() {
    in_office(|_world, mut desk, _| {
        for mark in [Action::MarkPresent, Action::MarkOpen, Action::MarkNoShow] {
            desk.act(Action::Attendance);
            desk.act(mark);
            desk.act(Action::Accept);
        }
        desk.act(Action::Attendance);
        let correction = grid(&desk).sheet.rows[0].correction.as_ref().expect("marked otherwise afterwards");
        assert_eq!((correction.user.as_str(), correction.was), ("anna", Outcome::Attended));
        assert!(grid(&desk).sheet.rows[1].correction.is_none(), "marked once");
    });
}

/// Every family's second child is pēteris's.
fn shared_office() -> World {
    let world = World::demo();
    let families = world.read(|reader| reader.all::<Family>());
    assert!(families.iter().any(|family| family.owner == "anna") && families.iter().any(|f| f.owner == "pēteris"));
    world
}

#[test]
fn the_grid_has_the_own_childrens_sessions_and_a_colleagues_only_when_asked_for() {
    everywhere(|place| {
        let world = shared_office();
        let mut desk = world.desk(place);
        let families = world.read(|reader| reader.all::<Family>());
        let children = world.read(|reader| reader.all::<Child>());
        let owners = |desk: &Desk| {
            let owner = |session: &Session| {
                let child = children.iter().find(|child| child.id == session.child).unwrap();
                families.iter().find(|family| family.id == child.family).unwrap().owner.clone()
            };
            grid(desk).sheet.rows.iter().map(|row| owner(&row.session)).collect::<Vec<_>>()
        };
        desk.act(Action::Attendance);
        let mine = owners(&desk);
        assert!(!mine.is_empty() && mine.iter().all(|owner| owner == "anna"), "{mine:?}");
        desk.sees(Text::MyCaseload.text(desk.lang()));
        desk.act(Action::CalendarWhose);
        let all = owners(&desk);
        assert!(all.len() > mine.len() && all.iter().any(|owner| owner == "pēteris"), "{all:?}");
        desk.sees(Text::AllCases.text(desk.lang()));
        // The day's sheet of all, the next day's too.
        desk.act(Action::NextDay);
        assert!(grid(&desk).sheet.owner.is_none());
        desk.act(Action::CalendarWhose);
        assert!(owners(&desk).iter().all(|owner| owner == "anna"));
        // Who owns no case works for all.
        world.add_user("vadītāja", "Līga Ozola", Role::Head);
        let mut head = world.desk_of("vadītāja", place, crate::desk::SMALL);
        head.act(Action::Attendance);
        assert_eq!(owners(&head).len(), all.len());
        head.refused(|desk| desk.act(Action::CalendarWhose));
    });
}

#[test]
fn what_enter_records_has_a_sign_and_is_counted_afterwards() {
    in_office(|_world, mut desk, _| {
        desk.act(Action::Attendance);
        desk.sees("*+  10:00");
        desk.act(Action::Accept);
        desk.sees(": 2");
        desk.act(Action::Attendance);
        desk.sees(" +  10:00");
        assert!(!desk.screen().contains("*+"), "recorded already:\n{}", desk.screen());
        desk.act(Action::MarkExcused);
        desk.sees("*k");
    });
}

#[test]
fn a_session_is_moved_from_the_grid_and_what_was_marked_stays() {
    in_office(|world, mut desk, _| {
        desk.act(Action::Attendance);
        desk.act(Action::MarkNoShow);
        desk.act(Action::Move);
        desk.enter(Field::Day, "12.9.2018");
        desk.save();
        let outcomes: Vec<Outcome> = grid(&desk).marks.iter().map(|mark| mark.outcome).collect();
        assert_eq!(outcomes, [Outcome::NoShow, Outcome::Moved]);
        desk.refused(|desk| desk.act(Action::Move));
        desk.act(Action::Accept);
        assert_eq!(session_on(&world, 9, 11).outcome, Outcome::NoShow);
        assert!(session_on(&world, 9, 12).is_open());
    });
}
