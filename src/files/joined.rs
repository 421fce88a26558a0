//! The tables that an import takes, made of what is stored: names instead of numbers, related records in one row.

use std::collections::HashMap;

use super::{
    Register, assessments,
    export::{Written, list},
    import::ImportKind,
    invoices, plans,
    register::full_name,
};
use crate::{
    domain::{
        AnyRecord, Child, Choice, Family, Field, Id, Kind, Money, Person, Price, Programme, Provider, Relation,
        Session, personal_code,
    },
    i18n::{
        Lang,
        choice::{Worded, yes_no},
        date, number, time,
    },
};

/// The table of that kind, if an import takes it.
pub(super) fn table(kind: Kind, records: &[AnyRecord], register: &Register, lang: Lang) -> Option<Written> {
    let import = match kind {
        Kind::Family => ImportKind::Families,
        Kind::Provider => ImportKind::Providers,
        Kind::Price => ImportKind::Prices,
        Kind::Session => ImportKind::Sessions,
        Kind::PlanVersion => return Some(plans::written(records, register, lang)),
        Kind::Assessment => return Some(assessments::written(records, register, lang)),
        Kind::Invoice => return Some(invoices::written(records, register, lang)),
        _ => return None,
    };
    let mut fields = import.columns().to_vec();
    if kind == Kind::Session {
        // What it cost is told, but an import reckons it anew.
        fields.extend([Field::UnitPrice, Field::ChargedPercent, Field::CopaymentPercent, Field::Amount]);
    }
    let members = Members::new(register);
    let mut rows = Vec::new();
    for record in records {
        match record {
            AnyRecord::Family(family) => rows.extend(family_rows(family, register, &members, &fields, lang)),
            AnyRecord::Provider(provider) => rows.push(row(&fields, |field| of_provider(provider, field, lang))),
            AnyRecord::Price(price) => rows.push(row(&fields, |field| of_price(price, register, field, lang))),
            AnyRecord::Session(session) => rows.push(row(&fields, |field| of_session(session, register, field, lang))),
            _ => {}
        }
    }
    Some(Written { fields, rows })
}

fn row(fields: &[Field], cell: impl Fn(Field) -> String) -> Vec<String> {
    fields.iter().map(|field| cell(*field)).collect()
}

fn day(day: Option<chrono::NaiveDate>) -> String {
    day.map(date::iso).unwrap_or_default()
}

fn money(amount: Money, lang: Lang) -> String {
    number::plain(amount.decimal(), lang)
}

/// Who belongs to which family: its members, and whom cases of its children are about. Once two records of one person
/// were merged, that person may live in another family.
struct Members<'a> {
    people: HashMap<Id<Family>, Vec<&'a Person>>,
    children: HashMap<(Id<Family>, Id<Person>), &'a Child>,
}

impl<'a> Members<'a> {
    fn new(register: &'a Register) -> Self {
        let mut people: HashMap<Id<Family>, Vec<&Person>> = HashMap::new();
        for person in &register.persons {
            people.entry(person.family).or_default().push(person);
        }
        for child in &register.children {
            if let Some(person) = register.person(child.person).filter(|person| person.family != child.family) {
                people.entry(child.family).or_default().push(person);
            }
        }
        for members in people.values_mut() {
            members.sort_by_key(|person| (person.relation != Relation::Child, person.id));
        }
        let children = register.children.iter().map(|child| ((child.family, child.person), child));
        Self { people, children: children.collect() }
    }
}

/// A row for each member, the children first; one for the family alone if it has none.
fn family_rows(
    family: &Family,
    register: &Register,
    members: &Members,
    fields: &[Field],
    lang: Lang,
) -> Vec<Vec<String>> {
    let of_family = |field| of_family(family, register, field, lang);
    let Some(people) = members.people.get(&family.id) else { return vec![row(fields, of_family)] };
    let of_member = |person: &&Person| {
        let child = members.children.get(&(family.id, person.id));
        row(fields, |field| match of_person(person, field, lang) {
            Some(text) => text,
            None => child.and_then(|child| of_child(child, field, lang)).unwrap_or_else(|| of_family(field)),
        })
    };
    people.iter().map(of_member).collect()
}

pub(super) fn of_family(family: &Family, register: &Register, field: Field, lang: Lang) -> String {
    match field {
        Field::Programme => register
            .programme(family.programme)
            .map(|programme| programme_named(programme, register))
            .unwrap_or_default(),
        Field::CaseNumber => family.case_number.clone(),
        Field::Family | Field::Surname => family.surname.clone(),
        Field::Status => family.status.text(lang).to_owned(),
        Field::Owner => family.owner.clone(),
        Field::AppliedOn => day(family.applied_on),
        Field::ClosedOn => day(family.closed_on),
        Field::CloseReason => family.close_reason.clone(),
        Field::DeclaredAddress => family.declared_address.clone(),
        Field::ActualAddress => family.actual_address.clone(),
        Field::Part => family.part.clone(),
        Field::Postcode => family.postcode.clone(),
        Field::Phone => family.phone.clone(),
        Field::Email => family.email.clone(),
        _ => String::new(),
    }
}

/// The programme's name; with its municipality where several programmes are called the same.
pub(super) fn programme_named(programme: &Programme, register: &Register) -> String {
    let named = register.programmes.iter().filter(|other| other.name == programme.name);
    if named.count() == 1 && !programme.name.is_empty() { programme.name.clone() } else { full_name(programme) }
}

pub(super) fn of_person(person: &Person, field: Field, lang: Lang) -> Option<String> {
    let representation = person.representation.as_ref();
    let is_child = person.relation == Relation::Child;
    Some(match field {
        Field::Surname => person.surname.clone(),
        Field::GivenNames => person.given_names.clone(),
        Field::PreviousNames => list(person.previous_names.iter().cloned()),
        Field::Relation => person.relation.text(lang).to_owned(),
        Field::PersonalCode => personal_code::shown(&person.personal_code),
        Field::PreviousCodes => list(person.previous_codes.iter().map(|code| personal_code::shown(code))),
        Field::DuplicateReason => person.duplicate_reason.clone(),
        Field::BirthDate => day(person.birth_date),
        Field::Sex => person.sex.text(lang).to_owned(),
        // A child's row carries the household's.
        Field::Phone if !is_child => person.phone.clone(),
        Field::Email if !is_child => person.email.clone(),
        Field::Basis => representation.map(|it| it.basis.text(lang).to_owned()).unwrap_or_default(),
        Field::Since => day(representation.and_then(|it| it.since)),
        Field::ValidUntil => day(representation.and_then(|it| it.valid_until)),
        _ => return None,
    })
}

pub(super) fn of_child(child: &Child, field: Field, lang: Lang) -> Option<String> {
    Some(match field {
        Field::Status => child.status.text(lang).to_owned(),
        Field::DisabilityUntil => day(child.disability_until),
        Field::SpecialCareUntil => day(child.special_care_until),
        Field::Impairments => list(child.impairments.iter().map(|it| it.text(lang).to_owned())),
        Field::School => child.school.clone(),
        // Several ceilings are told as their sum, from the first day, with all papers.
        Field::Ceiling if !child.ceilings.is_empty() => {
            money(child.ceilings.iter().map(|ceiling| ceiling.amount).sum(), lang)
        }
        Field::From => day(child.ceilings.iter().map(|ceiling| ceiling.from).min()),
        Field::LegalBasis => {
            let papers: Vec<&str> = child.ceilings.iter().map(|ceiling| ceiling.legal_basis.as_str()).collect();
            papers.join("; ")
        }
        _ => return None,
    })
}

pub(super) fn of_provider(provider: &Provider, field: Field, lang: Lang) -> String {
    match field {
        Field::Name => provider.name.clone(),
        Field::RegistrationNumber => provider.registration_number.clone(),
        Field::Contract => provider.contract.clone(),
        Field::Phone => provider.phone.clone(),
        Field::Email => provider.email.clone(),
        Field::Specialists => list(provider.specialists.iter().cloned()),
        Field::NoticeHours => provider.notice_hours.to_string(),
        Field::ChargedPercent => number::plain(provider.charged_percent, lang),
        Field::ClosureDays => list(provider.closure_days.iter().copied().map(date::iso)),
        Field::Capacity if provider.capacity > 0 => provider.capacity.to_string(),
        Field::SchoolHolidays if provider.school_holidays => yes_no(true, lang).to_owned(),
        Field::TravelMinutes if provider.travel_minutes > 0 => provider.travel_minutes.to_string(),
        _ => String::new(),
    }
}

pub(super) fn of_price(price: &Price, register: &Register, field: Field, lang: Lang) -> String {
    match field {
        Field::Service => price.service.clone(),
        Field::Provider => register.provider(price.provider).map(|provider| provider.name.clone()).unwrap_or_default(),
        Field::Format => price.format.text(lang).to_owned(),
        Field::Unit => price.unit.text(lang).to_owned(),
        Field::Amount => money(price.amount, lang),
        Field::From => date::iso(price.from),
        Field::To => day(price.to),
        Field::Sample => yes_no(price.sample, lang).to_owned(),
        _ => String::new(),
    }
}

pub(super) fn of_session(session: &Session, register: &Register, field: Field, lang: Lang) -> String {
    let child = register.child(session.child);
    let person = child.and_then(|child| register.person(child.person));
    let line = register.line(session.line);
    let charge = session.charge.as_ref();
    let text = match field {
        Field::CaseNumber => {
            child.and_then(|child| register.family(child.family)).map(|family| family.case_number.clone())
        }
        Field::Surname => person.map(|person| person.surname.clone()),
        Field::GivenNames => person.map(|person| person.given_names.clone()),
        Field::PersonalCode => person.map(|person| personal_code::shown(&person.personal_code)),
        Field::Group => line.map(|line| line.group.name().to_owned()),
        Field::Service => line.map(|line| line.service.clone()),
        Field::Recipient => line.map(|line| line.recipient.text(lang).to_owned()),
        Field::Format => line.map(|line| line.format.text(lang).to_owned()),
        Field::Provider => {
            let provider = line.map_or(session.provider, |line| session.provider_by(line));
            register.provider(provider).map(|provider| provider.name.clone())
        }
        Field::Specialist => Some(session.specialist.clone()),
        Field::Day => Some(date::iso(session.day)),
        Field::Start => session.start.map(time::padded),
        Field::Minutes => Some(session.minutes.to_string()),
        Field::Units => Some(number::plain(session.units, lang)),
        Field::Outcome => Some(session.outcome.text(lang).to_owned()),
        Field::Text => Some(session.text.clone()),
        Field::UnitPrice => charge.map(|charge| money(charge.unit_price, lang)),
        Field::ChargedPercent => charge.map(|charge| number::plain(charge.charged_percent, lang)),
        Field::CopaymentPercent => charge.map(|charge| number::plain(charge.copayment_percent, lang)),
        Field::Amount => charge.map(|charge| money(charge.amount(), lang)),
        _ => None,
    };
    text.unwrap_or_default()
}
