//! Families that only named people may look at: for everybody else a veil lies over what is theirs, in every query,
//! over every earlier state, and over what the journal says of them.

use std::{collections::BTreeMap, sync::Arc};

use chrono::TimeDelta;

use super::{
    Reader, Store, StoreError,
    about::{about, belongs},
    codec, desk,
    journal::{Change, RowChange},
    key,
    overlay::Overlay,
};
use crate::domain::{
    Child, Family, Id, Index, IndexKey, Kind, Role, looking,
    rules::{Amount, Objection},
    veil::{self, Sign},
};

/// How long a reason that was given opens a family: a working day.
const OPEN_FOR: TimeDelta = TimeDelta::hours(12);

/// The records that lie behind the veil, and by what each is told.
#[derive(Clone, Default)]
pub(super) struct Hidden(Arc<BTreeMap<(Kind, u64), Sign>>);

impl Hidden {
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn contains(&self, record: (Kind, u64)) -> bool {
        self.0.contains_key(&record)
    }

    /// A change as it may be shown to who reads with `reader`.
    pub(super) fn veil(&self, reader: &Reader, mut change: Change) -> Result<Change, StoreError> {
        if self.is_empty() {
            return Ok(change);
        }
        let (before, after) = (change.before_record()?, change.after_record()?);
        // What it belonged to may be no more: then it may have been anybody's.
        let nobody = Sign::default();
        let mut sign = self.0.get(&(change.kind, change.number));
        for record in [&before, &after].into_iter().flatten().filter(|_| belongs(&(change.kind, 0))) {
            sign = sign.or_else(|| key::links(record).iter().find_map(|to| self.0.get(to)));
            if let Some((kind @ (Kind::Assessment | Kind::PlanVersion), number)) = looking::subject(record)
                && !reader.exists(kind, number)?
            {
                sign = sign.or(Some(&nobody));
            }
        }
        if let Some(sign) = sign {
            let encoded = |record| codec::encode_any(&veil::veiled(record, sign));
            change.before = before.map(encoded).transpose()?;
            change.after = after.map(encoded).transpose()?;
        }
        Ok(change)
    }

    /// Refuses changes of what is hidden, or that add to it.
    pub(super) fn demand_sight(&self, changes: &[RowChange]) -> Result<(), StoreError> {
        if self.is_empty() {
            return Ok(());
        }
        // An invoice asks for the sessions of all children; whoever registers it sees no more of the hidden ones by that.
        for change in changes.iter().filter(|change| change.kind != Kind::InvoiceLine) {
            let mut concerned = self.contains((change.kind, change.number));
            let (before, after) = change.records()?;
            for record in before.into_iter().chain(after) {
                concerned |= belongs(&(change.kind, 0)) && key::links(record).iter().any(|&to| self.contains(to));
            }
            if concerned {
                return Err(StoreError::Restricted);
            }
        }
        Ok(())
    }

    /// An error as it may be shown: neither what a colleague made of a hidden record is told, nor whose child it is.
    pub(super) fn veil_error(&self, mut error: StoreError) -> StoreError {
        match &mut error {
            StoreError::Clash { kind, number, .. } if self.contains((*kind, *number)) => return StoreError::Restricted,
            StoreError::Rules(objections) => {
                let veil = |child: Id<Child>, name: &mut String| {
                    if let Some(sign) = self.0.get(&(Kind::Child, child.0)) {
                        *name = sign.list_name();
                    }
                };
                for Objection { child, name, breach, .. } in objections {
                    veil(*child, name);
                    if let Amount::Session { child, name, .. } = &mut breach.measure.used {
                        veil(*child, name);
                    }
                }
            }
            _ => {}
        }
        error
    }
}

/// A veil over the present state, to be used again while nothing changes: pages are read one after the other.
pub(super) struct Laid {
    revision: u64,
    families: Vec<Family>,
    overlay: Arc<Overlay>,
    hidden: Hidden,
}

/// What is hidden from a user in that role. Nearly always nothing, which costs one look into an index.
pub(super) fn hidden(store: &Store, reader: &Reader, user: &str, role: Role) -> Result<Hidden, StoreError> {
    about_each(reader, &hidden_families(store, reader, user, role)?)
}

/// The families that are hidden from a user in that role.
fn hidden_families(store: &Store, reader: &Reader, user: &str, role: Role) -> Result<Vec<Family>, StoreError> {
    let restricted: Vec<Family> = reader.find(&IndexKey::new(Index::FamilyRestricted))?;
    let mut hidden = Vec::new();
    for family in restricted {
        let named = family.restricted_to.iter().any(|login| login == user);
        let sees = named || (role.may_open_restricted() && was_opened(store, reader, user, family.id)?);
        if !sees {
            hidden.push(family);
        }
    }
    Ok(hidden)
}

/// Everything that is theirs.
fn about_each(reader: &Reader, families: &[Family]) -> Result<Hidden, StoreError> {
    let mut hidden = BTreeMap::new();
    for family in families {
        let sign = Sign::of_family(&family.case_number);
        let whole = about(reader, (Kind::Family, family.id.0))?;
        let children: Vec<u64> = whole.iter().filter(|(kind, _)| *kind == Kind::Child).map(|of| of.1).collect();
        hidden.extend(whole.into_iter().map(|of| (of, sign.clone())));
        for (place, child) in (1..).zip(children.iter().filter(|_| children.len() > 1)) {
            let sign = Sign { place, ..sign.clone() };
            if let Some(child) = reader.get(Id::<Child>::new(*child))? {
                hidden.insert((Kind::Person, child.person.0), sign.clone());
            }
            hidden.insert((Kind::Child, *child), sign);
        }
    }
    Ok(Hidden(Arc::new(hidden)))
}

/// Whether the user gave a reason to look at the family, not long ago.
fn was_opened(store: &Store, reader: &Reader, user: &str, family: Id<Family>) -> Result<bool, StoreError> {
    let since = store.now() - OPEN_FOR;
    let looks = reader.looks(Kind::Family, family.0)?;
    Ok(looks.iter().any(|look| look.user == user && !look.reason.is_empty() && look.at >= since))
}

impl Store {
    /// From now on this user reads through this handle, in their role.
    pub fn look_as(&self, user: &str) {
        *self.viewer.borrow_mut() = Some(user.to_owned());
    }

    /// Opens a restricted family to the user for a working day; the reason stays in the read log.
    pub fn open_restricted(&self, user: &str, family: Id<Family>, reason: &str) -> Result<(), StoreError> {
        let reason = reason.trim();
        if reason.is_empty() {
            return Err(StoreError::NoReason);
        }
        let at = self.now();
        self.write_desk(user, |source| {
            let reader = Reader::new(source)?;
            if reader.get(family)?.is_none() {
                return Err(StoreError::NoSuchRecord { kind: Kind::Family, number: family.0 });
            }
            if !self.role_by(&reader, user)?.may_open_restricted() {
                return Err(StoreError::Restricted);
            }
            desk::note_reason(source, user, (at, Kind::Family, family.0), reason)
        })
    }

    /// The reader as the user of this handle sees it: none at all, if their access is closed. `present`: as the store is now.
    pub(super) fn veiled<'t>(&self, reader: Reader<'t>, present: &Reader) -> Result<Reader<'t>, StoreError> {
        let Some(user) = self.viewer.borrow().clone() else { return Ok(reader) };
        let role = self.role_by(present, &user)?;
        let reader = reader.in_role(role);
        let nobody = IndexKey::new(Index::FamilyRestricted);
        if present.count(&nobody, &nobody)? == 0 {
            return Ok(reader);
        }
        let families = hidden_families(self, present, &user, role)?;
        let is_present = reader.overlay.is_none();
        if let Some(laid) = self.veil.borrow().as_ref()
            && is_present
            && (laid.revision, &laid.families) == (reader.revision(), &families)
        {
            return Ok(reader.behind(laid.overlay.clone(), laid.hidden.clone()));
        }
        let mut hidden = about_each(present, &families)?;
        if !is_present {
            // Earlier there may have been what is no more.
            let then = about_each(&reader, &families)?;
            hidden =
                Hidden(Arc::new(hidden.0.iter().chain(then.0.iter()).map(|(of, sign)| (*of, sign.clone())).collect()));
        }
        let mut overlay = reader.overlay.as_deref().cloned().unwrap_or_default();
        for (&(kind, number), sign) in hidden.0.iter() {
            if let Some(record) = reader.any(kind, number)? {
                let row = codec::encode_any(&veil::veiled(record, sign))?;
                overlay.set(reader.source, kind, number, Some(row))?;
            }
        }
        let overlay = Arc::new(overlay);
        if is_present {
            let (overlay, hidden) = (overlay.clone(), hidden.clone());
            *self.veil.borrow_mut() = Some(Laid { revision: reader.revision(), families, overlay, hidden });
        }
        Ok(reader.behind(overlay, hidden))
    }
}
