//! A day's sessions.

use chrono::NaiveDate;

use super::Result;
use crate::{
    domain::{
        Id, Index, IndexKey, Person, PlanLine, Price, Programme, Session,
        overview::{AttendanceRow, AttendanceSheet},
        pricing::PriceList,
    },
    i18n::collation,
    store::Reader,
};

/// A day's sessions of a programme's children, with what is needed to charge them.
pub fn attendance(reader: &Reader, programme: Id<Programme>, day: NaiveDate) -> Result<AttendanceSheet> {
    let sessions: Vec<Session> = reader.find(&IndexKey::new(Index::SessionByDay).day(day))?;
    let prices = PriceList::new(&reader.all::<Price>()?);
    let mut rows = Vec::with_capacity(sessions.len());
    for session in sessions {
        let Some(child) = reader.get(session.child)? else { continue };
        let family = reader.get(child.family)?;
        if family.is_none_or(|family| family.programme != programme) {
            continue;
        }
        let name = reader.get(child.person)?.map(|person: Person| person.list_name()).unwrap_or_default();
        let line: PlanLine = reader.get(session.line)?.unwrap_or_default();
        let provider = reader.get(session.provider_by(&line))?;
        let terms = prices.terms(&session, &line, provider.as_ref());
        rows.push(AttendanceRow { session, child: name, line, terms });
    }
    rows.sort_by(|a: &AttendanceRow, b| {
        a.session.start.cmp(&b.session.start).then_with(|| collation::compare(&a.child, &b.child))
    });
    Ok(AttendanceSheet { day, rows })
}
