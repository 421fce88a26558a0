//! Operations into the store, and what stood in their way as an answer.

use super::{Worker, typing::Waits};
use crate::{
    app::{Clash, Reply},
    domain::{Kind, Operation},
    store::{Applied, Store, StoreError},
};

impl Worker {
    /// Carries the operation out.
    pub(super) fn apply(&mut self, operation: &Operation) -> Result<Reply, Reply> {
        self.apply_by(operation, |store, user| store.apply(user, operation))
    }

    /// The same, by way of `apply`.
    pub(super) fn apply_by(
        &mut self,
        operation: &Operation,
        apply: impl FnOnce(&Store, &str) -> Result<Applied, StoreError>,
    ) -> Result<Reply, Reply> {
        // First into the store, from where it goes in the transaction that completes it: were it still in the file,
        // a process killed now would leave something to be entered twice.
        if operation.draft.is_some() {
            self.write_drafts(Waits::ForOthers)?;
        }
        let store = self.store.as_ref().ok_or_else(|| Reply::NoStore(self.path.clone()))?;
        match apply(store, &self.user) {
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
            Err(error @ (StoreError::AskedMeanwhile { .. } | StoreError::Outdated)) => {
                Err(Reply::Outdated(error.sentence(self.lang)))
            }
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
