//! `export KIND`: the records of a noun, as CSV or JSON; or the whole budget as a ledger.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use clap::{ArgMatches, Command};

use super::{
    Failure, Outcome,
    context::Context,
    definition::{format_option, option, output_option, positional_choice, subcommand, text},
    records, report,
    whose_child::{child_asked, child_option},
};
use crate::{
    domain::{
        Absence, AbsenceScope, AnyRecord, Assessment, Child, Id, Index, IndexKey, Kind, PlanLine, PlanVersion,
        Programme, Provider, Record, Session, looking,
    },
    files::{export, ics, ledger},
    i18n::{Lang, command::CommandText},
    store::{Reader, StoreError},
};

/// What is no noun but can be exported: the budget as a double-entry journal.
const LEDGER: &str = "ledger";

pub(super) fn definition(lang: Lang) -> Command {
    let kinds = Kind::ALL.iter().map(|kind| kind.name()).chain([LEDGER]).collect();
    subcommand("export", CommandText::Export, lang)
        .arg(positional_choice("kind", kinds, CommandText::KindArgument, lang))
        .arg(format_option(&["csv", "json", "ics"], lang))
        .arg(child_option(CommandText::ChildOption, lang))
        .arg(option("from", CommandText::DayPlace, CommandText::FromOption, lang))
        .arg(option("to", CommandText::DayPlace, CommandText::ToOption, lang))
        .arg(option("as-of", CommandText::AsOfPlace, CommandText::LedgerAsOfOption, lang))
        .arg(output_option(lang))
}

pub(super) fn run(matches: &ArgMatches, context: &mut Context) -> Result<Outcome, Failure> {
    let lang = context.lang;
    if text(matches, "kind") == Some(LEDGER) {
        return run_ledger(matches, context);
    }
    let unknown = || Failure::Usage(CommandText::OtherUsage.text(lang).to_owned());
    let kind = text(matches, "kind").and_then(Kind::by_name).ok_or_else(unknown)?;
    let (from, to) = (context.day(matches, "from")?, context.day(matches, "to")?);
    if (from.is_some() || to.is_some()) && !has_days(kind) {
        return Err(Failure::Usage(CommandText::NoDays.fill(lang, &[&kind.name()])));
    }
    if matches.contains_id("child") && !belongs_to_child(kind) {
        return Err(Failure::Usage(CommandText::NoChildOf.fill(lang, &[&kind.name()])));
    }
    if text(matches, "as-of").is_some() {
        return Err(Failure::Usage(CommandText::AsOfOnlyLedger.text(lang).to_owned()));
    }
    let as_calendar = text(matches, "format") == Some("ics");
    if as_calendar && kind != Kind::Session {
        return Err(Failure::Usage(CommandText::IcsOnlySessions.text(lang).to_owned()));
    }
    let store = context.open_store()?;
    let child = child_asked(matches, &store, lang)?;
    let (records, register) = store.read(|reader| {
        let mut found = records::all(reader, kind)?;
        if let Some(child) = child {
            let whose = ChildRecords::read(reader, child)?;
            found.retain(|record| whose.owns(record));
        }
        let any_day = from.is_none() && to.is_none();
        let within = |day: NaiveDate| from.is_none_or(|from| from <= day) && to.is_none_or(|to| day <= to);
        found.retain(|record| day_of(record).is_none_or(within));
        let mut register = records::register(reader, related(kind))?;
        // What waits for an invoice has no day of issue.
        register.invoice_lines.retain(|line| any_day || !line.is_open());
        Ok((found, register))
    })?;
    let bytes = match text(matches, "format") {
        Some("ics") => {
            let sessions: Vec<Session> = records.iter().cloned().filter_map(Session::from_any).collect();
            ics::write(&sessions, &register, context.today())
        }
        Some("json") => export::json(&records, &register)?,
        _ => export::csv(kind, &records, &register, lang)?,
    };
    note_looks(&store, context, &records)?;
    if kind == Kind::Invoice && text(matches, "format") != Some("json") {
        // Its rows have the names of those whose sessions it asks for.
        let numbers: BTreeSet<u64> = records.iter().map(AnyRecord::number).collect();
        let lines = register.invoice_lines.iter().filter(|line| line.is_open() || numbers.contains(&line.invoice.0));
        note_looks(&store, context, &lines.cloned().map(AnyRecord::from).collect::<Vec<_>>())?;
    }
    context.deliver(matches, &bytes)?;
    Ok(Outcome::done())
}

fn run_ledger(matches: &ArgMatches, context: &mut Context) -> Result<Outcome, Failure> {
    if text(matches, "format") == Some("ics") {
        return Err(Failure::Usage(CommandText::IcsOnlySessions.text(context.lang).to_owned()));
    }
    if matches.contains_id("from") || matches.contains_id("to") {
        return Err(Failure::Usage(CommandText::NoDays.fill(context.lang, &[&LEDGER])));
    }
    let found = report::dossiers::read(matches, context)?;
    let cases: Vec<_> = found.dossiers.iter().map(|dossier| (found.programme_of(dossier), &**dossier)).collect();
    context.deliver(matches, ledger::ledger(&cases, context.lang).as_bytes())?;
    Ok(Outcome::done())
}

/// Whose records leave the store is looked at by somebody: that is logged.
fn note_looks(store: &crate::store::Store, context: &Context, records: &[AnyRecord]) -> Result<(), StoreError> {
    let looked: BTreeSet<(Kind, u64)> = records.iter().filter_map(looking::subject).collect();
    let looked: Vec<(Kind, u64)> = looked.into_iter().collect();
    if looked.is_empty() { Ok(()) } else { store.note_looks(&context.user, &looked) }
}

/// What the CSV of a kind needs besides its own records.
fn related(kind: Kind) -> &'static [Kind] {
    match kind {
        Kind::Family => &[Kind::Programme, Kind::Person, Kind::Child],
        Kind::Price => &[Kind::Provider],
        Kind::Session => &[Kind::Family, Kind::Person, Kind::Child, Kind::PlanLine, Kind::Provider, Kind::Series],
        Kind::PlanVersion => {
            &[Kind::Family, Kind::Person, Kind::Child, Kind::Goal, Kind::PlanVersion, Kind::PlanLine, Kind::Provider]
        }
        Kind::Invoice => &[
            Kind::Programme,
            Kind::Family,
            Kind::Person,
            Kind::Child,
            Kind::PlanLine,
            Kind::Provider,
            Kind::Session,
            Kind::InvoiceLine,
        ],
        Kind::Assessment => &[Kind::Family, Kind::Person, Kind::Child, Kind::Assessment, Kind::Instrument],
        _ => &[],
    }
}

fn has_days(kind: Kind) -> bool {
    matches!(kind, Kind::Session | Kind::Note | Kind::Assessment | Kind::Meeting | Kind::Invoice)
}

fn day_of(record: &AnyRecord) -> Option<NaiveDate> {
    match record {
        AnyRecord::Session(session) => Some(session.day),
        AnyRecord::Note(note) => Some(note.day),
        AnyRecord::Assessment(assessment) => assessment.day(),
        AnyRecord::Meeting(meeting) => Some(meeting.day),
        AnyRecord::Invoice(invoice) => Some(invoice.day),
        _ => None,
    }
}

fn belongs_to_child(kind: Kind) -> bool {
    !matches!(
        kind,
        Kind::Programme
            | Kind::Service
            | Kind::Provider
            | Kind::Price
            | Kind::User
            | Kind::Instrument
            | Kind::Meeting
            | Kind::Suggestion
            | Kind::RuleBook
            | Kind::Invoice
    )
}

/// The records that a child's others hang on.
struct ChildRecords {
    child: Child,
    programme: Id<Programme>,
    plans: Vec<u64>,
    assessments: Vec<u64>,
    services: Vec<Served>,
}

/// On which days the child has a service of a provider: a line of a plan, or a session.
struct Served {
    line: PlanLine,
    provider: Id<Provider>,
    days: (NaiveDate, NaiveDate),
}

impl ChildRecords {
    fn read(reader: &Reader, child: Id<Child>) -> Result<Self, StoreError> {
        let missing = StoreError::NoSuchRecord { kind: Kind::Child, number: child.0 };
        let found = reader.get(child)?.ok_or(missing)?;
        let programme = reader.get(found.family)?.map(|family| family.programme).unwrap_or_default();
        let plans: Vec<PlanVersion> = reader.all()?;
        let plans: Vec<u64> = plans.iter().filter(|plan| plan.child == child).map(|plan| plan.id.0).collect();
        let assessments: Vec<Assessment> = reader.all()?;
        let assessments = assessments.iter().filter(|own| own.child == child).map(|own| own.id.0).collect();
        let mut lines: Vec<PlanLine> = reader.all()?;
        lines.retain(|line| plans.contains(&line.plan.0));
        let sessions: Vec<Session> = reader.find(&IndexKey::new(Index::SessionByChild).id(child.0))?;
        let of_session = |session: &Session| {
            let line = lines.iter().find(|line| line.id == session.line)?.clone();
            Some(Served { provider: session.provider_by(&line), line, days: (session.day, session.day) })
        };
        let mut services: Vec<Served> = sessions.iter().filter_map(of_session).collect();
        services.extend(lines.into_iter().map(|line| Served {
            provider: line.provider,
            days: (line.from, line.to),
            line,
        }));
        Ok(Self { child: found, programme, plans, assessments, services })
    }

    /// Whether it keeps the child from something: its own absence, its family's, its programme's; a service's or a
    /// provider's, if the child has them on those days.
    fn is_kept_by(&self, absence: &Absence) -> bool {
        let concerns = |line: &PlanLine, provider| absence.concerns(&self.child, self.programme, line, provider);
        let of_many = matches!(absence.scope(), AbsenceScope::Provider | AbsenceScope::Service);
        if !of_many {
            return concerns(&PlanLine::default(), Id::default());
        }
        let on_its_days = |served: &&Served| served.days.0 <= absence.to && absence.from <= served.days.1;
        self.services.iter().filter(on_its_days).any(|served| concerns(&served.line, served.provider))
    }

    /// The child's own records, its family, the family's notes, and what keeps the child from sessions.
    fn owns(&self, record: &AnyRecord) -> bool {
        match record {
            AnyRecord::Family(family) => family.id == self.child.family,
            AnyRecord::Person(person) => person.family == self.child.family,
            AnyRecord::Child(child) => child.id == self.child.id,
            AnyRecord::Assessment(assessment) => assessment.child == self.child.id,
            AnyRecord::Scoring(scoring) => self.assessments.contains(&scoring.assessment.0),
            AnyRecord::Goal(goal) => goal.child == self.child.id,
            AnyRecord::PlanVersion(plan) => plan.child == self.child.id,
            AnyRecord::PlanLine(line) => self.plans.contains(&line.plan.0),
            AnyRecord::Session(session) => session.child == self.child.id,
            AnyRecord::Series(series) => series.child == self.child.id,
            AnyRecord::InvoiceLine(line) => line.child == self.child.id,
            AnyRecord::Decision(decision) => decision.child == self.child.id,
            AnyRecord::Absence(absence) => self.is_kept_by(absence),
            AnyRecord::Note(note) => {
                note.family == self.child.family && (note.child == self.child.id || !note.child.is_some())
            }
            _ => false,
        }
    }
}
