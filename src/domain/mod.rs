//! Nouns and rules. No I/O, no clock (dates are arguments), no words for the screen.

mod absence;
pub mod almanac;
mod assessment;
mod at_work;
pub mod audit;
pub mod budget;
pub mod burndown;
pub mod calendar;
pub mod catalogue;
mod child;
mod choice;
pub mod clash;
mod closing;
pub mod consequence;
pub mod contact;
mod decision;
pub mod demo;
pub mod diary;
mod family;
mod fault;
mod field;
mod fold;
mod goal;
mod id;
mod index;
mod instrument;
mod invoice;
pub mod invoice_told;
pub mod invoicing;
pub mod joins;
pub mod looking;
mod meeting;
pub mod merging;
mod money;
mod note;
mod operation;
pub mod outcome;
pub mod overview;
pub mod paper_row;
mod person;
pub mod personal_code;
pub mod plan;
pub mod plan_difference;
pub mod plan_step;
pub mod planning;
mod price;
pub mod pricing;
mod programme;
pub mod proposal;
mod provider;
mod record;
pub mod recurrence;
pub mod reminder;
pub mod rules;
mod scoring;
pub mod series;
mod service;
mod session;
pub mod shared_time;
pub mod sheet;
pub mod siblings;
pub mod ssh_key;
pub mod succession;
mod suggestion;
pub mod task;
pub mod timeline;
pub mod unpack;
mod user;
pub mod veil;
mod waiting;

pub use absence::{Absence, AbsenceScope, AbsenceWay};
pub use assessment::{Assessment, AssessmentKind, Progress, Score, TeamMember, in_force};
pub use child::{Ceiling, Child, HealthLimit, Impairment, LeftOpen, MedicalForm};
pub use choice::Choice;
pub(crate) use choice::choices;
pub use decision::{Decision, DecisionKind};
pub use family::{CaseStatus, Family};
pub use fault::{Fault, Problem};
pub use field::Field;
pub use fold::fold;
pub use goal::{Attainment, Goal, GoalTerm};
pub use id::{Id, PLACEHOLDER};
pub use index::{Index, IndexKey};
pub use instrument::{Component, Definition, Instrument, Item, Level, Subject};
pub use invoice::{Invoice, InvoiceLine, InvoiceState};
pub use meeting::{Meeting, MeetingKind};
pub use money::Money;
pub use note::{Note, NoteKind};
pub use operation::{Deed, Draft, DraftKey, Operation, Put};
pub use person::{Person, Relation, Representation, RepresentationBasis, Sex};
pub use plan::{Format, Group, Party, PlanLine, PlanStage, PlanState, PlanVersion, Signature};
pub use price::Price;
pub use programme::{Milestone, MilestoneKind, Programme};
pub use provider::Provider;
pub use record::{AnyRecord, Kind, Record};
pub(crate) use record::{each_kind, each_record, record};
pub use rules::RuleBook;
pub use scoring::{Disagreement, Lacking, Scoring, agreed, agreed_scores, completion_faults, disagreements};
pub use series::{Series, Skip};
pub use service::{Recipient, Service, Unit};
pub use session::{Charge, Outcome, Session, Terms, units_of, units_on};
pub use ssh_key::PublicKey;
pub use suggestion::{Suggestion, SuggestionState};
pub use user::{KeymapWish, LangWish, Role, User};

use chrono::{Datelike, NaiveDate};
use rust_decimal::Decimal;

/// A fault for every text that is empty.
fn require(texts: &[(Field, &String)]) -> Vec<Fault> {
    let empty = texts.iter().filter(|(_, text)| text.trim().is_empty());
    empty.map(|(field, _)| Fault::new(*field, Problem::Missing)).collect()
}

/// No amount of money is greater, EUR: a slip of the finger is. Sums and products stay far below what a number holds.
const MOST_EUROS: u64 = 1_000_000_000;
/// No quantity is greater.
const MOST_UNITS: u64 = 100_000;
/// Years in which programmes run: each of their weeks is drawn, so the year 9999 is a slip of the finger.
const YEARS: std::ops::RangeInclusive<i32> = 2000..=2100;

/// A fault if the amount, be it negative, is more than anybody means.
fn amount_faults(field: Field, amount: Money) -> Option<Fault> {
    let most = Decimal::from(MOST_EUROS);
    (amount.decimal().abs() > most).then(|| Fault::new(field, Problem::TooMuch(MOST_EUROS)))
}

/// A fault if the number of units, be it negative, is more than anybody means.
fn units_faults(field: Field, units: Decimal) -> Option<Fault> {
    (units.abs() > Decimal::from(MOST_UNITS)).then(|| Fault::new(field, Problem::TooMuch(MOST_UNITS)))
}

/// A fault if no programme runs in the year of `day`.
fn year_faults(field: Field, day: NaiveDate) -> Option<Fault> {
    (!YEARS.contains(&day.year())).then(|| Fault::new(field, Problem::NoSuchYear(*YEARS.start(), *YEARS.end())))
}

/// A fault if `percent` is not between 0 and 100.
fn percent_faults(field: Field, percent: Decimal) -> Option<Fault> {
    if percent < Decimal::ZERO {
        Some(Fault::new(field, Problem::Negative))
    } else if percent > Decimal::ONE_HUNDRED {
        Some(Fault::new(field, Problem::OverHundred))
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The problems of the record's fields, in order.
    fn problems(record: &impl Record) -> Vec<(Field, Problem)> {
        record.faults().into_iter().map(|fault| (fault.field, fault.problem)).collect()
    }

    fn day(year: i32) -> NaiveDate {
        NaiveDate::from_ymd_opt(year, 9, 3).unwrap()
    }

    #[test]
    fn slips_of_the_finger_are_refused_before_they_are_multiplied() {
        let check = |record: &dyn Fn(Decimal) -> AnyRecord, field: Field, most: u64| {
            let faults =
                |value: Decimal| record(value).faults().into_iter().filter(|fault| fault.field == field).collect();
            let over = Decimal::from(most) + Decimal::ONE;
            let (good, bad): (Vec<Fault>, Vec<Fault>) = (faults(Decimal::from(most)), faults(over));
            assert_eq!(good, []);
            assert_eq!(bad, [Fault::new(field, Problem::TooMuch(most))]);
        };
        check(&|amount| Price { amount: Money::new(amount), ..Price::default() }.into(), Field::Amount, MOST_EUROS);
        let ceiling = |amount| Programme { default_ceiling: Money::new(amount), ..Programme::default() }.into();
        check(&ceiling, Field::DefaultCeiling, MOST_EUROS);
        let ceilings = |amount| vec![Ceiling { amount: Money::new(amount), ..Ceiling::default() }];
        check(&|amount| Child { ceilings: ceilings(amount), ..Child::default() }.into(), Field::Ceiling, MOST_EUROS);
        check(&|quantity| PlanLine { quantity, ..PlanLine::default() }.into(), Field::Quantity, MOST_UNITS);
        check(&|per_week| PlanLine { per_week, ..PlanLine::default() }.into(), Field::PerWeek, MOST_UNITS);
        check(&|units| Session { units, ..Session::default() }.into(), Field::Units, MOST_UNITS);
    }

    #[test]
    fn the_greatest_that_is_let_in_can_be_reckoned_with() {
        let most = Money::new(Decimal::from(MOST_EUROS));
        let child = Child { ceilings: vec![Ceiling { amount: most, ..Ceiling::default() }], ..Child::default() };
        let programme = Programme { from: day(2000), to: day(2100), ..Programme::default() };
        let line = |n| PlanLine {
            id: Id::new(n),
            service: "FIZ".to_owned(),
            quantity: Decimal::from(MOST_UNITS),
            copayment_percent: Decimal::new(33_333_333, 6),
            from: day(2000),
            to: day(2100),
            ..PlanLine::default()
        };
        let lines: Vec<PlanLine> = (1..=20).map(line).collect();
        let session = |n: u64| Session {
            id: Id::new(n),
            line: Id::new(n % 20 + 1),
            day: day(2018),
            units: Decimal::from(MOST_UNITS),
            outcome: if n.is_multiple_of(2) { Outcome::Attended } else { Outcome::Scheduled },
            charge: n.is_multiple_of(2).then(|| Charge {
                unit_price: most,
                units: Decimal::from(MOST_UNITS),
                charged_percent: Decimal::ONE_HUNDRED,
                copayment_percent: Decimal::new(33_333_333, 6),
            }),
            ..Session::default()
        };
        let sessions: Vec<Session> = (1..=400).map(session).collect();
        let price = Price { service: "FIZ".to_owned(), amount: most, from: day(2000), ..Price::default() };
        let prices = pricing::PriceList::new(&[price]);
        let account = budget::Account::new(&child, &programme, &lines, &sessions, &prices);
        let figures = account.figures(day(2018));
        assert!(figures.balance.amount().is_negative());
        assert_eq!(burndown::Burndown::new(&account, day(2018), burndown::Step::Month).points.len(), 1201);
    }

    #[test]
    fn a_programme_runs_in_a_year_that_people_live_in() {
        let check = |from, to, expect: &[(Field, Problem)]| {
            let named = |name: &str| name.to_owned();
            let (municipality, name) = (named("Talsu novads"), named("IB"));
            let programme = Programme { municipality, name, from: day(from), to: day(to), ..Programme::default() };
            assert_eq!(problems(&programme), expect);
        };
        check(2018, 2019, &[]);
        check(2018, 2199, &[(Field::To, Problem::NoSuchYear(2000, 2100))]);
        check(1918, 2019, &[(Field::From, Problem::NoSuchYear(2000, 2100))]);
    }
}
