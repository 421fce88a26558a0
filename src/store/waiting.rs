//! Waiting for a lock: not for ever, for its holder may be stopped, and yet for everybody who stood in line before.

use std::{
    thread,
    time::{Duration, Instant},
};

use super::backend::Shared;

/// Between two attempts. Short, because whoever saves without a break leaves the lock free for moments only.
const LONGEST_PAUSE: Duration = Duration::from_millis(1);
/// Between two looks at whose turn it is.
const LOOK: Duration = Duration::from_millis(50);
/// Who waits for so long is told for whom.
const UNTOLD: Duration = Duration::from_millis(300);
/// Nobody waits for longer than so many times their patience, however many are before them.
const MOST_PATIENCE: u32 = 15;

/// A wait that has begun.
pub(super) struct Waiting<'a> {
    shared: &'a Shared,
    /// When patience with the present holder ends.
    deadline: Instant,
    /// When it ends whoever writes.
    end: Instant,
    pause: Duration,
    looked: Instant,
    turn: Option<Vec<u8>>,
    /// When it is to be told; none: it was.
    to_tell: Option<Instant>,
}

impl<'a> Waiting<'a> {
    pub(super) fn new(shared: &'a Shared) -> Self {
        let (now, patience) = (Instant::now(), shared.patience());
        Self {
            shared,
            deadline: now + patience,
            end: now + patience * MOST_PATIENCE,
            pause: Duration::from_micros(100),
            looked: now,
            turn: None,
            to_tell: Some(now + UNTOLD),
        }
    }

    /// Waits for a moment; false, and at once, when it is time to give up.
    pub(super) fn goes_on(&mut self) -> bool {
        let now = Instant::now();
        if now.duration_since(self.looked) >= LOOK {
            self.looked = now;
            let turn = self.shared.turn();
            // Of the first look it is not known how long it has been so.
            if self.turn.is_some() && turn != self.turn {
                self.deadline = (now + self.shared.patience()).min(self.end);
            }
            self.turn = turn;
        }
        if now >= self.deadline {
            return false;
        }
        if self.to_tell.take_if(|at| now >= *at).is_some() {
            self.shared.tell_wait();
        }
        thread::sleep(self.pause.min(self.deadline - now));
        self.pause = (self.pause * 2).min(LONGEST_PAUSE);
        true
    }
}
