//! Which keys do what: key syntax, keymap files, lookup by context, and what `keymap check` finds.

use std::collections::BTreeMap;

use crate::action::{Action, Context};

mod dump;
mod fault;
mod file;
pub mod key;
mod lint;
mod trie;

pub use fault::{Fault, KeymapProblem};
pub use key::{Key, KeyCode, Sequence, sequence_label, sequence_name};
pub use lint::Finding;
pub use trie::Next;

use trie::{Found, Trie};

/// The keymaps that come with the program: name and file, `default` first.
pub const BUILT_IN: &[(&str, &str)] = &[
    ("default", include_str!("../../keymaps/default.toml")),
    ("classic", include_str!("../../keymaps/classic.toml")),
    ("vim", include_str!("../../keymaps/vim.toml")),
];

/// The keys of every action in every context.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Keymap {
    name: String,
    bindings: BTreeMap<(Context, Action), Vec<Sequence>>,
    tries: BTreeMap<Context, Trie>,
}

/// What the keys pressed so far come to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Resolution {
    /// They act.
    Action(Action),
    /// They begin longer sequences: the keys that lead on, for the pop-up.
    Pending(Vec<(Key, Next)>),
    /// Nothing is bound to them. A single printable key is text where text is taken.
    None,
}

impl Keymap {
    /// The built-in keymap of that name.
    pub fn built_in(name: &str) -> Option<Self> {
        let (_, text) = BUILT_IN.iter().find(|(built_in, _)| *built_in == name)?;
        // A test holds that the built-in files have no faults.
        Some(Self::read(text).0)
    }

    /// Reads a keymap file. Every fault of it is told; what is good in it holds.
    ///
    /// What the file does not mention is as in the keymap it `inherits`, or as in `default`.
    pub fn read(text: &str) -> (Self, Vec<Fault>) {
        file::read(text)
    }

    /// The name that the file gives itself.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What the pending keys come to, the most particular context first.
    pub fn resolve(&self, contexts: &[Context], pending: &[Key]) -> Resolution {
        let mut nexts: Vec<(Key, Next)> = Vec::new();
        for context in contexts {
            match self.tries.get(context).map_or(Found::Nothing, |trie| trie.find(pending)) {
                Found::Action(action) if nexts.is_empty() => return Resolution::Action(action),
                // Hidden by a longer sequence of a more particular context.
                Found::Action(_) | Found::Nothing => {}
                Found::More(trie) => {
                    for (key, next) in trie.nexts() {
                        if nexts.iter().all(|(other, _)| *other != key) {
                            nexts.push((key, next));
                        }
                    }
                }
            }
        }
        if nexts.is_empty() { Resolution::None } else { Resolution::Pending(nexts) }
    }

    /// The sequences that do `action` where these contexts hold, the one to show first.
    pub fn keys_of(&self, contexts: &[Context], action: Action) -> Vec<Sequence> {
        let bound = contexts.iter().flat_map(|context| self.bound(*context, action));
        bound.filter(|keys| self.reaches(contexts, keys, action)).cloned().collect()
    }

    /// The sequences bound to `action` in one context, whether or not another context hides them.
    pub fn bound(&self, context: Context, action: Action) -> &[Sequence] {
        self.bindings.get(&(context, action)).map_or(&[], Vec::as_slice)
    }

    fn reaches(&self, contexts: &[Context], keys: &[Key], action: Action) -> bool {
        let leads_on = |length| matches!(self.resolve(contexts, &keys[..length]), Resolution::Pending(_));
        (1..keys.len()).all(leads_on) && self.resolve(contexts, keys) == Resolution::Action(action)
    }
}
