//! Why a domain that became heavier is left without a goal.

use super::{super::form::Reading, Filling, FormField, Pick, base, item_label, put};
use crate::{
    app::msg::FormRequest,
    domain::{Child, Deed, Field, LeftOpen, Operation, Problem, joins::Gap, overview::FormContext},
    i18n::Lang,
};

pub fn fields(request: &FormRequest, context: &FormContext, filling: Filling<'_>) -> Vec<FormField> {
    let child = base::<Child>(context);
    let worse = worse(context);
    let asked = request.preset.iter().find(|(field, _)| *field == Field::Domain).map(|(_, domain)| domain.as_str());
    let left = child.left_open.iter().find(|left| asked == Some(&left.domain));
    let chosen = worse.iter().position(|(domain, _)| asked == Some(domain)).map_or(0, |n| n as u64 + 1);
    vec![
        FormField::long(Field::Reason, left.map_or("", |left| &left.reason)),
        FormField::one(Field::Domain, picks(&worse, context, filling.lang), chosen),
    ]
}

/// The domains that became heavier and have no goal, with the scores they came to.
fn worse(context: &FormContext) -> Vec<(&str, u8)> {
    let gaps = context.joins.iter().filter_map(|join| match &join.gap {
        Gap::WorseWithoutGoal { domain, to, .. } => Some((domain.as_str(), *to)),
        Gap::GoalWithoutLine(_) | Gap::LineWithoutGoal(_) => None,
    });
    gaps.collect()
}

fn picks(worse: &[(&str, u8)], context: &FormContext, lang: Lang) -> Vec<Pick> {
    let numbered = (1..).zip(worse);
    numbered
        .map(|(value, (domain, _))| Pick {
            code: (*domain).to_owned(),
            label: item_label(&context.instruments, domain, lang),
            value,
        })
        .collect()
}

/// A reason that is taken away leaves the gap open again.
pub fn build(reading: &mut Reading<'_>, context: &FormContext) -> Operation {
    let child = base::<Child>(context);
    let worse = worse(context);
    let picked = reading.pick(Field::Domain).and_then(|n| worse.get(usize::try_from(n).ok()?.checked_sub(1)?));
    let Some((domain, value)) = picked else {
        reading.fault(Field::Domain, Problem::Missing);
        return Operation::new(Deed::EditChild);
    };
    let reason = reading.text(Field::Reason);
    let mut left_open = child.left_open.clone();
    let had_reason = left_open.iter().any(|left| left.domain == *domain);
    left_open.retain(|left| left.domain != *domain);
    if !reason.is_empty() {
        left_open.push(LeftOpen { domain: (*domain).to_owned(), value: *value, reason });
    } else if !had_reason {
        reading.fault(Field::Reason, Problem::Missing);
    }
    put(context, Child { left_open, ..child }, Deed::EditChild, Deed::EditChild)
}
