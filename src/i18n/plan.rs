//! What is told of a plan version: who did what with it, and how a line differs.

use chrono::NaiveDate;

use super::{Lang, Text, choice::Worded, date, number};
use crate::domain::{
    Field, Id, Money, PlanLine, Provider,
    plan_difference::{LineChange, LineDifference, Part, Planned, VersionTold},
};

/// `Iesniegts: 11.09.2018. anna · Paraksti: …`, as far as it has come.
pub fn steps(told: &VersionTold, lang: Lang) -> String {
    let plan = &told.plan;
    let step = |field: Field, day: Option<NaiveDate>, who: &str| {
        day.map(|day| format!("{}: {} {who}", field.text(lang), date::show(day, lang)).trim_end().to_owned())
    };
    let named = |field: Field, words: &str| (!words.is_empty()).then(|| format!("{}: {words}", field.text(lang)));
    let mut reasons: Vec<&str> = Vec::new();
    let of_lines = told.lines.iter().filter(|planned| !planned.ended).flat_map(|planned| &planned.line.rule_reasons);
    for reason in plan.rule_reasons.iter().chain(of_lines) {
        if !reasons.contains(&reason.reason.as_str()) {
            reasons.push(&reason.reason);
        }
    }
    let parts = [
        step(Field::SubmittedOn, plan.submitted_on, &plan.submitted_by),
        named(Field::Signatures, &signatures(told, lang)),
        step(Field::RefusedOn, plan.refused_on, &plan.refused_by),
        step(Field::ApprovedOn, plan.approved_on, &plan.approved_by),
        named(Field::DecisionNote, &plan.decision_note),
        named(Field::RuleReason, &reasons.join("; ")),
        (!told.decision.is_empty()).then(|| Text::DecisionNumber.fill(lang, &[&told.decision])),
        step(Field::ClosedOn, plan.closed_on, ""),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

/// `Anna Liepa (darbinieks, 11.09.2018.), …`.
pub fn signatures(told: &VersionTold, lang: Lang) -> String {
    let signed = told.plan.signatures.iter().map(|one| {
        let party = one.party.text(lang);
        format!("{} ({party}, {})", one.name, date::show(one.day, lang))
    });
    signed.collect::<Vec<_>>().join(", ")
}

/// Before a line that is new, gone or changed.
pub const fn mark(change: LineChange) -> &'static str {
    match change {
        LineChange::Same => " ",
        LineChange::Added => "+",
        LineChange::Removed => "−",
        LineChange::Changed => "~",
    }
}

/// `Sniedzējs: Žubīte → Ķekavas logopēdi · …`: in what a line that stays differs, but for its quantity; and
/// what of it was due already.
pub fn changes(difference: &LineDifference, provider: impl Fn(Id<Provider>) -> Option<String>, lang: Lang) -> String {
    let words = |field: Field, line: &PlanLine| match field {
        Field::Provider => provider(line.provider).unwrap_or_default(),
        Field::Specialist => line.specialist.clone(),
        Field::PerWeek => number::decimal(line.per_week, lang),
        Field::Minutes => line.minutes.to_string(),
        Field::From => date::show(line.from, lang),
        Field::To => date::show(line.to, lang),
        Field::CopaymentPercent => number::decimal(line.copayment_percent, lang),
        _ => line.goals.len().to_string(),
    };
    let of = |field: Field, planned: &Option<Planned>| {
        let words = planned.as_ref().map(|planned| words(field, &planned.line));
        words.filter(|words| !words.is_empty()).unwrap_or_else(|| "–".to_owned())
    };
    let fields = difference.fields().into_iter().filter(|field| *field != Field::Quantity);
    let told = fields.map(|field| {
        format!("{}: {} → {}", field.text(lang), of(field, &difference.before), of(field, &difference.after))
    });
    told.chain(due(difference, lang)).collect::<Vec<_>>().join(" · ")
}

/// Of a line that was begun under an earlier version: what was due by then, and what is since. From the two follows what
/// it costs, whatever the line now says.
fn due(difference: &LineDifference, lang: Lang) -> Option<String> {
    let changes = difference.change() != LineChange::Same;
    let planned = difference.after.as_ref().filter(|planned| changes && !planned.before.units.is_zero())?;
    let told = |part: Part| format!("{} ({})", number::decimal(part.units, lang), number::euros(part.amount, lang));
    let before = Text::DueBefore.fill(lang, &[&told(planned.before)]);
    let since = (!planned.ended).then(|| Text::DueSince.fill(lang, &[&told(planned.since)]));
    Some(std::iter::once(before).chain(since).collect::<Vec<_>>().join(", "))
}

/// `40 → 50`; one alone where they are the same, or where the line is new, or gone before anything of it was due.
pub fn both<T: PartialEq + Copy + Default>(values: (T, T), change: LineChange, show: impl Fn(T) -> String) -> String {
    match change {
        LineChange::Added => show(values.1),
        LineChange::Removed if values.1 == T::default() => show(values.0),
        LineChange::Same | LineChange::Changed | LineChange::Removed if values.0 == values.1 => show(values.1),
        LineChange::Same | LineChange::Changed | LineChange::Removed => {
            format!("{} → {}", show(values.0), show(values.1))
        }
    }
}

/// By how much more or less: `+120,00`.
pub fn more(amount: Money, lang: Lang) -> String {
    let sign = if amount > Money::ZERO { "+" } else { "" };
    format!("{sign}{}", number::money(amount, lang))
}
