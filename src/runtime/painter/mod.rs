//! What changed on the screen, in the fewest bytes: over a slow line every byte is waited for.

use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::Position;

use super::colours::Colours;

mod glyph;
mod pen;
mod shown;

use glyph::Glyph;
use pen::{ERASE_BELOW, ERASE_REST, Pen};
use shown::{Row, Shown};

/// Terminals that know these marks show the bytes between them at once.
const BEGIN_UPDATE: &[u8] = b"\x1b[?2026h";
const END_UPDATE: &[u8] = b"\x1b[?2026l";

/// Frames shorter than this arrive in one piece anyway, bytes.
const SYNCHRONIZE_FROM: usize = 200;

/// Columns of the widest screen for which painting anew is weighed against changing.
const WIDEST_WEIGHED: usize = 120;

/// Columns that may be written again rather than skipped.
const LONGEST_REWRITE: u16 = 8;

/// Remembers what the terminal shows and writes what turns it into the next frame.
#[derive(Debug)]
pub struct Painter {
    colours: Colours,
    shown: Option<Shown>,
    pen: Pen,
    /// Whether the cursor is shown, once that is known.
    cursor: Option<bool>,
}

impl Painter {
    /// A painter of a terminal of which nothing is known.
    pub const fn new(colours: Colours) -> Self {
        Self { colours, shown: None, pen: Pen::unknown(0), cursor: None }
    }

    /// Forgets what the terminal shows: the next frame clears it and is written whole.
    pub fn invalidate(&mut self) {
        *self = Self::new(self.colours);
    }

    /// Appends to `out` what turns the previous frame into `next`; nothing, if nothing changed.
    ///
    /// The cursor is shown at `cursor`, or hidden. A frame of another size clears the terminal first.
    pub fn paint(&mut self, next: &Buffer, cursor: Option<Position>, out: &mut Vec<u8>) {
        let mut frame = Vec::new();
        let area = *next.area();
        let mut shown = match self.shown.take().filter(|shown| shown.fits(next)) {
            Some(shown) => shown,
            None => {
                self.pen = Pen::unknown(area.width);
                self.pen.clear(&mut frame);
                Shown::empty(area)
            }
        };
        // `max`: a terminal may be zero columns wide while it is being resized.
        let width = usize::from(area.width.max(1));
        let emptied = self.emptied_from(&shown, next, width);
        let rows = shown.rows.iter_mut().zip(next.content().chunks(width));
        for (y, (old, new)) in (0..).zip(rows) {
            if y == emptied {
                self.pen.go(0, y, &mut frame);
                self.pen.erase_below(&mut frame);
            }
            if y < emptied && old.shows(new, self.colours) {
                continue;
            }
            let new_glyphs = Glyph::row(new, self.colours);
            self.pen = if y < emptied {
                paint_row(y, &old.glyphs(), &new_glyphs, self.pen, &mut frame)
            } else {
                paint_changes(y, &vec![Glyph::BLANK; new.len()], &new_glyphs, self.pen, &mut frame)
            };
            old.keep(new, self.colours);
        }
        self.shown = Some(shown);
        self.place_cursor(cursor.filter(|at| area.contains(*at)), &mut frame);
        if frame.len() >= SYNCHRONIZE_FROM {
            out.extend_from_slice(BEGIN_UPDATE);
            out.extend_from_slice(&frame);
            out.extend_from_slice(END_UPDATE);
        } else {
            out.extend_from_slice(&frame);
        }
    }

    /// From which row on the screen is emptied and painted anew, because that is shorter than changing row by row;
    /// the number of rows, if it nowhere is. Only looked for where most rows change: a page opens, another closes; and not
    /// on wide screens, where looking takes longer than the bytes that it saves.
    fn emptied_from(&self, shown: &Shown, next: &Buffer, width: usize) -> u16 {
        let rows: Vec<_> = shown.rows.iter().zip(next.content().chunks(width)).collect();
        let height = column(rows.len());
        let changed = |(old, new): &&(&Row, &[Cell])| !old.shows(new, self.colours);
        if width > WIDEST_WEIGHED || rows.iter().filter(changed).count() * 2 < rows.len() {
            return height;
        }
        let mut begin = Pen::unknown(next.area().width);
        begin.clear(&mut Vec::new());
        // Signed: rows that stay as they are must be written again.
        let mut saved = -(ERASE_BELOW.len() as i64);
        let mut best = (0, height);
        for (y, (old, new)) in (0..height).zip(&rows).rev() {
            begin.go(0, y, &mut Vec::new());
            let new = Glyph::row(new, self.colours);
            let (mut over, mut anew) = (Vec::new(), Vec::new());
            paint_row(y, &old.glyphs(), &new, begin, &mut over);
            paint_changes(y, &vec![Glyph::BLANK; new.len()], &new, begin, &mut anew);
            saved += over.len() as i64 - anew.len() as i64;
            if saved > best.0 {
                best = (saved, y);
            }
        }
        best.1
    }

    fn place_cursor(&mut self, cursor: Option<Position>, frame: &mut Vec<u8>) {
        if let Some(Position { x, y }) = cursor {
            self.pen.go(x, y, frame);
        }
        if self.cursor != Some(cursor.is_some()) {
            frame.extend_from_slice(if cursor.is_some() { b"\x1b[?25h" } else { b"\x1b[?25l" });
            self.cursor = Some(cursor.is_some());
        }
    }
}

/// Paints a row over the old one, or over its emptied rest where that is shorter.
fn paint_row(y: u16, old: &[Glyph], new: &[Glyph], pen: Pen, out: &mut Vec<u8>) -> Pen {
    let Some(first) = old.iter().zip(new).position(|(old, new)| old != new) else { return pen };
    let mut over = Vec::new();
    let over_pen = paint_changes(y, old, new, pen, &mut over);
    // On an emptied rest all of its text is written: mostly that is surely more.
    let text: usize = new[first..].iter().filter(|glyph| !glyph.is_blank()).map(|glyph| glyph.text.len()).sum();
    if over.len() <= text + ERASE_REST.len() {
        out.extend_from_slice(&over);
        return over_pen;
    }

    let mut emptied = Vec::new();
    let mut emptied_pen = pen;
    emptied_pen.go(column(first), y, &mut emptied);
    emptied_pen.erase_rest(&mut emptied);
    let mut rest = old.to_vec();
    rest[first..].fill(Glyph::BLANK);
    let emptied_pen = paint_changes(y, &rest, new, emptied_pen, &mut emptied);

    if over.len() <= emptied.len() {
        out.extend_from_slice(&over);
        over_pen
    } else {
        out.extend_from_slice(&emptied);
        emptied_pen
    }
}

fn paint_changes(y: u16, old: &[Glyph], new: &[Glyph], mut pen: Pen, out: &mut Vec<u8>) -> Pen {
    let changed: Vec<bool> = old.iter().zip(new).map(|(old, new)| old != new).collect();
    // Blanks at the end are erased if that is shorter than writing them.
    let text_end = new.iter().rposition(|glyph| !glyph.is_blank()).map_or(0, |last| last + 1);
    let tail = changed[text_end..].iter().position(|changed| *changed).map(|first| text_end + first);
    let last = changed.iter().rposition(|changed| *changed).unwrap_or(0);
    let erase_from = tail.filter(|first| last + 1 - first > ERASE_REST.len());
    let end = erase_from.unwrap_or(new.len());

    let mut x = 0;
    while let Some(start) = (x..end).find(|x| changed[*x]) {
        x = (start..end).find(|x| !changed[*x]).unwrap_or(end);
        reach(&mut pen, start, y, new, out);
        write_run(&mut pen, start, x, y, new, out);
    }
    if let Some(first) = erase_from {
        reach(&mut pen, first, y, new, out);
        pen.erase_rest(out);
    }
    pen
}

/// Brings the pen to a column: by a move, or by writing again what stands between.
fn reach(pen: &mut Pen, start: usize, y: u16, new: &[Glyph], out: &mut Vec<u8>) {
    let target = column(start);
    let begin = out.len();
    // Compared with the look that the target needs, for the ways may arrive in different ones.
    let cost = |mut pen: Pen, out: &mut Vec<u8>| {
        let end = out.len();
        pen.dress(&new[start], None, out);
        let cost = out.len() - begin;
        out.truncate(end);
        cost
    };
    let mut jumped = *pen;
    jumped.go(target, y, out);
    // From where the pen stands in the row, or from the row's begin.
    let mut written = *pen;
    if written.column_in(y).is_none() {
        written.go(0, y, &mut Vec::new());
    }
    let from = written.column_in(y).filter(|x| (1..=LONGEST_REWRITE).contains(&target.saturating_sub(*x)));
    let between = from.map_or(&[][..], |from| &new[usize::from(from)..start]);
    if between.is_empty() || !between.iter().all(Glyph::is_simple) {
        *pen = jumped;
        return;
    }
    let jump_cost = cost(jumped, out);
    out.truncate(begin);
    let mut written = *pen;
    if let Some(from) = from {
        written.go(from, y, out);
    }
    for (glyph, next) in between.iter().zip(&new[start - between.len() + 1..]) {
        written.write(glyph, Some(next), out);
    }
    if cost(written, out) <= jump_cost {
        *pen = written;
    } else {
        out.truncate(begin);
        pen.go(target, y, out);
    }
}

/// Writes the columns from `start` to `end`, long blanks by erasing.
fn write_run(pen: &mut Pen, start: usize, end: usize, y: u16, new: &[Glyph], out: &mut Vec<u8>) {
    let mut x = start;
    while x < end {
        let blanks = new[x..end].iter().take_while(|glyph| glyph.is_blank()).count();
        let erase = b"\x1b[nX".len() + usize::from(blanks > 9);
        // If the run goes on, the pen must also be moved over what was erased.
        let costs = if x + blanks < end { 2 * erase } else { erase };
        if blanks > costs {
            pen.go(column(x), y, out);
            pen.erase(column(blanks), out);
            x += blanks;
            continue;
        }
        let glyph = &new[x];
        if glyph.columns > 0 {
            pen.go(column(x), y, out);
            let next = new[x + 1..end].iter().find(|glyph| glyph.text != " ");
            pen.write(glyph, next, out);
        }
        x += 1;
    }
}

/// Columns of a row are counted in u16 by the buffer, so an index always fits.
fn column(x: usize) -> u16 {
    u16::try_from(x).unwrap_or(u16::MAX)
}
