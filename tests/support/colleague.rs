//! A colleague with a process of their own on the same store, as on a server where each has a session.

#![allow(dead_code)] // each file of tests uses its part

use std::{
    io::{BufRead, BufReader},
    path::Path,
    process::{Child, ChildStdout, Command, Stdio},
    time::{Duration, Instant},
};

use atbalsts::store::{Clock, Store};

/// How long a colleague may take before a test gives up.
pub const DEADLINE: Duration = Duration::from_secs(20);

/// A colleague's process: this very program, told to run one of the workers below.
pub struct Colleague {
    pub process: Child,
    lines: BufReader<ChildStdout>,
}

impl Colleague {
    pub fn start(worker: &str, name: &str, store: &Path) -> Self {
        Self::start_with(worker, name, store, &[])
    }

    /// … told more by these variables.
    pub fn start_with(worker: &str, name: &str, store: &Path, variables: &[(&str, String)]) -> Self {
        let mut process = Command::new(std::env::current_exe().unwrap())
            .args([worker, "--exact", "--nocapture"])
            .env("COLLEAGUE", name)
            .env("STORE_UNDER_TEST", store)
            .envs(variables.iter().map(|(name, value)| (name, value)))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let lines = BufReader::new(process.stdout.take().unwrap());
        Self { process, lines }
    }

    /// The next thing the colleague says; none once the process is gone.
    pub fn says(&mut self) -> Option<String> {
        let mut line = String::new();
        loop {
            line.clear();
            if self.lines.read_line(&mut line).unwrap() == 0 {
                return None;
            }
            if let Some((_, said)) = line.trim_end().split_once("said=") {
                return Some(said.to_owned());
            }
        }
    }

    /// Lets a colleague go on who waits for the word, see [`wait_for_the_word`].
    pub fn go(&mut self) {
        self.process.stdin.take();
    }

    /// Waits for the end, which must be a good one.
    pub fn finishes(mut self) {
        while self.says().is_some() {}
        assert!(self.process.wait().unwrap().success());
    }

    /// Waits until the process stands still.
    pub fn has_stopped(&self) {
        let deadline = Instant::now() + DEADLINE;
        loop {
            let state =
                Command::new("ps").args(["-o", "stat=", "-p", &self.process.id().to_string()]).output().unwrap();
            if state.stdout.starts_with(b"T") {
                return;
            }
            assert!(Instant::now() < deadline, "{state:?}");
        }
    }

    pub fn send(&self, signal: &str) {
        let sent = Command::new("kill").args([signal, &self.process.id().to_string()]).status().unwrap();
        assert!(sent.success());
    }
}

impl Drop for Colleague {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// Says that this colleague is ready, and waits until all are told to go on.
pub fn wait_for_the_word() {
    println!("said=ready");
    std::io::copy(&mut std::io::stdin(), &mut std::io::sink()).unwrap();
}

/// Who this process is and which store it works on; none when the tests run as tests.
pub fn colleague(clock: Clock) -> Option<(String, Store)> {
    let name = std::env::var("COLLEAGUE").ok()?;
    let path = std::env::var_os("STORE_UNDER_TEST")?;
    let store = Store::open_patiently(Path::new(&path), clock, DEADLINE).unwrap();
    Some((name, store))
}
