//! A version of the support plan, and its approval.

use super::{super::form::Reading, Filling, FormField, base, put};
use crate::domain::{
    Deed, Field, Id, Operation, PlanLine, PlanState, PlanVersion, Problem, Session, overview::FormContext,
    pricing::PriceList,
};

pub fn fields(context: &FormContext, filling: Filling<'_>) -> Vec<FormField> {
    let plan = match &context.base {
        Some(_) => base::<PlanVersion>(context),
        None => PlanVersion { effective_from: Some(filling.today.max(context.programme.from)), ..Default::default() },
    };
    vec![
        FormField::text(Field::Reason, &plan.reason),
        FormField::date(Field::EffectiveFrom, plan.effective_from, filling.lang),
    ]
}

/// A new version begins with the lines of the one before it.
pub fn build(reading: &mut Reading<'_>, context: &FormContext) -> Operation {
    let old = base::<PlanVersion>(context);
    let before = context.plans.iter().max_by_key(|plan| plan.number);
    let plan = PlanVersion {
        child: context.child.as_ref().map(|child| child.id).unwrap_or_default(),
        number: if old.number == 0 { before.map_or(0, |plan| plan.number) + 1 } else { old.number },
        reason: reading.text(Field::Reason),
        effective_from: reading.date(Field::EffectiveFrom),
        ..old
    };
    if context.base.is_some() {
        if plan.state != PlanState::Draft {
            reading.fault(Field::Reason, Problem::Locked);
        }
        return put(context, plan, Deed::EditPlan, Deed::EditPlan);
    }
    if before.is_some_and(|before| matches!(before.state, PlanState::Draft | PlanState::Submitted)) {
        reading.fault(Field::Reason, Problem::Duplicate(format!("v{}", before.map_or(0, |plan| plan.number))));
    }
    let number = Id::placeholder(1);
    let copies = context.lines.iter().filter(|line| before.is_some_and(|before| line.plan == before.id));
    let lines: Vec<PlanLine> = copies.map(|line| PlanLine { id: Id::new(0), plan: number, ..line.clone() }).collect();
    let operation = Operation::new(Deed::AddPlan).create(PlanVersion { id: number, ..plan });
    lines.into_iter().fold(operation, Operation::create)
}

pub fn approval_fields(filling: Filling<'_>) -> Vec<FormField> {
    vec![FormField::date(Field::ApprovedOn, Some(filling.today), filling.lang)]
}

/// The version comes into force; the one before it is superseded, and its open sessions go on under the new lines.
pub fn build_approval(reading: &mut Reading<'_>, context: &FormContext, filling: Filling<'_>) -> Operation {
    let draft = base::<PlanVersion>(context);
    if draft.state != PlanState::Draft {
        reading.fault(Field::ApprovedOn, Problem::Locked);
    }
    let approved_on = reading.need_date(Field::ApprovedOn);
    if approved_on > filling.today {
        reading.fault(Field::ApprovedOn, Problem::InFuture);
    }
    let gaps = context.joins.iter().filter(|join| join.is_open()).count();
    if gaps > 0 {
        reading.fault(Field::ApprovedOn, Problem::OpenGaps(gaps));
    }
    let prices = PriceList::new(&context.prices);
    let unpriced =
        |line: &&PlanLine| prices.price_on(&line.service, line.provider, line.format, line.unit, line.from).is_none();
    if let Some(line) = context.lines.iter().filter(|line| line.plan == draft.id).find(unpriced) {
        reading.fault(Field::ApprovedOn, Problem::NoPrice(line.from));
    }
    let plan = PlanVersion {
        state: PlanState::Approved,
        approved_on: Some(approved_on),
        approved_by: filling.user.to_owned(),
        ..draft
    };
    let mut operation = put(context, plan.clone(), Deed::ApprovePlan, Deed::ApprovePlan);
    for before in context.plans.iter().filter(|other| other.id != plan.id && other.state == PlanState::Approved) {
        operation = operation.change(before.clone(), PlanVersion { state: PlanState::Superseded, ..before.clone() });
    }
    for session in context.sessions.iter().filter(|session| session.is_open()) {
        let Some(old) = context.all_lines.iter().find(|line| line.id == session.line) else { continue };
        let same = |line: &&PlanLine| line.plan == plan.id && line.is_same_service(old) && line.covers(session.day);
        if let Some(line) = context.all_lines.iter().find(same) {
            operation = operation.change(session.clone(), Session { line: line.id, ..session.clone() });
        }
    }
    operation
}
