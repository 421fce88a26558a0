//! What is wrong or worth knowing in a keymap that reads without faults.

use super::Keymap;
use super::key::{Sequence, sequence_name};
use super::trie::Found;
use crate::action::{Action, Context, STACKS};
use crate::i18n::Lang;
use crate::i18n::keymap::KeymapText;

/// Something `keymap check` tells.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs)] // the fields are what the sentence names
pub enum Finding {
    /// Keys of a general context that a more particular one takes for itself.
    Hidden { keys: Sequence, context: Context, action: Action, by: Context },
    /// An action with keys that are hidden wherever its context holds.
    Unreachable { context: Context, action: Action },
    /// An action without keys; `palette` tells whether the command palette reaches it.
    NoKey { context: Context, action: Action, palette: bool },
}

impl Finding {
    /// Whether it should be mended; otherwise it is only worth knowing.
    pub fn is_problem(&self) -> bool {
        !matches!(self, Self::NoKey { palette: true, .. })
    }

    /// In words.
    pub fn sentence(&self, lang: Lang) -> String {
        match self {
            Self::Hidden { keys, context, action, by } => {
                let parts =
                    [&sequence_name(keys) as &dyn std::fmt::Display, &action.name(), &context.name(), &by.name()];
                KeymapText::Overlaid.fill(lang, &parts)
            }
            Self::Unreachable { context, action } => {
                KeymapText::Unreachable.fill(lang, &[&action.name(), &context.name()])
            }
            Self::NoKey { context, action, palette } => {
                let sentence = if *palette { KeymapText::OnlyPalette } else { KeymapText::NoKey };
                sentence.fill(lang, &[&action.name(), &context.name()])
            }
        }
    }
}

impl Keymap {
    /// Conflicts between contexts that hold together, and actions that no key reaches.
    pub fn lint(&self) -> Vec<Finding> {
        let mut findings = Vec::new();
        for stack in STACKS {
            for (depth, context) in stack.iter().enumerate() {
                for by in &stack[..depth] {
                    for finding in self.hidden(*context, *by) {
                        if !findings.contains(&finding) {
                            findings.push(finding);
                        }
                    }
                }
            }
        }
        for action in Action::ALL {
            findings.extend(action.contexts().iter().filter_map(|context| self.unreached(*context, *action)));
        }
        findings
    }

    /// Keys of `context` that `by`, the more particular one, takes.
    fn hidden(&self, context: Context, by: Context) -> impl Iterator<Item = Finding> {
        let bound = self.bindings.range((context, Action::ALL[0])..).take_while(move |((at, _), _)| *at == context);
        let upper = self.tries.get(&by);
        let keys = bound.flat_map(|((_, action), sequences)| sequences.iter().map(move |keys| (keys, *action)));
        keys.filter(move |(keys, action)| {
            let found = |length: usize| upper.map_or(Found::Nothing, |upper| upper.find(&keys[..length]));
            (1..keys.len()).any(|length| matches!(found(length), Found::Action(_)))
                || !matches!(found(keys.len()), Found::Nothing) && found(keys.len()) != Found::Action(*action)
        })
        .map(move |(keys, action)| Finding::Hidden { keys: keys.clone(), context, action, by })
    }

    fn unreached(&self, context: Context, action: Action) -> Option<Finding> {
        let mut stacks = STACKS.iter().filter(|stack| stack.contains(&context));
        let without = stacks.clone().find(|stack| self.keys_of(stack, action).is_empty())?;
        if self.bound(context, action).is_empty() {
            let palette = !self.keys_of(without, Action::Palette).is_empty();
            Some(Finding::NoKey { context, action, palette })
        } else {
            let everywhere = stacks.all(|stack| self.keys_of(stack, action).is_empty());
            everywhere.then_some(Finding::Unreachable { context, action })
        }
    }
}
