//! By what people can be told in a text.

use std::collections::BTreeSet;

use super::{super::journal, StoreError, Tx, traces::Traces};
use crate::{
    domain::{AnyRecord, Draft, Kind, Person, personal_code},
    i18n::search::{fold, words},
};

/// The beginnings of somebody's names, folded: without the endings that change.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Name {
    given: Vec<String>,
    surname: Vec<String>,
}

/// The names and numbers by which erased people could be told in a text.
#[derive(Default)]
pub(super) struct People {
    names: BTreeSet<Name>,
    /// With and without the hyphen.
    codes: BTreeSet<String>,
}

impl People {
    /// Of all who are among these records, by every name and number that they ever had.
    pub(super) fn of(tx: &Tx, traces: &Traces, whole: &BTreeSet<(Kind, u64)>) -> Result<Self, StoreError> {
        let mut people = Self::default();
        for trace in traces.of(whole).filter(|trace| trace.record.0 == Kind::Person) {
            let Some(head) = journal::head(tx.source, trace.revision)? else { continue };
            let change = journal::change_at(tx.source, &head, (trace.revision, trace.place))?;
            for record in [change.before_record()?, change.after_record()?].into_iter().flatten() {
                if let AnyRecord::Person(person) = record {
                    people.add(&person);
                }
            }
        }
        Ok(people)
    }

    fn add(&mut self, person: &Person) {
        self.names.insert(Name { given: stems(&person.given_names), surname: stems(&person.surname) });
        for code in [&person.personal_code].into_iter().chain(&person.previous_codes).filter(|code| !code.is_empty()) {
            self.codes.extend([code.clone(), personal_code::shown(code)]);
        }
    }

    /// Whether a text has any name of theirs, or a number.
    pub(super) fn is_named_in(&self, text: &str) -> bool {
        let text = fold(text);
        let of = |name: &Name, word| begins(word, &name.given) || begins(word, &name.surname);
        self.have_code_in(&text) || words(&text).any(|word| self.names.iter().any(|name| of(name, word)))
    }

    /// Whether somebody of them can be told in a draft: by a given name beside the surname, or by a number.
    pub(super) fn are_in(&self, draft: &Draft) -> bool {
        let texts = draft.texts.iter().map(|(_, text)| text).chain([&draft.title, &draft.base]);
        texts.map(|text| fold(text)).any(|text| {
            let whole = |name: &Name, one, other| begins(one, &name.given) && begins(other, &name.surname);
            let mut neighbours = words(&text).zip(words(&text).skip(1));
            self.have_code_in(&text)
                || neighbours.any(|(one, other)| {
                    self.names.iter().any(|name| whole(name, one, other) || whole(name, other, one))
                })
        })
    }

    fn have_code_in(&self, text: &str) -> bool {
        self.codes.iter().any(|code| text.contains(code.as_str()))
    }
}

fn stems(names: &str) -> Vec<String> {
    let stem = |name: &str| name.chars().take(name.chars().count().saturating_sub(2).max(3)).collect();
    words(&fold(names)).map(stem).collect()
}

fn begins(word: &str, stems: &[String]) -> bool {
    stems.iter().any(|stem| word.starts_with(stem.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_are_told_in_whatever_ending_and_not_by_half_a_name() {
        let mut people = People::default();
        people.add(&Person {
            given_names: "Džesika Vēsma".into(),
            surname: "Ņergalova-Bērza".into(),
            personal_code: "16117519997".into(),
            ..Person::default()
        });
        let check = |text: &str, reason_names: bool, draft_tells: bool| {
            let draft = Draft { texts: vec![("text".into(), text.into())], ..Draft::default() };
            assert_eq!((people.is_named_in(text), people.are_in(&draft)), (reason_names, draft_tells), "{text}");
        };
        check("Satiku Džesiku Vēsmu Ņergalovu-Bērzu", true, true);
        check("ņergalovas džesikas māte", true, true);
        check("Kods 161175-19997", true, true);
        check("Kods 16117519997.", true, true);
        check("Vēsma zvanīja", true, false);
        check("Glabāšanas termiņš beidzies", false, false);
    }
}
