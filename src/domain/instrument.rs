//! The assessment instrument: what is scored, on what scale, in both languages. A municipality may bring its own.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{Fault, Field, Id, Problem, choices, record, require};

choices! {
    /// Whom an assessment, or an item of the instrument, is about.
    Subject {
        Child "child" "b",
        Parents "parents" "v",
    }
}

/// A step of the scale. The higher the value, the heavier the problem.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Level {
    /// The digit that is typed: 0–9.
    pub value: u8,
    /// Its name in Latvian.
    pub latvian: String,
    /// Its name in English.
    pub english: String,
    /// Whether it says how heavy the problem is; "not specified" and "not applicable" do not, and are left out of means.
    pub measures: bool,
}

/// A part of the instrument, as body functions or activities.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Component {
    /// Its letter, as in ICF: `b`, `d`, `e`.
    pub code: String,
    /// Its name in Latvian.
    pub latvian: String,
    /// Its name in English.
    pub english: String,
    /// Whom its items are about.
    pub subject: Subject,
}

/// Something that is scored: a domain of functioning.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Item {
    /// Its code, beginning with that of its component: `d4`. Goals name the domains they answer by it.
    pub code: String,
    /// Its name in Latvian.
    pub latvian: String,
    /// Its name in English.
    pub english: String,
    /// What single scores mean here, where the scale's own names do not say enough.
    pub definitions: Vec<Definition>,
}

/// What a score means for one item.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Definition {
    /// The score, one of the scale's values.
    pub value: u8,
    /// In Latvian.
    pub latvian: String,
    /// In English.
    pub english: String,
}

/// A list of items with a scale. One that was used is never changed: another takes its place.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Instrument {
    /// Its number; 0 for the one that comes with the program and is not yet in the store.
    pub id: Id<Instrument>,
    /// Its name and edition.
    pub name: String,
    /// From when new assessments are made with it; the latest such instrument is in use.
    pub adopted_on: NaiveDate,
    /// The scale, by value.
    pub levels: Vec<Level>,
    /// Its parts, in the order they are scored.
    pub components: Vec<Component>,
    /// What is scored, component by component.
    pub items: Vec<Item>,
}

impl Instrument {
    /// The item of that code.
    pub fn item(&self, code: &str) -> Option<&Item> {
        self.items.iter().find(|item| item.code == code)
    }

    /// The component that an item belongs to: the longest code that the item's begins with.
    pub fn component_of(&self, item: &Item) -> Option<&Component> {
        let fitting = self.components.iter().filter(|component| item.code.starts_with(&component.code));
        fitting.max_by_key(|component| component.code.len())
    }

    /// The items about the child, or about the parents, in the order they are scored.
    pub fn items_for(&self, subject: Subject) -> impl Iterator<Item = &Item> {
        self.items
            .iter()
            .filter(move |item| self.component_of(item).is_some_and(|component| component.subject == subject))
    }

    /// The step of the scale with that value.
    pub fn level(&self, value: u8) -> Option<&Level> {
        self.levels.iter().find(|level| level.value == value)
    }

    /// The value, if it says how heavy the problem is.
    pub fn measured(&self, value: u8) -> Option<u8> {
        self.level(value).filter(|level| level.measures).map(|level| level.value)
    }
}

record! { Instrument,
    links: |_this| [],
    index: |_instrument| vec![],
    faults: |instrument| {
        let mut faults = require(&[(Field::Name, &instrument.name)]);
        if instrument.items.is_empty() {
            faults.push(Fault::new(Field::Items, Problem::Missing));
        }
        if !instrument.levels.iter().any(|level| level.measures) {
            faults.push(Fault::new(Field::Levels, Problem::Missing));
        }
        faults
    },
    // What was scored with it keeps its meaning.
    change: |before, after| {
        let kept = after.is_none_or(|after| {
            (&before.levels, &before.components, &before.items) == (&after.levels, &after.components, &after.items)
        });
        if kept { Vec::new() } else { vec![Fault::new(Field::Items, Problem::Locked)] }
    },
}

/// A small one for tests: the usual scale, activities of the child (`d…`) and items about the parents (`p…`).
#[cfg(test)]
pub(in crate::domain) fn of_activities(items: &[&str]) -> Instrument {
    let level = |value| Level { value, measures: value < 8, ..Level::default() };
    let component = |code: &str, subject| Component { code: code.to_owned(), subject, ..Component::default() };
    let item = |code: &&str| Item { code: (*code).to_owned(), ..Item::default() };
    Instrument {
        levels: [0, 1, 2, 3, 4, 8, 9].map(level).to_vec(),
        components: vec![component("d", Subject::Child), component("p", Subject::Parents)],
        items: items.iter().map(item).collect(),
        ..Instrument::default()
    }
}
