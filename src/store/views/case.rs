//! A child's case with everything that its money is figured from and that rules look at, by one version of its plan.

use chrono::NaiveDate;

use super::{Result, cases::Cases, invoices, purse::Purse};
use crate::{
    domain::{
        Child, Family, Id, Index, IndexKey, Person, PlanLine, PlanVersion, Programme, Provider,
        budget::{Account, Billed, BudgetOf, Reckoned, Within},
        rules::{Facts, RuleReason},
        succession::{self, Held},
    },
    store::Reader,
};

/// A child's case with everything that its money is figured from and that rules look at.
#[derive(Clone)]
pub struct Case {
    /// The case.
    pub child: Child,
    /// The household.
    pub family: Family,
    /// The programme it takes part in.
    pub programme: Programme,
    /// The household's members, and whom the case is about.
    pub people: Vec<Person>,
    pub(super) money: Purse,
    /// The version by which the case is looked at; none while there is none.
    pub(super) version: Option<Id<PlanVersion>>,
    /// Its lines.
    pub(super) plan: Vec<PlanLine>,
    /// The lines of all others.
    earlier: Vec<PlanLine>,
    /// Since when the version holds, and which held before it.
    held: Vec<Held>,
    /// What invoices asked for its sessions, once that was read.
    billed: Vec<Billed>,
    today: NaiveDate,
}

impl Case {
    /// The lines of every version.
    pub(super) fn lines(&self) -> impl Iterator<Item = &PlanLine> + Clone {
        self.plan.iter().chain(&self.earlier)
    }

    /// The case of that child by the plan version in force on `today`; none if there is no such child.
    pub fn read(reader: &Reader, child: Id<Child>, today: NaiveDate) -> Result<Option<Self>> {
        Cases::new(reader, today).read(child, None)
    }

    /// The same with what invoices asked for its sessions: rules and plans ask nothing of that, and figures show it.
    pub fn read_with_invoices(reader: &Reader, child: Id<Child>, today: NaiveDate) -> Result<Option<Self>> {
        let Some(case) = Self::read(reader, child, today)? else { return Ok(None) };
        Ok(Some(Self { billed: invoices::billed(reader, child)?, ..case }))
    }

    /// Of these records, by the plan as it is approved.
    pub(super) fn new(
        child: Child,
        (family, programme, people): (Family, Programme, Vec<Person>),
        money: Purse,
        today: NaiveDate,
    ) -> Self {
        let (version, plan, earlier, held, billed) = Default::default();
        let case = Self { child, family, programme, people, money, version, plan, earlier, held, billed, today };
        case.by_the_approved_plan()
    }

    /// The same case by the version approved last; by no plan while none is. Until its day comes the version before it
    /// says what is due, from then on this one: so what is approved counts already.
    pub(super) fn by_the_approved_plan(self) -> Self {
        let version = self.money.in_force(NaiveDate::MAX).map(|plan| plan.id);
        self.by(version)
    }

    /// The first day of the version, where it comes after `today`.
    pub(super) fn begins_after(&self, today: NaiveDate) -> Option<NaiveDate> {
        let version = self.money.plans.iter().find(|plan| Some(plan.id) == self.version)?;
        version.effective_from.filter(|from| *from > today && self.held.len() > 1)
    }

    /// The same case by that version; while it is not there, by the one that it would follow.
    pub(super) fn by_version(self, version: Id<PlanVersion>) -> Self {
        let is_there = self.money.plans.iter().any(|plan| plan.id == version);
        if is_there { self.by(Some(version)) } else { self.or_newest() }
    }

    /// The same case by the newest version while none is in force.
    pub(super) fn or_newest(self) -> Self {
        let version = self.version.or(self.money.plans.last().map(|plan| plan.id));
        self.by(version)
    }

    fn by(self, version: Option<Id<PlanVersion>>) -> Self {
        if version.is_some() && version == self.version {
            return self;
        }
        let of = version.and_then(|version| self.money.plans.iter().find(|plan| plan.id == version));
        let (plan, earlier) = self.money.split(of);
        let held = of.map(|plan| succession::held(&self.money.plans, plan)).unwrap_or_default();
        Self { version: of.map(|plan| plan.id), plan, earlier, held, ..self }
    }

    /// The case before anything was known of it.
    pub(super) fn before_it_began(&self) -> Self {
        Self {
            child: Child { ceilings: Vec::new(), ..self.child.clone() },
            family: self.family.clone(),
            programme: self.programme.clone(),
            people: self.people.clone(),
            money: Purse::default(),
            version: None,
            plan: Vec::new(),
            earlier: Vec::new(),
            held: Vec::new(),
            billed: Vec::new(),
            today: self.today,
        }
    }

    /// Whether that version of its plan is the child's and approved.
    pub(super) fn is_approved(&self, version: Id<PlanVersion>) -> bool {
        self.money.plans.iter().any(|plan| plan.id == version && plan.was_approved())
    }

    /// The other children of the family, by their plans in force.
    pub(super) fn siblings(&self, reader: &Reader) -> Result<Vec<Self>> {
        let children: Vec<Child> = reader.find(&IndexKey::new(Index::ChildByFamily).id(self.child.family.0))?;
        let others = children.into_iter().filter(|other| other.id != self.child.id);
        let cases: Result<Vec<Option<Self>>> = others.map(|other| Self::read(reader, other.id, self.today)).collect();
        Ok(cases?.into_iter().flatten().collect())
    }

    /// Whom the case is about; none if that record cannot be found.
    pub fn person(&self) -> Option<&Person> {
        self.people.iter().find(|person| person.id == self.child.person)
    }

    /// The child's name, as lists have it.
    pub fn name(&self) -> String {
        self.person().map(Person::list_name).unwrap_or_default()
    }

    /// The child's account by the version.
    pub fn account(&self) -> Account<'_> {
        let account = Account::new(&self.child, &self.programme, &self.plan, &self.money.sessions, &self.money.prices);
        account.with_earlier(&self.earlier).with_succession(&self.held).with_billed(&self.billed)
    }

    /// Whose money it is.
    pub fn whose(&self) -> BudgetOf {
        BudgetOf {
            child: self.child.id,
            family: self.family.id,
            worker: self.family.owner.clone(),
            programme: self.family.programme,
        }
    }

    /// The child's figures: all of them, or those of some days.
    pub fn reckoned(&self, within: Within) -> Reckoned {
        self.account().reckoned(self.today, within)
    }

    /// Why it was right to break rules: for the child, in the plan, on the calendar, for everybody.
    pub(super) fn reasons(&self) -> impl Iterator<Item = &RuleReason> {
        let version = self.money.plans.iter().find(|plan| Some(plan.id) == self.version);
        let lines = self.plan.iter().flat_map(|line| &line.rule_reasons);
        let sessions = self.money.sessions.iter().flat_map(|session| &session.rule_reasons);
        let of_plan = version.into_iter().flat_map(|plan| &plan.rule_reasons);
        self.child.rule_reasons.iter().chain(of_plan).chain(lines).chain(sessions).chain(&self.programme.rule_reasons)
    }

    /// What rules look at.
    pub(super) fn facts<'a>(
        &'a self,
        siblings: impl IntoIterator<Item = &'a Self>,
        providers: &'a [Provider],
    ) -> Facts<'a> {
        Facts {
            account: self.account(),
            siblings: siblings.into_iter().map(Self::account).collect(),
            birth_date: self.person().and_then(|person| person.birth_date),
            people: &self.people,
            providers,
            in_force: self.version.is_some_and(|version| self.is_approved(version)),
            today: self.today,
        }
    }
}
