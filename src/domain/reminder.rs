//! What a plan line in force reminds of: nothing is booked on it, its series ends, its units cannot be used up any more.

use chrono::{Days, NaiveDate};
use rust_decimal::Decimal;

use super::{Id, PlanLine, Session, budget::LineUse};

/// Nothing booked is told so many days before the line begins, the end of a series so many days before.
const AHEAD: Days = Days::new(14);

/// What there is to be reminded of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reminds {
    /// Nothing is booked, and so many units are left.
    NothingBooked(Decimal),
    /// The last session of its series is on the reminder's day, and units are left.
    SeriesEnds,
    /// So many units cannot be used up any more at the plan's pace, one a week at least.
    TooMany(Decimal),
}

/// Something to be reminded of, one at most of each plan line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reminder {
    /// What.
    pub what: Reminds,
    /// Since when, or by when.
    pub day: NaiveDate,
    /// Of which line.
    pub line: Id<PlanLine>,
    /// The code of its service.
    pub service: String,
}

/// What the lines of a plan in force remind of. `uses` says what is used of each; `sessions` are the child's.
pub fn reminders(lines: &[PlanLine], uses: &[LineUse], sessions: &[Session], today: NaiveDate) -> Vec<Reminder> {
    let of = |line: &PlanLine| {
        let used = uses.iter().find(|used| used.line == line.id)?;
        let (what, day) = reminds(line, used, sessions, today)?;
        Some(Reminder { what, day, line: line.id, service: line.service.clone() })
    };
    lines.iter().filter_map(of).collect()
}

fn reminds(line: &PlanLine, used: &LineUse, sessions: &[Session], today: NaiveDate) -> Option<(Reminds, NaiveDate)> {
    if used.remaining_units <= Decimal::ZERO || line.to < today || line.from > today + AHEAD {
        return None;
    }
    let begins = line.from.max(today);
    if used.reserved_units.is_zero() {
        return Some((Reminds::NothingBooked(used.remaining_units), begins));
    }
    let open = sessions.iter().filter(|session| session.line == line.id && session.is_open() && session.day >= today);
    let last = open.max_by_key(|session| session.day);
    let ends =
        last.filter(|last| last.series.is_some() && last.day <= today + AHEAD && last.day + Days::new(7) <= line.to);
    if let Some(last) = ends {
        return Some((Reminds::SeriesEnds, last.day));
    }
    let too_many = used.remaining_units + used.reserved_units - line_pace(line) * weeks(begins, line.to);
    (too_many >= Decimal::ONE).then(|| (Reminds::TooMany(too_many.ceil()), line.to))
}

/// Weeks from one day to another, both included; a part of a week is one, too.
fn weeks(from: NaiveDate, to: NaiveDate) -> Decimal {
    let days = u64::try_from((to - from).num_days() + 1).unwrap_or_default();
    Decimal::from(days.div_ceil(7))
}

/// Units a week: as the plan has it, and one at least.
fn line_pace(line: &PlanLine) -> Decimal {
    let by_plan = line.quantity / weeks(line.from, line.to).max(Decimal::ONE);
    by_plan.max(line.per_week).max(Decimal::ONE)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Money, calendar::date};

    fn line() -> PlanLine {
        PlanLine {
            id: Id::new(1),
            service: "FIZ".into(),
            quantity: 20.into(),
            from: date(2018, 9, 3),
            to: date(2019, 3, 31),
            ..PlanLine::default()
        }
    }

    fn used(reserved: u32, remaining: u32) -> LineUse {
        LineUse {
            line: Id::new(1),
            planned_units: 20.into(),
            delivered_units: Decimal::ZERO,
            reserved_units: reserved.into(),
            remaining_units: remaining.into(),
            amount_planned: Money::default(),
            amount_delivered: Money::default(),
            amount_reserved: Money::default(),
            price_today: None,
        }
    }

    #[test]
    fn each_line_reminds_of_one_thing_at_most() {
        let check = |today, used: LineUse, booked: Option<NaiveDate>, expect: Option<(Reminds, NaiveDate)>| {
            let session = |day| Session { line: Id::new(1), series: Id::new(1), day, ..Session::default() };
            let sessions: Vec<Session> = booked.into_iter().map(session).collect();
            let found = reminders(&[line()], &[used], &sessions, today).pop();
            assert_eq!(found.map(|reminder| (reminder.what, reminder.day)), expect, "{today}");
        };
        let nothing = |left: u32, day| Some((Reminds::NothingBooked(left.into()), day));
        check(date(2018, 8, 10), used(0, 20), None, None);
        check(date(2018, 8, 20), used(0, 20), None, nothing(20, date(2018, 9, 3)));
        check(date(2018, 10, 1), used(0, 3), None, nothing(3, date(2018, 10, 1)));
        check(date(2018, 10, 1), used(0, 0), None, None);
        check(date(2019, 4, 1), used(0, 3), None, None);
        let last = date(2018, 10, 10);
        check(date(2018, 9, 26), used(2, 3), Some(last), Some((Reminds::SeriesEnds, last)));
        check(date(2018, 9, 25), used(2, 3), Some(last), None);
        // Ten weeks are left, and twelve units.
        let end = date(2019, 3, 31);
        check(date(2019, 1, 21), used(9, 3), Some(date(2019, 3, 18)), Some((Reminds::TooMany(2.into()), end)));
        check(date(2019, 1, 21), used(9, 1), Some(date(2019, 3, 18)), None);
    }

    #[test]
    fn a_plan_of_two_a_week_is_measured_by_its_own_pace() {
        let twice = PlanLine { quantity: 60.into(), ..line() };
        let found = |remaining| reminders(std::slice::from_ref(&twice), &[used(10, remaining)], &[], date(2019, 1, 21));
        assert!(found(9).is_empty());
        assert!(matches!(found(15)[..], [Reminder { what: Reminds::TooMany(_), .. }]));
    }
}
