//! What screens and reports look at, read in one go by way of the indexes: one file for each kind of view.

mod absences;
mod assessment;
mod attendance;
mod case;
mod case_file;
mod cases;
mod clashes;
mod consequences;
pub mod decisions;
mod diary;
mod dossier;
mod form;
mod goal;
mod joins;
pub mod lookalikes;
mod looks;
mod meetings;
mod merging;
mod overview;
mod page;
mod people;
pub mod plans;
pub(super) mod purse;
mod rules;
mod scope;
mod scoring;
mod sheet;
mod siblings;
pub mod standings;
mod sums;
mod supposed;
mod versions;
mod work;

use super::StoreError;

pub use absences::{absences, absences_of_many};
pub use assessment::{instrument_in_use, instruments_of};
pub use attendance::attendance;
pub use case::Case;
pub(super) use clashes::clashes_of;
pub use consequences::consequences;
pub(super) use consequences::{Step, consequences_for};
pub use diary::diary;
pub use dossier::dossier;
pub use form::{WorksOn, elsewhere, form_context};
pub use overview::overview;
pub use page::page;
pub use rules::rules_in_force;
pub(super) use scope::matters;
pub use scoring::scoring;
pub use sheet::sheet;
pub use siblings::siblings;
pub use supposed::supposed;
pub use versions::versions;

type Result<T> = std::result::Result<T, StoreError>;
