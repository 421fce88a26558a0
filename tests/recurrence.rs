//! The rules of repetition against an independent implementation of RFC 5545.

use atbalsts::{
    domain::{
        Field,
        recurrence::{End, Pattern, Rule},
    },
    files::ics,
};
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

/// What other programs write: shapes that ours are not written in, ends with a time, zones, weeks from Sunday.
fn foreign() -> impl Strategy<Value = (String, bool)> {
    let days = || prop::sample::subsequence(vec!["MO", "TU", "WE", "TH", "FR", "SA", "SU"], 1..4);
    let shape = prop_oneof![
        (1u32..30).prop_map(|every| format!("FREQ=DAILY;INTERVAL={every}")),
        days().prop_map(|days| format!("FREQ=DAILY;BYDAY={}", days.join(","))),
        (days(), 1u32..4).prop_map(|(days, n)| format!("FREQ=WEEKLY;WKST=SU;INTERVAL={n};BYDAY={}", days.join(","))),
        (days(), prop_oneof![-4i8..=-1, 1i8..=5])
            .prop_map(|(days, nth)| format!("FREQ=MONTHLY;BYDAY={};BYSETPOS={nth}", days[0])),
        (days(), 1u32..3).prop_map(|(days, n)| format!("FREQ=MONTHLY;INTERVAL={n};BYDAY={}", days.join(","))),
        (1u32..=31).prop_map(|day| format!("FREQ=MONTHLY;BYMONTHDAY={day}")),
    ];
    let end = prop_oneof![
        (1u32..40).prop_map(|count| format!("COUNT={count}")),
        (1u64..500, 0u32..24).prop_map(|(days, hour)| {
            let last = NaiveDate::from_ymd_opt(2019, 1, 1).unwrap() + Days::new(days);
            format!("UNTIL={}T{hour:02}3000Z", last.format("%Y%m%d"))
        }),
    ];
    (shape, end, any::<bool>()).prop_map(|(shape, end, universal)| (format!("{shape};{end}"), universal))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn events_of_other_programs_make_the_same_sessions(
        (rule, universal) in foreign(),
        offset in 0u64..365,
        hour in 0u32..24,
        gaps in prop::collection::vec(any::<prop::sample::Index>(), 0..4),
    ) {
        let start = NaiveDate::from_ymd_opt(2018, 9, 3).unwrap() + Days::new(offset);
        // The hours at which clocks are changed are a matter of their own.
        prop_assume!(universal || !(2..=4).contains(&hour));
        let at = |day: NaiveDate| {
            let (zone, mark) = if universal { ("", "Z") } else { (";TZID=Europe/Riga", "") };
            format!("{zone}:{}T{hour:02}0000{mark}", day.format("%Y%m%d"))
        };
        let mut lines = format!("DTSTART{}\nRRULE:{rule}\n", at(start));
        let made = |lines: &str| {
            let set: RRuleSet = lines.parse().ok()?;
            let found = set.all(LIMIT);
            Some(found.dates.into_iter().map(|at| at.with_timezone(&rrule::Tz::Europe__Riga)).collect::<Vec<_>>())
        };
        let Some(all) = made(&lines) else { return Ok(()) };
        for gap in gaps.iter().filter(|_| !all.is_empty()) {
            let gone = gap.get(&all);
            let gone = if universal { gone.naive_utc() } else { gone.naive_local() };
            lines += &format!("EXDATE{}\n", at(gone.date()));
        }
        let by_other: Vec<String> =
            made(&lines).unwrap().iter().map(|at| at.format("%Y-%m-%d %H:%M").to_string()).collect();
        let file = format!("BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:1\n{lines}END:VEVENT\nEND:VCALENDAR\n");
        let table = ics::table(file.as_bytes()).unwrap();
        let cell = |row: usize, field| table.rows[row].cells[table.column(field).unwrap()].as_str();
        let refused = table.rows.iter().any(|row| row.occurrence.as_ref().unwrap().problem.is_some());
        if refused {
            // Only what has no days, weeks from Sunday that are not ours, years that no rule describes day by day, and
            // two sessions on one day, when clocks change.
            let years = all.first().zip(all.last()).is_none_or(|(first, last)| (*last - *first).num_days() > 950);
            let twice = all.windows(2).any(|pair| pair[0].date_naive() == pair[1].date_naive());
            prop_assert!(years || twice || rule.contains("WKST"), "{}", lines);
        } else {
            let own: Vec<String> =
                (0..table.rows.len()).map(|row| format!("{} {}", cell(row, Field::Day), cell(row, Field::Start))).collect();
            prop_assert_eq!(own, by_other, "{}", lines);
        }
    }
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
        let (rule, exceptions) = Rule::describing(&days).unwrap();
        prop_assert_eq!(by_other(&rule, start, &exceptions), days);
    }
}
