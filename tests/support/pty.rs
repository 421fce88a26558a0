//! A program in a real pseudo-terminal, and the screen that a person would see.

use std::io::{ErrorKind, Read, Write};
use std::num::NonZeroU16;
use std::os::fd::AsRawFd;
use std::os::unix::net::UnixStream;
use std::path::Path;
use std::process::Command;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use filedescriptor::{FileDescriptor, POLLIN, poll, pollfd};
use portable_pty::{CommandBuilder, ExitStatus, MasterPty, PtySize, native_pty_system};
use vt100::{Parser, Screen};

/// How long anything may take before a test gives up, on the slowest machine.
pub const DEADLINE: Duration = Duration::from_secs(20);

/// A running program and its terminal.
pub struct PtySession {
    line: Option<Line>,
    output: Receiver<Vec<u8>>,
    exit: Receiver<ExitStatus>,
    pid: u32,
    terminal: Parser,
    raw: Vec<u8>,
}

/// Our end of the line. Closed when all of it is dropped.
struct Line {
    master: Box<dyn MasterPty + Send>,
    writer: FileDescriptor,
    /// Tells the reader to stop when it is dropped.
    stop: UnixStream,
    reader: JoinHandle<()>,
}

impl PtySession {
    /// Starts a program in a terminal of so many columns and rows.
    ///
    /// Its environment is `PATH`, a usual `TERM` and `LANG`, and `variables`; nothing else of ours.
    pub fn spawn(program: &str, arguments: &[&str], variables: &[(&str, &str)], (columns, rows): (u16, u16)) -> Self {
        let pty = native_pty_system().openpty(pty_size(columns, rows)).expect("a pseudo-terminal");
        let mut command = CommandBuilder::new(program);
        command.args(arguments);
        command.env_clear();
        command.env("PATH", std::env::var("PATH").unwrap_or_default());
        command.env("TERM", "xterm-256color");
        command.env("LANG", "C.UTF-8");
        for (name, value) in variables {
            command.env(name, value);
        }
        let mut child = pty.slave.spawn_command(command).expect(program);
        drop(pty.slave);
        let pid = child.process_id().expect("a running process");
        let (send_exit, exit) = mpsc::channel();
        thread::spawn(move || {
            if let Ok(status) = child.wait() {
                // The test may have ended before the program.
                let _ = send_exit.send(status);
            }
        });
        let (send_output, output) = mpsc::channel();
        let (stop, stopped) = UnixStream::pair().expect("a pair of sockets");
        let mut reader = pty.master.try_clone_reader().expect("a reader");
        let master = pty.master.as_raw_fd().expect("a descriptor");
        let reader = thread::spawn(move || {
            let mut bytes = [0; 65536];
            let watch = |fd| pollfd { fd, events: POLLIN, revents: 0 };
            loop {
                let mut watched = [watch(master), watch(stopped.as_raw_fd())];
                if poll(&mut watched, None).is_err() || watched[1].revents != 0 {
                    return;
                }
                match reader.read(&mut bytes) {
                    Err(error) if error.kind() == ErrorKind::Interrupted => {}
                    // EIO: the program closed its end.
                    Ok(0) | Err(_) => return,
                    Ok(length) => {
                        if send_output.send(bytes[..length].to_vec()).is_err() {
                            return;
                        }
                    }
                }
            }
        });
        // Not the library's own writer: it types Enter and Ctrl+D when it is dropped.
        let writer = FileDescriptor::dup(&master).expect("a writer");
        let line = Some(Line { master: pty.master, writer, stop, reader });
        Self { line, output, exit, pid, terminal: Parser::new(side(rows), side(columns), 0), raw: Vec::new() }
    }

    /// Types bytes, all at once.
    pub fn send(&mut self, keys: &str) {
        let line = self.line.as_mut().expect("an open line");
        line.writer.write_all(keys.as_bytes()).and_then(|()| line.writer.flush()).expect("a line that takes keys");
    }

    /// Waits until the screen is as wanted.
    pub fn wait_for(&mut self, what: &str, wanted: impl Fn(&Screen) -> bool) {
        let deadline = Instant::now() + DEADLINE;
        while !wanted(self.screen()) {
            match self.output.recv_timeout(deadline.saturating_duration_since(Instant::now())) {
                Ok(bytes) => self.show(&bytes),
                // The last words may have come with the end.
                Err(_) if wanted(self.screen()) => return,
                Err(RecvTimeoutError::Timeout) => panic!("waited for {what}, but saw:\n{}", self.text()),
                Err(RecvTimeoutError::Disconnected) => panic!("{what} never came; the last was:\n{}", self.text()),
            }
        }
    }

    /// Waits until a text is on the screen.
    pub fn wait_for_text(&mut self, text: &str) {
        self.wait_for(text, |screen| screen.contents().contains(text));
    }

    /// What is on the screen, of what was read so far.
    pub fn screen(&self) -> &Screen {
        self.terminal.screen()
    }

    /// The text of the screen.
    pub fn text(&self) -> String {
        self.screen().contents()
    }

    /// How many bytes were read so far: a mark for [`since`](Self::since).
    pub fn mark(&self) -> usize {
        self.raw.len()
    }

    /// The bytes read after a mark.
    pub fn since(&self, mark: usize) -> &[u8] {
        &self.raw[mark..]
    }

    /// Reads on until nothing comes for so long, and tells how many bytes came.
    pub fn settle(&mut self, quiet: Duration) -> usize {
        let mark = self.mark();
        while let Ok(bytes) = self.output.recv_timeout(quiet) {
            self.show(&bytes);
        }
        self.since(mark).len()
    }

    /// Whether any of its threads runs, waits for a processor or for the disk: quiet alone says little on a busy machine.
    pub fn is_working(&self) -> bool {
        let threads = std::fs::read_dir(format!("/proc/{}/task", self.pid));
        threads.into_iter().flatten().flatten().any(|thread| {
            let stat = std::fs::read_to_string(thread.path().join("stat")).unwrap_or_default();
            // The state stands behind the name, which is in brackets.
            stat.rsplit_once(") ").is_some_and(|(_, rest)| rest.starts_with(['R', 'D']))
        })
    }

    /// How often its threads went to sleep so far.
    pub fn sleeps(&self) -> u64 {
        let threads = std::fs::read_dir(format!("/proc/{}/task", self.pid)).unwrap();
        let of = |thread: &Path| {
            let status = std::fs::read_to_string(thread.join("status")).unwrap();
            let count = status.lines().find_map(|line| line.strip_prefix("voluntary_ctxt_switches:")).unwrap();
            count.trim().parse::<u64>().unwrap()
        };
        threads.map(|thread| of(&thread.unwrap().path())).sum()
    }

    /// Changes the size of the terminal; the program gets SIGWINCH.
    pub fn resize(&mut self, columns: u16, rows: u16) {
        let line = self.line.as_ref().expect("an open line");
        line.master.resize(pty_size(columns, rows)).expect("a new size");
        self.terminal.set_size(side(rows), side(columns));
    }

    /// Sends a signal by name: `HUP`, `TERM`, `KILL`, `STOP`, `CONT`.
    pub fn signal(&self, name: &str) {
        let sent = Command::new("sh").args(["-c", &format!("kill -{name} {}", self.pid)]).status();
        assert!(sent.expect("sh").success(), "signal {name}");
    }

    /// Closes our end, as a lost connection does. What was written until then stays readable.
    pub fn close_line(&mut self) {
        if let Some(line) = self.line.take() {
            let Line { master, writer, stop, reader } = line;
            drop(stop);
            reader.join().expect("the reader stops");
            drop((writer, master));
        }
    }

    /// Waits for the end of the program; returns its exit code.
    pub fn wait_exit(&mut self) -> u32 {
        let Ok(status) = self.exit.recv_timeout(DEADLINE) else {
            panic!("the program does not end; its screen:\n{}", self.text());
        };
        // The reader ends once everything is read.
        while let Ok(bytes) = self.output.recv_timeout(DEADLINE) {
            self.show(&bytes);
        }
        status.exit_code()
    }

    /// Whether the terminal is as a shell expects it: its own screen, cursor, no brackets around pastes, whole lines.
    pub fn terminal_restored(&self) -> bool {
        let screen = self.screen();
        let cooked = self.line.as_ref().is_none_or(|line| {
            let modes = line.master.get_termios().expect("the modes of the line");
            let on = |wanted| modes.local_flags.iter_names().any(|(name, _)| name == wanted);
            on("ICANON") && on("ECHO") && on("ISIG")
        });
        cooked && !screen.alternate_screen() && !screen.hide_cursor() && !screen.bracketed_paste()
    }

    fn show(&mut self, bytes: &[u8]) {
        self.raw.extend_from_slice(bytes);
        self.terminal.process(bytes);
    }
}

impl Drop for PtySession {
    fn drop(&mut self) {
        // A program that outlives its test would keep files of it open; the waiting thread collects it.
        if matches!(self.exit.try_recv(), Err(mpsc::TryRecvError::Empty)) {
            let _ = Command::new("sh").args(["-c", &format!("kill -KILL {} 2>&-", self.pid)]).status();
        }
        if !thread::panicking() {
            self.close_line();
        }
    }
}

fn pty_size(columns: u16, rows: u16) -> PtySize {
    PtySize { rows, cols: columns, pixel_width: 0, pixel_height: 0 }
}

fn side(length: u16) -> NonZeroU16 {
    NonZeroU16::new(length).expect("a terminal with columns and rows")
}
