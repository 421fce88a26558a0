//! The burn-down in the budget pane: read point by point, as a table, from nearer, and what could still be booked.

use atbalsts::action::Action;
use atbalsts::app::page::Target;
use atbalsts::domain::budget::FigureKind;
use atbalsts::i18n::{Text, date, number};

use crate::desk::{Desk, WIDE, World, everywhere};

/// The budget pane of the first child, over the whole screen.
fn at_budget(world: &World, place: crate::desk::Place) -> Desk {
    let mut desk = world.desk_of("anna", place, WIDE);
    desk.act(Action::PaneBudget);
    desk.act(Action::Zoom);
    desk
}

#[test]
fn the_cursor_reads_what_chart_and_table_show() {
    everywhere(|place| {
        let lang = place.lang;
        let world = World::demo();
        let mut desk = at_budget(&world, place);
        let points = desk.dossier().by_month.points.clone();
        let present = desk.dossier().by_month.at(desk.app.setting.today);
        let money = |amount| number::money(amount, lang);
        desk.sees(&Text::UntilDay.fill(lang, &[&date::show(points[present].day, lang)]));
        desk.sees(&format!("{} {}", Text::LegendActual.text(lang), money(points[present].actual.unwrap())));
        // Two months on nothing is spent yet: what is booked and expected is told.
        desk.act(Action::Right);
        desk.act(Action::Right);
        let later = &points[present + 2];
        desk.sees(&Text::UntilDay.fill(lang, &[&date::show(later.day, lang)]));
        desk.sees(&format!("{} {}", Text::LegendForecast.text(lang), money(later.forecast.unwrap())));
        desk.sees(&format!("{} {}", Text::WithBooked.text(lang), money(later.booked.unwrap())));
        // The table has all of them at once, and the same cursor.
        desk.act(Action::ChartTable);
        for point in &points {
            desk.sees(&date::show(point.day, lang));
            desk.sees(&money(point.planned));
        }
        assert_eq!(desk.app.budget.point(desk.app.burndown().unwrap()), present + 2);
        // What a row says is explained by what lies before its day.
        desk.act(Action::Up);
        desk.act(Action::Up);
        desk.act(Action::Up);
        desk.app.budget.figure = FigureKind::OF_BUDGET.iter().position(|kind| *kind == FigureKind::Delivered).unwrap();
        desk.act(Action::Explain);
        desk.sees(&date::show(points[present - 1].day, lang));
        desk.act(Action::Bottom);
        desk.sees(&money(points[present - 1].actual.unwrap()));
        desk.act(Action::Back);
        desk.act(Action::Bottom);
        desk.act(Action::ChartTable);
        let last = points.last().unwrap();
        assert_eq!(last.forecast, Some(desk.figure(FigureKind::Forecast)));
        desk.sees(&Text::UntilDay.fill(lang, &[&date::show(last.day, lang)]));
    });
}

#[test]
fn the_burndown_is_looked_at_from_nearer() {
    everywhere(|place| {
        let world = World::demo();
        let mut desk = at_budget(&world, place);
        desk.refused(|desk| desk.act(Action::ChartWider));
        desk.act(Action::ChartSteps);
        let all = desk.dossier().by_week.points.len();
        let shown = |desk: &Desk| desk.app.budget.shown(desk.app.burndown().unwrap());
        assert_eq!(shown(&desk), 0..all);
        desk.act(Action::ChartCloser);
        let half = shown(&desk);
        assert_eq!(half.len(), all / 2);
        assert!(half.contains(&desk.app.budget.point(desk.app.burndown().unwrap())));
        // As close as one can look, four weeks are left; and back again.
        for _ in 0..9 {
            desk.act(Action::ChartCloser);
        }
        assert_eq!(shown(&desk).len(), 4);
        while !desk.app.budget.is_whole() {
            desk.act(Action::ChartWider);
        }
        assert_eq!(shown(&desk), 0..all);
        // Another child is seen at its own present.
        desk.act(Action::Left);
        desk.act(Action::PaneFamilies);
        desk.act(Action::Down);
        desk.act(Action::PaneBudget);
        let burndown = desk.app.burndown().unwrap();
        assert_eq!(desk.app.budget.point(burndown), burndown.at(desk.app.setting.today));
    });
}

#[test]
fn what_would_be_lost_says_what_it_could_still_book() {
    everywhere(|place| {
        let lang = place.lang;
        let world = World::demo();
        let mut desk = at_budget(&world, place);
        let lost = desk.figure(FigureKind::Lost);
        assert!(!lost.is_zero());
        let bookable = desk.dossier().figures.bookable.clone();
        assert!(!bookable.is_empty());
        desk.sees(&Text::StillBookable.fill(lang, &[&""]));
        while desk.app.figure() != FigureKind::Lost {
            desk.act(Action::Down);
        }
        desk.act(Action::Explain);
        desk.sees(Text::BookableHead.text(lang));
        for line in &bookable {
            desk.sees(&line.bought.service);
            desk.sees(&number::money(line.amount, lang));
        }
        assert!(matches!(desk.page().selected().unwrap().target, Target::Figure(FigureKind::Ceiling)));
    });
}
