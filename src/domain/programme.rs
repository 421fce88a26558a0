//! The programme: one municipality's run of individual budgets, with its own milestones.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{Fault, Field, Id, Money, Problem, choices, record, require, rules::RuleReason};

choices! {
    /// What a milestone of a programme is.
    MilestoneKind {
        ParentsMeeting "parents_meeting" "vs",
        InitialAssessment "initial_assessment" "i1",
        InterimAssessment "interim_assessment" "i2",
        ClosingAssessment "closing_assessment" "i3",
        FeedbackMeeting "feedback_meeting" "as",
        Evaluation "evaluation" "iz",
    }
}

/// A day that matters to the whole programme.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Milestone {
    /// When.
    pub day: NaiveDate,
    /// What.
    pub kind: MilestoneKind,
}

/// One municipality's programme: families, children and money belong to it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Programme {
    /// Its number.
    pub id: Id<Programme>,
    /// The municipality, as in `Talsu novads`.
    pub municipality: String,
    /// The programme's own name.
    pub name: String,
    /// The funding project's reference number.
    pub funding_reference: String,
    /// The first day of services.
    pub from: NaiveDate,
    /// The last day of services; can be extended.
    pub to: NaiveDate,
    /// The oldest age, in completed years, at which a child takes part; 0: any.
    pub oldest_age: u32,
    /// Days that matter, in order.
    pub milestones: Vec<Milestone>,
    /// The ceiling offered for a new child case (EUR for the whole programme).
    pub default_ceiling: Money,
    /// Whether the municipality follows the state's moved working days.
    pub follows_moved_days: bool,
    /// Rules that its dates make break on purpose, each with the reason.
    pub rule_reasons: Vec<RuleReason>,
    /// Whether a part of one child's ceiling may go to another child.
    pub ceilings_transferable: bool,
    /// No longer run: kept, but not offered.
    pub closed: bool,
}

impl Programme {
    /// Whether `day` lies within the programme.
    pub fn covers(&self, day: NaiveDate) -> bool {
        (self.from..=self.to).contains(&day)
    }

    /// The first day of anything: services begin later than the parents' meeting and the initial assessment.
    pub fn begins(&self) -> NaiveDate {
        let milestones = self.milestones.iter().map(|milestone| milestone.day);
        milestones.fold(self.from, NaiveDate::min)
    }
}

record! { Programme,
    links: |_this| [],
    index: |_programme| vec![],
    faults: |programme| {
        let mut faults = require(&[(Field::Municipality, &programme.municipality), (Field::Name, &programme.name)]);
        if programme.to < programme.from {
            faults.push(Fault::new(Field::To, Problem::EndsBeforeStart));
        }
        faults.extend(super::year_faults(Field::From, programme.from));
        faults.extend(super::year_faults(Field::To, programme.to));
        faults.extend(super::amount_faults(Field::DefaultCeiling, programme.default_ceiling));
        if programme.default_ceiling.is_negative() {
            faults.push(Fault::new(Field::DefaultCeiling, Problem::Negative));
        }
        faults
    },
}
