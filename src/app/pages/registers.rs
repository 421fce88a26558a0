//! Registers: providers with their prices, the catalogue, programmes, users.

use super::super::{
    App,
    page::{Look, Row, number, text},
};
use super::absence::absence_row;
use crate::{
    domain::{AnyRecord, Kind, Price, contact, overview::PageData},
    i18n::{Lang, Text, choice::Worded, collation, date, number as numbers},
};

type Rows = (String, Vec<Row>);

pub fn providers(data: &PageData, app: &App) -> Rows {
    let lang = app.setting.lang;
    let mut providers = Vec::new();
    let mut prices: Vec<&Price> = Vec::new();
    let mut absences = Vec::new();
    for record in &data.records {
        match record {
            AnyRecord::Provider(provider) => providers.push(provider),
            AnyRecord::Price(price) => prices.push(price),
            AnyRecord::Absence(absence) => absences.push(absence_row(absence, app)),
            _ => {}
        }
    }
    providers.sort_by(|a, b| collation::compare(&a.name, &b.name));
    prices.sort_by(|a, b| (&a.service, a.format, a.unit, a.from).cmp(&(&b.service, b.format, b.unit, b.from)));
    let price_row = |price: &&Price| {
        let to = price.to.map(|day| date::show(day, lang)).unwrap_or_default();
        let what = format!("{} {}", price.service, app.service_name(&price.service));
        let sample = if price.sample { Text::Sample.text(lang) } else { "" };
        let terms = format!("{} · {}", price.format.text(lang), price.unit.text(lang));
        Row::new(vec![
            text(format!("  {what}")),
            number(numbers::money(price.amount, lang)),
            text(format!("{terms} · {}–{to} {sample}", date::show(price.from, lang)).trim_end()),
        ])
        .faint(!price.covers(app.setting.today))
        .record((*price).clone())
    };
    let mut rows = Vec::new();
    let own: Vec<&Price> = prices.iter().copied().filter(|price| !price.provider.is_some()).collect();
    if !own.is_empty() {
        rows.push(Row::heading(Text::MunicipalPrices.text(lang)));
        rows.extend(own.iter().map(price_row));
    }
    for provider in providers {
        rows.push(Row::heading(&provider.name));
        let phone = contact::shown_phone(&provider.phone);
        let no_show =
            Text::NoShowPolicy.fill(lang, &[&provider.notice_hours, &numbers::percent(provider.charged_percent, lang)]);
        let parts =
            [phone, provider.email.clone(), provider.specialists.join(", "), provider.contract.clone(), no_show];
        let parts: Vec<&str> = parts.iter().map(String::as_str).filter(|part| !part.is_empty()).collect();
        let row = Row::new(vec![text(&provider.name), number(""), text(parts.join(" · "))]);
        rows.push(row.faint(provider.closed).record(provider.clone()));
        rows.extend(prices.iter().filter(|price| price.provider == provider.id).map(price_row));
    }
    if let Some(first) = absences.first_mut() {
        first.apart = true;
        rows.push(Row::heading(Text::Absences.text(lang)));
        rows.extend(absences);
    }
    (Text::ProvidersAndPrices.text(lang).to_owned(), rows)
}

pub fn catalogue(data: &PageData, lang: Lang) -> Rows {
    let mut services: Vec<_> = data
        .records
        .iter()
        .filter_map(|record| if let AnyRecord::Service(service) = record { Some(service) } else { None })
        .collect();
    services.sort_by(|a, b| (a.groups.first(), &a.code).cmp(&(b.groups.first(), &b.code)));
    let mut rows = Vec::new();
    let mut group = None;
    for service in services {
        if group != service.groups.first() {
            group = service.groups.first();
            rows.extend(group.map(|group| Row::heading(group.text(lang))));
        }
        let words = |list: Vec<&str>| list.join(", ");
        let name = super::super::forms::service_name(service, lang);
        let units = words(service.units.iter().map(|unit| unit.text(lang)).collect());
        let recipients = words(service.recipients.iter().map(|recipient| recipient.text(lang)).collect());
        let details = [units, recipients, service.notice.clone()];
        let details: Vec<&str> = details.iter().map(String::as_str).filter(|part| !part.is_empty()).collect();
        let row = Row::new(vec![text(&service.code), text(name), text(details.join(" · "))]);
        rows.push(row.faint(service.closed).record(service.clone()));
    }
    (Text::Services.text(lang).to_owned(), rows)
}

pub fn programmes(data: &PageData, lang: Lang) -> Rows {
    let rows = data.records.iter().filter_map(|record| {
        let AnyRecord::Programme(programme) = record else { return None };
        let days = format!("{}–{}", date::show(programme.from, lang), date::show(programme.to, lang));
        let row = Row::new(vec![text(&programme.municipality), text(&programme.name), text(days)]);
        Some(row.faint(programme.closed).record(programme.clone()))
    });
    (Text::Programmes.text(lang).to_owned(), rows.collect())
}

pub fn users(data: &PageData, lang: Lang) -> Rows {
    let rows = data.records.iter().filter(|record| record.kind() == Kind::User).filter_map(|record| {
        let AnyRecord::User(user) = record else { return None };
        let row = Row::new(vec![text(&user.login), text(&user.full_name), text(user.role.text(lang))]);
        Some(if user.disabled { row.look(Look::Faint) } else { row }.record(user.clone()))
    });
    (Text::Users.text(lang).to_owned(), rows.collect())
}
