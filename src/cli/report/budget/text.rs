//! The budget report in words: a table for each programme, fit for a wide terminal and for paper.

use std::fmt::Write as _;

use super::{
    super::{cut, padded, right, scope::day_line},
    Reckoning, Report,
};
use crate::{
    domain::{
        Programme,
        budget::{By, FigureKind, Key, Sum, Sums, Within},
    },
    i18n::{Lang, Text, choice::Worded, clean::clean, command::CommandText, date, number},
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
/// The figures that are told in units as well.
pub(super) const IN_UNITS: &[FigureKind] = &[
    FigureKind::Planned,
    FigureKind::Reserved,
    FigureKind::Delivered,
    FigureKind::Invoiced,
    FigureKind::Accepted,
    FigureKind::Paid,
    FigureKind::Forecast,
];
/// What was delivered, and how far invoices for it have come.
const INVOICES: &[FigureKind] = &[FigureKind::Delivered, FigureKind::Invoiced, FigureKind::Accepted, FigureKind::Paid];
/// What groups and services are told of.
pub(super) const OF_PARTS: &[FigureKind] = &[
    FigureKind::Planned,
    FigureKind::Reserved,
    FigureKind::Delivered,
    FigureKind::Invoiced,
    FigureKind::Accepted,
    FigureKind::Paid,
];
/// Columns of a name.
const NAME: usize = 32;

pub(super) fn write(report: &Report, lang: Lang) -> String {
    let mut out = day_line(report.day, lang);
    if report.within != Within::ALWAYS {
        // An end that was not given is open.
        let shown = |day, open| if day == open { "…".to_owned() } else { date::show(day, lang) };
        let Within { from, to } = report.within;
        let (from, to) = (shown(from, Within::ALWAYS.from), shown(to, Within::ALWAYS.to));
        out += &format!("{}\n", CommandText::InDays.fill(lang, &[&from, &to]));
    }
    if report.programmes.is_empty() {
        out += &format!("{}\n", CommandText::NoChildren.text(lang));
    }
    for (programme, cases) in &report.programmes {
        // Writing to a String cannot fail.
        let _ = writeln!(out, "\n{} · {}", clean(&programme.municipality), clean(&programme.name));
        let sums = report.sums(report.by.unwrap_or(By::Child), cases);
        let table = Table { report, cases, programme, lang };
        table.euros(&sums, &mut out);
        if report.by.is_some() {
            table.units(&sums, &mut out);
        } else {
            table.parts(cases, &mut out);
        }
    }
    out
}

struct Table<'a> {
    report: &'a Report,
    cases: &'a [Reckoning],
    programme: &'a Programme,
    lang: Lang,
}

impl Table<'_> {
    fn name(&self, key: &Key) -> String {
        // A column is left before the first amount.
        padded(&cut(&self.report.name(key, self.cases, self.programme, self.lang), NAME - 1), NAME)
    }

    /// A row a key, and all together.
    fn euros(&self, sums: &Sums, out: &mut String) {
        let is_whole = sums.figures().len() == FigureKind::ALL.len();
        self.amounts(sums, if is_whole { SHOWN } else { FigureKind::DATED }, out);
        let total = sums.total();
        if is_whole && FigureKind::OF_INVOICES.iter().any(|kind| !total.amount(*kind).is_zero()) {
            out.push('\n');
            self.amounts(sums, INVOICES, out);
        }
    }

    /// The same of these figures.
    fn amounts(&self, sums: &Sums, shown: &[FigureKind], out: &mut String) {
        let row = |name: String, sum: &Sum| {
            let amounts = shown.iter().map(|kind| right(&number::money(sum.amount(*kind), self.lang), 12));
            format!("{name}{}\n", amounts.collect::<String>())
        };
        let head: String = shown.iter().map(|kind| right(kind.short(self.lang), 12)).collect();
        let _ = writeln!(out, "{}{head}", padded("", NAME));
        for key in Report::keys(sums, self.cases) {
            *out += &sums.get(key).map_or_else(String::new, |sum| row(self.name(key), sum));
        }
        *out += &row(padded(Text::Together.text(self.lang), NAME), &sums.total());
    }

    /// The same in units: a row for each unit that a key has.
    fn units(&self, sums: &Sums, out: &mut String) {
        let head: String = IN_UNITS.iter().map(|kind| right(kind.short(self.lang), 12)).collect();
        let _ = writeln!(out, "\n{}{}{head}", padded(CommandText::InUnits.text(self.lang), NAME), padded("", UNIT));
        let rows = |name: &str, sum: &Sum, out: &mut String| {
            for (n, unit) in super::units_of(sum).into_iter().enumerate() {
                let amounts = IN_UNITS.iter().map(|kind| {
                    let units = sum.units(*kind).find(|(of, _)| *of == unit).map(|(_, units)| units);
                    right(&number::decimal(units.unwrap_or_default(), self.lang), 12)
                });
                let name = if n == 0 { name } else { "" };
                let line = format!("{}{}", padded(name, NAME), padded(unit.text(self.lang), UNIT));
                let _ = writeln!(out, "{line}{}", amounts.collect::<String>());
            }
        };
        for key in Report::keys(sums, self.cases) {
            if let Some(sum) = sums.get(key) {
                rows(self.name(key).trim_end(), sum, out);
            }
        }
        rows(Text::Together.text(self.lang), &sums.total(), out);
    }

    /// The groups and the services.
    fn parts(&self, cases: &[Reckoning], out: &mut String) {
        let head: String = OF_PARTS.iter().map(|kind| right(kind.short(self.lang), 14)).collect();
        let _ = writeln!(out, "\n{}{head}", padded("", NAME));
        for by in [By::Group, By::Service] {
            let sums = self.report.sums(by, cases);
            for key in Report::keys(&sums, cases) {
                let Some(sum) = sums.get(key) else { continue };
                let amounts = OF_PARTS.iter().map(|kind| right(&number::money(sum.amount(*kind), self.lang), 14));
                let _ = writeln!(out, "{}{}", self.name(key), amounts.collect::<String>());
            }
        }
    }
}

/// Columns of a unit's name.
const UNIT: usize = 12;
