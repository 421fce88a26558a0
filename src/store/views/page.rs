//! The rows of pages.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::{
    Result,
    absences::absences_of_many,
    case_file::case_file,
    decisions::register,
    goal::goal,
    invoice_page,
    joins::joins,
    looks::looks,
    meetings::meetings,
    merging::{doubles, merging},
    rules::judgements,
    scoring::side_by_side,
    sums,
    versions::versions_of_page,
    work::work_queue,
};
use crate::{
    domain::{
        AnyRecord, Id, Price, Programme, Provider, Service, User, diary,
        overview::{PageData, PageOf},
    },
    store::{
        Reader, RecordNames,
        past::{journal_line_about, journal_summary, past_line},
    },
};

/// So many entries of the journal are in memory with all that they hold.
const ENTRIES_AT_ONCE: usize = 20;

/// The rows of a page.
pub fn page(reader: &Reader, of: PageOf, programme: Option<Id<Programme>>, today: NaiveDate) -> Result<PageData> {
    let mut data = PageData {
        of: of.clone(),
        records: Vec::new(),
        names: BTreeMap::new(),
        hanging: Vec::new(),
        entries: Vec::new(),
        looks: Vec::new(),
        events: Vec::new(),
        judgements: Vec::new(),
        versions: Vec::new(),
        sums: None,
        figure: None,
        invoices: None,
    };
    match of {
        PageOf::CaseFile(family) => case_file(reader, family, &mut data)?,
        PageOf::Assessments(child) | PageOf::AssessedItem(child, _) => side_by_side(reader, child, &mut data)?,
        PageOf::Doubles(person) => doubles(reader, person, &mut data)?,
        PageOf::Merging(kept, other) => merging(reader, kept, other, &mut data)?,
        PageOf::Providers => {
            data.records.extend(reader.all::<Provider>()?.into_iter().map(AnyRecord::from));
            data.records.extend(reader.all::<Price>()?.into_iter().map(AnyRecord::from));
            data.records.extend(absences_of_many(reader, NaiveDate::MIN)?.into_iter().rev().map(AnyRecord::from));
        }
        PageOf::Catalogue => data.records.extend(reader.all::<Service>()?.into_iter().map(AnyRecord::from)),
        PageOf::Programmes => data.records.extend(reader.all::<Programme>()?.into_iter().map(AnyRecord::from)),
        PageOf::Users => data.records.extend(reader.all::<User>()?.into_iter().map(AnyRecord::from)),
        PageOf::WorkQueue => work_queue(reader, programme, today, &mut data)?,
        PageOf::Goal(number) => goal(reader, number, today, &mut data)?,
        PageOf::Joins(child) => joins(reader, child, &mut data)?,
        PageOf::Rules(child) | PageOf::RuleLines(child, ..) => judgements(reader, child, today, &mut data)?,
        PageOf::Versions(child) | PageOf::Version(child, _) => versions_of_page(reader, child, &mut data)?,
        PageOf::Decisions => register(reader, programme, &mut data)?,
        PageOf::Invoices(paid) => {
            let programme = programme.unwrap_or_default();
            let told = invoice_page::invoices_of(reader, programme, paid, diary::month_before(today).1)?;
            data.invoices = Some(Box::new(told));
        }
        PageOf::Invoice(number) => data.invoices = Some(Box::new(invoice_page::invoice(reader, number)?)),
        PageOf::Sums(by, within, _) => {
            let programme = programme.unwrap_or_default();
            data.sums = Some(Box::new(sums::sums(reader, programme, by, within, today)?));
        }
        PageOf::Figure(of) => {
            let programme = programme.unwrap_or_default();
            data.figure = Some(Box::new(sums::figure(reader, programme, &of, today)?));
        }
        PageOf::Meetings => meetings(reader, programme, &mut data)?,
        PageOf::Looks(family) => looks(reader, family, &mut data)?,
        PageOf::Journal(entries) => {
            let mut whose = RecordNames::default();
            let (mut before, mut left) = (None, entries);
            // A few at a time: an import is thousands of records in one entry.
            while left > 0 {
                let some = reader.entries_back(before, left.min(ENTRIES_AT_ONCE))?;
                let Some(last) = some.last() else { break };
                (before, left) = (Some(last.revision), left - some.len());
                for entry in &some {
                    data.entries.push(journal_summary(reader, entry, &mut whose)?);
                }
            }
        }
        PageOf::Entry(revision) => {
            for entry in reader.entries_back(Some(revision + 1), 1)? {
                let told = journal_summary(reader, &entry, &mut RecordNames::default())?;
                // What changed for one alone is told at once.
                data.entries.push(match told.subjects()[..] {
                    [about] => journal_line_about(reader, entry, about)?,
                    _ => told,
                });
            }
        }
        PageOf::EntryOf(revision, kind, number) => {
            for entry in reader.entries_back(Some(revision + 1), 1)? {
                data.entries.push(journal_line_about(reader, entry, (kind, number))?);
            }
        }
        PageOf::History(kind, number) => {
            data.entries = reader.history(kind, number)?.iter().rev().map(|past| past_line(reader, past)).collect();
        }
    }
    Ok(data)
}
