//! Reallocation: from one line of a plan to another, or from one child's ceiling to another's. Both sides change in one
//! operation, so that nothing is given that was not taken.

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::{CaseFacts, Facts, Made, Remark};
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
    /// By how much; of a line that gives, nothing: what its units are worth, or exactly that.
    pub amount: Money,
    /// The line of the giving child's plan that is lowered with the ceiling, and how much it gives; none: what is free of
    /// the ceiling goes, and the plan stays.
    pub line: Option<(Id<PlanLine>, Given)>,
    /// The paper it rests on; the reason of the plan version that a line that gives makes.
    pub legal_basis: String,
    /// From when it counts.
    pub day: NaiveDate,
}

impl LineTransfer {
    /// The draft with both lines changed; where there is no draft, one is made of the plan in force.
    pub(super) fn made(&self, facts: &Facts) -> Result<Made, Fault> {
        let prices = PriceList::new(&facts.prices);
        let giving = Giving::of(self.from, self.what, facts, &prices)?;
        let (from, case) = (giving.line, giving.case);
        let to = case.lines_of(giving.base.id).find(|line| line.id == self.to && line.id != from.id);
        let to = to.ok_or_else(|| Fault::new(Field::ToLine, Problem::Missing))?;
        let gets = unit_cost(to, &prices, facts.today, Field::ToLine)?;
        // All that these units are worth: of an amount that ends within a unit the rest buys, too.
        let got = (giving.amount().decimal() / gets.decimal()).floor();
        if got.is_zero() {
            return Err(Fault::new(Field::ToLine, Problem::BuysNothing));
        }
        let mut made = Made::new(Deed::ReallocateLines);
        giving.redraft(&mut made, facts, &self.reason, Some((to.id, got)))?;
        let over = giving.amount() - gets.times(got);
        if over > Money::ZERO {
            made.remarks.push((case.child.id, Remark::LeftOver(over)));
        }
        Ok(made)
    }
}

/// A line that gives some of its units.
struct Giving<'a> {
    case: &'a CaseFacts,
    /// The draft that the line stands in, or the plan in force.
    base: &'a PlanVersion,
    line: &'a PlanLine,
    units: Decimal,
    /// What the budget pays for one.
    each: Money,
}

impl<'a> Giving<'a> {
    /// Of a line that has so much left.
    fn of(line: Id<PlanLine>, what: Given, facts: &'a Facts, prices: &PriceList) -> Result<Self, Fault> {
        let missing = || Fault::new(Field::FromLine, Problem::Missing);
        let case = facts.cases.iter().find(|case| case.lines.iter().any(|own| own.id == line)).ok_or_else(missing)?;
        if let Some(waiting) = case.submitted() {
            return Err(Fault::new(Field::FromLine, Problem::PlanWaits(waiting.number)));
        }
        let base = case.draft().or(case.approved()).ok_or_else(|| Fault::new(Field::FromLine, Problem::NoDraft))?;
        let line = case.lines_of(base.id).find(|own| own.id == line).ok_or_else(missing)?;
        let each = unit_cost(line, prices, facts.today, Field::FromLine)?;
        let units = match what {
            Given::Units(units) => units,
            Given::Amount(amount) => (amount.decimal() / each.decimal()).ceil(),
        };
        if units <= Decimal::ZERO {
            return Err(Fault::new(Field::Quantity, Problem::NotPositive));
        }
        let left = left_of(line, case, base, prices, facts.today);
        if units > left {
            return Err(Fault::new(Field::Quantity, Problem::MoreThanLeft(left)));
        }
        if units == line.quantity {
            // A line without units is no line.
            return Err(Fault::new(Field::Quantity, Problem::MoreThanLeft(line.quantity - Decimal::ONE)));
        }
        Ok(Self { case, base, line, units, each })
    }

    /// What the units are worth.
    fn amount(&self) -> Money {
        self.each.times(self.units)
    }

    /// Less units on the line that gives, and so many more on the one that gets, in the draft; where there is none, in
    /// one made of the plan in force.
    fn redraft(
        &self,
        made: &mut Made,
        facts: &Facts,
        reason: &str,
        gets: Option<(Id<PlanLine>, Decimal)>,
    ) -> Result<(), Fault> {
        let changed = |line: &PlanLine| {
            let quantity = match gets {
                _ if line.id == self.line.id => line.quantity - self.units,
                Some((to, units)) if line.id == to => line.quantity + units,
                _ => line.quantity,
            };
            PlanLine { quantity, ..line.clone() }
        };
        let (case, base) = (self.case, self.base);
        if base.state == PlanState::Draft {
            for line in case.lines_of(base.id) {
                made.change(line, changed(line));
            }
            return Ok(());
        }
        if reason.trim().is_empty() {
            return Err(Fault::new(Field::Reason, Problem::Missing));
        }
        let version = Id::placeholder(0);
        let number = case.plans.iter().map(|plan| plan.number).max().unwrap_or_default() + 1;
        made.create(PlanVersion {
            id: version,
            child: case.child.id,
            number,
            reason: reason.to_owned(),
            effective_from: Some(facts.today.max(case.programme.from)).max(base.effective_from),
            supersedes: base.id,
            ..PlanVersion::default()
        });
        for line in case.lines_of(base.id) {
            made.create(PlanLine { id: Id::default(), plan: version, ..changed(line) });
        }
        Ok(())
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
fn left_of(line: &PlanLine, case: &CaseFacts, base: &PlanVersion, prices: &PriceList, today: NaiveDate) -> Decimal {
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
        let prices = PriceList::new(&facts.prices);
        let giving = self.line.map(|(line, what)| Giving::of(line, what, facts, &prices)).transpose()?;
        let amount = giving.as_ref().map_or(self.amount, Giving::amount);
        if giving.is_some() && !self.amount.is_zero() && self.amount != amount {
            return Err(Fault::new(Field::Quantity, Problem::UnitsAreWorth(amount)));
        }
        if amount <= Money::ZERO {
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
        if giving.as_ref().is_some_and(|giving| giving.case.child.id != self.from) {
            return Err(Fault::new(Field::FromLine, Problem::Missing));
        }
        let free = free_of(from, &prices, facts.today);
        if amount > free {
            return Err(Fault::new(Field::Amount, Problem::MoreThanFree(free.at_least_zero())));
        }
        let mut made = Made::new(Deed::ReallocateCeilings);
        let with = |child: &Child, amount| {
            let mut child = child.clone();
            child.ceilings.push(Ceiling { amount, from: self.day, legal_basis: self.legal_basis.clone() });
            child
        };
        made.change(&from.child, with(&from.child, -amount));
        made.change(&to.child, with(&to.child, amount));
        if let Some(giving) = giving {
            giving.redraft(&mut made, facts, &self.legal_basis, None)?;
        }
        Ok(made)
    }
}

/// What of the ceiling is neither spent nor bound by sessions on the calendar.
fn free_of(case: &CaseFacts, prices: &PriceList, today: NaiveDate) -> Money {
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
