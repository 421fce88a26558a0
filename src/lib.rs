//! atbalsts
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
