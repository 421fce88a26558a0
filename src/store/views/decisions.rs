//! The registers of decisions: numbered in the write, from 1 each year, without gaps and doubles.

use chrono::Datelike;

use super::{Result, goal::name_child};
use crate::{
    domain::{
        AnyRecord, Child, Decision, Fault, Field, Id, Index, IndexKey, Kind, PlanVersion, Problem, Programme, fold,
        overview::PageData,
    },
    store::Reader,
};

/// A decision as it is written: a new one takes the next number of its register, whatever number it came with.
pub(in crate::store) fn numbered(reader: &Reader, mut record: AnyRecord) -> Result<AnyRecord> {
    if let AnyRecord::Decision(decision) = &mut record
        && !decision.erased
        && !reader.exists(Kind::Decision, decision.id.0)?
    {
        let last = in_register(reader, decision)?.last().map_or(0, |last| last.number);
        decision.number = last + 1;
    }
    Ok(record)
}

/// The programmes whose decisions stand in one register: all those of a municipality.
fn registered_together(reader: &Reader, programme: Id<Programme>) -> Result<Vec<Id<Programme>>> {
    let Some(own) = reader.get(programme)? else { return Ok(vec![programme]) };
    let municipality = |programme: &Programme| fold(programme.municipality.trim());
    let all: Vec<Programme> = reader.all()?;
    Ok(all.iter().filter(|other| municipality(other) == municipality(&own)).map(|other| other.id).collect())
}

/// The decisions of the same register and year, by number.
fn in_register(reader: &Reader, decision: &Decision) -> Result<Vec<Decision>> {
    let mut found = Vec::new();
    for programme in registered_together(reader, decision.programme)? {
        found.extend(reader.find(&Decision { programme, ..decision.clone() }.register())?);
    }
    found.sort_by_key(|decision: &Decision| (decision.number, decision.id));
    Ok(found)
}

/// Another decision with the same number in the same register.
pub(in crate::store) fn double(reader: &Reader, decision: &Decision) -> Result<Option<Id<Decision>>> {
    let same = |other: &Decision| other.number == decision.number && other.id != decision.id;
    Ok(in_register(reader, decision)?.into_iter().find(same).map(|other| other.id))
}

/// The decision that follows in the register, if there is one.
pub(in crate::store) fn following(reader: &Reader, decision: &Decision) -> Result<Option<Decision>> {
    let mut later = in_register(reader, decision)?.into_iter().filter(|other| other.number > decision.number);
    Ok(later.next())
}

/// What is wrong with a decision's place in its register: another has it too, or the number before is missing.
pub(in crate::store) fn place_fault(reader: &Reader, decision: &Decision) -> Result<Option<Fault>> {
    let register = in_register(reader, decision)?;
    if register.iter().any(|other| other.number == decision.number && other.id != decision.id) {
        return Ok(Some(Fault::new(Field::Number, Problem::Duplicate(decision.label()))));
    }
    let before = Decision { number: decision.number.saturating_sub(1), ..decision.clone() };
    let follows = decision.number == 1 || register.iter().any(|other| other.number == before.number);
    Ok((!follows).then(|| Fault::new(Field::Number, Problem::NumberMissing(before.label()))))
}

/// The decisions about a child, the newest last.
pub fn decisions_of(reader: &Reader, child: Id<Child>) -> Result<Vec<Decision>> {
    let mut decisions: Vec<Decision> = reader.find(&IndexKey::new(Index::DecisionByChild).id(child.0))?;
    decisions.sort_by_key(|decision| (decision.day, decision.id));
    Ok(decisions)
}

/// The register in which a programme's decisions stand, the newest first, with the plan versions that they are about.
pub(super) fn register(reader: &Reader, programme: Option<Id<Programme>>, data: &mut PageData) -> Result<()> {
    let Some(programme) = programme else { return Ok(()) };
    let mut decisions: Vec<Decision> = Vec::new();
    for of in registered_together(reader, programme)? {
        decisions.extend(reader.find(&IndexKey::new(Index::DecisionByRegister).id(of.0))?);
    }
    decisions.sort_by_key(|decision| (decision.day.year(), decision.number, decision.id));
    for decision in decisions.into_iter().rev() {
        // Whose those of this programme are is known already.
        if decision.programme != programme
            && let Some(child) = reader.get(decision.child)?
        {
            name_child(reader, &child, data)?;
        }
        if let Some(plan) = reader.get::<PlanVersion>(decision.plan)? {
            data.names.insert((Kind::PlanVersion, plan.id.0), format!("v{}", plan.number));
        }
        data.records.push(decision.into());
    }
    Ok(())
}
