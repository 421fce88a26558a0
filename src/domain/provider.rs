//! The provider: who delivers services, and on what terms when a child does not come.

use chrono::NaiveDate;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::{Field, Id, Index, IndexKey, contact, fold, record, require, shared_time::same_name};

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

impl Provider {
    /// Which of its specialists somebody means by a name, or by the beginnings of names that fit only one of them.
    pub fn specialist(&self, typed: &str) -> Option<&str> {
        let typed = fold(typed);
        let wanted: Vec<&str> = typed.split_whitespace().collect();
        let fits = |name: &&String| {
            let name = fold(name);
            wanted.iter().all(|wanted| name.split_whitespace().any(|part| part.starts_with(wanted)))
        };
        let whole = self.specialists.iter().find(|name| same_name(name, &typed));
        let mut fitting = self.specialists.iter().filter(fits);
        let only = fitting.next().filter(|_| !wanted.is_empty() && fitting.next().is_none());
        whole.or(only).map(String::as_str)
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_beginning_of_a_name_means_whom_it_fits_alone() {
        let specialists = ["Inga Balode", "Inga Baloža", "Uldis Ķirsis"].map(str::to_owned).to_vec();
        let provider = Provider { specialists, ..Provider::default() };
        let check = |typed: &str, expect: Option<&str>| assert_eq!(provider.specialist(typed), expect, "{typed}");
        check("Balode", Some("Inga Balode"));
        check("kirs", Some("Uldis Ķirsis"));
        check("ULDIS", Some("Uldis Ķirsis"));
        check(" inga  baloža ", Some("Inga Baloža"));
        check("I Balod", Some("Inga Balode"));
        check("Inga", None);
        check("Zane", None);
        check(" ", None);
    }
}
