//! Whether the record under the cursor can be changed, closed, corrected or merged.

use super::{
    super::{
        App, Screen,
        forms::Noun,
        frame::Pane,
        page::{PageKind, Target},
    },
    Can,
};
use crate::{
    action::Action,
    domain::{AnyRecord, Kind, PlanState, overview::PageOf},
    i18n::Text,
};

impl App {
    pub(super) fn can_with_record(&self, action: Action) -> Can {
        match action {
            Action::MergePersons => self.can_merge(),
            Action::CorrectAssessment => match self.page_target() {
                Some(Target::Record(record)) => match record.as_ref() {
                    AnyRecord::Assessment(assessment) => Can::only_if(assessment.is_completed(), Text::NotCompletedYet),
                    _ => Can::Absent,
                },
                _ => Can::Absent,
            },
            _ if self.page_target().is_some_and(is_completed) => Can::No(Text::AssessmentLocked),
            _ if self.is_accepted_invoice(action) => Can::No(Text::InvoiceStays),
            _ => match self.screens.last() {
                None if self.focus == Pane::Plan
                    && self.dossier().is_some_and(|dossier| !self.plan_shown(dossier).1.is_empty()) =>
                {
                    let shown = self.dossier().and_then(|dossier| self.plan_shown(dossier).0);
                    Can::only_if(shown.is_some_and(|plan| plan.state == PlanState::Draft), Text::NoDraftPlan)
                }
                None => Can::only_if(self.cursor_form(action).is_some(), Text::NothingHere),
                Some(Screen::Page(page)) => {
                    let editable = match page.selected().map(|row| &row.target) {
                        Some(Target::Record(_) | Target::Invoice(_) | Target::InvoiceLine(_)) => true,
                        Some(Target::Form { .. }) => action == Action::Edit,
                        Some(Target::Draft(_)) => action == Action::Close,
                        _ => false,
                    };
                    Can::only_if(editable, Text::NothingHere)
                }
                Some(_) => Can::Absent,
            },
        }
    }

    fn can_merge(&self) -> Can {
        let Some(Screen::Page(page)) = self.screens.last() else { return Can::Absent };
        if matches!(page.kind, PageKind::Stored(PageOf::Merging(..))) {
            let can = self.merging.as_ref().is_some_and(|merging| merging.conflict().is_none());
            return Can::only_if(can, Text::TwoCasesOneProgramme);
        }
        let is_person = match page.selected().map(|row| &row.target) {
            Some(Target::Record(record)) => record.kind() == Kind::Person,
            Some(Target::Merge(..)) => true,
            _ => false,
        };
        Can::only_if(is_person, Text::ChoosePerson)
    }

    /// The form that edits or closes what the cursor of the panes stands on, and the record's number.
    pub(in crate::app) fn cursor_form(&self, action: Action) -> Option<(Noun, u64)> {
        let close = action == Action::Close;
        match self.focus {
            Pane::Families => {
                let row = self.families.selected()?;
                Some(match (row.child, close) {
                    (Some(child), true) => (Noun::CloseChild, child.0),
                    (Some(child), false) => (Noun::Child, child.0),
                    (None, true) => (Noun::CloseFamily, row.family.0),
                    (None, false) => (Noun::Family, row.family.0),
                })
            }
            // Closing a plan line removes it from the draft: no form, but it is there to be closed.
            Pane::Plan => Some((Noun::PlanLine, self.plan_shown(self.dossier()?).1.get(self.plan.row)?.id.0)),
            Pane::Budget => None,
            Pane::Calendar => {
                let session = self.cursor_session()?;
                Some((if close { Noun::SessionOutcome } else { Noun::Session }, session.id.0))
            }
        }
    }
}

/// Whether it is an assessment that can no longer be changed.
fn is_completed(target: &Target) -> bool {
    let record = match target {
        Target::Record(record) => record.as_ref(),
        _ => return false,
    };
    matches!(record, AnyRecord::Assessment(assessment) if assessment.is_completed())
}
