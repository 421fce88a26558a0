//! `report burndown`: the figures of children's budgets and their course over time.

use std::{fmt::Write as _, sync::Arc};

use chrono::{Datelike, NaiveDate};
use clap::{ArgMatches, Command};
use serde_json::{Value, json};

use super::{
    super::{
        Failure, Outcome,
        context::Context,
        definition::{flag, format_option, output_option, subcommand},
    },
    deliver,
    dossiers::{self, Found},
    narrowing, padded, right,
    scope::day_line,
};
use crate::{
    domain::{
        Choice, Money, Unit,
        budget::{Bookable, FigureKind},
        burndown::Burndown,
        overview::Dossier,
    },
    files::export,
    i18n::{Lang, clean::clean, command::CommandText, date, number},
};

pub(super) fn definition(lang: Lang) -> Command {
    subcommand("burndown", CommandText::BurndownReport, lang)
        .args(narrowing(lang))
        .arg(flag("weeks", CommandText::WeeksOption, lang))
        .arg(format_option(&["text", "csv", "json"], lang))
        .arg(output_option(lang))
}

pub(super) fn run(matches: &ArgMatches, context: &mut Context) -> Result<Outcome, Failure> {
    let lang = context.lang;
    let Found { dossiers, day, .. } = dossiers::read(matches, context)?;
    let weeks = matches.get_flag("weeks");
    deliver(
        matches,
        context,
        || json_of(&dossiers, weeks),
        || csv_of(&dossiers, weeks, lang),
        || text_of(&dossiers, weeks, day, lang),
    )
}

fn burndown(dossier: &Dossier, weeks: bool) -> &Burndown {
    if weeks { &dossier.by_week } else { &dossier.by_month }
}

fn period(day: NaiveDate, weeks: bool, lang: Lang) -> String {
    if weeks { date::show(day, lang) } else { format!("{}-{:02}", day.year(), day.month()) }
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
            FigureKind::Forecast.short(lang),
            FigureKind::Ceiling.text(lang),
        ];
        let _ = write!(out, "  {}", padded(CommandText::Period.text(lang), 12));
        let _ = writeln!(out, "{}", heads.iter().map(|head| right(head, 16)).collect::<String>());
        for point in &burndown(dossier, weeks).points {
            let amounts = [Some(point.planned), point.actual, point.booked, point.forecast, Some(point.ceiling)];
            let cells = amounts.map(|amount| right(&amount.map_or("–".to_owned(), |it| number::money(it, lang)), 16));
            let _ = writeln!(out, "  {}{}", padded(&period(point.day, weeks, lang), 12), cells.concat());
        }
    }
    out
}

fn csv_of(dossiers: &[Arc<Dossier>], weeks: bool, lang: Lang) -> std::io::Result<Vec<u8>> {
    use crate::domain::Field;
    let fields = [Field::CaseNumber, Field::Surname, Field::GivenNames, Field::Day].map(|field| field.text(lang));
    let amounts = [
        FigureKind::Planned.text(lang),
        CommandText::Actual.text(lang),
        CommandText::Booked.text(lang),
        FigureKind::Forecast.text(lang),
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
                money(point.forecast),
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
                "forecast": point.forecast,
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
        "health": dossier.figures.health.name(),
        "pace_percent": dossier.figures.pace_percent(),
        "lost_sessions": dossier.figures.lost_sessions,
        "bookable": dossier.figures.bookable.iter().map(|it| bookable(it, dossier)).collect::<Vec<_>>(),
        "ceilings": course.ceilings.iter().map(|(day, amount)| json!({ "from": day, "amount": amount })).collect::<Vec<_>>(),
        "unpriced": dossier.figures.unpriced,
        "points": points,
    })
}

/// What could still be booked of a plan line, and how much of it the money pays for that would be lost.
fn bookable(it: &Bookable, dossier: &Dossier) -> Value {
    json!({
        "line": it.bought.line,
        "service": it.bought.service,
        "unit": it.bought.unit.map(Unit::name),
        "until": it.until,
        "units": it.units.normalize().to_string(),
        "unit_amount": it.each,
        "amount": it.amount,
        "units_for_lost": it.units_for(dossier.figures.lost.amount()),
    })
}
