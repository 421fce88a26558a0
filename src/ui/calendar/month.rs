//! A month: a field a day, with a letter for each of its sessions, or the sessions themselves where there is room.

use chrono::{Datelike, NaiveDate};
use ratatui::layout::Position;

use super::{
    Room,
    days::{day_style, notes},
    label, legend, mark, more, session_style,
};
use crate::{
    app::{App, page::wrap},
    domain::diary,
    i18n::date,
    ui::canvas::{Canvas, FAINT, PLAIN, SELECTED},
};

/// A field with at least so many columns and rows names its sessions.
const NAMED: (usize, usize) = (12, 4);

fn is_named(wide: usize, high: usize) -> bool {
    wide >= NAMED.0 && high >= NAMED.1
}

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
    foot(app, canvas, (room.y + 1 + weeks * high, room.y + room.rows), is_named(wide, high));
    cursor
}

/// The day's number, what the day is, and its sessions.
fn field(app: &App, canvas: &mut Canvas<'_>, place: (usize, usize, usize, usize), day: NaiveDate) {
    let (x, y, wide, high) = place;
    let inside = day.month() == app.calendar.day.month();
    let style = if inside { day_style(app, day) } else { FAINT };
    let named = is_named(wide, high);
    let number = if named { day.day().to_string() } else { format!("{}{}", day.day(), sign(app, day)) };
    let taken = canvas.put(x, y, wide - 1, &number, style);
    let sessions = app.shown_on(day);
    if named {
        let said = notes(app, day).first().map(|note| note.text(app)).unwrap_or_default();
        canvas.put(x + taken + 1, y, wide.saturating_sub(taken + 2), &said, FAINT);
        let fitting = if sessions.len() >= high { high - 2 } else { sessions.len() };
        for (n, &shown) in sessions.iter().take(fitting).enumerate() {
            canvas.put(x, y + 1 + n, wide - 1, &label::row(app, shown, wide - 1), session_style(app, shown.session));
        }
        if fitting < sessions.len() {
            canvas.put(x, y + 1 + fitting, wide - 1, &more(sessions.len() - fitting, canvas.ascii), FAINT);
        }
        return;
    }
    // A letter a session; where they are more than fit, the last letters give way to how many there are.
    let (columns, rows) = (wide - 1, high - 1);
    let marks: String = sessions.iter().map(|shown| mark(app, shown.session)).collect();
    if rows == 0 {
        // The only row is the number's.
        let room = columns.saturating_sub(taken + 1);
        canvas.put(x + taken + 1, y, room, &shortened(&marks, room, canvas.ascii), if inside { PLAIN } else { FAINT });
        return;
    }
    let letters: Vec<char> = shortened(&marks, columns * rows, canvas.ascii).chars().collect();
    for (n, row) in letters.chunks(columns).enumerate() {
        let text: String = row.iter().collect();
        canvas.put(x, y + 1 + n, columns, &text, if inside { PLAIN } else { FAINT });
    }
}

/// As many marks as fit into so many columns, and how many more there are.
fn shortened(marks: &str, room: usize, ascii: bool) -> String {
    if marks.len() <= room {
        return marks.to_owned();
    }
    let rest = |shown: usize| more(marks.len() - shown, ascii);
    let shown = (0..room).rev().find(|shown| shown + rest(*shown).chars().count() <= room).unwrap_or_default();
    format!("{}{}", &marks[..shown], rest(shown))
}

/// The sign of what comes first of what there is to say of the day.
fn sign(app: &App, day: NaiveDate) -> &'static str {
    notes(app, day).first().map_or("", |note| note.sign())
}

/// What the signs and marks of the month stand for, as far as rows are left below the fields: the marks at any rate.
fn foot(app: &App, canvas: &mut Canvas<'_>, (y, end): (usize, usize), named: bool) {
    let (first, last) = diary::month(app.calendar.day);
    let days = || first.iter_days().take_while(|day| *day <= last);
    // What is so on several days in a row is told once.
    let mut told: Vec<(NaiveDate, NaiveDate, &str, String)> = Vec::new();
    let mut school = Vec::new();
    for day in days() {
        for note in notes(app, day) {
            let text = note.text(app);
            // Schools are closed over the weekend anyway.
            let (told, gap) = if note.is_school() { (&mut school, 3) } else { (&mut told, 1) };
            match told.iter_mut().find(|(_, to, _, known)| *known == text && (day - *to).num_days() <= gap) {
                Some(period) => period.1 = day,
                None => told.push((day, day, note.sign(), text)),
            }
        }
    }
    told.append(&mut school);
    let told = told.into_iter().map(|(from, to, sign, text)| {
        let until = if to > from { format!("–{}", to.day()) } else { String::new() };
        format!("{}{until}{sign} {text}", from.day())
    });
    let legend = legend(app, days().flat_map(|day| app.shown_on(day)), named);
    let width = canvas.width().saturating_sub(1);
    let (told, legend) = (told.collect::<Vec<_>>().join(" · "), legend.join(" · "));
    let (mut rows, legend) = (wrap(&told, width), wrap(&legend, width));
    rows.retain(|row| !row.is_empty());
    rows.truncate(end.saturating_sub(y + legend.len()));
    for (n, text) in rows.into_iter().chain(legend).take(end.saturating_sub(y)).enumerate() {
        canvas.put(0, y + n, width, text, FAINT);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_that_do_not_fit_are_counted_and_those_shown_are_not() {
        let check = |count, room, expect: &str| assert_eq!(shortened(&"o".repeat(count), room, false), expect);
        check(12, 12, "oooooooooooo");
        check(16, 12, "oooooooooo…6");
        check(13, 12, "oooooooooo…3");
        check(30, 12, "ooooooooo…21");
        check(3, 2, "…3");
        assert_eq!(shortened("++??oo", 5, true), "++..4");
    }
}
