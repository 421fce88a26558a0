//! The programme's meetings: the parents' meeting before it, the feedback meetings during and after it.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{Family, Fault, Field, Id, Index, IndexKey, Problem, Programme, choices, record};

choices! {
    /// What a meeting is for.
    MeetingKind {
        Parents "parents" "v",
        Feedback "feedback" "a",
    }
}

/// A meeting with the programme's families.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Meeting {
    /// Its number.
    pub id: Id<Meeting>,
    /// Whose families meet.
    pub programme: Id<Programme>,
    /// What it is for.
    pub kind: MeetingKind,
    /// When.
    pub day: NaiveDate,
    /// Where.
    pub place: String,
    /// The families that came.
    pub families: Vec<Id<Family>>,
    /// What worked, in their words.
    pub worked: String,
    /// What could be different.
    pub could_differ: String,
}

record! { Meeting,
    links: |this| [Programme: [&mut this.programme], Family: &mut this.families],
    index: |meeting| vec![IndexKey::new(Index::MeetingByProgramme).id(meeting.programme.0).day(meeting.day)],
    faults: |meeting| {
        let mut faults = Vec::new();
        if !meeting.programme.is_some() {
            faults.push(Fault::new(Field::Programme, Problem::Missing));
        }
        faults.extend(super::year_faults(Field::Day, meeting.day));
        faults
    },
}
