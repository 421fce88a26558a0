//! Who in the whole store may be the person that somebody enters: found by indexes, however many people there are.

use std::collections::BTreeSet;

use super::Result;
use crate::{
    domain::{Child, Family, Id, Index, IndexKey, Person, Programme, overview::Lookalike, personal_code},
    i18n::likeness,
    store::Reader,
};

/// No more people born on one day are looked at: where a day stands for “unknown” there may be very many.
const BORN_ON_A_DAY: usize = 100;

/// Everybody who has something in common with `person` that two people seldom have.
pub fn lookalikes(reader: &Reader, person: &Person) -> Result<Vec<Lookalike>> {
    let mut numbers: BTreeSet<u64> = BTreeSet::new();
    let codes = std::iter::once(&person.personal_code).chain(&person.previous_codes).filter(|code| !code.is_empty());
    for code in codes.cloned().chain(personal_code::near(&person.personal_code)) {
        let key = IndexKey::new(Index::PersonByCode).text(&code);
        numbers.extend(reader.numbers(&key, &key)?);
    }
    if let Some(born) = person.birth_date {
        let key = IndexKey::new(Index::PersonByBirth).day(born);
        numbers.extend(reader.numbers(&key, &key)?.into_iter().take(BORN_ON_A_DAY));
    }
    if !person.phone.is_empty() {
        let key = IndexKey::new(Index::PersonByPhone).text(&person.phone);
        numbers.extend(reader.numbers(&key, &key)?);
    }
    if person.family.is_some() {
        let key = IndexKey::new(Index::PersonByFamily).id(person.family.0);
        numbers.extend(reader.numbers(&key, &key)?);
    }
    numbers.remove(&person.id.0);
    let mut found = Vec::new();
    for number in numbers {
        let Some(other) = reader.get(Id::<Person>::new(number))? else { continue };
        if likeness::likenesses(person, &other).is_empty() {
            continue;
        }
        let family: Option<Family> = reader.get(other.family)?;
        found.push(Lookalike {
            person: other,
            case_number: family.map(|family| family.case_number).unwrap_or_default(),
        });
    }
    Ok(found)
}

/// Somebody else with the same personal code, where neither has moved out and nobody said why they are two.
pub(in crate::store) fn same_code(reader: &Reader, person: &Person) -> Result<Option<Id<Person>>> {
    if person.personal_code.is_empty() || person.closed || !person.duplicate_reason.trim().is_empty() {
        return Ok(None);
    }
    let key = IndexKey::new(Index::PersonByCode).text(&person.personal_code);
    let others: Vec<Person> = reader.find(&key)?;
    // The index has earlier codes, too.
    let same = |other: &&Person| {
        other.id != person.id
            && other.personal_code == person.personal_code
            && !other.closed
            && other.duplicate_reason.trim().is_empty()
    };
    Ok(others.iter().find(same).map(|other| other.id))
}

/// Another case of the same child in the same programme.
pub(in crate::store) fn second_case(reader: &Reader, child: &Child) -> Result<Option<Id<Child>>> {
    let cases: Vec<Child> = reader.find(&IndexKey::new(Index::ChildByPerson).id(child.person.0))?;
    let programme =
        |case: &Child| -> Result<Option<Id<Programme>>> { Ok(reader.get(case.family)?.map(|family| family.programme)) };
    for other in cases.iter().filter(|other| other.id != child.id && child.person.is_some()) {
        if programme(other)? == programme(child)? {
            return Ok(Some(other.id));
        }
    }
    Ok(None)
}
