//! Unused hours of one service that another may use.

use chrono::{Months, NaiveDate};
use rust_decimal::Decimal;

use super::{
    Amount, Basis, Behind, Measure, Rule, Source,
    facts::{Use, Valued, hours, intended},
    sums::Span,
};
use crate::domain::PlanLine;

/// Month by month: what the services of `to` use beyond their own plan comes from what the rule's services leave unused
/// in that month, and is no more than these used in the mean of so many `months` before.
pub(super) fn judge(rule: &Rule, to: &[String], months: u32, valued: &Valued) -> Vec<Measure> {
    let (facts, books, uses) = (&valued.facts, &valued.books[0], &valued.uses()[0]);
    let gives = |line: &PlanLine| rule.concerns(line);
    let takes = |line: &PlanLine| to.contains(&line.service);
    let whole = (facts.account.from, facts.account.to);
    let month = |day: NaiveDate| Span::Month.around(day, whole);
    let planned = |of: &dyn Fn(&PlanLine) -> bool, (from, to): (NaiveDate, NaiveDate)| -> Decimal {
        let lines = books.paces.iter().map(|pace| pace.line).filter(|line| of(line));
        lines.map(|line| hours(intended(line, from, to), line.unit, line.minutes)).sum()
    };
    let used = |of: &dyn Fn(&PlanLine) -> bool, (from, to): (NaiveDate, NaiveDate)| -> Decimal {
        let within = |used: &&Use| of(used.line) && (from..=to).contains(&used.session.day);
        uses.iter().filter(within).map(Use::hours).sum()
    };

    let today = facts.today.clamp(whole.0, whole.1.max(whole.0));
    let taking = uses.iter().filter(|used| takes(used.line) && rule.covers(used.session.day));
    let mut spans: Vec<_> = taking.map(|used| month(used.session.day)).chain([month(today)]).collect();
    spans.sort_unstable();
    spans.dedup();
    let measure = |days: (NaiveDate, NaiveDate)| {
        let unused = (planned(&gives, days) - used(&gives, days)).max(Decimal::ZERO);
        let before = (1..=months).filter_map(|back| days.0.checked_sub_months(Months::new(back)));
        let before: Decimal = before.map(|first| used(&gives, month(first))).sum();
        let mean = before / Decimal::from(months.max(1));
        let own = planned(&takes, days);
        let limit = unused.min(mean).round_dp(2).normalize();
        let (mut total, mut date, mut behind) = (Decimal::ZERO, days.0, Vec::new());
        let within = |used: &&Use| takes(used.line) && (days.0..=days.1).contains(&used.session.day);
        for one in uses.iter().filter(within) {
            if (total - own).round_dp(2) <= limit {
                date = one.session.day;
            }
            total += one.hours();
            behind.push(Behind {
                source: Source::Session(one.session.id),
                service: one.line.service.clone(),
                day: one.session.day,
                amount: Amount::Hours(one.hours().round_dp(2).normalize()),
            });
        }
        let beyond = (total - own).max(Decimal::ZERO).round_dp(2).normalize();
        Measure {
            basis: Basis::Sessions,
            service: String::new(),
            part: None,
            days,
            broken: beyond > limit,
            limit: Amount::Hours(limit),
            used: Amount::Hours(beyond),
            spent: None,
            date,
            behind,
        }
    };
    spans.into_iter().map(measure).collect()
}
