//! The sessions of some days, by the index that has them: of a child, a family, a provider, or all of those days.

use std::collections::BTreeMap;

use super::Result;
use crate::{
    domain::{
        Child, Family, Id, Index, IndexKey, Person, PlanLine, Programme, Session,
        diary::{Diary, DiaryRow, DiaryWish, Whose},
        shared_time::same_name,
    },
    i18n::collation,
    store::Reader,
};

/// What is wanted, of one programme's children.
pub fn diary(reader: &Reader, programme: Id<Programme>, wish: DiaryWish) -> Result<Diary> {
    let DiaryWish { whose, from, to } = &wish;
    let of = |index, number: Option<u64>| -> Result<Vec<Session>> {
        let key = || number.iter().fold(IndexKey::new(index), |key, number| key.id(*number));
        reader.range(&key().day(*from), &key().day(*to))
    };
    let mut sessions = match whose {
        Whose::Child(child) => of(Index::SessionByChild, Some(child.0))?,
        Whose::Family(family) => {
            let key = IndexKey::new(Index::ChildByFamily).id(family.0);
            let mut sessions = Vec::new();
            for child in reader.numbers(&key, &key)? {
                sessions.extend(of(Index::SessionByChild, Some(child))?);
            }
            sessions
        }
        Whose::Provider(provider) => of(Index::SessionByProvider, Some(provider.0))?,
        Whose::Specialist(_) | Whose::Caseload(_) => of(Index::SessionByDay, None)?,
    };
    if let Whose::Specialist(name) = whose {
        sessions.retain(|session| same_name(&session.specialist, name));
    }
    let owner = match whose {
        Whose::Caseload(owner) => owner.as_ref(),
        _ => None,
    };
    let mut names = Names { reader, children: BTreeMap::new(), services: BTreeMap::new() };
    let mut rows = Vec::with_capacity(sessions.len());
    for session in sessions {
        let Some((child, family)) = names.child(session.child)? else { continue };
        if family.programme != programme || owner.is_some_and(|owner| family.owner != *owner) {
            continue;
        }
        let (child, called, family) = (child.list_name(), child.called(), family.id);
        let service = names.service(session.line)?;
        rows.push(DiaryRow { session, child, called, family, service });
    }
    rows.sort_by(|a, b| {
        let at = |row: &DiaryRow| (row.session.day, row.session.start);
        at(a).cmp(&at(b)).then_with(|| collation::compare(&a.child, &b.child)).then(a.session.id.cmp(&b.session.id))
    });
    Ok(Diary { wish, rows })
}

/// Names, each read once.
struct Names<'a, 't> {
    reader: &'a Reader<'t>,
    children: BTreeMap<Id<Child>, Option<(Person, Family)>>,
    services: BTreeMap<Id<PlanLine>, String>,
}

impl Names<'_, '_> {
    fn child(&mut self, id: Id<Child>) -> Result<Option<&(Person, Family)>> {
        if !self.children.contains_key(&id) {
            let child: Option<Child> = self.reader.get(id)?;
            let known = match child {
                Some(child) => {
                    let person = self.reader.get(child.person)?.unwrap_or_default();
                    self.reader.get(child.family)?.map(|family| (person, family))
                }
                None => None,
            };
            self.children.insert(id, known);
        }
        Ok(self.children.get(&id).and_then(Option::as_ref))
    }

    fn service(&mut self, id: Id<PlanLine>) -> Result<String> {
        if let Some(known) = self.services.get(&id) {
            return Ok(known.clone());
        }
        let service = self.reader.get(id)?.map(|line| line.service).unwrap_or_default();
        self.services.insert(id, service.clone());
        Ok(service)
    }
}
