//! What the answer to a question does.

use super::super::{App, Effect, Screen, pages, question::Yes};
use crate::action::Action;

impl App {
    pub(super) fn act_in_question(&mut self, action: Action) -> Vec<Effect> {
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
            Yes::ResumeSheet(request) => {
                self.screens.pop();
                vec![Effect::LoadScoring(request)]
            }
            Yes::DropDraft(key) => {
                self.screens.pop();
                self.overview.drafts.retain(|other| other.key() != key);
                let drafts = pages::drafts(self);
                if let Some(Screen::Page(page)) = self.screens.last_mut() {
                    page.refill(drafts);
                }
                vec![Effect::DropDraft(key)]
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
}
