//! Finding a command, a key, a family.

use std::collections::BTreeSet;

use atbalsts::action::Action;
use atbalsts::app::page::Target;
use atbalsts::app::{Can, Screen};
use atbalsts::domain::{Field, Relation, contact, personal_code};
use atbalsts::i18n::{Lang, search};

use crate::desk::{Desk, World, everywhere};
use crate::first_day::prepared;

/// Takes everything back that is open.
fn close(desk: &mut Desk) {
    while !desk.app.screens.is_empty() {
        desk.act(Action::Back);
    }
}

#[test]
fn every_command_is_found_by_its_name_in_either_language_without_diacritics() {
    everywhere(|place| {
        let world = World::demo();
        let mut desk = world.desk(place);
        desk.act(Action::Palette);
        let Some(Screen::Line(line)) = desk.app.screens.last() else { panic!("a line") };
        let offered = line.commands.clone();
        assert!(offered.len() > 40);
        for action in offered {
            for &lang in Lang::ALL {
                desk.act(Action::ClearField);
                desk.paste(&search::fold(action.text(lang)));
                let Some(Screen::Line(line)) = desk.app.screens.last() else { panic!("a line") };
                let first = line.commands.first().map(|first| first.text(lang));
                assert_eq!(first, Some(action.text(lang)), "{action:?}");
            }
        }
    });
}

#[test]
fn a_command_runs_from_the_palette() {
    everywhere(|place| {
        let world = prepared();
        let mut desk = world.desk(place);
        for name in ["jauna gimene", "NEW FAMILY", "new famly", "new_family"] {
            desk.act(Action::Palette);
            desk.type_text(name);
            desk.act(Action::Accept);
            assert_eq!(desk.form().fields[0].field, Field::Surname, "{name}");
            desk.act(Action::Back);
        }
        desk.act(Action::Palette);
        desk.type_text("kvaksis");
        desk.act(Action::Accept);
        assert!(matches!(desk.app.screens.last(), Some(Screen::Line(_))), "no such command");
        desk.act(Action::Back);
    });
}

#[test]
fn help_lists_what_can_be_done_and_why_the_rest_cannot() {
    everywhere(|place| {
        let world = prepared();
        let mut desk = world.desk(place);
        let places: [&dyn Fn(&mut Desk); 6] = [
            &|_| {},
            &|desk| desk.act(Action::PanePlan),
            &|desk| desk.act(Action::PaneCalendar),
            &|desk| desk.act(Action::CaseFile),
            &|desk| desk.act(Action::Attendance),
            &|desk| desk.act(Action::Undo),
        ];
        for go in places {
            go(&mut desk);
            let listed = |desk: &Desk, yes: bool| -> BTreeSet<Action> {
                let wanted = |can| if yes { can == Can::Yes } else { matches!(can, Can::No(_)) };
                Action::ALL.iter().copied().filter(|&action| wanted(desk.app.can(action))).collect()
            };
            let (can, cannot) = (listed(&desk, true), listed(&desk, false));
            desk.act(Action::Help);
            let told = |faint: bool| -> BTreeSet<Action> {
                let rows =
                    desk.page().rows.iter().filter(|row| (row.look == atbalsts::app::page::Look::Faint) == faint);
                rows.filter_map(|row| if let Target::Act(action) = row.target { Some(action) } else { None }).collect()
            };
            assert_eq!(told(false), can);
            assert_eq!(told(true), cannot);
            close(&mut desk);
            desk.act(Action::PaneFamilies);
        }
    });
}

#[test]
fn the_filter_finds_a_family_by_what_people_know_of_it() {
    everywhere(|place| {
        let world = World::demo();
        let mut desk = world.desk(place);
        let all = desk.app.families.visible.len();
        let overview = desk.app.overview.clone();
        for family in overview.families.iter().skip(2).take(4) {
            let people: Vec<_> = overview.people.iter().filter(|person| person.family == family.id).collect();
            let mother = people.iter().find(|person| person.relation == Relation::Mother).unwrap_or(&people[0]);
            let child = people.iter().find(|person| person.relation == Relation::Child).unwrap();
            let known = [
                search::fold(&family.surname),
                family.case_number.clone(),
                family.phone.clone(),
                contact::shown_phone(&family.phone),
                personal_code::shown(&child.personal_code),
                child.personal_code.clone(),
                format!("{} {}", search::fold(&mother.given_names), search::fold(&mother.surname)).to_uppercase(),
            ];
            for text in known {
                desk.act(Action::Filter);
                desk.act(Action::ClearField);
                desk.type_text(&text);
                desk.act(Action::Accept);
                let found = &desk.app.families;
                let here = (0..found.visible.len()).any(|n| found.row(n).unwrap().family == family.id);
                assert!(here && found.visible.len() < all, "{text}: {} rows", found.visible.len());
                desk.act(Action::Back);
                assert_eq!(desk.app.families.visible.len(), all);
            }
        }
    });
}
