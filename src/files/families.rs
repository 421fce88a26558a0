//! Families from a table: a row per person. The first good row of a case number makes the family.
//!
//! A child's row also makes the child case, and its contacts are the household's; an adult's contacts are the adult's.
//! Without a column that tells the relation every row is a child. A row without given names is the family alone.

use std::collections::{HashMap, HashSet};

use super::{
    Register,
    cells::{Cells, Located},
    import::{Intake, Reading, Verdict, new},
    joined::{of_child, of_family, of_person},
    table::Table,
};
use crate::{
    domain::{
        CaseStatus, Ceiling, Child, Family, Field, Id, Person, Problem, Programme, Relation, Representation, Sex,
        contact, personal_code,
    },
    i18n::search::fold,
};

/// What a row may hold.
pub(super) const COLUMNS: &[Field] = &[
    Field::Programme,
    Field::CaseNumber,
    Field::Family,
    Field::Status,
    Field::Owner,
    Field::AppliedOn,
    Field::ClosedOn,
    Field::CloseReason,
    Field::DeclaredAddress,
    Field::ActualAddress,
    Field::Part,
    Field::Postcode,
    Field::Surname,
    Field::GivenNames,
    Field::PreviousNames,
    Field::Relation,
    Field::PersonalCode,
    Field::PreviousCodes,
    Field::DuplicateReason,
    Field::BirthDate,
    Field::Sex,
    Field::Phone,
    Field::Email,
    Field::Basis,
    Field::Since,
    Field::ValidUntil,
    Field::DisabilityUntil,
    Field::SpecialCareUntil,
    Field::Impairments,
    Field::School,
    Field::Ceiling,
    Field::From,
    Field::LegalBasis,
];

pub(super) fn import(table: &Table, stored: &Register, reading: Reading, intake: &mut Intake) {
    let mut known = Known::default();
    stored.families.iter().for_each(|family| known.add_family(family));
    stored.persons.iter().for_each(|person| known.add_person(person));
    known.children.extend(stored.children.iter().map(|child| child.person));
    let mut new_children: Vec<(Id<Family>, Located)> = Vec::new();
    for row in &table.rows {
        let mut cells = Cells::new(table, row, reading.lang, reading.today);
        let household = Household::read(&mut cells, stored, reading, &known, intake);
        let member = Member::read(&mut cells, stored, &household, &known, intake);
        compare(&mut cells, stored, &household, &member, reading);
        let mut changes = Vec::new();
        if household.is_new {
            changes.push(new(household.family.clone()));
        }
        if let Some(person) = member.new_person() {
            changes.push(new(person.clone()));
        }
        if let Some(child) = member.new_child() {
            changes.push(new(child.clone()));
        }
        let verdict = if changes.is_empty() { Verdict::Known } else { Verdict::Adds(changes) };
        let at = cells.at(Field::Basis);
        if intake.take(cells, verdict) {
            let grown_up = |child: &Person| child.age_on(reading.today).is_some_and(|age| age >= OF_AGE);
            if member.new_child().is_some() && !member.person.as_ref().is_some_and(grown_up) {
                new_children.push((household.family.id, at));
            }
            known.add_family(&household.family);
            member.new_person().into_iter().for_each(|person| known.add_person(person));
            known.children.extend(member.new_child().map(|child| child.person));
        }
    }
    // Whoever represents them may stand below them.
    for (family, at) in new_children {
        let represents = |person: &Person| person.family == family && person.representation.is_some() && !person.closed;
        if !known.persons.iter().any(represents) {
            intake.warn(Located { problem: Problem::NoRepresentative, ..at });
        }
    }
}

/// From this age on people represent themselves, years.
const OF_AGE: u32 = 18;

/// What is stored, and what the rows above add.
#[derive(Default)]
struct Known {
    /// By folded case number.
    families: HashMap<String, Family>,
    persons: Vec<Person>,
    /// Places in `persons` by present and previous personal codes.
    by_code: HashMap<String, Vec<usize>>,
    /// Places in `persons` by family and folded name.
    by_name: HashMap<(Id<Family>, String), Vec<usize>>,
    /// People who have a child case.
    children: HashSet<Id<Person>>,
}

impl Known {
    fn add_family(&mut self, family: &Family) {
        self.families.entry(fold(&family.case_number)).or_insert_with(|| family.clone());
    }

    fn add_person(&mut self, person: &Person) {
        let place = self.persons.len();
        for code in std::iter::once(&person.personal_code).chain(&person.previous_codes) {
            if !code.is_empty() {
                self.by_code.entry(code.clone()).or_default().push(place);
            }
        }
        self.by_name.entry((person.family, fold(&person.list_name()))).or_default().push(place);
        self.persons.push(person.clone());
    }

    /// Somebody with that code, unless a reason says that they are two; else in the family with the same names, no
    /// other code, and no other birth date.
    fn find(&self, person: &Person) -> Option<&Person> {
        let places = self.by_code.get(&person.personal_code).map_or(&[][..], Vec::as_slice);
        let with_code = || places.iter().filter_map(|place| self.persons.get(*place));
        let named =
            |other: &&Person| other.family == person.family && fold(&other.list_name()) == fold(&person.list_name());
        let one = |other: &&Person| other.duplicate_reason.is_empty() && person.duplicate_reason.is_empty();
        if let Some(same) = with_code().find(named).or_else(|| with_code().find(one)) {
            return Some(same);
        }
        let named = self.by_name.get(&(person.family, fold(&person.list_name())))?;
        named.iter().filter_map(|place| self.persons.get(*place)).find(|other| {
            (person.personal_code.is_empty() || other.personal_code.is_empty())
                && (person.birth_date.is_none() || other.birth_date == person.birth_date)
        })
    }
}

/// The family that a row speaks of.
struct Household {
    /// As it is stored, or made by a row above; else as this row tells it.
    family: Family,
    /// As this row tells it.
    told: Family,
    is_new: bool,
}

impl Household {
    fn read(cells: &mut Cells, stored: &Register, reading: Reading, known: &Known, intake: &mut Intake) -> Self {
        let case_number = cells.line(Field::CaseNumber);
        if case_number.is_empty() {
            cells.fault(Field::CaseNumber, Problem::Missing);
        }
        let before = known.families.get(&fold(&case_number));
        let contacts_are_shared = speaks_of_child(cells);
        let shared = |text: String| if contacts_are_shared { text } else { String::new() };
        let programme = programme(cells, stored, reading);
        let surname = cells.line(Field::Family);
        let family = Family {
            restricted_to: Vec::new(),
            id: intake.placeholder(),
            programme: programme.map_or(Id::default(), |programme| programme.id),
            case_number,
            surname: if surname.is_empty() { cells.line(Field::Surname) } else { surname },
            status: cells.choice(Field::Status).unwrap_or_default(),
            owner: cells.line(Field::Owner),
            declared_address: cells.line(Field::DeclaredAddress),
            actual_address: cells.line(Field::ActualAddress),
            part: cells.line(Field::Part),
            postcode: contact::normal_postcode(&cells.line(Field::Postcode)),
            phone: shared(contact::normal_phone(&cells.line(Field::Phone))),
            email: shared(cells.line(Field::Email)),
            applied_on: cells.date(Field::AppliedOn),
            closed_on: cells.date(Field::ClosedOn),
            close_reason: cells.line(Field::CloseReason),
        };
        match before {
            Some(before) => Self { family: before.clone(), told: family, is_new: false },
            None => {
                cells.check(&family);
                Self { told: family.clone(), family, is_new: true }
            }
        }
    }
}

/// The programme of a new family: the one named, else the one asked for.
fn programme<'a>(cells: &mut Cells, stored: &'a Register, reading: Reading) -> Option<&'a Programme> {
    if cells.has(Field::Programme) {
        cells.parsed(Field::Programme, |raw| {
            stored.programme_named(raw).ok_or_else(|| Problem::NoSuchRecord(raw.to_owned()))
        })
    } else {
        stored.programme(reading.programme)
    }
}

/// Whether the row is a child's, or the family's alone. Faults of the cell are told elsewhere.
fn speaks_of_child(cells: &Cells) -> bool {
    !cells.has(Field::GivenNames) || relation_of(cells).is_none_or(|relation| relation == Relation::Child)
}

fn relation_of(cells: &Cells) -> Option<Relation> {
    crate::i18n::choice::parse_choice(cells.raw(Field::Relation), cells.lang()).ok()
}

/// The person and the child case that a row tells of.
#[derive(Default)]
struct Member {
    person: Option<Person>,
    child: Option<Child>,
    /// The person it already is.
    before: Option<Id<Person>>,
    has_case: bool,
}

impl Member {
    fn read(cells: &mut Cells, stored: &Register, household: &Household, known: &Known, intake: &mut Intake) -> Self {
        if !cells.has(Field::GivenNames) && !cells.has(Field::PersonalCode) && !cells.has(Field::BirthDate) {
            return Self::default();
        }
        let person = read_person(cells, &household.family, intake);
        let before = known.find(&person);
        if let Some(before) = before.filter(|before| before.family != person.family) {
            cells.fault(Field::PersonalCode, Problem::Duplicate(before.list_name()));
        }
        let before = before.map(|before| before.id);
        let person_id = before.unwrap_or(person.id);
        let has_case = known.children.contains(&person_id);
        let mut child = None;
        if person.relation == Relation::Child {
            let told = read_child(cells, stored, &household.family, person_id, intake);
            if !has_case {
                cells.check(&told);
            }
            child = Some(told);
        }
        cells.check(&person);
        Self { person: Some(person), child, before, has_case }
    }

    fn new_person(&self) -> Option<&Person> {
        self.person.as_ref().filter(|_| self.before.is_none())
    }

    fn new_child(&self) -> Option<&Child> {
        self.child.as_ref().filter(|_| !self.has_case)
    }
}

/// Notes where the row differs from the stored family, person and child case; what rows above it add is not compared.
/// A cell speaks of the person if it can, else of the child case, else of the family, as in an export.
fn compare(cells: &mut Cells, stored: &Register, household: &Household, member: &Member, reading: Reading) {
    let lang = reading.lang;
    let family = stored.family(household.family.id);
    let person = member.before.and_then(|id| stored.person(id));
    let child = person.and_then(|person| stored.children.iter().find(|child| child.person == person.id));
    cells.compare(COLUMNS, |field| {
        if let Some(given) = member.person.as_ref().and_then(|told| of_person(told, field, lang)) {
            return Some((of_person(person?, field, lang)?, given));
        }
        if let Some(told) = &member.child
            && is_of_child(field)
        {
            return Some((of_child(child?, field, lang).unwrap_or_default(), of_child(told, field, lang)?));
        }
        Some((of_family(family?, stored, field, lang), of_family(&household.told, stored, field, lang)))
    });
}

/// Whether a child's row tells the child case by that field.
fn is_of_child(field: Field) -> bool {
    use Field::*;
    let of_case = [Status, DisabilityUntil, SpecialCareUntil, Impairments, School, Ceiling, From, LegalBasis];
    of_case.contains(&field)
}

fn read_person(cells: &mut Cells, family: &Family, intake: &mut Intake) -> Person {
    let relation = cells.choice(Field::Relation).unwrap_or(Relation::Child);
    let own = |text: String| if relation == Relation::Child { String::new() } else { text };
    let (since, valid_until) = (cells.date(Field::Since), cells.date(Field::ValidUntil));
    Person {
        id: intake.placeholder(),
        family: family.id,
        given_names: cells.line(Field::GivenNames),
        surname: cells.line(Field::Surname),
        previous_names: cells.items(Field::PreviousNames),
        personal_code: personal_code::normal(&cells.line(Field::PersonalCode)),
        previous_codes: cells.items(Field::PreviousCodes).iter().map(|code| personal_code::normal(code)).collect(),
        duplicate_reason: cells.line(Field::DuplicateReason),
        birth_date: cells.date(Field::BirthDate),
        sex: cells.choice(Field::Sex).unwrap_or(Sex::Unknown),
        relation,
        representation: cells.choice(Field::Basis).map(|basis| Representation { basis, since, valid_until }),
        phone: own(contact::normal_phone(&cells.line(Field::Phone))),
        email: own(cells.line(Field::Email)),
        ..Person::default()
    }
}

fn read_child(cells: &mut Cells, stored: &Register, family: &Family, person: Id<Person>, intake: &mut Intake) -> Child {
    let begins = stored.programme(family.programme).map(|programme| programme.from);
    let from = cells.date(Field::From).or(begins);
    let legal_basis = cells.line(Field::LegalBasis);
    let amount = cells.money(Field::Ceiling);
    if amount.is_some_and(|amount| amount.is_negative()) {
        cells.fault(Field::Ceiling, Problem::Negative);
    }
    let ceilings = amount.zip(from).map(|(amount, from)| Ceiling { amount, from, legal_basis });
    let status: CaseStatus = cells.choice(Field::Status).unwrap_or(family.status);
    let closed = status == CaseStatus::Closed;
    Child {
        id: intake.placeholder(),
        family: family.id,
        person,
        status,
        disability_until: cells.date(Field::DisabilityUntil),
        special_care_until: cells.date(Field::SpecialCareUntil),
        impairments: cells.choices(Field::Impairments),
        school: cells.line(Field::School),
        ceilings: ceilings.into_iter().collect(),
        closed_on: if closed { cells.date(Field::ClosedOn) } else { None },
        close_reason: if closed { cells.line(Field::CloseReason) } else { String::new() },
        ..Child::default()
    }
}
