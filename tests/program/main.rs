//! The whole program as people use it: the real binary in a real pseudo-terminal.

#[path = "../support/pty.rs"]
mod pty;

mod colleagues;
mod home;
mod leaving;
mod opening;
mod refusals;
mod screen;
mod typing;
