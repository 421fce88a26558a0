//! Prices that come into the list or change from a day on, and what was held and charged by the old ones.

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::{Facts, Made, Remark};
use crate::domain::{
    AnyRecord, Charge, Deed, Fault, Field, Id, Money, PLACEHOLDER, Price, Problem, Provider, Put, Session,
    pricing::PriceList,
};

/// Prices entered or imported, just as they shall stand in the list.
#[derive(Clone, Debug, PartialEq)]
pub struct NewPrices {
    /// What it is called in the journal.
    pub deed: Deed,
    /// The rows: new ones, and changed ones beside what they were.
    pub puts: Vec<Put>,
}

/// A change of the prices in force from a day on.
#[derive(Clone, Debug, PartialEq)]
pub struct Uplift {
    /// The service's code; empty: every service.
    pub service: String,
    /// The provider; 0: all of them, and the municipality's own prices.
    pub provider: Id<Provider>,
    /// By how much.
    pub by: UpliftBy,
    /// From which day.
    pub from: NaiveDate,
    /// Why it also holds for what was held already; empty: it does not.
    pub reason: String,
}

/// By how much a price changes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum UpliftBy {
    /// By so many percent of itself; negative: it falls.
    Percent(Decimal),
    /// By so many euros a unit; negative: it falls.
    Amount(Money),
}

impl UpliftBy {
    /// The new price, to the cent.
    pub fn of(self, price: Money) -> Money {
        match self {
            Self::Percent(percent) => Money::new(price.decimal() * (Decimal::ONE + percent / Decimal::ONE_HUNDRED)),
            Self::Amount(amount) => price + amount,
        }
    }
}

impl Uplift {
    fn concerns(&self, price: &Price) -> bool {
        (self.service.is_empty() || self.service == price.service)
            && (!self.provider.is_some() || self.provider == price.provider)
    }

    pub(super) fn made(&self, facts: &Facts) -> Result<Made, Fault> {
        let list = PriceList::new(&facts.prices);
        let changes = list.changed_from(self.from, |price| self.concerns(price), |price| self.by.of(price));
        if changes.is_empty() {
            return Err(Fault::new(Field::From, Problem::NothingToUplift(self.from)));
        }
        let reason = if self.from < facts.today { self.reason.as_str() } else { "" };
        let mut puts = Vec::with_capacity(changes.len());
        for (base, mut price) in changes {
            if price.amount.is_negative() {
                return Err(Fault::new(Field::Amount, Problem::Negative));
            }
            match base {
                Some(base) => {
                    if base.amount != price.amount {
                        price.retroactive_reason = reason.to_owned();
                    }
                    puts.push(Put { record: price.into(), base: Some(base.into()) });
                }
                None => {
                    let new = Price { retroactive_reason: reason.to_owned(), ..price };
                    puts.push(Put { record: new.into(), base: None });
                }
            }
        }
        NewPrices { deed: Deed::UpliftPrices, puts }.made(facts)
    }
}

impl NewPrices {
    /// The rows that shall stand in the list.
    fn rows(&self) -> impl Iterator<Item = &Price> {
        self.puts.iter().filter_map(|put| match &put.record {
            AnyRecord::Price(price) => Some(price),
            _ => None,
        })
    }

    /// The services whose prices change.
    pub fn services(&self) -> Vec<String> {
        let mut services: Vec<String> = self.rows().map(|price| price.service.clone()).collect();
        services.sort_unstable();
        services.dedup();
        services
    }

    /// The same with a number for each new row, by which it is told from the others.
    fn numbered(&self) -> Self {
        let mut numbered = self.clone();
        for (n, put) in numbered.puts.iter_mut().enumerate().filter(|(_, put)| put.record.number() == 0) {
            put.record.set_number(PLACEHOLDER + n as u64);
        }
        numbered
    }

    pub(super) fn made(&self, facts: &Facts) -> Result<Made, Fault> {
        let numbered = self.numbered();
        let mut prices = facts.prices.clone();
        for row in numbered.rows() {
            match prices.iter_mut().find(|price| price.id == row.id) {
                Some(old) => old.clone_from(row),
                None => prices.push(row.clone()),
            }
        }
        let (old, new) = (PriceList::new(&facts.prices), PriceList::new(&prices));
        if let Some(fault) = numbered.rows().find_map(|price| new.overlap_fault(price)) {
            return Err(fault);
        }
        let mut made = Made::new(self.deed);
        made.operation.puts.clone_from(&numbered.puts);
        // Whoever charges anew what was held says why: no rule has to ask once more.
        let mut reasons = numbered.rows().map(|price| &price.retroactive_reason).filter(|reason| !reason.is_empty());
        made.operation.reason = reasons.next().cloned().unwrap_or_default();
        for case in &facts.cases {
            let (mut kept, mut invoiced) = (0, 0);
            for session in case.sessions.iter() {
                let Some(line) = case.line_of(session) else { continue };
                let (before, after) = (old.for_session(session, line), new.for_session(session, line));
                let (Some(charge), Some(price)) = (&session.charge, after) else { continue };
                if before.map(|price| price.amount) == Some(price.amount) || charge.unit_price == price.amount {
                    continue;
                }
                if price.retroactive_reason.is_empty() {
                    kept += 1;
                } else if case.invoiced.contains(&session.id) {
                    invoiced += 1;
                } else {
                    made.change(session, recharged(session, charge, price.amount));
                }
            }
            if kept > 0 {
                made.remarks.push((case.child.id, Remark::KeepTheirPrice(kept)));
            }
            if invoiced > 0 {
                made.remarks.push((case.child.id, Remark::Invoiced(invoiced)));
            }
        }
        Ok(made)
    }
}

/// The session at another price; what was charged of it, and the family's share, stay.
fn recharged(session: &Session, charge: &Charge, unit_price: Money) -> Session {
    Session { charge: Some(Charge { unit_price, ..charge.clone() }), ..session.clone() }
}
