//! The money of a programme's children added up, and what of a figure falls under one key.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::{Case, Result, standings};
use crate::{
    domain::{
        Child, Id, Index, IndexKey, Programme,
        budget::{By, Figure, Key, Sums, Within},
        overview::{FigureOf, SumsOfPage},
    },
    store::Reader,
};

/// The money of a programme's children; one child is in memory at a time.
pub(super) fn sums(
    reader: &Reader,
    programme: Id<Programme>,
    by: By,
    within: Within,
    today: NaiveDate,
) -> Result<SumsOfPage> {
    let mut sums = Sums::new(by, within == Within::ALWAYS);
    let mut next_assessments = BTreeMap::new();
    for child in standings::children(reader, programme)? {
        let Some(case) = Case::read_with_invoices(reader, child, today)? else { continue };
        sums.add(&case.whose(), &case.reckoned(within));
        if by == By::Child
            && let Some(day) = standings::next_assessment(reader, child)?
        {
            next_assessments.insert(child, day);
        }
    }
    Ok(SumsOfPage { sums, next_assessments })
}

/// A figure by the lines it is the sum of: of one child its units and sessions, of several the part of each.
pub(super) fn figure(reader: &Reader, programme: Id<Programme>, of: &FigureOf, today: NaiveDate) -> Result<Figure> {
    let (children, alone): (Vec<Id<Child>>, bool) = match (of.child, &of.key) {
        (Some(child), _) => (vec![child], true),
        (None, Key::Child(child)) => (vec![*child], true),
        (None, Key::Family(family)) => {
            let of = IndexKey::new(Index::ChildByFamily).id(family.0);
            (reader.numbers(&of, &of)?.into_iter().map(Id::new).collect(), false)
        }
        _ => (standings::children(reader, programme)?, false),
    };
    let mut parts = Vec::new();
    for child in children {
        let Some(case) = Case::read_with_invoices(reader, child, today)? else { continue };
        let part = case.reckoned(of.within).part(&case.whose(), &of.key, of.kind);
        parts.extend(part.map(|part| (child, part)));
    }
    Ok(match parts.pop() {
        Some((_, figure)) if alone => figure,
        last => Figure::of_children(of.kind, parts.iter().chain(&last).map(|(child, part)| (*child, part.amount()))),
    })
}
