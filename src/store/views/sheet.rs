//! What stands on a sheet for paper.

use std::collections::{BTreeMap, btree_map::Entry};

use super::{Result, diary::diary};
use crate::{
    domain::{
        Family, Id, Index, IndexKey, Person, Programme, User,
        contact::shown_phone,
        diary::{self as days, DiaryWish, Whose},
        sheet::{MonthData, SheetData, SheetWish},
    },
    store::Reader,
};

/// The sheet that is wanted, of one programme's children; none where there is no such child.
pub fn sheet(reader: &Reader, programme: Id<Programme>, wish: SheetWish) -> Result<Option<SheetData>> {
    let of = |programme, whose, (from, to)| diary(reader, programme, DiaryWish { whose, from, to });
    Ok(Some(match wish {
        SheetWish::Week(whose, name, day) => SheetData::Week(name, of(programme, whose, days::week(day))?),
        SheetWish::Calls(owner, day) => {
            let diary = of(programme, Whose::Caseload(owner), (day, day))?;
            let mut whom = BTreeMap::new();
            for row in &diary.rows {
                if let Entry::Vacant(vacant) = whom.entry(row.family) {
                    vacant.insert(to_call(reader, row.family)?);
                }
            }
            SheetData::Calls(diary, whom)
        }
        SheetWish::Month(child, day) => {
            let Some(case) = reader.get(child)? else { return Ok(None) };
            let family: Family = reader.get(case.family)?.unwrap_or_default();
            let programme: Programme = reader.get(family.programme)?.unwrap_or_default();
            let person: Person = reader.get(case.person)?.unwrap_or_default();
            let users: Vec<User> = reader.all()?;
            let owner = users.into_iter().find(|user| user.login == family.owner);
            // Who is on no list has no name but the login.
            let full_name = owner.map(|user| user.full_name).filter(|name| !name.is_empty());
            SheetData::Month(Box::new(MonthData {
                programme: format!("{} · {}", programme.municipality, programme.name),
                child: person.list_name(),
                representatives: representatives(reader, family.id)?.iter().map(Person::list_name).collect(),
                diary: of(programme.id, Whose::Child(child), days::month(day))?,
                worker: (family.owner.clone(), full_name.unwrap_or_else(|| family.owner.clone())),
                case_number: family.case_number,
            }))
        }
    }))
}

/// Who represents the family's children.
fn representatives(reader: &Reader, family: Id<Family>) -> Result<Vec<Person>> {
    let mut people = household(reader, family)?;
    people.retain(|person| person.representation.is_some() && !person.closed);
    Ok(people)
}

fn household(reader: &Reader, family: Id<Family>) -> Result<Vec<Person>> {
    reader.find(&IndexKey::new(Index::PersonByFamily).id(family.0))
}

/// Whom to call in a family, each with a phone.
fn to_call(reader: &Reader, number: Id<Family>) -> Result<Vec<String>> {
    let family: Family = reader.get(number)?.unwrap_or_default();
    let people = household(reader, number)?;
    let whom = Person::to_call(&family, people.iter());
    Ok(whom.iter().map(|(name, phone)| format!("{name} {}", shown_phone(phone)).trim().to_owned()).collect())
}
