//! Somebody else was quicker: what a screen shows is not what the store has.

use super::super::{App, Clash, Effect, Message, Screen, msg::FormRequest};
use crate::{
    domain::{AnyRecord, Draft, Field},
    i18n::{Text, clean::clean},
};

impl App {
    /// Shows what a colleague wrote meanwhile; saving again means: mine, knowing theirs.
    pub(super) fn clash(&mut self, clash: Clash) -> Vec<Effect> {
        let lang = self.setting.lang;
        let by = if clash.by.is_empty() { Text::Colleague.text(lang).to_owned() } else { clean(&clash.by) };
        if let Some(Screen::Scoring(sheet)) = self.screens.last_mut() {
            // What both typed is told row by row; where they scored different rows, nobody has to know.
            sheet.retry = Some(by);
            return vec![Effect::LoadScoring(sheet.request())];
        }
        if let Some(Screen::Attendance(attendance)) = self.screens.last_mut() {
            attendance.retry = Some(by);
            let (owner, days) = (attendance.sheet.owner.clone(), attendance.days());
            return self.load_attendance(owner, days).into_iter().collect();
        }
        let label = |name: &'_ String| Field::by_name(name).map_or(name.clone(), |field| field.text(lang).to_owned());
        let names: Vec<String> = clash.fields.iter().map(label).collect();
        self.message = Some(Message::Error(Text::Clash.fill(lang, &[&by, &names.join(", ")])));
        let filling = self.setting.filling();
        let asked = matches!(self.screens.last(), Some(Screen::Question(_)));
        if asked {
            // The question was about a record that is not what it was.
            self.screens.pop();
        }
        match self.screens.last_mut() {
            Some(Screen::Form(form)) => {
                let is_its_own =
                    |base: &AnyRecord| (base.kind(), base.number()) == (clash.theirs.kind(), clash.theirs.number());
                if form.context.base.as_ref().is_some_and(is_its_own) {
                    let now = clash.told(lang);
                    form.show_theirs(clash, filling);
                    if form.theirs.is_empty() {
                        // Nothing to choose between: what the form says is to be thought over.
                        self.message = Some(Message::Error(Text::ClashBeside.fill(lang, &[&by, &now])));
                    }
                    return Vec::new();
                }
                // Of many records another one is not what it was.
                self.made_anew()
            }
            _ if asked => self.reload(),
            _ => Vec::new(),
        }
    }

    /// What is on top was made of what is no more: a form is made anew of what the store has now, with what was typed.
    pub(super) fn made_anew(&mut self) -> Vec<Effect> {
        match self.screens.last() {
            Some(Screen::Form(form)) => {
                // What happened since it was opened was told.
                let draft = Some(Draft { seen: 0, ..form.draft() });
                let request = FormRequest { draft, ..form.request.clone() };
                self.screens.pop();
                vec![Effect::LoadForm(request)]
            }
            Some(Screen::Question(_)) => {
                self.screens.pop();
                self.reload()
            }
            _ => self.reload(),
        }
    }
}
