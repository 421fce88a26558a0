//! What waits for a social worker.

use chrono::NaiveDate;

use super::Result;
use crate::{
    domain::{
        AnyRecord, Assessment, Child, Family, Id, Index, IndexKey, Kind, Person, Programme, Session, overview::PageData,
    },
    store::Reader,
};

/// The most unmarked sessions that the work queue lists, the oldest first.
const QUEUE_SHOWN: usize = 400;

/// Past sessions of these children that are still only scheduled, by day.
pub(super) fn unmarked(reader: &Reader, children: &[Id<Child>], today: NaiveDate) -> Result<Vec<Session>> {
    let from = IndexKey::new(Index::SessionUnmarked);
    let Some(yesterday) = today.pred_opt() else { return Ok(Vec::new()) };
    let mut sessions = reader.range::<Session>(&from, &IndexKey::new(Index::SessionUnmarked).day(yesterday))?;
    sessions.retain(|session| children.contains(&session.child));
    Ok(sessions)
}

/// Assessments of these children whose day has come and that were not held.
pub(super) fn assessments_due(reader: &Reader, children: &[Id<Child>], today: NaiveDate) -> Result<Vec<Assessment>> {
    let from = IndexKey::new(Index::AssessmentByDay);
    let mut due = reader.range::<Assessment>(&from, &IndexKey::new(Index::AssessmentByDay).day(today))?;
    due.retain(|assessment| assessment.done_on.is_none() && children.contains(&assessment.child));
    Ok(due)
}

/// The rows of the work queue.
pub(super) fn work_queue(
    reader: &Reader,
    programme: Option<Id<Programme>>,
    today: NaiveDate,
    data: &mut PageData,
) -> Result<()> {
    let Some(programme) = programme else { return Ok(()) };
    let families: Vec<Family> = reader.find(&IndexKey::new(Index::FamilyByProgramme).id(programme.0))?;
    let mut children: Vec<Child> = Vec::new();
    for family in &families {
        children.extend(reader.find::<Child>(&IndexKey::new(Index::ChildByFamily).id(family.id.0))?);
    }
    let ids: Vec<Id<Child>> = children.iter().map(|child| child.id).collect();
    let sessions = unmarked(reader, &ids, today)?;
    let assessments = assessments_due(reader, &ids, today)?;
    for assessment in &assessments {
        let child = children.iter().find(|child| child.id == assessment.child);
        let person: Option<Person> = child.map(|child| reader.get(child.person)).transpose()?.flatten();
        let name = person.map(|person| person.list_name()).unwrap_or_default();
        data.names.insert((Kind::Child, assessment.child.0), name);
    }
    data.records.extend(sessions.into_iter().take(QUEUE_SHOWN).map(AnyRecord::from));
    data.records.extend(assessments.into_iter().map(AnyRecord::from));
    Ok(())
}
