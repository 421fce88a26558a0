//! The families pane: one row a child, so that plan and budget follow the cursor.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::{arrangement::Arrangement, finding::Households, list::Cursor};
use crate::{
    domain::{
        CaseStatus, Child, Family, Id,
        budget::Health,
        overview::{Overview, Standing},
        reminder::Reminder,
    },
    i18n::{
        collation,
        query::{Known, Query},
        search,
    },
};

/// A row: a child of a family, or a family that has none yet.
#[derive(Clone, Debug, Default)]
pub struct FamilyRow {
    /// The household.
    pub family: Id<Family>,
    /// The child, if there is one.
    pub child: Option<Id<Child>>,
    /// The household's name.
    pub surname: String,
    /// The child's given names, with the surname where it differs from the household's.
    pub given_names: String,
    /// How far the case has come.
    pub status: CaseStatus,
    /// The login of the case's owner.
    pub owner: String,
    /// Whether that is the user.
    pub own: bool,
    /// The part of the municipality.
    pub part: String,
    /// How the budget is doing; none while it is not known.
    pub health: Option<Health>,
    /// The next assessment that was not held yet; none: there is none, or it is not known.
    pub next_assessment: Option<NaiveDate>,
    /// Whether it is the family's first row: the others leave the surname out.
    pub first: bool,
    /// What it is found by.
    known: Known,
}

impl FamilyRow {
    /// Which row it is, whatever was read anew.
    fn key(&self) -> (Id<Family>, Option<Id<Child>>) {
        (self.family, self.child)
    }
}

/// A search while it is typed.
#[derive(Clone, Debug)]
struct Search {
    /// The children looked at before, the latest first: offered while nothing is typed.
    recent: Vec<Id<Child>>,
    /// The row that had the cursor.
    from: Option<(Id<Family>, Option<Id<Child>>)>,
}

/// The pane: all rows, which of them are shown, and the cursor among those.
#[derive(Clone, Debug, Default)]
pub struct FamiliesPane {
    /// All rows, by surname.
    pub rows: Vec<FamilyRow>,
    /// The places of those that are shown, in their order.
    pub visible: Vec<usize>,
    /// The cursor among the visible.
    pub cursor: Cursor,
    /// What is looked for.
    pub filter: String,
    /// In what order the rows stand, and which of them are shown while nothing is looked for.
    pub arrangement: Arrangement,
    search: Option<Search>,
    standings: BTreeMap<Id<Child>, Standing>,
    today: NaiveDate,
}

impl FamiliesPane {
    /// Takes the families as they are now; the cursor stays on the child it was on. `user`: whose caseload comes first.
    pub fn fill(&mut self, overview: &Overview, user: &str) {
        let households = Households::new(overview);
        let mut families: Vec<Vec<FamilyRow>> = Vec::with_capacity(overview.families.len());
        for family in &overview.families {
            let row = FamilyRow {
                family: family.id,
                surname: family.surname.clone(),
                status: family.status,
                owner: family.owner.clone(),
                own: family.owner == user,
                part: family.part.clone(),
                ..FamilyRow::default()
            };
            let mut rows: Vec<FamilyRow> = Vec::new();
            for child in households.children(family.id) {
                let Some(person) = households.person(child.person) else { continue };
                let given_names = if same_household(&person.surname, &family.surname) {
                    person.given_names.clone()
                } else {
                    format!("{} {}", person.given_names, person.surname)
                };
                rows.push(FamilyRow {
                    child: Some(child.id),
                    given_names,
                    status: child.status,
                    known: households.known(family, Some(person)),
                    ..row.clone()
                });
            }
            rows.sort_by(|a, b| collation::compare(&a.given_names, &b.given_names));
            if rows.is_empty() {
                rows.push(FamilyRow { known: households.known(family, None), ..row });
            }
            families.push(rows);
        }
        families.sort_by(|a, b| collation::compare(&a[0].surname, &b[0].surname).then(a[0].family.cmp(&b[0].family)));
        self.today = overview.today;
        self.keeping_cursor(|pane| {
            pane.rows = families.into_iter().flatten().collect();
            pane.take_standings();
        });
    }

    /// How the children's cases stand, all of them.
    pub fn judge(&mut self, standings: Vec<Standing>) {
        self.standings = standings.into_iter().map(|standing| (standing.child, standing)).collect();
        self.keeping_cursor(Self::take_standings);
    }

    /// What the children's plans remind of.
    pub fn reminders(&self) -> Vec<(Id<Child>, Reminder)> {
        let of = |standing: &Standing| -> Vec<_> {
            standing.reminders.iter().map(|reminder| (standing.child, reminder.clone())).collect()
        };
        self.standings.values().flat_map(of).collect()
    }

    fn take_standings(&mut self) {
        for row in &mut self.rows {
            let standing = row.child.and_then(|child| self.standings.get(&child));
            row.health = standing.map(|standing| standing.health);
            row.next_assessment = standing.and_then(|standing| standing.next_assessment);
        }
    }

    /// Shows only the rows that fit, the best first, and stays on the row with the cursor if it is one of them.
    pub fn set_filter(&mut self, filter: &str) {
        self.keeping_cursor(|pane| filter.clone_into(&mut pane.filter));
    }

    /// Arranges the rows otherwise.
    pub fn arrange(&mut self, change: impl FnOnce(&mut Arrangement)) {
        self.keeping_cursor(|pane| change(&mut pane.arrangement));
    }

    /// A child is not there any more.
    pub fn remove(&mut self, child: Id<Child>) {
        self.keeping_cursor(|pane| pane.rows.retain(|row| row.child != Some(child)));
    }

    /// A search begins: these children were looked at before, the latest first.
    pub fn begin_search(&mut self, recent: Vec<Id<Child>>) {
        self.search = Some(Search { recent, from: self.selected().map(FamilyRow::key) });
    }

    /// What is looked for, as far as it is typed: the best of what fits has the cursor.
    pub fn look_for(&mut self, typed: &str) {
        typed.clone_into(&mut self.filter);
        self.narrow();
        self.cursor = Cursor::default();
        let from = self.search.as_ref().filter(|_| !self.is_recent()).and_then(|search| search.from);
        if typed.is_empty() {
            self.go_to(from);
        }
    }

    /// The search is over: the row with the cursor is what was looked for.
    pub fn end_search(&mut self) {
        let found = self.selected().map(FamilyRow::key);
        self.search = None;
        self.narrow();
        if !self.go_to(found) && found.is_some() {
            // It is not among those that are shown, and yet it was asked for.
            self.arrangement = Arrangement::default();
            self.narrow();
            self.go_to(found);
        }
    }

    /// Nothing was looked for after all: everything is as before.
    pub fn leave_search(&mut self, filter_before: &str) {
        let from = self.search.take().and_then(|search| search.from);
        filter_before.clone_into(&mut self.filter);
        self.narrow();
        self.cursor = Cursor::default();
        self.go_to(from);
    }

    /// Whether the children looked at last are listed: a search begins, and nothing is typed yet.
    pub fn is_recent(&self) -> bool {
        self.filter.is_empty() && self.search.as_ref().is_some_and(|search| !search.recent.is_empty())
    }

    fn keeping_cursor(&mut self, change: impl FnOnce(&mut Self)) {
        let kept = self.selected().map(FamilyRow::key);
        change(self);
        self.narrow();
        if kept.is_some() && !self.go_to(kept) {
            self.cursor.clamp(self.visible.len());
        }
    }

    fn narrow(&mut self) {
        let query = Query::new(&self.filter);
        self.visible = if !query.is_empty() {
            let rows = self.rows.iter().enumerate();
            let mut found: Vec<_> = rows
                .filter_map(|(n, row)| query.fit(&row.known).map(|(fit, entry)| (fit, !row.own, entry, n)))
                .collect();
            found.sort_unstable();
            found.into_iter().map(|(.., n)| n).collect()
        } else if let Some(search) = self.search.as_ref().filter(|_| self.is_recent()) {
            let place = |child: &Id<Child>| self.rows.iter().position(|row| row.child == Some(*child));
            search.recent.iter().filter_map(place).collect()
        } else {
            self.arrangement.places(&self.rows, self.today)
        };
        let mut last = None;
        for &n in &self.visible {
            let family = self.rows[n].family;
            self.rows[n].first = last != Some(family);
            last = Some(family);
        }
        self.cursor.clamp(self.visible.len());
    }

    fn go_to(&mut self, key: Option<(Id<Family>, Option<Id<Child>>)>) -> bool {
        key.is_some_and(|key| self.select(|row| row.key() == key))
    }

    /// Puts the cursor on the first visible row that fits; whether there is one.
    pub fn select(&mut self, fits: impl Fn(&FamilyRow) -> bool) -> bool {
        let found = self.visible.iter().position(|&n| fits(&self.rows[n]));
        if let Some(row) = found {
            self.cursor.row = row;
        }
        found.is_some()
    }

    /// The row under the cursor.
    pub fn selected(&self) -> Option<&FamilyRow> {
        self.row(self.cursor.row)
    }

    /// The `n`-th visible row.
    pub fn row(&self, n: usize) -> Option<&FamilyRow> {
        self.rows.get(*self.visible.get(n)?)
    }
}

/// `Bērziņš-Āboliņš` and `Bērziņa-Āboliņa` are one household's name: they agree but for their endings.
fn same_household(person: &str, family: &str) -> bool {
    let stems = |name: &str| -> Vec<String> {
        let folded = search::fold(name);
        let parts = folded.split(['-', ' ']).map(|part| part.trim_end_matches(['s', 'a', 'e', 'i']).to_owned());
        parts.collect()
    };
    stems(person) == stems(family)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_surname_is_told_only_where_it_differs_from_the_households() {
        let check = |person: &str, family: &str, expect: bool| {
            assert_eq!(same_household(person, family), expect, "{person} in {family}");
        };
        check("Bērziņa", "Bērziņš", true);
        check("Bērziņa-Āboliņa", "Bērziņš-Āboliņš", true);
        check("Kalniņa", "Kalniņa", true);
        check("Zaķe", "Zaķis", true);
        check("Liepa", "Kalniņš", false);
        check("Bērziņa", "Bērziņš-Āboliņš", false);
    }
}
