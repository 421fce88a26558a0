//! The rules of repetition against an independent implementation of RFC 5545.

use atbalsts::domain::recurrence::{End, Pattern, Rule};
use chrono::{Days, NaiveDate, Weekday};
use proptest::prelude::*;
use rrule::RRuleSet;

/// More than any rule here makes.
const LIMIT: u16 = 2000;

/// The days that the other implementation makes of it.
fn by_other(rule: &Rule, start: NaiveDate, exceptions: &[NaiveDate]) -> Vec<NaiveDate> {
    let at = |day: &NaiveDate| day.format("%Y%m%dT090000Z").to_string();
    // Where the start has a time, so must have the end.
    let rule = rule.to_string();
    let rule = match rule.split_once("UNTIL=") {
        Some((before, day)) => format!("{before}UNTIL={day}T090000Z"),
        None => rule,
    };
    let mut text = format!("DTSTART:{}\nRRULE:{rule}", at(&start));
    if !exceptions.is_empty() {
        let list: Vec<String> = exceptions.iter().map(at).collect();
        text += &format!("\nEXDATE:{}", list.join(","));
    }
    let set: RRuleSet = text.parse().unwrap_or_else(|error| panic!("{text}: {error}"));
    let found = set.all(LIMIT);
    assert!(!found.limited, "{text}");
    found.dates.into_iter().map(|date| date.date_naive()).collect()
}

fn weekday() -> impl Strategy<Value = Weekday> {
    (0u8..7).prop_map(|n| Weekday::try_from(n).unwrap())
}

fn pattern() -> impl Strategy<Value = Pattern> {
    let weekly = prop::collection::vec(weekday(), 0..5).prop_map(Pattern::Weekly);
    let days = prop::collection::vec(1u32..=31, 0..4).prop_map(Pattern::MonthDays);
    // The other implementation knows no fifth from the end.
    let nth = prop_oneof![-4i8..=-1, 1i8..=5];
    let places = prop::collection::vec((nth, weekday()), 1..4).prop_map(Pattern::MonthWeekdays);
    prop_oneof![weekly, days, places]
}

fn start() -> impl Strategy<Value = NaiveDate> {
    (0u64..4000).prop_map(|n| NaiveDate::from_ymd_opt(2018, 1, 1).unwrap() + Days::new(n))
}

fn rule() -> impl Strategy<Value = (Rule, NaiveDate)> {
    let end = prop_oneof![(1u32..60).prop_map(Ok), (0u64..900).prop_map(Err)];
    (pattern(), 1u32..=5, end, start()).prop_map(|(pattern, every, end, start)| {
        let end = end.map_or_else(|days| End::Until(start + Days::new(days)), End::Count);
        (Rule { pattern, every, end }, start)
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn random_rules_make_the_same_days((rule, start) in rule(), gaps in prop::collection::vec(any::<prop::sample::Index>(), 0..5)) {
        let own = rule.days(start).unwrap_or_default();
        // Days of the rule, and one that is none of them.
        let mut exceptions: Vec<NaiveDate> = gaps.iter().filter(|_| !own.is_empty()).map(|gap| *gap.get(&own)).collect();
        if !exceptions.is_empty() {
            exceptions.push(own[0] + Days::new(1));
        }
        let left: Vec<NaiveDate> = own.into_iter().filter(|day| !exceptions.contains(day)).collect();
        prop_assert_eq!(&left, &by_other(&rule, start, &exceptions), "{} from {}", rule, start);
        let again: Rule = rule.to_string().parse().unwrap();
        prop_assert_eq!(again.days(start).unwrap_or_default(), rule.days(start).unwrap_or_default());
    }

    #[test]
    fn any_days_are_described_by_a_rule_and_its_exceptions(start in start(), steps in prop::collection::vec(1u64..30, 0..40)) {
        let mut days = vec![start];
        for step in steps {
            days.push(days[days.len() - 1] + Days::new(step));
        }
        let (rule, exceptions) = Rule::describing(&days);
        prop_assert_eq!(by_other(&rule, start, &exceptions), days);
    }
}
