//! A programme at a glance.

use chrono::NaiveDate;

use super::{Result, people::add_merged, work::Pending};
use crate::{
    domain::{Child, Id, Index, IndexKey, Person, Programme, Role, overview::Overview},
    store::Reader,
};

/// A programme at a glance, for somebody of that login and role; `wanted` or, if there is no such one, the newest that is not closed.
pub fn overview(
    reader: &Reader,
    wanted: Option<Id<Programme>>,
    user: (&str, Role),
    today: NaiveDate,
) -> Result<Overview> {
    let mut overview = Overview { revision: reader.revision(), role: user.1, today, ..Overview::default() };
    let login = IndexKey::new(Index::UserByLogin).text(user.0);
    overview.is_listed = reader.count(&login, &login)? > 0;
    let named = wanted.map(|id| reader.get(id)).transpose()?.flatten();
    overview.programme = match named {
        Some(programme) => Some(programme),
        None => {
            let mut programmes = reader.all::<Programme>()?;
            programmes.sort_by_key(|programme| (!programme.closed, programme.from, std::cmp::Reverse(programme.id)));
            programmes.pop()
        }
    };
    overview.drafts = reader.drafts(user.0)?;
    overview.drafts.sort_by_key(|draft| std::cmp::Reverse(draft.saved_at));
    let Some(programme) = &overview.programme else { return Ok(overview) };
    overview.families = reader.find(&IndexKey::new(Index::FamilyByProgramme).id(programme.id.0))?;
    for family in &overview.families {
        overview.people.extend(reader.find::<Person>(&IndexKey::new(Index::PersonByFamily).id(family.id.0))?);
        overview.children.extend(reader.find::<Child>(&IndexKey::new(Index::ChildByFamily).id(family.id.0))?);
    }
    add_merged(reader, &mut overview.people, &overview.children)?;
    overview.services = reader.all()?;
    overview.providers = reader.all()?;
    let pending = Pending::read(reader, programme.id, today)?;
    overview.tasks = pending.tasks(&overview, user).iter().filter(|task| task.is_mine).count();
    Ok(overview)
}
