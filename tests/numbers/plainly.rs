//! The same numbers, reckoned as plainly as possible: unit by unit, session by session, price by price.
//! Nothing here shares code with `domain::budget` beyond the nouns and the calendar.

use atbalsts::domain::{
    Child, Format, Id, Money, Outcome, PlanLine, Price, Provider, Session, Unit,
    budget::{Billed, FigureKind},
    calendar,
    succession::Held,
};
use chrono::NaiveDate;
use rust_decimal::{Decimal, RoundingStrategy, prelude::ToPrimitive};

/// What an account is made of, owned.
#[derive(Clone, Debug)]
pub struct Case {
    pub child: Child,
    pub plan: Vec<PlanLine>,
    pub earlier: Vec<PlanLine>,
    /// The versions that held, by the numbers of their lines' plans; the last one is the plan's.
    pub held: Vec<Held>,
    pub sessions: Vec<Session>,
    pub billed: Vec<Billed>,
    pub prices: Vec<Price>,
    pub from: NaiveDate,
    pub to: NaiveDate,
    pub today: NaiveDate,
    pub follows_moved_days: bool,
}

/// A planned unit, or the part of one that the quantity ends with.
#[derive(Clone)]
pub struct Due {
    pub day: NaiveDate,
    pub size: Decimal,
    pub price: Option<Decimal>,
}

fn cents(amount: Decimal) -> Decimal {
    amount.round_dp_with_strategy(2, RoundingStrategy::MidpointAwayFromZero)
}

fn budget_share(price: Decimal, units: Decimal, charged: Decimal, copayment: Decimal) -> Decimal {
    let hundred = Decimal::ONE_HUNDRED;
    cents(price * units * charged * (hundred - copayment) / (hundred * hundred))
}

impl Case {
    /// What lines of invoices that came so far ask for sessions that are there.
    pub fn asked(&self, kind: FigureKind) -> Decimal {
        let came = |billed: &&Billed| match kind {
            FigureKind::Invoiced => true,
            FigureKind::Accepted => billed.invoice.accepted_on.is_some(),
            _ => billed.invoice.paid_on.is_some(),
        };
        let there = |billed: &&Billed| self.sessions.iter().any(|session| session.id == billed.line.session);
        self.billed.iter().filter(came).filter(there).map(|billed| amount(billed.line.amount)).sum()
    }

    fn price(
        &self,
        service: &str,
        provider: Id<Provider>,
        format: Format,
        unit: Unit,
        day: NaiveDate,
    ) -> Option<Decimal> {
        let mut best: Option<&Price> = None;
        for price in &self.prices {
            let same = price.service == service && price.format == format && price.unit == unit;
            let offered = price.provider == provider || price.provider == Id::default();
            if same && offered && price.from <= day && price.to.is_none_or(|to| to >= day) {
                let rank = |price: &Price| (price.provider == provider, price.from, price.id);
                if best.is_none_or(|best| rank(price) > rank(best)) {
                    best = Some(price);
                }
            }
        }
        best.map(|price| price.amount.decimal())
    }

    /// So many units of a line over its days from `since` on.
    fn units_since(&self, line: &PlanLine, since: NaiveDate, quantity: Decimal) -> Vec<Due> {
        let from = line.from.max(since);
        let all = from.iter_days().take_while(|day| *day <= line.to);
        let mut days: Vec<_> =
            all.clone().filter(|day| calendar::is_working_day(*day, self.follows_moved_days)).collect();
        if days.is_empty() {
            days = all.collect();
        }
        if days.is_empty() {
            days.push(from);
        }
        let count = quantity.ceil().to_usize().unwrap_or_default();
        let due = |k: usize| {
            let day = days[k * days.len() / count];
            let size = (quantity - Decimal::from(k)).min(Decimal::ONE);
            Due { day, size, price: self.price(&line.service, line.provider, line.format, line.unit, day) }
        };
        (0..count).map(due).collect()
    }

    /// Everything that was ever due, and on which line: version by version, each of which lays out what its lines have
    /// left since it holds.
    pub fn course(&self) -> Vec<(&PlanLine, Due)> {
        let mut course: Vec<(&PlanLine, Due)> = Vec::new();
        let always = [Held { plan: Id::default(), from: NaiveDate::MIN, last: None }];
        let held: &[Held] = if self.held.is_empty() { &always } else { &self.held };
        for (at, version) in held.iter().enumerate() {
            let until = held.get(at + 1).map(|next| next.from);
            let mut lines: Vec<&PlanLine> = match until {
                Some(_) => self.earlier.iter().filter(|line| line.plan == version.plan).collect(),
                None => self.plan.iter().collect(),
            };
            lines.sort_by_key(|line| (line.group, line.service.clone(), line.from, line.id));
            let mut now = Vec::new();
            for (n, line) in lines.iter().enumerate() {
                let takes = |other: &PlanLine, old: &PlanLine, day| other.is_same_service(old) && other.covers(day);
                let was_due: Decimal = course
                    .iter()
                    .filter(|(old, due)| {
                        takes(line, old, due.day) && !lines[..n].iter().any(|first| takes(first, old, due.day))
                    })
                    .map(|(_, due)| due.size)
                    .sum();
                let units = self.units_since(line, version.from, line.quantity - was_due);
                let holds = |due: &Due| {
                    let ends = [version.last, self.child.closed_on];
                    until.is_none_or(|until| due.day < until) && ends.iter().flatten().all(|last| due.day <= *last)
                };
                now.extend(units.into_iter().filter(holds).map(|due| (*line, due)));
            }
            course.extend(now);
        }
        course
    }

    /// The last day of the plan, if it or the case was closed.
    pub fn closed_on(&self) -> Option<NaiveDate> {
        let of_plan = self.held.last().and_then(|own| own.last);
        of_plan.map_or(self.child.closed_on, |last| Some(self.child.closed_on.map_or(last, |closed| closed.min(last))))
    }

    /// Units of a line of the plan that are neither delivered nor reserved; none of a plan that is over.
    pub fn left(&self, line: &PlanLine) -> Decimal {
        let (delivered, reserved) = self.used(line);
        let is_over = self.closed_on().is_some_and(|last| last < self.today);
        if is_over { Decimal::ZERO } else { (line.quantity - delivered - reserved).max(Decimal::ZERO) }
    }

    /// What is still laid out of a line of the plan.
    fn ahead(&self, line: &PlanLine) -> Vec<Due> {
        self.course().into_iter().filter(|(of, _)| of.id == line.id).map(|(_, due)| due).collect()
    }

    pub fn unit_amount(line: &PlanLine, due: &Due, size: Decimal) -> Decimal {
        due.price.map_or(Decimal::ZERO, |price| budget_share(price, size, Decimal::ONE_HUNDRED, line.copayment_percent))
    }

    pub fn planned_through(&self, day: NaiveDate) -> Decimal {
        let course = self.course();
        course.iter().filter(|(_, due)| due.day <= day).map(|(line, due)| Self::unit_amount(line, due, due.size)).sum()
    }

    pub fn ceiling_on(&self, day: NaiveDate) -> Decimal {
        self.child.ceilings.iter().filter(|one| one.from <= day).map(|one| one.amount.decimal()).sum()
    }

    fn booked_on(&self, session: &Session) -> Option<&PlanLine> {
        self.plan.iter().chain(&self.earlier).find(|line| line.id == session.line)
    }

    /// The plan line that a session uses up.
    pub fn uses(&self, session: &Session) -> Option<Id<PlanLine>> {
        let booked = self.booked_on(session)?;
        if self.plan.iter().any(|line| line.id == booked.id) {
            return Some(booked.id);
        }
        let mut heirs: Vec<_> = self
            .plan
            .iter()
            .filter(|line| {
                line.service == booked.service
                    && line.recipient == booked.recipient
                    && line.format == booked.format
                    && line.unit == booked.unit
                    && line.covers(session.day)
            })
            .collect();
        heirs.sort_by_key(|line| (line.group, line.from, line.id));
        heirs.first().map(|line| line.id)
    }

    /// What the budget and the family bear of a session, and the units it takes from its line.
    pub fn value(&self, session: &Session) -> (Decimal, Decimal, Decimal) {
        if session.outcome == Outcome::Scheduled {
            let Some(line) = self.booked_on(session) else { return (Decimal::ZERO, Decimal::ZERO, session.units) };
            let provider = if session.provider.is_some() { session.provider } else { line.provider };
            let price = self.price(&line.service, provider, line.format, line.unit, session.day).unwrap_or_default();
            let share = budget_share(price, session.units, Decimal::ONE_HUNDRED, line.copayment_percent);
            return (share, Decimal::ZERO, session.units);
        }
        let Some(charge) = &session.charge else {
            let units = if session.outcome == Outcome::Attended { session.units } else { Decimal::ZERO };
            return (Decimal::ZERO, Decimal::ZERO, units);
        };
        let price = charge.unit_price.decimal();
        let whole = budget_share(price, charge.units, charge.charged_percent, Decimal::ZERO);
        let share = budget_share(price, charge.units, charge.charged_percent, charge.copayment_percent);
        let units = if charge.charged_percent.is_zero() { Decimal::ZERO } else { charge.units };
        (share, whole - share, units)
    }

    fn sum(&self, open: bool, of: impl Fn(&Session) -> Decimal) -> Decimal {
        let mut sum = Decimal::ZERO;
        for session in &self.sessions {
            if (session.outcome == Outcome::Scheduled) == open {
                sum += of(session);
            }
        }
        sum
    }

    pub fn delivered(&self) -> Decimal {
        self.sum(false, |session| self.value(session).0)
    }

    pub fn copayment(&self) -> Decimal {
        self.sum(false, |session| self.value(session).1)
    }

    pub fn reserved(&self) -> Decimal {
        self.sum(true, |session| self.value(session).0)
    }

    /// Per line of the plan: units delivered, units reserved.
    pub fn used(&self, line: &PlanLine) -> (Decimal, Decimal) {
        let units =
            |session: &Session| if self.uses(session) == Some(line.id) { self.value(session).2 } else { Decimal::ZERO };
        (self.sum(false, units), self.sum(true, units))
    }

    /// The plan's remainder, taken unit by unit from the end of each line.
    pub fn remainder(&self) -> Decimal {
        self.remainder_through(NaiveDate::MAX)
    }

    /// The same, as far as it is due on `day` or earlier. Until a version begins, what the one before it has due is
    /// taken, too: as a part of the line that goes on with it, else by itself.
    pub fn remainder_through(&self, day: NaiveDate) -> Decimal {
        let mut sum = Decimal::ZERO;
        let mut take = |parts: &[(&PlanLine, Vec<Due>)], mut rest: Decimal| {
            for (line, due) in parts.iter().flat_map(|(line, dues)| dues.iter().rev().map(move |due| (line, due))) {
                if rest > Decimal::ZERO && due.day >= self.today {
                    let size = due.size.min(rest);
                    if due.day <= day {
                        sum += Self::unit_amount(line, due, size);
                    }
                    rest -= size;
                }
            }
        };
        let still_due = |parts: &[(&PlanLine, Vec<Due>)]| -> Decimal {
            let dues = parts.iter().flat_map(|(_, dues)| dues);
            dues.filter(|due| due.day >= self.today).map(|due| due.size).sum()
        };
        let earlier = self.until_then();
        let heir = |before: &PlanLine| {
            let same = self.plan.iter().filter(|line| line.is_same_service(before));
            same.min_by_key(|line| (line.group, line.from, line.id)).map(|line| line.id)
        };
        for line in &self.plan {
            let mut parts = vec![(line, self.ahead(line))];
            parts.extend(earlier.iter().rev().filter(|(before, _)| heir(before) == Some(line.id)).cloned());
            let to_come = |session: &Session| {
                let counts = self.uses(session) == Some(line.id) && session.day >= self.today;
                if counts { session.units } else { Decimal::ZERO }
            };
            take(&parts, (still_due(&parts) - self.sum(true, to_come)).min(self.left(line)));
        }
        for part in earlier.iter().filter(|(before, _)| heir(before).is_none()) {
            let to_come = |session: &Session| {
                let counts = self.uses(session).is_none() && session.day >= self.today;
                let same = self.booked_on(session).is_some_and(|line| line.is_same_service(part.0));
                if counts && same { session.units } else { Decimal::ZERO }
            };
            let parts = std::slice::from_ref(part);
            take(parts, still_due(parts) - self.sum(true, to_come));
        }
        sum
    }

    /// What is laid out of each line of earlier versions, in their order.
    fn until_then(&self) -> Vec<(&PlanLine, Vec<Due>)> {
        let mut parts: Vec<(&PlanLine, Vec<Due>)> = Vec::new();
        for (line, due) in self.course() {
            if self.plan.iter().any(|own| own.id == line.id) {
                continue;
            }
            match parts.iter_mut().find(|(of, _)| of.id == line.id) {
                Some((_, dues)) => dues.push(due),
                None => parts.push((line, vec![due])),
            }
        }
        parts
    }

    /// How much of the spending lies before or on `day` in a burn-down: delivered at the latest today, reserved at the
    /// earliest today, all of it within the programme.
    pub fn spent_through(&self, day: NaiveDate) -> (Decimal, Decimal) {
        let today = self.today.max(self.from).min(self.to);
        let delivered =
            |session: &Session| if session.day.min(today) <= day { self.value(session).0 } else { Decimal::ZERO };
        let reserved = |session: &Session| {
            if session.day.max(today).min(self.to) <= day { self.value(session).0 } else { Decimal::ZERO }
        };
        (self.sum(false, delivered), self.sum(true, reserved))
    }

    pub fn missing_prices(&self) -> u32 {
        let in_plan = self.course().iter().filter(|(_, due)| due.price.is_none()).count();
        let in_sessions = self.sessions.iter().filter(|session| match session.outcome {
            Outcome::Scheduled => self.booked_on(session).is_none_or(|line| {
                let provider = if session.provider.is_some() { session.provider } else { line.provider };
                self.price(&line.service, provider, line.format, line.unit, session.day).is_none()
            }),
            Outcome::Attended => session.charge.is_none(),
            _ => false,
        });
        (in_plan + in_sessions.count()) as u32
    }

    /// Working days of the programme before today, and all.
    pub fn days(&self) -> (u32, u32) {
        let all = self.from.iter_days().take_while(|day| *day <= self.to);
        let worked = all.filter(|day| calendar::is_working_day(*day, self.follows_moved_days));
        let worked: Vec<_> = worked.collect();
        (worked.iter().filter(|day| **day < self.today).count() as u32, worked.len() as u32)
    }

    pub fn projection(&self) -> Decimal {
        let (elapsed, total) = self.days();
        if elapsed == 0 {
            return self.delivered() + self.reserved() + self.remainder();
        }
        let stretched = cents(self.delivered() * Decimal::from(total) / Decimal::from(elapsed));
        stretched.max(self.delivered() + self.reserved())
    }
}

/// The amount of a figure, for comparing.
pub fn amount(money: Money) -> Decimal {
    money.decimal()
}
