//! The family: a household with a case number, several people, and one child case or more.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{Fault, Field, Id, Index, IndexKey, Problem, Programme, choices, contact, record, require};

choices! {
    /// How far a family's (or a child's) case has come.
    CaseStatus {
        Applied "applied" "p",
        Assessed "assessed" "i",
        Active "active" "a",
        Suspended "suspended" "pt",
        Closed "closed" "s",
    }
}

/// A family in a programme.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Family {
    /// Its number.
    pub id: Id<Family>,
    /// The programme it takes part in.
    pub programme: Id<Programme>,
    /// The client file's number, as in `2018-07`; unique in the store.
    pub case_number: String,
    /// What people call the household; usually the surname.
    pub surname: String,
    /// How far the case has come.
    pub status: CaseStatus,
    /// The login of the social worker who owns the case.
    pub owner: String,
    /// The declared address.
    pub declared_address: String,
    /// The actual address, where it differs.
    pub actual_address: String,
    /// The part of the municipality: a town or a parish.
    pub part: String,
    /// `LV-3201`.
    pub postcode: String,
    /// Eight digits, or an international number.
    pub phone: String,
    /// The household's e-mail address.
    pub email: String,
    /// When the application came in.
    pub applied_on: Option<NaiveDate>,
    /// When the case was closed.
    pub closed_on: Option<NaiveDate>,
    /// Why it was closed.
    pub close_reason: String,
    /// The logins of those who alone may look at it; empty: whoever may look at families.
    pub restricted_to: Vec<String>,
}

impl Family {
    /// Whether this is what strangers see of it.
    pub fn is_veiled(&self) -> bool {
        super::veil::is_name(&self.surname)
    }
}

record! { Family,
    links: |this| [Programme: [&mut this.programme]],
    index: |family| {
        let mut keys = vec![
            IndexKey::new(Index::FamilyByProgramme).id(family.programme.0),
            IndexKey::new(Index::FamilyByCaseNumber).text(&family.case_number),
        ];
        if !family.restricted_to.is_empty() {
            keys.push(IndexKey::new(Index::FamilyRestricted));
        }
        keys
    },
    faults: |family| {
        let mut faults = require(&[(Field::CaseNumber, &family.case_number), (Field::Surname, &family.surname)]);
        if family.is_veiled() {
            faults.push(Fault::new(Field::Surname, Problem::Locked));
        }
        if !family.programme.is_some() {
            faults.push(Fault::new(Field::Programme, Problem::Missing));
        }
        faults.extend(contact::phone_faults(&family.phone));
        faults.extend(contact::postcode_faults(&family.postcode));
        faults.extend(contact::email_faults(&family.email));
        if family.status == CaseStatus::Closed && family.close_reason.trim().is_empty() {
            faults.push(Fault::new(Field::CloseReason, Problem::Missing));
        }
        if let (Some(applied), Some(closed)) = (family.applied_on, family.closed_on) && closed < applied {
            faults.push(Fault::new(Field::ClosedOn, Problem::EndsBeforeStart));
        }
        faults
    },
}
