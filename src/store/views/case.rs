//! A child's case with everything that its money is figured from.

use chrono::NaiveDate;

use super::{Result, purse::Purse};
use crate::{
    domain::{
        Child, Family, Id, Person, PlanLine, Programme,
        budget::{Account, Reckoned, Whose, Within},
    },
    store::Reader,
};

/// A child's case with everything that its money is figured from.
pub struct Case {
    /// The case.
    pub child: Child,
    /// The child.
    pub person: Person,
    /// The household.
    pub family: Family,
    /// The programme it takes part in.
    pub programme: Programme,
    pub(super) money: Purse,
    /// The lines of the plan version in force, and those of all others.
    pub(super) lines: (Vec<PlanLine>, Vec<PlanLine>),
}

impl Case {
    /// The case of that child; none if there is no such child.
    pub fn read(reader: &Reader, child: Id<Child>) -> Result<Option<Self>> {
        let Some(child) = reader.get(child)? else { return Ok(None) };
        let (Some(person), Some(family)) = (reader.get(child.person)?, reader.get(child.family)?) else {
            return Ok(None);
        };
        let programme = reader.get(family.programme)?.unwrap_or_default();
        let money = Purse::read(reader, child.id)?;
        let lines = money.split(money.approved());
        Ok(Some(Self { child, person, family, programme, money, lines }))
    }

    /// The child's account by the plan version in force.
    pub fn account(&self) -> Account<'_> {
        let Purse { sessions, prices, .. } = &self.money;
        let (in_force, earlier) = &self.lines;
        Account::new(&self.child, &self.programme, in_force, sessions, prices).with_earlier(earlier)
    }

    /// Whose money it is.
    pub fn whose(&self) -> Whose {
        Whose {
            child: self.child.id,
            family: self.family.id,
            worker: self.family.owner.clone(),
            programme: self.family.programme,
        }
    }

    /// The child's figures as seen on `today`: all of them, or those of some days.
    pub fn reckoned(&self, today: NaiveDate, within: Within) -> Reckoned {
        self.account().reckoned(today, within)
    }
}
