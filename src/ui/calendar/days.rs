//! What a day is beside its sessions: a holiday, a moved working day, school holidays; somebody is away or closed.

use chrono::{Datelike, NaiveDate, Weekday};
use ratatui::style::Style;

use crate::{
    app::{App, calendar::Subject, pages},
    domain::{
        Absence, AbsenceScope, Id, Provider,
        almanac::Almanac,
        calendar::{Special, holiday},
    },
    i18n::Text,
    ui::canvas::{FAINT, PLAIN, STRONG},
};

/// One thing to be said of a day.
#[derive(Clone, Copy)]
pub(super) enum Note<'a> {
    /// What it is for everybody.
    Special(Special),
    /// Somebody is away, or something rests.
    Absence(&'a Absence),
    /// A provider is closed.
    Closed(&'a Provider),
}

impl Note<'_> {
    /// In words.
    pub fn text(self, app: &App) -> String {
        let lang = app.setting.lang;
        match self {
            Self::Special(special) => special.text(lang),
            Self::Closed(provider) => Text::ClosedOf.fill(lang, &[&provider.name]),
            Self::Absence(absence) => {
                let scope = absence.scope();
                let words = match scope {
                    AbsenceScope::Child | AbsenceScope::Family => Text::AwayOf,
                    AbsenceScope::Provider => Text::ClosedOf,
                    AbsenceScope::Service | AbsenceScope::Programme => Text::SuspendedOf,
                };
                // Whose calendar it is stands in the title.
                let own = match app.calendar.subject {
                    Subject::Child => matches!(scope, AbsenceScope::Child | AbsenceScope::Family),
                    Subject::Family => scope == AbsenceScope::Family,
                    Subject::Provider(_) => scope == AbsenceScope::Provider,
                    Subject::Caseload | Subject::Specialist(_) => false,
                };
                let whose = called(absence, app).unwrap_or_else(|| pages::away(absence, app));
                let told = if own { absence.reason.clone() } else { format!("{whose} ({})", absence.reason) };
                words.fill(lang, &[&told])
            }
        }
    }

    /// In a word, where there is no room for more.
    pub fn short(self, app: &App) -> &'static str {
        let word = match self {
            Self::Special(Special::Holiday(_)) => Text::Holiday,
            Self::Special(Special::MovedOn(_)) => Text::WorkedShort,
            Self::Special(_) => Text::FreeShort,
            Self::Closed(_) => Text::ClosedShort,
            Self::Absence(absence) if absence.provider.is_some() => Text::ClosedShort,
            Self::Absence(_) => Text::AwayShort,
        };
        word.text(app.setting.lang)
    }

    /// In a sign: a star where a day is free, a dash where a Saturday is worked, a dot in school holidays, a tilde
    /// where somebody is away or closed.
    pub fn sign(self) -> &'static str {
        match self {
            Self::Special(Special::Holiday(_) | Special::MovedOff(_)) => "*",
            Self::Special(Special::MovedOn(_)) => "-",
            Self::Special(Special::School(_)) => ".",
            Self::Absence(_) | Self::Closed(_) => "~",
        }
    }

    /// Whether the schools have holidays, and nothing else.
    pub fn is_school(self) -> bool {
        matches!(self, Self::Special(Special::School(_)))
    }
}

/// The child that is away, the given names first: brothers and sisters are told apart by them.
fn called(absence: &Absence, app: &App) -> Option<String> {
    let child = app.overview.children.iter().find(|child| absence.child.is_some() && child.id == absence.child)?;
    Some(app.overview.people.iter().find(|person| person.id == child.person)?.called())
}

/// What is to be said of a day, where the municipality goes by it: what is so for everybody comes first.
pub(super) fn notes(app: &App, day: NaiveDate) -> Vec<Note<'_>> {
    let follows = app.overview.programme.as_ref().is_some_and(|programme| programme.follows_moved_days);
    let specials = Special::of(day, Almanac::followed(follows), Almanac::in_force()).map(Note::Special);
    let (school, mut notes): (Vec<_>, Vec<_>) = specials.partition(|note| note.is_school());
    notes.extend(app.absences().iter().filter(|absence| absence.covers(day)).map(Note::Absence));
    let closed = |provider: &&Provider| provider.closure_days.contains(&day) && is_shown(app, provider.id);
    notes.extend(app.overview.providers.iter().filter(closed).map(Note::Closed));
    notes.extend(school);
    notes
}

/// Whether it concerns the calendar's sessions when that provider is closed: its own calendar, or that of a child who
/// goes there.
fn is_shown(app: &App, provider: Id<Provider>) -> bool {
    match app.calendar.subject {
        Subject::Provider(shown) => shown == provider,
        Subject::Child => {
            app.dossier().is_some_and(|dossier| dossier.lines.iter().any(|line| line.provider == provider))
        }
        Subject::Family | Subject::Caseload | Subject::Specialist(_) => false,
    }
}

/// How the heading of a day looks.
pub(super) fn day_style(app: &App, day: NaiveDate) -> Style {
    let weekend = matches!(day.weekday(), Weekday::Sat | Weekday::Sun);
    let notes = notes(app, day);
    let worked = notes.iter().any(|note| matches!(note, Note::Special(Special::MovedOn(_))));
    let moved = notes.iter().any(|note| matches!(note, Note::Special(Special::MovedOff(_))));
    if day == app.setting.today {
        STRONG
    } else if moved || holiday(day).is_some() || (weekend && !worked) {
        FAINT
    } else {
        PLAIN
    }
}
