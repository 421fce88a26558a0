//! What rules look at: one child's plan, sessions and prices, the household, the children it shares money with.

use std::cell::OnceCell;

use chrono::NaiveDate;
use rust_decimal::Decimal;

use crate::domain::{
    Money, Person, PlanLine, Provider, Relation, Session, Unit,
    budget::{Account, Books, Entry, Figures},
    consequence::Tally,
};

/// What is known of a child.
#[derive(Clone, Debug)]
pub struct Facts<'a> {
    /// Plan, sessions, prices, and the programme's dates.
    pub account: Account<'a>,
    /// The same of the other children of the family in the programme.
    pub siblings: Vec<Account<'a>>,
    /// When the child was born.
    pub birth_date: Option<NaiveDate>,
    /// Members of the household, those who moved out among them.
    pub people: &'a [Person],
    /// Providers, for their names.
    pub providers: &'a [Provider],
    /// Whether the plan is in force; a draft binds nobody to its money.
    pub in_force: bool,
    /// The day on which it is asked.
    pub today: NaiveDate,
}

/// The facts with every unit and session valued: laid out once, however many rules are asked.
pub struct Valued<'a> {
    pub(super) facts: Facts<'a>,
    /// The child's own books, then those of the siblings.
    pub(super) books: Vec<Books<'a>>,
    /// What [`uses`] finds in each of the books, once a rule has asked.
    uses: OnceCell<Vec<Vec<Use<'a>>>>,
}

impl<'a> From<Facts<'a>> for Valued<'a> {
    fn from(facts: Facts<'a>) -> Self {
        let books = std::iter::once(&facts.account).chain(&facts.siblings).map(Books::new).collect();
        Self { facts, books, uses: OnceCell::new() }
    }
}

impl<'a> Valued<'a> {
    /// The sessions that count: the child's own, then those of the siblings.
    pub(super) fn uses(&self) -> &[Vec<Use<'a>>] {
        self.uses.get_or_init(|| self.books.iter().map(uses).collect())
    }

    /// What the child's account comes to.
    pub fn tally(&self) -> Tally {
        Tally::by(&self.facts.account, &self.books[0], self.facts.today)
    }

    /// The figures of the child's account.
    pub fn figures(&self) -> Figures {
        self.facts.account.figures(self.facts.today)
    }
}

impl Facts<'_> {
    /// Completed years on `day`; a child not yet born is 0.
    pub(super) fn age_on(&self, day: NaiveDate) -> Option<u32> {
        self.birth_date.map(|born| day.years_since(born).unwrap_or_default())
    }

    /// Whether one adult of the household alone brings the child up.
    pub(super) fn one_parent(&self) -> bool {
        let brings_up = |person: &&Person| {
            let parent = matches!(
                person.relation,
                Relation::Mother | Relation::Father | Relation::Guardian | Relation::FosterParent
            );
            parent && !person.closed
        };
        self.people.iter().filter(brings_up).count() == 1
    }

    /// Whether an opinion on special care is valid on `day`.
    pub(super) fn special_care(&self, day: NaiveDate) -> bool {
        self.account.child.special_care_until.is_some_and(|until| day <= until)
    }
}

/// A session that counts, with the line it was booked on.
#[derive(Clone, Copy)]
pub(super) struct Use<'a> {
    pub session: &'a Session,
    pub line: &'a PlanLine,
    pub units: Decimal,
    pub amount: Money,
}

impl Use<'_> {
    /// How many hours it takes.
    pub fn hours(&self) -> Decimal {
        let minutes = if self.session.minutes > 0 { self.session.minutes } else { self.line.minutes };
        hours(self.units, self.line.unit, minutes)
    }
}

/// The sessions of a child that are delivered or booked and whose line is known, by day.
fn uses<'a>(books: &Books<'a>) -> Vec<Use<'a>> {
    let of = |entry: &Entry<'a>| {
        let line = entry.line?;
        Some(Use { session: entry.session, line, units: entry.units(), amount: entry.amount })
    };
    let mut uses: Vec<Use> = books.delivered.iter().chain(&books.reserved).filter_map(of).collect();
    uses.sort_by_key(|used| (used.session.day, used.session.start, used.session.id));
    uses
}

/// How many hours so many units are. Journeys take no hours of anybody's limit.
pub(super) fn hours(units: Decimal, unit: Unit, minutes: u32) -> Decimal {
    match unit {
        Unit::Hour => units,
        Unit::FullDay => units * Decimal::from(24),
        Unit::Night => units * Decimal::from(12),
        Unit::Session | Unit::Visit | Unit::Day => units * Decimal::from(minutes) / Decimal::from(60),
        Unit::Trip | Unit::Kilometre => Decimal::ZERO,
    }
}

/// The units that a line intends for the days from `from` to `to`, evenly over its dates or as many a week as agreed.
pub(super) fn intended(line: &PlanLine, from: NaiveDate, to: NaiveDate) -> Decimal {
    let (first, last) = (line.from.max(from), line.to.min(to));
    if last < first {
        return Decimal::ZERO;
    }
    let days = |from: NaiveDate, to: NaiveDate| Decimal::from((to - from).num_days() + 1);
    // Multiplied before it is divided: what comes out even stays even.
    if line.per_week > Decimal::ZERO {
        line.per_week * days(first, last) / Decimal::from(7)
    } else {
        line.quantity * days(first, last) / days(line.from, line.to)
    }
}
