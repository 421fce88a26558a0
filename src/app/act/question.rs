//! Answers to a question, and the choices of the first screen.

use crate::{
    action::Action,
    app::{
        App, Effect, FormRequest, Screen,
        forms::{self, Noun},
        line::Purpose,
        pages,
        question::Yes,
        welcome,
    },
    domain::{Child, Family, Id},
};

impl App {
    pub(super) fn act_in_question(&mut self, action: Action) -> Vec<Effect> {
        match action {
            Action::Accept => {}
            Action::Back => {
                self.screens.pop();
                return Vec::new();
            }
            Action::Help => {
                let help = pages::help(self);
                self.open_page(help);
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

    pub(super) fn act_in_welcome(&mut self, action: Action) -> Vec<Effect> {
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
