//! Reading an instrument's file.

use crate::{
    domain::{Component, Definition, Instrument, Item, Level},
    files::handwritten::{self, Fault, LONGEST_NAME, Problem, Reader, Section},
};

/// No definition is longer, characters.
const LONGEST_DEFINITION: usize = 300;
/// No code is longer, characters.
const LONGEST_CODE: usize = 8;

/// What was read, each part with the byte where its code or score stands.
#[derive(Default)]
struct Parts {
    name: String,
    levels: Vec<(usize, Level)>,
    components: Vec<(usize, Component)>,
    items: Vec<(usize, Item)>,
    /// The places of definitions, with their scores.
    defined: Vec<(usize, u8)>,
}

pub(super) fn read(text: &str) -> Result<Instrument, Vec<Fault>> {
    handwritten::read(text, |reader, top| reader.instrument(top))
}

impl Reader<'_> {
    fn instrument(&mut self, mut top: Section) -> Instrument {
        let mut parts =
            Parts { name: self.words(&mut top, "name", LONGEST_NAME).unwrap_or_default(), ..Parts::default() };
        for name in ["level", "component", "item"] {
            self.require(&top, name);
            for (at, table) in self.sections(&mut top, name) {
                let mut section = Section::new(at, table);
                match name {
                    "level" => self.level(&mut section, &mut parts),
                    "component" => self.component(&mut section, &mut parts),
                    _ => self.item(&mut section, &mut parts),
                }
                self.unknown(&section);
            }
        }
        self.unknown(&top);
        let instrument = parts.instrument();
        for (at, problem) in parts.misfits(&instrument) {
            self.fault(at, problem);
        }
        instrument
    }

    fn level(&mut self, section: &mut Section, parts: &mut Parts) {
        let value = self.need(section, "value", Self::digit);
        let (latvian, english) = self.names(section);
        let measures = self.ask(section, "measures", Self::yes_no).unwrap_or(true);
        let at = section.at_value("value");
        let Some(value) = value else { return };
        match parts.levels.iter().find(|(_, other)| other.value == value) {
            Some((other, _)) => self.fault(at, Problem::DuplicateLevel(value, self.line(*other))),
            None => parts.levels.push((at, Level { value, latvian, english, measures })),
        }
    }

    fn component(&mut self, section: &mut Section, parts: &mut Parts) {
        let code = self.code(section);
        let (latvian, english) = self.names(section);
        let subject = self.need(section, "subject", Self::choice).unwrap_or_default();
        let at = section.at_value("code");
        if self.is_new(at, &code, parts.components.iter().map(|(at, other)| (*at, other.code.as_str()))) {
            parts.components.push((at, Component { code, latvian, english, subject }));
        }
    }

    fn item(&mut self, section: &mut Section, parts: &mut Parts) {
        let code = self.code(section);
        let (latvian, english) = self.names(section);
        let mut definitions = Vec::new();
        for (value, at, words) in section.digits() {
            let toml::de::DeValue::Table(table) = words.get_ref() else {
                self.fault(words.span().start, Problem::NotWords(value));
                continue;
            };
            let mut words = Section::new(at, table);
            let latvian = self.words(&mut words, "lv", LONGEST_DEFINITION).unwrap_or_default();
            let english = self.words(&mut words, "en", LONGEST_DEFINITION).unwrap_or_default();
            self.unknown(&words);
            parts.defined.push((at, value));
            definitions.push(Definition { value, latvian, english });
        }
        let at = section.at_value("code");
        if self.is_new(at, &code, parts.items.iter().map(|(at, other)| (*at, other.code.as_str()))) {
            parts.items.push((at, Item { code, latvian, english, definitions }));
        }
    }

    /// The name in both languages.
    fn names(&mut self, section: &mut Section) -> (String, String) {
        let latvian = self.words(section, "lv", LONGEST_NAME).unwrap_or_default();
        (latvian, self.words(section, "en", LONGEST_NAME).unwrap_or_default())
    }

    fn code(&mut self, section: &mut Section) -> String {
        let code = self.need(section, "code", Self::text).unwrap_or_default();
        let is_good = code.chars().count() <= LONGEST_CODE && code.chars().all(|c| c.is_alphanumeric() || c == '.');
        if is_good {
            return code;
        }
        let at = section.at_value("code");
        self.fault(at, Problem::BadCode(code, LONGEST_CODE));
        String::new()
    }

    /// Whether the code can be taken; one that could not be read was told of.
    fn is_new<'a>(&mut self, at: usize, code: &str, mut taken: impl Iterator<Item = (usize, &'a str)>) -> bool {
        // Codes that differ in capitals only would be mixed up.
        let same = taken.find(|(_, other)| other.to_lowercase() == code.to_lowercase());
        if let Some((other, _)) = same.filter(|_| !code.is_empty()) {
            self.fault(at, Problem::DuplicateCode(code.to_owned(), self.line(other)));
        }
        !code.is_empty() && same.is_none()
    }
}

impl Parts {
    /// What can only be told when all is read.
    fn misfits(&self, whole: &Instrument) -> Vec<(usize, Problem)> {
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
        found
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
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        domain::Subject,
        files::{handwritten::faults_when, instrument::dump},
        i18n::Lang,
    };
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

    #[test]
    fn every_fault_is_told_with_its_place() {
        use Problem as P;
        let check = |from: &str, to: &str, expect: &[(usize, usize, Problem)]| {
            assert_eq!(faults_when(GOOD, from, to, read), expect, "{from} → {to}");
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
        check(
            "\"child\"",
            "\"chlid\"",
            &[(15, 11, P::UnknownChoice(text("chlid"), text("child, parents"), Some("child")))],
        );
        check("\"child\"", "1", &[(15, 11, P::NotText)]);
        check("subject = \"child\"", "", &[(11, 1, P::Missing("subject"))]);
        check("\"d1\"", "\"x1\"", &[(12, 8, P::EmptyComponent(text("d"))), (17, 8, P::NoComponent(text("x1")))]);
        check("\"d1\"", "\"d 1\"", &[(12, 8, P::EmptyComponent(text("d"))), (17, 8, P::BadCode(text("d 1"), 8))]);
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
        let check = |from: &str, to: &str, expect: &[(usize, usize, Problem)]| {
            assert_eq!(faults_when(GOOD, from, to, read), expect, "{to}")
        };
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
