//! The children looked at in this session, so that the one before is one step away.

use crate::domain::{Child, Id};

/// So many are offered.
const OFFERED: usize = 9;

/// The last children looked at, the present one first.
#[derive(Clone, Debug, Default)]
pub struct Recent {
    children: Vec<Id<Child>>,
    /// The cursor only came by here: moving on forgets it again.
    in_passing: bool,
}

impl Recent {
    /// The cursor is on this child now; `in_passing`: on the way down or up the list.
    pub fn look(&mut self, child: Id<Child>, in_passing: bool) {
        if self.children.first() == Some(&child) {
            return;
        }
        if self.in_passing {
            self.children.remove(0);
        }
        self.children.retain(|other| *other != child);
        self.children.insert(0, child);
        // The present one is not offered.
        self.children.truncate(OFFERED + 1);
        self.in_passing = in_passing;
    }

    /// Something is done here: this child was not only passed.
    pub fn stay(&mut self) {
        self.in_passing = false;
    }

    /// The children looked at before the present one, the latest first.
    pub fn before(&self) -> &[Id<Child>] {
        self.children.get(1..).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_child_before_is_the_one_that_was_worked_with_not_passed_by() {
        let check = |steps: &[(u64, bool)], before: &[u64]| {
            let mut recent = Recent::default();
            for &(child, in_passing) in steps {
                recent.look(Id::new(child), in_passing);
            }
            let found: Vec<u64> = recent.before().iter().map(|child| child.0).collect();
            assert_eq!(found, before, "{steps:?}");
        };
        check(&[], &[]);
        check(&[(1, false)], &[]);
        check(&[(1, false), (2, true)], &[1]);
        check(&[(1, false), (2, true), (3, true), (4, true)], &[1]);
        check(&[(1, false), (2, false), (3, false), (1, false)], &[3, 2]);
        check(&[(1, false), (1, true), (2, true)], &[1]);
        let all: Vec<(u64, bool)> = (1..=12).map(|child| (child, false)).collect();
        check(&all, &[11, 10, 9, 8, 7, 6, 5, 4, 3]);
    }

    #[test]
    fn doing_something_makes_a_passed_child_one_that_was_looked_at() {
        let mut recent = Recent::default();
        recent.look(Id::new(1), false);
        recent.look(Id::new(2), true);
        recent.stay();
        recent.look(Id::new(3), true);
        assert_eq!(recent.before(), [Id::new(2), Id::new(1)]);
    }
}
