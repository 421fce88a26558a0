//! A form: labels on the left, values beside them, and beside those what is wrong.

use ratatui::{layout::Position, style::Style};
use unicode_width::UnicodeWidthStr;

use super::canvas::{ALERT, Canvas, FAINT, PLAIN, STRONG, WARNING, fit};
use crate::{
    app::{
        App,
        field::{FieldKind, FormField},
        form::Form,
        page::wrap,
    },
    i18n::Text,
};

/// Labels stand in so many columns.
const LABELS: usize = 24;
/// A value's field is so wide where faults have to stand beside it.
const VALUE: usize = 34;

pub fn draw(form: &Form, app: &App, canvas: &mut Canvas<'_>) -> Option<Position> {
    let lang = app.setting.lang;
    canvas.title(&format!("{} ", form.title), true);
    let at = Text::FieldOf.fill(lang, &[&(form.focus + 1), &form.fields.len()]);
    canvas.put_right(0, 0, canvas.width() - 1, &format!(" {at} "), FAINT);
    // The last two rows belong to the field with the cursor: what it can be, and what is wrong with it.
    let rows = canvas.height().saturating_sub(3).max(1);
    let start = form.focus / rows * rows;
    let (mut cursor, mut cut) = (None, None);
    for (y, (n, field)) in form.fields.iter().enumerate().skip(start).take(rows).enumerate() {
        let y = y + 1;
        let focused = n == form.focus;
        let found = draw_field(form, field, app, canvas, y, focused);
        if focused {
            cursor = Some(found.0);
            cut = found.1;
        }
    }
    let bottom = canvas.height() - 1;
    let chosen = form.focused().is_some_and(|field| choices(field, canvas, if cut.is_some() { 1 } else { 2 }));
    if let Some((sentence, style)) = cut {
        let lines = wrap(&sentence, canvas.width() - 2);
        let rows = if chosen { bottom..=bottom } else { bottom - 1..=bottom };
        for (y, line) in rows.zip(lines) {
            canvas.put(1, y, canvas.width() - 1, line, style);
        }
    }
    cursor
}

/// What did not fit beside its field, and how it looks.
type Cut = Option<(String, Style)>;

fn draw_field(
    form: &Form,
    field: &FormField,
    app: &App,
    canvas: &mut Canvas<'_>,
    y: usize,
    focused: bool,
) -> (Position, Cut) {
    let lang = app.setting.lang;
    let style = if focused { STRONG } else { PLAIN };
    canvas.put_right(0, y, LABELS - 2, field.field.text(lang), style);
    let fault = form.faults.iter().find(|fault| fault.field == field.field);
    let theirs = form.theirs.iter().find(|(which, _)| *which == field.field);
    let x = LABELS;
    let room = canvas.width().saturating_sub(x + 1);
    let aside = fault.is_some() || theirs.is_some();
    let width = if aside { VALUE.min(room / 2) } else { room };
    let text = field.line.text();
    let scroll = if focused { field.line.scroll(width.saturating_sub(1)) } else { 0 };
    let shown = skip_columns(text, scroll);
    canvas.put(x, y, width, shown, PLAIN);
    if text.is_empty() && !focused {
        canvas.put(x, y, 1, "-", FAINT);
    }
    let beside = x + width.min(shown.width().max(2) + 2).max(if aside { 16 } else { 0 });
    let told = match (fault, theirs) {
        (Some(fault), _) => {
            let (sign, style) = if fault.is_warning() { ("? ", WARNING) } else { ("! ", ALERT) };
            Some((format!("{sign}{}", fault.problem.sentence(lang)), style))
        }
        (None, Some((_, text))) => Some((Text::Theirs.fill(lang, &[text]), WARNING)),
        (None, None) => None,
    };
    let room = canvas.width().saturating_sub(beside);
    if let Some((sentence, style)) = &told {
        canvas.put(beside, y, room, sentence, *style);
    }
    let cut = told.filter(|(sentence, _)| sentence.width() > room);
    (canvas.position(x + field.line.column().saturating_sub(scroll), y), cut)
}

/// The text without its first columns.
fn skip_columns(text: &str, columns: usize) -> &str {
    let mut gone = 0;
    for (at, c) in text.char_indices() {
        if gone >= columns {
            return &text[at..];
        }
        gone += unicode_width::UnicodeWidthChar::width(c).unwrap_or(0);
    }
    ""
}

/// What the field with the cursor can be, in so many rows at the foot; whether it is a choice at all.
fn choices(field: &FormField, canvas: &mut Canvas<'_>, rows: usize) -> bool {
    let width = canvas.width();
    if !matches!(field.kind, FieldKind::One(_) | FieldKind::Many(_)) {
        return false;
    }
    let first = canvas.height() - 2;
    let (mut x, mut y) = (1, first);
    for pick in field.candidates() {
        let label = pick.label.strip_prefix(&format!("{} ", pick.code)).unwrap_or(&pick.label);
        let label = fit(label, 30);
        let wide = pick.code.width() + label.width() + 3;
        if x + wide > width {
            (x, y) = (1, y + 1);
            if y >= first + rows {
                break;
            }
        }
        x += canvas.put(x, y, width - x, &pick.code, STRONG) + 1;
        x += canvas.put(x, y, width - x, &label, FAINT) + 2;
    }
    true
}
