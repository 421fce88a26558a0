//! A page of rows: client file, registers, journal, work queue, help, explanations. One mechanism for all.

mod row;

pub use row::{Cell, Jump, Look, Row, Target, number, text, wrap};

use super::list::Cursor;
use crate::{
    action::Action,
    domain::{Child, Id, Money, budget::FigureKind, overview::PageOf},
    i18n::{Lang, search::Needle},
};

/// What a page shows.
#[derive(Clone, Debug, PartialEq)]
pub enum PageKind {
    /// Rows from the store.
    Stored(PageOf),
    /// The keys that work where the help was asked for.
    Help,
    /// The lines behind a figure.
    Figure(FigureKind),
    /// What was typed and not saved.
    Drafts,
    /// What is wrong with the keymap, the configuration or the locale.
    Notices,
    /// Whose sheet of an assessment is opened.
    Sheets,
    /// What is lacking before an assessment can be completed.
    Lacking,
    /// How the families are arranged.
    Arrange,
    /// How the table of all children is arranged.
    ArrangeSums,
    /// What was asked for in one go, before it is carried out.
    Proposal,
    /// What that changes for one child.
    ProposedFor(Id<Child>),
    /// Whose sessions the calendar shows.
    Whose,
    /// A sheet for paper.
    Sheet,
    /// For whom what is being entered would change something.
    Supposed,
    /// What it would change for one child.
    SupposedFor(Id<Child>),
}

impl PageKind {
    /// Whether both are the same page, be it with more rows.
    pub fn is_as(&self, other: &Self) -> bool {
        let journal = |kind: &Self| matches!(kind, Self::Stored(PageOf::Journal(_)));
        let invoices = |kind: &Self| matches!(kind, Self::Stored(PageOf::Invoices(_)));
        self == other || (journal(self) && journal(other)) || (invoices(self) && invoices(other))
    }
}

/// The columns of a page that is a table of figures.
#[derive(Clone, Debug)]
pub struct Table {
    /// What stands over each column but the first, which the title stands over.
    pub heads: Vec<String>,
    /// The figures that stand in neighbouring columns.
    pub figures: Vec<FigureKind>,
    /// The column of the first of them.
    pub first: usize,
    /// The cursor among them.
    pub at: usize,
    /// How an amount is written here.
    pub money: fn(Money, Lang) -> String,
    /// In which language.
    pub lang: Lang,
}

/// A page of rows.
#[derive(Clone, Debug)]
pub struct Page {
    /// What it shows.
    pub kind: PageKind,
    /// Its title.
    pub title: String,
    /// All rows, and at the end an empty one, which stands before every heading but the first.
    pub rows: Vec<Row>,
    /// The places of the rows that the filter lets through.
    pub visible: Vec<usize>,
    /// The cursor among them.
    pub cursor: Cursor,
    /// What is typed to narrow the page.
    pub filter: String,
    /// Only rows in which something moved are shown.
    pub only_moved: bool,
    /// Its columns, where it is a table of figures.
    pub table: Option<Table>,
}

impl Page {
    /// A page of these rows, the cursor on the first that is no heading.
    pub fn new(kind: PageKind, title: String, rows: Vec<Row>) -> Self {
        let mut rows = rows;
        rows.push(Row::heading(""));
        let (visible, cursor, filter) = (Vec::new(), Cursor::default(), String::new());
        let mut page = Self { kind, title, rows, visible, cursor, filter, only_moved: false, table: None };
        page.narrow();
        page
    }

    /// The same page with new rows: filter and cursor stay.
    pub fn refill(&mut self, fresh: Page) {
        let (mut cursor, filter) = (self.cursor, std::mem::take(&mut self.filter));
        let entry = |row: &Row| match row.target {
            Target::Entry(revision, _) => Some(revision),
            _ => None,
        };
        let under_cursor = self.selected().and_then(entry);
        let at = self.table.as_ref().map(|table| table.at);
        *self = Page { only_moved: self.only_moved, ..fresh };
        if let (Some(at), Some(table)) = (at, &mut self.table) {
            table.at = at.min(table.figures.len().saturating_sub(1));
        }
        self.set_filter(&filter);
        // Entries are added before it.
        let of_cursor = |place: &usize| under_cursor.is_some() && entry(&self.rows[*place]) == under_cursor;
        cursor.row = self.visible.iter().position(of_cursor).unwrap_or(cursor.row);
        self.cursor = cursor;
        self.cursor.clamp(self.visible.len());
        self.skip_headings(Action::Down);
    }

    /// Shows only the rows that fit, and the headings over them.
    pub fn set_filter(&mut self, filter: &str) {
        self.filter = filter.to_owned();
        self.narrow();
    }

    /// Shows only rows in which something moved, or all again.
    pub fn toggle_moved(&mut self) {
        self.only_moved = !self.only_moved;
        self.narrow();
    }

    fn narrow(&mut self) {
        let needle = Needle::new(&self.filter);
        self.visible.clear();
        let blank = self.rows.len() - 1;
        let mut heading = None;
        for (n, row) in self.rows.iter().enumerate().take(blank) {
            if row.look == Look::Heading {
                heading = Some(n);
            } else if needle.matches(&row.words) && !(self.only_moved && row.unmoved) {
                if let Some(heading) = heading.take() {
                    if !self.visible.is_empty() {
                        self.visible.push(blank);
                    }
                    self.visible.push(heading);
                }
                self.visible.push(n);
            }
        }
        self.add_up();
        self.cursor = Cursor::default();
        self.skip_headings(Action::Down);
    }

    /// The last row of a table of figures has the sums of the rows that are shown.
    fn add_up(&mut self) {
        let (Some(table), Some(last)) = (&self.table, self.rows.len().checked_sub(2)) else { return };
        if self.rows[last].look != Look::Sum {
            return;
        }
        let shown: Vec<usize> = self.visible.iter().copied().filter(|row| *row != last).collect();
        for figure in 0..table.figures.len() {
            let amount = |row: &usize| self.rows[*row].amounts.get(figure).copied().unwrap_or_default();
            // All rows come to what was added up of everything.
            let sum = if self.filter.is_empty() { amount(&last) } else { shown.iter().map(amount).sum() };
            self.rows[last].cells[table.first + figure] = number((table.money)(sum, table.lang));
        }
        if !shown.is_empty() && !self.visible.contains(&last) {
            self.visible.push(last);
        }
        if !self.filter.is_empty() && shown.is_empty() {
            self.visible.clear();
        }
    }

    /// The row under the cursor.
    pub fn selected(&self) -> Option<&Row> {
        self.rows.get(*self.visible.get(self.cursor.row)?)
    }

    /// Moves as the action says; whether it was a move.
    pub fn act(&mut self, action: Action, height: usize) -> bool {
        if let (Some(table), Action::Left | Action::Right) = (&mut self.table, action) {
            let last = table.figures.len().saturating_sub(1);
            table.at = if action == Action::Left { table.at.saturating_sub(1) } else { (table.at + 1).min(last) };
            return true;
        }
        if !self.cursor.act(action, self.visible.len(), height) {
            return false;
        }
        let upwards = matches!(action, Action::Up | Action::PageUp | Action::Bottom);
        self.skip_headings(if upwards { Action::Up } else { Action::Down });
        true
    }

    fn skip_headings(&mut self, towards: Action) {
        let is_heading = |page: &Self| page.selected().is_some_and(|row| row.look == Look::Heading);
        for direction in [towards, if towards == Action::Up { Action::Down } else { Action::Up }] {
            while is_heading(self) {
                let before = self.cursor;
                self.cursor.act(direction, self.visible.len(), 1);
                if self.cursor == before {
                    break;
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_break_between_words() {
        let check = |text: &str, width, lines: &[&str]| assert_eq!(wrap(text, width), lines, "{text} in {width}");
        check("Šādā tempā zūd daudz.", 10, &["Šādā tempā", "zūd daudz."]);
        check("Šādā tempā zūd daudz.", 11, &["Šādā tempā", "zūd daudz."]);
        check("Šādā tempā zūd daudz.", 80, &["Šādā tempā zūd daudz."]);
        check("viens neatbilstošs vārds", 6, &["viens", "neatbilstošs", "vārds"]);
        check("", 6, &[""]);
        check("divi  atstarpes", 0, &["divi", "", "atstarpes"]);
    }
}
