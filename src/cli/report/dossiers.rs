//! Which children a report of money is about, on which day, from which state of the store.

use std::sync::{Arc, LazyLock};

use chrono::NaiveDate;
use clap::ArgMatches;

use super::{
    super::{Failure, context::Context, definition::text},
    child_asked, stored_as_of,
};
use crate::{
    domain::{Child, Id, Kind, Programme, overview::Dossier},
    i18n::{Lang, collation, command::CommandText, date},
    store::{Reader, StoreError, views},
};

/// What a report is made of.
pub(in crate::cli) struct Found {
    /// The children by programme, then by name.
    pub(in crate::cli) dossiers: Vec<Arc<Dossier>>,
    programmes: Vec<Programme>,
    /// The day it is about.
    pub(in crate::cli) day: NaiveDate,
}

impl Found {
    /// The programme that a child takes part in.
    pub(in crate::cli) fn programme_of(&self, dossier: &Dossier) -> &Programme {
        static NONE: LazyLock<Programme> = LazyLock::new(Programme::default);
        self.programmes.iter().find(|programme| programme.id == dossier.family.programme).unwrap_or(&NONE)
    }
}

/// Reads what the options of [`super::narrowing`], and `--programme` where there is one, ask for; and notes who looked.
pub(in crate::cli) fn read(matches: &ArgMatches, context: &Context) -> Result<Found, Failure> {
    let lang = context.lang;
    let store = context.open_store()?;
    let (revision, stored_on) = stored_as_of(matches, &store, context)?;
    let month = if matches.try_contains_id("month").is_ok() { text(matches, "month") } else { None };
    let day = match month {
        Some(typed) => last_day(typed).ok_or_else(|| Failure::Usage(CommandText::BadMonth.fill(lang, &[&typed])))?,
        None => stored_on.unwrap_or(context.today()),
    };
    let child = child_asked(matches);
    let programme = matches.try_get_one::<u64>("programme").ok().flatten().map(|number| Id::<Programme>::new(*number));
    let (mut dossiers, programmes) =
        super::read(&store, revision, |reader| Ok((dossiers(reader, child, day)?, reader.all::<Programme>()?)))?;
    if let Some(child) = child.filter(|_| dossiers.is_empty()) {
        return Err(Failure::Usage(CommandText::NoSuchChild.fill(lang, &[&child])));
    }
    if let Some(wanted) = programme {
        if !programmes.iter().any(|programme| programme.id == wanted) {
            return Err(Failure::Usage(CommandText::NoSuchProgramme.fill(lang, &[&wanted])));
        }
        dossiers.retain(|dossier| dossier.family.programme == wanted);
    }
    let looked: Vec<(Kind, u64)> = dossiers.iter().map(|dossier| (Kind::Child, dossier.child.id.0)).collect();
    if !looked.is_empty() {
        store.note_looks(&context.user, &looked)?;
    }
    Ok(Found { dossiers, programmes, day })
}

/// `2019-03`, `03.2019`: the month's last day.
fn last_day(typed: &str) -> Option<NaiveDate> {
    let (one, other) = typed.trim_end_matches('.').split_once(['-', '.', '/'])?;
    let (year, month) = if one.len() == 4 { (one, other) } else { (other, one) };
    let first = NaiveDate::from_ymd_opt(year.parse().ok()?, month.parse().ok()?, 1)?;
    first.checked_add_months(chrono::Months::new(1))?.pred_opt()
}

/// One child's dossier, or those of all children by name.
fn dossiers(reader: &Reader, child: Option<Id<Child>>, day: NaiveDate) -> Result<Vec<Arc<Dossier>>, StoreError> {
    let children: Vec<Id<Child>> = match child {
        Some(child) => vec![child],
        None => reader.all::<Child>()?.into_iter().map(|child| child.id).collect(),
    };
    let mut found = Vec::new();
    for child in children {
        found.extend(views::dossier(reader, child, day)?);
    }
    found.sort_by_cached_key(|dossier| {
        (dossier.family.programme, collation::sort_key(&dossier.person.list_name()), dossier.child.id)
    });
    Ok(found)
}

/// The line that a report in words begins with.
pub(super) fn day_line(day: NaiveDate, lang: Lang) -> String {
    format!("{}\n", CommandText::OnDay.fill(lang, &[&date::show(day, lang)]))
}
