//! Children's cases read one after the other: what they have in common is read once.

use chrono::NaiveDate;

use super::{
    Case, Result,
    people::{add_merged, people_of},
    purse::{Known, Prices, Purse},
};
use crate::{
    domain::{Child, Family, Id, Kind, Person, Programme},
    store::Reader,
};

/// Reads cases in one state of the store.
pub(in crate::store) struct Cases<'r, 't> {
    reader: &'r Reader<'t>,
    today: NaiveDate,
    prices: Prices,
    /// That of the case read last: brothers and sisters mostly follow each other.
    household: Option<Household>,
}

#[derive(Clone)]
struct Household {
    family: Family,
    programme: Programme,
    members: Vec<Person>,
}

impl<'r, 't> Cases<'r, 't> {
    pub(in crate::store) fn new(reader: &'r Reader<'t>, today: NaiveDate) -> Self {
        Self { reader, today, prices: Prices::default(), household: None }
    }

    /// The case of that child by the plan version in force on the day; none if there is no such child. Of what is known
    /// of it only what changed is read.
    pub(in crate::store) fn read(&mut self, child: Id<Child>, known: Option<Known>) -> Result<Option<Case>> {
        if let Some(Known { case: Some(case), changed, .. }) = known
            && ![Kind::Child, Kind::Family, Kind::Person, Kind::Programme].iter().any(|kind| changed.has(*kind))
        {
            let household = (case.family.clone(), case.programme.clone(), case.people.clone());
            let money = Purse::read_with(self.reader, child, &mut self.prices, known)?;
            return Ok(Some(Case::new(case.child.clone(), household, money, self.today)));
        }
        let Some(child) = self.reader.get(child)? else { return Ok(None) };
        let Some(Household { family, programme, mut members }) = self.household(child.family)? else {
            return Ok(None);
        };
        add_merged(self.reader, &mut members, std::slice::from_ref(&child))?;
        let money = Purse::read_with(self.reader, child.id, &mut self.prices, known)?;
        Ok(Some(Case::new(child, (family, programme, members), money, self.today)))
    }

    fn household(&mut self, family: Id<Family>) -> Result<Option<Household>> {
        if self.household.as_ref().is_none_or(|known| known.family.id != family) {
            let Some(family) = self.reader.get(family)? else { return Ok(None) };
            let programme = match &self.household {
                Some(known) if known.programme.id == family.programme => known.programme.clone(),
                _ => self.reader.get(family.programme)?.unwrap_or_default(),
            };
            let members = people_of(self.reader, family.id, &[])?;
            self.household = Some(Household { family, programme, members });
        }
        Ok(self.household.clone())
    }
}
