//! The numbers are right: by hand for one child and for what became of three, by an independent reckoning for random ones.

#[path = "../support/office.rs"]
mod office;

mod by_hand;
mod by_reckoning;
mod invoices;
mod outcomes_by_hand;
mod plainly;
mod sums;
