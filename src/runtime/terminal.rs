//! The terminal's own state: raw mode and what we switch on, given back whatever happens.

use std::fs::File;
use std::io::{self, IsTerminal, Write};
use std::os::fd::AsFd;
use std::panic;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Once, mpsc};
use std::thread;
use std::time::Duration;

use crossterm::terminal::{disable_raw_mode, enable_raw_mode, window_size};
use thiserror::Error;

use crate::i18n::Lang;
use crate::i18n::terminal::TerminalText;

/// Alternate screen; no wrapping at the margin, so that no width that a terminal counts otherwise can scroll the screen;
/// pastes in brackets.
const ENTER: &[u8] = b"\x1b[?1049h\x1b[?7l\x1b[?2004h";

/// All of it back, and what a frame cut short may have left on. The screen is emptied first: where there is no other one
/// to go back to (screen as it comes, the console), nothing personal stays in sight.
const LEAVE: &[u8] = b"\x1b[?2026l\x1b[m\x1b[H\x1b[J\x1b[?2004l\x1b[?7h\x1b[?25h\x1b[?1049l";

/// How long a line that does not answer may hold up the end of the program.
const LEAVE_DEADLINE: Duration = Duration::from_millis(100);

/// Where nothing tells the size: columns and rows.
const USUAL_SIZE: (u16, u16) = (80, 24);

/// Whether the terminal is ours at present. One process has one terminal.
static ENTERED: AtomicBool = AtomicBool::new(false);

/// Why the interface cannot open.
#[derive(Debug, Error)]
pub enum TerminalProblem {
    /// Input or output is a file or a pipe.
    #[error("input or output is not a terminal")]
    NotATerminal,
    /// It can only print one line after another.
    #[error("the terminal cannot place a cursor")]
    Dumb,
    /// The terminal refuses raw mode, or cannot be written to.
    #[error("the terminal cannot be prepared: {0}")]
    RawMode(#[from] io::Error),
}

impl TerminalProblem {
    /// In words.
    pub fn sentence(&self, lang: Lang) -> String {
        match self {
            Self::NotATerminal => TerminalText::NotATerminal.text(lang).to_owned(),
            Self::Dumb => TerminalText::Dumb.text(lang).to_owned(),
            Self::RawMode(error) => TerminalText::RawMode.fill(lang, &[error]),
        }
    }
}

/// Nobody reads any more: the line is closed, or the terminal was given back.
#[derive(Debug, Error, PartialEq, Eq)]
#[error("the line is lost")]
pub struct LineLost;

/// The terminal in our hands. Dropping it gives it back; so does a panic in any thread.
#[derive(Debug)]
pub struct Terminal {
    out: File,
}

impl Terminal {
    /// Takes the terminal: raw mode, alternate screen, pastes in brackets.
    pub fn enter() -> Result<Self, TerminalProblem> {
        if !io::stdin().is_terminal() || !io::stdout().is_terminal() {
            return Err(TerminalProblem::NotATerminal);
        }
        if std::env::var_os("TERM").is_some_and(|term| term == "dumb") {
            return Err(TerminalProblem::Dumb);
        }
        // Not `Stdout`: its lock and its buffer would be in the way of a panic.
        let mut out = File::from(io::stdout().as_fd().try_clone_to_owned()?);
        restore_on_panic();
        enable_raw_mode()?;
        ENTERED.store(true, Ordering::SeqCst);
        match out.write_all(ENTER) {
            Ok(()) => Ok(Self { out }),
            Err(error) => {
                restore();
                Err(error.into())
            }
        }
    }

    /// Writes all of it. Blocks while the line is full.
    pub fn write(&mut self, bytes: &[u8]) -> Result<(), LineLost> {
        // After a panic elsewhere the screen is the shell's again.
        if !ENTERED.load(Ordering::SeqCst) {
            return Err(LineLost);
        }
        // EIO after a hang-up, EPIPE after the other end closed: whatever it is, nobody sees the screen.
        self.out.write_all(bytes).map_err(|_| LineLost)
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        restore();
    }
}

/// Columns and rows of the terminal.
pub fn size() -> (u16, u16) {
    match window_size() {
        Ok(size) if size.columns > 0 && size.rows > 0 => (size.columns, size.rows),
        _ => USUAL_SIZE,
    }
}

/// Gives the terminal back, from any thread and any number of times. Takes at most a tenth of a second.
pub fn restore() {
    if !ENTERED.swap(false, Ordering::SeqCst) {
        return;
    }
    // A stalled line blocks the write for as long as it likes, so it has a thread that nobody must wait for.
    let (done, written) = mpsc::channel();
    let writer = thread::Builder::new().spawn(move || {
        if let Ok(out) = io::stdout().as_fd().try_clone_to_owned() {
            // There is nobody left to tell.
            let _ = File::from(out).write_all(LEAVE);
        }
        let _ = done.send(());
    });
    if writer.is_ok() {
        let _ = written.recv_timeout(LEAVE_DEADLINE);
    }
    // On a dead terminal this fails at once, and there is nothing to restore.
    let _ = disable_raw_mode();
}

/// Puts giving back before whatever tells of a panic, so that it is told on the shell's screen.
fn restore_on_panic() {
    static INSTALLED: Once = Once::new();
    INSTALLED.call_once(|| {
        let tell = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            restore();
            tell(info);
        }));
    });
}
