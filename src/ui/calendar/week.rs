//! A week: a column a day.

use chrono::{Datelike, Days, NaiveDate};
use ratatui::layout::Position;

use super::{
    Room,
    days::{Note, day_style, notes},
    label, legend, more, session_style,
};
use crate::{
    app::{App, frame::Pane},
    domain::calendar::Special,
    i18n::date,
    ui::canvas::{Canvas, FAINT, SELECTED},
};

pub fn draw(app: &App, canvas: &mut Canvas<'_>, room: Room) -> Position {
    let monday = app.calendar.monday();
    let days = shown_days(app, monday);
    let wide = canvas.width() / days.len();
    let mut cursor = canvas.position(0, room.y);
    let mut taken = 0;
    for (n, &day) in days.iter().enumerate() {
        let (found, rows) = draw_day(app, canvas, room, (n * wide, wide), day);
        taken = taken.max(rows);
        if day == app.calendar.day {
            cursor = found;
            if room.focused {
                canvas.paint(n * wide, room.y, wide - 1, SELECTED);
            }
        }
    }
    // What the marks stand for, where a row is left below the longest day and an empty one.
    let legend = legend(app, days.iter().flat_map(|&day| app.shown_on(day)), true).join(" · ");
    if taken + 2 <= room.rows {
        canvas.put(0, room.y + room.rows - 1, canvas.width().saturating_sub(1), &legend, FAINT);
    }
    cursor
}

/// Monday to Friday; the weekend where something is on it.
fn shown_days(app: &App, monday: NaiveDate) -> Vec<NaiveDate> {
    let weekend = [monday + Days::new(5), monday + Days::new(6)];
    let worked = |day| notes(app, day).iter().any(|note| matches!(note, Note::Special(Special::MovedOn(_))));
    let wanted = weekend.iter().any(|&day| app.calendar.day == day || worked(day) || !app.shown_on(day).is_empty());
    let count = if wanted { 7 } else { 5 };
    (0..count).map(|n| monday + Days::new(n)).collect()
}

/// A day's heading and its sessions in some columns; returns where the cursor would stand in it, and how many rows it has.
fn draw_day(
    app: &App,
    canvas: &mut Canvas<'_>,
    room: Room,
    place: (usize, usize),
    day: NaiveDate,
) -> (Position, usize) {
    let ((x, wide), lang, y) = (place, app.setting.lang, room.y);
    let mut heading = format!("{} {}", date::weekday_short(day.weekday(), lang), day.day());
    if let Some(note) = notes(app, day).into_iter().find(|note| !note.is_school()) {
        let name = note.text(app);
        let fits = heading.chars().count() + 1 + name.chars().count() < wide;
        heading = format!("{heading} {}", if fits { &name } else { note.short(app) });
    }
    canvas.put(x, y, wide - 1, &heading, day_style(app, day));
    let mut cursor = canvas.position(x, y);
    let sessions = app.shown_on(day);
    let labels: Vec<Vec<String>> = sessions.iter().map(|&shown| label::rows(app, shown, wide - 1)).collect();
    let high = labels.iter().map(Vec::len).max().unwrap_or(1);
    let rows = room.rows.saturating_sub(1);
    let fitting = if sessions.len() * high > rows { rows.saturating_sub(1) / high } else { sessions.len() };
    // The row with the cursor is always among those that are shown.
    let first = (app.calendar.session + 1).saturating_sub(fitting.max(1));
    let first = if day == app.calendar.day { first } else { 0 };
    for (n, &shown) in sessions.iter().enumerate().skip(first).take(fitting) {
        let row = y + 1 + (n - first) * high;
        let style = session_style(app, shown.session);
        for (n, label) in labels[n].iter().enumerate() {
            canvas.put(x, row + n, wide - 1, label, style);
        }
        if day == app.calendar.day && n == app.calendar.session {
            cursor = canvas.position(x, row);
            if app.focus == Pane::Calendar && app.screens.is_empty() {
                canvas.paint(x, row, wide - 1, SELECTED);
            }
        }
    }
    if fitting < sessions.len() {
        canvas.put(x, y + 1 + fitting * high, wide - 1, &more(sessions.len() - fitting, canvas.ascii), FAINT);
    }
    (cursor, 1 + fitting * high + usize::from(fitting < sessions.len()))
}
