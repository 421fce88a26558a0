//! Sheets for paper, made from the same diary as the screens: a child's month to be signed, a specialist's week, the
//! list for phone calls. Each as text for a page of A4 and as data for whoever lays it out.

mod calls;
mod month;
mod week;

use serde::Serialize;
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

use crate::{
    domain::{Session, sheet::SheetData},
    i18n::{Lang, clean::clean_lines, time},
};
use calls::Calls;
use month::Month;
use week::Week;

/// Columns: on paper a page of A4 in a letter of ten points; the smallest screen shows them whole, too.
const WIDTH: usize = 78;

/// A sheet. As data it has the names and values of its fields.
#[derive(Clone, Debug, Serialize)]
#[serde(untagged)]
pub enum Sheet {
    /// A child's month.
    Month(Box<Month>),
    /// A week of a specialist or a provider.
    Week(Week),
    /// A day's calls.
    Calls(Calls),
}

impl Sheet {
    /// The sheet with this on it.
    pub fn new(data: &SheetData) -> Self {
        match data {
            SheetData::Month(month) => Self::Month(Box::new(Month::new(month))),
            SheetData::Week(name, diary) => Self::Week(Week::new(name, diary)),
            SheetData::Calls(diary, whom) => Self::Calls(Calls::new(diary, whom)),
        }
    }

    /// The sheet as text, for a page of A4; what came in with the data moves no cursor.
    pub fn text(&self, lang: Lang) -> String {
        clean_lines(&match self {
            Self::Month(month) => month.text(lang),
            Self::Week(week) => week.text(lang),
            Self::Calls(calls) => calls.text(lang),
        })
    }
}

/// The text in exactly so many columns, cut where it is longer. Latvian letters take one column each, however many
/// bytes they have.
fn column(text: &str, width: usize) -> String {
    let mut taken = String::new();
    let mut used = 0;
    for letter in text.graphemes(true) {
        if used + letter.width() > width {
            break;
        }
        used += letter.width();
        taken += letter;
    }
    taken + &" ".repeat(width - used)
}

/// The columns of a row, a blank between them; nothing stands at the end of a line.
fn row(columns: &[(&str, usize)]) -> String {
    let row: Vec<String> = columns.iter().map(|(text, width)| column(text, *width)).collect();
    format!("{}\n", row.join(" ").trim_end())
}

/// A line across the page.
fn rule() -> String {
    format!("{}\n", "-".repeat(WIDTH))
}

/// When a session begins and ends: as it was held, else as booked.
fn hours(session: &Session) -> String {
    let Some(start) = session.held_start.or(session.start) else { return String::new() };
    let minutes = if session.held_minutes > 0 { session.held_minutes } else { session.minutes };
    time::from_to(start, minutes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_counted_as_they_are_seen() {
        assert_eq!(row(&[("Šķēršļa", 8), ("Ūdris", 3), ("ņ", 2), ("x", 1)]), "Šķēršļa  Ūdr ņ  x\n");
        // A letter and its diacritic typed apart are one letter still.
        assert_eq!(column("S\u{30c}k\u{327}ele", 5).width(), 5);
        assert_eq!(row(&[("a", 3), ("", 9)]), "a\n");
    }
}
