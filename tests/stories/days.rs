//! Days: the next one begins at midnight, a demonstration plays on its own.

use atbalsts::action::Action;
use atbalsts::app::Screen;
use atbalsts::domain::demo::story_day;

use crate::desk::{World, day, everywhere};
use crate::first_day::in_office;

#[test]
fn after_midnight_everything_is_as_of_the_new_day() {
    in_office(|_world, mut desk, _| {
        assert_eq!(desk.app.due(), 0);
        let elapsed = desk.dossier().figures.elapsed_days;
        desk.midnight(day(2018, 9, 12));
        assert_eq!(desk.app.due(), 1, "yesterday's sheet is to be marked");
        assert_eq!(desk.dossier().figures.elapsed_days, elapsed + 1);
        desk.sees("12.09.2018");
        desk.act(Action::WorkQueue);
        desk.act(Action::Open);
        let Some(Screen::Attendance(attendance)) = desk.app.screens.last() else { panic!("the attendance") };
        assert_eq!((attendance.sheet.from, attendance.sheet.rows.len()), (day(2018, 9, 11), 2));
    });
}

#[test]
fn the_demonstration_plays_on_its_own_day() {
    everywhere(|place| {
        let world = World::empty(day(2026, 11, 22));
        let mut desk = world.desk(place);
        desk.act(Action::Down);
        desk.act(Action::Open);
        assert!(desk.app.screens.is_empty());
        assert_eq!(desk.app.setting.today, story_day());
        assert_eq!(desk.app.calendar.day, story_day());
        desk.act(Action::Attendance);
        let Some(Screen::Attendance(attendance)) = desk.app.screens.last() else { panic!("the attendance") };
        assert_eq!(attendance.days(), (story_day(), story_day()));
    });
}
