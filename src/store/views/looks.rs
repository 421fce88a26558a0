//! Who looked at a family and its children.

use super::Result;
use crate::{
    domain::{Child, Family, Id, Index, IndexKey, Kind, audit::LookLine, overview::PageData},
    store::Reader,
};

/// The newest looks that a page shows.
const LOOKS_SHOWN: usize = 300;

pub fn looks(reader: &Reader, family: Id<Family>, data: &mut PageData) -> Result<()> {
    let children: Vec<Child> = reader.find(&IndexKey::new(Index::ChildByFamily).id(family.0))?;
    let mut about = vec![(Kind::Family, family.0)];
    if let Some(family) = reader.get(family)? {
        data.names.insert((Kind::Family, family.id.0), family.surname);
    }
    for child in children {
        about.push((Kind::Child, child.id.0));
        if let Some(person) = reader.get(child.person)? {
            data.names.insert((Kind::Child, child.id.0), person.list_name());
        }
    }
    for (kind, number) in about {
        let line =
            |look: crate::store::Look| LookLine { at: look.at, user: look.user, kind, number, reason: look.reason };
        data.looks.extend(reader.looks(kind, number)?.into_iter().map(line));
    }
    data.looks.sort_by_key(|look| std::cmp::Reverse(look.at));
    data.looks.truncate(LOOKS_SHOWN);
    Ok(())
}
