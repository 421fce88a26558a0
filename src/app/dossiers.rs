//! What is known of the child under the cursor and of its neighbours: read when the cursor comes near, kept while it stays.

use std::{collections::BTreeMap, sync::Arc};

use super::{
    App, Effect,
    calendar::{self, Subject},
};
use crate::domain::{Child, Id, overview::Dossier};

/// How many dossiers are kept at hand around the cursor: its own and two to either side.
const KEPT: usize = 5;

/// The dossiers at hand.
#[derive(Debug, Default)]
pub(super) struct Dossiers {
    kept: BTreeMap<Id<Child>, Arc<Dossier>>,
    /// Whom the panes are about.
    subject: Option<Id<Child>>,
    /// Whose dossier was asked for last.
    followed: Option<Id<Child>>,
    /// The child whose dossier could not be read: nobody waits for it.
    unreadable: Option<Id<Child>>,
}

impl App {
    /// Everything about the selected child, once it is read.
    pub fn dossier(&self) -> Option<&Arc<Dossier>> {
        self.dossiers.kept.get(&self.subject()?)
    }

    /// Whom the panes are about: the selected child. While a filter is typed the list alone moves,
    /// or every letter would send three panes over the line.
    pub(super) fn subject(&self) -> Option<Id<Child>> {
        if self.is_filtering() { self.dossiers.subject } else { self.selected_child() }
    }

    /// Whether the dossier that every key depends on is still being read.
    pub(super) fn awaits_dossier(&self) -> bool {
        let unread = |child| !self.dossiers.kept.contains_key(&child) && self.dossiers.unreadable != Some(child);
        self.subject().is_some_and(unread)
    }

    /// After anything that may have moved the cursor among families: the other panes follow it.
    pub(super) fn follow(&mut self) -> Vec<Effect> {
        let subject = self.subject();
        if self.dossiers.subject != subject {
            // Another child; one that was only read anew keeps its cursors.
            self.dossiers.subject = subject;
            self.plan.row = 0;
            self.budget.forget_point();
            self.calendar.session = 0;
        }
        let Some(child) = self.dossiers.subject else {
            self.dossiers.followed = None;
            return Vec::new();
        };
        let moved = self.dossiers.followed != Some(child);
        let cached = self.dossiers.kept.contains_key(&child);
        if !moved {
            return Vec::new();
        }
        self.dossiers.followed = Some(child);
        self.recent.look(child, self.in_passing);
        let mut effects = vec![Effect::Looked(child)];
        if !cached {
            effects.push(Effect::LoadDossier(child));
        }
        let row = self.families.cursor.row;
        let near = [row + 1, row.wrapping_sub(1), row + 2];
        let near: Vec<Id<Child>> = near
            .into_iter()
            .filter_map(|n| self.families.row(n)?.child)
            .filter(|child| !self.dossiers.kept.contains_key(child))
            .collect();
        if !near.is_empty() {
            effects.push(Effect::Prefetch(near));
        }
        effects
    }

    /// A dossier that was read; one from before the store moved on shows a past that is over.
    pub(super) fn take_dossier(&mut self, dossier: Arc<Dossier>) {
        if dossier.revision >= self.overview.revision {
            self.keep_dossier(dossier);
        } else if self.subject() == Some(dossier.child.id) {
            self.dossiers.followed = None;
        }
    }

    /// A dossier that cannot be read.
    pub(super) fn miss_dossier(&mut self, child: Id<Child>) {
        self.dossiers.unreadable = Some(child);
    }

    /// Keeps a dossier at hand, and lets go of one that is far from the cursor.
    fn keep_dossier(&mut self, dossier: Arc<Dossier>) {
        if self.dossiers.subject == Some(dossier.child.id) {
            self.plan.row = self.plan.row.min(self.plan_shown(&dossier).1.len().saturating_sub(1));
            if self.calendar.subject == Subject::Child {
                let day = self.calendar.day;
                self.calendar.clamp(calendar::of_day(&dossier.sessions, day).count());
            }
        }
        self.dossiers.kept.insert(dossier.child.id, dossier);
        if self.dossiers.kept.len() > KEPT {
            let row = self.families.cursor.row;
            let near: Vec<Option<Id<Child>>> =
                (row.saturating_sub(2)..row + 3).map(|n| self.families.row(n).and_then(|row| row.child)).collect();
            let far = self.dossiers.kept.keys().copied().find(|&child| !near.contains(&Some(child)));
            if let Some(far) = far {
                self.dossiers.kept.remove(&far);
            }
        }
    }

    /// Forgets what was read of the children: the store has moved on.
    pub(super) fn forget_dossiers(&mut self) {
        self.dossiers.kept.clear();
        self.dossiers.followed = None;
        self.dossiers.unreadable = None;
    }
}
