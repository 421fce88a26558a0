//! The steps of a plan version: handing it in with its signatures, approving it, giving it back.

use super::{super::form::Reading, Filling, FormField, base, put, service_name};
use crate::{
    domain::{
        Decision, DecisionKind, Deed, Field, Money, Operation, Party, PlanState, PlanVersion, Problem, Signature,
        overview::FormContext, plan_difference::LineChange, plan_step, planning, pricing::PriceList,
    },
    i18n::{Lang, Text, number, plan as plan_words},
};

/// Under which fields a party signs: the name and the day.
const SIGNED: [(Party, Field, Field); 3] = [
    (Party::Worker, Field::WorkerSigned, Field::WorkerSignedOn),
    (Party::Representative, Field::RepresentativeSigned, Field::RepresentativeSignedOn),
    (Party::TeamLead, Field::LeadSigned, Field::LeadSignedOn),
];

/// A name and a day a party. A name alone is a suggestion and no signature.
pub fn signature_fields(context: &FormContext, filling: Filling<'_>) -> Vec<FormField> {
    let plan = base::<PlanVersion>(context);
    let fields = SIGNED.iter().flat_map(|&(party, name, day)| {
        let signature = plan.signature(party);
        let suggested = || suggested_name(party, context, filling);
        [
            FormField::text(name, &signature.map_or_else(suggested, |signature| signature.name.clone())),
            FormField::date(day, signature.map(|signature| signature.day), filling.lang),
        ]
    });
    fields.collect()
}

/// Who would sign: the user, the legal representative, the lead of the last assessment's team.
fn suggested_name(party: Party, context: &FormContext, filling: Filling<'_>) -> String {
    let found = match party {
        Party::Worker => {
            let user = context.users.iter().find(|user| user.login == filling.user);
            user.map(|user| user.full_name.clone())
        }
        Party::Representative => {
            let valid = |until: Option<_>| until.is_none_or(|until| filling.today <= until);
            let represents = context.people.iter().filter(|person| !person.closed).find(|person| {
                person.representation.as_ref().is_some_and(|representation| valid(representation.valid_until))
            });
            represents.map(|person| format!("{} {}", person.given_names, person.surname))
        }
        Party::TeamLead => {
            let last = context.assessments.iter().max_by_key(|assessment| assessment.day());
            last.and_then(|last| last.team.iter().find(|member| member.lead)).map(|lead| lead.name.clone())
        }
    };
    let login = || if party == Party::Worker { filling.user.to_owned() } else { String::new() };
    found.filter(|name| !name.is_empty()).unwrap_or_else(login)
}

/// The signatures of those who have a day.
pub fn signatures(reading: &mut Reading<'_>, filling: Filling<'_>) -> Vec<Signature> {
    let mut signatures = Vec::new();
    for (party, name_field, day_field) in SIGNED {
        let name = reading.text(name_field);
        let Some(day) = reading.date(day_field) else {
            if !name.is_empty() && reading.is_changed(name_field) {
                reading.fault(day_field, Problem::SignatureWithoutDay);
            }
            continue;
        };
        if name.is_empty() {
            reading.fault(name_field, Problem::Missing);
            continue;
        }
        if day > filling.today {
            reading.fault(day_field, Problem::InFuture);
        }
        signatures.push(Signature { party, name, day });
    }
    signatures
}

pub fn submission_fields(context: &FormContext, filling: Filling<'_>) -> Vec<FormField> {
    let mut fields = signature_fields(context, filling);
    // Whoever hands it in signs it now.
    if let Some(field) = fields.iter_mut().find(|field| field.field == Field::WorkerSignedOn) {
        *field = FormField::date(Field::WorkerSignedOn, Some(filling.today), filling.lang);
    }
    fields
}

pub fn build_submission(reading: &mut Reading<'_>, context: &FormContext, filling: Filling<'_>) -> Operation {
    let draft = base::<PlanVersion>(context);
    if draft.state != PlanState::Draft {
        reading.fault(Field::WorkerSignedOn, Problem::Locked);
    }
    if !context.all_lines.iter().any(|line| line.plan == draft.id) {
        reading.fault(Field::WorkerSignedOn, Problem::Missing);
    }
    warn(reading, context, &draft, Field::WorkerSignedOn);
    let signatures = signatures(reading, filling);
    if !signatures.iter().any(|signature| signature.party == Party::Representative) {
        reading.fault(Field::RepresentativeSignedOn, Problem::NotSigned);
    }
    let plan = plan_step::submitted(PlanVersion { signatures, ..draft }, filling.today, filling.user);
    put(context, plan, Deed::SubmitPlan, Deed::SubmitPlan)
}

pub fn approval_fields(filling: Filling<'_>) -> Vec<FormField> {
    vec![
        FormField::date(Field::ApprovedOn, Some(filling.today), filling.lang),
        FormField::long(Field::DecisionNote, ""),
        FormField::yes(Field::RegisterDecision, true, filling.lang),
    ]
}

/// The version comes into force on its day, and the decision to grant it gets its number.
pub fn build_approval(reading: &mut Reading<'_>, context: &FormContext, filling: Filling<'_>) -> Operation {
    let plan = base::<PlanVersion>(context);
    match plan.state {
        PlanState::Submitted => {}
        PlanState::Draft => reading.fault(Field::ApprovedOn, Problem::NotSubmitted),
        PlanState::Approved | PlanState::Superseded | PlanState::Closed => {
            reading.fault(Field::ApprovedOn, Problem::Locked);
        }
    }
    let approved_on = reading.need_date(Field::ApprovedOn);
    if approved_on > filling.today {
        reading.fault(Field::ApprovedOn, Problem::InFuture);
    }
    let note = reading.text(Field::DecisionNote);
    let mut operation = Operation::new(Deed::ApprovePlan);
    if reading.yes(Field::RegisterDecision) {
        operation = operation.create(Decision {
            programme: context.programme.id,
            child: plan.child,
            kind: DecisionKind::Grant,
            day: approved_on,
            plan: plan.id,
            text: note.clone(),
            decided_by: filling.user.to_owned(),
            ..Decision::default()
        });
    }
    let approved = plan_step::approved(plan.clone(), approved_on, filling.user, note);
    approve(reading, context, operation, (&plan, approved), Field::ApprovedOn)
}

/// Also approves a version: `change` is how it is stored, and how it will be. What speaks against it is told at `field`.
pub fn approve(
    reading: &mut Reading<'_>,
    context: &FormContext,
    operation: Operation,
    change: (&PlanVersion, PlanVersion),
    field: Field,
) -> Operation {
    let (stored, approved) = change;
    if approved.signature(Party::Representative).is_none() {
        reading.fault(field, Problem::NotSigned);
    }
    warn(reading, context, &approved, field);
    let operation = operation.change(stored.clone(), approved.clone());
    plan_step::with_succession(operation, &approved, &context.plans, &context.all_lines, &context.sessions)
}

/// What the worker is told before handing a version in, and the head before approving it.
fn warn(reading: &mut Reading<'_>, context: &FormContext, plan: &PlanVersion, field: Field) {
    let planned: Money = context.uses.iter().map(|used| used.amount_planned).sum();
    let has_ceiling = context.child.as_ref().is_some_and(|child| !child.ceilings.is_empty());
    // Whoever approves is asked for the reason.
    if plan.state == PlanState::Draft && has_ceiling && planned > context.ceiling {
        reading.fault(field, Problem::OverCeiling(planned - context.ceiling));
    }
    let gaps = context.joins.iter().filter(|join| join.is_open()).count();
    if gaps > 0 {
        reading.fault(field, Problem::OpenGaps(gaps));
    }
    let prices = PriceList::new(&context.prices);
    let own = context.all_lines.iter().filter(|line| line.plan == plan.id);
    for fault in own.filter_map(|line| planning::unpriced(line, plan.effective_from, &prices)) {
        reading.fault(field, fault.problem);
    }
}

/// What whoever hands a version in or decides about it sees of it: its cost beside that of the one before it, then each
/// line that differs.
pub fn differences(context: &FormContext, lang: Lang) -> Vec<String> {
    let Some((before, difference)) = &context.difference else { return Vec::new() };
    let number = base::<PlanVersion>(context).number;
    let versions = before.map_or_else(|| format!("v{number}"), |before| format!("v{before} → v{number}"));
    let money = |amounts: (Money, Money), change| {
        let both = plan_words::both(amounts, change, |amount| number::money(amount, lang));
        let more = if before.is_some() { plan_words::more(amounts.1 - amounts.0, lang) } else { String::new() };
        if amounts.0 == amounts.1 { both } else { format!("{both} {more}") }
    };
    let whole = money(difference.amounts(None), if before.is_some() { LineChange::Changed } else { LineChange::Added });
    let mut told = vec![format!("{} · {versions}: {}", Text::WhatDiffers.text(lang), whole.trim_end())];
    for one in difference.lines.iter().filter(|one| one.change() != LineChange::Same) {
        let Some(line) = one.line() else { continue };
        let change = one.change();
        let service = context.services.iter().find(|service| service.code == line.service);
        let name = service.map_or("", |service| service_name(service, lang));
        let provider = |id| context.providers.iter().find(|known| known.id == id).map(|known| known.name.clone());
        let units = plan_words::both(one.units(), change, |units| number::decimal(units, lang));
        let changes = plan_words::changes(one, provider, lang);
        let parts = [
            format!("{} {} {name} {units}", plan_words::mark(change), line.service),
            money(one.amounts(), change),
            changes,
        ];
        told.push(parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · "));
    }
    told
}

pub fn return_fields() -> Vec<FormField> {
    vec![FormField::long(Field::DecisionNote, "")]
}

/// Whoever handed it in takes it back; anybody else refuses it.
pub fn build_return(reading: &mut Reading<'_>, context: &FormContext, filling: Filling<'_>) -> Operation {
    let plan = base::<PlanVersion>(context);
    if plan.state != PlanState::Submitted {
        reading.fault(Field::DecisionNote, Problem::NotSubmitted);
    }
    let note = reading.text(Field::DecisionNote);
    if note.is_empty() {
        reading.fault(Field::DecisionNote, Problem::Missing);
    }
    let own = plan.submitted_by == filling.user;
    let refused = (!own).then_some((filling.today, filling.user));
    let deed = if own { Deed::WithdrawPlan } else { Deed::RefusePlan };
    put(context, plan_step::returned(plan, refused, note), deed, deed)
}
