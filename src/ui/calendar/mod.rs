//! The calendar pane: a week with a column a day, a month with a field a day, a day or a month as a list. At its foot
//! the session under the cursor in words, or what the day is.

mod list;
mod month;
mod week;

use chrono::{Datelike, NaiveDate, Weekday};
use ratatui::{layout::Position, style::Style};

use super::canvas::{ALERT, Canvas, FAINT, PLAIN, STRONG};
use crate::{
    app::{
        App,
        calendar::{Layout, Shown, Subject},
        frame::Pane,
    },
    domain::{
        Choice, Outcome, Session,
        almanac::Almanac,
        calendar::{Special, holiday},
        diary,
    },
    i18n::{Text, choice::Worded, date, number, plural::Counted},
};

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
    let rows = canvas.height().saturating_sub(y + 1);
    let room = Room { y, rows, focused };
    let cursor = match app.calendar.layout {
        Layout::Week => week::draw(app, canvas, room),
        Layout::Month => month::draw(app, canvas, room),
        Layout::Day => list::draw(app, canvas, room, (app.calendar.day, app.calendar.day)),
        Layout::Agenda => list::draw(app, canvas, room, diary::month(app.calendar.day)),
    };
    details(app, canvas);
    Some(cursor)
}

/// The rows between the title and the foot.
#[derive(Clone, Copy)]
struct Room {
    y: usize,
    rows: usize,
    focused: bool,
}

/// Whose sessions, and of which days.
fn about(app: &App) -> String {
    let (lang, day) = (app.setting.lang, app.calendar.day);
    let when = match app.calendar.layout {
        Layout::Day => date::show_with_weekday(day, lang),
        Layout::Week => format!("{} · {}", date::week(app.calendar.monday(), lang), date::month_and_year(day, lang)),
        Layout::Month => date::month_and_year(day, lang),
        Layout::Agenda => format!("{} · {}", Text::Agenda.text(lang), date::month_and_year(day, lang)),
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
    whose.map(|whose| format!("{whose} · {when}")).unwrap_or(when)
}

/// What is to be said of a day beside its sessions, where the municipality goes by it.
fn specials(app: &App, day: NaiveDate) -> Vec<Special> {
    let follows = app.overview.programme.as_ref().is_some_and(|programme| programme.follows_moved_days);
    Special::of(day, Almanac::followed(follows), Almanac::in_force()).collect()
}

/// How the heading of a day looks.
fn day_style(app: &App, day: NaiveDate) -> Style {
    let weekend = matches!(day.weekday(), Weekday::Sat | Weekday::Sun);
    let worked = specials(app, day).iter().any(|special| matches!(special, Special::MovedOn(_)));
    let moved = specials(app, day).iter().any(|special| matches!(special, Special::MovedOff(_)));
    if day == app.setting.today {
        STRONG
    } else if moved || holiday(day).is_some() || (weekend && !worked) {
        FAINT
    } else {
        PLAIN
    }
}

/// What became of a session, in one letter: `o` is still to be held, `?` should have been marked.
fn mark(app: &App, session: &Session) -> &'static str {
    match session.outcome {
        Outcome::Scheduled if session.day < app.setting.today => Outcome::Scheduled.code(),
        Outcome::Scheduled => "o",
        outcome => outcome.code(),
    }
}

fn session_style(app: &App, session: &Session) -> Style {
    match session.outcome {
        Outcome::Scheduled if session.day < app.setting.today => ALERT,
        Outcome::Scheduled | Outcome::Attended => PLAIN,
        Outcome::Excused | Outcome::NoShow | Outcome::ByProvider | Outcome::Moved => FAINT,
    }
}

fn time(session: &Session) -> String {
    session.start.map(|time| time.format("%H:%M").to_string()).unwrap_or_default()
}

/// `10:00 FIZ +`: when, what, and what became of it. That is not cut off: rather the blanks are.
fn short_label(shown: Shown<'_>, wide: usize) -> String {
    let Shown { session, service, .. } = shown;
    let mark = if session.is_open() { "" } else { session.outcome.code() };
    let at = match session.start {
        Some(start) if wide < 10 => start.format("%H").to_string(),
        _ => time(session),
    };
    let forms = [format!("{at} {service} {mark}"), format!("{at} {service}{mark}"), format!("{at}{service}{mark}")];
    let fits = |form: &&String| form.trim().chars().count() < wide;
    forms.iter().find(fits).unwrap_or(&forms[2]).trim().to_owned()
}

/// The same, and with whom or who comes where there is room for a few letters of a name.
fn label(app: &App, shown: Shown<'_>, wide: usize) -> String {
    const FEW_LETTERS: usize = 9;
    let short = short_label(shown, wide);
    let of_child = app.calendar.subject == Subject::Child;
    let name = if of_child { shown.session.specialist.as_str() } else { shown.called };
    if name.is_empty() || short.chars().count() + 1 + FEW_LETTERS > wide { short } else { format!("{short} {name}") }
}

/// The session under the cursor in words, or what the day is.
fn details(app: &App, canvas: &mut Canvas<'_>) {
    let lang = app.setting.lang;
    let day = app.calendar.day;
    let y = canvas.height().saturating_sub(1);
    let width = canvas.width().saturating_sub(1);
    let sessions = app.shown_on(day);
    let said: Vec<String> = specials(app, day).into_iter().map(|special| special.text(lang)).collect();
    let shown = sessions.get(app.calendar.session).filter(|_| app.calendar.layout != Layout::Month);
    let Some(&Shown { session, child, service, .. }) = shown else {
        let mut parts = vec![format!("{} {}", date::weekday_short(day.weekday(), lang), date::show(day, lang))];
        match sessions.len() {
            0 if said.is_empty() => parts.push(Text::NoSessions.text(lang).to_owned()),
            0 => {}
            count => parts.push(Counted::Session.text(count as u64, lang)),
        }
        parts.extend(said);
        canvas.put(0, y, width, &parts.join(" · "), if sessions.is_empty() { FAINT } else { PLAIN });
        return;
    };
    let provider = app.overview.providers.iter().find(|provider| provider.id == session.provider);
    let mut parts = vec![
        time(session),
        child.to_owned(),
        format!("{service} {}", app.service_name(service)),
        session.outcome.text(lang).to_owned(),
        session.specialist.clone(),
    ];
    parts.extend(session.charge.as_ref().map(|charge| number::euros(charge.amount(), lang)));
    parts.push(session.text.clone());
    parts.extend(provider.map(|provider| provider.name.clone()));
    parts.extend(said);
    let parts: Vec<&str> = parts.iter().map(String::as_str).filter(|part| !part.trim().is_empty()).collect();
    canvas.put(0, y, width, &parts.join(" · "), PLAIN);
}
