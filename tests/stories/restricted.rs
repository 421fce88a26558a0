//! A family for named people only: what others see of it, and how a head opens it.

use atbalsts::{
    action::Action,
    app::Can,
    domain::{Child, Deed, Family, Id, Index, IndexKey, Kind, Operation, Person, veil::MARK},
    i18n::Text,
};

use crate::desk::{SMALL, World, everywhere};

/// The demonstration's first family, for anna alone.
fn restricted() -> (World, Family) {
    let world = World::demo();
    let family = restrict(&world, 1);
    (world, family)
}

fn restrict(world: &World, number: u64) -> Family {
    let before: Family = world.read(|reader| reader.get(Id::new(number))).unwrap();
    let family = Family { restricted_to: vec!["anna".into()], ..before.clone() };
    let edit = Operation::new(Deed::EditFamily).change(before, family.clone());
    world.store().apply("anna", &edit).unwrap();
    family
}

#[test]
fn restricted_families_are_told_from_one_another_by_their_case_numbers() {
    everywhere(|place| {
        let (world, one) = restricted();
        let other = restrict(&world, 2);
        let mut peteris = world.desk_of("pēteris", place, SMALL);
        for family in [&one, &other] {
            assert!(peteris.screen().contains(&format!("*** {}", family.case_number)), "{}", peteris.screen());
            assert!(!peteris.screen().contains(&family.surname));
        }
        // Also where the child's name would stand: in the heading, in tables of all children.
        peteris.act(Action::AllChildren);
        for family in [one, other] {
            assert!(peteris.screen().contains(&format!("*** {}", family.case_number)), "{}", peteris.screen());
        }
    });
}

#[test]
fn brothers_and_sisters_are_told_from_one_another_by_their_place() {
    everywhere(|place| {
        let world = World::demo();
        let children = world.read(|reader| reader.all::<Child>());
        let has_sibling =
            |child: &&Child| children.iter().any(|other| other.family == child.family && other.id > child.id);
        let family = children.iter().find(has_sibling).expect("a family with several children").family;
        let family = restrict(&world, family.0);
        let given: Vec<String> = world
            .read(|reader| reader.find::<Person>(&IndexKey::new(Index::PersonByFamily).id(family.id.0)))
            .into_iter()
            .map(|person| person.given_names)
            .collect();
        let mut peteris = world.desk_of("pēteris", place, SMALL);
        peteris.act(Action::Filter);
        peteris.type_text(&family.case_number);
        peteris.act(Action::Accept);
        let mut headings = Vec::new();
        for _ in 0..2 {
            let screen = peteris.screen();
            assert!(given.iter().all(|name| !screen.contains(name.as_str())), "{screen}");
            headings.push(screen);
            if headings.len() == 1 {
                peteris.act(Action::Down);
            }
        }
        assert!(headings[0].contains(" (1) ") && headings[0].contains(" (2) "), "{}", headings[0]);
        for (n, screen) in (1..).zip(&headings) {
            assert!(screen.contains(&format!("*** {} ({n})", family.case_number)), "{n}: {screen}");
        }
        for page in [Action::CaseFile, Action::AllChildren] {
            peteris.act(page);
            for n in [1, 2] {
                peteris.sees(&format!("*** {} ({n})", family.case_number));
            }
            peteris.act(Action::Back);
        }
    });
}

#[test]
fn a_head_opens_a_restricted_family_by_saying_why_and_it_is_on_record() {
    everywhere(|place| {
        let (world, family) = restricted();
        let mut head = world.desk_of("līga", place, SMALL);
        head.act(Action::Filter);
        head.type_text(&family.case_number);
        head.act(Action::Accept);
        assert!(head.screen().contains(MARK) && !head.screen().contains(&family.surname));
        assert_eq!(head.app.can(Action::NewNote), Can::No(Text::CaseRestricted));
        assert_eq!(head.app.can(Action::Edit), Can::No(Text::CaseRestricted));
        head.act(Action::OpenRestricted);
        head.act(Action::Accept);
        assert!(head.screen().contains(Text::ReasonNeeded.text(place.lang)));
        head.type_text("Vecāku sūdzība");
        head.act(Action::Accept);
        assert!(head.screen().contains(&family.surname), "{}", head.screen());
        assert_eq!(head.app.can(Action::NewNote), Can::Yes);
        assert!(matches!(head.app.can(Action::OpenRestricted), Can::No(_)));
        head.act(Action::Looks);
        assert!(head.screen().contains("Vecāku sūdzība") && head.screen().contains("līga"), "{}", head.screen());
        let looks = world.read(|reader| reader.looks(Kind::Family, family.id.0));
        assert_eq!(looks.iter().filter(|look| look.reason == "Vecāku sūdzība").count(), 1);
    });
}

#[test]
fn a_worker_who_is_not_named_cannot_open_it_nor_see_who_looked() {
    everywhere(|place| {
        let (world, family) = restricted();
        let mut peteris = world.desk_of("pēteris", place, SMALL);
        peteris.act(Action::Filter);
        peteris.type_text(&family.case_number);
        peteris.act(Action::Accept);
        assert_eq!(peteris.app.can(Action::OpenRestricted), Can::No(Text::NotInYourRole));
        assert_eq!(peteris.app.can(Action::Looks), Can::No(Text::NotInYourRole));
        peteris.act(Action::CaseFile);
        assert!(!peteris.screen().contains(&family.surname));
    });
}
