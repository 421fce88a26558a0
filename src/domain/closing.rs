//! What is out of use: closed, withdrawn, left or ended, each kind in its own way.

use chrono::NaiveDate;

use super::{AnyRecord, CaseStatus, SuggestionState};

impl AnyRecord {
    /// Whether it is out of use already, or will be by a date that it has.
    pub fn is_closed(&self, today: NaiveDate) -> bool {
        match self {
            Self::Family(family) => family.status == CaseStatus::Closed,
            Self::Child(child) => child.status == CaseStatus::Closed,
            Self::Person(person) => person.closed,
            Self::Provider(provider) => provider.closed,
            Self::Service(service) => service.closed,
            Self::Price(price) => price.to.is_some_and(|to| to <= today.max(price.from)),
            Self::Note(note) => note.closed,
            Self::User(user) => user.disabled,
            Self::Programme(programme) => programme.closed,
            Self::Goal(goal) => goal.is_closed(),
            Self::Suggestion(suggestion) => {
                matches!(suggestion.state, SuggestionState::Done | SuggestionState::Declined)
            }
            // Their own forms say what can be changed.
            Self::Assessment(_)
            | Self::Instrument(_)
            | Self::Scoring(_)
            | Self::Decision(_)
            | Self::Meeting(_)
            | Self::RuleBook(_)
            | Self::Series(_)
            | Self::Absence(_)
            | Self::Invoice(_)
            | Self::InvoiceLine(_)
            | Self::PlanVersion(_)
            | Self::PlanLine(_)
            | Self::Session(_) => false,
        }
    }
}
