//! Whose sessions the calendar shows: the child's, the family's, the own caseload's, a provider's, a specialist's.

use super::super::{
    App,
    calendar::Subject,
    page::{Page, PageKind, Row, Target, text},
};
use crate::i18n::{Text, collation};

/// The page, the choice of now marked.
pub fn whose(app: &App) -> Page {
    let lang = app.setting.lang;
    let row = |subject: Subject, name: &str| {
        let mark = if app.calendar.subject == subject { "(x)" } else { "( )" };
        Row::new(vec![text(format!("{mark} {name}"))]).target(Target::Calendar(subject))
    };
    let mut rows = vec![
        row(Subject::Child, Text::WhoseChild.text(lang)),
        row(Subject::Family, Text::WhoseFamily.text(lang)),
        row(Subject::Caseload, Text::WhoseCaseload.text(lang)),
        Row::heading(Text::Providers.text(lang)),
    ];
    let mut providers: Vec<_> = app.overview.providers.iter().filter(|provider| !provider.closed).collect();
    providers.sort_by(|a, b| collation::compare(&a.name, &b.name));
    rows.extend(providers.iter().map(|provider| row(Subject::Provider(provider.id), &provider.name)));
    let mut specialists: Vec<&str> =
        providers.iter().flat_map(|provider| &provider.specialists).map(|name| name.as_str()).collect();
    let booked = app.dossier().into_iter().flat_map(|dossier| &dossier.sessions);
    specialists.extend(booked.map(|session| session.specialist.as_str()).filter(|name| !name.is_empty()));
    specialists.sort_by(|a, b| collation::compare(a, b));
    specialists.dedup();
    if !specialists.is_empty() {
        rows.push(Row::heading(Text::Specialists.text(lang)));
        rows.extend(specialists.into_iter().map(|name| row(Subject::Specialist(name.to_owned()), name)));
    }
    Page::new(PageKind::Whose, Text::WhoseSessions.text(lang).to_owned(), rows)
}
