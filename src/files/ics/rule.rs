//! The repetition of an event, as far as a series of ours can be the same. What other programs say in another way is
//! put into our shapes: every working day, the second of the Tuesdays, every third day, a rule in universal time.

use chrono::{Datelike, Days, NaiveDate, NaiveDateTime, NaiveTime, Weekday};

use super::{
    event::Event,
    moment::{self, Moment, bare, in_latvia, is_universal, moments},
};
use crate::domain::{
    Problem,
    recurrence::{End, MOST_DAYS, Rule, RuleFault},
};

/// An event that repeats.
#[derive(Debug, PartialEq)]
pub(super) struct Repeated {
    /// The day from which the rule counts.
    pub from: NaiveDate,
    /// The rule; it may make more days than the event has.
    pub rule: Rule,
    /// When it takes place, in order and at most once a day, exceptions not yet taken out.
    pub moments: Vec<Moment>,
}

/// How an event repeats; nothing if it does not.
pub(super) fn repeated(event: &Event) -> Result<Option<Repeated>, Problem> {
    let unknown = |text: &str| Problem::BadRule(RuleFault::Unknown(text.to_owned()));
    let (mut rules, mut added) = (event.all("RRULE"), Vec::new());
    for property in event.all("RDATE") {
        added.extend(moments(property)?);
    }
    let first = moment::of(event, "DTSTART").unwrap_or(Err(Problem::Missing))?;
    let rule = rules.next();
    if rule.is_none() && added.is_empty() {
        return Ok(None);
    }
    if let Some(second) = rules.next().or(event.property("EXRULE")) {
        return Err(unknown(&second.value));
    }
    let (start, universal) = (event.value("DTSTART"), is_universal(event.value("DTSTART")));
    let written = bare(start).map_or((first.0, None), |at| (at.date(), Some(at.time())));
    let Some(rule) = rule else {
        added.push(first);
        return described(added, start).map(Some);
    };
    let days = days(&rule.value, written, universal).map_err(Problem::BadRule)?;
    let in_zone = |day: NaiveDate| match written.1 {
        Some(time) if universal => {
            let at = in_latvia(day.and_time(time));
            (at.date(), Some(at.time()))
        }
        time => (day, time),
    };
    let mut found: Vec<Moment> = days.days.iter().map(|day| in_zone(*day)).collect();
    let as_written = found.iter().zip(&days.days).all(|(at, day)| at.0 == *day && at.1 == first.1);
    match days.rule.filter(|_| as_written && added.is_empty()) {
        Some(rule) => Ok(Some(Repeated { from: written.0, rule, moments: found })),
        None => {
            found.extend(added);
            described(found, &rule.value).map(Some)
        }
    }
}

/// By the simplest rule that has all these days; `text`: as it is written.
fn described(mut moments: Vec<Moment>, text: &str) -> Result<Repeated, Problem> {
    moments.sort_unstable();
    moments.dedup();
    // A series has one session a day.
    if moments.windows(2).any(|pair| pair[0].0 == pair[1].0) {
        return Err(Problem::BadRule(RuleFault::Unknown(text.to_owned())));
    }
    let days: Vec<NaiveDate> = moments.iter().map(|moment| moment.0).collect();
    let from = days.first().copied().ok_or(Problem::BadRule(RuleFault::Never))?;
    // Days that lie years apart have no rule with few enough days.
    let (rule, _) = Rule::describing(&days).ok_or(Problem::BadRule(RuleFault::TooMany))?;
    Ok(Repeated { from, rule, moments })
}

/// Days, and the rule that makes exactly them, where we have such a shape.
struct Made {
    days: Vec<NaiveDate>,
    rule: Option<Rule>,
}

/// The days of a rule as it is written, in the zone in which it is written.
fn days(text: &str, start: (NaiveDate, Option<NaiveTime>), universal: bool) -> Result<Made, RuleFault> {
    let mut parts = Parts::read(text)?;
    if let Some(until) = parts.take("UNTIL") {
        let last = last_day(&until, start.1, universal).ok_or_else(|| RuleFault::Unknown(format!("UNTIL={until}")))?;
        parts.put("UNTIL", &last.format("%Y%m%d").to_string());
    }
    let every: u32 = parts.get("INTERVAL").map_or(Ok(1), str::parse).unwrap_or(0);
    match parts.get("FREQ").unwrap_or_default() {
        "DAILY" if every == 1 => {
            parts.take("WKST");
            parts.put("FREQ", "WEEKLY");
            if parts.get("BYDAY").is_none() {
                parts.put("BYDAY", "MO,TU,WE,TH,FR,SA,SU");
            }
        }
        "DAILY" if every > 1 && parts.get("BYDAY").or(parts.get("BYMONTHDAY")).is_none() => {
            return every_so_many_days(every, parts, start.0);
        }
        "WEEKLY" if parts.get("WKST").is_some_and(|first| week_begins_like_ours(first, every, &parts, start.0)) => {
            parts.take("WKST");
        }
        "MONTHLY" => {
            parts.take("WKST");
            parts.place_weekdays();
        }
        _ => {}
    }
    let rule: Rule = parts.text().parse()?;
    Ok(Made { days: rule.days(start.0)?, rule: Some(rule) })
}

/// The day with which a rule ends whose sessions begin at `start`.
fn last_day(until: &str, start: Option<NaiveTime>, universal: bool) -> Option<NaiveDate> {
    if let Ok(day) = NaiveDate::parse_from_str(until, "%Y%m%d") {
        return Some(day);
    }
    let at: NaiveDateTime = bare(until).ok()?;
    let at = if is_universal(until) && !universal { in_latvia(at) } else { at };
    // The session of that day is later.
    if start.is_some_and(|start| start > at.time()) { at.date().pred_opt() } else { Some(at.date()) }
}

fn every_so_many_days(every: u32, mut parts: Parts, start: NaiveDate) -> Result<Made, RuleFault> {
    parts.take("INTERVAL");
    parts.take("WKST");
    parts.put("FREQ", "WEEKLY");
    let rule: Rule = parts.text().parse()?;
    let (count, last) = match rule.end {
        End::Count(count) => (count as usize, NaiveDate::MAX),
        End::Until(last) => (usize::MAX, last),
    };
    let steps = std::iter::successors(Some(start), |day| day.checked_add_days(Days::new(every.into())));
    let days: Vec<NaiveDate> = steps.take_while(|day| *day <= last).take(count.min(MOST_DAYS + 1)).collect();
    match days.len() {
        0 => Err(RuleFault::Never),
        found if found > MOST_DAYS => Err(RuleFault::TooMany),
        _ => Ok(Made { days, rule: None }),
    }
}

/// Whether a week that begins on another day than Monday makes no difference.
fn week_begins_like_ours(first: &str, every: u32, parts: &Parts, start: NaiveDate) -> bool {
    let days: Vec<&str> = parts.get("BYDAY").map(|days| days.split(',').collect()).unwrap_or_default();
    let sunday = days.contains(&"SU") || start.weekday() == Weekday::Sun;
    every == 1 || days.is_empty() || first == "MO" || (first == "SU" && !sunday)
}

/// The parts of a rule, in their order, in capitals.
struct Parts(Vec<(String, String)>);

impl Parts {
    fn read(text: &str) -> Result<Self, RuleFault> {
        let parts = text.trim().split(';').filter(|part| !part.is_empty());
        let read = parts.map(|part| {
            let (name, value) = part.split_once('=').ok_or_else(|| RuleFault::Unknown(part.to_owned()))?;
            Ok((name.to_ascii_uppercase(), value.to_ascii_uppercase()))
        });
        read.collect::<Result<_, _>>().map(Self)
    }

    fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(own, _)| own == name).map(|(_, value)| value.as_str())
    }

    fn take(&mut self, name: &str) -> Option<String> {
        let place = self.0.iter().position(|(own, _)| own == name)?;
        Some(self.0.remove(place).1)
    }

    fn put(&mut self, name: &str, value: &str) {
        self.take(name);
        self.0.push((name.to_owned(), value.to_owned()));
    }

    /// Weekdays of the month with their numbers before them: the second of the Tuesdays, or each of them.
    fn place_weekdays(&mut self) {
        let Some(days) = self.get("BYDAY").map(str::to_owned) else { return };
        let plain = days.split(',').all(|day| day.len() == 2);
        match self.get("BYSETPOS").map(str::to_owned) {
            Some(place) if plain && !days.contains(',') && !place.contains(',') => {
                self.take("BYSETPOS");
                self.put("BYDAY", &format!("{place}{days}"));
            }
            None if plain => {
                let each = days.split(',').flat_map(|day| (1..=5).map(move |nth| format!("{nth}{day}")));
                self.put("BYDAY", &each.collect::<Vec<_>>().join(","));
            }
            _ => {}
        }
    }

    fn text(&self) -> String {
        self.0.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join(";")
    }
}
