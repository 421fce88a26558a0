//! The budget pane: every figure, how the budget is doing in words, and the burn-down.

use ratatui::layout::Position;
use unicode_width::UnicodeWidthStr;

use super::{
    View,
    canvas::{ALERT, Canvas, FAINT, GOOD, PLAIN, SELECTED, STRONG, WARNING},
    chart, chart_table,
};
use crate::{
    action::Action,
    app::{
        budget::Sentences,
        frame::Pane,
        page::wrap,
        pages::{figure_name, health_name},
    },
    domain::{
        budget::{FigureKind, Figures, Health},
        burndown::Point,
        overview::Dossier,
    },
    i18n::{Lang, Text, date, number},
    keymap::sequence_label,
};

/// A figure's name and amount want so many columns.
const FIGURE_WIDTH: usize = 25;
/// From so many columns on there is room for sentences.
const ROOMY: usize = 76;
/// A chart that can be read takes so many rows.
const CHART: usize = 9;
/// From so many columns on a line holds all that a point of the burn-down says.
const VAST: usize = 130;

pub fn draw(view: &View<'_>, canvas: &mut Canvas<'_>, focused: bool) -> Option<Position> {
    let app = view.app;
    let lang = app.setting.lang;
    let about = app.dossier().map(|dossier| dossier.person.list_name()).unwrap_or_default();
    let about = if app.frame().panes[Pane::Plan as usize].is_some() { String::new() } else { about };
    canvas.title(&super::pane_title(Pane::Budget, Text::Budget, &about, app), focused);
    let Some(dossier) = app.dossier() else {
        super::nothing(app, canvas, 1);
        return Some(canvas.position(0, 1));
    };
    let figures = &dossier.figures;
    let columns = (canvas.width() / FIGURE_WIDTH).clamp(1, 5);
    let rows = FigureKind::OF_BUDGET.len().div_ceil(columns);
    let wide = canvas.width() / columns;
    let mut cursor = None;
    for (n, &kind) in FigureKind::OF_BUDGET.iter().enumerate() {
        // Column by column, so that down is the next figure.
        let (x, y) = (n / rows * wide, 1 + n % rows);
        let amount = figures.figure(kind).amount();
        canvas.put(x, y, wide - 11, figure_name(kind, lang), PLAIN);
        let style = if amount.is_negative() { ALERT } else { STRONG };
        canvas.put_right(x + wide - 12, y, 10, &number::money(amount, lang), style);
        if focused && kind == app.figure() {
            canvas.paint(x, y, wide - 2, SELECTED);
            cursor = Some(canvas.position(x, y));
        }
    }
    let mut y = 1 + rows;
    health_line(figures, lang, canvas, y);
    y += 1;
    for line in words(view, dossier, canvas, rows, focused) {
        canvas.put(0, y, canvas.width(), &line, PLAIN);
        y += 1;
    }
    if canvas.height() > y + 4
        && let Some(burndown) = app.burndown()
    {
        let area = canvas.area.below(y as u16);
        let mut part = canvas.part(area);
        if app.budget.table {
            cursor = chart_table::draw(app, burndown, &mut part, focused).or(cursor);
        } else {
            chart::draw(app, burndown, &mut part, focused);
        }
    }
    cursor.or_else(|| Some(canvas.position(0, 1)))
}

/// How the budget is doing, what is lost, and what is not known.
fn health_line(figures: &Figures, lang: Lang, canvas: &mut Canvas<'_>, y: usize) {
    let style = match figures.health {
        Health::NotStarted => FAINT,
        Health::OnTrack => GOOD,
        Health::Underspent | Health::Watch | Health::PlanOverCeiling => WARNING,
        Health::Alarm => ALERT,
    };
    let mut x = canvas.put(0, y, canvas.width(), health_name(figures.health).text(lang), style) + 2;
    if let Some(percent) = figures.pace_percent().filter(|_| canvas.width() >= ROOMY) {
        let pace = Text::OfEvenPace.fill(lang, &[&number::percent(percent.into(), lang)]);
        x += canvas.put(x, y, canvas.width().saturating_sub(x), &pace, FAINT) + 2;
    }
    if !figures.lost.amount().is_zero() {
        let lost = number::money(figures.lost.amount(), lang);
        let lost = Text::LostShort.fill(lang, &[&lost, &figures.lost_sessions]);
        x += canvas.put(x, y, canvas.width().saturating_sub(x), &lost, PLAIN) + 2;
    }
    if figures.unpriced > 0 {
        let unpriced = Text::Unpriced.fill(lang, &[&figures.unpriced]);
        canvas.put(x, y, canvas.width().saturating_sub(x), &unpriced, ALERT);
    }
}

/// The point under the cursor; and where the pane is large, what forecasts rest on and what could still be booked.
fn words(view: &View<'_>, dossier: &Dossier, canvas: &Canvas<'_>, rows: usize, focused: bool) -> Vec<String> {
    let app = view.app;
    let lang = app.setting.lang;
    let (figures, width) = (&dossier.figures, canvas.width());
    let mut lines: Vec<String> = Vec::new();
    let sentences = Sentences::new(figures, lang);
    let wrapped =
        |told: &[&String]| told.iter().flat_map(|told| wrap(told, width)).map(str::to_owned).collect::<Vec<_>>();
    let all = wrapped(&sentences.all());
    // The line on health, the point under the cursor and a chart stand with them.
    if width >= ROOMY && canvas.height() >= rows + 4 + all.len() + CHART {
        lines = all;
    } else if focused {
        // Where there is no room for all of it, for what the figure under the cursor rests on.
        let told = match app.figure() {
            FigureKind::Forecast => wrapped(&[&sentences.forecast]),
            FigureKind::Projection => wrapped(&[&sentences.projection]),
            FigureKind::Lost => {
                wrapped(&[&sentences.projection].into_iter().chain(&sentences.bookable).collect::<Vec<_>>())
            }
            _ => Vec::new(),
        };
        if !told.is_empty() {
            return told;
        }
        if app.zoomed {
            let key =
                view.keymap.keys_of(app.contexts(), Action::Explain).first().map(|keys| sequence_label(keys, lang));
            lines.push(Text::MoreAbout.fill(lang, &[&key.unwrap_or_default()]));
        }
    }
    if let Some(burndown) = app.burndown().filter(|_| focused && !app.budget.table && canvas.height() > rows + 8) {
        let point = burndown.points.get(app.budget.point(burndown));
        let mut told = point.map(|point| flow(&values(point, lang), width)).unwrap_or_default();
        // The chart keeps its place, wherever the cursor goes.
        told.resize(if width >= VAST { 1 } else { 2 }, String::new());
        lines.extend(told);
    }
    lines
}

/// What a point of the burn-down says, the most telling first.
fn values(point: &Point, lang: Lang) -> Vec<String> {
    let amounts = [
        (Text::LegendPlanned, Some(point.planned)),
        (Text::LegendActual, point.actual),
        (Text::BalanceSmall, point.left()),
        (Text::WithBooked, point.booked),
        (Text::LegendForecast, point.forecast),
        (Text::CeilingSmall, Some(point.ceiling)),
    ];
    let told = amounts
        .into_iter()
        .filter_map(|(name, amount)| Some(format!("{} {}", name.text(lang), number::money(amount?, lang))));
    std::iter::once(Text::UntilDay.fill(lang, &[&date::show(point.day, lang)])).chain(told).collect()
}

/// As many of the parts as two lines hold.
fn flow(parts: &[String], width: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for part in parts {
        match lines.pop() {
            None => lines.push(part.clone()),
            Some(line) if line.width() + 3 + part.width() <= width => lines.push(format!("{line} · {part}")),
            Some(line) if lines.is_empty() => lines.extend([line, part.clone()]),
            Some(line) => {
                lines.push(line);
                break;
            }
        }
    }
    lines
}
