//! What choices are offered: services, providers, goals and items, by the codes that people type.

use super::Pick;
use crate::{
    domain::{Attainment, Goal, Instrument, Service, overview::FormContext},
    i18n::{Lang, collation},
};

/// The services of the catalogue to choose from, by code; the one already chosen also if it is no longer offered.
pub(super) fn service_picks(context: &FormContext, chosen: &str, lang: Lang) -> Vec<Pick> {
    let offered = context.services.iter().filter(|service| !service.closed || service.code == chosen);
    let mut picks: Vec<Pick> = offered
        .map(|service| Pick {
            code: service.code.clone(),
            label: service_label(&service.code, service_name(service, lang)),
            value: service.id.0,
        })
        .collect();
    picks.sort_by(|a, b| collation::compare(&a.code, &b.code));
    picks
}

fn service_label(code: &str, name: &str) -> String {
    format!("{code} {name}")
}

/// A service's name in that language; the Latvian one where there is no English one.
pub fn service_name(service: &Service, lang: Lang) -> &str {
    match lang {
        Lang::English if !service.english_name.is_empty() => &service.english_name,
        _ => &service.latvian_name,
    }
}

/// The providers to choose from, numbered; the one already chosen also if it is closed.
pub(super) fn provider_picks(context: &FormContext, chosen: u64) -> Vec<Pick> {
    let mut offered: Vec<_> = context.providers.iter().filter(|p| !p.closed || p.id.0 == chosen).collect();
    offered.sort_by(|a, b| collation::compare(&a.name, &b.name));
    let numbered = offered.into_iter().enumerate();
    numbered
        .map(|(n, provider)| Pick { code: (n + 1).to_string(), label: provider.name.clone(), value: provider.id.0 })
        .collect()
}

/// The child's goals to choose from, as `1 M1 wording`; closed ones only where they are chosen already.
pub(super) fn goal_picks(context: &FormContext, chosen: &[u64]) -> Vec<Pick> {
    let offered = |goal: &&Goal| goal.attainment == Attainment::Open || chosen.contains(&goal.id.0);
    let goals = context.goals.iter().filter(offered);
    goals
        .map(|goal| Pick {
            code: goal.number.to_string(),
            label: format!("M{} {}", goal.number, goal.wording),
            value: goal.id.0,
        })
        .collect()
}

/// An item of an instrument as choices and pages have it: `d4 Pārvietošanās`; the code alone where no instrument has it.
pub fn item_label(instruments: &[Instrument], code: &str, lang: Lang) -> String {
    let item = instruments.iter().find_map(|instrument| instrument.item(code));
    let name = item.map(|item| match lang {
        Lang::Latvian => &item.latvian,
        Lang::English => &item.english,
    });
    name.map_or_else(|| code.to_owned(), |name| format!("{code} {name}"))
}
