//! A day or a month as a list: a session a row, and between them what the days are.

use chrono::{Datelike, NaiveDate};
use ratatui::layout::Position;

use super::{
    BOOKED, Room,
    days::{day_style, notes},
    mark, outcome, session_style,
};
use crate::{
    app::{
        App,
        calendar::{Layout, Shown},
    },
    i18n::{date, time::from_to},
    ui::canvas::{Canvas, FAINT, PLAIN, SELECTED, STRONG},
};

/// Columns of the day and of the time.
const DAY: usize = 10;
const TIME: usize = 12;

/// A row of the list.
enum Row<'a> {
    /// What a day without sessions is.
    Day(NaiveDate, String),
    /// A session: its day, its place in the day.
    Session(NaiveDate, usize, Shown<'a>),
}

pub fn draw(app: &App, canvas: &mut Canvas<'_>, room: Room, days: (NaiveDate, NaiveDate)) -> Position {
    let rows = rows(app, days);
    let at_cursor = |row: &Row| match row {
        Row::Day(day, _) => *day == app.calendar.day,
        Row::Session(day, n, _) => (*day, *n) == (app.calendar.day, app.calendar.session),
    };
    let place = rows.iter().position(at_cursor).unwrap_or_default();
    let start = place / room.rows.max(1) * room.rows.max(1);
    let mut cursor = canvas.position(0, room.y);
    for (n, row) in rows.iter().enumerate().skip(start).take(room.rows) {
        let y = room.y + n - start;
        let first = n == start || day_of(&rows[n - 1]) != day_of(row);
        draw_row(app, canvas, y, row, first);
        if n == place {
            cursor = canvas.position(0, y);
            if room.focused {
                canvas.paint(0, y, if app.calendar.layout == Layout::Day { TIME } else { DAY + TIME }, SELECTED);
            }
        }
    }
    cursor
}

fn day_of(row: &Row) -> NaiveDate {
    match row {
        Row::Day(day, _) | Row::Session(day, ..) => *day,
    }
}

/// The sessions of the days, and days without any that are something: holidays, the one with the cursor.
fn rows(app: &App, (from, to): (NaiveDate, NaiveDate)) -> Vec<Row<'_>> {
    let mut rows = Vec::new();
    for day in from.iter_days().take_while(|day| *day <= to) {
        let sessions = app.shown_on(day);
        let said = notes(app, day).into_iter().filter(|note| !note.is_school());
        let said: Vec<String> = said.map(|note| note.text(app)).collect();
        if sessions.is_empty() && (!said.is_empty() || day == app.calendar.day) {
            rows.push(Row::Day(day, said.join(" · ")));
        }
        rows.extend(sessions.into_iter().enumerate().map(|(n, shown)| Row::Session(day, n, shown)));
    }
    rows
}

fn draw_row(app: &App, canvas: &mut Canvas<'_>, y: usize, row: &Row, first: bool) {
    let lang = app.setting.lang;
    let width = canvas.width().saturating_sub(1);
    let mut x = 0;
    // A single day stands in the title.
    if app.calendar.layout == Layout::Agenda {
        let day = day_of(row);
        if first {
            let heading = format!("{} {}", date::weekday_short(day.weekday(), lang), date::show_short(day, lang));
            canvas.put(0, y, DAY - 1, &heading, day_style(app, day));
        }
        x = DAY;
    }
    let (session, called, service) = match row {
        Row::Day(_, said) => {
            canvas.put(x, y, width.saturating_sub(x), said, FAINT);
            return;
        }
        Row::Session(_, _, Shown { session, called, service, .. }) => (*session, *called, *service),
    };
    let style = session_style(app, session);
    let when = session.start.map(|start| from_to(start, session.minutes)).unwrap_or_default();
    canvas.put(x, y, TIME - 1, &when, style);
    canvas.put(x + TIME, y, 1, mark(app, session), STRONG);
    x += TIME + 2;
    if !called.is_empty() {
        let columns = (width / 4).clamp(12, 26);
        canvas.put(x, y, columns - 1, called, style);
        x += columns;
    }
    canvas.put(x, y, 3, service, STRONG);
    let outcome = Some(outcome(app, session)).filter(|_| mark(app, session) != BOOKED).unwrap_or_default();
    let parts = [app.service_name(service), session.specialist.as_str(), outcome, session.text.as_str()];
    let parts: Vec<&str> = parts.into_iter().filter(|part| !part.trim().is_empty()).collect();
    canvas.put(
        x + 4,
        y,
        width.saturating_sub(x + 4),
        &parts.join(" · "),
        if session.is_open() { PLAIN } else { style },
    );
}
