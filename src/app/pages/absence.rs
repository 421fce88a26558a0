//! Absences as lists and headings have them: who is away or what rests, when, and what becomes of sessions.

use super::super::{
    App,
    page::{Row, text},
};
use crate::{
    domain::{Absence, AbsenceScope},
    i18n::{choice::Worded, date, proposal::ProposalText},
};

/// An absence in a list: when, what becomes of its sessions, who and why.
pub fn absence_row(absence: &Absence, app: &App) -> Row {
    let lang = app.setting.lang;
    let days = ProposalText::Days.fill(lang, &[&date::show(absence.from, lang), &date::show(absence.to, lang)]);
    let row = Row::new(vec![
        text(days),
        text(absence.way.text(lang)),
        text(format!("{} · {}", away(absence, app), absence.reason)),
    ]);
    row.faint(absence.to < app.setting.today).record(absence.clone())
}

/// Who is away or what rests, and when: `Talsu «Žubīte» 17.09.2018.–28.09.2018. remonts`.
pub fn absence_words(absence: &Absence, app: &App) -> String {
    let lang = app.setting.lang;
    let days = ProposalText::Days.fill(lang, &[&date::show(absence.from, lang), &date::show(absence.to, lang)]);
    format!("{} {days} {}", away(absence, app), absence.reason)
}

/// Who is away, or what rests.
pub fn away(absence: &Absence, app: &App) -> String {
    let lang = app.setting.lang;
    let overview = &app.overview;
    match absence.scope() {
        AbsenceScope::Child => {
            let child = overview.children.iter().find(|child| child.id == absence.child);
            let person = child.and_then(|child| overview.people.iter().find(|person| person.id == child.person));
            person.map(|person| person.list_name()).unwrap_or_default()
        }
        AbsenceScope::Family => {
            let family = overview.families.iter().find(|family| family.id == absence.family);
            family.map(|family| family.surname.clone()).unwrap_or_default()
        }
        AbsenceScope::Provider => {
            let provider = overview.providers.iter().find(|provider| provider.id == absence.provider);
            provider.map(|provider| provider.name.clone()).unwrap_or_default()
        }
        AbsenceScope::Service => app.service_name(&absence.service).to_owned(),
        AbsenceScope::Programme => AbsenceScope::Programme.text(lang).to_owned(),
    }
}
