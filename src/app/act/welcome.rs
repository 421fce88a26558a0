//! What actions do on the first screen, where there is no store.

use super::super::{
    App, Effect, FormRequest, Screen,
    forms::{self, Noun},
    line::Purpose,
    welcome,
};
use crate::{
    action::Action,
    domain::{Child, Family, Id},
};

impl App {
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
                    // What was typed before Esc is still there: it cannot be kept anywhere else yet.
                    draft: self.overview.drafts.first().cloned(),
                    day: self.setting.today,
                    focus: None,
                    preset: Vec::new(),
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
            (Action::Back | Action::Quit, _) => vec![Effect::Quit],
            _ => Vec::new(),
        }
    }
}
