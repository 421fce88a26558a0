//! The sessions of a day or a week, to be marked.

use chrono::NaiveDate;

use super::Result;
use crate::{
    domain::{
        AnyRecord, Format, Id, Index, IndexKey, Kind, Person, PlanLine, Price, Programme, Session,
        overview::{AttendanceRow, AttendanceSheet, Correction},
        pricing::PriceList,
    },
    i18n::collation,
    store::Reader,
};

/// The sessions of a programme's children from one day to another, with what is needed to charge them.
pub fn attendance(
    reader: &Reader,
    programme: Id<Programme>,
    (from, to): (NaiveDate, NaiveDate),
) -> Result<AttendanceSheet> {
    let key = || IndexKey::new(Index::SessionByDay);
    let sessions: Vec<Session> = reader.range(&key().day(from), &key().day(to))?;
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
        let correction = if session.is_open() { None } else { correction(reader, &session)? };
        rows.push(AttendanceRow { session, child: name, line, terms, correction });
    }
    rows.sort_by(|a: &AttendanceRow, b| {
        let group = |row: &AttendanceRow| {
            let one = || (row.line.service.clone(), row.session.provider_by(&row.line), row.session.specialist.clone());
            (row.line.format == Format::Group).then(one)
        };
        let at = |row: &AttendanceRow| (row.session.day, row.session.start);
        at(a).cmp(&at(b)).then_with(|| group(a).cmp(&group(b))).then_with(|| collation::compare(&a.child, &b.child))
    });
    Ok(AttendanceSheet { from, to, rows })
}

/// The last change of what was marked already, if there was one: who, when, from what.
fn correction(reader: &Reader, session: &Session) -> Result<Option<Correction>> {
    for past in reader.history(Kind::Session, session.id.0)?.into_iter().rev() {
        let (before, after) = (past.change.before_record()?, past.change.after_record()?);
        let (Some(AnyRecord::Session(before)), Some(AnyRecord::Session(after))) = (before, after) else { continue };
        let marked = !before.is_open() && !after.is_open();
        if marked && (before.outcome, before.units) != (after.outcome, after.units) {
            let (was, units) = (before.outcome, before.units);
            return Ok(Some(Correction { at: past.at, user: past.user, was, units }));
        }
    }
    Ok(None)
}
