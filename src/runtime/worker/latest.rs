//! What a colleague did last to a record that is changed here.

use super::Worker;
use crate::{
    app::Reply,
    domain::{AnyRecord, Kind, Operation},
    i18n::{Text, choice::Worded, clean::clean},
    store::Past,
};

impl Worker {
    /// That a colleague closed or withdrew meanwhile what was changed here: the two go together, and yet nobody may think
    /// that it counts.
    pub(super) fn closed_meanwhile(&self, operation: &Operation) -> Option<Reply> {
        let is_open = |record: &AnyRecord| !record.is_closed(self.today);
        let changed = operation.puts.iter().filter(|put| put.base.iter().chain([&put.record]).all(is_open));
        let changed = changed.filter_map(|put| put.base.as_ref()).map(|base| (base.kind(), base.number()));
        let closed = self.with(|_, store| {
            store.read(|reader| {
                for (kind, number) in changed {
                    if reader.any(kind, number)?.is_some_and(|stored| !is_open(&stored)) {
                        return Ok(Some(reader.history(kind, number)?));
                    }
                }
                Ok(None)
            })
        });
        let closing = |past: &Past| {
            let after = past.change.after_record().ok().flatten();
            let before = past.change.before_record().ok().flatten();
            after.is_some_and(|after| !is_open(&after)) && before.is_some_and(|before| is_open(&before))
        };
        let past = closed.ok().flatten()?.into_iter().rev().find(closing)?;
        let (deed, by) = (past.deed.text(self.lang), clean(&past.user));
        Some(Reply::Trouble(Text::ClosedMeanwhile.fill(self.lang, &[&deed, &by])))
    }

    /// Who last wrote these fields of a record (login); empty where that cannot be read.
    pub(super) fn last_writer(&self, kind: Kind, number: u64, fields: &[String]) -> String {
        let fields: Vec<&str> = fields.iter().map(String::as_str).collect();
        let by = self.with(|_, store| store.read(|reader| reader.last_writer(kind, number, &fields)));
        by.unwrap_or_default()
    }
}
