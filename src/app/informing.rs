//! Who is to be told that a session was moved: those who represent the child, the specialist, the provider.

use super::{App, Effect, question::Yes};
use crate::{
    domain::{Deed, Operation, Person, Session, contact::shown_phone},
    i18n::{Lang, Text, date, time},
};

/// Where, of these sessions, one was moved from and to: `← 22.03. 13:00 → 27.03. 16:00`; empty: it was not.
pub fn moves<'a>(session: &Session, sessions: impl Iterator<Item = &'a Session> + Clone, lang: Lang) -> String {
    let (from, to) = session.moved(sessions);
    let (from, to) = (from.map(|from| format!("← {}", at(from, lang))), to.map(|to| format!("→ {}", at(to, lang))));
    from.into_iter().chain(to).collect::<Vec<_>>().join(" ")
}

/// `14.09. 9:00`.
pub fn at(session: &Session, lang: Lang) -> String {
    let start = session.start.map(time::show).unwrap_or_default();
    format!("{} {start}", date::show_short(session.day, lang)).trim().to_owned()
}

impl App {
    /// Whom to tell, each with a phone: `Bērziņa Šarlote 29 357 075`.
    pub(super) fn to_be_told(&self, session: &Session) -> Vec<String> {
        let with_phone = |name: &str, phone: &str| format!("{name} {}", shown_phone(phone)).trim().to_owned();
        let overview = &self.overview;
        let child = overview.children.iter().find(|child| child.id == session.child);
        let family = child.and_then(|child| overview.families.iter().find(|family| family.id == child.family));
        let mut told = Vec::new();
        if let Some(family) = family {
            let whom = Person::to_call(family, overview.people.iter());
            told.extend(whom.iter().map(|(name, phone)| with_phone(name, phone)));
        }
        let provider = overview.providers.iter().find(|provider| provider.id == session.provider);
        told.extend((!session.specialist.is_empty()).then(|| session.specialist.clone()));
        told.extend(provider.map(|provider| with_phone(&provider.name, &provider.phone)));
        told
    }

    /// Asks whether those concerned know by now; yes takes the session off the work queue.
    pub(super) fn ask_informed(&mut self, session: &Session) -> Vec<Effect> {
        let told = Session { to_inform: false, ..session.clone() };
        let operation = Operation::new(Deed::EditSession).change(session.clone(), told);
        let mut lines = vec![Text::InformedNow.text(self.setting.lang).to_owned()];
        lines.extend(self.to_be_told(session));
        self.ask(lines, Yes::Apply(Box::new(operation)));
        Vec::new()
    }
}
