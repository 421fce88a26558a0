//! Where a child's needs, goals and plan lines do not join.

use super::{
    Result,
    assessment::{assessments_of, instruments_of},
    goal::name_child,
};
use crate::{
    domain::{
        AnyRecord, Assessment, Child, Goal, Id, Index, IndexKey, PlanLine, PlanVersion,
        joins::{self, Join, Joined},
        overview::PageData,
    },
    store::Reader,
};

/// What does not join, by what was read of the child already.
pub(super) fn joins_of(
    reader: &Reader,
    child: &Child,
    goals: &[Goal],
    lines: &[PlanLine],
    assessments: &[Assessment],
) -> Result<Vec<Join>> {
    let instruments = instruments_of(reader, assessments)?;
    Ok(joins::joins(Joined { child, goals, lines, assessments, instruments: &instruments }))
}

/// The child, its goals, the lines of the newest plan version, the assessments and their instruments.
pub(super) fn joins(reader: &Reader, child: Id<Child>, data: &mut PageData) -> Result<()> {
    let Some(child) = reader.get(child)? else { return Ok(()) };
    name_child(reader, &child, data)?;
    let mut goals: Vec<Goal> = reader.find(&IndexKey::new(Index::GoalByChild).id(child.id.0))?;
    goals.sort_by_key(|goal| goal.number);
    let plans: Vec<PlanVersion> = reader.find(&IndexKey::new(Index::PlanByChild).id(child.id.0))?;
    let mut lines: Vec<PlanLine> = match plans.iter().max_by_key(|plan| plan.number) {
        Some(newest) => reader.find(&IndexKey::new(Index::LineByPlan).id(newest.id.0))?,
        None => Vec::new(),
    };
    lines.sort_by(|a, b| (a.group, &a.service, a.from, a.id).cmp(&(b.group, &b.service, b.from, b.id)));
    let assessments = assessments_of(reader, child.id)?;
    data.records.push(child.into());
    data.records.extend(goals.into_iter().map(AnyRecord::from));
    data.records.extend(lines.into_iter().map(AnyRecord::from));
    data.records.extend(instruments_of(reader, &assessments)?.into_iter().map(AnyRecord::from));
    data.records.extend(assessments.into_iter().map(AnyRecord::from));
    Ok(())
}
