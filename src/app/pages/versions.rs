//! The versions of a child's plan, and what each changed.

use super::super::{
    App,
    page::{Look, Row, number, text},
};
use crate::{
    domain::{
        Child, Choice, Field, Format, Group, Id, Kind, Money, PlanLine, PlanStage, PlanVersion,
        overview::PageData,
        plan_difference::{LineChange, LineDifference, VersionTold},
    },
    i18n::{Lang, Text, choice::Worded, date, number as amounts},
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
            number(before.map(|before| signed(told.amount() - before, lang)).unwrap_or_default()),
            text(&plan.reason),
        ];
        let look = match stage {
            PlanStage::Refused => Look::Alert,
            PlanStage::Superseded | PlanStage::Closed => Look::Faint,
            _ => Look::Plain,
        };
        rows.push(Row::new(cells).look(look).record(plan.clone()));
        let width = usize::from(app.size.0).saturating_sub(4);
        for line in Row::paragraph(&steps(told, lang), width).into_iter().filter(|_| !steps(told, lang).is_empty()) {
            rows.push(line.look(Look::Faint).record(plan.clone()));
        }
    }
    if rows.is_empty() {
        rows.push(Row::new(vec![text(Text::NoPlanYet.text(lang))]).look(Look::Faint));
    }
    (title, rows)
}

/// `iesniegts 11.09.2018. anna · parakstīja …`, as far as it has come.
fn steps(told: &VersionTold, lang: Lang) -> String {
    let plan = &told.plan;
    let step = |field: Field, day: Option<chrono::NaiveDate>, who: &str| {
        day.map(|day| format!("{}: {} {who}", field.text(lang), date::show(day, lang)).trim_end().to_owned())
    };
    let signed = plan.signatures.iter().map(|one| {
        let party = one.party.text(lang);
        format!("{} ({party}, {})", one.name, date::show(one.day, lang))
    });
    let signed: Vec<String> = signed.collect();
    let signed = (!signed.is_empty()).then(|| format!("{}: {}", Field::Signatures.text(lang), signed.join(", ")));
    let named = |field: Field, words: &str| (!words.is_empty()).then(|| format!("{}: {words}", field.text(lang)));
    let parts = [
        step(Field::SubmittedOn, plan.submitted_on, &plan.submitted_by),
        signed,
        step(Field::RefusedOn, plan.refused_on, &plan.refused_by),
        step(Field::ApprovedOn, plan.approved_on, &plan.approved_by),
        named(Field::DecisionNote, &plan.decision_note),
        (!told.decision.is_empty()).then(|| Text::DecisionNumber.fill(lang, &[&told.decision])),
        step(Field::ClosedOn, plan.closed_on, ""),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
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
        rows.push(Row::heading(Text::PlannedMoney.text(lang)));
        rows.push(sum(Text::AllTogether.text(lang), difference.amounts(None), before.is_some(), lang));
    }
    (title, rows)
}

fn line_rows(difference: &LineDifference, plan: &PlanVersion, app: &App) -> Vec<Row> {
    let lang = app.setting.lang;
    let Some(line) = difference.line() else { return Vec::new() };
    let change = difference.change();
    let mark = match change {
        LineChange::Same => " ",
        LineChange::Added if plan.number == 1 => " ",
        LineChange::Added => "+",
        LineChange::Removed => "−",
        LineChange::Changed => "~",
    };
    let (units, money) = (difference.units(), difference.amounts());
    let name = match line.format {
        Format::Group => format!("{} · {}", app.service_name(&line.service), line.format.text(lang)),
        Format::Individual => app.service_name(&line.service).to_owned(),
    };
    let mut cells = vec![
        text(format!("{mark} {} {name}", line.service)),
        number(both(units, change, |units| amounts::decimal(units, lang))),
    ];
    cells.extend(amount_cells(money, plan.number > 1, lang));
    let look = match change {
        LineChange::Same => Look::Faint,
        LineChange::Removed => Look::Alert,
        LineChange::Added | LineChange::Changed => Look::Plain,
    };
    let mut rows = vec![Row::new(cells).look(look).unmoved(change == LineChange::Same).record(line.clone())];
    let fields = difference.fields().into_iter().filter(|field| *field != Field::Quantity);
    let told: Vec<String> = fields.map(|field| changed(field, difference, app)).collect();
    if !told.is_empty() {
        let width = usize::from(app.size.0).saturating_sub(6);
        let more = Row::paragraph(&told.join(" · "), width);
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

/// `Sniedzējs: Žubīte → Ķekavas logopēdi`.
fn changed(field: Field, difference: &LineDifference, app: &App) -> String {
    let lang = app.setting.lang;
    let words = |line: &PlanLine| match field {
        Field::Provider => {
            let provider = app.overview.providers.iter().find(|provider| provider.id == line.provider);
            provider.map_or_else(|| "–".to_owned(), |provider| provider.name.clone())
        }
        Field::Specialist => line.specialist.clone(),
        Field::PerWeek => amounts::decimal(line.per_week, lang),
        Field::Minutes => line.minutes.to_string(),
        Field::From => date::show(line.from, lang),
        Field::To => date::show(line.to, lang),
        Field::CopaymentPercent => amounts::decimal(line.copayment_percent, lang),
        _ => line.goals.len().to_string(),
    };
    let (before, after) = (&difference.before, &difference.after);
    let of = |planned: &Option<crate::domain::plan_difference::Planned>| {
        planned.as_ref().map(|planned| words(&planned.line)).filter(|words| !words.is_empty())
    };
    let dash = || "–".to_owned();
    format!("{}: {} → {}", field.text(lang), of(before).unwrap_or_else(dash), of(after).unwrap_or_else(dash))
}

fn both<T: PartialEq + Copy>(values: (T, T), change: LineChange, show: impl Fn(T) -> String) -> String {
    match change {
        LineChange::Added => show(values.1),
        LineChange::Removed => show(values.0),
        LineChange::Same | LineChange::Changed if values.0 == values.1 => show(values.1),
        LineChange::Same | LineChange::Changed => format!("{} → {}", show(values.0), show(values.1)),
    }
}

/// Before, after, and how much more or less; of a first version only what it costs.
fn amount_cells((before, after): (Money, Money), is_later: bool, lang: Lang) -> Vec<super::super::page::Cell> {
    if !is_later {
        return vec![number(amounts::money(after, lang))];
    }
    let more = if before == after { String::new() } else { signed(after - before, lang) };
    vec![number(amounts::money(before, lang)), number(amounts::money(after, lang)), number(more)]
}

fn sum(label: &str, amounts: (Money, Money), is_later: bool, lang: Lang) -> Row {
    let mut cells = vec![text(format!("  {label}")), number("")];
    cells.extend(amount_cells(amounts, is_later, lang));
    Row::new(cells).look(Look::Sum)
}

/// `+120,00`.
fn signed(amount: Money, lang: Lang) -> String {
    let sign = if amount > Money::ZERO { "+" } else { "" };
    format!("{sign}{}", amounts::money(amount, lang))
}
