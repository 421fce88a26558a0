//! All children of the programme in one table: looked over, sorted, narrowed, explained, left for one of them.

use atbalsts::action::Action;
use atbalsts::app::Screen;
use atbalsts::app::page::{Cell, PageKind, Target};
use atbalsts::app::pages::figure_name;
use atbalsts::app::programme::SortSums;
use atbalsts::domain::Money;
use atbalsts::domain::budget::{By, FigureKind, Key, Within};
use atbalsts::domain::overview::PageOf;
use atbalsts::i18n::{Text, number};

use crate::desk::{Desk, WIDE, World, everywhere};

/// The key of the row under the cursor.
fn key(desk: &Desk) -> Key {
    match &desk.page().selected().unwrap().target {
        Target::Sum(key) => key.clone(),
        other => panic!("a sum, not {other:?}"),
    }
}

/// The number under the cursor, as it is shown.
fn shown(desk: &Desk) -> String {
    let page = desk.page();
    let table = page.table.as_ref().unwrap();
    match &page.selected().unwrap().cells[table.first + table.at] {
        Cell::Number(number) => number.clone(),
        other => panic!("a number, not {other:?}"),
    }
}

/// Puts the cursor on the column of a figure.
fn go_to(desk: &mut Desk, kind: FigureKind) {
    let table = desk.page().table.clone().unwrap();
    let at = table.figures.iter().position(|figure| *figure == kind).expect("the column is shown");
    for _ in table.at..at {
        desk.act(Action::Right);
    }
    for _ in at..table.at {
        desk.act(Action::Left);
    }
}

/// Arranges the table by what is told.
fn arrange(desk: &mut Desk, wanted: impl Fn(&Target) -> bool) {
    desk.act(Action::ArrangeFamilies);
    while !wanted(&desk.page().selected().unwrap().target) {
        desk.act(Action::Down);
    }
    desk.act(Action::Open);
}

/// The sum that an explanation ends with.
fn explained(desk: &Desk) -> String {
    let sum = desk.page().rows.iter().find(|row| row.look == atbalsts::app::page::Look::Sum).unwrap();
    match sum.cells.last().unwrap() {
        Cell::Number(number) => number.clone(),
        other => panic!("a number, not {other:?}"),
    }
}

#[test]
fn the_table_has_every_child_and_leads_to_it() {
    everywhere(|place| {
        let world = World::demo();
        let mut desk = world.desk_of("anna", place, WIDE);
        let children = desk.app.overview.children.len();
        desk.act(Action::AllChildren);
        // A row a child, and all together.
        assert_eq!(desk.page().visible.len(), children + 1);
        // The one whose money is lost most, and what of it is lost.
        arrange(
            &mut desk,
            |target| matches!(target, Target::ArrangeSums(view) if view.sort == SortSums::Figure(FigureKind::Lost)),
        );
        let Key::Child(child) = key(&desk) else { panic!("a child") };
        let lost = shown(&desk);
        desk.act(Action::Open);
        assert!(desk.app.screens.is_empty());
        assert_eq!(desk.app.selected_child(), Some(child));
        assert_eq!(number::money(desk.figure(FigureKind::Lost), desk.lang()), lost);
        // It comes back as it was left, and narrows to whom one looks for.
        desk.act(Action::AllChildren);
        assert_eq!(key(&desk), Key::Child(child));
        let name = desk.app.overview.list_name(child).unwrap();
        desk.act(Action::Filter);
        desk.type_text(&name);
        desk.act(Action::Accept);
        assert_eq!(desk.page().visible.len(), 1);
    });
}

#[test]
fn every_number_of_the_table_is_explained_down_to_the_session() {
    everywhere(|place| {
        let lang = place.lang;
        let world = World::demo();
        let mut desk = world.desk_of("anna", place, WIDE);
        desk.act(Action::AllChildren);
        go_to(&mut desk, FigureKind::Forecast);
        let (first, forecast) = (key(&desk), shown(&desk));
        let looks = desk.looked.len();
        desk.act(Action::Explain);
        assert_eq!(explained(&desk), forecast);
        desk.sees(figure_name(FigureKind::Forecast, lang));
        let Key::Child(child) = first else { panic!("a child") };
        assert_eq!(desk.looked[looks..], [child], "who looks at a child's money is noted, once");
        // One of its parts, and back.
        desk.act(Action::Open);
        assert!(matches!(&desk.page().kind, PageKind::Stored(PageOf::Figure(of)) if of.kind == FigureKind::Delivered));
        desk.act(Action::Back);
        desk.act(Action::Back);
        // All together: a row a child, each with its sessions.
        desk.act(Action::Bottom);
        let together = shown(&desk);
        desk.act(Action::Explain);
        assert_eq!(explained(&desk), together);
        desk.act(Action::Open);
        assert_eq!(explained(&desk), forecast);
        desk.act(Action::Back);
        desk.act(Action::Back);
        // What a service comes to, of whom, in which sessions; it has no ceiling, and neither has a month.
        arrange(&mut desk, |target| matches!(target, Target::ArrangeSums(view) if view.by == By::Service));
        assert!(!desk.page().table.as_ref().unwrap().figures.contains(&FigureKind::Ceiling));
        go_to(&mut desk, FigureKind::Delivered);
        let (service, spent) = (key(&desk), shown(&desk));
        desk.act(Action::Open);
        assert_eq!(explained(&desk), spent);
        desk.act(Action::Open);
        let Key::Service(code) = service else { panic!("a service") };
        let page = desk.page();
        let of_service =
            |row: &atbalsts::app::page::Row| matches!(&row.cells[0], Cell::Text(text) if text.contains(&code));
        assert!(page.rows.iter().take_while(|row| row.look != atbalsts::app::page::Look::Sum).all(of_service));
        desk.act(Action::Back);
        desk.act(Action::Back);
        let all = desk.page().visible.len();
        arrange(&mut desk, |target| matches!(target, Target::ArrangeSums(view) if view.within != Within::ALWAYS));
        assert!(desk.page().visible.len() <= all);
        desk.act(Action::Back);
        assert!(desk.app.screens.is_empty());
    });
}

#[test]
fn the_table_follows_what_colleagues_write() {
    everywhere(|place| {
        let world = World::demo();
        let mut desk = world.desk_of("anna", place, WIDE);
        desk.act(Action::AllChildren);
        let before = desk.page().rows.clone();
        let child = match key(&desk) {
            Key::Child(child) => world.read(|reader| reader.get(child)).unwrap(),
            other => panic!("a child, not {other:?}"),
        };
        let mut more = child.clone();
        more.ceilings[0].amount += Money::from_cents(12_345);
        let operation = atbalsts::domain::Operation::new(atbalsts::domain::Deed::EditChild).change(child, more);
        world.store().apply("pēteris", &operation).unwrap();
        desk.rest();
        assert!(matches!(desk.app.screens.last(), Some(Screen::Page(_))));
        assert_ne!(format!("{:?}", desk.page().rows[0].cells), format!("{:?}", before[0].cells));
        desk.sees(Text::AllChildren.text(place.lang));
    });
}
