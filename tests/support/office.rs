//! An office with a store of its own, in which the real binary is run.

#![allow(dead_code)] // each test file uses its part

use std::{
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use atbalsts::{
    domain::{
        Child, Deed, Format, Goal, Group, Id, Money, Operation, PlanLine, PlanState, PlanVersion, Programme, Recipient,
        Unit, catalogue,
    },
    store::{Clock, Store},
};
use chrono::NaiveDate;
use rust_decimal::Decimal;
use serde_json::Value;
use tempfile::TempDir;

/// A directory with a home, a configuration and a store in it; gone when dropped.
pub struct Office {
    directory: TempDir,
}

/// What a run came to.
#[derive(Debug)]
pub struct Ran {
    pub code: u8,
    pub out: String,
    pub err: String,
}

/// A file of the fixtures.
pub fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/csv").join(format!("{name}.csv"))
}

/// A day.
pub fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}

/// A line as plans have many: forty sessions of development, for as long as the programme runs.
pub fn usual_line() -> PlanLine {
    PlanLine {
        group: Group::Development,
        recipient: Recipient::Child,
        format: Format::Individual,
        quantity: Decimal::from(40),
        unit: Unit::Session,
        from: day(2018, 9, 3),
        to: day(2019, 9, 30),
        minutes: 45,
        ..PlanLine::default()
    }
}

impl Office {
    /// With no store yet.
    pub fn empty() -> Self {
        Self { directory: tempfile::tempdir().unwrap() }
    }

    /// With a programme of the pilot's dates and the catalogue of services.
    pub fn new() -> Self {
        let office = Self::empty();
        let programme = Programme {
            municipality: "Talsu novads".into(),
            name: "IB izmēģinājumprojekts".into(),
            from: day(2018, 9, 3),
            to: day(2019, 9, 30),
            default_ceiling: Money::from_cents(500_000),
            ..Programme::default()
        };
        let begin = Operation::new(Deed::AddProgramme).create(programme);
        let operation = catalogue::rows().into_iter().fold(begin, |operation, service| operation.create(service));
        Store::create(&office.store(), Clock::System).unwrap().apply("anna", &operation).unwrap();
        office
    }

    /// With families, providers and prices of the fixtures, and an approved plan for the first child.
    pub fn with_plan() -> Self {
        let line = |service: &str, provider| PlanLine { service: service.into(), provider, ..usual_line() };
        Self::with_lines([line("FIZ", Id::new(1)), line("LOG", Id::default())])
    }

    /// The same with these lines in its plan.
    pub fn with_lines(lines: impl IntoIterator<Item = PlanLine>) -> Self {
        let office = Self::new();
        for kind in ["families", "providers", "prices"] {
            office.ok(&["import", kind, &office.fixture(kind)]);
        }
        let child: Id<Child> = Id::new(1);
        let goal = Goal { id: Id::placeholder(0), child, number: 1, wording: "Staigāt".into(), ..Goal::default() };
        let plan = PlanVersion {
            id: Id::placeholder(1),
            child,
            number: 1,
            state: PlanState::Approved,
            effective_from: Some(day(2018, 9, 3)),
            approved_on: Some(day(2018, 8, 30)),
            approved_by: "līga".into(),
            ..PlanVersion::default()
        };
        let begin = Operation::new(Deed::AddPlan).create(goal.clone()).create(plan.clone());
        let operation = (2..).zip(lines).fold(begin, |operation, (n, line)| {
            operation.create(PlanLine { id: Id::placeholder(n), plan: plan.id, goals: vec![goal.id], ..line })
        });
        Store::open(&office.store(), Clock::System).unwrap().apply("anna", &operation).unwrap();
        office
    }

    /// With the demonstration.
    pub fn demo() -> Self {
        let office = Self::empty();
        office.ok(&["demo", "--no-open"]);
        office
    }

    /// The store's file.
    pub fn store(&self) -> PathBuf {
        self.path("atbalsts.redb")
    }

    /// A path in the office.
    pub fn path(&self, name: &str) -> PathBuf {
        self.directory.path().join(name)
    }

    /// Writes a file and tells where it is.
    pub fn file(&self, name: &str, bytes: &[u8]) -> String {
        let path = self.path(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, bytes).unwrap();
        path.to_str().unwrap().to_owned()
    }

    /// A copy of a fixture.
    pub fn fixture(&self, name: &str) -> String {
        self.file(&format!("{name}.csv"), &std::fs::read(fixture(name)).unwrap())
    }

    /// The binary, with nothing of this computer's settings around it.
    pub fn command(&self) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_atbalsts"));
        command
            .env_clear()
            .env("HOME", self.path("home"))
            .env("XDG_CONFIG_HOME", self.path("config"))
            .env("XDG_DATA_HOME", self.path("data"))
            .env("ATBALSTS_STORE", self.store())
            .env("LANG", "lv_LV.UTF-8")
            .env("TERM", "xterm")
            .env("TZ", "Europe/Riga")
            .env("USER", "anna")
            .stdin(Stdio::null());
        command
    }

    /// Runs the binary.
    pub fn run(&self, arguments: &[&str]) -> Ran {
        let mut command = self.command();
        command.args(arguments);
        run(&mut command)
    }

    /// Runs the binary, which must succeed without complaint, and returns what it printed.
    #[track_caller]
    pub fn ok(&self, arguments: &[&str]) -> String {
        let ran = self.run(arguments);
        assert_eq!(ran.code, 0, "{arguments:?}: {}{}", ran.out, ran.err);
        ran.out
    }

    /// The records of a noun, as JSON has them.
    pub fn rows(&self, noun: &str) -> Vec<Value> {
        serde_json::from_str(&self.ok(&["export", noun, "--format", "json"])).unwrap()
    }

    /// The store's revision.
    pub fn revision(&self) -> u64 {
        Store::open(&self.store(), Clock::System).unwrap().revision().unwrap()
    }
}

/// Runs a command to its end.
pub fn run(command: &mut Command) -> Ran {
    let output = command.output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    // A process ended by a signal has no code, and no test expects that.
    let code = output.status.code().and_then(|code| u8::try_from(code).ok()).expect("ends by itself");
    Ran { code, out: text(output.stdout), err: text(output.stderr) }
}
