//! A buffer's cells as every terminal shows them alike.

use ratatui::buffer::Cell;
use ratatui::style::{Color, Modifier};
use unicode_width::UnicodeWidthChar;

use crate::runtime::colours::Colours;

/// Colours and attributes. Colours: 0 is the terminal's own, 1 to 16 are the named ones.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Look {
    pub(super) fg: u8,
    pub(super) bg: u8,
    pub(super) modifier: Modifier,
}

/// What a column shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Glyph<'a> {
    /// A character, perhaps with marks above or below it; empty in the second column of a wide one.
    pub(super) text: &'a str,
    pub(super) look: Look,
    /// Columns it takes: 1 or 2; 0 for the second column of a wide one.
    pub(super) columns: u16,
}

impl Look {
    /// The terminal's own colours, no attributes.
    pub(super) const PLAIN: Self = Self { fg: 0, bg: 0, modifier: Modifier::empty() };

    const SENT: Modifier = Modifier::BOLD.union(Modifier::DIM).union(Modifier::UNDERLINED).union(Modifier::REVERSED);

    pub(super) fn of(cell: &Cell, colours: Colours) -> Self {
        let mut modifier = cell.modifier & Self::SENT;
        if modifier.contains(Modifier::BOLD) {
            // Terminals disagree on what both together are.
            modifier.remove(Modifier::DIM);
        }
        match colours {
            Colours::Sixteen => Self { fg: number(cell.fg), bg: number(cell.bg), modifier },
            Colours::Mono => Self { fg: 0, bg: 0, modifier },
        }
    }

    /// Whether a space shows more of it than its background.
    fn shows_on_blank(self) -> bool {
        self.modifier.intersects(Modifier::UNDERLINED.union(Modifier::REVERSED))
    }
}

impl<'a> Glyph<'a> {
    /// A column without anything.
    pub(super) const BLANK: Self = Self { text: " ", look: Look::PLAIN, columns: 1 };

    /// A row of cells as columns.
    pub(super) fn row(cells: &'a [Cell], colours: Colours) -> Vec<Self> {
        Self::columns(cells.iter().map(|cell| (cell.symbol(), Look::of(cell, colours))))
    }

    /// As [`Self::row`], of the cells' symbols and looks.
    pub(super) fn columns(mut cells: impl ExactSizeIterator<Item = (&'a str, Look)>) -> Vec<Self> {
        let width = cells.len();
        let mut row = Vec::with_capacity(width);
        while let Some((symbol, look)) = cells.next() {
            let (mut text, mut columns) = shown(symbol);
            if columns == 2 && row.len() + 1 == width {
                // Half of it would not fit.
                (text, columns) = (" ", 1);
            }
            if text == " " && !look.shows_on_blank() {
                row.push(Glyph { text, look: Look { bg: look.bg, ..Look::PLAIN }, columns });
                continue;
            }
            row.push(Glyph { text, look, columns });
            if columns == 2 {
                row.push(Glyph { text: "", look, columns: 0 });
                // What stands under its second half is not seen.
                cells.next();
            }
        }
        row
    }

    /// Whether erasing shows the same.
    pub(super) fn is_blank(&self) -> bool {
        *self == Self::BLANK
    }

    /// Whether every terminal certainly moves its cursor by one column.
    pub(super) fn is_simple(&self) -> bool {
        let mut letters = self.text.chars();
        self.columns == 1 && letters.next().is_some() && letters.next().is_none()
    }

    /// Whether a pen of that look writes it rightly: of a space only the background shows.
    pub(super) fn accepts(&self, pen: Look) -> bool {
        self.look == pen
            || self.text == " " && !self.look.shows_on_blank() && !pen.shows_on_blank() && self.look.bg == pen.bg
    }
}

/// What is sent of a symbol, and the columns it takes.
///
/// No control character gets through. Of a cluster the first character and its accents are sent: on emoji sequences
/// terminals disagree, and a disagreement displaces the rest of the line.
fn shown(symbol: &str) -> (&str, u16) {
    if let [byte] = symbol.as_bytes() {
        return if byte.is_ascii_control() { ("?", 1) } else { (symbol, 1) };
    }
    let Some(first) = symbol.chars().next() else { return (" ", 1) };
    // Lines are broken already: on the screen it is a space.
    if symbol == "\u{a0}" {
        return (" ", 1);
    }
    match first.width() {
        None => ("?", 1),
        Some(0) => (" ", 1),
        Some(width) => {
            let marks = symbol.char_indices().skip(1).find(|(_, mark)| !is_accent(*mark));
            let end = marks.map_or(symbol.len(), |(index, _)| index);
            (&symbol[..end], if width == 1 { 1 } else { 2 })
        }
    }
}

/// A mark over or under the character before it; not a joiner, not a variation selector.
fn is_accent(mark: char) -> bool {
    mark.width() == Some(0)
        && !matches!(mark, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}')
}

fn number(colour: Color) -> u8 {
    match colour {
        Color::Reset | Color::Rgb(..) => 0,
        Color::Black => 1,
        Color::Red => 2,
        Color::Green => 3,
        Color::Yellow => 4,
        Color::Blue => 5,
        Color::Magenta => 6,
        Color::Cyan => 7,
        Color::Gray => 8,
        Color::DarkGray => 9,
        Color::LightRed => 10,
        Color::LightGreen => 11,
        Color::LightYellow => 12,
        Color::LightBlue => 13,
        Color::LightMagenta => 14,
        Color::LightCyan => 15,
        Color::White => 16,
        Color::Indexed(index) => {
            if index < 16 {
                index + 1
            } else {
                0
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(symbol: &str, expect: (&str, u16)) {
        assert_eq!(shown(symbol), expect, "{symbol:?}");
    }

    #[test]
    fn letters_go_as_they_are() {
        check("a", ("a", 1));
        check("Ķ", ("Ķ", 1));
        check("n\u{327}", ("n\u{327}", 1));
        check("\u{a0}", (" ", 1));
        check("語", ("語", 2));
    }

    #[test]
    fn what_would_disturb_the_line_is_replaced() {
        check("\u{1b}", ("?", 1));
        check("\u{9b}", ("?", 1));
        check("\t", ("?", 1));
        check("", (" ", 1));
        check("\u{301}", (" ", 1));
        check("a\u{1b}[2J", ("a", 1));
        check("👨\u{200d}👩", ("👨", 2));
        check("❤\u{fe0f}", ("❤", 1));
    }
}
