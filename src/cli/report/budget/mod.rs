//! `report budget`: what budgets came to, over the whole programme or on some days, by child, family, service,
//! provider, group, worker or programme.

mod csv;
mod json;
mod text;

use clap::{ArgMatches, Command};

use super::{
    super::{
        Failure, Outcome,
        context::Context,
        definition::{choice, format_option, option, output_option, subcommand, text},
    },
    deliver, narrowing, programme_option,
    scope::{OfChild, ReportScope},
};
use crate::{
    app::forms::service_name,
    domain::{
        Child, Choice, Family, Id, Person, Programme, Provider, Service, Unit,
        budget::{BudgetOf, By, Key, Reckoned, Sum, Sums, Within},
    },
    i18n::{Lang, Text, choice::Worded, clean::clean, command::CommandText},
    store::views,
};

pub(super) fn definition(lang: Lang) -> Command {
    let keys: Vec<&'static str> = By::ALL.iter().map(|by| by.name()).collect();
    subcommand("budget", CommandText::BudgetReport, lang)
        .arg(choice("by", &keys, CommandText::ByOption, lang))
        .arg(option("from", CommandText::DayPlace, CommandText::FromOption, lang))
        .arg(option("to", CommandText::DayPlace, CommandText::ToOption, lang))
        .args(narrowing(lang))
        .arg(programme_option(lang))
        .arg(format_option(&["text", "csv", "json"], lang))
        .arg(output_option(lang))
}

pub(super) fn run(matches: &ArgMatches, context: &mut Context) -> Result<Outcome, Failure> {
    let lang = context.lang;
    let within = Within::new(context.day(matches, "from")?, context.day(matches, "to")?);
    let by = text(matches, "by").and_then(By::by_name);
    let scope = ReportScope::new(matches, context)?;
    let cases = scope.read_children(context, |reader, child| {
        let case = views::Case::read_with_invoices(reader, child, scope.day)?;
        Ok(case.map(|case| Reckoning {
            whose: case.whose(),
            reckoned: case.reckoned(within),
            person: case.person().cloned().unwrap_or_default(),
            family: case.family,
        }))
    })?;
    let (programmes, services, providers) =
        scope.read(|reader| Ok((reader.all::<Programme>()?, reader.all()?, reader.all()?)))?;
    let mut report = Report { day: scope.day, within, by, programmes: Vec::new(), services, providers };
    for case in cases {
        match report.programmes.last_mut() {
            Some((known, cases)) if known.id == case.family.programme => cases.push(case),
            _ => {
                let programme = programmes.iter().find(|programme| programme.id == case.family.programme);
                report.programmes.push((programme.cloned().unwrap_or_default(), vec![case]));
            }
        }
    }
    deliver(matches, context, || json::write(&report), || csv::write(&report, lang), || text::write(&report, lang))
}

/// A child with its figures.
struct Reckoning {
    whose: BudgetOf,
    family: Family,
    person: Person,
    reckoned: Reckoned,
}

impl OfChild for Reckoning {
    fn whose(&self) -> (&Family, &Person, Id<Child>) {
        (&self.family, &self.person, self.whose.child)
    }
}

/// Everything that the report is written from.
struct Report {
    day: chrono::NaiveDate,
    within: Within,
    /// By what it is asked for; none: by child, group and service.
    by: Option<By>,
    /// The children of each programme, by name.
    programmes: Vec<(Programme, Vec<Reckoning>)>,
    services: Vec<Service>,
    providers: Vec<Provider>,
}

impl Report {
    fn sums<'a>(&self, by: By, cases: impl IntoIterator<Item = &'a Reckoning>) -> Sums {
        let mut sums = Sums::new(by, self.within == Within::ALWAYS);
        for case in cases {
            sums.add(&case.whose, &case.reckoned);
        }
        sums
    }

    /// The keys in the order that people look for them: children and families by name, the others as they come.
    fn keys<'s>(sums: &'s Sums, cases: &[Reckoning]) -> Vec<&'s Key> {
        let mut keys: Vec<&Key> = sums.rows().map(|(key, _)| key).collect();
        let place = |key: &Key| cases.iter().position(|case| of_case(key, case));
        keys.sort_by_cached_key(|key| place(key));
        keys
    }

    fn provider(&self, id: Id<Provider>) -> Option<&Provider> {
        self.providers.iter().find(|provider| provider.id == id)
    }

    /// What falls under a key, as people call it.
    fn name(&self, key: &Key, cases: &[Reckoning], programme: &Programme, lang: Lang) -> String {
        let case = cases.iter().find(|case| of_case(key, case));
        let unknown = || Text::UnknownLine.text(lang).to_owned();
        match key {
            Key::Child(_) => case.map_or_else(String::new, |case| {
                format!("{} {}", clean(&case.family.case_number), clean(&case.person.list_name()))
            }),
            Key::Family(_) => case.map_or_else(String::new, |case| {
                format!("{} {}", clean(&case.family.case_number), clean(&case.family.surname))
            }),
            Key::Service(code) if code.is_empty() => unknown(),
            Key::Service(code) => match self.services.iter().find(|service| service.code == *code) {
                Some(service) => clean(&format!("{code} {}", service_name(service, lang))),
                None => clean(code),
            },
            Key::Provider(id) => match self.provider(*id) {
                Some(provider) => clean(&provider.name),
                None => Text::NoProviderYet.text(lang).to_owned(),
            },
            Key::Group(group) => group.map_or_else(unknown, |group| group.text(lang).to_owned()),
            Key::Worker(login) if login.is_empty() => Text::NobodysCases.text(lang).to_owned(),
            Key::Worker(login) => clean(login),
            Key::Programme(_) => clean(&programme.name),
        }
    }
}

/// Whether it is the key of that child or of its family.
fn of_case(key: &Key, case: &Reckoning) -> bool {
    match key {
        Key::Child(child) => case.whose.child == *child,
        Key::Family(family) => case.whose.family == *family,
        _ => false,
    }
}

/// The units that a sum is told in.
fn units_of(sum: &Sum) -> Vec<Unit> {
    let has = |unit: &&Unit| {
        text::IN_UNITS.iter().any(|kind| sum.units(*kind).any(|(of, units)| of == **unit && !units.is_zero()))
    };
    Unit::ALL.iter().filter(has).copied().collect()
}
