//! A household: the family, its people, and what there is on paper about each child.

use std::collections::HashSet;

use chrono::{Datelike, Days, NaiveDate};

use super::{
    Builder,
    plan::Profile,
    random::Random,
    setting::Municipality,
    words::{self, BOYS, FATHERS, GIRLS, GRANDMOTHERS, HOUSES, MOTHERS, STREETS},
};
use crate::domain::{
    CaseStatus, Family, Id, Person, Relation, Representation, RepresentationBasis, Sex, calendar::date, personal_code,
};

/// Gives names and codes that nobody else has.
pub(super) struct Register {
    surnames: Vec<(&'static str, &'static str)>,
    codes: HashSet<String>,
}

/// A family with the people of the household.
pub(super) struct Household {
    pub family: Family,
    pub children: Vec<Person>,
}

/// Who brings the children up.
#[derive(Clone, Copy)]
enum Upbringing {
    BothParents,
    MotherAlone,
    FatherAlone,
    Grandmother,
    FosterFamily,
}

impl Register {
    pub fn new(random: &mut Random) -> Self {
        let mut surnames = words::SURNAMES.to_vec();
        random.shuffle(&mut surnames);
        Self { surnames, codes: HashSet::new() }
    }

    /// A code that nobody has yet.
    fn unique(&mut self, mut code: impl FnMut() -> String) -> String {
        loop {
            let code = code();
            if self.codes.insert(code.clone()) {
                return code;
            }
        }
    }

    /// A code of the kind that tells the birth date, with a check digit that fits.
    fn old_code(&mut self, random: &mut Random, born: NaiveDate) -> String {
        let century = if born.year() < 2000 { 1 } else { 2 };
        let stem = format!("{:02}{:02}{:02}{century}", born.day(), born.month(), born.year() % 100);
        self.unique(|| {
            let stem = format!("{stem}{:03}", random.below(1000));
            let fits = |code: &String| personal_code::check_digit_fits(code);
            let code = (0..10).map(|digit| format!("{stem}{digit}")).find(fits);
            code.unwrap_or(stem) // some digit from 0 to 9 always fits
        })
    }

    /// A code of the random kind.
    fn new_code(&mut self, random: &mut Random) -> String {
        self.unique(|| format!("32{:09}", random.below(1_000_000_000)))
    }

    /// The household number `number` (from 0) of a municipality, with a child for each profile.
    pub fn household(
        &mut self,
        builder: &mut Builder,
        random: &mut Random,
        municipality: &Municipality,
        case_number: String,
        number: usize,
        profiles: &[&Profile],
    ) -> Household {
        let upbringing = match number {
            1 | 4 | 8 => Upbringing::MotherAlone,
            3 => Upbringing::Grandmother,
            5 => Upbringing::FatherAlone,
            7 => Upbringing::FosterFamily,
            _ => Upbringing::BothParents,
        };
        // There are more surnames than households; those who bring up another's child take one more.
        let name = self.surnames.pop().unwrap_or(words::SURNAMES[number]);
        let fathers_name = matches!(upbringing, Upbringing::BothParents | Upbringing::FatherAlone);
        let (place, postcode) = *random.pick(municipality.places);
        let declared_address = if random.percent(70) {
            format!("{} {}-{}, {place}", random.pick(STREETS), random.between(1, 40), random.between(1, 30))
        } else {
            format!("“{}”, {place}", random.pick(HOUSES))
        };
        let mailbox = !random.percent(30);
        let family = builder.add(|id| Family {
            id,
            programme: municipality.programme.id,
            surname: if fathers_name { name.1 } else { name.0 }.into(),
            status: CaseStatus::Active,
            owner: municipality.workers[number % municipality.workers.len()].into(),
            part: place.into(),
            actual_address: if number == 6 { format!("Dzirnavu iela 3, {}", municipality.town) } else { String::new() },
            declared_address,
            postcode: postcode.into(),
            phone: phone(random),
            email: if mailbox { format!("gimene.{}@paraugs.lv", case_number.replace('-', ".")) } else { String::new() },
            applied_on: Some(date(2018, 5, 3) + Days::new(random.below(50))),
            case_number,
            ..Family::default()
        });
        let children = profiles.iter().map(|profile| {
            let person = self.child(random, family.id, name, profile, municipality.programme.from);
            builder.add(|id| Person { id, ..person })
        });
        let children = children.collect();
        for adult in self.adults(random, family.id, name, upbringing) {
            builder.add(|id| Person { id, ..adult });
        }
        Household { family, children }
    }

    fn child(
        &mut self,
        random: &mut Random,
        family: Id<Family>,
        name: (&str, &str),
        profile: &Profile,
        on: NaiveDate,
    ) -> Person {
        let (youngest, oldest) = profile.ages;
        let born = on - Days::new(365 * u64::from(youngest) + random.between(10, 360 * u64::from(oldest - youngest)));
        let girl = random.percent(50);
        let mut person = Person {
            family,
            given_names: (*random.pick(if girl { GIRLS } else { BOYS })).into(),
            surname: if girl { name.0 } else { name.1 }.into(),
            birth_date: Some(born),
            sex: if girl { Sex::Female } else { Sex::Male },
            relation: Relation::Child,
            ..Person::default()
        };
        if born >= date(2017, 7, 1) {
            person.personal_code = self.new_code(random);
        } else {
            person.personal_code = self.old_code(random, born);
            if random.percent(25) {
                person.previous_codes = vec![std::mem::replace(&mut person.personal_code, self.new_code(random))];
            }
        }
        person
    }

    fn adults(
        &mut self,
        random: &mut Random,
        family: Id<Family>,
        name: (&'static str, &'static str),
        upbringing: Upbringing,
    ) -> Vec<Person> {
        let other = self.surnames.first().copied().unwrap_or(name);
        let parent = Some((RepresentationBasis::Parent, None));
        match upbringing {
            Upbringing::BothParents => vec![
                self.adult(random, family, name.0, Relation::Mother, parent),
                self.adult(random, family, name.1, Relation::Father, parent),
            ],
            Upbringing::MotherAlone => vec![self.adult(random, family, name.0, Relation::Mother, parent)],
            Upbringing::FatherAlone => vec![self.adult(random, family, name.1, Relation::Father, parent)],
            Upbringing::Grandmother => {
                let until = Some(date(2019, 12, 31));
                let basis = Some((RepresentationBasis::Guardianship, until));
                vec![
                    self.adult(random, family, other.0, Relation::Guardian, basis),
                    self.adult(random, family, name.0, Relation::Mother, None),
                ]
            }
            Upbringing::FosterFamily => {
                let basis = Some((RepresentationBasis::FosterFamily, Some(date(2020, 6, 30))));
                vec![self.adult(random, family, other.0, Relation::FosterParent, basis)]
            }
        }
    }

    fn adult(
        &mut self,
        random: &mut Random,
        family: Id<Family>,
        surname: &str,
        relation: Relation,
        represents: Option<(RepresentationBasis, Option<NaiveDate>)>,
    ) -> Person {
        let (given_names, year) = match relation {
            Relation::Father => (FATHERS, 1972),
            Relation::Guardian => (GRANDMOTHERS, 1950),
            _ => (MOTHERS, 1975),
        };
        let born = date(year, 1, 1) + Days::new(random.below(15 * 365));
        Person {
            family,
            given_names: (*random.pick(given_names)).into(),
            surname: surname.into(),
            personal_code: self.old_code(random, born),
            birth_date: Some(born),
            sex: if relation == Relation::Father { Sex::Male } else { Sex::Female },
            relation,
            representation: represents.map(|(basis, valid_until)| Representation {
                basis,
                valid_until,
                ..Representation::default()
            }),
            phone: phone(random),
            ..Person::default()
        }
    }
}

/// A mobile number.
fn phone(random: &mut Random) -> String {
    format!("200{:05}", random.below(100_000))
}
