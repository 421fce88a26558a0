//! A later last day of the programme.

use super::{super::form::Reading, Filling, FormField};
use crate::domain::{
    Field,
    overview::FormContext,
    proposal::{Extension, Proposal},
};

pub fn fields(context: &FormContext, filling: Filling<'_>) -> Vec<FormField> {
    vec![
        FormField::date(Field::To, Some(context.programme.to), filling.lang),
        FormField::yes(Field::Stretch, true, filling.lang),
        FormField::text(Field::Reason, ""),
    ]
}

pub fn proposal(reading: &mut Reading<'_>) -> Proposal {
    Proposal::Extension(Extension {
        to: reading.need_date(Field::To),
        stretch: reading.yes(Field::Stretch),
        reason: reading.text(Field::Reason),
    })
}
