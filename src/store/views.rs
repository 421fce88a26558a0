//! What screens and reports look at, read in one go by way of the indexes.

use std::{collections::BTreeMap, sync::Arc};

use chrono::{Datelike, NaiveDate};

use super::{
    Reader, StoreError,
    past::{journal_line, past_line},
};
use crate::domain::{
    AnyRecord, Assessment, Child, Family, Goal, Id, Index, IndexKey, Kind, Note, Person, PlanLine, PlanState,
    PlanVersion, Price, Programme, Provider, Service, Session, User,
    budget::Account,
    burndown::{Burndown, Step},
    overview::{AttendanceRow, AttendanceSheet, Dossier, FormContext, Overview, PageData, PageOf},
    pricing::PriceList,
};
use crate::i18n::collation;

type Result<T> = std::result::Result<T, StoreError>;

/// The newest entries that a journal page shows.
const ENTRIES_SHOWN: usize = 200;
/// The newest deeds that a client file tells.
const DEEDS_SHOWN: usize = 50;
/// The most unmarked sessions that the work queue lists, the oldest first.
const QUEUE_SHOWN: usize = 400;

/// A programme at a glance; `wanted` or, if there is no such one, the newest that is not closed.
pub fn overview(reader: &Reader, wanted: Option<Id<Programme>>, user: &str, today: NaiveDate) -> Result<Overview> {
    let mut overview = Overview { revision: reader.revision(), today, ..Overview::default() };
    let named = wanted.map(|id| reader.get(id)).transpose()?.flatten();
    overview.programme = match named {
        Some(programme) => Some(programme),
        None => {
            let mut programmes = reader.all::<Programme>()?;
            programmes.sort_by_key(|programme| (!programme.closed, programme.from, std::cmp::Reverse(programme.id)));
            programmes.pop()
        }
    };
    overview.drafts = reader.drafts(user)?;
    overview.drafts.sort_by_key(|draft| std::cmp::Reverse(draft.saved_at));
    let Some(programme) = &overview.programme else { return Ok(overview) };
    overview.families = reader.find(&IndexKey::new(Index::FamilyByProgramme).id(programme.id.0))?;
    for family in &overview.families {
        overview.people.extend(reader.find::<Person>(&IndexKey::new(Index::PersonByFamily).id(family.id.0))?);
        overview.children.extend(reader.find::<Child>(&IndexKey::new(Index::ChildByFamily).id(family.id.0))?);
    }
    overview.services = reader.all()?;
    overview.providers = reader.all()?;
    let children: Vec<Id<Child>> = overview.children.iter().map(|child| child.id).collect();
    overview.unmarked = unmarked(reader, &children, today)?.len();
    overview.assessments_due = assessments_due(reader, &children, today)?.len();
    Ok(overview)
}

/// Past sessions of these children that are still only scheduled, by day.
fn unmarked(reader: &Reader, children: &[Id<Child>], today: NaiveDate) -> Result<Vec<Session>> {
    let from = IndexKey::new(Index::SessionUnmarked);
    let Some(yesterday) = today.pred_opt() else { return Ok(Vec::new()) };
    let mut sessions = reader.range::<Session>(&from, &IndexKey::new(Index::SessionUnmarked).day(yesterday))?;
    sessions.retain(|session| children.contains(&session.child));
    Ok(sessions)
}

/// Assessments of these children whose day has come and that were not held.
fn assessments_due(reader: &Reader, children: &[Id<Child>], today: NaiveDate) -> Result<Vec<Assessment>> {
    let from = IndexKey::new(Index::AssessmentByDay);
    let mut due = reader.range::<Assessment>(&from, &IndexKey::new(Index::AssessmentByDay).day(today))?;
    due.retain(|assessment| assessment.done_on.is_none() && children.contains(&assessment.child));
    Ok(due)
}

/// The plan versions, sessions and prices of one child.
struct Purse {
    plans: Vec<PlanVersion>,
    lines: Vec<PlanLine>,
    sessions: Vec<Session>,
    prices: PriceList,
}

impl Purse {
    fn read(reader: &Reader, child: Id<Child>) -> Result<Self> {
        let mut plans: Vec<PlanVersion> = reader.find(&IndexKey::new(Index::PlanByChild).id(child.0))?;
        plans.sort_by_key(|plan| plan.number);
        let mut lines = Vec::new();
        for plan in &plans {
            lines.extend(reader.find::<PlanLine>(&IndexKey::new(Index::LineByPlan).id(plan.id.0))?);
        }
        let mut sessions: Vec<Session> = reader.find(&IndexKey::new(Index::SessionByChild).id(child.0))?;
        sessions.sort_by_key(|session| (session.day, session.start, session.id));
        let mut services: Vec<&str> = lines.iter().map(|line| line.service.as_str()).collect();
        services.sort_unstable();
        services.dedup();
        let mut prices = Vec::new();
        for service in services {
            prices.extend(reader.find::<Price>(&IndexKey::new(Index::PriceByService).text(service))?);
        }
        let prices = PriceList::new(&prices);
        Ok(Self { plans, lines, sessions, prices })
    }

    /// The version in force: the newest approved one.
    fn approved(&self) -> Option<&PlanVersion> {
        self.plans.iter().rfind(|plan| plan.state == PlanState::Approved)
    }

    /// The lines of one version, by group and service, and those of all others.
    fn split(&self, plan: Option<&PlanVersion>) -> (Vec<PlanLine>, Vec<PlanLine>) {
        let (mut own, others): (Vec<PlanLine>, Vec<PlanLine>) =
            self.lines.iter().cloned().partition(|line| plan.is_some_and(|plan| plan.id == line.plan));
        own.sort_by(|a, b| (a.group, &a.service, a.from, a.id).cmp(&(b.group, &b.service, b.from, b.id)));
        (own, others)
    }
}

/// Everything the panes show about one child; none if there is no such child.
pub fn dossier(reader: &Reader, child: Id<Child>, today: NaiveDate) -> Result<Option<Arc<Dossier>>> {
    let Some(child) = reader.get(child)? else { return Ok(None) };
    let (Some(person), Some(family)) = (reader.get(child.person)?, reader.get(child.family)?) else { return Ok(None) };
    let programme: Programme = reader.get(family.programme)?.unwrap_or_default();
    let mut goals: Vec<Goal> = reader.find(&IndexKey::new(Index::GoalByChild).id(child.id.0))?;
    goals.sort_by_key(|goal| goal.number);
    let assessments = assessments_of(reader, child.id)?;
    let money = Purse::read(reader, child.id)?;
    let approved = money.approved();
    let (in_force, earlier) = money.split(approved);
    let account = Account::new(&child, &programme, &in_force, &money.sessions, &money.prices).with_earlier(&earlier);
    let figures = account.figures(today);
    let (by_month, by_week) = (Burndown::new(&account, today, Step::Month), Burndown::new(&account, today, Step::Week));
    let newest = money.plans.last();
    let (lines, uses) = if newest.map(|plan| plan.id) == approved.map(|plan| plan.id) {
        let uses = in_force.iter().filter_map(|line| figures.line(line.id).cloned()).collect();
        (in_force, uses)
    } else {
        // What the draft would come to, with what was used so far counted against its lines.
        let (lines, others) = money.split(newest);
        let account = Account::new(&child, &programme, &lines, &money.sessions, &money.prices).with_earlier(&others);
        let drafted = account.figures(today);
        let uses = lines.iter().filter_map(|line| drafted.line(line.id).cloned()).collect();
        (lines, uses)
    };
    Ok(Some(Arc::new(Dossier {
        revision: reader.revision(),
        child,
        person,
        family,
        goals,
        plans: money.plans,
        services: money.lines.iter().map(|line| (line.id, line.service.clone())).collect(),
        lines,
        uses,
        sessions: money.sessions,
        assessments,
        figures,
        by_month,
        by_week,
    })))
}

fn assessments_of(reader: &Reader, child: Id<Child>) -> Result<Vec<Assessment>> {
    let mut assessments: Vec<Assessment> = reader.find(&IndexKey::new(Index::AssessmentByChild).id(child.0))?;
    assessments.sort_by_key(|assessment| assessment.kind);
    Ok(assessments)
}

/// What a form works on, of a child's plans.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WorksOn {
    /// The version in force.
    PlanInForce,
    /// The newest version, draft or not.
    NewestPlan,
    /// The version in force, and the calendar from a day on: whether its specialists are free.
    Calendar(NaiveDate),
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
    let mut context = FormContext { today, ..FormContext::default() };
    if let Some((kind, number)) = record {
        context.base = reader.any(kind, number)?;
        if context.base.is_none() {
            return Err(StoreError::NoSuchRecord { kind, number });
        }
    }
    // A record that is opened from a page tells itself whose it is.
    let (mut family, mut child) = (family, child);
    if let Some(base) = &context.base {
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
    context.providers = reader.all::<Provider>()?;
    context.prices = reader.all::<Price>()?;
    context.users = reader.all::<User>()?;
    context.users.retain(|user| !user.disabled);
    if child.is_some() {
        context.child = reader.get(child)?;
        family = context.child.as_ref().map_or(family, |child| child.family);
    }
    if family.is_some() {
        context.family = reader.get(family)?;
        context.people = reader.find(&IndexKey::new(Index::PersonByFamily).id(family.0))?;
    }
    let programme = context.family.as_ref().map(|family| family.programme).or(programme);
    context.programme = programme.map(|id| reader.get(id)).transpose()?.flatten().unwrap_or_default();
    context.next_case_number = next_case_number(reader, &context.programme)?;
    if let Some(child) = context.child.clone() {
        context.goals = reader.find(&IndexKey::new(Index::GoalByChild).id(child.id.0))?;
        context.goals.sort_by_key(|goal| goal.number);
        context.assessments = assessments_of(reader, child.id)?;
        let money = Purse::read(reader, child.id)?;
        let of = money.approved().filter(|_| works_on != WorksOn::NewestPlan).or(money.plans.last());
        let (lines, others) = money.split(of);
        let account = Account::new(&child, &context.programme, &lines, &money.sessions, &money.prices);
        let figures = account.with_earlier(&others).figures(today);
        context.ceiling = figures.ceiling.amount();
        context.uses = lines.iter().filter_map(|line| figures.line(line.id).cloned()).collect();
        if let WorksOn::Calendar(from) = works_on {
            context.elsewhere = elsewhere(reader, child.id, &lines, from)?;
        }
        context.lines = lines;
        context.all_lines = money.lines;
        context.sessions = money.sessions;
        context.plans = money.plans;
    }
    Ok(context)
}

/// Open sessions of other children from a day on, at the providers of these lines.
fn elsewhere(reader: &Reader, child: Id<Child>, lines: &[PlanLine], from: NaiveDate) -> Result<Vec<Session>> {
    let mut providers: Vec<Id<Provider>> = lines.iter().map(|line| line.provider).filter(|id| id.is_some()).collect();
    providers.sort_unstable();
    providers.dedup();
    let mut sessions = Vec::new();
    for provider in providers {
        let of = || IndexKey::new(Index::SessionByProvider).id(provider.0);
        sessions.extend(reader.range::<Session>(&of().day(from), &of().day(NaiveDate::MAX))?);
    }
    sessions.retain(|session| session.is_open() && session.child != child);
    Ok(sessions)
}

/// The programme's first year and a number one above the highest used with it: `2018-07`.
fn next_case_number(reader: &Reader, programme: &Programme) -> Result<String> {
    let year = programme.from.year();
    let families: Vec<Family> = reader.find(&IndexKey::new(Index::FamilyByProgramme).id(programme.id.0))?;
    let prefix = families.last().and_then(|family| family.case_number.rsplit_once('-')).map(|(prefix, _)| prefix);
    let prefix = prefix.map_or_else(|| year.to_string(), str::to_owned);
    let used: Vec<Family> = reader.find(&IndexKey::new(Index::FamilyByCaseNumber).text_prefix(&prefix))?;
    let numbers = used.iter().filter_map(|family| family.case_number.rsplit_once('-')?.1.parse::<u32>().ok());
    Ok(format!("{prefix}-{:02}", numbers.max().unwrap_or_default() + 1))
}

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

/// The rows of a page.
pub fn page(reader: &Reader, of: PageOf, programme: Option<Id<Programme>>, today: NaiveDate) -> Result<PageData> {
    let mut data = PageData {
        of: of.clone(),
        records: Vec::new(),
        names: BTreeMap::new(),
        entries: Vec::new(),
        events: Vec::new(),
    };
    match of {
        PageOf::CaseFile(family) => case_file(reader, family, &mut data)?,
        PageOf::Providers => {
            data.records.extend(reader.all::<Provider>()?.into_iter().map(AnyRecord::from));
            data.records.extend(reader.all::<Price>()?.into_iter().map(AnyRecord::from));
        }
        PageOf::Catalogue => data.records.extend(reader.all::<Service>()?.into_iter().map(AnyRecord::from)),
        PageOf::Programmes => data.records.extend(reader.all::<Programme>()?.into_iter().map(AnyRecord::from)),
        PageOf::Users => data.records.extend(reader.all::<User>()?.into_iter().map(AnyRecord::from)),
        PageOf::WorkQueue => work_queue(reader, programme, today, &mut data)?,
        PageOf::Journal => {
            data.entries = reader.entries_back(None, ENTRIES_SHOWN)?.iter().map(journal_line).collect();
        }
        PageOf::History(kind, number) => {
            data.entries = reader.history(kind, number)?.iter().rev().map(|past| past_line(reader, past)).collect();
        }
    }
    Ok(data)
}

fn case_file(reader: &Reader, family: Id<Family>, data: &mut PageData) -> Result<()> {
    let Some(record) = reader.get(family)? else { return Ok(()) };
    data.records.push(record.into());
    let people: Vec<Person> = reader.find(&IndexKey::new(Index::PersonByFamily).id(family.0))?;
    let children: Vec<Child> = reader.find(&IndexKey::new(Index::ChildByFamily).id(family.0))?;
    data.names.extend(people.iter().map(|person| ((Kind::Person, person.id.0), person.list_name())));
    for child in &children {
        let person = people.iter().find(|person| person.id == child.person);
        let given = person.map(|person| person.given_names.clone()).unwrap_or_default();
        data.names.insert((Kind::Child, child.id.0), given);
    }
    data.records.extend(people.into_iter().map(AnyRecord::from));
    let ids: Vec<Id<Child>> = children.iter().map(|child| child.id).collect();
    data.records.extend(children.into_iter().map(AnyRecord::from));
    for &child in &ids {
        data.records.extend(assessments_of(reader, child)?.into_iter().map(AnyRecord::from));
    }
    for &child in &ids {
        let mut goals: Vec<Goal> = reader.find(&IndexKey::new(Index::GoalByChild).id(child.0))?;
        goals.sort_by_key(|goal| goal.number);
        data.records.extend(goals.into_iter().map(AnyRecord::from));
    }
    for &child in &ids {
        let mut plans: Vec<PlanVersion> = reader.find(&IndexKey::new(Index::PlanByChild).id(child.0))?;
        plans.sort_by_key(|plan| plan.number);
        data.records.extend(plans.into_iter().map(AnyRecord::from));
    }
    let mut own: Vec<(Kind, u64)> = data.records.iter().map(|record| (record.kind(), record.number())).collect();
    for record in &data.records {
        if let AnyRecord::PlanVersion(plan) = record {
            let lines = IndexKey::new(Index::LineByPlan).id(plan.id.0);
            own.extend(reader.numbers(&lines, &lines)?.into_iter().map(|number| (Kind::PlanLine, number)));
        }
    }
    for child in &ids {
        let sessions = IndexKey::new(Index::SessionByChild).id(child.0);
        own.extend(reader.numbers(&sessions, &sessions)?.into_iter().map(|number| (Kind::Session, number)));
    }
    data.events = reader.events(&own, DEEDS_SHOWN)?;
    for record in data.events.iter().flat_map(|event| &event.records) {
        if let AnyRecord::Session(Session { line, .. }) = record
            && !data.names.contains_key(&(Kind::PlanLine, line.0))
        {
            let service = reader.get(*line)?.map(|line: PlanLine| line.service).unwrap_or_default();
            data.names.insert((Kind::PlanLine, line.0), service);
        }
    }
    let notes: Vec<Note> = reader.find(&IndexKey::new(Index::NoteByFamily).id(family.0))?;
    data.records.extend(notes.into_iter().rev().map(AnyRecord::from));
    Ok(())
}

fn work_queue(reader: &Reader, programme: Option<Id<Programme>>, today: NaiveDate, data: &mut PageData) -> Result<()> {
    let Some(programme) = programme else { return Ok(()) };
    let families: Vec<Family> = reader.find(&IndexKey::new(Index::FamilyByProgramme).id(programme.0))?;
    let mut children: Vec<Child> = Vec::new();
    for family in &families {
        children.extend(reader.find::<Child>(&IndexKey::new(Index::ChildByFamily).id(family.id.0))?);
    }
    let ids: Vec<Id<Child>> = children.iter().map(|child| child.id).collect();
    let sessions = unmarked(reader, &ids, today)?;
    let assessments = assessments_due(reader, &ids, today)?;
    for assessment in &assessments {
        let child = children.iter().find(|child| child.id == assessment.child);
        let person: Option<Person> = child.map(|child| reader.get(child.person)).transpose()?.flatten();
        let name = person.map(|person| person.list_name()).unwrap_or_default();
        data.names.insert((Kind::Child, assessment.child.0), name);
    }
    data.records.extend(sessions.into_iter().take(QUEUE_SHOWN).map(AnyRecord::from));
    data.records.extend(assessments.into_iter().map(AnyRecord::from));
    Ok(())
}
