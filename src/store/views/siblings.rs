//! What brothers and sisters have to whom something is to be copied.

use chrono::NaiveDate;

use super::{Result, WorksOn, form_context};
use crate::{
    domain::{
        AnyRecord, Child, Goal, Index, IndexKey, Kind, Note, PlanVersion,
        siblings::{Sibling, Siblings},
    },
    store::{Reader, StoreError},
};

/// The record, and the other children of its child's family, each with what a form about it would know.
pub fn siblings(reader: &Reader, kind: Kind, number: u64, today: NaiveDate) -> Result<Siblings> {
    let original = reader.any(kind, number)?.ok_or(StoreError::NoSuchRecord { kind, number })?;
    let child = match &original {
        AnyRecord::PlanLine(line) => reader.get(line.plan)?.map(|plan: PlanVersion| plan.child),
        AnyRecord::Note(note) => Some(note.child),
        AnyRecord::Assessment(assessment) => Some(assessment.child),
        AnyRecord::Goal(goal) => Some(goal.child),
        _ => None,
    };
    let own: Option<Child> =
        child.filter(|child| child.is_some()).map(|child| reader.get(child)).transpose()?.flatten();
    let Some(own) = own else { return Ok(Siblings { original, goals: Vec::new(), others: Vec::new() }) };
    let goals: Vec<Goal> = reader.find(&IndexKey::new(Index::GoalByChild).id(own.id.0))?;
    let notes: Vec<Note> = match kind {
        Kind::Note => reader.find(&IndexKey::new(Index::NoteByFamily).id(own.family.0))?,
        _ => Vec::new(),
    };
    let children: Vec<Child> = reader.find(&IndexKey::new(Index::ChildByFamily).id(own.family.0))?;
    let mut others = Vec::new();
    for child in children.into_iter().filter(|child| child.id != own.id) {
        let context = form_context(reader, WorksOn::NewestPlan, None, own.family, child.id, None, today)?;
        let person = context.people.iter().find(|person| person.id == child.person);
        let name = person.map(|person| person.given_names.clone()).unwrap_or_default();
        let notes = notes.iter().filter(|note: &&Note| note.child == child.id).cloned().collect();
        others.push(Sibling { name, context, notes });
    }
    Ok(Siblings { original, goals, others })
}
