//! `print`: sheets for paper. As text a page of A4 wide, or as data.

use std::collections::BTreeSet;

use chrono::{Days, NaiveDate};
use clap::{ArgMatches, Command};

use super::{
    Failure, Outcome,
    context::Context,
    definition::{flag, format_option, option, output_option, subcommand, text},
    whose_child::{child_asked, child_option},
};
use crate::{
    domain::{
        Child, Family, Id, Kind, Programme, Provider,
        almanac::Almanac,
        clash::same_name,
        diary::{self, DiaryWish, Whose},
        sheet::SheetWish,
    },
    files::print::Sheet,
    i18n::{Lang, clean::clean, command::CommandText, search::fold},
    store::{Reader, Store, StoreError, views},
};

pub(super) fn definition(lang: Lang) -> Command {
    let sheet = |name, about| {
        let day = option("day", CommandText::DayPlace, CommandText::SheetDayOption, lang);
        subcommand(name, about, lang).arg(day).arg(format_option(&["text", "json"], lang)).arg(output_option(lang))
    };
    let child = child_option(CommandText::WhichChildOption, lang);
    let specialist = option("specialist", CommandText::NamePlace, CommandText::SpecialistOption, lang);
    subcommand("print", CommandText::Print, lang).subcommand_required(true).subcommands([
        sheet("month", CommandText::PrintMonth).arg(child.required(true)),
        sheet("week", CommandText::PrintWeek).arg(specialist.required(true)),
        sheet("calls", CommandText::PrintCalls).arg(flag("all", CommandText::AllCasesOption, lang)),
    ])
}

pub(super) fn run(matches: &ArgMatches, context: &mut Context) -> Result<Outcome, Failure> {
    let Some((name, matches)) = matches.subcommand() else { return Ok(Outcome::done()) };
    let (store, lang) = (context.open_store()?, context.lang);
    let day = context.day(matches, "day")?;
    let today = context.today();
    let programme = store.read(programme)?;
    let number = programme.as_ref().map(|programme| programme.id).unwrap_or_default();
    let wish = match name {
        "month" => {
            let child = child_asked(matches, &store, lang)?.unwrap_or_default();
            SheetWish::Month(child, day.unwrap_or(today))
        }
        "week" => {
            let (typed, day) = (text(matches, "specialist").unwrap_or_default(), day.unwrap_or(today));
            let known = store.read(|reader| specialists(reader, number, day))?;
            let name = named(typed, &known, lang)?;
            SheetWish::Week(Whose::Specialist(name.clone()), name, day)
        }
        _ => {
            let day = day.unwrap_or_else(|| next_working_day(programme.as_ref(), today));
            let owner = if matches.get_flag("all") { None } else { store.read(|reader| caseload(reader, context))? };
            SheetWish::Calls(owner, day)
        }
    };
    let child = match &wish {
        SheetWish::Month(child, _) => Some(*child),
        _ => None,
    };
    let Some(data) = store.read(|reader| views::sheet(reader, number, wish))? else {
        let typed = text(matches, "child").unwrap_or_default();
        return Err(Failure::Problem(CommandText::NoSuchChild.fill(lang, &[&clean(typed)])));
    };
    looked(&store, context, data.diary().rows.iter().map(|row| row.session.child).chain(child))?;
    let sheet = Sheet::new(&data);
    let printed = match text(matches, "format") {
        Some("json") => serde_json::to_string_pretty(&sheet).map_err(std::io::Error::from)? + "\n",
        _ => sheet.text(lang),
    };
    context.deliver(matches, printed.as_bytes())?;
    Ok(Outcome::done())
}

/// Who works at the providers, or has sessions in the week with that day.
fn specialists(reader: &Reader, programme: Id<Programme>, day: NaiveDate) -> Result<Vec<String>, StoreError> {
    let (from, to) = diary::week(day);
    let week = views::diary(reader, programme, DiaryWish { whose: Whose::Caseload(None), from, to })?;
    let providers = reader.all::<Provider>()?.into_iter().flat_map(|provider| provider.specialists);
    let names: BTreeSet<String> = week.rows.into_iter().map(|row| row.session.specialist).chain(providers).collect();
    Ok(names.into_iter().filter(|name| !name.trim().is_empty()).collect())
}

/// The specialist of that name, or the only one with words that begin so.
fn named(typed: &str, known: &[String], lang: Lang) -> Result<String, Failure> {
    if let Some(same) = known.iter().find(|name| same_name(name, typed)) {
        return Ok(same.clone());
    }
    let folded = fold(typed);
    let begins = |name: &&String| {
        let name = fold(name);
        folded.split_whitespace().all(|part| name.split_whitespace().any(|word| word.starts_with(part)))
    };
    let found: Vec<&String> = known.iter().filter(begins).filter(|_| !folded.trim().is_empty()).collect();
    let told = |names: &[&String]| names.iter().map(|name| clean(name)).collect::<Vec<_>>().join(", ");
    match &found[..] {
        [only] => Ok((*only).clone()),
        [] => {
            let known: Vec<&String> = known.iter().collect();
            Err(Failure::Problem(CommandText::NoSuchSpecialist.fill(lang, &[&clean(typed), &told(&known)])))
        }
        several => Err(Failure::Problem(CommandText::ManySpecialists.fill(lang, &[&clean(typed), &told(several)]))),
    }
}

/// Whose cases the user works for; who owns none works for all.
fn caseload(reader: &Reader, context: &Context) -> Result<Option<String>, StoreError> {
    let owns = reader.all::<Family>()?.iter().any(|family| family.owner == context.user);
    Ok(owns.then(|| context.user.clone()))
}

fn looked(store: &Store, context: &Context, children: impl IntoIterator<Item = Id<Child>>) -> Result<(), Failure> {
    let mut numbers: Vec<u64> = children.into_iter().map(|child| child.0).collect();
    numbers.sort_unstable();
    numbers.dedup();
    let looks: Vec<(Kind, u64)> = numbers.into_iter().map(|number| (Kind::Child, number)).collect();
    Ok(store.note_looks(&context.user, &looks)?)
}

fn programme(reader: &Reader) -> Result<Option<Programme>, StoreError> {
    let mut programmes = reader.all::<Programme>()?;
    programmes.sort_by_key(|programme| (!programme.closed, programme.from, std::cmp::Reverse(programme.id)));
    Ok(programmes.pop())
}

/// The next day on which the municipality works.
fn next_working_day(programme: Option<&Programme>, today: NaiveDate) -> NaiveDate {
    let almanac = Almanac::followed(programme.is_some_and(|programme| programme.follows_moved_days));
    let tomorrow = today + Days::new(1);
    tomorrow.iter_days().take(31).find(|day| almanac.is_working_day(*day)).unwrap_or(tomorrow)
}
