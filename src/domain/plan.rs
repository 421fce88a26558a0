//! The support plan: versions with a reason, and lines that each serve a goal.

use std::cmp::Reverse;

use chrono::NaiveDate;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::{
    Child, Choice, Fault, Field, Goal, Id, Index, IndexKey, Problem, Provider, Recipient, Unit, choices, record,
    require, rules::RuleReason,
};

choices! {
    /// How far a plan version has come.
    PlanState {
        Draft "draft" "m",
        Submitted "submitted" "i",
        Approved "approved" "a",
        Superseded "superseded" "n",
        Closed "closed" "s",
    }

    /// How a version stands on a day: what lists say of it.
    PlanStage {
        Draft "draft" "m",
        Refused "refused" "r",
        Submitted "submitted" "i",
        Agreed "agreed" "k",
        Coming "coming" "g",
        InForce "in_force" "p",
        Superseded "superseded" "n",
        Closed "closed" "s",
    }

    /// Who signs a plan.
    Party {
        Worker "worker" "d",
        Representative "representative" "p",
        TeamLead "team_lead" "k",
    }

    /// What a service is for: strengthening the family, making up for lost functions, keeping and developing abilities.
    Group {
        Family "A" "a",
        Compensation "B" "b",
        Development "C" "c",
    }

    /// Alone or with others: separate rows in every price list.
    Format {
        Individual "individual" "i",
        Group "group" "g",
    }
}

/// A signature under a plan version.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Signature {
    /// As who.
    pub party: Party,
    /// The name.
    pub name: String,
    /// When.
    pub day: NaiveDate,
}

/// A version of a child's support plan.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct PlanVersion {
    /// Its number in the store.
    pub id: Id<PlanVersion>,
    /// Whose.
    pub child: Id<Child>,
    /// The version's place among the child's, from 1: shown as `v1`.
    pub number: u32,
    /// How far it has come.
    pub state: PlanState,
    /// Why this version was made.
    pub reason: String,
    /// The first day on which it holds; until then the version before it does.
    pub effective_from: Option<NaiveDate>,
    /// The version whose place it takes; 0: none.
    pub supersedes: Id<PlanVersion>,
    /// When it was handed to the head of service.
    pub submitted_on: Option<NaiveDate>,
    /// Who handed it in (login).
    pub submitted_by: String,
    /// Who signed it, each party once.
    pub signatures: Vec<Signature>,
    /// When it was last refused, until it is handed in again.
    pub refused_on: Option<NaiveDate>,
    /// Who refused it (login).
    pub refused_by: String,
    /// What the head of service said, approving or refusing it; of a draft taken back, why.
    pub decision_note: String,
    /// When it was approved.
    pub approved_on: Option<NaiveDate>,
    /// Who approved it (login).
    pub approved_by: String,
    /// Rules that it breaks on purpose, each with the reason.
    pub rule_reasons: Vec<RuleReason>,
    /// The last day on which a closed one held.
    pub closed_on: Option<NaiveDate>,
}

impl PlanVersion {
    /// Whether it was ever approved.
    pub fn was_approved(&self) -> bool {
        matches!(self.state, PlanState::Approved | PlanState::Superseded | PlanState::Closed)
    }

    /// Whether it holds from `day` on at the latest.
    pub fn has_begun(&self, day: NaiveDate) -> bool {
        self.effective_from.is_none_or(|from| from <= day)
    }

    /// Whether it holds on `day`, unless a later one does.
    pub fn holds(&self, day: NaiveDate) -> bool {
        self.was_approved() && self.has_begun(day) && self.closed_on.is_none_or(|last| day <= last)
    }

    /// The signature of a party.
    pub fn signature(&self, party: Party) -> Option<&Signature> {
        self.signatures.iter().find(|signature| signature.party == party)
    }

    /// How it stands among the child's `plans` on `day`.
    pub fn stage(&self, plans: &[Self], day: NaiveDate) -> PlanStage {
        match self.state {
            PlanState::Draft if self.refused_on.is_some() => PlanStage::Refused,
            PlanState::Draft => PlanStage::Draft,
            PlanState::Submitted if self.signature(Party::Representative).is_some() => PlanStage::Agreed,
            PlanState::Submitted => PlanStage::Submitted,
            PlanState::Closed if self.closed_on.is_none_or(|last| last < day) => PlanStage::Closed,
            PlanState::Approved | PlanState::Superseded | PlanState::Closed => {
                let holds = in_force(plans, day).is_some_and(|other| other.id == self.id);
                match (holds && self.has_begun(day), self.has_begun(day)) {
                    (true, _) => PlanStage::InForce,
                    (false, false) if self.state == PlanState::Approved => PlanStage::Coming,
                    (false, _) => PlanStage::Superseded,
                }
            }
        }
    }

    /// What forbids that it becomes `after`: what was handed in keeps what it says, and the steps have an order.
    fn change_fault(&self, after: Option<&Self>) -> Option<Fault> {
        use PlanState::{Approved, Closed, Draft, Submitted, Superseded};
        let locked = || Some(Fault::new(Field::State, Problem::Locked));
        let Some(after) = after else { return if self.state == Draft { None } else { locked() } };
        match (self.state, after.state) {
            (Draft, Draft | Submitted) => return None,
            (Draft, Approved) => return Some(Fault::new(Field::State, Problem::NotSubmitted)),
            (Submitted, Draft | Submitted | Approved) => {}
            (Approved, Approved | Superseded | Closed) | (Superseded, Superseded) | (Closed, Closed) => {
                if self.signatures != after.signatures || self.approved_on != after.approved_on {
                    return locked();
                }
            }
            _ => return locked(),
        }
        let says = |plan: &Self| (plan.child, plan.number, plan.reason.clone(), plan.effective_from, plan.supersedes);
        if says(self) == says(after) { None } else { locked() }
    }
}

/// The version of a child's plan that holds on `day`: of those that were approved the newest that has begun by then.
/// Until the first of them begins, that one.
pub fn in_force<'a>(plans: impl IntoIterator<Item = &'a PlanVersion>, day: NaiveDate) -> Option<&'a PlanVersion> {
    let approved = plans.into_iter().filter(|plan| plan.was_approved());
    approved.max_by_key(|plan| {
        let begun = Some(plan.number).filter(|_| plan.has_begun(day));
        (begun, Reverse(plan.effective_from), plan.number)
    })
}

/// What is wrong with a version among all `plans` of its child: two of one number, or the place of a version taken that
/// is not there, not earlier, or holds only later. Versions are numbered in their order, so none can come round to
/// itself.
pub fn succession_fault(plan: &PlanVersion, plans: &[PlanVersion]) -> Option<Fault> {
    if plans.iter().any(|other| other.id != plan.id && other.number == plan.number) {
        return Some(Fault::new(Field::Number, Problem::Duplicate(format!("v{}", plan.number))));
    }
    if !plan.supersedes.is_some() {
        return None;
    }
    let fault = |problem| Some(Fault::new(Field::Supersedes, problem));
    let Some(before) = plans.iter().find(|other| other.id == plan.supersedes) else {
        return fault(Problem::NoSuchRecord(plan.supersedes.to_string()));
    };
    if before.number >= plan.number {
        return fault(Problem::NotEarlierVersion(before.number));
    }
    match (before.effective_from, plan.effective_from) {
        (Some(before), Some(from)) if from < before => {
            Some(Fault::new(Field::EffectiveFrom, Problem::BeforeSuperseded(before)))
        }
        _ => None,
    }
}

/// One service in a plan version.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct PlanLine {
    /// Its number.
    pub id: Id<PlanLine>,
    /// The version it belongs to.
    pub plan: Id<PlanVersion>,
    /// The goals it serves.
    pub goals: Vec<Id<Goal>>,
    /// Why it serves no goal; empty where it does.
    pub no_goal_reason: String,
    /// A, B or C: a psychologist stands for the parent in A, for the child in C.
    pub group: Group,
    /// The service's code in the catalogue.
    pub service: String,
    /// For whom.
    pub recipient: Recipient,
    /// Alone or with others.
    pub format: Format,
    /// How many units over the line's dates.
    #[serde(with = "rust_decimal::serde::str")]
    pub quantity: Decimal,
    /// In which unit.
    pub unit: Unit,
    /// How many units a week are intended; 0 where nothing is agreed.
    #[serde(with = "rust_decimal::serde::str")]
    pub per_week: Decimal,
    /// Who provides it; 0 while not chosen.
    pub provider: Id<Provider>,
    /// The specialist, where one is agreed.
    pub specialist: String,
    /// First day.
    pub from: NaiveDate,
    /// Last day.
    pub to: NaiveDate,
    /// What the family itself pays, in percent of the price (0–100).
    #[serde(with = "rust_decimal::serde::str")]
    pub copayment_percent: Decimal,
    /// The usual length of a session in minutes; 0 where the unit says it.
    pub minutes: u32,
    /// Rules that it breaks on purpose, each with the reason.
    pub rule_reasons: Vec<RuleReason>,
}

/// In the order in which plans are read: by group, service and first day.
pub fn in_order<'a>(lines: impl IntoIterator<Item = &'a PlanLine>) -> Vec<&'a PlanLine> {
    let mut lines: Vec<&PlanLine> = lines.into_iter().collect();
    lines.sort_by(|a, b| (a.group, &a.service, a.from, a.id).cmp(&(b.group, &b.service, b.from, b.id)));
    lines
}

impl PlanLine {
    /// Whether this line goes on with what `other`, of another version, was for.
    pub fn is_same_service(&self, other: &Self) -> bool {
        (&self.service, self.recipient, self.format, self.unit)
            == (&other.service, other.recipient, other.format, other.unit)
    }

    /// Whether `day` lies within the line's dates.
    pub fn covers(&self, day: NaiveDate) -> bool {
        (self.from..=self.to).contains(&day)
    }
}

record! { PlanVersion,
    links: |this| [Child: [&mut this.child], PlanVersion: [&mut this.supersedes]],
    index: |plan| {
        let mut keys = vec![IndexKey::new(Index::PlanByChild).id(plan.child.0)];
        if plan.state == PlanState::Submitted || plan.refused_on.is_some() {
            keys.push(IndexKey::new(Index::PlanWaiting));
        }
        keys
    },
    faults: |plan| {
        let mut faults = Vec::new();
        if !plan.child.is_some() {
            faults.push(Fault::new(Field::Child, Problem::Missing));
        }
        if plan.number > 1 && plan.reason.trim().is_empty() {
            faults.push(Fault::new(Field::Reason, Problem::Missing));
        }
        if plan.state == PlanState::Approved && plan.approved_on.is_none() {
            faults.push(Fault::new(Field::ApprovedOn, Problem::Missing));
        }
        if plan.state == PlanState::Submitted && plan.submitted_on.is_none() {
            faults.push(Fault::new(Field::SubmittedOn, Problem::Missing));
        }
        for party in Party::ALL {
            let mut signed = plan.signatures.iter().filter(|signature| signature.party == *party);
            if signed.next().is_some_and(|signature| signature.name.trim().is_empty()) || signed.next().is_some() {
                faults.push(Fault::new(Field::Signatures, Problem::Missing));
            }
        }
        faults
    },
    change: |before, after| before.change_fault(after).into_iter().collect(),
}

record! { PlanLine,
    links: |this| [PlanVersion: [&mut this.plan], Goal: &mut this.goals, Provider: [&mut this.provider]],
    index: |line| vec![
        IndexKey::new(Index::LineByPlan).id(line.plan.0),
        IndexKey::new(Index::LineByService).text(&line.service),
    ],
    faults: |line| {
        let mut faults = require(&[(Field::Service, &line.service)]);
        if line.quantity <= Decimal::ZERO {
            faults.push(Fault::new(Field::Quantity, Problem::NotPositive));
        }
        faults.extend(super::units_faults(Field::Quantity, line.quantity));
        faults.extend(super::units_faults(Field::PerWeek, line.per_week));
        faults.extend(super::year_faults(Field::From, line.from));
        faults.extend(super::year_faults(Field::To, line.to));
        if line.per_week < Decimal::ZERO {
            faults.push(Fault::new(Field::PerWeek, Problem::Negative));
        }
        if line.to < line.from {
            faults.push(Fault::new(Field::To, Problem::EndsBeforeStart));
        }
        faults.extend(super::percent_faults(Field::CopaymentPercent, line.copayment_percent));
        faults
    },
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Record, calendar::date};

    fn version(number: u32, state: PlanState, from: Option<(i32, u32, u32)>) -> PlanVersion {
        PlanVersion {
            id: Id::new(u64::from(number)),
            child: Id::new(1),
            number,
            state,
            reason: "vairāk fizioterapijas".into(),
            effective_from: from.map(|(year, month, day)| date(year, month, day)),
            submitted_on: Some(date(2018, 8, 20)),
            approved_on: Some(date(2018, 8, 27)),
            supersedes: Id::new(u64::from(number - 1)),
            ..PlanVersion::default()
        }
    }

    #[test]
    fn a_version_holds_from_its_day_and_the_earlier_one_until_then() {
        use PlanState::{Approved, Closed, Draft, Submitted, Superseded};
        let plans = [
            version(1, Superseded, Some((2018, 9, 3))),
            version(2, Superseded, Some((2019, 1, 1))),
            version(3, Approved, Some((2018, 12, 1))),
            version(4, Submitted, Some((2018, 9, 3))),
        ];
        let check = |day, expect: u32, stages: [PlanStage; 4]| {
            assert_eq!(in_force(&plans, day).unwrap().number, expect, "{day}");
            assert_eq!(plans.each_ref().map(|plan| plan.stage(&plans, day)), stages, "{day}");
        };
        use PlanStage as Stage;
        let first = [Stage::InForce, Stage::Superseded, Stage::Coming, Stage::Submitted];
        check(date(2018, 9, 3), 1, first);
        check(date(2018, 11, 30), 1, first);
        let third = [Stage::Superseded, Stage::Superseded, Stage::InForce, Stage::Submitted];
        check(date(2018, 12, 1), 3, third);
        // The third took the second's place before that ever held.
        check(date(2019, 1, 1), 3, third);
        let early = [Stage::Superseded, Stage::Superseded, Stage::Coming, Stage::Submitted];
        check(date(2018, 8, 30), 1, early);

        assert!(in_force(&[version(1, Draft, None)], date(2018, 9, 3)).is_none());
        let closed = PlanVersion { closed_on: Some(date(2019, 3, 31)), ..version(1, Closed, None) };
        let plans = [closed.clone()];
        assert!(closed.holds(date(2019, 3, 31)) && !closed.holds(date(2019, 4, 1)));
        assert_eq!(closed.stage(&plans, date(2019, 3, 31)), Stage::InForce);
        assert_eq!(closed.stage(&plans, date(2019, 4, 1)), Stage::Closed);
    }

    #[test]
    fn versions_take_the_place_of_earlier_ones_only() {
        let approved = |number, from| version(number, PlanState::Approved, from);
        let plans = [approved(1, Some((2018, 9, 3))), approved(2, None), approved(3, Some((2018, 10, 1)))];
        let check = |plan: PlanVersion, expect: Option<(Field, Problem)>| {
            let expect = expect.map(|(field, problem)| Fault::new(field, problem));
            assert_eq!(succession_fault(&plan, &plans), expect);
        };
        let draft = |number, supersedes, from| PlanVersion {
            id: Id::new(9),
            supersedes: Id::new(supersedes),
            ..approved(number, from)
        };
        check(draft(4, 3, None), None);
        check(draft(4, 0, None), None);
        check(draft(3, 1, None), Some((Field::Number, Problem::Duplicate("v3".into()))));
        check(draft(4, 7, None), Some((Field::Supersedes, Problem::NoSuchRecord("7".into()))));
        check(draft(4, 9, None), Some((Field::Supersedes, Problem::NoSuchRecord("9".into()))));
        let early = Problem::BeforeSuperseded(date(2018, 10, 1));
        check(draft(4, 3, Some((2018, 9, 30))), Some((Field::EffectiveFrom, early)));
        check(draft(4, 3, Some((2018, 10, 1))), None);
        let circle = PlanVersion { supersedes: Id::new(3), ..plans[1].clone() };
        check(circle, Some((Field::Supersedes, Problem::NotEarlierVersion(3))));
        let itself = PlanVersion { supersedes: Id::new(2), ..plans[1].clone() };
        check(itself, Some((Field::Supersedes, Problem::NotEarlierVersion(2))));
    }

    #[test]
    fn what_was_handed_in_keeps_what_it_says() {
        use PlanState::{Approved, Closed, Draft, Submitted, Superseded};
        let check = |before: PlanState, change: fn(&mut PlanVersion), expect: Option<Problem>| {
            let before = version(2, before, None);
            let mut after = before.clone();
            change(&mut after);
            let faults = before.change_faults(Some(&after));
            let expect: Vec<Fault> = expect.map(|problem| Fault::new(Field::State, problem)).into_iter().collect();
            assert_eq!(faults, expect, "{before:?} → {after:?}");
        };
        let sign = |plan: &mut PlanVersion| plan.signatures.push(Signature::default());
        check(Draft, |plan| plan.reason = "mazāk".into(), None);
        check(Draft, |plan| plan.state = Submitted, None);
        check(Draft, |plan| plan.state = Approved, Some(Problem::NotSubmitted));
        check(Submitted, |plan| plan.state = Approved, None);
        check(Submitted, |plan| plan.state = Draft, None);
        check(Submitted, sign, None);
        check(Submitted, |plan| plan.effective_from = Some(date(2019, 1, 1)), Some(Problem::Locked));
        check(Submitted, |plan| plan.state = Superseded, Some(Problem::Locked));
        check(Approved, |plan| plan.state = Superseded, None);
        check(Approved, |plan| plan.state = Closed, None);
        check(Approved, |plan| plan.state = Draft, Some(Problem::Locked));
        check(Approved, |plan| plan.reason = "mazāk".into(), Some(Problem::Locked));
        check(Approved, sign, Some(Problem::Locked));
        check(Superseded, |plan| plan.state = Approved, Some(Problem::Locked));
        check(Closed, |plan| plan.state = Approved, Some(Problem::Locked));
        assert!(version(1, Draft, None).change_faults(None).is_empty());
        assert_eq!(version(1, Submitted, None).change_faults(None).len(), 1, "what was handed in is not removed");
    }
}
