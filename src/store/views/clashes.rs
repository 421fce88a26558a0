//! What is asked of sessions one by one: who would be in two places at once after a write, and what a doctor and the
//! plan's dates bar. Sessions that are new, or at another time than they were, stand beside all others of those days,
//! found by the indexes of the child, the specialist, the provider and the day.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap, hash_map::Entry},
    rc::Rc,
    sync::Arc,
};

use chrono::{Datelike, Days, NaiveDate};

use super::{Result, bars::Bars, diary::session_numbers, rules::rule_books};
use crate::{
    domain::{
        AnyRecord, Child, Id, Index, IndexKey, Kind, Person, PlanLine, Provider, Session,
        diary::Whose,
        rules::{Asked, Breach, Objection, Rule, clashes},
        shared_time::{Booked, DAY_MINUTES, LONGEST_DAYS, Other, calendars_of, same_name, span},
    },
    store::{Reader, journal::RowChange},
};

/// What those rules have against these changes; what was in the way before, and is not moved, is not asked.
pub(in crate::store) fn clashes_of(after: &Reader, changes: &[RowChange], today: NaiveDate) -> Result<Vec<Objection>> {
    let mut calendar = Calendar::new(after);
    let mut objections = Vec::new();
    for change in changes.iter().filter(|change| matches!(change.kind, Kind::Session | Kind::PlanLine)) {
        match change.records()? {
            (before, Some(AnyRecord::Session(session))) if session.is_open() => {
                let stays = match before {
                    Some(AnyRecord::Session(before)) => calendar.others.takes_the_same(before, session)?,
                    _ => false,
                };
                if !stays {
                    objections.extend(calendar.objections(session.clone())?);
                }
            }
            (before, Some(AnyRecord::PlanLine(line))) => {
                let stays = |before: &PlanLine| before.is_same_service(line) && before.to == line.to;
                if !matches!(before, Some(AnyRecord::PlanLine(before)) if stays(before)) {
                    objections.extend(calendar.objections_to_line(line, today)?);
                }
            }
            _ => {}
        }
    }
    Ok(objections)
}

/// What those rules have against a child's sessions that are on the calendar, and against the lines of its plan.
pub(super) fn clashes_ahead(
    reader: &Reader,
    sessions: impl Iterator<Item = Session>,
    lines: &[PlanLine],
    today: NaiveDate,
) -> Result<Vec<Breach>> {
    let mut calendar = Calendar::new(reader);
    let mut objections = Vec::new();
    for session in sessions {
        objections.extend(calendar.objections(session)?);
    }
    for line in lines.iter().filter(|line| today <= line.to) {
        objections.extend(calendar.objections_to_line(line, today)?);
    }
    Ok(objections.into_iter().map(|objection| objection.breach).collect())
}

/// The child whom a session is for.
struct Attendee {
    child: Child,
    name: String,
    siblings: BTreeSet<Id<Child>>,
    asked: Vec<Asked>,
}

impl Attendee {
    /// The rules that are asked about a day.
    fn rules(&self, day: NaiveDate) -> &[Rule] {
        self.asked.iter().find(|asked| asked.within.covers(day)).map(|asked| &asked.rules[..]).unwrap_or_default()
    }

    fn objections(&self, breaches: Vec<Breach>) -> Vec<Objection> {
        let objection = |breach| Objection { child: self.child.id, name: self.name.clone(), breach };
        breaches.into_iter().map(objection).collect()
    }
}

/// The calendar of everybody, as far as it was looked at: each session is read once.
struct Calendar<'r, 's> {
    others: Others<'r, 's>,
    sessions: HashMap<u64, Session>,
    /// The sessions of a day, by whose they are.
    days: HashMap<(Whose, NaiveDate), Vec<u64>>,
    /// Stays of more than a day, by whose they are and the fortnight in which they begin.
    stays: HashMap<(Whose, i32), Vec<u64>>,
    attendees: BTreeMap<Id<Child>, Option<Rc<Attendee>>>,
    /// The providers that were looked for.
    providers: Vec<Provider>,
    bars: Bars<'r, 's>,
}

impl<'r, 's> Calendar<'r, 's> {
    fn new(reader: &'r Reader<'s>) -> Self {
        let (sessions, days, stays, attendees, providers) = Default::default();
        let bars = Bars::new(reader);
        Self { others: Others::new(reader), sessions, days, stays, attendees, providers, bars }
    }

    fn objections(&mut self, session: Session) -> Result<Vec<Objection>> {
        let child = session.child;
        let Some(attendee) = self.attendee(child)? else { return Ok(Vec::new()) };
        let new = self.others.told(session)?;
        let own = Booked { session: &new.session, line: Some(&*new.line), child: "", is_kin: false };
        let provider = own.provider();
        let places = self.provider(provider)?.map_or(0, |provider| provider.capacity);
        let concerned = |other: &Session| {
            let is_there = places > 0 && (other.provider == provider || !other.provider.is_some());
            let is_family = other.child == child || attendee.siblings.contains(&other.child);
            other.is_open() && (is_there || is_family || same_name(&other.specialist, &new.session.specialist))
        };
        let mut around = Vec::new();
        for other in self.around(&new, &attendee, (places > 0).then_some(provider))? {
            if let Some(other) = self.sessions.get(&other).filter(|other| concerned(other)).cloned() {
                around.push(self.others.told(other)?);
            }
        }
        let booked: Vec<Booked> = around
            .iter()
            .map(|other| Booked {
                session: &other.session,
                line: Some(&*other.line),
                child: if other.session.child == child { "" } else { &other.child },
                is_kin: attendee.siblings.contains(&other.session.child),
            })
            .collect();
        for other in &booked {
            self.provider(other.provider())?;
        }
        let rules = attendee.rules(new.session.day);
        let mut breaches = clashes(rules, own, &booked, &self.providers);
        breaches.extend(self.bars.of_session(rules, &attendee.child, &new.line, &new.session)?);
        Ok(attendee.objections(breaches))
    }

    /// Against a line that is new, for something else than it was, or longer.
    fn objections_to_line(&mut self, line: &PlanLine, today: NaiveDate) -> Result<Vec<Objection>> {
        let Some(plan) = self.others.reader.get(line.plan)? else { return Ok(Vec::new()) };
        let Some(attendee) = self.attendee(plan.child)? else { return Ok(Vec::new()) };
        let rules = attendee.rules(line.from.max(today));
        Ok(attendee.objections(self.bars.of_line(rules, &attendee.child, line, today)?))
    }

    /// Whose session it is, read once; none if there is no such child.
    fn attendee(&mut self, child: Id<Child>) -> Result<Option<Rc<Attendee>>> {
        if let Some(known) = self.attendees.get(&child) {
            return Ok(known.clone());
        }
        let attendee = self.read_attendee(child)?.map(Rc::new);
        self.attendees.insert(child, attendee.clone());
        Ok(attendee)
    }

    fn read_attendee(&self, child: Id<Child>) -> Result<Option<Attendee>> {
        let reader = self.others.reader;
        let Some(child) = reader.get(child)? else { return Ok(None) };
        let name = reader.get(child.person)?.map(|person: Person| person.list_name()).unwrap_or_default();
        let programme = reader.get(child.family)?.map(|family| family.programme).unwrap_or_default();
        let asked = Asked::of(&rule_books(reader, programme)?);
        Ok(Some(Attendee { name, siblings: siblings(reader, &child)?, asked, child }))
    }

    /// The provider, read once.
    fn provider(&mut self, id: Id<Provider>) -> Result<Option<&Provider>> {
        if !self.providers.iter().any(|known| known.id == id) && id.is_some() {
            self.providers.extend(self.others.reader.get(id)?);
        }
        Ok(self.providers.iter().find(|known| known.id == id))
    }

    /// The sessions that may take the same time: of those days, of the family, of the specialist and, where places are
    /// counted at the provider, of everybody; and stays that began earlier.
    fn around(&mut self, new: &Other, attendee: &Attendee, counted: Option<Id<Provider>>) -> Result<BTreeSet<u64>> {
        let session = &new.session;
        let family = [session.child].into_iter().chain(attendee.siblings.iter().copied()).map(Whose::Child);
        let (mut of_days, mut of_stays): (Vec<Whose>, Vec<Whose>) = family.map(|of| (of.clone(), of)).unzip();
        of_days.extend(calendars_of(Id::default(), &session.specialist));
        if let Some(provider) = counted {
            // A session that names no provider is at its line's: it is found by its day alone.
            of_days.push(Whose::Caseload(None));
            of_stays.push(Whose::Provider(provider));
        }
        let mut around = BTreeSet::new();
        for whose in of_days {
            for day in days_of(new) {
                around.extend(self.of_day(whose.clone(), day)?);
            }
        }
        for whose in of_stays {
            for fortnight in fortnights(session) {
                around.extend(self.of_fortnight(whose.clone(), fortnight)?);
            }
        }
        around.remove(&session.id.0);
        Ok(around)
    }

    fn of_day(&mut self, whose: Whose, day: NaiveDate) -> Result<&[u64]> {
        match self.days.entry((whose, day)) {
            Entry::Occupied(known) => Ok(known.into_mut()),
            Entry::Vacant(unknown) => {
                let reader = self.others.reader;
                let numbers = session_numbers(reader, &unknown.key().0, day, day)?;
                read(reader, &mut self.sessions, &numbers)?;
                Ok(unknown.insert(numbers))
            }
        }
    }

    fn of_fortnight(&mut self, whose: Whose, fortnight: i32) -> Result<&[u64]> {
        match self.stays.entry((whose, fortnight)) {
            Entry::Occupied(known) => Ok(known.into_mut()),
            Entry::Vacant(unknown) => {
                let (reader, (first, last)) = (self.others.reader, days_of_fortnight(fortnight));
                let mut numbers = session_numbers(reader, &unknown.key().0, first, last)?;
                read(reader, &mut self.sessions, &numbers)?;
                numbers.retain(|number| self.sessions.get(number).is_some_and(|session| session.minutes > DAY_MINUTES));
                Ok(unknown.insert(numbers))
            }
        }
    }
}

/// Reads those of the sessions that are not known yet.
fn read(reader: &Reader, known: &mut HashMap<u64, Session>, numbers: &[u64]) -> Result<()> {
    let new = numbers.iter().copied().filter(|number| !known.contains_key(number)).collect();
    known.extend(reader.rows(new)?.into_iter().map(|session: Session| (session.id.0, session)));
    Ok(())
}

/// Fortnights are counted since the year 0: none that a stay can begin in is read twice.
const FORTNIGHT: i32 = 14;

/// The fortnights in which a stay may have begun that is not over when the session begins.
fn fortnights(session: &Session) -> impl Iterator<Item = i32> + use<> {
    let first = session.day.checked_sub_days(Days::new(LONGEST_DAYS)).unwrap_or(session.day);
    first.num_days_from_ce().div_euclid(FORTNIGHT)..=session.day.num_days_from_ce().div_euclid(FORTNIGHT)
}

fn days_of_fortnight(fortnight: i32) -> (NaiveDate, NaiveDate) {
    let day = |days| NaiveDate::from_num_days_from_ce_opt(days).unwrap_or(NaiveDate::MAX);
    (day(fortnight * FORTNIGHT), day(fortnight * FORTNIGHT + FORTNIGHT - 1))
}

/// The days on which a session can meet others that do not last longer than a day: from the one before on.
fn days_of(Other { session, line, .. }: &Other) -> impl Iterator<Item = NaiveDate> + use<> {
    let first = session.day.checked_sub_days(Days::new(1)).unwrap_or(session.day);
    // A night lasts into the morning, whether or not anybody wrote how long it is.
    let last = span(session, Some(line)).map_or(session.day, |(_, end)| end.date());
    first.iter_days().take_while(move |day| *day <= last)
}

/// The brothers and sisters of a child.
pub(super) fn siblings(reader: &Reader, child: &Child) -> Result<BTreeSet<Id<Child>>> {
    let children: Vec<Child> = reader.find(&IndexKey::new(Index::ChildByFamily).id(child.family.0))?;
    Ok(children.into_iter().map(|other| other.id).filter(|other| *other != child.id).collect())
}

/// Tells of sessions what stands beside them where they are in the way: each line and each name is read once.
pub(super) struct Others<'r, 's> {
    reader: &'r Reader<'s>,
    lines: HashMap<Id<PlanLine>, Arc<PlanLine>>,
    names: HashMap<Id<Child>, Arc<str>>,
}

impl<'r, 's> Others<'r, 's> {
    pub(super) fn new(reader: &'r Reader<'s>) -> Self {
        Self { reader, lines: HashMap::new(), names: HashMap::new() }
    }

    fn line(&mut self, id: Id<PlanLine>) -> Result<Arc<PlanLine>> {
        if let Some(known) = self.lines.get(&id) {
            return Ok(known.clone());
        }
        let line: Arc<PlanLine> = Arc::new(self.reader.get(id)?.unwrap_or_default());
        self.lines.insert(id, line.clone());
        Ok(line)
    }

    /// Whether a session takes the same people the same time as before, be it on the line of another version.
    fn takes_the_same(&mut self, before: &Session, after: &Session) -> Result<bool> {
        let time = |one: &Session| (one.child, one.day, one.start, one.minutes);
        if !before.is_open() || time(before) != time(after) || before.specialist != after.specialist {
            return Ok(false);
        }
        let (was, is) = (self.line(before.line)?, self.line(after.line)?);
        Ok(was.is_same_service(&is) && before.provider_by(&was) == after.provider_by(&is))
    }

    pub(super) fn told(&mut self, session: Session) -> Result<Other> {
        let line = self.line(session.line)?;
        let child = match self.names.get(&session.child) {
            Some(name) => name.clone(),
            None => {
                let person = self.reader.get(session.child)?.map(|child| child.person);
                let person: Option<Person> = person.map(|person| self.reader.get(person)).transpose()?.flatten();
                let name: Arc<str> = person.map(|person| person.list_name()).unwrap_or_default().into();
                self.names.insert(session.child, name.clone());
                name
            }
        };
        Ok(Other { session, line, child })
    }
}
