//! Days that do not exist, hours that clocks skip, nights, whole days, series without an end, ten thousand at once: each
//! is booked as it is meant, or refused in words, in the line and in the form alike.

use atbalsts::action::Action;
use atbalsts::domain::recurrence::RuleFault;
use atbalsts::domain::{Field, Problem, Session};
use atbalsts::i18n::{Lang, Text, date};

use crate::desk::{Desk, Place, World, day, everywhere};
use crate::first_day::prepared;

fn open(desk: &mut Desk, line: &str) {
    desk.act(Action::QuickAdd);
    // What was refused before is offered again.
    desk.act(Action::ClearField);
    desk.type_text(line);
}

/// Types into the form of a new session and saves: it is refused, and the field says why.
fn refused_in_form(desk: &mut Desk, answers: &[(Field, &str)], field: Field, problem: &Problem) {
    desk.heedless(|desk| {
        desk.act(Action::NewSession);
        desk.enter(Field::Line, "FIZ");
        answers.iter().for_each(|(field, text)| desk.enter(*field, text));
    });
    desk.refused(|desk| desk.act(Action::Save));
    assert_eq!(desk.faults_of(field), [problem.sentence(desk.lang())]);
    desk.act(Action::Back);
}

/// The only session that begins on that day of September 2018.
fn on(world: &World, date: u32) -> Session {
    let sessions: Vec<Session> = world.read(|reader| reader.all());
    sessions.into_iter().find(|session| session.day == day(2018, 9, date)).expect("a session")
}

#[test]
fn what_does_not_exist_is_refused_in_words() {
    everywhere(|place| {
        let world = prepared();
        let mut desk = world.desk(place);
        let before = desk.dossier().sessions.len();
        let in_line = |desk: &mut Desk, line: &str, problem: &Problem| {
            open(desk, line);
            desk.sees(&problem.alone(place.lang));
            desk.refused(|desk| desk.act(Action::Confirm));
            desk.act(Action::Back);
        };
        let skipped = Problem::SkippedHour(day(2019, 3, 31));
        in_line(&mut desk, "FIZ 10 no 31.2.2019", &Problem::NotADate("no 31.2.2019".into()));
        in_line(&mut desk, "FIZ 31.2. 10:00", &Problem::NotADate("31.2.".into()));
        in_line(&mut desk, "FIZ 20.9. 27.9. 10:00", &Problem::SecondDate("27.9.".into()));
        in_line(&mut desk, "FIZ sv 3:30 45 x1 no 31.3.2019", &skipped);
        in_line(&mut desk, "FIZ ot 10 x10000", &Problem::NotBetween("x10000".into(), 1, 1000));
        in_line(&mut desk, "FIZ ot 10 x10 līdz 30.6.2019", &Problem::BadRule(RuleFault::TwoEnds));

        refused_in_form(&mut desk, &[(Field::Day, "31.2.2019")], Field::Day, &Problem::NotADate("31.2.2019".into()));
        refused_in_form(&mut desk, &[(Field::Day, "31.3.2019"), (Field::Start, "3:30")], Field::Start, &skipped);
        refused_in_form(&mut desk, &[(Field::Repeat, "10000")], Field::Repeat, &Problem::TooMuch(160));
        assert_eq!(desk.dossier().sessions.len(), before);
    });
}

#[test]
fn a_night_lasts_until_the_morning_and_a_whole_day_until_the_next() {
    everywhere(|place| {
        let world = prepared();
        let mut desk = world.desk(place);
        open(&mut desk, "FIZ 20:00-8:00 14.9.2018");
        desk.act(Action::Confirm);
        let night = on(&world, 14);
        assert_eq!((night.start.unwrap().to_string(), night.minutes), ("20:00:00".into(), 12 * 60));
        // In the morning the child is still there.
        open(&mut desk, "LOG 7:30 15.9.2018");
        desk.sees(&format!("FIZ {} 20:00", date::show(day(2018, 9, 14), place.lang)));
        desk.refused(|desk| desk.act(Action::Confirm));
        desk.act(Action::Back);
        open(&mut desk, "LOG 8 15.9.2018");
        desk.act(Action::Confirm);

        desk.fill(
            Action::NewSession,
            &[(Field::Line, "FIZ"), (Field::Day, "22.9.2018"), (Field::Start, "8"), (Field::Minutes, "24h")],
        );
        assert_eq!(on(&world, 22).minutes, 24 * 60);
    });
}

#[test]
fn a_series_without_an_end_ends_with_its_units_and_says_so() {
    everywhere(|place| {
        let world = prepared();
        let mut desk = world.desk(place);
        let before = desk.dossier().sessions.len();
        open(&mut desk, "LOG ce 16");
        // Of twenty units one is booked.
        desk.sees(Text::BoundByUnits.text(place.lang));
        desk.act(Action::Confirm);
        assert_eq!(desk.dossier().sessions.len(), before + 19);
    });
}

#[test]
fn ten_thousand_sessions_pasted_into_the_line_are_no_line() {
    let world = prepared();
    let mut desk = world.desk(Place::of(Lang::Latvian));
    let before = desk.dossier().sessions.len();
    desk.act(Action::QuickAdd);
    let pasted: String = (0..10_000).map(|n| format!("FIZ;{}.09.2018;10:00;45\n", n % 30 + 1)).collect();
    desk.paste(&pasted);
    desk.refused(|desk| desk.act(Action::Confirm));
    assert_eq!(desk.dossier().sessions.len(), before);
    desk.act(Action::ClearField);
    desk.type_text("LOG ce 16 x2");
    desk.act(Action::Confirm);
    assert_eq!(desk.dossier().sessions.len(), before + 2, "the line goes on as if nothing had been");
}

#[test]
fn tab_completes_where_its_hint_says_so_and_says_why_where_it_does_not() {
    everywhere(|place| {
        let world = prepared();
        let mut desk = world.desk(place);
        let next = Action::NextField.text(place.lang);
        open(&mut desk, "fizio");
        desk.sees(Text::Complete.text(place.lang));
        assert!(!desk.screen().contains(next));
        desk.act(Action::NextField);
        assert_eq!(desk.value(Field::Rule), "FIZ ");
        assert!(!desk.screen().contains(next) && !desk.screen().contains(Text::Complete.text(place.lang)));
        let why = desk.refused(|desk| desk.act(Action::NextField));
        assert_eq!(why, Text::NothingToComplete.text(place.lang));
        assert_eq!(desk.value(Field::Rule), "FIZ ");
    });
}
