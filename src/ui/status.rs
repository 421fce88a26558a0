//! The last line: a message, or hints of what the keys do here, as many as fit. And the keys that lead on.

use unicode_width::UnicodeWidthStr;

use super::{
    View,
    canvas::{ALERT, Canvas, FAINT, GOOD, PLAIN, STRONG, WARNING},
};
use crate::{
    action::{Action, Context},
    app::{Can, Message, Screen, frame::Area, page::wrap},
    i18n::Text,
    keymap::{Key, Next, sequence_label},
};

/// No message takes more lines.
const MOST_LINES: usize = 4;
/// No hint is shorter: key, space, word, two spaces.
const SHORTEST: usize = 8;

/// `canvas` is the whole screen: a message that is longer than the last line takes some of the lines over it.
pub fn draw(view: &View<'_>, canvas: &mut Canvas<'_>) {
    let status = view.app.frame().status;
    let (text, style) = match &view.app.message {
        Some(Message::Info(text)) => (text, GOOD),
        Some(Message::Error(text)) => (text, ALERT),
        Some(Message::Wait(text)) => (text, WARNING),
        None => return hints(view, &mut canvas.part(status)),
    };
    let lines = wrap(text, usize::from(status.width).saturating_sub(2));
    let height = lines.len().min(MOST_LINES) as u16;
    let area = Area { y: status.y + status.height - height, height, ..status };
    let mut part = canvas.part(area);
    part.clear();
    for (y, line) in lines.into_iter().take(MOST_LINES).enumerate() {
        part.put(1, y, part.width(), line, style);
    }
}

fn hints(view: &View<'_>, canvas: &mut Canvas<'_>) {
    let app = view.app;
    let contexts = app.contexts();
    let mut x = 1;
    // What cannot be guessed always stands at the end: help.
    let help = hint(view, Action::Help);
    let kept = help.as_ref().map_or(0, |(keys, text)| keys.width() + text.width() + 3);
    // Where Enter saves, one key that does is enough.
    let enter_saves = app.words_of(Action::Confirm) == Action::Save.text(app.setting.lang);
    let wanted = Action::ALL.iter().filter(|action| is_hint(**action) && !(enter_saves && **action == Action::Save));
    let mut offered: Vec<(usize, Action)> = wanted
        .filter_map(|&action| {
            // What belongs only here comes first, then the table's order.
            let place = contexts.iter().position(|context| action.contexts().contains(context))?;
            Some((place, action))
        })
        .collect();
    // … except on pages, where what is done with a row comes first, and among families, where the day's work does.
    let own = !matches!(contexts[0], Context::Page | Context::Families);
    // A call interrupts what is done here: its key comes last.
    let interrupts = |action| {
        action == Action::LogCall && matches!(contexts[0], Context::Form | Context::Attendance | Context::Scoring)
    };
    let in_table = matches!(app.screens.last(), Some(Screen::Page(page)) if page.table.is_some());
    let of_table = |action| in_table && matches!(action, Action::Open | Action::ArrangeFamilies | Action::Explain);
    // What a page is there for.
    let comes_first = |action| of_table(action) || matches!(action, Action::AcceptInvoice | Action::PayInvoice);
    offered.sort_by_key(|(place, action)| (interrupts(*action), !comes_first(*action), !own || *place > 0, *action));
    let mut prefixes: Vec<Key> = Vec::new();
    for (_, action) in offered {
        if x + kept + SHORTEST > canvas.width() {
            break;
        }
        let styles = match app.can(action) {
            Can::Yes => (STRONG, PLAIN),
            // What another row would let one do stays in its place, so that the line does not jump about.
            Can::No(Text::NotInYourRole) if matches!(action, Action::Edit | Action::Close) && app.may_edit_here() => {
                (FAINT, FAINT)
            }
            Can::No(_) | Can::Absent => continue,
        };
        let Some((keys, text)) = hint(view, action).or_else(|| prefix(view, action, &mut prefixes)) else { continue };
        if x + keys.width() + text.width() + 3 + kept > canvas.width() {
            continue;
        }
        x += canvas.put(x, 0, canvas.width(), &keys, styles.0) + 1;
        x += canvas.put(x, 0, canvas.width(), text, styles.1) + 2;
    }
    if let Some((keys, text)) = help.filter(|_| app.can(Action::Help) == Can::Yes) {
        x += canvas.put(x, 0, canvas.width(), &keys, STRONG) + 1;
        canvas.put(x, 0, canvas.width(), text, PLAIN);
    }
}

/// Moving about needs no hint, and help has its own place.
fn is_hint(action: Action) -> bool {
    !matches!(
        action,
        Action::Help
            | Action::Down
            | Action::Up
            | Action::Left
            | Action::Right
            | Action::PageDown
            | Action::PageUp
            | Action::Top
            | Action::Bottom
            | Action::CursorLeft
            | Action::CursorRight
            | Action::CursorStart
            | Action::CursorEnd
            | Action::DeleteBack
            | Action::DeleteForward
            | Action::DeleteWord
            | Action::UndoTyping
            | Action::RedoTyping
            | Action::Redraw
            | Action::PaneFamilies
            | Action::PanePlan
            | Action::PaneBudget
            | Action::PaneCalendar
            | Action::PreviousPane
            | Action::PreviousField
    )
}

fn hint(view: &View<'_>, action: Action) -> Option<(String, &'static str)> {
    let lang = view.app.setting.lang;
    let keys = view.keymap.keys_of(view.app.contexts(), action);
    let keys = keys.first()?;
    // Longer sequences announce themselves once their first key is pressed.
    (keys.len() == 1).then(|| (sequence_label(keys, lang), view.app.words_of(action)))
}

/// What a longer sequence is hinted at by: many begin with the same key, and that one is told, once.
fn prefix(view: &View<'_>, action: Action, told: &mut Vec<Key>) -> Option<(String, &'static str)> {
    let lang = view.app.setting.lang;
    let keys = view.keymap.keys_of(view.app.contexts(), action);
    let keys = keys.first()?;
    let text = match action {
        action if action.name().starts_with("new_") => Text::HintNew,
        Action::UpliftPrices | Action::ExtendProgramme | Action::Reallocate => Text::HintNew,
        Action::CaseFile
        | Action::WorkQueue
        | Action::Providers
        | Action::Catalogue
        | Action::Programmes
        | Action::Users
        | Action::Journal
        | Action::Drafts => Text::HintPages,
        _ => return Some((sequence_label(keys, lang), view.app.words_of(action))),
    };
    let first = *keys.first()?;
    if told.contains(&first) {
        return None;
    }
    told.push(first);
    Some((sequence_label(&[first], lang), text.text(lang)))
}

/// The keys that lead on from those pressed so far, over the foot of the screen.
pub fn pending(view: &View<'_>, canvas: &mut Canvas<'_>) {
    let lang = view.app.setting.lang;
    let wide = 30;
    let columns = (canvas.width() / wide).max(1);
    let rows = view.nexts.len().div_ceil(columns);
    let height = (rows + 1).min(canvas.height());
    let area = Area { y: canvas.area.y + (canvas.height() - height) as u16, height: height as u16, ..canvas.area };
    let mut part = canvas.part(area);
    part.clear();
    part.title(&format!("{} ", sequence_label(view.pending, lang)), true);
    for (n, (key, next)) in view.nexts.iter().enumerate() {
        let (x, y) = (n % columns * wide + 1, n / columns + 1);
        let label = sequence_label(&[*key], lang);
        let taken = part.put(x, y, 6, &label, STRONG);
        let (text, style) = match next {
            Next::Action(action) if view.app.can(*action) == Can::Yes => (action.text(lang), PLAIN),
            Next::Action(action) => (action.text(lang), FAINT),
            Next::More => ("…", PLAIN),
        };
        part.put(x + taken + 1, y, wide - taken - 3, text, style);
    }
}
