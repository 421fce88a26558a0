//! The burn-down as a table: the same numbers as the chart, a row a period.

use ratatui::layout::Position;

use super::canvas::{Canvas, FAINT, PLAIN, SELECTED, STRONG};
use crate::{
    app::App,
    domain::{
        Money,
        budget::FigureKind,
        burndown::{Burndown, Point},
    },
    i18n::{Lang, Text, date, number},
};

/// A day takes so many columns, an amount as many.
const DAY: usize = 11;
const AMOUNT: usize = 11;
/// Where the pane is narrow.
const NARROW: (usize, usize) = (7, 9);

/// Draws the rows around the cursor; where the cursor stands.
pub fn draw(app: &App, burndown: &Burndown, canvas: &mut Canvas<'_>, focused: bool) -> Option<Position> {
    let lang = app.setting.lang;
    let heads = [
        FigureKind::Planned.short(lang),
        FigureKind::Delivered.short(lang),
        Text::WithBookedShort.text(lang),
        FigureKind::Forecast.short(lang),
        FigureKind::Ceiling.short(lang),
        FigureKind::Balance.short(lang),
    ];
    let narrow = canvas.width() < DAY + heads.len() * AMOUNT;
    let (day_width, wide) = if narrow { NARROW } else { (DAY, AMOUNT) };
    // What is left can be reckoned from the others.
    let room = canvas.width().saturating_sub(day_width);
    let columns = (room / wide).clamp(1, heads.len());
    let wide = (room / columns).min(AMOUNT);
    canvas.put(0, 0, day_width, Text::UntilHead.text(lang), FAINT);
    for (n, head) in heads.iter().take(columns).enumerate() {
        canvas.put_right(day_width + n * wide, 0, wide, head, FAINT);
    }
    let height = canvas.height().saturating_sub(1).max(1);
    let at = app.budget.point(burndown);
    let range = app.budget.shown(burndown);
    let start = range.start + at.saturating_sub(range.start) / height * height;
    let mut cursor = None;
    for (y, (n, point)) in burndown.points.iter().enumerate().take(range.end).skip(start).take(height).enumerate() {
        let y = y + 1;
        let style = if n == burndown.at(burndown.today) { STRONG } else { PLAIN };
        let day = if narrow { date::show_short(point.day, lang) } else { date::show(point.day, lang) };
        canvas.put(0, y, day_width, &day, style);
        for (n, amount) in values(point).into_iter().take(columns).enumerate() {
            let amount = amount.map_or("–".to_owned(), |amount| shown(amount, narrow, lang));
            canvas.put_right(day_width + n * wide + 1, y, wide - 1, &amount, style);
        }
        if n == at && focused {
            canvas.paint(0, y, day_width, SELECTED);
            cursor = Some(canvas.position(0, y));
        }
    }
    cursor
}

fn shown(amount: Money, narrow: bool, lang: Lang) -> String {
    let cents = number::money(amount, lang);
    // An amount of a hundred thousand has no room for its cents.
    if narrow && cents.chars().count() >= NARROW.1 { number::whole(amount, lang) } else { cents }
}

/// In the order of the heads.
fn values(point: &Point) -> [Option<Money>; 6] {
    [Some(point.planned), point.actual, point.booked, point.forecast, Some(point.ceiling), point.left()]
}
