//! Erasing people, as the law can demand: their rows go, and the bytes and salts of everything the journal kept of
//! them. The entries stay, say who did what and when, and verify. The space that the bytes took is given up by
//! [`Store::compact`](super::Store).

use std::collections::BTreeSet;

use super::{
    Doing, Presence, Reader, Store, StoreError, Tx,
    about::belongs,
    desk,
    held::Rules,
    journal, key,
    table::{CHANGES, Source},
    typed,
};
use crate::{
    domain::{AnyRecord, Deed, Draft, Id, Kind, Person},
    i18n::search::{fold, words},
};

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
            let whole = everything(reader, &traces(reader.source)?, subject)?;
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
        let at_work = self.at_work(&Presence::default());
        let left = typed::left_behind(self.path());
        let work = |tx: &mut Tx| {
            let traces = traces(tx.source)?;
            let whole = everything(tx, &traces, subject)?;
            let goes = |kind, number| whole.contains(&(kind, number));
            let open = |work: &&crate::domain::overview::AtWork| {
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
            let mut erased = Erased { unread: left.unread, ..Erased::default() };
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
            for trace in traces.iter().filter(|trace| trace.has_bytes && whole.contains(&trace.record)) {
                journal::erase(tx.source, trace.revision, trace.place)?;
                erased.changes += 1;
            }
            let about = |draft: &Draft| {
                goes(Kind::Family, draft.family) || goes(Kind::Child, draft.child) || people.are_in(draft)
            };
            erased.drafts += desk::drop_drafts(tx.source, about)?;
            for (user, draft) in left.drafts.iter().filter(|(_, draft)| !about(draft)) {
                desk::save_draft(tx.source, user, draft)?;
            }
            erased.drafts += left.drafts.iter().filter(|(_, draft)| about(draft)).count();
            tx.desk_changed = true;
            Ok(erased)
        };
        let doing = Doing { reason, rules: Rules::Links, ..Doing::of(Deed::Erase) };
        let erased = self.record(user, doing, work)?.value;
        left.remove();
        Ok(erased)
    }
}

/// What the journal has of one change of one record.
struct Trace {
    revision: u64,
    place: u32,
    deed: Deed,
    record: (Kind, u64),
    has_bytes: bool,
    /// The records that it referred to before or after.
    links: Vec<(Kind, u64)>,
}

fn traces(source: Source) -> Result<Vec<Trace>, StoreError> {
    let mut traces = Vec::new();
    let mut current = None;
    for pair in source.open(CHANGES)?.scan_all()? {
        let (key, bytes) = pair?;
        let Some((revision, place)) = key::place_of(key.value()) else { continue };
        if current.as_ref().is_none_or(|(of, _)| *of != revision) {
            let head = journal::head(source, revision)?.ok_or(StoreError::NoSuchRevision(revision))?;
            current = Some((revision, head));
        }
        let Some((_, head)) = &current else { continue };
        let change = journal::decode_change(revision, head, bytes.value())?;
        let mut links = Vec::new();
        for record in [change.before_record()?, change.after_record()?].into_iter().flatten() {
            links.extend(key::links(&record));
        }
        let has_bytes = change.before.is_some() || change.after.is_some();
        traces.push(Trace { revision, place, deed: head.deed, record: (change.kind, change.number), has_bytes, links });
    }
    Ok(traces)
}

/// Everything that is about the subject, there or no longer: whatever refers to it, and to that, and so on; and people
/// who were found to be one with somebody of them.
fn everything(reader: &Reader, traces: &[Trace], subject: Subject) -> Result<BTreeSet<(Kind, u64)>, StoreError> {
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
        for trace in traces.iter().filter(|trace| trace.links.contains(&record) && belongs(&trace.record)) {
            if !reader.exists(trace.record.0, trace.record.1)? {
                new.push(trace.record);
            }
        }
        if record.0 == Kind::Person {
            for merge in traces.iter().filter(|trace| trace.deed == Deed::MergePersons && trace.record == record) {
                for other in traces.iter().filter(|other| other.revision == merge.revision) {
                    if other.record.0 == Kind::Person && !reader.exists(Kind::Person, other.record.1)? {
                        new.push(other.record);
                    }
                }
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

/// Less than this many bytes tell nobody.
const SHORTEST_MARK: usize = 6;

/// The names and numbers by which erased people could be told in a text.
#[derive(Default)]
struct People {
    /// Beginnings of names, folded: without the endings that change.
    names: BTreeSet<String>,
    /// Whole names, folded, and personal codes.
    marks: BTreeSet<String>,
}

impl People {
    fn of(tx: &Tx, traces: &[Trace], whole: &BTreeSet<(Kind, u64)>) -> Result<Self, StoreError> {
        let mut people = Self::default();
        for trace in traces.iter().filter(|trace| trace.record.0 == Kind::Person && whole.contains(&trace.record)) {
            let Some(head) = journal::head(tx.source, trace.revision)? else { continue };
            let change = journal::change_at(tx.source, &head, (trace.revision, trace.place))?;
            for record in [change.before_record()?, change.after_record()?].into_iter().flatten() {
                if let AnyRecord::Person(person) = record {
                    people.add(&person);
                }
            }
        }
        Ok(people)
    }

    fn add(&mut self, person: &Person) {
        for name in words(&fold(&format!("{} {}", person.given_names, person.surname))) {
            let letters = name.chars().count();
            self.names.insert(name.chars().take(letters.saturating_sub(2).max(3)).collect());
        }
        let (given, surname) = (fold(&person.given_names), fold(&person.surname));
        let names = [format!("{given} {surname}"), format!("{surname} {given}")];
        let codes = std::iter::once(&person.personal_code).chain(&person.previous_codes);
        let marks = names.into_iter().chain(codes.cloned());
        self.marks.extend(marks.filter(|mark| mark.trim().len() >= SHORTEST_MARK));
    }

    fn is_named_in(&self, text: &str) -> bool {
        let text = fold(text);
        let names = || words(&text).any(|word| self.names.iter().any(|name| word.starts_with(name.as_str())));
        self.marks.iter().any(|mark| text.contains(mark.as_str())) || names()
    }

    fn are_in(&self, draft: &Draft) -> bool {
        let texts = draft.texts.iter().map(|(_, text)| text).chain([&draft.title, &draft.base]);
        texts.map(|text| fold(text)).any(|text| self.marks.iter().any(|mark| text.contains(mark.as_str())))
    }
}
