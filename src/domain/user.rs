//! The user: who works with the store, and in what role.

use serde::{Deserialize, Serialize};

use super::{Field, Id, Index, IndexKey, choices, record, require};

choices! {
    /// What a user is here for.
    Role {
        Worker "worker" "d",
        Head "head" "v",
        Accountant "accountant" "g",
        TeamMember "team_member" "k",
        Auditor "auditor" "r",
        Administrator "administrator" "a",
    }
}

/// Somebody who may use the store.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct User {
    /// Its number.
    pub id: Id<User>,
    /// The name they log in with.
    pub login: String,
    /// Their name in letters and lists.
    pub full_name: String,
    /// What they are here for.
    pub role: Role,
    /// May no longer use the store.
    pub disabled: bool,
}

record! { User,
    links: |_this| [],
    index: |user| vec![IndexKey::new(Index::UserByLogin).text(&user.login)],
    faults: |user| require(&[(Field::Login, &user.login)]),
}
