//! The rules of a programme, and what they need to know beside one child.

use chrono::NaiveDate;

use super::{Result, goal::name_child, purse::Purse};
use crate::{
    domain::{
        Child, Id, Index, IndexKey, Person, PlanLine, PlanState, PlanVersion, Programme, Provider, RuleBook,
        budget::Account,
        overview::PageData,
        rules::{Facts, Judgement, with_ceiling},
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
    let Some(case) = Case::read(reader, child, None)? else { return Ok(()) };
    let book = rules_in_force(reader, case.programme.id, today)?;
    let siblings = match &book {
        Some(book) if book.is_about_siblings() => case.siblings(reader)?,
        _ => Vec::new(),
    };
    let providers: Vec<Provider> = reader.all()?;
    let facts = case.facts(&siblings, &providers, today);
    data.judgements = with_ceiling(book.as_ref()).iter().map(|rule| Judgement::new(rule, &facts)).collect();
    data.records.extend(book.map(|book| RuleBook { rules: Vec::new(), ..book }.into()));
    Ok(())
}

/// A child's case as rules and figures look at it, by one version of its plan.
pub(in crate::store) struct Case {
    pub(in crate::store) child: Child,
    pub(super) programme: Programme,
    pub(super) people: Vec<Person>,
    money: Purse,
    /// The lines of the version.
    plan: Vec<PlanLine>,
    earlier: Vec<PlanLine>,
    in_force: bool,
}

impl Case {
    /// By that version, or by the one in force, or by the newest while none is; none if the child is of no family.
    pub(super) fn read(reader: &Reader, child: Child, version: Option<Id<PlanVersion>>) -> Result<Option<Self>> {
        let Some(family) = reader.get(child.family)? else { return Ok(None) };
        let programme: Programme = reader.get(family.programme)?.unwrap_or_default();
        let people: Vec<Person> = reader.find(&IndexKey::new(Index::PersonByFamily).id(family.id.0))?;
        let money = Purse::read(reader, child.id)?;
        let of = |wanted| money.plans.iter().find(|plan| plan.id == wanted);
        let plan = version.and_then(of).or(money.approved()).or(money.plans.last());
        let in_force = plan.is_some_and(|plan| plan.state == PlanState::Approved);
        let (plan, earlier) = money.split(plan);
        Ok(Some(Self { child, programme, people, money, plan, earlier, in_force }))
    }

    /// The case before anything was known of it.
    pub(super) fn before_it_began(&self) -> Self {
        Self {
            child: Child { ceilings: Vec::new(), ..self.child.clone() },
            programme: self.programme.clone(),
            people: self.people.clone(),
            money: Purse::default(),
            plan: Vec::new(),
            earlier: Vec::new(),
            in_force: false,
        }
    }

    /// The same case by the version in force; by no plan while none is.
    pub(super) fn by_the_plan_in_force(self) -> Self {
        let approved = self.money.approved();
        let in_force = approved.is_some();
        let (plan, earlier) = self.money.split(approved);
        Self { plan, earlier, in_force, ..self }
    }

    /// Whether that version of its plan is the child's and in force.
    pub(super) fn is_approved(&self, version: Id<PlanVersion>) -> bool {
        self.money.plans.iter().any(|plan| plan.id == version && plan.state == PlanState::Approved)
    }

    /// The other children of the family.
    pub(super) fn siblings(&self, reader: &Reader) -> Result<Vec<Self>> {
        let children: Vec<Child> = reader.find(&IndexKey::new(Index::ChildByFamily).id(self.child.family.0))?;
        let others = children.into_iter().filter(|other| other.id != self.child.id);
        let cases: Result<Vec<Option<Self>>> = others.map(|other| Self::read(reader, other, None)).collect();
        Ok(cases?.into_iter().flatten().collect())
    }

    /// The child's name, as lists have it.
    pub(in crate::store) fn name(&self) -> String {
        self.person().map(Person::list_name).unwrap_or_default()
    }

    fn person(&self) -> Option<&Person> {
        self.people.iter().find(|person| person.id == self.child.person)
    }

    /// What figures are made from.
    pub(super) fn account(&self) -> Account<'_> {
        let account = Account::new(&self.child, &self.programme, &self.plan, &self.money.sessions, &self.money.prices);
        account.with_earlier(&self.earlier)
    }

    /// What rules look at.
    pub(super) fn facts<'a>(&'a self, siblings: &'a [Self], providers: &'a [Provider], today: NaiveDate) -> Facts<'a> {
        Facts {
            account: self.account(),
            siblings: siblings.iter().map(Self::account).collect(),
            birth_date: self.person().and_then(|person| person.birth_date),
            people: &self.people,
            providers,
            in_force: self.in_force,
            today,
        }
    }
}
