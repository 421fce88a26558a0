//! Which children a report of money is about, on which day, from which state of the store.

use chrono::NaiveDate;
use clap::ArgMatches;

use super::{
    super::{Failure, context::Context, definition::text, whose_child::child_asked},
    stored_as_of,
};
use crate::{
    domain::{Child, Family, Id, Kind, Person, Programme},
    i18n::{Lang, collation, command::CommandText, date},
    store::{Reader, Store, StoreError, views},
};

/// What the options of [`super::narrowing`], and `--programme` where there is one, ask for.
pub(in crate::cli) struct ReportScope {
    store: Store,
    revision: Option<u64>,
    /// The day it is about.
    pub(in crate::cli) day: NaiveDate,
    child: Option<Id<Child>>,
    programme: Option<Id<Programme>>,
}

/// What was read of a child.
pub(super) trait OfChild {
    /// Whose it is: the household, the child, its case.
    fn whose(&self) -> (&Family, &Person, Id<Child>);
}

impl ReportScope {
    pub(super) fn new(matches: &ArgMatches, context: &Context) -> Result<Self, Failure> {
        let store = context.open_store()?;
        let (revision, stored_on) = stored_as_of(matches, &store, context)?;
        let month = if matches.try_contains_id("month").is_ok() { text(matches, "month") } else { None };
        let bad = |typed: &str| Failure::Usage(CommandText::BadMonth.fill(context.lang, &[&typed]));
        let day = match month {
            Some(typed) => last_day(typed).ok_or_else(|| bad(typed))?,
            None => stored_on.unwrap_or(context.today()),
        };
        let programme = matches.try_get_one::<u64>("programme").ok().flatten().map(|number| Id::new(*number));
        let child = child_asked(matches, &store, context.lang)?;
        Ok(Self { store, revision, day, child, programme })
    }

    /// Reads the store as it is, or as it was.
    pub(super) fn read<T>(&self, work: impl FnOnce(&Reader) -> Result<T, StoreError>) -> Result<T, StoreError> {
        super::read(&self.store, self.revision, work)
    }

    /// Reads something of each child: by programme, then by name; and notes who looked.
    pub(super) fn read_children<T: OfChild>(
        &self,
        context: &Context,
        work: impl Fn(&Reader, Id<Child>) -> Result<Option<T>, StoreError>,
    ) -> Result<Vec<T>, Failure> {
        let missing = |text: CommandText, number: u64| Err(Failure::Usage(text.fill(context.lang, &[&number])));
        let found = self.read(|reader| {
            if let Some(programme) = self.programme
                && reader.get(programme)?.is_none()
            {
                return Ok(None);
            }
            let children = match (self.child, self.programme) {
                (Some(child), _) => vec![child],
                (None, Some(programme)) => views::standings::children(reader, programme)?,
                (None, None) => reader.all::<Child>()?.into_iter().map(|child| child.id).collect(),
            };
            let found = children.into_iter().filter_map(|child| work(reader, child).transpose());
            Ok(Some(found.collect::<Result<Vec<T>, StoreError>>()?))
        })?;
        let Some(mut found) = found else {
            return missing(CommandText::NoSuchProgramme, self.programme.unwrap_or_default().0);
        };
        if let Some(child) = self.child.filter(|_| found.is_empty()) {
            return missing(CommandText::NoSuchChild, child.0);
        }
        found.retain(|one| self.programme.is_none_or(|wanted| one.whose().0.programme == wanted));
        found.sort_by_cached_key(|one| {
            let (family, person, child) = one.whose();
            (family.programme, collation::sort_key(&person.list_name()), child)
        });
        let looked: Vec<(Kind, u64)> = found.iter().map(|one| (Kind::Child, one.whose().2.0)).collect();
        if !looked.is_empty() {
            self.store.note_looks(&context.user, &looked)?;
        }
        Ok(found)
    }
}

/// `2019-03`, `03.2019`: the month's last day.
fn last_day(typed: &str) -> Option<NaiveDate> {
    let (one, other) = typed.trim_end_matches('.').split_once(['-', '.', '/'])?;
    let (year, month) = if one.len() == 4 { (one, other) } else { (other, one) };
    let first = NaiveDate::from_ymd_opt(year.parse().ok()?, month.parse().ok()?, 1)?;
    first.checked_add_months(chrono::Months::new(1))?.pred_opt()
}

/// The line that a report in words begins with.
pub(super) fn day_line(day: NaiveDate, lang: Lang) -> String {
    format!("{}\n", CommandText::OnDay.fill(lang, &[&date::show(day, lang)]))
}
