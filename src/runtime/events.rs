//! Everything that happens, in one place: what is typed, and what the other threads tell.
//!
//! The terminal is read by the thread that draws: a key goes straight from the line to the screen, without waking a
//! second thread on its way. Other threads leave what they have to tell in a queue and ring its bell.

use std::{io, iter, os::fd::AsFd, time::Duration};

use chrono::NaiveDate;
use rustix::event::{PollFd, PollFlags, Timespec, poll};

use super::{
    input::{Input, Keys},
    post::{Teller, Told, post},
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

/// What happens, in the order in which it is heard.
#[derive(Debug)]
pub struct Events {
    keys: Keys,
    /// Whether something may still be typed.
    line_open: bool,
    told: Told<Event>,
}

impl Events {
    /// What happens at the terminal from now on, and what is told to the teller.
    pub fn new() -> io::Result<(Self, Teller<Event>)> {
        let (teller, told) = post()?;
        Ok((Self { keys: Keys::of_terminal()?, line_open: true, told }, teller))
    }

    /// Waits for something to happen, at most so long (none: as long as it takes), and calls `happened` of everything
    /// that has happened by then.
    pub fn wait(&mut self, patience: Option<Duration>, mut happened: impl FnMut(Event)) -> io::Result<()> {
        let line = self.line_open.then(|| self.keys.terminal().as_fd());
        let (told, typed) = self.told.wait(line, patience)?;
        if typed {
            self.read(&mut happened);
        }
        if told {
            iter::from_fn(|| self.told.next().ok()).for_each(happened);
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
}
