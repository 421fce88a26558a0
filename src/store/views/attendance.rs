//! The sessions of a day or a week, to be marked.

use chrono::NaiveDate;

use super::{Result, invoices};
use crate::{
    domain::{
        AnyRecord, Id, Index, IndexKey, Kind, Outcome, Person, PlanLine, Price, Programme, Session,
        overview::{AttendanceRow, AttendanceSheet, Correction},
        pricing::PriceList,
    },
    i18n::collation,
    store::Reader,
};

/// What of a session marking it writes.
const MARK: [&str; 6] = ["outcome", "units", "notice_given", "held_start", "held_minutes", "text"];

/// The sessions of a programme's children from one day to another, with what is needed to charge them: of those whose
/// families `owner` (login) has, or of all.
pub fn attendance(
    reader: &Reader,
    programme: Id<Programme>,
    owner: Option<String>,
    (from, to): (NaiveDate, NaiveDate),
) -> Result<AttendanceSheet> {
    let key = || IndexKey::new(Index::SessionByDay);
    let sessions: Vec<Session> = reader.range(&key().day(from), &key().day(to))?;
    let prices = PriceList::new(&reader.all::<Price>()?);
    let mut rows = Vec::with_capacity(sessions.len());
    for session in sessions {
        let Some(child) = reader.get(session.child)? else { continue };
        let Some(family) = reader.get(child.family)? else { continue };
        if family.programme != programme || owner.as_ref().is_some_and(|owner| family.owner != *owner) {
            continue;
        }
        let name = reader.get(child.person)?.map(|person: Person| person.list_name()).unwrap_or_default();
        let line: PlanLine = reader.get(session.line)?.unwrap_or_default();
        let provider = reader.get(session.provider_by(&line))?;
        let invoiced = invoices::lines_about(reader, session.id)?;
        let terms = prices.terms(&session, &line, provider.as_ref());
        let correction = if session.is_open() { None } else { correction(reader, &session)? };
        let by = reader.last_writer(Kind::Session, session.id.0, &MARK)?;
        rows.push(AttendanceRow { session, child: name, line, terms, invoiced, correction, by });
    }
    rows.sort_by(|a: &AttendanceRow, b| {
        let at = |row: &AttendanceRow| (row.session.day, row.session.start);
        at(a).cmp(&at(b)).then_with(|| a.group().cmp(&b.group())).then_with(|| collation::compare(&a.child, &b.child))
    });
    Ok(AttendanceSheet { from, to, owner, rows })
}

/// The last change of what was marked already, if there was one: who, when, from what. That the mark was taken away in
/// between hides nothing.
fn correction(reader: &Reader, session: &Session) -> Result<Option<Correction>> {
    let (mut marked, mut correction) = (None, None);
    for past in reader.history(Kind::Session, session.id.0)? {
        let Some(AnyRecord::Session(after)) = past.change.after_record()? else { continue };
        if matches!(after.outcome, Outcome::Scheduled | Outcome::Moved) {
            continue;
        }
        let now = (after.outcome, after.units);
        if let Some((was, units)) = marked.replace(now).filter(|before| *before != now) {
            correction = Some(Correction { at: past.at, user: past.user, was, units });
        }
    }
    Ok(correction)
}
