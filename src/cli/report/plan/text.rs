//! The plan report in words: of each child every version, the first first, with what it changed; then the decisions.

use std::fmt::Write as _;

use super::{
    super::{cut, padded, right, scope::day_line},
    Planning, Report, Step,
};
use crate::{
    app::forms::service_name,
    domain::{Choice, Decision, Field, Format, Money, PlanLine, plan_difference::LineDifference},
    i18n::{
        Lang, Text, choice::Worded, clean::clean, command::CommandText, date, number, plan as words, rules::RuleText,
    },
};

/// Columns of a line's service, of its units, of an amount.
const NAME: usize = 40;
const UNITS: usize = 26;
const AMOUNT: usize = 12;
/// Of the units, the columns of their name.
const UNIT: usize = 14;

pub(super) fn write(report: &Report, lang: Lang) -> String {
    let mut out = day_line(report.day, lang);
    if report.children.is_empty() {
        out += &format!("{}\n", CommandText::NoChildren.text(lang));
    }
    for child in &report.children {
        let Planning { person, family, .. } = child;
        // Writing to a String cannot fail.
        let _ = writeln!(out, "\n{} · {}", clean(&person.list_name()), clean(&family.case_number));
        if child.versions.is_empty() {
            let _ = writeln!(out, "  {}", Text::NoPlanYet.text(lang));
        }
        for step in child.steps() {
            Section { report, step, lang }.write(child, &mut out);
        }
        if !child.decisions.is_empty() {
            let _ = writeln!(out, "\n  {}", Text::Decisions.text(lang));
        }
        for decision in &child.decisions {
            let _ = writeln!(out, "    {}", decided(child, decision, lang));
        }
    }
    out
}

/// `2018/7 · 11.09.2018. · piešķirt · v1 · līga`.
fn decided(child: &Planning, decision: &Decision, lang: Lang) -> String {
    let version = child.version_of(decision).map(|number| format!("v{number}"));
    let parts = [
        Some(decision.label()),
        Some(date::show(decision.day, lang)),
        Some(decision.kind.text(lang).to_owned()),
        version,
        Some(clean(&decision.decided_by)),
        Some(clean(&decision.text)).filter(|text| !text.is_empty()),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

/// One version of a child's plan.
struct Section<'a> {
    report: &'a Report,
    step: Step<'a>,
    lang: Lang,
}

impl Section<'_> {
    fn write(&self, child: &Planning, out: &mut String) {
        let (lang, Step { told, before }) = (self.lang, &self.step);
        let stage = child.stage(told, self.report.day);
        let from = told.plan.effective_from.map(|day| Text::FromDay.fill(lang, &[&date::show(day, lang)]));
        let mut head = vec![Text::Version.fill(lang, &[&told.plan.number, &stage.text(lang)])];
        head.extend(from);
        head.push(number::euros(told.amount(), lang));
        head.extend(before.map(|before| words::more(told.amount() - before.amount(), lang)));
        let _ = writeln!(out, "\n  {}", head.join(" · "));
        let reason = clean(&told.plan.reason);
        if !reason.is_empty() {
            let _ = writeln!(out, "    {}: {reason}", Field::Reason.text(lang));
        }
        let steps = clean(&words::steps(told, lang));
        if !steps.is_empty() {
            let _ = writeln!(out, "    {steps}");
        }
        let difference = self.step.difference();
        if difference.lines.is_empty() {
            let _ = writeln!(out, "    {}", Text::NoLinesYet.text(lang));
            return;
        }
        if let Some(before) = before {
            let versions = format!("{} v{} → v{}", Text::WhatDiffers.text(lang), before.plan.number, told.plan.number);
            let heads = [CommandText::AmountBefore, CommandText::AmountAfter, CommandText::AmountMore];
            let heads = heads.map(|head| right(head.text(lang), AMOUNT)).concat();
            let _ = writeln!(out, "    {}{heads}", padded(&versions, NAME + UNITS));
        }
        for line in &difference.lines {
            self.line(line, out);
        }
        let label = padded(Text::Together.text(lang), NAME + UNITS);
        let _ = writeln!(out, "    {label}{}", self.amounts(difference.amounts(None)));
    }

    fn line(&self, difference: &LineDifference, out: &mut String) {
        let (lang, change) = (self.lang, difference.change());
        let Some(line) = difference.line() else { return };
        // Of a first version everything is new.
        let mark = if self.step.before.is_none() { " " } else { words::mark(change) };
        let service = self.report.services.iter().find(|service| service.code == line.service);
        let mut name = format!("{mark} {} {}", line.group.name(), clean(&line.service));
        if let Some(service) = service {
            name += &format!(" {}", clean(service_name(service, lang)));
        }
        if line.format == Format::Group {
            name += &format!(" · {}", line.format.text(lang));
        }
        let units = words::both(difference.units(), change, |units| number::decimal(units, lang));
        let units = format!("{}  {}", right(&units, UNITS - UNIT), padded(line.unit.text(lang), UNIT - 2));
        let _ = writeln!(out, "    {}{units}{}", cut(&name, NAME), self.amounts(difference.amounts()));
        let _ = writeln!(out, "        {}", self.terms(line));
        let changes = words::changes(difference, |id| self.report.provider(id), lang);
        if !changes.is_empty() {
            let _ = writeln!(out, "        {}", clean(&changes));
        }
    }

    /// `Žubīte · 03.09.2018.–30.09.2019. · 2 nedēļā · 45 min`: who, when, how often.
    fn terms(&self, line: &PlanLine) -> String {
        let lang = self.lang;
        let provider = self.report.provider(line.provider);
        let mut parts = vec![provider.map_or_else(|| Text::NoProviderYet.text(lang).to_owned(), |name| clean(&name))];
        parts.push(format!("{}–{}", date::show(line.from, lang), date::show(line.to, lang)));
        if !line.per_week.is_zero() {
            parts.push(RuleText::PerWeek.fill(lang, &[&number::decimal(line.per_week, lang)]));
        }
        if !line.copayment_percent.is_zero() {
            let percent = number::decimal(line.copayment_percent, lang);
            parts.push(format!("{}: {percent}", Field::CopaymentPercent.text(lang)));
        }
        parts.join(" · ")
    }

    /// Before, after, and how much more or less; of a first version only what it costs.
    fn amounts(&self, (before, after): (Money, Money)) -> String {
        let shown = |amount| right(&number::money(amount, self.lang), AMOUNT);
        if self.step.before.is_none() {
            return shown(after);
        }
        let more = if before == after { String::new() } else { words::more(after - before, self.lang) };
        format!("{}{}{}", shown(before), shown(after), right(&more, AMOUNT)).trim_end().to_owned()
    }
}
