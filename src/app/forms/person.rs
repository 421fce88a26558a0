//! A member of a household; a legal representative by ticking it.

use super::{super::form::Reading, Filling, FormField, base, out_of_use, put};
use crate::{
    app::field::FieldKind,
    domain::{Deed, Field, Operation, Person, Relation, Representation, contact, overview::FormContext, personal_code},
    i18n::likeness,
};

pub fn fields(context: &FormContext, filling: Filling<'_>) -> Vec<FormField> {
    let person = match &context.base {
        Some(_) => base::<Person>(context),
        None => Person {
            surname: surname_of(context),
            relation: Relation::Mother,
            representation: Some(Representation::default()),
            ..Person::default()
        },
    };
    let lang = filling.lang;
    let representation = person.representation.clone();
    let mut fields = identity_fields(&person, filling);
    fields.extend([
        FormField::choice(Field::Relation, person.relation, lang),
        FormField::new(Field::Phone, FieldKind::Phone, &contact::shown_phone(&person.phone)),
        FormField::text(Field::Email, &person.email),
        FormField::yes(Field::Representation, representation.is_some(), lang),
        FormField::choice(Field::Basis, representation.clone().unwrap_or_default().basis, lang),
        FormField::date(Field::Since, representation.as_ref().and_then(|r| r.since), lang),
        FormField::date(Field::ValidUntil, representation.and_then(|r| r.valid_until), lang),
    ]);
    fields.extend(out_of_use(person.closed, Field::MovedOut, lang));
    if !person.duplicate_reason.is_empty() {
        fields.push(FormField::text(Field::DuplicateReason, &person.duplicate_reason));
    }
    fields
}

/// The surname that a new member of the household may have. One that ends as only the name of a whole household does,
/// `Ozoliņi`, is nobody's own.
pub fn surname_of(context: &FormContext) -> String {
    let surname = context.family.as_ref().map(|family| family.surname.clone()).unwrap_or_default();
    if surname.ends_with('i') { String::new() } else { surname }
}

/// Who somebody is: the fields that a child's form begins with, too.
pub fn identity_fields(person: &Person, filling: Filling<'_>) -> Vec<FormField> {
    let previous: Vec<String> = person.previous_codes.iter().map(|code| personal_code::shown(code)).collect();
    vec![
        FormField::text(Field::GivenNames, &person.given_names),
        if person.id.is_some() {
            FormField::text(Field::Surname, &person.surname)
        } else {
            FormField::proposal(Field::Surname, &person.surname)
        },
        FormField::text(Field::PreviousNames, &person.previous_names.join(", ")),
        FormField::new(Field::PersonalCode, FieldKind::PersonalCode, &personal_code::shown(&person.personal_code)),
        FormField::text(Field::PreviousCodes, &previous.join(" ")),
        FormField::date(Field::BirthDate, person.birth_date, filling.lang),
        FormField::choice(Field::Sex, person.sex, filling.lang),
    ]
}

/// What was entered in [`identity_fields`]. An old-style code tells the birth date if none was entered.
pub fn read_identity(reading: &mut Reading<'_>, person: Person) -> Person {
    let personal_code = reading.personal_code(Field::PersonalCode);
    let birth_date = reading.date(Field::BirthDate).or_else(|| personal_code::birth_date(&personal_code));
    Person {
        given_names: reading.text(Field::GivenNames),
        surname: reading.text(Field::Surname),
        previous_names: list(&reading.text(Field::PreviousNames)),
        previous_codes: reading.text(Field::PreviousCodes).split_whitespace().map(personal_code::normal).collect(),
        sex: reading.choice(Field::Sex),
        personal_code,
        birth_date,
        duplicate_reason: reading.text(Field::DuplicateReason),
        ..person
    }
}

/// The items of a list with commas between them.
fn list(text: &str) -> Vec<String> {
    text.split([',', ';']).map(str::trim).filter(|item| !item.is_empty()).map(str::to_owned).collect()
}

pub fn build(reading: &mut Reading<'_>, context: &FormContext) -> Operation {
    let old = base::<Person>(context);
    let representation = reading.yes(Field::Representation).then(|| Representation {
        basis: reading.choice(Field::Basis),
        since: reading.date(Field::Since),
        valid_until: reading.date(Field::ValidUntil),
    });
    let family = context.family.as_ref().map(|family| family.id).unwrap_or_default();
    let person = Person {
        family: if old.family.is_some() { old.family } else { family },
        relation: reading.choice(Field::Relation),
        phone: reading.phone(Field::Phone),
        email: reading.text(Field::Email),
        representation,
        closed: reading.yes(Field::MovedOut),
        ..old
    };
    let person = read_identity(reading, person);
    reading.faults.extend(likeness::faults(&person, &context.lookalikes));
    put(context, person, Deed::AddPerson, Deed::EditPerson)
}
