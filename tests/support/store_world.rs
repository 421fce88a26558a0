//! A store in a directory that vanishes, and records to put into it.

#![allow(dead_code)] // each file of tests uses its part

use atbalsts::domain::{CaseStatus, Family, Id, Person, Programme, Relation};
use atbalsts::store::{Clock, Store};
use chrono::{DateTime, NaiveDate, Utc};
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
