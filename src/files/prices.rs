//! Price lists from a table: a row is a price of a service at a provider, from a day on.

use chrono::NaiveDate;

use super::{
    Register,
    cells::Cells,
    import::{Intake, Reading, Verdict, new},
    joined::of_price,
    table::Table,
};
use crate::{
    domain::{Field, Format, Id, Money, Price, Problem, Unit, pricing::PriceList},
    i18n::{date, number},
};

/// What a row may hold. Without a provider it is the municipality's own price.
pub(super) const COLUMNS: &[Field] = &[
    Field::Service,
    Field::Provider,
    Field::Format,
    Field::Unit,
    Field::Amount,
    Field::From,
    Field::To,
    Field::Sample,
];

pub(super) fn import(table: &Table, stored: &Register, reading: Reading, intake: &mut Intake) {
    let mut known = stored.prices.clone();
    for row in &table.rows {
        let mut cells = Cells::new(table, row, reading.lang, reading.today);
        let price = read(&mut cells, stored, intake);
        cells.check(&price);
        let same_key = |other: &&Price| {
            (&other.service, other.provider, other.format, other.unit, other.from)
                == (&price.service, price.provider, price.format, price.unit, price.from)
        };
        let verdict = match known.iter().find(same_key) {
            Some(other) if stored.prices.contains(other) => {
                let told = |field| {
                    let told = |price| of_price(price, stored, field, reading.lang);
                    Some((told(other), told(&price)))
                };
                cells.compare(&[Field::Amount, Field::To, Field::Sample], told);
                Verdict::Known
            }
            Some(other) if other.amount == price.amount && other.to == price.to => Verdict::Known,
            // Two rows of one file contradict each other.
            Some(other) => {
                let what =
                    format!("{}, {}", number::euros(other.amount, reading.lang), date::show(other.from, reading.lang));
                cells.fault(Field::Amount, Problem::Duplicate(what));
                Verdict::Bad
            }
            None => {
                let service = stored.services.iter().find(|service| service.code == price.service);
                if let Some(service) = service.filter(|it| !it.units.is_empty() && !it.units.contains(&price.unit)) {
                    cells.fault(Field::Unit, Problem::NotItsUnit(service.units.clone()));
                }
                let of_service: Vec<Price> =
                    known.iter().filter(|other| other.service == price.service).cloned().collect();
                if let Some(fault) = PriceList::new(&of_service).overlap_fault(&price) {
                    cells.fault(fault.field, fault.problem);
                }
                Verdict::Adds(vec![new(price.clone())])
            }
        };
        if intake.take(cells, verdict) {
            known.push(price);
        }
    }
}

fn read(cells: &mut Cells, stored: &Register, intake: &mut Intake) -> Price {
    let service = cells
        .parsed(Field::Service, |raw| stored.service_named(raw).ok_or_else(|| Problem::NoSuchRecord(raw.to_owned())));
    let provider = cells
        .parsed(Field::Provider, |raw| stored.provider_named(raw).ok_or_else(|| Problem::NoSuchRecord(raw.to_owned())));
    let amount = cells.money(Field::Amount);
    let from = cells.date(Field::From);
    let usual_unit = service.and_then(|service| service.units.first().copied()).unwrap_or(Unit::Session);
    Price {
        id: intake.placeholder(),
        service: cells.needed(Field::Service, service).map(|service| service.code.clone()).unwrap_or_default(),
        provider: provider.map_or(Id::default(), |provider| provider.id),
        format: cells.choice(Field::Format).unwrap_or(Format::Individual),
        unit: cells.choice(Field::Unit).unwrap_or(usual_unit),
        amount: cells.needed(Field::Amount, amount).unwrap_or(Money::ZERO),
        from: cells.needed(Field::From, from).unwrap_or(NaiveDate::MIN),
        to: cells.date(Field::To),
        retroactive_reason: String::new(),
        sample: cells.yes_no(Field::Sample).unwrap_or(false),
        rule_reasons: Vec::new(),
    }
}
