//! What a change makes of the rules: which it breaks, which it mends, to whose limit it comes nearer.

use super::{Amount, Basis, Breach, Measure, Rule, Shape, Valued, judge_within};
use crate::domain::{Child, Id, budget::Within};

/// What a rule says otherwise after a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Turn {
    /// The limit is passed now, or passed by more than it was.
    Broken,
    /// More is used, within the limit.
    Nearer,
    /// The limit was passed, and is no more.
    Mended,
}

/// A rule that says something else after a change.
#[derive(Clone, Debug, PartialEq)]
pub struct RuleChange {
    /// What has become of it.
    pub turn: Turn,
    /// The rule, its limit, and what there is after the change; of a mended one, what there was before.
    pub told: Breach,
    /// What there was before the change; none: nothing of the kind.
    pub before: Option<Amount>,
}

/// What a rule has against a change, for one child.
#[derive(Clone, Debug, PartialEq)]
pub struct Objection {
    /// Whose budget.
    pub child: Id<Child>,
    /// The child's name, as lists have it.
    pub name: String,
    /// The limit that the change breaks.
    pub breach: Breach,
}

/// Rule by rule what says something else in `after` than in `before`: every limit that is passed then, and was not or
/// by less, the earliest first; every limit that is no more passed; of limits that are kept, the one with the least
/// left of those of which more is used. Each rule is asked about the days beside it.
pub fn compare<'r>(
    rules: impl IntoIterator<Item = (Within, &'r Rule)>,
    before: &Valued,
    after: &Valued,
) -> Vec<RuleChange> {
    let mut changes: Vec<RuleChange> = Vec::new();
    for (within, rule) in rules {
        let judge = |valued: &Valued| judge_within(rule, valued, within);
        for change in of_rule(rule, judge(before), judge(after)) {
            // What a later book says again in the same words is told once.
            let again = |known: &RuleChange| known.turn == change.turn && known.told.is_again(&change.told);
            if !changes.iter().any(again) {
                changes.push(change);
            }
        }
    }
    changes
}

fn of_rule(rule: &Rule, was: Vec<Measure>, is: Vec<Measure>) -> Vec<RuleChange> {
    // What is left of a line is told with its units.
    let nearer = if rule.shape == Shape::Quantity { None } else { nearer(rule, &was, &is) };
    let (was, is) = (broken(rule, was), broken(rule, is));
    let used_before = |breach: &Breach| {
        let mut known = was.iter().map(|old| &old.measure);
        let same = |old: &&Measure| old.basis == breach.measure.basis && old.counts_as(&breach.measure);
        known.find(same).map(|old| old.used.clone())
    };
    let new = is.iter().filter(|breach| !was.iter().any(|old| old.covers(breach)));
    let new = new.map(|breach| RuleChange { turn: Turn::Broken, before: used_before(breach), told: breach.clone() });
    // Whether a plan that passes the limit is a draft or in force, it is not mended.
    let of_sessions = |measure: &Measure| measure.basis == Basis::Sessions;
    let is_same = |old: &Measure, it: &Measure| of_sessions(it) == of_sessions(old) && it.counts_as(old);
    let still = |old: &&Breach| is.iter().any(|it| is_same(&old.measure, &it.measure));
    let mended = was.iter().filter(|old| !still(old));
    let mended =
        mended.map(|old| RuleChange { turn: Turn::Mended, before: Some(old.measure.used.clone()), told: old.clone() });
    new.chain(mended).chain(nearer).collect()
}

/// The limits that are passed: what is spent already first, then the earliest.
pub(super) fn broken(rule: &Rule, measures: Vec<Measure>) -> Vec<Breach> {
    let broken = measures.into_iter().filter(|measure| measure.broken);
    let mut broken: Vec<Breach> = broken.map(|measure| Breach::new(rule, measure)).collect();
    broken.sort_by_key(|breach| (breach.measure.spent.is_none(), breach.measure.date));
    broken
}

/// The limit with the least left among those that are kept and of which more is used than was.
fn nearer(rule: &Rule, was: &[Measure], is: &[Measure]) -> Option<RuleChange> {
    let before = |measure: &Measure| {
        let same =
            |old: &&Measure| (old.basis, &old.service, old.days) == (measure.basis, &measure.service, measure.days);
        was.iter().find(same).map(|old| old.used.clone())
    };
    let kept = is.iter().filter(|measure| !measure.broken && !measure.behind.is_empty());
    let more = kept.filter_map(|measure| {
        let (left, before) = (measure.left()?, before(measure));
        before.as_ref().is_none_or(|before| *before < measure.used).then_some((left, before, measure))
    });
    let least = more.min_by(|(one, ..), (other, ..)| one.partial_cmp(other).unwrap_or(std::cmp::Ordering::Equal));
    least.map(|(_, before, measure)| RuleChange {
        turn: Turn::Nearer,
        told: Breach::new(rule, measure.clone()),
        before,
    })
}
