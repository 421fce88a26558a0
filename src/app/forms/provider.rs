//! A provider and its terms.

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::{super::form::Reading, Filling, FormField, base, out_of_use, put};
use crate::{
    app::field::FieldKind,
    domain::{Deed, Field, Operation, Provider, contact, overview::FormContext},
    i18n::date,
};

pub fn fields(context: &FormContext, filling: Filling<'_>) -> Vec<FormField> {
    let lang = filling.lang;
    let provider = base::<Provider>(context);
    let closures: Vec<String> = provider.closure_days.iter().map(|&day| date::show(day, lang)).collect();
    let capacity = if provider.capacity == 0 { String::new() } else { provider.capacity.to_string() };
    let mut fields = vec![
        FormField::text(Field::Name, &provider.name),
        FormField::text(Field::RegistrationNumber, &provider.registration_number),
        FormField::text(Field::Contract, &provider.contract),
        FormField::new(Field::Phone, FieldKind::Phone, &contact::shown_phone(&provider.phone)),
        FormField::text(Field::Email, &provider.email),
        FormField::text(Field::Specialists, &provider.specialists.join(", ")),
        FormField::number(Field::NoticeHours, Decimal::from(provider.notice_hours), lang),
        FormField::percent(Field::ChargedPercent, provider.charged_percent, lang),
        FormField::text(Field::ClosureDays, &closures.join(" ")),
        FormField::text(Field::Capacity, &capacity),
    ];
    fields.extend(out_of_use(provider.closed, Field::Closed, lang));
    fields
}

pub fn build(reading: &mut Reading<'_>, context: &FormContext) -> Operation {
    let provider = Provider {
        name: reading.text(Field::Name),
        registration_number: reading.text(Field::RegistrationNumber),
        contract: reading.text(Field::Contract),
        phone: reading.phone(Field::Phone),
        email: reading.text(Field::Email),
        specialists: split(&reading.text(Field::Specialists)),
        notice_hours: reading.count(Field::NoticeHours),
        charged_percent: reading.percent(Field::ChargedPercent),
        closure_days: closure_days(reading, context.today),
        capacity: reading.count(Field::Capacity),
        closed: reading.yes(Field::Closed),
        ..base(context)
    };
    put(context, provider, Deed::AddProvider, Deed::EditProvider)
}

fn split(text: &str) -> Vec<String> {
    text.split([',', ';']).map(|name| name.trim().to_owned()).filter(|name| !name.is_empty()).collect()
}

fn closure_days(reading: &mut Reading<'_>, today: NaiveDate) -> Vec<NaiveDate> {
    let mut days = Vec::new();
    for word in reading.text(Field::ClosureDays).split([' ', ',', ';']).filter(|word| !word.is_empty()) {
        match date::parse_date(word, today) {
            Ok(day) => days.push(day),
            Err(problem) => reading.fault(Field::ClosureDays, problem),
        }
    }
    days.sort_unstable();
    days.dedup();
    days
}
