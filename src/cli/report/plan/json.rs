//! The plan report as JSON: an object a child; versions, lines and decisions have the fields that their exports have.

use serde_json::{Value, json};

use super::{Planning, Report, Step};
use crate::domain::{
    Choice, Field, PlanLine,
    plan_difference::{LineChange, LineDifference, Part, Planned},
};

pub(super) fn write(report: &Report) -> std::io::Result<Vec<u8>> {
    let children = report.children.iter().map(|child| of_child(child, report)).collect::<Result<Vec<_>, _>>()?;
    let mut bytes = serde_json::to_vec_pretty(&children)?;
    bytes.push(b'\n');
    Ok(bytes)
}

fn of_child(child: &Planning, report: &Report) -> serde_json::Result<Value> {
    let versions = child.steps().map(|step| of_version(&step, child, report)).collect::<Result<Vec<_>, _>>()?;
    let decisions = child.decisions.iter().map(|decision| {
        let mut value = serde_json::to_value(decision)?;
        value["label"] = json!(decision.label());
        value["version"] = json!(child.version_of(decision));
        Ok(value)
    });
    Ok(json!({
        "child": child.child,
        "case_number": child.family.case_number,
        "surname": child.person.surname,
        "given_names": child.person.given_names,
        "day": report.day,
        "versions": versions,
        "decisions": decisions.collect::<serde_json::Result<Vec<_>>>()?,
    }))
}

fn of_version(step: &Step, child: &Planning, report: &Report) -> serde_json::Result<Value> {
    let lines = step.told.lines.iter().map(|Planned { line, amount, before, since, ended }| {
        let mut value = serde_json::to_value(line)?;
        value["amount"] = json!(amount);
        // What was due while earlier versions held costs what they planned.
        value["due_before"] = part(before);
        value["due_since"] = part(since);
        value["ended"] = json!(ended);
        Ok(value)
    });
    let mut value = serde_json::to_value(&step.told.plan)?;
    value["stage"] = json!(child.stage(step.told, report.day).name());
    value["amount"] = json!(step.told.amount());
    value["lines"] = lines.collect::<serde_json::Result<_>>()?;
    // Of a first version everything is new: there is nothing that it differs from.
    value["differs_from"] = json!(step.before.map(|before| before.plan.number));
    let differences = step.before.map(|_| step.difference().lines.iter().map(difference).collect::<Vec<_>>());
    value["differences"] = json!(differences);
    value["amount_before"] = json!(step.before.map(|before| before.amount()));
    Ok(value)
}

fn part(part: &Part) -> Value {
    json!({ "units": part.units.normalize().to_string(), "amount": part.amount })
}

fn difference(one: &LineDifference) -> Value {
    let change = match one.change() {
        LineChange::Same => "same",
        LineChange::Added => "added",
        LineChange::Removed => "removed",
        LineChange::Changed => "changed",
    };
    let line = |planned: &Option<Planned>| planned.as_ref().map(|planned| planned.line.id);
    let (units, amounts) = (one.units(), one.amounts());
    json!({
        "change": change,
        "group": one.line().map(|line: &PlanLine| line.group.name()),
        "service": one.line().map(|line| &line.service),
        "line_before": line(&one.before),
        "line": line(&one.after),
        "quantity_before": units.0.normalize().to_string(),
        "quantity": units.1.normalize().to_string(),
        "amount_before": amounts.0,
        "amount": amounts.1,
        "fields": one.fields().into_iter().map(Field::name).collect::<Vec<_>>(),
    })
}
