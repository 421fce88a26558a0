//! The absences that keep a child from its sessions: its own, its family's, its providers' and its programme's.

use chrono::NaiveDate;

use super::Result;
use crate::{
    domain::{Absence, Child, Id, Index, IndexKey, Programme},
    store::Reader,
};

/// Every absence that can concern a child of the programme and ends on `from` or later, by first day. Those of
/// providers are all there: which of them delivers is each session's matter.
pub fn absences(reader: &Reader, child: &Child, programme: Id<Programme>, from: NaiveDate) -> Result<Vec<Absence>> {
    let mut absences = absences_of_many(reader, from)?;
    absences.retain(|absence| absence.provider.is_some() || absence.programme == programme);
    let own = || IndexKey::new(Index::AbsenceByChild).id(child.id.0);
    absences.extend(reader.range::<Absence>(&own().day(from), &own().day(NaiveDate::MAX))?);
    let family = || IndexKey::new(Index::AbsenceByFamily).id(child.family.0);
    absences.extend(reader.range::<Absence>(&family().day(from), &family().day(NaiveDate::MAX))?);
    absences.sort_by_key(|absence| (absence.from, absence.id));
    Ok(absences)
}

/// The absences of providers, services and programmes that end on `from` or later, by last day.
pub fn absences_of_many(reader: &Reader, from: NaiveDate) -> Result<Vec<Absence>> {
    let of_many = || IndexKey::new(Index::AbsenceOfMany);
    reader.range(&of_many().day(from), &of_many().day(NaiveDate::MAX))
}
