//! The line being typed, at the foot of the screen; over it what it finds.

use ratatui::layout::Position;
use unicode_width::UnicodeWidthStr;

use super::{
    View,
    canvas::{ALERT, Canvas, FAINT, PLAIN, SELECTED, STRONG},
};
use crate::{
    action::Action,
    app::{
        Can,
        line::{Line, Purpose},
        page::wrap,
    },
    domain::Field,
    i18n::{Lang, Text},
    keymap::sequence_label,
};

/// So many commands are listed at once.
const LISTED: usize = 8;

pub fn draw(line: &Line, view: &View<'_>, canvas: &mut Canvas<'_>) -> Option<Position> {
    let lang = view.app.setting.lang;
    let prompt = prompt(&line.purpose, lang);
    if line.purpose == Purpose::Observation {
        return Some(observation(line, prompt, view, canvas));
    }
    let bottom = canvas.height() - 1;
    let prompt = format!("{prompt}: ");
    let x = canvas.put(0, bottom, canvas.width(), &prompt, STRONG);
    let room = canvas.width().saturating_sub(x + 1);
    let scroll = line.edit.scroll(room);
    canvas.put(x, bottom, room, super::form::skip_columns(line.edit.text(), scroll), PLAIN);
    if let Some(fault) = &line.fault {
        let at = x + line.edit.width() + 2;
        canvas.put(at, bottom, canvas.width().saturating_sub(at), fault, ALERT);
    }
    if let Purpose::Reason(_, told) | Purpose::CorrectionReason(told) = &line.purpose {
        above(told, canvas);
    }
    if line.purpose == Purpose::Palette {
        palette(line, view, canvas);
    }
    Some(canvas.position(x + line.edit.column().saturating_sub(scroll), bottom))
}

/// What is asked for.
fn prompt(purpose: &Purpose, lang: Lang) -> &'static str {
    let text = match purpose {
        Purpose::FilterFamilies(_) | Purpose::FilterPage(_) => Text::Search,
        Purpose::Palette => Text::Command,
        Purpose::GoToDate => Text::GoTo,
        Purpose::SumsDays => Text::FromToDays,
        Purpose::SumsAsOf => Text::AsOf,
        Purpose::OpenStore => Text::File,
        Purpose::MarkTime => Text::ActualTime,
        Purpose::MarkText => Text::MarkReason,
        Purpose::OpeningReason(_) => Text::ReasonToOpen,
        Purpose::Observation => Text::Observation,
        Purpose::Reason(..) => Text::GiveReason,
        Purpose::CorrectionReason(_) => return Field::CorrectionReason.text(lang),
    };
    text.text(lang)
}

/// A text of several lines: it grows upwards from the foot of the screen, the cursor in sight.
fn observation(line: &Line, prompt: &str, view: &View<'_>, canvas: &mut Canvas<'_>) -> Position {
    let width = canvas.width() - 2;
    let lines = line.edit.rows(width);
    let (row, column) = line.edit.place_in_rows(width);
    let rows = lines.len().clamp(2, LISTED).max(row.min(LISTED - 1) + 1);
    let top = canvas.height() - rows - 1;
    let height = (rows + 1) as u16;
    let area = crate::app::frame::Area { y: canvas.area.y + top as u16, height, ..canvas.area };
    let mut part = canvas.part(area);
    part.clear();
    part.title(&format!("{prompt} "), true);
    part.put_right(0, 0, width, &format!(" {} ", hints(view)), FAINT);
    let first = (row + 1).saturating_sub(rows);
    for (y, text) in lines.iter().skip(first).take(rows).enumerate() {
        part.put(1, y + 1, width, text.trim_end(), PLAIN);
    }
    part.position(1 + column.min(width), 1 + row - first)
}

/// What the keys do here that letters do not tell.
fn hints(view: &View<'_>) -> String {
    let hint = |action: Action| {
        let keys = view.keymap.keys_of(view.app.contexts(), action);
        let keys = sequence_label(keys.first()?, view.app.setting.lang);
        Some(format!("{keys} {}", view.app.words_of(action)))
    };
    [Action::Accept, Action::Back, Action::Help].into_iter().filter_map(hint).collect::<Vec<_>>().join("  ")
}

/// Sentences that the line answers, over it.
fn above(sentences: &[String], canvas: &mut Canvas<'_>) {
    let width = canvas.width() - 2;
    let lines: Vec<&str> = sentences.iter().flat_map(|sentence| wrap(sentence, width)).collect();
    let rows = lines.len().min(LISTED);
    let area = crate::app::frame::Area {
        y: canvas.area.y + (canvas.height() - rows - 2) as u16,
        height: (rows + 1) as u16,
        ..canvas.area
    };
    let mut part = canvas.part(area);
    part.clear();
    part.title("", true);
    for (y, text) in lines.iter().take(rows).enumerate() {
        part.put(1, y + 1, width, text.trim_end(), PLAIN);
    }
}

fn palette(line: &Line, view: &View<'_>, canvas: &mut Canvas<'_>) {
    let lang = view.app.setting.lang;
    let width = canvas.width().min(54);
    let start = line.cursor.page_start(LISTED);
    // Always of the same height: what lies beneath does not come and go with the letters.
    let top = canvas.height() - 1 - LISTED - 1;
    let area = crate::app::frame::Area {
        x: canvas.area.x,
        y: canvas.area.y + top as u16,
        width: width as u16,
        height: LISTED as u16 + 1,
    };
    let mut part = canvas.part(area);
    part.clear();
    part.title("", false);
    if line.commands.is_empty() {
        part.put(1, 1, width.saturating_sub(2), Text::NoSuchCommand.text(lang), FAINT);
    }
    for (y, n) in (start..(start + LISTED).min(line.commands.len())).enumerate() {
        let action = line.commands[n];
        let y = y + 1;
        let keys = view.keymap.keys_of(view.app.contexts_beneath(), action);
        let keys = keys.first().map(|keys| sequence_label(keys, lang)).unwrap_or_default();
        let blocked = !matches!(view.app.can(action), Can::Yes | Can::Absent);
        let style = if blocked { FAINT } else { PLAIN };
        part.put(1, y, 34, action.text(lang), style);
        part.put(36, y, 14, &keys, STRONG);
        if n == line.cursor.row {
            let wide = action.text(lang).width().min(34);
            part.paint(0, y, wide + 2, SELECTED);
        }
    }
}
