//! The client file of a family.

use super::{Result, assessment::assessments_of};
use crate::{
    domain::{
        Absence, AnyRecord, Child, Family, Goal, Id, Index, IndexKey, Kind, Note, Person, PlanLine, PlanVersion,
        Session, overview::PageData, timeline::Event,
    },
    store::Reader,
};

/// The newest deeds that a client file tells.
const DEEDS_SHOWN: usize = 50;

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
    let mut absences: Vec<Absence> = reader.find(&IndexKey::new(Index::AbsenceByFamily).id(family.0))?;
    for &child in &ids {
        absences.extend(reader.find::<Absence>(&IndexKey::new(Index::AbsenceByChild).id(child.0))?);
    }
    absences.sort_by_key(|absence| std::cmp::Reverse((absence.from, absence.id)));
    data.events = events(reader, &ids, data)?;
    data.records.extend(absences.into_iter().map(AnyRecord::from));
    let notes: Vec<Note> = reader.find(&IndexKey::new(Index::NoteByFamily).id(family.0))?;
    data.records.extend(notes.into_iter().rev().map(AnyRecord::from));
    Ok(())
}

/// What was done in the case; the services of its sessions become known by name.
fn events(reader: &Reader, children: &[Id<Child>], data: &mut PageData) -> Result<Vec<Event>> {
    let mut own: Vec<(Kind, u64)> = data.records.iter().map(|record| (record.kind(), record.number())).collect();
    for record in &data.records {
        if let AnyRecord::PlanVersion(plan) = record {
            let lines = IndexKey::new(Index::LineByPlan).id(plan.id.0);
            own.extend(reader.numbers(&lines, &lines)?.into_iter().map(|number| (Kind::PlanLine, number)));
        }
    }
    for child in children {
        let sessions = IndexKey::new(Index::SessionByChild).id(child.0);
        own.extend(reader.numbers(&sessions, &sessions)?.into_iter().map(|number| (Kind::Session, number)));
    }
    let events = reader.events(&own, DEEDS_SHOWN)?;
    for record in events.iter().flat_map(|event| &event.records) {
        if let AnyRecord::Session(Session { line, .. }) = record
            && !data.names.contains_key(&(Kind::PlanLine, line.0))
        {
            let service = reader.get(*line)?.map(|line: PlanLine| line.service).unwrap_or_default();
            data.names.insert((Kind::PlanLine, line.0), service);
        }
    }
    Ok(events)
}
