//! The calendar pane: the week of the cursor, a column a day.

use chrono::{Datelike, Days, NaiveDate, Weekday};
use ratatui::layout::Position;

use super::canvas::{ALERT, Canvas, FAINT, PLAIN, SELECTED, STRONG};
use crate::{
    app::{App, calendar::of_day, frame::Pane},
    domain::{Choice, Outcome, Session, calendar, overview::Dossier},
    i18n::{Text, choice::Worded, date, number},
};

pub fn draw(app: &App, canvas: &mut Canvas<'_>, focused: bool) -> Option<Position> {
    let lang = app.setting.lang;
    let monday = app.calendar.monday();
    let about = format!("{} · {}", date::week(monday, lang), date::month_and_year(app.calendar.day, lang));
    canvas.title(&super::pane_title(Pane::Calendar, Text::Calendar, &about, app), focused);
    let mut y = 1;
    if app.has_child_line(Pane::Calendar) {
        super::child_line(app, canvas, y, "");
        y += 1;
    }
    let Some(dossier) = app.dossier() else {
        super::nothing(app, canvas, y);
        return Some(canvas.position(0, y));
    };
    let days = shown_days(app, dossier, monday);
    let wide = canvas.width() / days.len();
    let rows = canvas.height().saturating_sub(y + 2);
    let mut cursor = canvas.position(0, y);
    for (n, &day) in days.iter().enumerate() {
        let x = n * wide;
        let found = draw_day(app, dossier, canvas, (x, y, wide, rows), day);
        if day == app.calendar.day {
            cursor = found;
            if focused {
                canvas.paint(x, y, wide - 1, SELECTED);
            }
        }
    }
    details(app, dossier, canvas);
    Some(cursor)
}

/// Monday to Friday; the weekend where something is on it.
fn shown_days(app: &App, dossier: &Dossier, monday: NaiveDate) -> Vec<NaiveDate> {
    let weekend = [monday + Days::new(5), monday + Days::new(6)];
    let wanted = weekend.iter().any(|&day| app.calendar.day == day || of_day(&dossier.sessions, day).next().is_some());
    let count = if wanted { 7 } else { 5 };
    (0..count).map(|n| monday + Days::new(n)).collect()
}

type Place = (usize, usize, usize, usize);

/// A day's heading and its sessions; returns where the cursor would stand in it.
fn draw_day(app: &App, dossier: &Dossier, canvas: &mut Canvas<'_>, place: Place, day: NaiveDate) -> Position {
    let (x, y, wide, rows) = place;
    let lang = app.setting.lang;
    let holiday = calendar::holiday(day).is_some();
    let weekend = matches!(day.weekday(), Weekday::Sat | Weekday::Sun);
    let mut heading = format!("{} {}", date::weekday_short(day.weekday(), lang), day.day());
    if holiday {
        heading = format!("{heading} {}", Text::Holiday.text(lang));
    }
    let style = if day == app.setting.today {
        STRONG
    } else if holiday || weekend {
        FAINT
    } else {
        PLAIN
    };
    canvas.put(x, y, wide - 1, &heading, style);
    let mut cursor = canvas.position(x, y);
    let count = of_day(&dossier.sessions, day).count();
    for (n, session) in of_day(&dossier.sessions, day).enumerate() {
        if n + 1 == rows && count > rows {
            canvas.put(x, y + 1 + n, wide - 1, &format!("+{}", count - n), FAINT);
            break;
        }
        let over = matches!(session.outcome, Outcome::Excused | Outcome::ByProvider | Outcome::Moved | Outcome::NoShow);
        let unmarked = session.is_open() && day < app.setting.today;
        let style = if over {
            FAINT
        } else if unmarked {
            ALERT
        } else {
            PLAIN
        };
        canvas.put(x, y + 1 + n, wide - 1, &label(app, session, wide), style);
        if day == app.calendar.day && n == app.calendar.session {
            cursor = canvas.position(x, y + 1 + n);
            if app.focus == Pane::Calendar && app.screens.is_empty() {
                canvas.paint(x, y + 1 + n, wide - 1, SELECTED);
            }
        }
    }
    cursor
}

/// `10:00 FIZ +`: when, what, and what became of it.
fn label(app: &App, session: &Session, wide: usize) -> String {
    let code = service_code(app, session);
    let mark = if session.is_open() { "" } else { session.outcome.code() };
    let time = session.start.map(|time| time.format(if wide >= 10 { "%H:%M" } else { "%H" }).to_string());
    let time = time.unwrap_or_default();
    let airy = format!("{time} {code} {mark}").trim().to_owned();
    // What became of it is not cut off: rather the blanks are.
    if airy.chars().count() < wide { airy } else { format!("{time} {code}{mark}").trim().to_owned() }
}

fn service_code<'a>(app: &'a App, session: &Session) -> &'a str {
    let dossier = app.dossier();
    let line = dossier.and_then(|dossier| dossier.service_of(session));
    line.unwrap_or("")
}

/// The session under the cursor in words, or the day's holiday.
fn details(app: &App, dossier: &Dossier, canvas: &mut Canvas<'_>) {
    let lang = app.setting.lang;
    let y = canvas.height().saturating_sub(1);
    let width = canvas.width().saturating_sub(1);
    let Some(session) = app.calendar.selected(&dossier.sessions) else {
        let day = app.calendar.day;
        let text = match calendar::holiday(day) {
            Some(holiday) => format!("{} · {}", date::show(day, lang), holiday.text(lang)),
            None => format!("{} · {}", date::show(day, lang), Text::NoSessions.text(lang)),
        };
        canvas.put(0, y, width, &text, FAINT);
        return;
    };
    let code = service_code(app, session);
    let mut parts = vec![
        session.start.map(|time| time.format("%H:%M").to_string()).unwrap_or_default(),
        format!("{code} {}", app.service_name(code)),
        session.outcome.text(lang).to_owned(),
        session.specialist.clone(),
    ];
    if let Some(charge) = &session.charge {
        parts.push(number::euros(charge.amount(), lang));
    }
    parts.push(session.text.clone());
    let parts: Vec<&str> = parts.iter().map(String::as_str).filter(|part| !part.trim().is_empty()).collect();
    canvas.put(0, y, width, &parts.join(" · "), PLAIN);
}
