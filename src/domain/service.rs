//! The service: a row of the catalogue.

use serde::{Deserialize, Serialize};

use super::{Group, Id, Index, IndexKey, choices, record, require};

choices! {
    /// Whom a service is for.
    Recipient {
        Child "child" "b",
        Parent "parent" "v",
        Family "family" "g",
    }

    /// What a service is counted and priced in.
    Unit {
        Session "session" "n",
        Hour "hour" "h",
        Day "day" "d",
        FullDay "full_day" "24",
        Night "night" "na",
        Trip "trip" "br",
        Kilometre "kilometre" "km",
        Visit "visit" "v",
    }
}

/// A row of the catalogue of services; a municipality adds its own.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Service {
    /// Its number.
    pub id: Id<Service>,
    /// Three letters that people type: `FIZ`.
    pub code: String,
    /// Latvian name.
    pub latvian_name: String,
    /// English name.
    pub english_name: String,
    /// The groups it can stand in.
    pub groups: Vec<Group>,
    /// Whom it can be for.
    pub recipients: Vec<Recipient>,
    /// What it can be counted in; the first is offered.
    pub units: Vec<Unit>,
    /// The usual length of a session in minutes; 0 where the unit says it.
    pub minutes: u32,
    /// Whether a doctor's form must be there before it may be given.
    pub needs_medical_form: bool,
    /// What to mind when planning it: age windows, papers, booking ahead.
    pub notice: String,
    /// No longer offered.
    pub closed: bool,
}

record! { Service,
    links: |_this| [],
    index: |service| vec![IndexKey::new(Index::ServiceByCode).text(&service.code)],
    faults: |service| require(&[(super::Field::Code, &service.code), (super::Field::LatvianName, &service.latvian_name)]),
}
