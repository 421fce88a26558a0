//! The figures that are sums of units and sessions: planned, reserved, delivered, the family's share, what was invoiced for them,
//! expected.
//! Each unit and each session has a day, so they exist for any days.

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::{Account, Books, Figure, FigureKind, FigureLine, LineUse, Pace, Within, billed, usage};
use crate::domain::{Id, Money, PlanLine};

/// What falls on some days, see [`FigureKind::DATED`]. Those of days that follow each other add up to those of all.
#[derive(Clone, Debug, PartialEq)]
pub struct Flows {
    /// Units of the plan that are due on these days.
    pub planned: Figure,
    /// Sessions on these days that are still to be marked.
    pub reserved: Figure,
    /// Sessions of these days that were held, or charged although they were not.
    pub delivered: Figure,
    /// What the family pays for them.
    pub copayment: Figure,
    /// What invoices ask for sessions of these days.
    pub invoiced: Figure,
    /// What of that was accepted.
    pub accepted: Figure,
    /// What of that was paid.
    pub paid: Figure,
    /// Delivered, reserved, and what of the plan's remainder is due on these days.
    pub forecast: Figure,
}

impl Flows {
    pub(super) fn new(books: &Books, lines: &[LineUse], today: NaiveDate, within: Within) -> Self {
        let on = |entries| (entries as &Vec<super::Entry>).iter().filter(|entry| within.covers(entry.session.day));
        let sum = |entries| on(entries).map(|entry| entry.figure_line(entry.amount)).collect();
        let reserved = Figure::new(FigureKind::Reserved, sum(&books.reserved));
        let delivered = Figure::new(FigureKind::Delivered, sum(&books.delivered));
        let shares = on(&books.delivered).map(|entry| (entry, entry.family_share()));
        let shares = shares.filter(|(_, share)| !share.is_zero()).map(|(entry, share)| entry.figure_line(share));
        let copayment = Figure::new(FigureKind::Copayment, shares.collect());
        let mut expected = vec![FigureLine::plus(&delivered), FigureLine::plus(&reserved)];
        expected.extend(Remainder::new(books, lines, today).lines(within));
        let forecast = Figure::new(FigureKind::Forecast, expected);
        let [invoiced, accepted, paid] = [FigureKind::Invoiced, FigureKind::Accepted, FigureKind::Paid]
            .map(|kind| billed::figure(kind, &books.asked, within));
        Self { planned: planned(books, within), reserved, delivered, copayment, invoiced, accepted, paid, forecast }
    }

    /// The figure of that kind, if it is of units and sessions.
    pub fn figure(&self, kind: FigureKind) -> Option<&Figure> {
        match kind {
            FigureKind::Planned => Some(&self.planned),
            FigureKind::Reserved => Some(&self.reserved),
            FigureKind::Delivered => Some(&self.delivered),
            FigureKind::Copayment => Some(&self.copayment),
            FigureKind::Invoiced => Some(&self.invoiced),
            FigureKind::Accepted => Some(&self.accepted),
            FigureKind::Paid => Some(&self.paid),
            FigureKind::Forecast => Some(&self.forecast),
            _ => None,
        }
    }
}

pub(super) fn planned(books: &Books, within: Within) -> Figure {
    let lines = books.planned().flat_map(|pace| pace.lines(Decimal::ZERO, within));
    Figure::new(FigureKind::Planned, lines.collect())
}

/// What of the plan is neither delivered nor reserved and can still be: per line the units that are due from today on,
/// less those already on the calendar from today on, and no more than the line has left. The earliest of them are
/// taken as the ones on the calendar, so the latest remain.
pub(in crate::domain) struct Remainder<'b, 'a> {
    /// The lines of which something remains, and how many of its units lie before that.
    paces: Vec<(&'b Pace<'a>, Decimal)>,
}

/// The line of the plan that goes on with what an earlier version had.
fn heir(books: &Books, before: &Pace) -> Option<Id<PlanLine>> {
    books.ahead().iter().map(|pace| pace.line).find(|line| line.is_same_service(before.line)).map(|line| line.id)
}

impl<'b, 'a> Remainder<'b, 'a> {
    pub(super) fn new(books: &'b Books<'a>, lines: &[LineUse], today: NaiveDate) -> Self {
        let mut booked = vec![Decimal::ZERO; books.paces.len()];
        for entry in books.reserved.iter().filter(|entry| entry.session.day >= today) {
            if let Some(at) = entry.uses {
                booked[at] += entry.units();
            }
        }
        let mut paces = Vec::new();
        for ((pace, used), booked) in books.ahead().iter().zip(lines).zip(booked) {
            // Of a version that is still to come the line takes over what the one before it has due until then.
            let until_then = || books.before().iter().filter(|before| heir(books, before) == Some(pace.line.id));
            let due = pace.units_from(today) + until_then().map(|before| before.units_from(today)).sum::<Decimal>();
            let mut left = (due - booked).min(used.remaining_units);
            for part in std::iter::once(pace).chain(until_then().rev()) {
                let units = part.units_from(today).min(left);
                if units > Decimal::ZERO {
                    paces.push((part, part.quantity() - units));
                    left -= units;
                }
            }
        }
        // What it does not go on with is due until then, too.
        for part in books.before().iter().filter(|before| heir(books, before).is_none()) {
            let ahead = books.reserved.iter().filter(|entry| entry.session.day >= today && entry.uses.is_none());
            let booked = ahead.filter(|entry| entry.line.is_some_and(|line| line.is_same_service(part.line)));
            let units = part.units_from(today) - booked.map(|entry| entry.units()).sum::<Decimal>();
            if units > Decimal::ZERO {
                paces.push((part, part.quantity() - units));
            }
        }
        Self { paces }
    }

    /// Of an account.
    pub(in crate::domain) fn of(account: &Account, books: &'b Books<'a>, today: NaiveDate) -> Self {
        Self::new(books, &usage::lines(account, books, today), today)
    }

    fn lines(&self, within: Within) -> impl Iterator<Item = FigureLine> {
        self.paces.iter().flat_map(move |(pace, start)| pace.lines(*start, within))
    }

    /// What the budget pays for what of it is due on those days.
    pub(in crate::domain) fn amount(&self, within: Within) -> Money {
        self.paces.iter().map(|(pace, start)| pace.amount_of(*start, within)).sum()
    }
}
