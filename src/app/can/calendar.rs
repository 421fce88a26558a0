//! Whether something can be done with sessions and the calendar.

use super::{
    super::{App, Screen, question::Yes},
    Can,
};
use crate::{
    action::Action,
    domain::{CaseStatus, PlanState, Session},
    i18n::Text,
};

impl App {
    pub(super) fn can_with_sessions(&self, action: Action) -> Can {
        match action {
            Action::NewSession | Action::QuickAdd => match self.dossier() {
                None => Can::No(Text::ChooseChild),
                Some(_) if self.is_case_closed() => Can::No(Text::CaseClosed),
                Some(dossier) => {
                    let is_approved = dossier.plans.iter().any(|plan| plan.state == PlanState::Approved);
                    Can::only_if(is_approved, Text::NoApprovedPlan)
                }
            },
            // In the calendar it may be another child's session.
            Action::EditSeries | Action::Move if self.screens.is_empty() && self.cursor_case_is_closed() => {
                Can::No(Text::CaseClosed)
            }
            Action::EditSeries => {
                let in_series = self.cursor_session().is_some_and(|session| session.series.is_some());
                Can::only_if(in_series, Text::NoSeries)
            }
            Action::Move if matches!(self.screens.last(), Some(Screen::Attendance(_))) => {
                Can::only_if(self.can_move_in_attendance(), Text::NoOpenSession)
            }
            Action::Move => Can::only_if(self.cursor_session().is_some_and(Session::is_open), Text::NoOpenSession),
            Action::PrintSheet => Can::only_if(self.sheet_wanted().is_some(), Text::ChooseChild),
            Action::CalendarWhose if !self.screens.is_empty() => {
                Can::only_if(self.caseload().is_some(), Text::OwnsNoCase)
            }
            Action::Duplicate => match self.screens.last() {
                Some(Screen::Attendance(sheet)) => Can::here_if(sheet.clashes().next().is_some()),
                _ => Can::Yes,
            },
            Action::ReachThis | Action::ReachLater | Action::ReachAll => Can::here_if(matches!(
                self.screens.last(),
                Some(Screen::Question(question)) if matches!(question.yes, Yes::Reach(_))
            )),
            _ => Can::Yes,
        }
    }

    /// Whether the session under the calendar's cursor is of a case that is closed.
    fn cursor_case_is_closed(&self) -> bool {
        let Some(session) = self.cursor_session() else { return false };
        let case = self.overview.children.iter().find(|child| child.id == session.child);
        case.is_some_and(|child| child.status == CaseStatus::Closed)
    }
}
