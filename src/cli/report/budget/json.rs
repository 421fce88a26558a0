//! The budget report as JSON: an object a programme, with the rows that were asked for; by default its children, each
//! with its own groups and services.

use serde_json::{Map, Value, json};

use super::{
    Reckoning, Report,
    text::{IN_UNITS, OF_PARTS},
};
use crate::domain::{
    Choice, Group,
    budget::{By, FigureKind, Key, Reckoned, Sum, Within},
};

pub(super) fn write(report: &Report) -> std::io::Result<Vec<u8>> {
    let programmes: Vec<Value> = report
        .programmes
        .iter()
        .map(|(programme, cases)| {
            let mut value = Map::new();
            value.insert("programme".into(), json!(programme.id));
            value.insert("municipality".into(), json!(programme.municipality));
            value.insert("name".into(), json!(programme.name));
            value.insert("from".into(), json!(programme.from));
            value.insert("to".into(), json!(programme.to));
            value.insert("day".into(), json!(report.day));
            if report.within != Within::ALWAYS {
                let given = |day, open| if day == open { Value::Null } else { json!(day) };
                let Within { from, to } = report.within;
                let (from, to) = (given(from, Within::ALWAYS.from), given(to, Within::ALWAYS.to));
                value.insert("within".into(), json!({ "from": from, "to": to }));
            }
            let kinds = report.sums(By::Child, []).figures();
            match report.by {
                Some(by) => {
                    let sums = report.sums(by, cases);
                    value.extend(sum(&sums.total(), sums.figures()));
                    let rows = Report::keys(&sums, cases).into_iter().filter_map(|key| {
                        let mut row = sum(sums.get(key)?, sums.figures());
                        row.extend(named(key, report, cases));
                        Some(Value::Object(row))
                    });
                    value.insert("by".into(), json!(by.name()));
                    value.insert("rows".into(), rows.collect());
                }
                None => {
                    value.extend(sum(&report.sums(By::Child, cases).total(), kinds));
                    value.extend(parts(report, cases));
                    value.insert("children".into(), cases.iter().map(|case| child(report, case, kinds)).collect());
                }
            }
            Value::Object(value)
        })
        .collect();
    let mut bytes = serde_json::to_vec_pretty(&programmes)?;
    bytes.push(b'\n');
    Ok(bytes)
}

/// Amounts and units of a sum, and what is to be known about them.
fn sum(sum: &Sum, kinds: &[FigureKind]) -> Map<String, Value> {
    let figures: Map<String, Value> =
        kinds.iter().map(|kind| (kind.name().to_owned(), json!(sum.amount(*kind).to_string()))).collect();
    let in_units = |kind: FigureKind| -> Map<String, Value> {
        sum.units(kind).map(|(unit, units)| (unit.name().to_owned(), json!(units.normalize().to_string()))).collect()
    };
    let units: Map<String, Value> =
        IN_UNITS.iter().map(|kind| (kind.name().to_owned(), Value::Object(in_units(*kind)))).collect();
    Map::from_iter([
        ("figures".to_owned(), Value::Object(figures)),
        ("units".to_owned(), Value::Object(units)),
        ("children_count".to_owned(), json!(sum.children)),
        ("unpriced".to_owned(), json!(sum.unpriced)),
    ])
}

/// The groups and services of these children.
fn parts(report: &Report, cases: &[Reckoning]) -> Map<String, Value> {
    let rows = |by| -> Value {
        let sums = report.sums(by, cases);
        let row = |(key, sum): (&Key, &Sum)| {
            let mut row: Map<String, Value> =
                OF_PARTS.iter().map(|kind| (kind.name().to_owned(), json!(sum.amount(*kind).to_string()))).collect();
            row.extend(key_of(key));
            Value::Object(row)
        };
        sums.rows().map(row).collect()
    };
    Map::from_iter([("groups".to_owned(), rows(By::Group)), ("services".to_owned(), rows(By::Service))])
}

fn child(report: &Report, case: &Reckoning, kinds: &[FigureKind]) -> Value {
    let own = std::slice::from_ref(case);
    let mut value = sum(&report.sums(By::Child, own).total(), kinds);
    value.extend(parts(report, own));
    value.extend(named(&Key::Child(case.whose.child), report, own));
    Value::Object(value)
}

/// The key itself, as other exports have it.
fn key_of(key: &Key) -> Option<(String, Value)> {
    let value = match key {
        Key::Child(id) => json!(id),
        Key::Family(id) => json!(id),
        Key::Service(code) => json!((!code.is_empty()).then_some(code)),
        Key::Provider(id) => json!(id.is_some().then_some(id)),
        Key::Group(group) => json!(group.map(Group::name)),
        Key::Worker(login) => json!((!login.is_empty()).then_some(login)),
        Key::Programme(id) => json!(id),
    };
    Some((key.by().name().to_owned(), value))
}

/// The key with the names that belong to it.
fn named(key: &Key, report: &Report, cases: &[Reckoning]) -> Map<String, Value> {
    let mut value: Map<String, Value> = key_of(key).into_iter().collect();
    let mut put = |name: &str, told: Value| drop(value.insert(name.to_owned(), told));
    let case = cases.iter().find(|case| super::of_case(key, case));
    match (key, case) {
        (Key::Child(_), Some(case)) => {
            put("case_number", json!(case.family.case_number));
            put("surname", json!(case.person.surname));
            put("given_names", json!(case.person.given_names));
            if let Reckoned::Whole(figures) = &case.reckoned {
                put("health", json!(figures.health.name()));
                put("lost_sessions", json!(figures.lost_sessions));
            }
        }
        (Key::Family(_), Some(case)) => {
            put("case_number", json!(case.family.case_number));
            put("surname", json!(case.family.surname));
        }
        (Key::Provider(id), _) => put("name", json!(report.provider(*id).map(|provider| &provider.name))),
        _ => {}
    }
    value
}
