//! A question, over whatever it is about.

use ratatui::layout::Position;
use unicode_width::UnicodeWidthStr;

use super::{
    View,
    canvas::{Canvas, FAINT, PLAIN, STRONG},
};
use crate::{
    action::{Action, Context},
    app::{
        frame::Area,
        question::{Question, Yes},
        what_if,
    },
    i18n::Text,
    keymap::sequence_label,
};

pub fn draw(question: &Question, view: &View<'_>, canvas: &mut Canvas<'_>) -> Option<Position> {
    let lang = view.app.setting.lang;
    let label = |action| {
        let keys = view.keymap.keys_of(&[Context::Question], action);
        keys.first().map(|keys| sequence_label(keys, lang)).unwrap_or_default()
    };
    let answer = match question.yes {
        Yes::Nothing => Text::OnlyClose.fill(lang, &[&label(Action::Back)]),
        _ => Text::YesNo.fill(lang, &[&label(Action::Accept), &label(Action::Back)]),
    };
    let reaches = match &question.yes {
        Yes::Reach(_) => [Action::ReachThis, Action::ReachLater, Action::ReachAll]
            .map(|action| format!("{} {}", label(action), action.text(lang)))
            .join(" · "),
        _ => String::new(),
    };
    let wanted =
        question.lines.iter().map(|line| line.width()).chain([answer.width(), reaches.width()]).max().unwrap_or(0) + 4;
    // What would become of the money has its rows from the start: the question does not grow when it is known. A rule that
    // would be broken is told whole, in two of them.
    let told = match question.yes {
        Yes::Apply(_) | Yes::Insist(_) | Yes::Reach(_) | Yes::Undo(_) => what_if::ROWS + 1,
        _ => 0,
    };
    let least = if told > 0 { 64 } else { 40 };
    let most = canvas.width().saturating_sub(4);
    let width = wanted.clamp(most.min(least), most);
    let around = 3 + usize::from(!reaches.is_empty()) + told;
    let room = canvas.height().saturating_sub(around).max(1);
    let lines = match question.lines.get(..room - 1) {
        Some(first) if question.lines.len() > room => first.iter().map(String::as_str).chain(["…"]).collect(),
        _ => question.lines.iter().map(String::as_str).collect::<Vec<_>>(),
    };
    let height = lines.len() + around;
    let area = Area {
        x: canvas.area.x + ((canvas.width() - width) / 2) as u16,
        y: canvas.area.y + (canvas.height().saturating_sub(height) / 2) as u16,
        width: width as u16,
        height: height as u16,
    };
    let mut part = canvas.part(area);
    part.clear();
    part.title("", false);
    for (y, line) in lines.iter().enumerate() {
        part.put(2, y + 1, width - 4, line, if y == 0 { STRONG } else { PLAIN });
    }
    if told > 0 {
        super::what_if::draw(view.app, &mut part, lines.len() + 1, told);
    }
    if !reaches.is_empty() {
        part.put(2, height - 3, width - 4, &reaches, PLAIN);
    }
    part.put(2, height - 2, width - 4, &answer, FAINT);
    let foot = Area { y: area.y + area.height - 1, height: 1, ..area };
    part.part(foot).title("", false);
    Some(part.position(2, height - 2))
}
