//! The budget of a child: the figures, each with the lines it is the sum of.
//!
//! An [`Account`] holds what the figures are made from; [`Account::figures`] makes them all.
//! Money is rounded at the session (in a plan: at the unit), never later: sums are exact.

mod billed;
mod bookable;
mod books;
mod course;
mod figure;
mod flows;
mod health;
mod pace;
mod sums;
mod usage;
mod within;

use chrono::NaiveDate;
use rust_decimal::{Decimal, prelude::ToPrimitive};

pub use billed::Billed;
pub(in crate::domain) use billed::BilledSession;
pub use bookable::Bookable;
pub(in crate::domain) use books::{Books, Entry};
pub use figure::{Bought, Figure, FigureKind, FigureLine, UnitPrice, What};
pub use flows::Flows;
pub(in crate::domain) use flows::Remainder;
pub use health::{Health, pace_percent};
pub(in crate::domain) use pace::Pace;
pub use sums::{BudgetOf, By, Key, Reckoned, Sum, Sums};
pub use usage::{GroupSum, LineUse};
pub use within::Within;

use super::{
    Child, Money, PlanLine, Programme, Session, Unit,
    plan_difference::{Part, Planned},
    pricing::PriceList,
    succession::Held,
};

/// What a child's figures are made from. The order of plan lines and sessions does not matter.
#[derive(Clone, Copy, Debug)]
pub struct Account<'a> {
    /// The child, for the ceilings.
    pub child: &'a Child,
    /// The lines of the approved plan version (or of a draft, to see what it would cost).
    pub plan: &'a [PlanLine],
    /// Lines of other versions on which sessions were booked. Such a session uses up the line of `plan` that has the
    /// same service, recipient, format and unit and covers its day.
    pub earlier: &'a [PlanLine],
    /// Since when the version of `plan` holds, and which held before it, the oldest first: what was due on the days
    /// before it, they say. Empty: it always held.
    pub held: &'a [Held],
    /// The child's sessions, all of them.
    pub sessions: &'a [Session],
    /// What invoices asked for them.
    pub billed: &'a [Billed],
    /// Prices.
    pub prices: &'a PriceList,
    /// The programme's first day.
    pub from: NaiveDate,
    /// The programme's last day.
    pub to: NaiveDate,
    /// Whether the programme's municipality follows the state's moved working days.
    pub follows_moved_days: bool,
}

/// All figures of a child, as seen on one day.
#[derive(Clone, Debug, PartialEq)]
pub struct Figures {
    /// The day.
    pub today: NaiveDate,
    /// See [`FigureKind::Ceiling`].
    pub ceiling: Figure,
    /// See [`FigureKind::Planned`].
    pub planned: Figure,
    /// See [`FigureKind::Reserved`].
    pub reserved: Figure,
    /// See [`FigureKind::Delivered`].
    pub delivered: Figure,
    /// See [`FigureKind::Copayment`].
    pub copayment: Figure,
    /// See [`FigureKind::Invoiced`].
    pub invoiced: Figure,
    /// See [`FigureKind::Accepted`].
    pub accepted: Figure,
    /// See [`FigureKind::Paid`].
    pub paid: Figure,
    /// See [`FigureKind::Balance`].
    pub balance: Figure,
    /// See [`FigureKind::Free`].
    pub free: Figure,
    /// See [`FigureKind::Forecast`].
    pub forecast: Figure,
    /// See [`FigureKind::Projection`].
    pub projection: Figure,
    /// See [`FigureKind::Lost`].
    pub lost: Figure,
    /// About how many sessions the lost amount would pay for, at the plan's mean price; journeys are no sessions.
    pub lost_sessions: u32,
    /// How many planned units, and sessions, have no price and therefore count as nothing.
    pub unpriced: u32,
    /// How spending stands against time.
    pub health: Health,
    /// Working days of the programme before today.
    pub elapsed_days: u32,
    /// Working days of the programme.
    pub total_days: u32,
    /// The use of each line of the plan, by group, service and first day.
    pub lines: Vec<LineUse>,
    /// What could still be booked, line by line.
    pub bookable: Vec<Bookable>,
    /// The sums of the groups A, B, C, and of sessions without a known line if there are any.
    pub groups: Vec<GroupSum>,
}

impl Figures {
    /// The figure of that kind.
    pub fn figure(&self, kind: FigureKind) -> &Figure {
        match kind {
            FigureKind::Ceiling => &self.ceiling,
            FigureKind::Planned => &self.planned,
            FigureKind::Reserved => &self.reserved,
            FigureKind::Delivered => &self.delivered,
            FigureKind::Copayment => &self.copayment,
            FigureKind::Invoiced => &self.invoiced,
            FigureKind::Accepted => &self.accepted,
            FigureKind::Paid => &self.paid,
            FigureKind::Balance => &self.balance,
            FigureKind::Free => &self.free,
            FigureKind::Forecast => &self.forecast,
            FigureKind::Projection => &self.projection,
            FigureKind::Lost => &self.lost,
        }
    }

    /// See [`pace_percent`].
    pub fn pace_percent(&self) -> Option<u32> {
        pace_percent(self.ceiling.amount(), self.delivered.amount(), (self.elapsed_days, self.total_days))
    }

    /// What the whole programme comes to at the pace of the days that have passed; none before the first has.
    pub fn at_this_pace(&self) -> Option<Money> {
        let (elapsed, total) = (self.elapsed_days, self.total_days);
        (elapsed > 0).then(|| stretched(self.delivered.amount(), elapsed, total))
    }

    /// The use of a line of the plan.
    pub fn line(&self, line: super::Id<PlanLine>) -> Option<&LineUse> {
        self.lines.iter().find(|used| used.line == line)
    }
}

impl<'a> Account<'a> {
    /// An account of `child` in `programme`, with no earlier plan versions.
    pub fn new(
        child: &'a Child,
        programme: &Programme,
        plan: &'a [PlanLine],
        sessions: &'a [Session],
        prices: &'a PriceList,
    ) -> Self {
        let (from, to, follows_moved_days) = (programme.from, programme.to, programme.follows_moved_days);
        Self { child, plan, earlier: &[], held: &[], sessions, billed: &[], prices, from, to, follows_moved_days }
    }

    /// The last day of the plan if it was closed, or the child's case was.
    fn closed_on(&self) -> Option<NaiveDate> {
        self.held.last().map_or(self.child.closed_on, |own| self.last_day_of(own))
    }

    /// The last day of a version, if there is one by itself.
    fn last_day_of(&self, version: &Held) -> Option<NaiveDate> {
        version.last.into_iter().chain(self.child.closed_on).min()
    }

    /// Together with lines of other versions, see [`Account::earlier`].
    pub fn with_earlier(self, earlier: &'a [PlanLine]) -> Self {
        Self { earlier, ..self }
    }

    /// As versions came after each other, see [`Account::held`].
    pub fn with_succession(self, held: &'a [Held]) -> Self {
        Self { held, ..self }
    }

    /// With what invoices asked for the sessions.
    pub fn with_billed(self, billed: &'a [Billed]) -> Self {
        Self { billed, ..self }
    }

    /// All figures, as seen on `today`.
    pub fn figures(&self, today: NaiveDate) -> Figures {
        let books = Books::new(self);
        let lines = usage::lines(self, &books, today);
        let (elapsed_days, total_days) = books.days(today);

        let Flows { planned, reserved, delivered, copayment, invoiced, accepted, paid, forecast } =
            Flows::new(&books, &lines, today, Within::ALWAYS);
        let ceiling = self.ceiling();
        let balance = Figure::new(FigureKind::Balance, vec![FigureLine::plus(&ceiling), FigureLine::minus(&delivered)]);
        let free = Figure::new(
            FigureKind::Free,
            vec![FigureLine::plus(&ceiling), FigureLine::minus(&delivered), FigureLine::minus(&reserved)],
        );
        let projection = projection(&delivered, &reserved, &forecast, elapsed_days, total_days);
        let lost =
            Figure::at_least_zero(FigureKind::Lost, vec![FigureLine::plus(&ceiling), FigureLine::minus(&projection)]);

        let missing_in_plan: u64 = books.planned().map(|pace| pace.unpriced_places()).sum();
        let sessions = books.delivered.iter().chain(&books.reserved);
        let missing = missing_in_plan + sessions.filter(|entry| entry.unpriced).count() as u64;
        Figures {
            today,
            lost_sessions: sessions_worth(&books, lost.amount()),
            unpriced: u32::try_from(missing).unwrap_or(u32::MAX),
            health: Health::judge(
                ceiling.amount(),
                planned.amount(),
                delivered.amount(),
                forecast.amount(),
                (elapsed_days, total_days),
            ),
            elapsed_days,
            total_days,
            groups: usage::groups(&books),
            bookable: bookable::bookable(self, &books, &lines, today),
            lines,
            ceiling,
            planned,
            reserved,
            delivered,
            copayment,
            invoiced,
            accepted,
            paid,
            balance,
            free,
            forecast,
            projection,
            lost,
        }
    }

    /// What of it falls on those days, as seen on `today`; [`Figures`] have the same for all days.
    pub fn flows(&self, today: NaiveDate, within: Within) -> Flows {
        let books = Books::new(self);
        Flows::new(&books, &usage::lines(self, &books, today), today, within)
    }

    /// The figures to be added up with other children's: all of them, or those of some days.
    pub fn reckoned(&self, today: NaiveDate, within: Within) -> Reckoned {
        if within == Within::ALWAYS {
            Reckoned::Whole(Box::new(self.figures(today)))
        } else {
            Reckoned::Days(Box::new(self.flows(today, within)))
        }
    }

    /// What the plan costs: one of the [`Figures`], without the others.
    pub fn planned(&self) -> Figure {
        flows::planned(&Books::new(self), Within::ALWAYS)
    }

    /// The same line by line, by group, service and first day; and last what was due of services that the plan does not
    /// have any more.
    pub fn planned_lines(&self) -> Vec<Planned> {
        let books = Books::new(self);
        let own = books.paces.iter().enumerate();
        let own = own.map(|(at, pace)| {
            let (before, since) = books.parts_of_line(at);
            Planned::new(pace.line.clone(), before, since)
        });
        let last = self.held.last().and_then(|own| own.from.pred_opt());
        let ended = books.ended().map(|(line, due)| {
            let to = last.map_or(line.to, |last| line.to.min(last));
            let line = PlanLine { quantity: due.units, to, ..line.clone() };
            Planned { ended: true, ..Planned::new(line, due, Part::default()) }
        });
        own.chain(ended).collect()
    }

    /// The ceilings that come into force before the programme ends.
    pub(in crate::domain) fn ceiling(&self) -> Figure {
        let mut ceilings: Vec<_> = self.child.ceilings.iter().filter(|ceiling| ceiling.from <= self.to).collect();
        ceilings.sort_by(|a, b| (a.from, &a.legal_basis, a.amount).cmp(&(b.from, &b.legal_basis, b.amount)));
        let lines = ceilings.iter().map(|ceiling| FigureLine {
            days: Some((ceiling.from, self.to.max(ceiling.from))),
            ..FigureLine::plain(What::Ceiling { basis: ceiling.legal_basis.clone() }, ceiling.amount)
        });
        Figure::new(FigureKind::Ceiling, lines.collect())
    }
}

/// The greater of what is bound already and what the present pace leads to; before any day has passed, the forecast.
fn projection(delivered: &Figure, reserved: &Figure, forecast: &Figure, elapsed: u32, total: u32) -> Figure {
    let lines = if elapsed == 0 {
        vec![FigureLine::plus(forecast)]
    } else {
        let stretched = stretched(delivered.amount(), elapsed, total);
        if stretched > delivered.amount() + reserved.amount() {
            let pace = What::Pace { elapsed, total, delivered: delivered.amount() };
            vec![FigureLine::plain(pace, stretched)]
        } else {
            vec![FigureLine::plus(delivered), FigureLine::plus(reserved)]
        }
    };
    Figure::new(FigureKind::Projection, lines)
}

/// What the period's end would forfeit, see [`FigureKind::Lost`].
pub(in crate::domain) fn lost(ceiling: Money, flows: [Money; 3], (elapsed, total): (u32, u32)) -> Money {
    let [delivered, reserved, forecast] = flows;
    let at_pace = if elapsed == 0 { forecast } else { stretched(delivered, elapsed, total).max(delivered + reserved) };
    (ceiling - at_pace).at_least_zero()
}

/// What all days come to at the pace of those that have passed, of which there is at least one.
fn stretched(delivered: Money, elapsed: u32, total: u32) -> Money {
    Money::new(delivered.decimal() * Decimal::from(total) / Decimal::from(elapsed.max(1)))
}

/// How many whole sessions of the plan's mean price `amount` pays for.
fn sessions_worth(books: &Books, amount: Money) -> u32 {
    let sessions = books.planned().filter(|pace| !matches!(pace.line.unit, Unit::Trip | Unit::Kilometre));
    let (units, cost) = sessions
        .fold((Decimal::ZERO, Money::ZERO), |(units, cost), pace| (units + pace.priced_units(), cost + pace.amount()));
    let worth = (amount.decimal() * units).checked_div(cost.decimal()).unwrap_or(Decimal::ZERO);
    worth.floor().to_u32().unwrap_or(u32::MAX)
}
