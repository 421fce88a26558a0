//! Attendance by exception: everyone was there, unless a code says otherwise.

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::list::Cursor;
use crate::{
    action::Action,
    domain::{
        Deed, Operation, Outcome, Problem, Session,
        overview::{AttendanceRow, AttendanceSheet},
    },
};

/// No session has more units: kilometres of a long journey.
const MOST_UNITS: Decimal = Decimal::from_parts(999, 0, 0, false, 0);

/// The sheet of a day, being marked.
#[derive(Clone, Debug)]
pub struct Attendance {
    /// The day's sessions.
    pub sheet: AttendanceSheet,
    /// What each will be marked as.
    pub marks: Vec<Mark>,
    /// The day of marking: what is still to come was neither attended nor missed.
    today: NaiveDate,
    /// The row with the cursor.
    pub cursor: Cursor,
    /// Something was typed.
    pub touched: bool,
    /// The last key was a digit: the next one goes on with its number.
    counting: bool,
}

/// What a session will be marked as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mark {
    /// What became of it.
    pub outcome: Outcome,
    /// Units used.
    pub units: Decimal,
}

impl Attendance {
    /// Everyone who is not marked yet counts as present, once the day has come.
    pub fn new(sheet: AttendanceSheet, today: NaiveDate) -> Self {
        let mark = |row: &AttendanceRow| {
            let open = row.session.is_open() && sheet.day <= today;
            let outcome = if open { Outcome::Attended } else { row.session.outcome };
            Mark { outcome, units: row.session.units }
        };
        let marks = sheet.rows.iter().map(mark).collect();
        Self { sheet, marks, today, cursor: Cursor::default(), touched: false, counting: false }
    }

    /// Takes over what was marked on an older reading of the sheet, but for what is marked in the store by now.
    pub fn with_marks_of(mut self, older: &Self) -> Self {
        for (row, mark) in self.sheet.rows.iter().zip(&mut self.marks).filter(|(row, _)| row.session.is_open()) {
            let before = older.rows().find(|(other, _)| other.session.id == row.session.id);
            if let Some((_, typed)) = before {
                *mark = *typed;
            }
        }
        self.touched = older.touched;
        self.cursor = older.cursor;
        self.cursor.clamp(self.sheet.rows.len());
        self
    }

    /// The session under the cursor.
    pub fn session(&self) -> Option<&Session> {
        self.sheet.rows.get(self.cursor.row).map(|row| &row.session)
    }

    /// Marks the row with the cursor, with the units that were booked, and goes on to the next.
    fn mark(&mut self, outcome: Outcome) {
        let booked = self.sheet.rows.get(self.cursor.row).map(|row| row.session.units);
        if let (Some(mark), Some(units)) = (self.marks.get_mut(self.cursor.row), booked) {
            *mark = Mark { outcome, units };
            self.touched = true;
            self.cursor.act(Action::Down, self.sheet.rows.len(), usize::MAX);
        }
    }

    /// A digit says how many units were used; further digits go on with the number. The cursor stays.
    pub fn units(&mut self, digit: u32) {
        let Some(mark) = self.marks.get_mut(self.cursor.row) else { return };
        let before = if self.counting { mark.units } else { Decimal::ZERO };
        let units = before * Decimal::TEN + Decimal::from(digit);
        if units.is_zero() || units > MOST_UNITS {
            return;
        }
        *mark = Mark { outcome: Outcome::Attended, units };
        (self.touched, self.counting) = (true, true);
    }

    /// Whether a row that was marked before would be marked otherwise, or with more than was booked.
    pub fn is_unusual(&self, n: usize) -> bool {
        let (Some(row), Some(mark)) = (self.sheet.rows.get(n), self.marks.get(n)) else { return false };
        let again = !row.session.is_open() && differs(row, mark);
        again || (mark.outcome == Outcome::Attended && mark.units > row.session.units)
    }

    /// Moves or marks; whether the action was one of these.
    pub fn act(&mut self, action: Action, height: usize) -> bool {
        self.counting = false;
        match action {
            Action::MarkPresent => self.mark(Outcome::Attended),
            Action::MarkExcused => self.mark(Outcome::Excused),
            Action::MarkNoShow => self.mark(Outcome::NoShow),
            Action::MarkByProvider => self.mark(Outcome::ByProvider),
            Action::MarkOpen => self.mark(Outcome::Scheduled),
            _ => return self.cursor.act(action, self.sheet.rows.len(), height),
        }
        true
    }

    /// How many rows accepting would change.
    pub fn changed(&self) -> usize {
        self.rows().filter(|(row, mark)| differs(row, mark)).count()
    }

    fn rows(&self) -> impl Iterator<Item = (&AttendanceRow, &Mark)> {
        self.sheet.rows.iter().zip(&self.marks)
    }

    /// The operation that records the whole sheet, or the first row that cannot be marked so.
    pub fn accept(&self) -> Result<Operation, (usize, Problem)> {
        let mut operation = Operation::new(Deed::MarkAttendance);
        for (n, (row, mark)) in self.rows().enumerate() {
            if !differs(row, mark) {
                continue;
            }
            if self.sheet.day > self.today && matches!(mark.outcome, Outcome::Attended | Outcome::NoShow) {
                return Err((n, Problem::InFuture));
            }
            let marked = row.session.marked(mark.outcome, mark.units, &row.line, row.terms);
            operation = operation.change(row.session.clone(), marked.map_err(|problem| (n, problem))?);
        }
        Ok(operation)
    }
}

/// Moved sessions keep their mark: the new one counts.
fn differs(row: &AttendanceRow, mark: &Mark) -> bool {
    row.session.outcome != Outcome::Moved && (row.session.outcome != mark.outcome || row.session.units != mark.units)
}
