//! A page of rows: client file, registers, journal, work queue, help, explanations. One mechanism for all.

use unicode_width::UnicodeWidthStr;

use super::{
    arrangement::{Only, SortBy},
    calendar::Subject,
    forms::Noun,
    list::Cursor,
    programme::SumsView,
    scoring::{About, ScoringRequest},
};
use crate::{
    action::{Action, Context},
    domain::{
        AnyRecord, Child, Draft, Field, Id, Money, Person, Session,
        budget::{FigureKind, Key},
        overview::PageOf,
    },
    i18n::{
        Lang,
        clean::one_line,
        search::{self, Needle},
    },
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
        self == other || (journal(self) && journal(other))
    }
}

/// A cell of a row.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell {
    /// Text, aligned left.
    Text(String),
    /// A number or an amount, aligned right.
    Number(String),
    /// The keys of an action where these contexts hold, as the keymap has them.
    Keys(Action, &'static [Context]),
    /// A bar: so much of how much.
    Bar(u32, u32),
}

/// How a row looks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Look {
    /// Plain.
    #[default]
    Plain,
    /// The heading of a section: the cursor passes over it.
    Heading,
    /// Closed, cancelled, of the past.
    Faint,
    /// A sum.
    Sum,
    /// Something is wrong or due.
    Alert,
}

/// What Enter, `e` and `x` act on.
#[derive(Clone, Debug, Default)]
pub enum Target {
    /// Nothing.
    #[default]
    None,
    /// A record.
    Record(Box<AnyRecord>),
    /// A draft to go on with.
    Draft(Box<Draft>),
    /// Another figure.
    Figure(FigureKind),
    /// An action to run.
    Act(Action),
    /// A child to go to.
    Child(Id<Child>),
    /// A form that Enter opens, and one that `e` opens; often they are the same.
    Form { open: Box<Jump>, edit: Box<Jump> },
    /// What is behind a rule, for a child.
    Rule(Id<Child>, String),
    /// A day's attendance to mark.
    Attendance(chrono::NaiveDate),
    /// A sheet of an assessment.
    Sheet(ScoringRequest),
    /// A row of the sheet beneath.
    Mark(About),
    /// An item of a child's assessments.
    Item(Id<Child>, String),
    /// The history of a record.
    History(crate::domain::Kind, u64),
    /// Two records of one person: whose stays, whose goes.
    Merge(Id<Person>, Id<Person>),
    /// A field of two people of which one value is kept.
    Keep(Field),
    /// To make the two one.
    MergeNow,
    /// An entry of the journal by its revision, and the record whose history Enter opens, where that is not open yet.
    Entry(u64, Option<(crate::domain::Kind, u64)>),
    /// The same page with more rows: read as soon as the cursor comes there.
    More(PageOf),
    /// What falls under a key, in the table of all children.
    Sum(Key),
    /// What a child has in the figure that is explained.
    Share(Id<Child>),
    /// Another arrangement of the table of all children.
    ArrangeSums(SumsView),
    /// Days of it that are yet to be typed.
    SumsDays,
    /// An order of the families.
    Sort(SortBy),
    /// Which families are shown.
    Only(Only),
    /// What a proposal changes for a child.
    Proposed(Id<Child>),
    /// What would change for a child.
    Supposed(Id<Child>),
    /// A session that was moved: those concerned are to be told.
    Inform(Box<Session>),
    /// Whose sessions the calendar is to show.
    Calendar(Subject),
}

impl Target {
    /// The same form for Enter and for `e`.
    pub fn jump(jump: Jump) -> Self {
        Self::Form { open: Box::new(jump.clone()), edit: Box::new(jump) }
    }
}

/// A form that a row leads to, and the field that the cursor begins on.
#[derive(Clone, Debug, PartialEq)]
pub struct Jump {
    /// What is entered.
    pub noun: Noun,
    /// The record to change; 0: a new one.
    pub record: u64,
    /// The child concerned; 0: the record itself says whose it is.
    pub child: Id<Child>,
    /// The field that the cursor begins on; none: the first.
    pub focus: Option<Field>,
    /// What fields begin with, as people would type it.
    pub preset: Vec<(Field, String)>,
}

impl Jump {
    /// To the first field of the form of a record; 0: of a new one.
    pub fn new(noun: Noun, record: u64) -> Self {
        Self { noun, record, child: Id::default(), focus: None, preset: Vec::new() }
    }

    /// Concerning that child.
    pub fn of(self, child: Id<Child>) -> Self {
        Self { child, ..self }
    }

    /// With the cursor on that field.
    pub fn on(self, field: Field) -> Self {
        Self { focus: Some(field), ..self }
    }

    /// With that value in a field.
    pub fn with(mut self, field: Field, value: String) -> Self {
        self.preset.push((field, value));
        self
    }
}

/// A row of a page.
#[derive(Clone, Debug)]
pub struct Row {
    /// Its cells, one a column; the last takes what is left.
    pub cells: Vec<Cell>,
    /// How it looks.
    pub look: Look,
    /// What it stands for.
    pub target: Target,
    /// Begins a table whose columns are measured apart from those above.
    pub apart: bool,
    /// Nothing moved here: left out where only what moved is wanted.
    pub unmoved: bool,
    /// The amounts in the columns of figures, as they are added up.
    pub amounts: Vec<Money>,
    words: String,
}

impl Row {
    /// A row of these cells.
    pub fn new(cells: Vec<Cell>) -> Self {
        let mut words = String::new();
        for cell in &cells {
            match cell {
                Cell::Text(text) | Cell::Number(text) => words += &format!(" {text}"),
                Cell::Keys(action, _) => words += &format!(" {}", action.name()),
                Cell::Bar(..) => {}
            }
        }
        let words = search::fold(&words);
        Self {
            cells,
            look: Look::Plain,
            target: Target::None,
            apart: false,
            unmoved: false,
            amounts: Vec::new(),
            words,
        }
    }

    /// A heading over the rows that follow.
    pub fn heading(text: &str) -> Self {
        Self::new(vec![Cell::Text(text.to_owned())]).look(Look::Heading)
    }

    /// Sentences over as many rows as they need in so many columns.
    pub fn paragraph(text: &str, width: usize) -> Vec<Self> {
        wrap(text, width).into_iter().map(|line| Self::new(vec![Cell::Text(line.to_owned())])).collect()
    }

    /// A label and sentences beside it, over as many rows as they need; labels stand in so many columns of a page.
    pub fn labelled(label: &str, words: &str, labels: usize, width: usize) -> Vec<Self> {
        // Before the label, between the two, and after the words.
        let lines = wrap(words, width.saturating_sub(labels + 4).max(20));
        let numbered = lines.into_iter().enumerate();
        let row = |(n, line)| Self::new(vec![text(if n == 0 { label } else { "" }), text(line)]);
        numbered.map(row).collect()
    }

    /// With that look.
    pub fn look(mut self, look: Look) -> Self {
        self.look = look;
        self
    }

    /// Beginning a table with columns of its own.
    pub fn apart(mut self) -> Self {
        self.apart = true;
        self
    }

    /// Faint if so.
    pub fn faint(self, if_so: bool) -> Self {
        if if_so { self.look(Look::Faint) } else { self }
    }

    /// Left out where only what moved is wanted, if so.
    pub fn unmoved(mut self, if_so: bool) -> Self {
        self.unmoved = if_so;
        self
    }

    /// With the amounts of its figures.
    pub fn amounts(mut self, amounts: Vec<Money>) -> Self {
        self.amounts = amounts;
        self
    }

    /// Standing for a record.
    pub fn record(mut self, record: impl Into<AnyRecord>) -> Self {
        self.target = Target::Record(Box::new(record.into()));
        self
    }

    /// Standing for something else.
    pub fn target(mut self, target: Target) -> Self {
        self.target = target;
        self
    }
}

/// A text cell; several lines become one.
pub fn text(text: impl Into<String>) -> Cell {
    let text = text.into();
    Cell::Text(if text.contains('\n') { one_line(&text).into_owned() } else { text })
}

/// A right-aligned cell.
pub fn number(text: impl Into<String>) -> Cell {
    Cell::Number(text.into())
}

/// The text in lines of at most so many columns, broken between words; a longer word stays whole.
pub fn wrap(text: &str, width: usize) -> Vec<&str> {
    let (mut lines, mut start, mut end) = (Vec::new(), 0, 0);
    for word in text.split_inclusive(' ') {
        if end > start && text[start..end + word.trim_end().len()].width() > width {
            lines.push(text[start..end].trim_end());
            start = end;
        }
        end += word.len();
    }
    lines.push(text[start..].trim_end());
    lines
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
