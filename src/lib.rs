//! atbalsts: a case manager in the terminal for social workers who run individual budgets for children with
//! functional impairments.
//!
//! # The one idea
//!
//! Every change is a recorded operation. [`store::Store::apply`] and [`store::Store::write`] are the only ways to
//! change data; a commit writes rows, indexes and one journal entry in one transaction. Audit trail, undo, merging of
//! simultaneous edits, live refresh and last month's report are readings of that journal; what an operation would lead to
//! is a reading of the store with the operation laid over it.
//!
//! # The map
//!
//! Imports run downwards only. A noun has a file of its name in each layer: `domain/goal.rs`, `app/forms/goal.rs` …
//!
//! | layer | what is there |
//! |---|---|
//! | [`domain`] | nouns and rules: records and how they are read from bytes, money, calendar, recurrence, prices, invoices, budget figures, limits of a programme, proposals, consequences, what is due, what became of it, demonstration data |
//! | [`i18n`] | Latvian and English: wordings, plurals, dates, amounts, order of letters, search, the line that books sessions |
//! | [`action`] | THE table of actions, from which keymap parser, help, hints, palette and README are made |
//! | [`keymap`] | keys and their files: parser, lookup, lint |
//! | [`store`] | the file: tables, journal, undo, merge, check, erasure, backup; `overlay` reads what was, what would be and what somebody may see; `assent` asks the rules of every write; `views` gathers what screens look at; `proposals` works out mass operations; `halves` shares what reads much between two threads |
//! | [`files`] | tables as offices have them, in and out; files of instruments, rules and the almanac, calendar files, the ledger |
//! | [`app`] | the interface as a value: `App::update(Msg) -> Vec<Effect>`; panes, pages, forms, lines, questions |
//! | [`ui`] | the interface as cells: `ui::draw(&View, &mut Buffer)` |
//! | [`runtime`] | threads and the loop; `worker` is the store thread, `painter` turns frames into the fewest bytes |
//! | [`cli`] | the command line over the same store and domain |
//!
//! `main` chooses between [`cli`] and [`runtime`], prints errors and sets the exit code.
//!
//! # What is not there
//!
//! * `domain` has no clock, no I/O and no words for the screen: days are arguments, faults are data.
//! * `app` has no keys, no terminal and no database: it takes [`app::Msg`] and returns [`app::Effect`].
//! * `ui` changes nothing: it has no `&mut` but the buffer's.
//! * Nobody but `store` names the database, `keymap::key` and `runtime::terminal` the terminal library.
//! * No transaction outlives a closure.
//! * Nothing but `main` prints or exits.
//! * No `f64` holds money.
//! * No byte length places a cursor.
//! * No wording stands outside [`i18n`] and the action table.
//! * `Terminal::clear` is never called: it asks the terminal a question and waits for the answer.
//!
//! `tests/architecture.rs` holds those that a test can hold.

pub mod action;
pub mod app;
pub mod cli;
pub mod domain;
pub mod files;
pub mod i18n;
pub mod keymap;
pub mod runtime;
pub mod store;
pub mod ui;
