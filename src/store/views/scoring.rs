//! What is looked at of a child's assessments: the sheet to score one, and all side by side.

use super::{
    Result,
    assessment::{assessments_of, instrument_in_use, instruments_of},
};
use crate::{
    domain::{
        AnyRecord, Assessment, Attainment, Child, Choice, Goal, Id, Index, IndexKey, Instrument, Kind, Person, Scoring,
        Subject, in_force,
        outcome::{KINDS, place},
        overview::{PageData, ScoringContext},
    },
    store::{Reader, StoreError},
};

/// What scoring an assessment needs; `built_in`: the instrument that is in use while none is stored.
pub fn scoring(
    reader: &Reader,
    id: Id<Assessment>,
    today: chrono::NaiveDate,
    built_in: impl FnOnce() -> Instrument,
) -> Result<ScoringContext> {
    let gone = StoreError::NoSuchRecord { kind: Kind::Assessment, number: id.0 };
    let assessment = reader.get(id)?.ok_or(gone)?;
    let child: Option<Child> = reader.get(assessment.child)?;
    let person: Option<Person> = child.as_ref().map(|child| reader.get(child.person)).transpose()?.flatten();
    let made_with = reader.get(assessment.instrument)?;
    let in_use = if made_with.is_some() { None } else { instrument_in_use(reader, assessment.day().unwrap_or(today))? };
    let all = assessments_of(reader, assessment.child)?;
    let before = &KINDS[..place(assessment.kind)];
    let earlier = before.iter().filter_map(|kind| in_force(&all, assessment.child, *kind, assessment.subject));
    let corrected = all.iter().find(|other| assessment.corrects.is_some() && other.id == assessment.corrects);
    let mut goals: Vec<Goal> = Vec::new();
    if assessment.subject == Subject::Child {
        goals = reader.find(&IndexKey::new(Index::GoalByChild).id(assessment.child.0))?;
        goals.retain(|goal| assessment.progress_of(goal.id).is_some() || is_open(goal, &assessment));
        goals.sort_by_key(|goal| goal.number);
    }
    Ok(ScoringContext {
        name: person.map(|person| person.list_name()).unwrap_or_default(),
        family: child.map(|child| child.family).unwrap_or_default(),
        instrument: made_with.or(in_use).unwrap_or_else(built_in),
        earlier: earlier.cloned().collect(),
        corrected: corrected.cloned(),
        has_correction: all.iter().any(|other| other.corrects == id),
        scorings: scorings_of(reader, id)?,
        goals,
        assessment,
    })
}

/// Whether a goal is judged at an assessment that may still be changed.
fn is_open(goal: &Goal, assessment: &Assessment) -> bool {
    goal.attainment == Attainment::Open && !assessment.is_completed()
}

fn scorings_of(reader: &Reader, assessment: Id<Assessment>) -> Result<Vec<Scoring>> {
    reader.find(&IndexKey::new(Index::ScoringByAssessment).id(assessment.0))
}

/// All assessments of a child, what they were made with, and what members scored on their own.
pub(super) fn side_by_side(reader: &Reader, child: Id<Child>, data: &mut PageData) -> Result<()> {
    let Some(record) = reader.get(child)? else { return Ok(()) };
    if let Some(person) = reader.get::<Person>(record.person)? {
        data.names.insert((Kind::Child, child.0), person.list_name());
    }
    let mut assessments = assessments_of(reader, child)?;
    let subject = |assessment: &Assessment| Subject::ALL.iter().position(|other| *other == assessment.subject);
    assessments.sort_by_key(|assessment| (subject(assessment), assessment.kind, assessment.day(), assessment.id));
    let instruments = instruments_of(reader, &assessments)?;
    for assessment in &assessments {
        data.records.extend(scorings_of(reader, assessment.id)?.into_iter().map(AnyRecord::from));
    }
    data.records.extend(assessments.into_iter().map(AnyRecord::from));
    data.records.extend(instruments.into_iter().map(AnyRecord::from));
    Ok(())
}
