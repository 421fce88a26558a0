//! Scores of assessments from a table: a row per item. The rows of one child, kind and subject make one assessment,
//! held on the day they say and not completed; where one is planned or held already, they fill in what it lacks.

use std::collections::HashMap;

use chrono::NaiveDate;

use super::{
    Register,
    cells::Cells,
    children::Children,
    export::Written,
    import::{Intake, Reading, Verdict, new},
    instrument::built_in,
    joined::of_person,
    table::Table,
};
use crate::{
    domain::{
        AnyRecord, Assessment, AssessmentKind, Child, Field, Id, Instrument, Item, Problem, Put, Score, Subject,
        in_force,
    },
    i18n::{Lang, choice::Worded, date, search::fold},
};

/// What a row may hold. The child is found by personal code, else by case number and names. The day, the
/// item and what was seen stand under either of their headings.
pub(super) const COLUMNS: &[Field] = &[
    Field::CaseNumber,
    Field::Surname,
    Field::GivenNames,
    Field::PersonalCode,
    Field::Kind,
    Field::Subject,
    Field::Day,
    Field::DoneOn,
    Field::Item,
    Field::Domain,
    Field::Value,
    Field::Observation,
    Field::Text,
];

/// The one of two headings under which the row has something; else the one that the table has.
fn either(cells: &Cells, first: Field, other: Field) -> Field {
    let is_other = if cells.has(first) || cells.has(other) { !cells.has(first) } else { !cells.has_column(first) };
    if is_other && cells.has_column(other) { other } else { first }
}

/// What an export writes: of headings that mean the same the first, and the item's name, for people.
const WRITTEN: &[Field] = &[
    Field::CaseNumber,
    Field::Surname,
    Field::GivenNames,
    Field::PersonalCode,
    Field::Kind,
    Field::Subject,
    Field::Day,
    Field::Item,
    Field::Value,
    Field::Observation,
    Field::Name,
];

/// The scores of these assessments in the shape that an import takes: a row per item, of each child, kind and subject
/// the assessment in force. What is only planned has no rows.
pub(super) fn written(records: &[AnyRecord], register: &Register, lang: Lang) -> Written {
    let by_child = by_child(register);
    let mut rows = Vec::new();
    for record in records {
        let AnyRecord::Assessment(assessment) = record else { continue };
        let own = by_child.get(&assessment.child).into_iter().flatten().copied();
        let of = in_force(own, assessment.child, assessment.kind, assessment.subject);
        if of.is_none_or(|of| of.id != assessment.id) {
            continue;
        }
        let child = register.child(assessment.child);
        let family = child.and_then(|child| register.family(child.family));
        let person = child.and_then(|child| register.person(child.person));
        let instrument = register.instruments.iter().find(|instrument| instrument.id == assessment.instrument);
        for score in &assessment.scores {
            let item = instrument.and_then(|instrument| instrument.item(&score.item));
            let cell = |field: &Field| match field {
                Field::CaseNumber => family.map(|family| family.case_number.clone()),
                Field::Kind => Some(assessment.kind.text(lang).to_owned()),
                Field::Subject => Some(assessment.subject.text(lang).to_owned()),
                Field::Day => assessment.done_on.map(date::iso),
                Field::Item => Some(score.item.clone()),
                Field::Value => Some(score.value.to_string()),
                Field::Observation => Some(score.observation.clone()),
                Field::Name => item.map(|item| item.name(lang).to_owned()),
                _ => person.and_then(|person| of_person(person, *field, lang)),
            };
            rows.push(WRITTEN.iter().map(|field| cell(field).unwrap_or_default()).collect());
        }
    }
    Written { fields: WRITTEN.to_vec(), rows }
}

/// The stored assessments of each child.
fn by_child(register: &Register) -> HashMap<Id<Child>, Vec<&Assessment>> {
    let mut by_child: HashMap<_, Vec<&Assessment>> = HashMap::new();
    for assessment in &register.assessments {
        by_child.entry(assessment.child).or_default().push(assessment);
    }
    by_child
}

pub(super) fn import(table: &Table, stored: &Register, reading: Reading, intake: &mut Intake) {
    let mut finder = Finder::new(stored);
    for row in &table.rows {
        let mut cells = Cells::new(table, row, reading.lang, reading.today);
        let Some((of, score, day)) = finder.read(&mut cells, reading, intake) else {
            intake.take(cells, Verdict::Bad);
            continue;
        };
        let sheet = &finder.sheets[of];
        // A stored score stays, and one that a row above gave.
        let verdict = match sheet.assessment.score(&score.item) {
            Some(known) if sheet.is_stored(&score.item) => {
                let words = |score: &Score, field| match field {
                    Field::Value => score.value.to_string(),
                    _ => score.observation.clone(),
                };
                let fields = [Field::Value, Field::Observation, Field::Text];
                cells.compare(&fields, |field| Some((words(known, field), words(&score, field))));
                Verdict::Known
            }
            Some(known) if *known != score => {
                cells.fault(either(&cells, Field::Item, Field::Domain), Problem::Duplicate(score.item.clone()));
                Verdict::Bad
            }
            Some(_) => Verdict::Known,
            None => Verdict::Adds(Vec::new()),
        };
        let adds = matches!(verdict, Verdict::Adds(_));
        if intake.take(cells, verdict) && adds {
            finder.sheets[of].add(score, day);
        }
    }
    for sheet in finder.sheets {
        sheet.store(intake);
    }
}

/// An assessment while its rows are read.
struct Sheet<'a> {
    /// How it is stored, if it is.
    before: Option<&'a Assessment>,
    /// How it shall be.
    assessment: Assessment,
    /// With what it is scored.
    instrument: Instrument,
}

impl Sheet<'_> {
    /// Whether the item was scored before the file was read.
    fn is_stored(&self, item: &str) -> bool {
        self.before.is_some_and(|before| before.score(item).is_some())
    }

    /// Adds a score and the day it was held, if that was not known yet.
    fn add(&mut self, score: Score, day: NaiveDate) {
        self.assessment.done_on.get_or_insert(day);
        self.assessment.scores.push(score);
    }

    /// Has it stored, if rows added anything.
    fn store(self, intake: &mut Intake) {
        let Self { before, mut assessment, instrument } = self;
        if assessment.scores.len() == before.map_or(0, |before| before.scores.len()) {
            return;
        }
        let place = |item: &str| instrument.items.iter().position(|other| other.code == item);
        assessment.scores.sort_by_key(|score| place(&score.item));
        assessment.instrument = intake.operation().scored_with(&instrument);
        let put = match before {
            Some(before) => Put { record: assessment.into(), base: Some(before.clone().into()) },
            None => new(assessment),
        };
        intake.operation().puts.push(put);
    }
}

/// What is stored, and the assessments that the file has named so far.
struct Finder<'a> {
    stored: &'a Register,
    children: Children<'a>,
    by_child: HashMap<Id<Child>, Vec<&'a Assessment>>,
    places: HashMap<(Id<Child>, AssessmentKind, Subject), usize>,
    sheets: Vec<Sheet<'a>>,
}

impl<'a> Finder<'a> {
    fn new(stored: &'a Register) -> Self {
        let (children, by_child) = (Children::new(stored), by_child(stored));
        Self { stored, children, by_child, places: HashMap::new(), sheets: Vec::new() }
    }

    /// Which sheet a row belongs on, what it scores, and when that was.
    fn read(&mut self, cells: &mut Cells, reading: Reading, intake: &mut Intake) -> Option<(usize, Score, NaiveDate)> {
        let child = self.children.of_row(cells);
        let kind: Option<AssessmentKind> = cells.choice(Field::Kind);
        let kind = cells.needed(Field::Kind, kind);
        let subject: Option<Subject> = cells.choice(Field::Subject);
        let subject_is_bad = subject.is_none() && cells.has(Field::Subject);
        let day_field = either(cells, Field::Day, Field::DoneOn);
        let day = cells.date(day_field);
        let day = cells.needed(day_field, day);
        if day.is_some_and(|day| day > reading.today) {
            cells.fault(day_field, Problem::InFuture);
        }
        let (child, kind, day) = (child?, kind?, day?);
        if subject_is_bad {
            return None;
        }
        let subject = subject.unwrap_or_default();
        let at = match self.places.get(&(child.id, kind, subject)) {
            Some(at) => *at,
            None => {
                let at = self.sheets.len();
                self.sheets.push(self.sheet(child.id, kind, subject, day, intake));
                self.places.insert((child.id, kind, subject), at);
                // Said once, not for every item.
                self.look_at_day(
                    cells,
                    child,
                    day_field,
                    Assessment { child: child.id, done_on: Some(day), ..Assessment::default() },
                );
                at
            }
        };
        let sheet = self.sheets.get(at)?;
        let held = sheet.assessment.done_on.unwrap_or(day);
        if held != day {
            let other = format!("{}, {}", kind.text(cells.lang()), date::show(held, cells.lang()));
            cells.fault(Field::Kind, Problem::Duplicate(other));
        }
        let item_field = either(cells, Field::Item, Field::Domain);
        let item = cells.parsed(item_field, |raw| {
            item(&sheet.instrument, subject, raw).ok_or_else(|| Problem::NotAnItem(raw.to_owned()))
        });
        let item = cells.needed(item_field, item);
        let value = cells.parsed(Field::Value, |raw| {
            let value = raw.parse().ok().filter(|value| sheet.instrument.level(*value).is_some());
            value.ok_or_else(|| Problem::NotOnScale(scale(&sheet.instrument)))
        });
        let value = cells.needed(Field::Value, value);
        let seen = either(cells, Field::Observation, Field::Text);
        let observation = cells.text(seen);
        let score = Score { item: item?.code.clone(), value: value?, observation };
        let differs = sheet.assessment.score(&score.item).is_none_or(|known| known.value != score.value);
        if sheet.before.is_some_and(Assessment::is_completed) && differs {
            cells.fault(Field::Value, Problem::Locked);
        }
        Some((at, score, day))
    }

    /// The stored assessment of that kind and subject, else a new one.
    fn sheet(
        &self,
        child: Id<Child>,
        kind: AssessmentKind,
        subject: Subject,
        day: NaiveDate,
        intake: &mut Intake,
    ) -> Sheet<'a> {
        let own = self.by_child.get(&child).into_iter().flatten().copied();
        let own = own.filter(|one| (one.kind, one.subject) == (kind, subject));
        // The latest word: a completed one, else what is being worked on.
        let before = own.max_by_key(|one| (one.is_completed(), one.done_on, one.id));
        let assessment = match before {
            Some(before) => before.clone(),
            None => Assessment { id: intake.placeholder(), child, kind, subject, ..Assessment::default() },
        };
        let made_with = self.stored.instruments.iter().find(|instrument| instrument.id == assessment.instrument);
        let adopted = || {
            let by_then = self.stored.instruments.iter().filter(|instrument| instrument.adopted_on <= day);
            by_then.max_by_key(|instrument| (instrument.adopted_on, instrument.id))
        };
        let instrument = made_with.or_else(adopted).cloned().unwrap_or_else(built_in);
        Sheet { before, assessment, instrument }
    }

    /// Notes what is odd about the day.
    fn look_at_day(&self, cells: &mut Cells, child: &Child, field: Field, assessment: Assessment) {
        let family = self.stored.family(child.family);
        let Some(programme) = family.and_then(|family| self.stored.programme(family.programme)) else { return };
        for fault in assessment.day_faults(programme, self.stored.person(child.person)) {
            cells.fault(field, fault.problem);
        }
    }
}

/// The item that a cell means: by code or by its name in either language, in whatever letters.
fn item<'a>(instrument: &'a Instrument, subject: Subject, raw: &str) -> Option<&'a Item> {
    let wanted = fold(raw);
    let by = |name: fn(&Item) -> &String| instrument.items_for(subject).find(|item| fold(name(item)) == wanted);
    by(|item| &item.code).or_else(|| by(|item| &item.latvian)).or_else(|| by(|item| &item.english))
}

/// The scores of the scale, as a fault names them.
fn scale(instrument: &Instrument) -> String {
    let values: Vec<String> = instrument.levels.iter().map(|level| level.value.to_string()).collect();
    values.join(", ")
}
