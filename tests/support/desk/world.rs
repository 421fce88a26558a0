//! The store that a story is lived in, and who works there.

use std::path::PathBuf;
use std::sync::OnceLock;

use atbalsts::domain::demo;
use atbalsts::domain::{Deed, Operation, Role, User};
use atbalsts::files::instrument::built_in;
use atbalsts::runtime::worker::{DEMO_SEED, make};
use atbalsts::store::{Clock, Reader, Store, StoreError};
use chrono::{DateTime, NaiveDate};
use tempfile::TempDir;

use super::{Desk, Place, SMALL};

/// Every instant of a story is noon of the pilot's first day.
pub fn clock() -> Clock {
    Clock::Fixed(DateTime::from_timestamp(1_535_976_000, 0).unwrap())
}

/// A directory with a store in it, or room for one.
pub struct World {
    _directory: TempDir,
    pub path: PathBuf,
    pub today: NaiveDate,
}

impl World {
    /// No store yet; the day is given.
    pub fn empty(today: NaiveDate) -> Self {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("lietas.redb");
        Self { _directory: directory, path, today }
    }

    /// The pilot's fictional data, on its day.
    pub fn demo() -> Self {
        static DEMO: OnceLock<Vec<u8>> = OnceLock::new();
        Self::after(&DEMO, demo::story_day(), |world| {
            drop(make(&world.path, clock(), "anna", &demo::pilot(DEMO_SEED, demo::story_day(), &built_in())).unwrap());
        })
    }

    /// As a story has left a store before: it is told once, whoever asks.
    pub fn after(told: &'static OnceLock<Vec<u8>>, today: NaiveDate, story: impl FnOnce(&Self)) -> Self {
        let bytes = told.get_or_init(|| {
            let world = Self::empty(today);
            story(&world);
            std::fs::read(&world.path).unwrap()
        });
        let world = Self::empty(today);
        std::fs::write(&world.path, bytes).unwrap();
        world
    }

    /// Looks into the store, as another process would.
    pub fn read<T>(&self, work: impl FnOnce(&Reader) -> Result<T, StoreError>) -> T {
        self.store().read(work).unwrap()
    }

    /// The store, as another process would open it.
    pub fn store(&self) -> Store {
        Store::open(&self.path, clock()).unwrap()
    }

    /// The administrator gives somebody another role.
    pub fn give_role(&self, login: &str, role: Role) {
        self.change_user(login, |user| user.role = role);
    }

    /// The administrator lets somebody in; a colleague who is there gets that role.
    pub fn add_user(&self, login: &str, full_name: &str, role: Role) {
        let users: Vec<User> = self.read(|reader| reader.all());
        if users.iter().any(|user| user.login == login) {
            return self.change_user(login, |user| (user.full_name, user.role) = (full_name.to_owned(), role));
        }
        let user = User { login: login.to_owned(), full_name: full_name.to_owned(), role, ..User::default() };
        self.store().apply("admin", &Operation::new(Deed::AddUser).create(user)).unwrap();
    }

    /// The administrator takes somebody's access away.
    pub fn disable(&self, login: &str) {
        self.change_user(login, |user| user.disabled = true);
    }

    fn change_user(&self, login: &str, change: impl FnOnce(&mut User)) {
        let users: Vec<User> = self.read(|reader| reader.all());
        let base = users.into_iter().find(|user| user.login == login).expect("a user of the demonstration");
        let mut user = base.clone();
        change(&mut user);
        self.store().apply("admin", &Operation::new(Deed::EditUser).change(base, user)).unwrap();
    }

    /// Somebody's desk on this store.
    pub fn desk(&self, place: Place) -> Desk {
        self.desk_of("anna", place, SMALL)
    }

    pub fn desk_of(&self, user: &str, place: Place, size: (u16, u16)) -> Desk {
        Desk::open(&self.path, user, place, size, self.today)
    }
}
