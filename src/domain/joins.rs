//! What does not join: from an assessment to a goal, from a goal to a plan line, from a plan line to a goal.

use super::{Assessment, Attainment, Child, Choice, Goal, Id, Instrument, PlanLine, Subject, outcome::Comparison};

/// A place where needs, goals and support do not meet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Gap {
    /// The domain became heavier from one assessment to the next, and no open goal names it.
    WorseWithoutGoal {
        /// Who was assessed.
        subject: Subject,
        /// The item of the instrument (`d4`).
        domain: String,
        /// The score before.
        from: u8,
        /// The score now.
        to: u8,
    },
    /// The goal is open, and no line of the newest plan version serves it.
    GoalWithoutLine(Id<Goal>),
    /// The line of the newest plan version serves no goal.
    LineWithoutGoal(Id<PlanLine>),
}

/// A gap, with the reason why it is left, if somebody wrote one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Join {
    /// What does not meet.
    pub gap: Gap,
    /// The written reason; empty while the gap is open.
    pub reason: String,
}

impl Join {
    /// Whether nobody has said yet why it is so.
    pub fn is_open(&self) -> bool {
        self.reason.trim().is_empty()
    }
}

/// What the rule looks at.
#[derive(Clone, Copy, Debug)]
pub struct Joined<'a> {
    /// Whose.
    pub child: &'a Child,
    /// The child's goals.
    pub goals: &'a [Goal],
    /// The lines of the newest plan version.
    pub lines: &'a [PlanLine],
    /// The child's assessments.
    pub assessments: &'a [Assessment],
    /// At least the instruments they were made with.
    pub instruments: &'a [Instrument],
}

/// Everything that does not join, reasoned or not: worsened domains in the instrument's order, goals by number, lines in
/// theirs. A plan version is ready to be approved when none of it is open: the approval warns while some is, and is meant
/// to be refused once a municipality's rules say so.
pub fn joins(of: Joined<'_>) -> Vec<Join> {
    let mut found = Vec::new();
    for &subject in Subject::ALL {
        found.extend(worsened(of, subject));
    }
    let open = || of.goals.iter().filter(|goal| goal.attainment == Attainment::Open);
    let unserved = open().filter(|goal| !of.lines.iter().any(|line| line.goals.contains(&goal.id)));
    found.extend(
        unserved.map(|goal| Join { gap: Gap::GoalWithoutLine(goal.id), reason: goal.no_line_reason.trim().to_owned() }),
    );
    let aimless = of.lines.iter().filter(|line| line.goals.is_empty());
    found.extend(
        aimless.map(|line| Join { gap: Gap::LineWithoutGoal(line.id), reason: line.no_goal_reason.trim().to_owned() }),
    );
    found
}

/// Domains that the latest assessment of a subject measured heavier than the one before it.
fn worsened(of: Joined<'_>, subject: Subject) -> Vec<Join> {
    let compared = Comparison::new(of.child.id, subject, of.assessments, of.instruments);
    let held = (0..3).rev().filter(|at| compared.assessments[*at].is_some());
    let latest: Vec<usize> = held.take(2).collect();
    let &[now, before] = latest.as_slice() else { return Vec::new() };
    let courses = compared.courses.iter().filter_map(|course| {
        let (from, to) = (course.measured[before]?, course.measured[now]?);
        let domain = &course.item.code;
        if to <= from || is_answered(of, domain) {
            return None;
        }
        let left = of.child.left_open.iter().rfind(|left| left.domain == *domain && left.value >= to);
        let gap = Gap::WorseWithoutGoal { subject, domain: domain.clone(), from, to };
        Some(Join { gap, reason: left.map(|left| left.reason.trim().to_owned()).unwrap_or_default() })
    });
    courses.collect()
}

/// Whether an open goal names the domain, or a finer code of the classification inside it: `d450` answers `d4`, unless
/// the instrument scores it as a domain of its own.
fn is_answered(of: Joined<'_>, domain: &str) -> bool {
    let is_own = |named: &str| of.instruments.iter().any(|instrument| instrument.item(named).is_some());
    let names = |named: &String| named == domain || (named.starts_with(domain) && !is_own(named));
    let open = of.goals.iter().filter(|goal| goal.attainment == Attainment::Open);
    open.flat_map(|goal| &goal.domains).any(names)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{AssessmentKind, LeftOpen, Score, calendar::date, instrument::of_activities};

    fn instrument() -> Instrument {
        Instrument { id: Id::new(1), ..of_activities(&["d1", "d4", "p1", "p10"]) }
    }

    fn assessment(kind: AssessmentKind, subject: Subject, scores: &[(&str, u8)]) -> Assessment {
        let score = |(item, value): &(&str, u8)| Score { item: (*item).to_owned(), value: *value, ..Score::default() };
        let month = 1 + kind as u32;
        Assessment {
            id: Id::new(u64::from(month) + 10 * subject as u64),
            child: Id::new(1),
            kind,
            subject,
            done_on: Some(date(2019, month, 1)),
            instrument: Id::new(1),
            scores: scores.iter().map(score).collect(),
            ..Assessment::default()
        }
    }

    fn goal(number: u32, domains: &[&str]) -> Goal {
        let domains = domains.iter().map(|domain| (*domain).to_owned()).collect();
        Goal { id: Id::new(number.into()), child: Id::new(1), number, domains, ..Goal::default() }
    }

    fn line(number: u64, goals: &[u64]) -> PlanLine {
        PlanLine {
            id: Id::new(number),
            goals: goals.iter().map(|goal| Id::new(*goal)).collect(),
            ..PlanLine::default()
        }
    }

    /// The gaps as short words, a dot before those that are reasoned.
    fn found(child: &Child, goals: &[Goal], lines: &[PlanLine], assessments: &[Assessment]) -> Vec<String> {
        let joined = Joined { child, goals, lines, assessments, instruments: &[instrument()] };
        let told = |join: &Join| {
            let gap = match &join.gap {
                Gap::WorseWithoutGoal { domain, from, to, .. } => format!("{domain} {from}-{to}"),
                Gap::GoalWithoutLine(goal) => format!("M{goal}"),
                Gap::LineWithoutGoal(line) => format!("line {line}"),
            };
            format!("{}{gap}", if join.is_open() { "" } else { "." })
        };
        joins(joined).iter().map(told).collect()
    }

    fn child(left_open: &[(&str, u8)]) -> Child {
        let left = |(domain, value): &(&str, u8)| LeftOpen {
            domain: (*domain).to_owned(),
            value: *value,
            reason: "to risina ārsts".to_owned(),
        };
        Child { id: Id::new(1), left_open: left_open.iter().map(left).collect(), ..Child::default() }
    }

    #[test]
    fn a_domain_that_became_heavier_needs_an_open_goal_or_a_reason() {
        use AssessmentKind::{Closing, Initial, Interim};
        use Subject::{Child as OfChild, Parents};
        let served = [line(1, &[1, 2])];
        let check = |left: &[(&str, u8)], domains: &[&str], assessments: &[Assessment], expect: &[&str]| {
            assert_eq!(found(&child(left), &[goal(1, domains)], &served, assessments), expect);
        };
        let first = || assessment(Initial, OfChild, &[("d1", 2), ("d4", 1)]);
        let second = |scores| assessment(Interim, OfChild, scores);
        // One assessment compares with nothing.
        check(&[], &[], &[first()], &[]);
        check(&[], &[], &[first(), second(&[("d1", 2), ("d4", 3)])], &["d4 1-3"]);
        check(&[], &[], &[first(), second(&[("d1", 3), ("d4", 2)])], &["d1 2-3", "d4 1-2"]);
        // Lighter, the same, or "not applicable" is no worsening.
        check(&[], &[], &[first(), second(&[("d1", 1), ("d4", 1)])], &[]);
        check(&[], &[], &[first(), second(&[("d1", 9), ("d4", 8)])], &[]);
        // A goal answers by the domain's code or a finer one.
        check(&[], &["d4"], &[first(), second(&[("d4", 3)])], &[]);
        check(&[], &["d450"], &[first(), second(&[("d4", 3)])], &[]);
        check(&[], &["d1"], &[first(), second(&[("d4", 3)])], &["d4 1-3"]);
        // A reason holds for the score that it was written about.
        check(&[("d4", 3)], &[], &[first(), second(&[("d4", 3)])], &[".d4 1-3"]);
        check(&[("d4", 2)], &[], &[first(), second(&[("d4", 3)])], &["d4 1-3"]);
        // The latest two count, of each subject by itself; one that is only planned does not.
        let third = assessment(Closing, OfChild, &[("d4", 2)]);
        check(&[], &[], &[first(), second(&[("d4", 3)]), third.clone()], &[]);
        check(&[], &[], &[first(), third.clone()], &["d4 1-2"]);
        let planned = Assessment { done_on: None, ..third };
        check(&[], &[], &[first(), second(&[("d4", 3)]), planned], &["d4 1-3"]);
        let parents = |kind, first, tenth| assessment(kind, Parents, &[("p1", first), ("p10", tenth)]);
        check(&[], &[], &[parents(Initial, 1, 1), parents(Closing, 2, 1), second(&[("d4", 3)])], &["p1 1-2"]);
        // An item that only begins alike is another one.
        check(&[], &["p10"], &[parents(Initial, 1, 1), parents(Closing, 2, 2)], &["p1 1-2"]);
    }

    #[test]
    fn a_goal_that_is_closed_answers_nothing_and_needs_nothing() {
        use AssessmentKind::{Initial, Interim};
        let reached = Goal { attainment: Attainment::Reached, ..goal(1, &["d4"]) };
        let worse =
            [assessment(Initial, Subject::Child, &[("d4", 1)]), assessment(Interim, Subject::Child, &[("d4", 2)])];
        assert_eq!(found(&child(&[]), &[reached], &[], &worse), ["d4 1-2"]);
    }

    #[test]
    fn goals_and_lines_need_each_other_or_a_reason() {
        let check = |goals: &[Goal], lines: &[PlanLine], expect: &[&str]| {
            assert_eq!(found(&child(&[]), goals, lines, &[]), expect);
        };
        let reasoned = |goal: Goal| Goal { no_line_reason: "dara skola".to_owned(), ..goal };
        check(&[goal(1, &[])], &[line(1, &[1])], &[]);
        check(&[goal(1, &[]), goal(2, &[])], &[line(1, &[1])], &["M2"]);
        check(&[goal(1, &[]), reasoned(goal(2, &[]))], &[line(1, &[1]), line(2, &[])], &[".M2", "line 2"]);
        let transport = PlanLine { no_goal_reason: "ceļš uz visām nodarbībām".to_owned(), ..line(2, &[]) };
        check(&[goal(1, &[])], &[line(1, &[1]), transport], &[".line 2"]);
        check(&[goal(1, &[])], &[], &["M1"]);
        check(&[], &[], &[]);
    }

    #[test]
    fn a_reason_of_blanks_is_none() {
        let goals = [Goal { no_line_reason: "  ".to_owned(), ..goal(1, &[]) }];
        assert_eq!(found(&child(&[]), &goals, &[], &[]), ["M1"]);
    }
}
