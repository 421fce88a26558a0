//! The attendance grid of a day or a week.

use chrono::{Datelike, Local};
use ratatui::{layout::Position, style::Style};
use unicode_width::UnicodeWidthStr;

use super::{
    View,
    canvas::{ALERT, Canvas, FAINT, PLAIN, SELECTED, STRONG, WARNING},
};
use crate::{
    action::Action,
    app::{
        App,
        attendance::{Attendance, Mark},
        colleagues,
        page::wrap,
    },
    domain::{Choice, Outcome, overview::AttendanceRow},
    i18n::{Lang, Text, choice::Worded, clean::one_line, date, number, plural::Counted, time},
    keymap::sequence_label,
};

/// Columns of the day, where the sheet has several.
const DAY: usize = 10;

pub fn draw(attendance: &Attendance, view: &View<'_>, canvas: &mut Canvas<'_>) -> Option<Position> {
    let app = view.app;
    let lang = app.setting.lang;
    let (from, to) = attendance.days();
    let is_week = from != to;
    let days = match is_week {
        true => format!("{}–{}", date::show_short(from, lang), date::show(to, lang)),
        false => date::show_with_weekday(from, lang),
    };
    let whose = if attendance.sheet.owner.is_some() { Text::MyCaseload } else { Text::AllCases };
    let end = canvas.heading(&Text::AttendanceOf.fill(lang, &[&days, &whose.text(lang)]));
    super::colleagues(app, canvas, end);
    let rows = &attendance.sheet.rows;
    let height = app.frame().page_rows();
    let start = attendance.cursor.page_start(height);
    if rows.is_empty() {
        canvas.put(1, 1, canvas.width(), Text::NoSessionsToMark.text(lang), FAINT);
        return Some(canvas.position(0, 1));
    }
    let mut cursor = None;
    let left = if is_week { 5 + DAY } else { 5 };
    for (y, n) in (start..(start + height).min(rows.len())).enumerate() {
        let (y, row, before) = (y + 1, &rows[n], n.checked_sub(1).filter(|_| n > start).map(|before| &rows[before]));
        if is_week && before.is_none_or(|before| before.session.day != row.session.day) {
            let day = row.session.day;
            let day = format!("{} {}", date::weekday_short(day.weekday(), lang), date::show_short(day, lang));
            canvas.put(5, y, DAY - 1, &day, PLAIN);
        }
        // Children of one group stand together under one time.
        let meets = before.is_some_and(|before| before.meets(row));
        let next_meets = rows.get(n + 1).is_some_and(|next| row.meets(next));
        draw_row(attendance, app, canvas, (left, y), n, (meets, next_meets));
        if n == attendance.cursor.row {
            canvas.paint(1, y, 3, SELECTED);
            cursor = Some(canvas.position(2, y));
        }
    }
    draw_rest(attendance, canvas, (left + 7, attendance.cursor.row - start + 1), height, lang);
    let bottom = canvas.height() - 1;
    let count = Counted::Session.text(attendance.changed() as u64, lang);
    let x = 1 + canvas.put(1, bottom, canvas.width(), &Text::ToRecord.fill(lang, &[&count]), STRONG);
    let room = canvas.width().saturating_sub(x + 2);
    let key = |action| {
        let keys = view.keymap.keys_of(app.contexts(), action);
        keys.first().map(|keys| sequence_label(keys, lang)).unwrap_or_default()
    };
    let (told, style) = if attendance.theirs(attendance.cursor.row).is_some() {
        (Text::TheirsOrMine.fill(lang, &[&key(Action::Duplicate), &key(Action::Accept)]), STRONG)
    } else if attendance.counts_notice() {
        (Text::NoticeKeys.text(lang).to_owned(), FAINT)
    } else {
        (Text::AttendanceKeys.fill(lang, &[&key(Action::MarkExcused)]), FAINT)
    };
    canvas.put(x + 2, bottom, room, &told, style);
    cursor
}

/// What the row with the cursor has no room for, or what a colleague recorded of it: below all rows, or over those beside
/// it.
fn draw_rest(attendance: &Attendance, canvas: &mut Canvas<'_>, (x, y): (usize, usize), height: usize, lang: Lang) {
    let theirs = attendance.theirs(attendance.cursor.row);
    let (sentence, style) = match (attendance.selected(), theirs) {
        (selected, Some(theirs)) if !theirs.text.is_empty() => {
            let by = selected.map_or("", |(row, _)| row.by.as_str());
            (colleagues::theirs(by, &brief(&theirs, lang), lang), WARNING)
        }
        (Some((row, mark)), None) => {
            let words = words(row, mark, lang);
            if words.width() <= canvas.width().saturating_sub(x + name_columns(canvas, x) + 4) {
                return;
            }
            (words, PLAIN)
        }
        _ => return,
    };
    let rows = attendance.sheet.rows.len();
    let mut lines = wrap(&sentence, canvas.width().saturating_sub(2));
    // What a colleague recorded stands by the row, where the eyes are: it asks for an answer.
    let (x, top) = if style == PLAIN && rows + lines.len() < height {
        (1, height + 1 - lines.len())
    } else {
        lines = wrap(&sentence, canvas.width().saturating_sub(x + 1));
        let below = y + lines.len() <= height;
        (x, if below { y + 1 } else { y.saturating_sub(lines.len()).max(1) })
    };
    for (n, line) in lines.iter().enumerate() {
        canvas.put(0, top + n, canvas.width(), &" ".repeat(canvas.width()), PLAIN);
        canvas.put(x, top + n, canvas.width().saturating_sub(x), line, style);
    }
}

/// Columns of the child's name, which begins at `x`.
fn name_columns(canvas: &Canvas<'_>, x: usize) -> usize {
    (canvas.width() / 3).clamp(18, 34) - if x > 12 { 4 } else { 0 }
}

/// A mark in a few words.
fn brief(mark: &Mark, lang: Lang) -> String {
    let outcome = format!("{} {}", mark.outcome.code(), mark.outcome.text(lang));
    let hours = mark.notice.map(|hours| Text::NoticeShort.fill(lang, &[&hours])).unwrap_or_default();
    let start = mark.start.map(time::show).unwrap_or_default();
    let parts = [outcome, hours, start, one_line(&mark.text).into_owned()];
    let parts: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    parts.join(" · ")
}

fn draw_row(
    attendance: &Attendance,
    app: &App,
    canvas: &mut Canvas<'_>,
    (x, y): (usize, usize),
    n: usize,
    (meets, next_meets): (bool, bool),
) {
    let lang = app.setting.lang;
    let (row, mark) = (&attendance.sheet.rows[n], &attendance.marks[n]);
    let exception = !matches!(mark.outcome, Outcome::Attended | Outcome::Scheduled);
    let changed = attendance.is_changed(n);
    canvas.put(1, y, 1, if changed { "*" } else { "" }, STRONG);
    canvas.put(2, y, 1, mark.outcome.code(), if exception || changed { STRONG } else { PLAIN });
    if meets || next_meets {
        let line = match (meets, next_meets, canvas.ascii) {
            (_, _, true) => "|",
            (false, ..) => "┌",
            (true, true, _) => "│",
            (true, false, _) => "└",
        };
        canvas.put(x + 6, y, 1, line, FAINT);
    }
    if !meets {
        canvas.put(x, y, 5, &row.session.start.map(time::show).unwrap_or_default(), PLAIN);
    }
    let x = x + 7;
    let name = name_columns(canvas, x);
    canvas.put(x, y, name - 1, &row.child, PLAIN);
    canvas.put(x + name, y, 3, &row.line.service, STRONG);
    let unpriced = row.terms.unit_price.is_none() && mark.outcome == Outcome::Attended;
    let style = match exception {
        _ if attendance.is_unusual(n) || unpriced => ALERT,
        true => STRONG,
        false => Style::default(),
    };
    let x = x + name + 4;
    let room = canvas.width().saturating_sub(x);
    match attendance.theirs(n) {
        Some(theirs) => {
            let mine = if theirs.outcome == mark.outcome { brief(mark, lang) } else { mark.outcome.code().to_owned() };
            let both = format!("{mine} · {}", colleagues::theirs(&row.by, &brief(&theirs, lang), lang));
            canvas.put(x, y, room, &both, ALERT)
        }
        None => canvas.put(x, y, room, &words(row, mark, lang), style),
    };
}

/// What it comes to, what became of it, and what else is known of it.
fn words(row: &AttendanceRow, mark: &Mark, lang: Lang) -> String {
    let price = row.terms.unit_price;
    let price = price.map_or_else(|| Text::NoPrice.text(lang).to_owned(), |price| number::money(price, lang));
    let units = number::decimal(mark.units, lang);
    let outcome = mark.outcome.text(lang);
    // What is charged although nobody came is said; that nothing is, goes without saying.
    let percent = row.terms.charged_percent(mark.outcome, mark.notice);
    let mut parts = vec![match mark.outcome {
        Outcome::Attended | Outcome::Scheduled => format!("{units} × {price}  {outcome}"),
        _ if percent.is_zero() => outcome.to_owned(),
        _ => format!("{units} × {price} × {}  {outcome}", number::percent(percent, lang)),
    }];
    parts.extend(mark.notice.map(|hours| Text::NoticeShort.fill(lang, &[&hours])));
    if mark.start.is_some() || mark.minutes > 0 {
        let start = mark.start.or(row.session.start);
        parts.push(start.map_or_else(|| time::show_duration(mark.minutes), |start| time::from_to(start, mark.minutes)));
    }
    if let Some(correction) = &row.correction {
        let at = correction.at.with_timezone(&Local).naive_local();
        let at = format!("{} {}", date::show_short(at.date(), lang), at.format("%H:%M"));
        let was = format!("{} {}", number::decimal(correction.units, lang), correction.was.text(lang));
        parts.push(Text::CorrectedShort.fill(lang, &[&was, &correction.user, &at]));
    }
    parts.push(mark.text.clone());
    parts.retain(|part| !part.is_empty());
    parts.join(" · ")
}
