//! What a doctor's word typed into a child's form means for sessions that are booked: they stay on the calendar, and
//! somebody has to call them off.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::{
    super::form::{Form, Reading},
    Noun, base, child,
};
use crate::{
    domain::{Child, Field, Session},
    i18n::{Lang, Text, date, plural::Counted},
};

/// So many days of a service are told one by one.
const DAYS: usize = 6;

/// The booked sessions that what is typed bars, and what is stored does not: how many, and which; none where there are
/// none.
pub fn told(form: &Form, lang: Lang) -> Option<String> {
    let hit = hit(form);
    let count = hit.values().map(Vec::len).sum::<usize>();
    let services = hit.iter().map(|(service, days)| {
        let mut told: Vec<String> = days.iter().take(DAYS).map(|day| date::show_short(*day, lang)).collect();
        told.extend((days.len() > DAYS).then(|| format!("+{}", days.len() - DAYS)));
        format!("{service} {}", told.join(", "))
    });
    let which = services.collect::<Vec<_>>().join("; ");
    (count > 0).then(|| Text::BarsBooked.fill(lang, &[&Counted::Session.text(count as u64, lang), &which]))
}

/// Their days, by service.
fn hit(form: &Form) -> BTreeMap<&str, Vec<NaiveDate>> {
    let context = &form.context;
    let is_doctors = |field| matches!(field, Field::HealthLimits | Field::MedicalForms);
    let mut hit: BTreeMap<&str, Vec<NaiveDate>> = BTreeMap::new();
    if form.noun != Noun::Child || !form.fields.iter().any(|field| is_doctors(field.field) && field.is_changed()) {
        return hit;
    }
    let old: Child = base(context);
    let mut reading = Reading::new(&form.fields, context.today);
    let new = Child {
        health_limits: child::health_limits(&reading, context),
        medical_forms: child::medical_forms(&mut reading, context),
        ..old.clone()
    };
    for Session { line, day, .. } in context.sessions.iter().filter(|own| own.is_open() && own.day >= context.today) {
        let line = context.all_lines.iter().find(|known| known.id == *line);
        let service = line.and_then(|line| context.services.iter().find(|service| service.code == line.service));
        if let Some(service) = service
            && new.medical_problem(service, *day).is_some()
            && old.medical_problem(service, *day).is_none()
        {
            hit.entry(&service.code).or_default().push(*day);
        }
    }
    hit.values_mut().for_each(|days| days.sort_unstable());
    hit
}
