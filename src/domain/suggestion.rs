//! The suggestion: what somebody proposed at a meeting, and what becomes of it.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{Family, Fault, Field, Id, Index, IndexKey, Meeting, Problem, choices, record, require};

choices! {
    /// What becomes of a suggestion.
    SuggestionState {
        Noted "noted" "-",
        Task "task" "d",
        Proposal "proposal" "p",
        Done "done" "i",
        Declined "declined" "n",
    }
}

/// A suggestion made at a meeting. As a task it stands in the work queue; as a proposal it goes to the municipality.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Suggestion {
    /// Its number.
    pub id: Id<Suggestion>,
    /// At which meeting.
    pub meeting: Id<Meeting>,
    /// Which family said it; 0: the meeting as a whole.
    pub family: Id<Family>,
    /// What was proposed.
    pub text: String,
    /// What becomes of it.
    pub state: SuggestionState,
    /// Who sees to it (login).
    pub owner: String,
    /// By when.
    pub due_on: Option<NaiveDate>,
    /// What was done, or why not.
    pub answer: String,
}

record! { Suggestion,
    links: |this| [Meeting: [&mut this.meeting], Family: [&mut this.family]],
    index: |suggestion| {
        let mut keys = vec![IndexKey::new(Index::SuggestionByMeeting).id(suggestion.meeting.0)];
        if suggestion.state == SuggestionState::Task {
            keys.push(IndexKey::new(Index::SuggestionDue).day(suggestion.due_on.unwrap_or_default()));
        }
        keys
    },
    faults: |suggestion| {
        let mut faults = require(&[(Field::Text, &suggestion.text)]);
        if !suggestion.meeting.is_some() {
            faults.push(Fault::new(Field::Meeting, Problem::Missing));
        }
        if suggestion.state == SuggestionState::Task && suggestion.due_on.is_none() {
            faults.push(Fault::new(Field::DueOn, Problem::Missing));
        }
        if suggestion.state == SuggestionState::Declined && suggestion.answer.trim().is_empty() {
            faults.push(Fault::new(Field::Answer, Problem::Missing));
        }
        faults
    },
}
