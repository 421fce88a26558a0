//! What speaks against a plan line, beside what is wrong with it by itself: the child's health, programme and money.

use chrono::NaiveDate;

use super::{
    Fault, Field, Money, PlanLine, PlanState, Problem, budget::Account, overview::FormContext, pricing::PriceList,
};

/// Everything that speaks against having this line in a plan version of the context's child.
pub fn line_faults(context: &FormContext, line: &PlanLine) -> Vec<Fault> {
    let mut faults = Vec::new();
    let mut fault = |field, problem| faults.push(Fault::new(field, problem));
    match context.plans.iter().find(|plan| plan.id == line.plan) {
        None => fault(Field::Service, Problem::NoSuchRecord(Field::Plan.name().to_owned())),
        Some(plan) if plan.state != PlanState::Draft => fault(Field::Service, Problem::Locked),
        Some(plan) => {
            if let Some(first) = plan.effective_from.filter(|first| line.to < *first) {
                fault(Field::To, Problem::OutsideVersion(first));
            }
        }
    }
    if line.goals.is_empty() && line.no_goal_reason.is_empty() {
        fault(Field::Goals, Problem::Missing);
    }
    let service = context.services.iter().find(|service| service.code == line.service);
    if let (Some(child), Some(service)) = (&context.child, service) {
        // A form for what lies behind helps nobody.
        let from = line.from.max(context.today);
        if let Some(problem) = child.medical_problem(service, from) {
            fault(Field::Service, problem);
        }
    }
    if service.is_some() {
        let since = context.plans.iter().find(|plan| plan.id == line.plan).and_then(|plan| plan.effective_from);
        if let Some(unpriced) = unpriced(line, since, &PriceList::new(&context.prices)) {
            fault(unpriced.field, unpriced.problem);
        }
    }
    if line.from < context.programme.from {
        fault(Field::From, Problem::BeforeProgramme(context.programme.from));
    }
    if line.to > context.programme.to {
        fault(Field::To, Problem::AfterProgramme(context.programme.to));
    }
    if let Some(over) = over_ceiling(context, line) {
        fault(Field::Quantity, Problem::OverCeiling(over));
    }
    faults
}

/// That on some days since its version holds, the line has no price.
pub fn unpriced(line: &PlanLine, since: Option<NaiveDate>, prices: &PriceList) -> Option<Fault> {
    let (from, to) = prices.unpriced(line, since.unwrap_or(line.from))?;
    Some(Fault::new(Field::Service, Problem::Unpriced { service: line.service.clone(), from, to }))
}

/// By how much the version would exceed the child's ceiling with this line in it.
fn over_ceiling(context: &FormContext, line: &PlanLine) -> Option<Money> {
    let child = context.child.as_ref().filter(|child| !child.ceilings.is_empty())?;
    // What the other lines of this version cost, by their own uses, and this one beside them.
    let others =
        context.lines.iter().zip(&context.uses).filter(|(other, _)| other.id != line.id && other.plan == line.plan);
    let prices = PriceList::new(&context.prices);
    let own = Account::new(child, &context.programme, std::slice::from_ref(line), &[], &prices);
    let planned = others.map(|(_, used)| used.amount_planned).sum::<Money>() + own.planned().amount();
    (planned > context.ceiling).then(|| planned - context.ceiling)
}
