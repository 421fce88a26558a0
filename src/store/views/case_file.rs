//! The client file of a family.

use super::{Result, assessment::assessments_of};
use crate::{
    domain::{
        AnyRecord, Child, Family, Goal, Id, Index, IndexKey, Kind, Note, Person, PlanVersion, overview::PageData,
    },
    store::Reader,
};

/// The family, its people, children, assessments, goals, plans and notes.
pub(super) fn case_file(reader: &Reader, family: Id<Family>, data: &mut PageData) -> Result<()> {
    let Some(record) = reader.get(family)? else { return Ok(()) };
    data.records.push(record.into());
    let people: Vec<Person> = reader.find(&IndexKey::new(Index::PersonByFamily).id(family.0))?;
    let children: Vec<Child> = reader.find(&IndexKey::new(Index::ChildByFamily).id(family.0))?;
    data.names.extend(people.iter().map(|person| ((Kind::Person, person.id.0), person.list_name())));
    for child in &children {
        let person = people.iter().find(|person| person.id == child.person).cloned();
        // Once two records of one person were merged, that person may live in another family.
        let person = person.map_or_else(|| reader.get(child.person), |person| Ok(Some(person)))?;
        data.names.extend(person.iter().map(|person| ((Kind::Person, person.id.0), person.list_name())));
        let given = person.map(|person| person.given_names).unwrap_or_default();
        data.names.insert((Kind::Child, child.id.0), given);
    }
    data.records.extend(people.into_iter().map(AnyRecord::from));
    let ids: Vec<Id<Child>> = children.iter().map(|child| child.id).collect();
    data.records.extend(children.into_iter().map(AnyRecord::from));
    for &child in &ids {
        data.records.extend(assessments_of(reader, child)?.into_iter().map(AnyRecord::from));
    }
    for &child in &ids {
        let mut goals: Vec<Goal> = reader.find(&IndexKey::new(Index::GoalByChild).id(child.0))?;
        goals.sort_by_key(|goal| goal.number);
        data.records.extend(goals.into_iter().map(AnyRecord::from));
    }
    for &child in &ids {
        let mut plans: Vec<PlanVersion> = reader.find(&IndexKey::new(Index::PlanByChild).id(child.0))?;
        plans.sort_by_key(|plan| plan.number);
        data.records.extend(plans.into_iter().map(AnyRecord::from));
    }
    let notes: Vec<Note> = reader.find(&IndexKey::new(Index::NoteByFamily).id(family.0))?;
    data.records.extend(notes.into_iter().rev().map(AnyRecord::from));
    Ok(())
}
