//! Who belongs to children's cases.

use std::collections::BTreeSet;

use super::Result;
use crate::{
    domain::{Child, Family, Id, Index, IndexKey, Person},
    store::Reader,
};

/// The members of a family, and the people that cases of its children are about.
pub(super) fn people_of(reader: &Reader, family: Id<Family>, children: &[Child]) -> Result<Vec<Person>> {
    let mut people = reader.find(&IndexKey::new(Index::PersonByFamily).id(family.0))?;
    add_merged(reader, &mut people, children)?;
    Ok(people)
}

/// Adds whom the cases are about and who is not there yet: once two records of one person were merged, that person may
/// live in another family.
pub(super) fn add_merged(reader: &Reader, people: &mut Vec<Person>, children: &[Child]) -> Result<()> {
    let here: BTreeSet<Id<Person>> = people.iter().map(|person| person.id).collect();
    for child in children.iter().filter(|child| !here.contains(&child.person)) {
        people.extend(reader.get(child.person)?);
    }
    Ok(())
}
