//! One line of text with a cursor; letters are what people see as letters.

use tui_input::{Input, InputRequest};
use unicode_normalization::UnicodeNormalization;
use unicode_width::UnicodeWidthStr;

use crate::action::Action;

/// The most characters a field takes; a paste beyond is cut.
pub const LONGEST: usize = 4000;

/// A line being edited.
#[derive(Clone, Debug, Default)]
pub struct LineEdit {
    input: Input,
}

impl LineEdit {
    /// With this text, the cursor at its end.
    pub fn new(text: &str) -> Self {
        Self { input: Input::new(text.nfc().collect()) }
    }

    /// The text.
    pub fn text(&self) -> &str {
        self.input.value()
    }

    /// Replaces the text; the cursor goes to its end.
    pub fn set(&mut self, text: &str) {
        *self = Self::new(text);
    }

    /// Puts the cursor before the `n`-th character.
    pub fn place(&mut self, n: usize) {
        self.input.handle(InputRequest::SetCursor(n));
    }

    /// Before which character the cursor stands.
    pub fn cursor(&self) -> usize {
        self.input.cursor()
    }

    /// The cursor's distance from the start, in columns.
    pub fn column(&self) -> usize {
        self.input.visual_cursor()
    }

    /// How many columns are scrolled out on the left when `width` are shown. It goes by halves of the width:
    /// a text that moved with every letter would go over the line anew with every letter.
    pub fn scroll(&self, width: usize) -> usize {
        let half = (width / 2).max(1);
        match self.column().checked_sub(width.max(1)) {
            Some(beyond) => (beyond / half + 1) * half,
            None => 0,
        }
    }

    /// The text's width in columns.
    pub fn width(&self) -> usize {
        self.text().width()
    }

    /// Types letters at the cursor. Line breaks become spaces; control characters are dropped.
    /// The text stays NFC, also when an accent arrives as a letter of its own.
    pub fn insert(&mut self, typed: &str) {
        let mut combined = false;
        for c in typed.chars() {
            let c = if matches!(c, '\n' | '\r' | '\t') { ' ' } else { c };
            if c.is_control() || self.text().chars().count() >= LONGEST {
                continue;
            }
            combined |= unicode_normalization::char::is_combining_mark(c);
            self.input.handle(InputRequest::InsertChar(c));
        }
        if combined {
            let before: String = self.text().chars().take(self.cursor()).collect();
            let cursor = before.nfc().count();
            let text = self.text().to_owned();
            self.set(&text);
            self.place(cursor);
        }
    }

    /// Does what an editing action asks; whether it was one.
    pub fn act(&mut self, action: Action) -> bool {
        let request = match action {
            Action::CursorLeft => InputRequest::GoToPrevChar,
            Action::CursorRight => InputRequest::GoToNextChar,
            Action::CursorStart => InputRequest::GoToStart,
            Action::CursorEnd => InputRequest::GoToEnd,
            Action::DeleteBack => InputRequest::DeletePrevChar,
            Action::DeleteForward => InputRequest::DeleteNextChar,
            Action::DeleteWord => InputRequest::DeletePrevWord,
            Action::ClearField => InputRequest::DeleteLine,
            _ => return false,
        };
        self.input.handle(request);
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn typing_and_deleting_go_by_visible_letters() {
        let mut line = LineEdit::new("");
        line.insert("Be\u{304}rzin\u{327}s");
        assert_eq!(line.text(), "Bērziņs");
        line.act(Action::DeleteBack);
        line.act(Action::DeleteBack);
        assert_eq!(line.text(), "Bērzi");
        assert_eq!(line.column(), 5);
    }

    #[test]
    fn a_long_text_scrolls_by_halves_and_shows_its_cursor() {
        let mut line = LineEdit::new("");
        let mut scrolls = Vec::new();
        for _ in 0..100 {
            line.insert("ž");
            let scroll = line.scroll(20);
            assert!((scroll..scroll + 20).contains(&line.column()));
            scrolls.push(scroll);
        }
        scrolls.dedup();
        assert_eq!(scrolls, [0, 10, 20, 30, 40, 50, 60, 70, 80, 90]);
        line.act(Action::CursorStart);
        assert_eq!(line.scroll(20), 0);
        assert_eq!(line.scroll(0), 0, "no room at all");
    }

    #[test]
    fn a_paste_brings_no_control_characters() {
        let mut line = LineEdit::new("");
        line.insert("viens\r\ndivi\x1b[2J\u{7}");
        assert_eq!(line.text(), "viens  divi[2J");
    }
}
