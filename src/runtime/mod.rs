//! The terminal and the loop: raw mode, bytes in, bytes out, signals.

pub mod colours;
pub mod input;
pub mod painter;
pub mod signals;
pub mod terminal;
