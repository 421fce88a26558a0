//! How the children's cases stand, kept by the store thread: made one child at a time when nothing more urgent is to
//! be done, and made anew only for those that later work has touched.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use crate::{
    domain::{
        Child, Id, Programme,
        consequence::{Consequences, Tally},
        overview::Standing,
    },
    store::{
        Reader, StoreError,
        views::standings::{self, Touched},
    },
};

/// The standings of one programme's children, on one day.
#[derive(Default)]
pub struct Standings {
    of: Option<(Id<Programme>, NaiveDate)>,
    /// Up to where the journal was looked through.
    revision: u64,
    known: BTreeMap<Id<Child>, (Standing, Tally)>,
    /// Whose are still to be made.
    wanted: Vec<Id<Child>>,
    /// What is known now was not told yet.
    untold: bool,
}

impl Standings {
    /// The standings of that programme's children are wanted, as they are now.
    pub fn want(&mut self, reader: &Reader, programme: Id<Programme>, today: NaiveDate) -> Result<(), StoreError> {
        let touched = match self.of {
            Some(of) if of == (programme, today) => standings::touched(reader, self.revision)?,
            _ => Touched::All,
        };
        // What was put off before is still to be done.
        let mut put_off: BTreeSet<Id<Child>> = std::mem::take(&mut self.wanted).into_iter().collect();
        match touched {
            Touched::All => self.known.clear(),
            Touched::These(children) => put_off.extend(children),
        }
        let children = standings::children(reader, programme)?;
        let here: BTreeSet<Id<Child>> = children.iter().copied().collect();
        let before = self.known.len();
        self.known.retain(|child, _| here.contains(child));
        self.untold |= self.known.len() < before;
        self.wanted = children;
        self.wanted.retain(|child| put_off.contains(child) || !self.known.contains_key(child));
        self.wanted.reverse();
        self.of = Some((programme, today));
        self.revision = reader.revision();
        Ok(())
    }

    /// Whether something is still to be made or told.
    pub fn is_pending(&self) -> bool {
        !self.wanted.is_empty() || self.untold
    }

    /// The next child to be looked at.
    pub fn next(&mut self) -> Option<Id<Child>> {
        self.wanted.pop()
    }

    /// A child's standing as it was found; none: there is no such child any more, or it cannot be read.
    pub fn put(&mut self, child: Id<Child>, found: Option<(Standing, Tally)>) {
        let standing = |found: Option<&(Standing, Tally)>| found.map(|(standing, _)| standing.clone());
        self.untold |= standing(self.known.get(&child)) != standing(found.as_ref());
        match found {
            Some(found) => drop(self.known.insert(child, found)),
            None => drop(self.known.remove(&child)),
        }
    }

    /// All standings, once they are complete and if they are others than those told last.
    pub fn tell(&mut self) -> Option<Vec<Standing>> {
        if !self.wanted.is_empty() || !std::mem::take(&mut self.untold) {
            return None;
        }
        Some(self.known.values().map(|(standing, _)| standing.clone()).collect())
    }

    /// Adds to what a change leads to all others of the programme, if it is known how they stand at that revision.
    pub fn complete(&self, told: &mut Consequences, revision: u64) {
        if let Some((programme, _)) = self.of
            && self.wanted.is_empty()
            && self.revision == revision
        {
            told.complete(programme, self.known.iter().map(|(child, (_, tally))| (*child, tally)));
        }
    }
}
