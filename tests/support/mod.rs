//! What tests of whole programs share.

#[allow(dead_code)] // each test file uses its part
pub mod pty;
