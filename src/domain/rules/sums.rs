//! Rules that add something up and hold it to a limit: units, hours, money; over the programme, a year, a month, a week.

use std::collections::BTreeMap;

use chrono::{Datelike, Days, Months, NaiveDate};
use rust_decimal::Decimal;

use super::{
    Amount, Basis, Behind, Facts, Measure, Period, Rule, Shape, Source, WhoseMoney,
    ceiling::first_day,
    facts::{Use, Valued, hours, intended},
};
use crate::domain::{
    Money, PlanLine,
    budget::{Pace, Within},
};

/// What is added up.
#[derive(Clone, Copy, PartialEq)]
enum What {
    Units,
    Hours,
    Euros,
}

impl What {
    fn amount(self, number: Decimal) -> Amount {
        match self {
            Self::Units => Amount::Units(number.normalize()),
            // Two places: a third of an hour three times is an hour.
            Self::Hours => Amount::Hours(number.round_dp(2).normalize()),
            Self::Euros => Amount::Euros(Money::new(number)),
        }
    }
}

/// Over what time.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Span {
    Whole,
    Year,
    Month,
    Week,
}

impl Span {
    /// The days that are counted together with `day`; `whole`: the programme's.
    pub(super) fn around(self, day: NaiveDate, whole: (NaiveDate, NaiveDate)) -> (NaiveDate, NaiveDate) {
        let before = |next: Option<NaiveDate>| next.and_then(|next| next.pred_opt()).unwrap_or(day);
        match self {
            Self::Whole => whole,
            Self::Year => {
                let first = NaiveDate::from_ymd_opt(day.year(), 1, 1).unwrap_or(day);
                (first, before(first.checked_add_months(Months::new(12))))
            }
            Self::Month => {
                let first = day.with_day(1).unwrap_or(day);
                (first, before(first.checked_add_months(Months::new(1))))
            }
            Self::Week => {
                let first = day - Days::new(u64::from(day.weekday().num_days_from_monday()));
                (first, before(first.checked_add_days(Days::new(7))))
            }
        }
    }
}

/// A limit on a sum.
struct Sum<'r> {
    rule: &'r Rule,
    what: What,
    span: Span,
    /// The days on which the rule is asked.
    within: Within,
    each_service: bool,
    family: bool,
}

/// Every sum that the rule limits on those days, beside its limit.
pub(super) fn judge(rule: &Rule, valued: &Valued, within: Within) -> Vec<Measure> {
    let facts = &valued.facts;
    let sum = |what, span| Sum { rule, what, span, within, each_service: false, family: false };
    match &rule.shape {
        Shape::Count { each_service, most } => {
            Sum { each_service: *each_service, ..sum(What::Units, Span::Whole) }.judge(valued, |_, _| Some(*most))
        }
        Shape::UnitsPerYear { most } => sum(What::Units, Span::Year).judge(valued, |_, _| Some(*most)),
        Shape::Hours { per, bands } => {
            let span = if *per == Period::Week { Span::Week } else { Span::Month };
            let one_parent = facts.one_parent();
            sum(What::Hours, span).judge(valued, |day, _| {
                let age = facts.age_on(day);
                let fits = |age_is: &dyn Fn(u32) -> bool| age.is_some_and(age_is);
                let band = bands.iter().find(|band| {
                    band.from_age.is_none_or(|from| fits(&|age| from <= age))
                        && band.to_age.is_none_or(|to| fits(&|age| age <= to))
                        && band.special_care.is_none_or(|wanted| wanted == facts.special_care(day))
                        && band.one_parent.is_none_or(|wanted| wanted == one_parent)
                });
                band.map(|band| band.most)
            })
        }
        Shape::EurosPerYear { most, higher, whose } => {
            let family = *whose == WhoseMoney::Family;
            let children = std::iter::once(&facts.account).chain(facts.siblings.iter().filter(|_| family));
            let has = |higher: &&super::Higher| {
                children.clone().any(|account| account.child.impairments.contains(&higher.impairment))
            };
            let highest = higher.iter().filter(has).map(|higher| higher.most).fold(*most, Ord::max);
            Sum { family, ..sum(What::Euros, Span::Year) }.judge(valued, |_, _| Some(highest.decimal()))
        }
        Shape::Tiers { hours: tiers } => {
            let Some(highest) = tiers.iter().max().copied() else { return Vec::new() };
            let sum = sum(What::Hours, Span::Month);
            let months = sum.planned(valued);
            let agreed = months.values().map(|(total, _)| *total).max().unwrap_or_default();
            let step = tiers.iter().filter(|tier| **tier >= agreed).min().copied().unwrap_or(highest);
            sum.judge(valued, |_, basis| Some(if basis == Basis::Plan { highest } else { step }))
        }
        _ => Vec::new(),
    }
}

/// What is counted together: the service, where each is counted by itself, and the days.
type Key = (String, FirstLast);

/// A first and a last day.
type FirstLast = (NaiveDate, NaiveDate);

impl Sum<'_> {
    /// The limit is asked for the first day of each span; none: no limit there.
    fn judge(&self, valued: &Valued, limit: impl Fn(NaiveDate, Basis) -> Option<Decimal>) -> Vec<Measure> {
        let mut measures = Vec::new();
        // Of the plan, for each service that is counted by itself, what is worst.
        let mut worst: BTreeMap<String, Measure> = BTreeMap::new();
        for ((service, days), (total, behind)) in self.planned(valued) {
            if days.1 < self.within.from || self.within.to < days.0 {
                continue;
            }
            let Some(limit) = limit(days.0, Basis::Plan) else { continue };
            let measure = self.measure(Basis::Plan, service, days, limit, total, days.0, behind);
            let known = worst.get(&measure.service);
            let is_worse = known.is_none_or(|known| {
                if known.broken == measure.broken { known.used < measure.used } else { measure.broken }
            });
            if is_worse {
                worst.insert(measure.service.clone(), measure);
            }
        }
        measures.extend(worst.into_values().map(|measure| self.dated(measure, valued)));
        for ((service, days), used) in self.used(valued) {
            let Some(limit) = limit(days.0, Basis::Sessions) else { continue };
            let (mut total, mut date, mut passed) = (Decimal::ZERO, days.0, false);
            let mut behind = Vec::with_capacity(used.len());
            for one in &used {
                let amount = self.of_use(one);
                total += amount;
                if !passed {
                    date = one.session.day;
                    passed = self.what.amount(total) > self.what.amount(limit);
                }
                behind.push(Behind {
                    source: Source::Session(one.session.id),
                    day: one.session.day,
                    amount: self.what.amount(amount),
                });
            }
            measures.push(self.measure(Basis::Sessions, service.to_owned(), days, limit, total, date, behind));
        }
        measures
    }

    /// A limit of the plan that is passed, with the day by which so much is due.
    fn dated(&self, measure: Measure, valued: &Valued) -> Measure {
        if !measure.broken {
            return measure;
        }
        let paces: Vec<&Pace> = self.counted(&valued.books).iter().flat_map(|books| &books.paces).collect();
        let due = |day: NaiveDate| -> Decimal {
            let of =
                paces.iter().filter(|pace| self.rule.concerns(pace.line) && self.scope(pace.line) == measure.service);
            of.map(|pace| {
                let (first, last) = self.days_of(pace.line);
                self.of_plan(pace, (first.max(measure.days.0), last.min(day)))
            })
            .sum()
        };
        let date = first_day(measure.days, |day| self.what.amount(due(day)) > measure.limit);
        Measure { date, ..measure }
    }

    /// The days of a line that the rule is about.
    fn days_of(&self, line: &PlanLine) -> (NaiveDate, NaiveDate) {
        let first = self.rule.from.map_or(line.from, |from| from.max(line.from));
        (first, self.rule.to.map_or(line.to, |to| to.min(line.to)))
    }

    #[allow(clippy::too_many_arguments)] // the fields of the measure, in their order
    fn measure(
        &self,
        basis: Basis,
        service: String,
        days: (NaiveDate, NaiveDate),
        limit: Decimal,
        total: Decimal,
        date: NaiveDate,
        behind: Vec<Behind>,
    ) -> Measure {
        let (limit, used) = (self.what.amount(limit), self.what.amount(total));
        let broken = used > limit;
        Measure { basis, service, part: None, days, limit, used, spent: None, date, broken, behind }
    }

    fn whole(facts: &Facts) -> (NaiveDate, NaiveDate) {
        (facts.account.from, facts.account.to)
    }

    fn scope<'l>(&self, line: &'l PlanLine) -> &'l str {
        if self.each_service { &line.service } else { "" }
    }

    /// Of what there is of the child and then of the siblings, what counts.
    fn counted<'b, T>(&self, all: &'b [T]) -> &'b [T] {
        if self.family { all } else { &all[..1] }
    }

    /// The sessions by service and span; the span of today is there even if it is empty.
    fn used<'b>(&self, valued: &'b Valued) -> BTreeMap<(&'b str, FirstLast), Vec<&'b Use<'b>>> {
        let whole = Self::whole(&valued.facts);
        let today = valued.facts.today.clamp(whole.0, whole.1.max(whole.0));
        let mut sums: BTreeMap<_, Vec<&Use>> = BTreeMap::new();
        let own = valued.books[0].paces.iter().map(|pace| pace.line).filter(|line| self.rule.concerns(line));
        let mut span = self.span.around(today, whole);
        for scope in own.map(|line| self.scope(line)).chain((!self.each_service).then_some("")) {
            sums.entry((scope, span)).or_default();
        }
        for used in self.counted(valued.uses()).iter().flatten() {
            let day = used.session.day;
            if self.rule.concerns(used.line) && self.rule.covers(day) {
                // They come by day: mostly it is the same span again.
                if self.span != Span::Whole && !(span.0..=span.1).contains(&day) {
                    span = self.span.around(day, whole);
                }
                sums.entry((self.scope(used.line), span)).or_default().push(used);
            }
        }
        if self.family {
            for uses in sums.values_mut() {
                uses.sort_by_key(|used| (used.session.day, used.session.start, used.session.id));
            }
        }
        sums
    }

    fn of_use(&self, used: &Use) -> Decimal {
        match self.what {
            What::Units => used.units,
            What::Hours => used.hours(),
            What::Euros => used.amount.decimal(),
        }
    }

    /// What the plan intends, by service and span.
    fn planned(&self, valued: &Valued) -> BTreeMap<Key, (Decimal, Vec<Behind>)> {
        let whole = Self::whole(&valued.facts);
        let mut sums: BTreeMap<Key, (Decimal, Vec<Behind>)> = BTreeMap::new();
        for pace in self.counted(&valued.books).iter().flat_map(|books| &books.paces) {
            let line = pace.line;
            if !self.rule.concerns(line) {
                continue;
            }
            let (first, last) = self.days_of(line);
            let mut day = first;
            while day <= last {
                let span = self.span.around(day, whole);
                // Of the span, what the rule is there for.
                let amount = self.of_plan(pace, (span.0.max(first), span.1.min(last)));
                if amount > Decimal::ZERO {
                    let sum = sums.entry((self.scope(line).to_owned(), span)).or_default();
                    sum.0 += amount;
                    let (source, amount) = (Source::Line(line.id), self.what.amount(amount));
                    sum.1.push(Behind { source, day: line.from, amount });
                }
                match span.1.succ_opt() {
                    Some(next) if self.span != Span::Whole => day = next,
                    _ => break,
                }
            }
        }
        sums
    }

    /// How much of the line falls into the span: money and the units of a year on the days the budget has them due,
    /// weeks and months as evenly as they are intended.
    fn of_plan(&self, pace: &Pace, (from, to): (NaiveDate, NaiveDate)) -> Decimal {
        let line = pace.line;
        match (self.what, self.span) {
            _ if to < from => Decimal::ZERO,
            (What::Units, _) if from <= line.from && line.to <= to => pace.quantity(),
            (What::Units, _) => {
                let after = to.succ_opt().map_or(Decimal::ZERO, |next| pace.units_from(next));
                pace.units_from(from) - after
            }
            (What::Euros, _) => {
                let before = from.pred_opt().map_or(Money::ZERO, |before| pace.amount_through(before));
                (pace.amount_through(to) - before).decimal()
            }
            (What::Hours, _) => hours(intended(line, from, to), line.unit, line.minutes),
        }
    }
}
