//! What an action leads to, for those whose role does not go so far.

use super::{App, Screen, frame::Pane, page::Target};
use crate::{
    action::Action,
    domain::{Deed, Kind, PlanState},
};

impl App {
    /// What an action leads to, where that is one thing: who may not do it need not begin.
    pub(super) fn deed_of(&self, action: Action) -> Option<Deed> {
        Some(match action {
            Action::NewFamily => Deed::AddFamily,
            Action::NewPerson => Deed::AddPerson,
            Action::NewChild => Deed::AddChild,
            Action::NewAssessment => Deed::AddAssessment,
            Action::NewGoal => Deed::AddGoal,
            Action::NewPlanVersion => Deed::AddPlan,
            Action::NewPlanLine => Deed::AddLine,
            Action::NewDecision => Deed::AddDecision,
            Action::NewProvider => Deed::AddProvider,
            Action::NewPrice => Deed::AddPrice,
            Action::NewService => Deed::AddService,
            Action::NewProgramme => Deed::AddProgramme,
            Action::NewUser => Deed::AddUser,
            Action::OwnSettings => Deed::ChooseSettings,
            Action::NewAbsence => Deed::RecordAbsence,
            Action::UpliftPrices => Deed::UpliftPrices,
            Action::ExtendProgramme => Deed::ExtendProgramme,
            Action::Reallocate => Deed::ReallocateLines,
            Action::NewSession | Action::QuickAdd => Deed::BookSessions,
            Action::EditSeries => Deed::EditSeries,
            Action::NewNote | Action::LogCall | Action::LogVisit | Action::LogEmail | Action::LogMeeting => {
                Deed::AddNote
            }
            Action::MergePersons => Deed::MergePersons,
            Action::CopyToSiblings => Deed::CopyToSiblings,
            Action::NewMeeting => Deed::AddMeeting,
            Action::NewSuggestion => Deed::AddSuggestion,
            Action::NewInvoice => Deed::RegisterInvoice,
            Action::AcceptInvoice if self.invoice_here().is_some() => Deed::AcceptInvoice,
            Action::PayInvoice if self.invoice_here().is_some() => Deed::PayInvoice,
            Action::Move => Deed::MoveSession,
            Action::CorrectAssessment => Deed::CorrectAssessment,
            Action::AdvancePlan => match self.dossier()?.plan()?.state {
                PlanState::Draft => Deed::SubmitPlan,
                _ => return None,
            },
            Action::ReturnPlan => {
                let own = self.dossier()?.plan()?.submitted_by == self.setting.user;
                if own { Deed::WithdrawPlan } else { Deed::RefusePlan }
            }
            Action::Undo => Deed::Undo,
            Action::CompleteAssessment => Deed::CompleteAssessment,
            Action::SameScore | Action::ClearScore | Action::Observe => Deed::ScoreAssessment,
            Action::Accept if matches!(self.screens.last(), Some(Screen::Scoring(_))) => Deed::ScoreAssessment,
            Action::Accept if matches!(self.screens.last(), Some(Screen::Attendance(_))) => Deed::MarkAttendance,
            Action::Edit | Action::Close => Deed::adding(self.kind_under_cursor(action)?),
            _ => return None,
        })
    }

    /// Whether the family under the cursor is not for this user's eyes.
    pub(super) fn is_veiled(&self) -> bool {
        let family = self.selected_family();
        self.overview.families.iter().any(|other| Some(other.id) == family && other.is_veiled())
    }

    /// Whether the action would enter something about a family that this user may not look at.
    pub(super) fn is_behind_veil(&self, action: Action) -> bool {
        use Deed::*;
        let about_case = |deed| {
            matches!(deed, AddFamily | AddPerson | AddChild | AddAssessment | AddGoal | AddPlan | AddLine | ApprovePlan)
                || matches!(deed, BookSessions | EditSeries | MoveSession | AddNote | CopyToSiblings)
        };
        action != Action::NewFamily && self.deed_of(action).is_some_and(about_case) && self.is_veiled()
    }

    /// Whether there is a row here that this user may edit, be it another than that under the cursor.
    pub fn may_edit_here(&self) -> bool {
        let may = |kind| self.overview.role.may(Deed::adding(kind));
        match (self.screens.last(), self.focus) {
            (None, Pane::Families) => may(Kind::Family) || may(Kind::Child),
            (None, Pane::Plan) => may(Kind::PlanLine),
            (None, Pane::Calendar) => may(Kind::Session),
            (Some(Screen::Page(page)), _) => page.rows.iter().any(|row| match &row.target {
                Target::Record(record) => may(record.kind()),
                Target::Form { edit, .. } => may(edit.noun.kind()),
                Target::Draft(_) => true,
                Target::Invoice(_) => may(Kind::Invoice),
                _ => false,
            }),
            _ => false,
        }
    }

    /// What `edit` or `close` would be about. A draft is everybody's own.
    fn kind_under_cursor(&self, action: Action) -> Option<Kind> {
        match self.screens.last() {
            None => self.cursor_form(action).map(|(noun, _)| noun.kind()),
            Some(Screen::Page(page)) => match &page.selected()?.target {
                Target::Record(record) => Some(record.kind()),
                Target::Invoice(_) | Target::InvoiceLine(_) => Some(Kind::Invoice),
                _ => None,
            },
            Some(Screen::Scoring(_)) => Some(Kind::Assessment),
            Some(_) => None,
        }
    }
}
