//! The figures of a child before and after an operation that is only thought of, each with its lines.

use chrono::NaiveDate;

use super::{Result, Step};
use crate::{
    domain::{
        Child, Id, Operation,
        budget::Figure,
        consequence::{Shift, TOLD},
    },
    store::{Reader, supposition::Supposition},
};

/// The figures told of whose amounts or lines carrying out the operation would change for the child, as seen on
/// `today`. Fails as carrying it out would.
pub fn supposed(
    reader: &Reader,
    operation: &Operation,
    child: Id<Child>,
    today: NaiveDate,
) -> Result<Vec<Shift<Figure>>> {
    let supposed = Supposition::of(reader, operation)?;
    let step = Step { before: reader, after: &supposed.reader, changes: &supposed.changes, today };
    let told = step.each_child(
        |_| None,
        |touched| {
            (touched.case.child.id == child).then(|| {
                let (was, is) = (touched.was.figures(), touched.is.figures());
                TOLD.map(|kind| Shift { before: was.figure(kind).clone(), after: is.figure(kind).clone() })
            })
        },
    )?;
    let both = told.into_iter().flatten().flatten();
    Ok(both.filter(|both| both.before != both.after).collect())
}
