//! Nouns and rules. No I/O, no clock (dates are arguments), no words for the screen.

mod assessment;
pub mod budget;
pub mod burndown;
pub mod calendar;
pub mod catalogue;
mod child;
mod choice;
pub mod contact;
pub mod demo;
mod family;
mod fault;
mod field;
mod goal;
mod id;
mod index;
mod money;
mod note;
mod operation;
pub mod overview;
mod person;
pub mod personal_code;
mod plan;
mod price;
pub mod pricing;
mod programme;
mod provider;
mod record;
mod service;
mod session;
mod user;

pub use assessment::{Assessment, AssessmentKind};
pub use child::{Ceiling, Child, HealthLimit, Impairment};
pub use choice::Choice;
pub(crate) use choice::choices;
pub use family::{CaseStatus, Family};
pub use fault::{Fault, Problem};
pub use field::Field;
pub use goal::{Attainment, Goal, GoalTerm};
pub use id::{Id, PLACEHOLDER};
pub use index::{Index, IndexKey};
pub use money::Money;
pub use note::{Note, NoteKind};
pub use operation::{Deed, Draft, DraftKey, Operation, Put};
pub use person::{Person, Relation, Representation, RepresentationBasis, Sex};
pub use plan::{Format, Group, PlanLine, PlanState, PlanVersion};
pub use price::Price;
pub use programme::{Milestone, MilestoneKind, Programme};
pub use provider::Provider;
pub use record::{AnyRecord, Kind, Record};
pub(crate) use record::{each_kind, each_record, record};
pub use service::{Recipient, Service, Unit};
pub use session::{Charge, Outcome, Session};
pub use user::{Role, User};

use rust_decimal::Decimal;

/// A fault for every text that is empty.
fn require(texts: &[(Field, &String)]) -> Vec<Fault> {
    let empty = texts.iter().filter(|(_, text)| text.trim().is_empty());
    empty.map(|(field, _)| Fault::new(*field, Problem::Missing)).collect()
}

/// A fault if `percent` is not between 0 and 100.
fn percent_faults(field: Field, percent: Decimal) -> Option<Fault> {
    if percent < Decimal::ZERO {
        Some(Fault::new(field, Problem::Negative))
    } else if percent > Decimal::ONE_HUNDRED {
        Some(Fault::new(field, Problem::OverHundred))
    } else {
        None
    }
}
