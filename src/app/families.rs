//! The families pane: one row a child, so that plan and budget follow the cursor.

use super::list::Cursor;
use crate::{
    domain::{CaseStatus, Child, Family, Id, contact, overview::Overview, personal_code},
    i18n::{
        collation,
        search::{self, Needle},
    },
};

/// A row: a child of a family, or a family that has none yet.
#[derive(Clone, Debug)]
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
    /// Whether it is the family's first row: the others leave the surname out.
    pub first: bool,
    /// What it is found by: folded words.
    words: String,
}

/// The pane: all rows, which of them the filter shows, and the cursor among those.
#[derive(Clone, Debug, Default)]
pub struct FamiliesPane {
    /// All rows, by surname.
    pub rows: Vec<FamilyRow>,
    /// The places of those that the filter lets through.
    pub visible: Vec<usize>,
    /// The cursor among the visible.
    pub cursor: Cursor,
    /// What is typed to narrow the list.
    pub filter: String,
}

impl FamiliesPane {
    /// Takes the families as they are now; the cursor stays on the child it was on.
    pub fn fill(&mut self, overview: &Overview) {
        let kept = self.selected().map(|row| (row.family, row.child));
        let mut rows = Vec::with_capacity(overview.children.len());
        for family in &overview.families {
            let mut words = format!("{} {} {}", family.surname, family.case_number, family.declared_address);
            words += &format!(" {} {} {}", family.actual_address, family.phone, contact::shown_phone(&family.phone));
            for person in overview.people.iter().filter(|person| person.family == family.id) {
                words += &format!(" {} {}", person.surname, person.given_names);
                words += &format!(" {} {}", person.phone, personal_code::shown(&person.personal_code));
                words += &format!(" {} {}", person.personal_code, person.previous_codes.join(" "));
            }
            let words = search::fold(&words);
            let row = FamilyRow {
                family: family.id,
                child: None,
                surname: family.surname.clone(),
                given_names: String::new(),
                status: family.status,
                first: true,
                words,
            };
            let mut children: Vec<FamilyRow> = Vec::new();
            for child in overview.children.iter().filter(|child| child.family == family.id) {
                let Some(person) = overview.people.iter().find(|person| person.id == child.person) else { continue };
                let given_names = if same_household(&person.surname, &family.surname) {
                    person.given_names.clone()
                } else {
                    format!("{} {}", person.given_names, person.surname)
                };
                children.push(FamilyRow { child: Some(child.id), given_names, status: child.status, ..row.clone() });
            }
            children.sort_by(|a, b| collation::compare(&a.given_names, &b.given_names));
            if children.is_empty() {
                children.push(row);
            }
            rows.push(children);
        }
        rows.sort_by(|a, b| collation::compare(&a[0].surname, &b[0].surname).then(a[0].family.cmp(&b[0].family)));
        self.rows = rows.into_iter().flatten().collect();
        self.narrow();
        if let Some(kept) = kept {
            self.select(|row| (row.family, row.child) == kept);
        }
    }

    /// Shows only the rows that the filter fits.
    pub fn set_filter(&mut self, filter: &str) {
        let kept = self.selected().map(|row| (row.family, row.child));
        self.filter = filter.to_owned();
        self.narrow();
        self.cursor = Cursor::default();
        if let Some(kept) = kept {
            self.select(|row| (row.family, row.child) == kept);
        }
    }

    fn narrow(&mut self) {
        let needle = Needle::new(&self.filter);
        self.visible = (0..self.rows.len()).filter(|&n| needle.matches(&self.rows[n].words)).collect();
        let mut last = Id::default();
        for &n in &self.visible {
            let family = self.rows[n].family;
            self.rows[n].first = family != last;
            last = family;
        }
        self.cursor.clamp(self.visible.len());
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
