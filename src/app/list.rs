//! A cursor over rows that turns by pages: a list that shifted by one row at its edge would
//! send the whole screen over the line at every key.

use std::ops::{Deref, DerefMut};

use crate::action::Action;

/// Where the cursor stands among the rows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Cursor {
    /// The row, from 0.
    pub row: usize,
}

impl Cursor {
    /// The first row of the page that shows the cursor, where `height` rows fit.
    pub fn page_start(self, height: usize) -> usize {
        let height = height.max(1);
        self.row / height * height
    }

    /// Keeps the cursor on one of `rows` rows.
    pub fn clamp(&mut self, rows: usize) {
        self.row = self.row.min(rows.saturating_sub(1));
    }

    /// Moves as the action says among `rows` rows, `height` of which fit a page; whether it was a move.
    pub fn act(&mut self, action: Action, rows: usize, height: usize) -> bool {
        let last = rows.saturating_sub(1);
        let height = height.max(1);
        self.row = match action {
            Action::Down => (self.row + 1).min(last),
            Action::Up => self.row.saturating_sub(1),
            Action::PageDown => (self.page_start(height) + height).min(last),
            Action::PageUp => self.page_start(height).saturating_sub(height),
            Action::Top => 0,
            Action::Bottom => last,
            _ => return false,
        };
        true
    }
}

/// The cursor among the lines of the plan, and which version they are of.
#[derive(Clone, Copy, Debug, Default)]
pub struct PlanCursor {
    cursor: Cursor,
    /// The plan in force is shown, where the newest version is another.
    pub in_force: bool,
}

impl Deref for PlanCursor {
    type Target = Cursor;
    fn deref(&self) -> &Cursor {
        &self.cursor
    }
}

impl DerefMut for PlanCursor {
    fn deref_mut(&mut self) -> &mut Cursor {
        &mut self.cursor
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_turns_only_at_its_edge() {
        let mut cursor = Cursor::default();
        let mut turns = 0;
        for _ in 0..19 {
            let before = cursor.page_start(10);
            assert!(cursor.act(Action::Down, 20, 10));
            turns += usize::from(cursor.page_start(10) != before);
        }
        assert_eq!((cursor.row, turns), (19, 1));
        cursor.act(Action::Down, 20, 10);
        assert_eq!(cursor.row, 19, "the end is the end");
        cursor.act(Action::PageUp, 20, 10);
        assert_eq!(cursor.row, 0);
        cursor.act(Action::Down, 0, 10);
        assert_eq!(cursor.row, 0, "an empty list has nowhere to go");
    }
}
