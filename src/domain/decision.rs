//! The decision: what the municipality decided about a child, numbered in a register of its own each year.

use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};

use super::{Child, Fault, Field, Id, Index, IndexKey, PlanVersion, Problem, Programme, choices, record};

choices! {
    /// What was decided.
    DecisionKind {
        Grant "grant" "p",
        Refuse "refuse" "a",
        Suspend "suspend" "t",
        Terminate "terminate" "i",
        Queue "queue" "r",
    }
}

/// A decision of the municipality. It is never changed: another one takes its place.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Decision {
    /// Its number in the store.
    pub id: Id<Decision>,
    /// Of which programme it is; it stands in the register of that programme's municipality.
    pub programme: Id<Programme>,
    /// Its number in that register, from 1 each year; the store gives it.
    pub number: u32,
    /// What was decided.
    pub kind: DecisionKind,
    /// On which day.
    pub day: NaiveDate,
    /// About whom.
    pub child: Id<Child>,
    /// About which version of the plan; 0: none.
    pub plan: Id<PlanVersion>,
    /// What it says, and why.
    pub text: String,
    /// Who decided (login).
    pub decided_by: String,
    /// The decision whose place it takes; 0: none.
    pub supersedes: Id<Decision>,
    /// The law wanted it erased: only its number and year are left, for no other decision may have them.
    pub erased: bool,
}

impl Decision {
    /// What is left of it when it is erased.
    pub fn erased(&self) -> Self {
        let day = NaiveDate::from_ymd_opt(self.day.year(), 1, 1).unwrap_or_default();
        Self { programme: self.programme, number: self.number, day, erased: true, ..Self::default() }
    }

    /// `2018/7`: the year and the number in it.
    pub fn label(&self) -> String {
        format!("{}/{}", self.day.year(), self.number)
    }

    /// The beginning of the keys of its programme's decisions of its year.
    pub fn register(&self) -> IndexKey {
        // A year below 0 is a fault of the record.
        let year = u64::try_from(self.day.year()).unwrap_or_default();
        IndexKey::new(Index::DecisionByRegister).id(self.programme.0).id(year)
    }

    /// Its place among them.
    fn place(&self) -> IndexKey {
        self.register().id(self.number.into())
    }
}

record! { Decision,
    links: |this| [
        Programme: [&mut this.programme],
        Child: [&mut this.child],
        PlanVersion: [&mut this.plan],
        Decision: [&mut this.supersedes],
    ],
    index: |decision| vec![decision.place(), IndexKey::new(Index::DecisionByChild).id(decision.child.0)],
    faults: |decision| {
        let mut faults: Vec<Fault> = super::year_faults(Field::Day, decision.day).into_iter().collect();
        if decision.erased {
            return faults;
        }
        for (field, is_there) in [
            (Field::Programme, decision.programme.is_some()),
            (Field::Child, decision.child.is_some()),
            (Field::DecidedBy, !decision.decided_by.trim().is_empty()),
            // Whoever does not get what was asked for is told why.
            (Field::Text, decision.kind == DecisionKind::Grant || !decision.text.trim().is_empty()),
        ] {
            if !is_there {
                faults.push(Fault::new(field, Problem::Missing));
            }
        }
        faults
    },
    change: |before, after| {
        if after == Some(before) { Vec::new() } else { vec![Fault::new(Field::RegisterDecision, Problem::Decided)] }
    },
}
