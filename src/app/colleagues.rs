//! Who else is at work, and on what: shown, never in the way.

use super::{App, Effect, Screen};
use crate::{
    domain::{Child, Family, Id, Kind, overview::AtWork},
    i18n::{Lang, Text, clean::clean},
};

/// What a colleague (login; empty: not known who) made of something: `kolēģis pēteris: …`.
pub fn theirs(by: &str, what: &str, lang: Lang) -> String {
    match by.is_empty() {
        true => Text::Theirs.fill(lang, &[&what]),
        false => Text::TheirsBy.fill(lang, &[&clean(by), &what]),
    }
}

impl App {
    /// What is open to be changed here: the uppermost form or sheet.
    fn work(&self) -> Option<AtWork> {
        let of_screen = |screen: &Screen| match screen {
            Screen::Form(form) => Some(AtWork {
                kind: form.noun.kind() as u8,
                number: form.request.record,
                family: form.request.family,
                child: form.request.child,
                ..AtWork::default()
            }),
            Screen::Scoring(sheet) => Some(AtWork {
                kind: Kind::Assessment as u8,
                number: sheet.context.assessment.id.0,
                family: sheet.context.family,
                child: sheet.context.assessment.child,
                ..AtWork::default()
            }),
            Screen::Attendance(attendance) => {
                Some(AtWork { kind: Kind::Session as u8, days: Some(attendance.days()), ..AtWork::default() })
            }
            _ => None,
        };
        let work = AtWork { user: self.setting.user.clone(), ..self.screens.iter().rev().find_map(of_screen)? };
        // A new household or a new price is nobody else's concern.
        let concerns = work.number != 0 || work.family.is_some() || work.child.is_some() || work.days.is_some();
        concerns.then_some(work)
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

    /// Who works on what the form or sheet on top is about: `labo: pēteris`; empty if nobody does.
    pub fn others_at_work(&self) -> String {
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
