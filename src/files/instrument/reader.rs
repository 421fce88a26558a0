//! Reading an instrument's file: every fault with its place, all at once.

use std::{collections::BTreeSet, ops::Range};

use toml::Spanned;
use toml::de::{DeString, DeTable, DeValue};

use super::fault::{Fault, LONGEST_CODE, LONGEST_DEFINITION, LONGEST_NAME, Problem};
use crate::{
    domain::{Choice, Component, Definition, Instrument, Item, Level, Subject},
    i18n::{
        clean::clean,
        handwritten::{nearest, place},
    },
};

type Entry<'a, 'text> = (&'a Spanned<DeString<'text>>, &'a Spanned<DeValue<'text>>);

/// What was read so far: each part with the byte where its section begins.
#[derive(Default)]
struct Reader<'a> {
    text: &'a str,
    name: String,
    levels: Vec<(usize, Level)>,
    components: Vec<(usize, Component)>,
    items: Vec<(usize, Item)>,
    /// The places of definitions, with their scores.
    defined: Vec<(usize, u8)>,
    faults: Vec<(usize, Problem)>,
}

pub(super) fn read(text: &str) -> Result<Instrument, Vec<Fault>> {
    let (table, errors) = DeTable::parse_recoverable(text);
    let mut reader = Reader { text, ..Reader::default() };
    for entry in in_order(table.get_ref()) {
        reader.heading(entry);
    }
    reader.require(0, table.get_ref(), &["name", "level", "component", "item"]);
    reader.parts_fit();
    if !errors.is_empty() {
        // The parser leaves out what it cannot read: what is wrong there, or missing anywhere, may be its doing.
        let line_of = |at| place(text, at).0;
        let broken: BTreeSet<usize> = errors.iter().map(|error| line_of(start(error.span()))).collect();
        reader.faults.retain(|(at, problem)| !broken.contains(&line_of(*at)) && !is_lack(problem));
        reader.faults.extend(errors.iter().map(|error| (start(error.span()), Problem::Syntax)));
    }
    if reader.faults.is_empty() {
        return Ok(reader.instrument());
    }
    reader.faults.sort_by_key(|(at, _)| *at);
    Err(reader.faults.into_iter().map(|(at, problem)| Fault::new(text, at, problem)).collect())
}

/// Whether something else that is broken can be why this is said.
fn is_lack(problem: &Problem) -> bool {
    use Problem as P;
    matches!(problem, P::Missing(_) | P::NoComponent(_) | P::EmptyComponent(_) | P::NotOnScale(_) | P::NoMeasure)
}

impl Reader<'_> {
    fn heading(&mut self, (key, value): Entry) {
        match key.get_ref().as_ref() {
            "name" => self.name = self.words(value, LONGEST_NAME),
            "level" => self.sections("level", value, Self::level),
            "component" => self.sections("component", value, Self::component),
            "item" => self.sections("item", value, Self::item),
            _ => self.unknown(key, &["name", "level", "component", "item"]),
        }
    }

    fn sections(
        &mut self,
        name: &'static str,
        value: &Spanned<DeValue>,
        mut read: impl FnMut(&mut Self, usize, &DeTable),
    ) {
        let DeValue::Array(sections) = value.get_ref() else {
            return self.fault(value.span().start, Problem::NotSections(name));
        };
        for section in sections {
            match section.get_ref() {
                DeValue::Table(table) => read(self, section.span().start, table),
                _ => self.fault(section.span().start, Problem::NotSections(name)),
            }
        }
    }

    fn level(&mut self, at: usize, table: &DeTable) {
        let mut level = Level { measures: true, ..Level::default() };
        let mut value_at = None;
        for (key, value) in in_order(table) {
            match key.get_ref().as_ref() {
                "value" => {
                    if let Some(digit) = self.digit(value) {
                        (level.value, value_at) = (digit, Some(value.span().start));
                    }
                }
                "lv" => level.latvian = self.words(value, LONGEST_NAME),
                "en" => level.english = self.words(value, LONGEST_NAME),
                "measures" => match value.get_ref() {
                    DeValue::Boolean(measures) => level.measures = *measures,
                    _ => self.fault(value.span().start, Problem::NotYesNo),
                },
                _ => self.unknown(key, &["value", "lv", "en", "measures"]),
            }
        }
        self.require(at, table, &["value", "lv", "en"]);
        let Some(value_at) = value_at else { return };
        match self.levels.iter().find(|(_, other)| other.value == level.value) {
            Some((other, _)) => self.fault(value_at, Problem::DuplicateLevel(level.value, place(self.text, *other).0)),
            None => self.levels.push((value_at, level)),
        }
    }

    fn component(&mut self, at: usize, table: &DeTable) {
        let mut component = Component::default();
        let mut code_at = at;
        for (key, value) in in_order(table) {
            match key.get_ref().as_ref() {
                "code" => (component.code, code_at) = (self.code(value), value.span().start),
                "lv" => component.latvian = self.words(value, LONGEST_NAME),
                "en" => component.english = self.words(value, LONGEST_NAME),
                "subject" => {
                    let name = value.get_ref().as_str().unwrap_or_default();
                    match Subject::by_name(name) {
                        Some(subject) => component.subject = subject,
                        None if value.get_ref().as_str().is_none() => self.fault(value.span().start, Problem::NotText),
                        None => {
                            let meant = nearest(name, Subject::ALL.iter().map(|subject| subject.name()));
                            self.fault(value.span().start, Problem::UnknownSubject(name.to_owned(), meant));
                        }
                    }
                }
                _ => self.unknown(key, &["code", "lv", "en", "subject"]),
            }
        }
        self.require(at, table, &["code", "lv", "en", "subject"]);
        let same = self.components.iter().find(|(_, other)| same_code(&other.code, &component.code));
        let same = same.map(|(other, _)| *other);
        if self.is_new(code_at, &component.code, same) {
            self.components.push((code_at, component));
        }
    }

    fn item(&mut self, at: usize, table: &DeTable) {
        let mut item = Item::default();
        let mut code_at = at;
        for (key, value) in in_order(table) {
            let name = key.get_ref().as_ref();
            match name {
                "code" => (item.code, code_at) = (self.code(value), value.span().start),
                "lv" => item.latvian = self.words(value, LONGEST_NAME),
                "en" => item.english = self.words(value, LONGEST_NAME),
                _ => match name.parse::<u8>().ok().filter(|_| name.len() == 1) {
                    Some(digit) => item.definitions.extend(self.definition(digit, key.span().start, value)),
                    None => self.unknown(key, &["code", "lv", "en"]),
                },
            }
        }
        item.definitions.sort_by_key(|definition| definition.value);
        self.require(at, table, &["code", "lv", "en"]);
        let same = self.items.iter().find(|(_, other)| same_code(&other.code, &item.code)).map(|(other, _)| *other);
        if self.is_new(code_at, &item.code, same) {
            self.items.push((code_at, item));
        }
    }

    /// What a score means for an item.
    fn definition(&mut self, value: u8, at: usize, words: &Spanned<DeValue>) -> Option<Definition> {
        let DeValue::Table(table) = words.get_ref() else {
            self.fault(words.span().start, Problem::NotWords(value));
            return None;
        };
        let mut definition = Definition { value, ..Definition::default() };
        for (key, words) in in_order(table) {
            match key.get_ref().as_ref() {
                "lv" => definition.latvian = self.words(words, LONGEST_DEFINITION),
                "en" => definition.english = self.words(words, LONGEST_DEFINITION),
                _ => self.unknown(key, &["lv", "en"]),
            }
        }
        self.require(at, table, &["lv", "en"]);
        self.defined.push((at, value));
        Some(definition)
    }

    /// Whether the code can be taken; one that could not be read was told of.
    fn is_new(&mut self, at: usize, code: &str, same: Option<usize>) -> bool {
        match same {
            _ if code.is_empty() => false,
            Some(other) => {
                self.fault(at, Problem::DuplicateCode(code.to_owned(), place(self.text, other).0));
                false
            }
            None => true,
        }
    }

    /// What can only be told when all is read.
    fn parts_fit(&mut self) {
        let whole = self.instrument();
        let mut found = Vec::new();
        for (at, item) in &self.items {
            if whole.component_of(item).is_none() {
                found.push((*at, Problem::NoComponent(item.code.clone())));
            }
        }
        for (at, component) in &self.components {
            let own = |item: &Item| whole.component_of(item).is_some_and(|of| of.code == component.code);
            if !self.items.iter().any(|(_, item)| own(item)) {
                found.push((*at, Problem::EmptyComponent(component.code.clone())));
            }
        }
        for (at, value) in &self.defined {
            if !self.levels.is_empty() && whole.level(*value).is_none() {
                found.push((*at, Problem::NotOnScale(*value)));
            }
        }
        if let Some((at, _)) = self.levels.first().filter(|_| !whole.levels.iter().any(|level| level.measures)) {
            found.push((*at, Problem::NoMeasure));
        }
        self.faults.extend(found);
    }

    /// Levels by value; items component by component, otherwise as the file has them.
    fn instrument(&self) -> Instrument {
        let mut instrument = Instrument {
            name: self.name.clone(),
            levels: self.levels.iter().map(|(_, level)| level.clone()).collect(),
            components: self.components.iter().map(|(_, component)| component.clone()).collect(),
            ..Instrument::default()
        };
        instrument.levels.sort_by_key(|level| level.value);
        let mut items: Vec<Item> = self.items.iter().map(|(_, item)| item.clone()).collect();
        items.sort_by_key(|item| {
            let own = instrument.component_of(item);
            instrument.components.iter().position(|component| Some(component) == own)
        });
        instrument.items = items;
        instrument
    }

    fn words(&mut self, value: &Spanned<DeValue>, most: usize) -> String {
        let at = value.span().start;
        let Some(text) = value.get_ref().as_str() else {
            self.fault(at, Problem::NotText);
            return String::new();
        };
        let text = clean(text.trim());
        if text.is_empty() {
            self.fault(at, Problem::Empty);
        } else if text.chars().count() > most {
            self.fault(at, Problem::TooLong(most));
        }
        text
    }

    fn code(&mut self, value: &Spanned<DeValue>) -> String {
        let code = self.words(value, usize::MAX);
        let is_good = code.chars().count() <= LONGEST_CODE && code.chars().all(|c| c.is_alphanumeric() || c == '.');
        if !is_good {
            self.fault(value.span().start, Problem::BadCode(code));
            return String::new();
        }
        code
    }

    fn digit(&mut self, value: &Spanned<DeValue>) -> Option<u8> {
        let number = match value.get_ref() {
            DeValue::Integer(number) => u8::from_str_radix(number.as_str(), number.radix()).ok(),
            _ => None,
        };
        let digit = number.filter(|number| *number <= 9);
        if digit.is_none() {
            self.fault(value.span().start, Problem::NotDigit);
        }
        digit
    }

    fn require(&mut self, at: usize, table: &DeTable, names: &[&'static str]) {
        for name in names.iter().filter(|name| !table.iter().any(|(key, _)| key.get_ref() == **name)) {
            self.fault(at, Problem::Missing(name));
        }
    }

    fn unknown(&mut self, key: &Spanned<DeString>, known: &[&'static str]) {
        let name = key.get_ref().as_ref();
        let meant = nearest(name, known.iter().copied());
        self.fault(key.span().start, Problem::UnknownKey(name.to_owned(), meant));
    }

    fn fault(&mut self, at: usize, problem: Problem) {
        self.faults.push((at, problem));
    }
}

/// Codes that differ in capitals only would be mixed up.
fn same_code(one: &str, other: &str) -> bool {
    one.to_lowercase() == other.to_lowercase()
}

/// Entries of a table as the file has them.
fn in_order<'a, 'text>(table: &'a DeTable<'text>) -> Vec<Entry<'a, 'text>> {
    let mut entries: Vec<_> = table.iter().collect();
    entries.sort_by_key(|(key, _)| key.span().start);
    entries
}

fn start(span: Option<Range<usize>>) -> usize {
    span.map_or(0, |span| span.start)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{files::instrument::dump, i18n::Lang};
    use proptest::prelude::*;

    const GOOD: &str = r#"name = "Talsi"
[[level]]
value = 0
lv = "nav"
en = "none"
[[level]]
value = 9
lv = "neattiecas"
en = "n/a"
measures = false
[[component]]
code = "d"
lv = "Aktivitātes"
en = "Activities"
subject = "child"
[[item]]
code = "d1"
lv = "Mācīšanās"
en = "Learning"
0.lv = "viss izdodas"
0.en = "all goes well"
"#;

    /// The faults, when `from` in a good file is replaced by `to`.
    fn faults(from: &str, to: &str) -> Vec<(usize, usize, Problem)> {
        assert!(GOOD.contains(from), "{from}");
        let faults = read(&GOOD.replacen(from, to, 1)).err().unwrap_or_default();
        faults.into_iter().map(|fault| (fault.line, fault.column, fault.problem)).collect()
    }

    #[test]
    fn every_fault_is_told_with_its_place() {
        use Problem as P;
        let check = |from: &str, to: &str, expect: &[(usize, usize, Problem)]| {
            assert_eq!(faults(from, to), expect, "{from} → {to}");
        };
        let text = |text: &str| text.to_owned();
        check("", "", &[]);
        check("name = \"Talsi\"", "", &[(1, 1, P::Missing("name"))]);
        check("name = \"Talsi\"", "name = 3", &[(1, 8, P::NotText)]);
        check("name = \"Talsi\"", "name = \" \"", &[(1, 8, P::Empty)]);
        check("\"Talsi\"", &format!("\"{}\"", "ā".repeat(101)), &[(1, 8, P::TooLong(100))]);
        check("name", "nmae", &[(1, 1, P::UnknownKey(text("nmae"), Some("name"))), (1, 1, P::Missing("name"))]);
        check("lv = \"nav\"", "", &[(2, 1, P::Missing("lv"))]);
        check(
            "en = \"Learning\"",
            "ens = \"Learning\"",
            &[(16, 1, P::Missing("en")), (19, 1, P::UnknownKey(text("ens"), None))],
        );
        check("value = 9", "value = 10", &[(7, 9, P::NotDigit)]);
        check("value = 9", "value = -1", &[(7, 9, P::NotDigit)]);
        check("value = 9", "value = \"9\"", &[(7, 9, P::NotDigit)]);
        check("value = 9", "value = 0", &[(7, 9, P::DuplicateLevel(0, 3))]);
        check("measures = false", "measures = \"nē\"", &[(10, 12, P::NotYesNo)]);
        check("en = \"none\"", "en = \"none\"\nmeasures = false", &[(3, 9, P::NoMeasure)]);
        check("\"child\"", "\"chlid\"", &[(15, 11, P::UnknownSubject(text("chlid"), Some("child")))]);
        check("\"child\"", "1", &[(15, 11, P::NotText)]);
        check("subject = \"child\"", "", &[(11, 1, P::Missing("subject"))]);
        check("\"d1\"", "\"x1\"", &[(12, 8, P::EmptyComponent(text("d"))), (17, 8, P::NoComponent(text("x1")))]);
        check("\"d1\"", "\"d 1\"", &[(12, 8, P::EmptyComponent(text("d"))), (17, 8, P::BadCode(text("d 1")))]);
        check("0.lv = \"viss izdodas\"\n0.en", "7.lv = \"viss izdodas\"\n7.en", &[(20, 1, P::NotOnScale(7))]);
        check("0.en = \"all goes well\"", "", &[(20, 1, P::Missing("en"))]);
        check("0.lv = \"viss izdodas\"\n0.en = \"all goes well\"", "0 = \"labi\"", &[(20, 5, P::NotWords(0))]);
        check("0.lv", "10.lv", &[(20, 1, P::UnknownKey(text("10"), None)), (21, 1, P::Missing("lv"))]);
        check("[[item]]", "[item]", &[(12, 8, P::EmptyComponent(text("d"))), (16, 1, P::NotSections("item"))]);
        let twice = "[[item]]\ncode = \"d1\"\nlv = \"Cita\"\nen = \"Other\"\n[[item]]";
        check("[[item]]", twice, &[(21, 8, P::DuplicateCode(text("d1"), 17))]);
    }

    #[test]
    fn all_faults_of_a_file_are_told_at_once_in_their_order() {
        let text = GOOD.replace("lv = \"nav\"\n", "").replace("\"child\"", "\"adult\"").replace("all goes well", "");
        let faults = read(&text).unwrap_err();
        assert_eq!(faults.iter().map(|fault| fault.line).collect::<Vec<_>>(), [2, 14, 20]);
        for lang in Lang::ALL {
            let mut sentences: Vec<String> = faults.iter().map(|fault| fault.sentence(*lang)).collect();
            assert!(sentences.iter().all(|sentence| sentence.ends_with(['.', '?'])), "{sentences:?}");
            sentences.dedup();
            assert_eq!(sentences.len(), 3);
        }
    }

    #[test]
    fn what_is_no_toml_is_told_without_guesses_at_the_rest() {
        use Problem as P;
        let check =
            |from: &str, to: &str, expect: &[(usize, usize, Problem)]| assert_eq!(faults(from, to), expect, "{to}");
        check("en = \"Learning\"", "en = Learning", &[(19, 6, P::Syntax)]);
        check("lv = \"nav\"", "lv = \"nav", &[(4, 10, P::Syntax)]);
        check("[[component]]", "[[component]", &[(11, 13, P::Syntax)]);
        check("value = 9", "value = 9\nvalue = 8", &[(8, 1, P::Syntax)]);
    }

    /// Texts with everything that has to be quoted.
    fn words() -> impl Strategy<Value = String> {
        "[a-zāčēģīķļņšūž\"\\\\'#=\\[\\]{} ]{0,12}".prop_map(|text| format!("Ā{}Ž", text))
    }

    fn instruments() -> impl Strategy<Value = Instrument> {
        let level = (words(), words(), any::<bool>());
        let levels = proptest::collection::btree_map(1..=9u8, level, 0..6);
        let component = (words(), words(), proptest::collection::vec(item(), 1..5));
        let components = proptest::collection::btree_map("[a-z]", component, 1..4);
        (words(), levels, components).prop_map(|(name, levels, components)| {
            let level = |(value, (latvian, english, measures))| Level { value, latvian, english, measures };
            let zero = Level { value: 0, latvian: "nav".into(), english: "none".into(), measures: true };
            let levels: Vec<Level> = std::iter::once(zero).chain(levels.into_iter().map(level)).collect();
            let mut instrument = Instrument { name, levels, ..Instrument::default() };
            for (code, (latvian, english, items)) in components {
                for (n, mut item) in items.into_iter().enumerate() {
                    item.code = format!("{code}{n}");
                    item.definitions.retain(|definition| instrument.level(definition.value).is_some());
                    instrument.items.push(item);
                }
                let subject = if code.as_str() < "m" { Subject::Child } else { Subject::Parents };
                instrument.components.push(Component { code, latvian, english, subject });
            }
            instrument
        })
    }

    fn item() -> impl Strategy<Value = Item> {
        let definitions = proptest::collection::btree_map(0..=9u8, (words(), words()), 0..4);
        (words(), words(), definitions).prop_map(|(latvian, english, definitions)| {
            let definition = |(value, (latvian, english))| Definition { value, latvian, english };
            Item {
                latvian,
                english,
                definitions: definitions.into_iter().map(definition).collect(),
                code: String::new(),
            }
        })
    }

    proptest! {
        #[test]
        fn what_is_dumped_reads_as_the_same(instrument in instruments()) {
            for lang in Lang::ALL {
                prop_assert_eq!(read(&dump(&instrument, *lang)), Ok(instrument.clone()));
            }
        }
    }
}
