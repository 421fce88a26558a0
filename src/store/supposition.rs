//! An operation carried out in thought: the same steps as in the file, laid over it instead.

use std::{ops::Deref, sync::Arc};

use super::{
    Reader, StoreError,
    apply::{self, Writing},
    held::{Rules, hold_to},
    journal::RowChange,
    key,
    touches::Touches,
};
use crate::domain::{AnyRecord, Kind, Operation};

/// A state that would be, and what would have changed to come there.
pub(super) struct Supposition<'t> {
    reader: Reader<'t>,
    touches: Touches,
}

impl<'t> Supposition<'t> {
    /// Carries `operation` out over what `reader` reads.
    pub(super) fn of(reader: &Reader<'t>, operation: &Operation) -> Result<Supposed<'t>, StoreError> {
        let mut reader = reader.with(reader.overlay.as_deref().cloned().unwrap_or_default());
        let edited = operation.puts.iter().filter(|put| put.base.is_some()).map(|put| &put.record);
        let edited = edited.map(|record| (record.kind(), record.number()));
        reader.read_ahead(edited.chain(operation.removes.iter().copied()))?;
        let mut supposition = Self { reader, touches: Touches::default() };
        apply::carry_out(&mut supposition, operation)?;
        let Self { mut reader, touches } = supposition;
        reader.forget_ahead();
        let changes = touches.changes(&reader)?;
        hold_to(&reader, Rules::of(operation), &changes)?;
        Ok(Supposed { reader, changes })
    }
}

/// What carrying out an operation would lead to.
pub(super) struct Supposed<'t> {
    /// Reads the state afterwards.
    pub(super) reader: Reader<'t>,
    /// What would have changed.
    pub(super) changes: Vec<RowChange>,
}

impl<'t> Deref for Supposition<'t> {
    type Target = Reader<'t>;
    fn deref(&self) -> &Reader<'t> {
        &self.reader
    }
}

impl<'t> Writing<'t> for Supposition<'t> {
    fn next_number(&mut self, kind: Kind) -> Result<u64, StoreError> {
        let source = self.reader.source;
        Arc::make_mut(self.reader.overlay.get_or_insert_default()).next_number(source, kind)
    }

    fn write_row(&mut self, kind: Kind, number: u64, after: Option<(AnyRecord, Vec<u8>)>) -> Result<(), StoreError> {
        let before = self.reader.row(kind, number)?;
        let after = after.map(|(record, row)| (key::index_keys(&record), row));
        Arc::make_mut(self.reader.overlay.get_or_insert_default()).lay((kind, number), before.as_deref(), after)?;
        self.touches.remember(kind, number, before);
        Ok(())
    }
}
