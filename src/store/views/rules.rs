//! The rules of a programme, and what they need to know beside one child.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::{Case, Result, clashes::clashes_ahead, goal::name_child};
use crate::{
    domain::{
        AnyRecord, Child, Id, Index, IndexKey, Programme, Provider, RuleBook,
        overview::PageData,
        rules::{Asked, Judgement, Valued, ahead},
    },
    store::Reader,
};

/// The rules of a programme on `day`: the latest that had come into force by then; none if there are none.
pub fn rules_in_force(reader: &Reader, programme: Id<Programme>, day: NaiveDate) -> Result<Option<RuleBook>> {
    Ok(RuleBook::in_force(&rule_books(reader, programme)?, day).cloned())
}

/// All rule books of a programme, by the day from which they are in force.
pub(super) fn rule_books(reader: &Reader, programme: Id<Programme>) -> Result<Vec<RuleBook>> {
    reader.find(&IndexKey::new(Index::RuleBookByProgramme).id(programme.0))
}

/// What the rules in force today, and those that follow, say of a child, by its plan in force, or the newest while none
/// is.
pub(super) fn judgements(reader: &Reader, child: Id<Child>, today: NaiveDate, data: &mut PageData) -> Result<()> {
    let Some(child) = reader.get(child)? else { return Ok(()) };
    name_child(reader, &child, data)?;
    let Some(case) = Case::read(reader, child.id, today)?.map(Case::or_newest) else { return Ok(()) };
    let books = rule_books(reader, case.programme.id)?;
    let asked = Asked::of(&books);
    let about_siblings = Asked::from_day(&asked, today).any(|(_, asked)| asked.about_siblings);
    let siblings = if about_siblings { case.siblings(reader)? } else { Vec::new() };
    let providers: Vec<Provider> = reader.all()?;
    let facts: Valued = case.facts(&siblings, &providers).into();
    data.names.extend(facts.services().map(|(source, service)| (source.record(), service.to_owned())));
    data.judgements = ahead(&asked, &facts).into_iter().map(|told| told.because(case.reasons())).collect();
    // What is asked one by one, since it depends on others, too, is asked of what is still to be held.
    let sessions = case.money.sessions.iter().filter(|session| session.is_open() && session.day >= today);
    for breach in clashes_ahead(reader, sessions.cloned(), &case.plan, today)? {
        let says = |told: &&mut Judgement| told.rule.code == breach.rule && told.within.from <= breach.measure.date;
        // A later book that says the same is not told anew.
        if let Some(told) = data.judgements.iter_mut().rev().find(says) {
            told.measures.push(breach.measure);
        }
    }
    let days = books.iter().map(|book| book.from).filter(|from| *from > today && *from <= case.programme.to);
    let told: BTreeSet<Id<RuleBook>> = std::iter::once(today)
        .chain(days)
        .filter_map(|day| RuleBook::in_force(&books, day))
        .map(|book| book.id)
        .collect();
    data.records.extend(books.into_iter().filter(|book| told.contains(&book.id)).map(AnyRecord::from));
    Ok(())
}
