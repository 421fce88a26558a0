//! A line of the support plan: a service for a goal.

use super::{
    super::form::Reading, Filling, FormField, base, from_catalogue, goal_picks, provider, provider_picks, put,
    service_picks,
};
use crate::domain::{
    Deed, Field, Format, Id, Operation, PlanLine, PlanState, Recipient, Unit, overview::FormContext, planning,
};

pub fn fields(context: &FormContext, filling: Filling<'_>) -> Vec<FormField> {
    let lang = filling.lang;
    let line = match &context.base {
        Some(_) => base::<PlanLine>(context),
        None => PlanLine { from: context.programme.from, to: context.programme.to, ..PlanLine::default() },
    };
    let service = context.services.iter().find(|service| service.code == line.service);
    let goals: Vec<u64> = line.goals.iter().map(|goal| goal.0).collect();
    vec![
        FormField::one(
            Field::Service,
            service_picks(context, &line.service, lang),
            service.map_or(0, |service| service.id.0),
        ),
        FormField::number(Field::Quantity, line.quantity, lang),
        FormField::many(Field::Goals, goal_picks(context, &goals), &goals),
        FormField::text(Field::NoGoalReason, &line.no_goal_reason),
        FormField::choice(Field::Group, line.group, lang),
        FormField::choice(Field::Recipient, line.recipient, lang),
        FormField::choice(Field::Format, line.format, lang),
        FormField::choice(Field::Unit, line.unit, lang),
        FormField::one(Field::Provider, provider_picks(context, line.provider.0), line.provider.0),
        FormField::text(Field::Specialist, &line.specialist),
        FormField::number(Field::PerWeek, line.per_week, lang),
        FormField::minutes(Field::Minutes, line.minutes),
        FormField::date(Field::From, Some(line.from), lang),
        FormField::date(Field::To, Some(line.to), lang),
        FormField::percent(Field::CopaymentPercent, line.copayment_percent, lang),
    ]
}

pub fn build(reading: &mut Reading<'_>, context: &FormContext) -> Operation {
    let old = base::<PlanLine>(context);
    let is_new = context.base.is_none();
    let draft = context.plans.iter().rfind(|plan| plan.state == PlanState::Draft);
    let picked = reading.pick(Field::Service);
    let service = picked.and_then(|number| context.services.iter().find(|service| service.id.0 == number));
    let provider = Id::new(reading.pick(Field::Provider).unwrap_or_default());
    let mut line = PlanLine {
        plan: if is_new { draft.map(|plan| plan.id).unwrap_or_default() } else { old.plan },
        service: service.map(|service| service.code.clone()).unwrap_or_default(),
        quantity: reading.number(Field::Quantity),
        goals: reading.picks(Field::Goals).into_iter().map(Id::new).collect(),
        no_goal_reason: reading.text(Field::NoGoalReason),
        group: reading.choice(Field::Group),
        recipient: reading.choice::<Recipient>(Field::Recipient),
        format: reading.choice::<Format>(Field::Format),
        unit: reading.choice::<Unit>(Field::Unit),
        specialist: provider::specialist(reading, context, provider),
        provider,
        per_week: reading.number(Field::PerWeek),
        minutes: reading.minutes(Field::Minutes),
        from: reading.need_date(Field::From),
        to: reading.need_date(Field::To),
        copayment_percent: reading.percent(Field::CopaymentPercent),
        ..old.clone()
    };
    if let Some(service) = service {
        let new = service.code != old.service;
        line.group = from_catalogue(reading, Field::Group, line.group, &service.groups, new);
        line.recipient = from_catalogue(reading, Field::Recipient, line.recipient, &service.recipients, new);
        line.unit = from_catalogue(reading, Field::Unit, line.unit, &service.units, new);
        if new && !reading.is_changed(Field::Minutes) {
            line.minutes = service.minutes;
        }
    }
    // What a rule is about is told by the rule, when it is saved.
    let faults = planning::line_faults(context, &line).into_iter();
    reading.faults.extend(faults.filter(|fault| !fault.problem.is_ruled()));
    put(context, line, Deed::AddLine, Deed::EditLine)
}
