//! The child case: a child's place in the programme; the unit of plan and budget.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{CaseStatus, Family, Fault, Field, Id, Index, IndexKey, Money, Person, Problem, choices, record};

choices! {
    /// Kinds of functional impairment, as the opinion of the state medical commission groups them.
    Impairment {
        Movement "movement" "k",
        Mental "mental" "g",
        Hearing "hearing" "dz",
        Vision "vision" "r",
        Speech "speech" "v",
        Autism "autism" "a",
        Other "other" "c",
    }
}

/// An amount that the child's budget may reach, with the paper it rests on.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Ceiling {
    /// EUR; ceilings of one child add up, a lowering is negative.
    pub amount: Money,
    /// From when it counts.
    pub from: NaiveDate,
    /// The legal basis: decision, contract, amendment.
    pub legal_basis: String,
}

/// What the child's health asks to mind: a service that a doctor barred, or a remark.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct HealthLimit {
    /// The code of the barred service; empty: none is barred.
    pub service: String,
    /// The doctor's reason, or the remark.
    pub reason: String,
}

/// Why an assessed domain that worsened has no goal.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct LeftOpen {
    /// The item of the instrument (`d4`).
    pub domain: String,
    /// The score it was left at: a heavier one later needs a new reason.
    pub value: u8,
    /// The written reason.
    pub reason: String,
}

/// A child's case in the programme.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Child {
    /// Its number.
    pub id: Id<Child>,
    /// The household.
    pub family: Id<Family>,
    /// The child.
    pub person: Id<Person>,
    /// How far the case has come.
    pub status: CaseStatus,
    /// Until when the disability opinion is valid.
    pub disability_until: Option<NaiveDate>,
    /// Until when the opinion on special care is valid.
    pub special_care_until: Option<NaiveDate>,
    /// Kinds of impairment.
    pub impairments: Vec<Impairment>,
    /// School or kindergarten.
    pub school: String,
    /// Services that are medically barred.
    pub health_limits: Vec<HealthLimit>,
    /// Domains that worsened and are left without a goal, each with its reason.
    pub left_open: Vec<LeftOpen>,
    /// The ceiling and its changes, oldest first.
    pub ceilings: Vec<Ceiling>,
    /// When the case was closed.
    pub closed_on: Option<NaiveDate>,
    /// Why it was closed.
    pub close_reason: String,
}

impl Child {
    /// The doctor's limit that bars `service`, if there is one.
    pub fn health_limit(&self, service: &str) -> Option<&HealthLimit> {
        self.health_limits.iter().find(|limit| limit.service == service)
    }
}

record! { Child,
    links: |this| [Family: [&mut this.family], Person: [&mut this.person]],
    index: |child| vec![
        IndexKey::new(Index::ChildByFamily).id(child.family.0),
        IndexKey::new(Index::ChildByPerson).id(child.person.0),
    ],
    faults: |child| {
        let mut faults = Vec::new();
        if !child.person.is_some() {
            faults.push(Fault::new(Field::Person, Problem::Missing));
        }
        if child.ceilings.iter().map(|ceiling| ceiling.amount).sum::<Money>().is_negative() {
            faults.push(Fault::new(Field::Ceiling, Problem::Negative));
        }
        faults.extend(child.ceilings.iter().find_map(|ceiling| super::amount_faults(Field::Ceiling, ceiling.amount)));
        if child.ceilings.iter().any(|ceiling| ceiling.legal_basis.trim().is_empty()) {
            faults.push(Fault::new(Field::LegalBasis, Problem::Missing));
        }
        if child.status == CaseStatus::Closed && child.close_reason.trim().is_empty() {
            faults.push(Fault::new(Field::CloseReason, Problem::Missing));
        }
        faults
    },
}
