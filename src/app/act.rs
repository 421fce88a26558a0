//! What actions do on each screen.

use std::path::PathBuf;

use chrono::Days;

use super::{
    App, Can, Effect, FormRequest, Message, Screen, Soon,
    form::Outcome,
    forms::{self, Noun},
    frame::Pane,
    line::Purpose,
    list::Cursor,
    page::{Cell, PageKind, Target},
    pages,
    question::{Question, Yes},
    welcome,
};
use crate::{
    action::Action,
    domain::{
        AnyRecord, Child, Deed, Family, Id, Kind, Operation, PlanLine, PlanState, budget::FigureKind, overview::PageOf,
    },
    i18n::{Text, date},
};

impl App {
    pub(super) fn act(&mut self, action: Action) -> Vec<Effect> {
        match self.can(action) {
            Can::Yes => {}
            Can::No(why) => {
                self.message = Some(Message::Error(why.text(self.setting.lang).to_owned()));
                return Vec::new();
            }
            Can::Absent => return Vec::new(),
        }
        if action == Action::Redraw {
            return vec![Effect::Redraw];
        }
        match self.screens.last() {
            Some(Screen::Form(_)) => self.act_in_form(action),
            Some(Screen::Line(_)) => self.act_in_line(action),
            Some(Screen::Question(_)) => self.act_in_question(action),
            Some(Screen::Attendance(_)) => self.act_in_attendance(action),
            Some(Screen::Welcome(_)) => self.act_in_welcome(action),
            Some(Screen::Page(_)) => self.act_in_page(action).unwrap_or_else(|| self.act_anywhere(action)),
            None => self.act_in_panes(action).unwrap_or_else(|| self.act_anywhere(action)),
        }
    }

    // ---- panes

    fn act_in_panes(&mut self, action: Action) -> Option<Vec<Effect>> {
        let height = self.pane_rows(self.focus);
        let dossier = self.dossier().cloned();
        let moved = match (self.focus, &dossier) {
            (Pane::Families, _) => self.families.cursor.act(action, self.families.visible.len(), height),
            (Pane::Plan, Some(dossier)) => self.plan.act(action, dossier.lines.len(), height),
            (Pane::Budget, _) => self.move_among_figures(action),
            (Pane::Calendar, Some(dossier)) => self.calendar.act(action, &dossier.sessions, self.setting.today),
            _ => false,
        };
        if moved {
            return Some(Vec::new());
        }
        match action {
            Action::PaneFamilies => self.go_to_pane(Pane::Families),
            Action::PanePlan => self.go_to_pane(Pane::Plan),
            Action::PaneBudget => self.go_to_pane(Pane::Budget),
            Action::PaneCalendar => self.go_to_pane(Pane::Calendar),
            Action::NextPane => self.go_to_pane(Pane::ALL[(self.focus as usize + 1) % 4]),
            Action::PreviousPane => self.go_to_pane(Pane::ALL[(self.focus as usize + 3) % 4]),
            Action::Zoom => self.zoomed = !self.zoomed,
            Action::ChartSteps => self.budget.by_week = !self.budget.by_week,
            Action::ChartSymbols => self.setting.blocks = !self.setting.blocks,
            Action::GoToDate => self.open_line(Purpose::GoToDate, ""),
            Action::Back if self.zoomed => self.zoomed = false,
            Action::Back if !self.families.filter.is_empty() => self.families.set_filter(""),
            Action::Back if self.focus != Pane::Families => self.focus = Pane::Families,
            Action::Back => {}
            Action::Open => return Some(self.open_in_panes()),
            Action::Help if self.focus == Pane::Budget => self.explain(self.figure()),
            Action::Explain => self.explain(self.figure()),
            Action::Edit => {
                let (noun, record) = self.cursor_form(action)?;
                return Some(self.open_form(noun, record));
            }
            Action::Close => return Some(self.close_in_panes()),
            Action::Move => {
                let session = self.cursor_session()?.id.0;
                return Some(self.open_form(Noun::MoveSession, session));
            }
            Action::ApprovePlan => {
                let plan = dossier?.plan()?.id.0;
                return Some(self.open_form(Noun::ApprovePlan, plan));
            }
            Action::Attendance => {
                let day = if self.focus == Pane::Calendar { self.calendar.day } else { self.setting.today };
                let programme = self.overview.programme.as_ref()?.id;
                return Some(vec![Effect::LoadAttendance(programme, day)]);
            }
            Action::Drafts => self.open_page(pages::drafts(self)),
            Action::Quit => return Some(vec![Effect::Quit]),
            _ => return None,
        }
        Some(Vec::new())
    }

    fn go_to_pane(&mut self, pane: Pane) {
        self.focus = pane;
        if pane != Pane::Families {
            self.shown = pane;
        }
    }

    fn move_among_figures(&mut self, action: Action) -> bool {
        let last = FigureKind::ALL.len() - 1;
        let figure = &mut self.budget.figure;
        *figure = match action {
            Action::Down | Action::Right => (*figure + 1).min(last),
            Action::Up | Action::Left => figure.saturating_sub(1),
            Action::Top => 0,
            Action::Bottom => last,
            _ => return false,
        };
        true
    }

    fn open_in_panes(&mut self) -> Vec<Effect> {
        match self.focus {
            Pane::Families => match self.selected_family() {
                Some(family) => vec![Effect::LoadPage(PageOf::CaseFile(family))],
                None => Vec::new(),
            },
            Pane::Budget => {
                self.explain(self.figure());
                Vec::new()
            }
            Pane::Plan | Pane::Calendar => match self.cursor_form(Action::Edit) {
                Some((Noun::Session, record)) if !self.cursor_session().is_some_and(|s| s.is_open()) => {
                    self.open_form(Noun::SessionOutcome, record)
                }
                Some((noun, record)) => self.open_form(noun, record),
                None => Vec::new(),
            },
        }
    }

    fn close_in_panes(&mut self) -> Vec<Effect> {
        let Some((noun, record)) = self.cursor_form(Action::Close) else { return Vec::new() };
        if noun != Noun::PlanLine {
            return self.open_form(noun, record);
        }
        let Some(dossier) = self.dossier().cloned() else { return Vec::new() };
        let Some(line) = dossier.lines.iter().find(|line| line.id.0 == record) else { return Vec::new() };
        self.remove_line(line, dossier.plan().is_some_and(|plan| plan.state == PlanState::Draft));
        Vec::new()
    }

    fn remove_line(&mut self, line: &PlanLine, in_draft: bool) {
        let lang = self.setting.lang;
        if !in_draft {
            self.message = Some(Message::Error(Text::NoDraftPlan.text(lang).to_owned()));
            return;
        }
        let name = self.service_name(&line.service);
        let lines = vec![Text::RemoveLine.fill(lang, &[&line.service, &name])];
        let operation = Operation::new(Deed::RemoveLine).remove(line);
        self.ask(lines, Yes::Apply(Box::new(operation)));
    }

    fn ask(&mut self, lines: Vec<String>, yes: Yes) {
        self.screens.push(Screen::Question(Question { lines, yes }));
    }

    // ---- panes and pages

    fn act_anywhere(&mut self, action: Action) -> Vec<Effect> {
        let new = |app: &Self, noun| app.open_form(noun, 0);
        match action {
            Action::NewFamily => new(self, Noun::Family),
            Action::NewPerson => new(self, Noun::Person),
            Action::NewChild => new(self, Noun::Child),
            Action::NewAssessment => new(self, Noun::Assessment),
            Action::NewGoal => new(self, Noun::Goal),
            Action::NewPlanVersion => new(self, Noun::PlanVersion),
            Action::NewPlanLine => new(self, Noun::PlanLine),
            Action::NewProvider => new(self, Noun::Provider),
            Action::NewPrice => new(self, Noun::Price),
            Action::NewService => new(self, Noun::Service),
            Action::NewSession => new(self, Noun::Session),
            Action::NewNote => new(self, Noun::Note),
            Action::LogCall => new(self, Noun::Call),
            Action::NewProgramme => new(self, Noun::Programme),
            Action::NewUser => new(self, Noun::User),
            Action::CaseFile => match self.selected_family() {
                Some(family) => vec![Effect::LoadPage(PageOf::CaseFile(family))],
                None => Vec::new(),
            },
            Action::WorkQueue => vec![Effect::LoadPage(PageOf::WorkQueue)],
            Action::Providers => vec![Effect::LoadPage(PageOf::Providers)],
            Action::Catalogue => vec![Effect::LoadPage(PageOf::Catalogue)],
            Action::Programmes => vec![Effect::LoadPage(PageOf::Programmes)],
            Action::Users => vec![Effect::LoadPage(PageOf::Users)],
            Action::Journal => vec![Effect::LoadPage(self.journal_wanted())],
            Action::Undo => vec![Effect::PreviewUndo],
            Action::Filter => {
                let purpose = match self.screens.last() {
                    Some(Screen::Page(page)) => (Purpose::FilterPage(page.filter.clone()), page.filter.clone()),
                    _ => (Purpose::FilterFamilies(self.families.filter.clone()), self.families.filter.clone()),
                };
                self.open_line(purpose.0, &purpose.1);
                Vec::new()
            }
            Action::ClearFilter => {
                match self.screens.last_mut() {
                    Some(Screen::Page(page)) => page.set_filter(""),
                    _ => self.families.set_filter(""),
                }
                Vec::new()
            }
            Action::Palette => {
                self.open_line(Purpose::Palette, "");
                Vec::new()
            }
            Action::Help => {
                let help = pages::help(self);
                self.open_page(help);
                Vec::new()
            }
            _ => Vec::new(),
        }
    }

    /// On a page's row the history of that record, else the whole journal.
    fn journal_wanted(&self) -> PageOf {
        match self.screens.last() {
            Some(Screen::Page(page)) => match page.selected().map(|row| &row.target) {
                Some(Target::Record(record)) => PageOf::History(record.kind(), record.number()),
                _ => PageOf::Journal,
            },
            _ => PageOf::Journal,
        }
    }

    pub(super) fn open_page(&mut self, page: super::Page) {
        self.screens.push(Screen::Page(Box::new(page)));
    }

    fn explain(&mut self, kind: FigureKind) {
        if let Some(page) = pages::figure(self, kind) {
            self.open_page(page);
        }
    }

    /// Asks for a form; one that was left with something typed in it goes on where it was.
    pub(super) fn open_form(&self, noun: Noun, record: u64) -> Vec<Effect> {
        let of_family = matches!(noun, Noun::Family | Noun::CloseFamily | Noun::Person);
        let no_case = matches!(noun, Noun::Provider | Noun::Price | Noun::Service | Noun::Programme | Noun::User);
        let mut request = FormRequest {
            noun,
            record,
            family: if no_case || (noun == Noun::Family && record == 0) {
                Id::default()
            } else {
                self.selected_family().unwrap_or_default()
            },
            child: if no_case || of_family || (noun == Noun::Child && record == 0) {
                Id::default()
            } else {
                self.selected_child().unwrap_or_default()
            },
            draft: None,
            day: self.calendar.day,
        };
        let form = noun.form_name(record != 0);
        let draft = self.overview.drafts.iter().find(|draft| {
            let about = if record != 0 { record } else { draft_about(&request) };
            draft.form == form && draft.about == about
        });
        request.draft = draft.cloned();
        vec![Effect::LoadForm(request)]
    }

    // ---- pages

    fn act_in_page(&mut self, action: Action) -> Option<Vec<Effect>> {
        let height = self.frame().page_rows();
        let Some(Screen::Page(page)) = self.screens.last_mut() else { return None };
        if page.act(action, height) {
            return Some(Vec::new());
        }
        match action {
            Action::Back if !page.filter.is_empty() => {
                page.set_filter("");
                Some(Vec::new())
            }
            Action::Back => {
                self.screens.pop();
                Some(Vec::new())
            }
            Action::Open | Action::Edit | Action::Close => {
                let target = page.selected()?.target.clone();
                Some(self.act_on(target, action))
            }
            _ => None,
        }
    }

    fn act_on(&mut self, target: Target, action: Action) -> Vec<Effect> {
        match (target, action) {
            (Target::Record(record), Action::Close) => self.close_record(*record),
            (Target::Record(record), Action::Open) if record.kind() == Kind::Programme => {
                self.screens.pop();
                self.forget_dossiers();
                vec![Effect::LoadOverview(Some(Id::new(record.number())))]
            }
            (Target::Record(record), _) => self.open_form(Noun::editing(record.kind()), record.number()),
            (Target::Draft(draft), Action::Close) => {
                self.screens.pop();
                self.overview.drafts.retain(|other| other.key() != draft.key());
                vec![Effect::DropDraft(draft.key())]
            }
            (Target::Draft(draft), Action::Open) => match super::reply::resume(&draft) {
                Some(request) => {
                    self.screens.pop();
                    vec![Effect::LoadForm(request)]
                }
                None => Vec::new(),
            },
            (Target::Figure(kind), Action::Open) => {
                self.explain(kind);
                Vec::new()
            }
            (Target::Act(chosen), Action::Open) => {
                self.screens.pop();
                self.act(chosen)
            }
            (Target::Child(child), Action::Open) => {
                self.screens.pop();
                self.go_to_row(|row| row.child == Some(child));
                self.focus = Pane::Families;
                Vec::new()
            }
            (Target::Attendance(day), Action::Open) => match &self.overview.programme {
                Some(programme) => vec![Effect::LoadAttendance(programme.id, day)],
                None => Vec::new(),
            },
            (Target::History(kind, number), Action::Open) => vec![Effect::LoadPage(PageOf::History(kind, number))],
            _ => Vec::new(),
        }
    }

    /// Closing keeps the record and takes it out of use; what needs a reason asks for it in a form.
    fn close_record(&mut self, record: AnyRecord) -> Vec<Effect> {
        let lang = self.setting.lang;
        let number = record.number();
        let base = record.clone();
        let (deed, closed): (Deed, AnyRecord) = match record {
            AnyRecord::Family(_) => return self.open_form(Noun::CloseFamily, number),
            AnyRecord::Child(_) => return self.open_form(Noun::CloseChild, number),
            AnyRecord::Goal(_) => return self.open_form(Noun::CloseGoal, number),
            AnyRecord::Session(_) => return self.open_form(Noun::SessionOutcome, number),
            AnyRecord::PlanVersion(_) | AnyRecord::Assessment(_) => {
                return self.open_form(Noun::editing(base.kind()), number);
            }
            AnyRecord::PlanLine(line) => {
                self.remove_line(&line, true);
                return Vec::new();
            }
            AnyRecord::Person(mut person) => {
                person.closed = true;
                (Deed::ClosePerson, person.into())
            }
            AnyRecord::Provider(mut provider) => {
                provider.closed = true;
                (Deed::CloseProvider, provider.into())
            }
            AnyRecord::Price(mut price) => {
                price.to = Some(price.from.max(self.setting.today));
                (Deed::ClosePrice, price.into())
            }
            AnyRecord::Service(mut service) => {
                service.closed = true;
                (Deed::CloseService, service.into())
            }
            AnyRecord::Note(mut note) => {
                note.closed = true;
                (Deed::CloseNote, note.into())
            }
            AnyRecord::User(mut user) => {
                user.disabled = true;
                (Deed::DisableUser, user.into())
            }
            AnyRecord::Programme(mut programme) => {
                programme.closed = true;
                (Deed::EditProgramme, programme.into())
            }
        };
        if closed == base {
            self.message = Some(Message::Error(Text::AlreadyClosed.text(lang).to_owned()));
            return Vec::new();
        }
        let what = match self.screens.last() {
            Some(Screen::Page(page)) => page.selected().map(row_words).unwrap_or_default(),
            _ => String::new(),
        };
        let lines = vec![Text::CloseRecord.fill(lang, &[&pages::kind_name(base.kind(), lang)]), what];
        let operation = Operation::new(deed).change(base, closed);
        self.ask(lines, Yes::Apply(Box::new(operation)));
        Vec::new()
    }

    // ---- forms

    fn act_in_form(&mut self, action: Action) -> Vec<Effect> {
        let (today, lang) = (self.setting.today, self.setting.lang);
        let Some(Screen::Form(form)) = self.screens.last_mut() else { return Vec::new() };
        if action == Action::Back {
            return self.leave_form();
        }
        let focused = form.focused().map(|field| field.field);
        let before = focused.and_then(|field| self.before.get(&(form.noun, field))).cloned();
        match form.act(action, before.as_deref(), today, lang) {
            Outcome::Edited => vec![Effect::SaveDraft(Box::new(form.draft()), Soon::Later)],
            Outcome::Save => self.save_form(),
            Outcome::Stay | Outcome::Ignored => Vec::new(),
        }
    }

    /// Leaving a form that holds something keeps it as a draft.
    fn leave_form(&mut self) -> Vec<Effect> {
        let Some(Screen::Form(form)) = self.screens.pop() else { return Vec::new() };
        if !form.is_dirty() {
            return Vec::new();
        }
        let draft = form.draft();
        self.overview.drafts.retain(|other| other.key() != draft.key());
        self.overview.drafts.insert(0, draft.clone());
        self.inform(Text::DraftKept.text(self.setting.lang).to_owned());
        vec![Effect::SaveDraft(Box::new(draft), Soon::Now)]
    }

    fn save_form(&mut self) -> Vec<Effect> {
        let filling =
            forms::Filling { user: &self.setting.user.clone(), today: self.setting.today, lang: self.setting.lang };
        let Some(Screen::Form(form)) = self.screens.last_mut() else { return Vec::new() };
        match forms::build(form, filling) {
            Ok(operation) => {
                form.faults.clear();
                if form.noun == Noun::Programme && self.overview.programme.is_none() {
                    let creating = self.screens.iter().any(|screen| matches!(screen, Screen::Welcome(_)));
                    if creating {
                        return vec![Effect::CreateStore(Box::new(operation))];
                    }
                }
                vec![Effect::Apply(Box::new(operation))]
            }
            Err(faults) => {
                let only_warnings = faults.iter().all(|fault| fault.is_warning());
                form.warned = only_warnings;
                form.faults = faults;
                form.go_to_fault();
                let text = if only_warnings { Text::SaveAnyway } else { Text::NotSaved };
                self.message = Some(Message::Error(text.text(filling.lang).to_owned()));
                Vec::new()
            }
        }
    }

    // ---- attendance

    fn act_in_attendance(&mut self, action: Action) -> Vec<Effect> {
        let height = self.frame().page_rows();
        let lang = self.setting.lang;
        let Some(Screen::Attendance(attendance)) = self.screens.last_mut() else { return Vec::new() };
        if attendance.act(action, height) {
            return Vec::new();
        }
        let day = attendance.sheet.day;
        let other_day = match action {
            Action::NextDay => Some(day + Days::new(1)),
            Action::PreviousDay => Some(day - Days::new(1)),
            Action::Today => Some(self.setting.today),
            _ => None,
        };
        match action {
            Action::Accept => match attendance.accept() {
                Ok(operation) if operation.puts.is_empty() => {
                    self.screens.pop();
                    Vec::new()
                }
                Ok(operation) => vec![Effect::Apply(Box::new(operation))],
                Err((row, problem)) => {
                    attendance.cursor = Cursor { row };
                    self.message = Some(Message::Error(problem.sentence(lang)));
                    Vec::new()
                }
            },
            Action::Back if !attendance.touched => {
                self.screens.pop();
                Vec::new()
            }
            Action::Back | Action::NextDay | Action::PreviousDay | Action::Today if attendance.touched => {
                let lines = vec![Text::LeaveAttendance.text(lang).to_owned()];
                self.ask(lines, Yes::LeaveAttendance);
                Vec::new()
            }
            Action::Palette => {
                self.open_line(Purpose::Palette, "");
                Vec::new()
            }
            Action::Help => {
                let help = pages::help(self);
                self.open_page(help);
                Vec::new()
            }
            _ => match (other_day, &self.overview.programme) {
                (Some(day), Some(programme)) => vec![Effect::LoadAttendance(programme.id, day)],
                _ => Vec::new(),
            },
        }
    }

    // ---- lines

    fn act_in_line(&mut self, action: Action) -> Vec<Effect> {
        let height = self.frame().page_rows();
        let Some(Screen::Line(line)) = self.screens.last_mut() else { return Vec::new() };
        match action {
            Action::Accept => return self.accept_line(),
            Action::Back => {
                let purpose = line.purpose.clone();
                self.screens.pop();
                match purpose {
                    Purpose::FilterFamilies(before) => self.families.set_filter(&before),
                    Purpose::FilterPage(before) => {
                        if let Some(Screen::Page(page)) = self.screens.last_mut() {
                            page.set_filter(&before);
                        }
                    }
                    Purpose::Palette | Purpose::GoToDate | Purpose::OpenStore => {}
                }
            }
            Action::Down | Action::Up => match &line.purpose {
                Purpose::Palette => {
                    let rows = line.commands.len();
                    line.cursor.act(action, rows, height);
                }
                Purpose::FilterFamilies(_) => {
                    let rows = self.families.visible.len();
                    self.families.cursor.act(action, rows, height);
                }
                Purpose::FilterPage(_) => {
                    if let Some(Screen::Page(page)) = self.screens.iter_mut().rev().nth(1) {
                        page.act(action, height);
                    }
                }
                Purpose::GoToDate | Purpose::OpenStore => {}
            },
            _ => {
                let was = line.edit.text().to_owned();
                line.edit.act(action);
                if line.edit.text() != was {
                    self.line_changed();
                }
            }
        }
        Vec::new()
    }

    fn accept_line(&mut self) -> Vec<Effect> {
        let (today, lang) = (self.setting.today, self.setting.lang);
        let Some(Screen::Line(line)) = self.screens.last_mut() else { return Vec::new() };
        match line.purpose {
            Purpose::FilterFamilies(_) | Purpose::FilterPage(_) => {
                self.screens.pop();
                Vec::new()
            }
            Purpose::Palette => {
                let Some(&chosen) = line.commands.get(line.cursor.row) else {
                    line.fault = Some(Text::NoSuchCommand.text(lang).to_owned());
                    return Vec::new();
                };
                self.screens.pop();
                self.act(chosen)
            }
            Purpose::GoToDate => match date::parse_date(line.edit.text(), today) {
                Ok(day) => {
                    self.screens.pop();
                    self.calendar.go(day);
                    Vec::new()
                }
                Err(problem) => {
                    line.fault = Some(problem.sentence(lang));
                    Vec::new()
                }
            },
            Purpose::OpenStore => {
                let path = line.edit.text().trim().to_owned();
                if path.is_empty() {
                    return Vec::new();
                }
                self.screens.pop();
                vec![Effect::OpenStore(PathBuf::from(path))]
            }
        }
    }

    // ---- questions and the first screen

    fn act_in_question(&mut self, action: Action) -> Vec<Effect> {
        match action {
            Action::Accept => {}
            Action::Back => {
                self.screens.pop();
                return Vec::new();
            }
            _ => return Vec::new(),
        }
        let Some(Screen::Question(question)) = self.screens.last().cloned() else { return Vec::new() };
        match question.yes {
            // The question stays until the store has answered.
            Yes::Apply(operation) => vec![Effect::Apply(operation)],
            Yes::Undo(revision) => vec![Effect::Undo(revision)],
            Yes::Resume(request, _) => {
                self.screens.pop();
                let row = (request.child, request.family);
                if row.0.is_some() || row.1.is_some() {
                    self.go_to_row(|other| match other.child {
                        Some(child) if row.0.is_some() => child == row.0,
                        _ => other.family == row.1,
                    });
                }
                vec![Effect::LoadForm(*request)]
            }
            Yes::LeaveAttendance => {
                self.screens.pop();
                self.screens.pop();
                Vec::new()
            }
            Yes::Nothing => {
                self.screens.pop();
                Vec::new()
            }
        }
    }

    fn act_in_welcome(&mut self, action: Action) -> Vec<Effect> {
        let Some(Screen::Welcome(welcome)) = self.screens.last_mut() else { return Vec::new() };
        if welcome.cursor.act(action, welcome::CHOICES.len(), welcome::CHOICES.len()) {
            return Vec::new();
        }
        match (action, welcome.cursor.row) {
            (Action::Open, 0) | (Action::NewProgramme, _) => {
                let request = FormRequest {
                    noun: Noun::Programme,
                    record: 0,
                    family: Id::<Family>::default(),
                    child: Id::<Child>::default(),
                    draft: None,
                    day: self.setting.today,
                };
                let form = forms::open(request, Default::default(), self.filling());
                self.screens.push(Screen::Form(Box::new(form)));
                Vec::new()
            }
            (Action::Open, 1) => vec![Effect::CreateDemo],
            (Action::Open, _) => {
                self.open_line(Purpose::OpenStore, "");
                Vec::new()
            }
            (Action::Back, _) => vec![Effect::Quit],
            _ => Vec::new(),
        }
    }
}

/// What a draft of a new record hangs on.
fn draft_about(request: &FormRequest) -> u64 {
    if request.child.is_some() { request.child.0 } else { request.family.0 }
}

/// A row's words, for a question about it.
fn row_words(row: &super::page::Row) -> String {
    let words = row.cells.iter().filter_map(|cell| match cell {
        Cell::Text(text) | Cell::Number(text) if !text.is_empty() => Some(text.as_str()),
        _ => None,
    });
    words.collect::<Vec<_>>().join(" · ")
}

/// Pages that the store knows nothing of are told apart by what they show.
impl PageKind {
    /// Whether its rows come from the store, and follow it.
    pub fn is_stored(&self) -> bool {
        matches!(self, Self::Stored(_))
    }
}
