//! A child case: a new one with its person and first ceiling; later the case itself.

use super::{super::form::Reading, Filling, FormField, base, case_status, person, put};
use crate::{
    app::field::{picks_of, read_date},
    domain::{
        CaseStatus, Ceiling, Child, Choice, Deed, Field, HealthLimit, Id, Impairment, MedicalForm, Money, Operation,
        Outcome, Person, Problem, Relation, Session, overview::FormContext,
    },
    i18n::{date, likeness},
};

pub fn fields(context: &FormContext, filling: Filling<'_>) -> Vec<FormField> {
    let lang = filling.lang;
    let child = base::<Child>(context);
    let is_new = context.base.is_none();
    let mut fields = Vec::new();
    if is_new {
        let surname = person::surname_of(context);
        fields = person::identity_fields(&Person { surname, ..Person::default() }, filling);
    }
    let impairments: Vec<u64> = child.impairments.iter().map(|&impairment| place(impairment)).collect();
    let limits: Vec<String> =
        child.health_limits.iter().map(|l| format!("{} {}", l.service, l.reason).trim().to_owned()).collect();
    let forms: Vec<String> =
        child.medical_forms.iter().map(|f| format!("{} {}", f.service, date::show(f.valid_until, lang))).collect();
    fields.extend([
        FormField::choice(Field::Status, child.status, lang),
        FormField::many(Field::Impairments, picks_of::<Impairment>(lang), &impairments),
        FormField::date(Field::DisabilityUntil, child.disability_until, lang),
        FormField::date(Field::SpecialCareUntil, child.special_care_until, lang),
        FormField::text(Field::School, &child.school),
        FormField::text(Field::HealthLimits, &limits.join("; ")),
        FormField::text(Field::MedicalForms, &forms.join("; ")),
    ]);
    // A ceiling is never rewritten: a change is entered as a difference, with its own paper.
    let (amount, from) =
        if is_new { (context.programme.default_ceiling, Some(context.programme.from)) } else { Default::default() };
    fields.extend([
        FormField::money(ceiling_field(is_new), amount, lang),
        FormField::text(Field::LegalBasis, ""),
        FormField::date(Field::From, from, lang),
    ]);
    fields
}

/// The ceiling of a new case, or its change later.
fn ceiling_field(is_new: bool) -> Field {
    if is_new { Field::Ceiling } else { Field::CeilingChange }
}

fn place(impairment: Impairment) -> u64 {
    Impairment::ALL.iter().position(|&other| other == impairment).unwrap_or_default() as u64
}

pub fn build(reading: &mut Reading<'_>, context: &FormContext, filling: Filling<'_>) -> Operation {
    let old = base::<Child>(context);
    let is_new = context.base.is_none();
    let mut ceilings = old.ceilings.clone();
    let field = ceiling_field(is_new);
    let amount = reading.money(field);
    let legal_basis = reading.text(Field::LegalBasis);
    if !amount.is_zero() {
        let from = reading.date(Field::From).unwrap_or(filling.today);
        ceilings.push(Ceiling { amount, from, legal_basis });
    } else if !legal_basis.is_empty() {
        // A paper without its amount would be dropped without a word.
        reading.fault(field, Problem::Missing);
    }
    if ceilings.iter().map(|ceiling| ceiling.amount).sum::<Money>().is_negative() {
        reading.fault(field, Problem::Negative);
    }
    let status = case_status(reading, old.status);
    let reopened = status != CaseStatus::Closed;
    let family = context.family.as_ref().map(|family| family.id).unwrap_or_default();
    let child = Child {
        family: if old.family.is_some() { old.family } else { family },
        status,
        closed_on: old.closed_on.filter(|_| !reopened),
        close_reason: if reopened { String::new() } else { old.close_reason.clone() },
        impairments: reading
            .picks(Field::Impairments)
            .into_iter()
            .filter_map(|n| Impairment::ALL.get(n as usize).copied())
            .collect(),
        disability_until: reading.date(Field::DisabilityUntil),
        special_care_until: reading.date(Field::SpecialCareUntil),
        school: reading.text(Field::School),
        health_limits: health_limits(reading, context),
        medical_forms: medical_forms(reading, context),
        ceilings,
        ..old
    };
    if !is_new {
        return put(context, child, Deed::EditChild, Deed::EditChild);
    }
    let person = Person { family, relation: Relation::Child, ..Person::default() };
    let person = Person { id: Id::placeholder(1), ..person::read_identity(reading, person) };
    reading.faults.extend(likeness::faults(&person, &context.lookalikes));
    let child = Child { person: person.id, ..child };
    Operation::new(Deed::AddChild).create(person).create(child)
}

/// `REI no doctor's form; epilepsy`: a service's code and why it is barred, or anything else to mind.
pub(super) fn health_limits(reading: &Reading<'_>, context: &FormContext) -> Vec<HealthLimit> {
    let text = reading.text(Field::HealthLimits);
    let mut limits = Vec::new();
    for part in text.split(';').map(str::trim).filter(|part| !part.is_empty()) {
        let (code, reason) = part.split_once(' ').unwrap_or((part, ""));
        let code = code.to_uppercase();
        let bars = context.services.iter().any(|service| service.code == code);
        limits.push(if bars {
            HealthLimit { service: code, reason: reason.trim().to_owned() }
        } else {
            HealthLimit { service: String::new(), reason: part.to_owned() }
        });
    }
    limits
}

/// `REI 31.12.2019`: the code of a service that asks for a doctor's form, and until when the form holds.
pub(super) fn medical_forms(reading: &mut Reading<'_>, context: &FormContext) -> Vec<MedicalForm> {
    let text = reading.text(Field::MedicalForms);
    let mut forms = Vec::new();
    for part in text.split([';', ',']).map(str::trim).filter(|part| !part.is_empty()) {
        let (code, until) = part.split_once(' ').unwrap_or((part, ""));
        let code = code.to_uppercase();
        if !context.services.iter().any(|service| service.code == code) {
            reading.fault(Field::MedicalForms, Problem::NoSuchRecord(code));
            continue;
        }
        match read_date(Field::MedicalForms, until.trim(), context.today) {
            Ok(valid_until) => forms.push(MedicalForm { service: code, valid_until }),
            Err(problem) => reading.fault(Field::MedicalForms, problem),
        }
    }
    forms
}

pub fn build_closing(reading: &mut Reading<'_>, context: &FormContext) -> Operation {
    let closed_on = reading.need_date(Field::ClosedOn);
    let reason = reading.text(Field::CloseReason);
    // What was to be before that day happened or did not: somebody has to say. What comes after is called off.
    let (past, later): (Vec<_>, Vec<_>) =
        context.sessions.iter().filter(|session| session.is_open()).partition(|session| session.day <= closed_on);
    if !past.is_empty() {
        reading.fault(Field::ClosedOn, Problem::StillBooked(past.len()));
    } else if !later.is_empty() {
        reading.fault(Field::ClosedOn, Problem::CancelsSessions(u32::try_from(later.len()).unwrap_or(u32::MAX)));
    }
    let child =
        Child { status: CaseStatus::Closed, closed_on: Some(closed_on), close_reason: reason.clone(), ..base(context) };
    let operation = put(context, child, Deed::CloseChild, Deed::CloseChild);
    later.into_iter().fold(operation, |operation, session| {
        let off = Session { outcome: Outcome::Excused, text: reason.clone(), ..session.clone() };
        operation.change(session.clone(), off)
    })
}
