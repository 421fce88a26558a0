//! The calendar pane: the child's sessions by week, a cursor on days and on the sessions of a day.

use chrono::{Datelike, Days, NaiveDate};

use crate::{action::Action, domain::Session};

/// Where the calendar's cursor stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CalendarPane {
    /// The day.
    pub day: NaiveDate,
    /// Which of the day's sessions, from 0.
    pub session: usize,
}

impl CalendarPane {
    /// Monday of the week shown.
    pub fn monday(self) -> NaiveDate {
        self.day - Days::new(u64::from(self.day.weekday().num_days_from_monday()))
    }

    /// Goes to a day.
    pub fn go(&mut self, day: NaiveDate) {
        *self = Self { day, session: 0 };
    }

    /// Moves as the action says; whether it was a move.
    pub fn act(&mut self, action: Action, sessions: &[Session], today: NaiveDate) -> bool {
        let count = of_day(sessions, self.day).count();
        match action {
            Action::Right => self.go(self.day + Days::new(1)),
            Action::Left => self.go(self.day - Days::new(1)),
            Action::NextWeek | Action::PageDown => self.go(self.day + Days::new(7)),
            Action::PreviousWeek | Action::PageUp => self.go(self.day - Days::new(7)),
            Action::Today => self.go(today),
            Action::Down => self.session = (self.session + 1).min(count.saturating_sub(1)),
            Action::Up => self.session = self.session.saturating_sub(1),
            Action::Top => self.go(self.monday()),
            Action::Bottom => self.go(self.monday() + Days::new(6)),
            _ => return false,
        }
        true
    }

    /// Keeps the cursor on one of the day's sessions.
    pub fn clamp(&mut self, sessions: &[Session]) {
        self.session = self.session.min(of_day(sessions, self.day).count().saturating_sub(1));
    }

    /// The session under the cursor.
    pub fn selected(self, sessions: &[Session]) -> Option<&Session> {
        of_day(sessions, self.day).nth(self.session)
    }
}

/// The sessions of a day, out of those of a child by day and time.
pub fn of_day(sessions: &[Session], day: NaiveDate) -> impl Iterator<Item = &Session> {
    let start = sessions.partition_point(|session| session.day < day);
    sessions[start..].iter().take_while(move |session| session.day == day)
}
