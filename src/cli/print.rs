//! `print`: sheets for paper. As text a page of A4 wide, or as data.

use chrono::{Days, NaiveDate};
use clap::{ArgMatches, Command, value_parser};
use serde::Serialize;

use super::{
    Failure, Outcome,
    context::Context,
    definition::{format_option, option, output_option, subcommand, text},
};
use crate::{
    domain::{
        Child, Family, Id, Index, IndexKey, Kind, Person, Programme,
        almanac::Almanac,
        contact::shown_phone,
        diary::{self, Diary, DiaryWish, Whose},
    },
    files::print::{calls::Calls, month::Month, week::Week},
    i18n::{Lang, clean::clean_lines, command::CommandText},
    store::{Reader, Store, StoreError, views},
};

pub(super) fn definition(lang: Lang) -> Command {
    let sheet = |name, about| {
        let day = option("day", CommandText::DayPlace, CommandText::SheetDayOption, lang);
        subcommand(name, about, lang).arg(day).arg(format_option(&["text", "json"], lang)).arg(output_option(lang))
    };
    let child = option("child", CommandText::NumberPlace, CommandText::ChildOption, lang);
    let specialist = option("specialist", CommandText::NamePlace, CommandText::SpecialistOption, lang);
    subcommand("print", CommandText::Print, lang).subcommand_required(true).subcommands([
        sheet("month", CommandText::PrintMonth).arg(child.value_parser(value_parser!(u64)).required(true)),
        sheet("week", CommandText::PrintWeek).arg(specialist.required(true)),
        sheet("calls", CommandText::PrintCalls),
    ])
}

pub(super) fn run(matches: &ArgMatches, context: &mut Context) -> Result<Outcome, Failure> {
    let Some((name, matches)) = matches.subcommand() else { return Ok(Outcome::done()) };
    let (store, lang) = (context.open_store()?, context.lang);
    let day = context.day(matches, "day")?;
    let today = context.today();
    let printed = match name {
        "month" => {
            let child = Id::new(matches.get_one::<u64>("child").copied().unwrap_or_default());
            let day = day.unwrap_or(today);
            let Some(sheet) = store.read(|reader| month(reader, child, day))? else {
                return Err(Failure::Problem(CommandText::NoSuchChild.fill(lang, &[&child])));
            };
            looked(&store, context, [child])?;
            shown(matches, &sheet, |sheet| sheet.text(day, lang))?
        }
        "week" => {
            let specialist = text(matches, "specialist").unwrap_or_default().to_owned();
            let (from, to) = diary::week(day.unwrap_or(today));
            let found = read(&store, context, Whose::Specialist(specialist.clone()), from, to)?;
            shown(matches, &Week::new(&specialist, &found), |sheet| sheet.text(lang))?
        }
        _ => {
            let day = day.unwrap_or_else(|| next_working_day(&store, today));
            let found = read(&store, context, Whose::Caseload(None), day, day)?;
            let sheet = store.read(|reader| {
                let mut phones = std::collections::BTreeMap::new();
                for row in &found.rows {
                    phones.insert(row.family, to_call(reader, row.family)?);
                }
                Ok(Calls::new(&found, |family| phones.get(&family).cloned().unwrap_or_default()))
            })?;
            shown(matches, &sheet, |sheet| sheet.text(lang))?
        }
    };
    context.deliver(matches, printed.as_bytes())?;
    Ok(Outcome::done())
}

/// The sheet as it was asked for.
fn shown<S: Serialize>(matches: &ArgMatches, sheet: &S, as_text: impl FnOnce(&S) -> String) -> Result<String, Failure> {
    if text(matches, "format") != Some("json") {
        return Ok(clean_lines(&as_text(sheet)));
    }
    let json = serde_json::to_string_pretty(sheet).map_err(std::io::Error::from)?;
    Ok(json + "\n")
}

/// A diary of the newest programme that is not closed; whose names stand in it was looked at.
fn read(store: &Store, context: &Context, whose: Whose, from: NaiveDate, to: NaiveDate) -> Result<Diary, Failure> {
    let found = store.read(|reader| {
        let programme = programme(reader)?.map(|programme| programme.id).unwrap_or_default();
        views::diary(reader, programme, DiaryWish { whose, from, to })
    })?;
    looked(store, context, found.rows.iter().map(|row| row.session.child))?;
    Ok(found)
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
fn next_working_day(store: &Store, today: NaiveDate) -> NaiveDate {
    let follows = store.read(programme).ok().flatten().is_some_and(|programme| programme.follows_moved_days);
    let almanac = Almanac::followed(follows);
    let tomorrow = today + Days::new(1);
    tomorrow.iter_days().take(31).find(|day| almanac.is_working_day(*day)).unwrap_or(tomorrow)
}

fn month(reader: &Reader, child: Id<Child>, day: NaiveDate) -> Result<Option<Month>, StoreError> {
    let Some(case) = reader.get(child)? else { return Ok(None) };
    let family: Family = reader.get(case.family)?.unwrap_or_default();
    let programme: Programme = reader.get(family.programme)?.unwrap_or_default();
    let person: Person = reader.get(case.person)?.unwrap_or_default();
    let (from, to) = diary::month(day);
    let diary = views::diary(reader, programme.id, DiaryWish { whose: Whose::Child(child), from, to })?;
    let (sessions, total) = Month::lines(&diary);
    Ok(Some(Month {
        programme: format!("{} · {}", programme.municipality, programme.name),
        case_number: family.case_number.clone(),
        child: person.list_name(),
        representatives: representatives(reader, family.id)?.iter().map(Person::list_name).collect(),
        worker: family.owner.clone(),
        month: day.format("%Y-%m").to_string(),
        sessions,
        total,
    }))
}

/// Who represents the family's children.
fn representatives(reader: &Reader, family: Id<Family>) -> Result<Vec<Person>, StoreError> {
    let mut people: Vec<Person> = reader.find(&IndexKey::new(Index::PersonByFamily).id(family.0))?;
    people.retain(|person| person.representation.is_some() && !person.closed);
    Ok(people)
}

/// Whom to call in a family, each with a phone.
fn to_call(reader: &Reader, number: Id<Family>) -> Result<Vec<String>, StoreError> {
    let family: Family = reader.get(number)?.unwrap_or_default();
    let mut told: Vec<String> = Vec::new();
    for person in representatives(reader, number)? {
        let phone = if person.phone.is_empty() { &family.phone } else { &person.phone };
        told.push(format!("{} {}", person.list_name(), shown_phone(phone)).trim().to_owned());
    }
    if told.is_empty() {
        told.push(format!("{} {}", family.surname, shown_phone(&family.phone)).trim().to_owned());
    }
    Ok(told)
}
