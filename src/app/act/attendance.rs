//! What actions do in the attendance grid.

use chrono::NaiveDate;

use super::super::{
    App, Effect, Message, Screen, Soon,
    attendance::{Attendance, days_of},
    forms::Noun,
    line::Purpose,
    list::Cursor,
    page::Jump,
};
use crate::{
    action::Action,
    domain::{AnyRecord, Draft, Operation, Outcome, invoicing::lacks_reason, overview::AttendanceSheet},
    i18n::{
        Text,
        clean::clean,
        invoice::InvoiceText,
        number,
        quick_add::{Vocabulary, read},
        rules::appointment,
        time,
    },
};

impl App {
    pub(super) fn act_in_attendance(&mut self, action: Action) -> Vec<Effect> {
        let height = self.frame().page_rows();
        let Some(Screen::Attendance(attendance)) = self.screens.last_mut() else { return Vec::new() };
        if attendance.act(action, height) {
            return self.keep_attendance(Soon::Later);
        }
        let mine = attendance.sheet.owner.is_some();
        let wanted = match action {
            Action::CalendarWhose => Some((!mine, attendance.days())),
            _ => attendance.other_days(action).map(|days| (mine, days)),
        };
        match action {
            Action::Accept => self.record_attendance(""),
            Action::Duplicate => {
                attendance.take_theirs();
                self.keep_attendance(Soon::Later)
            }
            Action::Back => self.leave_attendance(),
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
                    self.open_line(Purpose::MarkTime, format!("{start} {}", time::type_duration(minutes)).trim());
                }
                Vec::new()
            }
            _ => {
                let Some((mine, days)) = wanted else { return Vec::new() };
                let mut effects = self.set_attendance_aside();
                effects.extend(self.load_attendance(self.caseload().filter(|_| mine), days));
                effects
            }
        }
    }

    /// Asks for the sheet of those days: of the cases that somebody owns (login), or of all.
    pub(in super::super) fn load_attendance(
        &self,
        owner: Option<String>,
        days: (NaiveDate, NaiveDate),
    ) -> Option<Effect> {
        let programme = self.overview.programme.as_ref();
        programme.map(|programme| Effect::LoadAttendance(programme.id, owner, days))
    }

    /// Records the sheet; where nothing would change it is only left. What a colleague recorded otherwise is looked at
    /// before it is overwritten. What is invoiced is corrected for a reason, which is asked for.
    pub(super) fn record_attendance(&mut self, reason: &str) -> Vec<Effect> {
        let lang = self.setting.lang;
        let Some(attendance) = self.attendance_mut() else { return Vec::new() };
        if std::mem::take(&mut attendance.unanswered) && attendance.clashes().next().is_some() {
            self.tell_attendance_clash();
            return Vec::new();
        }
        match attendance.accept(reason) {
            Ok(operation) if operation.puts.is_empty() => {
                let (key, touched) = (attendance.draft_key(), attendance.touched);
                self.screens.pop();
                self.overview.drafts.retain(|other| other.key() != key);
                if touched { vec![Effect::DropDraft(key)] } else { Vec::new() }
            }
            Ok(operation) if lacks_reason(&operation) => {
                self.ask_to_correct(&operation);
                Vec::new()
            }
            Ok(operation) => vec![Effect::Apply(Box::new(operation))],
            Err((row, problem)) => {
                attendance.cursor = Cursor { row };
                self.message = Some(Message::Error(problem.alone(lang)));
                Vec::new()
            }
        }
    }

    /// Asks why what is invoiced is corrected, and says by how much. What was noted of the one session may be why.
    fn ask_to_correct(&mut self, operation: &Operation) {
        let lang = self.setting.lang;
        let Some(attendance) = self.attendance_mut() else { return };
        let (mut told, mut noted) = (Vec::new(), Vec::new());
        for (row, mark) in attendance.rows() {
            for put in &operation.puts {
                if let AnyRecord::InvoiceLine(line) = &put.record
                    && line.session == row.session.id
                {
                    let at = appointment(&row.line.service, row.session.day, row.session.start, &row.child, lang);
                    told.push(InvoiceText::Corrects.fill(lang, &[&at, &number::euros(line.amount, lang)]));
                    noted.push(mark.text.clone());
                }
            }
        }
        let why = noted.pop().filter(|_| noted.is_empty()).unwrap_or_default();
        self.open_line(Purpose::CorrectionReason(told), &why);
    }

    /// Says whose session a colleague recorded otherwise, and puts the cursor there.
    fn tell_attendance_clash(&mut self) {
        let lang = self.setting.lang;
        let Some(attendance) = self.attendance_mut() else { return };
        let mut names: Vec<String> = attendance.clashes().map(|row| row.child.clone()).collect();
        let mut by: Vec<String> = attendance.clashes().map(|row| clean(&row.by)).collect();
        if names.is_empty() {
            return;
        }
        names.dedup();
        by.sort();
        by.dedup();
        attendance.go_to_clash();
        let others = names.len().saturating_sub(1);
        let first = names.swap_remove(0);
        let whose = if others > 0 { format!("{first} (+{others})") } else { first };
        self.message = Some(Message::Error(Text::AttendanceClash.fill(lang, &[&by.join(", "), &whose])));
    }

    /// Leaving a sheet on which something was typed keeps it as a draft.
    fn leave_attendance(&mut self) -> Vec<Effect> {
        let effects = self.set_attendance_aside();
        self.screens.pop();
        effects
    }

    /// What was typed on the sheet is a draft from now on.
    fn set_attendance_aside(&mut self) -> Vec<Effect> {
        let lang = self.setting.lang;
        let Some(attendance) = self.attendance_mut() else { return Vec::new() };
        let key = attendance.draft_key();
        let (touched, dirty) = (attendance.touched, attendance.is_dirty());
        let draft = attendance.draft(None, lang);
        if touched {
            self.overview.drafts.retain(|other| other.key() != key);
        }
        match (touched, dirty) {
            (_, true) => {
                self.overview.drafts.insert(0, draft.clone());
                self.inform(Text::DraftKept.text(lang).to_owned());
                vec![Effect::SaveDraft(Box::new(draft), Soon::Now)]
            }
            (true, false) => vec![Effect::DropDraft(key)],
            (false, false) => Vec::new(),
        }
    }

    /// The topmost sheet of attendance, also under the line or the form that was opened from it.
    pub(in super::super) fn attendance_mut(&mut self) -> Option<&mut Attendance> {
        self.screens.iter_mut().rev().find_map(|screen| match screen {
            Screen::Attendance(attendance) => Some(attendance.as_mut()),
            _ => None,
        })
    }

    /// Where the cursor stands in the remark that is being written.
    pub(in super::super) fn remarking(&self) -> Option<usize> {
        match self.screens.last() {
            Some(Screen::Line(line)) if line.purpose == Purpose::MarkText => Some(line.edit.cursor()),
            _ => None,
        }
    }

    /// Keeps what was typed on the sheet as a draft.
    pub(in super::super) fn keep_attendance(&mut self, soon: Soon) -> Vec<Effect> {
        let (remarking, lang) = (self.remarking(), self.setting.lang);
        let touched = self.attendance_mut().filter(|attendance| attendance.touched);
        let draft = touched.map(|attendance| attendance.draft(remarking, lang));
        draft.map(|draft| Effect::SaveDraft(Box::new(draft), soon)).into_iter().collect()
    }

    /// The sheet was read: it is shown, or what is shown of it follows, wherever it lies.
    pub(in super::super) fn take_attendance(&mut self, sheet: AttendanceSheet) -> Vec<Effect> {
        let (lang, days) = (self.setting.lang, (sheet.from, sheet.to));
        let owner = sheet.owner.clone();
        if let Some(open) = self.attendance_mut().filter(|open| open.days() == days && open.sheet.owner == owner) {
            let again = open.retry.take();
            // What was to be recorded was seen as it was planned before.
            let replanned = again.as_ref().map(|_| open.replanned(&sheet)).unwrap_or_default();
            let clash = open.refresh(sheet);
            if again.is_some() && open.clashes().next().is_some() {
                open.unanswered = false;
                self.tell_attendance_clash();
            } else if let (Some(by), false) = (&again, replanned.is_empty()) {
                let told = Text::AttendanceReplanned.fill(lang, &[by, &replanned.join(", ")]);
                self.message = Some(Message::Error(told));
            } else if again.is_some() {
                self.message = None;
                return self.record_attendance("");
            } else if clash {
                let at = open.cursor;
                self.tell_attendance_clash();
                if let Some(open) = self.attendance_mut() {
                    open.cursor = at;
                }
            }
            return Vec::new();
        }
        let mut attendance = Attendance::new(sheet, self.setting.today);
        let key = attendance.draft_key();
        let draft = self.overview.drafts.iter().find(|draft| draft.key() == key).cloned();
        let restored = draft.map(|draft| attendance.restore(&draft));
        if owner.is_some() && !attendance.shows_all_typed() {
            // Something was typed about a colleague's child.
            return self.load_attendance(None, days).into_iter().collect();
        }
        let clash = attendance.unanswered;
        let text = attendance.selected().map(|(_, mark)| mark.text.clone()).unwrap_or_default();
        match self.screens.last_mut() {
            Some(Screen::Attendance(open)) => **open = attendance,
            _ => self.screens.push(Screen::Attendance(Box::new(attendance))),
        }
        let Some(remarking) = restored else { return Vec::new() };
        self.inform(Text::DraftRestored.text(lang).to_owned());
        if clash {
            self.tell_attendance_clash();
        } else if let Some(at) = remarking {
            self.open_line(Purpose::MarkText, &text);
            if let Some(Screen::Line(line)) = self.screens.last_mut() {
                line.edit.place(at);
            }
        }
        Vec::new()
    }

    /// Asks for the sheet that a draft is of.
    pub(in super::super) fn resume_attendance(&self, draft: &Draft) -> Option<Effect> {
        self.load_attendance(self.caseload(), days_of(draft)?)
    }

    /// What was typed of the session under the grid's cursor; whether it could be read.
    pub(super) fn mark_as_typed(&mut self, purpose: &Purpose, typed: &str) -> bool {
        let Some(attendance) = self.attendance_mut() else { return true };
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
