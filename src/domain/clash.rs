//! What speaks against booking sessions: one place for the form, the line typed at once, and moving.

use std::{
    collections::{BTreeMap, BTreeSet},
    mem::{Discriminant, discriminant},
};

use chrono::{Days, NaiveDate};
use rust_decimal::Decimal;

use super::{
    Absence, Id, PlanLine, Problem, Provider, Session,
    calendar::{DayOff, DaysOff, is_skipped_hour},
    overview::FormContext,
    pricing::PriceList,
    shared_time::{Booked, Busy, LONGEST_DAYS, Met, met},
    succession::counts_on,
};

pub use super::shared_time::{overlap, same_name};

/// A session that is in the way.
#[derive(Clone, Debug, PartialEq)]
pub struct InTheWay {
    /// The session.
    pub session: Session,
    /// The code of its service; empty where that is not known.
    pub service: String,
    /// The name of another child; empty where it is the child's own.
    pub child: String,
}

impl InTheWay {
    fn of(booked: Booked<'_>) -> Box<Self> {
        let service = booked.line.map(|line| line.service.clone()).unwrap_or_default();
        Box::new(Self { session: booked.session.clone(), service, child: booked.child.to_owned() })
    }
}

/// What speaks against a session.
#[derive(Clone, Debug, PartialEq)]
pub enum Clash {
    /// A doctor bars the service, or has not said that it is allowed.
    Medical(Problem),
    /// It lies outside the plan line's dates.
    OutsideLine(NaiveDate),
    /// No price is in force on that day.
    NoPrice(NaiveDate),
    /// Nobody works on that day.
    DayOff(NaiveDate, DayOff),
    /// Clocks go forward over its time.
    SkippedHour(NaiveDate),
    /// The plan line has fewer units left: by so many.
    OverQuantity(Decimal),
    /// The child, a parent or the specialist has another session at that time.
    Busy(Busy, Box<InTheWay>),
    /// The child, a parent or the specialist has another session at another place, and the way takes so many minutes.
    TooFar(Box<InTheWay>, u32),
    /// The provider has no more than so many places, and they are taken.
    NoPlace(NaiveDate, u32),
    /// The provider closes when schools do, and nobody knows when that is in the school year that begins then.
    UnknownSchoolYear(i32),
}

impl Clash {
    /// What two clashes have in common of which one is told.
    pub fn kind(&self) -> (Discriminant<Self>, Option<Busy>) {
        let busy = if let Self::Busy(busy, _) = self { Some(*busy) } else { None };
        (discriminant(self), busy)
    }

    /// Whether the rules of the programme say what happens then.
    pub fn is_ruled(&self) -> bool {
        matches!(
            self,
            Self::Busy(..)
                | Self::TooFar(..)
                | Self::NoPlace(..)
                | Self::Medical(_)
                | Self::OutsideLine(_)
                | Self::OverQuantity(_)
        )
    }
}

/// A clash and the session that it is of; none: all of them together.
#[derive(Clone, Debug, PartialEq)]
pub struct Found {
    /// The place among the sessions asked about.
    pub session: Option<usize>,
    /// What.
    pub clash: Clash,
}

/// Of each kind the first, and the days of the sessions that the others are of.
pub fn by_kind(found: &[Found], sessions: &[Session]) -> Vec<(Found, Vec<NaiveDate>)> {
    let mut kinds: Vec<(Found, Vec<NaiveDate>)> = Vec::new();
    for one in found {
        match kinds.iter_mut().find(|(first, _)| first.clash.kind() == one.clash.kind()) {
            Some((first, days)) if first.session != one.session => {
                days.extend(one.session.and_then(|n| sessions.get(n)).map(|session| session.day));
            }
            Some(_) => {}
            None => kinds.push((one.clone(), Vec::new())),
        }
    }
    kinds
}

/// What sessions of one line are booked into.
pub struct Surroundings<'a> {
    context: &'a FormContext,
    line: &'a PlanLine,
    prices: PriceList,
    /// Open sessions by day: the child's own, then those of others.
    booked: BTreeMap<NaiveDate, Vec<Booked<'a>>>,
    /// The sessions that are looked at as if they were not on the calendar.
    replaced: Vec<Id<Session>>,
}

impl<'a> Surroundings<'a> {
    /// Of a line, as if the sessions in `replaced` were not on the calendar.
    pub fn new(context: &'a FormContext, line: &'a PlanLine, replaced: &[Id<Session>]) -> Self {
        let own = context.sessions.iter().map(|session| Booked {
            session,
            line: context.all_lines.iter().find(|line| line.id == session.line),
            child: "",
            is_kin: false,
        });
        let others = context.elsewhere.iter().map(|other| Booked {
            session: &other.session,
            line: Some(&*other.line),
            child: &other.child,
            is_kin: context.siblings.contains(&other.session.child),
        });
        let mut booked: BTreeMap<NaiveDate, Vec<Booked>> = BTreeMap::new();
        for one in own.chain(others).filter(|one| one.session.is_open() && !replaced.contains(&one.session.id)) {
            booked.entry(one.session.day).or_default().push(one);
        }
        Self { booked, prices: PriceList::new(&context.prices), replaced: replaced.to_vec(), context, line }
    }

    /// The prices that are in force.
    pub fn prices(&self) -> &PriceList {
        &self.prices
    }

    /// The line that the session is booked on: that of the sessions asked about, unless it is known to be another.
    fn line_of(&self, session: &Session) -> &'a PlanLine {
        let other = self.context.all_lines.iter().find(|line| line.id == session.line && line.id != self.line.id);
        other.unwrap_or(self.line)
    }

    /// Units that are neither used nor booked of the line that a session on `day` uses up; none where its plan is not in
    /// force.
    pub fn remaining(&self, day: NaiveDate) -> Option<Decimal> {
        self.remaining_of(self.line, day)
    }

    fn remaining_of(&self, line: &'a PlanLine, day: NaiveDate) -> Option<Decimal> {
        let line = counts_on(self.context, line, day);
        let used = self.context.uses.iter().find(|used| used.line == line.id)?;
        let replaced = self.context.sessions.iter().filter(|old| self.replaced.contains(&old.id));
        let given_back = replaced.filter(|old| counts_on(self.context, self.line_of(old), old.day).id == line.id);
        Some(used.remaining_units + given_back.map(|old| old.units).sum::<Decimal>())
    }

    /// What of these sessions their lines have no units for; of the line of the last one what is left besides. A session
    /// after a change of the plan counts on the line that goes on.
    pub fn weighed(&self, sessions: &[Session]) -> (Decimal, Option<Decimal>) {
        let mut wanted: BTreeMap<Id<PlanLine>, (Option<Decimal>, Decimal)> = BTreeMap::new();
        let mut last = None;
        for session in sessions {
            let booked = self.line_of(session);
            let line = counts_on(self.context, booked, session.day).id;
            let (_, units) =
                wanted.entry(line).or_insert_with(|| (self.remaining_of(booked, session.day), Decimal::ZERO));
            *units += session.units;
            last = Some(line);
        }
        let over =
            wanted.values().filter_map(|(remaining, units)| Some((units - (*remaining)?).max(Decimal::ZERO))).sum();
        let left = last.and_then(|line| wanted.get(&line)).and_then(|(remaining, units)| Some((*remaining)? - units));
        (over, left)
    }

    fn provider(&self, session: &Session) -> Option<&'a Provider> {
        let wanted = session.provider_by(self.line_of(session));
        self.context.providers.iter().find(|provider| provider.id == wanted)
    }

    /// The days on which a provider does not work.
    pub fn days_off(&self, provider: Id<Provider>) -> DaysOff<'a> {
        self.days_off_for(self.line, provider)
    }

    fn days_off_for(&self, line: &PlanLine, provider: Id<Provider>) -> DaysOff<'a> {
        let context = self.context;
        let chosen = context.providers.iter().find(|candidate| candidate.id == provider);
        let concerns = |absence: &&Absence| {
            let child = context.child.as_ref();
            child.is_some_and(|child| absence.concerns(child, context.programme.id, line, provider))
        };
        DaysOff::new(&context.programme, chosen).with(context.absences.iter().filter(concerns))
    }

    /// Everything that speaks against these sessions, what concerns all of them first, then session by session.
    pub fn clashes(&self, sessions: &[Session]) -> Vec<Found> {
        let mut found = Vec::new();
        let service = self.context.services.iter().find(|service| service.code == self.line.service);
        if let (Some(child), Some(service)) = (&self.context.child, service) {
            let medical = sessions.iter().find_map(|session| child.medical_problem(service, session.day));
            found.extend(medical.map(|problem| Found { session: None, clash: Clash::Medical(problem) }));
        }
        let (over, _) = self.weighed(sessions);
        let over = Some(over).filter(|over| *over > Decimal::ZERO);
        found.extend(over.map(|over| Found { session: None, clash: Clash::OverQuantity(over) }));
        found.extend(
            self.unknown_school_years(sessions)
                .into_iter()
                .map(|year| Found { session: None, clash: Clash::UnknownSchoolYear(year) }),
        );
        for (n, session) in sessions.iter().enumerate() {
            found.extend(self.of(session).into_iter().map(|clash| Found { session: Some(n), clash }));
        }
        found
    }

    /// The school years whose holidays nobody knows, and in which a provider that keeps them is to hold a session: of
    /// each provider the first.
    fn unknown_school_years(&self, sessions: &[Session]) -> BTreeSet<i32> {
        let mut days: BTreeMap<Id<Provider>, Vec<NaiveDate>> = BTreeMap::new();
        for session in sessions {
            days.entry(session.provider_by(self.line_of(session))).or_default().push(session.day);
        }
        let unknown = |(provider, days): (_, Vec<_>)| self.days_off(provider).unknown_school_year(days.into_iter());
        days.into_iter().filter_map(unknown).collect()
    }

    /// What speaks against one session, looking at no other new one.
    fn of(&self, session: &Session) -> Vec<Clash> {
        let (day, line) = (session.day, self.line_of(session));
        let mut clashes = Vec::new();
        if !line.covers(day) {
            clashes.push(Clash::OutsideLine(day));
        }
        if session.start.is_some_and(|start| is_skipped_hour(day, start)) {
            clashes.push(Clash::SkippedHour(day));
        }
        if self.prices.for_session(session, line).is_none() {
            clashes.push(Clash::NoPrice(day));
        }
        let off = self.days_off_for(line, session.provider_by(line)).why(day);
        clashes.extend(off.map(|why| Clash::DayOff(day, why)));
        let new = Booked { session, line: Some(line), child: "", is_kin: false };
        let around: Vec<Booked> = self.near(session).collect();
        clashes.extend(met(new, &around, &self.context.providers).into_iter().map(|met| match met {
            Met::Session(busy, old) => Clash::Busy(busy, InTheWay::of(old)),
            Met::TooFar(old, minutes) => Clash::TooFar(InTheWay::of(old), minutes),
            Met::NoPlace(_) => Clash::NoPlace(day, self.provider(session).map_or(0, |provider| provider.capacity)),
        }));
        clashes
    }

    /// Sessions that may not be over when this one begins, or begin before it is over.
    fn near(&self, session: &Session) -> impl Iterator<Item = Booked<'a>> {
        let days = Days::new(LONGEST_DAYS);
        let (first, last) = (session.day.checked_sub_days(days), session.day.checked_add_days(days));
        let (first, last) = (first.unwrap_or(session.day), last.unwrap_or(session.day));
        self.booked.range(first..=last).flat_map(|(_, booked)| booked.iter().copied())
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use chrono::NaiveTime;

    use super::*;
    use crate::domain::{
        Child, HealthLimit, Money, Price, Recipient, Service, Unit, budget::LineUse, calendar::Holiday,
        shared_time::Other,
    };

    fn day(month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2027, month, day).unwrap()
    }

    fn session(id: u64, day: NaiveDate, hour: u32, minutes: u32, specialist: &str) -> Session {
        Session {
            id: Id::new(id),
            line: Id::new(1),
            provider: Id::new(1),
            specialist: specialist.into(),
            day,
            start: NaiveTime::from_hms_opt(hour, 0, 0),
            minutes,
            units: Decimal::ONE,
            ..Session::default()
        }
    }

    fn other(session: Session) -> Other {
        let session = Session { child: Id::new(9), ..session };
        Other { session, line: Arc::new(line()), child: "Bērziņa Rūta".into() }
    }

    fn busy(busy: Busy, session: &Session, service: &str, child: &str) -> Clash {
        Clash::Busy(busy, Box::new(InTheWay { session: session.clone(), service: service.into(), child: child.into() }))
    }

    fn line() -> PlanLine {
        PlanLine { id: Id::new(1), service: "FIZ".into(), from: day(1, 1), to: day(6, 30), ..PlanLine::default() }
    }

    /// A line with three units left; Kalniņa has another child on 5 January from ten to eleven.
    fn context() -> FormContext {
        let price =
            Price { service: "FIZ".into(), amount: Money::from_cents(2000), from: day(1, 1), ..Price::default() };
        let used = LineUse {
            line: Id::new(1),
            planned_units: 3.into(),
            delivered_units: Decimal::ZERO,
            reserved_units: Decimal::ZERO,
            remaining_units: 3.into(),
            amount_planned: Money::default(),
            amount_delivered: Money::default(),
            amount_reserved: Money::default(),
            price_today: None,
        };
        let provider = Provider { id: Id::new(1), closure_days: vec![day(1, 7)], ..Provider::default() };
        FormContext {
            child: Some(Child::default()),
            services: vec![Service { code: "FIZ".into(), ..Service::default() }],
            lines: vec![line()],
            uses: vec![used],
            prices: vec![price],
            providers: vec![provider],
            elsewhere: vec![other(session(90, day(1, 5), 10, 60, "Ilze Kalniņa"))],
            ..FormContext::default()
        }
    }

    #[track_caller]
    fn check(context: &FormContext, new: Session, expect: &[Clash]) {
        let line = line();
        let found = Surroundings::new(context, &line, &[]).clashes(&[new]);
        assert_eq!(found.into_iter().map(|found| found.clash).collect::<Vec<_>>(), expect);
    }

    #[test]
    fn each_clash_is_found_and_nothing_else() {
        let context = context();
        check(&context, session(1, day(1, 5), 11, 45, "Ilze Kalniņa"), &[]);
        check(&context, session(1, day(1, 5), 10, 45, "Jānis Liepa"), &[]);
        let kalnina = busy(Busy::Specialist, &context.elsewhere[0].session, "FIZ", "Bērziņa Rūta");
        check(&context, session(1, day(1, 5), 9, 61, "ILZE KALNINA"), &[kalnina]);
        check(&context, session(1, day(7, 5), 9, 45, ""), &[Clash::OutsideLine(day(7, 5))]);
        check(&context, session(1, day(1, 7), 9, 45, ""), &[Clash::DayOff(day(1, 7), DayOff::Closed)]);
        let easter = Clash::DayOff(day(3, 28), DayOff::Holiday(Holiday::EasterSunday));
        check(&context, session(1, day(3, 28), 3, 45, ""), &[Clash::SkippedHour(day(3, 28)), easter.clone()]);
        check(&context, session(1, day(3, 28), 4, 45, ""), &[easter]);
        let four = Session { units: 4.into(), ..session(1, day(1, 5), 9, 45, "") };
        check(&context, four, &[Clash::OverQuantity(Decimal::ONE)]);
        let unpriced = FormContext { prices: Vec::new(), ..context.clone() };
        check(&unpriced, session(1, day(1, 5), 9, 45, ""), &[Clash::NoPrice(day(1, 5))]);
        let limit = HealthLimit { service: "FIZ".into(), reason: "sirds".into() };
        let barred = FormContext { child: Some(Child { health_limits: vec![limit], ..Child::default() }), ..context };
        check(&barred, session(1, day(1, 5), 9, 45, ""), &[Clash::Medical(Problem::HealthLimit("sirds".into()))]);
    }

    #[test]
    fn school_holidays_that_nobody_has_set_yet_are_not_taken_for_none() {
        let mut context = context();
        context.providers[0].school_holidays = true;
        let autumn = day(9, 7);
        let far = session(1, autumn, 9, 45, "");
        check(&context, far.clone(), &[Clash::UnknownSchoolYear(2027), Clash::OutsideLine(autumn)]);
        context.providers[0].school_holidays = false;
        check(&context, far, &[Clash::OutsideLine(autumn)]);
    }

    #[test]
    fn each_session_is_held_on_its_own_line_by_its_own_provider() {
        let mut context = context();
        let (line, riding) = (line(), PlanLine { id: Id::new(2), provider: Id::new(2), ..line() });
        context.all_lines = vec![line.clone(), riding];
        context.providers.push(Provider { id: Id::new(2), school_holidays: true, capacity: 1, ..Provider::default() });
        let taken = Session { provider: Id::new(2), ..session(91, day(1, 11), 9, 45, "") };
        context.elsewhere.push(other(taken));
        let own = session(1, day(1, 11), 9, 45, "");
        let check = |sessions: &[Session], expect: &[(Option<usize>, Clash)]| {
            let found = Surroundings::new(&context, &line, &[]).clashes(sessions).into_iter();
            assert_eq!(found.map(|found| (found.session, found.clash)).collect::<Vec<_>>(), expect);
        };
        // Who holds it is said by its line where the session does not say it.
        let other = Session { line: Id::new(2), provider: Id::default(), ..own.clone() };
        let winter = (None, Clash::UnknownSchoolYear(2026));
        check(&[own.clone(), other.clone()], &[winter.clone(), (Some(1), Clash::NoPlace(day(1, 11), 1))]);
        let closed = |session: &Session| Session { day: day(1, 7), ..session.clone() };
        check(&[closed(&own), closed(&other)], &[winter, (Some(0), Clash::DayOff(day(1, 7), DayOff::Closed))]);
        // School holidays are the second provider's, whichever session is the first.
        let autumn = |session: &Session| Session { day: day(9, 7), ..session.clone() };
        let outside = |n: usize| (Some(n), Clash::OutsideLine(day(9, 7)));
        check(&[autumn(&own), autumn(&other)], &[(None, Clash::UnknownSchoolYear(2027)), outside(0), outside(1)]);
        check(&[autumn(&own), own], &[outside(0)]);
    }

    #[test]
    fn a_night_reaches_into_the_next_day() {
        let night = session(5, day(1, 11), 20, 720, "");
        let context = FormContext { sessions: vec![night.clone()], ..context() };
        check(&context, session(1, day(1, 12), 7, 45, ""), &[busy(Busy::Child, &night, "", "")]);
        check(&context, session(1, day(1, 12), 8, 45, ""), &[]);
        check(&context, session(1, day(1, 10), 20, 1440, ""), &[]);
        check(&context, session(1, day(1, 10), 21, 1440, ""), &[busy(Busy::Child, &night, "", "")]);
    }

    #[test]
    fn the_way_between_two_places_takes_time() {
        let mut context = context();
        context.providers[0].travel_minutes = 20;
        context.providers.push(Provider { id: Id::new(2), travel_minutes: 30, ..Provider::default() });
        let riding = Session { provider: Id::new(2), ..session(5, day(1, 11), 10, 45, "") };
        context.sessions.push(riding.clone());
        let far = |old: &Session, service: &str, child: &str| {
            let way = InTheWay { session: old.clone(), service: service.into(), child: child.into() };
            [Clash::TooFar(Box::new(way), 30)]
        };
        check(&context, session(1, day(1, 11), 11, 45, ""), &far(&riding, "", ""));
        check(&context, session(1, day(1, 11), 12, 45, ""), &[]);
        check(&context, session(1, day(1, 11), 9, 45, ""), &far(&riding, "", ""));
        check(&context, session(1, day(1, 11), 9, 30, ""), &[]);
        // At the same place nobody is on the way; who overlaps is told so.
        check(&context, Session { provider: Id::new(2), ..session(1, day(1, 11), 11, 45, "") }, &[]);
        check(&context, session(1, day(1, 11), 10, 45, ""), &[busy(Busy::Child, &riding, "", "")]);
        // A specialist who works at two places.
        let elsewhere = other(Session { provider: Id::new(2), ..session(91, day(1, 12), 9, 45, "Ilze Kalniņa") });
        context.elsewhere.push(elsewhere.clone());
        check(
            &context,
            session(1, day(1, 12), 10, 45, "Ilze Kalniņa"),
            &far(&elsewhere.session, "FIZ", "Bērziņa Rūta"),
        );
        check(&context, session(1, day(1, 12), 10, 45, "Jānis Liepa"), &[]);
        // The parents alone were there: the child was not.
        context.all_lines = vec![PlanLine { id: Id::new(2), recipient: Recipient::Parent, ..line() }];
        context.sessions[0].line = Id::new(2);
        check(&context, session(1, day(1, 11), 11, 45, ""), &[]);
        // A ride is the way itself.
        context.all_lines = vec![PlanLine { id: Id::new(2), unit: Unit::Trip, ..line() }];
        check(&context, session(1, day(1, 11), 11, 45, ""), &[]);
    }

    #[test]
    fn places_run_out() {
        let mut context = context();
        context.providers[0].capacity = 2;
        check(&context, session(1, day(1, 5), 10, 45, ""), &[]);
        context.elsewhere.push(other(session(91, day(1, 5), 10, 30, "")));
        check(&context, session(1, day(1, 5), 10, 45, ""), &[Clash::NoPlace(day(1, 5), 2)]);
        check(&context, session(1, day(1, 6), 10, 45, ""), &[]);
    }

    #[test]
    fn what_is_replaced_is_not_in_the_way_and_gives_its_units_back() {
        let old = Session { units: 2.into(), ..session(5, day(1, 11), 10, 45, "") };
        let context = FormContext { sessions: vec![old.clone()], ..context() };
        let line = line();
        let around = Surroundings::new(&context, &line, &[old.id]);
        let new = Session { id: Id::default(), units: 5.into(), ..old };
        assert_eq!(around.clashes(&[new]), []);
        assert_eq!(around.remaining(day(1, 11)), Some(5.into()));
    }
}
