//! When the store is looked at for what colleagues did: soon after the system tells that something happened to it.

use std::{
    os::fd::{AsFd, BorrowedFd},
    time::{Duration, Instant},
};

use crate::store::{Store, Watch};

/// The store is not looked at more often, also while colleagues write without a break; and so often where the system does
/// not tell. Two seconds after something was done it is on every screen, also while somebody is busy with their own work.
pub const POLL: Duration = Duration::from_secs(1);
/// Whoever writes has mostly finished so long after they began.
const SETTLED: Duration = Duration::from_millis(100);
/// Looked all the same: for a new day, and for whatever the system did not tell.
const REST: Duration = Duration::from_secs(10);

/// The looks at one store.
#[derive(Debug)]
pub(super) struct Rounds {
    watch: Option<Watch>,
    last: Instant,
    next: Instant,
    /// Something happened since the last look.
    stirred: bool,
    /// Between two looks when nothing happens.
    rest: Duration,
}

impl Rounds {
    /// While there is no store.
    pub(super) fn without_store() -> Self {
        let now = Instant::now();
        Self { watch: None, last: now, next: now + REST, stirred: false, rest: REST }
    }

    /// What happened to this store before it was watched is seen at the first look.
    pub(super) fn over(store: &Store) -> Self {
        let (watch, now) = (store.watch(), Instant::now());
        let rest = if watch.is_some() { REST } else { POLL };
        Self { watch, last: now, next: now + POLL, stirred: false, rest }
    }

    /// How long it is until the next look.
    pub(super) fn due(&self) -> Duration {
        self.next.saturating_duration_since(Instant::now())
    }

    /// What has something to read when something happens to the store; none where that is known already.
    pub(super) fn bell(&self) -> Option<BorrowedFd<'_>> {
        self.watch.as_ref().filter(|_| !self.stirred).map(Watch::as_fd)
    }

    /// Something happened.
    pub(super) fn stir(&mut self) {
        self.stirred = true;
        self.next = (Instant::now() + SETTLED).max(self.last + POLL).min(self.next);
    }

    /// Looks now. What happens from now on is for the next look.
    pub(super) fn begin(&mut self) {
        self.watch.iter().for_each(Watch::forget);
        self.stirred = false;
        self.last = Instant::now();
        self.next = self.last + self.rest;
    }
}
