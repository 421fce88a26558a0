//! A note in a family's case.

use super::{super::form::Reading, Filling, FormField, base, goal_picks, out_of_use, put};
use crate::{
    app::msg::FormRequest,
    domain::{Deed, Field, Id, Note, Operation, Problem, overview::FormContext},
};

pub fn fields(request: &FormRequest, context: &FormContext, filling: Filling<'_>) -> Vec<FormField> {
    let lang = filling.lang;
    let note = match &context.base {
        Some(_) => base::<Note>(context),
        None => Note { day: filling.today, kind: request.noun.contact().unwrap_or_default(), ..Note::default() },
    };
    let mut fields = vec![
        FormField::long(Field::Text, &note.text),
        FormField::choice(Field::Kind, note.kind, lang),
        FormField::one(Field::Goal, goal_picks(context, &[note.goal.0]), note.goal.0),
        FormField::date(Field::Day, Some(note.day), lang),
        FormField::time(Field::Start, note.start),
    ];
    fields.extend(out_of_use(note.closed, Field::Closed, lang));
    fields
}

pub fn build(reading: &mut Reading<'_>, context: &FormContext, filling: Filling<'_>) -> Operation {
    let old = base::<Note>(context);
    let is_new = context.base.is_none();
    let note = Note {
        family: context.family.as_ref().map(|family| family.id).unwrap_or_default(),
        child: if is_new { context.child.as_ref().map(|child| child.id).unwrap_or_default() } else { old.child },
        goal: Id::new(reading.pick(Field::Goal).unwrap_or_default()),
        text: reading.text(Field::Text),
        kind: reading.choice(Field::Kind),
        day: reading.need_date(Field::Day),
        start: reading.time(Field::Start),
        closed: reading.yes(Field::Closed),
        author: if is_new { filling.user.to_owned() } else { old.author.clone() },
        ..old
    };
    if note.day > filling.today {
        reading.fault(Field::Day, Problem::InFuture);
    }
    put(context, note, Deed::AddNote, Deed::EditNote)
}
