//! What actions do in the four panes.

use super::super::{
    App, Effect, Message, calendar::Layout, forms::Noun, frame::Pane, line::Purpose, page::Jump, pages, programme,
    question::Yes,
};
use crate::{
    action::Action,
    domain::{
        CaseStatus, Deed, Operation, PlanLine, PlanState, PlanVersion,
        budget::LineUse,
        overview::{Dossier, PageOf},
    },
    i18n::Text,
};

impl App {
    pub(super) fn act_in_panes(&mut self, action: Action) -> Option<Vec<Effect>> {
        let height = self.pane_rows(self.focus);
        let dossier = self.dossier().cloned();
        let moved = match (self.focus, &dossier) {
            (Pane::Families, _) => self.families.cursor.act(action, self.families.visible.len(), height),
            (Pane::Plan, Some(dossier)) if matches!(action, Action::Left | Action::Right) => {
                self.plan.in_force = action == Action::Left && dossier.in_force.is_some();
                let lines = self.plan_shown(dossier).1.len();
                self.plan.clamp(lines);
                true
            }
            (Pane::Plan, Some(dossier)) => {
                let lines = self.plan_shown(dossier).1.len();
                self.plan.act(action, lines, height)
            }
            (Pane::Budget, dossier) => {
                let pane = self.budget;
                let burndown = dossier.as_ref().map(|dossier| pane.burndown(dossier));
                self.budget.act(action, burndown, height)
            }
            (Pane::Calendar, _) => self.move_in_calendar(action),
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
            Action::ChartTable => self.budget.table = !self.budget.table,
            Action::ChartCloser | Action::ChartWider => {
                let pane = self.budget;
                let burndown = pane.burndown(dossier.as_ref()?);
                self.budget.look_closer(burndown, action == Action::ChartCloser);
            }
            Action::ChartSymbols => self.setting.blocks = !self.setting.blocks,
            Action::GoToDate => self.open_line(Purpose::GoToDate, ""),
            Action::Back if self.zoomed => self.zoomed = false,
            Action::Back if !self.families.filter.is_empty() => self.families.set_filter(""),
            Action::Back if self.focus != Pane::Families => self.focus = Pane::Families,
            Action::Back => {}
            Action::Open => return Some(self.open_in_panes()),
            Action::Help if self.focus == Pane::Budget => self.explain(self.figure()),
            Action::Explain if self.focus == Pane::Plan => return Some(self.explain_line()),
            Action::Explain => match self.figure_in_chart_table() {
                Some(of) => return Some(programme::explain(None, of)),
                None => self.explain(self.figure()),
            },
            Action::Edit => {
                let (noun, record) = self.cursor_form(action)?;
                return Some(self.open_cursor_form(noun, record));
            }
            Action::Close => return Some(self.close_in_panes()),
            Action::Move => {
                let session = self.cursor_session()?.id.0;
                return Some(self.open_cursor_form(Noun::MoveSession, session));
            }
            Action::EditSeries => {
                let series = self.cursor_session()?.series.0;
                return Some(self.open_cursor_form(Noun::Series, series));
            }
            Action::PrintSheet => {
                let (programme, wish) = (self.overview.programme.as_ref()?.id, self.sheet_wanted()?);
                return Some(vec![Effect::LoadSheet(programme, Box::new(wish))]);
            }
            Action::CalendarWhose => {
                let whose = pages::whose(self);
                self.open_page(whose);
            }
            Action::Attendance => {
                let day = if self.focus == Pane::Calendar { self.calendar.day } else { self.setting.today };
                return Some(self.load_attendance(self.caseload(), (day, day)).into_iter().collect());
            }
            _ => return None,
        }
        Some(Vec::new())
    }

    /// A form about what is under the cursor, which in the calendar may be another child's.
    fn open_cursor_form(&self, noun: Noun, record: u64) -> Vec<Effect> {
        let of_calendar = self.focus == Pane::Calendar;
        let child = self.cursor_session().filter(|_| of_calendar).map(|session| session.child);
        self.follow_jump(Jump::new(noun, record).of(child.unwrap_or_default()))
    }

    fn go_to_pane(&mut self, pane: Pane) {
        self.focus = pane;
        if pane != Pane::Families {
            self.shown = pane;
        }
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
            // A field of the month has too little room for its sessions.
            Pane::Calendar if self.calendar.layout == Layout::Month => {
                self.calendar.layout = Layout::Day;
                Vec::new()
            }
            Pane::Plan | Pane::Calendar => match self.cursor_form(Action::Edit) {
                Some((Noun::PlanLine, record)) => {
                    let plan = self.dossier().and_then(|dossier| self.plan_shown(dossier).0);
                    let lang = self.setting.lang;
                    if let Some(number) = plan.filter(|plan| plan.state != PlanState::Draft).map(|plan| plan.number) {
                        let anew = Action::NewPlanVersion.text(lang);
                        self.inform(Text::LineIsRead.fill(lang, &[&number, &anew]));
                    }
                    self.open_cursor_form(Noun::PlanLine, record)
                }
                Some((Noun::Session, record)) if !self.cursor_session().is_some_and(|s| s.is_open()) => {
                    self.open_cursor_form(Noun::SessionOutcome, record)
                }
                Some((noun, record)) => self.open_cursor_form(noun, record),
                None => Vec::new(),
            },
        }
    }

    fn close_in_panes(&mut self) -> Vec<Effect> {
        let Some((noun, record)) = self.cursor_form(Action::Close) else { return Vec::new() };
        let closed = self.families.selected().is_some_and(|row| row.status == CaseStatus::Closed);
        if closed && matches!(noun, Noun::CloseFamily | Noun::CloseChild) {
            self.message = Some(Message::Error(Text::AlreadyClosed.text(self.setting.lang).to_owned()));
            return Vec::new();
        }
        if noun != Noun::PlanLine {
            return self.open_cursor_form(noun, record);
        }
        let Some(dossier) = self.dossier().cloned() else { return Vec::new() };
        let Some(line) = dossier.lines.iter().find(|line| line.id.0 == record) else { return Vec::new() };
        self.remove_line(line, dossier.plan().is_some_and(|plan| plan.state == PlanState::Draft));
        Vec::new()
    }

    pub(super) fn remove_line(&mut self, line: &PlanLine, in_draft: bool) {
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

    /// The version that the plan pane shows, its lines, and what has been used of each.
    pub fn plan_shown<'d>(&self, dossier: &'d Dossier) -> (Option<&'d PlanVersion>, &'d [PlanLine], &'d [LineUse]) {
        match dossier.in_force.as_deref().filter(|_| self.plan.in_force) {
            Some(held) => {
                (dossier.plans.iter().find(|plan| plan.id == held.plan), held.lines.as_slice(), held.uses.as_slice())
            }
            None => (dossier.plan(), &dossier.lines, &dossier.uses),
        }
    }
}
