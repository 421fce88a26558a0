//! Who would be in two places at once after a write: sessions that are new, or at another time than they were, beside
//! all others of those days, found by the indexes of the day, the child and the provider.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap, btree_map::Entry},
    sync::Arc,
};

use chrono::{Datelike, Days, NaiveDate, Timelike};

use super::{Result, rules::rule_books};
use crate::{
    domain::{
        AnyRecord, Child, Id, Index, IndexKey, Kind, Person, PlanLine, Provider, RuleBook, Session,
        rules::{Breach, Objection, Rule, asked, clashes},
        shared_time::{Booked, LONGEST_DAYS, Other, same_name},
    },
    store::{Reader, codec, journal::RowChange},
};

/// What the rules about time have against these changes; what was in the way before, and is not moved, is not asked.
pub(in crate::store) fn clashes_of(after: &Reader, changes: &[RowChange]) -> Result<Vec<Objection>> {
    let mut calendar = Calendar::new(after);
    let mut objections = Vec::new();
    for change in changes.iter().filter(|change| change.kind == Kind::Session) {
        let decode = |row: &Option<Vec<u8>>| -> Result<Option<Session>> {
            let record = row.as_deref().map(|row| codec::decode_any(Kind::Session, change.number, row)).transpose()?;
            Ok(record.and_then(|record| if let AnyRecord::Session(session) = record { Some(session) } else { None }))
        };
        let Some(session) = decode(&change.after)?.filter(Session::is_open) else { continue };
        let stays = |before: &Session| {
            let time = |one: &Session| (one.minutes, one.specialist.clone());
            before.is_open() && before.same_appointment(&session) && time(before) == time(&session)
        };
        if !decode(&change.before)?.as_ref().is_some_and(stays) {
            objections.extend(calendar.objections(session)?);
        }
    }
    Ok(objections)
}

/// What the rules about time have against sessions of one child that are on the calendar.
pub(super) fn clashes_ahead(reader: &Reader, sessions: impl Iterator<Item = Session>) -> Result<Vec<Breach>> {
    let mut calendar = Calendar::new(reader);
    let mut breaches = Vec::new();
    for session in sessions {
        breaches.extend(calendar.objections(session)?.into_iter().map(|objection| objection.breach));
    }
    Ok(breaches)
}

/// Whose session it is.
struct Case {
    name: String,
    siblings: BTreeSet<Id<Child>>,
    books: Vec<RuleBook>,
}

/// The calendar of everybody, as far as it was looked at.
struct Calendar<'r, 's> {
    others: Others<'r, 's>,
    /// Sessions of a day.
    days: BTreeMap<NaiveDate, Vec<Session>>,
    /// Stays of more than a day, by whose they are, a child's or a provider's, and the fortnight in which they begin.
    stays: BTreeMap<(Kind, u64, i32), Vec<Session>>,
    cases: BTreeMap<Id<Child>, Option<Case>>,
    /// How many places providers have; 0: any number.
    places: BTreeMap<Id<Provider>, u32>,
}

impl<'r, 's> Calendar<'r, 's> {
    fn new(reader: &'r Reader<'s>) -> Self {
        let (days, stays, cases, places) = Default::default();
        Self { others: Others::new(reader), days, stays, cases, places }
    }

    fn objections(&mut self, session: Session) -> Result<Vec<Objection>> {
        let child = session.child;
        if !self.cases.contains_key(&child) {
            let case = self.case(child)?;
            self.cases.insert(child, case);
        }
        let new = self.others.told(session)?;
        let provider = new.session.provider_by(&new.line);
        let places = match self.places.entry(provider) {
            Entry::Occupied(known) => *known.get(),
            Entry::Vacant(unknown) => {
                let provider = self.others.reader.get(provider)?;
                *unknown.insert(provider.map_or(0, |provider| provider.capacity))
            }
        };
        self.read_days(&new.session)?;
        let mut whose = vec![(Kind::Child, child.0)];
        whose.extend((places > 0).then_some((Kind::Provider, provider.0)));
        for &whose in &whose {
            self.read_stays(&new.session, whose)?;
        }
        let Some(Some(case)) = self.cases.get(&child) else { return Ok(Vec::new()) };
        let concerned = |other: &Session| {
            let is_there = places > 0 && (other.provider == provider || !other.provider.is_some());
            let is_family = other.child == child || case.siblings.contains(&other.child);
            other.is_open() && (is_there || is_family || same_name(&other.specialist, &new.session.specialist))
        };
        let found = self.around(&new.session, &whose, concerned);
        let around: Vec<Other> = found.into_iter().map(|other| self.others.told(other)).collect::<Result<_>>()?;
        let booked: Vec<Booked> = around
            .iter()
            .map(|other| Booked {
                session: &other.session,
                line: Some(&*other.line),
                child: if other.session.child == child { "" } else { &other.child },
                is_kin: case.siblings.contains(&other.session.child),
            })
            .collect();
        let own = Booked { session: &new.session, line: Some(&*new.line), child: "", is_kin: false };
        let rules: Vec<Rule> = asked(RuleBook::in_force(&case.books, new.session.day));
        let breaches = clashes(&rules, own, &booked, places);
        let objection = |breach| Objection { child, name: case.name.clone(), breach };
        Ok(breaches.into_iter().map(objection).collect())
    }

    fn case(&self, child: Id<Child>) -> Result<Option<Case>> {
        let reader = self.others.reader;
        let Some(child) = reader.get(child)? else { return Ok(None) };
        let name = reader.get(child.person)?.map(|person: Person| person.list_name()).unwrap_or_default();
        let programme = reader.get(child.family)?.map(|family| family.programme).unwrap_or_default();
        let books = rule_books(reader, programme)?;
        Ok(Some(Case { name, siblings: siblings(reader, &child)?, books }))
    }

    /// Reads the open sessions of the days on which it lasts, and of the night before.
    fn read_days(&mut self, session: &Session) -> Result<()> {
        for day in days_of(session) {
            if let Entry::Vacant(unknown) = self.days.entry(day) {
                unknown.insert(self.others.reader.find(&IndexKey::new(Index::SessionByDay).day(day))?);
            }
        }
        Ok(())
    }

    /// Reads the stays that began before these days and may last till then.
    fn read_stays(&mut self, session: &Session, (kind, number): (Kind, u64)) -> Result<()> {
        let index = if kind == Kind::Child { Index::SessionByChild } else { Index::SessionByProvider };
        for fortnight in fortnights(session) {
            if let Entry::Vacant(unknown) = self.stays.entry((kind, number, fortnight)) {
                let (first, last) = days_of_fortnight(fortnight);
                let key = || IndexKey::new(index).id(number);
                let mut stays: Vec<Session> = self.others.reader.range(&key().day(first), &key().day(last))?;
                stays.retain(|other| other.minutes > DAY);
                unknown.insert(stays);
            }
        }
        Ok(())
    }

    /// Sessions of those days, and stays, the child's and the provider's, that began earlier.
    fn around(&self, session: &Session, whose: &[(Kind, u64)], concerned: impl Fn(&Session) -> bool) -> Vec<Session> {
        let of_days = days_of(session).filter_map(|day| self.days.get(&day)).flatten();
        let of_fortnight = |(kind, number), fortnight| self.stays.get(&(kind, number, fortnight));
        let stays = whose.iter().flat_map(|&of| fortnights(session).filter_map(move |at| of_fortnight(of, at)));
        let near = of_days.chain(stays.flatten()).filter(|other| other.id != session.id && concerned(other));
        let found: BTreeMap<Id<Session>, &Session> = near.map(|other| (other.id, other)).collect();
        found.into_values().cloned().collect()
    }
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

/// Minutes of a day.
const DAY: u32 = 24 * 60;

/// The days on which a session can meet others that do not last longer than a day: from the one before on.
fn days_of(session: &Session) -> impl Iterator<Item = NaiveDate> + use<> {
    let first = session.day.checked_sub_days(Days::new(1)).unwrap_or(session.day);
    let begins = session.start.map_or(0, |start| start.num_seconds_from_midnight() / 60);
    let days = Days::new(u64::from((begins + session.minutes) / DAY));
    let last = session.day.checked_add_days(days).unwrap_or(session.day);
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

    pub(super) fn told(&mut self, session: Session) -> Result<Other> {
        let line = match self.lines.get(&session.line) {
            Some(line) => line.clone(),
            None => {
                let line: Arc<PlanLine> = Arc::new(self.reader.get(session.line)?.unwrap_or_default());
                self.lines.insert(session.line, line.clone());
                line
            }
        };
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
