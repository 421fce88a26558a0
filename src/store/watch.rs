//! That something happened to a store, told by the system: a session that rests need not look for it.

use std::{
    os::fd::{AsFd, BorrowedFd, OwnedFd},
    path::Path,
};

use super::Store;

/// Tells that somebody wrote to the store, or that a file of a session beside it came, went or was closed.
#[derive(Debug)]
pub struct Watch(OwnedFd);

impl Store {
    /// Watches from now on. None where the system tells nothing: it is another system, or so many sessions of one user
    /// watch already that it allows no more. There one has to look now and then.
    pub fn watch(&self) -> Option<Watch> {
        Watch::over(self.path())
    }
}

#[cfg(target_os = "linux")]
impl Watch {
    fn over(store: &Path) -> Option<Self> {
        use rustix::fs::inotify::{CreateFlags, WatchFlags, add_watch, init};

        let watch = init(CreateFlags::NONBLOCK | CreateFlags::CLOEXEC).ok()?;
        add_watch(&watch, store, WatchFlags::MODIFY).ok()?;
        // Not what is written to the other files there: that is what colleagues are typing, letter by letter.
        let beside = WatchFlags::CREATE | WatchFlags::DELETE | WatchFlags::CLOSE_WRITE;
        add_watch(&watch, store.parent()?.canonicalize().ok()?, beside).ok()?;
        Some(Self(watch))
    }

    /// Forgets what was told so far.
    pub fn forget(&self) {
        let mut told = [0; 4096];
        while rustix::io::read(&self.0, &mut told).is_ok_and(|bytes| bytes > 0) {}
    }
}

#[cfg(not(target_os = "linux"))]
impl Watch {
    fn over(_: &Path) -> Option<Self> {
        None
    }

    /// Forgets what was told so far.
    pub fn forget(&self) {}
}

impl AsFd for Watch {
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.0.as_fd()
    }
}

#[cfg(target_os = "linux")]
#[cfg(test)]
mod tests {
    use rustix::event::{PollFd, PollFlags, Timespec, poll};

    use super::*;
    use crate::{
        domain::{Deed, Draft, Service, catalogue, overview::AtWork},
        store::{Clock, Presence},
    };

    #[test]
    fn writes_and_colleagues_are_told_and_letters_are_not() {
        let directory = tempfile::tempdir().unwrap();
        let store = Store::create(&directory.path().join("lietas.redb"), Clock::System).unwrap();
        let (mut typed, mut anna) = (store.typed("anna"), Presence::default());
        typed.keep(&Draft::default()).unwrap();
        let watch = store.watch().unwrap();
        let check = |is_told: bool, what: &str| {
            let mut watched = [PollFd::new(&watch, PollFlags::IN)];
            assert_eq!(poll(&mut watched, Some(&Timespec::default())).unwrap() == 1, is_told, "{what}");
            watch.forget();
        };
        let service = catalogue::rows().remove(0);
        check(false, "nothing happened");
        typed.keep(&Draft::default()).unwrap();
        check(false, "a letter");
        store.read(|reader| reader.all::<Service>()).unwrap();
        check(false, "a look");
        store.write("anna", Deed::AddService, |tx| tx.put(service)).unwrap();
        check(true, "a write");
        anna.tell(&store, Some(&AtWork::default())).unwrap();
        check(true, "a form opens");
        anna.tell(&store, Some(&AtWork { number: 2, ..AtWork::default() })).unwrap();
        check(true, "another form opens");
        anna.tell(&store, None).unwrap();
        check(true, "the form closes");
        check(false, "nothing more");
    }
}
