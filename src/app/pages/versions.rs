//! The versions of a child's plan, and what each changed.

use super::super::{
    App,
    page::{Look, Row, number, text},
};
use crate::{
    domain::{
        Child, Choice, Format, Group, Id, Kind, Money, PlanStage, PlanVersion,
        overview::PageData,
        plan_difference::{LineChange, LineDifference},
    },
    i18n::{Lang, Text, choice::Worded, date, number as amounts, plan as plan_words},
};

type Rows = (String, Vec<Row>);

/// Every version, the newest first: how it stands, from when, what it costs; below it who did what with it, and why.
pub fn page(data: &PageData, child: Id<Child>, app: &App) -> Rows {
    let lang = app.setting.lang;
    let name = data.names.get(&(Kind::Child, child.0)).cloned().unwrap_or_default();
    let title = format!("{} · {name}", Text::PlanVersions.text(lang));
    let plans: Vec<PlanVersion> = data.versions.iter().map(|told| told.plan.clone()).collect();
    let mut rows = Vec::new();
    for (at, told) in data.versions.iter().enumerate().rev() {
        let plan = &told.plan;
        let stage = plan.stage(&plans, app.setting.today);
        let before = at.checked_sub(1).map(|before| data.versions[before].amount());
        let cells = vec![
            text(Text::Version.fill(lang, &[&plan.number, &stage.text(lang)])),
            text(
                plan.effective_from.map(|day| Text::FromDay.fill(lang, &[&date::show(day, lang)])).unwrap_or_default(),
            ),
            number(amounts::euros(told.amount(), lang)),
            number(before.map(|before| plan_words::more(told.amount() - before, lang)).unwrap_or_default()),
            text(&plan.reason),
        ];
        let look = match stage {
            PlanStage::Refused => Look::Alert,
            PlanStage::Superseded | PlanStage::Closed => Look::Faint,
            _ => Look::Plain,
        };
        rows.push(Row::new(cells).look(look).record(plan.clone()));
        let steps = plan_words::steps(told, lang);
        if !steps.is_empty() {
            let width = usize::from(app.size.0).saturating_sub(4);
            rows.extend(
                Row::paragraph(&steps, width).into_iter().map(|row| row.look(Look::Faint).record(plan.clone())),
            );
        }
    }
    if rows.is_empty() {
        rows.push(Row::new(vec![text(Text::NoPlanYet.text(lang))]).look(Look::Faint));
    }
    (title, rows)
}

/// What a version changed, line by line, with the sums of the groups and of all.
pub fn difference(data: &PageData, child: Id<Child>, plan: Id<PlanVersion>, app: &App) -> Rows {
    let lang = app.setting.lang;
    let name = data.names.get(&(Kind::Child, child.0)).cloned().unwrap_or_default();
    let Some(at) = data.versions.iter().position(|told| told.plan.id == plan) else { return (name, Vec::new()) };
    let (told, before) = (&data.versions[at], at.checked_sub(1).map(|before| &data.versions[before]));
    let difference = told.difference(before);
    let versions = match before {
        Some(before) => format!("v{} → v{}", before.plan.number, told.plan.number),
        None => format!("v{}", told.plan.number),
    };
    let title = format!("{} · {versions} · {name}", Text::WhatDiffers.text(lang));
    let mut rows = Vec::new();
    for &group in Group::ALL {
        let lines: Vec<&LineDifference> =
            difference.lines.iter().filter(|one| one.line().is_some_and(|line| line.group == group)).collect();
        if lines.is_empty() {
            continue;
        }
        rows.push(Row::heading(group.text(lang)));
        for line in lines {
            rows.extend(line_rows(line, &told.plan, app));
        }
        rows.push(sum(Text::Together.text(lang), difference.amounts(Some(group)), before.is_some(), lang));
    }
    if rows.is_empty() {
        rows.push(Row::new(vec![text(Text::NoLinesYet.text(lang))]).look(Look::Faint));
    } else {
        // What it all comes to stands above, where it is seen whatever is below.
        rows.insert(0, sum(Text::AllTogether.text(lang), difference.amounts(None), before.is_some(), lang));
    }
    (title, rows)
}

fn line_rows(difference: &LineDifference, plan: &PlanVersion, app: &App) -> Vec<Row> {
    let lang = app.setting.lang;
    let Some(line) = difference.line() else { return Vec::new() };
    let change = difference.change();
    // Of a first version everything is new.
    let mark = if plan.number == 1 { " " } else { plan_words::mark(change) };
    let (units, money) = (difference.units(), difference.amounts());
    let name = match line.format {
        Format::Group => format!("{} · {}", app.service_name(&line.service), line.format.text(lang)),
        Format::Individual => app.service_name(&line.service).to_owned(),
    };
    let mut cells = vec![
        text(format!("{mark} {} {name}", line.service)),
        number(plan_words::both(units, change, |units| amounts::decimal(units, lang))),
    ];
    cells.extend(amount_cells(money, plan.number > 1, lang));
    let look = match change {
        LineChange::Same => Look::Faint,
        LineChange::Removed => Look::Alert,
        LineChange::Added | LineChange::Changed => Look::Plain,
    };
    let mut rows = vec![Row::new(cells).look(look).unmoved(change == LineChange::Same).record(line.clone())];
    let provider = |id| app.overview.providers.iter().find(|known| known.id == id).map(|known| known.name.clone());
    let told = plan_words::changes(difference, provider, lang);
    if !told.is_empty() {
        let width = usize::from(app.size.0).saturating_sub(6);
        let more = Row::paragraph(&told, width);
        rows.extend(more.into_iter().map(|row| {
            let words = match row.cells.as_slice() {
                [super::super::page::Cell::Text(words)] => format!("    {words}"),
                _ => String::new(),
            };
            Row::new(vec![text(words)]).look(Look::Faint).record(line.clone())
        }));
    }
    rows
}

/// Before, after, and how much more or less; of a first version only what it costs.
fn amount_cells((before, after): (Money, Money), is_later: bool, lang: Lang) -> Vec<super::super::page::Cell> {
    if !is_later {
        return vec![number(amounts::money(after, lang))];
    }
    let more = if before == after { String::new() } else { plan_words::more(after - before, lang) };
    vec![number(amounts::money(before, lang)), number(amounts::money(after, lang)), number(more)]
}

fn sum(label: &str, amounts: (Money, Money), is_later: bool, lang: Lang) -> Row {
    let mut cells = vec![text(format!("  {label}")), number("")];
    cells.extend(amount_cells(amounts, is_later, lang));
    Row::new(cells).look(Look::Sum)
}
