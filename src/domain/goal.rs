//! The goal: what a child's support is for; every plan line serves one.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{Child, Fault, Field, Id, Index, IndexKey, Problem, choices, record, require};

choices! {
    /// How far a goal looks ahead.
    GoalTerm {
        ShortTerm "short_term" "i",
        LongTerm "long_term" "g",
    }

    /// How far a goal was reached when it was closed.
    Attainment {
        Open "open" "-",
        Reached "reached" "s",
        Partly "partly" "d",
        NotReached "not_reached" "n",
    }
}

impl Attainment {
    /// What a step of the goal attainment scale says, −2 to +2: from 0 on the target is reached.
    pub fn of_scale(scale: i8) -> Self {
        match scale {
            0.. => Self::Reached,
            -1 => Self::Partly,
            _ => Self::NotReached,
        }
    }
}

/// A goal of a child's support.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Goal {
    /// Its number.
    pub id: Id<Goal>,
    /// Whose.
    pub child: Id<Child>,
    /// Its place among the child's goals, from 1: shown as `M1`.
    pub number: u32,
    /// How far it looks ahead.
    pub term: GoalTerm,
    /// The goal in words.
    pub wording: String,
    /// By what progress is seen.
    pub indicator: String,
    /// Where the child stands at the start.
    pub baseline: String,
    /// Where the child should stand at the end.
    pub target: String,
    /// The assessed domains it answers, as items of the instrument (`d4`, `b7`).
    pub domains: Vec<String>,
    /// Why no plan line serves it; empty where one does.
    pub no_line_reason: String,
    /// How far it was reached; open until closed.
    pub attainment: Attainment,
    /// When it was closed.
    pub closed_on: Option<NaiveDate>,
}

impl Goal {
    /// Whether it is closed: then it stands as it was until it is reopened.
    pub fn is_closed(&self) -> bool {
        self.attainment != Attainment::Open
    }
}

record! { Goal,
    links: |this| [Child: [&mut this.child]],
    index: |goal| vec![IndexKey::new(Index::GoalByChild).id(goal.child.0)],
    faults: |goal| {
        let mut faults = require(&[(Field::Wording, &goal.wording)]);
        if !goal.child.is_some() {
            faults.push(Fault::new(Field::Child, Problem::Missing));
        }
        if goal.closed_on.is_some() != (goal.attainment != Attainment::Open) {
            let field = if goal.closed_on.is_some() { Field::Attainment } else { Field::ClosedOn };
            faults.push(Fault::new(field, Problem::Missing));
        }
        faults
    },
    change: |before, after| {
        // Reopening changes how it was closed and nothing else.
        let reopened = Goal { attainment: Attainment::Open, closed_on: None, ..before.clone() };
        let allowed = !before.is_closed() || after.is_some_and(|after| *after == reopened || after == before);
        if allowed { Vec::new() } else { vec![Fault::new(Field::Attainment, Problem::GoalClosed)] }
    },
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_target_is_reached_from_the_middle_of_the_scale_on() {
        let told: Vec<Attainment> = (-2..=2).map(Attainment::of_scale).collect();
        use Attainment::{NotReached, Partly, Reached};
        assert_eq!(told, [NotReached, Partly, Reached, Reached, Reached]);
    }
}
