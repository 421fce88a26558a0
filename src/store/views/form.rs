//! What forms work on.

use std::{collections::BTreeSet, sync::Arc};

use chrono::{Datelike, Days, NaiveDate};

use super::{
    Result,
    absences::absences,
    assessment::{assessments_of, instrument_in_use, instruments_of},
    clashes::{Others, siblings},
    decisions::decisions_of,
    diary::session_numbers,
    invoices,
    joins::joins_of,
    meetings::meetings_of,
    people::people_of,
    purse::Purse,
    standings, versions,
};
use crate::{
    domain::{
        AnyRecord, CaseStatus, Child, Family, Id, Index, IndexKey, Kind, PlanVersion, Price, Programme, Provider,
        Service, Session, User,
        budget::Account,
        diary::Whose,
        overview::FormContext,
        shared_time::{LONGEST_DAYS, Other, calendars_of},
        succession,
    },
    i18n::collation,
    store::{Reader, StoreError},
};

/// What a form works on, of a child's plans.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WorksOn {
    /// The version in force.
    PlanInForce,
    /// The newest version, draft or not.
    NewestPlan,
    /// The version in force, and the calendar from a day on: whether its specialists are free.
    Calendar(NaiveDate),
    /// The newest version, and the programme's other children where a part of a ceiling may go to them.
    Reallocation,
    /// No plan: the programme's families and meetings.
    Programme,
    /// No plan: the case itself, with its goals and assessments. Most forms are of these, and open soonest.
    Case,
}

/// What a form needs to know about the record, the family and the child that it is about.
pub fn form_context(
    reader: &Reader,
    works_on: WorksOn,
    record: Option<(Kind, u64)>,
    family: Id<Family>,
    child: Id<Child>,
    programme: Option<Id<Programme>>,
    today: NaiveDate,
) -> Result<FormContext> {
    let mut context = FormContext { revision: reader.revision(), today, ..FormContext::default() };
    if let Some((kind, number)) = record {
        context.base = reader.any(kind, number)?;
        if context.base.is_none() {
            return Err(StoreError::NoSuchRecord { kind, number });
        }
        context.invoiced = match kind {
            Kind::Session => invoices::lines_about(reader, Id::new(number))?,
            Kind::Invoice => invoices::lines_of(reader, Id::new(number))?,
            _ => Vec::new(),
        };
    }
    // A record that is opened from a page tells itself whose it is.
    let (mut family, mut child) = (family, child);
    // A meeting is many families', so it is nobody's in particular.
    if let Some(base) = context.base.as_ref().filter(|base| base.kind() != Kind::Meeting) {
        base.clone().visit_links(&mut |kind, number| match kind {
            Kind::Family if *number != 0 => family = Id::new(*number),
            Kind::Child if *number != 0 => child = Id::new(*number),
            _ => {}
        });
        match base {
            AnyRecord::Family(record) => family = record.id,
            AnyRecord::Child(record) => child = record.id,
            _ => {}
        }
    }
    context.services = reader.all::<Service>()?;
    if works_on != WorksOn::Case {
        context.providers = reader.all::<Provider>()?;
        context.prices = reader.all::<Price>()?;
    }
    context.users = reader.all::<User>()?;
    context.users.retain(|user| !user.disabled);
    if child.is_some() {
        context.child = reader.get(child)?;
        family = context.child.as_ref().map_or(family, |child| child.family);
    }
    if family.is_some() {
        context.family = reader.get(family)?;
        context.people = people_of(reader, family, context.child.as_slice())?;
    }
    let programme = context.family.as_ref().map(|family| family.programme).or(programme);
    context.programme = programme.map(|id| reader.get(id)).transpose()?.flatten().unwrap_or_default();
    if context.family.is_none() {
        context.next_case_number = next_case_number(reader, &context.programme)?;
    }
    if works_on == WorksOn::Programme {
        context.families = reader.find(&IndexKey::new(Index::FamilyByProgramme).id(context.programme.id.0))?;
        context.meetings = meetings_of(reader, context.programme.id)?;
    }
    if works_on == WorksOn::Reallocation && context.programme.ceilings_transferable {
        context.children = children_by_name(reader, context.programme.id)?;
    }
    if let Some(child) = context.child.clone() {
        context.goals = reader.find(&IndexKey::new(Index::GoalByChild).id(child.id.0))?;
        context.goals.sort_by_key(|goal| goal.number);
        context.assessments = assessments_of(reader, child.id)?;
        context.instruments.extend(instrument_in_use(reader, today)?);
        let used = instruments_of(reader, &context.assessments)?;
        let in_use = context.instruments.first().map(|instrument| instrument.id);
        context.instruments.extend(used.into_iter().filter(|instrument| Some(instrument.id) != in_use));
        if works_on == WorksOn::Case {
            return Ok(context);
        }
        let mut money = Purse::read(reader, child.id)?;
        let (newest, _) = money.split(money.plans.last());
        context.joins = joins_of(reader, &child, &context.goals, &newest, &context.assessments)?;
        let of_newest = matches!(works_on, WorksOn::NewestPlan | WorksOn::Reallocation);
        let of = money.in_force(today).filter(|_| !of_newest).or(money.plans.last()).cloned();
        let (lines, others) = money.split(of.as_ref());
        let account = Account::new(&child, &context.programme, &lines, &money.sessions, &money.prices);
        let held = of.as_ref().map(|plan| succession::held(&money.plans, plan)).unwrap_or_default();
        let figures = account.with_earlier(&others).with_succession(&held).figures(today);
        context.ceiling = figures.ceiling.amount();
        context.uses = lines.iter().filter_map(|line| figures.line(line.id).cloned()).collect();
        if let WorksOn::Calendar(from) = works_on {
            let from = from.checked_sub_days(Days::new(LONGEST_DAYS)).unwrap_or(from);
            context.elsewhere_from = Some(from);
            let of_lines = lines.iter().map(|line| (line.provider, &line.specialist));
            let open = money.sessions.iter().filter(|session| session.is_open());
            let booked = open.map(|session| (session.provider, &session.specialist));
            let all = of_lines.chain(booked).flat_map(|(provider, specialist)| calendars_of(provider, specialist));
            context.elsewhere_of = all.collect();
            context.siblings = siblings(reader, &child)?;
            let siblings = context.siblings.iter().map(|sibling| Whose::Child(*sibling));
            let all: Vec<Whose> = context.elsewhere_of.iter().cloned().chain(siblings).collect();
            context.elsewhere = elsewhere(reader, &all, child.id, from)?;
            context.absences = absences(reader, &child, context.programme.id, from)?;
        }
        if let (WorksOn::NewestPlan, Some(AnyRecord::PlanVersion(plan))) = (works_on, &context.base) {
            context.difference = versions::difference(reader, plan)?;
        }
        if works_on == WorksOn::NewestPlan {
            context.decisions = decisions_of(reader, child.id)?;
        }
        context.lines = lines;
        if let (WorksOn::Calendar(_), Some(now)) = (works_on, of) {
            add_coming(&mut context, &child, &mut money, &now);
        }
        context.all_lines = money.lines;
        context.sessions = Arc::unwrap_or_clone(money.sessions);
        if matches!(works_on, WorksOn::Calendar(_) | WorksOn::PlanInForce) {
            context.series = reader.find(&IndexKey::new(Index::SeriesByChild).id(child.id.0))?;
        }
        context.plans = money.plans;
    }
    Ok(context)
}

/// The lines of versions that are still to come, from their first day on: services that are new are booked from like
/// those in force; of the others it is known what they have left.
fn add_coming(context: &mut FormContext, child: &Child, money: &mut Purse, now: &PlanVersion) {
    let mut of_others = Vec::new();
    let coming: Vec<PlanVersion> = succession::coming(&money.plans, now, context.today).cloned().collect();
    for plan in coming {
        let (lines, others) = money.split(Some(&plan));
        let held = succession::held(&money.plans, &plan);
        let account = Account::new(child, &context.programme, &lines, &money.sessions, &money.prices);
        let figures = account.with_earlier(&others).with_succession(&held).figures(context.today);
        for line in money.lines.iter_mut().filter(|line| line.plan == plan.id) {
            context.written_from.insert(line.id, line.from);
            line.from = plan.effective_from.map_or(line.from, |first| line.from.max(first));
            let used = figures.line(line.id).cloned();
            if context.lines.iter().any(|known| known.plan != plan.id && known.is_same_service(line)) {
                of_others.extend(used);
            } else {
                context.lines.push(line.clone());
                context.uses.extend(used);
            }
        }
    }
    context.uses.append(&mut of_others);
}

/// The children of a programme whose cases are open, by name.
fn children_by_name(reader: &Reader, programme: Id<Programme>) -> Result<Vec<(Id<Child>, String)>> {
    let mut children = Vec::new();
    for child in standings::children(reader, programme)? {
        let Some(child) = reader.get(child)?.filter(|child| child.status != CaseStatus::Closed) else { continue };
        let name = reader.get(child.person)?.map(|person| person.list_name()).unwrap_or_default();
        children.push((child.id, name));
    }
    children.sort_by(|(_, a), (_, b)| collation::compare(a, b));
    Ok(children)
}

/// Open sessions of other children than this one that are in those calendars from a day on, each once.
pub fn elsewhere(reader: &Reader, of: &[Whose], child: Id<Child>, from: NaiveDate) -> Result<Vec<Other>> {
    let mut numbers = BTreeSet::new();
    for whose in of {
        numbers.extend(session_numbers(reader, whose, from, NaiveDate::MAX)?);
    }
    let sessions: Vec<Session> = reader.rows(numbers.into_iter().collect())?;
    let mut others = Others::new(reader);
    let open = sessions.into_iter().filter(|session| session.is_open() && session.child != child);
    open.map(|session| others.told(session)).collect()
}

/// The programme's first year and a number one above the highest used with it: `2018-07`.
fn next_case_number(reader: &Reader, programme: &Programme) -> Result<String> {
    let year = programme.from.year();
    let families: Vec<Family> = reader.find(&IndexKey::new(Index::FamilyByProgramme).id(programme.id.0))?;
    let prefix = families.last().and_then(|family| family.case_number.rsplit_once('-')).map(|(prefix, _)| prefix);
    let prefix = prefix.map_or_else(|| year.to_string(), str::to_owned);
    let used: Vec<Family> = reader.find(&IndexKey::new(Index::FamilyByCaseNumber).text_prefix(&prefix))?;
    let ends = || used.iter().filter_map(|family| Some(family.case_number.rsplit_once('-')?.1));
    let numbers = ends().filter_map(|end| end.parse::<u32>().ok());
    // As wide as those that are there.
    let width = ends().filter(|end| end.parse::<u32>().is_ok()).map(str::len).min().unwrap_or(2);
    Ok(format!("{prefix}-{:0width$}", numbers.max().unwrap_or_default() + 1))
}
