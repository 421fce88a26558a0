//! Esc leaves exactly one layer, and none when there is none.

use atbalsts::action::Action;
use atbalsts::app::Screen;
use atbalsts::app::frame::Pane;

use crate::desk::{Desk, everywhere};
use crate::first_day::{in_office, prepared};

/// How many layers lie over the families.
fn layers(desk: &Desk) -> usize {
    let app = &desk.app;
    let over = [app.zoomed, !app.families.filter.is_empty(), app.focus != Pane::Families];
    app.screens.len() + over.iter().filter(|over| **over).count()
}

#[test]
fn each_esc_leaves_one_layer_and_repeated_ones_do_no_harm() {
    everywhere(|place| {
        let world = prepared();
        let ways: [&[Action]; 10] = [
            &[Action::PaneCalendar, Action::GoToDate],
            &[Action::PanePlan, Action::Zoom, Action::Help],
            &[Action::PaneBudget, Action::Explain],
            &[Action::CaseFile, Action::NewNote],
            &[Action::CaseFile, Action::Journal, Action::Filter],
            &[Action::Attendance, Action::Help],
            &[Action::WorkQueue, Action::Palette],
            &[Action::Undo, Action::Help],
            &[Action::Providers, Action::Edit],
            &[Action::NewFamily],
        ];
        for way in ways {
            let mut desk = world.desk(place);
            for action in way {
                desk.act(*action);
            }
            let mut left = layers(&desk);
            assert!(left > 0, "{way:?}");
            while left > 0 {
                desk.act(Action::Back);
                assert_eq!(layers(&desk), left - 1, "{way:?}");
                left -= 1;
            }
            let screen = desk.screen();
            for _ in 0..5 {
                desk.act(Action::Back);
            }
            assert_eq!((desk.screen(), desk.ended), (screen, false));
        }
    });
}

#[test]
fn esc_takes_a_filter_back_before_it_leaves_the_page() {
    in_office(|_world, mut desk, _| {
        desk.act(Action::Catalogue);
        let all = desk.page().visible.len();
        desk.act(Action::Filter);
        desk.type_text("fiz");
        assert!(desk.app.screens.len() == 2);
        desk.act(Action::Accept);
        assert!(desk.page().visible.len() < all);
        desk.act(Action::Back);
        assert_eq!(desk.page().visible.len(), all);
        desk.act(Action::Back);
        assert!(desk.app.screens.is_empty());
    });
}

#[test]
fn leaving_is_asked_for_by_name() {
    in_office(|_world, mut desk, _| {
        desk.act(Action::Quit);
        assert!(desk.ended);
    });
}

#[test]
fn a_key_that_does_nothing_here_says_so() {
    in_office(|_world, mut desk, _| {
        let told = desk.refused(|desk| desk.keys("%"));
        assert!(told.contains('%'), "{told}");
        desk.sees(&told);
        assert!(!matches!(desk.app.screens.last(), Some(Screen::Line(_))));
    });
}
