//! The absence: days on which a child, a family or a provider is away, or a service or the whole programme rests.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{
    Child, Family, Fault, Field, Id, Index, IndexKey, Outcome, PlanLine, Problem, Programme, Provider, choices, record,
    require,
};

choices! {
    /// Who is away, or what rests.
    AbsenceScope {
        Child "child" "b",
        Family "family" "g",
        Provider "provider" "s",
        Service "service" "p",
        Programme "programme" "v",
    }

    /// What becomes of the sessions that lie in it.
    AbsenceWay {
        Cancel "cancel" "a",
        Shift "shift" "p",
    }
}

/// A period without sessions, and for whom.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Absence {
    /// Its number.
    pub id: Id<Absence>,
    /// The child that is away; 0 unless it is one child.
    pub child: Id<Child>,
    /// The family that is away; 0 unless it is a whole family.
    pub family: Id<Family>,
    /// The provider that is closed; 0 unless it is one.
    pub provider: Id<Provider>,
    /// The programme that rests, or a service in it; 0 otherwise.
    pub programme: Id<Programme>,
    /// The code of the service that rests in the programme; empty: not one service alone.
    pub service: String,
    /// First day.
    pub from: NaiveDate,
    /// Last day.
    pub to: NaiveDate,
    /// What becomes of the sessions in it.
    pub way: AbsenceWay,
    /// Why: hospital, repairs, a decision of the council.
    pub reason: String,
}

impl Absence {
    /// Who is away, or what rests.
    pub fn scope(&self) -> AbsenceScope {
        if self.child.is_some() {
            AbsenceScope::Child
        } else if self.family.is_some() {
            AbsenceScope::Family
        } else if self.provider.is_some() {
            AbsenceScope::Provider
        } else if self.service.is_empty() {
            AbsenceScope::Programme
        } else {
            AbsenceScope::Service
        }
    }

    /// Whether it rests on a decision for many: of a service or the whole programme.
    pub fn is_suspension(&self) -> bool {
        self.programme.is_some()
    }

    /// Whether `day` lies in it.
    pub fn covers(&self, day: NaiveDate) -> bool {
        (self.from..=self.to).contains(&day)
    }

    /// Whether it keeps `child` of `programme` from everything that `provider` delivers on `line`.
    pub fn concerns(&self, child: &Child, programme: Id<Programme>, line: &PlanLine, provider: Id<Provider>) -> bool {
        match self.scope() {
            AbsenceScope::Child => self.child == child.id,
            AbsenceScope::Family => self.family == child.family,
            AbsenceScope::Provider => self.provider == provider,
            AbsenceScope::Service => self.programme == programme && self.service == line.service,
            AbsenceScope::Programme => self.programme == programme,
        }
    }

    /// What a session is marked as that it cancels: a family has its excuse, the others were not there to deliver.
    pub fn outcome(&self) -> Outcome {
        match self.scope() {
            AbsenceScope::Child | AbsenceScope::Family => Outcome::Excused,
            AbsenceScope::Provider | AbsenceScope::Service | AbsenceScope::Programme => Outcome::ByProvider,
        }
    }
}

record! { Absence,
    links: |this| [
        Child: [&mut this.child],
        Family: [&mut this.family],
        Provider: [&mut this.provider],
        Programme: [&mut this.programme],
    ],
    index: |absence| vec![match absence.scope() {
        AbsenceScope::Child => IndexKey::new(Index::AbsenceByChild).id(absence.child.0).day(absence.to),
        AbsenceScope::Family => IndexKey::new(Index::AbsenceByFamily).id(absence.family.0).day(absence.to),
        _ => IndexKey::new(Index::AbsenceOfMany).day(absence.to),
    }],
    faults: |absence| {
        let mut faults = require(&[(Field::Reason, &absence.reason)]);
        let named = [absence.child.is_some(), absence.family.is_some(), absence.provider.is_some(), absence.programme.is_some()];
        if named.iter().filter(|named| **named).count() != 1 {
            faults.push(Fault::new(Field::Scope, Problem::Missing));
        }
        if absence.to < absence.from {
            faults.push(Fault::new(Field::To, Problem::EndsBeforeStart));
        }
        faults.extend(super::year_faults(Field::From, absence.from));
        faults.extend(super::year_faults(Field::To, absence.to));
        faults
    },
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_keeps_away_whom_it_is_about_and_nobody_else() {
        let child = Child { id: Id::new(1), family: Id::new(2), ..Child::default() };
        let line = PlanLine { service: "FIZ".into(), ..PlanLine::default() };
        let check = |absence: Absence, scope, outcome, expect: bool| {
            assert_eq!((absence.scope(), absence.outcome()), (scope, outcome));
            assert_eq!(absence.concerns(&child, Id::new(4), &line, Id::new(3)), expect, "{absence:?}");
        };
        use AbsenceScope::{Child as One, Family, Programme, Provider, Service};
        for (number, is_it) in [(0, false), (1, true)] {
            let of = |id: u64| id + 10 * (1 - number);
            check(Absence { child: Id::new(of(1)), ..Absence::default() }, One, Outcome::Excused, is_it);
            check(Absence { family: Id::new(of(2)), ..Absence::default() }, Family, Outcome::Excused, is_it);
            check(Absence { provider: Id::new(of(3)), ..Absence::default() }, Provider, Outcome::ByProvider, is_it);
            let all = Absence { programme: Id::new(of(4)), ..Absence::default() };
            check(all.clone(), Programme, Outcome::ByProvider, is_it);
            check(Absence { service: "FIZ".into(), ..all.clone() }, Service, Outcome::ByProvider, is_it);
            check(Absence { service: "LOG".into(), ..all }, Service, Outcome::ByProvider, false);
        }
    }

    #[test]
    fn it_is_about_exactly_one_and_has_a_reason_and_an_end() {
        let day = |day| NaiveDate::from_ymd_opt(2019, 3, day).unwrap();
        let check = |absence: Absence, expect: &[(Field, Problem)]| {
            let found: Vec<_> = absence.faults().into_iter().map(|fault| (fault.field, fault.problem)).collect();
            assert_eq!(found, expect);
        };
        use crate::domain::Record;
        let good =
            Absence { child: Id::new(1), from: day(4), to: day(15), reason: "slimnīca".into(), ..Absence::default() };
        check(good.clone(), &[]);
        check(Absence { family: Id::new(1), ..good.clone() }, &[(Field::Scope, Problem::Missing)]);
        check(Absence { child: Id::default(), ..good.clone() }, &[(Field::Scope, Problem::Missing)]);
        check(Absence { reason: " ".into(), ..good.clone() }, &[(Field::Reason, Problem::Missing)]);
        check(Absence { to: day(3), ..good }, &[(Field::To, Problem::EndsBeforeStart)]);
    }
}
