//! Which rules are asked about which days: when one book takes another's place, each day is judged by the book of its
//! day.

use chrono::NaiveDate;

use super::{Basis, Judgement, Measure, Rule, RuleBook, Valued, asked};
use crate::domain::{PlanLine, budget::Within};

/// The rules of a time in which one book is in force, or none.
#[derive(Clone, Debug)]
pub struct Asked {
    /// The days.
    pub within: Within,
    /// All of them, see [`asked`].
    pub rules: Vec<Rule>,
    /// Whether some rule counts the money of the whole family.
    pub about_siblings: bool,
    /// Whether some rule looks at who provides.
    pub about_providers: bool,
}

impl Asked {
    /// By a programme's books: one after the other, from the first day to the last. Before the first of them has begun
    /// only those rules are asked that every programme has.
    pub fn of(books: &[RuleBook]) -> Vec<Self> {
        let mut firsts: Vec<NaiveDate> =
            books.iter().map(|book| book.from).filter(|from| *from > NaiveDate::MIN).collect();
        firsts.sort_unstable();
        firsts.dedup();
        let begin = std::iter::once(NaiveDate::MIN).chain(firsts.iter().copied());
        let end = firsts.iter().filter_map(|next| next.pred_opt()).chain([NaiveDate::MAX]);
        let times = begin.zip(end).map(|(from, to)| {
            let book = RuleBook::in_force(books, from);
            Self {
                within: Within { from, to },
                rules: asked(book),
                about_siblings: book.is_some_and(RuleBook::is_about_siblings),
                about_providers: book.is_some_and(RuleBook::is_about_providers),
            }
        });
        times.collect()
    }

    /// Whether a child with these lines counts towards some rule about the money of the whole family: what siblings spend
    /// tells nothing of a change for one who does not.
    pub fn needs_siblings<'l>(&self, lines: impl Iterator<Item = &'l PlanLine> + Clone) -> bool {
        let counts = |rule: &Rule| rule.is_about_siblings() && lines.clone().any(|line| rule.concerns(line));
        self.about_siblings && self.rules.iter().any(counts)
    }

    /// Those that have a say in a change of which `first` is the first day: the rules of that day, which judge what lies
    /// before it, too, and all that come later.
    pub fn from_day(all: &[Self], first: NaiveDate) -> impl Iterator<Item = (Within, &Self)> + Clone {
        let later = all.iter().filter(move |asked| first <= asked.within.to);
        later.map(move |asked| {
            let is_first = asked.within.covers(first);
            let from = if is_first { NaiveDate::MIN } else { asked.within.from };
            (Within { from, ..asked.within }, asked)
        })
    }
}

/// What the rules say of a child from today to the end of its programme: those in force today, and of each book that
/// takes their place what it says otherwise, and what is broken by it.
pub fn ahead(all: &[Asked], valued: &Valued) -> Vec<Judgement> {
    let (today, end) = (valued.facts.today, valued.facts.account.to);
    let mut judgements = Vec::new();
    let mut before: &[Rule] = &[];
    for (within, asked) in Asked::from_day(all, today).take_while(|(within, _)| within.from <= end.max(today)) {
        let of_today = asked.within.covers(today);
        let judged = asked.rules.iter().map(|rule| Judgement::new(rule, valued, within));
        let says =
            |told: &Judgement| told.measures.iter().any(|measure| measure.broken) || !before.contains(&told.rule);
        judgements.extend(judged.filter(|told| of_today || says(told)));
        before = &asked.rules;
    }
    judgements
}

impl Measure {
    /// As the rules see it that are in force on those days; none if it is not for them to say. A limit is theirs if it
    /// is passed on their days, or was before and something that counts lies on their days.
    pub(super) fn seen(self, within: Within) -> Option<Self> {
        let counted = self.behind.iter().map(|behind| behind.day).max().unwrap_or(self.date);
        let last = if self.basis == Basis::Sessions { counted } else { self.days.1 };
        // A limit that is kept is so from the first of its days on.
        let first = if self.broken { self.date } else { self.days.0 };
        let is_theirs = first <= within.to && within.from <= last;
        is_theirs.then(|| Self { date: self.date.max(within.from), ..self })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{
        Id,
        calendar::date,
        rules::{Amount, Behind, Source},
    };

    #[test]
    fn a_limit_is_told_by_the_book_of_the_days_on_which_it_is_kept_or_passed() {
        let days = (date(2018, 9, 3), date(2019, 9, 30));
        let used = Amount::Units(10.into());
        let behind = |day| Behind { source: Source::Session(Id::new(1)), day, amount: used.clone() };
        let autumn = Within { from: NaiveDate::MIN, to: date(2018, 12, 31) };
        let spring = Within { from: date(2019, 1, 1), to: NaiveDate::MAX };
        let check = |broken: bool, passed: NaiveDate, expect: (bool, bool)| {
            let measure = Measure {
                basis: Basis::Sessions,
                service: "FIZ".into(),
                part: None,
                days,
                limit: Amount::Units(9.into()),
                used: used.clone(),
                spent: None,
                date: passed,
                broken,
                behind: vec![behind(date(2018, 9, 10)), behind(date(2019, 5, 6))],
            };
            let seen = |within| measure.clone().seen(within).is_some();
            assert_eq!((seen(autumn), seen(spring)), expect, "{broken} {passed}");
        };
        check(true, date(2018, 12, 3), (true, true));
        check(true, date(2019, 5, 6), (false, true));
        check(false, date(2019, 5, 6), (true, true));
    }
}
