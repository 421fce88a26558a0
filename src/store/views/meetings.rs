//! A programme's meetings.

use std::collections::btree_map::Entry;

use super::Result;
use crate::{
    domain::{AnyRecord, Family, Id, Index, IndexKey, Kind, Meeting, Programme, Suggestion, overview::PageData},
    store::Reader,
};

/// A programme's meetings, the newest first.
pub(super) fn meetings_of(reader: &Reader, programme: Id<Programme>) -> Result<Vec<Meeting>> {
    let mut meetings: Vec<Meeting> = reader.find(&IndexKey::new(Index::MeetingByProgramme).id(programme.0))?;
    meetings.sort_by_key(|meeting| std::cmp::Reverse((meeting.day, meeting.id)));
    Ok(meetings)
}

/// The meetings, each before its suggestions, and the names of the families that came or spoke.
pub(super) fn meetings(reader: &Reader, programme: Option<Id<Programme>>, data: &mut PageData) -> Result<()> {
    let Some(programme) = programme else { return Ok(()) };
    for meeting in meetings_of(reader, programme)? {
        let suggestions: Vec<Suggestion> = reader.find(&IndexKey::new(Index::SuggestionByMeeting).id(meeting.id.0))?;
        let spoke = suggestions.iter().map(|suggestion| suggestion.family).filter(|family| family.is_some());
        for family in meeting.families.iter().copied().chain(spoke) {
            if let Entry::Vacant(name) = data.names.entry((Kind::Family, family.0)) {
                let family: Option<Family> = reader.get(family)?;
                name.insert(family.map(|family| family.surname).unwrap_or_default());
            }
        }
        data.records.push(meeting.into());
        data.records.extend(suggestions.into_iter().map(AnyRecord::from));
    }
    Ok(())
}
