//! Key sequences of one context as a tree: a node either acts or leads on, never both.

use super::key::{Key, Sequence};
use crate::action::Action;

/// What a key after some pending ones comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Next {
    /// It acts.
    Action(Action),
    /// Further keys are expected.
    More,
}

/// What a sequence stands for in one context.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Found<'a> {
    Nothing,
    Action(Action),
    /// The beginning of longer sequences.
    More(&'a Trie),
}

/// Why a sequence cannot be added.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Clash {
    /// The same sequence already acts.
    Taken(Action),
    /// A shorter sequence acts before this one is complete.
    Hidden(Sequence),
    /// Longer sequences begin with this one; the first of them.
    Begins(Sequence),
}

/// A tree of sequences, in the order in which they came.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Trie {
    branches: Vec<(Key, Branch)>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Branch {
    Action(Action),
    More(Trie),
}

impl Trie {
    /// Adds a sequence, unless it clashes with one that is there.
    pub(super) fn insert(&mut self, keys: &[Key], action: Action) -> Result<(), Clash> {
        let mut trie = self;
        for (index, key) in keys.iter().enumerate() {
            let last = index + 1 == keys.len();
            let found = trie.branches.iter().position(|(other, _)| other == key);
            let at = match found {
                Some(at) => at,
                None => {
                    let branch = if last { Branch::Action(action) } else { Branch::More(Self::default()) };
                    trie.branches.push((*key, branch));
                    if last {
                        return Ok(());
                    }
                    trie.branches.len() - 1
                }
            };
            match &mut trie.branches[at].1 {
                Branch::Action(other) if last => return Err(Clash::Taken(*other)),
                Branch::Action(_) => return Err(Clash::Hidden(keys[..=index].to_vec())),
                Branch::More(longer) if last => return Err(Clash::Begins([keys, &longer.first()].concat())),
                Branch::More(longer) => trie = longer,
            }
        }
        Ok(())
    }

    /// What the keys stand for.
    pub(super) fn find(&self, keys: &[Key]) -> Found<'_> {
        let mut trie = self;
        for (index, key) in keys.iter().enumerate() {
            match trie.branches.iter().find(|(other, _)| other == key) {
                Some((_, Branch::Action(action))) if index + 1 == keys.len() => return Found::Action(*action),
                Some((_, Branch::More(longer))) => trie = longer,
                _ => return Found::Nothing,
            }
        }
        Found::More(trie)
    }

    /// The keys that lead on from here.
    pub(super) fn nexts(&self) -> impl Iterator<Item = (Key, Next)> {
        self.branches.iter().map(|(key, branch)| match branch {
            Branch::Action(action) => (*key, Next::Action(*action)),
            Branch::More(_) => (*key, Next::More),
        })
    }

    /// The first sequence from here on.
    fn first(&self) -> Sequence {
        let mut keys = Sequence::new();
        let mut trie = Some(self);
        while let Some((key, branch)) = trie.and_then(|trie| trie.branches.first()) {
            keys.push(*key);
            trie = match branch {
                Branch::More(longer) => Some(longer),
                Branch::Action(_) => None,
            };
        }
        keys
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(text: &str) -> Sequence {
        text.split(' ').map(|key| key.parse().unwrap()).collect()
    }

    #[test]
    fn sequences_lead_to_their_actions() {
        let mut trie = Trie::default();
        trie.insert(&keys("g l"), Action::CaseFile).unwrap();
        trie.insert(&keys("g d"), Action::WorkQueue).unwrap();
        trie.insert(&keys("š"), Action::Edit).unwrap();
        assert_eq!(trie.find(&keys("š")), Found::Action(Action::Edit));
        assert_eq!(trie.find(&keys("g d")), Found::Action(Action::WorkQueue));
        assert_eq!(trie.find(&keys("g x")), Found::Nothing);
        assert_eq!(trie.find(&keys("g d d")), Found::Nothing);
        let Found::More(pending) = trie.find(&keys("g")) else { panic!("g leads on") };
        let nexts: Vec<_> = pending.nexts().map(|(key, _)| key.name()).collect();
        assert_eq!(nexts, ["l", "d"]);
    }

    #[test]
    fn a_sequence_that_begins_another_is_refused() {
        let mut trie = Trie::default();
        trie.insert(&keys("g g"), Action::Top).unwrap();
        assert_eq!(trie.insert(&keys("g g"), Action::Bottom), Err(Clash::Taken(Action::Top)));
        assert_eq!(trie.insert(&keys("g"), Action::Bottom), Err(Clash::Begins(keys("g g"))));
        assert_eq!(trie.insert(&keys("g g g"), Action::Bottom), Err(Clash::Hidden(keys("g g"))));
        assert_eq!(trie.find(&keys("g g")), Found::Action(Action::Top));
    }
}
