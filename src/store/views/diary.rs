//! The sessions of some days, by the index that has them: of a child, a family, a provider, a specialist, or all of those days.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use super::{Result, absences::absences_of_many};
use crate::{
    domain::{
        Absence, AbsenceScope, Child, Family, Id, Index, IndexKey, Kind, Person, PlanLine, Programme, Session,
        diary::{Diary, DiaryRow, DiaryWish, Whose},
        shared_time::name_key,
    },
    i18n::collation,
    store::Reader,
};

/// What is wanted, of one programme's children.
pub fn diary(reader: &Reader, programme: Id<Programme>, wish: DiaryWish) -> Result<Diary> {
    let sessions: Vec<Session> = reader.rows(session_numbers(reader, &wish.whose, wish.from, wish.to)?)?;
    let owner = match &wish.whose {
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
    let moved = reader.rows(moved(reader, &rows)?)?;
    let absences = absences_among(reader, programme, &wish, &rows)?;
    Ok(Diary { wish, rows, moved, absences })
}

/// The numbers of their sessions from one day to another; of a caseload those of everybody.
pub(super) fn session_numbers(reader: &Reader, whose: &Whose, from: NaiveDate, to: NaiveDate) -> Result<Vec<u64>> {
    let key = match whose {
        Whose::Child(child) => IndexKey::new(Index::SessionByChild).id(child.0),
        Whose::Family(family) => {
            let children = IndexKey::new(Index::ChildByFamily).id(family.0);
            let mut numbers = Vec::new();
            for child in reader.numbers(&children, &children)? {
                numbers.extend(session_numbers(reader, &Whose::Child(Id::new(child)), from, to)?);
            }
            return Ok(numbers);
        }
        Whose::Provider(provider) => IndexKey::new(Index::SessionByProvider).id(provider.0),
        Whose::Specialist(name) => IndexKey::new(Index::SessionBySpecialist).text(&name_key(name)),
        Whose::Caseload(_) => IndexKey::new(Index::SessionByDay),
    };
    reader.numbers(&key.clone().day(from), &key.day(to))
}

/// The numbers of sessions that those in the diary were moved to or from, where they are none of them.
fn moved(reader: &Reader, rows: &[DiaryRow]) -> Result<Vec<u64>> {
    let mut moved = BTreeSet::new();
    for session in rows.iter().map(|row| &row.session) {
        moved.extend(session.moved_to.is_some().then_some(session.moved_to.0));
        let from = reader.links_to(Kind::Session, session.id.0)?.into_iter();
        moved.extend(from.filter(|(kind, _)| *kind == Kind::Session).map(|(_, number)| number));
    }
    for row in rows {
        moved.remove(&row.session.id.0);
    }
    Ok(moved.into_iter().collect())
}

/// Who of those in the diary is away on its days, and what rests.
fn absences_among(
    reader: &Reader,
    programme: Id<Programme>,
    wish: &DiaryWish,
    rows: &[DiaryRow],
) -> Result<Vec<Absence>> {
    let mut absences = absences_of_many(reader, wish.from)?;
    absences.retain(|absence| match absence.scope() {
        AbsenceScope::Provider => match wish.whose {
            Whose::Provider(provider) => absence.provider == provider,
            _ => rows.iter().any(|row| row.session.provider == absence.provider),
        },
        _ => absence.programme == programme,
    });
    let mut families: BTreeSet<Id<Family>> = rows.iter().map(|row| row.family).collect();
    let mut children: BTreeSet<Id<Child>> = rows.iter().map(|row| row.session.child).collect();
    if let Whose::Family(family) = wish.whose {
        families.insert(family);
        let key = IndexKey::new(Index::ChildByFamily).id(family.0);
        children.extend(reader.numbers(&key, &key)?.into_iter().map(Id::new));
    }
    let mut of = |index, number: u64| -> Result<()> {
        let key = || IndexKey::new(index).id(number);
        absences.extend(reader.range::<Absence>(&key().day(wish.from), &key().day(NaiveDate::MAX))?);
        Ok(())
    };
    for child in children {
        of(Index::AbsenceByChild, child.0)?;
    }
    for family in families {
        of(Index::AbsenceByFamily, family.0)?;
    }
    absences.retain(|absence| absence.from <= wish.to);
    absences.sort_by_key(|absence| (absence.from, absence.id));
    Ok(absences)
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
