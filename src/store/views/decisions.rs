//! The registers of decisions: numbered in the write, from 1 each year, without gaps and doubles.

use super::Result;
use crate::{
    domain::{
        AnyRecord, Child, Decision, Fault, Field, Id, Index, IndexKey, Kind, PlanVersion, Problem, Programme,
        overview::PageData,
    },
    store::Reader,
};

/// A decision as it is written: a new one takes the next number of its register, whatever number it came with.
pub(in crate::store) fn numbered(reader: &Reader, mut record: AnyRecord) -> Result<AnyRecord> {
    if let AnyRecord::Decision(decision) = &mut record
        && !reader.exists(Kind::Decision, decision.id.0)?
    {
        let last = in_register(reader, decision)?.last().map_or(0, |last| last.number);
        decision.number = last + 1;
    }
    Ok(record)
}

/// The decisions of the same register and year, by number.
fn in_register(reader: &Reader, decision: &Decision) -> Result<Vec<Decision>> {
    reader.find(&decision.register())
}

/// The decision that follows in the register, if there is one.
pub(in crate::store) fn following(reader: &Reader, decision: &Decision) -> Result<Option<Decision>> {
    let mut later = in_register(reader, decision)?.into_iter().filter(|other| other.number > decision.number);
    Ok(later.next())
}

/// What is wrong with a decision's place in its register: another has it too, or the number before is missing.
pub(in crate::store) fn place_fault(reader: &Reader, decision: &Decision) -> Result<Option<Fault>> {
    if reader.numbers(&decision.place(), &decision.place())?.len() > 1 {
        return Ok(Some(Fault::new(Field::Number, Problem::Duplicate(decision.label()))));
    }
    let before = Decision { number: decision.number.saturating_sub(1), ..decision.clone() };
    let follows = decision.number == 1 || !reader.numbers(&before.place(), &before.place())?.is_empty();
    Ok((!follows).then(|| Fault::new(Field::Number, Problem::NumberMissing(before.label()))))
}

/// The decisions about a child, the newest last.
pub fn decisions_of(reader: &Reader, child: Id<Child>) -> Result<Vec<Decision>> {
    let mut decisions: Vec<Decision> = reader.find(&IndexKey::new(Index::DecisionByChild).id(child.0))?;
    decisions.sort_by_key(|decision| (decision.day, decision.id));
    Ok(decisions)
}

/// The register of a programme, the newest first, with the plan versions that its decisions are about.
pub(super) fn register(reader: &Reader, programme: Option<Id<Programme>>, data: &mut PageData) -> Result<()> {
    let Some(programme) = programme else { return Ok(()) };
    let decisions: Vec<Decision> = reader.find(&IndexKey::new(Index::DecisionByRegister).id(programme.0))?;
    for decision in decisions.into_iter().rev() {
        if let Some(plan) = reader.get::<PlanVersion>(decision.plan)? {
            data.names.insert((Kind::PlanVersion, plan.id.0), format!("v{}", plan.number));
        }
        data.records.push(decision.into());
    }
    Ok(())
}
