//! Who is busy when, while sessions are being shifted: the child, the specialist, the parents, the provider's places.

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate};

use super::{Case, Facts};
use crate::domain::{
    Family, Format, Id, PlanLine, Recipient, Session,
    clash::{overlap, same_name},
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
}

/// An open session, and whose parents come to it.
#[derive(Clone, Debug)]
struct Entry {
    session: Session,
    parents_of: Option<Id<Family>>,
}

/// Open sessions by day: of the children that a proposal touches, as they come to stand, and of all who could be in
/// their way.
#[derive(Debug, Default)]
pub(super) struct Busy {
    days: BTreeMap<NaiveDate, Vec<Entry>>,
}

impl Busy {
    /// Those of children that are not touched.
    pub(super) fn new(facts: &Facts) -> Self {
        let mut busy = Self::default();
        let touched = |session: &Session| facts.cases.iter().any(|case| case.child.id == session.child);
        for session in facts.elsewhere.iter().filter(|session| !touched(session)) {
            busy.put(Entry { session: session.clone(), parents_of: None });
        }
        for case in &facts.siblings {
            for session in case.sessions.iter().filter(|session| is_for_parents(case.line_of(session))) {
                busy.take(case, session);
            }
        }
        busy
    }

    /// Takes a session of that child in, if it is open.
    pub(super) fn take(&mut self, case: &Case, session: &Session) {
        let parents_of = is_for_parents(case.line_of(session)).then_some(case.child.family);
        self.put(Entry { session: session.clone(), parents_of });
    }

    fn put(&mut self, entry: Entry) {
        if entry.session.is_open() {
            self.days.entry(entry.session.day).or_default().push(entry);
        }
    }

    /// What stands in the way of a session of that line, of a provider with so many places (0: any number).
    pub(super) fn obstacle(&self, session: &Session, case: &Case, line: &PlanLine, places: u32) -> Option<Obstacle> {
        let own = |entry: &&Entry| entry.session.child == session.child && entry.session.id != session.id;
        if self.on(session.day).filter(own).any(|entry| entry.session.line == session.line) {
            return Some(Obstacle::SameService);
        }
        let at_once: Vec<&Entry> = self.near(session.day).filter(|entry| overlap(session, &entry.session)).collect();
        if at_once.iter().any(own) {
            return Some(Obstacle::Child);
        }
        let for_parents = is_for_parents(Some(line));
        if for_parents && at_once.iter().any(|entry| entry.parents_of == Some(case.child.family)) {
            return Some(Obstacle::Parents);
        }
        let together =
            |old: &Session| line.format == Format::Group && (old.day, old.start) == (session.day, session.start);
        let with_another = |old: &Session| same_name(&session.specialist, &old.specialist) && !together(old);
        if at_once.iter().any(|entry| with_another(&entry.session)) {
            return Some(Obstacle::Specialist(session.specialist.clone()));
        }
        let provider = session.provider_by(line);
        let there = at_once.iter().filter(|entry| entry.session.provider == provider).count();
        (places > 0 && there >= places as usize).then_some(Obstacle::NoPlace)
    }

    fn on(&self, day: NaiveDate) -> impl Iterator<Item = &Entry> {
        self.days.get(&day).into_iter().flatten()
    }

    /// Of a day and of those beside it: a session may last over midnight.
    fn near(&self, day: NaiveDate) -> impl Iterator<Item = &Entry> {
        let before = day.checked_sub_days(Days::new(1)).unwrap_or(day);
        let after = day.checked_add_days(Days::new(1)).unwrap_or(day);
        self.days.range(before..=after).flat_map(|(_, entries)| entries)
    }
}

fn is_for_parents(line: Option<&PlanLine>) -> bool {
    line.is_some_and(|line| line.recipient != Recipient::Child)
}

#[cfg(test)]
mod tests {
    use std::slice;

    use chrono::NaiveTime;
    use proptest::prelude::*;

    use super::*;
    use crate::domain::{
        Absence, AbsenceWay, AnyRecord, Child, Outcome, PlanVersion, Programme, Provider,
        proposal::{AbsenceChange, Made, Remark},
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
    fn case(child: u64, recipient: Recipient, sessions: Vec<Session>) -> Case {
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
        Case {
            child: Child { id: Id::new(child), family: Id::new(child / 10), ..Child::default() },
            programme,
            plans: vec![PlanVersion { id: Id::new(child), ..PlanVersion::default() }],
            lines: vec![line(10 * child, "FIZ"), line(10 * child + 1, "LOG")],
            sessions,
            ..Case::default()
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
        let elsewhere = |sessions: &[Session]| Facts { elsewhere: sessions.to_vec(), ..facts(child) };
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

        let mut full = elsewhere(&[session(90, 50, 8, 10, 45, "Jānis Liepa")]);
        full.providers[0].capacity = 1;
        check(full, Some(15), &[Obstacle::NoPlace]);

        let mut other_service = session(2, 11, 8, 10, 30, "");
        other_service.line = Id::new(111);
        let mut own_calendar = facts(child);
        own_calendar.cases[0].sessions.push(other_service);
        check(own_calendar, Some(15), &[Obstacle::Child]);

        let with_sibling = |recipient| Facts {
            siblings: vec![case(12, Recipient::Parent, vec![session(3, 12, 8, 10, 45, "")])],
            ..facts(recipient)
        };
        check(with_sibling(Recipient::Parent), Some(15), &[Obstacle::Parents]);
        check(with_sibling(child), Some(8), &[]);
    }

    proptest! {
        /// Several children with two specialists, at all hours: whatever is shifted, nobody is at two places who was not.
        #[test]
        fn nobody_is_booked_twice(
            booked in proptest::collection::vec((1..6u64, 0..40u64, 8..12u32, 30..90u32, any::<bool>()), 0..60),
        ) {
            let all: Vec<Session> = (1..).zip(&booked).map(|(id, (child, on, hour, minutes, second))| {
                session(id, 10 * child, *on, *hour, *minutes, if *second { "Ilze Kalniņa" } else { "Jānis Liepa" })
            }).collect();
            let (touched, elsewhere): (Vec<Session>, Vec<Session>) = all.iter().cloned().partition(|one| one.child.0 < 50);
            let of = |child: u64| touched.iter().filter(|one| one.child.0 == child).cloned().collect();
            let cases = [10, 20, 30, 40].map(|child| case(child, Recipient::Child, of(child))).to_vec();
            let made = shifted(&Facts { today: day(0), cases, elsewhere, ..Facts::default() });

            for new in new_sessions(&made) {
                let gone = |old: &&Session| old.day > day(6) || old.child.0 >= 50;
                let stays = all.iter().filter(gone).chain(new_sessions(&made));
                for other in stays.filter(|other| other.id != new.id && overlap(new, other)) {
                    prop_assert!(!same_name(&new.specialist, &other.specialist), "{new:?} {other:?}");
                    prop_assert!(new.child != other.child, "{new:?} {other:?}");
                }
            }
        }
    }
}
