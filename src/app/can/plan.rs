//! Whether something can be done with the plan of the child under the cursor.

use super::{
    super::{App, Screen, frame::Pane, page::PageKind},
    Can,
};
use crate::{
    action::Action,
    domain::{
        Deed, PlanState,
        overview::{Dossier, PageOf},
    },
    i18n::Text,
};

impl App {
    pub(super) fn can_with_plan(&self, action: Action) -> Can {
        let Some(dossier) = self.dossier() else {
            let steps = matches!(action, Action::AdvancePlan | Action::ReturnPlan);
            return if steps && !self.shows_plan() { Can::Absent } else { Can::No(Text::ChooseChild) };
        };
        match action {
            Action::Reallocate => Can::only_if(!dossier.lines.is_empty(), Text::NoPlanLines),
            Action::Explain => {
                let explains_lines = self.screens.is_empty() && self.focus == Pane::Plan;
                Can::only_if(!explains_lines || !self.plan_shown(dossier).1.is_empty(), Text::NoPlanLines)
            }
            Action::NewPlanVersion if dossier.plan().is_some_and(|plan| !plan.was_approved()) => {
                Can::No(Text::VersionNotApproved)
            }
            _ if self.is_case_closed() => Can::No(Text::CaseClosed),
            Action::NewPlanVersion => Can::Yes,
            Action::AdvancePlan | Action::ReturnPlan if !self.shows_plan() => Can::Absent,
            _ => self.can_change_plan(dossier, action),
        }
    }

    /// Whether the newest version of the plan takes a line or a step.
    fn can_change_plan(&self, dossier: &Dossier, action: Action) -> Can {
        let state = dossier.plan().map(|plan| plan.state);
        match (action, state) {
            (Action::ReturnPlan, _) => Can::only_if(state == Some(PlanState::Submitted), Text::NotSubmitted),
            (Action::AdvancePlan, Some(PlanState::Draft)) => Can::only_if(!dossier.lines.is_empty(), Text::NoPlanLines),
            (Action::AdvancePlan, Some(PlanState::Submitted)) => {
                Can::only_if(self.overview.role.may(Deed::ApprovePlan), Text::WaitsForHead)
            }
            _ => Can::only_if(state == Some(PlanState::Draft), Text::NoDraftPlan),
        }
    }

    /// Whether the plan of the selected child is before whoever looks: its pane, or a page of its versions.
    fn shows_plan(&self) -> bool {
        match self.screens.last() {
            None => self.focus == Pane::Plan,
            Some(Screen::Page(page)) => match page.kind {
                PageKind::Stored(PageOf::Versions(child) | PageOf::Version(child, _)) => {
                    self.dossier().is_some_and(|dossier| dossier.child.id == child)
                }
                _ => false,
            },
            _ => false,
        }
    }
}
