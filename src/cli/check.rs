//! `check`: pages, journal, indexes, links, and whether the money adds up.

use clap::Command;

use super::{Failure, Outcome, context::Context, definition::subcommand};
use crate::{
    domain::{
        Child, Kind, Money,
        budget::{Figure, FigureKind, Figures},
        overview::Dossier,
    },
    i18n::{Lang, command::CommandText, plural::Counted},
    store::{Finding, Reader, StoreError, views},
};

pub(super) fn definition(lang: Lang) -> Command {
    subcommand("check", CommandText::Check, lang)
}

pub(super) fn run(context: &mut Context) -> Result<Outcome, Failure> {
    let lang = context.lang;
    let report = context.open_store()?.check(&[money])?;
    if report.findings.is_empty() {
        let (rows, entries) = (Counted::Record.text(report.rows, lang), Counted::Entry.text(report.entries, lang));
        writeln!(context.out, "{}", CommandText::CheckGood.fill(lang, &[&rows, &entries]))?;
        return Ok(Outcome::done());
    }
    let found = Counted::Error.text(report.findings.len() as u64, lang);
    let mut complaints: Vec<String> = report.findings.iter().map(|finding| finding.sentence(lang)).collect();
    complaints.push(CommandText::CheckBad.fill(lang, &[&found]));
    Ok(Outcome::problems(complaints))
}

/// The identities of money, for every child: figures against their lines, against each other, against the burn-down.
fn money(reader: &Reader) -> Result<Vec<Finding>, StoreError> {
    let mut findings = Vec::new();
    for child in reader.all::<Child>()? {
        // The last day there is: by then everything has happened, whatever the clock says.
        let day = chrono::NaiveDate::from_ymd_opt(2100, 12, 31).unwrap_or_default();
        let Some(dossier) = views::dossier(reader, child.id, day)? else { continue };
        findings.extend(
            disagreements(&dossier)
                .into_iter()
                .map(|detail| Finding::Figures { record: (Kind::Child, child.id.0), detail }),
        );
    }
    Ok(findings)
}

fn disagreements(dossier: &Dossier) -> Vec<String> {
    let figures = &dossier.figures;
    let amount = |kind: FigureKind| figures.figure(kind).amount();
    let mut found: Vec<String> = FigureKind::ALL.iter().filter_map(|kind| sum_differs(figures.figure(*kind))).collect();
    let mut equal = |name: &str, one: Money, other: Money| {
        if one != other {
            found.push(format!("{name}: {one} ≠ {other}"));
        }
    };
    use FigureKind as K;
    equal("balance", amount(K::Balance), amount(K::Ceiling) - amount(K::Delivered));
    equal("free", amount(K::Free), amount(K::Balance) - amount(K::Reserved));
    equal("delivered by sessions", amount(K::Delivered), delivered(dossier));
    equal("delivered by groups", amount(K::Delivered), by_groups(figures));
    for burndown in [&dossier.by_month, &dossier.by_week] {
        if let Some(actual) = burndown.points.iter().rev().find_map(|point| point.actual) {
            equal("burn-down", actual, amount(K::Delivered));
        }
    }
    found
}

fn sum_differs(figure: &Figure) -> Option<String> {
    let sum: Money = figure.lines().iter().map(|line| line.amount).sum();
    (sum != figure.amount()).then(|| format!("{}: {} ≠ {sum}", figure.kind().name(), figure.amount()))
}

/// What the sessions were charged, added up anew.
fn delivered(dossier: &Dossier) -> Money {
    let charges = dossier.sessions.iter().filter(|session| !session.is_open());
    charges.filter_map(|session| session.charge.as_ref()).map(|charge| charge.amount()).sum()
}

fn by_groups(figures: &Figures) -> Money {
    figures.groups.iter().map(|group| group.delivered).sum()
}
