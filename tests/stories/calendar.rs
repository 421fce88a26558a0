//! The calendar: by day, week, month and as a list; of a child, a family, a provider, a specialist, all one's cases.

use atbalsts::action::Action;
use atbalsts::app::calendar::{Layout, Subject};
use atbalsts::app::page::Target;
use atbalsts::domain::{Absence, Child, Choice, Deed, Field, Id, Operation, Outcome, Programme, Provider, Session};
use atbalsts::i18n::{Text, choice::Worded};
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
pub fn with_sister() -> World {
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

/// The words for a mark stand in the month's legend if, and only if, the mark occurs.
#[test]
fn a_months_legend_has_the_marks_that_occur() {
    everywhere(|place| {
        let world = crate::desk::World::demo();
        let mut desk = world.desk(place);
        let lang = desk.lang();
        go_to(&mut desk, "15.3.2019");
        desk.act(Action::CalendarLayout);
        for outcome in [Outcome::Attended, Outcome::Excused, Outcome::NoShow, Outcome::ByProvider] {
            let month: Vec<NaiveDate> = (1..=31).map(|date| day(2019, 3, date)).collect();
            let shown = month.iter().flat_map(|date| desk.app.shown_on(*date));
            let occurs = shown.filter(|shown| shown.session.outcome == outcome).count() > 0;
            assert_eq!(
                desk.screen().contains(&format!("{} {}", outcome.code(), outcome.text(lang))),
                occurs,
                "{outcome:?}"
            );
        }
    });
}

/// Nobody said what became of it: the week says so as the month and the list do, by a mark and in words.
#[test]
fn a_past_session_that_nobody_marked_is_told_from_a_booked_one_in_every_view() {
    in_office(|_world, mut desk, _| {
        let lang = desk.lang();
        let (unmarked, mark) = (Text::MarkUnmarked.text(lang), Outcome::Scheduled.code());
        go_to(&mut desk, "11.9.2018");
        let booked = format!("FIZ {mark}");
        assert!(!desk.screen().contains(&booked) && !desk.screen().contains(unmarked), "{}", desk.screen());
        desk.midnight(day(2018, 9, 12));
        for _ in 0..4 {
            match desk.app.calendar.layout {
                Layout::Week => desk.sees(&format!("{mark} {unmarked}")),
                Layout::Month => desk.sees(&format!("{mark} {unmarked}")),
                Layout::Day | Layout::Agenda => desk.sees(&format!("· {unmarked}")),
            }
            if desk.app.calendar.layout == Layout::Week {
                desk.sees(&booked);
                // The session under the cursor in words.
                desk.sees(&format!("· {unmarked} ·"));
            }
            desk.act(Action::CalendarLayout);
        }
        // A week in which all is still to come explains no mark.
        go_to(&mut desk, "18.9.2018");
        assert!(!desk.screen().contains(unmarked), "{}", desk.screen());
    });
}

/// A month that has one row a day shows letters there, too: a number beside the day's would be read as one with it.
#[test]
fn a_small_month_shows_a_letter_for_each_session_and_no_second_number() {
    everywhere(|place| {
        let world = crate::desk::World::demo();
        let mut desk = world.desk_of("anna", place, crate::desk::WIDE);
        go_to(&mut desk, "4.3.2019");
        desk.act(Action::CalendarLayout);
        let marks: String = desk.app.shown_on(day(2019, 3, 4)).iter().map(|s| s.session.outcome.code()).collect();
        assert!(!marks.is_empty());
        desk.sees(&format!("4 {marks} "));
    });
}

#[test]
fn a_moved_session_says_where_to_and_the_new_one_where_from() {
    everywhere(|place| {
        let world = prepared();
        let short = |date| atbalsts::i18n::date::show_short(day(2018, 9, date), place.lang);
        let (moved_from, moved_to) = (format!("← {}", short(18)), format!("→ {}", short(19)));
        let mut desk = world.desk(place);
        go_to(&mut desk, "18.9.2018");
        desk.act(Action::Move);
        desk.enter(Field::Day, "19.9.2018");
        desk.enter(Field::Start, "16");
        desk.save();
        desk.act(Action::PaneCalendar);
        desk.sees(&moved_to);
        desk.act(Action::Open);
        desk.sees(&format!("{moved_to} 16:00"));
        desk.act(Action::Back);
        go_to(&mut desk, "19.9.2018");
        desk.sees(&moved_from);
        desk.act(Action::Open);
        desk.sees(&format!("{moved_from} 10:00"));
        desk.act(Action::Back);
        // Of several children only some days are read: what was moved out of them or into them says so too.
        go_to(&mut desk, "25.9.2018");
        desk.act(Action::Move);
        desk.enter(Field::Day, "4.10.2018");
        desk.save();
        desk.act(Action::PaneCalendar);
        show(&mut desk, &Subject::Family);
        go_to(&mut desk, "18.9.2018");
        desk.sees(&moved_to);
        go_to(&mut desk, "25.9.2018");
        let short = |month, date| atbalsts::i18n::date::show_short(day(2018, month, date), place.lang);
        desk.sees(&format!("→ {}", short(10, 4)));
        go_to(&mut desk, "4.10.2018");
        desk.sees(&format!("← {}", short(9, 25)));
    });
}

#[test]
fn who_is_to_be_told_is_told_whole() {
    everywhere(|place| {
        let world = prepared();
        let mut desk = world.desk(place);
        go_to(&mut desk, "18.9.2018");
        desk.act(Action::Move);
        desk.enter(Field::Day, "19.9.2018");
        desk.save();
        let Some(atbalsts::app::Message::Info(told)) = desk.app.message.clone() else { panic!("nothing is told") };
        assert!(told.contains(". "), "{told}");
        let seen = desk.screen();
        for word in told.split(' ') {
            assert!(seen.contains(word), "{word} of {told}\n{seen}");
        }
    });
}

#[test]
fn absences_and_closure_days_stand_on_the_calendar() {
    everywhere(|place| {
        let world = with_sister();
        let lang = place.lang;
        let (brother, provider) = {
            let children = world.read(|reader| reader.all::<Child>());
            (session_on(&world, 9, 18).child, (children, world.read(|reader| reader.all::<Provider>()).remove(0)).1)
        };
        let absence = Absence {
            child: brother,
            from: day(2018, 9, 19),
            to: day(2018, 9, 21),
            reason: "slimnīca".into(),
            ..Absence::default()
        };
        let closed = Provider { closure_days: vec![day(2018, 9, 26)], ..provider.clone() };
        let name = provider.name.clone();
        let operation = Operation::new(Deed::EditProvider).create(absence).change(provider, closed);
        world.store().apply("anna", &operation).unwrap();
        let mut desk = world.desk(place);
        go_to(&mut desk, "20.9.2018");
        let away = Text::AwayOf.fill(lang, &[&"slimnīca"]);
        desk.sees(&away);
        assert!(!desk.screen().contains(Text::NoSessions.text(lang)));
        go_to(&mut desk, "26.9.2018");
        desk.sees(&Text::ClosedOf.fill(lang, &[&name]));
        desk.act(Action::CalendarLayout);
        desk.sees(&format!("19–21~ {away}"));
        desk.act(Action::CalendarLayout);
        desk.sees(&away);
        // Among brothers and sisters it is said who is away.
        show(&mut desk, &Subject::Family);
        go_to(&mut desk, "20.9.2018");
        desk.sees(&Text::AwayOf.fill(lang, &[&"Jānis"]));
        let provider = world.read(|reader| reader.all::<Provider>())[0].id;
        show(&mut desk, &Subject::Provider(provider));
        go_to(&mut desk, "26.9.2018");
        desk.sees(&Text::ClosedOf.fill(lang, &[&name]));
    });
}

#[test]
fn whose_session_it_is_and_which_days_are_shown_are_never_cut_off() {
    everywhere(|place| {
        let world = with_sister();
        for size in [crate::desk::SMALL, (160, 45)] {
            let mut desk = world.desk_of("anna", place, size);
            go_to(&mut desk, "12.9.2018");
            show(&mut desk, &Subject::Family);
            for _ in 0..4 {
                // In a month's small fields there are letters for sessions, no names.
                if desk.app.calendar.layout != Layout::Month {
                    desk.sees("Rūta");
                }
                desk.act(Action::CalendarLayout);
            }
            // A week with its weekend has narrower columns.
            go_to(&mut desk, "15.9.2018");
            desk.sees("Rūta");
        }
    });
}

#[test]
fn at_a_small_screen_a_blank_stands_between_time_service_and_mark() {
    everywhere(|place| {
        let world = crate::desk::World::demo();
        let mut desk = world.desk(place);
        for date in ["12.3.2019", "16.3.2019"] {
            go_to(&mut desk, date);
            let screen = desk.screen();
            let crowded = screen.split_whitespace().any(|word| {
                let (digits, letters) = word.split_at(word.find(char::is_alphabetic).unwrap_or(word.len()));
                !digits.is_empty()
                    && digits.chars().all(|c| c.is_ascii_digit() || c == ':')
                    && letters.len() >= 3
                    && letters.chars().all(|c| c.is_uppercase() || "+knsp".contains(c))
            });
            assert!(!crowded, "{screen}");
        }
        // However long the subject's name is, the days shown are told.
        desk.act(Action::CalendarLayout);
        desk.act(Action::CalendarLayout);
        assert_eq!(desk.app.calendar.layout, Layout::Agenda);
        let provider =
            world.read(|reader| reader.all::<Provider>()).into_iter().max_by_key(|provider| provider.name.len());
        show(&mut desk, &Subject::Provider(provider.unwrap().id));
        desk.sees(&atbalsts::i18n::date::month_and_year(day(2019, 3, 16), place.lang));
    });
}
