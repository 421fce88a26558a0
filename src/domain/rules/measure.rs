//! What a rule says of a child: a limit, what it is measured against, and what is behind.

use chrono::{NaiveDate, NaiveTime};
use rust_decimal::Decimal;

use super::{Policy, Rule};
use crate::domain::{Child, Format, Id, Kind, Money, PlanLine, Recipient, Session, Unit};

/// An amount of whatever a rule limits.
#[derive(Clone, Debug, PartialEq, PartialOrd)]
pub enum Amount {
    /// Units of a service.
    Units(Decimal),
    /// Hours.
    Hours(Decimal),
    /// EUR.
    Euros(Money),
    /// Percent of the price.
    Percent(Decimal),
    /// A day: the first or the last that is allowed.
    Day(NaiveDate),
    /// The code of a service.
    Service(String),
    /// Somebody's name.
    Name(String),
    /// Nobody of the household, none of the near relatives.
    Outsider,
    /// Time that nobody has taken.
    Free,
    /// Time for the way from one place to another, minutes.
    Way(u32),
    /// The time of a session.
    Session {
        /// The code of its service.
        service: String,
        /// Its day.
        day: NaiveDate,
        /// When it starts.
        start: Option<NaiveTime>,
        /// Whose it is.
        child: Id<Child>,
        /// The name of another child; empty where it is the child's own.
        name: String,
    },
    /// Nothing was granted yet of which there could be so much.
    NotGranted,
    /// Nothing, since a doctor bars it: why.
    Barred(String),
    /// As long as a doctor's form holds; none: there has to be one.
    Form(Option<NaiveDate>),
}

/// Whether plan or calendar is measured.
// A draft has a basis of its own, so that what it comes to never covers what the approved plan comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Basis {
    /// The lines of the plan.
    Plan,
    /// The lines of a plan that is not in force: told, and not asked about.
    Draft,
    /// Sessions delivered and on the calendar.
    Sessions,
}

/// What of a service a line of the plan is for: its versions go on with the same, and another line has its own units.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Part {
    /// For whom.
    pub recipient: Recipient,
    /// Alone or with others.
    pub format: Format,
    /// In which unit.
    pub unit: Unit,
}

impl Part {
    pub(super) fn of(line: &PlanLine) -> Self {
        Self { recipient: line.recipient, format: line.format, unit: line.unit }
    }
}

/// A line or a session that a measure counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// A line of the plan.
    Line(Id<PlanLine>),
    /// A session.
    Session(Id<Session>),
}

impl Source {
    /// The record's kind and number.
    pub fn record(self) -> (Kind, u64) {
        match self {
            Self::Line(line) => (Kind::PlanLine, line.0),
            Self::Session(session) => (Kind::Session, session.0),
        }
    }
}

/// What counts towards a limit.
#[derive(Clone, Debug, PartialEq)]
pub struct Behind {
    /// The line or session.
    pub source: Source,
    /// The day; of a line, the first.
    pub day: NaiveDate,
    /// How much of it counts.
    pub amount: Amount,
}

/// One limit of a rule beside what it is measured against.
#[derive(Clone, Debug, PartialEq)]
pub struct Measure {
    /// What is measured.
    pub basis: Basis,
    /// The service, where each has a limit of its own; empty otherwise.
    pub service: String,
    /// What of the service, where each line has a limit of its own.
    pub part: Option<Part>,
    /// The days that are counted together.
    pub days: (NaiveDate, NaiveDate),
    /// What is allowed.
    pub limit: Amount,
    /// What there is.
    pub used: Amount,
    /// What of it is delivered, where that alone is more than is allowed: no plan and no calendar can mend it.
    pub spent: Option<Amount>,
    /// The day on which the limit is passed; where it is not, the last that counts.
    pub date: NaiveDate,
    /// Whether there is more than is allowed.
    pub broken: bool,
    /// What counts.
    pub behind: Vec<Behind>,
}

impl Measure {
    /// What is still allowed; none where that makes no sense, nothing where the limit is passed.
    pub fn left(&self) -> Option<Amount> {
        let left = |limit: Decimal, used: Decimal| (limit - used).max(Decimal::ZERO);
        match (&self.limit, &self.used) {
            (Amount::Units(limit), Amount::Units(used)) => Some(Amount::Units(left(*limit, *used))),
            (Amount::Hours(limit), Amount::Hours(used)) => Some(Amount::Hours(left(*limit, *used))),
            (Amount::Euros(limit), Amount::Euros(used)) => Some(Amount::Euros((*limit - *used).at_least_zero())),
            _ => None,
        }
    }

    /// Whether the same is counted as in `other`, which is of the same rule. A line that is made longer stays the line.
    pub(super) fn counts_as(&self, other: &Self) -> bool {
        let days = if self.part.is_some() { self.days.0 == other.days.0 } else { self.days == other.days };
        days && (&self.service, self.part) == (&other.service, other.part)
    }
}

/// A limit of a rule, as people are told of it: broken, or come nearer to.
#[derive(Clone, Debug, PartialEq)]
pub struct Breach {
    /// The rule's code.
    pub rule: String,
    /// The rule's name in Latvian.
    pub latvian: String,
    /// The rule's name in English.
    pub english: String,
    /// What is to happen.
    pub policy: Policy,
    /// The limit and what there is; what counts towards it is left out.
    pub measure: Measure,
}

impl Breach {
    pub(super) fn new(rule: &Rule, measure: Measure) -> Self {
        // No reason can be given for going beyond what nobody has decided yet.
        let policy = match (rule.policy, &measure.limit) {
            (Policy::Allow, Amount::NotGranted) => Policy::Warn,
            (policy, _) => policy,
        };
        Self {
            rule: rule.code.clone(),
            latvian: rule.latvian.clone(),
            english: rule.english.clone(),
            policy,
            measure: Measure { behind: Vec::new(), ..measure },
        }
    }

    /// Whether somebody has to answer for it.
    pub fn binds(&self) -> bool {
        self.measure.basis != Basis::Draft
    }

    /// Whether it says the same as `other`, be it of another day.
    pub(super) fn is_again(&self, other: &Self) -> bool {
        let date = other.measure.date;
        *other == Self { measure: Measure { date, ..self.measure.clone() }, ..self.clone() }
    }

    /// Whether `other` is the same breach and no worse.
    pub(super) fn covers(&self, other: &Self) -> bool {
        let (own, others) = (&self.measure, &other.measure);
        let same = (&self.rule, own.basis, &own.service) == (&other.rule, others.basis, &others.service);
        // Of plans the worst period is told, so that is the one to compare.
        same && (own.basis != Basis::Sessions || own.counts_as(others))
            && match (&own.used, &others.used) {
                (Amount::Units(_) | Amount::Hours(_) | Amount::Euros(_), _) => {
                    own.limit <= others.limit && others.used <= own.used
                }
                (was, is) => own.limit == others.limit && was == is,
            }
    }
}
