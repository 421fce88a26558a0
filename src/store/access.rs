//! Who may write what: the user's role, held against the deed in the same transaction that writes.

use std::{os::unix::fs::MetadataExt, path::Path};

use super::{Reader, StoreError, journal};
use crate::domain::{Deed, Index, IndexKey, Kind, Role, User};

/// Whether this process runs in the name of the file's owner, or of the system's.
pub(super) fn owns(path: &Path) -> bool {
    let own = uzers::get_effective_uid();
    own == 0 || path.metadata().is_ok_and(|metadata| metadata.uid() == own)
}

/// The role in which a user works. Whoever is on the list of users has the role that stands there, the file's owner
/// too; others are let in only as its owner, or while the list is empty, and then as administrators.
pub(super) fn role(reader: &Reader, login: &str, owns_file: bool) -> Result<Role, StoreError> {
    let all = IndexKey::new(Index::UserByLogin);
    match reader.find::<User>(&IndexKey::new(Index::UserByLogin).text(login))?.first() {
        Some(user) if user.disabled => Err(StoreError::AccessClosed { user: login.to_owned() }),
        Some(user) => Ok(user.role),
        None if owns_file || reader.count(&all, &all)? == 0 => Ok(Role::Administrator),
        None => Err(StoreError::UnknownUser { user: login.to_owned() }),
    }
}

/// Refuses a deed that is not for the role.
pub(super) fn demand(role: Role, deed: Deed) -> Result<(), StoreError> {
    if role.may(deed) { Ok(()) } else { Err(StoreError::NotAllowed { role, deed }) }
}

/// Refuses an import of records that somebody in the role could not add one by one.
pub(super) fn demand_import(role: Role, kinds: impl Iterator<Item = Kind>) -> Result<(), StoreError> {
    for kind in kinds {
        demand(role, Deed::adding(kind))?;
    }
    Ok(())
}

/// Refuses to take back, or by taking an undo back to do again, what is not for the role.
pub(super) fn demand_undo(reader: &Reader, role: Role, revision: u64) -> Result<(), StoreError> {
    let mut target = revision;
    loop {
        let head = journal::head(reader.source, target)?.ok_or(StoreError::NoSuchRevision(target))?;
        demand(role, head.deed)?;
        if head.deed == Deed::Import {
            let changes = journal::changes(reader.source, target, &head)?;
            demand_import(role, changes.iter().map(|change| change.kind))?;
        }
        match head.undoes {
            // Always an earlier one, or the journal was tampered with.
            Some(earlier) if earlier < target => target = earlier,
            _ => return Ok(()),
        }
    }
}
