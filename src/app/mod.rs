//! The interface as a value: `update` takes what happened and returns what is to be done.
//! No keys, no terminal, no database: those are the runtime's.

mod act;
pub mod arrangement;
pub mod attendance;
pub mod budget;
pub mod calendar;
mod can;
pub mod colleagues;
mod dossiers;
mod due;
pub mod families;
pub mod field;
mod finding;
pub mod form;
pub mod forms;
pub mod frame;
pub mod informing;
pub mod line;
pub mod list;
mod message;
mod msg;
pub mod page;
pub mod pages;
pub mod programme;
pub mod question;
pub mod quick_add;
pub mod reach;
mod recent;
mod reply;
mod role;
pub mod scoring;
pub mod text_edit;
mod text_steps;
mod typing;
pub mod welcome;
pub mod what_if;

use std::collections::BTreeMap;

use chrono::NaiveDate;

pub use can::Can;
pub use message::Message;
pub use msg::{Clash, Effect, FormRequest, Msg, Reply, Soon, Undoable};

use crate::{
    action::{Action, Context},
    domain::{
        Child, Family, Field, Id, Kind, Service,
        budget::FigureKind,
        merging::Merging,
        overview::{AtWork, Overview},
        proposal::Proposed,
    },
    i18n::{Lang, Text},
};
use attendance::Attendance;
use budget::BudgetPane;
use calendar::{CalendarPane, Subject};
use dossiers::Dossiers;
use families::FamiliesPane;
use form::Form;
use forms::{Filling, Noun};
use frame::{Frame, Pane};
use line::Line;
use list::PlanCursor;
use page::Page;
use question::Question;
use recent::Recent;
use scoring::Sheet;
use welcome::Welcome;
use what_if::WhatIf;

/// While a search is typed, so many of the families found are shown at a time.
const FOUND_SHOWN: usize = 7;

/// A screen above the panes. The last one has the keys.
#[derive(Clone, Debug)]
pub enum Screen {
    /// A page of rows.
    Page(Box<Page>),
    /// A form.
    Form(Box<Form>),
    /// A day's attendance.
    Attendance(Box<Attendance>),
    /// An assessment being scored.
    Scoring(Box<Sheet>),
    /// A line being typed.
    Line(Box<Line>),
    /// A question.
    Question(Question),
    /// What to do without a store.
    Welcome(Welcome),
}

/// Who uses the interface, and how.
#[derive(Clone, Debug)]
pub struct Setting {
    /// The login.
    pub user: String,
    /// The language.
    pub lang: Lang,
    /// Today, or the day that a demonstration plays on.
    pub today: NaiveDate,
    /// Draw charts with blocks: the terminal has no braille.
    pub blocks: bool,
    /// Draw lines with ASCII characters.
    pub ascii: bool,
}

impl Setting {
    /// As forms are filled in.
    fn filling(&self) -> Filling<'_> {
        Filling { user: &self.user, today: self.today, lang: self.lang }
    }
}

/// The whole interface.
#[derive(Debug)]
pub struct App {
    /// Who uses it, and how.
    pub setting: Setting,
    /// Columns and rows of the terminal.
    pub size: (u16, u16),
    /// The programme at a glance.
    pub overview: Overview,
    /// The families pane.
    pub families: FamiliesPane,
    /// The line of the plan under the cursor.
    pub plan: PlanCursor,
    /// The budget pane.
    pub budget: BudgetPane,
    /// How the table of all children is arranged.
    pub sums: programme::SumsView,
    /// The calendar pane.
    pub calendar: CalendarPane,
    /// The pane with the cursor.
    pub focus: Pane,
    /// The pane beside the families, where only one fits.
    pub shown: Pane,
    /// The pane with the cursor fills the screen.
    pub zoomed: bool,
    /// Screens above the panes, the last on top.
    pub screens: Vec<Screen>,
    /// What the last key had to say.
    pub message: Option<Message>,
    /// What colleagues have open to be changed.
    pub colleagues: Vec<AtWork>,
    /// What they were told is open here.
    told: Option<AtWork>,
    /// Why the interface was closed, where the user did not close it.
    pub farewell: Option<String>,
    dossiers: Dossiers,
    recent: Recent,
    /// The merging of two people that is being decided on.
    merging: Option<Box<Merging>>,
    /// What would become of the money if what is being entered were saved.
    what_if: WhatIf,
    /// What was asked for in one go and waits to be carried out.
    proposed: Option<Box<Proposed>>,
    /// How many of the user's own plan lines remind of something.
    reminded: usize,
    /// The last key only moved the cursor on among the families.
    in_passing: bool,
    holding: usize,
    /// The family or child that was just added.
    added: Option<(Kind, u64)>,
    before: BTreeMap<(Noun, Field), String>,
    greeted: bool,
}

impl App {
    /// An interface that has nothing to show yet, and what it needs first.
    pub fn new(setting: Setting, size: (u16, u16)) -> (Self, Vec<Effect>) {
        let mut app = Self {
            calendar: CalendarPane::on(setting.today),
            setting,
            size,
            overview: Overview::default(),
            families: FamiliesPane::default(),
            plan: PlanCursor::default(),
            budget: BudgetPane::default(),
            sums: programme::SumsView::default(),
            focus: Pane::Families,
            shown: Pane::Plan,
            zoomed: false,
            screens: Vec::new(),
            message: None,
            colleagues: Vec::new(),
            told: None,
            farewell: None,
            dossiers: Dossiers::default(),
            recent: Recent::default(),
            merging: None,
            what_if: WhatIf::default(),
            proposed: None,
            reminded: 0,
            in_passing: false,
            holding: 0,
            added: None,
            before: BTreeMap::new(),
            greeted: false,
        };
        let effects = app.send(vec![Effect::LoadOverview(None)]);
        (app, effects)
    }

    /// Shows what is wrong with the keymap, the configuration or the locale; what is good in them holds.
    pub fn notify(&mut self, notices: &[String]) {
        if !notices.is_empty() {
            let page = pages::notices(notices, usize::from(self.size.0).saturating_sub(2), self.setting.lang);
            self.screens.insert(0, Screen::Page(Box::new(page)));
        }
    }

    /// What happened; returns what is to be done, in order.
    pub fn update(&mut self, msg: Msg) -> Vec<Effect> {
        if let Msg::Act(_) | Msg::Text(_) = msg {
            self.in_passing = self.passes(&msg);
            if !self.in_passing {
                self.recent.stay();
            }
        }
        let mut effects = match msg {
            Msg::Act(action) => {
                self.message = None;
                self.act(action)
            }
            Msg::Text(text) => {
                self.message = None;
                self.type_text(&text)
            }
            Msg::Unbound(key) => {
                self.message = Some(Message::Error(Text::NoSuchKey.fill(self.setting.lang, &[&key])));
                Vec::new()
            }
            Msg::Resized(columns, rows) => {
                self.size = (columns, rows);
                vec![Effect::Redraw]
            }
            Msg::Reply(reply) => self.reply(reply),
            Msg::NewDay(day) => {
                // Figures read before are those of yesterday.
                self.forget_dossiers();
                let mut effects = vec![Effect::Today(day)];
                effects.extend(self.reload());
                effects
            }
            Msg::Leave => {
                let mut effects = self.keep_drafts();
                effects.push(Effect::Quit);
                effects
            }
        };
        effects.extend(self.follow());
        effects.extend(self.follow_calendar());
        effects.extend(self.tell_colleagues());
        effects.extend(self.suppose());
        self.send(effects)
    }

    /// Counts the answers that keys have to wait for.
    fn send(&mut self, effects: Vec<Effect>) -> Vec<Effect> {
        self.holding += effects.iter().filter(|effect| effect.holds_keys()).count();
        effects
    }

    /// Whether the message can be taken now. Keys whose meaning depends on an answer wait for it,
    /// so that typing ahead gives the same as typing slowly; moving among families does not wait.
    pub fn accepts(&self, msg: &Msg) -> bool {
        match msg {
            Msg::Act(_) => self.holding == 0 && (self.passes(msg) || !self.awaits_dossier()),
            Msg::Text(_) | Msg::Unbound(_) => self.holding == 0 && !self.awaits_dossier(),
            Msg::Resized(..) | Msg::Reply(_) | Msg::NewDay(_) | Msg::Leave => true,
        }
    }

    /// Whether it only moves the cursor on among the families.
    fn passes(&self, msg: &Msg) -> bool {
        let on = matches!(msg, Msg::Act(Action::Down | Action::Up | Action::PageDown | Action::PageUp));
        on && self.focus == Pane::Families && self.screens.is_empty()
    }

    /// Whether an answer is awaited that every key depends on.
    pub fn holds_all_keys(&self) -> bool {
        self.holding > 0
    }

    /// Whether what is to be shown is still being read.
    pub fn is_waiting(&self) -> bool {
        self.holding > 0 || self.awaits_dossier()
    }

    /// Where keys are pressed now, from the most particular to the most general.
    pub fn contexts(&self) -> &'static [Context] {
        self.contexts_of(self.screens.last())
    }

    /// The same beneath the screen on top: where a command is carried out that is chosen in a line.
    pub fn contexts_beneath(&self) -> &'static [Context] {
        self.contexts_of(self.screens.iter().rev().nth(1))
    }

    fn contexts_of(&self, screen: Option<&Screen>) -> &'static [Context] {
        use Context::*;
        match screen {
            None => match self.focus {
                Pane::Families => &[Families, Panes, List, Everywhere],
                Pane::Plan => &[Plan, Panes, List, Everywhere],
                Pane::Budget => &[Budget, Panes, List, Everywhere],
                Pane::Calendar => &[Calendar, Panes, List, Everywhere],
            },
            Some(Screen::Page(_)) | Some(Screen::Welcome(_)) => &[Page, List, Everywhere],
            Some(Screen::Form(_)) => &[Form, Everywhere],
            Some(Screen::Attendance(_)) => &[Attendance, Everywhere],
            Some(Screen::Scoring(_)) => &[Scoring, Everywhere],
            Some(Screen::Line(_)) => &[Line, Everywhere],
            Some(Screen::Question(_)) => &[Question, Everywhere],
        }
    }

    /// Whether letters are text now.
    pub fn takes_text(&self) -> bool {
        use Screen::{Attendance, Form, Line, Scoring};
        matches!(self.screens.last(), Some(Form(_) | Line(_) | Attendance(_) | Scoring(_)))
    }

    /// Where everything stands on the screen.
    pub fn frame(&self) -> Frame {
        Frame::new(self.size, self.focus, self.shown, self.zoomed, self.message_lines().len())
    }

    /// The child under the cursor of the families pane.
    pub fn selected_child(&self) -> Option<Id<Child>> {
        self.families.selected()?.child
    }

    /// The family under the cursor of the families pane.
    pub fn selected_family(&self) -> Option<Id<Family>> {
        self.families.selected().map(|row| row.family)
    }

    /// The catalogue's row of a code.
    pub fn service(&self, code: &str) -> Option<&Service> {
        self.overview.services.iter().find(|service| service.code == code)
    }

    /// A service's name in the interface's language; its code where the catalogue has no such row.
    pub fn service_name<'a>(&'a self, code: &'a str) -> &'a str {
        self.service(code).map_or(code, |service| forms::service_name(service, self.setting.lang))
    }

    /// The figure under the budget pane's cursor.
    pub fn figure(&self) -> FigureKind {
        FigureKind::OF_BUDGET[self.budget.figure.min(FigureKind::OF_BUDGET.len() - 1)]
    }

    /// The rows that a pane's list has on the screen.
    pub fn pane_rows(&self, pane: Pane) -> usize {
        let taken = match pane {
            Pane::Families => u16::from(!self.families.filter.is_empty() || self.is_filtering()),
            Pane::Plan => 1,
            Pane::Budget | Pane::Calendar => 0,
        };
        let rows = self.frame().rows_of(pane, taken + u16::from(self.has_child_line(pane)));
        // What is found changes with every letter: a few at a time are soon on the screen, however slow the line.
        let found = pane == Pane::Families && self.is_filtering() && !self.families.is_recent();
        if found { rows.min(FOUND_SHOWN) } else { rows }
    }

    /// Whether a pane begins with the child's budget line: where the budget pane itself is not in sight.
    pub fn has_child_line(&self, pane: Pane) -> bool {
        let of_others = pane == Pane::Calendar && self.calendar.subject != Subject::Child;
        let has = pane != Pane::Families && pane != Pane::Budget && !of_others;
        has && self.frame().panes[Pane::Budget as usize].is_none()
    }

    /// Whether the families' filter is being typed.
    pub fn is_filtering(&self) -> bool {
        matches!(self.screens.last(), Some(Screen::Line(line)) if matches!(line.purpose, line::Purpose::FilterFamilies(_)))
    }

    fn filling(&self) -> Filling<'_> {
        self.setting.filling()
    }

    /// Drafts of all forms and sheets that hold something, to be written at once.
    fn keep_drafts(&self) -> Vec<Effect> {
        let forms = self.screens.iter().filter_map(|screen| match screen {
            Screen::Form(form) if form.is_dirty() => Some(form.draft()),
            Screen::Scoring(sheet) if sheet.is_dirty() => Some(sheet.draft(self.observing())),
            Screen::Attendance(attendance) if attendance.is_dirty() => {
                Some(attendance.draft(self.remarking(), self.setting.lang))
            }
            _ => None,
        });
        forms.map(|draft| Effect::SaveDraft(Box::new(draft), Soon::Now)).collect()
    }
}
