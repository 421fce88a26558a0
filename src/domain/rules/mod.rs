//! Rules of a programme as data: what a child's plan and sessions may come to, and what happens when they come to more.
//!
//! A [`RuleBook`] holds from a day on, until another takes its place. A [`Rule`] is a [`Shape`] with its figures and a
//! [`Policy`]. [`judge`] lays a rule over the [`Facts`] of one child and gives [`Measure`]s: a limit, what it is
//! measured against, and the lines and sessions behind. Nothing here changes anything or knows what day it is.

mod by_day;
mod ceiling;
mod change;
mod clash;
mod dates;
mod doctor;
mod facts;
mod measure;
mod quantity;
mod shape;
mod sums;
mod terms;
mod transfer;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{
    Fault, Field, Id, Index, IndexKey, PlanLine, Problem, Programme, Recipient, budget::Within, choices, record,
    require,
};

pub use by_day::{Asked, ahead};
pub use ceiling::asked;
pub use change::{Objection, RuleChange, Turn, compare};
pub use clash::clashes;
pub use dates::outside_line;
pub use doctor::{doctor_of_line, doctor_of_session};
pub use facts::{Facts, Valued};
pub use measure::{Amount, Basis, Behind, Breach, Measure, Part, Source};
pub use shape::{Band, Doctor, Higher, Period, Shape, WhoseMoney};

choices! {
    /// What happens when a rule is broken.
    Policy {
        Prevent "prevent" "n",
        Warn "warn" "b",
        Allow "allow_with_reason" "i",
    }
}

/// One rule.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Rule {
    /// A short name, unique in its book; reasons for exceptions are kept by it.
    pub code: String,
    /// Its name in Latvian.
    pub latvian: String,
    /// Its name in English.
    pub english: String,
    /// The services it is about; empty: all.
    pub services: Vec<String>,
    /// For whom they are; empty: for anybody.
    pub recipients: Vec<Recipient>,
    /// What it limits.
    pub shape: Shape,
    /// What happens when it is broken.
    pub policy: Policy,
    /// The first day it is about; none: from the first.
    pub from: Option<NaiveDate>,
    /// The last day it is about; none: to the last.
    pub to: Option<NaiveDate>,
    /// Made up: never to be taken for an official rule.
    pub sample: bool,
}

impl Rule {
    /// Whether it is about that day.
    pub fn covers(&self, day: NaiveDate) -> bool {
        self.from.is_none_or(|from| from <= day) && self.to.is_none_or(|to| day <= to)
    }

    /// Whether what it limits depends on prices.
    pub fn counts_money(&self) -> bool {
        matches!(self.shape, Shape::Ceiling | Shape::EurosPerYear { .. })
    }

    /// Whether it counts the money of the whole family.
    pub fn is_about_siblings(&self) -> bool {
        matches!(self.shape, Shape::EurosPerYear { whose: WhoseMoney::Family, .. })
    }

    /// The codes of all services that it names.
    pub fn all_services(&self) -> impl Iterator<Item = &String> {
        let into: &[String] = if let Shape::Transfer { to, .. } = &self.shape { to } else { &[] };
        self.services.iter().chain(into)
    }

    /// Whether it is about that line of a plan and the sessions booked on it.
    pub fn concerns(&self, line: &PlanLine) -> bool {
        (self.services.is_empty() || self.services.contains(&line.service))
            && (self.recipients.is_empty() || self.recipients.contains(&line.recipient))
    }
}

/// That a rule was broken on purpose, and why.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct RuleReason {
    /// The rule's code.
    pub rule: String,
    /// Why it is right all the same.
    pub reason: String,
}

/// The rules of a programme from a day on.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct RuleBook {
    /// Its number.
    pub id: Id<RuleBook>,
    /// The programme whose rules they are.
    pub programme: Id<Programme>,
    /// Its name: usually the decision it rests on.
    pub name: String,
    /// From when it is in force; the latest such book is.
    pub from: NaiveDate,
    /// The rules, in the order people read them.
    pub rules: Vec<Rule>,
}

impl RuleBook {
    /// Which of a programme's books is in force on `day`: the one that came into force last, and of two that did so on
    /// one day the newer.
    pub fn in_force(books: &[Self], day: NaiveDate) -> Option<&Self> {
        books.iter().filter(|book| book.from <= day).max_by_key(|book| (book.from, book.id))
    }
}

record! { RuleBook,
    links: |this| [Programme: [&mut this.programme]],
    index: |book| vec![IndexKey::new(Index::RuleBookByProgramme).id(book.programme.0).day(book.from)],
    faults: |book| {
        let mut faults = require(&[(Field::Name, &book.name)]);
        if !book.programme.is_some() {
            faults.push(Fault::new(Field::Programme, Problem::Missing));
        }
        faults.extend(super::year_faults(Field::From, book.from));
        for (at, rule) in book.rules.iter().enumerate() {
            if rule.code.trim().is_empty() {
                faults.push(Fault::new(Field::Code, Problem::Missing));
            }
            if book.rules[..at].iter().any(|other| other.code == rule.code) {
                faults.push(Fault::new(Field::Code, Problem::Duplicate(rule.code.clone())));
            }
        }
        faults
    },
}

impl RuleBook {
    /// Whether some rule counts the money of the whole family.
    pub fn is_about_siblings(&self) -> bool {
        self.rules.iter().any(Rule::is_about_siblings)
    }

    /// Whether some rule looks at who provides.
    pub fn is_about_providers(&self) -> bool {
        self.rules.iter().any(|rule| matches!(rule.shape, Shape::Provider { .. }))
    }
}

/// What the rule says of the facts: every limit that it sets there, kept or broken.
pub fn judge(rule: &Rule, valued: &Valued) -> Vec<Measure> {
    judge_within(rule, valued, Within::ALWAYS)
}

/// What it has to say of those days: the same if they are all days.
fn judge_within(rule: &Rule, valued: &Valued, within: Within) -> Vec<Measure> {
    let Valued { facts, books, .. } = valued;
    let measures = match &rule.shape {
        Shape::Count { .. }
        | Shape::Hours { .. }
        | Shape::UnitsPerYear { .. }
        | Shape::EurosPerYear { .. }
        | Shape::Tiers { .. } => sums::judge(rule, valued, within),
        Shape::Copayment { .. } | Shape::Age { .. } | Shape::Exclusive | Shape::Provider { .. } => {
            terms::judge(rule, valued)
        }
        Shape::Transfer { to, months } => transfer::judge(rule, to, *months, valued),
        Shape::Ceiling => ceiling::judge(facts, &books[0]),
        Shape::Quantity => quantity::judge(rule, &books[0]),
        // Other children's sessions are no facts of this one, and a doctor's word is taken down whatever it bars: see
        // `clashes`, `doctor_of_session`, `outside_line`.
        Shape::Clash { .. } | Shape::Medical { .. } | Shape::LineDates => Vec::new(),
    };
    if within == Within::ALWAYS {
        return measures;
    }
    measures.into_iter().filter_map(|measure| measure.seen(within)).collect()
}

/// What one rule says of a child.
#[derive(Clone, Debug, PartialEq)]
pub struct Judgement {
    /// The rule.
    pub rule: Rule,
    /// Its limits, kept or broken.
    pub measures: Vec<Measure>,
    /// Why it was right to break it, whenever that was.
    pub reasons: Vec<String>,
    /// The days that it is asked about.
    pub within: Within,
    today: NaiveDate,
    /// Whether the plan has anything that it is about.
    concerns: bool,
}

impl Judgement {
    /// Lays the rule over the facts, as far as they are of those days.
    pub fn new(rule: &Rule, valued: &Valued, within: Within) -> Self {
        let today = valued.facts.today.max(within.from);
        let measures = judge_within(rule, valued, within);
        let concerns = valued.books[0].paces.iter().any(|pace| rule.concerns(pace.line));
        Self { rule: rule.clone(), measures, reasons: Vec::new(), within, today, concerns }
    }

    /// Whether it is kept without anything to be measured: it speaks only where it is broken.
    pub fn is_kept_silently(&self) -> bool {
        let shape = &self.rule.shape;
        let speaks_if_broken = matches!(shape, Shape::Exclusive | Shape::Provider { .. });
        self.measures.is_empty() && (shape.is_asked_one_by_one() || (speaks_if_broken && self.concerns))
    }

    /// With those of these reasons that are about the rule.
    pub fn because<'r>(mut self, reasons: impl IntoIterator<Item = &'r RuleReason>) -> Self {
        for reason in reasons.into_iter().filter(|reason| reason.rule == self.rule.code) {
            if !self.reasons.contains(&reason.reason) {
                self.reasons.push(reason.reason.clone());
            }
        }
        self
    }

    /// The measure that says most: the first that is broken; else of the sessions counted together with today's the
    /// one with the least left, or of the plan where no session counts.
    pub fn telling(&self) -> Option<&Measure> {
        let broken = self.measures.iter().filter(|measure| measure.broken).min_by_key(|measure| measure.date);
        let today = |measure: &&Measure| (measure.days.0..=measure.days.1).contains(&self.today);
        let of = |basis: Basis| move |measure: &&Measure| measure.basis == basis;
        let least = |basis: Basis, only_today: bool| {
            let measures = self.measures.iter().filter(of(basis)).filter(move |it| !only_today || today(it));
            measures.min_by(|a, b| a.left().partial_cmp(&b.left()).unwrap_or(std::cmp::Ordering::Equal))
        };
        broken
            .or_else(|| least(Basis::Sessions, true))
            .or_else(|| least(Basis::Sessions, false))
            .or_else(|| least(Basis::Plan, false))
            .or_else(|| least(Basis::Draft, false))
    }
}

/// Every limit of these rules that is broken, rule by rule, the earliest first.
pub fn breaches(rules: &[Rule], valued: &Valued) -> Vec<Breach> {
    rules.iter().flat_map(|rule| change::broken(rule, judge(rule, valued))).collect()
}
