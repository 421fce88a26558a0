//! The terminal's cursor and its current look: the shortest bytes to change either.

use ratatui::style::Modifier;

use super::glyph::{Glyph, Look};

/// Empties the row from the cursor on.
pub(super) const ERASE_REST: &[u8] = b"\x1b[K";

/// Empties the screen from the cursor on.
pub(super) const ERASE_BELOW: &[u8] = b"\x1b[J";

/// Where the terminal writes next and how. `None` is what we cannot be sure of.
#[derive(Clone, Copy, Debug)]
pub(super) struct Pen {
    look: Option<Look>,
    x: Option<u16>,
    y: Option<u16>,
    width: u16,
}

impl Pen {
    /// Nothing is known yet.
    pub(super) const fn unknown(width: u16) -> Self {
        Self { look: None, x: None, y: None, width }
    }

    /// The column, if the pen is surely in that row.
    pub(super) fn column_in(&self, y: u16) -> Option<u16> {
        self.x.filter(|_| self.y == Some(y))
    }

    /// Moves by the shortest of absolute and relative ways. The terminal is in raw mode: `\n` keeps the column.
    pub(super) fn go(&mut self, x: u16, y: u16, out: &mut Vec<u8>) {
        if self.column_in(y) == Some(x) {
            return;
        }
        let absolute = Way::To(x, y);
        let relative = self.y.map(|from| (Way::across(self.x, x), Way::down(from, y)));
        match relative {
            Some((across, down)) if across.cost() + down.cost() <= absolute.cost() => {
                across.push(out);
                down.push(out);
            }
            _ => absolute.push(out),
        }
        (self.x, self.y) = (Some(x), Some(y));
    }

    /// Takes the look that a glyph needs; if several do, the one that `next` will need.
    pub(super) fn dress(&mut self, glyph: &Glyph, next: Option<&Glyph>, out: &mut Vec<u8>) {
        if self.look.is_some_and(|look| glyph.accepts(look)) {
            return;
        }
        let look = next.map(|next| next.look).filter(|look| glyph.accepts(*look)).unwrap_or(glyph.look);
        write_look(self.look, look, out);
        self.look = Some(look);
    }

    /// Writes a glyph where the pen is.
    pub(super) fn write(&mut self, glyph: &Glyph, next: Option<&Glyph>, out: &mut Vec<u8>) {
        self.dress(glyph, next, out);
        out.extend_from_slice(glyph.text.as_bytes());
        // At the margin some terminals count themselves past it; after accents and wide characters they may differ.
        let after = self.x.map(|x| x + glyph.columns);
        self.x = after.filter(|x| *x < self.width && glyph.is_simple());
    }

    /// Empties the row from here on; the pen stays.
    pub(super) fn erase_rest(&mut self, out: &mut Vec<u8>) {
        self.dress(&Glyph::BLANK, None, out);
        out.extend_from_slice(ERASE_REST);
    }

    /// Empties the rest of the row and all rows below; the pen stays.
    pub(super) fn erase_below(&mut self, out: &mut Vec<u8>) {
        self.dress(&Glyph::BLANK, None, out);
        out.extend_from_slice(ERASE_BELOW);
    }

    /// Empties so many columns from here on; the pen stays.
    pub(super) fn erase(&mut self, columns: u16, out: &mut Vec<u8>) {
        self.dress(&Glyph::BLANK, None, out);
        push_sequence(&[columns], b'X', out);
    }

    /// Empties the screen.
    pub(super) fn clear(&mut self, out: &mut Vec<u8>) {
        out.extend_from_slice(b"\x1b[m\x1b[2J");
        *self = Self { look: Some(Look::PLAIN), ..Self::unknown(self.width) };
    }
}

/// A control sequence with numbers.
fn push_sequence(numbers: &[u16], end: u8, out: &mut Vec<u8>) {
    out.extend_from_slice(b"\x1b[");
    for (n, number) in numbers.iter().enumerate() {
        if n > 0 {
            out.push(b';');
        }
        push_number(*number, out);
    }
    out.push(end);
}

/// A way to bring the cursor elsewhere. Ways are compared by their cost before one is written:
/// a frame has hundreds of moves, and none of them is worth an allocation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Way {
    /// Where it is already.
    Stay,
    /// To a column and a row.
    To(u16, u16),
    /// So many cells in a direction.
    By(u16, u8),
    /// A control character, so many times.
    Control(u16, u8),
    /// To the first column, then so many cells to the right.
    Return(u16),
    /// To a column of the row.
    Column(u16),
}

impl Way {
    /// So many cells in a direction, or nothing.
    fn by(distance: u16, direction: u8) -> Self {
        if distance == 0 { Self::Stay } else { Self::By(distance, direction) }
    }

    /// Within the row, from a column that may be unknown.
    fn across(from: Option<u16>, x: u16) -> Self {
        let anyhow = [Self::Return(x), Self::Column(x)];
        match from {
            Some(from) if x >= from => shortest([Self::by(x - from, b'C'), anyhow[0], anyhow[1]]),
            Some(from) => shortest([Self::Control(from - x, 0x08), Self::By(from - x, b'D'), anyhow[0], anyhow[1]]),
            None => shortest(anyhow),
        }
    }

    /// Within the column. The terminal is in raw mode: a line feed keeps the column.
    fn down(from: u16, y: u16) -> Self {
        if y < from {
            return Self::By(from - y, b'A');
        }
        let ways = [Self::Control(y - from, b'\n'), Self::by(y - from, b'B')];
        shortest(ways)
    }

    /// Bytes.
    fn cost(self) -> usize {
        match self {
            Self::Stay => 0,
            Self::To(0, 0) => 3,
            Self::To(0, y) => 3 + digits(y + 1),
            Self::To(x, y) => 4 + digits(y + 1) + digits(x + 1),
            Self::By(1, _) => 3,
            Self::By(distance, _) => 3 + digits(distance),
            Self::Control(times, _) => usize::from(times),
            Self::Return(x) => 1 + Self::by(x, b'C').cost(),
            Self::Column(x) => 3 + digits(x + 1),
        }
    }

    fn push(self, out: &mut Vec<u8>) {
        match self {
            Self::Stay => {}
            Self::To(0, 0) => out.extend_from_slice(b"\x1b[H"),
            Self::To(0, y) => push_sequence(&[y + 1], b'H', out),
            Self::To(x, y) => push_sequence(&[y + 1, x + 1], b'H', out),
            Self::By(1, direction) => push_sequence(&[], direction, out),
            Self::By(distance, direction) => push_sequence(&[distance], direction, out),
            Self::Control(times, control) => out.extend(std::iter::repeat_n(control, usize::from(times))),
            Self::Return(x) => {
                out.push(b'\r');
                Self::by(x, b'C').push(out);
            }
            Self::Column(x) => push_sequence(&[x + 1], b'G', out),
        }
    }
}

fn digits(number: u16) -> usize {
    number.checked_ilog10().map_or(1, |log| log as usize + 1)
}

fn shortest<const N: usize>(ways: [Way; N]) -> Way {
    ways.into_iter().min_by_key(|way| way.cost()).unwrap_or(Way::Stay)
}

/// Modifier, code that sets it, code that ends it.
const MODIFIERS: [(Modifier, u8, u8); 4] =
    [(Modifier::BOLD, 1, 22), (Modifier::DIM, 2, 22), (Modifier::UNDERLINED, 4, 24), (Modifier::REVERSED, 7, 27)];

/// The shorter of naming the differences and starting from nothing.
fn write_look(from: Option<Look>, to: Look, out: &mut Vec<u8>) {
    let mut afresh = Codes::default();
    for (modifier, on, _) in MODIFIERS {
        if to.modifier.contains(modifier) {
            afresh.add(on);
        }
    }
    for (colour, base) in [(to.fg, 30), (to.bg, 40)] {
        if colour != 0 {
            afresh.add(colour_code(colour, base));
        }
    }
    // A leading empty number is 0: everything off.
    let Some(from) = from else { return afresh.push(true, out) };
    let mut changes = Codes::default();
    let lost = from.modifier.difference(to.modifier);
    // One code ends both bold and dim, but no look has both.
    for (modifier, _, off) in MODIFIERS {
        if lost.contains(modifier) {
            changes.add(off);
        }
    }
    for (modifier, on, _) in MODIFIERS {
        if to.modifier.contains(modifier) && !from.modifier.contains(modifier) {
            changes.add(on);
        }
    }
    for (old, colour, base) in [(from.fg, to.fg, 30), (from.bg, to.bg, 40)] {
        if old != colour {
            changes.add(colour_code(colour, base));
        }
    }
    // The separator before the first of the changes is not written.
    if changes.cost <= afresh.cost + 1 { changes.push(false, out) } else { afresh.push(true, out) }
}

/// Codes of looks: an end and a beginning for each modifier and a code for each colour are the most.
#[derive(Default)]
struct Codes {
    codes: [u8; 2 * MODIFIERS.len() + 2],
    count: usize,
    /// Bytes, each with a separator before it.
    cost: usize,
}

impl Codes {
    fn add(&mut self, code: u8) {
        self.codes[self.count] = code;
        self.count += 1;
        self.cost += 1 + digits(u16::from(code));
    }

    fn push(&self, first_separator: bool, out: &mut Vec<u8>) {
        out.extend_from_slice(b"\x1b[");
        for (n, code) in self.codes[..self.count].iter().enumerate() {
            if n > 0 || first_separator {
                out.push(b';');
            }
            push_number(u16::from(*code), out);
        }
        out.push(b'm');
    }
}

/// A number in decimal digits.
fn push_number(number: u16, out: &mut Vec<u8>) {
    if number >= 10 {
        push_number(number / 10, out);
    }
    out.push(b'0' + (number % 10) as u8);
}

fn colour_code(colour: u8, base: u8) -> u8 {
    match colour {
        0 => base + 9,
        1..=8 => base + colour - 1,
        bright => base + 60 + bright - 9,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn look(fg: u8, bg: u8, modifier: Modifier) -> Look {
        Look { fg, bg, modifier }
    }

    fn check_look(from: Option<Look>, to: Look, expect: &str) {
        let mut out = Vec::new();
        write_look(from, to, &mut out);
        assert_eq!(String::from_utf8(out).unwrap(), expect);
    }

    #[test]
    fn looks_change_by_the_shorter_way() {
        let plain = Some(Look::PLAIN);
        check_look(None, Look::PLAIN, "\x1b[m");
        check_look(plain, look(0, 0, Modifier::REVERSED), "\x1b[7m");
        check_look(Some(look(0, 0, Modifier::REVERSED)), Look::PLAIN, "\x1b[m");
        check_look(plain, look(2, 0, Modifier::BOLD), "\x1b[1;31m");
        check_look(Some(look(2, 0, Modifier::BOLD)), look(3, 0, Modifier::BOLD), "\x1b[32m");
        check_look(Some(look(2, 0, Modifier::BOLD)), look(2, 0, Modifier::empty()), "\x1b[22m");
        check_look(Some(look(2, 0, Modifier::BOLD)), look(2, 0, Modifier::DIM), "\x1b[22;2m");
        check_look(Some(look(9, 16, Modifier::BOLD)), look(0, 0, Modifier::DIM), "\x1b[;2m");
        check_look(Some(look(0, 0, Modifier::BOLD)), look(0, 9, Modifier::BOLD), "\x1b[100m");
    }

    fn check_move(from: Option<(u16, u16)>, to: (u16, u16), expect: &str) {
        let mut pen = Pen { x: from.map(|from| from.0), y: from.map(|from| from.1), ..Pen::unknown(80) };
        let mut out = Vec::new();
        pen.go(to.0, to.1, &mut out);
        assert_eq!(String::from_utf8(out).unwrap(), expect, "{from:?} to {to:?}");
        assert_eq!(pen.column_in(to.1), Some(to.0));
    }

    #[test]
    fn moves_take_the_shorter_way() {
        check_move(None, (0, 0), "\x1b[H");
        check_move(None, (9, 4), "\x1b[5;10H");
        check_move(Some((9, 4)), (9, 4), "");
        check_move(Some((9, 4)), (9, 5), "\n");
        check_move(Some((9, 4)), (0, 5), "\r\n");
        check_move(Some((9, 4)), (10, 4), "\x1b[C");
        check_move(Some((9, 4)), (7, 4), "\x08\x08");
        check_move(Some((9, 4)), (9, 3), "\x1b[A");
        check_move(Some((40, 20)), (2, 4), "\x1b[5;3H");
    }
}
