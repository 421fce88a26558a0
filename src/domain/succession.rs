//! Which version of a plan held on which days, so that a day that is past keeps the plan that it had.

use chrono::NaiveDate;

use super::{Id, PlanLine, PlanState, PlanVersion, overview::FormContext, plan::in_force};

/// From a day on a version holds, until another does or it is closed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Held {
    /// Which.
    pub plan: Id<PlanVersion>,
    /// The first day; the first version holds on all days before the next one.
    pub from: NaiveDate,
    /// The last day of one that was closed; none: it goes on.
    pub last: Option<NaiveDate>,
}

/// The versions that held before `version`, the oldest first, and then that one, as if it were approved. Versions that
/// came after it say nothing.
pub fn held(plans: &[PlanVersion], version: &PlanVersion) -> Vec<Held> {
    let earlier: Vec<&PlanVersion> =
        plans.iter().filter(|plan| plan.number < version.number && plan.was_approved()).collect();
    // Without a first day it holds on every day.
    let first = version.effective_from.filter(|_| !earlier.is_empty()).unwrap_or(NaiveDate::MIN);
    let mut days: Vec<NaiveDate> = earlier.iter().filter_map(|plan| plan.effective_from).collect();
    days.push(NaiveDate::MIN);
    days.retain(|day| *day < first);
    days.sort_unstable();
    let before = days.into_iter().filter_map(|from| {
        let plan = in_force(earlier.iter().copied(), from)?;
        Some(Held { plan: plan.id, from, last: plan.closed_on })
    });
    let mut held: Vec<Held> = before.collect();
    held.push(Held { plan: version.id, from: first, last: version.closed_on });
    held.dedup_by_key(|one| one.plan);
    held
}

/// The versions that follow `now` and whose days are still to come: approved, or handed in and not decided yet. Their
/// services are booked for these days already, since the timetable is agreed with the parents in advance.
pub fn coming<'a>(
    plans: &'a [PlanVersion],
    now: &PlanVersion,
    today: NaiveDate,
) -> impl DoubleEndedIterator<Item = &'a PlanVersion> + use<'a> {
    let now = now.number;
    plans.iter().filter(move |plan| {
        let is_ahead = plan.state == PlanState::Approved && !plan.has_begun(today);
        plan.number > now && (is_ahead || plan.state == PlanState::Submitted)
    })
}

/// The line to book from on `day`, where `line` was meant: from the day on which a coming version holds, its line that
/// goes on with the same; of a version that is not approved yet only where the line itself has ended.
pub fn line_on<'a>(context: &'a FormContext, line: &'a PlanLine, day: NaiveDate) -> &'a PlanLine {
    let Some(now) = in_force(&context.plans, context.today) else { return line };
    let mut heirs = coming(&context.plans, now, context.today).rev().filter_map(|plan| {
        let counts = plan.id != line.plan && plan.has_begun(day) && (plan.was_approved() || !line.covers(day));
        let goes_on = |other: &&PlanLine| other.plan == plan.id && other.is_same_service(line) && other.covers(day);
        context.all_lines.iter().filter(|_| counts).find(goes_on)
    });
    heirs.next().unwrap_or(line)
}

/// The line whose units a session on `day` uses up, where it is booked on `line`: that of an approved version still to
/// come which goes on with it and covers the day as it is written, for it counts what was held before it, too.
pub fn counts_on<'a>(context: &'a FormContext, line: &'a PlanLine, day: NaiveDate) -> &'a PlanLine {
    let Some(now) = in_force(&context.plans, context.today) else { return line };
    let mut heirs =
        coming(&context.plans, now, context.today).rev().filter(|plan| plan.was_approved()).filter_map(|plan| {
            let covers = |other: &PlanLine| {
                let from = context.written_from.get(&other.id).copied().unwrap_or(other.from);
                (from..=other.to).contains(&day)
            };
            let goes_on = |other: &&PlanLine| other.plan == plan.id && other.is_same_service(line) && covers(other);
            context.all_lines.iter().filter(|_| plan.id != line.plan).find(goes_on)
        });
    heirs.next().unwrap_or(line)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{PlanState, calendar::date};

    #[test]
    fn a_version_holds_from_its_day_and_those_before_it_until_then() {
        let version = |number: u32, state, from: Option<NaiveDate>| PlanVersion {
            id: Id::new(u64::from(number)),
            number,
            state,
            effective_from: from,
            ..PlanVersion::default()
        };
        use PlanState::{Approved, Draft, Superseded};
        let (autumn, winter, spring) = (date(2018, 9, 3), date(2018, 12, 1), date(2019, 3, 1));
        let check = |plans: &[PlanVersion], of: usize, expect: &[(u64, Option<NaiveDate>)]| {
            let expect: Vec<Held> = expect
                .iter()
                .map(|(plan, from)| {
                    let last = plans.iter().find(|other| other.id.0 == *plan).and_then(|plan| plan.closed_on);
                    Held { plan: Id::new(*plan), from: from.unwrap_or(NaiveDate::MIN), last }
                })
                .collect();
            assert_eq!(held(plans, &plans[of]), expect);
        };
        let one = [version(1, Approved, Some(autumn)), version(2, Draft, Some(spring))];
        check(&one, 0, &[(1, None)]);
        check(&one, 1, &[(1, None), (2, Some(spring))]);
        let three = [
            version(1, Superseded, Some(autumn)),
            version(2, Superseded, Some(winter)),
            version(3, Approved, Some(spring)),
            version(4, Draft, None),
        ];
        check(&three, 1, &[(1, None), (2, Some(winter))]);
        check(&three, 2, &[(1, None), (2, Some(winter)), (3, Some(spring))]);
        check(&three, 3, &[(4, None)]);
        // The third took the second's place before that ever held; the draft between them never did.
        let overtaken = [
            version(1, Superseded, Some(autumn)),
            version(2, Superseded, Some(spring)),
            version(3, Approved, Some(winter)),
        ];
        check(&overtaken, 2, &[(1, None), (3, Some(winter))]);
        let refused =
            [version(1, Superseded, Some(autumn)), version(2, Draft, Some(winter)), version(3, Approved, Some(spring))];
        check(&refused, 2, &[(1, None), (3, Some(spring))]);
        // The first was closed, and later there is a plan again.
        let closed = PlanVersion { closed_on: Some(winter), ..version(1, PlanState::Closed, Some(autumn)) };
        check(&[closed, version(2, Draft, Some(spring))], 1, &[(1, None), (2, Some(spring))]);
    }
}
