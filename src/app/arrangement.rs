//! In what order the families stand, and which of them are shown.

use std::{collections::BTreeSet, mem};

use chrono::{Days, NaiveDate};

use super::families::FamilyRow;
use crate::{
    domain::{CaseStatus, budget::Health},
    i18n::collation,
};

/// An assessment that is due within so many days is due soon.
const SOON: Days = Days::new(30);

/// By what the families are sorted; those that are equal stay in the order of their names.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SortBy {
    /// The surname.
    #[default]
    Name,
    /// How far the case has come.
    Status,
    /// Whose case it is.
    Owner,
    /// The part of the municipality.
    Part,
    /// The day of the next assessment, the nearest first.
    NextAssessment,
    /// How the budget is doing, the gravest first.
    Health,
}

impl SortBy {
    /// Every order.
    pub const ALL: &[Self] = &[Self::Name, Self::Status, Self::Owner, Self::Part, Self::NextAssessment, Self::Health];
}

/// Something that a row must be to be shown.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Only {
    /// Of the user's own caseload.
    Mine,
    /// With an assessment that is overdue or due soon.
    DueSoon,
    /// As far as this.
    Status(CaseStatus),
    /// In this part of the municipality.
    Part(String),
    /// Of this worker (login).
    Owner(String),
    /// With the budget like this.
    Health(Health),
}

impl Only {
    /// Whether a row is so.
    pub fn fits(&self, row: &FamilyRow, today: NaiveDate) -> bool {
        match self {
            Self::Mine => row.own,
            Self::DueSoon => row.next_assessment.is_some_and(|day| day <= today + SOON),
            Self::Status(status) => row.status == *status,
            Self::Part(part) => row.part == *part,
            Self::Owner(owner) => row.owner == *owner,
            Self::Health(health) => row.health == Some(*health),
        }
    }
}

/// How the families are arranged.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Arrangement {
    /// In what order.
    pub sort: SortBy,
    /// Which of them: those that are one of the marked statuses, of the marked parts, and so on.
    pub only: BTreeSet<Only>,
}

impl Arrangement {
    /// Whether it is anything but all families by name.
    pub fn is_on(&self) -> bool {
        *self != Self::default()
    }

    /// Takes a mark off, or puts it on.
    pub fn toggle(&mut self, only: Only) {
        if !self.only.remove(&only) {
            self.only.insert(only);
        }
    }

    /// The places of the rows that are shown, in their order.
    pub fn places(&self, rows: &[FamilyRow], today: NaiveDate) -> Vec<usize> {
        let mut places: Vec<usize> = (0..rows.len()).filter(|&n| self.shows(&rows[n], today)).collect();
        places.sort_by(|&a, &b| {
            let (a, b) = (&rows[a], &rows[b]);
            match self.sort {
                SortBy::Name => std::cmp::Ordering::Equal,
                SortBy::Status => a.status.cmp(&b.status),
                SortBy::Owner => collation::compare(&a.owner, &b.owner),
                SortBy::Part => {
                    a.part.is_empty().cmp(&b.part.is_empty()).then_with(|| collation::compare(&a.part, &b.part))
                }
                SortBy::NextAssessment => {
                    let day = |row: &FamilyRow| row.next_assessment.unwrap_or(NaiveDate::MAX);
                    day(a).cmp(&day(b))
                }
                SortBy::Health => b.health.cmp(&a.health),
            }
        });
        places
    }

    fn shows(&self, row: &FamilyRow, today: NaiveDate) -> bool {
        let alike = |one: &Only, other: &Only| mem::discriminant(one) == mem::discriminant(other);
        self.only.iter().all(|only| self.only.iter().any(|other| alike(only, other) && other.fits(row, today)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows() -> Vec<FamilyRow> {
        let day = |day| NaiveDate::from_ymd_opt(2019, 3, day);
        let row = |surname: &str, status, own, part: &str, due, health| {
            let mut row = FamilyRow::default();
            (row.surname, row.part) = (surname.into(), part.into());
            (row.status, row.own, row.next_assessment, row.health) = (status, own, due, health);
            row
        };
        vec![
            row("Āboliņa", CaseStatus::Active, true, "Talsi", None, Some(Health::OnTrack)),
            row("Bērziņa", CaseStatus::Suspended, true, "", day(20), Some(Health::Underspent)),
            row("Cīrule", CaseStatus::Active, false, "Sabile", day(9), Some(Health::Alarm)),
            row("Čače", CaseStatus::Applied, false, "Talsi", NaiveDate::from_ymd_opt(2019, 9, 1), None),
        ]
    }

    #[test]
    fn marks_of_one_kind_widen_the_list_and_of_different_kinds_narrow_it() {
        let check = |only: &[Only], expect: &[usize]| {
            let arrangement = Arrangement { only: only.iter().cloned().collect(), ..Arrangement::default() };
            let today = NaiveDate::from_ymd_opt(2019, 3, 14).unwrap();
            assert_eq!(arrangement.places(&rows(), today), expect, "{only:?}");
        };
        check(&[], &[0, 1, 2, 3]);
        check(&[Only::Mine], &[0, 1]);
        check(&[Only::Status(CaseStatus::Active)], &[0, 2]);
        check(&[Only::Status(CaseStatus::Active), Only::Status(CaseStatus::Applied)], &[0, 2, 3]);
        check(&[Only::Status(CaseStatus::Active), Only::Mine], &[0]);
        check(&[Only::Part("Talsi".into())], &[0, 3]);
        check(&[Only::DueSoon], &[1, 2]);
        check(&[Only::Health(Health::Alarm), Only::Health(Health::Underspent)], &[1, 2]);
        check(&[Only::Health(Health::Alarm), Only::Mine], &[]);
    }

    #[test]
    fn what_is_unknown_stands_last() {
        let check = |sort, expect: &[usize]| {
            let arrangement = Arrangement { sort, ..Arrangement::default() };
            assert_eq!(arrangement.places(&rows(), NaiveDate::MIN), expect, "{sort:?}");
        };
        check(SortBy::Name, &[0, 1, 2, 3]);
        check(SortBy::Status, &[3, 0, 2, 1]);
        check(SortBy::Part, &[2, 0, 3, 1]);
        check(SortBy::NextAssessment, &[2, 1, 3, 0]);
        check(SortBy::Health, &[2, 1, 0, 3]);
    }
}
