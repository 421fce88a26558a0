//! Who is busy when, while sessions are being shifted: the child, the specialist, the parents, the provider's places.

use std::{collections::BTreeMap, sync::Arc};

use chrono::{Days, NaiveDate, TimeDelta};

use super::{CaseFacts, Facts};
use crate::domain::{
    Family, Id, PlanLine, Provider, Session,
    shared_time::{Booked, Busy, LONGEST_DAYS, Met, Other, met, name_key, span},
};

/// What stands in the way of a session on another day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Obstacle {
    /// The child has the same service on that day.
    SameService,
    /// The child has something else at that time.
    Child,
    /// The parents have something for another child of theirs at that time.
    Parents,
    /// The specialist has somebody else at that time.
    Specialist(String),
    /// The provider has no place left at that time.
    NoPlace,
    /// Somebody who is there would not be in time, coming from another place or going there.
    TooFar,
}

/// An open session, and the family that it is for, where that is known.
#[derive(Clone, Debug)]
struct Entry {
    session: Session,
    line: Option<Arc<PlanLine>>,
    family: Id<Family>,
    /// The specialist, as names are compared.
    specialist: String,
}

/// Open sessions by day: of the children that a proposal touches, as they come to stand, and of all who could be in
/// their way.
#[derive(Debug, Default)]
pub(super) struct Timetable {
    days: BTreeMap<NaiveDate, Vec<Entry>>,
    /// Those of more than a day, by their first: few, and looked for far back.
    stays: BTreeMap<NaiveDate, Vec<Entry>>,
}

impl Entry {
    fn new(session: &Session, line: Option<Arc<PlanLine>>, family: Id<Family>) -> Self {
        Self { session: session.clone(), line, family, specialist: name_key(&session.specialist) }
    }

    fn booked(&self) -> Booked<'_> {
        Booked { session: &self.session, line: self.line.as_deref(), child: "", is_kin: false }
    }

    fn is_stay(&self) -> bool {
        span(&self.session, self.line.as_deref()).is_some_and(|(from, to)| to - from > TimeDelta::days(1))
    }
}

impl Timetable {
    /// Those of children that are not touched.
    pub(super) fn new(facts: &Facts) -> Self {
        let mut timetable = Self::default();
        for case in &facts.siblings {
            case.sessions.iter().for_each(|session| timetable.take(case, session));
        }
        let touched = |session: &Session| facts.cases.iter().any(|case| case.child.id == session.child);
        for Other { session, line, .. } in facts.elsewhere.iter().filter(|other| !touched(&other.session)) {
            timetable.put(Entry::new(session, Some(line.clone()), Id::default()));
        }
        timetable
    }

    /// Takes a session of that child in, if it is open.
    pub(super) fn take(&mut self, case: &CaseFacts, session: &Session) {
        if session.is_open() {
            let line = case.line_of(session).cloned().map(Arc::new);
            self.put(Entry::new(session, line, case.child.family));
        }
    }

    fn put(&mut self, entry: Entry) {
        let days = if entry.is_stay() { &mut self.stays } else { &mut self.days };
        let entries = days.entry(entry.session.day).or_default();
        // Brothers and sisters are found at the provider, too.
        if entry.session.is_open() && !entries.iter().any(|known| known.session.id == entry.session.id) {
            entries.push(entry);
        }
    }

    /// What stands in the way of a session of that line, at one of these providers.
    pub(super) fn obstacle(
        &self,
        session: &Session,
        case: &CaseFacts,
        line: &PlanLine,
        providers: &[Provider],
    ) -> Option<Obstacle> {
        // A series goes on for weeks after the absence: most days are taken by itself, and need no further look.
        let is_again =
            |other: &Session| other.id != session.id && (other.child, other.line) == (session.child, session.line);
        let mut same_day = [&self.days, &self.stays].into_iter().filter_map(|days| days.get(&session.day)).flatten();
        if same_day.any(|entry| is_again(&entry.session)) {
            return Some(Obstacle::SameService);
        }
        let (provider, specialist) = (session.provider_by(line), name_key(&session.specialist));
        let counts_places = providers.iter().any(|here| here.id == provider && here.capacity > 0);
        // Others have nobody's time in common with it, and take no place that is counted.
        let shares = |entry: &&Entry| {
            entry.session.child == session.child
                || entry.family == case.child.family
                || (!specialist.is_empty() && entry.specialist == specialist)
                || (counts_places && entry.booked().provider() == provider)
        };
        let is_kin = |entry: &Entry| entry.family == case.child.family && entry.session.child != session.child;
        let others = self.near(session, line).filter(|entry| entry.session.id != session.id).filter(shares);
        let around: Vec<Booked> = others.map(|entry| Booked { is_kin: is_kin(entry), ..entry.booked() }).collect();
        let met = met(Booked { session, line: Some(line), child: "", is_kin: false }, &around, providers);
        met.first().map(|met| match met {
            Met::Session(Busy::Child, _) => Obstacle::Child,
            Met::Session(Busy::Parent, _) => Obstacle::Parents,
            Met::Session(Busy::Specialist, _) => Obstacle::Specialist(session.specialist.clone()),
            Met::Session(Busy::Way, _) | Met::TooFar(..) => Obstacle::TooFar,
            Met::Session(Busy::Places, _) | Met::NoPlace(_) => Obstacle::NoPlace,
        })
    }

    /// Of the days of a session and those beside them: another may last over midnight, a stay for days.
    fn near(&self, session: &Session, line: &PlanLine) -> impl Iterator<Item = &Entry> {
        let day = session.day;
        let last = span(session, Some(line)).map_or(day, |(_, to)| to.date());
        let before = |days| day.checked_sub_days(Days::new(days)).unwrap_or(day);
        let after = last.checked_add_days(Days::new(1)).unwrap_or(last);
        let days = self.days.range(before(1)..=after).chain(self.stays.range(before(LONGEST_DAYS)..=after));
        days.flat_map(|(_, entries)| entries)
    }
}

#[cfg(test)]
mod tests {
    use std::slice;

    use chrono::NaiveTime;
    use proptest::prelude::*;

    use super::*;
    use crate::domain::{
        Absence, AbsenceWay, AnyRecord, Child, Outcome, PlanVersion, Programme, Provider, Recipient,
        proposal::{AbsenceChange, Made, Remark},
        shared_time::{overlap, same_name},
    };

    /// Of January 2019; the 7th is a Monday.
    fn day(n: u64) -> NaiveDate {
        NaiveDate::from_ymd_opt(2019, 1, 7).unwrap() + Days::new(n)
    }

    /// A session of a child, on a line of its own for each service.
    fn session(id: u64, child: u64, on: u64, hour: u32, minutes: u32, specialist: &str) -> Session {
        Session {
            id: Id::new(id),
            child: Id::new(child),
            line: Id::new(10 * child),
            provider: Id::new(1),
            specialist: specialist.into(),
            day: day(on),
            start: NaiveTime::from_hms_opt(hour, 0, 0),
            minutes,
            units: 1.into(),
            ..Session::default()
        }
    }

    /// A child of a family of its own number in tens: 11 and 12 are brother and sister.
    fn case(child: u64, recipient: Recipient, sessions: Vec<Session>) -> CaseFacts {
        let programme = Programme { id: Id::new(1), from: day(0), to: day(40), ..Programme::default() };
        let line = |id, service: &str| PlanLine {
            id: Id::new(id),
            plan: Id::new(child),
            service: service.into(),
            recipient,
            from: day(0),
            to: day(40),
            ..PlanLine::default()
        };
        CaseFacts {
            child: Child { id: Id::new(child), family: Id::new(child / 10), ..Child::default() },
            programme,
            plans: vec![PlanVersion { id: Id::new(child), ..PlanVersion::default() }],
            lines: vec![line(10 * child, "FIZ"), line(10 * child + 1, "LOG")],
            sessions: Arc::new(sessions),
            ..CaseFacts::default()
        }
    }

    /// The first week is away; what lies in it is shifted.
    fn shifted(facts: &Facts) -> Made {
        let absence = Absence {
            provider: Id::new(1),
            from: day(0),
            to: day(6),
            way: AbsenceWay::Shift,
            reason: "remonts".into(),
            ..Absence::default()
        };
        AbsenceChange { before: None, after: Some(absence) }.made(facts).unwrap()
    }

    fn other(session: Session) -> Other {
        Other { session, line: Arc::default(), child: "".into() }
    }

    fn new_sessions(made: &Made) -> Vec<&Session> {
        let new = made.operation.puts.iter().filter(|put| put.base.is_none());
        new.filter_map(|put| if let AnyRecord::Session(session) = &put.record { Some(session) } else { None }).collect()
    }

    #[test]
    fn what_is_shifted_waits_for_whoever_is_busy() {
        let own = session(1, 11, 1, 10, 45, "Ilze Kalniņa");
        let facts = |recipient| Facts {
            today: day(0),
            providers: vec![Provider { id: Id::new(1), ..Provider::default() }],
            cases: vec![case(11, recipient, vec![own.clone()])],
            ..Facts::default()
        };
        let check = |facts: Facts, expect: Option<u64>, told: &[Obstacle]| {
            let made = shifted(&facts);
            let days: Vec<NaiveDate> = new_sessions(&made).iter().map(|session| session.day).collect();
            assert_eq!(days, expect.map(day).into_iter().collect::<Vec<_>>());
            let obstacles: Vec<&Obstacle> = made
                .remarks
                .iter()
                .filter_map(|(_, remark)| match remark {
                    Remark::InTheWay(_, from, to, obstacle) => {
                        assert_eq!((*from, *to), (day(1), day(8)));
                        Some(obstacle)
                    }
                    _ => None,
                })
                .collect();
            assert_eq!(obstacles, told.iter().collect::<Vec<_>>());
            let cancelled = made.remarks.iter().any(|(_, remark)| matches!(remark, Remark::NoLaterDay(..)));
            assert_eq!(cancelled, expect.is_none());
        };
        let child = Recipient::Child;
        let busy = Obstacle::Specialist("Ilze Kalniņa".into());
        check(facts(child), Some(8), &[]);
        let elsewhere =
            |sessions: &[Session]| Facts { elsewhere: sessions.iter().cloned().map(other).collect(), ..facts(child) };
        check(elsewhere(&[session(90, 50, 8, 10, 45, "ILZE KALNINA")]), Some(15), slice::from_ref(&busy));
        check(elsewhere(&[session(90, 50, 8, 11, 45, "Ilze Kalniņa")]), Some(8), &[]);
        check(elsewhere(&[session(90, 50, 8, 10, 45, "Jānis Liepa")]), Some(8), &[]);
        let marked = Session { outcome: Outcome::Excused, ..session(90, 50, 8, 10, 45, "Ilze Kalniņa") };
        check(elsewhere(&[marked]), Some(8), &[]);
        // A night before reaches into the morning.
        check(elsewhere(&[session(90, 50, 7, 20, 900, "Ilze Kalniņa")]), Some(15), slice::from_ref(&busy));
        let always: Vec<Session> =
            (1..6).map(|week| session(90 + week, 50, 1 + 7 * week, 10, 45, "Ilze Kalniņa")).collect();
        check(elsewhere(&always), None, &[busy]);

        // At eleven she is at a place from which it takes an hour.
        let away = Session { provider: Id::new(2), ..session(90, 50, 8, 11, 30, "Ilze Kalniņa") };
        let mut far = elsewhere(&[away]);
        far.providers.push(Provider { id: Id::new(2), travel_minutes: 60, ..Provider::default() });
        check(far.clone(), Some(15), &[Obstacle::TooFar]);
        far.providers[1].travel_minutes = 15;
        check(far, Some(8), &[]);

        let mut full = elsewhere(&[session(90, 50, 8, 10, 45, "Jānis Liepa")]);
        full.providers[0].capacity = 1;
        check(full, Some(15), &[Obstacle::NoPlace]);
        // Somebody stays there for a week, from some days before.
        let mut stayed_in = elsewhere(&[session(90, 50, 3, 8, 7 * 24 * 60, "")]);
        stayed_in.providers[0].capacity = 1;
        check(stayed_in, Some(15), &[Obstacle::NoPlace]);

        let mut other_service = session(2, 11, 8, 10, 30, "");
        other_service.line = Id::new(111);
        let mut own_calendar = facts(child);
        Arc::make_mut(&mut own_calendar.cases[0].sessions).push(other_service);
        check(own_calendar, Some(15), &[Obstacle::Child]);

        let with_sibling = |recipient| Facts {
            siblings: vec![case(12, Recipient::Parent, vec![session(3, 12, 8, 10, 45, "")])],
            ..facts(recipient)
        };
        check(with_sibling(Recipient::Parent), Some(15), &[Obstacle::Parents]);
        check(with_sibling(child), Some(8), &[]);
    }

    proptest! {
        /// Several children with two specialists at two places, at all hours: whatever is shifted, nobody is at two places
        /// who was not, and everybody who has to go to the other one has the time.
        #[test]
        fn nobody_is_booked_twice_or_too_far_away(
            booked in proptest::collection::vec(
                (1..6u64, 0..40u64, 8..12u32, 30..90u32, any::<bool>(), 1..3u64), 0..60,
            ),
        ) {
            let all: Vec<Session> = (1..).zip(&booked).map(|(id, (child, on, hour, minutes, second, provider))| {
                let specialist = if *second { "Ilze Kalniņa" } else { "Jānis Liepa" };
                let session = session(id, 10 * child, *on, *hour, *minutes, specialist);
                Session { provider: Id::new(*provider), ..session }
            }).collect();
            let (touched, elsewhere): (Vec<Session>, Vec<Session>) = all.iter().cloned().partition(|one| one.child.0 < 50);
            let of = |child: u64| touched.iter().filter(|one| one.child.0 == child).cloned().collect();
            let cases = [10, 20, 30, 40].map(|child| case(child, Recipient::Child, of(child))).to_vec();
            let provider = |id| Provider { id: Id::new(id), travel_minutes: 20, ..Provider::default() };
            let made = shifted(&Facts {
                today: day(0),
                cases,
                providers: vec![provider(1), provider(2)],
                elsewhere: elsewhere.into_iter().map(other).collect(),
                ..Facts::default()
            });

            for new in new_sessions(&made) {
                let stays_put = |old: &&Session| old.day > day(6) || old.child.0 >= 50 || old.provider != Id::new(1);
                let stays = all.iter().filter(stays_put).chain(new_sessions(&made));
                let way = |other: &Session| if new.provider == other.provider { 0 } else { 20 };
                let longer = |other: &Session| Session { minutes: other.minutes + way(other), ..other.clone() };
                for other in stays.filter(|other| other.id != new.id) {
                    if overlap(&longer(new), other) || overlap(new, &longer(other)) {
                        prop_assert!(!same_name(&new.specialist, &other.specialist), "{new:?} {other:?}");
                        prop_assert!(new.child != other.child, "{new:?} {other:?}");
                    }
                }
            }
        }
    }
}
