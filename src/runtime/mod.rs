//! The terminal and the loop: raw mode, bytes in, bytes out, signals.

pub mod colours;
pub mod painter;
