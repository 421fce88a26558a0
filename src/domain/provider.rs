//! The provider: who delivers services, and on what terms when a child does not come.

use chrono::NaiveDate;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::{Field, Id, Index, IndexKey, contact, record, require};

/// A provider of services.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Provider {
    /// Its number.
    pub id: Id<Provider>,
    /// Its name.
    pub name: String,
    /// The number in the register of enterprises or of social-service providers.
    pub registration_number: String,
    /// The contract's number and date.
    pub contract: String,
    /// Eight digits, or an international number.
    pub phone: String,
    /// E-mail address.
    pub email: String,
    /// Who works there.
    pub specialists: Vec<String>,
    /// How many hours before a session it can be cancelled free of charge.
    pub notice_hours: u32,
    /// What a no-show is charged, in percent of the price (0–100); 0: nothing.
    #[serde(with = "rust_decimal::serde::str")]
    pub charged_percent: Decimal,
    /// Days on which the provider is closed.
    pub closure_days: Vec<NaiveDate>,
    /// Closed in the holidays of schools, too.
    pub school_holidays: bool,
    /// How many minutes anybody needs between here and another provider's place; 0: nobody has said.
    pub travel_minutes: u32,
    /// How many children it can take at the same time; 0: nobody has said.
    pub capacity: u32,
    /// No longer used: kept, but not offered.
    pub closed: bool,
}

record! { Provider,
    links: |_this| [],
    index: |provider| vec![IndexKey::new(Index::ProviderByName).text(&provider.name.to_lowercase())],
    faults: |provider| {
        let mut faults = require(&[(Field::Name, &provider.name)]);
        faults.extend(contact::phone_faults(&provider.phone));
        faults.extend(contact::email_faults(&provider.email));
        faults.extend(super::percent_faults(Field::ChargedPercent, provider.charged_percent));
        faults
    },
}
