//! The burn-down: planned pace, what was spent, what is booked, and the ceiling, added up period by period.

use chrono::{Datelike, Days, Months, NaiveDate};

use super::{
    Money,
    budget::{Account, Books, Remainder, Within},
};

/// How long a period is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Step {
    /// Monday to Sunday.
    #[default]
    Week,
    /// A calendar month.
    Month,
}

impl Step {
    /// The last day of the period that `day` lies in.
    pub fn end(self, day: NaiveDate) -> NaiveDate {
        let end = match self {
            Self::Week => day.checked_add_days(Days::new(6 - u64::from(day.weekday().num_days_from_monday()))),
            Self::Month => {
                let next = day.with_day(1).and_then(|first| first.checked_add_months(Months::new(1)));
                next.and_then(|first| first.pred_opt())
            }
        };
        end.unwrap_or(day)
    }
}

/// The state at the end of a period. All amounts are sums from the beginning on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Point {
    /// The period's last day within the programme.
    pub day: NaiveDate,
    /// Due until then by the versions that held.
    pub planned: Money,
    /// Delivered until then; only for periods that have begun.
    pub actual: Option<Money>,
    /// Delivered and reserved until then; only for periods that have not ended before today.
    pub booked: Option<Money>,
    /// Delivered, reserved, and due by the plan until then; only for periods that have not ended before today.
    pub forecast: Option<Money>,
    /// The ceiling in force on that day.
    pub ceiling: Money,
}

impl Point {
    /// What is left of the ceiling; none for periods that have not begun.
    pub fn left(&self) -> Option<Money> {
        self.actual.map(|actual| self.ceiling - actual)
    }
}

/// The course of a child's budget over the programme.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Burndown {
    /// The programme's first day.
    pub from: NaiveDate,
    /// The programme's last day.
    pub to: NaiveDate,
    /// The day it is seen on.
    pub today: NaiveDate,
    /// Period by period; the last one is cut at the programme's end.
    pub points: Vec<Point>,
    /// From which days within the programme the ceiling is another, and what it is then; the first on the first day.
    pub ceilings: Vec<(NaiveDate, Money)>,
}

impl Burndown {
    /// The burn-down of an account, as seen on `today`.
    ///
    /// The last values equal the figures of the same day: what lies before the programme counts in its first period,
    /// what lies after it in its last, and a past session that nobody has marked is still to be paid, so it counts
    /// from today on.
    pub fn new(account: &Account, today: NaiveDate, step: Step) -> Self {
        let (from, to) = (account.from, account.to.max(account.from));
        let books = Books::new(account);
        let clamped = today.clamp(from, to);
        let mut delivered: Vec<_> =
            books.delivered.iter().map(|entry| (entry.session.day.min(clamped), entry.amount)).collect();
        let mut reserved: Vec<_> =
            books.reserved.iter().map(|entry| (entry.session.day.max(clamped).min(to), entry.amount)).collect();
        let mut ceilings: Vec<_> = account.child.ceilings.iter().map(|one| (one.from, one.amount)).collect();
        for dated in [&mut delivered, &mut reserved, &mut ceilings] {
            dated.sort_unstable();
        }
        let steps = steps(&ceilings, from, to);
        let remainder = Remainder::of(account, &books, today);
        let (mut delivered, mut reserved, mut ceilings) =
            (Running::new(&delivered), Running::new(&reserved), Running::new(&ceilings));
        let mut points = Vec::new();
        let mut start = from;
        loop {
            let day = step.end(start).min(to);
            let spent = delivered.through(day);
            let booked = (day >= clamped).then(|| spent + reserved.through(day));
            points.push(Point {
                day,
                planned: books.planned().map(|pace| pace.amount_through(day)).sum(),
                actual: (start <= today).then_some(spent),
                booked,
                forecast: booked.map(|booked| booked + remainder.amount(Within { to: day, ..Within::ALWAYS })),
                ceiling: ceilings.through(day),
            });
            match day.succ_opt() {
                Some(next) if next <= to => start = next,
                _ => break,
            }
        }
        if let Some(last) = points.last_mut() {
            last.planned = books.planned().map(|pace| pace.amount()).sum();
            last.forecast = last.booked.map(|booked| booked + remainder.amount(Within::ALWAYS));
        }
        Self { from, to, today, points, ceilings: steps }
    }

    /// The place of the point whose period `day` lies in; the nearest where it lies in none.
    pub fn at(&self, day: NaiveDate) -> usize {
        self.points.partition_point(|point| point.day < day).min(self.points.len().saturating_sub(1))
    }
}

/// From which days on the sum is another; those before `from` count from it on, those after `to` not at all.
fn steps(dated: &[(NaiveDate, Money)], from: NaiveDate, to: NaiveDate) -> Vec<(NaiveDate, Money)> {
    let mut steps = vec![(from, Money::ZERO)];
    for &(day, amount) in dated.iter().filter(|(day, _)| *day <= to) {
        let sum = steps.last().map_or(Money::ZERO, |(_, sum)| *sum) + amount;
        match steps.last_mut() {
            Some(last) if day <= last.0 => last.1 = sum,
            _ => steps.push((day, sum)),
        }
    }
    steps
}

/// Adds up dated amounts as time goes on.
struct Running<'a> {
    rest: std::slice::Iter<'a, (NaiveDate, Money)>,
    sum: Money,
}

impl<'a> Running<'a> {
    fn new(dated: &'a [(NaiveDate, Money)]) -> Self {
        Self { rest: dated.iter(), sum: Money::ZERO }
    }

    /// The sum of all until `day`; asked for later and later days.
    fn through(&mut self, day: NaiveDate) -> Money {
        while let Some((_, amount)) = self.rest.as_slice().first().filter(|(on, _)| *on <= day) {
            self.sum += *amount;
            self.rest.next();
        }
        self.sum
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_week_ends_on_sunday_and_a_month_on_its_last_day() {
        let check = |step: Step, (year, month, day), expect: (i32, u32, u32)| {
            let date = |(year, month, day)| NaiveDate::from_ymd_opt(year, month, day).unwrap();
            assert_eq!(step.end(date((year, month, day))), date(expect));
        };
        check(Step::Week, (2018, 9, 3), (2018, 9, 9));
        check(Step::Week, (2018, 9, 9), (2018, 9, 9));
        check(Step::Week, (2018, 12, 31), (2019, 1, 6));
        check(Step::Month, (2018, 9, 3), (2018, 9, 30));
        check(Step::Month, (2018, 12, 31), (2018, 12, 31));
        check(Step::Month, (2020, 2, 1), (2020, 2, 29));
    }
}
