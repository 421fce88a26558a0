//! Reading a page, as the store is or as it was.

use super::Worker;
use crate::{
    app::Reply,
    domain::{Kind, overview::PageOf},
    files::instrument,
    store::{Reader, views},
};

impl Worker {
    /// The rows of a page; whoever comes to be on the screen by it was looked at.
    pub(super) fn load_page(&mut self, of: PageOf) -> Result<Reply, Reply> {
        let is_goal = matches!(of, PageOf::Goal(_));
        let data = self.with(|worker, store| {
            let as_of = of.as_of();
            let today = as_of.unwrap_or(worker.today);
            let read = |reader: &Reader| views::page(reader, of, worker.programme, today);
            match as_of.map(|day| store.revision_on(day)).transpose()?.flatten() {
                Some(revision) => store.read_as_of(revision, read),
                None => store.read(read),
            }
        });
        let mut data = data?;
        if is_goal && !data.records.iter().any(|record| record.kind() == Kind::Instrument) {
            data.records.push(instrument::built_in().into());
        }
        self.looked_at_page(&data);
        Ok(Reply::Page(Box::new(data)))
    }
}
