//! Providers from a table: a row each, known by registration number or name.

use rust_decimal::Decimal;

use super::{
    Register,
    cells::Cells,
    import::{Intake, Reading, Verdict, new},
    joined::of_provider,
    register::provider_named,
    table::Table,
};
use crate::domain::{Field, Provider, contact};

/// What a row may hold.
pub(super) const COLUMNS: &[Field] = &[
    Field::Name,
    Field::RegistrationNumber,
    Field::Contract,
    Field::Phone,
    Field::Email,
    Field::Specialists,
    Field::NoticeHours,
    Field::ChargedPercent,
    Field::ClosureDays,
    Field::Capacity,
    Field::SchoolHolidays,
    Field::TravelMinutes,
];

pub(super) fn import(table: &Table, stored: &Register, reading: Reading, intake: &mut Intake) {
    let mut known = stored.providers.clone();
    for row in &table.rows {
        let mut cells = Cells::new(table, row, reading.lang, reading.today);
        let provider = Provider {
            id: intake.placeholder(),
            name: cells.line(Field::Name),
            registration_number: cells.line(Field::RegistrationNumber),
            contract: cells.line(Field::Contract),
            phone: contact::normal_phone(&cells.line(Field::Phone)),
            email: cells.line(Field::Email),
            specialists: cells.items(Field::Specialists),
            notice_hours: cells.count(Field::NoticeHours).unwrap_or(0),
            charged_percent: cells.percent(Field::ChargedPercent).unwrap_or(Decimal::ZERO),
            closure_days: cells.dates(Field::ClosureDays),
            capacity: cells.count(Field::Capacity).unwrap_or(0),
            school_holidays: cells.yes_no(Field::SchoolHolidays).unwrap_or(false),
            travel_minutes: cells.minutes(Field::TravelMinutes).unwrap_or(0),
            closed: false,
        };
        cells.check(&provider);
        let same = |text: &str| provider_named(&known, text).filter(|_| !text.is_empty());
        let verdict = match same(&provider.registration_number).or_else(|| same(&provider.name)) {
            Some(other) => {
                let told = |field| {
                    let told = |provider| of_provider(provider, field, reading.lang);
                    Some((told(other), told(&provider)))
                };
                cells.compare(COLUMNS, told);
                Verdict::Known
            }
            None => Verdict::Adds(vec![new(provider.clone())]),
        };
        if intake.take(cells, verdict) {
            known.push(provider);
        }
    }
}
