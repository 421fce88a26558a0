//! What threads tell each other: a queue with a bell, so that one can wait for it and for files at once.

use std::{
    io::{self, Read, Write},
    os::{
        fd::{AsFd, BorrowedFd},
        unix::net::UnixStream,
    },
    sync::{
        Arc,
        mpsc::{self, Receiver, TryRecvError},
    },
    time::Duration,
};

use rustix::{
    event::{PollFd, PollFlags, Timespec, poll},
    io::Errno,
};

/// Where other threads tell something. The queue is dropped before the bell, whose end wakes who listens.
#[derive(Debug)]
pub struct Teller<T> {
    queue: mpsc::Sender<T>,
    bell: Arc<UnixStream>,
}

impl<T> Clone for Teller<T> {
    fn clone(&self) -> Self {
        Self { queue: self.queue.clone(), bell: self.bell.clone() }
    }
}

impl<T> Teller<T> {
    /// Tells it, to whoever listens still.
    pub fn tell(&self, news: T) {
        self.reaches(news);
    }

    /// Tells it; false: nobody listens any more.
    pub fn reaches(&self, news: T) -> bool {
        let heard = self.queue.send(news).is_ok();
        if heard {
            // A bell that is full has been rung already.
            let _ = (&*self.bell).write(&[0]);
        }
        heard
    }
}

/// What was told, in order.
#[derive(Debug)]
pub struct Told<T> {
    queue: Receiver<T>,
    bell: UnixStream,
}

/// A queue of news and its other end.
pub fn post<T>() -> io::Result<(Teller<T>, Told<T>)> {
    let (sender, queue) = mpsc::channel();
    let (bell, rung) = UnixStream::pair()?;
    bell.set_nonblocking(true)?;
    rung.set_nonblocking(true)?;
    Ok((Teller { queue: sender, bell: Arc::new(bell) }, Told { queue, bell: rung }))
}

impl<T> Told<T> {
    /// The next of it; [`TryRecvError::Disconnected`]: there was nothing more, and nobody can tell anything any more.
    pub fn next(&self) -> Result<T, TryRecvError> {
        self.queue.try_recv()
    }

    /// Waits until something is told or `file` has something to read, at most so long (none: as long as it takes).
    /// Whether it was told, and whether the file has something.
    pub fn wait(&self, file: Option<BorrowedFd<'_>>, patience: Option<Duration>) -> io::Result<(bool, bool)> {
        let bell = self.bell.as_fd();
        let mut watched = [bell, file.unwrap_or(bell)].map(|file| PollFd::from_borrowed_fd(file, PollFlags::IN));
        let watched = if file.is_some() { &mut watched[..] } else { &mut watched[..1] };
        let patience = patience.and_then(|patience| Timespec::try_from(patience).ok());
        match poll(watched, patience.as_ref()) {
            Ok(_) => {}
            Err(Errno::INTR) => return Ok((false, false)),
            Err(error) => return Err(error.into()),
        }
        let is_ready = |at: usize| watched.get(at).is_some_and(|watched| !watched.revents().is_empty());
        // What rang the bell is in the queue already.
        if is_ready(0) {
            match (&self.bell).read(&mut [0; 64]) {
                Err(error) if !matches!(error.kind(), io::ErrorKind::WouldBlock | io::ErrorKind::Interrupted) => {
                    return Err(error);
                }
                _ => {}
            }
        }
        Ok((is_ready(0), is_ready(1)))
    }
}

#[cfg(test)]
mod tests {
    use std::thread;

    use super::*;

    #[test]
    fn all_that_was_told_is_heard_and_then_the_end() {
        let (teller, told) = post().unwrap();
        let second = teller.clone();
        let telling = thread::spawn(move || (1..=1000).for_each(|number| second.tell(number)));
        drop(teller);
        let mut heard = Vec::new();
        loop {
            match told.next() {
                Ok(number) => heard.push(number),
                // The end rings too: nobody has to be patient for it.
                Err(TryRecvError::Empty) => assert_eq!(told.wait(None, None).unwrap(), (true, false)),
                Err(TryRecvError::Disconnected) => break,
            }
        }
        telling.join().unwrap();
        assert_eq!(heard, (1..=1000).collect::<Vec<_>>());
    }

    #[test]
    fn whoever_waits_hears_of_a_file_too_and_is_not_kept_for_longer_than_wished() {
        let (teller, told) = post().unwrap();
        let (mut there, here) = UnixStream::pair().unwrap();
        assert_eq!(told.wait(Some(here.as_fd()), Some(Duration::ZERO)).unwrap(), (false, false));
        there.write_all(b"a").unwrap();
        assert_eq!(told.wait(Some(here.as_fd()), None).unwrap(), (false, true));
        assert!(teller.reaches(1));
        assert_eq!(told.wait(Some(here.as_fd()), None).unwrap(), (true, true));
        drop(told);
        assert!(!teller.reaches(2));
    }
}
