//! The support plan: versions with a reason, and lines that each serve a goal.

use chrono::NaiveDate;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::{
    Child, Fault, Field, Goal, Id, Index, IndexKey, Problem, Provider, Recipient, Unit, choices, record, require,
    rules::RuleReason,
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
    /// From when it holds.
    pub effective_from: Option<NaiveDate>,
    /// When it was approved.
    pub approved_on: Option<NaiveDate>,
    /// Who approved it.
    pub approved_by: String,
    /// Rules that it breaks on purpose, each with the reason.
    pub rule_reasons: Vec<RuleReason>,
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
    links: |this| [Child: [&mut this.child]],
    index: |plan| vec![IndexKey::new(Index::PlanByChild).id(plan.child.0)],
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
        faults
    },
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
