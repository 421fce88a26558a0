//! Checking a store: its pages, the journal's chain, indexes against rows and rows against indexes, links, figures.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    Broken, Finding, Reader, Report, StoreError, codec,
    finding::Audit,
    journal::{self, Change, Hash},
    key, meta,
    table::{CHANGES, HISTORY, INDEX, JOURNAL, META, Source, Table},
};
use crate::domain::{Fault, Kind};

/// Everything but the file's pages.
pub(super) fn check(reader: &Reader, audits: &[Audit]) -> Result<Report, StoreError> {
    let mut report = Report::default();
    let last_rows = check_journal(reader, &mut report)?;
    check_rows(reader, &last_rows, &mut report)?;
    for audit in audits {
        report.findings.extend(audit(reader)?);
    }
    Ok(report)
}

/// Adds what is wrong with the journal of a file whose pages are damaged, as far as it can be read.
pub(super) fn check_only_journal(reader: &Reader, report: &mut Report) {
    // Where reading ends, the damage is told already.
    let _ = check_journal(reader, report);
}

/// What the journal last wrote for a record.
struct LastRow {
    revision: u64,
    hash: Option<Hash>,
    erased: bool,
}

type LastRows = BTreeMap<(Kind, u64), LastRow>;

fn check_journal(reader: &Reader, report: &mut Report) -> Result<LastRows, StoreError> {
    let source = reader.source;
    let mut last_rows = LastRows::new();
    let mut history = BTreeSet::new();
    let mut previous = Hash::default();
    for revision in 1..=reader.revision() {
        report.entries += 1;
        match check_entry(source, revision, &mut previous, &mut last_rows, &mut history, report) {
            Ok(()) => {}
            Err(StoreError::Damaged { .. }) => broken(report, revision, Broken::Unreadable),
            Err(error) => return Err(error),
        }
    }
    let head = meta::head(&source.open(META)?)?;
    if head != previous {
        broken(report, reader.revision(), Broken::Head);
    }
    // What stands beyond the last revision was never acknowledged, or the store was cut back.
    for table in [JOURNAL, CHANGES] {
        let view = source.open(table)?;
        let beyond =
            view.scan(std::ops::Bound::Included(&key::number(reader.revision() + 1)), std::ops::Bound::Unbounded)?;
        for pair in beyond.take(1) {
            let revision = pair?.0.value().first_chunk().map_or(0, |bytes| u64::from_be_bytes(*bytes));
            broken(report, revision, Broken::Head);
        }
    }
    let mut stored = BTreeSet::new();
    for pair in source.open(HISTORY)?.scan_all()? {
        stored.insert(pair?.0.value().to_vec());
    }
    let mut wrong: Vec<u64> = stored.symmetric_difference(&history).map(|key| revision_in_history(key)).collect();
    wrong.sort_unstable();
    wrong.dedup();
    for revision in wrong {
        broken(report, revision, Broken::History);
    }
    Ok(last_rows)
}

fn revision_in_history(key: &[u8]) -> u64 {
    key.get(9..).and_then(|rest| rest.first_chunk()).map_or(0, |bytes| u64::from_be_bytes(*bytes))
}

fn broken(report: &mut Report, revision: u64, what: Broken) {
    report.findings.push(Finding::Journal { revision, what });
}

fn check_entry(
    source: Source,
    revision: u64,
    previous: &mut Hash,
    last_rows: &mut LastRows,
    history: &mut BTreeSet<Vec<u8>>,
    report: &mut Report,
) -> Result<(), StoreError> {
    let Some(head) = journal::head(source, revision)? else {
        broken(report, revision, Broken::Missing);
        return Ok(());
    };
    if head.previous_hash.0 != *previous {
        broken(report, revision, Broken::Chain);
    }
    // The next entry is held against this one as it stands, so that one fault is told once.
    *previous = journal::hash(&head.hash).unwrap_or_default();
    let changes = journal::changes(source, revision, &head)?;
    let as_written = {
        let view = source.open(JOURNAL)?;
        view.get(&key::number(revision))?.is_some_and(|bytes| journal::is_written_so(bytes.value(), &head))
    };
    if !as_written || journal::written_otherwise(source, revision)? {
        broken(report, revision, Broken::Unreadable);
    }
    if changes.len() as u64 != u64::from(head.changes) {
        broken(report, revision, Broken::Count);
    }
    let commitments: Vec<Hash> = changes.iter().map(|change| change.commitment).collect();
    if head.expected_hash(revision, &commitments) != *previous {
        broken(report, revision, Broken::Hash);
    }
    let mut fits = true;
    for (place, change) in (0..).zip(changes) {
        history.insert(key::history(change.kind, change.number, revision, place));
        let erased = is_lawfully_erased(&change);
        report.erased += u64::from(erased);
        fits &= erased || change.expected_commitment() == change.commitment;
        let hash = change.after.as_deref().map(|row| blake3::hash(row).into());
        last_rows.insert((change.kind, change.number), LastRow { revision, hash, erased });
    }
    if !fits {
        broken(report, revision, Broken::Commitment);
    }
    Ok(())
}

/// Bytes and salt gone together; bytes gone alone would be tampering.
fn is_lawfully_erased(change: &Change) -> bool {
    change.is_erased() && change.before.is_none() && change.after.is_none()
}

fn check_rows(reader: &Reader, last_rows: &LastRows, report: &mut Report) -> Result<(), StoreError> {
    let source = reader.source;
    let mut expected_keys: BTreeMap<Vec<u8>, (Kind, u64)> = BTreeMap::new();
    let mut present = BTreeSet::new();
    let mut links = Vec::new();
    for &kind in Kind::ALL {
        let mut greatest = 0;
        for pair in source.open(Table::of(kind))?.scan_all()? {
            let (key, row) = pair?;
            let number = key::last_number(key.value());
            let record = (kind, number);
            greatest = greatest.max(number);
            present.insert(record);
            report.rows += 1;
            check_last_row(record, row.value(), last_rows, report);
            match codec::decode_any(kind, number, row.value()) {
                Ok(value) if value.number() == number => {
                    links.extend(key::links(&value).into_iter().map(|to| (record, to)));
                    expected_keys.extend(key::index_keys(&value).into_iter().map(|key| (key, record)));
                    let faults: Vec<Fault> = value.faults().into_iter().filter(|fault| !fault.is_warning()).collect();
                    if !faults.is_empty() {
                        report.findings.push(Finding::Faults { record, faults });
                    }
                }
                Ok(value) => {
                    report.findings.push(Finding::Row { record, detail: format!("id {}", value.number()) });
                }
                Err(StoreError::Undecodable { detail, .. }) => report.findings.push(Finding::Row { record, detail }),
                Err(error) => return Err(error),
            }
        }
        let last = meta::number(&source.open(META)?, &meta::sequence(kind))?.unwrap_or(0);
        if last < greatest {
            report.findings.push(Finding::Sequence { kind, last, greatest });
        }
    }
    for (&record, last) in last_rows {
        if last.hash.is_some() && !present.contains(&record) {
            report.findings.push(Finding::NotJournalled { record, revision: last.revision });
        }
    }
    for (from, to) in links {
        if !present.contains(&to) {
            report.findings.push(Finding::BrokenLink { from, to });
        }
    }
    for pair in source.open(INDEX)?.scan_all()? {
        let key = pair?.0.value().to_vec();
        if expected_keys.remove(&key).is_none() {
            report.findings.push(Finding::StrayKey { index: index_of(&key), number: key::last_number(&key) });
        }
    }
    for (key, record) in expected_keys {
        report.findings.push(Finding::MissingKey { record, index: index_of(&key) });
    }
    Ok(())
}

fn index_of(key: &[u8]) -> u8 {
    key.first().copied().unwrap_or_default()
}

fn check_last_row(record: (Kind, u64), row: &[u8], last_rows: &LastRows, report: &mut Report) {
    let last = last_rows.get(&record);
    let hash: Hash = blake3::hash(row).into();
    if last.is_none_or(|last| !last.erased && last.hash != Some(hash)) {
        report.findings.push(Finding::NotJournalled { record, revision: last.map_or(0, |last| last.revision) });
    }
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;

    use super::*;
    use crate::{
        domain::{Deed, Family, Id, Note, Programme},
        store::{Clock, Store},
    };

    /// A store with four entries: a programme, a family, a note, and the note's correction.
    fn store(directory: &tempfile::TempDir) -> Store {
        let store = Store::create(&directory.path().join("lietas.redb"), Clock::System).unwrap();
        let (from, to) = (NaiveDate::from_ymd_opt(2018, 9, 3).unwrap(), NaiveDate::from_ymd_opt(2019, 9, 30).unwrap());
        let (municipality, name) = ("Talsu novads".into(), "IBM".into());
        let programme = Programme { municipality, name, from, to, ..Programme::default() };
        let programme = store.write("anna", Deed::AddProgramme, |tx| tx.put(programme)).unwrap().value;
        let family =
            Family { programme, case_number: "2018-01".into(), surname: "Šķēle".into(), ..Family::default() };
        let family = store.write("anna", Deed::AddFamily, |tx| tx.put(family)).unwrap().value;
        let note = Note { family, text: "Zvanīja māte.".into(), ..Note::default() };
        let id = store.write("anna", Deed::AddNote, |tx| tx.put(note.clone())).unwrap().value;
        let note = Note { id, text: "Zvanīja vecāmāte.".into(), ..note };
        store.write("pēteris", Deed::EditNote, |tx| tx.put(note)).unwrap();
        assert_eq!(store.check(&[]).unwrap(), Report { rows: 3, entries: 4, ..Report::default() });
        store
    }

    /// Alters a fresh store behind the journal's back; what the check then finds.
    fn after(tamper: impl FnOnce(Source)) -> Vec<Finding> {
        let directory = tempfile::tempdir().unwrap();
        let store = store(&directory);
        let transaction = store.begin_write("").unwrap();
        tamper(Source::Write(&transaction));
        transaction.commit().unwrap();
        store.check(&[]).unwrap().findings
    }

    fn journal_fault(revision: u64, what: Broken) -> Finding {
        Finding::Journal { revision, what }
    }

    /// Replaces one text by another of the same length in the value at `key`.
    fn replace(source: Source, table: Table, key: &[u8], from: &str, to: &str) {
        assert_eq!(from.len(), to.len());
        let mut view = source.open(table).unwrap();
        let mut value = view.get(key).unwrap().unwrap().value().to_vec();
        let at = value.windows(from.len()).position(|window| window == from.as_bytes()).unwrap();
        value[at..at + from.len()].copy_from_slice(to.as_bytes());
        view.insert(key, &value).unwrap();
    }

    #[test]
    fn an_altered_journal_is_told_by_the_entry_that_was_altered() {
        let change = key::change(3, 0);
        assert_eq!(
            after(|source| replace(source, CHANGES, &change, "Zvanīja māte.", "Zvanīja tēte.")),
            [journal_fault(3, Broken::Commitment)],
            "somebody rewrites what was noted first"
        );
        assert_eq!(
            after(|source| replace(source, JOURNAL, &key::number(2), "anna", "jana")),
            [journal_fault(2, Broken::Hash)],
            "somebody blames another"
        );
        let removed = after(|source| {
            source.open(JOURNAL).unwrap().remove(&key::number(2)).unwrap();
        });
        assert!(removed.contains(&journal_fault(2, Broken::Missing)), "{removed:?}");
        assert!(removed.contains(&journal_fault(2, Broken::History)), "{removed:?}");
    }

    #[test]
    fn any_byte_of_an_entry_that_is_altered_is_found_and_the_entry_named() {
        let directory = tempfile::tempdir().unwrap();
        let store = store(&directory);
        store.undo("pēteris", 4).unwrap();
        let transaction = store.begin_write("").unwrap();
        let source = Source::Write(&transaction);
        journal::erase(source, 3, 0).unwrap();
        let mut rows = Vec::new();
        for table in [JOURNAL, CHANGES] {
            for pair in source.open(table).unwrap().scan_all().unwrap() {
                let (key, value) = pair.unwrap();
                rows.push((table, key.value().to_vec(), value.value().to_vec()));
            }
        }
        assert_eq!(check(&Reader::new(source).unwrap(), &[]).unwrap().findings, vec![]);
        for (table, key, row) in rows {
            let revision = u64::from_be_bytes(*key.first_chunk().unwrap());
            for at in 0..row.len() {
                for flip in [0x01, 0x20, 0x80, 0xFF, (at % 254 + 1) as u8] {
                    let mut altered = row.clone();
                    altered[at] ^= flip;
                    source.open(table).unwrap().insert(&key, &altered).unwrap();
                    let found = check(&Reader::new(source).unwrap(), &[]).unwrap().findings;
                    let names = |f: &Finding| matches!(f, Finding::Journal { revision: r, .. } if *r == revision);
                    assert!(found.iter().any(names), "{} {revision}, byte {at} ^ {flip:#x}: {found:?}", table.0);
                }
            }
            source.open(table).unwrap().insert(&key, &row).unwrap();
        }
    }

    #[test]
    fn a_journal_whose_end_was_cut_off_is_noticed() {
        let found = after(|source| {
            source.open(JOURNAL).unwrap().remove(&key::number(4)).unwrap();
            source.open(CHANGES).unwrap().remove(&key::change(4, 0)).unwrap();
            source.open(HISTORY).unwrap().remove(&key::history(Kind::Note, 1, 4, 0)).unwrap();
            meta::set_number(&mut source.open(META).unwrap(), meta::REVISION, 3).unwrap();
        });
        let not_journalled = Finding::NotJournalled { record: (Kind::Note, 1), revision: 3 };
        assert_eq!(found, [journal_fault(3, Broken::Head), not_journalled]);
    }

    #[test]
    fn a_row_changed_past_the_journal_is_noticed() {
        let found = after(|source| replace(source, Table::of(Kind::Family), &key::number(1), "2018-01", "2018-99"));
        let record = (Kind::Family, 1);
        assert_eq!(found.len(), 3, "{found:?}");
        assert_eq!(found[0], Finding::NotJournalled { record, revision: 2 });
        assert!(matches!(found[1], Finding::StrayKey { number: 1, .. }));
        assert!(matches!(found[2], Finding::MissingKey { record: (Kind::Family, 1), .. }));

        let gone = after(|source| {
            source.open(Table::of(Kind::Family)).unwrap().remove(&key::number(1)).unwrap();
        });
        assert!(gone.contains(&Finding::NotJournalled { record, revision: 2 }), "{gone:?}");
        assert!(gone.contains(&Finding::BrokenLink { from: (Kind::Note, 1), to: record }), "{gone:?}");
    }

    #[test]
    fn a_row_that_cannot_be_read_and_a_worn_sequence_are_noticed() {
        let found = after(|source| {
            source.open(Table::of(Kind::Note)).unwrap().insert(&key::number(1), &[1, 0xC1]).unwrap();
            meta::set_number(&mut source.open(META).unwrap(), &meta::sequence(Kind::Family), 0).unwrap();
        });
        assert!(found.iter().any(|f| matches!(f, Finding::Row { record: (Kind::Note, 1), .. })), "{found:?}");
        assert!(found.contains(&Finding::Sequence { kind: Kind::Family, last: 0, greatest: 1 }), "{found:?}");
    }

    #[test]
    fn a_lawful_erasure_leaves_the_chain_whole() {
        let directory = tempfile::tempdir().unwrap();
        let store = store(&directory);
        let transaction = store.begin_write("").unwrap();
        let source = Source::Write(&transaction);
        for revision in [3, 4] {
            journal::erase(source, revision, 0).unwrap();
        }
        transaction.commit().unwrap();
        let report = store.check(&[]).unwrap();
        assert_eq!((report.findings, report.erased), (vec![], 2));
        let blocked = store.undo_preview_of(4).unwrap().blocked_by;
        assert_eq!(blocked, Some(crate::store::Blocked::Erased));
        let before = store.read_as_of(3, |reader| reader.get::<Note>(Id::new(1))).unwrap();
        assert_eq!(before, None, "what was erased is in no earlier state either");
    }

    #[test]
    fn an_audit_adds_what_it_finds() {
        let directory = tempfile::tempdir().unwrap();
        let figures = |_: &Reader| {
            Ok(vec![Finding::Figures { record: (Kind::Child, 1), detail: "planned 10.00, lines 9.00".into() }])
        };
        assert_eq!(store(&directory).check(&[figures]).unwrap().findings.len(), 1);
    }

    #[test]
    fn damaged_pages_are_noticed_and_stay_as_they_are() {
        let directory = tempfile::tempdir().unwrap();
        let store = store(&directory);
        let path = store.path().to_owned();
        drop(store);
        let mut bytes = std::fs::read(&path).unwrap();
        let sought = "Zvanīja vecāmāte.".as_bytes();
        let places: Vec<usize> =
            (0..bytes.len() - sought.len()).filter(|&at| bytes[at..].starts_with(sought)).collect();
        assert!(!places.is_empty());
        for at in places {
            bytes[at] ^= 0x20;
        }
        std::fs::write(&path, &bytes).unwrap();
        let store = Store::open(&path, Clock::System).unwrap();
        let findings = store.check(&[]).unwrap().findings;
        let entry = Finding::Journal { revision: 4, what: Broken::Commitment };
        assert!(matches!(&findings[..], [Finding::Pages { .. }, named] if *named == entry), "{findings:?}");
    }
}
