//! A row of a price list.

use super::{super::form::Reading, Filling, FormField, base, from_catalogue, provider_picks, put, service_picks};
use crate::{
    app::field::FieldKind,
    domain::{
        Deed, Field, Format, Id, Operation, Price, Problem, Unit,
        overview::FormContext,
        pricing::PriceList,
        proposal::{NewPrices, Proposal},
    },
    i18n::number,
};

pub fn fields(context: &FormContext, filling: Filling<'_>) -> Vec<FormField> {
    let lang = filling.lang;
    let price = match &context.base {
        Some(_) => base::<Price>(context),
        None => Price { from: filling.today, ..Price::default() },
    };
    let service = context.services.iter().find(|service| service.code == price.service);
    // Nothing is a price, too.
    let amount = context.base.as_ref().map(|_| number::money(price.amount, lang)).unwrap_or_default();
    vec![
        FormField::one(
            Field::Service,
            service_picks(context, &price.service, lang),
            service.map_or(0, |service| service.id.0),
        ),
        FormField::new(Field::Amount, FieldKind::Money, &amount),
        FormField::one(Field::Provider, provider_picks(context, price.provider.0), price.provider.0),
        FormField::choice(Field::Format, price.format, lang),
        FormField::choice(Field::Unit, price.unit, lang),
        FormField::date(Field::From, Some(price.from), lang),
        FormField::date(Field::To, price.to, lang),
        FormField::text(Field::Retroactive, &price.retroactive_reason),
    ]
}

/// What a reason in the past asks for: to charge anew what was held at another price.
pub fn retroactive(reading: &mut Reading<'_>, context: &FormContext, filling: Filling<'_>) -> Option<Proposal> {
    if reading.text(Field::Retroactive).is_empty() || reading.date(Field::From)? >= filling.today {
        return None;
    }
    let Operation { deed, puts, .. } = build(reading, context);
    Some(Proposal::Prices(NewPrices { deed, puts }))
}

pub fn build(reading: &mut Reading<'_>, context: &FormContext) -> Operation {
    let old = base::<Price>(context);
    let picked = reading.pick(Field::Service);
    let service = picked.and_then(|number| context.services.iter().find(|service| service.id.0 == number));
    let mut price = Price {
        service: service.map(|service| service.code.clone()).unwrap_or_default(),
        amount: reading.money(Field::Amount),
        provider: Id::new(reading.pick(Field::Provider).unwrap_or_default()),
        format: reading.choice::<Format>(Field::Format),
        unit: reading.choice::<Unit>(Field::Unit),
        from: reading.need_date(Field::From),
        to: reading.date(Field::To),
        retroactive_reason: reading.text(Field::Retroactive),
        sample: false,
        ..old.clone()
    };
    if let Some(service) = service {
        price.unit = from_catalogue(reading, Field::Unit, price.unit, &service.units, service.code != old.service);
    }
    if reading.text(Field::Amount).is_empty() {
        reading.fault(Field::Amount, Problem::Missing);
    }
    reading.faults.extend(PriceList::new(&context.prices).overlap_fault(&price));
    put(context, price, Deed::AddPrice, Deed::EditPrice)
}
