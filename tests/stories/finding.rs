//! Finding a command, a key, a family.

use std::collections::BTreeSet;

use atbalsts::action::Action;
use atbalsts::app::arrangement::{Only, SortBy};
use atbalsts::app::page::Target;
use atbalsts::app::{Can, Screen};
use atbalsts::domain::budget::Health;
use atbalsts::domain::{
    Ceiling, Child, Deed, Field, Id, Money, Note, Operation, Price, Relation, contact, personal_code,
};
use atbalsts::i18n::{Lang, Text, search};

use crate::desk::{Desk, World, everywhere};
use crate::first_day::in_office;

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
    in_office(|_world, mut desk, _| {
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
    in_office(|_world, mut desk, _| {
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
                find(&mut desk, &text);
                let found = &desk.app.families;
                let here = (0..found.visible.len()).any(|n| found.row(n).unwrap().family == family.id);
                assert!(here && found.visible.len() < all, "{text}: {} rows", found.visible.len());
                desk.act(Action::Back);
                assert_eq!(desk.app.families.visible.len(), all);
            }
        }
    });
}

/// The children in the families pane, row by row.
fn listed(desk: &Desk) -> Vec<Option<Id<Child>>> {
    let pane = &desk.app.families;
    (0..pane.visible.len()).map(|n| pane.row(n).unwrap().child).collect()
}

/// Looks for something and takes the first of what is found.
fn find(desk: &mut Desk, text: &str) {
    desk.act(Action::Filter);
    desk.type_text(text);
    desk.act(Action::Accept);
}

#[test]
fn a_child_is_opened_by_three_letters_in_five_keys() {
    everywhere(|place| {
        let world = World::demo();
        let mut desk = world.desk(place);
        let people = desk.app.overview.people.clone();
        for row in desk.app.families.rows.clone() {
            let child = desk.app.overview.children.iter().find(|child| Some(child.id) == row.child).unwrap().person;
            let person = people.iter().find(|person| person.id == child).unwrap();
            // Brothers and sisters share the surname; three letters of one of the names are enough.
            let names = [&person.surname, &person.given_names];
            let first_three = |name: &String| search::fold(name).chars().take(3).collect::<String>();
            let rows = &desk.app.families.rows;
            let sharing = |of: &str| rows.iter().filter(|row| first_three(&row.given_names) == of).count();
            if rows.iter().filter(|other| other.family == row.family).count() > 1 && sharing(&first_three(names[1])) > 1
            {
                // A namesake with a brother or sister takes letters of both names.
                continue;
            }
            let found = names.map(|name| {
                let three = first_three(name);
                let keys = desk.count(|desk| find(desk, &three));
                assert!(keys <= 5, "{keys} keys");
                let found = desk.app.selected_child();
                desk.act(Action::Back);
                found
            });
            assert!(found.contains(&row.child), "{}", person.list_name());
        }
    });
}

#[test]
fn what_is_sure_comes_before_what_is_likely_and_ones_own_before_a_colleagues() {
    everywhere(|place| {
        let world = World::demo();
        let mut desk = world.desk(place);
        let overview = desk.app.overview.clone();
        let family = overview.families.iter().find(|family| family.owner != "anna").unwrap();
        let code = &overview.people.iter().find(|person| person.family == family.id).unwrap().personal_code;
        find(&mut desk, code);
        assert_eq!(desk.app.selected_family(), Some(family.id), "a code is surer than whose case it is");
        desk.act(Action::Back);
        // Everybody's case numbers begin with the year.
        desk.act(Action::Filter);
        desk.type_text("2018");
        let owners: Vec<bool> =
            (0..desk.app.families.visible.len()).map(|n| desk.app.families.row(n).unwrap().own).collect();
        assert!(owners.contains(&true) && owners.contains(&false));
        assert!(owners.is_sorted_by(|a, b| a >= b), "one's own cases come first: {owners:?}");
        desk.act(Action::Back);
    });
}

#[test]
fn a_slip_of_the_finger_and_a_forgotten_layout_are_forgiven() {
    everywhere(|place| {
        let world = World::demo();
        let mut desk = world.desk(place);
        let row = desk.app.families.rows.iter().find(|row| row.surname.chars().count() > 5).unwrap().clone();
        let folded = search::fold(&row.surname);
        let letters: Vec<char> = folded.chars().collect();
        let swapped: String = [letters[0], letters[2], letters[1]].iter().chain(&letters[3..]).collect();
        let russian: String = letters.iter().take(4).map(|&letter| on_a_russian_keyboard(letter)).collect();
        for typed in [swapped, russian] {
            find(&mut desk, &typed);
            assert_eq!(desk.app.selected_family(), Some(row.family), "{typed}");
            desk.act(Action::Back);
        }
    });
}

/// What the key of a Latin letter types when the layout is Russian.
fn on_a_russian_keyboard(letter: char) -> char {
    let latin = "qwertyuiopasdfghjklzxcvbnm";
    let russian = "йцукенгшщзфывапролдячсмить";
    russian.chars().nth(latin.find(letter).unwrap()).unwrap()
}

#[test]
fn an_empty_search_offers_the_children_looked_at_and_enter_goes_back_to_the_one_before() {
    everywhere(|place| {
        let world = World::demo();
        let mut desk = world.desk(place);
        let children: Vec<Option<Id<Child>>> = listed(&desk);
        let all = children.len();
        // On the way down nobody is looked at but where the cursor comes to rest.
        for _ in 0..3 {
            desk.act(Action::Down);
        }
        desk.act(Action::PanePlan);
        desk.act(Action::PaneFamilies);
        desk.act(Action::Bottom);
        desk.act(Action::Filter);
        assert_eq!(listed(&desk), [children[3], children[0]]);
        desk.act(Action::Accept);
        assert_eq!(desk.app.selected_child(), children[3]);
        assert_eq!(listed(&desk).len(), all, "all families are there again");
        for expect in [children[all - 1], children[3]] {
            desk.act(Action::Filter);
            desk.act(Action::Accept);
            assert_eq!(desk.app.selected_child(), expect, "to and fro");
        }
        desk.act(Action::Filter);
        desk.act(Action::Back);
        assert_eq!((desk.app.selected_child(), listed(&desk).len()), (children[3], all), "nothing happened");
        // At most nine are offered.
        for row in desk.app.families.rows.clone() {
            find(&mut desk, &format!("{} {}", search::fold(&row.surname), search::fold(&row.given_names)));
        }
        desk.act(Action::Filter);
        assert_eq!(listed(&desk).len(), 9);
        assert!(!listed(&desk).contains(&desk.app.families.rows.last().unwrap().child), "where one is, is not offered");
        desk.act(Action::Back);
    });
}

#[test]
fn families_are_sorted_and_selected_and_stay_so() {
    everywhere(|place| {
        let world = World::demo();
        let mut desk = world.desk(place);
        desk.rest();
        let all = listed(&desk);
        let mark = |desk: &mut Desk, wanted: &dyn Fn(&Target) -> bool| {
            desk.act(Action::ArrangeFamilies);
            desk.act(Action::Top);
            while !wanted(&desk.page().selected().unwrap().target) {
                desk.act(Action::Down);
            }
            desk.act(Action::Open);
            desk.act(Action::Back);
        };
        mark(&mut desk, &|target| matches!(target, Target::Sort(SortBy::Health)));
        let healths: Vec<_> = desk.app.families.visible.iter().map(|&n| desk.app.families.rows[n].health).collect();
        assert!(healths.is_sorted_by(|a, b| a >= b) && healths[0] > healths[healths.len() - 1], "{healths:?}");
        mark(&mut desk, &|target| matches!(target, Target::Only(Only::Mine)));
        let own = |desk: &Desk| desk.app.families.visible.iter().all(|&n| desk.app.families.rows[n].own);
        assert!(own(&desk) && listed(&desk).len() < all.len());
        desk.sees(Text::Selected.text(place.lang));
        // Going elsewhere, a colleague's work and a search leave it as it is.
        desk.act(Action::Journal);
        desk.act(Action::Back);
        let family = desk.app.overview.families[0].clone();
        let note = Note { family: family.id, text: "Zvanīja māte".into(), ..Note::default() };
        world.store().apply("pēteris", &Operation::new(Deed::AddNote).create(note)).unwrap();
        desk.rest();
        assert!(own(&desk) && listed(&desk).len() < all.len());
        let colleagues = desk.app.families.rows.iter().find(|row| !row.own).unwrap().clone();
        let mut families = desk.app.overview.families.iter();
        let number = families.find(|family| family.id == colleagues.family).unwrap().case_number.clone();
        find(&mut desk, &number);
        assert_eq!(desk.app.selected_family(), Some(colleagues.family), "a search is over all families");
        desk.act(Action::ClearFilter);
        assert_eq!(listed(&desk), all);
        assert_eq!(desk.app.selected_family(), Some(colleagues.family));
    });
}

#[test]
fn the_list_marks_how_each_childs_budget_is_doing_and_follows_what_colleagues_do() {
    everywhere(|place| {
        let world = World::demo();
        let mut desk = world.desk(place);
        assert!(desk.app.families.rows.iter().all(|row| row.health.is_none()), "the first screen does not wait for it");
        desk.rest();
        desk.act(Action::Bottom);
        desk.act(Action::Top);
        for n in 0..desk.app.families.visible.len() {
            assert_eq!(desk.app.families.row(n).unwrap().health, Some(desk.dossier().figures.health));
            desk.act(Action::Down);
        }
        // A decision takes back what was granted: the budget of that child, and of no other, is overspent.
        let before = desk.app.families.rows.clone();
        let at = before.iter().position(|row| row.health == Some(Health::Underspent)).unwrap();
        let child: Child = world.read(|reader| reader.get(before[at].child.unwrap())).unwrap();
        let cut: Vec<Ceiling> = child
            .ceilings
            .iter()
            .map(|ceiling| Ceiling { amount: Money::from_cents(100), ..ceiling.clone() })
            .collect();
        let operation = Operation::new(Deed::EditChild).change(child.clone(), Child { ceilings: cut, ..child });
        let operation = operation.because("tiesas lēmums");
        world.store().apply("pēteris", &operation).unwrap();
        // The news first, then what follows from it.
        desk.rest();
        desk.rest();
        for (n, (row, before)) in desk.app.families.rows.iter().zip(&before).enumerate() {
            let expect = if n == at { Some(Health::Alarm) } else { before.health };
            assert_eq!(row.health, expect, "{}", row.surname);
        }
        let row = desk.screen().lines().find(|line| line.contains(&before[at].given_names)).unwrap().to_owned();
        let pane: String = row.chars().take(28).collect();
        assert!(pane.trim_end().ends_with('!'), "{pane}");
        // A cheaper price list may concern everybody.
        let prices: Vec<Price> = world.read(|reader| reader.all());
        let operation = prices.into_iter().fold(Operation::new(Deed::EditPrice), |operation, price| {
            operation.change(price.clone(), Price { amount: Money::from_cents(100_000), ..price })
        });
        let operation = operation.because("cenas nosaka ministrija");
        world.store().apply("māra", &operation).unwrap();
        // The news first, then what follows from it.
        desk.rest();
        desk.rest();
        let alarms = desk.app.families.rows.iter().filter(|row| row.health == Some(Health::Alarm)).count();
        assert!(alarms > desk.app.families.rows.len() / 2, "{alarms}");
    });
}
