//! The rules of a programme, and what they need to know beside one child.

use chrono::NaiveDate;

use super::{Case, Result, clashes::clashes_ahead, goal::name_child};
use crate::{
    domain::{
        Child, Id, Index, IndexKey, Programme, Provider, RuleBook,
        overview::PageData,
        rules::{Breach, Judgement, asked},
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

/// What the rules in force today say of a child, by its plan in force, or the newest while none is.
pub(super) fn judgements(reader: &Reader, child: Id<Child>, today: NaiveDate, data: &mut PageData) -> Result<()> {
    let Some(child) = reader.get(child)? else { return Ok(()) };
    name_child(reader, &child, data)?;
    let Some(case) = Case::read(reader, child.id, today)?.map(Case::or_newest) else { return Ok(()) };
    let book = rules_in_force(reader, case.programme.id, today)?;
    let siblings = match &book {
        Some(book) if book.is_about_siblings() => case.siblings(reader)?,
        _ => Vec::new(),
    };
    let providers: Vec<Provider> = reader.all()?;
    let facts = case.facts(&siblings, &providers).into();
    data.judgements =
        asked(book.as_ref()).iter().map(|rule| Judgement::new(rule, &facts).because(case.reasons())).collect();
    // What is asked one by one, since it depends on others, too, is asked of what is still to be held.
    let sessions = case.money.sessions.iter().filter(|session| session.is_open() && session.day >= today);
    let breaches = clashes_ahead(reader, sessions.cloned(), &case.plan, today)?;
    for judgement in data.judgements.iter_mut().filter(|it| it.rule.shape.is_asked_one_by_one()) {
        let own = breaches.iter().filter(|breach| breach.rule == judgement.rule.code);
        judgement.measures = own.map(Breach::measure).collect();
    }
    data.records.extend(book.map(|book| RuleBook { rules: Vec::new(), ..book }.into()));
    Ok(())
}
