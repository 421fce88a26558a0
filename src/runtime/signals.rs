//! Signals as events.

use std::io;
use std::thread;

use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM, SIGWINCH};
use signal_hook::iterator::Signals;

use super::terminal;

/// What a signal tells us.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Signal {
    /// The line is closed: SIGHUP.
    HangUp,
    /// Someone asks us to end: SIGTERM, or SIGINT from outside (Ctrl+C is a key).
    Terminate,
    /// The terminal has another size now: columns and rows.
    Resized(u16, u16),
}

/// Tells `send` of every signal from now on, in a thread of its own.
pub fn listen(mut send: impl FnMut(Signal) + Send + 'static) -> io::Result<()> {
    let mut signals = Signals::new([SIGHUP, SIGTERM, SIGINT, SIGWINCH])?;
    thread::Builder::new().name("signals".to_owned()).spawn(move || {
        for signal in &mut signals {
            send(match signal {
                SIGHUP => Signal::HangUp,
                SIGWINCH => {
                    let (columns, rows) = terminal::size();
                    Signal::Resized(columns, rows)
                }
                _ => Signal::Terminate,
            });
        }
    })?;
    Ok(())
}
