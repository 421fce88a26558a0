//! A store that begins: its first records, the catalogue, and who looks after it; the demonstration.

use std::path::Path;

use crate::{
    domain::{Deed, Operation, Role, Service, User, catalogue},
    store::{Clock, Store, StoreError},
};

/// The demonstration's file, beside the store for real work.
pub const DEMO_FILE: &str = "demo.redb";
/// Demonstration data is made from this seed.
pub const DEMO_SEED: u64 = 1;

/// Makes a store with these first records: the catalogue too, unless they bring one. It stands under its name only once
/// it is whole: half a store would be taken for a whole one. It is opened anew then, so that roles hold from then on.
pub fn make(path: &Path, clock: Clock, user: &str, operations: &[Operation]) -> Result<Store, StoreError> {
    Store::found(path, clock, |store| fill(store, user, operations))?;
    Store::open(path, clock)
}

fn fill(store: &Store, user: &str, operations: &[Operation]) -> Result<(), StoreError> {
    for operation in operations {
        store.apply(user, operation)?;
    }
    let (has_catalogue, has_user) = store.read(|reader| {
        let users = reader.all::<User>()?;
        Ok((!reader.all::<Service>()?.is_empty(), users.iter().any(|other| other.login == user)))
    })?;
    let mut first = Operation::new(Deed::AddService);
    if !has_catalogue {
        first = catalogue::rows().into_iter().fold(first, Operation::create);
    }
    if !has_user {
        let role = Role::Administrator;
        first = first.create(User { login: user.to_owned(), role, ..Default::default() });
    }
    if !first.puts.is_empty() {
        store.apply(user, &first)?;
    }
    Ok(())
}
