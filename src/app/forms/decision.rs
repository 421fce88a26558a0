//! A decision about a child, and what it does to the plan version it is about.

use super::{super::form::Reading, Filling, FormField, Pick, plan_step};
use crate::{
    domain::{
        Decision, DecisionKind, Deed, Field, Id, Operation, PlanState, Problem, overview::FormContext,
        plan_step as step,
    },
    i18n::{Lang, choice::Worded, date},
};

pub fn fields(context: &FormContext, filling: Filling<'_>) -> Vec<FormField> {
    let lang = filling.lang;
    let submitted = context.plans.iter().rfind(|plan| plan.state == PlanState::Submitted);
    let mut fields = vec![
        FormField::choice(Field::Kind, DecisionKind::Grant, lang),
        FormField::date(Field::Day, Some(filling.today), lang),
        FormField::one(Field::Plan, plan_picks(context, lang), submitted.map_or(0, |plan| plan.id.0)),
        FormField::long(Field::Text, ""),
    ];
    if !context.decisions.is_empty() {
        fields.push(FormField::one(Field::Supersedes, decision_picks(context, lang), 0));
    }
    fields
}

/// The versions that were handed in, by their numbers.
fn plan_picks(context: &FormContext, lang: Lang) -> Vec<Pick> {
    let decided = context.plans.iter().filter(|plan| plan.state != PlanState::Draft);
    decided
        .map(|plan| Pick {
            code: plan.number.to_string(),
            label: format!("v{} {}", plan.number, plan.stage(&context.plans, context.today).text(lang)),
            value: plan.id.0,
        })
        .collect()
}

/// The decisions about the child that no other has superseded.
fn decision_picks(context: &FormContext, lang: Lang) -> Vec<Pick> {
    let valid = |decision: &&Decision| context.decisions.iter().all(|other| other.supersedes != decision.id);
    let picks = context.decisions.iter().filter(valid).map(|decision| Pick {
        code: decision.label(),
        label: format!("{} {} {}", decision.label(), decision.kind.text(lang), date::show(decision.day, lang)),
        value: decision.id.0,
    });
    picks.collect()
}

/// Granting approves the version that was handed in, refusing gives it back, terminating closes the one in force.
pub fn build(reading: &mut Reading<'_>, context: &FormContext, filling: Filling<'_>) -> Operation {
    let plan = reading.pick(Field::Plan);
    let plan = plan.and_then(|number| context.plans.iter().find(|plan| plan.id.0 == number));
    let decision = Decision {
        programme: context.programme.id,
        child: context.child.as_ref().map(|child| child.id).unwrap_or_default(),
        kind: reading.choice(Field::Kind),
        day: reading.need_date(Field::Day),
        plan: plan.map(|plan| plan.id).unwrap_or_default(),
        text: reading.text(Field::Text),
        decided_by: filling.user.to_owned(),
        supersedes: Id::new(reading.pick(Field::Supersedes).unwrap_or_default()),
        ..Decision::default()
    };
    if decision.day > filling.today {
        reading.fault(Field::Day, Problem::InFuture);
    }
    let Decision { kind, day, ref text, .. } = decision;
    let operation = Operation::new(Deed::AddDecision).create(decision.clone());
    let Some(plan) = plan else { return operation };
    match (kind, plan.state) {
        (DecisionKind::Grant, PlanState::Submitted) => {
            let approved = step::approved(plan.clone(), day, filling.user, text.clone());
            plan_step::approve(reading, context, operation, (plan, approved), Field::Plan)
        }
        (DecisionKind::Refuse, PlanState::Submitted) => {
            let returned = step::returned(plan.clone(), Some((day, filling.user)), text.clone());
            operation.change(plan.clone(), returned)
        }
        (DecisionKind::Terminate, PlanState::Approved) => {
            let booked = context.sessions.iter().filter(|session| session.is_open() && session.day > day).count();
            if booked > 0 {
                reading.fault(Field::Day, Problem::StillBooked(booked));
            }
            operation.change(plan.clone(), step::closed(plan.clone(), day))
        }
        _ => operation,
    }
}
