//! A version of the support plan: why it is made, and from when it holds. Its steps are in `plan_step`.

use super::{super::form::Reading, Filling, FormField, base, plan_step, put};
use crate::domain::{Deed, Field, Id, Operation, PlanLine, PlanState, PlanVersion, Problem, overview::FormContext};

/// What was handed in keeps what it says: only signatures are added.
pub fn fields(context: &FormContext, filling: Filling<'_>) -> Vec<FormField> {
    let plan = match &context.base {
        Some(_) => base::<PlanVersion>(context),
        None => PlanVersion { effective_from: Some(filling.today.max(context.programme.from)), ..Default::default() },
    };
    if plan.state == PlanState::Submitted {
        return plan_step::signature_fields(context, filling);
    }
    vec![
        FormField::text(Field::Reason, &plan.reason),
        FormField::date(Field::EffectiveFrom, plan.effective_from, filling.lang),
    ]
}

/// A new version begins with the lines of the one before it.
pub fn build(reading: &mut Reading<'_>, context: &FormContext, filling: Filling<'_>) -> Operation {
    let old = base::<PlanVersion>(context);
    if context.base.is_some() && old.state == PlanState::Submitted {
        let signatures = plan_step::signatures(reading, filling);
        return put(context, PlanVersion { signatures, ..old }, Deed::EditPlan, Deed::EditPlan);
    }
    let before = context.plans.iter().max_by_key(|plan| plan.number);
    let plan =
        PlanVersion { reason: reading.text(Field::Reason), effective_from: reading.date(Field::EffectiveFrom), ..old };
    if context.base.is_some() {
        if plan.state != PlanState::Draft {
            reading.fault(Field::Reason, Problem::Locked);
        }
        return put(context, plan, Deed::EditPlan, Deed::EditPlan);
    }
    if before.is_some_and(|before| matches!(before.state, PlanState::Draft | PlanState::Submitted)) {
        reading.fault(Field::Reason, Problem::Duplicate(format!("v{}", before.map_or(0, |plan| plan.number))));
    }
    let id = Id::placeholder(1);
    let plan = PlanVersion {
        id,
        child: context.child.as_ref().map(|child| child.id).unwrap_or_default(),
        number: before.map_or(0, |plan| plan.number) + 1,
        supersedes: before.map(|plan| plan.id).unwrap_or_default(),
        ..plan
    };
    let copies = context.all_lines.iter().filter(|line| before.is_some_and(|before| line.plan == before.id));
    let lines: Vec<PlanLine> = copies.map(|line| PlanLine { id: Id::new(0), plan: id, ..line.clone() }).collect();
    lines.into_iter().fold(Operation::new(Deed::AddPlan).create(plan), Operation::create)
}
