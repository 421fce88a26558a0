//! Assessments and what they were made with.

use chrono::NaiveDate;

use super::Result;
use crate::{
    domain::{Assessment, Child, Id, Index, IndexKey, Instrument},
    store::Reader,
};

/// A child's assessments, by kind.
pub(super) fn assessments_of(reader: &Reader, child: Id<Child>) -> Result<Vec<Assessment>> {
    let mut assessments: Vec<Assessment> = reader.find(&IndexKey::new(Index::AssessmentByChild).id(child.0))?;
    assessments.sort_by_key(|assessment| assessment.kind);
    Ok(assessments)
}

/// The instrument that new assessments of `day` are made with: the latest adopted by then; none if none is stored, and
/// the one that comes with the program is in use.
pub fn instrument_in_use(reader: &Reader, day: NaiveDate) -> Result<Option<Instrument>> {
    let adopted = reader.all::<Instrument>()?.into_iter().filter(|instrument| instrument.adopted_on <= day);
    Ok(adopted.max_by_key(|instrument| (instrument.adopted_on, instrument.id)))
}

/// The instruments that these assessments were made with, each once.
pub fn instruments_of(reader: &Reader, assessments: &[Assessment]) -> Result<Vec<Instrument>> {
    let mut used: Vec<Id<Instrument>> = assessments.iter().map(|assessment| assessment.instrument).collect();
    used.sort_unstable();
    used.dedup();
    let mut instruments = Vec::new();
    for id in used {
        instruments.extend(reader.get(id)?);
    }
    Ok(instruments)
}
