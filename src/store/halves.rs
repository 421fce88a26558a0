//! Reading that takes long, shared between two threads: one cannot read faster than its processor decodes.

use std::{panic::resume_unwind, thread};

use super::{Reader, StoreError};

/// So many are read before a second thread has begun.
const READ_MEANWHILE: usize = 16;

/// What `read` finds for all of these, in their order: half of them are left to another thread if they are many, and if
/// those `readers` let two read at a time.
pub(super) fn in_halves<T: Sync, R: Send>(
    all: &[T],
    readers: [&Reader; 2],
    read: impl Fn(&[T]) -> Result<Vec<R>, StoreError> + Sync,
) -> Result<Vec<R>, StoreError> {
    if all.len() < READ_MEANWHILE || !readers.iter().all(|reader| reader.is_for_many()) {
        return read(all);
    }
    let (first, second) = all.split_at(all.len() / 2);
    thread::scope(|scope| {
        let helper = thread::Builder::new().spawn_scoped(scope, || read(second));
        let mut found = read(first)?;
        found.extend(match helper {
            // A bug there is one here.
            Ok(helper) => helper.join().unwrap_or_else(|panic| resume_unwind(panic))?,
            // A server may allow no more threads.
            Err(_) => read(second)?,
        });
        Ok(found)
    })
}

#[cfg(test)]
mod tests {
    use std::{collections::HashSet, thread::ThreadId};

    use super::*;
    use crate::{
        domain::{Deed, Kind},
        store::{Clock, Store},
    };

    type Found = (ThreadId, u64, bool);

    fn found(reader: &Reader, numbers: &[u64], bad: u64) -> Result<Vec<Found>, StoreError> {
        in_halves(numbers, [reader; 2], |half| {
            let one = |&number: &u64| match number == bad {
                true => Err(StoreError::NoSuchRevision(number)),
                false => Ok((thread::current().id(), number, reader.exists(Kind::Programme, number)?)),
            };
            half.iter().map(one).collect()
        })
    }

    #[test]
    fn two_threads_find_what_one_finds_in_its_order() {
        let directory = tempfile::tempdir().unwrap();
        let store = Store::create(&directory.path().join("lietas.redb"), Clock::System).unwrap();
        let check = |reader: &Reader, many: u64, threads: usize| {
            let numbers: Vec<u64> = (1..=many).rev().collect();
            let found: Vec<Found> = found(reader, &numbers, 0)?;
            assert_eq!(found.iter().map(|(_, number, _)| *number).collect::<Vec<u64>>(), numbers);
            assert!(found.iter().all(|(_, _, is_there)| !is_there));
            assert_eq!(found.iter().map(|(thread, ..)| *thread).collect::<HashSet<_>>().len(), threads);
            Ok(())
        };
        store.read(|reader| check(reader, 15, 1)).unwrap();
        store.read(|reader| check(reader, 41, 2)).unwrap();
        // What is being written is read by one.
        store.write("anna", Deed::EditProgramme, |tx| check(tx, 41, 1)).unwrap();
    }

    #[test]
    fn what_one_of_them_cannot_read_is_told() {
        let directory = tempfile::tempdir().unwrap();
        let store = Store::create(&directory.path().join("lietas.redb"), Clock::System).unwrap();
        let numbers: Vec<u64> = (1..=40).collect();
        for bad in [3, 37] {
            let told = store.read(|reader| found(reader, &numbers, bad));
            assert!(matches!(told, Err(StoreError::NoSuchRevision(number)) if number == bad));
        }
    }
}
