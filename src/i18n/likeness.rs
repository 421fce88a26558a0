//! Whether two records may be of one person: by code, by name and birth date, by phone.

use super::search::{fold, words};
use crate::domain::{Fault, Field, Person, Problem, overview::Lookalike, personal_code};

/// Names of so many letters may differ in one.
const FORGIVEN_FROM: usize = 4;

/// What two people have in common that two people seldom have.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Likeness {
    /// The personal code, and neither has moved out: it is one person, unless somebody says why not.
    SameCode,
    /// A code that one of them has or had.
    KnownCode,
    /// The code but for a wrong digit or two swapped ones.
    NearCode,
    /// The names, or nearly, and the birth date.
    NameAndBirth,
    /// The names, in one household, where a birth date is missing.
    NameInHousehold,
    /// The phone, in different households or with nearly the same names.
    SamePhone,
}

/// All that the two have in common; nothing where they are surely different people.
pub fn likenesses(one: &Person, other: &Person) -> Vec<Likeness> {
    let mut found = Vec::new();
    let codes = |person: &Person| {
        let all = std::iter::once(&person.personal_code).chain(&person.previous_codes);
        all.filter(|code| !code.is_empty()).cloned().collect::<Vec<_>>()
    };
    let (mine, theirs) = (codes(one), codes(other));
    if !one.personal_code.is_empty() && one.personal_code == other.personal_code && !one.closed && !other.closed {
        found.push(Likeness::SameCode);
    } else if mine.iter().any(|code| theirs.contains(code)) {
        found.push(Likeness::KnownCode);
    } else if personal_code::is_near(&one.personal_code, &other.personal_code) {
        found.push(Likeness::NearCode);
    }
    let household = one.family == other.family && one.family.is_some();
    match (one.birth_date, other.birth_date) {
        (Some(mine), Some(theirs)) => {
            if mine == theirs && are_similar(one, other) {
                found.push(Likeness::NameAndBirth);
            }
        }
        _ => {
            if household && fold(&one.list_name()) == fold(&other.list_name()) {
                found.push(Likeness::NameInHousehold);
            }
        }
    }
    if !one.phone.is_empty() && one.phone == other.phone && (!household || are_similar(one, other)) {
        found.push(Likeness::SamePhone);
    }
    found
}

/// Whether the names are the same but for a letter a word, for their order, and for names of before.
fn are_similar(one: &Person, other: &Person) -> bool {
    let within = |one: &Person, other: &Person| {
        let (own, others) =
            (fold(&one.list_name()), fold(&format!("{} {}", other.list_name(), other.previous_names.join(" "))));
        let mut free: Vec<&str> = words(&others).collect();
        let mut count = 0;
        let each_found = words(&own).all(|name| {
            count += 1;
            let exact = free.iter().position(|other| *other == name);
            let place = exact.or_else(|| free.iter().position(|other| is_nearly(name, other)));
            place.map(|place| free.swap_remove(place)).is_some()
        });
        // One name alone says nothing.
        each_found && count > 1
    };
    within(one, other) || within(other, one)
}

fn is_nearly(name: &str, other: &str) -> bool {
    name.chars().count().min(other.chars().count()) >= FORGIVEN_FROM && strsim::osa_distance(name, other) <= 1
}

/// What is to be said beside the fields of `person` while these others are known.
pub fn faults(person: &Person, others: &[Lookalike]) -> Vec<Fault> {
    let mut faults: Vec<Fault> = Vec::new();
    for other in others {
        let excused = !person.duplicate_reason.trim().is_empty() || !other.person.duplicate_reason.is_empty();
        for likeness in likenesses(person, &other.person) {
            let who = other.name();
            let (field, problem) = match likeness {
                Likeness::SameCode if excused => continue,
                Likeness::SameCode => (Field::PersonalCode, Problem::SamePerson(who)),
                Likeness::KnownCode => (Field::PersonalCode, Problem::KnownCode(who)),
                Likeness::NearCode => (Field::PersonalCode, Problem::NearCode(who)),
                Likeness::NameAndBirth => (Field::BirthDate, Problem::LikePerson(who)),
                Likeness::NameInHousehold => (Field::GivenNames, Problem::LikePerson(who)),
                Likeness::SamePhone => (Field::Phone, Problem::KnownPhone(who)),
            };
            faults.push(Fault::new(field, problem));
        }
    }
    // What refuses comes before what only warns: a form has room for one beside a field.
    faults.sort_by_key(Fault::is_warning);
    faults
}

/// Whether a problem is that somebody else looks alike.
pub fn is_likeness(problem: &Problem) -> bool {
    matches!(
        problem,
        Problem::SamePerson(_)
            | Problem::KnownCode(_)
            | Problem::NearCode(_)
            | Problem::LikePerson(_)
            | Problem::KnownPhone(_)
    )
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;

    use super::*;
    use crate::domain::Id;

    fn person(names: &str, code: &str, born: &str, phone: &str) -> Person {
        let (surname, given_names) = names.split_once(' ').unwrap();
        Person {
            family: Id::new(1),
            surname: surname.into(),
            given_names: given_names.into(),
            personal_code: code.into(),
            birth_date: born.parse::<NaiveDate>().ok(),
            phone: phone.into(),
            ..Person::default()
        }
    }

    #[test]
    fn people_are_alike_by_code_by_name_with_birth_date_and_by_phone() {
        use Likeness::*;
        let known = person("Bērziņa Anna Marija", "16117519997", "1975-11-16", "29357075");
        let known = Person { previous_codes: vec!["32000000001".into()], family: Id::new(2), ..known };
        let check = |one: Person, expect: &[Likeness]| {
            assert_eq!(likenesses(&one, &known), expect, "{one:?}");
            assert_eq!(likenesses(&known, &one), expect, "{one:?}");
        };
        check(person("Liepa Zane", "16117519997", "", ""), &[SameCode]);
        check(Person { closed: true, ..person("Liepa Zane", "16117519997", "", "") }, &[KnownCode]);
        check(person("Liepa Zane", "32000000001", "", ""), &[KnownCode]);
        check(person("Liepa Zane", "16117519979", "", ""), &[NearCode]);
        check(person("Liepa Zane", "16117529997", "", ""), &[NearCode]);
        check(person("Liepa Zane", "16117529979", "", ""), &[]);
        check(person("BERZINA Anna Marija", "", "1975-11-16", ""), &[NameAndBirth]);
        check(person("Marija Anna Bērziņš", "", "1975-11-16", ""), &[NameAndBirth]);
        check(person("Bērziņa Anna", "", "1975-11-16", ""), &[NameAndBirth]);
        check(person("Bērziņa Anna Marija", "", "1975-11-17", ""), &[]);
        check(person("Bērziņa Anna Marija", "", "", ""), &[]);
        check(person("Bērziņa Zane", "", "1975-11-16", ""), &[]);
        check(person("Liepa Zane", "", "", "29357075"), &[SamePhone]);
        check(person("Liepa Zane", "", "", ""), &[]);
    }

    #[test]
    fn a_household_shares_its_phone_and_a_marriage_changes_names() {
        let mother = person("Kalniņa Ilze", "", "", "29357075");
        let father = person("Kalniņš Jānis", "", "", "29357075");
        assert_eq!(likenesses(&mother, &father), []);
        let again = person("kalnina ilze", "", "1980-02-03", "");
        assert_eq!(likenesses(&mother, &again), [Likeness::NameInHousehold]);
        let born = person("Ozola Ilze", "", "1980-02-03", "");
        let married = Person { previous_names: vec!["Ozola".into()], family: Id::new(2), ..again };
        assert_eq!(likenesses(&born, &married), [Likeness::NameAndBirth]);
    }

    #[test]
    fn the_same_code_is_refused_unless_a_reason_says_why() {
        let known =
            Lookalike { person: person("Bērziņa Anna", "16117519997", "", ""), case_number: "2018-07".into() };
        let check = |reason: &str, expect: &[Problem]| {
            let one = Person { duplicate_reason: reason.into(), ..person("Liepa Zane", "16117519997", "", "") };
            let problems: Vec<Problem> =
                faults(&one, std::slice::from_ref(&known)).into_iter().map(|fault| fault.problem).collect();
            assert_eq!(problems, expect);
        };
        check("", &[Problem::SamePerson("Bērziņa Anna, 2018-07".into())]);
        check("  ", &[Problem::SamePerson("Bērziņa Anna, 2018-07".into())]);
        check("PMLP kļūda, kods tiek mainīts", &[]);
    }
}
