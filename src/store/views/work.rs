//! What waits for a social worker.

use chrono::NaiveDate;

use super::Result;
use crate::{
    domain::{
        AnyRecord, Assessment, Deed, Family, Id, Index, IndexKey, Invoice, Kind, Meeting, PlanVersion, Programme, Role,
        Session, Suggestion,
        overview::{Overview, PageData},
        task::{self, Task, Waiting},
    },
    store::Reader,
};

/// The records that can make somebody wait, beside those of an overview.
pub(super) struct Pending {
    assessments: Vec<Assessment>,
    sessions: Vec<Session>,
    moved: Vec<Session>,
    suggestions: Vec<Suggestion>,
    plans: Vec<PlanVersion>,
    invoices: Vec<Invoice>,
}

impl Pending {
    /// Reads them by their days: past sessions that nobody marked, assessments up to those that are due soon,
    /// suggestions that became tasks, plans that were handed in or refused, invoices that are not paid.
    pub(super) fn read(reader: &Reader, programme: Id<Programme>, today: NaiveDate) -> Result<Self> {
        let sessions = match today.pred_opt() {
            Some(yesterday) => {
                let key = IndexKey::new(Index::SessionUnmarked);
                reader.range(&key, &key.clone().day(yesterday))?
            }
            None => Vec::new(),
        };
        let moved = reader.find(&IndexKey::new(Index::SessionToInform))?;
        let key = IndexKey::new(Index::AssessmentOpen);
        let assessments = reader.range(&key, &key.clone().day(task::assessments_until(today)))?;
        let mut suggestions: Vec<Suggestion> = reader.find(&IndexKey::new(Index::SuggestionDue))?;
        if !suggestions.is_empty() {
            let key = IndexKey::new(Index::MeetingByProgramme).id(programme.0);
            let meetings: Vec<Meeting> = reader.find(&key)?;
            suggestions.retain(|suggestion| meetings.iter().any(|meeting| meeting.id == suggestion.meeting));
        }
        let plans = reader.find(&IndexKey::new(Index::PlanWaiting))?;
        let invoices = reader.find(&IndexKey::new(Index::InvoiceUnpaid).id(programme.0))?;
        Ok(Self { assessments, sessions, moved, suggestions, plans, invoices })
    }

    /// What waits in a programme, for a user; drafts are the interface's.
    pub(super) fn tasks(&self, overview: &Overview, (user, role): (&str, Role)) -> Vec<Task> {
        task::tasks(Waiting {
            user,
            decides: role.may(Deed::ApprovePlan),
            plans: &self.plans,
            today: overview.today,
            families: &overview.families,
            people: &overview.people,
            children: &overview.children,
            assessments: &self.assessments,
            sessions: &self.sessions,
            moved: &self.moved,
            // They come with the standings, when there is nothing more urgent to be read.
            reminders: &[],
            suggestions: &self.suggestions,
            invoices: &self.invoices,
            sees_to_invoices: role.sees_to_invoices(),
            drafts: &[],
        })
    }
}

/// The records that the work queue is made of, beside those that the interface has already.
pub(super) fn work_queue(
    reader: &Reader,
    programme: Option<Id<Programme>>,
    today: NaiveDate,
    data: &mut PageData,
) -> Result<()> {
    let Some(programme) = programme else { return Ok(()) };
    let pending = Pending::read(reader, programme, today)?;
    for suggestion in pending.suggestions.iter().filter(|suggestion| suggestion.family.is_some()) {
        let family: Option<Family> = reader.get(suggestion.family)?;
        let surname = family.map(|family| family.surname).unwrap_or_default();
        data.names.insert((Kind::Family, suggestion.family.0), surname);
    }
    for session in &pending.moved {
        data.records.extend(reader.get(session.moved_to)?.map(AnyRecord::from));
    }
    data.records.extend(pending.moved.into_iter().map(AnyRecord::from));
    data.records.extend(pending.sessions.into_iter().map(AnyRecord::from));
    data.records.extend(pending.assessments.into_iter().map(AnyRecord::from));
    data.records.extend(pending.plans.into_iter().map(AnyRecord::from));
    data.records.extend(pending.invoices.into_iter().map(AnyRecord::from));
    data.records.extend(pending.suggestions.into_iter().map(AnyRecord::from));
    Ok(())
}
