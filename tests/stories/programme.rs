//! All children of the programme in one table: looked over, sorted, narrowed, explained, left for one of them.

use atbalsts::action::Action;
use atbalsts::app::Screen;
use atbalsts::app::arrangement::Only;
use atbalsts::app::page::{Cell, Look, PageKind, Target};
use atbalsts::app::pages::figure_name;
use atbalsts::app::programme::SortSums;
use atbalsts::domain::budget::{By, FigureKind, Key, Within};
use atbalsts::domain::overview::PageOf;
use atbalsts::domain::{Ceiling, Child, Deed, Money, Operation, Problem};
use atbalsts::i18n::{Text, date, number};
use atbalsts::store::{Clock, Store};
use chrono::DateTime;

use crate::desk::{Desk, WIDE, World, day, everywhere};

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
fn a_line_of_the_plan_explains_what_was_spent_on_its_service() {
    everywhere(|place| {
        let world = World::demo();
        let mut desk = world.desk_of("anna", place, WIDE);
        desk.act(Action::PanePlan);
        let dossier = desk.dossier();
        let line = dossier.lines[0].clone();
        let of_service = dossier.lines.iter().zip(&dossier.uses).filter(|(other, _)| other.service == line.service);
        let spent: Money = of_service.map(|(_, used)| used.amount_delivered).sum();
        desk.act(Action::Explain);
        assert!(matches!(&desk.page().kind, PageKind::Stored(PageOf::Figure(of)) if of.kind == FigureKind::Delivered));
        desk.sees(&line.service);
        assert_eq!(explained(&desk), number::money(spent, place.lang));
    });
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
        assert_eq!(desk.page().visible.len(), 2, "the child, and what those who are shown come to");
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
        assert!(desk.page().visible.len() <= all + 1, "and the days above them");
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

#[test]
fn the_sum_is_of_those_who_are_shown() {
    everywhere(|place| {
        let world = World::demo();
        let mut desk = world.desk_of("anna", place, WIDE);
        desk.rest();
        desk.act(Action::AllChildren);
        go_to(&mut desk, FigureKind::Planned);
        let amounts = |desk: &Desk| -> (Vec<Money>, String) {
            let page = desk.page();
            let table = page.table.as_ref().unwrap();
            let rows: Vec<_> =
                page.visible.iter().map(|row| &page.rows[*row]).filter(|row| !row.cells.is_empty()).collect();
            let (children, sums): (Vec<_>, Vec<_>) =
                rows.into_iter().filter(|row| !row.amounts.is_empty()).partition(|row| row.look != Look::Sum);
            let Cell::Number(sum) = &sums[0].cells[table.first + table.at] else { panic!("a number") };
            (children.into_iter().map(|row| row.amounts[table.at]).collect(), sum.clone())
        };
        let adds_up = |desk: &Desk| {
            let (amounts, sum) = amounts(desk);
            assert_eq!(sum, number::money(amounts.iter().copied().sum(), place.lang));
            amounts.len()
        };
        let all = adds_up(&desk);
        desk.act(Action::Filter);
        desk.type_text("bērz");
        desk.act(Action::Accept);
        let found = adds_up(&desk);
        assert!((1..all).contains(&found), "{found} of {all}");
        // What only some come to is no figure of the programme.
        desk.act(Action::Bottom);
        desk.refused(|desk| desk.act(Action::Explain));
        desk.act(Action::ClearFilter);
        assert_eq!(adds_up(&desk), all);

        arrange(&mut desk, |target| matches!(target, Target::ArrangeSums(view) if view.only == Some(Only::Mine)));
        go_to(&mut desk, FigureKind::Planned);
        let mine = adds_up(&desk);
        assert!((1..all).contains(&mine), "{mine} of {all}");
        desk.sees(Text::OwnCaseload.text(place.lang));
        arrange(
            &mut desk,
            |target| matches!(target, Target::ArrangeSums(view) if view.only.is_none() && view.by == By::Child),
        );
        go_to(&mut desk, FigureKind::Planned);
        assert_eq!(adds_up(&desk), all);
    });
}

#[test]
fn the_table_is_of_the_days_that_somebody_types() {
    everywhere(|place| {
        let world = World::demo();
        let mut desk = world.desk_of("anna", place, WIDE);
        desk.rest();
        desk.act(Action::AllChildren);
        arrange(&mut desk, |target| matches!(target, Target::SumsDays));
        desk.type_text("31.12.18 1.9.18");
        desk.act(Action::Accept);
        assert!(matches!(desk.app.screens.last(), Some(Screen::Line(_))), "{}", desk.screen());
        desk.act(Action::Back);
        while !matches!(desk.page().selected().unwrap().target, Target::SumsDays) {
            desk.act(Action::Down);
        }
        desk.act(Action::Open);
        desk.type_text("1.10.18 15.11.18");
        desk.act(Action::Accept);
        assert!(matches!(&desk.page().kind, PageKind::Stored(PageOf::Sums(By::Child, Within { from, to }, None))
            if (*from, *to) == (day(2018, 10, 1), day(2018, 11, 15))));
        desk.sees("15.11.2018");
    });
}

#[test]
fn the_table_is_as_of_a_past_day_whatever_was_changed_since() {
    everywhere(|place| {
        let world = World::demo();
        let child: Child = world.read(|reader| reader.all()).remove(0);
        let more = Ceiling { amount: Money::from_cents(10_000), ..child.ceilings[0].clone() };
        let ceilings = [child.ceilings.clone(), vec![more]].concat();
        let raised = Operation::new(Deed::EditChild).change(child.clone(), Child { ceilings, ..child.clone() });
        let morning = DateTime::parse_from_rfc3339("2018-11-15T09:00:00Z").unwrap().to_utc();
        Store::open(&world.path, Clock::Fixed(morning)).unwrap().apply("anna", &raised).unwrap();
        let mut desk = world.desk_of("anna", place, WIDE);
        desk.rest();
        desk.act(Action::AllChildren);
        let ceiling = |desk: &mut Desk| {
            while key(desk) != Key::Child(child.id) {
                desk.act(Action::Down);
            }
            go_to(desk, FigureKind::Ceiling);
            shown(desk)
        };
        let now = ceiling(&mut desk);

        arrange(&mut desk, |target| matches!(target, Target::SumsAsOf));
        desk.type_text("1.1.2030");
        desk.act(Action::Accept);
        desk.sees(Problem::InFuture.sentence(place.lang).as_str());
        desk.act(Action::Back);
        desk.act(Action::Back);
        arrange(&mut desk, |target| matches!(target, Target::SumsAsOf));
        desk.type_text("14.11.2018");
        desk.act(Action::Accept);
        desk.sees(&Text::AsOfDay.fill(place.lang, &[&date::show(day(2018, 11, 14), place.lang)]));
        let then = ceiling(&mut desk);
        let granted: Money = child.ceilings.iter().map(|ceiling| ceiling.amount).sum();
        assert_eq!(
            (then.as_str(), now.as_str()),
            (
                number::money(granted, place.lang).as_str(),
                number::money(granted + Money::from_cents(10_000), place.lang).as_str(),
            )
        );
        // What it is made of is of that day, too.
        desk.act(Action::Explain);
        assert_eq!(explained(&desk), then);
        desk.sees(&date::show(day(2018, 11, 14), place.lang));
        desk.act(Action::Back);
        // The day on which it was granted has it, and so has the present.
        arrange(&mut desk, |target| matches!(target, Target::SumsAsOf));
        desk.type_text("15.11.2018");
        desk.act(Action::Accept);
        assert_eq!(ceiling(&mut desk), now);
        arrange(&mut desk, |target| matches!(target, Target::ArrangeSums(view) if view.as_of.is_none()));
        assert_eq!(ceiling(&mut desk), now);
    });
}
