//! What was typed on the sheet: it stays whatever colleagues record meanwhile, and is a draft until it is recorded.

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};

use super::{Attendance, Mark};
use crate::{
    domain::{
        Choice, Draft, DraftKey, Id, Session, diary,
        overview::{AttendanceRow, AttendanceSheet},
    },
    i18n::{Lang, date},
};

/// The drafts of a day's sheet are kept under this name …
const DAY: &str = "attendance";
/// … and a week's under this one.
const WEEK: &str = "attendance_week";

/// What was typed about each session, by its number.
pub type TypedOf = BTreeMap<u64, Typed>;

/// What was typed about a session.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Typed {
    /// The child's name, for the list of drafts.
    child: String,
    /// What it will be marked as.
    mark: Mark,
    /// As the store had it when typing began.
    was: Mark,
    /// More than the remark was typed: otherwise the rest follows the store.
    marked: bool,
}

impl Typed {
    fn marks(&self) -> bool {
        self.marked && !self.mark.is_as(&self.was)
    }

    fn remarks(&self) -> bool {
        self.mark.text != self.was.text
    }

    /// Laid over what the store has now.
    fn over(&self, stored: Mark) -> Mark {
        let text = if self.remarks() { self.mark.text.clone() } else { stored.text.clone() };
        let mark = if self.marks() { self.mark.clone() } else { stored };
        Mark { text, ..mark }
    }

    /// What a colleague recorded meanwhile where something else was typed here.
    fn clash(&self, stored: &Mark) -> bool {
        let marked = self.marks() && !stored.is_as(&self.was) && !stored.is_as(&self.mark);
        let remarked = self.remarks() && stored.text != self.was.text && stored.text != self.mark.text;
        marked || remarked
    }
}

/// The days of the sheet that a draft is of.
pub fn days_of(draft: &Draft) -> Option<(NaiveDate, NaiveDate)> {
    match draft.form.as_str() {
        DAY => Some((draft.day, draft.day)),
        WEEK => Some(diary::week(draft.day)),
        _ => None,
    }
}

impl Attendance {
    /// The key of its draft.
    pub fn draft_key(&self) -> DraftKey {
        let (from, to) = self.days();
        let form = if from == to { DAY } else { WEEK };
        DraftKey { form: form.to_owned(), about: u64::from(from.num_days_from_ce().unsigned_abs()) }
    }

    /// Whether something was typed that is not recorded.
    pub fn is_dirty(&self) -> bool {
        self.typed.values().any(|typed| typed.marks() || typed.remarks())
    }

    /// Whether every session about which something was typed is on the sheet.
    pub fn shows_all_typed(&self) -> bool {
        let shown = |number: &u64| self.sheet.rows.iter().any(|row| row.session.id.0 == *number);
        self.typed.keys().all(shown)
    }

    /// What was typed, to be kept. `remarking`: where the cursor stands in the remark, if one is being written.
    pub fn draft(&self, remarking: Option<usize>, lang: Lang) -> Draft {
        let (key, (from, to)) = (self.draft_key(), self.days());
        let written = |typed: &Typed| match typed.mark.text.is_empty() {
            true => format!("{}: {}", typed.child, typed.mark.outcome.code()),
            false => format!("{}: {} {}", typed.child, typed.mark.outcome.code(), typed.mark.text),
        };
        Draft {
            form: key.form,
            about: key.about,
            title: match from == to {
                true => date::show(from, lang),
                false => format!("{}–{}", date::show_short(from, lang), date::show(to, lang)),
            },
            texts: self.typed.iter().map(|(number, typed)| (number.to_string(), written(typed))).collect(),
            focus: self.cursor.row,
            cursor: remarking.map_or(0, |at| at + 1),
            record: self.session().map_or(0, |session| session.id.0),
            day: from,
            // Texts, numbers and times only: there is nothing in it that JSON cannot hold.
            base: serde_json::to_string(&self.typed).unwrap_or_default(),
            ..Draft::default()
        }
    }

    /// Puts back what was typed; where the cursor stood in a remark, if one was being written.
    pub fn restore(&mut self, draft: &Draft) -> Option<usize> {
        self.typed = serde_json::from_str(&draft.base).unwrap_or_default();
        self.touched = true;
        let row = self.sheet.rows.iter().position(|row| row.session.id.0 == draft.record);
        self.cursor.row = row.unwrap_or(draft.focus);
        let sheet = std::mem::take(&mut self.sheet);
        self.refresh(sheet);
        draft.cursor.checked_sub(1).filter(|_| row.is_some())
    }

    /// The same sheet as the store has it now. What was typed stays; what was not follows the store. Whether a colleague
    /// has recorded otherwise what was typed here too, and that is new.
    pub fn refresh(&mut self, sheet: AttendanceSheet) -> bool {
        let before: Vec<Id<Session>> = self.clashes().map(|row| row.session.id).collect();
        let under_cursor = self.session().map(|session| session.id);
        let called_off = self.called_off.and_then(|row| Some(self.sheet.rows.get(row)?.session.id));
        let proposed = sheet.rows.iter().map(|row| (row, Mark::proposed(&row.session, self.today)));
        let marks = proposed.map(|(row, mark)| match self.typed.get(&row.session.id.0) {
            Some(typed) => typed.over(mark),
            None => mark,
        });
        self.marks = marks.collect();
        self.sheet = sheet;
        let row_of = |session| self.sheet.rows.iter().position(|row| Some(row.session.id) == session);
        let (row, called_off) = (row_of(under_cursor), row_of(called_off));
        self.called_off = called_off;
        self.cursor.row = row.unwrap_or(self.cursor.row);
        self.cursor.clamp(self.sheet.rows.len());
        let new = self.clashes().any(|row| !before.contains(&row.session.id));
        self.unanswered |= new;
        new
    }

    /// What was typed in the row with the cursor is remembered; `marked`: more than the remark.
    pub(super) fn remember(&mut self, row: usize, marked: bool) {
        let (Some(of), Some(mark)) = (self.sheet.rows.get(row), self.marks.get(row)) else { return };
        let fresh = || Typed { child: of.child.clone(), mark: mark.clone(), was: Mark::of(&of.session), marked };
        let typed = self.typed.entry(of.session.id.0).or_insert_with(fresh);
        typed.mark.clone_from(mark);
        typed.marked |= marked;
        self.touched = true;
    }

    /// What a colleague recorded of a row meanwhile, where something else was typed here.
    pub fn theirs(&self, n: usize) -> Option<Mark> {
        let session = &self.sheet.rows.get(n)?.session;
        let stored = Mark::of(session);
        self.typed.get(&session.id.0).is_some_and(|typed| typed.clash(&stored)).then_some(stored)
    }

    /// The rows that a colleague recorded otherwise meanwhile.
    pub fn clashes(&self) -> impl Iterator<Item = &AttendanceRow> {
        (0..self.sheet.rows.len()).filter(|n| self.theirs(*n).is_some()).filter_map(|n| self.sheet.rows.get(n))
    }

    /// Whose sessions, of those that would be recorded, a colleague planned otherwise than the sheet shows them. `fresh`:
    /// the same sheet as the store has it now.
    pub fn replanned(&self, fresh: &AttendanceSheet) -> Vec<String> {
        let stands = |row: &AttendanceRow| {
            let now = fresh.rows.iter().find(|other| other.session.id == row.session.id);
            now.is_some_and(|now| row.session.replanned(&now.session).is_empty())
        };
        let changed = self.rows().filter(|(row, mark)| super::differs(row, mark) && !stands(row));
        changed.map(|(row, _)| row.child.clone()).collect()
    }

    /// Puts the cursor on such a row, if it does not stand on one.
    pub fn go_to_clash(&mut self) {
        if self.theirs(self.cursor.row).is_none() {
            let first = (0..self.sheet.rows.len()).find(|n| self.theirs(*n).is_some());
            self.cursor.row = first.unwrap_or(self.cursor.row);
        }
    }

    /// Takes what the colleague recorded instead of what was typed, in the row with the cursor, else in the first such.
    pub fn take_theirs(&mut self) {
        self.go_to_clash();
        let row = self.cursor.row;
        let (Some(stored), Some(mark)) = (self.theirs(row), self.marks.get_mut(row)) else { return };
        *mark = stored;
        if let Some(of) = self.sheet.rows.get(row) {
            self.typed.remove(&of.session.id.0);
        }
        self.unanswered = false;
    }
}
