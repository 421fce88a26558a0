//! The plan report as CSV: one table for all, with a row per version, per line of it or gone from it, and per decision.

use super::{Planning, Report, Step};
use crate::{
    domain::{
        Decision, Field, Money,
        plan_difference::{LineChange, LineDifference},
    },
    files::export,
    i18n::{Lang, Text, choice::Worded, command::CommandText, date, number, plan as words},
};

/// The cells of a row behind those that say whose it is; what a row does not have stays empty.
#[derive(Default)]
struct Cells {
    version: String,
    stage: String,
    from: String,
    reason: String,
    steps: String,
    group: String,
    service: String,
    recipient: String,
    format: String,
    provider: String,
    change: String,
    unit: String,
    units: (String, String),
    amounts: (String, String),
    days: (String, String),
    decision: [String; 4],
}

pub(super) fn write(report: &Report, lang: Lang) -> std::io::Result<Vec<u8>> {
    let field = |field: Field| field.text(lang).to_owned();
    let was = |field: Field| CommandText::WasBefore.fill(lang, &[&field.text(lang)]);
    let headings = [
        CommandText::RowOf.text(lang).to_owned(),
        field(Field::CaseNumber),
        field(Field::Surname),
        field(Field::GivenNames),
        CommandText::RowOfVersion.text(lang).to_owned(),
        field(Field::State),
        field(Field::EffectiveFrom),
        field(Field::Reason),
        CommandText::StepsOfPlan.text(lang).to_owned(),
        field(Field::Group),
        field(Field::Service),
        field(Field::Recipient),
        field(Field::Format),
        field(Field::Provider),
        Text::WhatDiffers.text(lang).to_owned(),
        field(Field::Unit),
        was(Field::Quantity),
        field(Field::Quantity),
        was(Field::Amount),
        field(Field::Amount),
        field(Field::From),
        field(Field::To),
        CommandText::DecisionLabel.text(lang).to_owned(),
        field(Field::Day),
        CommandText::RowOfDecision.text(lang).to_owned(),
        field(Field::Text),
    ];
    let mut rows = Vec::new();
    for child in &report.children {
        let mut row = |of: &str, cells: Cells| {
            let whose = [&child.family.case_number, &child.person.surname, &child.person.given_names];
            let Cells { version, stage, from, reason, steps, group, service, recipient, format, provider, .. } = cells;
            let Cells { change, unit, units, amounts, days, decision, .. } = cells;
            let mut row = vec![of.to_owned()];
            row.extend(whose.into_iter().cloned());
            row.extend([version, stage, from, reason, steps, group, service, recipient, format, provider]);
            row.extend([change, unit, units.0, units.1, amounts.0, amounts.1, days.0, days.1]);
            row.extend(decision);
            rows.push(row);
        };
        for step in child.steps() {
            row(CommandText::RowOfVersion.text(lang), of_version(&step, child, report, lang));
            for difference in step.difference().lines {
                row(CommandText::RowOfLine.text(lang), of_line(&step, &difference, report, lang));
            }
        }
        for decision in &child.decisions {
            row(CommandText::RowOfDecision.text(lang), of_decision(child, decision, lang));
        }
    }
    export::sheet(&headings.each_ref().map(String::as_str), &rows)
}

fn money(amount: Money, lang: Lang) -> String {
    number::plain(amount.decimal(), lang)
}

fn of_version(step: &Step, child: &Planning, report: &Report, lang: Lang) -> Cells {
    let plan = &step.told.plan;
    Cells {
        version: plan.number.to_string(),
        stage: child.stage(step.told, report.day).text(lang).to_owned(),
        from: plan.effective_from.map(date::iso).unwrap_or_default(),
        reason: plan.reason.clone(),
        steps: words::steps(step.told, lang),
        amounts: (
            step.before.map(|before| money(before.amount(), lang)).unwrap_or_default(),
            money(step.told.amount(), lang),
        ),
        ..Cells::default()
    }
}

fn of_line(step: &Step, difference: &LineDifference, report: &Report, lang: Lang) -> Cells {
    let cells = Cells { version: step.told.plan.number.to_string(), ..Cells::default() };
    let Some(line) = difference.line() else { return cells };
    let (change, units, amounts) = (difference.change(), difference.units(), difference.amounts());
    let told = match change {
        // Of a first version everything is new.
        _ if step.before.is_none() => String::new(),
        LineChange::Same => String::new(),
        LineChange::Added => CommandText::LineAdded.text(lang).to_owned(),
        LineChange::Removed => CommandText::LineRemoved.text(lang).to_owned(),
        LineChange::Changed => {
            let changes = words::changes(difference, |id| report.provider(id), lang);
            if changes.is_empty() { CommandText::LineChanged.text(lang).to_owned() } else { changes }
        }
    };
    // What was there before stands only beside what could have been there.
    let before = |cell: String| if step.before.is_some() && difference.before.is_some() { cell } else { String::new() };
    let after = |cell: String| if difference.after.is_some() { cell } else { String::new() };
    Cells {
        group: line.group.text(lang).to_owned(),
        service: line.service.clone(),
        recipient: line.recipient.text(lang).to_owned(),
        format: line.format.text(lang).to_owned(),
        provider: report.provider(line.provider).unwrap_or_default(),
        change: told,
        unit: line.unit.text(lang).to_owned(),
        units: (before(number::plain(units.0.normalize(), lang)), after(number::plain(units.1.normalize(), lang))),
        amounts: (before(money(amounts.0, lang)), after(money(amounts.1, lang))),
        days: (date::iso(line.from), date::iso(line.to)),
        ..cells
    }
}

fn of_decision(child: &Planning, decision: &Decision, lang: Lang) -> Cells {
    Cells {
        version: child.version_of(decision).map(|number| number.to_string()).unwrap_or_default(),
        decision: [
            decision.label(),
            date::iso(decision.day),
            decision.kind.text(lang).to_owned(),
            decision.text.clone(),
        ],
        ..Cells::default()
    }
}
