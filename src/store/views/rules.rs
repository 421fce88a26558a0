//! The rules of a programme, and what they need to know beside one child.

use chrono::NaiveDate;

use super::{Result, goal::name_child, people::people_of, purse::Purse};
use crate::{
    domain::{
        Child, Id, Index, IndexKey, Price, Programme, Provider, RuleBook,
        budget::Account,
        overview::PageData,
        pricing::PriceList,
        rules::{Facts, Judgement, Sibling},
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

/// The other children of the family, with their plans in force today and their sessions.
pub(super) fn siblings(reader: &Reader, child: &Child, today: NaiveDate) -> Result<Vec<Sibling>> {
    let children: Vec<Child> = reader.find(&IndexKey::new(Index::ChildByFamily).id(child.family.0))?;
    let mut siblings = Vec::new();
    for child in children.into_iter().filter(|other| other.id != child.id) {
        let money = Purse::read(reader, child.id)?;
        let (plan, earlier) = money.split(money.in_force(today));
        siblings.push(Sibling { child, plan, earlier, sessions: money.sessions });
    }
    Ok(siblings)
}

/// What the rules in force today say of a child, by its plan in force, or the newest while none is.
pub(super) fn judgements(reader: &Reader, child: Id<Child>, today: NaiveDate, data: &mut PageData) -> Result<()> {
    let Some(child) = reader.get(child)? else { return Ok(()) };
    name_child(reader, &child, data)?;
    let Some(family) = reader.get(child.family)? else { return Ok(()) };
    let programme: Programme = reader.get(family.programme)?.unwrap_or_default();
    let Some(book) = rules_in_force(reader, programme.id, today)? else { return Ok(()) };
    let money = Purse::read(reader, child.id)?;
    let (plan, earlier) = money.split(money.in_force(today).or(money.plans.last()));
    let siblings = if book.is_about_siblings() { siblings(reader, &child, today)? } else { Vec::new() };
    let people = people_of(reader, family.id, std::slice::from_ref(&child))?;
    let providers: Vec<Provider> = reader.all()?;
    let prices = PriceList::new(&reader.all::<Price>()?);
    let facts = Facts {
        account: Account::new(&child, &programme, &plan, &money.sessions, &prices).with_earlier(&earlier),
        siblings: siblings
            .iter()
            .map(|other| {
                let account = Account::new(&other.child, &programme, &other.plan, &other.sessions, &prices);
                account.with_earlier(&other.earlier)
            })
            .collect(),
        birth_date: people.iter().find(|person| person.id == child.person).and_then(|person| person.birth_date),
        people: &people,
        providers: &providers,
        today,
    };
    data.judgements = book.rules.iter().map(|rule| Judgement::new(rule, &facts)).collect();
    data.records.push(RuleBook { rules: Vec::new(), ..book }.into());
    Ok(())
}
