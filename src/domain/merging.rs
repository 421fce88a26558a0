//! Two records of one person become one: whose value of each field is kept, and what moves over.

use std::collections::{BTreeMap, BTreeSet};

use super::{AnyRecord, Child, Deed, Family, Field, Id, Kind, Operation, Person, Programme, Record};

/// The fields of which one value is kept, in the order in which they are shown. Earlier codes and names are all kept.
pub const CHOSEN: &[Field] = &[
    Field::GivenNames,
    Field::Surname,
    Field::PersonalCode,
    Field::BirthDate,
    Field::Sex,
    Field::Family,
    Field::Relation,
    Field::Representation,
    Field::Phone,
    Field::Email,
    Field::MovedOut,
];

/// A merging of two people while it is decided on.
#[derive(Clone, Debug, PartialEq)]
pub struct Merging {
    /// Whose record stays.
    pub kept: Person,
    /// Whose record goes.
    pub other: Person,
    /// The fields of which the other's value is kept.
    pub taken: BTreeSet<Field>,
    /// The records that refer to the one that goes.
    pub links: Vec<AnyRecord>,
    /// The child cases of the one that stays.
    pub own_cases: Vec<Child>,
    /// The families concerned.
    pub families: BTreeMap<Id<Family>, Family>,
    /// The kinds of what hangs on the records that move.
    pub hanging: Vec<Kind>,
}

impl Merging {
    /// Of these two: where the one that stays has nothing, the other's value is taken.
    pub fn new(kept: Person, other: Person) -> Self {
        let lacks = |field: &&Field| match field {
            Field::PersonalCode => kept.personal_code.is_empty(),
            Field::BirthDate => kept.birth_date.is_none(),
            Field::Sex => kept.sex == Default::default(),
            Field::Representation => kept.representation.is_none(),
            Field::Phone => kept.phone.is_empty(),
            Field::Email => kept.email.is_empty(),
            Field::MovedOut => kept.closed,
            _ => false,
        };
        let taken = CHOSEN.iter().filter(lacks).filter(|field| differ(&kept, &other, **field)).copied().collect();
        let (links, own_cases, families, hanging) = Default::default();
        Self { kept, other, taken, links, own_cases, families, hanging }
    }

    /// Keeps the other of the two values.
    pub fn toggle(&mut self, field: Field) {
        if !self.taken.remove(&field) {
            self.taken.insert(field);
        }
    }

    /// Whether the two have different values there.
    pub fn differs(&self, field: Field) -> bool {
        differ(&self.kept, &self.other, field)
    }

    /// The one person that they become.
    pub fn result(&self) -> Person {
        let (kept, other) = (&self.kept, &self.other);
        let mut person = kept.clone();
        for &field in &self.taken {
            take(&mut person, other, field);
        }
        let codes = [kept, other].into_iter().flat_map(|one| one.previous_codes.iter().chain([&one.personal_code]));
        person.previous_codes = all_but(codes, &[&person.personal_code]);
        let names =
            [kept, other].into_iter().flat_map(|one| one.previous_names.iter().chain([&one.surname, &one.given_names]));
        person.previous_names = all_but(names, &[&person.surname, &person.given_names]);
        // They are no longer two.
        person.duplicate_reason = String::new();
        person
    }

    /// A programme in which both have a case: two cases of one child there cannot be.
    pub fn conflict(&self) -> Option<Id<Programme>> {
        let programme = |child: &Child| self.families.get(&child.family).map(|family| family.programme);
        let own: Vec<_> = self.own_cases.iter().filter_map(programme).collect();
        self.links.iter().find_map(|link| match link {
            AnyRecord::Child(child) => programme(child).filter(|programme| own.contains(programme)),
            _ => None,
        })
    }

    /// Everything in one: the record that stays, what referred to the one that goes, and that one's end.
    pub fn operation(&self) -> Operation {
        let (from, to) = (self.other.id.0, self.kept.id.0);
        let operation = Operation::new(Deed::MergePersons).change(self.kept.clone(), self.result());
        let operation = self.links.iter().fold(operation, |operation, link| {
            let mut moved = link.clone();
            moved.visit_links(&mut |kind, number| {
                if kind == Person::KIND && *number == from {
                    *number = to;
                }
            });
            operation.change(link.clone(), moved)
        });
        operation.remove(&self.other)
    }
}

fn differ(one: &Person, other: &Person, field: Field) -> bool {
    let mut copy = one.clone();
    take(&mut copy, other, field);
    copy != *one
}

/// Gives `person` the other's value of a field.
fn take(person: &mut Person, other: &Person, field: Field) {
    match field {
        Field::GivenNames => person.given_names.clone_from(&other.given_names),
        Field::Surname => person.surname.clone_from(&other.surname),
        Field::PersonalCode => person.personal_code.clone_from(&other.personal_code),
        Field::BirthDate => person.birth_date = other.birth_date,
        Field::Sex => person.sex = other.sex,
        Field::Family => person.family = other.family,
        Field::Relation => person.relation = other.relation,
        Field::Representation => person.representation.clone_from(&other.representation),
        Field::Phone => person.phone.clone_from(&other.phone),
        Field::Email => person.email.clone_from(&other.email),
        Field::MovedOut => person.closed = other.closed,
        _ => {}
    }
}

/// Each once, without what stands elsewhere already.
fn all_but<'a>(texts: impl Iterator<Item = &'a String>, known: &[&String]) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    for text in texts.filter(|text| !text.is_empty() && !known.contains(text)) {
        if !all.contains(text) {
            all.push(text.clone());
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    fn two() -> Merging {
        let kept = Person {
            id: Id::new(1),
            surname: "Ozola".into(),
            given_names: "Ilze".into(),
            personal_code: "16117519997".into(),
            previous_names: vec!["Kalniņa".into()],
            duplicate_reason: "cita persona".into(),
            ..Person::default()
        };
        let other = Person {
            id: Id::new(2),
            surname: "Liepa".into(),
            given_names: "Ilze".into(),
            personal_code: "32000000001".into(),
            previous_codes: vec!["16117519997".into()],
            phone: "29357075".into(),
            ..Person::default()
        };
        Merging::new(kept, other)
    }

    #[test]
    fn nothing_that_was_known_of_either_is_lost() {
        let mut merging = two();
        let result = merging.result();
        assert_eq!((result.id, result.surname.as_str(), result.phone.as_str()), (Id::new(1), "Ozola", "29357075"));
        assert_eq!(result.previous_names, ["Kalniņa", "Liepa"]);
        assert_eq!(result.previous_codes, ["32000000001"]);
        assert_eq!(result.duplicate_reason, "");
        merging.toggle(Field::PersonalCode);
        merging.toggle(Field::Surname);
        let result = merging.result();
        assert_eq!((result.surname.as_str(), result.personal_code.as_str()), ("Liepa", "32000000001"));
        assert_eq!(result.previous_names, ["Kalniņa", "Ozola"]);
        assert_eq!(result.previous_codes, ["16117519997"]);
        merging.toggle(Field::Phone);
        assert_eq!(merging.result().phone, "", "what is not wanted is not taken");
    }

    #[test]
    fn links_move_and_two_cases_in_one_programme_stand_in_the_way() {
        let family = |number, programme| {
            let family = Family { id: Id::new(number), programme: Id::new(programme), ..Family::default() };
            (family.id, family)
        };
        let case = |number, person, family| Child {
            id: Id::new(number),
            person: Id::new(person),
            family: Id::new(family),
            ..Child::default()
        };
        let check = |own_family, others_family, expect: Option<u64>| {
            let mut merging = two();
            merging.families = [family(1, 1), family(2, 1), family(3, 2)].into();
            merging.own_cases = vec![case(1, 1, own_family)];
            merging.links = vec![case(2, 2, others_family).into()];
            assert_eq!(merging.conflict(), expect.map(Id::new), "{own_family} {others_family}");
            let operation = merging.operation();
            assert_eq!(operation.removes, [(Kind::Person, 2)]);
            assert_eq!(operation.puts[1].record, case(2, 1, others_family).into());
        };
        check(1, 3, None);
        check(1, 2, Some(1));
        check(3, 3, Some(2));
    }
}
