//! Forms as people work them: field by field, saved, and saved although there is a warning.

use atbalsts::action::Action;
use atbalsts::app::{Screen, form::Form, question::Yes};
use atbalsts::domain::Field;

use super::{Desk, screen_name};

impl Desk {
    /// The form that is open.
    pub fn form(&self) -> &Form {
        match self.app.screens.last() {
            Some(Screen::Form(form)) => form,
            other => panic!("no form is open, but {}", screen_name(other)),
        }
    }

    /// Whether a form is open.
    pub fn has_form(&self) -> bool {
        matches!(self.app.screens.last(), Some(Screen::Form(_)))
    }

    /// Goes to a field, from field to field.
    pub fn go_to(&mut self, field: Field) {
        let at = self.form().fields.iter().position(|candidate| candidate.field == field);
        let at = at.unwrap_or_else(|| panic!("the form has no field {field:?}"));
        while self.form().focus != at {
            self.act(Action::NextField);
        }
    }

    /// Goes to a field and types over what is there.
    pub fn enter(&mut self, field: Field, text: &str) {
        self.go_to(field);
        if !self.form().fields[self.form().focus].line.text().is_empty() {
            self.act(Action::ClearField);
        }
        self.type_text(text);
    }

    /// Opens a form, fills it in and saves it.
    pub fn fill(&mut self, open: Action, answers: &[(Field, &str)]) {
        self.act(open);
        for (field, text) in answers {
            self.enter(*field, text);
        }
        self.save();
    }

    /// Saves the form, which is accepted. Of a series of sessions only this one is meant.
    pub fn save(&mut self) {
        let open = self.app.screens.len();
        self.act(Action::Save);
        if matches!(self.app.screens.last(), Some(Screen::Question(question)) if matches!(question.yes, Yes::Reach(_)))
        {
            self.act(Action::Accept);
        }
        assert!(self.app.screens.len() < open, "the form is still open");
    }

    /// The newest plan version is about to be handed in, signed by the legal representative today.
    pub fn sign_plan(&mut self) {
        self.act(Action::PanePlan);
        self.act(Action::AdvancePlan);
        self.enter(Field::RepresentativeSigned, "Ilze Bērziņa");
        self.enter(Field::RepresentativeSignedOn, "šodien");
    }

    /// Saves the form although there is a warning.
    pub fn save_though(&mut self) {
        self.refused(|desk| desk.act(Action::Save));
        self.save();
    }

    /// The newest plan version is handed in and approved.
    pub fn approve_plan(&mut self) {
        self.sign_plan();
        self.save();
        self.fill(Action::AdvancePlan, &[]);
    }

    /// The same, although both are warned of something.
    pub fn approve_plan_though(&mut self) {
        self.sign_plan();
        self.save_though();
        self.act(Action::AdvancePlan);
        self.save_though();
    }

    /// What stands in a field.
    pub fn value(&self, field: Field) -> &str {
        let found = self.form().fields.iter().find(|candidate| candidate.field == field);
        found.unwrap_or_else(|| panic!("the form has no field {field:?}")).line.text()
    }

    /// What is wrong with a field, in words.
    pub fn faults_of(&self, field: Field) -> Vec<String> {
        let faults = self.form().faults.iter().filter(|fault| fault.field == field);
        faults.map(|fault| fault.problem.sentence(self.place.lang)).collect()
    }
}
