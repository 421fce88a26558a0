//! `import KIND FILE`: all of a file or nothing, unless `--skip-bad` asks for the good rows.

mod prices;

use std::{
    fs::OpenOptions,
    io::{ErrorKind, Write},
    os::unix::fs::OpenOptionsExt,
    path::{Path, PathBuf},
};

use clap::{ArgMatches, Command, value_parser};

use super::{
    Failure, Outcome,
    context::Context,
    definition::{flag, option, path, positional, positional_choice, subcommand, text},
    records,
};
use crate::{
    domain::{
        Id, Kind, Operation, Programme,
        rules::{Objection, Policy},
    },
    files::{
        Register, ics,
        import::{self, ImportKind, Imported, Reading},
        rejects,
        table::{Table, TableError},
    },
    i18n::{Lang, clean::clean, command::CommandText, plural},
    store::{
        Applied, Reader, StoreError,
        proposals::{self, Occasion},
    },
};

pub(super) fn definition(lang: Lang) -> Command {
    let kinds = ImportKind::ALL.iter().map(|kind| kind.name()).collect();
    subcommand("import", CommandText::Import, lang)
        .arg(positional_choice("kind", kinds, CommandText::KindArgument, lang))
        .arg(
            positional("file", CommandText::FilePlace, CommandText::FileArgument, lang)
                .value_parser(value_parser!(PathBuf)),
        )
        .arg(flag("dry-run", CommandText::DryRunOption, lang))
        .arg(flag("skip-bad", CommandText::SkipBadOption, lang))
        .arg(option("retroactive", CommandText::ReasonPlace, CommandText::RetroactiveOption, lang))
        .arg(option("programme", CommandText::NamePlace, CommandText::ProgrammeOption, lang))
        .arg(option("reason", CommandText::ReasonPlace, CommandText::ReasonOption, lang))
}

pub(super) fn run(matches: &ArgMatches, context: &mut Context) -> Result<Outcome, Failure> {
    let lang = context.lang;
    let missing = || Failure::Usage(CommandText::OtherUsage.text(lang).to_owned());
    let kind = text(matches, "kind").and_then(ImportKind::by_name).ok_or_else(missing)?;
    let file = path(matches, "file").ok_or_else(missing)?;
    let (dry_run, skip_bad) = (matches.get_flag("dry-run"), matches.get_flag("skip-bad"));
    let bytes = std::fs::read(file).map_err(|error| Failure::unreadable(file, &error, lang))?;
    let table =
        if kind == ImportKind::Sessions && ics::is_calendar(&bytes) { ics::table(&bytes) } else { Table::read(&bytes) };
    let table = table.map_err(|error| Failure::Problem(no_table(&error, file, kind, lang)))?;
    let store = context.open_store().map_err(|failure| match failure {
        Failure::Store(StoreError::Missing(path)) => Failure::NoStore(path),
        other => other,
    })?;
    let (register, seen) = store.read(|reader| Ok((records::register(reader, needed(kind))?, reader.revision())))?;
    let programme = programme(text(matches, "programme"), &register, lang)?;
    let mut imported = import::import(kind, &table, &register, Reading { lang, today: context.today(), programme });

    let mut complaints: Vec<String> = Vec::new();
    let ignored = ignored_columns(&table, kind);
    if !ignored.is_empty() {
        complaints.push(CommandText::ColumnsIgnored.fill(lang, &[&ignored.join(", ")]));
    }
    for warning in &imported.warnings {
        let sentence = format!("{}:{}", file.display(), warning.sentence(lang));
        complaints.push(CommandText::Warning.fill(lang, &[&sentence]));
    }
    complaints.extend(imported.rejects.iter().map(|reject| format!("{}:{}", file.display(), reject.sentence(lang))));
    let all_good = imported.rejects.is_empty();
    let mut shown = None;
    if kind == ImportKind::Prices && imported.added > 0 && (all_good || skip_bad) {
        let reason = text(matches, "retroactive").unwrap_or_default();
        let proposed = prices::propose(&imported.operation, reason, &store, context, programme)?;
        prices::tell(&proposed, context)?;
        let looked: Vec<(Kind, u64)> = proposed.children.iter().map(|touched| (Kind::Child, touched.child.0)).collect();
        store.note_looks(&context.user, &looked)?;
        imported.operation = proposed.made.operation.clone();
        shown = Some(proposed);
    }
    let mut is_allowed = true;
    if (all_good || skip_bad) && imported.added > 0 {
        let operation = imported.operation.clone().seeing(seen);
        let operation = match text(matches, "reason") {
            Some(reason) => operation.because(reason),
            None => operation,
        };
        let of_prices = Occasion { programme, user: &context.user, today: context.today() };
        let still = |reader: &Reader| match &shown {
            Some(shown) => proposals::is_still(reader, shown, of_prices),
            None => Ok(true),
        };
        let asked = apply(&operation, |operation| match dry_run {
            true => store.rehearse(&context.user, operation),
            false => store.apply_if_still(&context.user, operation, seen, still),
        })?;
        is_allowed = asked.is_allowed;
        complaints.extend(asked.objections.iter().map(|objection| {
            let sentence = told(objection, &imported, file, lang);
            if is_allowed { CommandText::Warning.fill(lang, &[&sentence]) } else { sentence }
        }));
    }
    let stores = !dry_run && is_allowed && (all_good || skip_bad);
    if stores && !all_good {
        let written = write_rejects(&rejects::csv(&table, &imported.rejects, lang)?, file, lang)?;
        complaints.push(CommandText::RejectsWritten.fill(lang, &[&written.display()]));
    }
    if !stores && !dry_run {
        writeln!(context.out, "{}", CommandText::NothingStored.text(lang))?;
    }
    let is_same = imported.differences.is_empty();
    let differences = imported.differences.iter();
    complaints.extend(differences.map(|difference| format!("{}:{}", file.display(), difference.sentence(lang))));
    if !is_same {
        complaints.push(CommandText::NotOverwritten.fill(lang, &[&imported.differing]));
    }
    writeln!(context.out, "{}", summary(&imported, stores, lang))?;
    Ok(if all_good && is_same && is_allowed {
        Outcome { complaints, ..Outcome::done() }
    } else {
        Outcome::problems(complaints)
    })
}

/// What the rules of the programme say to an import.
struct Ruling {
    /// Whether they only warn: it is stored, or would be.
    is_allowed: bool,
    objections: Vec<Objection>,
}

/// Runs it: writes it, or in a dry run asks what would come of that. What rules only warn of does not stand in the way.
fn apply(operation: &Operation, run: impl Fn(&Operation) -> Result<Applied, StoreError>) -> Result<Ruling, StoreError> {
    match run(operation) {
        Err(StoreError::Rules(objections)) => {
            let is_allowed = objections.iter().all(|objection| objection.breach.policy == Policy::Warn);
            if is_allowed {
                run(&Operation { heeded: true, ..operation.clone() })?;
            }
            Ok(Ruling { is_allowed, objections })
        }
        applied => applied.map(|_| Ruling { is_allowed: true, objections: Vec::new() }),
    }
}

/// `nodarbibas.csv:3: Kalniņš Emīls – Viens laiks: …`: the row, where it can be told, whose it is, and what the rules say.
fn told(objection: &Objection, imported: &Imported, file: &Path, lang: Lang) -> String {
    let line = imported.line_of(objection).map(|line| format!("{line}: ")).unwrap_or_default();
    format!("{}:{line}{} – {}", file.display(), clean(&objection.name), objection.sentence(lang))
}

/// What an import of that kind compares with.
fn needed(kind: ImportKind) -> &'static [Kind] {
    match kind {
        ImportKind::Families => &[Kind::Programme, Kind::Family, Kind::Person, Kind::Child],
        ImportKind::Providers => &[Kind::Provider],
        ImportKind::Plans => &[
            Kind::Programme,
            Kind::Family,
            Kind::Person,
            Kind::Child,
            Kind::Goal,
            Kind::PlanVersion,
            Kind::PlanLine,
            Kind::Service,
            Kind::Provider,
            Kind::Price,
        ],
        ImportKind::Prices => &[Kind::Service, Kind::Provider, Kind::Price],
        ImportKind::Sessions => &[
            Kind::Family,
            Kind::Person,
            Kind::Child,
            Kind::PlanVersion,
            Kind::PlanLine,
            Kind::Service,
            Kind::Provider,
            Kind::Price,
            Kind::Session,
            Kind::Series,
            Kind::RuleBook,
        ],
        ImportKind::Invoices => &[
            Kind::Programme,
            Kind::Family,
            Kind::Person,
            Kind::Child,
            Kind::PlanLine,
            Kind::Service,
            Kind::Provider,
            Kind::Session,
            Kind::Invoice,
            Kind::InvoiceLine,
        ],
        ImportKind::Assessments => {
            &[Kind::Programme, Kind::Family, Kind::Person, Kind::Child, Kind::Assessment, Kind::Instrument]
        }
    }
}

/// The programme asked for, or the only one that is still run.
fn programme(asked: Option<&str>, register: &Register, lang: Lang) -> Result<Id<Programme>, Failure> {
    match asked {
        Some(name) => {
            let by_number = name.parse().ok().and_then(|number| register.programme(Id::new(number)));
            let found = by_number.or_else(|| register.programme_named(name));
            let missing = || Failure::Usage(CommandText::NoSuchProgramme.fill(lang, &[&name]));
            found.map(|programme| programme.id).ok_or_else(missing)
        }
        None => {
            let mut running = register.programmes.iter().filter(|programme| !programme.closed);
            let only = running.next().filter(|_| running.next().is_none());
            Ok(only.map_or(Id::default(), |programme| programme.id))
        }
    }
}

fn no_table(error: &TableError, file: &Path, kind: ImportKind, lang: Lang) -> String {
    let file = file.display();
    match error {
        TableError::NotText => CommandText::NotText.fill(lang, &[&file]),
        TableError::Spreadsheet => CommandText::Spreadsheet.fill(lang, &[&file]),
        TableError::Empty => CommandText::EmptyFile.fill(lang, &[&file]),
        TableError::NoHeadings { line } => {
            let columns: Vec<&str> = kind.columns().iter().map(|field| field.text(lang)).collect();
            CommandText::NoHeadings.fill(lang, &[&file, line, &columns.join(", ")])
        }
        TableError::TwiceHeading { line, column, heading } => {
            CommandText::TwiceHeading.fill(lang, &[&file, line, column, heading])
        }
        TableError::CutOff { line } => CommandText::CutOff.fill(lang, &[&file, line]),
        TableError::OpenQuote { line } => CommandText::OpenQuote.fill(lang, &[&file, line]),
    }
}

/// The headings of columns that an import of this kind does not read.
fn ignored_columns(table: &Table, kind: ImportKind) -> Vec<&str> {
    let columns = table.headings.iter().zip(&table.fields);
    let ignored = columns.filter(|(_, field)| field.is_none_or(|field| !kind.columns().contains(&field)));
    ignored.map(|(heading, _)| heading.as_str()).filter(|heading| !heading.is_empty()).collect()
}

/// Writes the rejects beside the file, never over another file.
fn write_rejects(bytes: &[u8], file: &Path, lang: Lang) -> Result<PathBuf, Failure> {
    let mut number = 1;
    loop {
        let mut name = file.as_os_str().to_owned();
        name.push(if number == 1 { ".rejects.csv".to_owned() } else { format!(".rejects-{number}.csv") });
        let path = PathBuf::from(name);
        match OpenOptions::new().write(true).create_new(true).mode(0o600).open(&path) {
            Ok(mut opened) => {
                let written = opened.write_all(bytes);
                return written.map(|()| path.clone()).map_err(|error| Failure::unwritable(&path, &error, lang));
            }
            Err(error) if error.kind() == ErrorKind::AlreadyExists => number += 1,
            Err(error) => return Err(Failure::unwritable(&path, &error, lang)),
        }
    }
}

fn summary(imported: &Imported, stored: bool, lang: Lang) -> String {
    let wording = if stored { CommandText::Added } else { CommandText::WouldAdd };
    let mut summary =
        wording.fill(lang, &[&imported.added, &imported.unchanged, &imported.differing, &imported.bad_lines().len()]);
    let counts = plural::records(imported.operation.puts.iter().map(|put| put.record.kind()), lang);
    if !counts.is_empty() {
        summary += &format!(" ({counts})");
    }
    summary
}
