//! The store through its public face: what people do to it, and what it must never do to them.

#[path = "support/store_world.rs"]
mod world;

use atbalsts::domain::{Deed, Family, Id, Index, IndexKey, Operation, Person, Programme};
use world::{World, family, person, programme};

#[test]
fn a_family_with_its_mother_is_entered_in_one_operation_and_found_again() {
    let world = World::new();
    let operation = Operation::new(Deed::AddFamily)
        .add(Programme { id: Id::placeholder(0), ..programme() })
        .add(Family { id: Id::placeholder(1), ..family(Id::placeholder(0), "2018-01", "Bērziņa-Āboliņa") })
        .add(person(Id::placeholder(1), "Ilze", "Bērziņa-Āboliņa"));
    let applied = world.store.apply("pēteris", &operation).unwrap();
    assert_eq!(applied.revision, 1);
    let found = world.another().read(|reader| {
        let families = reader.find::<Family>(&IndexKey::new(Index::FamilyByCaseNumber).text("2018-01"))?;
        let people = reader.find::<Person>(&IndexKey::new(Index::PersonByFamily).id(families[0].id.0))?;
        Ok((families, people, reader.entries(0, 10)?))
    });
    let (families, people, entries) = found.unwrap();
    assert_eq!(families[0].programme, Id::new(applied.numbers[0].1));
    assert_eq!(people[0].surname, "Bērziņa-Āboliņa");
    assert_eq!((entries.len(), entries[0].changes.len(), entries[0].user.as_str()), (1, 3, "pēteris"));
}
