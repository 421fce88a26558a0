//! `report budget`: what each child's budget came to, and its sums by group, by service and over the programme.

use std::fmt::Write as _;

use clap::{ArgMatches, Command};
use serde_json::{Map, Value, json};

use super::{
    super::{
        Failure, Outcome,
        context::Context,
        definition::{format_option, option, output_option, subcommand, text},
    },
    dossiers::{self, Found, day_line},
    narrowing, padded, right,
};
use crate::{
    domain::{
        Choice, Field, Group, Money, Programme,
        budget::{FigureKind, GroupSum, ServiceSum, Sums},
        overview::Dossier,
    },
    files::export,
    i18n::{Lang, choice::Worded, clean::clean, command::CommandText, date, number},
};

/// The figures that a table of many children has room for.
const SHOWN: &[FigureKind] = &[
    FigureKind::Ceiling,
    FigureKind::Planned,
    FigureKind::Reserved,
    FigureKind::Delivered,
    FigureKind::Balance,
    FigureKind::Free,
    FigureKind::Forecast,
    FigureKind::Lost,
];

pub(super) fn definition(lang: Lang) -> Command {
    subcommand("budget", CommandText::BudgetReport, lang)
        .args(narrowing(lang))
        .arg(
            option("programme", CommandText::NumberPlace, CommandText::OneProgrammeOption, lang)
                .value_parser(clap::value_parser!(u64)),
        )
        .arg(format_option(&["text", "csv", "json"], lang))
        .arg(output_option(lang))
}

pub(super) fn run(matches: &ArgMatches, context: &mut Context) -> Result<Outcome, Failure> {
    let found = dossiers::read(matches, context)?;
    let lang = context.lang;
    let bytes = match text(matches, "format") {
        Some("json") => json_of(&found)?,
        Some("csv") => csv_of(&found, lang)?,
        _ => text_of(&found, lang).into_bytes(),
    };
    context.deliver(matches, &bytes)?;
    Ok(Outcome::done())
}

/// The children by programme, in the order they come.
fn by_programme(found: &Found) -> Vec<(&Programme, Vec<&Dossier>)> {
    let mut sorted: Vec<(&Programme, Vec<&Dossier>)> = Vec::new();
    for dossier in &found.dossiers {
        let programme = found.programme_of(dossier);
        match sorted.last_mut() {
            Some((known, children)) if known.id == programme.id => children.push(dossier),
            _ => sorted.push((programme, vec![dossier])),
        }
    }
    sorted
}

fn sums<'a>(children: impl IntoIterator<Item = &'a Dossier>) -> Sums {
    Sums::of(children.into_iter().map(|dossier| &dossier.figures))
}

fn json_of(found: &Found) -> std::io::Result<Vec<u8>> {
    let programmes: Vec<Value> = by_programme(found)
        .into_iter()
        .map(|(programme, children)| {
            let mut value = json_of_sums(&sums(children.iter().copied()));
            value.insert("programme".into(), json!(programme.id));
            value.insert("municipality".into(), json!(programme.municipality));
            value.insert("name".into(), json!(programme.name));
            value.insert("from".into(), json!(programme.from));
            value.insert("to".into(), json!(programme.to));
            value.insert("day".into(), json!(found.day));
            let children = children.into_iter().map(json_of_child).collect();
            value.insert("children".into(), Value::Array(children));
            Value::Object(value)
        })
        .collect();
    let mut bytes = serde_json::to_vec_pretty(&programmes)?;
    bytes.push(b'\n');
    Ok(bytes)
}

fn json_of_child(dossier: &Dossier) -> Value {
    let figures = &dossier.figures;
    let mut value = json_of_sums(&sums([dossier]));
    value.insert("child".into(), json!(dossier.child.id));
    value.insert("case_number".into(), json!(dossier.family.case_number));
    value.insert("surname".into(), json!(dossier.person.surname));
    value.insert("given_names".into(), json!(dossier.person.given_names));
    value.insert("health".into(), json!(figures.health.name()));
    value.insert("lost_sessions".into(), json!(figures.lost_sessions));
    value.insert("unpriced".into(), json!(figures.unpriced));
    Value::Object(value)
}

fn json_of_sums(sums: &Sums) -> Map<String, Value> {
    let figures =
        FigureKind::ALL.iter().map(|kind| (kind.name().to_owned(), json!(sums.amount(*kind).to_string()))).collect();
    let three = |planned: Money, reserved: Money, delivered: Money| {
        Map::from_iter([
            ("planned".to_owned(), json!(planned.to_string())),
            ("reserved".to_owned(), json!(reserved.to_string())),
            ("delivered".to_owned(), json!(delivered.to_string())),
        ])
    };
    let groups = sums.groups.iter().map(|sum| {
        let mut value = three(sum.planned, sum.reserved, sum.delivered);
        value.insert("group".into(), json!(sum.group.map(Group::name)));
        Value::Object(value)
    });
    let services = sums.services.iter().map(|sum| {
        let mut value = three(sum.planned, sum.reserved, sum.delivered);
        value.insert("service".into(), json!((!sum.service.is_empty()).then_some(&sum.service)));
        Value::Object(value)
    });
    Map::from_iter([
        ("figures".to_owned(), Value::Object(figures)),
        ("groups".to_owned(), groups.collect()),
        ("services".to_owned(), services.collect()),
    ])
}

fn csv_of(found: &Found, lang: Lang) -> std::io::Result<Vec<u8>> {
    let fields = [Field::Municipality, Field::Programme, Field::CaseNumber, Field::Surname, Field::GivenNames];
    let mut headings: Vec<&str> = fields.iter().map(|field| field.text(lang)).collect();
    headings.push(Field::Day.text(lang));
    headings.extend(FigureKind::ALL.iter().map(|kind| kind.text(lang)));
    let mut rows = Vec::new();
    for dossier in &found.dossiers {
        let programme = found.programme_of(dossier);
        let mut row = vec![
            programme.municipality.clone(),
            programme.name.clone(),
            dossier.family.case_number.clone(),
            dossier.person.surname.clone(),
            dossier.person.given_names.clone(),
            date::iso(found.day),
        ];
        let amounts = FigureKind::ALL.iter().map(|kind| dossier.figures.figure(*kind).amount().decimal());
        row.extend(amounts.map(|amount| number::plain(amount, lang)));
        rows.push(row);
    }
    export::sheet(&headings, &rows)
}

fn text_of(found: &Found, lang: Lang) -> String {
    let mut out = day_line(found.day, lang);
    if found.dossiers.is_empty() {
        out += &format!("{}\n", CommandText::NoChildren.text(lang));
    }
    for (programme, children) in by_programme(found) {
        // Writing to a String cannot fail.
        let _ = writeln!(out, "\n{} · {}", clean(&programme.municipality), clean(&programme.name));
        let name = |dossier: &Dossier| {
            format!("{} {}", clean(&dossier.family.case_number), clean(&dossier.person.list_name()))
        };
        let head: String = SHOWN.iter().map(|kind| right(short(*kind, lang), 12)).collect();
        let _ = writeln!(out, "{}{head}", padded("", NAME));
        for dossier in &children {
            let amounts = SHOWN.iter().map(|kind| amount(dossier.figures.figure(*kind).amount(), lang));
            let _ = writeln!(out, "{}{}", padded(&cut(&name(dossier)), NAME), amounts.collect::<String>());
        }
        let sums = sums(children);
        let amounts = SHOWN.iter().map(|kind| amount(sums.amount(*kind), lang));
        let _ = writeln!(out, "{}{}", padded(CommandText::Together.text(lang), NAME), amounts.collect::<String>());
        out += &three_columns(&sums, lang);
    }
    out
}

/// Columns of a name.
const NAME: usize = 32;

/// The groups and the services: planned, reserved, delivered.
fn three_columns(sums: &Sums, lang: Lang) -> String {
    let mut out = String::from("\n");
    let kinds = [FigureKind::Planned, FigureKind::Reserved, FigureKind::Delivered];
    let head: String = kinds.iter().map(|kind| right(kind.text(lang), 14)).collect();
    let mut row = |name: &str, amounts: &str| {
        let _ = writeln!(out, "{}{amounts}", padded(name, NAME));
    };
    let line = |planned, reserved, delivered| -> String {
        [planned, reserved, delivered].map(|amount: Money| right(&number::money(amount, lang), 14)).concat()
    };
    row("", &head);
    let unknown = CommandText::UnknownLine.text(lang);
    for GroupSum { group, planned, reserved, delivered } in &sums.groups {
        let name = group.map_or(unknown.to_owned(), |group| group.text(lang).to_owned());
        row(&cut(&name), &line(*planned, *reserved, *delivered));
    }
    for ServiceSum { service, planned, reserved, delivered } in &sums.services {
        let name = if service.is_empty() { unknown.to_owned() } else { clean(service) };
        row(&cut(&name), &line(*planned, *reserved, *delivered));
    }
    out
}

fn amount(amount: Money, lang: Lang) -> String {
    right(&number::money(amount, lang), 12)
}

/// A name as a table of twelve columns a figure has it: without what stands after its first word.
fn short(kind: FigureKind, lang: Lang) -> &'static str {
    kind.text(lang).split([' ', ',']).next().unwrap_or_default()
}

/// A name that leaves a column before the first amount.
fn cut(name: &str) -> String {
    use unicode_segmentation::UnicodeSegmentation;
    use unicode_width::UnicodeWidthStr;
    let mut cut = String::new();
    for grapheme in name.graphemes(true) {
        if cut.width() + grapheme.width() >= NAME {
            break;
        }
        cut += grapheme;
    }
    cut
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_name_leaves_room_for_the_amounts() {
        let long = "2018-07 Bērziņa-Āboliņa-Kalniņa Marija Elizabete";
        assert_eq!(cut(long).chars().count(), NAME - 1);
        assert_eq!(cut("2018-07 Ozola Anna"), "2018-07 Ozola Anna");
    }
}
