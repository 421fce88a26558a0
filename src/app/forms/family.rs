//! The household, and the closing of its case.

use super::{super::form::Reading, Filling, FormField, base, case_status, put};
use crate::app::field::FieldKind;
use crate::domain::{CaseStatus, Deed, Family, Field, Operation, Problem, contact, overview::FormContext};

pub fn fields(context: &FormContext, filling: Filling<'_>) -> Vec<FormField> {
    let lang = filling.lang;
    let family = match &context.base {
        Some(_) => base::<Family>(context),
        None => Family {
            case_number: context.next_case_number.clone(),
            owner: filling.user.to_owned(),
            applied_on: Some(filling.today),
            ..Family::default()
        },
    };
    let owner = context.users.iter().position(|user| user.login == family.owner).map_or(0, |n| n as u64 + 1);
    let owners = super::user::owner_picks(context);
    vec![
        FormField::text(Field::Surname, &family.surname),
        FormField::text(Field::CaseNumber, &family.case_number),
        FormField::new(Field::Phone, FieldKind::Phone, &contact::shown_phone(&family.phone)),
        FormField::text(Field::Email, &family.email),
        FormField::text(Field::DeclaredAddress, &family.declared_address),
        FormField::text(Field::ActualAddress, &family.actual_address),
        FormField::text(Field::Part, &family.part),
        FormField::new(Field::Postcode, FieldKind::Postcode, &family.postcode),
        FormField::date(Field::AppliedOn, family.applied_on, lang),
        FormField::choice(Field::Status, family.status, lang),
        if owner == 0 {
            FormField::text(Field::Owner, &family.owner)
        } else {
            FormField::one(Field::Owner, owners, owner)
        },
        FormField::text(Field::RestrictedTo, &family.restricted_to.join(", ")),
    ]
}

pub fn build(reading: &mut Reading<'_>, context: &FormContext, _filling: Filling<'_>) -> Operation {
    let old = base::<Family>(context);
    let owner = match reading.pick(Field::Owner) {
        Some(n) => context.users.get(n as usize - 1).map(|user| user.login.clone()).unwrap_or_default(),
        None => reading.text(Field::Owner),
    };
    let restricted_to = named(reading, context);
    let status = case_status(reading, old.status);
    let reopened = status != CaseStatus::Closed;
    let family = Family {
        programme: if old.programme.is_some() { old.programme } else { context.programme.id },
        surname: reading.text(Field::Surname),
        case_number: reading.text(Field::CaseNumber),
        phone: reading.phone(Field::Phone),
        email: reading.text(Field::Email),
        declared_address: reading.text(Field::DeclaredAddress),
        actual_address: reading.text(Field::ActualAddress),
        part: reading.text(Field::Part),
        postcode: contact::normal_postcode(&reading.text(Field::Postcode)),
        applied_on: reading.date(Field::AppliedOn),
        status,
        closed_on: old.closed_on.filter(|_| !reopened),
        close_reason: if reopened { String::new() } else { old.close_reason.clone() },
        owner,
        restricted_to,
        ..old
    };
    put(context, family, Deed::AddFamily, Deed::EditFamily)
}

/// The users who alone may look at it.
fn named(reading: &mut Reading<'_>, context: &FormContext) -> Vec<String> {
    let typed = reading.text(Field::RestrictedTo);
    let logins = typed.split([',', ';', ' ']).filter(|login| !login.is_empty());
    let (known, unknown): (Vec<&str>, Vec<&str>) =
        logins.partition(|login| context.users.iter().any(|user| user.login == *login));
    if let Some(unknown) = unknown.first() {
        reading.fault(Field::RestrictedTo, Problem::NoSuchRecord((*unknown).to_owned()));
    }
    known.into_iter().map(str::to_owned).collect()
}

/// When and why: the same for a family and a child.
pub fn closing_fields(filling: Filling<'_>) -> Vec<FormField> {
    vec![FormField::date(Field::ClosedOn, Some(filling.today), filling.lang), FormField::text(Field::CloseReason, "")]
}

pub fn build_closing(reading: &mut Reading<'_>, context: &FormContext) -> Operation {
    let family = Family {
        status: CaseStatus::Closed,
        closed_on: Some(reading.need_date(Field::ClosedOn)),
        close_reason: reading.text(Field::CloseReason),
        ..base(context)
    };
    put(context, family, Deed::CloseFamily, Deed::CloseFamily)
}
