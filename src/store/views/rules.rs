//! Which rules are in force.

use chrono::NaiveDate;

use super::Result;
use crate::{
    domain::{Id, Index, IndexKey, Programme, RuleBook},
    store::Reader,
};

/// The rules of a programme on `day`: the latest that had come into force by then; none if there are none.
pub fn rules_in_force(reader: &Reader, programme: Id<Programme>, day: NaiveDate) -> Result<Option<RuleBook>> {
    let books: Vec<RuleBook> = reader.find(&IndexKey::new(Index::RuleBookByProgramme).id(programme.0))?;
    Ok(RuleBook::in_force(&books, day).cloned())
}
