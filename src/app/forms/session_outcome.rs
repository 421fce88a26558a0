//! What became of a session: its mark, or that it was booked by mistake.

use super::{
    super::{field::picks_of, form::Reading},
    Filling, FormField, Pick, base, provider_picks,
};
use crate::{
    domain::{
        Choice, Deed, Field, Id, Operation, Outcome, Problem, Session,
        invoicing::{corrected, lacks_reason},
        overview::FormContext,
        pricing::PriceList,
    },
    i18n::Text,
};

/// Instead of an outcome: there was to be no such session. After all outcomes.
const BY_MISTAKE: u64 = Outcome::ALL.len() as u64;

/// Whether it can be taken off the calendar as if it had never been on it: nothing became of it, and nothing stands for
/// it or came of it.
fn is_removable(session: &Session, context: &FormContext) -> bool {
    let moved_here = context.sessions.iter().any(|other| other.moved_to == session.id);
    session.is_open() && context.invoiced.is_empty() && !moved_here
}

/// It goes, and its series has no session on its day.
fn removal(session: &Session, context: &FormContext) -> Operation {
    let operation = Operation::new(Deed::RemoveSession).remove(session);
    match context.series.iter().find(|series| series.id == session.series && series.id.is_some()) {
        Some(series) => operation.change(series.clone(), series.without(session.rule_day())),
        None => operation,
    }
}

pub fn fields(context: &FormContext, filling: Filling<'_>) -> Vec<FormField> {
    let session = base::<Session>(context);
    let outcome = if session.is_open() { Outcome::Excused } else { session.outcome };
    let mut outcomes = picks_of::<Outcome>(filling.lang);
    // Moving is an action of its own.
    outcomes.retain(|pick| pick.value != Outcome::Moved as u64 || outcome == Outcome::Moved);
    outcomes.extend(is_removable(&session, context).then(|| Pick {
        code: "x".to_owned(),
        label: Text::BookedByMistake.text(filling.lang).to_owned(),
        value: BY_MISTAKE,
    }));
    let mut fields = vec![
        FormField::one(Field::Outcome, outcomes, outcome as u64),
        FormField::number(Field::Units, session.units, filling.lang),
        FormField::text(Field::Text, &session.text),
        FormField::text(Field::NoticeGiven, &session.notice_given.map(|hours| hours.to_string()).unwrap_or_default()),
    ];
    if !session.provider.is_some() {
        // Who is to invoice it can still be said.
        fields.push(FormField::one(Field::Provider, provider_picks(context, 0), 0));
    }
    if !context.invoiced.is_empty() {
        fields.push(FormField::text(Field::CorrectionReason, ""));
    }
    fields
}

/// The session as it is marked, with what is charged; or its removal.
pub fn build(reading: &mut Reading<'_>, context: &FormContext) -> Operation {
    let old = base::<Session>(context);
    let outcome = match reading.pick(Field::Outcome) {
        Some(BY_MISTAKE) => return removal(&old, context),
        picked => picked.and_then(|n| Outcome::ALL.get(n as usize).copied()).unwrap_or_default(),
    };
    // The session it was moved to stands in its place: moving is done, and taken back, as a whole.
    if (outcome == Outcome::Moved) != (old.outcome == Outcome::Moved) {
        reading.fault(Field::Outcome, Problem::NotAChoice(reading.text(Field::Outcome)));
    }
    if matches!(outcome, Outcome::Attended | Outcome::NoShow) && old.day > context.today {
        reading.fault(Field::Outcome, Problem::InFuture);
    }
    let line = context.all_lines.iter().find(|line| line.id == old.line).cloned().unwrap_or_default();
    let provider = if old.provider.is_some() { None } else { reading.pick(Field::Provider) };
    let session = Session { provider: provider.map_or(old.provider, Id::new), ..old.clone() };
    let provider = context.providers.iter().find(|provider| provider.id == session.provider_by(&line));
    let terms = PriceList::new(&context.prices).terms(&session, &line, provider);
    let said = !reading.text(Field::NoticeGiven).is_empty();
    let notice = said.then(|| reading.count(Field::NoticeGiven)).filter(|_| outcome == Outcome::Excused);
    let units = reading.number(Field::Units);
    let session = session.marked(outcome, units, notice, &line, terms).unwrap_or_else(|problem| {
        reading.fault(Field::Outcome, problem);
        old.clone()
    });
    let deed = if outcome == Outcome::Attended { Deed::MarkAttendance } else { Deed::CancelSession };
    let session = Session { text: reading.text(Field::Text), ..session };
    let marked = Operation::new(deed).change(old.clone(), session.clone());
    let why = reading.text(Field::CorrectionReason);
    let operation = corrected(marked.clone(), &old, &session, &context.invoiced, why.trim());
    if lacks_reason(&operation) {
        reading.fault(Field::CorrectionReason, Problem::Invoiced);
        // What it lacks is said, once.
        return marked;
    }
    operation
}
