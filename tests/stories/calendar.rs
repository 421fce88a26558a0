//! The calendar: by day, week, month and as a list; of a child, a family, a provider, a specialist, all one's cases.

use atbalsts::action::Action;
use atbalsts::app::calendar::{Layout, Subject};
use atbalsts::app::page::Target;
use atbalsts::domain::{Child, Deed, Field, Id, Operation, Outcome, Programme, Provider, Session};
use atbalsts::i18n::Text;
use chrono::{NaiveDate, NaiveTime};

use crate::desk::{Desk, World, day, everywhere};
use crate::first_day::{in_office, prepared, sister};
use crate::sessions::{go_to, session_on};

/// Whom both children go to.
const SPECIALIST: &str = "Ilze Ķēniņa";

/// Chooses whose sessions the calendar shows.
pub fn show(desk: &mut Desk, subject: &Subject) {
    desk.act(Action::CalendarWhose);
    let stands_for = |target: &Target| matches!(target, Target::Calendar(other) if other == subject);
    while !desk.page().selected().is_some_and(|row| stands_for(&row.target)) {
        let before = desk.page().cursor;
        desk.act(Action::Down);
        assert_ne!(desk.page().cursor, before, "{subject:?} is not there to be chosen");
    }
    desk.act(Action::Open);
    assert_eq!(desk.app.calendar.subject, *subject);
}

/// Whose sessions are shown on a day: hour and child.
fn shown(desk: &Desk, date: NaiveDate) -> Vec<(String, String)> {
    let shown = desk.app.shown_on(date);
    let at = |session: &Session| session.start.map(|time| time.format("%H:%M").to_string()).unwrap_or_default();
    shown.iter().map(|shown| (at(shown.session), shown.child.to_owned())).collect()
}

/// A sister with a session on 12 September at nine, with the same specialist as her brother.
fn with_sister() -> World {
    let world = prepared();
    let booked = session_on(&world, 9, 18);
    let family = world.read(|reader| reader.all::<Child>())[0].family;
    let (person, child) = sister(family);
    let brothers = [session_on(&world, 9, 11), booked.clone()];
    let session = Session {
        id: Id::default(),
        specialist: SPECIALIST.into(),
        child: child.id,
        day: day(2018, 9, 12),
        start: NaiveTime::from_hms_opt(9, 0, 0),
        series: Id::default(),
        ..booked
    };
    let operation = Operation::new(Deed::BookSessions).create(person).create(child).create(session);
    let operation = brothers.into_iter().fold(operation, |operation, old| {
        operation.change(old.clone(), Session { specialist: SPECIALIST.into(), ..old })
    });
    world.store().apply("pēteris", &operation).unwrap();
    world
}

#[test]
fn a_family_a_specialist_a_provider_and_a_caseload_have_the_sisters_session_too() {
    everywhere(|place| {
        let world = with_sister();
        let mut desk = world.desk(place);
        let brother = desk.dossier().person.list_name();
        go_to(&mut desk, "11.9.2018");
        let (eleventh, twelfth) = (day(2018, 9, 11), day(2018, 9, 12));
        assert_eq!(shown(&desk, eleventh).len(), 2);
        assert!(shown(&desk, twelfth).is_empty(), "the child's own calendar");
        let provider = world.read(|reader| reader.all::<Provider>())[0].id;
        for subject in
            [Subject::Family, Subject::Caseload, Subject::Provider(provider), Subject::Specialist(SPECIALIST.into())]
        {
            show(&mut desk, &subject);
            assert_eq!(shown(&desk, twelfth), [("09:00".to_owned(), "Bērziņa-Āboliņa Rūta".to_owned())], "{subject:?}");
            assert!(shown(&desk, eleventh).contains(&("10:00".to_owned(), brother.clone())), "{subject:?}");
            // As one types: the next week is read when it is shown.
            desk.act(Action::NextWeek);
            assert_eq!(desk.app.calendar.day, day(2018, 9, 18));
            assert!(!shown(&desk, day(2018, 9, 18)).is_empty() && shown(&desk, twelfth).is_empty(), "{subject:?}");
            desk.act(Action::PreviousWeek);
        }
        show(&mut desk, &Subject::Child);
        assert!(shown(&desk, twelfth).is_empty());
    });
}

#[test]
fn another_childs_session_is_opened_moved_and_noted_as_looked_at() {
    everywhere(|place| {
        let world = with_sister();
        let mut desk = world.desk(place);
        go_to(&mut desk, "12.9.2018");
        show(&mut desk, &Subject::Caseload);
        let sister = session_on(&world, 9, 12).child;
        assert_ne!(desk.dossier().child.id, sister);
        assert!(desk.looked.contains(&sister));
        desk.act(Action::Move);
        assert_eq!(desk.form().request.child, sister);
        desk.enter(Field::Day, "13.9.2018");
        desk.save();
        let moved = session_on(&world, 9, 12);
        assert_eq!((moved.outcome, moved.moved_to), (Outcome::Moved, session_on(&world, 9, 13).id));
        // What was moved is shown at once, and colleagues' work as soon as it is noticed.
        assert_eq!(shown(&desk, day(2018, 9, 13)), [("09:00".to_owned(), "Bērziņa-Āboliņa Rūta".to_owned())]);
        let mut peteris = world.desk_of("pēteris", place, crate::desk::SMALL);
        go_to(&mut peteris, "13.9.2018");
        show(&mut peteris, &Subject::Caseload);
        peteris.act(Action::Close);
        peteris.enter(Field::Outcome, "k");
        peteris.save();
        desk.rest();
        go_to(&mut desk, "13.9.2018");
        assert_eq!(desk.app.cursor_session().unwrap().outcome, Outcome::Excused);
    });
}

#[test]
fn days_weeks_months_and_lists_show_the_same_sessions() {
    in_office(|_world, mut desk, _| {
        go_to(&mut desk, "11.9.2018");
        let layouts: Vec<Layout> = (0..4)
            .map(|_| {
                desk.act(Action::CalendarLayout);
                desk.sees(if desk.app.calendar.layout == Layout::Month { "oo" } else { "FIZ" });
                desk.app.calendar.layout
            })
            .collect();
        assert_eq!(layouts, [Layout::Month, Layout::Agenda, Layout::Day, Layout::Week]);

        // In a month up and down go by weeks, and Enter opens the day.
        desk.act(Action::CalendarLayout);
        desk.act(Action::Down);
        assert_eq!(desk.app.calendar.day, day(2018, 9, 18));
        desk.act(Action::PageDown);
        assert_eq!(desk.app.calendar.day, day(2018, 10, 18));
        desk.act(Action::PageUp);
        desk.act(Action::Open);
        assert_eq!((desk.app.calendar.layout, desk.app.calendar.day), (Layout::Day, day(2018, 9, 18)));

        // In a list they go from session to session, past days without any.
        while desk.app.calendar.layout != Layout::Agenda {
            desk.act(Action::CalendarLayout);
        }
        desk.act(Action::Down);
        assert_eq!(desk.app.calendar.day, day(2018, 9, 25));
        desk.act(Action::Up);
        assert_eq!(desk.app.calendar.day, day(2018, 9, 18));
        desk.act(Action::Bottom);
        assert_eq!(desk.app.calendar.day, day(2018, 9, 30));
        desk.act(Action::Down);
        assert_eq!(desk.app.calendar.day, day(2018, 10, 1), "a list ends with its month, and the next begins");
    });
}

#[test]
fn what_a_day_is_stands_beside_its_sessions() {
    in_office(|world, mut desk, _| {
        let lang = desk.lang();
        let holiday = atbalsts::domain::calendar::Holiday::ProclamationDayInLieu;
        go_to(&mut desk, "19.11.2018");
        desk.sees(holiday.text(lang));
        go_to(&mut desk, "20.11.2018");
        desk.sees(Text::NoSessions.text(lang));
        desk.act(Action::CalendarLayout);
        desk.sees("19*");
        // Whether a moved working day counts is the municipality's choice.
        for (follows, sign) in [(false, "30 "), (true, "30*")] {
            let programme = world.read(|reader| reader.all::<Programme>()).remove(0);
            let changed = Programme { follows_moved_days: follows, ..programme.clone() };
            let operation = Operation::new(Deed::EditProgramme).change(programme, changed);
            world.store().apply("admin", &operation).unwrap();
            desk.rest();
            go_to(&mut desk, "2.4.2018");
            desk.sees(sign);
        }
    });
}
