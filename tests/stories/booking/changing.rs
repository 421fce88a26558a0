//! A series is changed in the line that it was made in.

use atbalsts::action::Action;
use atbalsts::domain::{Field, Outcome, Series, Session};
use atbalsts::i18n::{Text, number};
use chrono::NaiveDate;

use super::series;
use crate::desk::{Desk, World, day, everywhere};
use crate::first_day::{in_office, prepared};
use crate::sessions::go_to;

/// The calendar, with its cursor on the first session of the series.
fn on_series(desk: &mut Desk) {
    desk.act(Action::PaneCalendar);
    desk.act(Action::EditSeries);
}

/// Saves the line; of how far it reaches all that are still to come are wanted.
fn confirm_all(desk: &mut Desk) {
    desk.act(Action::Confirm);
    desk.act(Action::ReachAll);
    desk.act(Action::Accept);
}

/// The line of the series that the cursor stands on, with one part in place of another.
fn retype(desk: &mut Desk, old: &str, new: &str) {
    desk.act(Action::EditSeries);
    let line = desk.value(Field::Rule).to_owned();
    assert!(line.contains(old), "{line}");
    desk.act(Action::ClearField);
    desk.type_text(&line.replace(old, new));
}

/// The days and hours of the sessions that were booked together.
fn times(desk: &Desk) -> Vec<(u32, String)> {
    use chrono::Datelike;
    let own = desk.dossier().sessions.iter().filter(|own| own.series.is_some());
    own.map(|own| (own.day.ordinal(), own.start.unwrap().format("%H:%M").to_string())).collect()
}

#[test]
fn a_wrong_key_in_the_line_of_a_series_changes_one_session_at_most() {
    in_office(|world, mut desk, _| {
        go_to(&mut desk, "25.9.2018");
        let before = times(&desk);
        retype(&mut desk, "10:00", "17:00");
        desk.act(Action::Confirm);
        desk.sees(Text::ReachThis.text(desk.lang()));
        desk.act(Action::Accept);
        let after = times(&desk);
        let changed: Vec<usize> = (0..10).filter(|n| after[*n] != before[*n]).collect();
        assert_eq!(changed, [2], "that of the 25th only");
        assert_eq!(series(&world).len(), 1);

        // Ended early by a slip of the finger: this one goes, and comes back with the line.
        retype(&mut desk, "x10", "x2");
        desk.act(Action::Confirm);
        desk.act(Action::Accept);
        assert_eq!(times(&desk).len(), 9);
        desk.act(Action::Undo);
        desk.act(Action::Accept);
        assert_eq!(times(&desk), after);
    });
}

/// Another weekday typed into the line moves this one session, when only this one is meant.
#[test]
fn another_weekday_for_this_one_only_is_that_weekday_of_its_week() {
    in_office(|world, mut desk, _| {
        use atbalsts::i18n::date::{show_short, weekday_short};
        let lang = desk.lang();
        let days = |desk: &Desk| -> Vec<NaiveDate> {
            desk.dossier().sessions.iter().filter(|own| own.series.is_some()).map(|own| own.day).collect()
        };
        let before = days(&desk);
        go_to(&mut desk, "25.9.2018");
        retype(&mut desk, weekday_short(chrono::Weekday::Tue, lang), weekday_short(chrono::Weekday::Thu, lang));
        desk.act(Action::Confirm);
        let thursday = day(2018, 9, 27);
        desk.sees(&format!("→ {} {}", weekday_short(chrono::Weekday::Thu, lang), show_short(thursday, lang)));
        desk.act(Action::Accept);
        let moved = |from: &NaiveDate| if *from == day(2018, 9, 25) { thursday } else { *from };
        assert_eq!(days(&desk), before.iter().map(moved).collect::<Vec<_>>());
        // It still stands for its day of the series, which is as it was.
        let session = desk.dossier().sessions.iter().find(|own| own.day == thursday).cloned().unwrap();
        assert_eq!(session.instead_of, Some(day(2018, 9, 25)));
        assert_eq!(series(&world).len(), 1);
        desk.act(Action::Undo);
        desk.act(Action::Accept);
        assert_eq!(days(&desk), before);
        // Where that weekday of its week is a holiday, nothing is done behind anybody's back.
        go_to(&mut desk, "13.11.2018");
        retype(&mut desk, weekday_short(chrono::Weekday::Tue, lang), weekday_short(chrono::Weekday::Sun, lang));
        desk.act(Action::Confirm);
        desk.sees(&Text::MoveInstead.fill(lang, &[&Action::Move.text(lang)]));
        desk.refused(|desk| desk.act(Action::Accept));
        assert_eq!(days(&desk), before);
    });
}

#[test]
fn this_and_later_ones_of_a_line_are_a_series_of_their_own() {
    in_office(|world, mut desk, _| {
        go_to(&mut desk, "25.9.2018");
        let before = times(&desk);
        retype(&mut desk, "10:00", "17:00");
        desk.act(Action::Confirm);
        desk.act(Action::ReachLater);
        desk.sees("10:00 → 17:00");
        let eight = atbalsts::i18n::plural::Counted::Session.text(8, desk.lang());
        desk.sees(&eight);
        desk.act(Action::Accept);
        let after = times(&desk);
        assert_eq!(after[..2], before[..2]);
        assert!(after[2..].iter().all(|(_, at)| at == "17:00"), "{after:?}");
        assert_eq!(series(&world).iter().map(|series| series.days().len()).collect::<Vec<_>>(), [2, 8]);
        desk.act(Action::Undo);
        desk.act(Action::Accept);
        assert_eq!((times(&desk), series(&world).len()), (before, 1));
    });
}

#[test]
fn a_series_is_changed_in_the_line_that_it_was_made_in() {
    in_office(|world, mut desk, _| {
        on_series(&mut desk);
        let line = desk.value(Field::Rule).to_owned();
        assert!(line.starts_with("FIZ ") && line.contains("x10"), "{line}");
        let before = desk.dossier().sessions.clone();
        // Half an hour later, one of them on a day taken out, one more.
        let changed = line.replace("10:00", "10:30").replace("x10", "x9") + " bez 25.9.2018";
        desk.act(Action::ClearField);
        desk.type_text(&changed);
        confirm_all(&mut desk);
        let [series] = &series(&world)[..] else { panic!("one series") };
        assert_eq!(series.exceptions, [day(2018, 9, 25)]);
        let own = |desk: &Desk| -> Vec<Session> {
            desk.dossier().sessions.iter().filter(|session| session.series == series.id).cloned().collect()
        };
        assert_eq!(own(&desk).len(), 9);
        assert!(own(&desk).iter().all(|session| session.start.unwrap().to_string() == "10:30:00"));
        let kept = own(&desk).iter().all(|session| before.iter().any(|old| old.id == session.id));
        assert!(kept, "they are the same sessions");

        // What was taken out comes back when the line no longer says so.
        on_series(&mut desk);
        let line = desk.value(Field::Rule).to_owned();
        let without = line.find("bez").or(line.find("except")).expect("the day taken out is told");
        let restored = line[..without].trim().replace("x9", "x10");
        desk.act(Action::ClearField);
        desk.type_text(&restored);
        desk.act(Action::Confirm);
        assert!(own(&desk).iter().any(|session| session.day == day(2018, 9, 25)));
        assert_eq!(own(&desk).len(), 10);
    });
}

#[test]
fn what_was_marked_stays_when_its_series_is_changed() {
    in_office(|_world, mut desk, _| {
        desk.act(Action::Attendance);
        desk.act(Action::Accept);
        on_series(&mut desk);
        let line = desk.value(Field::Rule).replace("x10", "x5");
        desk.act(Action::ClearField);
        desk.type_text(&line);
        confirm_all(&mut desk);
        let of_series = desk.dossier().sessions.iter().filter(|session| session.series.is_some());
        let outcomes: Vec<Outcome> = of_series.map(|session| session.outcome).collect();
        assert_eq!(outcomes[0], Outcome::Attended);
        assert_eq!(outcomes.len(), 5);
    });
}

#[test]
fn of_a_series_only_what_changes_is_shown_and_counted() {
    everywhere(|place| {
        let world = prepared();
        let mut desk = world.desk(place);
        on_series(&mut desk);
        let text = |text: atbalsts::i18n::Text| text.text(place.lang).to_owned();
        desk.sees(&text(atbalsts::i18n::Text::NothingChanges));
        // Ten of 21,83 and one of 18,00 are on the calendar.
        let free = |cents| number::euros(atbalsts::domain::Money::from_cents(cents), place.lang);
        desk.sees(&free(376_370));
        // The cursor stands where the service is.
        desk.type_text(" ");
        assert!(desk.value(Field::Rule).starts_with(" FIZ"));
        let line = desk.value(Field::Rule).trim().replace("x10", "x12");
        desk.act(Action::ClearField);
        desk.type_text(&line);
        desk.sees(&free(376_370 - 2 * 2_183));
        desk.sees("20.11.2018");
        desk.sees("27.11.2018");
        assert!(!desk.screen().contains("13.11.2018"), "{}", desk.screen());
        let line = line.replace("x12", "x8");
        desk.act(Action::ClearField);
        desk.type_text(&line);
        desk.sees(&free(376_370 + 2 * 2_183));
        desk.sees(&text(atbalsts::i18n::Text::TakenOff));
        desk.sees("13.11.2018");
        // More days than fit are gone through page by page.
        desk.act(Action::ClearField);
        desk.type_text("LOG pr ot tr ce pk 15 no 1.10.2018 līdz 1.3.2019");
        assert!(!desk.screen().contains("28.02.2019"), "{}", desk.screen());
        for _ in 0..6 {
            desk.act(Action::PageDown);
        }
        desk.sees("28.02.2019");
        for _ in 0..6 {
            desk.act(Action::PageUp);
        }
        desk.sees("01.10.2018");
    });
}

/// What was set by hand of one session is an exception of the series, and outlives its changes.
#[test]
fn what_was_set_by_hand_of_one_session_outlives_changes_of_its_series() {
    in_office(|world, mut desk, _| {
        // One is put off to Friday the 21st at nine; the provider closes on a Tuesday on which nothing is changed for it.
        go_to(&mut desk, "18.9.2018");
        desk.act(Action::Edit);
        desk.enter(Field::Day, "21.9.2018");
        desk.enter(Field::Start, "9");
        desk.save();
        desk.act(Action::Providers);
        desk.act(Action::Edit);
        desk.enter(Field::ClosureDays, "18.9.2018");
        desk.save();
        desk.act(Action::Back);
        let before = desk.dossier().sessions.clone();

        go_to(&mut desk, "25.9.2018");
        desk.act(Action::EditSeries);
        desk.sees(Text::NothingChanges.text(desk.lang()));
        desk.act(Action::Confirm);
        assert_eq!(desk.dossier().sessions, before, "one wrong key changes nothing");

        go_to(&mut desk, "25.9.2018");
        desk.act(Action::EditSeries);
        let line = desk.value(Field::Rule).replace("10:00", "10:30").replace("x10", "x11");
        desk.act(Action::ClearField);
        desk.type_text(&line);
        confirm_all(&mut desk);
        let series = series(&world).remove(0).id;
        let own = |desk: &Desk| -> Vec<(NaiveDate, String)> {
            let own = desk.dossier().sessions.iter().filter(|session| session.series == series);
            own.map(|session| (session.day, session.start.unwrap().format("%H:%M").to_string())).collect()
        };
        assert_eq!(own(&desk).len(), 11);
        assert!(own(&desk).contains(&(day(2018, 9, 21), "09:00".into())), "{:?}", own(&desk));
        assert!(own(&desk).contains(&(day(2018, 9, 25), "10:30".into())), "{:?}", own(&desk));
        assert!(!own(&desk).iter().any(|(held_on, _)| *held_on == day(2018, 9, 18)));
    });
}

#[test]
fn once_a_month_stays_once_a_month_when_the_later_ones_change() {
    everywhere(|place| {
        let check = |field, typed: &str, expect: &str| {
            let world = prepared();
            let mut desk = world.desk(place);
            desk.act(Action::QuickAdd);
            desk.type_text("LOG mēn 15 16:00 x8");
            desk.act(Action::Confirm);
            let monthly = |world: &World| -> Vec<Series> {
                series(world).into_iter().filter(|series| series.rule.to_string().contains("MONTHLY")).collect()
            };
            assert_eq!(monthly(&world).len(), 1, "{}", desk.screen());
            go_to(&mut desk, "15.11.2018");
            desk.act(Action::Edit);
            desk.enter(field, typed);
            desk.act(Action::Save);
            desk.act(Action::ReachLater);
            desk.act(Action::Accept);
            let [before, after] = &monthly(&world)[..] else { panic!("{:?}", series(&world)) };
            let of = |series: &Series| {
                let rule = series.rule.to_string();
                (rule.split(";UNTIL").next().unwrap().to_owned(), series.days().len())
            };
            assert_eq!((of(before), of(after)), (("FREQ=MONTHLY;BYMONTHDAY=15".into(), 2), (expect.into(), 6)));
            let own = |session: &&Session| session.series == after.id;
            let days: Vec<NaiveDate> = desk.dossier().sessions.iter().filter(own).map(|own| own.day).collect();
            assert_eq!(after.days(), days);
        };
        check(Field::Start, "17", "FREQ=MONTHLY;BYMONTHDAY=15");
        check(Field::Day, "16.11.2018", "FREQ=MONTHLY;BYMONTHDAY=16");
    });
}
