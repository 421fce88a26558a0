//! What is asked for in one go is shown first, child by child; Enter carries it out, Esc leaves it.

use super::super::{
    App, Effect, Message, Screen,
    form::Form,
    forms::{self, proposal},
    page::PageKind,
    pages,
};
use crate::{
    domain::{
        Absence, Child, Fault, Id,
        proposal::{AbsenceChange, Proposal, Proposed},
    },
    i18n::{Text, proposal::ProposalText},
};

impl App {
    /// The form's answers as something to be worked out first; none: they are saved as they are.
    pub(super) fn ask_for(form: &mut Form, filling: forms::Filling<'_>) -> Option<Result<Effect, Vec<Fault>>> {
        let asked = proposal::asked(form, filling)?;
        let draft = Some(form.draft_key());
        Some(asked.map(|proposal| Effect::Propose(Box::new(proposal), draft)))
    }

    /// What was asked for comes to this: shown, or shown anew where it stands already. Everybody it touches is looked at.
    pub(in crate::app) fn take_proposed(&mut self, proposed: Box<Proposed>) -> Vec<Effect> {
        let looked = proposed.children.iter().map(|touched| Effect::Looked(touched.child)).collect();
        let again = self.proposed.replace(proposed).is_some();
        let Some(page) = pages::proposal(self) else { return Vec::new() };
        match self.screens.iter_mut().find_map(|screen| match screen {
            Screen::Page(open) if open.kind == PageKind::Proposal => Some(open),
            _ => None,
        }) {
            Some(open) => {
                open.refill(page);
                if again {
                    let changed = ProposalText::ChangedMeanwhile.text(self.setting.lang);
                    self.message = Some(Message::Error(changed.to_owned()));
                }
            }
            None => self.screens.push(Screen::Page(Box::new(page))),
        }
        looked
    }

    /// Something stands in the way: told beside the field that it is about.
    pub(in crate::app) fn take_refusal(&mut self, fault: Fault) -> Vec<Effect> {
        let lang = self.setting.lang;
        self.leave_proposal();
        let told = match self.screens.last_mut() {
            Some(Screen::Form(form)) => {
                let here = form.fields.iter().any(|field| field.field == fault.field);
                form.faults = vec![fault.clone()];
                form.go_to_fault();
                if here { Text::NotSaved.text(lang).to_owned() } else { fault.sentence(lang) }
            }
            _ => fault.sentence(lang),
        };
        self.message = Some(Message::Error(told));
        Vec::new()
    }

    /// What a rule prevents is not carried out; it stands on the page, and is said.
    pub(super) fn carry_out(&mut self) -> Vec<Effect> {
        let Some(proposed) = self.proposed.clone() else { return Vec::new() };
        if let Some(breach) = proposed.prevented() {
            let lang = self.setting.lang;
            let told = ProposalText::Prevented.fill(lang, &[&breach.sentence(lang)]);
            self.message = Some(Message::Error(told));
            return Vec::new();
        }
        vec![Effect::CarryOut(proposed)]
    }

    /// The page of what was asked for is done with; the form beneath stays.
    pub(in crate::app) fn leave_proposal(&mut self) {
        let of_it = |screen: &Screen| matches!(screen, Screen::Page(page) if matches!(page.kind, PageKind::Proposal | PageKind::ProposedFor(_)));
        self.screens.retain(|screen| !of_it(screen));
        self.proposed = None;
    }

    /// Everything that changes for one child.
    pub(super) fn explain_proposal(&mut self, child: Id<Child>) -> Vec<Effect> {
        if let Some(page) = pages::proposed_for(self, child) {
            self.open_page(page);
        }
        Vec::new()
    }

    /// An absence that does not come gives back what it took.
    pub(super) fn withdraw_absence(&self, absence: Absence) -> Vec<Effect> {
        let change = AbsenceChange { before: Some(absence), after: None };
        vec![Effect::Propose(Box::new(Proposal::Absence(change)), None)]
    }
}
