//! Tables to operations. An import adds what is not there yet and never changes what people entered,
//! so the same file twice adds nothing; the exceptions are a scheduled session that the file
//! says was held, and an assessment not yet completed, whose missing scores are filled in.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::{
    Register, assessments,
    cells::{Difference, Located},
    families, invoices, plans, prices, providers, sessions,
    table::Table,
};
use crate::{
    domain::{
        AnyRecord, Deed, Field, Id, Operation, Programme, Put, Record,
        rules::{Amount, Objection},
    },
    i18n::Lang,
};

/// What a file holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ImportKind {
    /// Families with their people, child cases and ceilings: a row per person.
    Families,
    /// Providers of services.
    Providers,
    /// Price lists.
    Prices,
    /// Sessions on lines of approved plans, held or scheduled.
    Sessions,
    /// Support plans: a row per line, with its version.
    Plans,
    /// Scores of assessments: a row per item.
    Assessments,
    /// Providers' invoices: a row per session.
    Invoices,
}

impl ImportKind {
    /// Every kind, in the order in which an empty store takes them.
    pub const ALL: &[Self] = &[
        Self::Families,
        Self::Providers,
        Self::Prices,
        Self::Plans,
        Self::Sessions,
        Self::Assessments,
        Self::Invoices,
    ];

    /// Its name on the command line.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Families => "families",
            Self::Providers => "providers",
            Self::Prices => "prices",
            Self::Plans => "plans",
            Self::Sessions => "sessions",
            Self::Assessments => "assessments",
            Self::Invoices => "invoices",
        }
    }

    /// The kind of that name.
    pub fn by_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|kind| kind.name() == name)
    }

    /// The columns it takes, in the order in which an export writes them.
    pub const fn columns(self) -> &'static [Field] {
        match self {
            Self::Families => families::COLUMNS,
            Self::Providers => providers::COLUMNS,
            Self::Prices => prices::COLUMNS,
            Self::Plans => plans::COLUMNS,
            Self::Sessions => sessions::COLUMNS,
            Self::Assessments => assessments::COLUMNS,
            Self::Invoices => invoices::COLUMNS,
        }
    }
}

/// How a file is to be read.
#[derive(Clone, Copy, Debug)]
pub struct Reading {
    /// The language whose words are tried first.
    pub lang: Lang,
    /// The day of reading.
    pub today: NaiveDate,
    /// The programme of new families where the file does not name one.
    pub programme: Id<Programme>,
}

/// What comes of a file.
#[derive(Clone, Debug, PartialEq)]
pub struct Imported {
    /// All that the good rows add.
    pub operation: Operation,
    /// For each record that a row put into it, in their order: the line that the row begins on.
    pub lines: Vec<u64>,
    /// Good rows that add or change something.
    pub added: usize,
    /// Good rows that are stored already, just as they are.
    pub unchanged: usize,
    /// Rows whose records are stored with other values. They change nothing.
    pub differing: usize,
    /// Where they differ; a row may appear several times.
    pub differences: Vec<Difference>,
    /// What is wrong with the bad rows; a row may appear several times.
    pub rejects: Vec<Located>,
    /// What looks odd in good rows.
    pub warnings: Vec<Located>,
}

impl Imported {
    /// The lines on which the bad rows begin.
    pub fn bad_lines(&self) -> BTreeSet<u64> {
        self.rejects.iter().map(|reject| reject.line).collect()
    }

    /// The line that an objection of the rules is about, where it can be told: that of the child's session at the time that
    /// is taken or with which a limit is passed, else of what the row says of the child's plan.
    pub fn line_of(&self, objection: &Objection) -> Option<u64> {
        let measure = &objection.breach.measure;
        let taken = match &measure.used {
            Amount::Session { start, .. } => *start,
            _ => None,
        };
        let puts = self.operation.puts.iter().zip(&self.lines).filter(|(_, line)| **line > 0);
        let fits = puts.filter_map(|(put, line)| {
            let far = match &put.record {
                AnyRecord::Session(session) if session.child == objection.child => {
                    let away = session.start.zip(taken).map(|(one, other)| (one - other).abs());
                    (session.day != measure.date, !(measure.days.0..=measure.days.1).contains(&session.day), away)
                }
                AnyRecord::PlanVersion(plan) if plan.child == objection.child => (true, true, None),
                AnyRecord::Child(child) if child.id == objection.child => (true, true, None),
                _ => return None,
            };
            Some((far, *line))
        });
        fits.min().map(|(_, line)| line)
    }
}

/// Reads a table of that kind beside what is stored already.
pub fn import(kind: ImportKind, table: &Table, stored: &Register, reading: Reading) -> Imported {
    let mut intake = Intake::new();
    match kind {
        ImportKind::Families => families::import(table, stored, reading, &mut intake),
        ImportKind::Providers => providers::import(table, stored, reading, &mut intake),
        ImportKind::Plans => plans::import(table, stored, reading, &mut intake),
        ImportKind::Prices => prices::import(table, stored, reading, &mut intake),
        ImportKind::Sessions => sessions::import(table, stored, reading, &mut intake),
        ImportKind::Assessments => assessments::import(table, stored, reading, &mut intake),
        ImportKind::Invoices => invoices::import(table, stored, reading, &mut intake),
    }
    intake.imported
}

/// What a row turned out to be.
pub(super) enum Verdict {
    /// It adds or changes these records.
    Adds(Vec<Put>),
    /// It is stored already.
    Known,
    /// It cannot be used; its faults say why.
    Bad,
}

/// A record that a row adds.
pub(super) fn new(record: impl Into<AnyRecord>) -> Put {
    Put { record: record.into(), base: None }
}

/// Gathers the outcome, row by row.
pub(super) struct Intake {
    imported: Imported,
    placeholders: u64,
}

impl Intake {
    fn new() -> Self {
        let operation = Operation::new(Deed::Import);
        let imported = Imported {
            operation,
            lines: Vec::new(),
            added: 0,
            unchanged: 0,
            differing: 0,
            differences: Vec::new(),
            rejects: Vec::new(),
            warnings: Vec::new(),
        };
        Self { imported, placeholders: 0 }
    }

    /// A number for a record that this file adds.
    pub(super) fn placeholder<R: Record>(&mut self) -> Id<R> {
        let id = Id::placeholder(self.placeholders);
        self.placeholders += 1;
        id
    }

    /// What is stored in the end, for rows that are gathered into one record.
    pub(super) fn operation(&mut self) -> &mut Operation {
        &mut self.imported.operation
    }

    /// Notes what looks odd in rows that were taken.
    pub(super) fn warn(&mut self, warning: Located) {
        self.imported.warnings.push(warning);
    }

    /// Whether nothing was wrong with the row on that line.
    pub(super) fn took(&self, line: u64) -> bool {
        self.imported.rejects.iter().all(|reject| reject.line != line)
    }

    /// Takes a row, unless something is wrong with it; tells whether it was taken.
    pub(super) fn take(&mut self, cells: super::cells::Cells, verdict: Verdict) -> bool {
        let line = cells.line_number();
        let (faults, warnings, differences) = cells.finish();
        if !faults.is_empty() {
            for fault in faults {
                // The sessions of a series stand on one line, and are mostly wrong in the same way.
                let told = self.imported.rejects.iter().rev().take_while(|told| told.line == fault.line);
                if !told.clone().any(|told| *told == fault) {
                    self.imported.rejects.push(fault);
                }
            }
            return false;
        }
        let differs = !differences.is_empty();
        self.imported.differing += usize::from(differs);
        self.imported.differences.extend(differences);
        match verdict {
            Verdict::Adds(changes) => {
                self.imported.added += 1;
                self.imported.warnings.extend(warnings);
                // Records that no row brought stand beyond them.
                let lines = &mut self.imported.lines;
                lines.resize(self.imported.operation.puts.len(), 0);
                lines.extend(changes.iter().map(|_| line));
                self.imported.operation.puts.extend(changes);
                true
            }
            Verdict::Known => {
                self.imported.unchanged += usize::from(!differs);
                true
            }
            Verdict::Bad => false,
        }
    }
}
