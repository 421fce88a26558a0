//! Drawing: the interface as cells. Takes everything by shared reference and changes nothing.

mod attendance;
mod budget;
mod calendar;
mod canvas;
mod chart;
mod chart_table;
mod families;
mod form;
mod header;
mod line;
mod page;
mod plan;
mod question;
mod quick_add;
mod scoring;
mod status;
mod welcome;
mod what_if;

use ratatui::{buffer::Buffer, layout::Position};
use unicode_width::UnicodeWidthStr;

use crate::{
    app::{App, Screen, forms::Noun, frame::Pane},
    i18n::Text,
    keymap::{Key, Keymap, Next},
};
use canvas::{Canvas, FAINT, PLAIN, STRONG};

/// What is drawn: the interface, and the keys that lead on from those pressed so far.
pub struct View<'a> {
    /// The interface.
    pub app: &'a App,
    /// The keymap, for hints and help.
    pub keymap: &'a Keymap,
    /// Keys pressed so far of a longer sequence.
    pub pending: &'a [Key],
    /// The keys that lead on from them.
    pub nexts: &'a [(Key, Next)],
}

/// Draws everything; returns where the terminal's cursor belongs.
pub fn draw(view: &View<'_>, buffer: &mut Buffer) -> Option<Position> {
    let app = view.app;
    let frame = app.frame();
    let whole = crate::app::frame::Area { x: 0, y: 0, width: app.size.0, height: app.size.1 };
    let mut canvas = Canvas::new(buffer, whole, app.setting.ascii);
    if app.size.0 < crate::app::frame::SMALLEST.0 || app.size.1 < crate::app::frame::SMALLEST.1 {
        canvas.put(0, 0, canvas.width(), Text::TooSmall.text(app.setting.lang), PLAIN);
        return None;
    }
    header::draw(app, &mut canvas.part(frame.header));
    let top = app.screens.iter().rfind(|screen| !matches!(screen, Screen::Line(_) | Screen::Question(_)));
    let mut cursor = match top {
        None => panes(view, &mut canvas),
        Some(Screen::Page(page)) => page::draw(page, view, &mut canvas.part(frame.body)),
        Some(Screen::Form(form)) if form.noun == Noun::Series => {
            quick_add::draw(form, view, &mut canvas.part(frame.body))
        }
        Some(Screen::Form(form)) => form::draw(form, view, &mut canvas.part(frame.body)),
        Some(Screen::Attendance(attendance)) => attendance::draw(attendance, view, &mut canvas.part(frame.body)),
        Some(Screen::Scoring(sheet)) => scoring::draw(sheet, app, &mut canvas.part(frame.body)),
        Some(Screen::Welcome(welcome)) => welcome::draw(welcome, app, &mut canvas.part(frame.body)),
        Some(Screen::Line(_) | Screen::Question(_)) => None,
    };
    match app.screens.last() {
        Some(Screen::Line(line)) => cursor = line::draw(line, view, &mut canvas),
        Some(Screen::Question(question)) => cursor = question::draw(question, view, &mut canvas.part(frame.body)),
        _ => {}
    }
    if !matches!(app.screens.last(), Some(Screen::Line(_))) {
        status::draw(view, &mut canvas);
    }
    if !view.pending.is_empty() {
        status::pending(view, &mut canvas.part(frame.body));
    }
    cursor
}

fn panes(view: &View<'_>, canvas: &mut Canvas<'_>) -> Option<Position> {
    let app = view.app;
    let frame = app.frame();
    let mut cursor = None;
    for pane in Pane::ALL {
        let Some(area) = frame.panes[pane as usize] else { continue };
        let mut part = canvas.part(area);
        let focused = app.focus == pane && app.screens.is_empty();
        let found = match pane {
            Pane::Families => families::draw(app, &mut part, focused),
            Pane::Plan => plan::draw(app, &mut part, focused),
            Pane::Budget => budget::draw(view, &mut part, focused),
            Pane::Calendar => calendar::draw(app, &mut part, focused),
        };
        if focused {
            cursor = found;
        }
    }
    if let Some(families) = frame.panes[Pane::Families as usize].filter(|_| !app.zoomed) {
        canvas.part(crate::app::frame::Area { x: families.width, width: 1, ..frame.body }).vertical(0);
    }
    cursor
}

/// Who else has open what the screen on top is about, behind its title, which ends at that column.
fn colleagues(app: &App, canvas: &mut Canvas<'_>, end: usize) {
    let others = app.others_at_work();
    if !others.is_empty() {
        let end = end + 1;
        let end = end + canvas.put(end, 0, canvas.width().saturating_sub(end + 8), " · ", canvas::FAINT);
        canvas.put(end, 0, canvas.width().saturating_sub(end + 8), &others, canvas::WARNING);
    }
}

/// A pane's title: its number, its name, and what it is about.
fn pane_title(pane: Pane, name: Text, about: &str, app: &App) -> String {
    let name = name.text(app.setting.lang);
    // Said once, in the first of the panes that are about the child.
    let first = app.frame().panes.iter().skip(1).position(Option::is_some).is_some_and(|n| n + 1 == pane as usize);
    let row = app.families.selected().filter(|_| first && !app.is_filtering());
    let others = row.map(|row| app.others_at(row.family, row.child)).unwrap_or_default();
    if !others.is_empty() {
        return format!("{} {name} · {others} · {about} ", pane.digit());
    }
    if about.is_empty() { format!("{} {name} ", pane.digit()) } else { format!("{} {name} · {about} ", pane.digit()) }
}

/// The child's budget in a line, what is left first and as many figures as fit whole: stands over the plan and the
/// calendar while the budget is out of sight. `note` stands at its end.
fn child_line(app: &App, canvas: &mut Canvas<'_>, y: usize, note: &str) {
    let Some(dossier) = app.dossier() else { return };
    let lang = app.setting.lang;
    let figures = &dossier.figures;
    canvas.put_right(0, y, canvas.width() - 1, note, STRONG);
    let width = canvas.width() - if note.is_empty() { 0 } else { note.width() + 2 };
    let mut x = 0;
    for figure in [&figures.free, &figures.delivered, &figures.reserved, &figures.ceiling] {
        let name = crate::app::pages::figure_name(figure.kind(), lang);
        let amount = crate::i18n::number::money(figure.amount(), lang);
        if x + name.width() + 1 + amount.width() > width {
            return;
        }
        x += canvas.put(x, y, canvas.width(), name, FAINT) + 1;
        let style = if figure.amount().is_negative() { canvas::ALERT } else { STRONG };
        x += canvas.put(x, y, canvas.width(), &amount, style) + 2;
    }
}

/// What a pane says that has nothing to show.
fn nothing(app: &App, canvas: &mut Canvas<'_>, y: usize) {
    let text = if app.is_waiting() {
        Text::Reading
    } else if app.families.rows.is_empty() {
        Text::NoFamilies
    } else if app.families.visible.is_empty() {
        Text::NoFamilyFound
    } else {
        Text::NoChildYet
    };
    canvas.put(1, y, canvas.width().saturating_sub(2), text.text(app.setting.lang), FAINT);
}
