//! What actions do in the attendance grid.

use chrono::NaiveDate;

use super::super::{App, Effect, Message, Screen, forms::Noun, line::Purpose, list::Cursor, page::Jump, question::Yes};
use crate::{
    action::Action,
    domain::Outcome,
    i18n::{
        Text,
        quick_add::{Vocabulary, read},
        time,
    },
};

impl App {
    pub(super) fn act_in_attendance(&mut self, action: Action) -> Vec<Effect> {
        let height = self.frame().page_rows();
        let lang = self.setting.lang;
        let Some(Screen::Attendance(attendance)) = self.screens.last_mut() else { return Vec::new() };
        if attendance.act(action, height) {
            return Vec::new();
        }
        let mine = attendance.sheet.owner.is_some();
        let wanted = match action {
            Action::CalendarWhose => Some((!mine, attendance.days())),
            _ => attendance.other_days(action).map(|days| (mine, days)),
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
            _ if attendance.touched && (action == Action::Back || wanted.is_some()) => {
                let lines = vec![Text::LeaveAttendance.text(lang).to_owned()];
                self.ask(lines, Yes::LeaveAttendance);
                Vec::new()
            }
            Action::LogCall => self.open_form(Noun::Call, 0),
            Action::Move => match attendance.selected().map(|(row, _)| row.session.clone()) {
                Some(session) => self.follow_jump(Jump::new(Noun::MoveSession, session.id.0).of(session.child)),
                None => Vec::new(),
            },
            Action::MarkTime | Action::MarkText => {
                let Some((row, mark)) = attendance.selected() else { return Vec::new() };
                if action == Action::MarkText {
                    let text = mark.text.clone();
                    self.open_line(Purpose::MarkText, &text);
                } else {
                    let start = mark.start.or(row.session.start).map(time::show).unwrap_or_default();
                    let minutes = if mark.minutes > 0 { mark.minutes } else { row.session.minutes };
                    self.open_line(Purpose::MarkTime, format!("{start} {minutes}").trim());
                }
                Vec::new()
            }
            _ => match wanted {
                Some((mine, days)) => self.load_attendance(self.caseload().filter(|_| mine), days),
                None => Vec::new(),
            },
        }
    }

    /// Asks for the sheet of those days: of the cases that somebody owns (login), or of all.
    pub(in super::super) fn load_attendance(&self, owner: Option<String>, days: (NaiveDate, NaiveDate)) -> Vec<Effect> {
        let programme = self.overview.programme.as_ref();
        programme.map(|programme| Effect::LoadAttendance(programme.id, owner, days)).into_iter().collect()
    }

    /// What was typed of the session under the grid's cursor; whether it could be read.
    pub(super) fn mark_as_typed(&mut self, purpose: &Purpose, typed: &str) -> bool {
        // Beneath the line is the grid.
        let grid = self.screens.iter_mut().rev().find_map(|screen| match screen {
            Screen::Attendance(attendance) => Some(attendance),
            _ => None,
        });
        let Some(attendance) = grid else { return true };
        if *purpose == Purpose::MarkText {
            attendance.set_text(typed.trim());
            return true;
        }
        let (read, problems) = read(typed, &Vocabulary::default());
        if !problems.is_empty() || (read.start, read.minutes) == (None, None) {
            return false;
        }
        attendance.set_time(read.start, read.minutes.unwrap_or_default());
        true
    }

    /// Whether the session under the grid's cursor can still be moved.
    pub(in super::super) fn can_move_in_attendance(&self) -> bool {
        let Some(Screen::Attendance(attendance)) = self.screens.last() else { return false };
        attendance.selected().is_some_and(|(row, _)| row.session.outcome == Outcome::Scheduled)
    }
}
