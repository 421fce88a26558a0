//! What undoing would take back, in words.

use chrono::Local;

use super::Worker;
use crate::{
    app::{Reply, Undoable},
    domain::Kind,
    i18n::{Lang, plural},
    store::{Reader, RecordNames, journal_line},
};

impl Worker {
    /// What undoing that entry would take back; none: the user's own last.
    pub(super) fn preview_undo(&self, wanted: Option<u64>) -> Result<Reply, Reply> {
        self.with(|worker, store| {
            let preview = match wanted {
                Some(revision) => Some(store.undo_preview_of(revision)?),
                None => store.undo_preview(&worker.user)?,
            };
            let Some(preview) = preview else { return Ok(Reply::Undoable(None)) };
            let mut told = store.read(|reader| {
                let entry = reader.entries(preview.revision - 1, 1)?.pop();
                entry.map(|entry| journal_line(reader, &entry)).transpose()
            })?;
            let changes = told.as_mut().map(|told| std::mem::take(&mut told.changes)).unwrap_or_default();
            let blocked = preview.blocked_by.map(|blocked| {
                store.read(|reader| Ok(blocked.sentence_of(worker.lang, |record| called(reader, record, worker.lang))))
            });
            Ok(Reply::Undoable(Some(Box::new(Undoable {
                revision: preview.revision,
                deed: preview.deed,
                at: preview.at.with_timezone(&Local).naive_local(),
                user: preview.user,
                changes,
                blocked: blocked.transpose()?,
            }))))
        })
    }
}

/// What a record is and whose: a number is something that nobody sees.
fn called(reader: &Reader, record: (Kind, u64), lang: Lang) -> String {
    let noun = plural::noun(record.0, lang);
    match RecordNames::default().of_number(reader, record) {
        Ok(whose) if !whose.is_empty() => format!("{noun}, {whose}"),
        _ => noun.to_owned(),
    }
}
