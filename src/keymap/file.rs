//! Reading keymap files: every fault with its place, and what is good holds.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use toml::Spanned;
use toml::de::{DeString, DeTable, DeValue};

use super::fault::{Fault, KeymapProblem};
use super::key::{Key, Sequence, sequence_name};
use super::trie::{Clash, Trie};
use super::{BUILT_IN, Keymap};
use crate::action::{Action, Context};
use crate::i18n::handwritten::{nearest, place};

type Entry<'a, 'text> = (&'a Spanned<DeString<'text>>, &'a Spanned<DeValue<'text>>);

/// What a file says, before it is laid over the keymap it inherits.
#[derive(Default)]
struct Reader<'a> {
    text: &'a str,
    name: String,
    base: Option<&'static str>,
    bindings: BTreeMap<(Context, Action), Vec<Sequence>>,
    tries: BTreeMap<Context, Trie>,
    faults: Vec<(usize, KeymapProblem)>,
}

pub(super) fn read(text: &str) -> (Keymap, Vec<Fault>) {
    let (table, errors) = DeTable::parse_recoverable(text);
    let mut reader = Reader { text, ..Reader::default() };
    for entry in in_order(table.get_ref()) {
        reader.heading(entry);
    }
    // The parser makes up values where it cannot read: what it says of those lines is enough.
    let broken: BTreeSet<usize> = errors.iter().map(|error| line_of(text, start(error.span()))).collect();
    reader.faults.retain(|(at, _)| !broken.contains(&line_of(text, *at)));
    for error in &errors {
        reader.faults.push((start(error.span()), KeymapProblem::Syntax));
    }
    reader.faults.sort_by_key(|(at, _)| *at);
    let faults = std::mem::take(&mut reader.faults);
    let faults = faults.into_iter().map(|(at, problem)| Fault::new(text, at, problem)).collect();
    (reader.over_base(), faults)
}

impl Reader<'_> {
    fn heading(&mut self, (key, value): Entry) {
        let heading = key.get_ref().as_ref();
        let at = value.span().start;
        match (heading, value.get_ref()) {
            ("name", DeValue::String(name)) => self.name = name.to_string(),
            ("inherits", DeValue::String(base)) => {
                self.base = BUILT_IN.iter().map(|(name, _)| *name).find(|name| name == base);
                if self.base.is_none() {
                    let meant = nearest(base, BUILT_IN.iter().map(|(name, _)| *name));
                    self.fault(at, KeymapProblem::UnknownBase { name: base.to_string(), meant });
                }
            }
            ("name" | "inherits", _) => self.fault(at, KeymapProblem::NotText),
            (heading, value) => match (Context::by_name(heading), value) {
                (Some(context), DeValue::Table(actions)) => {
                    for entry in in_order(actions) {
                        self.action(context, entry);
                    }
                }
                (Some(_), _) => self.fault(at, KeymapProblem::NotTable),
                (None, _) => {
                    let known = Context::ALL.iter().map(|context| context.name()).chain(["name", "inherits"]);
                    let meant = nearest(heading, known);
                    self.fault(key.span().start, KeymapProblem::UnknownHeading { name: heading.to_owned(), meant });
                }
            },
        }
    }

    fn action(&mut self, context: Context, (key, value): Entry) {
        let name = key.get_ref().as_ref();
        let Some(action) = Action::by_name(name) else {
            let meant = nearest(name, Action::ALL.iter().map(|action| action.name()));
            return self.fault(key.span().start, KeymapProblem::UnknownAction { name: name.to_owned(), meant });
        };
        if !action.contexts().contains(&context) {
            return self.fault(key.span().start, KeymapProblem::WrongContext { action });
        }
        let Some(list) = value.get_ref().as_array() else {
            return self.fault(value.span().start, KeymapProblem::NotList);
        };
        let read: Vec<_> = list.iter().filter_map(|keys| self.bind(context, action, keys)).collect();
        // If nothing of the list is good, the action keeps the keys that it inherits.
        if !read.is_empty() || list.is_empty() {
            self.bindings.insert((context, action), read);
        }
    }

    fn bind(&mut self, context: Context, action: Action, keys: &Spanned<DeValue>) -> Option<Sequence> {
        let at = keys.span().start;
        let Some(text) = keys.get_ref().as_str() else {
            self.fault(at, KeymapProblem::NotText);
            return None;
        };
        let sequence = self.sequence(text, keys.span())?;
        if context.takes_text() && sequence.first().is_some_and(|key| key.printable().is_some()) {
            self.fault(at, KeymapProblem::TextKey { key: sequence_name(&sequence[..1]), context });
            return None;
        }
        let inserted = self.tries.entry(context).or_default().insert(&sequence, action);
        let problem = match inserted {
            Ok(()) => return Some(sequence),
            Err(Clash::Taken(by)) => KeymapProblem::Taken { keys: sequence_name(&sequence), by },
            Err(Clash::Hidden(by)) => KeymapProblem::Hidden { keys: sequence_name(&sequence), by: sequence_name(&by) },
            Err(Clash::Begins(longer)) => {
                KeymapProblem::Begins { keys: sequence_name(&sequence), longer: sequence_name(&longer) }
            }
        };
        self.fault(at, problem);
        None
    }

    fn sequence(&mut self, text: &str, span: Range<usize>) -> Option<Sequence> {
        let mut sequence = Sequence::new();
        let mut good = true;
        for name in text.split_whitespace() {
            match name.parse::<Key>() {
                Ok(key) => sequence.push(key),
                Err(fault) => {
                    let within = self.text.get(span.clone()).and_then(|raw| raw.find(name)).unwrap_or(0);
                    self.fault(span.start + within, KeymapProblem::Key { key: name.to_owned(), fault });
                    good = false;
                }
            }
        }
        if good && sequence.is_empty() {
            self.fault(span.start, KeymapProblem::NoKeys);
        }
        (good && !sequence.is_empty()).then_some(sequence)
    }

    fn fault(&mut self, at: usize, problem: KeymapProblem) {
        self.faults.push((at, problem));
    }

    /// Lays the file over the keymap it inherits: keys that the file takes are taken from the others.
    fn over_base(mut self) -> Keymap {
        // `default` itself stands on nothing; a file that names no base, or none that exists, still needs all keys.
        let (default, _) = BUILT_IN[0];
        let base = if self.name == default && self.base.is_none() { None } else { self.base.or(Some(default)) };
        if let Some(base) = base.and_then(Keymap::built_in) {
            for ((context, action), mut sequences) in base.bindings {
                if self.bindings.contains_key(&(context, action)) {
                    continue;
                }
                let trie = self.tries.entry(context).or_default();
                sequences.retain(|keys| trie.insert(keys, action).is_ok());
                self.bindings.insert((context, action), sequences);
            }
        }
        self.bindings.retain(|_, sequences| !sequences.is_empty());
        // Built anew in the order of the table, so that pop-ups show what is used most first.
        let mut tries: BTreeMap<Context, Trie> = BTreeMap::new();
        for ((context, action), sequences) in &self.bindings {
            for keys in sequences {
                let inserted = tries.entry(*context).or_default().insert(keys, *action);
                debug_assert!(inserted.is_ok(), "clashes were sorted out above");
            }
        }
        Keymap { name: self.name, bindings: self.bindings, tries }
    }
}

/// Entries of a table as the file has them: the first of two that clash wins.
fn in_order<'a, 'text>(table: &'a DeTable<'text>) -> Vec<Entry<'a, 'text>> {
    let mut entries: Vec<_> = table.iter().collect();
    entries.sort_by_key(|(key, _)| key.span().start);
    entries
}

fn start(span: Option<Range<usize>>) -> usize {
    span.map_or(0, |span| span.start)
}

fn line_of(text: &str, at: usize) -> usize {
    place(text, at).0
}
