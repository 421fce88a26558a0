//! Programs of other people that some tests need: an SSH server, age. Where they are missing a test is skipped, loudly;
//! or it fails, where the surroundings say that nothing may be skipped.

#![allow(dead_code)] // each test file uses its part

use std::{
    env,
    io::Write,
    path::{Path, PathBuf},
};

/// Forbids skipping: `.ci/run` sets it once it has installed what is needed.
const FORBID: &str = "ATBALSTS_FORBID_SKIPPING";

/// Says that a test cannot be run here, and why.
#[track_caller]
pub fn skip(why: &str) {
    assert!(env::var_os(FORBID).is_none(), "{FORBID} is set, and this cannot be tested: {why}");
    // To the handle itself: what is printed the harness swallows.
    let _ = writeln!(std::io::stderr(), "SKIPPED: {why}");
}

/// The program of that name, if it is installed.
pub fn found(name: &str) -> Option<PathBuf> {
    let path = env::var_os("PATH").unwrap_or_default();
    let directories = env::split_paths(&path).chain([PathBuf::from("/usr/sbin"), PathBuf::from("/usr/local/sbin")]);
    directories.map(|directory| directory.join(name)).find(|file| Path::is_file(file))
}

/// As [`found`], or the test is skipped.
#[track_caller]
pub fn needed(name: &str) -> Option<PathBuf> {
    let program = found(name);
    if program.is_none() {
        skip(&format!("{name} is not installed"));
    }
    program
}
