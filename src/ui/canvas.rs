//! Drawing into a buffer by columns: text is clipped by what it takes on the screen, and control characters
//! that came in with data are shown, never sent.

use std::borrow::Cow;

use ratatui::{
    buffer::Buffer,
    layout::Position,
    style::{Color, Modifier, Style},
};
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

use crate::{app::frame::Area, i18n::clean};

/// Whether every character is a letter of its own and one column wide: nearly all text is, and needs no look at
/// clusters and widths.
fn is_simple(text: &str) -> bool {
    text.is_ascii()
        || text.chars().all(|c| c < '\u{300}' && c != '\u{ad}' || matches!(c, '–' | '…' | '“' | '”' | '„' | '−'))
}

/// How much of a text fits into so many columns.
pub fn fit(text: &str, width: usize) -> Cow<'_, str> {
    // A text has no more columns than bytes.
    if text.len() <= width || columns(text) <= width {
        return Cow::Borrowed(text);
    }
    if width == 0 {
        return Cow::Borrowed("");
    }
    if is_simple(text) {
        let end = text.char_indices().nth(width - 1).map_or(text.len(), |(end, _)| end);
        return Cow::Owned(format!("{}…", &text[..end]));
    }
    let mut taken = 0;
    let mut end = 0;
    for (at, grapheme) in text.grapheme_indices(true) {
        let wide = grapheme.width();
        if taken + wide > width - 1 {
            break;
        }
        taken += wide;
        end = at + grapheme.len();
    }
    Cow::Owned(format!("{}…", &text[..end]))
}

/// How many columns a text takes.
fn columns(text: &str) -> usize {
    if is_simple(text) { text.chars().count() } else { text.width() }
}

/// The part of the screen that a pane draws on.
pub struct Canvas<'a> {
    buffer: &'a mut Buffer,
    /// Where it lies.
    pub area: Area,
    /// Lines and bars in ASCII.
    pub ascii: bool,
}

impl<'a> Canvas<'a> {
    /// The whole screen.
    pub fn new(buffer: &'a mut Buffer, area: Area, ascii: bool) -> Self {
        Self { buffer, area, ascii }
    }

    /// A part of it, in the screen's own columns and rows; nothing is drawn beyond the whole.
    pub fn part(&mut self, area: Area) -> Canvas<'_> {
        Canvas { buffer: self.buffer, area: area.within(self.area), ascii: self.ascii }
    }

    /// Columns.
    pub fn width(&self) -> usize {
        usize::from(self.area.width)
    }

    /// Rows.
    pub fn height(&self) -> usize {
        usize::from(self.area.height)
    }

    /// Writes `text` from a column of a row on, in at most `width` columns; returns how many it took.
    pub fn put(&mut self, x: usize, y: usize, width: usize, text: &str, style: Style) -> usize {
        if y >= self.height() || x >= self.width() {
            return 0;
        }
        let width = width.min(self.width() - x);
        let cleaned =
            if text.chars().any(char::is_control) { Cow::Owned(clean::clean(text)) } else { Cow::Borrowed(text) };
        let fitting = fit(&cleaned, width);
        let (column, row) = (self.area.x + x as u16, self.area.y + y as u16);
        if !is_simple(&fitting) {
            self.buffer.set_stringn(column, row, &fitting, width, style);
            return fitting.width();
        }
        let start = self.buffer.index_of(column, row);
        let mut taken = 0;
        for (cell, letter) in self.buffer.content[start..].iter_mut().zip(fitting.chars()) {
            cell.set_char(letter).set_style(style);
            taken += 1;
        }
        taken
    }

    /// The same, ending at the last of `width` columns.
    pub fn put_right(&mut self, x: usize, y: usize, width: usize, text: &str, style: Style) {
        let wide = columns(text).min(width);
        self.put(x + width - wide, y, wide, text, style);
    }

    /// Gives the cells of a row that style.
    pub fn paint(&mut self, x: usize, y: usize, width: usize, style: Style) {
        for column in x..(x + width).min(self.width()) {
            if let Some(cell) = self.cell(column, y) {
                cell.set_style(style);
            }
        }
    }

    /// One cell.
    pub fn cell(&mut self, x: usize, y: usize) -> Option<&mut ratatui::buffer::Cell> {
        if x >= self.width() || y >= self.height() {
            return None;
        }
        self.buffer.cell_mut(Position::new(self.area.x + x as u16, self.area.y + y as u16))
    }

    /// Clears everything.
    pub fn clear(&mut self) {
        for y in 0..self.height() {
            for x in 0..self.width() {
                self.cell(x, y).map(ratatui::buffer::Cell::reset);
            }
        }
    }

    /// The screen position of a cell.
    pub fn position(&self, x: usize, y: usize) -> Position {
        let right = self.area.x + self.area.width.saturating_sub(1);
        let bottom = self.area.y + self.area.height.saturating_sub(1);
        Position::new((self.area.x + x as u16).min(right), (self.area.y + y as u16).min(bottom))
    }

    /// A title row: a line across with the title in it.
    pub fn title(&mut self, title: &str, focused: bool) {
        let line = if self.ascii { "-" } else { "─" };
        let style = if focused { STRONG } else { PLAIN };
        let width = self.width().saturating_sub(2);
        let taken = self.put(0, 0, width, title, style);
        for x in taken..self.width() {
            if let Some(cell) = self.cell(x, 0) {
                cell.set_symbol(line).set_style(FAINT);
            }
        }
    }

    /// The title of what fills the screen: nothing has to be kept apart, so there is no line. The columns it took.
    pub fn heading(&mut self, title: &str) -> usize {
        self.put(1, 0, self.width().saturating_sub(8), title, STRONG)
    }

    /// A bar that is filled for `part` of `whole`.
    pub fn bar(&mut self, x: usize, y: usize, width: usize, part: u32, whole: u32) {
        let (full, rest) = if self.ascii { ("#", ".") } else { ("▇", "▁") };
        let filled = (part as usize * width).div_ceil(whole.max(1) as usize).min(width);
        let bar: String = (0..width).map(|n| if n < filled { full } else { rest }).collect();
        self.put(x, y, width, &bar, PLAIN);
    }

    /// A vertical line down a column.
    pub fn vertical(&mut self, x: usize) {
        let line = if self.ascii { "|" } else { "│" };
        for y in 0..self.height() {
            if let Some(cell) = self.cell(x, y) {
                cell.set_symbol(line).set_style(FAINT);
            }
        }
    }
}

/// As it is.
pub const PLAIN: Style = Style::new();
/// Titles, sums, what has the cursor.
pub const STRONG: Style = Style::new().add_modifier(Modifier::BOLD);
/// What is over, or only keeps things apart.
pub const FAINT: Style = Style::new().fg(Color::DarkGray);
/// The row or cell with the cursor.
pub const SELECTED: Style = Style::new().add_modifier(Modifier::REVERSED);
/// Wrong or due; never by colour alone.
pub const ALERT: Style = Style::new().fg(Color::Red).add_modifier(Modifier::BOLD);
/// A warning.
pub const WARNING: Style = Style::new().fg(Color::Yellow);
/// It went well.
pub const GOOD: Style = Style::new().fg(Color::Green);
