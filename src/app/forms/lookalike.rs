//! Who looks like the person under entry: asked of the store as fields are filled in, told beside them, and, where it
//! is surely the same person, a reason is asked for.

use super::{
    super::form::{Form, Reading},
    Filling, FormField, Noun, base, person,
};
use crate::{
    domain::{Draft, Field, Person, Problem},
    i18n::likeness,
};

/// The person that the form describes so far; none where it is about something else.
fn person_of(form: &Form, filling: Filling<'_>) -> Option<Person> {
    let mut reading = Reading::new(&form.fields, filling.today);
    let family = form.context.family.as_ref().map(|family| family.id).unwrap_or_default();
    let old = match (form.noun, &form.context.base) {
        (Noun::Person, Some(_)) => base::<Person>(&form.context),
        (Noun::Person | Noun::Child, None) => Person { family, ..Person::default() },
        _ => return None,
    };
    let old = Person { phone: reading.phone(Field::Phone), closed: reading.yes(Field::MovedOut), ..old };
    Some(person::read_identity(&mut reading, old))
}

/// Whom to look for now; none: the same as before, or nobody.
pub fn wanted(form: &mut Form, filling: Filling<'_>) -> Option<Box<Person>> {
    let person = Box::new(person_of(form, filling)?);
    if form.looked_for.as_ref() == Some(&person) {
        return None;
    }
    form.looked_for = Some(person.clone());
    Some(person)
}

/// Says beside the fields who looks alike, as far as it is known.
pub fn tell(form: &mut Form, filling: Filling<'_>) {
    let Some(person) = person_of(form, filling) else { return };
    form.faults.retain(|fault| !likeness::is_likeness(&fault.problem));
    let faults = likeness::faults(&person, &form.context.lookalikes);
    if faults.iter().any(|fault| matches!(fault.problem, Problem::SamePerson(_))) {
        ask_reason(form);
    }
    // Before what else is to be said of a field: a known person explains a wrong digit, too.
    form.faults.splice(0..0, faults);
}

/// Why it is somebody else is asked only where it must be.
fn ask_reason(form: &mut Form) {
    if !form.fields.iter().any(|field| field.field == Field::DuplicateReason) {
        form.fields.push(FormField::text(Field::DuplicateReason, ""));
    }
}

/// A draft in which a reason was written has a field for it.
pub fn restore_reason(form: &mut Form, draft: &Draft) {
    let has_reason = |(name, text): &(String, String)| name == Field::DuplicateReason.name() && !text.is_empty();
    if draft.texts.iter().any(has_reason) {
        ask_reason(form);
    }
}
