//! Carrying out an operation: numbers for new records, merging with what others did meanwhile.

use std::{
    collections::{HashMap, HashSet},
    ops::Deref,
};

use super::{
    Doing, Reader, Store, StoreError, Tx,
    assent::Assent,
    codec, desk,
    held::Rules,
    invoiced,
    merge::{Merged, merge},
    undo,
    views::decisions::numbered,
};
use crate::domain::{
    AnyRecord, Assessment, Fault, Field, Index, IndexKey, Kind, Operation, PLACEHOLDER, PlanState, Problem, Put,
    Session,
};

/// What an operation came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Applied {
    /// The store's revision after it; the one before, if there was nothing to change.
    pub revision: u64,
    /// The records put, in the operation's order, with the numbers they have now.
    pub numbers: Vec<(Kind, u64)>,
}

impl Store {
    /// Carries out an operation: new records get their numbers, others' edits are merged in, the draft goes.
    pub fn apply(&self, user: &str, operation: &Operation) -> Result<Applied, StoreError> {
        self.carry_out(user, operation, true, |_| Ok(()))
    }

    /// As [`Store::apply`], of an operation that was worked out of what the store held at `seen`. Where somebody wrote since,
    /// `still` says whether it would come to the same by now: asked in the transaction that writes, so that nobody comes
    /// between. [`StoreError::Outdated`] if not.
    pub fn apply_if_still(
        &self,
        user: &str,
        operation: &Operation,
        seen: u64,
        still: impl FnOnce(&Reader) -> Result<bool, StoreError>,
    ) -> Result<Applied, StoreError> {
        self.carry_out(user, operation, true, |tx| {
            let is_so = tx.revision() == seen || still(&self.veiled(Reader::new(tx.source)?, tx)?)?;
            if is_so { Ok(()) } else { Err(StoreError::Outdated) }
        })
    }

    /// What [`Store::apply`] would come to, its errors included; nothing is changed.
    pub fn rehearse(&self, user: &str, operation: &Operation) -> Result<Applied, StoreError> {
        self.carry_out(user, operation, false, |_| Ok(()))
    }

    /// Takes back an operation of anybody, an undo included; that is an operation itself.
    pub fn undo(&self, user: &str, revision: u64) -> Result<Applied, StoreError> {
        self.apply(user, &Operation::undo(revision))
    }

    /// `demand` refuses what is there before anything of it is written.
    fn carry_out(
        &self,
        user: &str,
        operation: &Operation,
        keeps: bool,
        demand: impl FnOnce(&Tx) -> Result<(), StoreError>,
    ) -> Result<Applied, StoreError> {
        let work = |tx: &mut Tx| {
            demand(tx)?;
            invoiced::hold_asked_since(tx, operation)?;
            let numbers = carry_out(tx, operation)?;
            if let Some(draft) = &operation.draft {
                tx.desk_changed |= desk::drop_draft(tx.source, user, draft)?;
            }
            Ok(numbers)
        };
        let (assent, rules) = (Assent::of(operation), Rules::of(operation));
        let doing = Doing { assent, rules, undoes: operation.undoes, keeps, ..Doing::of(operation.deed) };
        let written = self.record(user, doing, work)?;
        Ok(Applied { revision: written.revision, numbers: written.value })
    }
}

/// Where an operation is carried out: in the file, or in thought. Reads what was written so far.
pub(super) trait Writing<'t>: Deref<Target = Reader<'t>> {
    /// The next number of a kind's sequence.
    fn next_number(&mut self, kind: Kind) -> Result<u64, StoreError>;

    /// Sets or removes a row, and its keys in the index with it.
    fn write_row(&mut self, kind: Kind, number: u64, after: Option<(AnyRecord, Vec<u8>)>) -> Result<(), StoreError>;

    /// Stores a record under the number that it has.
    fn write(&mut self, record: AnyRecord) -> Result<(), StoreError> {
        let record = numbered(self, record)?;
        let row = codec::encode_any(&record)?;
        self.write_row(record.kind(), record.number(), Some((record, row)))
    }
}

/// Writes everything the operation asks for; the rules are checked when the whole is there.
pub(super) fn carry_out<'t>(
    ground: &mut impl Writing<'t>,
    operation: &Operation,
) -> Result<Vec<(Kind, u64)>, StoreError> {
    if let Some(revision) = operation.undoes {
        return undo::carry_out(ground, revision);
    }
    let mut records: Vec<AnyRecord> = operation.puts.iter().map(|put| put.record.clone()).collect();
    let is_new: Vec<bool> = records.iter().map(|record| stands_for_new(record.number())).collect();
    number_new(ground, &mut records)?;
    let numbers: Vec<(Kind, u64)> = records.iter().map(|record| (record.kind(), record.number())).collect();
    let made: HashSet<(Kind, u64)> =
        numbers.iter().zip(&is_new).filter(|(_, is_new)| **is_new).map(|(number, _)| *number).collect();
    for ((record, put), is_new) in records.into_iter().zip(&operation.puts).zip(is_new) {
        let theirs = if is_new { None } else { Some(stored(ground, put, &record)?) };
        let record = match &theirs {
            Some(theirs) => with_others_edits(put, record, theirs)?,
            None => record,
        };
        keep_what_is_done(ground, &record, theirs.as_ref(), &made)?;
        ground.write(record)?;
    }
    for &(kind, number) in &operation.removes {
        let Some(record) = ground.any(kind, number)? else { return Err(removed(ground, kind, number)?) };
        keep_what_is_done(ground, &record, Some(&record), &made)?;
        ground.write_row(kind, number, None)?;
    }
    Ok(numbers)
}

/// Whether a record of that number is yet to get one.
pub(super) fn stands_for_new(number: u64) -> bool {
    number == 0 || number >= PLACEHOLDER
}

/// Gives new records their numbers, and links to placeholders the numbers that they came to stand for.
fn number_new<'t>(ground: &mut impl Writing<'t>, records: &mut [AnyRecord]) -> Result<(), StoreError> {
    let mut by_placeholder = HashMap::new();
    let mut in_order = Vec::new();
    for record in records.iter_mut() {
        let (kind, placeholder) = (record.kind(), record.number());
        if stands_for_new(placeholder) {
            let number = ground.next_number(kind)?;
            record.set_number(number);
            by_placeholder.insert((kind, placeholder), number);
            in_order.push((kind, number));
        }
    }
    for record in records {
        let from = (record.kind(), record.number());
        let mut broken = None;
        record.visit_links(&mut |kind, link| {
            if *link < PLACEHOLDER {
                return;
            }
            // A new record may carry its placeholder as its own number, or be the n-th new one.
            let nth = usize::try_from(*link - PLACEHOLDER).ok().and_then(|nth| in_order.get(nth));
            let nth = nth.filter(|(of, _)| *of == kind).map(|&(_, number)| number);
            match by_placeholder.get(&(kind, *link)).copied().or(nth) {
                Some(number) => *link = number,
                None => broken = Some((kind, *link)),
            }
        });
        if let Some(to) = broken {
            return Err(StoreError::BrokenLink { from, to });
        }
    }
    Ok(())
}

/// What is completed keeps what it says, also when it was completed by somebody else while this one was typing:
/// an approved plan its lines, a marked session its appointment,
/// a completed assessment what each member scored. `before`: the record as it is stored; `made`: records that this
/// operation makes itself.
fn keep_what_is_done(
    reader: &Reader,
    record: &AnyRecord,
    before: Option<&AnyRecord>,
    made: &HashSet<(Kind, u64)>,
) -> Result<(), StoreError> {
    let (kind, number) = (record.kind(), record.number());
    let fault = match record {
        AnyRecord::PlanLine(line) if !made.contains(&(Kind::PlanVersion, line.plan.0)) => {
            let version = reader.get(line.plan)?;
            let is_done = version.is_some_and(|version| version.state != PlanState::Draft);
            is_done.then(|| Fault::new(Field::Plan, Problem::Locked))
        }
        AnyRecord::Session(session) => match before {
            Some(AnyRecord::Session(before)) if !before.is_open() && !session.is_open() => {
                // Who provided it can still be said where nobody has.
                let provider = if before.provider.is_some() { before.provider } else { session.provider };
                let is_same = session.same_appointment(&Session { provider, ..before.clone() });
                (!is_same).then(|| Fault::new(Field::Outcome, Problem::AlreadyMarked))
            }
            _ => None,
        },
        AnyRecord::Assessment(assessment) if assessment.corrects.is_some() => {
            let of_child = IndexKey::new(Index::AssessmentByChild).id(assessment.child.0);
            let others: Vec<Assessment> = reader.find(&of_child)?;
            let rival = |other: &Assessment| other.id != assessment.id && other.corrects == assessment.corrects;
            others.iter().any(rival).then(|| Fault::new(Field::Corrects, Problem::Duplicate(number.to_string())))
        }
        AnyRecord::Scoring(scoring) => {
            let completed = reader.get(scoring.assessment)?.is_some_and(|assessment| assessment.is_completed());
            let made = made.contains(&(Kind::Assessment, scoring.assessment.0));
            (completed && !made).then(|| Fault::new(Field::Assessment, Problem::Locked))
        }
        _ => None,
    };
    fault.map_or(Ok(()), |fault| Err(StoreError::Faults { kind, number, faults: vec![fault] }))
}

/// That a record is gone, and who removed it.
fn removed(reader: &Reader, kind: Kind, number: u64) -> Result<StoreError, StoreError> {
    let by = reader.last_writer(kind, number, &[])?;
    Ok(StoreError::Removed { kind, number, by })
}

/// What is stored of a record that is to be changed.
fn stored(reader: &Reader, put: &Put, mine: &AnyRecord) -> Result<AnyRecord, StoreError> {
    let (kind, number) = (mine.kind(), mine.number());
    match reader.any(kind, number)? {
        Some(theirs) => Ok(theirs),
        None if put.base.is_some() => Err(removed(reader, kind, number)?),
        None => Err(StoreError::NoSuchRecord { kind, number }),
    }
}

/// The record with what others changed since its editing began.
fn with_others_edits(put: &Put, mine: AnyRecord, theirs: &AnyRecord) -> Result<AnyRecord, StoreError> {
    let Some(base) = put.base.as_ref().filter(|base| *base != theirs) else { return Ok(mine) };
    match merge(base, &mine, theirs)? {
        Merged::Record(record) => Ok(*record),
        Merged::Clash(fields) => {
            let (kind, number, theirs) = (mine.kind(), mine.number(), Box::new(theirs.clone()));
            Err(StoreError::Clash { kind, number, fields, theirs })
        }
    }
}
