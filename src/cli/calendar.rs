//! `calendar`: public holidays, moved working days, school holidays.

use chrono::{Datelike, NaiveDate};
use clap::{ArgMatches, Command};
use serde_json::json;

use super::{
    Failure, Outcome,
    context::Context,
    definition::{format_option, option, subcommand, text},
};
use crate::{
    domain::{
        Choice, Problem,
        almanac::Almanac,
        calendar::{FIRST_YEAR, LAST_YEAR, Special, working_days},
    },
    i18n::{Lang, command::CommandText, date, plural::Counted},
};

pub(super) fn definition(lang: Lang) -> Command {
    subcommand("calendar", CommandText::Calendar, lang)
        .arg(option("from", CommandText::DayPlace, CommandText::FromOption, lang))
        .arg(option("to", CommandText::DayPlace, CommandText::ToOption, lang))
        .arg(format_option(&["text", "json"], lang))
}

pub(super) fn run(matches: &ArgMatches, context: &mut Context) -> Result<Outcome, Failure> {
    let lang = context.lang;
    let first = context.day(matches, "from")?;
    let year = first.unwrap_or(context.today()).year();
    // Every year has these two days.
    let from = first.or_else(|| NaiveDate::from_ymd_opt(year, 1, 1)).unwrap_or(context.today());
    let to = context.day(matches, "to")?.or_else(|| NaiveDate::from_ymd_opt(year, 12, 31)).unwrap_or(from);
    if to < from {
        return Err(Failure::Usage(
            CommandText::EndsBeforeBeginning.fill(lang, &[&date::show(to, lang), &date::show(from, lang)]),
        ));
    }
    let years = FIRST_YEAR..=LAST_YEAR;
    if !years.contains(&from.year()) || !years.contains(&to.year()) {
        return Err(Failure::Usage(CommandText::NotInCalendar.fill(lang, &[&FIRST_YEAR, &LAST_YEAR])));
    }
    let all = from.iter_days().take_while(|day| *day <= to);
    // Nothing is said of school holidays that nobody has set yet: that they are not in the list proves nothing.
    let unknown = Almanac::in_force().unknown_school_year(all).map(Problem::UnknownSchoolYear);
    let unknown = unknown.map(|problem| CommandText::Warning.fill(lang, &[&problem.sentence(lang)]));
    let done = Outcome { complaints: unknown.into_iter().collect(), ..Outcome::done() };
    let days: Vec<(NaiveDate, Special)> = from.iter_days().take_while(|day| *day <= to).flat_map(specials).collect();
    if text(matches, "format") == Some("json") {
        let rows: Vec<_> = days.iter().map(|(day, special)| as_json(*day, *special, lang)).collect();
        writeln!(context.out, "{}", serde_json::to_string_pretty(&rows).map_err(std::io::Error::from)?)?;
        return Ok(done);
    }
    for (first, last, special) in periods(&days) {
        let short = |day: NaiveDate| format!("{} {}", date::show(day, lang), date::weekday_short(day.weekday(), lang));
        let until = if last > first { format!(" – {}", short(last)) } else { String::new() };
        writeln!(context.out, "{}{until}  {}", short(first), special.text(lang))?;
    }
    let count = |follows_moved| working_days(from, to, follows_moved).len();
    let (plain, moved) = (Counted::Day.text(count(false) as u64, lang), count(true));
    let parts: [&dyn std::fmt::Display; 4] = [&date::show(from, lang), &date::show(to, lang), &plain, &moved];
    writeln!(context.out, "{}", CommandText::WorkingDays.fill(lang, &parts))?;
    Ok(done)
}

fn specials(day: NaiveDate) -> impl Iterator<Item = (NaiveDate, Special)> {
    let almanac = Almanac::in_force();
    Special::of(day, almanac, almanac).map(move |special| (day, special))
}

/// The same, school holidays from their first to their last day.
fn periods(days: &[(NaiveDate, Special)]) -> Vec<(NaiveDate, NaiveDate, Special)> {
    let mut periods: Vec<(NaiveDate, NaiveDate, Special)> = Vec::new();
    for &(day, special) in days {
        let goes_on = |period: &&mut (NaiveDate, NaiveDate, Special)| {
            matches!(special, Special::School(_)) && period.2 == special && period.1.succ_opt() == Some(day)
        };
        match periods.iter_mut().rev().find(goes_on) {
            Some(period) => period.1 = day,
            None => periods.push((day, day, special)),
        }
    }
    periods
}

fn as_json(day: NaiveDate, special: Special, lang: Lang) -> serde_json::Value {
    let (kind, name, other) = match special {
        Special::Holiday(holiday) => ("holiday", "holiday", json!(holiday.name())),
        Special::MovedOff(worked) => ("moved_off", "worked_on", json!(worked)),
        Special::MovedOn(free) => ("moved_on", "free_on", json!(free)),
        Special::School(school) => ("school_holiday", "school_holiday", json!(school.name())),
    };
    json!({ "date": day, "kind": kind, name: other, "text": special.text(lang) })
}
