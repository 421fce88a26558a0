//! `report KIND`: which children, on which day, from which state of the store; and `report burndown`, the figures of
//! children's budgets and their course over time.

use std::{
    fmt::Write as _,
    sync::{Arc, LazyLock},
};

use chrono::{Datelike, NaiveDate};
use clap::{Arg, ArgMatches, Command};
use serde_json::{Value, json};

use super::{
    Failure, Outcome,
    context::Context,
    definition::{flag, format_option, option, output_option, subcommand, text},
    report_budget,
};
use crate::{
    domain::{Child, Id, Kind, Money, Programme, budget::FigureKind, burndown::Burndown, overview::Dossier},
    files::export,
    i18n::{Lang, clean::clean, collation, command::CommandText, date, number},
    store::{Reader, Store, StoreError, views},
};
use unicode_width::UnicodeWidthStr;

pub(super) fn definition(lang: Lang) -> Command {
    let burndown = subcommand("burndown", CommandText::BurndownReport, lang)
        .args(narrowing(lang))
        .arg(flag("weeks", CommandText::WeeksOption, lang))
        .arg(format_option(&["text", "csv", "json"], lang))
        .arg(output_option(lang));
    subcommand("report", CommandText::Report, lang)
        .subcommand_required(true)
        .subcommands([burndown, report_budget::definition(lang)])
}

/// The options that say which children, on which day, from which state of the store.
pub(super) fn narrowing(lang: Lang) -> [Arg; 3] {
    [
        option("child", CommandText::NumberPlace, CommandText::ChildOption, lang)
            .value_parser(clap::value_parser!(u64)),
        option("month", CommandText::MonthPlace, CommandText::MonthOption, lang),
        option("as-of", CommandText::AsOfPlace, CommandText::AsOfOption, lang),
    ]
}

pub(super) fn run(matches: &ArgMatches, context: &mut Context) -> Result<Outcome, Failure> {
    match matches.subcommand() {
        Some(("budget", matches)) => report_budget::run(matches, context),
        Some((_, matches)) => run_burndown(matches, context),
        None => Ok(Outcome::done()),
    }
}

fn run_burndown(matches: &ArgMatches, context: &mut Context) -> Result<Outcome, Failure> {
    let lang = context.lang;
    let Found { dossiers, day, .. } = read(matches, context)?;
    let weeks = matches.get_flag("weeks");
    let bytes = match text(matches, "format") {
        Some("json") => json_of(&dossiers, weeks)?,
        Some("csv") => csv_of(&dossiers, weeks, lang)?,
        _ => text_of(&dossiers, weeks, day, lang).into_bytes(),
    };
    context.deliver(matches, &bytes)?;
    Ok(Outcome::done())
}

/// What a report is made of.
pub(super) struct Found {
    /// The children by programme, then by name.
    pub(super) dossiers: Vec<Arc<Dossier>>,
    programmes: Vec<Programme>,
    /// The day it is about.
    pub(super) day: NaiveDate,
}

impl Found {
    /// The programme that a child takes part in.
    pub(super) fn programme_of(&self, dossier: &Dossier) -> &Programme {
        static NONE: LazyLock<Programme> = LazyLock::new(Programme::default);
        self.programmes.iter().find(|programme| programme.id == dossier.family.programme).unwrap_or(&NONE)
    }
}

/// Reads what the options of [`narrowing`], and `--programme` where there is one, ask for; and notes who looked.
pub(super) fn read(matches: &ArgMatches, context: &Context) -> Result<Found, Failure> {
    let lang = context.lang;
    let store = context.open_store()?;
    let (revision, stored_on) = stored_as_of(matches, &store, context)?;
    let month = if matches.try_contains_id("month").is_ok() { text(matches, "month") } else { None };
    let day = match month {
        Some(typed) => last_day(typed).ok_or_else(|| Failure::Usage(CommandText::BadMonth.fill(lang, &[&typed])))?,
        None => stored_on.unwrap_or(context.today()),
    };
    let child = matches.get_one::<u64>("child").map(|number| Id::<Child>::new(*number));
    let programme = matches.try_get_one::<u64>("programme").ok().flatten().map(|number| Id::<Programme>::new(*number));
    let read = |reader: &Reader| Ok((dossiers(reader, child, day)?, reader.all::<Programme>()?));
    let (mut dossiers, programmes) = match revision {
        Some(revision) => store.read_as_of(revision, read)?,
        None => store.read(read)?,
    };
    if let Some(child) = child.filter(|_| dossiers.is_empty()) {
        return Err(Failure::Usage(CommandText::NoSuchChild.fill(lang, &[&child])));
    }
    if let Some(wanted) = programme {
        if !programmes.iter().any(|programme| programme.id == wanted) {
            return Err(Failure::Usage(CommandText::NoSuchProgramme.fill(lang, &[&wanted])));
        }
        dossiers.retain(|dossier| dossier.family.programme == wanted);
    }
    let looked: Vec<(Kind, u64)> = dossiers.iter().map(|dossier| (Kind::Child, dossier.child.id.0)).collect();
    if !looked.is_empty() {
        store.note_looks(&context.user, &looked)?;
    }
    Ok(Found { dossiers, programmes, day })
}

/// The revision that `--as-of` means, and the day given, or on which that revision was made: a report as of a revision
/// says the same whenever it is run.
fn stored_as_of(
    matches: &ArgMatches,
    store: &Store,
    context: &Context,
) -> Result<(Option<u64>, Option<NaiveDate>), Failure> {
    let Some(typed) = text(matches, "as-of") else { return Ok((None, None)) };
    // A date has a full stop or a hyphen in it, a revision is digits alone.
    if let Ok(revision) = typed.parse::<u64>() {
        let made = store.read(|reader| reader.entries_back(revision.checked_add(1), 1))?;
        let made = made.first().filter(|entry| entry.revision == revision);
        return Ok((Some(revision), made.map(|entry| entry.at.with_timezone(&chrono::Local).date_naive())));
    }
    let Some(day) = context.day(matches, "as-of")? else { return Ok((None, None)) };
    let Some(midnight) = day.succ_opt().and_then(super::journal::start_of_day) else { return Ok((None, Some(day))) };
    let before_midnight = midnight - chrono::Duration::milliseconds(1);
    let revision = store.read(|reader| reader.revision_at(before_midnight))?;
    Ok((Some(revision), Some(day)))
}

/// `2019-03`, `03.2019`: the month's last day.
fn last_day(typed: &str) -> Option<NaiveDate> {
    let (one, other) = typed.trim_end_matches('.').split_once(['-', '.', '/'])?;
    let (year, month) = if one.len() == 4 { (one, other) } else { (other, one) };
    let first = NaiveDate::from_ymd_opt(year.parse().ok()?, month.parse().ok()?, 1)?;
    first.checked_add_months(chrono::Months::new(1))?.pred_opt()
}

/// One child's dossier, or those of all children by name.
fn dossiers(reader: &Reader, child: Option<Id<Child>>, day: NaiveDate) -> Result<Vec<Arc<Dossier>>, StoreError> {
    let children: Vec<Id<Child>> = match child {
        Some(child) => vec![child],
        None => reader.all::<Child>()?.into_iter().map(|child| child.id).collect(),
    };
    let mut found = Vec::new();
    for child in children {
        found.extend(views::dossier(reader, child, day)?);
    }
    found.sort_by_cached_key(|dossier| {
        (dossier.family.programme, collation::sort_key(&dossier.person.list_name()), dossier.child.id)
    });
    Ok(found)
}

fn burndown(dossier: &Dossier, weeks: bool) -> &Burndown {
    if weeks { &dossier.by_week } else { &dossier.by_month }
}

fn period(day: NaiveDate, weeks: bool, lang: Lang) -> String {
    if weeks { date::show(day, lang) } else { format!("{}-{:02}", day.year(), day.month()) }
}

/// The line that a report in words begins with.
pub(super) fn day_line(day: NaiveDate, lang: Lang) -> String {
    format!("{}\n", CommandText::OnDay.fill(lang, &[&date::show(day, lang)]))
}

fn text_of(dossiers: &[Arc<Dossier>], weeks: bool, day: NaiveDate, lang: Lang) -> String {
    let mut out = day_line(day, lang);
    if dossiers.is_empty() {
        out += &format!("{}\n", CommandText::NoChildren.text(lang));
    }
    for dossier in dossiers {
        // Writing to a String cannot fail.
        let _ = writeln!(out, "\n{} · {}", clean(&dossier.person.list_name()), clean(&dossier.family.case_number));
        for kind in FigureKind::ALL {
            let amount = number::euros(dossier.figures.figure(*kind).amount(), lang);
            let _ = writeln!(out, "  {}{}", padded(kind.text(lang), 24), right(&amount, 14));
        }
        let heads = [
            FigureKind::Planned.text(lang),
            CommandText::Actual.text(lang),
            CommandText::Booked.text(lang),
            FigureKind::Ceiling.text(lang),
        ];
        let _ = write!(out, "  {}", padded(CommandText::Period.text(lang), 12));
        let _ = writeln!(out, "{}", heads.iter().map(|head| right(head, 16)).collect::<String>());
        for point in &burndown(dossier, weeks).points {
            let amounts = [Some(point.planned), point.actual, point.booked, Some(point.ceiling)];
            let cells = amounts.map(|amount| right(&amount.map_or("–".to_owned(), |it| number::money(it, lang)), 16));
            let _ = writeln!(out, "  {}{}", padded(&period(point.day, weeks, lang), 12), cells.concat());
        }
    }
    out
}

/// The text with spaces after it, up to so many columns.
pub(super) fn padded(text: &str, width: usize) -> String {
    format!("{text}{}", " ".repeat(width.saturating_sub(text.width())))
}

/// The text with spaces before it, up to so many columns.
pub(super) fn right(text: &str, width: usize) -> String {
    format!("{}{text}", " ".repeat(width.saturating_sub(text.width())))
}

fn csv_of(dossiers: &[Arc<Dossier>], weeks: bool, lang: Lang) -> std::io::Result<Vec<u8>> {
    use crate::domain::Field;
    let fields = [Field::CaseNumber, Field::Surname, Field::GivenNames, Field::Day].map(|field| field.text(lang));
    let amounts = [
        FigureKind::Planned.text(lang),
        CommandText::Actual.text(lang),
        CommandText::Booked.text(lang),
        FigureKind::Ceiling.text(lang),
    ];
    let headings: Vec<&str> = fields.into_iter().chain(amounts).collect();
    let money = |amount: Option<Money>| amount.map_or(String::new(), |amount| number::plain(amount.decimal(), lang));
    let mut rows = Vec::new();
    for dossier in dossiers {
        for point in &burndown(dossier, weeks).points {
            rows.push(vec![
                dossier.family.case_number.clone(),
                dossier.person.surname.clone(),
                dossier.person.given_names.clone(),
                date::iso(point.day),
                money(Some(point.planned)),
                money(point.actual),
                money(point.booked),
                money(Some(point.ceiling)),
            ]);
        }
    }
    export::sheet(&headings, &rows)
}

fn json_of(dossiers: &[Arc<Dossier>], weeks: bool) -> std::io::Result<Vec<u8>> {
    let children: Vec<Value> = dossiers.iter().map(|dossier| json_of_child(dossier, weeks)).collect();
    let mut bytes = serde_json::to_vec_pretty(&children)?;
    bytes.push(b'\n');
    Ok(bytes)
}

fn json_of_child(dossier: &Dossier, weeks: bool) -> Value {
    let figures: serde_json::Map<String, Value> = FigureKind::ALL
        .iter()
        .map(|kind| (kind.name().to_owned(), json!(dossier.figures.figure(*kind).amount())))
        .collect();
    let course = burndown(dossier, weeks);
    let points: Vec<Value> = course
        .points
        .iter()
        .map(|point| {
            json!({
                "day": point.day,
                "planned": point.planned,
                "actual": point.actual,
                "booked": point.booked,
                "ceiling": point.ceiling,
            })
        })
        .collect();
    json!({
        "child": dossier.child.id,
        "case_number": dossier.family.case_number,
        "surname": dossier.person.surname,
        "given_names": dossier.person.given_names,
        "day": dossier.figures.today,
        "from": course.from,
        "to": course.to,
        "figures": figures,
        "lost_sessions": dossier.figures.lost_sessions,
        "unpriced": dossier.figures.unpriced,
        "points": points,
    })
}
