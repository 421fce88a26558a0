//! What became of it: the three assessments side by side, item by item, and goals from one to the next.

use std::collections::BTreeMap;

use rust_decimal::{Decimal, RoundingStrategy};

use super::{
    Assessment, AssessmentKind, Attainment, Child, Choice, Component, Goal, Id, Instrument, Item, Progress, Score,
    Subject, in_force,
};

/// One value for each of the three assessments.
pub type Three<T> = [T; 3];

/// The three kinds, each at its place in a [`Three`].
pub const KINDS: Three<AssessmentKind> = [AssessmentKind::Initial, AssessmentKind::Interim, AssessmentKind::Closing];

/// Which way something moved. The higher a score, the heavier the problem: lower is better.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Trend {
    /// The problem became lighter.
    Better,
    /// It stayed as it was.
    Same,
    /// It became heavier.
    Worse,
}

impl Trend {
    /// From one measured score to another.
    pub fn between(from: u8, to: u8) -> Self {
        match to.cmp(&from) {
            std::cmp::Ordering::Less => Self::Better,
            std::cmp::Ordering::Equal => Self::Same,
            std::cmp::Ordering::Greater => Self::Worse,
        }
    }
}

/// How many moved which way.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Became lighter.
    pub better: usize,
    /// Stayed.
    pub same: usize,
    /// Became heavier.
    pub worse: usize,
}

impl Tally {
    /// Counts one more; what cannot be compared is not counted.
    pub fn count(&mut self, trend: Option<Trend>) {
        match trend {
            Some(Trend::Better) => self.better += 1,
            Some(Trend::Same) => self.same += 1,
            Some(Trend::Worse) => self.worse += 1,
            None => {}
        }
    }

    /// How many moved, whichever way.
    pub fn moved(self) -> usize {
        self.better + self.worse
    }
}

/// The mean, to two places, halves away from zero; none of nothing.
pub fn mean(values: impl Iterator<Item = u8>) -> Option<Decimal> {
    let (count, sum) = values.fold((0u64, 0u64), |(count, sum), value| (count + 1, sum + u64::from(value)));
    let exact = Decimal::from(sum).checked_div(Decimal::from(count))?;
    let mut rounded = exact.round_dp_with_strategy(2, RoundingStrategy::MidpointAwayFromZero);
    rounded.rescale(2);
    Some(rounded)
}

/// One item through the three assessments.
#[derive(Clone, Debug, PartialEq)]
pub struct Course<'a> {
    /// The item, as the latest instrument that has it words it.
    pub item: &'a Item,
    /// Its part of the instrument.
    pub component: &'a Component,
    /// What it was scored.
    pub scores: Three<Option<&'a Score>>,
    /// The scores that say how heavy the problem is: without "not specified" and "not applicable".
    pub measured: Three<Option<u8>>,
}

impl Course<'_> {
    /// The change from one assessment to another, negative where the problem became lighter; none unless both
    /// measured it.
    pub fn change(&self, from: AssessmentKind, to: AssessmentKind) -> Option<i8> {
        let of = |kind| self.measured.get(place(kind)).copied().flatten();
        i8::try_from(i16::from(of(to)?) - i16::from(of(from)?)).ok()
    }

    /// The first and the last measured score; none if it was not measured twice.
    pub fn ends(&self) -> Option<(u8, u8)> {
        let mut measured = self.measured.iter().copied().flatten();
        let first = measured.next()?;
        measured.next_back().map(|last| (first, last))
    }

    /// Which way it went, from the first measured score to the last.
    pub fn trend(&self) -> Option<Trend> {
        self.ends().map(|(first, last)| Trend::between(first, last))
    }

    /// Whether it is lighter or heavier at the end than at the start.
    pub fn moved(&self) -> bool {
        matches!(self.trend(), Some(Trend::Better | Trend::Worse))
    }
}

/// One component through the three assessments.
#[derive(Clone, Debug, PartialEq)]
pub struct Summary<'a> {
    /// The component.
    pub component: &'a Component,
    /// The mean of what each assessment measured, to two places.
    pub means: Three<Option<Decimal>>,
    /// How its items moved.
    pub tally: Tally,
}

/// A child's three assessments of one subject, side by side.
#[derive(Clone, Debug, PartialEq)]
pub struct Comparison<'a> {
    /// Who was assessed.
    pub subject: Subject,
    /// The assessments in force.
    pub assessments: Three<Option<&'a Assessment>>,
    /// Item by item, component by component, in the order of the latest instrument; items that only an earlier one has
    /// come last.
    pub courses: Vec<Course<'a>>,
}

impl<'a> Comparison<'a> {
    /// Lays the assessments in force beside each other. `instruments`: at least those they were made with; where they
    /// were made with none, nothing was scored.
    pub fn new(
        child: Id<Child>,
        subject: Subject,
        assessments: &'a [Assessment],
        instruments: &'a [Instrument],
    ) -> Self {
        let held = KINDS.map(|kind| in_force(assessments, child, kind, subject));
        let used = held.map(|held| instruments.iter().find(|one| held.is_some_and(|held| held.instrument == one.id)));
        let mut courses: Vec<Course<'a>> = Vec::new();
        for instrument in used.into_iter().flatten().rev() {
            for item in instrument.items_for(subject) {
                let known = courses.iter().any(|course| course.item.code == item.code);
                let Some(component) = instrument.component_of(item).filter(|_| !known) else { continue };
                let scores = held.map(|held| held.and_then(|held| held.score(&item.code)));
                let mut measured = [None; 3];
                for ((measured, score), used) in measured.iter_mut().zip(scores).zip(used) {
                    // Another scale says nothing that could be compared.
                    let used = used.filter(|used| same_scale(used, instrument));
                    *measured = score.and_then(|score| used?.measured(score.value));
                }
                courses.push(Course { item, component, scores, measured });
            }
        }
        Self { subject, assessments: held, courses }
    }

    /// The components in their order, each with its means and how its items moved.
    pub fn summaries(&self) -> Vec<Summary<'a>> {
        let mut summaries: Vec<Summary<'a>> = Vec::new();
        for course in &self.courses {
            if summaries.iter().any(|summary| summary.component.code == course.component.code) {
                continue;
            }
            let own = || self.courses.iter().filter(|other| other.component.code == course.component.code);
            let means = [0, 1, 2].map(|at| mean(own().filter_map(|course| course.measured[at])));
            let mut tally = Tally::default();
            own().for_each(|course| tally.count(course.trend()));
            summaries.push(Summary { component: course.component, means, tally });
        }
        summaries
    }

    /// How all items moved.
    pub fn tally(&self) -> Tally {
        let mut tally = Tally::default();
        self.courses.iter().for_each(|course| tally.count(course.trend()));
        tally
    }

    /// The mean over all items of each assessment.
    pub fn means(&self) -> Three<Option<Decimal>> {
        [0, 1, 2].map(|at| mean(self.courses.iter().filter_map(|course| course.measured[at])))
    }
}

/// The place of a kind in a [`Three`].
pub fn place(kind: AssessmentKind) -> usize {
    KINDS.iter().position(|other| *other == kind).unwrap_or_default()
}

fn same_scale(one: &Instrument, other: &Instrument) -> bool {
    let steps = |instrument: &Instrument| {
        let measuring = instrument.levels.iter().filter(|level| level.measures);
        measuring.map(|level| level.value).collect::<std::collections::BTreeSet<_>>()
    };
    one.id == other.id || steps(one) == steps(other)
}

/// One goal through the three assessments.
#[derive(Clone, Debug, PartialEq)]
pub struct GoalCourse<'a> {
    /// The goal.
    pub goal: &'a Goal,
    /// How far it had come at each.
    pub progress: Three<Option<&'a Progress>>,
}

impl GoalCourse<'_> {
    /// Which way it went on the attainment scale, from the first assessment that says to the last; there, higher is
    /// better.
    pub fn trend(&self) -> Option<Trend> {
        let mut scales = self.progress.iter().flatten().map(|progress| progress.scale);
        let first = scales.next()?;
        let last = scales.next_back()?;
        Some(match last.cmp(&first) {
            std::cmp::Ordering::Greater => Trend::Better,
            std::cmp::Ordering::Equal => Trend::Same,
            std::cmp::Ordering::Less => Trend::Worse,
        })
    }

    /// How far it was reached in the end: as it was closed, else as the closing assessment says.
    pub fn attainment(&self) -> Attainment {
        match self.goal.attainment {
            Attainment::Open => self.progress[2].map_or(Attainment::Open, |progress| progress.attainment),
            closed => closed,
        }
    }
}

/// A child's goals, in their order, with how far each had come at the three assessments in force: of the child, else
/// of the parents.
pub fn goal_courses<'a>(child: Id<Child>, goals: &'a [Goal], assessments: &'a [Assessment]) -> Vec<GoalCourse<'a>> {
    let held = KINDS.map(|kind| Subject::ALL.iter().filter_map(move |of| in_force(assessments, child, kind, *of)));
    let held = held.map(Iterator::collect::<Vec<_>>);
    let course = |goal: &'a Goal| {
        let at = |at: usize| held[at].iter().find_map(|assessment| assessment.progress_of(goal.id));
        GoalCourse { goal, progress: [at(0), at(1), at(2)] }
    };
    goals.iter().filter(|goal| goal.child == child).map(course).collect()
}

/// One item over many children.
#[derive(Clone, Debug, PartialEq)]
pub struct DomainOutcome<'a> {
    /// The item.
    pub item: &'a Item,
    /// Its part of the instrument.
    pub component: &'a Component,
    /// The mean of each assessment, over the children whose assessment measured it.
    pub means: Three<Option<Decimal>>,
    /// How many children each mean is of.
    pub measured: Three<usize>,
    /// How many children moved which way.
    pub tally: Tally,
}

/// Item by item over several children, in the order in which their comparisons bring the items.
pub fn by_domain<'a>(comparisons: &[Comparison<'a>]) -> Vec<DomainOutcome<'a>> {
    let mut order: Vec<&Course<'a>> = Vec::new();
    let mut by_code: BTreeMap<&str, Vec<&Course<'a>>> = BTreeMap::new();
    for course in comparisons.iter().flat_map(|comparison| &comparison.courses) {
        let of_item = by_code.entry(&course.item.code).or_default();
        if of_item.is_empty() {
            order.push(course);
        }
        of_item.push(course);
    }
    let outcome = |course: &Course<'a>| {
        let of_item = by_code.get(course.item.code.as_str()).map_or(&[] as &[_], Vec::as_slice);
        let values = |at: usize| of_item.iter().filter_map(move |course| course.measured[at]);
        let mut tally = Tally::default();
        of_item.iter().for_each(|course| tally.count(course.trend()));
        DomainOutcome {
            item: course.item,
            component: course.component,
            means: [0, 1, 2].map(|at| mean(values(at))),
            measured: [0, 1, 2].map(|at| values(at).count()),
            tally,
        }
    };
    order.into_iter().map(outcome).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Level, calendar::date};

    const CHILD: Id<Child> = Id::new(7);

    fn instrument(number: u64, codes: &[&str], top: u8) -> Instrument {
        let level = |value| Level { value, measures: value < 8, ..Level::default() };
        let component = |code: &str| Component { code: code.to_owned(), ..Component::default() };
        let item = |code: &&str| Item { code: (*code).to_owned(), ..Item::default() };
        Instrument {
            id: Id::new(number),
            levels: (0..=top).chain([8, 9]).map(level).collect(),
            components: vec![component("b"), component("d")],
            items: codes.iter().map(item).collect(),
            ..Instrument::default()
        }
    }

    fn held(number: u64, kind: AssessmentKind, with: &Instrument, digits: &str) -> Assessment {
        let scores = with.items.iter().zip(digits.chars()).filter_map(|(item, digit)| {
            let value = u8::try_from(digit.to_digit(10)?).ok()?;
            Some(Score { item: item.code.clone(), value, ..Score::default() })
        });
        Assessment {
            id: Id::new(number),
            child: CHILD,
            kind,
            instrument: with.id,
            done_on: Some(date(2018, 9, 1)),
            scores: scores.collect(),
            ..Assessment::default()
        }
    }

    #[test]
    fn means_have_two_places_and_round_halves_away_from_zero() {
        let check = |values: &[u8], expect: Option<&str>| {
            let mean = mean(values.iter().copied()).map(|mean| mean.to_string());
            assert_eq!(mean.as_deref(), expect, "{values:?}");
        };
        check(&[], None);
        check(&[3], Some("3.00"));
        check(&[1, 2, 2], Some("1.67"));
        check(&[1, 1, 2], Some("1.33"));
        check(&[0, 0, 0, 0, 0, 0, 0, 1], Some("0.13")); // 0.125
        check(&[0, 0, 0, 0, 0, 0, 0, 3], Some("0.38")); // 0.375
    }

    #[test]
    fn an_item_moves_from_its_first_measured_score_to_its_last() {
        let instrument = [instrument(1, &["d1"], 4)];
        let check = |digits: [&str; 3], change: Option<i8>, trend: Option<Trend>| {
            let assessments: Vec<Assessment> =
                (0..3).map(|at| held(at as u64 + 1, KINDS[at], &instrument[0], digits[at])).collect();
            let compared = Comparison::new(CHILD, Subject::Child, &assessments, &instrument);
            let course = &compared.courses[0];
            assert_eq!(course.change(AssessmentKind::Initial, AssessmentKind::Closing), change, "{digits:?}");
            assert_eq!(course.trend(), trend, "{digits:?}");
            assert_eq!(course.moved(), trend.is_some_and(|trend| trend != Trend::Same));
        };
        check(["3", "2", "1"], Some(-2), Some(Trend::Better));
        check(["1", "0", "3"], Some(2), Some(Trend::Worse));
        check(["2", "0", "2"], Some(0), Some(Trend::Same));
        check(["8", "3", "2"], None, Some(Trend::Better));
        check(["3", "4", "9"], None, Some(Trend::Worse));
        check(["3", "8", "9"], None, None);
        check(["", "", "2"], None, None);
    }

    #[test]
    fn components_are_summed_up_over_what_was_measured() {
        let instruments = [instrument(1, &["b1", "b2", "d1", "d2", "d3"], 4)];
        let [first, closing] = [("12340", 1, KINDS[0]), ("11299", 3, KINDS[2])]
            .map(|(digits, number, kind)| held(number, kind, &instruments[0], digits));
        let assessments = [first, closing];
        let compared = Comparison::new(CHILD, Subject::Child, &assessments, &instruments);
        let told = |summary: &Summary| {
            let means = summary.means.map(|mean| mean.map_or("-".to_owned(), |mean| mean.to_string()));
            (summary.component.code.clone(), means.join(" "), summary.tally)
        };
        let expect = [
            ("b".to_owned(), "1.50 - 1.00".to_owned(), Tally { better: 1, same: 1, worse: 0 }),
            // At first (3 + 4 + 0) / 3, in the end 2 / 1; only d1 was measured both times.
            ("d".to_owned(), "2.33 - 2.00".to_owned(), Tally { better: 1, same: 0, worse: 0 }),
        ];
        assert_eq!(compared.summaries().iter().map(told).collect::<Vec<_>>(), expect);
        assert_eq!((compared.tally().moved(), compared.tally().same), (2, 1));
    }

    #[test]
    fn assessments_with_different_instruments_stand_side_by_side() {
        let instruments = [instrument(1, &["b1", "d1"], 4), instrument(2, &["d1", "d2"], 4), instrument(3, &["d1"], 5)];
        let check = |closing_with: usize, digits: &str, expect: &[(&str, Three<Option<u8>>)]| {
            let assessments = [
                held(1, AssessmentKind::Initial, &instruments[0], "23"),
                held(2, AssessmentKind::Closing, &instruments[closing_with], digits),
            ];
            let compared = Comparison::new(CHILD, Subject::Child, &assessments, &instruments);
            let told: Vec<_> = compared.courses.iter().map(|c| (c.item.code.as_str(), c.measured)).collect();
            assert_eq!(told, expect);
        };
        let (d1, d2) = (("d1", [Some(3), None, Some(1)]), ("d2", [None, None, Some(2)]));
        check(1, "12", &[d1, d2, ("b1", [Some(2), None, None])]);
        // Three of four and one of five are not steps of one scale.
        check(2, "1", &[("d1", [None, None, Some(1)]), ("b1", [Some(2), None, None])]);
    }

    #[test]
    fn a_correction_counts_once_it_is_completed() {
        let with = instrument(1, &["d1"], 4);
        let completed = |assessment: Assessment| Assessment { completed_on: Some(date(2018, 9, 2)), ..assessment };
        let of = |number| held(number, AssessmentKind::Initial, &with, "1");
        let correcting = Assessment { corrects: Id::new(1), ..of(2) };
        let planned = Assessment { done_on: None, planned_on: Some(date(2018, 9, 1)), ..of(4) };
        let check = |assessments: &[Assessment], expect: Option<u64>| {
            let found = in_force(assessments, CHILD, AssessmentKind::Initial, Subject::Child);
            assert_eq!(found.map(|assessment| assessment.id.0), expect);
        };
        check(std::slice::from_ref(&planned), None);
        check(&[of(1), planned], Some(1));
        check(&[completed(of(1)), of(3)], Some(1));
        check(&[completed(of(1)), correcting.clone()], Some(1));
        check(&[completed(of(1)), completed(correcting)], Some(2));
    }

    #[test]
    fn a_goal_is_followed_through_the_assessments() {
        let goal = |number, attainment| Goal { id: Id::new(number), child: CHILD, attainment, ..Goal::default() };
        let goals = [
            goal(1, Attainment::Open),
            goal(2, Attainment::NotReached),
            Goal { child: Id::new(8), ..goal(3, Attainment::Open) },
        ];
        let with = instrument(1, &["d1"], 4);
        let progress =
            |goal, scale, attainment| Progress { goal: Id::new(goal), scale, attainment, ..Progress::default() };
        let first = Assessment {
            progress: vec![progress(1, -2, Attainment::Open), progress(2, -1, Attainment::Open)],
            ..held(1, AssessmentKind::Initial, &with, "")
        };
        // The parents' assessment tells where the child's does not.
        let of_parents = Assessment {
            subject: Subject::Parents,
            progress: vec![progress(2, -2, Attainment::Open)],
            ..held(2, AssessmentKind::Interim, &with, "")
        };
        let closing = Assessment {
            progress: vec![progress(1, 1, Attainment::Reached)],
            ..held(3, AssessmentKind::Closing, &with, "")
        };
        let assessments = [first, of_parents, closing];
        let told: Vec<_> = goal_courses(CHILD, &goals, &assessments)
            .iter()
            .map(|course| (course.progress.map(|at| at.map(|at| at.scale)), course.trend(), course.attainment()))
            .collect();
        let expect = [
            ([Some(-2), None, Some(1)], Some(Trend::Better), Attainment::Reached),
            ([Some(-1), Some(-2), None], Some(Trend::Worse), Attainment::NotReached),
        ];
        assert_eq!(told, expect);
    }
}
