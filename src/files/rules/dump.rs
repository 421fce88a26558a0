//! Rules as a file: reading it gives the same rules.

use std::fmt::{Display, Write};

use crate::{
    domain::{
        Choice, RuleBook,
        rules::{Rule, Shape},
    },
    files::handwritten::quoted,
    i18n::{Lang, rules::RuleText},
};

/// The rules as a file, with its comment in the language.
pub fn dump(book: &RuleBook, lang: Lang) -> String {
    let mut out = format!("# {}\n\nname = {}\n", RuleText::DumpHead.text(lang), quoted(&book.name));
    for rule in &book.rules {
        out += "\n[[rule]]\n";
        one(&mut out, rule);
    }
    out
}

fn one(out: &mut String, rule: &Rule) {
    put(out, "code", quoted(&rule.code));
    put(out, "lv", quoted(&rule.latvian));
    put(out, "en", quoted(&rule.english));
    put(out, "shape", quoted(rule.shape.name()));
    if !rule.services.is_empty() {
        put(out, "services", list(rule.services.iter().map(|service| quoted(service))));
    }
    if !rule.recipients.is_empty() {
        put(out, "recipients", list(rule.recipients.iter().map(|recipient| quoted(recipient.name()))));
    }
    shape(out, &rule.shape);
    put(out, "policy", quoted(rule.policy.name()));
    if let Some(from) = rule.from {
        put(out, "from", from);
    }
    if let Some(to) = rule.to {
        put(out, "to", to);
    }
    if rule.sample {
        put(out, "sample", true);
    }
}

fn shape(out: &mut String, shape: &Shape) {
    match shape {
        Shape::Count { each_service, most } => {
            if *each_service {
                put(out, "each_service", true);
            }
            put(out, "most", most);
        }
        Shape::Hours { per, bands } => {
            put(out, "per", quoted(per.name()));
            let bands = bands.iter().map(|band| {
                let mut parts = Vec::new();
                part(&mut parts, "from_age", band.from_age);
                part(&mut parts, "to_age", band.to_age);
                part(&mut parts, "special_care", band.special_care);
                part(&mut parts, "one_parent", band.one_parent);
                part(&mut parts, "most", Some(band.most));
                format!("{{ {} }}", parts.join(", "))
            });
            put(out, "band", list(bands));
        }
        Shape::UnitsPerYear { most } => put(out, "most", most),
        Shape::EurosPerYear { most, higher, whose } => {
            put(out, "most", most);
            if !higher.is_empty() {
                let higher = higher.iter();
                put(
                    out,
                    "higher",
                    list(
                        higher.map(|it| {
                            format!("{{ impairment = {}, most = {} }}", quoted(it.impairment.name()), it.most)
                        }),
                    ),
                );
            }
            put(out, "whose", quoted(whose.name()));
        }
        Shape::Copayment { percent } => put(out, "percent", percent),
        Shape::Tiers { hours } => put(out, "hours", list(hours.iter())),
        Shape::Age { from, to, run_off_months } => {
            if let Some(from) = from {
                put(out, "from_age", from);
            }
            if let Some(to) = to {
                put(out, "to_age", to);
            }
            if *run_off_months > 0 {
                put(out, "run_off_months", run_off_months);
            }
        }
        Shape::Clash { of } => put(out, "of", quoted(of.name())),
        Shape::Medical { of } => put(out, "of", quoted(of.name())),
        Shape::Exclusive | Shape::Ceiling | Shape::Quantity | Shape::LineDates => {}
        Shape::Provider { household, relatives } => {
            put(out, "household", household);
            put(out, "relatives", relatives);
        }
        Shape::Transfer { to, months } => {
            put(out, "into", list(to.iter().map(|service| quoted(service))));
            put(out, "months", months);
        }
    }
}

fn put(out: &mut String, name: &str, value: impl Display) {
    // Writing to a String cannot fail.
    let _ = writeln!(out, "{name} = {value}");
}

fn part(parts: &mut Vec<String>, name: &str, value: Option<impl Display>) {
    parts.extend(value.map(|value| format!("{name} = {value}")));
}

fn list<T: Display>(items: impl Iterator<Item = T>) -> String {
    let items: Vec<String> = items.map(|item| item.to_string()).collect();
    format!("[{}]", items.join(", "))
}
