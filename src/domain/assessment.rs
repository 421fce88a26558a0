//! The assessment: initial, interim, closing; planned and held. Its instrument and scores come later.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{Child, Fault, Field, Id, Index, IndexKey, Problem, choices, record};

choices! {
    /// Which of the three assessments.
    AssessmentKind {
        Initial "initial" "1",
        Interim "interim" "2",
        Closing "closing" "3",
    }
}

/// One of a child's three assessments.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Assessment {
    /// Its number.
    pub id: Id<Assessment>,
    /// Whose.
    pub child: Id<Child>,
    /// Which of the three.
    pub kind: AssessmentKind,
    /// When it is to be held.
    pub planned_on: Option<NaiveDate>,
    /// When it was held.
    pub done_on: Option<NaiveDate>,
    /// Where.
    pub place: String,
    /// What the team found.
    pub conclusions: String,
    /// What the team recommends.
    pub recommendations: String,
}

impl Assessment {
    /// The day it was held, else the day it is due.
    pub fn day(&self) -> Option<NaiveDate> {
        self.done_on.or(self.planned_on)
    }
}

record! { Assessment,
    links: |this| [Child: [&mut this.child]],
    index: |assessment| {
        let mut keys = vec![IndexKey::new(Index::AssessmentByChild).id(assessment.child.0)];
        keys.extend(assessment.day().map(|day| IndexKey::new(Index::AssessmentByDay).day(day)));
        keys
    },
    faults: |assessment| {
        let mut faults = Vec::new();
        if !assessment.child.is_some() {
            faults.push(Fault::new(Field::Child, Problem::Missing));
        }
        if assessment.day().is_none() {
            faults.push(Fault::new(Field::PlannedOn, Problem::Missing));
        }
        faults
    },
}
