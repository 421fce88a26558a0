//! The families pane.

use ratatui::{layout::Position, style::Style};

use super::canvas::{ALERT, Canvas, FAINT, PLAIN, SELECTED, STRONG, WARNING};
use crate::{
    app::{App, families::FamilyRow, frame::Pane, pages::health_mark},
    domain::{CaseStatus, budget::Health},
    i18n::Text,
};

pub fn draw(app: &App, canvas: &mut Canvas<'_>, focused: bool) -> Option<Position> {
    let lang = app.setting.lang;
    let families = &app.families;
    let width = canvas.width();
    let arranged = match &families.arrangement {
        _ if !families.filter.is_empty() || app.is_filtering() => "",
        arrangement if !arrangement.only.is_empty() => Text::Selected.text(lang),
        arrangement if arrangement.is_on() => Text::Sorted.text(lang),
        _ => "",
    };
    canvas.title(&super::pane_title(Pane::Families, Text::Families, arranged, app), focused || app.is_filtering());
    let count = families.visible.len();
    if count > 0 {
        let at = format!(" {}/{count}", families.cursor.row + 1);
        canvas.put_right(0, 0, width.saturating_sub(1), &at, FAINT);
    }
    let mut y = 1;
    if !families.filter.is_empty() || app.is_filtering() {
        canvas.put(0, y, 1, "/", STRONG);
        canvas.put(1, y, width.saturating_sub(1), &families.filter, PLAIN);
        if families.is_recent() {
            canvas.put(2, y, width.saturating_sub(2), Text::RecentlySeen.text(lang), FAINT);
        }
        y += 1;
    }
    if count == 0 {
        let text = if families.rows.is_empty() { Text::NoFamilies } else { Text::NoFamilyFound };
        let text = if app.is_waiting() && families.rows.is_empty() { Text::Reading } else { text };
        canvas.put(1, y, width.saturating_sub(1), text.text(lang), FAINT);
        return Some(canvas.position(0, y));
    }
    let height = app.pane_rows(Pane::Families);
    let start = families.cursor.page_start(height);
    let mut cursor = None;
    for n in start..(start + height).min(count) {
        let Some(row) = families.row(n) else { continue };
        let selected = n == families.cursor.row;
        draw_row(row, app, canvas, y, (n == start, selected, focused));
        if selected {
            cursor = Some(canvas.position(0, y));
        }
        y += 1;
    }
    cursor
}

fn draw_row(
    row: &FamilyRow,
    app: &App,
    canvas: &mut Canvas<'_>,
    y: usize,
    (top, selected, focused): (bool, bool, bool),
) {
    let width = canvas.width();
    let over = matches!(row.status, CaseStatus::Closed | CaseStatus::Suspended);
    let style = if over { FAINT } else { PLAIN };
    if selected && !focused {
        canvas.put(0, y, 1, ">", STRONG);
    }
    let half = (width - 2) / 2;
    if row.first || top || selected {
        canvas.put(1, y, half, &row.surname, style);
    }
    let x = 2 + half;
    canvas.put(x, y, width.saturating_sub(x + 2), &row.given_names, style);
    if app.is_worked_on(row.family, row.child) {
        canvas.put(x - 1, y, 1, "*", STRONG);
    }
    let (mark, style) = mark(row, canvas.ascii, style);
    canvas.put(width.saturating_sub(2), y, 1, mark, style);
    if selected && focused {
        canvas.paint(0, y, width.saturating_sub(1), SELECTED);
    }
}

/// How far the case has come, where it is not simply active; else how its budget is doing, where that is remarkable.
fn mark(row: &FamilyRow, ascii: bool, style: Style) -> (&'static str, Style) {
    match (row.status, row.health) {
        (CaseStatus::Applied, _) => ("?", style),
        (CaseStatus::Assessed, _) => ("i", style),
        (CaseStatus::Suspended, _) => ("=", style),
        (CaseStatus::Closed, _) => ("x", style),
        (CaseStatus::Active, None) => ("", style),
        (CaseStatus::Active, Some(health)) => {
            let style = match health {
                Health::Alarm => ALERT,
                Health::Watch | Health::PlanOverCeiling | Health::Underspent => WARNING,
                Health::OnTrack | Health::NotStarted => style,
            };
            (health_mark(health, ascii), style)
        }
    }
}
