//! The assessment: initial, interim, closing; of the child or of the parents; planned, held, completed.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{
    Attainment, Child, Fault, Field, Goal, Id, Index, IndexKey, Instrument, Person, Problem, Programme, Subject,
    choices, record,
};

choices! {
    /// Which of the three assessments.
    AssessmentKind {
        Initial "initial" "1",
        Interim "interim" "2",
        Closing "closing" "3",
    }
}

/// Somebody in the assessment team.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct TeamMember {
    /// The name.
    pub name: String,
    /// The profession, as in "rehabilitation physician".
    pub profession: String,
    /// Whether this one leads the team.
    pub lead: bool,
}

/// What an item was scored.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Score {
    /// The item's code in the instrument.
    pub item: String,
    /// The value, one of the instrument's scale.
    pub value: u8,
    /// What was seen; and why, where members of the team scored two or more apart.
    pub observation: String,
}

/// How far a goal had come when the child was assessed.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Progress {
    /// Which goal.
    pub goal: Id<Goal>,
    /// Goal attainment scale: −2 (much less than expected) to +2 (much more); 0 is the target.
    pub scale: i8,
    /// In words.
    pub attainment: Attainment,
    /// By what it was seen.
    pub observation: String,
}

/// One of a child's three assessments, of the child or of the parents.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Assessment {
    /// Its number.
    pub id: Id<Assessment>,
    /// Whose.
    pub child: Id<Child>,
    /// Which of the three.
    pub kind: AssessmentKind,
    /// Who is assessed.
    pub subject: Subject,
    /// When it is to be held.
    pub planned_on: Option<NaiveDate>,
    /// When it was held.
    pub done_on: Option<NaiveDate>,
    /// Where.
    pub place: String,
    /// Who assesses.
    pub team: Vec<TeamMember>,
    /// With what; 0 while nothing is scored.
    pub instrument: Id<Instrument>,
    /// What the team agreed on, in the instrument's order.
    pub scores: Vec<Score>,
    /// How far the child's goals had come.
    pub progress: Vec<Progress>,
    /// What the family can build on.
    pub family_resources: String,
    /// What the parents need for themselves.
    pub parents_needs: String,
    /// What the team found.
    pub conclusions: String,
    /// What the team recommends.
    pub recommendations: String,
    /// When it was completed: from then on it is corrected only by another one.
    pub completed_on: Option<NaiveDate>,
    /// Who completed it (login).
    pub completed_by: String,
    /// The completed assessment that this one corrects; 0: none.
    pub corrects: Id<Assessment>,
    /// Why it is corrected.
    pub correction_reason: String,
}

impl Assessment {
    /// The day it was held, else the day it is due.
    pub fn day(&self) -> Option<NaiveDate> {
        self.done_on.or(self.planned_on)
    }

    /// Whether it is completed: it can no longer be changed.
    pub fn is_completed(&self) -> bool {
        self.completed_on.is_some()
    }

    /// What an item was scored.
    pub fn score(&self, item: &str) -> Option<&Score> {
        self.scores.iter().find(|score| score.item == item)
    }

    /// How far a goal had come.
    pub fn progress_of(&self, goal: Id<Goal>) -> Option<&Progress> {
        self.progress.iter().find(|progress| progress.goal == goal)
    }

    /// Whether `other` takes the place of this one: a child has one assessment of a kind and subject, and one
    /// correction of each.
    pub fn is_same_as(&self, other: &Self) -> bool {
        let place = |one: &Self| (one.child, one.kind, one.subject, one.corrects);
        self.id != other.id && place(self) == place(other)
    }

    /// What is odd about its day: before the programme began, or the child was too old for it then.
    pub fn day_faults(&self, programme: &Programme, child: Option<&Person>) -> Vec<Fault> {
        let (field, Some(day)) = (if self.done_on.is_some() { Field::DoneOn } else { Field::PlannedOn }, self.day())
        else {
            return Vec::new();
        };
        let mut faults = Vec::new();
        if day < programme.begins() {
            faults.push(Fault::new(field, Problem::BeforeProgramme(programme.begins())));
        }
        if let Some(age) = child.and_then(|child| child.age_on(day))
            && programme.oldest_age > 0
            && age > programme.oldest_age
        {
            faults.push(Fault::new(field, Problem::TooOld(age, programme.oldest_age)));
        }
        faults
    }
}

/// The assessment of that kind and subject that counts for a child: of those that were held and that no completed
/// correction replaces, a completed one before any other, then the latest. A correction counts once it is completed;
/// until then what it corrects does.
pub fn in_force<'a>(
    assessments: impl IntoIterator<Item = &'a Assessment> + Clone,
    child: Id<Child>,
    kind: AssessmentKind,
    subject: Subject,
) -> Option<&'a Assessment> {
    let replaced = |id| assessments.clone().into_iter().any(|other| other.is_completed() && other.corrects == id);
    let waits = |assessment: &Assessment| assessment.corrects.is_some() && !assessment.is_completed();
    assessments
        .clone()
        .into_iter()
        .filter(|one| (one.child, one.kind, one.subject) == (child, kind, subject) && one.done_on.is_some())
        .filter(|one| !replaced(one.id) && !waits(one))
        .max_by_key(|one| (one.is_completed(), one.done_on, one.id))
}

record! { Assessment,
    links: |this| [
        Child: [&mut this.child],
        Instrument: [&mut this.instrument],
        Goal: this.progress.iter_mut().map(|progress| &mut progress.goal),
        Assessment: [&mut this.corrects],
    ],
    index: |assessment| {
        let mut keys = vec![IndexKey::new(Index::AssessmentByChild).id(assessment.child.0)];
        let open = assessment.day().filter(|_| !assessment.is_completed());
        keys.extend(open.map(|day| IndexKey::new(Index::AssessmentOpen).day(day)));
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
        if !assessment.team.is_empty() && assessment.team.iter().filter(|member| member.lead).count() != 1 {
            faults.push(Fault::new(Field::Team, Problem::NoLead));
        }
        if assessment.is_completed() && assessment.done_on.is_none() {
            faults.push(Fault::new(Field::DoneOn, Problem::Missing));
        }
        if assessment.corrects.is_some() && assessment.correction_reason.trim().is_empty() {
            faults.push(Fault::new(Field::CorrectionReason, Problem::Missing));
        }
        if assessment.progress.iter().any(|progress| !(-2..=2).contains(&progress.scale)) {
            faults.push(Fault::new(Field::Progress, Problem::NotAChoice(String::new())));
        }
        faults
    },
    change: |before, _| {
        if before.is_completed() { vec![Fault::new(Field::CompletedOn, Problem::Locked)] } else { Vec::new() }
    },
}
