//! The calendar pane: a week with a column a day, a month with a field a day, a day or a month as a list. At its foot
//! the session under the cursor in words, or what the day is.

mod days;
mod label;
mod list;
mod month;
mod week;

use std::collections::BTreeSet;

use chrono::Datelike;
use ratatui::{layout::Position, style::Style};

use self::days::notes;
use super::canvas::{ALERT, Canvas, FAINT, PLAIN};
use crate::{
    app::{
        App,
        calendar::{Layout, Shown, Subject},
        frame::Pane,
        page::wrap,
    },
    domain::{Choice, Outcome, Session, diary},
    i18n::{Text, choice::Worded, date, number, plural::Counted},
};

/// From so many rows on, a pane has two for what is under the cursor.
const MANY_ROWS: usize = 14;
/// With fewer columns it has three.
const FEW_COLUMNS: usize = 60;

pub fn draw(app: &App, canvas: &mut Canvas<'_>, focused: bool) -> Option<Position> {
    canvas.title(&super::pane_title(Pane::Calendar, Text::Calendar, &about(app), app), focused);
    let mut y = 1;
    if app.has_child_line(Pane::Calendar) {
        super::child_line(app, canvas, y, "");
        y += 1;
    }
    if app.calendar.subject == Subject::Child && app.dossier().is_none() {
        super::nothing(app, canvas, y);
        return Some(canvas.position(0, y));
    }
    // A month names its days only: a row is enough for them.
    let told = match canvas.width() {
        _ if app.calendar.layout == Layout::Month || canvas.height() < MANY_ROWS => 1,
        ..FEW_COLUMNS => 3,
        _ => 2,
    };
    let rows = canvas.height().saturating_sub(y + told);
    let room = Room { y, rows, focused };
    let cursor = match app.calendar.layout {
        Layout::Week => week::draw(app, canvas, room),
        Layout::Month => month::draw(app, canvas, room),
        Layout::Day => list::draw(app, canvas, room, (app.calendar.day, app.calendar.day)),
        Layout::Agenda => list::draw(app, canvas, room, diary::month(app.calendar.day)),
    };
    let words = details(app);
    let style = if app.shown_on(app.calendar.day).is_empty() { FAINT } else { PLAIN };
    let lines = wrap(&words, canvas.width().saturating_sub(1));
    for n in 0..told.min(lines.len()) {
        // Where not all of it fits, the last row says so.
        let line = if n + 1 == told { lines[n..].join(" ") } else { lines[n].to_owned() };
        canvas.put(0, y + rows + n, canvas.width().saturating_sub(1), &line, style);
    }
    Some(cursor)
}

/// The rows between the title and the foot.
#[derive(Clone, Copy)]
struct Room {
    y: usize,
    rows: usize,
    focused: bool,
}

/// Of which days, and whose: where both do not fit, the days stay.
fn about(app: &App) -> String {
    let (lang, day) = (app.setting.lang, app.calendar.day);
    let when = match app.calendar.layout {
        Layout::Day => date::show_with_weekday(day, lang),
        Layout::Week => format!("{} · {}", date::week(app.calendar.monday(), lang), date::month_and_year(day, lang)),
        Layout::Month => date::month_and_year(day, lang),
        Layout::Agenda => format!("{} · {}", date::month_and_year(day, lang), Text::Agenda.text(lang)),
    };
    let whose = match &app.calendar.subject {
        Subject::Child => None,
        Subject::Family => app.families.selected().map(|row| row.surname.clone()),
        Subject::Caseload => Some(Text::MyCaseload.text(lang).to_owned()),
        Subject::Provider(id) => {
            let provider = app.overview.providers.iter().find(|provider| provider.id == *id);
            provider.map(|provider| provider.name.clone())
        }
        Subject::Specialist(name) => Some(name.clone()),
    };
    whose.map(|whose| format!("{when} · {whose}")).unwrap_or(when)
}

/// The mark of what is still to be held.
const BOOKED: &str = "o";

/// What became of a session, in one letter; `?` should have been marked.
fn mark(app: &App, session: &Session) -> &'static str {
    match session.outcome {
        Outcome::Scheduled if !is_unmarked(app, session) => BOOKED,
        outcome => outcome.code(),
    }
}

/// Whether it is over, and nobody has said what became of it.
fn is_unmarked(app: &App, session: &Session) -> bool {
    session.is_open() && session.day < app.setting.today
}

/// What became of a session, in words.
fn outcome(app: &App, session: &Session) -> &'static str {
    let lang = app.setting.lang;
    if is_unmarked(app, session) { Text::MarkUnmarked.text(lang) } else { session.outcome.text(lang) }
}

fn session_style(app: &App, session: &Session) -> Style {
    match session.outcome {
        Outcome::Scheduled if is_unmarked(app, session) => ALERT,
        Outcome::Scheduled | Outcome::Attended => PLAIN,
        Outcome::Excused | Outcome::NoShow | Outcome::ByProvider | Outcome::Moved => FAINT,
    }
}

/// The marks of these sessions and what they stand for; where sessions are named, what is still to be held has no mark.
fn legend<'a>(app: &App, sessions: impl Iterator<Item = Shown<'a>>, named: bool) -> Vec<String> {
    let lang = app.setting.lang;
    let occurring: BTreeSet<&str> = sessions.map(|shown| mark(app, shown.session)).collect();
    let open = [(BOOKED, Text::MarkBooked.text(lang)), (Outcome::Scheduled.code(), Text::MarkUnmarked.text(lang))];
    let marked = Outcome::ALL.iter().filter(|outcome| **outcome != Outcome::Scheduled);
    let known = open.into_iter().chain(marked.map(|outcome| (outcome.code(), outcome.text(lang))));
    let known = known.filter(|(mark, _)| occurring.contains(mark) && !(named && *mark == BOOKED));
    known.map(|(mark, text)| format!("{mark} {text}")).collect()
}

/// As many more as that are there, and not shown.
fn more(count: usize, ascii: bool) -> String {
    format!("{}{count}", if ascii { ".." } else { "…" })
}

fn time(session: &Session) -> String {
    session.start.map(|time| time.format("%H:%M").to_string()).unwrap_or_default()
}

/// The session under the cursor in words, or what the day is.
fn details(app: &App) -> String {
    let lang = app.setting.lang;
    let day = app.calendar.day;
    let sessions = app.shown_on(day);
    let said: Vec<String> = notes(app, day).into_iter().map(|note| note.text(app)).collect();
    let shown = sessions.get(app.calendar.session).filter(|_| app.calendar.layout != Layout::Month);
    let Some(&Shown { session, called, service, .. }) = shown else {
        let mut parts = vec![format!("{} {}", date::weekday_short(day.weekday(), lang), date::show(day, lang))];
        match sessions.len() {
            0 if said.is_empty() => parts.push(Text::NoSessions.text(lang).to_owned()),
            0 => {}
            count => parts.push(Counted::Session.text(count as u64, lang)),
        }
        parts.extend(said);
        return parts.join(" · ");
    };
    let provider = app.overview.providers.iter().find(|provider| provider.id == session.provider);
    let mut parts = vec![
        time(session),
        called.to_owned(),
        format!("{service} {}", app.service_name(service)),
        format!("{} {}", outcome(app, session), app.moves_of(session)),
        session.specialist.clone(),
    ];
    parts.extend(session.charge.as_ref().map(|charge| number::euros(charge.amount(), lang)));
    parts.push(session.text.clone());
    parts.extend(provider.map(|provider| provider.name.clone()));
    parts.extend(said);
    let parts: Vec<&str> = parts.iter().map(|part| part.trim()).filter(|part| !part.is_empty()).collect();
    parts.join(" · ")
}
