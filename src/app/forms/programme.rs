//! A programme; the first form of a new store.

use chrono::{Datelike, Months, NaiveDate};

use super::{super::form::Reading, Filling, FormField, base, put};
use crate::domain::{Deed, Field, Operation, Programme, overview::FormContext};

pub fn fields(context: &FormContext, filling: Filling<'_>) -> Vec<FormField> {
    let lang = filling.lang;
    let programme = match &context.base {
        Some(_) => base::<Programme>(context),
        None => {
            let year = filling.today.year();
            let from = NaiveDate::from_ymd_opt(year, 9, 1).unwrap_or(filling.today);
            let to = from.checked_add_months(Months::new(13)).and_then(|day| day.pred_opt()).unwrap_or(from);
            Programme { from, to, ..Programme::default() }
        }
    };
    vec![
        FormField::text(Field::Municipality, &programme.municipality),
        FormField::text(Field::Name, &programme.name),
        FormField::date(Field::From, Some(programme.from), lang),
        FormField::date(Field::To, Some(programme.to), lang),
        FormField::money(Field::DefaultCeiling, programme.default_ceiling, lang),
        FormField::text(Field::FundingReference, &programme.funding_reference),
        FormField::yes(Field::FollowsMovedDays, programme.follows_moved_days, lang),
    ]
}

pub fn build(reading: &mut Reading<'_>, context: &FormContext) -> Operation {
    let programme = Programme {
        municipality: reading.text(Field::Municipality),
        name: reading.text(Field::Name),
        from: reading.need_date(Field::From),
        to: reading.need_date(Field::To),
        default_ceiling: reading.money(Field::DefaultCeiling),
        funding_reference: reading.text(Field::FundingReference),
        follows_moved_days: reading.yes(Field::FollowsMovedDays),
        ..base(context)
    };
    put(context, programme, Deed::AddProgramme, Deed::EditProgramme)
}
