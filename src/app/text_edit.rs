//! A text with a cursor, as fields and entry lines have it: one line, or several that wrap between words.
//!
//! Our own, because the library for this is a widget that draws its own cursor and counts in characters, and nothing
//! here may know of widgets: the cursor is the terminal's, and it moves by what people see as letters.

use unicode_normalization::UnicodeNormalization;
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

use super::text_steps::{Step, StepKind, Steps};
use crate::{action::Action, i18n::clean};

/// The most characters a line takes; a paste beyond is cut.
const LONGEST_LINE: usize = 4_000;
/// The most characters a text of several lines takes.
const LONGEST_TEXT: usize = 20_000;

/// A text being edited.
#[derive(Clone, Debug, Default)]
pub struct TextEdit {
    text: String,
    /// The byte that the cursor stands before: always the beginning of a letter, or the end.
    at: usize,
    /// Line breaks stay line breaks.
    several_lines: bool,
    steps: Steps,
}

impl TextEdit {
    /// A line with this text, the cursor at its end.
    pub fn new(text: &str) -> Self {
        let text: String = text.nfc().collect();
        Self { at: text.len(), text, ..Self::default() }
    }

    /// A text of several lines.
    pub fn long(text: &str) -> Self {
        Self { several_lines: true, ..Self::new(text) }
    }

    /// The text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Replaces the text by another, in one step; the cursor goes to its end.
    pub fn set(&mut self, text: &str) {
        let text: String = text.nfc().collect();
        self.replace(0, self.text.len(), &text, StepKind::Whole);
    }

    /// Puts the cursor before the `n`-th letter.
    pub fn place(&mut self, n: usize) {
        self.at = self.text.grapheme_indices(true).nth(n).map_or(self.text.len(), |(at, _)| at);
    }

    /// Before which letter the cursor stands.
    pub fn cursor(&self) -> usize {
        self.before().graphemes(true).count()
    }

    /// The cursor's distance from the start of a line, in columns.
    pub fn column(&self) -> usize {
        self.before().width()
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

    /// The width of a line in columns.
    pub fn width(&self) -> usize {
        self.text.width()
    }

    /// The text's rows when `width` columns are shown: each line broken after blanks where there are some. A row that
    /// ends a line has its line break at its end; together the rows are the text.
    pub fn rows(&self, width: usize) -> Vec<&str> {
        let mut rows = Vec::new();
        for line in self.text.split_inclusive('\n') {
            broken(line, width.max(1), &mut rows);
        }
        if rows.is_empty() || self.text.ends_with('\n') {
            rows.push("");
        }
        rows
    }

    /// In which of the rows the cursor stands, and in which column of it.
    pub fn place_in_rows(&self, width: usize) -> (usize, usize) {
        let (row, start) = self.row_of_cursor(width);
        (row, self.text[start..self.at].width())
    }

    /// The row with the cursor and the byte that it begins with.
    fn row_of_cursor(&self, width: usize) -> (usize, usize) {
        let (mut row, mut start) = (0, 0);
        for next in self.rows(width) {
            if self.at < start + next.len() {
                break;
            }
            if start + next.len() == self.text.len() && !next.ends_with('\n') {
                break;
            }
            row += 1;
            start += next.len();
        }
        (row, start)
    }

    /// Types letters at the cursor. Control characters are dropped, and in a line, line breaks become spaces.
    /// The text stays NFC, also when an accent arrives as a letter of its own. A paste is a step of its own.
    pub fn insert(&mut self, typed: &str) {
        let longest = if self.several_lines { LONGEST_TEXT } else { LONGEST_LINE };
        let room = longest.saturating_sub(self.text.chars().count());
        let typed = typed.replace("\r\n", "\n");
        let letters = typed.chars().filter_map(|c| match c {
            '\n' | '\r' if self.several_lines => Some('\n'),
            '\n' | '\r' | '\t' => Some(' '),
            c if clean::drives_terminal(c) => None,
            c => Some(c),
        });
        let letters: String = letters.take(room).collect();
        if letters.is_empty() {
            return;
        }
        let kind = if letters.chars().count() > 1 { StepKind::Whole } else { StepKind::Typed };
        if !letters.starts_with(unicode_normalization::char::is_combining_mark) {
            let letters: String = letters.nfc().collect();
            self.replace(self.at, self.at, &letters, kind);
            return;
        }
        // The accent belongs to the letter before it.
        let from = self.previous();
        let together: String = format!("{}{letters}", &self.text[from..self.at]).nfc().collect();
        self.replace(from, self.at, &together, kind);
    }

    /// Breaks the line at the cursor; whether this text can have line breaks.
    pub fn break_line(&mut self) -> bool {
        if self.several_lines {
            self.replace(self.at, self.at, "\n", StepKind::Typed);
        }
        self.several_lines
    }

    /// Goes a row down or up when `width` columns are shown, as near to its column as can be; whether there was one.
    pub fn go_row(&mut self, down: bool, width: usize) -> bool {
        if !self.several_lines {
            return false;
        }
        let (row, column) = self.place_in_rows(width);
        let rows = self.rows(width);
        let Some(to) = (if down { row.checked_add(1) } else { row.checked_sub(1) }).filter(|to| *to < rows.len())
        else {
            return false;
        };
        let start: usize = rows[..to].iter().map(|row| row.len()).sum();
        let is_last = to + 1 == rows.len();
        let (mut taken, mut at) = (0, start);
        for letter in rows[to].graphemes(true) {
            // Behind the last letter of a row that goes on, the cursor would stand in the next one.
            let is_end = at + letter.len() == start + rows[to].len() && !is_last;
            if letter == "\n" || is_end || taken + letter.width() > column {
                break;
            }
            taken += letter.width();
            at += letter.len();
        }
        self.at = at;
        true
    }

    /// Puts the cursor at the very end.
    pub fn go_to_end(&mut self) {
        self.at = self.text.len();
    }

    /// Does what an editing action asks; whether it was one. In a text of several lines, start and end are those of
    /// the line first, and of the text when the cursor is there already.
    pub fn act(&mut self, action: Action) -> bool {
        match action {
            Action::CursorLeft => self.at = self.previous(),
            Action::CursorRight => self.at = self.next(),
            Action::CursorStart => {
                let line = self.before().rfind('\n').map_or(0, |at| at + 1);
                self.at = if self.at == line { 0 } else { line };
            }
            Action::CursorEnd => {
                let line = self.text[self.at..].find('\n').map_or(self.text.len(), |length| self.at + length);
                self.at = if self.at == line { self.text.len() } else { line };
            }
            Action::DeleteBack => self.replace(self.previous(), self.at, "", StepKind::DeletedBack),
            Action::DeleteForward => self.replace(self.at, self.next(), "", StepKind::DeletedForward),
            Action::DeleteWord => self.replace(self.word_before(), self.at, "", StepKind::Whole),
            Action::ClearField => self.replace(0, self.text.len(), "", StepKind::Whole),
            Action::UndoTyping => self.take_back(),
            Action::RedoTyping => self.take_again(),
            _ => return false,
        }
        true
    }

    fn before(&self) -> &str {
        &self.text[..self.at]
    }

    /// The beginning of the letter before the cursor.
    fn previous(&self) -> usize {
        self.before().grapheme_indices(true).next_back().map_or(0, |(at, _)| at)
    }

    /// The end of the letter after the cursor.
    fn next(&self) -> usize {
        self.text[self.at..].graphemes(true).next().map_or(self.at, |letter| self.at + letter.len())
    }

    /// The beginning of the word before the cursor, or of the one it is in.
    fn word_before(&self) -> usize {
        let before = self.before().trim_end();
        before.rfind(char::is_whitespace).map_or(0, |at| at + before[at..].chars().next().map_or(0, char::len_utf8))
    }

    /// Puts a text in place of what stands between two places, and remembers it.
    fn replace(&mut self, from: usize, to: usize, with: &str, kind: StepKind) {
        if self.text[from..to] == *with {
            return;
        }
        let removed = self.text[from..to].to_owned();
        self.text.replace_range(from..to, with);
        let before = std::mem::replace(&mut self.at, from + with.len());
        self.steps.remember(Step { at: from, removed, inserted: with.to_owned(), cursor: (before, self.at), kind });
    }

    fn take_back(&mut self) {
        if let Some(step) = self.steps.back() {
            self.text.replace_range(step.at..step.at + step.inserted.len(), &step.removed);
            self.at = step.cursor.0;
        }
    }

    fn take_again(&mut self) {
        if let Some(step) = self.steps.again() {
            self.text.replace_range(step.at..step.at + step.removed.len(), &step.inserted);
            self.at = step.cursor.1;
        }
    }
}

/// A line in rows of at most so many columns, broken after blanks where there are some.
fn broken<'a>(line: &'a str, width: usize, rows: &mut Vec<&'a str>) {
    let (mut start, mut end, mut taken) = (0, 0, 0);
    for word in line.split_inclusive(' ') {
        let letters = word.trim_end().width();
        if taken > 0 && letters > 0 && taken + letters > width {
            rows.push(&line[start..end]);
            (start, taken) = (end, 0);
        }
        for letter in word.graphemes(true) {
            let wide = letter.width();
            if taken + wide > width && !matches!(letter, " " | "\n") {
                rows.push(&line[start..end]);
                (start, taken) = (end, 0);
            }
            taken += wide;
            end += letter.len();
        }
    }
    rows.push(&line[start..]);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn typing_and_deleting_go_by_visible_letters() {
        let mut line = TextEdit::new("");
        line.insert("Be\u{304}rzin\u{327}s");
        assert_eq!(line.text(), "Bērziņs");
        line.insert("e");
        line.insert("\u{304}");
        assert_eq!(line.text(), "Bērziņsē", "an accent that arrives later");
        for _ in 0..3 {
            line.act(Action::DeleteBack);
        }
        assert_eq!((line.text(), line.column(), line.cursor()), ("Bērzi", 5, 5));
        line.place(2);
        line.act(Action::DeleteForward);
        assert_eq!(line.text(), "Bēzi");
        line.insert("👨\u{200d}👩\u{200d}👧");
        line.act(Action::CursorLeft);
        line.act(Action::CursorRight);
        line.act(Action::DeleteBack);
        assert_eq!(line.text(), "Bēzi", "a family of three is one letter");
    }

    #[test]
    fn words_are_deleted_with_what_stands_behind_them() {
        let check = |text: &str, expect: &str| {
            let mut line = TextEdit::long(text);
            line.act(Action::DeleteWord);
            assert_eq!(line.text(), expect, "{text:?}");
        };
        check("Zvanīja māte ", "Zvanīja ");
        check("Zvanīja\nmāte", "Zvanīja\n");
        check("māte", "");
        check("", "");
    }

    #[test]
    fn a_long_line_scrolls_by_halves_and_shows_its_cursor() {
        let mut line = TextEdit::new("");
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
    fn a_paste_brings_no_control_characters_and_line_breaks_only_where_they_belong() {
        let pasted = "viens\r\ndivi\x1b[2J\u{7}\u{202e}\ttrīs";
        let mut line = TextEdit::new("");
        line.insert(pasted);
        assert_eq!(line.text(), "viens divi[2J trīs");
        assert!(!line.break_line());
        let mut text = TextEdit::long("");
        text.insert(pasted);
        assert_eq!(text.text(), "viens\ndivi[2J trīs");
        assert!(text.break_line());
        assert_eq!(text.text(), "viens\ndivi[2J trīs\n");
    }

    #[test]
    fn a_text_is_cut_where_it_may_not_grow_any_more() {
        let mut line = TextEdit::new("");
        line.insert(&"ķ".repeat(LONGEST_LINE + 10));
        line.insert("ķ");
        assert_eq!(line.text().chars().count(), LONGEST_LINE);
    }

    #[test]
    fn rows_break_after_blanks_and_at_line_breaks_and_lose_nothing() {
        let check = |text: &str, width, expect: &[&str]| {
            let edit = TextEdit::long(text);
            let rows = edit.rows(width);
            assert_eq!(rows, expect, "{text:?} in {width}");
            assert_eq!(rows.concat(), text);
        };
        check("", 10, &[""]);
        check("Runāju ar māti", 10, &["Runāju ar ", "māti"]);
        check("Runāju ar māti", 14, &["Runāju ar māti"]);
        check("nepārtrauktsvārds", 8, &["nepārtra", "uktsvārd", "s"]);
        check("a  ", 2, &["a  "]);
        check("a  \nb", 2, &["a  \n", "b"]);
        check("viens\n\ndivi\n", 10, &["viens\n", "\n", "divi\n", ""]);
        check("a", 0, &["a"]);
    }

    #[test]
    fn the_cursor_stands_where_the_next_letter_goes() {
        let check = |text: &str, n, expect: (usize, usize)| {
            let mut edit = TextEdit::long(text);
            edit.place(n);
            assert_eq!(edit.place_in_rows(10), expect, "{n} in {text:?}");
        };
        check("Runāju ar māti", 0, (0, 0));
        check("Runāju ar māti", 9, (0, 9));
        check("Runāju ar māti", 10, (1, 0)); // after the break the next row has it
        check("Runāju ar māti", 14, (1, 4));
        check("ā\nb", 1, (0, 1));
        check("ā\nb", 2, (1, 0));
        check("ā\n", 2, (1, 0));
    }

    #[test]
    fn up_and_down_go_by_rows_and_keep_near_the_column() {
        let mut edit = TextEdit::long("Runāju ar māti\nun\nvecmāmiņu");
        let mut places = vec![edit.place_in_rows(10)];
        while edit.go_row(false, 10) {
            places.push(edit.place_in_rows(10));
        }
        assert_eq!(places, [(3, 9), (2, 2), (1, 2), (0, 2)]);
        assert!(edit.go_row(true, 10));
        assert_eq!(edit.cursor(), 12);
        edit.place(9);
        edit.go_row(true, 10);
        edit.go_row(false, 10);
        assert_eq!(edit.place_in_rows(10), (0, 4));
        assert!(!TextEdit::new("viena rinda").go_row(false, 3), "a line has no other");
    }

    #[test]
    fn a_row_that_goes_on_ends_before_its_last_letter() {
        let mut edit = TextEdit::long("abcde fghij klmno");
        edit.place(11); // behind "fghij"
        assert_eq!(edit.place_in_rows(6), (1, 5));
        edit.go_row(false, 6);
        assert_eq!(edit.place_in_rows(6), (0, 5));
    }

    #[test]
    fn start_and_end_are_of_the_line_first() {
        let mut edit = TextEdit::long("viens\ndivi");
        edit.act(Action::CursorStart);
        assert_eq!(edit.cursor(), 6);
        edit.act(Action::CursorStart);
        assert_eq!(edit.cursor(), 0);
        edit.act(Action::CursorEnd);
        assert_eq!(edit.cursor(), 5);
        edit.act(Action::CursorEnd);
        assert_eq!(edit.cursor(), 10);
    }

    #[test]
    fn what_was_typed_is_taken_back_by_words_and_pastes_as_a_whole() {
        let mut edit = TextEdit::long("");
        for letter in "Zvanīja māte".chars() {
            edit.insert(&letter.to_string());
        }
        edit.insert(": rīt\nnebūs");
        for _ in 0..3 {
            edit.act(Action::DeleteBack);
        }
        let mut seen = vec![edit.text().to_owned()];
        for _ in 0..5 {
            edit.act(Action::UndoTyping);
            seen.push(edit.text().to_owned());
        }
        let all = "Zvanīja māte: rīt\nnebūs";
        assert_eq!(seen, ["Zvanīja māte: rīt\nne", all, "Zvanīja māte", "Zvanīja ", "", ""]);
        for expect in seen.iter().rev().skip(2) {
            edit.act(Action::RedoTyping);
            assert_eq!(edit.text(), expect);
        }
        edit.act(Action::UndoTyping);
        edit.act(Action::CursorStart);
        edit.insert("!");
        edit.act(Action::RedoTyping);
        assert_eq!(edit.text(), "Zvanīja māte: rīt\n!nebūs", "what comes new leaves nothing to take again");
        edit.act(Action::ClearField);
        edit.act(Action::UndoTyping);
        assert_eq!(edit.text(), "Zvanīja māte: rīt\n!nebūs");
    }

    #[test]
    fn letters_in_another_place_are_a_step_of_their_own() {
        let mut line = TextEdit::new("bērni");
        line.insert("!");
        line.act(Action::CursorStart);
        line.insert("a");
        line.act(Action::UndoTyping);
        assert_eq!((line.text(), line.cursor()), ("bērni!", 0));
    }
}
