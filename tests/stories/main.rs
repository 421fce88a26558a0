//! What people do with the program, from key to store and back to the screen. Every story is lived under every keymap
//! and in both languages.

#[path = "../support/desk.rs"]
mod desk;

mod any_keys;
mod appointments;
mod booking;
mod days;
mod drafts;
mod finding;
mod first_day;
mod household;
mod leaving;

mod pages;
mod rules;
mod tasks;
mod together;
mod type_ahead;
mod versions;
