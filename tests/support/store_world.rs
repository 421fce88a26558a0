//! A store in a directory that vanishes, and records to put into it.

#![allow(dead_code)] // each file of tests uses its part

use atbalsts::domain::{
    CaseStatus, Ceiling, Child, Deed, Family, Id, Index, IndexKey, Kind, Money, Operation, Person, PlanLine,
    PlanVersion, Programme, Provider, Record, Relation,
};
use atbalsts::store::{Clock, Store};
use chrono::{DateTime, NaiveDate, Utc};
use rust_decimal::Decimal;
use tempfile::TempDir;

/// A new store in a directory of its own.
pub struct World {
    _directory: TempDir,
    pub store: Store,
}

impl World {
    pub fn new() -> Self {
        let directory = tempfile::tempdir().unwrap();
        let store = Store::create(&directory.path().join("lietas.redb"), clock()).unwrap();
        Self { _directory: directory, store }
    }

    /// Another process would see the same file so.
    pub fn another(&self) -> Store {
        Store::open(self.store.path(), clock()).unwrap()
    }
}

pub fn clock() -> Clock {
    Clock::Fixed(instant(0))
}

/// So many minutes after the pilot began.
pub fn instant(minutes: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(1_535_961_600 + minutes * 60, 0).unwrap()
}

pub fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}

pub fn programme() -> Programme {
    Programme {
        municipality: "Talsu novads".into(),
        name: "Individuālais budžets".into(),
        from: day(2018, 9, 3),
        to: day(2019, 9, 30),
        ..Programme::default()
    }
}

pub fn family(programme: Id<Programme>, case_number: &str, surname: &str) -> Family {
    Family {
        programme,
        case_number: case_number.into(),
        surname: surname.into(),
        status: CaseStatus::Active,
        ..Family::default()
    }
}

pub fn person(family: Id<Family>, given_names: &str, surname: &str) -> Person {
    Person {
        family,
        given_names: given_names.into(),
        surname: surname.into(),
        relation: Relation::Mother,
        ..Person::default()
    }
}

/// A programme with one family and its mother; their ids.
pub fn household(store: &Store) -> (Id<Programme>, Id<Family>, Id<Person>) {
    let operation = Operation::new(Deed::AddFamily)
        .create(Programme { id: Id::placeholder(0), ..programme() })
        .create(Family { id: Id::placeholder(1), ..family(Id::placeholder(0), "2018-01", "Bērziņa-Āboliņa") })
        .create(person(Id::placeholder(1), "Ilze", "Bērziņa-Āboliņa"));
    let applied = store.apply("pēteris", &operation).unwrap();
    let [programme, family, person] = applied.numbers[..] else { panic!("three records") };
    assert_eq!((programme.0, family.0, person.0), (Kind::Programme, Kind::Family, Kind::Person));
    (Id::new(programme.1), Id::new(family.1), Id::new(person.1))
}

pub fn get<R: Record>(store: &Store, id: Id<R>) -> R {
    store.read(|reader| reader.get(id)).unwrap().expect("the record is there")
}

pub fn by_case_number(case_number: &str) -> IndexKey {
    IndexKey::new(Index::FamilyByCaseNumber).text(case_number)
}

pub fn assert_sound(store: &Store) {
    assert_eq!(store.check(&[]).unwrap().findings, vec![]);
}

/// A child with a plan line of 20 physiotherapy sessions, and who provides them.
pub struct Planned {
    pub programme: Id<Programme>,
    pub child: Id<Child>,
    pub provider: Id<Provider>,
    pub line: Id<PlanLine>,
}

/// Puts them into the store, with a ceiling of 1000 EUR.
pub fn planned(store: &Store) -> Planned {
    let (programme, family, person) = household(store);
    let (amount, legal_basis) = (Money::from_cents(100_000), "Lēmums Nr. 12".to_owned());
    let ceiling = Ceiling { amount, from: day(2018, 9, 3), legal_basis };
    let added = Operation::new(Deed::AddChild)
        .create(Child { id: Id::placeholder(0), family, person, ceilings: vec![ceiling], ..Child::default() })
        .create(Provider { name: "SIA “Kustību prieks”".into(), ..Provider::default() })
        .create(PlanVersion { id: Id::placeholder(2), child: Id::placeholder(0), ..PlanVersion::default() })
        .create(PlanLine {
            plan: Id::placeholder(2),
            service: "FIZ".into(),
            quantity: Decimal::from(20),
            from: day(2018, 9, 3),
            to: day(2019, 9, 30),
            no_goal_reason: "pēc ģimenes vēlēšanās".into(),
            ..PlanLine::default()
        });
    let made = store.apply("anna", &added).unwrap().numbers;
    Planned { programme, child: Id::new(made[0].1), provider: Id::new(made[1].1), line: Id::new(made[3].1) }
}
