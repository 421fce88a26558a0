//! Something was written: what is told of it, and where the cursor goes.

use super::super::{App, Effect, Screen, forms::Noun};
use crate::{
    domain::{AnyRecord, Deed, Id, Kind, Session},
    i18n::{Text, choice::Worded, plural},
};

impl App {
    /// `numbers`: the records put, with the numbers they have now.
    pub(super) fn applied(&mut self, deed: Deed, numbers: &[(Kind, u64)]) -> Vec<Effect> {
        self.leave_proposal();
        let moved = self.moved_in_form();
        self.saved();
        if deed == Deed::MergePersons {
            self.leave_merging();
        }
        if let (Deed::CompleteAssessment, Some(Screen::Scoring(sheet))) = (deed, self.screens.last_mut()) {
            sheet.settle();
        }
        self.inform(self.told(deed, numbers, moved));
        // Whoever was just added is who is worked on next.
        let added = matches!(deed, Deed::AddFamily | Deed::AddChild);
        self.added = numbers.last().copied().filter(|_| added);
        let correction = numbers.last().filter(|_| deed == Deed::CorrectAssessment);
        if correction.is_some() && matches!(self.screens.last(), Some(Screen::Scoring(_))) {
            // What is corrected makes room for its correction.
            self.screens.pop();
        }
        let mut effects = self.reload();
        effects.extend(self.open_registered(numbers).filter(|_| deed == Deed::RegisterInvoice));
        if let Some((_, number)) = correction {
            effects.extend(self.open_assessment(Id::new(*number)));
        }
        effects
    }

    /// What was done, in words.
    fn told(&self, deed: Deed, numbers: &[(Kind, u64)], moved: Option<Session>) -> String {
        let lang = self.setting.lang;
        let count = |of: Kind| numbers.iter().filter(|(kind, _)| *kind == of).count();
        let told = deed.text(lang);
        match (deed, moved) {
            (Deed::BookSessions | Deed::MarkAttendance, _) => format!("{told}: {}", count(Kind::Session)),
            (Deed::RegisterInvoice, _) => {
                format!("{told}: {}", plural::Counted::InvoiceLine.text(count(Kind::InvoiceLine) as u64, lang))
            }
            (Deed::MoveSession, Some(session)) => {
                let whom = self.to_be_told(&session).join(", ");
                format!("{told}. {}", Text::ToInform.fill(lang, &[&whom]))
            }
            (Deed::ChooseSettings, _) => Text::FromNextTime.fill(lang, &[&told]),
            _ => told.to_owned(),
        }
    }

    /// The session that the form on top moves.
    fn moved_in_form(&self) -> Option<Session> {
        match self.screens.last() {
            Some(Screen::Form(form)) if form.noun == Noun::MoveSession => match &form.context.base {
                Some(AnyRecord::Session(session)) => Some(session.clone()),
                _ => None,
            },
            _ => None,
        }
    }

    /// The screen that asked for it has done its work.
    pub(super) fn saved(&mut self) {
        match self.screens.pop() {
            Some(Screen::Form(form)) => {
                for field in &form.fields {
                    self.before.insert((form.noun, field.field), field.line.text().to_owned());
                }
            }
            Some(Screen::Attendance(_) | Screen::Scoring(_) | Screen::Question(_)) | None => {}
            Some(other) => self.screens.push(other),
        }
    }
}
