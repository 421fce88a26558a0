//! What a row of a provider's invoice asks for, and which session it means.

use std::collections::BTreeSet;

use chrono::{NaiveDate, NaiveTime};
use rust_decimal::Decimal;

use super::{Child, Id, Money, Provider, Session};

/// A row of an invoice, as the paper has it.
#[derive(Clone, Debug, PartialEq)]
pub struct PaperRow<'a> {
    /// Whose invoice.
    pub provider: Id<Provider>,
    /// For whom.
    pub child: Id<Child>,
    /// The service's code.
    pub service: &'a str,
    /// The day of the session.
    pub day: NaiveDate,
    /// When it began, where the paper says so.
    pub start: Option<NaiveTime>,
    /// So many units, where the paper says so.
    pub units: Option<Decimal>,
    /// EUR.
    pub amount: Money,
}

impl PaperRow<'_> {
    /// The session that it means, of `sessions` with the codes of their services: one of the child on that day, and at
    /// that time where it is told. Of several the one that costs as much, else has as many units; those that were asked
    /// for already come last. None: there is no such session.
    pub fn session<'s>(
        &self,
        sessions: impl IntoIterator<Item = (&'s Session, &'s str)>,
        asked_before: &BTreeSet<Id<Session>>,
    ) -> Option<&'s Session> {
        let means = |(session, service): &(&Session, &str)| {
            (session.provider, session.child, session.day) == (self.provider, self.child, self.day)
                && *service == self.service
                && (self.start.is_none() || self.start == session.start)
        };
        let fitting = sessions.into_iter().filter(means).map(|(session, _)| session);
        fitting.min_by_key(|session| {
            let other_units = self.units.is_some_and(|units| units != session.units);
            (asked_before.contains(&session.id), session.cost() != self.amount, other_units, session.start, session.id)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Charge, Outcome, calendar::date};

    fn session(id: u64, hour: u32, cents: i64) -> Session {
        let charge = Charge {
            unit_price: Money::from_cents(cents),
            units: Decimal::ONE,
            charged_percent: Decimal::ONE_HUNDRED,
            ..Charge::default()
        };
        Session {
            id: Id::new(id),
            provider: Id::new(7),
            child: Id::new(2),
            day: date(2018, 10, 2),
            start: NaiveTime::from_hms_opt(hour, 0, 0),
            units: Decimal::ONE,
            outcome: Outcome::Attended,
            charge: Some(charge),
            ..Session::default()
        }
    }

    #[test]
    fn a_row_means_the_session_that_fits_it_best() {
        let sessions = [session(1, 9, 1800), session(2, 10, 2183), session(3, 11, 2183)];
        let row = |cents| PaperRow {
            provider: Id::new(7),
            child: Id::new(2),
            service: "FIZ",
            day: date(2018, 10, 2),
            start: None,
            units: None,
            amount: Money::from_cents(cents),
        };
        let check = |row: PaperRow, before: &[u64], expect: Option<u64>| {
            let with_services = sessions.iter().map(|session| (session, "FIZ"));
            let before = before.iter().map(|number| Id::new(*number)).collect();
            assert_eq!(row.session(with_services, &before).map(|session| session.id.0), expect, "{row:?}");
        };
        check(row(1800), &[], Some(1));
        check(row(2183), &[], Some(2));
        check(row(2183), &[2], Some(3));
        // No session costs that: the first is meant, and the row differs.
        check(row(2000), &[], Some(1));
        check(row(2000), &[1], Some(2));
        // All were asked for: the row asks a second time.
        check(row(2183), &[1, 2, 3], Some(2));
        check(PaperRow { start: NaiveTime::from_hms_opt(11, 0, 0), ..row(1800) }, &[], Some(3));
        check(PaperRow { start: NaiveTime::from_hms_opt(12, 0, 0), ..row(1800) }, &[], None);
        check(PaperRow { service: "LOG", ..row(1800) }, &[], None);
        check(PaperRow { day: date(2018, 10, 3), ..row(1800) }, &[], None);
        check(PaperRow { child: Id::new(3), ..row(1800) }, &[], None);
        check(PaperRow { provider: Id::new(8), ..row(1800) }, &[], None);
    }
}
