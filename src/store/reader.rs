//! Reading: records, what an index finds, the journal; now, as of an earlier revision, or supposing a change.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    ops::Bound,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};

use chrono::{DateTime, Utc};

use super::{
    StoreError,
    changed::Changed,
    codec, desk,
    desk::Look,
    journal::{self, Entry, Past},
    key, meta,
    overlay::Overlay,
    supposition::Supposition,
    table::{INDEX, JOURNAL, META, Scan, ShowRow, Source, Table, after_prefix},
    veil::Hidden,
};
use crate::domain::{
    AnyRecord, Draft, IndexKey, Kind, Operation, Record, Role,
    timeline::{self, Event},
    veil,
};

/// No more entries are looked at for a timeline, however few of them it tells.
const DEEDS_LOOKED_AT: usize = 200;
/// No more changes of one entry are looked at.
const CHANGES_LOOKED_AT: usize = 200;

/// Reads one consistent state of the store. It lives inside a closure, and so does its transaction.
pub struct Reader<'t> {
    pub(super) source: Source<'t>,
    revision: u64,
    schema: u32,
    pub(super) overlay: Option<Arc<Overlay>>,
    hidden: Hidden,
    /// The role of whoever reads; none: the program itself.
    role: Option<Role>,
    /// Rows of the file that will soon be asked for, one by one and several times over.
    ahead: HashMap<(Kind, u64), Vec<u8>>,
    /// Together with those that are read of states supposed over this one.
    rows_read: Arc<AtomicU64>,
}

impl<'t> Reader<'t> {
    /// Reads the present state; refuses a store that a newer program has upgraded.
    pub(super) fn new(source: Source<'t>) -> Result<Self, StoreError> {
        let meta = source.open(META)?;
        let schema = meta::number(&meta, meta::SCHEMA)?.unwrap_or(0);
        let schema = meta::refuse_newer(schema)?;
        let revision = meta::number(&meta, meta::REVISION)?.unwrap_or(0);
        let (hidden, ahead, rows_read) = (Hidden::default(), HashMap::new(), Arc::default());
        Ok(Self { source, revision, schema, overlay: None, hidden, role: None, ahead, rows_read })
    }

    /// Reads the state as it was at `revision`.
    pub(super) fn as_of(source: Source<'t>, revision: u64) -> Result<Self, StoreError> {
        let mut reader = Self::new(source)?;
        if revision > reader.revision {
            return Err(StoreError::NoSuchRevision(revision));
        }
        if revision < reader.revision {
            reader.overlay = Some(Arc::new(Overlay::as_of(source, revision)?));
            reader.revision = revision;
        }
        Ok(reader)
    }

    /// The same state, with what is laid over the file.
    pub(super) fn with(&self, overlay: Overlay) -> Self {
        Self {
            overlay: Some(Arc::new(overlay)),
            hidden: self.hidden.clone(),
            ahead: HashMap::new(),
            rows_read: Arc::clone(&self.rows_read),
            ..*self
        }
    }

    /// The same state for somebody who may not see all of it: what is laid over it, and what the journal may not tell.
    pub(super) fn behind(self, overlay: Arc<Overlay>, hidden: Hidden) -> Self {
        Self { overlay: Some(overlay), hidden, ..self }
    }

    /// The same state for somebody in that role.
    pub(super) fn in_role(self, role: Role) -> Self {
        Self { role: Some(role), ..self }
    }

    /// Refuses what is not for whoever reads.
    pub(super) fn demand(&self, may: impl FnOnce(Role) -> bool) -> Result<(), StoreError> {
        match self.role {
            Some(role) if !may(role) => Err(StoreError::NotForRole { role }),
            _ => Ok(()),
        }
    }

    /// Reads the state that would be there if `operation` had been carried out now. Nothing is written; the journal is
    /// read as it is. Fails as carrying it out would, but for who may do it.
    pub fn supposing(&self, operation: &Operation) -> Result<Self, StoreError> {
        Ok(Supposition::of(self, operation)?.reader)
    }

    /// Whether two threads may read at a time.
    pub(super) fn is_for_many(&self) -> bool {
        self.source.is_for_many()
    }

    /// The revision that is read.
    pub fn revision(&self) -> u64 {
        self.revision
    }

    /// The store's schema number.
    pub fn schema(&self) -> u32 {
        self.schema
    }

    /// How many rows were read so far, of states supposed over this one, too, so that tests can hold a screen to what it shows.
    pub fn rows_read(&self) -> u64 {
        self.rows_read.load(Ordering::Relaxed)
    }

    fn count_rows(&self, count: usize) {
        self.rows_read.fetch_add(count as u64, Ordering::Relaxed);
    }

    /// The record, if there is one.
    pub fn get<R: Record>(&self, id: crate::domain::Id<R>) -> Result<Option<R>, StoreError> {
        self.decoded(R::KIND, id.0, |bytes| codec::decode_row(id.0, bytes))
    }

    /// The record of any kind, if there is one.
    pub fn any(&self, kind: Kind, number: u64) -> Result<Option<AnyRecord>, StoreError> {
        self.decoded(kind, number, |bytes| codec::decode_any(kind, number, bytes))
    }

    /// Whether there is such a record.
    pub fn exists(&self, kind: Kind, number: u64) -> Result<bool, StoreError> {
        self.decoded(kind, number, |_| Ok(())).map(|found| found.is_some())
    }

    /// Every record of a kind, by number. For short lists only: screens ask an index.
    pub fn all<R: Record>(&self) -> Result<Vec<R>, StoreError> {
        let mut records = Vec::new();
        self.each_row(R::KIND, &mut |number, _, row| {
            records.push(codec::decode_row(number, row)?);
            Ok(())
        })?;
        self.count_rows(records.len());
        Ok(records)
    }

    /// Every record that has a key starting with `key`, in key order.
    pub fn find<R: Record>(&self, key: &IndexKey) -> Result<Vec<R>, StoreError> {
        self.range(key, key)
    }

    /// Every record with a key from `from` to `to`, both inclusive as beginnings, in key order.
    pub fn range<R: Record>(&self, from: &IndexKey, to: &IndexKey) -> Result<Vec<R>, StoreError> {
        self.rows(self.numbers(from, to)?)
    }

    /// As [`Reader::find`], by way of what is found with the key in another state (`known`): but for what is `changed`,
    /// both have the same records, so that only those are read again. For keys of which a record has but one.
    pub(super) fn find_again<R: Record>(
        &self,
        key: &IndexKey,
        known: Vec<R>,
        changed: &Changed,
    ) -> Result<Vec<R>, StoreError> {
        if !changed.has(R::KIND) {
            return Ok(known);
        }
        let same = known.into_iter().filter(|record| !changed.contains(R::KIND, record.number()));
        let mut records: HashMap<u64, R> = same.map(|record| (record.number(), record)).collect();
        let numbers = self.numbers(key, key)?;
        let others = numbers.iter().copied().filter(|number| !records.contains_key(number)).collect();
        records.extend(self.rows(others)?.into_iter().map(|record: R| (record.number(), record)));
        Ok(numbers.iter().filter_map(|number| records.remove(number)).collect())
    }

    /// The records of these numbers, in their order. An index that names a row which is not there is for `check` to tell.
    pub(super) fn rows<R: Record>(&self, numbers: Vec<u64>) -> Result<Vec<R>, StoreError> {
        let mut records: Vec<Option<R>> = Vec::with_capacity(numbers.len());
        let mut stored = Vec::with_capacity(numbers.len());
        for number in numbers {
            match self.overlay.as_ref().and_then(|overlay| overlay.row(R::KIND, number)) {
                Some(row) => records.push(row.map(|row| codec::decode_row(number, row)).transpose()?),
                None => {
                    stored.push((number, records.len()));
                    records.push(None);
                }
            }
        }
        self.source.open(Table::of(R::KIND))?.each_row(&mut stored, &mut |number, place, row| {
            records[place] = Some(codec::decode_row(number, row)?);
            Ok(())
        })?;
        #[expect(clippy::filter_map_identity, reason = "a filter reuses the memory, which flattening does not")]
        let records: Vec<R> = records.into_iter().filter_map(|record| record).collect();
        self.count_rows(records.len());
        Ok(records)
    }

    /// The numbers that an index has from `from` to `to`, in key order; reads no row.
    pub fn numbers(&self, from: &IndexKey, to: &IndexKey) -> Result<Vec<u64>, StoreError> {
        let mut numbers = Vec::new();
        self.each_key(from.bytes(), to.bytes(), &mut |key| numbers.push(key::last_number(key)))?;
        Ok(numbers)
    }

    /// How many keys an index has from `from` to `to`; reads no row.
    pub fn count(&self, from: &IndexKey, to: &IndexKey) -> Result<u64, StoreError> {
        let mut count = 0;
        self.each_key(from.bytes(), to.bytes(), &mut |_| count += 1)?;
        Ok(count)
    }

    /// The records that refer to this one.
    pub fn links_to(&self, kind: Kind, number: u64) -> Result<Vec<(Kind, u64)>, StoreError> {
        let prefix = key::links_to(kind, number);
        let mut links = Vec::new();
        self.each_key(&prefix, &prefix, &mut |key| links.extend(key::link_source(key)))?;
        Ok(links)
    }

    /// The numbers of all records of a kind to which some of another kind refer; reads no row.
    pub(super) fn referred_to(&self, kind: Kind, by: Kind) -> Result<BTreeSet<u64>, StoreError> {
        let prefix = key::links_to_any(kind);
        let mut numbers = BTreeSet::new();
        self.each_key(&prefix, &prefix, &mut |key| {
            if key::link_source(key).is_some_and(|(source, _)| source == by) {
                numbers.extend(key::link_target(key));
            }
        })?;
        Ok(numbers)
    }

    /// Entries later than revision `after`, oldest first, at most `limit`.
    pub fn entries(&self, after: u64, limit: usize) -> Result<Vec<Entry>, StoreError> {
        let view = self.source.open(JOURNAL)?;
        let (from, to) = (key::number(after), key::number(self.revision));
        if after >= self.revision {
            return Ok(Vec::new());
        }
        let scan = view.scan(Bound::Excluded(&from), Bound::Included(&to))?;
        self.collect_entries(scan, limit)
    }

    /// Entries before revision `before` (none: from the last), newest first, at most `limit`.
    pub fn entries_back(&self, before: Option<u64>, limit: usize) -> Result<Vec<Entry>, StoreError> {
        let end = key::number(before.unwrap_or(u64::MAX).min(self.revision + 1));
        let view = self.source.open(JOURNAL)?;
        let scan = view.scan(Bound::Unbounded, Bound::Excluded(&end))?;
        self.collect_entries(scan.rev(), limit)
    }

    /// The last revision that was made at or before that instant; 0 if none was.
    pub fn revision_at(&self, instant: DateTime<Utc>) -> Result<u64, StoreError> {
        let (mut low, mut high) = (0, self.revision);
        while low < high {
            let middle = low + (high - low).div_ceil(2);
            let head = journal::head(self.source, middle)?.ok_or(StoreError::NoSuchRevision(middle))?;
            if head.at <= instant.timestamp_millis() { low = middle } else { high = middle - 1 }
        }
        Ok(low)
    }

    /// What happened to a record up to the revision that is read, oldest first.
    pub fn history(&self, kind: Kind, number: u64) -> Result<Vec<Past>, StoreError> {
        let mut past = journal::history(self.source, kind, number)?;
        past.retain(|past| past.revision <= self.revision);
        past.into_iter().map(|past| Ok(Past { change: self.hidden.veil(self, past.change)?, ..past })).collect()
    }

    /// Who last changed one of these fields of a record (login); no fields: whatever it was. Empty if nobody did.
    pub fn last_writer(&self, kind: Kind, number: u64, fields: &[&str]) -> Result<String, StoreError> {
        let wrote = |past: &Past| {
            let (before, after) = (past.change.before_fields(), past.change.after_fields());
            fields.is_empty() || fields.iter().any(|name| before.get(*name) != after.get(*name))
        };
        let past = self.history(kind, number)?.into_iter().rev().find(wrote);
        Ok(past.map(|past| past.user).unwrap_or_default())
    }

    /// What was done in the case that these records make up, newest first, at most `limit` deeds. What was taken back
    /// is not told, nor is the taking back.
    pub fn events(&self, records: &[(Kind, u64)], limit: usize) -> Result<Vec<Event>, StoreError> {
        let mut places: BTreeMap<u64, Vec<(Kind, u32)>> = BTreeMap::new();
        for &(kind, number) in records {
            for (revision, place) in journal::places(self.source, kind, number)? {
                if revision <= self.revision {
                    places.entry(revision).or_default().push((kind, place));
                }
            }
        }
        let (mut undone, mut events) = (BTreeSet::new(), Vec::new());
        for (revision, mut places) in places.into_iter().rev().take(DEEDS_LOOKED_AT) {
            if events.len() == limit {
                break;
            }
            self.count_rows(1);
            let head = journal::head(self.source, revision)?.ok_or(StoreError::NoSuchRevision(revision))?;
            if undone.contains(&revision) {
                continue;
            }
            if let Some(target) = head.undoes {
                undone.insert(target);
                continue;
            }
            places.retain(|(kind, _)| timeline::subjects(head.deed).contains(kind));
            places.sort_by_key(|(_, place)| *place);
            let places: Vec<u32> = places.into_iter().map(|(_, place)| place).collect();
            events.extend(self.event(revision, &head, &places)?);
        }
        Ok(events)
    }

    /// What one entry tells by its changes at these places.
    fn event(&self, revision: u64, head: &journal::Head, places: &[u32]) -> Result<Option<Event>, StoreError> {
        let selective = timeline::is_selective(head.deed);
        let read: Vec<u32> = match places {
            // Each has to be looked at; so many of one family are in no deed.
            _ if selective => places.iter().copied().take(CHANGES_LOOKED_AT).collect(),
            [first, .., last] => vec![*first, *last],
            few => few.to_vec(),
        };
        let mut records = Vec::new();
        for place in read {
            self.count_rows(1);
            let change = self.hidden.veil(self, journal::change_at(self.source, head, (revision, place))?)?;
            let (before, after) = (change.before_record()?, change.after_record()?);
            records.extend(after.filter(|after| timeline::tells(head.deed, before.as_ref(), after)));
        }
        let count = if selective { records.len() } else { places.len() };
        if records.len() > 2 {
            records.drain(1..records.len() - 1);
        }
        let event = |at| Event { revision, at, user: head.user.clone(), deed: head.deed, count, records };
        Ok((count > 0).then(|| event(head.instant())))
    }

    /// A user's drafts.
    pub fn drafts(&self, user: &str) -> Result<Vec<Draft>, StoreError> {
        desk::drafts(self.source, user)
    }

    /// Who looked at a record and when, oldest first. Not for every role.
    pub fn looks(&self, kind: Kind, number: u64) -> Result<Vec<Look>, StoreError> {
        self.looks_by(&key::record(kind, number))
    }

    /// The whole read log, by record. Not for every role.
    pub fn all_looks(&self) -> Result<Vec<Look>, StoreError> {
        self.looks_by(&[])
    }

    /// Why somebody looked may tell what is hidden.
    fn looks_by(&self, prefix: &[u8]) -> Result<Vec<Look>, StoreError> {
        self.demand(Role::may_see_looks)?;
        let mut looks = desk::looks(self.source, prefix)?;
        for look in looks.iter_mut().filter(|look| self.hidden.contains((look.kind, look.number))) {
            if !look.reason.is_empty() {
                veil::MARK.clone_into(&mut look.reason);
            }
        }
        Ok(looks)
    }

    /// Reads those of these records that are in the file in one go, to have them when they are asked for.
    pub(super) fn read_ahead(&mut self, records: impl Iterator<Item = (Kind, u64)>) -> Result<(), StoreError> {
        let mut numbers: BTreeMap<Kind, Vec<(u64, usize)>> = BTreeMap::new();
        for (kind, number) in records {
            numbers.entry(kind).or_default().push((number, 0));
        }
        for (kind, mut numbers) in numbers {
            self.source.open(Table::of(kind))?.each_row(&mut numbers, &mut |number, _, row| {
                self.ahead.insert((kind, number), row.to_vec());
                Ok(())
            })?;
        }
        Ok(())
    }

    /// What was read ahead is not asked for any more.
    pub(super) fn forget_ahead(&mut self) {
        self.ahead = HashMap::new();
    }

    /// The bytes of a row.
    pub(super) fn row(&self, kind: Kind, number: u64) -> Result<Option<Vec<u8>>, StoreError> {
        if let Some(laid) = self.overlay.as_ref().and_then(|overlay| overlay.row(kind, number)) {
            return Ok(laid.map(<[u8]>::to_vec));
        }
        if let Some(row) = self.ahead.get(&(kind, number)) {
            return Ok(Some(row.clone()));
        }
        let view = self.source.open(Table::of(kind))?;
        Ok(view.get(&key::number(number))?.map(|row| row.value().to_vec()))
    }

    fn decoded<T>(
        &self,
        kind: Kind,
        number: u64,
        mut decode: impl FnMut(&[u8]) -> Result<T, StoreError>,
    ) -> Result<Option<T>, StoreError> {
        let mut found = None;
        self.show_row(kind, number, &mut |row| {
            found = Some(decode(row)?);
            Ok(())
        })?;
        Ok(found)
    }

    /// Shows a row, if it is there.
    fn show_row(
        &self,
        kind: Kind,
        number: u64,
        show: &mut dyn FnMut(&[u8]) -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        self.count_rows(1);
        match self.overlay.as_ref().and_then(|overlay| overlay.row(kind, number)) {
            Some(row) => row.map_or(Ok(()), show),
            None => match self.ahead.get(&(kind, number)) {
                Some(row) => show(row),
                None => {
                    let view = self.source.open(Table::of(kind))?;
                    view.get(&key::number(number))?.map_or(Ok(()), |row| show(row.value()))
                }
            },
        }
    }

    /// Shows every row of a kind, by number; all at the same place.
    fn each_row(&self, kind: Kind, show: &mut ShowRow<'_>) -> Result<(), StoreError> {
        let mut laid = self.overlay.iter().flat_map(|overlay| overlay.rows(kind)).peekable();
        for pair in self.source.open(Table::of(kind))?.scan_all()? {
            let (key, row) = pair?;
            let number = key::last_number(key.value());
            while let Some((before, row)) = laid.next_if(|(laid, _)| *laid < number) {
                show(before, 0, row)?;
            }
            if self.overlay.as_ref().is_none_or(|overlay| overlay.row(kind, number).is_none()) {
                show(number, 0, row.value())?;
            }
        }
        laid.try_for_each(|(number, row)| show(number, 0, row))
    }

    /// Shows the keys of the index table from one beginning to another, in order.
    fn each_key(&self, from: &[u8], to: &[u8], show: &mut dyn FnMut(&[u8])) -> Result<(), StoreError> {
        let view = self.source.open(INDEX)?;
        let end = after_prefix(to);
        let laid = self.overlay.iter().flat_map(|overlay| overlay.keys(from, end.as_deref()));
        let mut laid = laid.peekable();
        for pair in view.scan_span(from, to)? {
            let (key, _) = pair?;
            let key = key.value();
            while let Some(before) = laid.next_if(|laid| *laid < key) {
                show(before);
            }
            if self.overlay.as_ref().is_none_or(|overlay| !overlay.hides(key)) {
                show(key);
            }
        }
        laid.for_each(show);
        Ok(())
    }

    fn collect_entries<'v>(
        &self,
        scan: impl Iterator<Item = <Scan<'v> as Iterator>::Item>,
        limit: usize,
    ) -> Result<Vec<Entry>, StoreError> {
        scan.take(limit)
            .map(|pair| {
                let (key, bytes) = pair?;
                let revision = key::last_number(key.value());
                let mut entry = journal::entry(self.source, revision, journal::decode_head(revision, bytes.value())?)?;
                let changes = entry.changes.into_iter().map(|change| self.hidden.veil(self, change));
                entry.changes = changes.collect::<Result<_, _>>()?;
                Ok(entry)
            })
            .collect()
    }
}
