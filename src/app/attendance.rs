//! Attendance by exception: everyone was there, unless a code says otherwise.

mod typed;

use chrono::{Days, NaiveDate, NaiveTime};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

pub use typed::{TypedOf, days_of};

use super::list::Cursor;
use crate::{
    action::Action,
    domain::{
        Deed, Operation, Outcome, Problem, Session, Unit, diary,
        invoicing::corrected,
        overview::{AttendanceRow, AttendanceSheet},
        units_on,
    },
};

/// No session has more units: kilometres of a long journey.
const MOST_UNITS: Decimal = Decimal::from_parts(999, 0, 0, false, 0);

/// Nobody calls a session off more hours before.
const MOST_HOURS: u32 = 9_999;

/// The sheet of a day or a week, being marked.
#[derive(Clone, Debug)]
pub struct Attendance {
    /// The sessions.
    pub sheet: AttendanceSheet,
    /// What each will be marked as.
    pub marks: Vec<Mark>,
    /// The day of marking: what is still to come was neither attended nor missed.
    today: NaiveDate,
    /// The row with the cursor.
    pub cursor: Cursor,
    /// Something was typed, so that a draft may have been kept.
    pub touched: bool,
    /// What was typed.
    typed: TypedOf,
    /// A colleague recorded otherwise what was typed here, and nothing was said to that yet.
    pub unanswered: bool,
    /// It was to be recorded and this colleague had been quicker: what goes together is recorded again.
    pub retry: Option<String>,
    /// The last key was a digit: the next one goes on with its number.
    counting: bool,
    /// The row that the last key but digits called off, where its provider asks how long before: digits say it.
    called_off: Option<usize>,
}

/// What a session will be marked as.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Mark {
    /// What became of it.
    pub outcome: Outcome,
    /// Units used.
    pub units: Decimal,
    /// How many hours before it was called off, where somebody said so.
    pub notice: Option<u32>,
    /// When it really began.
    pub start: Option<NaiveTime>,
    /// How long it really lasted, in minutes; 0: as booked.
    pub minutes: u32,
    /// What there is to say about it.
    pub text: String,
}

impl Mark {
    /// As the session is marked by now.
    fn of(session: &Session) -> Self {
        Self {
            outcome: session.outcome,
            units: session.units,
            notice: session.notice_given,
            start: session.held_start,
            minutes: session.held_minutes,
            text: session.text.clone(),
        }
    }

    /// As it will be marked where nothing is typed: everyone who is not marked yet counts as present, once the day has
    /// come.
    fn proposed(session: &Session, today: NaiveDate) -> Self {
        let mark = Self::of(session);
        let came = session.is_open() && session.day <= today;
        if came { Self { outcome: Outcome::Attended, ..mark } } else { mark }
    }

    /// Whether both say the same, but for the remark.
    fn is_as(&self, other: &Self) -> bool {
        Self { text: String::new(), ..self.clone() } == Self { text: String::new(), ..other.clone() }
    }

    /// The session of the row, marked so.
    fn on(&self, row: &AttendanceRow) -> Result<Session, Problem> {
        let marked = row.session.marked(self.outcome, self.units, self.notice, &row.line, row.terms)?;
        Ok(Session { held_start: self.start, held_minutes: self.minutes, text: self.text.clone(), ..marked })
    }
}

impl Attendance {
    /// As the store has it, with what is proposed.
    pub fn new(sheet: AttendanceSheet, today: NaiveDate) -> Self {
        let mut attendance = Self {
            sheet: AttendanceSheet::default(),
            marks: Vec::new(),
            today,
            cursor: Cursor::default(),
            touched: false,
            typed: TypedOf::default(),
            unanswered: false,
            retry: None,
            counting: false,
            called_off: None,
        };
        attendance.refresh(sheet);
        attendance
    }

    /// The days of the sheet, the first and the last.
    pub fn days(&self) -> (NaiveDate, NaiveDate) {
        (self.sheet.from, self.sheet.to)
    }

    /// The days that another sheet is wanted of: the day or week before or after, today's, the week instead of the day.
    pub fn other_days(&self, action: Action) -> Option<(NaiveDate, NaiveDate)> {
        let (from, to) = self.days();
        let is_week = from != to;
        let of = |day| if is_week { diary::week(day) } else { (day, day) };
        let step = Days::new(if is_week { 7 } else { 1 });
        match action {
            Action::NextDay => Some(of(from + step)),
            Action::PreviousDay => Some(of(from - step)),
            Action::Today => Some(of(self.today)),
            Action::CalendarLayout if is_week => {
                let day = self.sheet.rows.get(self.cursor.row).map_or(from, |row| row.session.day);
                Some((day, day))
            }
            Action::CalendarLayout => Some(diary::week(from)),
            _ => None,
        }
    }

    /// The session under the cursor.
    pub fn session(&self) -> Option<&Session> {
        self.sheet.rows.get(self.cursor.row).map(|row| &row.session)
    }

    /// Marks the row with the cursor, with the units that were booked, and goes on to the next.
    fn mark(&mut self, outcome: Outcome) {
        let booked = self.sheet.rows.get(self.cursor.row).map(|row| row.session.units);
        if let (Some(mark), Some(units)) = (self.marks.get_mut(self.cursor.row), booked) {
            *mark = Mark { outcome, units, notice: None, ..mark.clone() };
            self.remember(self.cursor.row, true);
            self.cursor.act(Action::Down, self.sheet.rows.len(), usize::MAX);
        }
    }

    /// A digit says how many units were used, or of what was called off, how many hours before; further digits go on
    /// with the number. The cursor stays.
    pub fn digit(&mut self, digit: u32) {
        let (counting, row) = (self.counting, self.row_of_digits());
        let Some(mark) = self.marks.get_mut(row) else { return };
        if mark.outcome == Outcome::Excused {
            let before = mark.notice.filter(|_| counting).unwrap_or_default();
            mark.notice = Some((before * 10 + digit).min(MOST_HOURS));
        } else {
            let before = if counting { mark.units } else { Decimal::ZERO };
            let units = before * Decimal::TEN + Decimal::from(digit);
            if units.is_zero() || units > MOST_UNITS {
                return;
            }
            (mark.outcome, mark.units) = (Outcome::Attended, units);
        }
        self.counting = true;
        self.remember(row, true);
    }

    /// The row that a digit is about: the one just called off, though the cursor has gone on, else that with the cursor.
    fn row_of_digits(&self) -> usize {
        self.called_off.unwrap_or(self.cursor.row)
    }

    /// Whether a digit says how long before somebody called off.
    pub fn counts_notice(&self) -> bool {
        self.marks.get(self.row_of_digits()).is_some_and(|mark| mark.outcome == Outcome::Excused)
    }

    /// The mark under the cursor, and the session that it is of.
    pub fn selected(&self) -> Option<(&AttendanceRow, &Mark)> {
        self.rows().nth(self.cursor.row)
    }

    /// When the session under the cursor really began and how long it lasted; where hours or days are counted, its units
    /// follow.
    pub fn set_time(&mut self, start: Option<NaiveTime>, minutes: u32) {
        let row = self.cursor.row;
        let (Some(mark), Some(of)) = (self.marks.get_mut(row), self.sheet.rows.get(row)) else { return };
        let by_time = matches!(of.line.unit, Unit::Hour | Unit::FullDay) && minutes > 0;
        let began = start.or(of.session.start);
        let units = if by_time { units_on(&of.line, of.session.day, began, minutes) } else { mark.units };
        *mark = Mark { outcome: Outcome::Attended, units, start, minutes, ..mark.clone() };
        self.remember(row, true);
    }

    /// What there is to say about the session under the cursor.
    pub fn set_text(&mut self, text: &str) {
        if let Some(mark) = self.marks.get_mut(self.cursor.row) {
            text.clone_into(&mut mark.text);
            self.remember(self.cursor.row, false);
        }
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
        let row = self.cursor.row;
        let asks = self.sheet.rows.get(row).is_some_and(|of| of.terms.notice_hours > 0);
        self.called_off = Some(row).filter(|_| asks && action == Action::MarkExcused);
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

    /// Whether accepting would change the row.
    pub fn is_changed(&self, n: usize) -> bool {
        self.rows().nth(n).is_some_and(|(row, mark)| differs(row, mark))
    }

    /// Its rows, each with what it will be marked as.
    pub fn rows(&self) -> impl Iterator<Item = (&AttendanceRow, &Mark)> {
        self.sheet.rows.iter().zip(&self.marks)
    }

    /// The operation that records the whole sheet, or the first row that cannot be marked so. What is invoiced and comes
    /// to cost something else is corrected for that reason.
    pub fn accept(&self, reason: &str) -> Result<Operation, (usize, Problem)> {
        let mut operation = Operation::new(Deed::MarkAttendance);
        for (n, (row, mark)) in self.rows().enumerate() {
            if !differs(row, mark) {
                continue;
            }
            if row.session.day > self.today && matches!(mark.outcome, Outcome::Attended | Outcome::NoShow) {
                return Err((n, Problem::InFuture));
            }
            let marked = mark.on(row).map_err(|problem| (n, problem))?;
            operation = operation.change(row.session.clone(), marked.clone());
            operation = corrected(operation, &row.session, &marked, &row.invoiced, reason);
        }
        Ok(operation.completes((self.touched && self.shows_all_typed()).then(|| self.draft_key())))
    }
}

/// Moved sessions keep their mark: the new one counts.
fn differs(row: &AttendanceRow, mark: &Mark) -> bool {
    row.session.outcome != Outcome::Moved && Mark::of(&row.session) != *mark
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Format, Id, PlanLine};

    fn row(child: &str, format: Format, unit: Unit) -> AttendanceRow {
        AttendanceRow {
            session: Session { specialist: "Ilze Kalniņa".into(), units: Decimal::ONE, ..Session::default() },
            child: child.to_owned(),
            line: PlanLine { service: "MUZ".into(), format, unit, provider: Id::new(1), ..PlanLine::default() },
            terms: Default::default(),
            invoiced: Vec::new(),
            correction: None,
            by: String::new(),
        }
    }

    #[test]
    fn children_meet_in_a_group_and_not_by_chance() {
        let (one, other) = (row("Jānis", Format::Group, Unit::Session), row("Rūta", Format::Group, Unit::Session));
        assert!(one.meets(&other));
        assert!(!one.meets(&row("Rūta", Format::Individual, Unit::Session)));
        let with = |session: Session| AttendanceRow { session, ..other.clone() };
        assert!(!one.meets(&with(Session { start: Some(NaiveTime::MIN), ..other.session.clone() })));
        assert!(!one.meets(&with(Session { specialist: "Anna Liepa".into(), ..other.session.clone() })));
        assert!(!one.meets(&with(Session { provider: Id::new(2), ..other.session.clone() })));
    }

    #[test]
    fn hours_that_were_really_held_are_the_units() {
        let sheet =
            |unit| AttendanceSheet { rows: vec![row("Jānis", Format::Individual, unit)], ..Default::default() };
        let check = |unit, minutes, expect: Decimal| {
            let mut attendance = Attendance::new(sheet(unit), NaiveDate::default());
            attendance.set_time(None, minutes);
            assert_eq!(attendance.marks[0].units, expect, "{minutes}");
        };
        check(Unit::Hour, 90, Decimal::new(15, 1));
        check(Unit::FullDay, 2880, Decimal::TWO);
        check(Unit::Session, 90, Decimal::ONE);
        check(Unit::Hour, 0, Decimal::ONE);
    }
}
