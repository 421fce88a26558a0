//! What an absence does to the sessions that lie in it, and how that is taken back when it changes or does not come.

use std::{borrow::Cow, collections::BTreeMap};

use chrono::{Days, NaiveDate};

use super::{CaseFacts, Facts, Made, Obstacle, Remark, timetable::Timetable};
use crate::domain::{
    Absence, AbsenceWay, Deed, Fault, Field, Id, Outcome, PlanLine, Problem, Record, Session, calendar::DaysOff,
};

/// An absence that begins, changes, or is withdrawn.
#[derive(Clone, Debug, PartialEq)]
pub struct AbsenceChange {
    /// As it was; none: it is new.
    pub before: Option<Absence>,
    /// As it shall be; none: it is withdrawn.
    pub after: Option<Absence>,
}

impl AbsenceChange {
    /// The sessions as they are with the changed absence: what the old one did is taken back, the new one is laid.
    pub(super) fn made(&self, facts: &Facts) -> Result<Made, Fault> {
        let mut made = Made::new(self.deed());
        let mut absence = self.after.clone();
        match (&self.before, &mut absence) {
            (Some(before), Some(after)) => made.change(before, after.clone()),
            (Some(before), None) => made.operation = made.operation.remove(before),
            (None, Some(after)) => {
                after.id = Id::placeholder(0);
                made.create(after.clone());
            }
            (None, None) => {}
        }
        if let Some(after) = &absence {
            if let Some(fault) = after.faults().into_iter().next() {
                return Err(fault);
            }
            let same = |other: &&Absence| {
                let whom = |absence: &Absence| {
                    (absence.child, absence.family, absence.provider, absence.programme, absence.service.clone())
                };
                other.id != after.id && whom(other) == whom(after) && other.from <= after.to && after.from <= other.to
            };
            if let Some(other) = facts.absences.iter().find(same) {
                return Err(Fault::new(Field::From, Problem::AlreadyAway(other.from, other.to)));
            }
        }
        let mut calendars: Vec<Calendar> = facts.cases.iter().map(Calendar::new).collect();
        if let Some(before) = &self.before {
            calendars.iter_mut().for_each(|calendar| calendar.take_back(before, &mut made));
            if absence.is_none() {
                calendars.iter_mut().for_each(|calendar| calendar.forget(before));
            }
        }
        if let Some(after) = &absence {
            // What is shifted for one child is in the way of the next.
            let mut laying = Laying { absence: after, facts, timetable: Timetable::new(facts), placeholders: 0 };
            for calendar in calendars.iter().filter(|_| after.way == AbsenceWay::Shift) {
                let stays = calendar.sessions.values().filter(|session| !calendar.lies_in(after, session));
                stays.for_each(|session| laying.timetable.take(calendar.case, session));
            }
            calendars.iter_mut().for_each(|calendar| calendar.lay(&mut laying, &mut made));
        }
        calendars.into_iter().for_each(|calendar| calendar.write(&mut made));
        Ok(made)
    }

    fn deed(&self) -> Deed {
        let suspension = self.before.as_ref().or(self.after.as_ref()).is_some_and(Absence::is_suspension);
        match (&self.before, &self.after, suspension) {
            (None, _, false) => Deed::RecordAbsence,
            (None, _, true) => Deed::Suspend,
            (Some(_), _, true) => Deed::EditSuspension,
            (Some(_), Some(_), false) => Deed::EditAbsence,
            (Some(_), None, false) => Deed::EndAbsence,
        }
    }
}

/// An absence while it is laid over one child's calendar after the other.
struct Laying<'a> {
    absence: &'a Absence,
    facts: &'a Facts,
    timetable: Timetable,
    /// How many new sessions there are so far.
    placeholders: u64,
}

/// One child's sessions while they are being changed.
struct Calendar<'a> {
    case: &'a CaseFacts,
    sessions: BTreeMap<Id<Session>, Cow<'a, Session>>,
}

impl<'a> Calendar<'a> {
    fn new(case: &'a CaseFacts) -> Self {
        Self { case, sessions: case.sessions.iter().map(|session| (session.id, Cow::Borrowed(session))).collect() }
    }

    /// Puts back what the absence cancelled or moved. A moved session that was held meanwhile stays where it was held.
    fn take_back(&mut self, absence: &Absence, made: &mut Made) {
        let of_it = self.sessions.values().filter(|session| session.absence == absence.id);
        let touched: Vec<Session> = of_it.map(|session| session.as_ref().clone()).collect();
        for session in touched {
            if session.outcome == Outcome::Moved {
                if self.sessions.get(&session.moved_to).is_some_and(|stands_in| !stands_in.is_open()) {
                    made.remarks.push((self.case.child.id, self.remark(&session, Remark::AlreadyHeld)));
                    continue;
                }
                self.sessions.remove(&session.moved_to);
            } else if session.outcome != absence.outcome() {
                // Somebody marked it otherwise since.
                continue;
            }
            let text = if session.text == absence.reason { String::new() } else { session.text.clone() };
            let open = Session {
                outcome: Outcome::Scheduled,
                moved_to: Id::default(),
                absence: Id::default(),
                text,
                ..session
            };
            self.sessions.insert(open.id, Cow::Owned(open));
        }
    }

    /// What could not be put back stays as it is, but no longer because of the absence, which is no more.
    fn forget(&mut self, absence: &Absence) {
        for session in self.sessions.values_mut().filter(|session| session.absence == absence.id) {
            session.to_mut().absence = Id::default();
        }
    }

    /// Whether a session is open and the absence keeps it from being held.
    fn lies_in(&self, absence: &Absence, session: &Session) -> bool {
        let concerns = |line: &PlanLine| self.concerns(absence, session, line);
        session.is_open() && absence.covers(session.day) && self.case.line_of(session).is_some_and(concerns)
    }

    /// Cancels or moves the open sessions that lie in the absence.
    fn lay(&mut self, laying: &mut Laying, made: &mut Made) {
        let absence = laying.absence;
        let lying = self.sessions.values().filter(|session| self.lies_in(absence, session));
        let mut touched: Vec<Session> = lying.map(|session| session.as_ref().clone()).collect();
        touched.sort_by_key(|session| (session.day, session.start, session.id));
        for session in touched {
            let text = if session.text.is_empty() { absence.reason.clone() } else { session.text.clone() };
            let closed = Session { absence: absence.id, text, ..session.clone() };
            let later = match absence.way {
                AbsenceWay::Cancel => None,
                AbsenceWay::Shift => self.later(&session, laying, made),
            };
            let closed = match later {
                Some(stands_in) => {
                    let moved_to = Id::placeholder(laying.placeholders);
                    laying.placeholders += 1;
                    let stands_in = Session { id: moved_to, ..stands_in };
                    laying.timetable.take(self.case, &stands_in);
                    self.sessions.insert(moved_to, Cow::Owned(stands_in));
                    Session { outcome: Outcome::Moved, moved_to, ..closed }
                }
                None => {
                    if absence.way == AbsenceWay::Shift {
                        made.remarks.push((self.case.child.id, self.remark(&session, Remark::NoLaterDay)));
                    }
                    Session { outcome: absence.outcome(), ..closed }
                }
            };
            self.sessions.insert(closed.id, Cow::Owned(closed));
        }
    }

    fn concerns(&self, absence: &Absence, session: &Session, line: &PlanLine) -> bool {
        absence.concerns(&self.case.child, self.case.programme.id, line, session.provider_by(line))
    }

    /// The session on the same weekday and at the same time in the first week after the absence that is free: one of a
    /// series so comes to stand after its end, a single one in the next week. None while the line and the programme
    /// last. Who is busy on an earlier day is told.
    fn later(&self, session: &Session, laying: &Laying, made: &mut Made) -> Option<Session> {
        let (absence, facts) = (laying.absence, laying.facts);
        let line = self.case.line_of(session)?;
        let programme = &self.case.programme;
        let provider = session.provider_by(line);
        let provider = facts.providers.iter().find(|candidate| candidate.id == provider);
        let off = DaysOff::new(programme, provider);
        let last = line.to.min(programme.to);
        let away = |day: NaiveDate| {
            let others = facts.absences.iter().filter(|other| other.id != absence.id);
            others.into_iter().any(|other| other.covers(day) && self.concerns(other, session, line))
        };
        let later = (1..).map_while(|weeks| session.day.checked_add_days(Days::new(7 * weeks)));
        let later = later.take_while(|day| *day <= last).filter(|day| *day > absence.to && *day >= facts.today);
        let mut told = false;
        for day in later.filter(|day| off.why(*day).is_none() && !away(*day)) {
            let series = Id::default();
            let uid = String::new();
            let stands_in = Session { id: Id::default(), day, series, instead_of: None, uid, ..session.clone() };
            match laying.timetable.obstacle(&stands_in, self.case, line, &facts.providers) {
                None => return Some(stands_in),
                // Its own series goes on: that is as it should be.
                Some(Obstacle::SameService) => {}
                Some(obstacle) if !told => {
                    let in_the_way = |service, from| Remark::InTheWay(service, from, day, obstacle.clone());
                    made.remarks.push((self.case.child.id, self.remark(session, in_the_way)));
                    told = true;
                }
                Some(_) => {}
            }
        }
        None
    }

    fn remark(&self, session: &Session, remark: impl Fn(String, NaiveDate) -> Remark) -> Remark {
        let service = self.case.line_of(session).map(|line| line.service.clone()).unwrap_or_default();
        remark(service, session.day)
    }

    /// Everything that is not as it was.
    fn write(mut self, made: &mut Made) {
        for before in self.case.sessions.iter() {
            match self.sessions.remove(&before.id) {
                Some(Cow::Owned(after)) => made.change(before, after),
                Some(Cow::Borrowed(_)) => {}
                None => made.operation.removes.push((Session::KIND, before.id.0)),
            }
        }
        // Those that are left stand in for others.
        for session in self.sessions.into_values() {
            made.create(session.into_owned());
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use chrono::NaiveTime;
    use proptest::prelude::*;

    use super::*;
    use crate::domain::{AnyRecord, Child, PlanVersion, Programme};

    fn day(n: u64) -> NaiveDate {
        NaiveDate::from_ymd_opt(2019, 1, 7).unwrap() + Days::new(n)
    }

    /// A child with two lines and open sessions on some days; one session a line and day.
    fn facts(days: &[(u64, bool)], last: u64) -> Facts {
        let programme = Programme { id: Id::new(1), from: day(0), to: day(last), ..Programme::default() };
        let line = |id, service: &str| PlanLine {
            id: Id::new(id),
            plan: Id::new(1),
            service: service.into(),
            from: day(0),
            to: day(last),
            ..PlanLine::default()
        };
        let mut sessions: Vec<Session> = Vec::new();
        for (n, (on, second)) in days.iter().enumerate() {
            let session = Session {
                id: Id::new(n as u64 + 1),
                child: Id::new(1),
                line: Id::new(1 + u64::from(*second)),
                day: day(*on),
                start: NaiveTime::from_hms_opt(if *second { 14 } else { 10 }, 0, 0),
                minutes: 45,
                units: 1.into(),
                ..Session::default()
            };
            if !sessions.iter().any(|other| other.same_appointment(&session)) {
                sessions.push(session);
            }
        }
        let case = CaseFacts {
            name: "Bērziņš Jānis".into(),
            child: Child { id: Id::new(1), ..Child::default() },
            programme: programme.clone(),
            plans: vec![PlanVersion { id: Id::new(1), ..PlanVersion::default() }],
            lines: vec![line(1, "FIZ"), line(2, "LOG")],
            sessions: Arc::new(sessions),
            ..CaseFacts::default()
        };
        Facts { today: day(0), programme, cases: vec![case], ..Facts::default() }
    }

    /// The facts once the operation is carried out: new records have numbers of their own.
    fn carried_out(facts: &Facts, made: &Made) -> Facts {
        let mut after = facts.clone();
        let number =
            |id: u64| if id >= crate::domain::PLACEHOLDER { 1_000 + id - crate::domain::PLACEHOLDER } else { id };
        for put in &made.operation.puts {
            match &put.record {
                AnyRecord::Session(session) => {
                    let mut session = session.clone();
                    session.id = Id::new(number(session.id.0));
                    session.moved_to = Id::new(number(session.moved_to.0));
                    session.absence = Id::new(number(session.absence.0));
                    let sessions = Arc::make_mut(&mut after.cases[0].sessions);
                    sessions.retain(|other| other.id != session.id);
                    sessions.push(session);
                }
                AnyRecord::Absence(absence) => {
                    after.absences.push(Absence { id: Id::new(number(absence.id.0)), ..absence.clone() });
                }
                _ => {}
            }
        }
        let sessions = Arc::make_mut(&mut after.cases[0].sessions);
        sessions.retain(|session| !made.operation.removes.contains(&(Session::KIND, session.id.0)));
        sessions.sort_by_key(|session| session.id);
        after
    }

    #[test]
    fn what_was_held_meanwhile_stays_and_the_absence_can_be_withdrawn_all_the_same() {
        let before = facts(&[(7, false), (8, true)], 100);
        for (way, then, remarks) in
            [(AbsenceWay::Shift, Outcome::Attended, 2), (AbsenceWay::Cancel, Outcome::Attended, 0)]
        {
            let (from, to, reason) = (day(7), day(8), "slimnīca".to_owned());
            let absence = Absence { child: Id::new(1), from, to, way, reason, ..Absence::default() };
            let made = AbsenceChange { before: None, after: Some(absence) }.made(&before).unwrap();
            let mut after = carried_out(&before, &made);
            // The stand-ins are held; of cancelled ones it turns out that they were.
            let marked = |session: &&mut Session| session.is_open() || session.outcome == Outcome::Excused;
            Arc::make_mut(&mut after.cases[0].sessions)
                .iter_mut()
                .filter(marked)
                .for_each(|session| session.outcome = then);
            let absence = after.absences[0].clone();
            let withdrawn = AbsenceChange { before: Some(absence), after: None }.made(&after).unwrap();
            assert_eq!(withdrawn.remarks.len(), remarks);
            let sessions = carried_out(&after, &withdrawn).cases.remove(0).sessions;
            assert!(sessions.iter().all(|session| !session.absence.is_some() && !session.is_open()), "{sessions:#?}");
            assert_eq!(sessions.iter().filter(|session| session.outcome == then).count(), 2);
        }
    }

    proptest! {
        #[test]
        fn no_session_is_lost_none_stays_in_it_and_withdrawing_gives_all_back(
            days in proptest::collection::vec((0..90u64, any::<bool>()), 0..25),
            from in 0..80u64,
            length in 0..20u64,
            shift in any::<bool>(),
        ) {
            let before = facts(&days, 100);
            let way = if shift { AbsenceWay::Shift } else { AbsenceWay::Cancel };
            let (from, to) = (day(from), day(from + length));
            let absence = Absence { child: Id::new(1), from, to, way, reason: "slimnīca".into(), ..Absence::default() };
            let change = AbsenceChange { before: None, after: Some(absence) };
            let made = change.made(&before).unwrap();
            let after = carried_out(&before, &made);
            let absence = after.absences[0].clone();

            let sessions = &after.cases[0].sessions;
            let open: Vec<&Session> = sessions.iter().filter(|session| session.is_open()).collect();
            prop_assert!(open.iter().all(|session| !absence.covers(session.day)));
            // What is not open any more was cancelled, or another stands in its place.
            let cancelled = sessions.iter().filter(|session| session.outcome == Outcome::Excused).count();
            prop_assert_eq!(open.len() + cancelled, before.cases[0].sessions.len());
            for session in &open {
                let twin = open.iter().filter(|other| (other.line, other.day) == (session.line, session.day)).count();
                prop_assert_eq!(twin, 1, "one session a line and day");
                prop_assert!(session.day <= day(100));
            }
            // What lay outside is as it was.
            for old in before.cases[0].sessions.iter().filter(|session| !absence.covers(session.day)) {
                prop_assert!(sessions.contains(old));
            }

            let withdrawn = AbsenceChange { before: Some(absence), after: None }.made(&after).unwrap();
            prop_assert_eq!(&carried_out(&after, &withdrawn).cases[0].sessions, &before.cases[0].sessions);
        }
    }
}
