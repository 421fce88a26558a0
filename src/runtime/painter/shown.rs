//! What the terminal shows, in a fifth of the memory that a frame takes: every colleague's session keeps one.

use ratatui::{buffer::Buffer, buffer::Cell, layout::Rect};

use super::glyph::{Glyph, Look};
use crate::runtime::colours::Colours;

/// The rows of a frame that was painted.
#[derive(Debug)]
pub(super) struct Shown {
    area: Rect,
    pub(super) rows: Vec<Row>,
}

/// A row: its symbols one after the other, and of each how many bytes it takes and how it looks.
#[derive(Clone, Debug, Default)]
pub(super) struct Row {
    symbols: String,
    cells: Vec<(u16, Look)>,
}

impl Shown {
    /// An emptied screen.
    pub(super) fn empty(area: Rect) -> Self {
        let mut blank = Row::default();
        blank.keep(&vec![Cell::EMPTY; usize::from(area.width)], Colours::Mono);
        Self { area, rows: vec![blank; usize::from(area.height)] }
    }

    /// Whether a frame is of the same size.
    pub(super) fn fits(&self, frame: &Buffer) -> bool {
        self.area == *frame.area()
    }
}

impl Row {
    /// Whether it shows these cells.
    pub(super) fn shows(&self, cells: &[Cell], colours: Colours) -> bool {
        self.cells.len() == cells.len()
            && self.columns().zip(cells).all(|(old, new)| old == (new.symbol(), Look::of(new, colours)))
    }

    /// Shows these cells from now on.
    pub(super) fn keep(&mut self, cells: &[Cell], colours: Colours) {
        self.symbols.clear();
        self.cells.clear();
        for cell in cells {
            // Nobody writes a letter with thousands of marks; one that is not kept is painted each time.
            let length = u16::try_from(cell.symbol().len()).unwrap_or_default();
            self.symbols.push_str(&cell.symbol()[..usize::from(length)]);
            self.cells.push((length, Look::of(cell, colours)));
        }
    }

    /// It as columns.
    pub(super) fn glyphs(&self) -> Vec<Glyph<'_>> {
        Glyph::columns(self.columns())
    }

    fn columns(&self) -> impl ExactSizeIterator<Item = (&str, Look)> {
        let mut rest = self.symbols.as_str();
        self.cells.iter().map(move |&(length, look)| {
            let (symbol, later) = rest.split_at(usize::from(length));
            rest = later;
            (symbol, look)
        })
    }
}
