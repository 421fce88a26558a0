//! A form: labels on the left, values beside them, and beside those what is wrong.

use ratatui::{layout::Position, style::Style};
use unicode_width::UnicodeWidthStr;

use super::{
    View,
    canvas::{ALERT, Canvas, FAINT, PLAIN, STRONG, WARNING, fit},
};
use crate::{
    action::Action,
    app::{
        App,
        field::{FieldKind, FormField},
        form::Form,
        frame,
        informing::moves,
        page::wrap,
        what_if,
    },
    domain::{AnyRecord, Fault, Field},
    i18n::{Lang, Text, number},
    keymap::sequence_label,
};

/// Labels stand in so many columns.
const LABELS: usize = frame::LABELS as usize;
/// A value's field is so wide where faults have to stand beside it.
const VALUE: usize = 34;

pub fn draw(form: &Form, view: &View<'_>, canvas: &mut Canvas<'_>) -> Option<Position> {
    let app = view.app;
    let lang = app.setting.lang;
    let what = form.noun.title(form.request.record != 0).text(lang);
    let moved = match &form.context.base {
        Some(AnyRecord::Session(session)) => moves(session, form.context.sessions.iter(), lang),
        _ => String::new(),
    };
    let appointment = form.appointment(lang);
    // Whom it is about is cut first where all of it is too long.
    let parts = [what, &appointment, &moved, form.about()];
    let title = parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ");
    let end = canvas.heading(&title);
    super::colleagues(app, canvas, end);
    let at = Text::FieldOf.fill(lang, &[&(form.focus + 1), &form.fields.len()]);
    canvas.put_right(0, 0, canvas.width() - 1, &format!(" {at} "), FAINT);
    // The last two rows belong to the field with the cursor: what it can be, and what is wrong with it. Over them
    // stands what would become of the money, as far as all fields leave room for it.
    let rows = canvas.height().saturating_sub(3).max(1);
    let columns = app.frame().text_columns();
    let mut heights: Vec<usize> = (0..form.fields.len()).map(|n| height(form, n, columns)).collect();
    let mut spare = rows.saturating_sub(heights.iter().sum());
    let below = theirs_below(form, canvas.width(), spare, lang);
    for (height, lines) in heights.iter_mut().zip(&below) {
        *height += lines.len();
        spare = spare.saturating_sub(lines.len());
    }
    let told = if form.noun.moves_money() { spare.min(what_if::ROWS) } else { 0 };
    super::what_if::draw(app, canvas, canvas.height().saturating_sub(2 + told), told);
    let (mut cursor, mut cut) = (None, None);
    let mut y = 1;
    for (n, field) in form.fields.iter().enumerate().skip(first_shown(&heights, rows, form.focus)) {
        if y + heights[n] > rows + 1 {
            break;
        }
        let focused = n == form.focus;
        let found =
            draw_field(form, field, app, canvas, (y, heights[n] - below[n].len()), (focused, below[n].is_empty()));
        for (line, y) in below[n].iter().zip(y + heights[n] - below[n].len()..) {
            canvas.put(LABELS, y, canvas.width().saturating_sub(LABELS + 1), line, WARNING);
        }
        if focused {
            cursor = Some(found.0);
            cut = found.1;
        }
        y += heights[n];
    }
    beside(form, canvas, y + 1, spare.saturating_sub(told + 1), lang);
    let bottom = canvas.height() - 1;
    if form.theirs_here().is_some() {
        let key = |action| view.keymap.keys_of(app.contexts(), action).first().map(|keys| sequence_label(keys, lang));
        let keys = (key(Action::Duplicate).unwrap_or_default(), key(Action::Save).unwrap_or_default());
        let told = Text::TheirsOrMine.fill(lang, &[&keys.0, &keys.1]);
        canvas.put(1, bottom, canvas.width() - 1, &told, STRONG);
        return cursor;
    }
    if let (Some(hint), None) = (form.focused().and_then(|field| hint(form, field, lang)), &cut) {
        canvas.put(1, bottom, canvas.width() - 1, &hint, FAINT);
    }
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

/// What the form tells under its fields, in so many rows at most; what does not fit is counted.
fn beside(form: &Form, canvas: &mut Canvas<'_>, y: usize, rows: usize, lang: Lang) {
    let told = form.beside(lang);
    let lines: Vec<&str> = told.iter().flat_map(|told| wrap(told, canvas.width().saturating_sub(2))).collect();
    let shown = if lines.len() > rows { rows.saturating_sub(1) } else { lines.len() };
    for (n, line) in lines[..shown].iter().enumerate() {
        canvas.put(1, y + n, canvas.width() - 1, line, if n == 0 { STRONG } else { PLAIN });
    }
    if shown < lines.len() && rows > 0 {
        canvas.put(1, y + shown, canvas.width() - 1, &Text::MoreEvidence.fill(lang, &[&(lines.len() - shown)]), FAINT);
    }
}

/// A long text has so many rows from the start, and more as it grows.
const LONG: usize = 3;
/// … but no more than these.
const LONGEST: usize = 10;

/// How many rows a field takes. What is wrong with a long text stands in a row of its own under it.
fn height(form: &Form, n: usize, columns: usize) -> usize {
    let field = &form.fields[n];
    match field.kind {
        FieldKind::Long => {
            let needed = field.line.rows(columns).len();
            needed.clamp(if n == form.focus { LONG } else { 1 }, LONGEST) + usize::from(has_fault(form, field))
        }
        _ => 1,
    }
}

/// Whether something is wrong with a field.
fn has_fault(form: &Form, field: &FormField) -> bool {
    form.faults.iter().any(|fault| fault.field == field.field)
}

/// What a colleague wrote into each field, where it does not fit beside it: in rows of its own below. All of it where
/// the form leaves so much room, else what differs.
fn theirs_below(form: &Form, width: usize, mut spare: usize, lang: Lang) -> Vec<Vec<String>> {
    let room = width.saturating_sub(LABELS + 1);
    let lines = |text: &str| wrap(text, room).into_iter().map(str::to_owned).collect::<Vec<_>>();
    let of_field = |field: &FormField| {
        let Some(whole) = form.theirs_of(field.field, lang) else { return Vec::new() };
        let long = matches!(field.kind, FieldKind::Long);
        if !long && !has_fault(form, field) && whole.width() + VALUE.min(room / 2) < room {
            return Vec::new();
        }
        let mut told = lines(&whole);
        if told.len() > spare {
            told = lines(&form.difference_of(field.field, lang).unwrap_or(whole));
        }
        spare = spare.saturating_sub(told.len());
        told
    };
    form.fields.iter().map(of_field).collect()
}

/// The first field of the page of fields that shows the one with the cursor.
fn first_shown(heights: &[usize], rows: usize, focus: usize) -> usize {
    let (mut first, mut taken) = (0, 0);
    for (n, height) in heights.iter().enumerate().take(focus + 1) {
        taken += height;
        if taken > rows {
            (first, taken) = (n, *height);
        }
    }
    first
}

/// How a field wants to be filled in, where its label does not say it.
fn hint(form: &Form, field: &FormField, lang: Lang) -> Option<String> {
    let hint = match field.field {
        Field::HealthLimits => Text::HintHealth,
        Field::Domains if matches!(field.kind, FieldKind::Text) => Text::HintDomains,
        Field::MedicalForms => Text::HintMedicalForms,
        Field::Specialists | Field::PreviousNames => Text::HintList,
        Field::PreviousCodes => Text::HintCodes,
        Field::ClosureDays => Text::HintDates,
        Field::Repeat => Text::HintRepeat,
        Field::Specialist => {
            let names = form.specialists().join(" · ");
            return Some(names).filter(|names| !names.is_empty());
        }
        Field::Retroactive => Text::HintRetroactive,
        Field::CeilingChange => {
            let now = number::euros(form.context.ceiling, lang);
            return Some(Text::HintCeilingChange.fill(lang, &[&now]));
        }
        _ => return form.day_told(lang),
    };
    Some(hint.text(lang).to_owned())
}

/// What did not fit beside its field, and how it looks.
type Cut = Option<(String, Style)>;

fn draw_field(
    form: &Form,
    field: &FormField,
    app: &App,
    canvas: &mut Canvas<'_>,
    (y, height): (usize, usize),
    (focused, beside): (bool, bool),
) -> (Position, Cut) {
    let lang = app.setting.lang;
    let style = if focused { STRONG } else { PLAIN };
    canvas.put_right(0, y, LABELS - 2, field.field.text(lang), style);
    let told = told(form, field, lang).filter(|_| beside || has_fault(form, field));
    let text = field.line.text();
    let (x, long) = (LABELS, matches!(field.kind, FieldKind::Long));
    if text.is_empty() && !focused {
        canvas.put(x, y, 1, "-", FAINT);
    }
    let room = canvas.width().saturating_sub(x + 1);
    let (position, at, below) = if long {
        let shown = height - usize::from(told.is_some());
        (draw_rows(field, app.frame().text_columns(), canvas, (x, y, shown), focused), x, y + shown)
    } else {
        let aside = told.is_some();
        let width = if aside { VALUE.min(room / 2) } else { room };
        let scroll = if focused { field.line.scroll(width.saturating_sub(1)) } else { 0 };
        let shown = skip_columns(text, scroll);
        canvas.put(x, y, width, shown, PLAIN);
        let at = x + width.min(shown.width().max(2) + 2).max(if aside { 16 } else { 0 });
        (canvas.position(x + field.line.column().saturating_sub(scroll), y), at, y)
    };
    let room = canvas.width().saturating_sub(at);
    if let Some((sentence, style)) = &told {
        canvas.put(at, below, room, sentence, *style);
    }
    (position, told.filter(|(sentence, _)| sentence.width() > room))
}

/// What is said beside a field, or for a long text in a row under it: what is wrong with it, else what a colleague wrote
/// there, where that fits.
fn told(form: &Form, field: &FormField, lang: Lang) -> Cut {
    let of_field = || form.faults.iter().filter(|fault| fault.field == field.field);
    if of_field().next().is_some() {
        let (sign, style) = if of_field().all(Fault::is_warning) { ("? ", WARNING) } else { ("! ", ALERT) };
        let sentences: Vec<String> = of_field().map(|fault| fault.told(lang)).collect();
        return Some((format!("{sign}{}", sentences.join("; ")), style));
    }
    Some((form.theirs_of(field.field, lang)?, WARNING))
}

/// A long text in its rows; where its cursor stands. What does not fit scrolls by half of what is shown, or every new
/// row would send all others over the line anew.
fn draw_rows(
    field: &FormField,
    columns: usize,
    canvas: &mut Canvas<'_>,
    (x, y, shown): (usize, usize, usize),
    focused: bool,
) -> Position {
    let (row, column) = field.line.place_in_rows(columns);
    let half = (shown / 2).max(1);
    let top = match row.checked_sub(shown) {
        Some(beyond) if focused => (beyond / half + 1) * half,
        _ => 0,
    };
    for (n, line) in field.line.rows(columns).iter().skip(top).take(shown).enumerate() {
        canvas.put(x, y + n, columns, line.trim_end(), PLAIN);
    }
    canvas.position(x + column.min(columns), y + row - top.min(row))
}

/// The text without its first columns.
pub(super) fn skip_columns(text: &str, columns: usize) -> &str {
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
            if y + 1 >= first + rows {
                // There are more than these; a letter or two of a name find them.
                canvas.put(x.min(width - 1), y, 1, "…", FAINT);
                break;
            }
            (x, y) = (1, y + 1);
        }
        x += canvas.put(x, y, width - x, &pick.code, STRONG) + 1;
        x += canvas.put(x, y, width - x, &label, FAINT) + 2;
    }
    true
}
