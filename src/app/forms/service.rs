//! A row of the catalogue.

use super::{super::form::Reading, Filling, FormField, base, out_of_use, put};
use crate::{
    app::field::picks_of,
    domain::{Choice, Deed, Field, Group, Operation, Problem, Recipient, Service, Unit, overview::FormContext},
};

pub fn fields(context: &FormContext, filling: Filling<'_>) -> Vec<FormField> {
    let lang = filling.lang;
    let service = base::<Service>(context);
    let mut fields = vec![
        FormField::text(Field::Code, &service.code),
        FormField::text(Field::LatvianName, &service.latvian_name),
        FormField::text(Field::EnglishName, &service.english_name),
        FormField::many(Field::Groups, picks_of::<Group>(lang), &places(&service.groups)),
        FormField::many(Field::Recipients, picks_of::<Recipient>(lang), &places(&service.recipients)),
        FormField::many(Field::Units, picks_of::<Unit>(lang), &places(&service.units)),
        FormField::minutes(Field::Minutes, service.minutes),
        FormField::yes(Field::NeedsMedicalForm, service.needs_medical_form, lang),
        FormField::text(Field::Notice, &service.notice),
    ];
    fields.extend(out_of_use(service.closed, Field::Closed, lang));
    fields
}

fn places<C: Choice>(chosen: &[C]) -> Vec<u64> {
    chosen.iter().filter_map(|choice| C::ALL.iter().position(|other| other == choice)).map(|n| n as u64).collect()
}

fn chosen<C: Choice>(reading: &mut Reading<'_>, field: Field) -> Vec<C> {
    let picks = reading.picks(field);
    if picks.is_empty() {
        reading.fault(field, Problem::Missing);
    }
    picks.into_iter().filter_map(|n| C::ALL.get(n as usize).copied()).collect()
}

pub fn build(reading: &mut Reading<'_>, context: &FormContext) -> Operation {
    let old = base::<Service>(context);
    let code = reading.text(Field::Code).to_uppercase();
    if context.base.is_some() && code != old.code {
        // Plan lines, prices and sessions name the service by its code.
        reading.fault(Field::Code, Problem::InUse);
    }
    let service = Service {
        code,
        latvian_name: reading.text(Field::LatvianName),
        english_name: reading.text(Field::EnglishName),
        groups: chosen(reading, Field::Groups),
        recipients: chosen(reading, Field::Recipients),
        units: chosen(reading, Field::Units),
        minutes: reading.minutes(Field::Minutes),
        needs_medical_form: reading.yes(Field::NeedsMedicalForm),
        notice: reading.text(Field::Notice),
        closed: reading.yes(Field::Closed),
        ..old
    };
    put(context, service, Deed::AddService, Deed::EditService)
}
