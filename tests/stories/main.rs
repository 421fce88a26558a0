//! What people do with the program, from key to store and back to the screen. Every story is lived under every keymap
//! and in both languages.

#[path = "../support/desk/mod.rs"]
mod desk;

mod any_keys;
mod appointments;
mod approval;
mod assessment;
mod assessment_form;
mod attendance;
mod attendance_together;
mod booking;
mod burndown;
mod calendar;
mod cases;
mod days;
mod drafts;
mod duplicates;
mod finding;
mod first_day;
mod goals;
mod group;
mod help;
mod household;
mod invoiced;
mod invoices;
mod joins;
mod leaving;
mod limits;
mod meetings;
mod notes;
mod odd_times;
mod office_day;
mod overspend;
mod own_settings;
mod pages;
mod pilot;
mod plans;
mod programme;
mod proposals;
mod queue;
mod registers;
mod restricted;
mod roles;
mod series;
mod sessions;
mod sheets;
mod siblings;
mod tasks;
mod together;
mod type_ahead;
mod unbracketed;
mod undoing;
mod versions;
mod what_if;
