//! The person: a member of a family; legal representatives are people with a basis.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{Family, Fault, Field, Id, Index, IndexKey, Problem, choices, contact, personal_code, record, require};

choices! {
    /// A person's sex as in the population register.
    Sex {
        Unknown "unknown" "n",
        Female "female" "s",
        Male "male" "v",
    }

    /// What a person is to the children of the household.
    Relation {
        Child "child" "b",
        Mother "mother" "m",
        Father "father" "t",
        Guardian "guardian" "a",
        FosterParent "foster_parent" "au",
        Grandparent "grandparent" "v",
        Sibling "sibling" "br",
        Other "other" "c",
    }

    /// By what right a person represents a child.
    RepresentationBasis {
        Parent "parent" "v",
        Guardianship "guardianship" "a",
        FosterFamily "foster_family" "af",
        CourtDecision "court_decision" "t",
        PowerOfAttorney "power_of_attorney" "p",
    }
}

/// That a person speaks for the family's children.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Representation {
    /// By what right.
    pub basis: RepresentationBasis,
    /// From when, where a paper says it.
    pub since: Option<NaiveDate>,
    /// Until when, where it ends before the child comes of age.
    pub valid_until: Option<NaiveDate>,
}

/// A member of a household.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Person {
    /// Its number.
    pub id: Id<Person>,
    /// The household.
    pub family: Id<Family>,
    /// Given names.
    pub given_names: String,
    /// Surname.
    pub surname: String,
    /// Earlier surnames and given names: they stay findable.
    pub previous_names: Vec<String>,
    /// The personal code, as 11 digits without the hyphen; empty while unknown.
    pub personal_code: String,
    /// Earlier codes, 11 digits each: a code may change once and stays findable.
    pub previous_codes: Vec<String>,
    /// Birth date, kept apart from the code: new codes do not tell it.
    pub birth_date: Option<NaiveDate>,
    /// Sex.
    pub sex: Sex,
    /// What the person is to the children.
    pub relation: Relation,
    /// Whether, and by what right, the person is a legal representative.
    pub representation: Option<Representation>,
    /// Eight digits, or an international number.
    pub phone: String,
    /// E-mail address.
    pub email: String,
    /// Why this is not the other person with the same personal code; empty where nobody else has it.
    pub duplicate_reason: String,
    /// No longer in the household: kept, but not offered.
    pub closed: bool,
}

impl Person {
    /// `Bērziņš Jānis`, as lists have it.
    pub fn list_name(&self) -> String {
        format!("{} {}", self.surname, self.given_names).trim().to_owned()
    }

    /// `Jānis Bērziņš`: as people say it.
    pub fn called(&self) -> String {
        format!("{} {}", self.given_names, self.surname).trim().to_owned()
    }

    /// Who of a household is called, by name, and at which phone: the legal representatives, who have the household's where
    /// they have none of their own. If none of them can be reached so, whoever else of the grown-ups has a phone; last of
    /// all the household itself.
    pub fn to_call<'a>(family: &'a Family, people: impl Iterator<Item = &'a Self> + Clone) -> Vec<(String, &'a str)> {
        let household = people.filter(|person| person.family == family.id && !person.closed);
        let phone = |person: &'a Self| if person.phone.is_empty() { &*family.phone } else { &*person.phone };
        let represents = household.clone().filter(|person| person.representation.is_some());
        let mut whom: Vec<_> = represents.map(|person| (person.list_name(), phone(person))).collect();
        if whom.iter().all(|(_, phone)| phone.is_empty()) {
            let reached = |person: &&Self| {
                person.representation.is_none() && person.relation != Relation::Child && !person.phone.is_empty()
            };
            whom.extend(household.filter(reached).map(|person| (person.list_name(), &*person.phone)));
        }
        if whom.is_empty() {
            whom.push((family.surname.clone(), &family.phone));
        }
        whom
    }

    /// Completed years of age on `day`.
    pub fn age_on(&self, day: NaiveDate) -> Option<u32> {
        day.years_since(self.birth_date?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whoever_can_be_reached_is_called_the_representative_first() {
        let family = |phone: &str| Family {
            id: Id::new(1),
            surname: "Kļaviņi".into(),
            phone: phone.into(),
            ..Family::default()
        };
        let person = |name: &str, relation, represents: bool, phone: &str| Person {
            family: Id::new(1),
            given_names: name.into(),
            surname: "Kļaviņa".into(),
            relation,
            representation: represents.then(Representation::default),
            phone: phone.into(),
            ..Person::default()
        };
        let mother = |represents, phone| person("Ilze", Relation::Mother, represents, phone);
        let grandmother = || person("Ausma", Relation::Grandparent, false, "26000002");
        let check = |household_phone: &str, people: &[Person], expect: &[(&str, &str)]| {
            let family = family(household_phone);
            let whom = Person::to_call(&family, people.iter());
            let whom: Vec<(&str, &str)> = whom.iter().map(|(name, phone)| (name.as_str(), *phone)).collect();
            assert_eq!(whom, expect);
        };
        check("", &[mother(true, "26000001"), grandmother()], &[("Kļaviņa Ilze", "26000001")]);
        check("63222333", &[mother(true, ""), grandmother()], &[("Kļaviņa Ilze", "63222333")]);
        check("", &[mother(true, ""), grandmother()], &[("Kļaviņa Ilze", ""), ("Kļaviņa Ausma", "26000002")]);
        check("", &[mother(false, "26000001")], &[("Kļaviņa Ilze", "26000001")]);
        let gone = Person { closed: true, ..mother(true, "26000001") };
        check("63222333", &[gone, person("Rūta", Relation::Child, false, "26000003")], &[("Kļaviņi", "63222333")]);
    }
}

record! { Person,
    links: |this| [Family: [&mut this.family]],
    index: |person| {
        let mut keys = vec![IndexKey::new(Index::PersonByFamily).id(person.family.0)];
        for code in std::iter::once(&person.personal_code).chain(&person.previous_codes) {
            if !code.is_empty() {
                keys.push(IndexKey::new(Index::PersonByCode).text(code));
            }
        }
        keys.extend(person.birth_date.map(|born| IndexKey::new(Index::PersonByBirth).day(born)));
        if !person.phone.is_empty() {
            keys.push(IndexKey::new(Index::PersonByPhone).text(&person.phone));
        }
        keys.sort();
        keys.dedup();
        keys
    },
    faults: |person| {
        let mut faults = require(&[(Field::GivenNames, &person.given_names), (Field::Surname, &person.surname)]);
        if !person.family.is_some() {
            faults.push(Fault::new(Field::Family, Problem::Missing));
        }
        faults.extend(personal_code::faults(&person.personal_code, person.birth_date));
        for code in &person.previous_codes {
            faults.extend(
                personal_code::faults(code, None).into_iter().map(|fault| Fault::new(Field::PreviousCodes, fault.problem)),
            );
        }
        if let Some(Representation { since: Some(from), valid_until: Some(until), .. }) = &person.representation
            && until < from
        {
            faults.push(Fault::new(Field::ValidUntil, Problem::EndsBeforeStart));
        }
        faults.extend(contact::phone_faults(&person.phone));
        faults.extend(contact::email_faults(&person.email));
        if person.relation == Relation::Child && person.birth_date.is_none() {
            faults.push(Fault::new(Field::BirthDate, Problem::Missing));
        }
        faults
    },
}
