//! Letters: into a form's field, a line, the attendance grid, or an assessment's sheet.

use super::{
    App, Effect, Screen, Soon,
    frame::Pane,
    line::{Line, Purpose},
    list::Cursor,
};
use crate::{
    action::Action,
    i18n::{Lang, search},
};

impl App {
    pub(super) fn type_text(&mut self, text: &str) -> Vec<Effect> {
        match self.screens.last_mut() {
            Some(Screen::Form(form)) => {
                form.insert(text);
                let draft = form.draft();
                vec![Effect::SaveDraft(Box::new(draft), Soon::Later)]
            }
            Some(Screen::Line(line)) => {
                line.edit.insert(text);
                self.line_changed()
            }
            Some(Screen::Attendance(attendance)) => {
                for digit in text.chars().filter_map(|c| c.to_digit(10)) {
                    attendance.digit(digit);
                }
                self.keep_attendance(Soon::Later)
            }
            Some(Screen::Scoring(_)) => self.type_scores(text),
            _ => Vec::new(),
        }
    }

    /// What a line narrows, lists or tells follows what is typed.
    pub(super) fn line_changed(&mut self) -> Vec<Effect> {
        let Some(Screen::Line(line)) = self.screens.last_mut() else { return Vec::new() };
        line.fault = None;
        let typed = line.edit.text().to_owned();
        match &line.purpose {
            Purpose::FilterFamilies(_) => self.families.look_for(&typed),
            Purpose::FilterPage(_) => {
                if let Some(Screen::Page(page)) = self.screens.iter_mut().rev().nth(1) {
                    page.set_filter(&typed);
                }
            }
            Purpose::Palette => {
                let commands = self.commands(&typed);
                if let Some(Screen::Line(line)) = self.screens.last_mut() {
                    line.commands = commands;
                    line.cursor = Cursor::default();
                }
            }
            Purpose::Observation => {
                if let Some(sheet) = self.sheet_mut() {
                    sheet.observe(&typed);
                }
                return self.keep_sheet(Soon::Later);
            }
            Purpose::MarkText => {
                if let Some(attendance) = self.attendance_mut() {
                    attendance.set_text(&typed);
                }
                return self.keep_attendance(Soon::Later);
            }
            Purpose::GoToDate
            | Purpose::SumsDays
            | Purpose::SumsAsOf
            | Purpose::OpenStore
            | Purpose::OpeningReason(_)
            | Purpose::MarkTime
            | Purpose::CorrectionReason(_)
            | Purpose::Reason(..) => {}
        }
        Vec::new()
    }

    /// The commands that fit what is typed, for the screen beneath the line, the best first.
    fn commands(&mut self, typed: &str) -> Vec<Action> {
        let line = self.screens.pop();
        let applies = |action: &Action| {
            let motion = matches!(
                action,
                Action::Down | Action::Up | Action::Left | Action::Right | Action::PageDown | Action::PageUp
            );
            !motion && *action != Action::Palette && self.can(*action) != super::Can::Absent
        };
        let score = |action: &Action| -> Option<i32> {
            if typed.is_empty() {
                return Some(0);
            }
            let own = search::fuzzy(typed, action.text(self.setting.lang));
            let others = Lang::ALL.iter().filter_map(|&lang| search::fuzzy(typed, action.text(lang)));
            let named = search::fuzzy(typed, &action.name().replace('_', " "));
            // A word of the interface's own language counts a little more.
            own.map(|score| score + 1).into_iter().chain(others).chain(named).max()
        };
        let mut found: Vec<(i32, Action)> =
            Action::ALL.iter().filter(|a| applies(a)).filter_map(|&a| Some((score(&a)?, a))).collect();
        found.sort_by_key(|(score, action)| (-score, *action));
        self.screens.extend(line);
        found.into_iter().map(|(_, action)| action).collect()
    }

    /// Opens a line for that purpose.
    pub(super) fn open_line(&mut self, purpose: Purpose, text: &str) {
        if matches!(purpose, Purpose::FilterFamilies(_)) {
            self.focus = Pane::Families;
            self.families.begin_search(self.recent.before().to_vec());
        }
        let tells = matches!(purpose, Purpose::Observation | Purpose::MarkText);
        self.screens.push(Screen::Line(Box::new(Line::new(purpose, text))));
        if !tells {
            // Narrowing and listing ask for nothing.
            drop(self.line_changed());
        }
    }
}
