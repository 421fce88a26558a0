//! The price: what a unit of a service costs at a provider, from a day on.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{
    Fault, Field, Format, Id, Index, IndexKey, Money, Problem, Provider, Unit, record, require, rules::RuleReason,
};

/// A row of a price list. Individual and group format are separate rows.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Price {
    /// Its number.
    pub id: Id<Price>,
    /// The service's code.
    pub service: String,
    /// At which provider; 0: the municipality's own price for all that have none.
    pub provider: Id<Provider>,
    /// Alone or with others.
    pub format: Format,
    /// For one of which unit.
    pub unit: Unit,
    /// EUR for a unit.
    pub amount: Money,
    /// First day.
    pub from: NaiveDate,
    /// Last day; none: until another begins.
    pub to: Option<NaiveDate>,
    /// Rules that it makes break on purpose, each with the reason.
    pub rule_reasons: Vec<RuleReason>,
    /// Why it also holds for days that were past when it was entered, so that what was held on them is charged anew;
    /// empty: held sessions keep their price.
    pub retroactive_reason: String,
    /// Fictional: never to be taken for an official price.
    pub sample: bool,
}

impl Price {
    /// Whether it is in force on `day`.
    pub fn covers(&self, day: NaiveDate) -> bool {
        self.from <= day && self.to.is_none_or(|to| day <= to)
    }
}

record! { Price,
    links: |this| [Provider: [&mut this.provider]],
    index: |price| vec![
        IndexKey::new(Index::PriceByService).text(&price.service),
        IndexKey::new(Index::PriceByProvider).id(price.provider.0),
    ],
    faults: |price| {
        let mut faults = require(&[(Field::Service, &price.service)]);
        if price.amount.is_negative() {
            faults.push(Fault::new(Field::Amount, Problem::Negative));
        }
        faults.extend(super::amount_faults(Field::Amount, price.amount));
        if price.to.is_some_and(|to| to < price.from) {
            faults.push(Fault::new(Field::To, Problem::EndsBeforeStart));
        }
        faults
    },
}
