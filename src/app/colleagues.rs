//! Who else is at work, and on what: shown, never in the way.

use super::{App, Effect, Screen};
use crate::{
    domain::{Child, Family, Id, overview::AtWork},
    i18n::{Text, clean::clean},
};

impl App {
    /// What is open to be changed here.
    fn work(&self) -> Option<AtWork> {
        let form = self.screens.iter().rev().find_map(|screen| match screen {
            Screen::Form(form) => Some(form),
            _ => None,
        })?;
        let request = &form.request;
        let work = AtWork {
            user: self.setting.user.clone(),
            kind: form.noun.kind() as u8,
            number: request.record,
            family: request.family,
            child: request.child,
        };
        // A new household or a new price is nobody else's concern.
        (work.number != 0 || work.family.is_some() || work.child.is_some()).then_some(work)
    }

    /// Tells colleagues, when that changed.
    pub(super) fn tell_colleagues(&mut self) -> Option<Effect> {
        let work = self.work();
        if work == self.told {
            return None;
        }
        self.told.clone_from(&work);
        Some(Effect::Working(work.map(Box::new)))
    }

    /// Who works on what the form on top is about: `labo: pēteris`; empty if nobody does.
    pub fn others_in_form(&self) -> String {
        self.work().map_or_else(String::new, |work| self.others(&work))
    }

    /// Who works on that child, or on its household.
    pub fn others_at(&self, family: Id<Family>, child: Option<Id<Child>>) -> String {
        self.others(&AtWork { family, child: child.unwrap_or_default(), ..AtWork::default() })
    }

    /// Whether anybody does.
    pub fn is_worked_on(&self, family: Id<Family>, child: Option<Id<Child>>) -> bool {
        let work = AtWork { family, child: child.unwrap_or_default(), ..AtWork::default() };
        self.colleagues.iter().any(|other| other.meets(&work))
    }

    fn others(&self, work: &AtWork) -> String {
        let mut names: Vec<String> =
            self.colleagues.iter().filter(|other| other.meets(work)).map(|other| clean(&other.user)).collect();
        names.dedup();
        if names.is_empty() { String::new() } else { Text::WorkedOnBy.fill(self.setting.lang, &[&names.join(", ")]) }
    }
}
