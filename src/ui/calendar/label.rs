//! A session in a few letters: `10:00 FIZ +`, when, what, and what became of it; with whom, or who comes, where there
//! is room.

use chrono::Timelike;
use unicode_width::UnicodeWidthStr;

use super::{BOOKED, time};
use crate::app::{
    App,
    calendar::{Shown, Subject},
};

/// A name is told from so many letters on.
const FEW_LETTERS: usize = 9;

/// In one row of so many columns, between all parts a blank or more; none where that is not enough.
fn in_one_row(app: &App, shown: Shown<'_>, wide: usize) -> Option<String> {
    let Shown { session, service, .. } = shown;
    let mark = mark(app, shown);
    let at = time(session);
    let mut forms = vec![format!("{at} {service} {mark}"), format!("{at} {service}{mark}")];
    if let Some(hour) = session.start.filter(|start| start.minute() == 0).map(|start| start.hour()) {
        forms.extend([format!("{hour} {service} {mark}"), format!("{hour} {service}{mark}")]);
    }
    let forms = forms.iter().map(|form| form.trim());
    forms.into_iter().find(|form| form.width() <= wide).map(str::to_owned)
}

/// What is still to be held needs no mark where it is named.
fn mark(app: &App, shown: Shown<'_>) -> &'static str {
    Some(super::mark(app, shown.session)).filter(|mark| *mark != BOOKED).unwrap_or_default()
}

/// The rows that a session takes in a column that is so wide: whose it is, is told in a row of its own where the first
/// has no room for it.
pub(super) fn rows(app: &App, shown: Shown<'_>, wide: usize) -> Vec<String> {
    let of_child = app.calendar.subject == Subject::Child;
    let mut rows = match in_one_row(app, shown, wide) {
        Some(row) => vec![row],
        None => vec![time(shown.session), format!(" {} {}", shown.service, mark(app, shown)).trim_end().to_owned()],
    };
    let room = wide.saturating_sub(rows[0].width() + 1);
    if of_child {
        let specialist = &shown.session.specialist;
        if rows.len() == 1 && !specialist.is_empty() && room >= FEW_LETTERS {
            rows[0] += &format!(" {specialist}");
        }
    } else if rows.len() == 1 && shown.called.width() <= room {
        rows[0] += &format!(" {}", shown.called);
    } else {
        rows.push(format!(" {}", shown.called));
    }
    rows
}

/// In one row at any rate: of several children's sessions, who comes matters more than to what.
pub(super) fn row(app: &App, shown: Shown<'_>, wide: usize) -> String {
    let mut rows = rows(app, shown, wide);
    if rows.len() == 1 {
        return rows.remove(0);
    }
    let of_child = app.calendar.subject == Subject::Child;
    let what = if of_child { shown.service } else { shown.called };
    [&time(shown.session), mark(app, shown), what]
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}
