//! The books of one child: every plan line laid out, every session valued; figures and burn-down are read from them.

use std::collections::HashMap;

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::{Account, Billed, BilledSession, Bought, FigureLine, UnitPrice, What, course::Course, pace::Pace};
use crate::domain::{
    Charge, Id, Money, Outcome, PlanLine, Price, Session, calendar, plan::in_order, plan_difference::Part,
    pricing::ForDays,
};

/// A session with its value.
pub(in crate::domain) struct Entry<'a> {
    pub session: &'a Session,
    /// The line it was booked on, if that is known.
    pub line: Option<&'a PlanLine>,
    /// The line of the approved version that it uses up, as its place in [`Books::paces`].
    pub uses: Option<usize>,
    /// What it is charged, or will be.
    charge: Charge,
    /// Whether no price could be found.
    pub unpriced: bool,
    /// What the budget bears.
    pub amount: Money,
}

impl Entry<'_> {
    /// The units it takes from the plan line: those charged, be it in part.
    pub fn units(&self) -> Decimal {
        if self.charge.charged_percent.is_zero() { Decimal::ZERO } else { self.charge.units }
    }

    /// What the family pays.
    pub fn family_share(&self) -> Money {
        self.charge.family_share()
    }

    /// Its line in a figure that it adds `amount` to.
    pub fn figure_line(&self, amount: Money) -> FigureLine {
        let session = self.session;
        let bought = Bought::by_session(session, self.line);
        let what = What::Session { session: session.id, outcome: session.outcome, bought };
        FigureLine {
            days: Some((session.day, session.day)),
            units: self.charge.units,
            unit_price: if self.unpriced { UnitPrice::NoPrice } else { UnitPrice::Of(self.charge.unit_price) },
            charged_percent: self.charge.charged_percent,
            copayment_percent: self.charge.copayment_percent,
            ..FigureLine::plain(what, amount)
        }
    }
}

/// Everything that figures are made from, in an order of its own, so that the order of the input says nothing.
pub(in crate::domain) struct Books<'a> {
    /// The approved version's lines, by group, service and first day, each laid out over all its days.
    pub paces: Vec<Pace<'a>>,
    /// What was due while other versions held, and what is since; none: no other held before.
    course: Option<Course<'a>>,
    /// Sessions that were held, or charged although they were not, by day.
    pub delivered: Vec<Entry<'a>>,
    /// Sessions that are still to be marked, by day.
    pub reserved: Vec<Entry<'a>>,
    /// What invoices asked, by the sessions' days.
    pub asked: Vec<BilledSession<'a>>,
    /// The programme's working days.
    pub working: Vec<NaiveDate>,
}

impl<'a> Books<'a> {
    /// Values everything in `account`.
    pub fn new(account: &Account<'a>) -> Self {
        let plan = in_order(account.plan);
        let held_before = || account.earlier.iter().filter(|_| account.held.len() > 1);
        let first = plan.iter().copied().chain(held_before()).map(|line| line.from).fold(account.from, Ord::min);
        let last = plan.iter().copied().chain(held_before()).map(|line| line.to).fold(account.to, Ord::max);
        let mut working = calendar::working_days(first, last, account.follows_moved_days);
        let paces: Vec<_> = plan.iter().map(|line| Pace::new(line, &working, account.prices)).collect();
        let course = Course::new(account, &plan, &working);
        working.retain(|day| (account.from..=account.to).contains(day));

        let mut booked_on = HashMap::with_capacity(plan.len() + account.earlier.len());
        for line in account.earlier {
            // Another version of the line took over, for the days that it covers.
            let heirs = (0..plan.len()).filter(|&at| plan[at].is_same_service(line)).collect();
            booked_on.insert(line.id, Booked::on(line, heirs, account));
        }
        for (at, line) in plan.iter().enumerate() {
            booked_on.insert(line.id, Booked::on(line, vec![at], account));
        }

        let mut sessions: Vec<&Session> = account.sessions.iter().collect();
        sessions.sort_by_key(|session| (session.day, session.start, session.id));
        let (mut delivered, mut reserved) = (Vec::with_capacity(sessions.len()), Vec::new());
        let asked = asked(account, &sessions, &booked_on);
        for session in sessions {
            let found = booked_on.get(&session.line);
            let line = found.map(|booked| booked.line);
            let uses = found.and_then(|booked| match booked.heirs.as_slice() {
                [own] if plan[*own].id == session.line => Some(*own),
                heirs => heirs.iter().copied().find(|&at| plan[at].covers(session.day)),
            });
            let Some((charge, unpriced)) = charge(account, session, found) else { continue };
            let amount = charge.amount();
            let entry = Entry { session, line, uses, charge, unpriced, amount };
            if session.is_open() { reserved.push(entry) } else { delivered.push(entry) }
        }
        Self { paces, course, delivered, reserved, asked, working }
    }

    /// How many of the programme's working days lie before `today`, and how many there are.
    pub fn days(&self, today: NaiveDate) -> (u32, u32) {
        let elapsed = self.working.partition_point(|day| *day < today);
        (elapsed as u32, self.working.len() as u32)
    }

    /// The plan's lines in the same order, laid out over the days since their version holds, less what was due before.
    pub fn ahead(&self) -> &[Pace<'a>] {
        self.course.as_ref().map_or(&self.paces, |course| &course.since)
    }

    /// What of each line of the plan was due while versions before it held, and what is since.
    pub fn parts_of_line(&self, at: usize) -> (Part, Part) {
        let before = self.course.as_ref().map_or_else(Part::default, |course| course.inherited[at]);
        let since = &self.ahead()[at];
        (before, Part { units: since.quantity(), amount: since.amount() })
    }

    /// What the budget pays for each line of the plan.
    pub fn amount_of_line(&self, at: usize) -> Money {
        let (before, since) = self.parts_of_line(at);
        before.amount + since.amount
    }

    /// What was due of services before the version held that it does not go on with: the line as it was last, the units,
    /// and what the budget pays for them.
    pub fn ended(&self) -> impl Iterator<Item = (&'a PlanLine, Part)> {
        self.course.iter().flat_map(|course| &course.ended).copied()
    }

    /// What earlier versions had due while they held.
    pub fn before(&self) -> &[Pace<'a>] {
        self.course.as_ref().map_or(&[], |course| &course.before)
    }

    /// What is due on every day by the version that held on it.
    pub fn planned(&self) -> impl Iterator<Item = &Pace<'a>> {
        self.course.iter().flat_map(|course| &course.before).chain(self.ahead())
    }
}

/// A line that sessions are booked on.
struct Booked<'a> {
    line: &'a PlanLine,
    /// The lines of the approved version that such sessions use up, by their places: itself, or those that took over.
    heirs: Vec<usize>,
    /// What its own provider takes.
    prices: ForDays<'a>,
}

impl<'a> Booked<'a> {
    fn on(line: &'a PlanLine, heirs: Vec<usize>, account: &Account<'a>) -> Self {
        let prices = account.prices.for_days(&line.service, line.provider, line.format, line.unit);
        Self { line, heirs, prices }
    }

    fn price(&self, session: &Session, account: &Account<'a>) -> Option<&'a Price> {
        if session.provider_by(self.line) == self.line.provider {
            return self.prices.on(session.day);
        }
        account.prices.for_session(session, self.line)
    }
}

/// What invoices asked for these sessions, in their order.
fn asked<'a>(
    account: &Account<'a>,
    sessions: &[&'a Session],
    booked_on: &HashMap<Id<PlanLine>, Booked<'a>>,
) -> Vec<BilledSession<'a>> {
    if account.billed.is_empty() {
        return Vec::new();
    }
    let places: HashMap<Id<Session>, usize> =
        sessions.iter().enumerate().map(|(place, session)| (session.id, place)).collect();
    let of = |billed: &'a Billed| {
        let session = sessions[*places.get(&billed.line.session)?];
        Some(BilledSession { billed, session, line: booked_on.get(&session.line).map(|booked| booked.line) })
    };
    let mut asked: Vec<BilledSession> = account.billed.iter().filter_map(of).collect();
    asked.sort_by_key(|asked| (places.get(&asked.session.id).copied(), asked.billed.line.id));
    asked
}

/// What a session is charged, or will be, and whether its price is missing; none if it costs nothing by agreement.
fn charge(account: &Account, session: &Session, booked: Option<&Booked>) -> Option<(Charge, bool)> {
    if let (false, Some(charge)) = (session.is_open(), &session.charge) {
        return Some((charge.clone(), false));
    }
    if !matches!(session.outcome, Outcome::Scheduled | Outcome::Attended) {
        return None;
    }
    // Marked as attended without a charge (by an import): what it cost is not known, and not ours to guess.
    let price = booked.filter(|_| session.is_open()).and_then(|booked| booked.price(session, account));
    let charge = Charge {
        unit_price: price.map_or(Money::ZERO, |price| price.amount),
        units: session.units,
        charged_percent: Decimal::ONE_HUNDRED,
        copayment_percent: booked.map_or(Decimal::ZERO, |booked| booked.line.copayment_percent),
    };
    Some((charge, price.is_none()))
}
