//! What families are found by: made once for each reading of the overview, not for each letter.

use std::collections::BTreeMap;

use crate::{
    domain::{Child, Family, Id, Person, contact, overview::Overview, personal_code},
    i18n::query::Known,
};

/// The people and children of an overview, by family.
pub struct Households<'a> {
    people: BTreeMap<Id<Person>, &'a Person>,
    members: BTreeMap<Id<Family>, Vec<&'a Person>>,
    children: BTreeMap<Id<Family>, Vec<&'a Child>>,
}

impl<'a> Households<'a> {
    /// Of all families of the overview.
    pub fn new(overview: &'a Overview) -> Self {
        let mut members: BTreeMap<Id<Family>, Vec<&Person>> = BTreeMap::new();
        for person in &overview.people {
            members.entry(person.family).or_default().push(person);
        }
        let mut children: BTreeMap<Id<Family>, Vec<&Child>> = BTreeMap::new();
        for child in &overview.children {
            children.entry(child.family).or_default().push(child);
        }
        Self { people: overview.people.iter().map(|person| (person.id, person)).collect(), members, children }
    }

    /// The child cases of a family.
    pub fn children(&self, family: Id<Family>) -> &[&'a Child] {
        self.children.get(&family).map_or(&[], Vec::as_slice)
    }

    /// A person, of whatever family.
    pub fn person(&self, id: Id<Person>) -> Option<&'a Person> {
        self.people.get(&id).copied()
    }

    /// What a row is found by, the likeliest first: the child, the household, its other members, where they live.
    /// Brothers and sisters with cases of their own have rows of their own.
    pub fn known(&self, family: &Family, child: Option<&Person>) -> Known {
        let mut known = Known::default();
        if let Some(child) = child {
            add_person(&mut known, child);
        }
        known.add(&family.surname);
        known.add_number(&family.case_number);
        known.add_number(&contact::shown_phone(&family.phone));
        let cases = self.children(family.id);
        let members = self.members.get(&family.id).map_or(&[][..], Vec::as_slice);
        for member in members.iter().filter(|member| !cases.iter().any(|case| case.person == member.id)) {
            add_person(&mut known, member);
        }
        known.add(&format!("{} {}", family.declared_address, family.postcode));
        known.add(&format!("{} {}", family.actual_address, family.part));
        known
    }
}

fn add_person(known: &mut Known, person: &Person) {
    known.add(&person.list_name());
    for name in &person.previous_names {
        known.add(&format!("{name} {}", person.given_names));
    }
    for code in std::iter::once(&person.personal_code).chain(&person.previous_codes) {
        known.add_number(&personal_code::shown(code));
    }
    known.add_number(&contact::shown_phone(&person.phone));
}
