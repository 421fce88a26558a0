//! Erasing people, as the law can demand: their rows go, and the bytes and salts of everything the journal kept of
//! them. The entries stay, say who did what and when, and verify. The space that the bytes took is given up by
//! [`Store::compact`](super::Store).

mod people;
mod traces;

use std::collections::BTreeSet;

use super::{Doing, Presence, Reader, Store, StoreError, Tx, about::belongs, desk, held::Rules, journal, typed};
use crate::domain::{AnyRecord, Deed, Draft, Id, Kind, overview::AtWork};
use people::People;
use traces::Traces;

/// Whose data is to be erased.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject {
    /// A household and everything about it.
    Family(u64),
    /// A child's case, everything about it, and the child as a person.
    Child(u64),
    /// A person who is no child of the programme.
    Person(u64),
}

impl Subject {
    fn record(self) -> (Kind, u64) {
        match self {
            Self::Family(number) => (Kind::Family, number),
            Self::Child(number) => (Kind::Child, number),
            Self::Person(number) => (Kind::Person, number),
        }
    }
}

/// What an erasure came to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Erased {
    /// Records that were there and are gone.
    pub records: usize,
    /// Changes in the journal whose bytes are gone.
    pub changes: usize,
    /// Drafts that are gone.
    pub drafts: usize,
    /// Files that killed sessions of others left, which only they or the superuser can read.
    pub unread: usize,
}

impl Store {
    /// The records that an erasure would take; nothing is changed. For whoever may erase them.
    pub fn erasure_of(&self, subject: Subject) -> Result<Vec<(Kind, u64)>, StoreError> {
        self.read(|reader| {
            reader.demand(|role| role.may(Deed::Erase))?;
            let whole = everything(reader, &Traces::read(reader.source)?, subject)?;
            let there = whole.into_iter().map(|(kind, number)| Ok((reader.exists(kind, number)?, (kind, number))));
            let there: Result<Vec<_>, StoreError> = there.collect();
            Ok(there?.into_iter().filter_map(|(exists, record)| exists.then_some(record)).collect())
        })
    }

    /// Erases for good. The reason stays in the journal, so it may name nobody. Refused while somebody has open what is
    /// to go.
    pub fn erase(&self, user: &str, subject: Subject, reason: &str) -> Result<Erased, StoreError> {
        if reason.trim().is_empty() {
            return Err(StoreError::NoReason);
        }
        let work = |tx: &mut Tx| {
            let traces = Traces::read(tx.source)?;
            let whole = everything(tx, &traces, subject)?;
            let goes = |kind, number| whole.contains(&(kind, number));
            let at_work = self.at_work(&Presence::default());
            let open = |work: &&AtWork| {
                let kind = Kind::by_number(work.kind);
                let itself = kind.is_some_and(|kind| goes(kind, work.number));
                itself || goes(Kind::Family, work.family.0) || goes(Kind::Child, work.child.0)
            };
            if let Some(work) = at_work.iter().find(open) {
                return Err(StoreError::BeingEdited { user: work.user.clone() });
            }
            let people = People::of(tx, &traces, &whole)?;
            if people.is_named_in(reason) {
                return Err(StoreError::NamesThePerson);
            }
            let about = |draft: &Draft| {
                goes(Kind::Family, draft.family) || goes(Kind::Child, draft.child) || people.are_in(draft)
            };
            // What somebody is writing at this moment would be kept again with the next character.
            let being_written = |user: &str, draft: &Draft| {
                let same = |work: &AtWork| (work.family.0, work.child.0) == (draft.family, draft.child);
                at_work.iter().any(|work| work.user == user && same(work))
            };
            let beside = typed::beside(self.path())?;
            if let Some((user, _)) = beside.held.iter().find(|(_, draft)| about(draft)) {
                return Err(StoreError::BeingEdited { user: user.clone() });
            }
            let mut erased = Erased { unread: beside.unread, ..Erased::default() };
            for &(kind, number) in &whole {
                if let Some(record) = tx.any(kind, number)? {
                    leave_meetings(tx, kind, number)?;
                    tx.remove_any(kind, number)?;
                    match record {
                        // A register has no gaps, and no number twice.
                        AnyRecord::Decision(decision) => drop(tx.put(decision.erased())?),
                        // What was asked for and paid stays what it was.
                        AnyRecord::InvoiceLine(line) => drop(tx.put(line.erased())?),
                        _ => {}
                    }
                    erased.records += 1;
                }
                desk::forget_reasons(tx.source, kind, number)?;
            }
            for trace in traces.of(&whole).filter(|trace| trace.has_bytes) {
                journal::erase(tx.source, trace.revision, trace.place)?;
                erased.changes += 1;
            }
            erased.drafts += desk::drop_drafts(tx.source, |user, draft| match about(draft) {
                true if being_written(user, draft) => Err(StoreError::BeingEdited { user: user.to_owned() }),
                goes => Ok(goes),
            })?;
            for (user, draft) in &beside.left {
                if about(draft) {
                    erased.drafts += 1;
                } else {
                    desk::save_newer_drafts(tx.source, user, [draft])?;
                }
            }
            tx.desk_changed = true;
            Ok((erased, beside))
        };
        let doing = Doing { reason, rules: Rules::Links, ..Doing::of(Deed::Erase) };
        let (erased, beside) = self.record(user, doing, work)?.value;
        beside.remove();
        Ok(erased)
    }
}

/// Everything that is about the subject, there or no longer: whatever refers to it, and to that, and so on; and people
/// who were found to be one with somebody of them.
fn everything(reader: &Reader, traces: &Traces, subject: Subject) -> Result<BTreeSet<(Kind, u64)>, StoreError> {
    let (kind, number) = subject.record();
    if !reader.exists(kind, number)? {
        return Err(StoreError::NoSuchRecord { kind, number });
    }
    let mut new = vec![(kind, number)];
    if let Subject::Child(child) = subject
        && let Some(child) = reader.get::<crate::domain::Child>(Id::new(child))?
    {
        new.push((Kind::Person, child.person.0));
    }
    let mut whole = BTreeSet::new();
    while let Some(record) = new.pop() {
        if record.1 == 0 || !whole.insert(record) {
            continue;
        }
        new.extend(reader.links_to(record.0, record.1)?.into_iter().filter(belongs));
        for other in traces.once_referring_to(record).chain(traces.merged_with(record)) {
            if belongs(&other) && !reader.exists(other.0, other.1)? {
                new.push(other);
            }
        }
    }
    if let (Subject::Person(_), Some(&child)) = (subject, whole.iter().find(|(kind, _)| *kind == Kind::Child)) {
        return Err(StoreError::StillLinked { record: (kind, number), by: child });
    }
    Ok(whole)
}

/// Takes a family out of the meetings it came to.
fn leave_meetings(tx: &mut Tx, kind: Kind, number: u64) -> Result<(), StoreError> {
    let meetings = tx.links_to(kind, number)?.into_iter().filter(|(by, _)| *by == Kind::Meeting);
    for (_, meeting) in meetings.collect::<Vec<_>>() {
        if let Some(AnyRecord::Meeting(mut meeting)) = tx.any(Kind::Meeting, meeting)? {
            meeting.families.retain(|family| family.0 != number);
            tx.put(meeting)?;
        }
    }
    Ok(())
}
