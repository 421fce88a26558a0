//! Reallocation: from one line of a plan to another, or from one child's ceiling to another's. Both sides change in one
//! operation, so that nothing is given that was not taken.

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::{Case, Facts, Made, Remark};
use crate::domain::{
    CaseStatus, Ceiling, Charge, Child, Deed, Fault, Field, Id, Money, PlanLine, PlanState, PlanVersion, Problem,
    Session, budget::Account, pricing::PriceList,
};

/// From line to line.
#[derive(Clone, Debug, PartialEq)]
pub struct LineTransfer {
    /// The line that gives.
    pub from: Id<PlanLine>,
    /// The line that gets.
    pub to: Id<PlanLine>,
    /// How much it gives.
    pub what: Given,
    /// Why: stands in the version that this makes.
    pub reason: String,
}

/// How much is given.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Given {
    /// So many units of the line that gives.
    Units(Decimal),
    /// As many of its units as make up so many euros.
    Amount(Money),
}

/// From child to child.
#[derive(Clone, Debug, PartialEq)]
pub struct CeilingTransfer {
    /// Whose ceiling is lowered.
    pub from: Id<Child>,
    /// Whose is raised.
    pub to: Id<Child>,
    /// By how much.
    pub amount: Money,
    /// The paper it rests on.
    pub legal_basis: String,
    /// From when it counts.
    pub day: NaiveDate,
}

impl LineTransfer {
    /// The draft with both lines changed; where there is no draft, one is made of the plan in force.
    pub(super) fn made(&self, facts: &Facts) -> Result<Made, Fault> {
        let case = facts.cases.iter().find(|case| case.lines.iter().any(|line| line.id == self.from));
        let missing = |field| Fault::new(field, Problem::Missing);
        let case = case.ok_or_else(|| missing(Field::FromLine))?;
        if let Some(waiting) = case.submitted() {
            return Err(Fault::new(Field::FromLine, Problem::PlanWaits(waiting.number)));
        }
        let base = case.draft().or(case.approved()).ok_or_else(|| Fault::new(Field::FromLine, Problem::NoDraft))?;
        let of_base = |id: Id<PlanLine>| case.lines_of(base.id).find(|line| line.id == id);
        let from = of_base(self.from).ok_or_else(|| missing(Field::FromLine))?;
        let to = of_base(self.to).filter(|to| to.id != from.id).ok_or_else(|| missing(Field::ToLine))?;
        let prices = PriceList::new(&facts.prices);
        let price = |line: &PlanLine, field| unit_cost(line, &prices, facts.today, field);
        let (gives, gets) = (price(from, Field::FromLine)?, price(to, Field::ToLine)?);
        let given = match self.what {
            Given::Units(units) => units,
            Given::Amount(amount) => (amount.decimal() / gives.decimal()).ceil(),
        };
        if given <= Decimal::ZERO {
            return Err(Fault::new(Field::Quantity, Problem::NotPositive));
        }
        let left = left_of(from, case, base, &prices, facts.today);
        if given > left {
            return Err(Fault::new(Field::Quantity, Problem::MoreThanLeft(left)));
        }
        if given == from.quantity {
            // A line without units is no line.
            return Err(Fault::new(Field::Quantity, Problem::MoreThanLeft(from.quantity - Decimal::ONE)));
        }
        // All that these units are worth: of an amount that ends within a unit the rest buys, too.
        let got = (gives.times(given).decimal() / gets.decimal()).floor();
        if got.is_zero() {
            return Err(Fault::new(Field::ToLine, Problem::BuysNothing));
        }
        let mut made = Made::new(Deed::ReallocateLines);
        let changed = |line: &PlanLine| {
            let quantity = if line.id == from.id {
                line.quantity - given
            } else if line.id == to.id {
                line.quantity + got
            } else {
                line.quantity
            };
            PlanLine { quantity, ..line.clone() }
        };
        if base.state == PlanState::Draft {
            made.change(from, changed(from));
            made.change(to, changed(to));
        } else {
            if self.reason.trim().is_empty() {
                return Err(missing(Field::Reason));
            }
            let version = Id::placeholder(0);
            let number = case.plans.iter().map(|plan| plan.number).max().unwrap_or_default() + 1;
            made.create(PlanVersion {
                id: version,
                child: case.child.id,
                number,
                reason: self.reason.clone(),
                effective_from: Some(facts.today.max(case.programme.from)).max(base.effective_from),
                supersedes: base.id,
                ..PlanVersion::default()
            });
            for line in case.lines_of(base.id) {
                made.create(PlanLine { id: Id::default(), plan: version, ..changed(line) });
            }
        }
        let over = gives.times(given) - gets.times(got);
        if over > Money::ZERO {
            made.remarks.push((case.child.id, Remark::LeftOver(over)));
        }
        Ok(made)
    }
}

/// What the budget pays for a unit of the line: at the price in force today, or on the line's first day if that is later.
fn unit_cost(line: &PlanLine, prices: &PriceList, today: NaiveDate, field: Field) -> Result<Money, Fault> {
    let day = today.clamp(line.from, line.to.max(line.from));
    let price = prices.price_on(&line.service, line.provider, line.format, line.unit, day);
    let unit_price = price.ok_or_else(|| Fault::new(field, Problem::NoPrice(day)))?.amount;
    let cost = Charge::in_full(line, unit_price, Decimal::ONE).amount();
    // A service that costs nothing neither gives nor takes money.
    (!cost.is_zero()).then_some(cost).ok_or_else(|| Fault::new(field, Problem::BuysNothing))
}

/// Units of the line that are neither used nor on the calendar.
fn left_of(line: &PlanLine, case: &Case, base: &PlanVersion, prices: &PriceList, today: NaiveDate) -> Decimal {
    let (plan, earlier): (Vec<PlanLine>, Vec<PlanLine>) =
        case.lines.iter().cloned().partition(|other| other.plan == base.id);
    let account = Account::new(&case.child, &case.programme, &plan, &case.sessions, prices).with_earlier(&earlier);
    let figures = account.figures(today);
    figures.line(line.id).map_or(line.quantity, |used| used.remaining_units).max(Decimal::ZERO)
}

impl CeilingTransfer {
    pub(super) fn made(&self, facts: &Facts) -> Result<Made, Fault> {
        if !facts.programme.ceilings_transferable {
            return Err(Fault::new(Field::ToChild, Problem::CeilingsStay));
        }
        if self.amount <= Money::ZERO {
            return Err(Fault::new(Field::Amount, Problem::NotPositive));
        }
        if self.legal_basis.trim().is_empty() {
            return Err(Fault::new(Field::Reason, Problem::Missing));
        }
        let case = |child: Id<Child>, field| {
            let found =
                facts.cases.iter().find(|case| case.child.id == child && case.programme.id == facts.programme.id);
            let case = found.ok_or_else(|| Fault::new(field, Problem::Missing))?;
            let closed = case.child.status == CaseStatus::Closed;
            if closed { Err(Fault::new(field, Problem::CaseIsClosed)) } else { Ok(case) }
        };
        let (from, to) = (case(self.from, Field::Child)?, case(self.to, Field::ToChild)?);
        if from.child.id == to.child.id {
            return Err(Fault::new(Field::ToChild, Problem::Missing));
        }
        let prices = PriceList::new(&facts.prices);
        let free = free_of(from, &prices, facts.today);
        if self.amount > free {
            return Err(Fault::new(Field::Amount, Problem::MoreThanFree(free.at_least_zero())));
        }
        let mut made = Made::new(Deed::ReallocateCeilings);
        let with = |child: &Child, amount| {
            let mut child = child.clone();
            child.ceilings.push(Ceiling { amount, from: self.day, legal_basis: self.legal_basis.clone() });
            child
        };
        made.change(&from.child, with(&from.child, -self.amount));
        made.change(&to.child, with(&to.child, self.amount));
        Ok(made)
    }
}

/// What of the ceiling is neither spent nor bound by sessions on the calendar.
fn free_of(case: &Case, prices: &PriceList, today: NaiveDate) -> Money {
    let in_force = case.approved().map(|plan| plan.id);
    let (plan, earlier): (Vec<PlanLine>, Vec<PlanLine>) =
        case.lines.iter().cloned().partition(|line| Some(line.plan) == in_force);
    let sessions: &[Session] = &case.sessions;
    Account::new(&case.child, &case.programme, &plan, sessions, prices)
        .with_earlier(&earlier)
        .figures(today)
        .free
        .amount()
}
