//! The rows of a page: cells, how they look, and what Enter opens.

use unicode_width::UnicodeWidthStr;

use crate::{
    action::{Action, Context},
    app::{
        arrangement::{Only, SortBy},
        calendar::Subject,
        forms::Noun,
        programme::SumsView,
        scoring::{About, ScoringRequest},
    },
    domain::{
        AnyRecord, Child, Draft, Field, Id, Money, Person, Session,
        budget::{FigureKind, Key},
        invoice_told::{InvoiceSum, LineTold},
        overview::PageOf,
    },
    i18n::{clean::one_line, search},
};

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
    /// What is behind a rule, for a child; and the first day that it is asked about.
    Rule(Id<Child>, String, chrono::NaiveDate),
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
    /// An entry of the journal by its revision, and what Enter opens of it, where that is not open yet.
    Entry(u64, Option<PageOf>),
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
    /// A past day as of which it is shown, yet to be typed.
    SumsAsOf,
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
    /// A page of the store.
    Page(PageOf),
    /// An invoice, and what it comes to.
    Invoice(Box<InvoiceSum>),
    /// A line of the invoice that is shown.
    InvoiceLine(Box<LineTold>),
    /// A line that could be taken into it.
    Beside(Box<LineTold>),
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
    pub(super) words: String,
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

    /// Found also by words that it has no room for.
    pub fn found_by(mut self, words: &str) -> Self {
        self.words.push_str(&search::fold(&format!(" {words}")));
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
