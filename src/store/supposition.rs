//! An operation carried out in thought: the same steps as in the file, laid over it instead.

use std::{ops::Deref, sync::Arc};

use super::{
    Reader, StoreError,
    apply::{self, Writing},
    held::{Rules, hold_to},
    journal::RowChange,
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
        let reader = reader.with(reader.overlay.as_deref().cloned().unwrap_or_default());
        let mut supposition = Self { reader, touches: Touches::default() };
        apply::carry_out(&mut supposition, operation)?;
        let Self { reader, touches } = supposition;
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
        self.touches.remember(kind, number, before);
        let source = self.reader.source;
        Arc::make_mut(self.reader.overlay.get_or_insert_default()).set(source, kind, number, after.map(|(_, row)| row))
    }
}
