//! One goal, with what serves it and what shows it.

use chrono::NaiveDate;

use super::{
    Result,
    assessment::{assessments_of, instrument_in_use, instruments_of},
};
use crate::{
    domain::{
        AnyRecord, Child, Goal, Id, Index, IndexKey, Kind, Note, Person, PlanLine, PlanVersion, Session,
        overview::PageData,
    },
    store::Reader,
};

/// The goal, the child's assessments, the plan lines that serve it with their versions and sessions, the notes tagged
/// to it, and the instruments that name its domains.
pub(super) fn goal(reader: &Reader, goal: Id<Goal>, today: NaiveDate, data: &mut PageData) -> Result<()> {
    let Some(goal) = reader.get(goal)? else { return Ok(()) };
    let Some(child) = reader.get(goal.child)? else { return Ok(()) };
    name_child(reader, &child, data)?;
    let assessments = assessments_of(reader, child.id)?;
    data.records.push(goal.clone().into());
    data.records.extend(instrument_in_use(reader, today)?.map(AnyRecord::from));
    data.records.extend(instruments_of(reader, &assessments)?.into_iter().map(AnyRecord::from));
    data.records.extend(assessments.into_iter().map(AnyRecord::from));
    let mut plans: Vec<PlanVersion> = reader.find(&IndexKey::new(Index::PlanByChild).id(child.id.0))?;
    plans.sort_by_key(|plan| std::cmp::Reverse(plan.number));
    for plan in plans {
        let mut lines: Vec<PlanLine> = reader.find(&IndexKey::new(Index::LineByPlan).id(plan.id.0))?;
        lines.retain(|line| line.goals.contains(&goal.id));
        data.records.push(plan.into());
        for line in lines {
            let sessions: Vec<Session> = reader.find(&IndexKey::new(Index::SessionByLine).id(line.id.0))?;
            data.records.push(line.into());
            data.records.extend(sessions.into_iter().map(AnyRecord::from));
        }
    }
    let mut notes: Vec<Note> = reader.find(&IndexKey::new(Index::NoteByFamily).id(child.family.0))?;
    notes.retain(|note| note.goal == goal.id);
    data.records.extend(notes.into_iter().map(AnyRecord::from));
    Ok(())
}

/// Lets the page name a child.
pub(super) fn name_child(reader: &Reader, child: &Child, data: &mut PageData) -> Result<()> {
    let person: Option<Person> = reader.get(child.person)?;
    let name = person.map(|person| person.list_name()).unwrap_or_default();
    data.names.insert((Kind::Child, child.id.0), name);
    Ok(())
}
