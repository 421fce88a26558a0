//! What people do with the program, from key to store and back to the screen. Every story is lived under every keymap
//! and in both languages.

#[path = "../support/desk.rs"]
mod desk;

mod any_keys;
mod appointments;
mod assessment;
mod booking;
mod days;
mod drafts;
mod duplicates;
mod finding;
mod first_day;
mod household;
mod leaving;

mod notes;
mod pages;
mod roles;
mod rules;
mod series;
mod tasks;
mod together;
mod type_ahead;
mod undoing;
mod versions;
