//! Records out of a store, for imports and exports.

use crate::{
    domain::{AnyRecord, Kind, Record, each_kind},
    files::Register,
    store::{Reader, StoreError},
};

/// All records of these kinds.
pub(super) fn register(reader: &Reader, kinds: &[Kind]) -> Result<Register, StoreError> {
    let mut register = Register::default();
    for kind in kinds {
        match kind {
            Kind::Programme => register.programmes = reader.all()?,
            Kind::Family => register.families = reader.all()?,
            Kind::Person => register.persons = reader.all()?,
            Kind::Child => register.children = reader.all()?,
            Kind::Assessment => register.assessments = reader.all()?,
            Kind::Goal => register.goals = reader.all()?,
            Kind::PlanVersion => register.plans = reader.all()?,
            Kind::PlanLine => register.lines = reader.all()?,
            Kind::Service => register.services = reader.all()?,
            Kind::Provider => register.providers = reader.all()?,
            Kind::Price => register.prices = reader.all()?,
            Kind::Session => register.sessions = reader.all()?,
            Kind::Note => register.notes = reader.all()?,
            Kind::User => register.users = reader.all()?,
            Kind::Instrument => register.instruments = reader.all()?,
            Kind::Scoring => register.scorings = reader.all()?,
            Kind::Meeting => register.meetings = reader.all()?,
            Kind::Suggestion => register.suggestions = reader.all()?,
            Kind::RuleBook => register.rule_books = reader.all()?,
            Kind::Decision => register.decisions = reader.all()?,
            Kind::Series => register.series = reader.all()?,
            Kind::Absence => register.absences = reader.all()?,
            Kind::Invoice => register.invoices = reader.all()?,
            Kind::InvoiceLine => register.invoice_lines = reader.all()?,
        }
    }
    Ok(register)
}

/// All records of one kind.
pub(super) fn all(reader: &Reader, kind: Kind) -> Result<Vec<AnyRecord>, StoreError> {
    fn of<R: Record>(reader: &Reader) -> Result<Vec<AnyRecord>, StoreError> {
        Ok(reader.all::<R>()?.into_iter().map(Into::into).collect())
    }
    each_kind!(kind, R => of::<R>(reader))
}
