//! Who may write what: the user's role, held against the deed in the same transaction that writes.

use std::{fs::Metadata, os::unix::fs::MetadataExt, path::Path};

use super::{Reader, StoreError, journal, journal::RowChange};
use crate::domain::{AnyRecord, Deed, Index, IndexKey, Kind, Role, User};

/// On what grounds somebody is let in whom the list of users does not name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Strangers {
    /// Who runs this process, as administrator: it is the file's owner. Other names are not the owner's to make up.
    Owner,
    /// As administrators, while nobody is on the list.
    WhileNobodyIsListed,
    /// Not at all: the process runs in the name of a service, for whoever came to it.
    Never,
}

impl Strangers {
    /// By whose process this is.
    pub(super) fn of_process(path: &Path) -> Self {
        if owns(path) { Self::Owner } else { Self::WhileNobodyIsListed }
    }
}

/// Whether this process may say in whose name it works: it is the owner's of the store, or there is no store yet.
pub fn may_name_users(path: &Path) -> bool {
    path.symlink_metadata().is_err() || owns(path)
}

/// Whether this process runs in the name of the file's owner, or of the system's.
pub(super) fn owns(path: &Path) -> bool {
    let own = uzers::get_effective_uid();
    own == 0 || path.symlink_metadata().is_ok_and(|metadata| metadata.uid() == own)
}

/// Who the operating system says runs this process: the login, or the number of one without a name.
pub fn own_login() -> String {
    let login = uzers::get_current_username().and_then(|name| name.into_string().ok());
    login.unwrap_or_else(|| uzers::get_current_uid().to_string())
}

/// The role in which a user works. Whoever is on the list of users has the role that stands there, the file's owner
/// too; of others see [`Strangers`].
pub(super) fn role(reader: &Reader, login: &str, strangers: Strangers) -> Result<Role, StoreError> {
    let all = IndexKey::new(Index::UserByLogin);
    match reader.find::<User>(&IndexKey::new(Index::UserByLogin).text(login))?.first() {
        Some(user) if user.disabled => Err(StoreError::AccessClosed { user: login.to_owned() }),
        Some(user) => Ok(user.role),
        None if strangers == Strangers::Owner && login == own_login() => Ok(Role::Administrator),
        None if strangers != Strangers::Never && reader.count(&all, &all)? == 0 => Ok(Role::Administrator),
        None => Err(StoreError::UnknownUser { user: login.to_owned() }),
    }
}

/// Whether the file's owner is us, or shares it with a group of ours: what somebody else left lying open is no store to
/// write children's data into.
pub(super) fn is_shared_with_us(file: &Metadata) -> bool {
    let own = uzers::get_effective_uid();
    let in_group = || {
        let groups = rustix::process::getgroups().unwrap_or_default();
        let our_own = rustix::process::getegid();
        groups.into_iter().chain([our_own]).any(|group| group.as_raw() == file.gid())
    };
    own == 0 || file.uid() == own || (file.mode() & 0o060 != 0 && in_group())
}

/// Refuses a deed that is not for the role.
pub(super) fn demand(role: Role, deed: Deed) -> Result<(), StoreError> {
    if role.may(deed) { Ok(()) } else { Err(StoreError::NotAllowed { role, deed }) }
}

/// Refuses, of what everybody may choose for themselves, whatever is another's or is more than that.
pub(super) fn demand_own_settings(changes: &[RowChange], login: &str, role: Role) -> Result<(), StoreError> {
    for change in changes {
        let own = match change.records()? {
            (Some(AnyRecord::User(before)), Some(AnyRecord::User(after))) => {
                before.login == login && before.with_settings_of(after) == *after
            }
            _ => false,
        };
        if !own {
            return Err(StoreError::NotAllowed { role, deed: Deed::EditUser });
        }
    }
    Ok(())
}

/// Refuses an import of records that somebody in the role could not add one by one: a plan that comes in approved is
/// for whoever approves plans. `record` reads one as it comes in.
pub(super) fn demand_import<T>(
    role: Role,
    rows: impl Iterator<Item = (Kind, T)>,
    record: impl Fn(T) -> Result<Option<AnyRecord>, StoreError>,
) -> Result<(), StoreError> {
    for (kind, row) in rows {
        demand(role, Deed::adding(kind))?;
        if kind == Kind::PlanVersion
            && let Some(AnyRecord::PlanVersion(plan)) = record(row)?
            && plan.was_approved()
        {
            demand(role, Deed::ApprovePlan)?;
        }
    }
    Ok(())
}

/// Refuses to take back, or by taking an undo back to do again, what is not for the role.
pub(super) fn demand_undo(reader: &Reader, user: &str, role: Role, revision: u64) -> Result<(), StoreError> {
    let mut target = revision;
    loop {
        let head = journal::head(reader.source, target)?.ok_or(StoreError::NoSuchRevision(target))?;
        let of_another = head.deed == Deed::ChooseSettings && head.user != user;
        demand(role, if of_another { Deed::EditUser } else { head.deed })?;
        if head.deed == Deed::Import {
            let changes = journal::changes(reader.source, target, &head)?;
            demand_import(role, changes.iter().map(|change| (change.kind, change)), |change| change.after_record())?;
        }
        match head.undoes {
            // Always an earlier one, or the journal was tampered with.
            Some(earlier) if earlier < target => target = earlier,
            _ => return Ok(()),
        }
    }
}
