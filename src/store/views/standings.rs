//! How the children's cases stand: a reading of one child at a time, and which children later work has touched.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::{Case, Result};
use crate::{
    domain::{
        AnyRecord, Assessment, Child, Id, Index, IndexKey, Kind, PlanLine, Programme, budget::LineUse,
        consequence::Tally, overview::Standing, reminder::reminders,
    },
    store::{Change, Reader, StoreError, journal},
};

/// More changes than these are not looked through one by one.
const FEW: u64 = 200;

/// Which children's standing may be another since some revision.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Touched {
    /// Only theirs.
    These(BTreeSet<Id<Child>>),
    /// Anybody's: prices, a programme, or very much was changed.
    All,
}

/// The children of a programme; reads no row.
pub fn children(reader: &Reader, programme: Id<Programme>) -> Result<Vec<Id<Child>>> {
    let families = IndexKey::new(Index::FamilyByProgramme).id(programme.0);
    let mut children = Vec::new();
    for family in reader.numbers(&families, &families)? {
        let of = IndexKey::new(Index::ChildByFamily).id(family);
        children.extend(reader.numbers(&of, &of)?.into_iter().map(Id::new));
    }
    Ok(children)
}

/// How a child's case stands, and its part of the programme's money; none if there is no such child.
pub fn standing(reader: &Reader, child: Id<Child>, today: NaiveDate) -> Result<Option<(Standing, Tally)>> {
    let Some(case) = Case::read(reader, child, today)? else { return Ok(None) };
    let figures = case.account().figures(today);
    let uses: Vec<LineUse> = case.plan.iter().filter_map(|line| figures.line(line.id).cloned()).collect();
    let reminders = reminders(&case.plan, &uses, &case.money.sessions, today);
    let next_assessment = next_assessment(reader, child)?;
    let tally = Tally::of(&case.account(), today).money();
    Ok(Some((Standing { child, health: figures.health, next_assessment, reminders }, tally)))
}

/// The day of a child's next assessment that was not held yet.
pub(super) fn next_assessment(reader: &Reader, child: Id<Child>) -> Result<Option<NaiveDate>> {
    let assessments: Vec<Assessment> = reader.find(&IndexKey::new(Index::AssessmentByChild).id(child.0))?;
    let open = assessments.iter().filter(|assessment| assessment.done_on.is_none());
    Ok(open.filter_map(|assessment| assessment.planned_on).min())
}

/// Whose standing may be another than it was at revision `after`.
pub fn touched(reader: &Reader, after: u64) -> Result<Touched> {
    let mut changes = 0;
    for revision in after + 1..=reader.revision() {
        let head = journal::head(reader.source, revision)?.ok_or(StoreError::NoSuchRevision(revision))?;
        changes += u64::from(head.changes);
        if changes > FEW {
            return Ok(Touched::All);
        }
    }
    let mut children = BTreeSet::new();
    for entry in reader.entries(after, FEW as usize)? {
        for change in &entry.changes {
            match change.kind {
                Kind::Price | Kind::Programme => return Ok(Touched::All),
                Kind::Child => drop(children.insert(Id::new(change.number))),
                Kind::Session | Kind::PlanVersion | Kind::PlanLine | Kind::Assessment => {
                    for record in records(change)? {
                        children.extend(child_of(reader, record)?);
                    }
                }
                _ => {}
            }
        }
    }
    Ok(Touched::These(children))
}

/// The record before and after the change.
fn records(change: &Change) -> Result<impl Iterator<Item = AnyRecord>> {
    Ok(change.before_record()?.into_iter().chain(change.after_record()?))
}

/// Whose it is.
fn child_of(reader: &Reader, mut record: AnyRecord) -> Result<Option<Id<Child>>> {
    if let AnyRecord::PlanLine(PlanLine { plan, .. }) = record {
        return Ok(reader.get(plan)?.map(|plan| plan.child));
    }
    let mut child = None;
    record.visit_links(&mut |kind, number| {
        if kind == Kind::Child && *number != 0 {
            child = Some(Id::new(*number));
        }
    });
    Ok(child)
}
