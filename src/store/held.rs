//! What every write is held to: what is invoiced left alone, records without faults, unique keys, prices that do not
//! overlap, whole links.

use std::collections::HashSet;

use super::{
    Reader, StoreError,
    invoiced::hold_invoices,
    journal::RowChange,
    key,
    views::{decisions, lookalikes, plans},
};
use crate::domain::{
    AnyRecord, Fault, Field, Index, IndexKey, Kind, Operation, Price, personal_code, pricing::PriceList,
};

/// Which rules a write is held to.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Rules {
    /// Records without faults, unique keys, whole links.
    All,
    /// Unique keys and whole links: an undo restores what was once stored, whatever the rules say by now.
    Links,
}

impl Rules {
    /// Those that the operation is held to.
    pub(super) fn of(operation: &Operation) -> Self {
        if operation.undoes.is_some() { Self::Links } else { Self::All }
    }
}

/// Refuses changes that leave `reader`, which reads the state after them, otherwise than the rules want it.
pub(super) fn hold_to(reader: &Reader, rules: Rules, changes: &[RowChange]) -> Result<(), StoreError> {
    hold_invoices(reader, rules, changes)?;
    let mut present = HashSet::new();
    for change @ RowChange { kind, number, .. } in changes {
        let (from, is_new) = ((*kind, *number), change.before.is_none());
        let (before, after) = change.records()?;
        let before = before.filter(|_| rules == Rules::All);
        let Some(record) = after else {
            refuse(from, before.map(|before| before.change_faults(None)).unwrap_or_default())?;
            if let Some(&by) = reader.links_to(*kind, *number)?.first() {
                return Err(StoreError::StillLinked { record: from, by });
            }
            continue;
        };
        if rules == Rules::All {
            refuse(from, before.map(|before| before.change_faults(Some(record))).unwrap_or_default())?;
            refuse(from, record.faults())?;
        }
        if let (Rules::All, AnyRecord::PlanVersion(plan)) = (rules, record) {
            refuse(from, plans::succession_fault(reader, plan)?.into_iter().collect())?;
        }
        if let (Rules::All, AnyRecord::Price(price)) = (rules, record) {
            refuse(from, overlap(reader, price)?.into_iter().collect())?;
        }
        if let Some((field, value, key)) = unique_key(record)
            && let Some(number) = reader.numbers(&key, &key)?.into_iter().find(|other| other != number)
        {
            return Err(StoreError::Duplicate { kind: *kind, field, value, number });
        }
        if let (AnyRecord::Decision(decision), true) = (record, is_new)
            && let Some(other) = decisions::double(reader, decision)?
        {
            let (field, value) = (Field::Number, decision.label());
            return Err(StoreError::Duplicate { kind: *kind, field, value, number: other.0 });
        }
        if let AnyRecord::Person(person) = record
            && let Some(other) = lookalikes::same_code(reader, person)?
        {
            let value = personal_code::shown(&person.personal_code);
            let (field, number) = (Field::PersonalCode, other.0);
            return Err(StoreError::Duplicate { kind: *kind, field, value, number });
        }
        if let AnyRecord::Child(child) = record
            && let Some(other) = lookalikes::second_case(reader, child)?
        {
            let person = reader.get(child.person)?.map(|person| person.list_name()).unwrap_or_default();
            let (field, number) = (Field::Person, other.0);
            return Err(StoreError::Duplicate { kind: *kind, field, value: person, number });
        }
        for to in key::links(record) {
            if !present.contains(&to) {
                if reader.row(to.0, to.1)?.is_none() {
                    return Err(StoreError::BrokenLink { from, to });
                }
                present.insert(to);
            }
        }
    }
    Ok(())
}

/// Whether another price is in the way of this one: somebody may have entered it at the same time.
fn overlap(reader: &Reader, price: &Price) -> Result<Option<Fault>, StoreError> {
    let of_service: Vec<Price> = reader.find(&IndexKey::new(Index::PriceByService).text(&price.service))?;
    Ok(PriceList::new(&of_service).overlap_fault(price))
}

/// An error if there are faults that are more than warnings.
fn refuse((kind, number): (Kind, u64), mut faults: Vec<Fault>) -> Result<(), StoreError> {
    faults.retain(|fault| !fault.is_warning());
    if faults.is_empty() { Ok(()) } else { Err(StoreError::Faults { kind, number, faults }) }
}

/// The field of a record that no other of its kind may share; of a member's scoring, no other of the assessment.
fn unique_key(record: &AnyRecord) -> Option<(Field, String, IndexKey)> {
    let (field, value, index) = match record {
        AnyRecord::Family(family) => (Field::CaseNumber, &family.case_number, Index::FamilyByCaseNumber),
        AnyRecord::User(user) => (Field::Login, &user.login, Index::UserByLogin),
        AnyRecord::Service(service) => (Field::Code, &service.code, Index::ServiceByCode),
        AnyRecord::Invoice(invoice) => return Some((Field::Number, invoice.number.clone(), invoice.number_key())),
        AnyRecord::Scoring(scoring) => {
            let key = IndexKey::new(Index::ScoringByAssessment).id(scoring.assessment.0).text(&scoring.member);
            return Some((Field::Member, scoring.member.clone(), key));
        }
        _ => return None,
    };
    Some((field, value.clone(), IndexKey::new(index).text(value)))
}
