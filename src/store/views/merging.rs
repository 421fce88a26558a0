//! Who may be the same person as somebody, and what merging the two would move.

use super::{Result, lookalikes::lookalikes};
use crate::{
    domain::{AnyRecord, Child, Id, Index, IndexKey, Kind, Person, overview::PageData},
    store::Reader,
};

/// The person, whoever looks alike, and then the others of the family; with the numbers of their families' cases.
pub(super) fn doubles(reader: &Reader, person: Id<Person>, data: &mut PageData) -> Result<()> {
    let Some(person) = reader.get(person)? else { return Ok(()) };
    let mut others: Vec<Person> = lookalikes(reader, &person)?.into_iter().map(|found| found.person).collect();
    for member in reader.find::<Person>(&IndexKey::new(Index::PersonByFamily).id(person.family.0))? {
        if member.id != person.id && !others.iter().any(|other| other.id == member.id) {
            others.push(member);
        }
    }
    for one in std::iter::once(person).chain(others) {
        name_family(reader, &one, data)?;
        data.records.push(one.into());
    }
    Ok(())
}

/// The two people, what refers to the other, the cases of the one that stays, and the families of all these.
pub(super) fn merging(reader: &Reader, kept: Id<Person>, other: Id<Person>, data: &mut PageData) -> Result<()> {
    let (Some(kept), Some(other)) = (reader.get(kept)?, reader.get(other)?) else { return Ok(()) };
    let mut families = vec![kept.family, other.family];
    let mut records: Vec<AnyRecord> = Vec::new();
    for (kind, number) in reader.links_to(Kind::Person, other.id.0)? {
        records.extend(reader.any(kind, number)?);
        data.hanging.extend(reader.links_to(kind, number)?.into_iter().map(|(kind, _)| kind));
    }
    let own: Vec<Child> = reader.find(&IndexKey::new(Index::ChildByPerson).id(kept.id.0))?;
    records.extend(own.into_iter().map(AnyRecord::from));
    families.extend(records.iter().filter_map(|record| match record {
        AnyRecord::Child(child) => Some(child.family),
        _ => None,
    }));
    families.sort_unstable();
    families.dedup();
    for one in [kept, other] {
        name_family(reader, &one, data)?;
        data.records.push(one.into());
    }
    data.records.extend(records);
    for family in families {
        data.records.extend(reader.get(family)?.map(AnyRecord::from));
    }
    Ok(())
}

fn name_family(reader: &Reader, person: &Person, data: &mut PageData) -> Result<()> {
    if let Some(family) = reader.get(person.family)? {
        data.names.insert((Kind::Family, family.id.0), family.case_number);
    }
    Ok(())
}
