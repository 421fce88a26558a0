//! What a proposal is worked out from, read by way of the indexes: only the children that it can touch.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::{Occasion, Result};
use crate::{
    domain::{
        Absence, AbsenceScope, AbsenceWay, Child, Family, Id, Index, IndexKey, InvoiceLine, PlanLine, PlanVersion,
        Programme, Session,
        diary::Whose,
        proposal::{AbsenceChange, CaseFacts, Facts, Proposal},
        shared_time::calendars_of,
    },
    store::{
        Reader,
        halves::in_halves,
        views::{self, purse::Purse, standings},
    },
};

pub(super) fn facts(reader: &Reader, proposal: &Proposal, occasion: Occasion<'_>) -> Result<Facts> {
    let programme: Programme = reader.get(occasion.programme)?.unwrap_or_default();
    let mut facts = Facts { today: occasion.today, user: occasion.user.to_owned(), ..Facts::default() };
    let children = match proposal {
        Proposal::Absence(change) => away(reader, change)?,
        Proposal::Uplift(uplift) => with_services(reader, std::slice::from_ref(&uplift.service))?,
        Proposal::Prices(prices) => with_services(reader, &prices.services())?,
        Proposal::Extension(_) => standings::children(reader, programme.id)?.into_iter().collect(),
        Proposal::Lines(transfer) => of_line(reader, transfer.from)?.into_iter().collect(),
        Proposal::Ceilings(transfer) => BTreeSet::from([transfer.from, transfer.to]),
    };
    let children: Vec<Id<Child>> = children.into_iter().collect();
    let cases = |of: &[Id<Child>]| of.iter().map(|child| case(reader, *child)).collect();
    facts.cases = in_halves(&children, [reader; 2], cases)?.into_iter().flatten().collect();
    if matches!(proposal, Proposal::Uplift(_) | Proposal::Prices(_)) {
        for case in &mut facts.cases {
            let of = IndexKey::new(Index::InvoiceLineByChild).id(case.child.id.0);
            case.invoiced = reader.find::<InvoiceLine>(&of)?.iter().map(|line| line.session).collect();
        }
    }
    facts.programme = programme;
    facts.providers = reader.all()?;
    facts.prices = reader.all()?;
    if let Proposal::Absence(change) = proposal {
        facts.absences = absences(reader, change, &facts.cases, occasion.today)?;
        if let Some(after) = change.after.as_ref().filter(|after| after.way == AbsenceWay::Shift) {
            in_the_way(reader, after, &mut facts)?;
        }
    }
    Ok(facts)
}

/// Whatever could be in the way of sessions that an absence shifts: others at the same providers and with the same
/// specialists afterwards, and brothers and sisters.
fn in_the_way(reader: &Reader, absence: &Absence, facts: &mut Facts) -> Result<()> {
    let mut calendars = BTreeSet::new();
    for case in &facts.cases {
        let shifted = case.sessions.iter().filter(|session| session.is_open() && absence.covers(session.day));
        for session in shifted {
            let line = case.lines.iter().find(|line| line.id == session.line);
            let provider = line.map_or(session.provider, |line| session.provider_by(line));
            calendars.extend(calendars_of(provider, &session.specialist));
        }
    }
    let calendars: Vec<Whose> = calendars.into_iter().collect();
    // With the last day itself: a session may last over midnight.
    facts.elsewhere = views::elsewhere(reader, &calendars, Id::default(), absence.to)?;
    let families: BTreeSet<Id<Family>> = facts.cases.iter().map(|case| case.child.family).collect();
    let touched: BTreeSet<Id<Child>> = facts.cases.iter().map(|case| case.child.id).collect();
    for family in families {
        let of = IndexKey::new(Index::ChildByFamily).id(family.0);
        for child in reader.numbers(&of, &of)?.into_iter().map(Id::new).filter(|child| !touched.contains(child)) {
            facts.siblings.extend(case(reader, child)?);
        }
    }
    Ok(())
}

/// The child with all that its money hangs on.
fn case(reader: &Reader, child: Id<Child>) -> Result<Option<CaseFacts>> {
    let Some(child) = reader.get(child)? else { return Ok(None) };
    let name = reader.get(child.person)?.map(|person| person.list_name()).unwrap_or_default();
    let family: Family = reader.get(child.family)?.unwrap_or_default();
    let programme = reader.get(family.programme)?.unwrap_or_default();
    let Purse { plans, lines, sessions, .. } = Purse::read(reader, child.id)?;
    Ok(Some(CaseFacts { name, child, programme, plans, lines, sessions, ..CaseFacts::default() }))
}

/// Whose child cases the absence can touch: those with sessions in its days, and those that it touched before.
fn away(reader: &Reader, change: &AbsenceChange) -> Result<BTreeSet<Id<Child>>> {
    let mut children = BTreeSet::new();
    for absence in change.before.iter().chain(&change.after) {
        match absence.scope() {
            AbsenceScope::Child => drop(children.insert(absence.child)),
            AbsenceScope::Family => {
                let of = IndexKey::new(Index::ChildByFamily).id(absence.family.0);
                children.extend(reader.numbers(&of, &of)?.into_iter().map(Id::new));
            }
            AbsenceScope::Provider | AbsenceScope::Service | AbsenceScope::Programme => {
                let by_day = |day| IndexKey::new(Index::SessionByDay).day(day);
                for session in reader.range::<Session>(&by_day(absence.from), &by_day(absence.to))? {
                    if children.contains(&session.child) {
                        continue;
                    }
                    let line: PlanLine = reader.get(session.line)?.unwrap_or_default();
                    let Some(child) = reader.get(session.child)? else { continue };
                    let family: Family = reader.get(child.family)?.unwrap_or_default();
                    if absence.concerns(&child, family.programme, &line, session.provider_by(&line)) {
                        children.insert(child.id);
                    }
                }
            }
        }
    }
    Ok(children)
}

/// The absences that say on which days nothing can be held, from the first day asked about.
fn absences(reader: &Reader, change: &AbsenceChange, cases: &[CaseFacts], today: NaiveDate) -> Result<Vec<Absence>> {
    let first = change.after.iter().chain(&change.before).map(|absence| absence.from).fold(today, NaiveDate::min);
    let mut absences = views::absences_of_many(reader, first)?;
    for case in cases {
        absences.extend(views::absences(reader, &case.child, case.programme.id, first)?);
    }
    absences.sort_by_key(|absence| absence.id);
    absences.dedup_by_key(|absence| absence.id);
    Ok(absences)
}

/// The children with a line of one of these services in any version of their plan; an empty code: of any service.
fn with_services(reader: &Reader, services: &[String]) -> Result<BTreeSet<Id<Child>>> {
    let mut children = BTreeSet::new();
    for service in services {
        let lines: Vec<PlanLine> = match service.as_str() {
            "" => reader.all()?,
            code => reader.find(&IndexKey::new(Index::LineByService).text(code))?,
        };
        let plans: BTreeSet<Id<PlanVersion>> = lines.iter().map(|line| line.plan).collect();
        for plan in plans {
            children.extend(reader.get(plan)?.map(|plan: PlanVersion| plan.child));
        }
    }
    Ok(children)
}

fn of_line(reader: &Reader, line: Id<PlanLine>) -> Result<Option<Id<Child>>> {
    let Some(line) = reader.get(line)? else { return Ok(None) };
    Ok(reader.get(line.plan)?.map(|plan| plan.child))
}
