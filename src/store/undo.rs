//! Undoing an operation of the whole team's journal, and telling beforehand what that means.

use std::collections::{BTreeMap, HashMap, HashSet};

use chrono::{DateTime, Utc};

use super::{
    Reader, StoreError,
    apply::Writing,
    codec,
    invoiced::Turns,
    journal::{self, Change, Head},
    key,
    views::decisions::following,
};
use crate::domain::{AnyRecord, Deed, Invoice, Kind, PlanState};

/// What stands in the way of an undo.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Blocked {
    /// A later operation changed one of the records again.
    Later {
        /// The record.
        record: (Kind, u64),
        /// The later operation's revision.
        revision: u64,
        /// What it was.
        deed: Deed,
        /// Who did it (login).
        user: String,
    },
    /// A record that would go is referred to.
    StillLinked {
        /// The record.
        record: (Kind, u64),
        /// The one that refers to it.
        by: (Kind, u64),
    },
    /// A record that would come back refers to one that is gone.
    BrokenLink {
        /// The record.
        record: (Kind, u64),
        /// The one that is gone.
        to: (Kind, u64),
    },
    /// The record belongs to a plan that was approved since: it keeps what it says.
    Locked {
        /// The record.
        record: (Kind, u64),
        /// The plan version.
        by: (Kind, u64),
    },
    /// A decision would leave a gap in its register: another follows it.
    Registered {
        /// The decision.
        record: (Kind, u64),
        /// The one that follows.
        by: (Kind, u64),
    },
    /// It went out with an invoice that was accepted or paid, or would change what is invoiced.
    LeftOffice {
        /// What would change.
        record: (Kind, u64),
        /// The invoice, or the correction that waits for one.
        by: (Kind, u64),
    },
    /// The operation's bytes were erased.
    Erased,
    /// A change of the store's schema cannot be undone.
    Migration,
}

/// What undoing would do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UndoPreview {
    /// The revision that would be undone.
    pub revision: u64,
    /// What it was.
    pub deed: Deed,
    /// Who did it (login).
    pub user: String,
    /// When.
    pub at: DateTime<Utc>,
    /// How many records of each kind it changed.
    pub changes: BTreeMap<Kind, usize>,
    /// What stands in the way.
    pub blocked_by: Option<Blocked>,
}

/// The user's last operation that is neither undone nor itself an undo.
pub(super) fn preview(reader: &Reader, user: &str) -> Result<Option<UndoPreview>, StoreError> {
    let mut undone = HashSet::new();
    for revision in (1..=reader.revision()).rev() {
        let head = journal::head(reader.source, revision)?.ok_or(StoreError::NoSuchRevision(revision))?;
        if let Some(target) = head.undoes {
            // An undo that was undone took nothing back.
            if !undone.contains(&revision) {
                undone.insert(target);
            }
        } else if head.user == user && head.deed != Deed::Migrate && !undone.contains(&revision) {
            return preview_of(reader, revision, head).map(Some);
        }
    }
    Ok(None)
}

/// What undoing that revision would do.
pub(super) fn preview_of(reader: &Reader, revision: u64, head: Head) -> Result<UndoPreview, StoreError> {
    let changes = journal::changes(reader.source, revision, &head)?;
    let mut counts = BTreeMap::new();
    for change in &changes {
        *counts.entry(change.kind).or_insert(0) += 1;
    }
    let blocked_by = blocked(reader, revision, &head, &changes)?;
    let at = head.instant();
    Ok(UndoPreview { revision, deed: head.deed, user: head.user, at, changes: counts, blocked_by })
}

/// Puts every record of the operation back to what it was before.
pub(super) fn carry_out<'t>(ground: &mut impl Writing<'t>, revision: u64) -> Result<Vec<(Kind, u64)>, StoreError> {
    let head = journal::head(ground.source, revision)?.ok_or(StoreError::NoSuchRevision(revision))?;
    let changes = journal::changes(ground.source, revision, &head)?;
    if let Some(by) = blocked(ground, revision, &head, &changes)? {
        return Err(StoreError::UndoBlocked { revision, by });
    }
    let mut numbers = Vec::with_capacity(changes.len());
    // Backwards, so that what hangs on a record goes before it.
    for change in changes.iter().rev() {
        let (kind, number) = (change.kind, change.number);
        let before = match change.before_row() {
            Some(row) => Some((codec::decode_any(kind, number, &row)?, row)),
            None => None,
        };
        ground.write_row(kind, number, before)?;
        numbers.push((kind, number));
    }
    Ok(numbers)
}

fn blocked(reader: &Reader, revision: u64, head: &Head, changes: &[Change]) -> Result<Option<Blocked>, StoreError> {
    if head.deed == Deed::Migrate {
        return Ok(Some(Blocked::Migration));
    }
    for change in changes {
        if change.is_erased() {
            return Ok(Some(Blocked::Erased));
        }
        if reader.row(change.kind, change.number)? != change.after {
            return later(reader, revision, change).map(Some);
        }
    }
    let by_record = changes.iter().map(|change| ((change.kind, change.number), change)).collect();
    for change in changes {
        if let Some(blocked) = blocked_by_link(reader, &by_record, change)? {
            return Ok(Some(blocked));
        }
        if let Some(blocked) = blocked_by_approval(reader, &by_record, change)? {
            return Ok(Some(blocked));
        }
        if let Some(blocked) = blocked_by_register(reader, &by_record, change)? {
            return Ok(Some(blocked));
        }
    }
    blocked_by_invoice(reader, head, changes)
}

/// What was accepted or paid has left the office, and what is invoiced stays what it costs; both are put right by a
/// correction. Registering an invoice is taken back, and so is a correction, together with the line that it brought. An
/// invoice that came in accepted, out of a file, did not leave the office by that: it goes again as long as nothing leans
/// on it.
fn blocked_by_invoice(reader: &Reader, head: &Head, changes: &[Change]) -> Result<Option<Blocked>, StoreError> {
    let (mut done, mut undoing) = (Turns::default(), Turns::default());
    for change in changes.iter().filter(|change| Turns::concern(change.kind)) {
        let (before, after) = (change.before_record()?, change.after_record()?);
        done.add(change.number, before.clone(), after.clone());
        undoing.add(change.number, after, before);
    }
    // An undo that was undone brings it in anew.
    let brings = matches!(head.deed, Deed::RegisterInvoice | Deed::Undo);
    let came_in = |invoice: &&Invoice| brings && done.brings(invoice.id);
    if let Some(invoice) = done.leaving().find(|invoice| !came_in(invoice)) {
        let record = (Kind::Invoice, invoice.id.0);
        return Ok(Some(Blocked::LeftOffice { record, by: record }));
    }
    Ok(undoing.kept(reader)?.map(|kept| Blocked::LeftOffice { record: kept.record, by: kept.by }))
}

/// An approved plan keeps its lines, and stays approved while sessions are booked on it.
fn blocked_by_approval(
    reader: &Reader,
    by_record: &HashMap<(Kind, u64), &Change>,
    change: &Change,
) -> Result<Option<Blocked>, StoreError> {
    let record = (change.kind, change.number);
    let afterwards = |kind, number| match by_record.get(&(kind, number)) {
        Some(change) => change.before_record(),
        None => reader.any(kind, number),
    };
    let both = (change.before_record()?, change.after_record()?);
    match &both {
        (Some(AnyRecord::PlanVersion(before)), Some(AnyRecord::PlanVersion(after)))
            if !before.was_approved() && after.was_approved() =>
        {
            for (_, line) in
                reader.links_to(record.0, record.1)?.into_iter().filter(|(kind, _)| *kind == Kind::PlanLine)
            {
                for by in reader.links_to(Kind::PlanLine, line)?.into_iter().filter(|(kind, _)| *kind == Kind::Session)
                {
                    if matches!(afterwards(by.0, by.1)?, Some(AnyRecord::Session(session)) if session.line.0 == line) {
                        return Ok(Some(Blocked::StillLinked { record, by }));
                    }
                }
            }
        }
        (before, after) => {
            for line in [before, after].into_iter().flatten() {
                let AnyRecord::PlanLine(line) = line else { continue };
                let by = (Kind::PlanVersion, line.plan.0);
                let plan = afterwards(by.0, by.1)?;
                if matches!(plan, Some(AnyRecord::PlanVersion(plan)) if plan.state != PlanState::Draft) {
                    return Ok(Some(Blocked::Locked { record, by }));
                }
            }
        }
    }
    Ok(None)
}

/// A decision is taken back only while no other has the number after it.
fn blocked_by_register(
    reader: &Reader,
    by_record: &HashMap<(Kind, u64), &Change>,
    change: &Change,
) -> Result<Option<Blocked>, StoreError> {
    let (None, Some(AnyRecord::Decision(decision))) = (change.before_record()?, change.after_record()?) else {
        return Ok(None);
    };
    let next = following(reader, &decision)?.map(|next| (Kind::Decision, next.id.0));
    let record = (change.kind, change.number);
    Ok(next.filter(|by| !by_record.contains_key(by)).map(|by| Blocked::Registered { record, by }))
}

/// The later operation that changed the record again.
fn later(reader: &Reader, revision: u64, change: &Change) -> Result<Blocked, StoreError> {
    let record = (change.kind, change.number);
    let past = reader.history(change.kind, change.number)?;
    let Some(later) = past.into_iter().rev().find(|past| past.revision > revision) else {
        let detail = format!("{} {} differs from its last journal entry", change.kind.name(), change.number);
        return Err(StoreError::Damaged { detail });
    };
    Ok(Blocked::Later { record, revision: later.revision, deed: later.deed, user: later.user })
}

/// A link that would lead nowhere afterwards. `by_record`: what the undo takes back, by record.
fn blocked_by_link(
    reader: &Reader,
    by_record: &HashMap<(Kind, u64), &Change>,
    change: &Change,
) -> Result<Option<Blocked>, StoreError> {
    let record = (change.kind, change.number);
    match change.before_record()? {
        None => {
            for by in reader.links_to(change.kind, change.number)? {
                let links = match by_record.get(&by) {
                    Some(other) => other.before_record()?.is_some_and(|other| key::links(&other).contains(&record)),
                    None => true,
                };
                if links {
                    return Ok(Some(Blocked::StillLinked { record, by }));
                }
            }
        }
        Some(before) => {
            for to in key::links(&before) {
                let there = match by_record.get(&to) {
                    Some(other) => other.before.is_some(),
                    None => reader.exists(to.0, to.1)?,
                };
                if !there {
                    return Ok(Some(Blocked::BrokenLink { record, to }));
                }
            }
        }
    }
    Ok(None)
}
