//! The attendance grid of a day.

use ratatui::layout::Position;

use super::canvas::{ALERT, Canvas, FAINT, PLAIN, SELECTED, STRONG};
use crate::{
    app::{App, attendance::Attendance},
    domain::{Choice, Outcome},
    i18n::{Text, choice::Worded, date, number, plural::Counted},
};

pub fn draw(attendance: &Attendance, app: &App, canvas: &mut Canvas<'_>) -> Option<Position> {
    let lang = app.setting.lang;
    let day = date::show_with_weekday(attendance.sheet.day, lang);
    canvas.heading(&Text::AttendanceOf.fill(lang, &[&day]));
    let height = app.frame().page_rows();
    let start = attendance.cursor.page_start(height);
    if attendance.sheet.rows.is_empty() {
        canvas.put(1, 1, canvas.width(), Text::NoSessionsToMark.text(lang), FAINT);
        return Some(canvas.position(0, 1));
    }
    let mut cursor = None;
    let name = (canvas.width() / 3).clamp(18, 34);
    for (y, n) in (start..(start + height).min(attendance.sheet.rows.len())).enumerate() {
        let y = y + 1;
        let (row, mark) = (&attendance.sheet.rows[n], attendance.marks[n]);
        let session = &row.session;
        let time = session.start.map(|time| time.format("%H:%M").to_string()).unwrap_or_default();
        canvas.put(5, y, 5, &time, PLAIN);
        canvas.put(11, y, name - 1, &row.child, PLAIN);
        canvas.put(11 + name, y, 3, &row.line.service, STRONG);
        let exception = !matches!(mark.outcome, Outcome::Attended | Outcome::Scheduled);
        let units = number::decimal(mark.units, lang);
        let price = row
            .terms
            .unit_price
            .map_or_else(|| Text::NoPrice.text(lang).to_owned(), |price| number::money(price, lang));
        let words = format!("{units} × {price}  {}", mark.outcome.text(lang));
        let style = if row.terms.unit_price.is_none() && mark.outcome == Outcome::Attended { ALERT } else { PLAIN };
        let x = 15 + name;
        let style = if attendance.is_unusual(n) {
            ALERT
        } else if exception {
            STRONG
        } else {
            style
        };
        canvas.put(x, y, canvas.width().saturating_sub(x), &words, style);
        canvas.put(2, y, 1, mark.outcome.code(), if exception { STRONG } else { PLAIN });
        if n == attendance.cursor.row {
            canvas.paint(1, y, 3, SELECTED);
            cursor = Some(canvas.position(2, y));
        }
    }
    let bottom = canvas.height() - 1;
    let count = Counted::Session.text(attendance.changed() as u64, lang);
    let x = 1 + canvas.put(1, bottom, canvas.width(), &Text::ToRecord.fill(lang, &[&count]), STRONG);
    canvas.put(x + 2, bottom, canvas.width().saturating_sub(x + 2), Text::AttendanceKeys.text(lang), FAINT);
    cursor
}
