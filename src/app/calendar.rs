//! The calendar pane: the sessions of a child, or of whoever is chosen, by day, week, month or as a list; a cursor on
//! days and on the sessions of a day.

use chrono::{Days, Months, NaiveDate};

use super::{App, Effect, frame::Pane, informing::moves};
use crate::{
    action::Action,
    domain::{
        Absence, Id, Provider, Session,
        diary::{self, Diary, DiaryRow, DiaryWish, Whose},
        sheet::SheetWish,
    },
};

/// How the days are shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Layout {
    /// One day, a session a row.
    Day,
    /// A column a day.
    #[default]
    Week,
    /// A field a day.
    Month,
    /// The month's sessions, a row each.
    Agenda,
}

impl Layout {
    /// The one that follows when the layouts are gone through.
    fn next(self) -> Self {
        match self {
            Self::Day => Self::Week,
            Self::Week => Self::Month,
            Self::Month => Self::Agenda,
            Self::Agenda => Self::Day,
        }
    }
}

/// Whose sessions the pane shows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Subject {
    /// Of the child under the families' cursor.
    #[default]
    Child,
    /// Of the family under it.
    Family,
    /// Of the user's own cases.
    Caseload,
    /// At a provider.
    Provider(Id<Provider>),
    /// With a specialist.
    Specialist(String),
}

/// Where the calendar's cursor stands, and what it shows.
#[derive(Clone, Debug, Default)]
pub struct CalendarPane {
    /// The day.
    pub day: NaiveDate,
    /// Which of the day's sessions, from 0.
    pub session: usize,
    /// How the days are shown.
    pub layout: Layout,
    /// Whose sessions.
    pub subject: Subject,
    /// The sessions of others than the child, as they were read.
    diary: Option<Box<Diary>>,
    /// What was asked for last.
    asked: Option<DiaryWish>,
}

/// A session on the calendar, and what people call it.
#[derive(Clone, Copy, Debug)]
pub struct Shown<'a> {
    /// The session.
    pub session: &'a Session,
    /// The child's name as lists have it; empty where all are the same child's.
    pub child: &'a str,
    /// The same with the given names first.
    pub called: &'a str,
    /// The code of its service.
    pub service: &'a str,
}

impl<'a> Shown<'a> {
    fn of(row: &'a DiaryRow) -> Self {
        let DiaryRow { session, child, called, service, .. } = row;
        Self { session, child, called, service }
    }
}

impl CalendarPane {
    /// On a day.
    pub fn on(day: NaiveDate) -> Self {
        Self { day, ..Self::default() }
    }

    /// Monday of the week shown.
    pub fn monday(&self) -> NaiveDate {
        diary::week(self.day).0
    }

    /// Goes to a day.
    pub fn go(&mut self, day: NaiveDate) {
        (self.day, self.session) = (day, 0);
    }

    /// What is read is read anew.
    pub fn forget(&mut self) {
        self.asked = None;
    }

    /// Takes what was read, if it is still what is wanted.
    pub fn take(&mut self, diary: Box<Diary>) {
        if self.asked.as_ref() == Some(&diary.wish) {
            self.session = self.session.min(diary.on(self.day).len().saturating_sub(1));
            self.diary = Some(diary);
        }
    }

    /// The days that the layout shows.
    fn days(&self) -> (NaiveDate, NaiveDate) {
        match self.layout {
            Layout::Day | Layout::Week => diary::week(self.day),
            Layout::Month | Layout::Agenda => diary::month_in_weeks(self.day),
        }
    }

    /// Keeps the cursor on one of the day's `count` sessions.
    pub fn clamp(&mut self, count: usize) {
        self.session = self.session.min(count.saturating_sub(1));
    }

    fn shift(&mut self, days: i64) {
        self.go(self.day + chrono::TimeDelta::days(days));
    }

    /// Moves as the action says; `count`: how many sessions a day has. Whether it was a move.
    fn act(&mut self, action: Action, count: impl Fn(NaiveDate) -> usize, today: NaiveDate) -> bool {
        let by_month = matches!(self.layout, Layout::Month | Layout::Agenda);
        match (action, self.layout) {
            (Action::CalendarLayout, _) => {
                self.layout = self.layout.next();
                self.clamp(count(self.day));
            }
            (Action::Right, _) => self.shift(1),
            (Action::Left, _) => self.shift(-1),
            (Action::Down, Layout::Month) => self.shift(7),
            (Action::Up, Layout::Month) => self.shift(-7),
            (Action::Down, Layout::Agenda) => self.next_session(count),
            (Action::Up, Layout::Agenda) => self.previous_session(count),
            (Action::Down, _) => self.session = (self.session + 1).min(count(self.day).saturating_sub(1)),
            (Action::Up, _) => self.session = self.session.saturating_sub(1),
            (Action::PageDown, _) if by_month => self.go(self.day + Months::new(1)),
            (Action::PageUp, _) if by_month => self.go(self.day - Months::new(1)),
            (Action::NextWeek | Action::PageDown, _) => self.shift(7),
            (Action::PreviousWeek | Action::PageUp, _) => self.shift(-7),
            (Action::Today, _) => self.go(today),
            (Action::Top, _) if by_month => self.go(diary::month(self.day).0),
            (Action::Bottom, _) if by_month => self.go(diary::month(self.day).1),
            (Action::Top, _) => self.go(self.monday()),
            (Action::Bottom, _) => self.go(self.monday() + Days::new(6)),
            _ => return false,
        }
        true
    }

    /// The next session of the month, or the first day of the next one.
    fn next_session(&mut self, count: impl Fn(NaiveDate) -> usize) {
        if self.session + 1 < count(self.day) {
            self.session += 1;
            return;
        }
        let last = diary::month(self.day).1;
        let later = self.day.iter_days().skip(1).take_while(|day| *day <= last);
        let next = later.into_iter().find(|day| count(*day) > 0);
        self.go(next.unwrap_or(last + Days::new(1)));
    }

    /// The session before in the month, or the last day of the month before.
    fn previous_session(&mut self, count: impl Fn(NaiveDate) -> usize) {
        if self.session > 0 {
            self.session -= 1;
            return;
        }
        let first = diary::month(self.day).0;
        let days = (self.day - first).num_days();
        let earlier = (1..=days).map(|back| self.day - chrono::TimeDelta::days(back));
        match earlier.into_iter().find(|day| count(*day) > 0) {
            Some(day) => (self.day, self.session) = (day, count(day) - 1),
            None => self.go(first - Days::new(1)),
        }
    }
}

impl App {
    /// The sessions that the calendar has on a day.
    pub fn shown_on(&self, day: NaiveDate) -> Vec<Shown<'_>> {
        if self.calendar.subject == Subject::Child {
            let Some(dossier) = self.dossier() else { return Vec::new() };
            let service = |session| dossier.service_of(session).unwrap_or("");
            return of_day(&dossier.sessions, day)
                .map(|session| Shown { session, child: "", called: "", service: service(session) })
                .collect();
        }
        let rows = self.calendar.diary.as_ref().map_or(&[][..], |diary| diary.on(day));
        rows.iter().map(Shown::of).collect()
    }

    /// Who is away or what rests, of whom the calendar shows.
    pub fn absences(&self) -> &[Absence] {
        match (self.calendar.subject == Subject::Child, self.dossier(), &self.calendar.diary) {
            (true, Some(dossier), _) => &dossier.absences,
            (false, _, Some(diary)) => &diary.absences,
            _ => &[],
        }
    }

    /// Where a session of the calendar was moved from and to, in words; empty: it was not.
    pub fn moves_of(&self, session: &Session) -> String {
        let lang = self.setting.lang;
        match (self.calendar.subject == Subject::Child, self.dossier(), &self.calendar.diary) {
            (true, Some(dossier), _) => moves(session, dossier.sessions.iter(), lang),
            (false, _, Some(diary)) => {
                moves(session, diary.rows.iter().map(|row| &row.session).chain(&diary.moved), lang)
            }
            _ => String::new(),
        }
    }

    /// The session under the calendar's cursor.
    pub fn cursor_session(&self) -> Option<&Session> {
        self.shown_on(self.calendar.day).get(self.calendar.session).map(|shown| shown.session)
    }

    /// Moves in the calendar as the action says; whether it was a move.
    pub(super) fn move_in_calendar(&mut self, action: Action) -> bool {
        let mut calendar = std::mem::take(&mut self.calendar);
        // What is counted is looked up in the pane itself, which is put back before anything else is done.
        let diary = calendar.diary.take();
        let dossier = self.dossier().cloned();
        let of_child = calendar.subject == Subject::Child;
        let count = |day| match (&dossier, &diary) {
            (Some(dossier), _) if of_child => of_day(&dossier.sessions, day).count(),
            (_, Some(diary)) if !of_child => diary.on(day).len(),
            _ => 0,
        };
        let moved = calendar.act(action, count, self.setting.today);
        self.calendar = CalendarPane { diary, ..calendar };
        moved
    }

    /// Whose sessions are to be shown from now on.
    pub(super) fn show_sessions_of(&mut self, subject: Subject) {
        self.calendar.subject = subject;
        self.calendar.session = 0;
        self.calendar.diary = None;
        self.calendar.forget();
    }

    /// Whose cases the user works for: the own ones (login). Who owns none works for all.
    pub(super) fn caseload(&self) -> Option<String> {
        let user = &self.setting.user;
        self.overview.families.iter().any(|family| family.owner == *user).then(|| user.clone())
    }

    /// The sheet that goes with what is shown: the calls of one's caseload's day, the week of a provider or a
    /// specialist, else the month of the child under the cursor.
    pub(super) fn sheet_wanted(&self) -> Option<SheetWish> {
        let day = self.calendar.day;
        Some(match &self.calendar.subject {
            Subject::Caseload if self.focus == Pane::Calendar => SheetWish::Calls(self.caseload(), day),
            Subject::Provider(id) if self.focus == Pane::Calendar => {
                let provider = self.overview.providers.iter().find(|provider| provider.id == *id)?;
                SheetWish::Week(Whose::Provider(*id), provider.name.clone(), day)
            }
            Subject::Specialist(name) if self.focus == Pane::Calendar => {
                SheetWish::Week(Whose::Specialist(name.clone()), name.clone(), day)
            }
            _ => SheetWish::Month(self.selected_child()?, day),
        })
    }

    /// After anything that may have moved the calendar: what it shows of others than the child is read.
    pub(super) fn follow_calendar(&mut self) -> Option<Effect> {
        self.frame().panes[Pane::Calendar as usize]?;
        let whose = match &self.calendar.subject {
            Subject::Child => return None,
            Subject::Family => Whose::Family(self.selected_family()?),
            Subject::Caseload => Whose::Caseload(self.caseload()),
            Subject::Provider(provider) => Whose::Provider(*provider),
            Subject::Specialist(name) => Whose::Specialist(name.clone()),
        };
        let (from, to) = self.calendar.days();
        let wish = DiaryWish { whose, from, to };
        if self.calendar.asked.as_ref() == Some(&wish) {
            return None;
        }
        let programme = self.overview.programme.as_ref()?.id;
        self.calendar.asked = Some(wish.clone());
        Some(Effect::LoadDiary(programme, Box::new(wish)))
    }
}

/// The sessions of a day, out of those of a child by day and time.
pub fn of_day(sessions: &[Session], day: NaiveDate) -> impl Iterator<Item = &Session> {
    let start = sessions.partition_point(|session| session.day < day);
    sessions[start..].iter().take_while(move |session| session.day == day)
}
