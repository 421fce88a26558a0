//! The budget pane: every figure, how the budget is doing in words, and the burn-down.

use ratatui::layout::Position;

use super::{
    canvas::{ALERT, Canvas, FAINT, GOOD, PLAIN, SELECTED, STRONG, WARNING},
    chart,
};
use crate::{
    app::{
        App,
        frame::Pane,
        pages::{figure_name, health_name},
    },
    domain::budget::{FigureKind, Health},
    i18n::{Text, number},
};

/// A figure's name and amount want so many columns.
const FIGURE_WIDTH: usize = 25;

pub fn draw(app: &App, canvas: &mut Canvas<'_>, focused: bool) -> Option<Position> {
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
    let rows = FigureKind::ALL.len().div_ceil(columns);
    let wide = canvas.width() / columns;
    let mut cursor = None;
    for (n, &kind) in FigureKind::ALL.iter().enumerate() {
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
    let style = match figures.health {
        Health::NotStarted => FAINT,
        Health::OnTrack => GOOD,
        Health::Underspent | Health::Watch => WARNING,
        Health::Alarm => ALERT,
    };
    let mut x = canvas.put(0, y, canvas.width(), health_name(figures.health).text(lang), style) + 2;
    if !figures.lost.amount().is_zero() {
        let lost = number::money(figures.lost.amount(), lang);
        let lost = Text::LostShort.fill(lang, &[&lost, &figures.lost_sessions]);
        x += canvas.put(x, y, canvas.width().saturating_sub(x), &lost, PLAIN) + 2;
    }
    if figures.unpriced > 0 {
        let unpriced = Text::Unpriced.fill(lang, &[&figures.unpriced]);
        canvas.put(x, y, canvas.width().saturating_sub(x), &unpriced, ALERT);
    }
    y += 1;
    if canvas.height() > y + 4 {
        let burndown = if app.budget.by_week { &dossier.by_week } else { &dossier.by_month };
        let area = canvas.area.below(y as u16);
        chart::draw(app, burndown, &mut canvas.part(area));
    }
    cursor.or_else(|| Some(canvas.position(0, 1)))
}
