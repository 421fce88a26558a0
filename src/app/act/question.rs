//! What the answer to a question does.

use super::super::{App, Effect, Message, Screen, pages, question::Yes, reach::Reach};
use crate::{action::Action, domain::Operation, i18n::Text};

impl App {
    pub(super) fn act_in_question(&mut self, action: Action) -> Vec<Effect> {
        match action {
            Action::Accept => {}
            Action::ReachThis | Action::ReachLater | Action::ReachAll => {
                if let Some(Screen::Question(question)) = self.screens.last_mut()
                    && let Yes::Reach(reaches) = &mut question.yes
                {
                    reaches.chosen = match action {
                        Action::ReachLater => Reach::Later,
                        Action::ReachAll => Reach::All,
                        _ => Reach::This,
                    };
                    question.lines = reaches.lines();
                }
                return Vec::new();
            }
            Action::Explain => return self.explain_supposed(),
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
            Yes::Insist(operation) => {
                // Beneath it is what it was entered in, which is done with by then.
                self.screens.pop();
                self.insist(operation)
            }
            Yes::Reach(reaches) => {
                let Some(operation) = reaches.operation() else {
                    self.message = Some(Message::Error(Text::ReachRefused.text(self.setting.lang).to_owned()));
                    return Vec::new();
                };
                // Beneath it is the form, which is saved with that.
                self.screens.pop();
                vec![Effect::Apply(operation)]
            }
            Yes::Undo(revision) => vec![Effect::Apply(Box::new(Operation::undo(revision)))],
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
            Yes::ResumeAttendance(draft) => {
                self.screens.pop();
                self.resume_attendance(&draft).into_iter().collect()
            }
            Yes::Nothing => {
                self.screens.pop();
                Vec::new()
            }
        }
    }
}
