//! What actions do, screen by screen.

mod anywhere;
mod attendance;
mod form;
mod line;
mod page;
mod panes;
mod question;

use super::{App, Can, Effect, Message, Screen};
use crate::action::Action;

impl App {
    /// Does what the action asks on the screen on top, or says why not.
    pub(super) fn act(&mut self, action: Action) -> Vec<Effect> {
        match self.can(action) {
            Can::Yes => {}
            Can::No(why) => {
                self.message = Some(Message::Error(why.text(self.setting.lang).to_owned()));
                return Vec::new();
            }
            Can::Absent => return Vec::new(),
        }
        if action == Action::Redraw {
            return vec![Effect::Redraw];
        }
        match self.screens.last() {
            Some(Screen::Form(_)) => self.act_in_form(action),
            Some(Screen::Line(_)) => self.act_in_line(action),
            Some(Screen::Question(_)) => self.act_in_question(action),
            Some(Screen::Attendance(_)) => self.act_in_attendance(action),
            Some(Screen::Welcome(_)) => self.act_in_welcome(action),
            Some(Screen::Page(_)) => self.act_in_page(action).unwrap_or_else(|| self.act_anywhere(action)),
            None => self.act_in_panes(action).unwrap_or_else(|| self.act_anywhere(action)),
        }
    }
}
