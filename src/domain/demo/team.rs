//! What teams found: three assessments of each child and of its parents, and how far the goals had come.

use chrono::{Days, NaiveDate};

use super::{Builder, random::Random, words};
use crate::domain::{
    Assessment, AssessmentKind, Attainment, Child, Choice, Goal, Id, Impairment, Instrument, Item, Progress, Score,
    Scoring, Subject, TeamMember,
};

/// A child whose assessments are planned and, as far as their days have passed, to be held.
pub(super) struct Case {
    pub child: Child,
    pub goals: Vec<Goal>,
    /// The three of the child, in their order.
    pub planned: Vec<Assessment>,
    /// The login of the social worker.
    pub owner: String,
    /// Who assesses: names and professions, the leader first.
    pub team: &'static [(&'static str, &'static str)],
    /// The child's place among all children, from 0.
    pub number: usize,
}

/// The domains that an impairment makes heavy at first, and how heavy.
const fn heavy(impairment: Impairment) -> &'static [(&'static str, u8)] {
    match impairment {
        Impairment::Movement => &[("b7", 3), ("d4", 3), ("d5", 2), ("d6", 2), ("d9", 2), ("e1", 2), ("b4", 1)],
        Impairment::Mental => &[("b1", 3), ("d1", 3), ("d2", 3), ("d3", 2), ("d5", 2), ("d8", 2), ("d9", 2)],
        Impairment::Hearing => &[("b2", 3), ("d3", 3), ("b3", 2), ("d8", 2), ("e1", 1), ("e4", 1)],
        Impairment::Vision => &[("b2", 3), ("d4", 2), ("d1", 2), ("e2", 2), ("d9", 2)],
        Impairment::Speech => &[("b3", 3), ("d3", 3), ("d7", 2), ("e4", 1)],
        Impairment::Autism => &[("b1", 3), ("d7", 3), ("d2", 3), ("b5", 2), ("d3", 2), ("d9", 2), ("e4", 2)],
        Impairment::Other => &[("b4", 2), ("d9", 1)],
    }
}

/// Holds and completes the assessments whose day has passed, those of the parents on the same day as the child's.
pub(super) fn assess(builder: &mut Builder, seed: u64, instrument: &Instrument, cases: Vec<Case>, today: NaiveDate) {
    let instrument = builder.add(|id| Instrument { id, ..instrument.clone() });
    for case in cases {
        // A chance of its own: what is said here changes nothing else.
        let mut random = Random::new(seed ^ (0x5EED << 16) ^ case.number as u64);
        for subject in [Subject::Child, Subject::Parents] {
            let courses = courses(&mut random, &instrument, subject, &case);
            for (at, planned) in case.planned.iter().enumerate() {
                let day = planned.planned_on.unwrap_or(today);
                let assessment = Assessment { subject, ..planned.clone() };
                let assessment = if day < today {
                    let scores = courses.iter().filter_map(|(item, values)| {
                        Some(Score { item: item.code.clone(), value: values[at]?, ..Score::default() })
                    });
                    held(assessment, &case, (at, day, today), scores.collect(), instrument.id)
                } else {
                    assessment
                };
                if subject == Subject::Child {
                    let progress = if day < today { progress(&mut random, &case.goals, at) } else { Vec::new() };
                    let assessment = Assessment { progress, ..assessment };
                    let explained = if case.number == 0 && at == 0 && day < today {
                        independently(builder, assessment, &case, &instrument)
                    } else {
                        assessment
                    };
                    builder.amend(explained);
                } else {
                    builder.add(|id| Assessment { id, ..assessment });
                }
            }
        }
    }
}

/// The assessment as the team completed it.
fn held(
    planned: Assessment,
    case: &Case,
    (at, day, today): (usize, NaiveDate, NaiveDate),
    scores: Vec<Score>,
    instrument: Id<Instrument>,
) -> Assessment {
    let member = |(place, (name, profession)): (usize, &(&str, &str))| TeamMember {
        name: (*name).to_owned(),
        profession: (*profession).to_owned(),
        lead: place == 0,
    };
    let pick = |texts: &[&str]| texts[case.number % texts.len()].to_owned();
    let of_parents = planned.subject == Subject::Parents;
    let conclusions = if of_parents { words::PARENTS_CONCLUSIONS } else { words::CONCLUSIONS };
    let recommendations = if of_parents { words::PARENTS_RECOMMENDATIONS } else { words::RECOMMENDATIONS };
    Assessment {
        done_on: Some(day),
        team: case.team.iter().enumerate().map(member).collect(),
        instrument,
        scores,
        family_resources: if of_parents { pick(words::FAMILY_RESOURCES) } else { String::new() },
        parents_needs: if of_parents { pick(words::PARENTS_NEEDS) } else { String::new() },
        conclusions: conclusions[at].to_owned(),
        recommendations: recommendations[at].to_owned(),
        completed_on: Some((day + Days::new(3)).min(today)),
        completed_by: case.owner.clone(),
        ..planned
    }
}

/// What each item is scored at each assessment: heavy where the impairments are, lighter with time where a goal works
/// at it, elsewhere mostly as it was. None where the scale has no such score.
fn courses<'a>(
    random: &mut Random,
    instrument: &'a Instrument,
    subject: Subject,
    case: &Case,
) -> Vec<(&'a Item, [Option<u8>; 3])> {
    let top = (0..=9).rev().find(|value| instrument.measured(*value).is_some()).unwrap_or_default();
    let heavy: Vec<&(&str, u8)> = case.child.impairments.iter().flat_map(|one| heavy(*one)).collect();
    let course = |item: &'a Item| {
        let known = heavy.iter().filter(|(code, _)| *code == item.code).map(|(_, value)| *value).max();
        let first = match (subject, known) {
            (Subject::Child, Some(heavy)) => heavy + u8::from(random.percent(25)),
            (Subject::Child, None) => random.below(2) as u8,
            (Subject::Parents, _) => random.between(1, 3) as u8,
        };
        let answered = case.goals.iter().any(|goal| goal.domains.contains(&item.code));
        let (lighter, heavier) = match (subject, answered) {
            (_, true) => (70, 0),
            (Subject::Parents, _) => (40, 6),
            (Subject::Child, false) => (12, 5),
        };
        let mut value = first.min(top);
        let mut values = [Some(value); 3];
        for at in [1, 2] {
            let chance = random.below(100);
            if chance < lighter {
                value = value.saturating_sub(1);
            } else if chance < lighter + heavier {
                value = (value + 1).min(top);
            }
            values[at] = Some(value);
        }
        // A few domains do not apply, a few were not found out at first.
        match random.below(60) {
            0 if !answered => values = [Some(9); 3],
            1 => values[0] = Some(8),
            _ => {}
        }
        (item, values.map(|value| value.filter(|value| instrument.level(*value).is_some())))
    };
    instrument.items_for(subject).map(course).collect()
}

/// How far the goals had come: at first where they start from, then nearer, in the end about where they should be.
fn progress(random: &mut Random, goals: &[Goal], at: usize) -> Vec<Progress> {
    let of = |goal: &Goal| {
        let by_then = |scale: i8| match scale {
            0.. => Attainment::Reached,
            -1 => Attainment::Partly,
            _ => Attainment::NotReached,
        };
        let scale = match (at, goal.attainment) {
            (0, _) => -2,
            (_, Attainment::Reached) => random.below(2) as i8,
            (1, _) => -2 + random.below(2) as i8,
            _ => -1 + random.below(3) as i8,
        };
        let (attainment, seen) = match at {
            0 => (Attainment::Open, goal.baseline.clone()),
            _ if scale >= 0 => (Attainment::Reached, goal.target.clone()),
            _ => (by_then(scale), String::new()),
        };
        Progress { goal: goal.id, scale, attainment, observation: seen }
    };
    goals.iter().map(of).collect()
}

/// Two members scored on their own; where they were far apart, the team says why it settled as it did.
fn independently(builder: &mut Builder, agreed: Assessment, case: &Case, instrument: &Instrument) -> Assessment {
    let apart = agreed.scores.iter().position(|score| score.value >= 2 && instrument.measured(score.value).is_some());
    for (name, lighter) in case.team.iter().take(2).map(|(name, _)| *name).zip([false, true]) {
        let own = agreed.scores.iter().enumerate().map(|(place, score)| {
            let value = if lighter && Some(place) == apart { score.value - 2 } else { score.value };
            Score { item: score.item.clone(), value, ..Score::default() }
        });
        let scores = own.collect();
        builder.add(|id| Scoring { id, assessment: agreed.id, member: name.to_owned(), scores });
    }
    let mut explained = agreed;
    if let Some(score) = apart.and_then(|place| explained.scores.get_mut(place)) {
        score.observation = words::EXPLANATION.to_owned();
    }
    explained
}

/// The three assessments as they are planned, before any is held.
pub(super) fn plan(builder: &mut Builder, child: Id<Child>, days: [NaiveDate; 3], place: &str) -> Vec<Assessment> {
    let planned = AssessmentKind::ALL.iter().zip(days).map(|(kind, day)| {
        builder.add(|id| Assessment {
            id,
            child,
            kind: *kind,
            planned_on: Some(day),
            place: place.to_owned(),
            ..Assessment::default()
        })
    });
    planned.collect()
}
