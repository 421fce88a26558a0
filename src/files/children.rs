//! Which child a row is about: by personal code, else by case number and names.

use std::collections::HashMap;

use super::{Register, cells::Cells};
use crate::domain::{Child, Field, Problem};

/// Children by what rows say of them.
pub(super) struct Children<'a> {
    stored: &'a Register,
    found: HashMap<[String; 4], Result<&'a Child, (Field, Problem)>>,
}

impl<'a> Children<'a> {
    pub(super) fn new(stored: &'a Register) -> Self {
        Self { stored, found: HashMap::new() }
    }

    /// The child of a row: by personal code, else by case number and names.
    pub(super) fn of_row(&mut self, cells: &mut Cells) -> Option<&'a Child> {
        const TOLD_BY: [Field; 4] = [Field::PersonalCode, Field::CaseNumber, Field::Surname, Field::GivenNames];
        let told = TOLD_BY.map(|field| cells.raw(field).to_owned());
        let stored = self.stored;
        let found = self.found.entry(told).or_insert_with_key(|[code, case_number, surname, given_names]| {
            if let Some(child) = stored.child_by_code(code).filter(|_| !code.is_empty()) {
                return Ok(child);
            }
            if case_number.is_empty() {
                let (field, value) =
                    if code.is_empty() { (Field::CaseNumber, "") } else { (Field::PersonalCode, code.as_str()) };
                let missing = value.is_empty();
                return Err((field, if missing { Problem::Missing } else { Problem::NoSuchRecord(value.to_owned()) }));
            }
            match stored.children_named(case_number, surname, given_names)[..] {
                [child] => Ok(child),
                [] => {
                    let named: Vec<&str> = [case_number, surname, given_names]
                        .into_iter()
                        .map(String::as_str)
                        .filter(|name| !name.is_empty())
                        .collect();
                    Err((Field::CaseNumber, Problem::NoSuchRecord(named.join(" "))))
                }
                // Several children in the family: the row has to say which.
                _ => Err((Field::GivenNames, Problem::Missing)),
            }
        });
        match found {
            Ok(child) => Some(child),
            Err((field, problem)) => {
                cells.fault(*field, problem.clone());
                None
            }
        }
    }
}
