//! Writing an operation, and what becomes of it when somebody else was quicker.

use super::{Worker, typing::Waits};
use crate::{
    app::{Clash, Reply},
    domain::{Kind, Operation},
    store::StoreError,
};

impl Worker {
    /// Writes the operation; with it goes the draft in which it was typed.
    pub(super) fn apply(&mut self, operation: &Operation) -> Result<Reply, Reply> {
        // First into the store, from where it goes in the transaction that completes it: were it still in the file,
        // a process killed now would leave something to be entered twice.
        if operation.draft.is_some() {
            self.write_drafts(Waits::ForOthers)?;
        }
        let store = self.store.as_ref().ok_or_else(|| Reply::NoStore(self.path.clone()))?;
        match store.apply(&self.user, operation) {
            Ok(applied) => {
                self.seen = applied.revision;
                if let Some(revision) = operation.undoes {
                    return self.with(|_, store| Ok(Reply::Undone(store.undo_preview_of(revision)?.deed)));
                }
                Ok(Reply::Applied(operation.deed, applied.numbers))
            }
            Err(StoreError::Clash { kind, number, fields, theirs }) => {
                let fields: Vec<String> = fields.into_iter().map(|field| field.name).collect();
                let by = self.last_writer(kind, number, &fields);
                Err(Reply::Clash(Box::new(Clash { theirs: *theirs, by, fields })))
            }
            Err(error @ StoreError::AskedMeanwhile { .. }) => Err(Reply::Outdated(error.sentence(self.lang))),
            Err(StoreError::Rules(objections)) => Err(Reply::Objections(Box::new(operation.clone()), objections)),
            // A colleague was quicker with the same member's sheet.
            Err(StoreError::Duplicate { kind: Kind::Scoring, field, number, .. }) => {
                let theirs = self.with(|_, store| store.read(|reader| reader.any(Kind::Scoring, number)))?;
                let fields = vec![field.name().to_owned()];
                let by = self.last_writer(Kind::Scoring, number, &[]);
                Err(theirs.map_or(Reply::NoStore(self.path.clone()), |theirs| {
                    Reply::Clash(Box::new(Clash { theirs, by, fields }))
                }))
            }
            Err(error) => Err(self.failed(&error)),
        }
    }
}
