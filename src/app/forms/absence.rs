//! Somebody is away, or something rests: who, when, and what becomes of the sessions.

use super::{super::form::Reading, Filling, FormField, base, provider_picks, service_picks};
use crate::domain::{
    Absence, AbsenceScope, Deed, Field, Id, Operation, Problem,
    overview::FormContext,
    proposal::{AbsenceChange, Proposal},
};

pub fn fields(context: &FormContext, filling: Filling<'_>) -> Vec<FormField> {
    let lang = filling.lang;
    let is_new = context.base.is_none();
    let absence = if is_new { Absence { from: filling.today, ..Absence::default() } } else { base(context) };
    let scope = match (is_new, &context.child, &context.family) {
        (false, ..) => absence.scope(),
        (true, Some(_), _) => AbsenceScope::Child,
        (true, None, Some(_)) => AbsenceScope::Family,
        (true, None, None) => AbsenceScope::Provider,
    };
    let service = context.services.iter().find(|service| service.code == absence.service);
    vec![
        FormField::choice(Field::Scope, scope, lang),
        FormField::date(Field::From, Some(absence.from), lang),
        FormField::date(Field::To, (!is_new).then_some(absence.to), lang),
        FormField::text(Field::Reason, &absence.reason),
        FormField::choice(Field::Way, absence.way, lang),
        FormField::one(Field::Provider, provider_picks(context, absence.provider.0), absence.provider.0),
        FormField::one(
            Field::Service,
            service_picks(context, &absence.service, lang),
            service.map_or(0, |service| service.id.0),
        ),
    ]
}

/// The absence as it was typed. Whom it is about depends on the scope: the other fields of that kind say nothing.
fn absence(reading: &mut Reading<'_>, context: &FormContext) -> Absence {
    let old = base::<Absence>(context);
    let scope = reading.choice(Field::Scope);
    let mut absence = Absence {
        id: old.id,
        from: reading.need_date(Field::From),
        to: reading.need_date(Field::To),
        reason: reading.text(Field::Reason),
        way: reading.choice(Field::Way),
        ..Absence::default()
    };
    match scope {
        // It stays about whom it was, whoever is under the cursor meanwhile.
        AbsenceScope::Child | AbsenceScope::Family | AbsenceScope::Programme
            if context.base.is_some() && scope == old.scope() =>
        {
            (absence.child, absence.family, absence.programme) = (old.child, old.family, old.programme);
        }
        AbsenceScope::Child => {
            absence.child = context.child.as_ref().map(|child| child.id).unwrap_or_default();
        }
        AbsenceScope::Family => {
            absence.family = context.family.as_ref().map(|family| family.id).unwrap_or_default();
        }
        AbsenceScope::Provider => {
            absence.provider = Id::new(reading.pick(Field::Provider).unwrap_or_default());
            if !absence.provider.is_some() {
                reading.fault(Field::Provider, Problem::Missing);
            }
        }
        AbsenceScope::Service => {
            absence.programme = context.programme.id;
            let picked = reading.pick(Field::Service);
            let service = picked.and_then(|number| context.services.iter().find(|service| service.id.0 == number));
            absence.service = service.map(|service| service.code.clone()).unwrap_or_default();
            if absence.service.is_empty() {
                reading.fault(Field::Service, Problem::Missing);
            }
        }
        AbsenceScope::Programme => absence.programme = context.programme.id,
    }
    absence
}

/// Only the absence itself, so that its own faults are told; its sessions are the proposal's.
pub fn build(reading: &mut Reading<'_>, context: &FormContext) -> Operation {
    let absence = absence(reading, context);
    super::put(context, absence, Deed::RecordAbsence, Deed::EditAbsence)
}

pub fn proposal(reading: &mut Reading<'_>, context: &FormContext) -> Proposal {
    let after = absence(reading, context);
    let before = context.base.is_some().then(|| base(context));
    Proposal::Absence(AbsenceChange { before, after: Some(after) })
}
