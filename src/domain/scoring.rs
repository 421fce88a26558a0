//! The scoring: what one member of the team saw, on their own, before the team agrees.

use serde::{Deserialize, Serialize};

use super::{Assessment, Family, Field, Goal, Id, Index, IndexKey, Instrument, Score, record, require};

/// Two members who scored an item so many steps apart, or more, must explain it.
const APART: u8 = 2;

/// One member's scores in an assessment.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Scoring {
    /// Its number.
    pub id: Id<Scoring>,
    /// In which assessment.
    pub assessment: Id<Assessment>,
    /// The name of the team's member.
    pub member: String,
    /// What they scored, in the instrument's order.
    pub scores: Vec<Score>,
}

record! { Scoring,
    links: |this| [Assessment: [&mut this.assessment]],
    index: |scoring| {
        vec![IndexKey::new(Index::ScoringByAssessment).id(scoring.assessment.0).text(&scoring.member)]
    },
    faults: |scoring| require(&[(Field::Member, &scoring.member)]),
}

/// What the scoring of an assessment needs to know.
#[derive(Clone, Debug, Default)]
pub struct ScoringContext {
    /// The assessment.
    pub assessment: Assessment,
    /// The child's name, as lists have it.
    pub name: String,
    /// The household.
    pub family: Id<Family>,
    /// With what it is scored; its number is 0 while the store does not hold it.
    pub instrument: Instrument,
    /// The same child's earlier assessments of the same subject that are in force, the first first.
    pub earlier: Vec<Assessment>,
    /// The completed assessment that this one corrects.
    pub corrected: Option<Assessment>,
    /// Whether another assessment corrects this one.
    pub has_correction: bool,
    /// What members of the team scored on their own.
    pub scorings: Vec<Scoring>,
    /// The child's goals to be judged: open ones, and those that were judged here; none where the parents are assessed.
    pub goals: Vec<Goal>,
}

/// An item that members of the team saw too differently to leave it unexplained.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Disagreement<'a> {
    /// The item's code.
    pub item: &'a str,
    /// Who scored what, in the order of the scorings.
    pub scores: Vec<(&'a str, u8)>,
}

/// What keeps an assessment from being completed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Lacking {
    /// The item has no score.
    Score,
    /// Members scored it two or more apart, and no observation of the team says why.
    Explanation,
}

/// The items, in the instrument's order, that members scored two or more apart. Scores that do not measure, as "not
/// applicable", are not compared.
pub fn disagreements<'a>(scorings: &'a [Scoring], instrument: &'a Instrument) -> Vec<Disagreement<'a>> {
    let apart = instrument.items.iter().filter_map(|item| {
        let scores = given(scorings, &item.code);
        let measured = || scores.iter().filter_map(|(_, value)| instrument.measured(*value));
        let is_apart = measured().max()?.abs_diff(measured().min()?) >= APART;
        is_apart.then_some(Disagreement { item: &item.code, scores })
    });
    apart.collect()
}

/// What members gave an item, each with their name.
fn given<'a>(scorings: &'a [Scoring], item: &str) -> Vec<(&'a str, u8)> {
    let of = |scoring: &'a Scoring| {
        let score = scoring.scores.iter().find(|score| score.item == item)?;
        Some((scoring.member.as_str(), score.value))
    };
    scorings.iter().filter_map(of).collect()
}

/// The score of an item: the team's own; else, where all members who scored it agree, theirs.
pub fn agreed(assessment: &Assessment, scorings: &[Scoring], item: &str) -> Option<u8> {
    if let Some(score) = assessment.score(item) {
        return Some(score.value);
    }
    let given = given(scorings, item);
    let (_, first) = given.first()?;
    given.iter().all(|(_, value)| value == first).then_some(*first)
}

/// The team's scores, with those added that all members agree on; items of the assessment's subject, in the
/// instrument's order. What the team wrote about an item stays.
pub fn agreed_scores(assessment: &Assessment, scorings: &[Scoring], instrument: &Instrument) -> Vec<Score> {
    let scores = instrument.items_for(assessment.subject).filter_map(|item| {
        let value = agreed(assessment, scorings, &item.code)?;
        let own = assessment.score(&item.code).cloned();
        Some(own.unwrap_or_else(|| Score { item: item.code.clone(), value, ..Score::default() }))
    });
    scores.collect()
}

/// What is lacking before the assessment can be completed, by item in the instrument's order: every item of its
/// subject needs a score of the team ([`agreed_scores`] takes over what members agree on), and one that members scored
/// two or more apart an observation that says why.
pub fn completion_faults<'a>(
    assessment: &Assessment,
    scorings: &[Scoring],
    instrument: &'a Instrument,
) -> Vec<(&'a str, Lacking)> {
    let apart = disagreements(scorings, instrument);
    let lacking = instrument.items_for(assessment.subject).filter_map(|item| {
        let score = assessment.score(&item.code);
        let explained = score.is_some_and(|score| !score.observation.trim().is_empty());
        let what = match score {
            None => Lacking::Score,
            Some(_) if !explained && apart.iter().any(|one| one.item == item.code) => Lacking::Explanation,
            Some(_) => return None,
        };
        Some((item.code.as_str(), what))
    });
    lacking.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::instrument::of_activities;

    fn instrument() -> Instrument {
        of_activities(&["d1", "d2", "d3", "p1"])
    }

    /// Scores in the order of the items; `-` for none.
    fn scores(text: &str) -> Vec<Score> {
        let score = |(n, digit): (usize, char)| {
            let value = u8::try_from(digit.to_digit(10)?).ok()?;
            Some(Score { item: format!("d{}", n + 1), value, observation: String::new() })
        };
        text.chars().enumerate().filter_map(score).collect()
    }

    fn scorings(members: &[&str]) -> Vec<Scoring> {
        let scoring = |text: &&str| Scoring { member: "Ilze".to_owned(), scores: scores(text), ..Scoring::default() };
        members.iter().map(scoring).collect()
    }

    #[test]
    fn members_disagree_when_they_are_two_steps_apart() {
        let check = |members: &[&str], expect: &[&str]| {
            let (scorings, instrument) = (scorings(members), instrument());
            let found: Vec<&str> = disagreements(&scorings, &instrument).iter().map(|one| one.item).collect();
            assert_eq!(found, expect, "{members:?}");
        };
        check(&["123", "123"], &[]);
        check(&["123", "234"], &[]);
        check(&["123", "323"], &["d1"]);
        check(&["112", "233", "314"], &["d1", "d2", "d3"]);
        // "Not applicable" is no distance from anything.
        check(&["19-", "9-9"], &[]);
        check(&["190", "334"], &["d1", "d3"]);
        check(&["111"], &[]);
        check(&[], &[]);
    }

    #[test]
    fn the_teams_own_score_goes_before_what_members_agree_on() {
        let check = |own: &str, members: &[&str], expect: [Option<u8>; 3]| {
            let assessment = Assessment { scores: scores(own), ..Assessment::default() };
            let scorings = scorings(members);
            assert_eq!(["d1", "d2", "d3"].map(|item| agreed(&assessment, &scorings, item)), expect);
            let taken: Vec<u8> = expect.into_iter().flatten().collect();
            let scores = agreed_scores(&assessment, &scorings, &instrument());
            assert_eq!(scores.iter().map(|score| score.value).collect::<Vec<_>>(), taken);
        };
        check("2--", &["11-", "12-"], [Some(2), None, None]);
        check("---", &["11-", "11-"], [Some(1), Some(1), None]);
        check("---", &["1--", "-29"], [Some(1), Some(2), Some(9)]);
    }

    #[test]
    fn completing_needs_every_score_and_a_word_about_every_disagreement() {
        use Lacking::{Explanation, Score as NoScore};
        let check = |own: &str, observed: &[&str], members: &[&str], expect: &[(&str, Lacking)]| {
            let mut assessment = Assessment { scores: scores(own), ..Assessment::default() };
            for score in assessment.scores.iter_mut().filter(|score| observed.contains(&score.item.as_str())) {
                score.observation = "mājās citādi nekā skolā".to_owned();
            }
            assert_eq!(completion_faults(&assessment, &scorings(members), &instrument()), expect);
        };
        check("123", &[], &[], &[]);
        check("-2-", &[], &[], &[("d1", NoScore), ("d3", NoScore)]);
        check("123", &[], &["121", "323"], &[("d1", Explanation), ("d3", Explanation)]);
        check("12-", &["d1"], &["121", "323"], &[("d3", NoScore)]);
        check("123", &["d1", "d3"], &["121", "323"], &[]);
    }
}
