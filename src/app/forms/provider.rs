//! A provider and its terms.

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::{super::form::Reading, Filling, FormField, base, out_of_use, put};
use crate::{
    app::field::FieldKind,
    domain::{Deed, Fault, Field, Id, Operation, Problem, Provider, contact, overview::FormContext},
    i18n::date,
};

/// The specialist's name as the provider has it, so that nobody becomes two people; warned of if it has no such.
pub(super) fn specialist(reading: &mut Reading<'_>, context: &FormContext, provider: Id<Provider>) -> String {
    let typed = reading.text(Field::Specialist);
    let known = context.providers.iter().find(|known| known.id == provider && !known.specialists.is_empty());
    let Some(provider) = known.filter(|_| !typed.is_empty()) else { return typed };
    if let Some(name) = provider.specialist(&typed) {
        return name.to_owned();
    }
    if reading.is_changed(Field::Specialist) || reading.is_changed(Field::Provider) {
        let known = Problem::UnknownSpecialist(provider.specialists.join(", "));
        reading.faults.push(Fault::new(Field::Specialist, known));
    }
    typed
}

pub fn fields(context: &FormContext, filling: Filling<'_>) -> Vec<FormField> {
    let lang = filling.lang;
    let provider = base::<Provider>(context);
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
        FormField::text(Field::ClosureDays, &date::show_days(&provider.closure_days, lang)),
        FormField::yes(Field::SchoolHolidays, provider.school_holidays, lang),
        FormField::text(Field::Capacity, &capacity),
        FormField::minutes(Field::TravelMinutes, provider.travel_minutes),
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
        school_holidays: reading.yes(Field::SchoolHolidays),
        travel_minutes: reading.minutes(Field::TravelMinutes),
        capacity: reading.count(Field::Capacity),
        closed: reading.yes(Field::Closed),
        ..base(context)
    };
    put(context, provider, Deed::AddProvider, Deed::EditProvider)
}

fn split(text: &str) -> Vec<String> {
    text.split([',', ';']).map(|name| name.trim().to_owned()).filter(|name| !name.is_empty()).collect()
}

/// Days, and periods like `1.7.-31.7.`.
fn closure_days(reading: &mut Reading<'_>, today: NaiveDate) -> Vec<NaiveDate> {
    match date::parse_days(&reading.text(Field::ClosureDays), today) {
        Ok(days) => days,
        Err(problem) => {
            reading.fault(Field::ClosureDays, problem);
            Vec::new()
        }
    }
}
