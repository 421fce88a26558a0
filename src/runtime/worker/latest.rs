//! What a colleague did last to a record that is changed here.

use super::Worker;
use crate::{
    app::Reply,
    domain::{AnyRecord, Deed, Kind, Operation, Put},
    i18n::{Text, clean::clean},
};

impl Worker {
    /// That a note which was mended here is withdrawn by now: the two go together, and yet nobody may think it counts.
    pub(super) fn withdrawn_meanwhile(&self, operation: &Operation) -> Option<Reply> {
        let [Put { record: AnyRecord::Note(note), base: Some(AnyRecord::Note(base)) }] = &operation.puts[..] else {
            return None;
        };
        let stored = self.with(|_, store| store.read(|reader| reader.get(note.id))).ok().flatten()?;
        let unseen = stored.closed && !base.closed && !note.closed;
        let past = self.with(|_, store| store.read(|reader| reader.history(Kind::Note, note.id.0))).ok()?;
        let by = past.iter().rev().find(|past| past.deed == Deed::CloseNote).map(|past| clean(&past.user))?;
        unseen.then(|| Reply::Trouble(Text::NoteWithdrawn.fill(self.lang, &[&by])))
    }

    /// Who wrote a record last (login); empty where that cannot be read.
    pub(super) fn last_writer(&self, kind: Kind, number: u64) -> String {
        let past = self.with(|_, store| store.read(|reader| reader.history(kind, number)));
        past.ok().and_then(|mut past| past.pop()).map(|past| past.user).unwrap_or_default()
    }
}
