//! THE table of actions. The keymap parser, help, hints, palette and the README's table are made from it.

use crate::i18n::Lang;

mod table;
pub use table::Action;

/// Where keys are pressed. A screen names its contexts from the most particular to the most general.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Context {
    /// The families pane.
    Families,
    /// The support plan pane.
    Plan,
    /// The budget pane.
    Budget,
    /// The calendar pane.
    Calendar,
    /// The four panes together.
    Panes,
    /// A page with rows: case file, registers, journal, help, explanations.
    Page,
    /// Any list with a cursor: panes and pages.
    List,
    /// The attendance grid.
    Attendance,
    /// The sheet on which an assessment is scored.
    Scoring,
    /// A form: letters go into its fields, so only other keys can be bound.
    Form,
    /// A line being typed: filter, command palette. Letters go into it.
    Line,
    /// A question to be answered.
    Question,
    /// Everywhere.
    Everywhere,
}

/// The contexts that screens put one over the other, the most particular first.
pub const STACKS: &[&[Context]] = {
    use Context::*;
    &[
        &[Families, Panes, List, Everywhere],
        &[Plan, Panes, List, Everywhere],
        &[Budget, Panes, List, Everywhere],
        &[Calendar, Panes, List, Everywhere],
        &[Page, List, Everywhere],
        &[Attendance, Everywhere],
        &[Scoring, Everywhere],
        &[Form, Everywhere],
        &[Line, Everywhere],
        &[Question, Everywhere],
    ]
};

impl Context {
    /// Every context.
    pub const ALL: &[Self] = &[
        Self::Families,
        Self::Plan,
        Self::Budget,
        Self::Calendar,
        Self::Panes,
        Self::Page,
        Self::List,
        Self::Attendance,
        Self::Scoring,
        Self::Form,
        Self::Line,
        Self::Question,
        Self::Everywhere,
    ];

    /// Its heading in a keymap file: `[families]`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Families => "families",
            Self::Plan => "plan",
            Self::Budget => "budget",
            Self::Calendar => "calendar",
            Self::Panes => "panes",
            Self::Page => "page",
            Self::List => "list",
            Self::Attendance => "attendance",
            Self::Scoring => "scoring",
            Self::Form => "form",
            Self::Line => "line",
            Self::Question => "question",
            Self::Everywhere => "everywhere",
        }
    }

    /// The context of that name.
    pub fn by_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|context| context.name() == name)
    }

    /// Whether letters are text here, so that only keys which are no letters can be bound.
    pub const fn takes_text(self) -> bool {
        matches!(self, Self::Form | Self::Line | Self::Everywhere)
    }

    /// As headings of help and README have it.
    pub const fn text(self, lang: Lang) -> &'static str {
        match self {
            Self::Families => lang.pick("Ģimenes", "Families"),
            Self::Plan => lang.pick("Atbalsta plāns", "Support plan"),
            Self::Budget => lang.pick("Budžets", "Budget"),
            Self::Calendar => lang.pick("Kalendārs", "Calendar"),
            Self::Panes => lang.pick("Rūtis", "Panes"),
            Self::Page => lang.pick("Lapas", "Pages"),
            Self::List => lang.pick("Saraksti", "Lists"),
            Self::Attendance => lang.pick("Apmeklējumi", "Attendance"),
            Self::Scoring => lang.pick("Izvērtējuma lapa", "Assessment sheet"),
            Self::Form => lang.pick("Veidlapas", "Forms"),
            Self::Line => lang.pick("Ievades rinda", "Entry line"),
            Self::Question => lang.pick("Jautājums", "Question"),
            Self::Everywhere => lang.pick("Visur", "Everywhere"),
        }
    }
}
