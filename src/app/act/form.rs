//! What actions do in a form.

use super::super::{
    App, Effect, Message, Screen, Soon,
    form::Outcome,
    forms::{self, Noun, lookalike},
    question::Yes,
    quick_add,
    reach::Reaches,
};
use crate::{
    action::Action,
    domain::{AnyRecord, Deed, Put, overview::Lookalike},
    i18n::Text,
};

impl App {
    pub(super) fn act_in_form(&mut self, action: Action) -> Vec<Effect> {
        let (today, lang) = (self.setting.today, self.setting.lang);
        let frame = self.frame();
        let (columns, size) = (frame.text_columns(), (usize::from(frame.body.width), usize::from(frame.body.height)));
        let Some(Screen::Form(form)) = self.screens.last_mut() else { return Vec::new() };
        if action == Action::LogCall {
            // The form stays under the note as it is.
            return self.open_form(Noun::Call, 0);
        }
        if action == Action::Explain {
            return self.explain_supposed();
        }
        if action == Action::Back {
            return self.leave_form();
        }
        if let Some(completed) = quick_add::completed(form, lang).filter(|_| action == Action::NextField) {
            form.replace(&completed);
            return vec![Effect::SaveDraft(Box::new(form.draft()), Soon::Later)];
        }
        if matches!(action, Action::PageDown | Action::PageUp) && form.noun == Noun::Series {
            quick_add::turn_page(form, action == Action::PageDown, size, lang);
            return Vec::new();
        }
        let focused = form.focused().map(|field| field.field);
        let before = focused.and_then(|field| self.before.get(&(form.noun, field))).cloned();
        match form.act(action, before.as_deref(), columns, today, lang) {
            Outcome::Edited => vec![Effect::SaveDraft(Box::new(form.draft()), Soon::Later)],
            Outcome::Save => self.look_and_save(),
            Outcome::Stay => self.look_for_lookalikes(),
            Outcome::Ignored => Vec::new(),
        }
    }

    /// Leaving a form that holds something keeps it as a draft.
    fn leave_form(&mut self) -> Vec<Effect> {
        let Some(Screen::Form(form)) = self.screens.pop() else { return Vec::new() };
        if !form.is_dirty() {
            // What was typed was taken back: nothing is to be offered again.
            return if form.typed { vec![Effect::DropDraft(form.draft_key())] } else { Vec::new() };
        }
        let draft = form.draft();
        self.overview.drafts.retain(|other| other.key() != draft.key());
        self.overview.drafts.insert(0, draft.clone());
        let homeless = self.screens.iter().any(|screen| matches!(screen, Screen::Welcome(_)));
        let kept = if homeless { Text::KeptHere } else { Text::DraftKept };
        self.inform(kept.text(self.setting.lang).to_owned());
        vec![Effect::SaveDraft(Box::new(draft), Soon::Now)]
    }

    /// A field was left: whoever looks like the person entered so far is told beside the fields.
    fn look_for_lookalikes(&mut self) -> Vec<Effect> {
        let filling = self.setting.filling();
        let Some(Screen::Form(form)) = self.screens.last_mut() else { return Vec::new() };
        lookalike::tell(form, filling);
        lookalike::wanted(form, filling).map(Effect::LoadLookalikes).into_iter().collect()
    }

    /// A person is saved only after everybody else was looked through: somebody may just have been entered.
    fn look_and_save(&mut self) -> Vec<Effect> {
        let filling = self.setting.filling();
        let Some(Screen::Form(form)) = self.screens.last_mut() else { return Vec::new() };
        form.looked_for = None;
        match lookalike::wanted(form, filling) {
            Some(person) => {
                form.saving = true;
                vec![Effect::LoadLookalikes(person)]
            }
            None => self.save_form(),
        }
    }

    /// Who looks like the person under entry is known.
    pub(in crate::app) fn take_lookalikes(&mut self, found: Vec<Lookalike>) -> Vec<Effect> {
        let filling = self.setting.filling();
        let Some(Screen::Form(form)) = self.screens.last_mut() else { return Vec::new() };
        form.context.lookalikes = found;
        lookalike::tell(form, filling);
        if std::mem::take(&mut form.saving) { self.save_form() } else { Vec::new() }
    }

    fn save_form(&mut self) -> Vec<Effect> {
        let filling = self.setting.filling();
        let Some(Screen::Form(form)) = self.screens.last_mut() else { return Vec::new() };
        let built = forms::build(form, filling);
        let asked = built.is_ok().then(|| Self::ask_for(form, filling)).flatten();
        let built = match asked {
            Some(Ok(effect)) => {
                form.faults.clear();
                return vec![effect];
            }
            Some(Err(faults)) => Err(faults),
            None => built,
        };
        match built {
            Ok(operation) => {
                form.faults.clear();
                let (reaches, seen) = (Reaches::of(form, &operation, filling), form.context.revision);
                if form.noun == Noun::Programme && self.overview.programme.is_none() {
                    let creating = self.screens.iter().any(|screen| matches!(screen, Screen::Welcome(_)));
                    if creating {
                        return vec![Effect::CreateStore(Box::new(operation))];
                    }
                }
                if let (Deed::RegisterInvoice, [Put { record: AnyRecord::Invoice(invoice), .. }]) =
                    (operation.deed, &operation.puts[..])
                {
                    return vec![Effect::RegisterInvoice(Box::new(invoice.clone()), operation.draft, seen)];
                }
                if let Some(reaches) = reaches {
                    let lines = reaches.lines();
                    self.ask(lines, Yes::Reach(Box::new(reaches)));
                    return Vec::new();
                }
                vec![Effect::Apply(Box::new(operation))]
            }
            Err(faults) => {
                let only_warnings = faults.iter().all(|fault| fault.is_warning());
                form.warned = only_warnings;
                form.faults = faults;
                form.go_to_fault();
                let text = if only_warnings { Text::SaveAnyway } else { Text::NotSaved };
                // What is wrong beside no field is told here: nothing may stop a form without a word.
                let homeless = form.faults.iter().find(|fault| !form.fields.iter().any(|f| f.field == fault.field));
                let told =
                    homeless.map_or_else(|| text.text(filling.lang).to_owned(), |fault| fault.sentence(filling.lang));
                self.message = Some(Message::Error(told));
                Vec::new()
            }
        }
    }
}
