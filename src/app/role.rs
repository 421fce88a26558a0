//! What an action leads to, for those whose role does not go so far.

use super::{App, Screen, page::Target};
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
            Action::NewProvider => Deed::AddProvider,
            Action::NewPrice => Deed::AddPrice,
            Action::NewService => Deed::AddService,
            Action::NewProgramme => Deed::AddProgramme,
            Action::NewUser => Deed::AddUser,
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

    /// What `edit` or `close` would be about. A draft is everybody's own.
    fn kind_under_cursor(&self, action: Action) -> Option<Kind> {
        match self.screens.last() {
            None => self.cursor_form(action).map(|(noun, _)| noun.kind()),
            Some(Screen::Page(page)) => match &page.selected()?.target {
                Target::Record(record) => Some(record.kind()),
                _ => None,
            },
            Some(Screen::Scoring(_)) => Some(Kind::Assessment),
            Some(_) => None,
        }
    }
}
