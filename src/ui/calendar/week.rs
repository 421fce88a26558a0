//! A week: a column a day.

use chrono::{Datelike, Days, NaiveDate};
use ratatui::layout::Position;

use super::{Room, day_style, label, session_style, short_label, specials};
use crate::{
    app::{App, calendar::Subject, frame::Pane},
    domain::calendar::Special,
    i18n::{Text, date},
    ui::canvas::{Canvas, FAINT, SELECTED},
};

/// From so many columns on, a day has room for the name of a child beside time and service.
const NAMED: usize = 16;

pub fn draw(app: &App, canvas: &mut Canvas<'_>, room: Room) -> Position {
    let monday = app.calendar.monday();
    let days = shown_days(app, monday);
    let wide = canvas.width() / days.len();
    let mut cursor = canvas.position(0, room.y);
    for (n, &day) in days.iter().enumerate() {
        let found = draw_day(app, canvas, room, (n * wide, wide), day);
        if day == app.calendar.day {
            cursor = found;
            if room.focused {
                canvas.paint(n * wide, room.y, wide - 1, SELECTED);
            }
        }
    }
    cursor
}

/// Monday to Friday; the weekend where something is on it.
fn shown_days(app: &App, monday: NaiveDate) -> Vec<NaiveDate> {
    let weekend = [monday + Days::new(5), monday + Days::new(6)];
    let worked = |day| specials(app, day).iter().any(|special| matches!(special, Special::MovedOn(_)));
    let wanted = weekend.iter().any(|&day| app.calendar.day == day || worked(day) || !app.shown_on(day).is_empty());
    let count = if wanted { 7 } else { 5 };
    (0..count).map(|n| monday + Days::new(n)).collect()
}

/// A day's heading and its sessions in some columns; returns where the cursor would stand in it.
fn draw_day(app: &App, canvas: &mut Canvas<'_>, room: Room, place: (usize, usize), day: NaiveDate) -> Position {
    let ((x, wide), lang, y) = (place, app.setting.lang, room.y);
    let mut heading = format!("{} {}", date::weekday_short(day.weekday(), lang), day.day());
    let special = specials(app, day).into_iter().find(|special| !matches!(special, Special::School(_)));
    if let Some(special) = special {
        let name = special.text(lang);
        let short = match special {
            Special::Holiday(_) => Text::Holiday.text(lang),
            Special::MovedOn(_) => Text::WorkedShort.text(lang),
            _ => Text::FreeShort.text(lang),
        };
        let fits = heading.chars().count() + 1 + name.chars().count() < wide;
        heading = format!("{heading} {}", if fits { &name } else { short });
    }
    canvas.put(x, y, wide - 1, &heading, day_style(app, day));
    let mut cursor = canvas.position(x, y);
    let sessions = app.shown_on(day);
    // Where several children's sessions stand in narrow columns, each has a second row for the name.
    let high = if app.calendar.subject != Subject::Child && wide < NAMED { 2 } else { 1 };
    let rows = room.rows.saturating_sub(1);
    let fitting = if sessions.len() * high > rows { rows.saturating_sub(1) / high } else { sessions.len() };
    // The row with the cursor is always among those that are shown.
    let first = (app.calendar.session + 1).saturating_sub(fitting.max(1));
    let first = if day == app.calendar.day { first } else { 0 };
    for (n, &shown) in sessions.iter().enumerate().skip(first).take(fitting) {
        let row = y + 1 + (n - first) * high;
        let style = session_style(app, shown.session);
        if high == 2 {
            canvas.put(x, row, wide - 1, &short_label(shown, wide), style);
            canvas.put(x + 1, row + 1, wide - 2, shown.called, style);
        } else {
            canvas.put(x, row, wide - 1, &label(app, shown, wide), style);
        }
        if day == app.calendar.day && n == app.calendar.session {
            cursor = canvas.position(x, row);
            if app.focus == Pane::Calendar && app.screens.is_empty() {
                canvas.paint(x, row, wide - 1, SELECTED);
            }
        }
    }
    if fitting < sessions.len() {
        canvas.put(x, y + 1 + fitting * high, wide - 1, &format!("+{}", sessions.len() - fitting), FAINT);
    }
    cursor
}
