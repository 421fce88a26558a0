//! The scoring: what one member of the team saw, on their own, before the team agrees.

use serde::{Deserialize, Serialize};

use super::{Assessment, Field, Id, Index, IndexKey, Score, record, require};

/// One member's scores in an assessment.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Scoring {
    /// Its number.
    pub id: Id<Scoring>,
    /// In which assessment.
    pub assessment: Id<Assessment>,
    /// The name of the team's member.
    pub member: String,
    /// What they scored, in the instrument's order.
    pub scores: Vec<Score>,
}

record! { Scoring,
    links: |this| [Assessment: [&mut this.assessment]],
    index: |scoring| vec![IndexKey::new(Index::ScoringByAssessment).id(scoring.assessment.0)],
    faults: |scoring| require(&[(Field::Member, &scoring.member)]),
}
