//! What actions do in the attendance of a day.

use chrono::Days;

use super::super::{App, Effect, Message, Screen, forms::Noun, list::Cursor, question::Yes};
use crate::{action::Action, i18n::Text};

impl App {
    pub(super) fn act_in_attendance(&mut self, action: Action) -> Vec<Effect> {
        let height = self.frame().page_rows();
        let lang = self.setting.lang;
        let Some(Screen::Attendance(attendance)) = self.screens.last_mut() else { return Vec::new() };
        if attendance.act(action, height) {
            return Vec::new();
        }
        let day = attendance.sheet.day;
        let other_day = match action {
            Action::NextDay => Some(day + Days::new(1)),
            Action::PreviousDay => Some(day - Days::new(1)),
            Action::Today => Some(self.setting.today),
            _ => None,
        };
        match action {
            Action::Accept => match attendance.accept() {
                Ok(operation) if operation.puts.is_empty() => {
                    self.screens.pop();
                    Vec::new()
                }
                Ok(operation) => vec![Effect::Apply(Box::new(operation))],
                Err((row, problem)) => {
                    attendance.cursor = Cursor { row };
                    self.message = Some(Message::Error(problem.alone(lang)));
                    Vec::new()
                }
            },
            Action::Back if !attendance.touched => {
                self.screens.pop();
                Vec::new()
            }
            Action::Back | Action::NextDay | Action::PreviousDay | Action::Today if attendance.touched => {
                let lines = vec![Text::LeaveAttendance.text(lang).to_owned()];
                self.ask(lines, Yes::LeaveAttendance);
                Vec::new()
            }
            Action::LogCall => self.open_form(Noun::Call, 0),
            _ => match (other_day, &self.overview.programme) {
                (Some(day), Some(programme)) => vec![Effect::LoadAttendance(programme.id, day)],
                _ => Vec::new(),
            },
        }
    }
}
