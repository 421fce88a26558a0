//! A suggestion made at a meeting, and what becomes of it.

use super::{super::form::Reading, Filling, FormField, Pick, base, meeting::family_picks, put, user::owner_picks};
use crate::{
    domain::{Deed, Field, Id, Operation, Suggestion, overview::FormContext},
    i18n::{Lang, choice::Worded, date},
};

pub fn fields(context: &FormContext, filling: Filling<'_>) -> Vec<FormField> {
    let lang = filling.lang;
    let suggestion = match &context.base {
        Some(_) => base::<Suggestion>(context),
        // What is said is most often said at the meeting just held.
        None => Suggestion {
            meeting: context.meetings.first().map(|meeting| meeting.id).unwrap_or_default(),
            ..Suggestion::default()
        },
    };
    let owner = context.users.iter().position(|user| user.login == suggestion.owner).map_or(0, |n| n as u64 + 1);
    vec![
        FormField::long(Field::Text, &suggestion.text),
        FormField::one(Field::Family, family_picks(context), suggestion.family.0),
        FormField::choice(Field::State, suggestion.state, lang),
        if owner == 0 && !suggestion.owner.is_empty() {
            // Somebody who is no longer offered.
            FormField::text(Field::Owner, &suggestion.owner)
        } else {
            FormField::one(Field::Owner, owner_picks(context), owner)
        },
        FormField::date(Field::DueOn, suggestion.due_on, lang),
        FormField::long(Field::Answer, &suggestion.answer),
        FormField::one(Field::Meeting, meeting_picks(context, lang), suggestion.meeting.0),
    ]
}

pub fn build(reading: &mut Reading<'_>, context: &FormContext) -> Operation {
    let old = base::<Suggestion>(context);
    let owner = match reading.pick(Field::Owner) {
        Some(n) => usize::try_from(n).ok().and_then(|n| context.users.get(n.checked_sub(1)?)).map(|user| &user.login),
        None => None,
    };
    let suggestion = Suggestion {
        meeting: Id::new(reading.pick(Field::Meeting).unwrap_or_default()),
        family: Id::new(reading.pick(Field::Family).unwrap_or_default()),
        text: reading.text(Field::Text),
        state: reading.choice(Field::State),
        owner: owner.cloned().unwrap_or_else(|| reading.text(Field::Owner)),
        due_on: reading.date(Field::DueOn),
        answer: reading.text(Field::Answer),
        ..old
    };
    put(context, suggestion, Deed::AddSuggestion, Deed::EditSuggestion)
}

/// The programme's meetings, by their numbers.
fn meeting_picks(context: &FormContext, lang: Lang) -> Vec<Pick> {
    let meetings = context.meetings.iter();
    meetings
        .map(|meeting| Pick {
            code: meeting.id.0.to_string(),
            label: format!("{} {}", date::show(meeting.day, lang), meeting.kind.text(lang)),
            value: meeting.id.0,
        })
        .collect()
}
