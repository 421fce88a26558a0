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
