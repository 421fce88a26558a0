//! Everything that happens, in one place: what is typed, and what the other threads tell.
//!
//! The terminal is read by the thread that draws: a key goes straight from the line to the screen, without waking a
//! second thread on its way. Other threads leave what they have to tell in a queue and ring a bell.

use std::{
    io::{self, ErrorKind, Read, Write},
    os::unix::net::UnixStream,
    sync::{
        Arc,
        mpsc::{self, Receiver},
    },
    time::Duration,
};

use chrono::NaiveDate;
use rustix::event::{PollFd, PollFlags, Timespec, poll};

use super::{
    input::{Input, Keys},
    signals::Signal,
};
use crate::app::Reply;

/// More is not typed ahead by anybody, reads of a terminal.
const MOST_READS: usize = 64;

/// Something happened.
#[derive(Debug)]
pub enum Event {
    /// Something was typed.
    Input(Input),
    /// The system told us something.
    Signal(Signal),
    /// The store answered.
    Reply(Reply),
    /// A new day has begun.
    NewDay(NaiveDate),
}

/// Where other threads tell what happened.
#[derive(Clone, Debug)]
pub struct Teller {
    queue: mpsc::Sender<Event>,
    bell: Arc<UnixStream>,
}

impl Teller {
    /// Tells it. Nobody listens any more once the interface is left: then it is not needed.
    pub fn tell(&self, event: Event) {
        if self.queue.send(event).is_ok() {
            // A bell that is full has been rung already.
            let _ = (&*self.bell).write(&[0]);
        }
    }
}

/// What happens, in the order in which it is heard.
#[derive(Debug)]
pub struct Events {
    keys: Keys,
    /// Whether something may still be typed.
    line_open: bool,
    queue: Receiver<Event>,
    bell: UnixStream,
}

impl Events {
    /// What happens at the terminal from now on, and what is told to the teller.
    pub fn new() -> io::Result<(Self, Teller)> {
        let (sender, queue) = mpsc::channel();
        let (bell, rung) = UnixStream::pair()?;
        bell.set_nonblocking(true)?;
        rung.set_nonblocking(true)?;
        let events = Self { keys: Keys::of_terminal()?, line_open: true, queue, bell: rung };
        Ok((events, Teller { queue: sender, bell: Arc::new(bell) }))
    }

    /// Waits for something to happen, at most so long (none: as long as it takes), and calls `happened` of everything
    /// that has happened by then.
    pub fn wait(&mut self, patience: Option<Duration>, mut happened: impl FnMut(Event)) -> io::Result<()> {
        let patience = patience.and_then(|patience| Timespec::try_from(patience).ok());
        let mut watched = [PollFd::new(&self.bell, PollFlags::IN), PollFd::new(self.keys.terminal(), PollFlags::IN)];
        let watched = if self.line_open { &mut watched[..] } else { &mut watched[..1] };
        match poll(watched, patience.as_ref()) {
            Ok(_) => {}
            Err(rustix::io::Errno::INTR) => return Ok(()),
            Err(error) => return Err(error.into()),
        }
        let is_ready = |at: usize| watched.get(at).is_some_and(|watched| !watched.revents().is_empty());
        let (told, typed) = (is_ready(0), is_ready(1));
        if typed {
            self.read(&mut happened);
        }
        if told {
            self.silence()?;
            self.queue.try_iter().for_each(happened);
        }
        Ok(())
    }

    /// What was typed already and not yet heard: for the end, when nobody waits for more.
    pub fn rest(&mut self, mut typed: impl FnMut(Input)) {
        for _ in 0..MOST_READS {
            let mut watched = [PollFd::new(self.keys.terminal(), PollFlags::IN)];
            if !self.line_open || !matches!(poll(&mut watched, Some(&Timespec::default())), Ok(1)) {
                return;
            }
            self.read(|event| {
                if let Event::Input(input) = event {
                    typed(input);
                }
            });
        }
    }

    fn read(&mut self, mut happened: impl FnMut(Event)) {
        let line_open = &mut self.line_open;
        self.keys.read(|input| {
            *line_open &= input != Input::Lost;
            happened(Event::Input(input));
        });
    }

    /// What rang the bell is in the queue already.
    fn silence(&mut self) -> io::Result<()> {
        match self.bell.read(&mut [0; 64]) {
            Err(error) if !matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::Interrupted) => Err(error),
            _ => Ok(()),
        }
    }
}
