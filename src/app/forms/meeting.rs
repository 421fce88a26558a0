//! A meeting with the programme's families.

use super::{super::form::Reading, Filling, FormField, Pick, base, put};
use crate::{
    domain::{Deed, Family, Field, Id, Meeting, Operation, overview::FormContext},
    i18n::collation,
};

pub fn fields(context: &FormContext, filling: Filling<'_>) -> Vec<FormField> {
    let lang = filling.lang;
    let meeting = match &context.base {
        Some(_) => base::<Meeting>(context),
        None => Meeting { day: filling.today, ..Meeting::default() },
    };
    let came: Vec<u64> = meeting.families.iter().map(|family| family.0).collect();
    vec![
        FormField::choice(Field::Kind, meeting.kind, lang),
        FormField::date(Field::Day, Some(meeting.day), lang),
        FormField::text(Field::Place, &meeting.place),
        FormField::many(Field::Families, family_picks(context), &came),
        FormField::long(Field::Worked, &meeting.worked),
        FormField::long(Field::CouldDiffer, &meeting.could_differ),
    ]
}

pub fn build(reading: &mut Reading<'_>, context: &FormContext) -> Operation {
    let old = base::<Meeting>(context);
    let meeting = Meeting {
        programme: if old.programme.is_some() { old.programme } else { context.programme.id },
        kind: reading.choice(Field::Kind),
        day: reading.need_date(Field::Day),
        place: reading.text(Field::Place),
        families: reading.picks(Field::Families).into_iter().map(Id::new).collect(),
        worked: reading.text(Field::Worked),
        could_differ: reading.text(Field::CouldDiffer),
        ..old
    };
    put(context, meeting, Deed::AddMeeting, Deed::EditMeeting)
}

/// The programme's families by surname, picked by the end of their case number (`07` of `2018-07`) where no other family
/// ends alike, else by the whole of it.
pub(super) fn family_picks(context: &FormContext) -> Vec<Pick> {
    let mut families: Vec<&Family> = context.families.iter().collect();
    families.sort_by(|a, b| collation::compare(&a.surname, &b.surname));
    let end = |family: &Family| family.case_number.rsplit('-').next().unwrap_or_default().to_owned();
    let alone = |wanted: &str| families.iter().filter(|family| end(family) == wanted).count() == 1;
    let pick = |family: &&Family| {
        let code = Some(end(family)).filter(|end| !end.is_empty() && alone(end));
        let label = format!("{} {}", family.surname, family.case_number);
        Pick { code: code.unwrap_or_else(|| family.case_number.clone()), label, value: family.id.0 }
    };
    families.iter().map(pick).collect()
}
