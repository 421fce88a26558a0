//! Prices that change from a day on, all of a service or a provider at once.

use super::{super::form::Reading, Filling, FormField, provider_picks, service_picks};
use crate::domain::{
    Field, Id, Problem,
    overview::FormContext,
    proposal::{Proposal, Uplift, UpliftBy},
};

pub fn fields(context: &FormContext, filling: Filling<'_>) -> Vec<FormField> {
    let lang = filling.lang;
    vec![
        FormField::one(Field::Service, service_picks(context, "", lang), 0),
        FormField::one(Field::Provider, provider_picks(context, 0), 0),
        FormField::percent(Field::Percent, Default::default(), lang),
        FormField::money(Field::Amount, Default::default(), lang),
        FormField::date(Field::From, Some(filling.today), lang),
        FormField::text(Field::Retroactive, ""),
    ]
}

pub fn proposal(reading: &mut Reading<'_>, context: &FormContext) -> Proposal {
    let picked = reading.pick(Field::Service);
    let service = picked.and_then(|number| context.services.iter().find(|service| service.id.0 == number));
    let (percent, amount) = (reading.percent(Field::Percent), reading.money(Field::Amount));
    if percent.is_zero() == amount.is_zero() {
        reading.fault(Field::Percent, Problem::OneOfTwo);
    }
    Proposal::Uplift(Uplift {
        service: service.map(|service| service.code.clone()).unwrap_or_default(),
        provider: Id::new(reading.pick(Field::Provider).unwrap_or_default()),
        by: if percent.is_zero() { UpliftBy::Amount(amount) } else { UpliftBy::Percent(percent) },
        from: reading.need_date(Field::From),
        reason: reading.text(Field::Retroactive),
    })
}
