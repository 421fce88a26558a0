//! `report plan`: the versions of each child's plan, what each changed in services and euros, and who signed and decided.

mod csv;
mod json;
mod text;

use chrono::NaiveDate;
use clap::{ArgMatches, Command};

use super::{
    super::{
        Failure, Outcome,
        context::Context,
        definition::{format_option, output_option, subcommand},
    },
    deliver, narrowing, programme_option,
    scope::{OfChild, ReportScope},
};
use crate::{
    domain::{
        Child, Decision, Family, Id, Person, PlanStage, PlanVersion, Provider, Service,
        plan_difference::{Difference, VersionTold},
    },
    i18n::{Lang, command::CommandText},
    store::views,
};

pub(super) fn definition(lang: Lang) -> Command {
    subcommand("plan", CommandText::PlanReport, lang)
        .args(narrowing(lang))
        .arg(programme_option(lang))
        .arg(format_option(&["text", "csv", "json"], lang))
        .arg(output_option(lang))
}

pub(super) fn run(matches: &ArgMatches, context: &mut Context) -> Result<Outcome, Failure> {
    let lang = context.lang;
    let scope = ReportScope::new(matches, context)?;
    let children = scope.read_children(context, |reader, child| {
        let Some(record) = reader.get(child)? else { return Ok(None) };
        Ok(Some(Planning {
            child,
            person: reader.get(record.person)?.unwrap_or_default(),
            family: reader.get(record.family)?.unwrap_or_default(),
            versions: views::versions(reader, child)?,
            decisions: views::decisions::decisions_of(reader, child)?,
        }))
    })?;
    let (services, providers) = scope.read(|reader| Ok((reader.all()?, reader.all()?)))?;
    let report = Report { day: scope.day, children, services, providers };
    deliver(matches, context, || json::write(&report), || csv::write(&report, lang), || text::write(&report, lang))
}

/// A child with its plan.
struct Planning {
    child: Id<Child>,
    person: Person,
    family: Family,
    /// The first first.
    versions: Vec<VersionTold>,
    /// The newest last.
    decisions: Vec<Decision>,
}

impl OfChild for Planning {
    fn whose(&self) -> (&Family, &Person, Id<Child>) {
        (&self.family, &self.person, self.child)
    }
}

impl Planning {
    /// Each version with the one before it.
    fn steps(&self) -> impl Iterator<Item = Step<'_>> {
        let befores = std::iter::once(None).chain(self.versions.iter().map(Some));
        self.versions.iter().zip(befores).map(|(told, before)| Step { told, before })
    }

    /// How a version stands on `day`.
    fn stage(&self, told: &VersionTold, day: NaiveDate) -> PlanStage {
        let plans: Vec<PlanVersion> = self.versions.iter().map(|told| told.plan.clone()).collect();
        told.plan.stage(&plans, day)
    }

    /// The number of the version that a decision is about, if it is about one.
    fn version_of(&self, decision: &Decision) -> Option<u32> {
        let about = self.versions.iter().find(|told| told.plan.id == decision.plan);
        about.map(|told| told.plan.number)
    }
}

/// A version and the one before it.
struct Step<'a> {
    told: &'a VersionTold,
    before: Option<&'a VersionTold>,
}

impl Step<'_> {
    fn difference(&self) -> Difference {
        self.told.difference(self.before)
    }
}

/// Everything that the report is written from.
struct Report {
    day: NaiveDate,
    /// By programme, then by name.
    children: Vec<Planning>,
    services: Vec<Service>,
    providers: Vec<Provider>,
}

impl Report {
    fn provider(&self, id: Id<Provider>) -> Option<String> {
        self.providers.iter().find(|provider| provider.id == id).map(|provider| provider.name.clone())
    }
}
