//! A month: a field a day, with a letter for each of its sessions, or the sessions themselves where there is room.

use chrono::{Datelike, NaiveDate};
use ratatui::layout::Position;

use super::{Room, day_style, label, mark, session_style, specials};
use crate::{
    app::App,
    domain::{calendar::Special, diary},
    i18n::{Text, date},
    ui::canvas::{Canvas, FAINT, PLAIN, SELECTED, STRONG},
};

/// A field with at least so many columns and rows names its sessions.
const NAMED: (usize, usize) = (12, 4);

pub fn draw(app: &App, canvas: &mut Canvas<'_>, room: Room) -> Position {
    let lang = app.setting.lang;
    let (first, last) = diary::month_in_weeks(app.calendar.day);
    let days: Vec<NaiveDate> = first.iter_days().take_while(|day| *day <= last).collect();
    let wide = (canvas.width() / 7).max(2);
    for (n, day) in days.iter().take(7).enumerate() {
        canvas.put(n * wide, room.y, wide - 1, date::weekday_short(day.weekday(), lang), FAINT);
    }
    let weeks = days.len() / 7;
    let high = (room.rows.saturating_sub(1) / weeks).max(1);
    let mut cursor = canvas.position(0, room.y);
    for (n, &day) in days.iter().enumerate() {
        let (x, y) = (n % 7 * wide, room.y + 1 + n / 7 * high);
        field(app, canvas, (x, y, wide, high), day);
        if day == app.calendar.day {
            cursor = canvas.position(x, y);
            if room.focused {
                canvas.paint(x, y, wide - 1, SELECTED);
            }
        }
    }
    foot(app, canvas, room.y + 1 + weeks * high, room.y + room.rows);
    cursor
}

/// The day's number, what the day is, and its sessions.
fn field(app: &App, canvas: &mut Canvas<'_>, place: (usize, usize, usize, usize), day: NaiveDate) {
    let (x, y, wide, high) = place;
    let inside = day.month() == app.calendar.day.month();
    let style = if inside { day_style(app, day) } else { FAINT };
    let named = wide >= NAMED.0 && high >= NAMED.1;
    let number = if named { day.day().to_string() } else { format!("{}{}", day.day(), sign(app, day)) };
    let taken = canvas.put(x, y, wide - 1, &number, style);
    let sessions = app.shown_on(day);
    if named {
        let said = specials(app, day).first().map(|special| special.text(app.setting.lang)).unwrap_or_default();
        canvas.put(x + taken + 1, y, wide.saturating_sub(taken + 2), &said, FAINT);
        let fitting = if sessions.len() >= high { high - 2 } else { sessions.len() };
        for (n, &shown) in sessions.iter().take(fitting).enumerate() {
            canvas.put(x, y + 1 + n, wide - 1, &label(app, shown, wide), session_style(app, shown.session));
        }
        if fitting < sessions.len() {
            canvas.put(x, y + 1 + fitting, wide - 1, &format!("+{}", sessions.len() - fitting), FAINT);
        }
        return;
    }
    // A letter a session; where they are more than fit, the last letters give way to how many there are.
    let (columns, rows) = (wide - 1, high - 1);
    let mut marks: String = sessions.iter().map(|shown| mark(app, shown.session)).collect();
    if rows == 0 {
        // The only row is the number's.
        let count = if sessions.is_empty() { String::new() } else { format!(" {}", sessions.len()) };
        canvas.put(x + taken, y, columns.saturating_sub(taken), &count, STRONG);
        return;
    }
    if marks.len() > columns * rows {
        let rest = format!("+{}", sessions.len());
        marks.truncate((columns * rows).saturating_sub(rest.len()));
        marks += &rest;
    }
    // Marks and digits are ASCII.
    for (n, row) in marks.as_bytes().chunks(columns).enumerate() {
        let text = std::str::from_utf8(row).unwrap_or_default();
        canvas.put(x, y + 1 + n, columns, text, if inside { PLAIN } else { FAINT });
    }
}

/// A star where a day is free, a dash where a Saturday is worked, a dot in school holidays.
fn sign(app: &App, day: NaiveDate) -> &'static str {
    match specials(app, day).first() {
        Some(Special::Holiday(_) | Special::MovedOff(_)) => "*",
        Some(Special::MovedOn(_)) => "-",
        Some(Special::School(_)) => ".",
        None => "",
    }
}

/// What the signs stand for, as far as rows are left below the fields.
fn foot(app: &App, canvas: &mut Canvas<'_>, y: usize, end: usize) {
    let lang = app.setting.lang;
    let (first, last) = diary::month(app.calendar.day);
    let mut told: Vec<String> = Vec::new();
    for day in first.iter_days().take_while(|day| *day <= last) {
        for special in specials(app, day) {
            let sign = match special {
                Special::School(_) => continue,
                Special::MovedOn(_) => "-",
                _ => "*",
            };
            told.push(format!("{}{sign} {}", day.day(), special.text(lang)));
        }
    }
    let mut rows = vec![Text::MonthMarks.text(lang).to_owned()];
    if !told.is_empty() {
        rows.insert(0, told.join(" · "));
    }
    for (n, text) in rows.iter().take(end.saturating_sub(y)).enumerate() {
        canvas.put(0, y + n, canvas.width().saturating_sub(1), text, FAINT);
    }
}
