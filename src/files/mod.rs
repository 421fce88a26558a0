//! Files in and out: tables to operations, records to tables, calendars and the ledger, and the files that people
//! write by hand. Domain in, bytes out; no store, no clock.

pub mod almanac;
mod assessments;
pub mod cells;
mod children;
pub mod export;
mod families;
pub mod handwritten;
pub mod ics;
pub mod import;
pub mod instrument;
mod invoices;
mod joined;
pub mod ledger;
mod plans;
mod prices;
pub mod print;
mod providers;
mod register;
pub mod rejects;
pub mod rules;
mod series;
mod sessions;
pub mod table;

pub use register::Register;
