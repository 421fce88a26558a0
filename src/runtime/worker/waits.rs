//! That something takes longer because a colleague is writing: told while it is waited for.

use std::sync::Arc;

use super::Worker;
use crate::{
    app::Reply,
    i18n::{Text, clean::clean},
    store::Store,
};

impl Worker {
    /// From now on it is told for whom something waits.
    pub fn tell_waits(&mut self, tell: impl Fn(Reply) + Send + Sync + 'static) {
        let lang = self.lang;
        let told = move |holder: Option<String>| {
            let who = holder.map_or_else(|| Text::Colleague.text(lang).to_owned(), |holder| clean(&holder));
            tell(Reply::Waits(Text::WaitsFor.fill(lang, &[&who])));
        };
        self.waits = Some(Arc::new(told));
        self.store.iter().for_each(|store| self.listen(store));
    }

    /// Of a store that was just opened, too.
    pub(super) fn listen(&self, store: &Store) {
        self.waits.iter().for_each(|told| store.tell_waits(told.clone()));
    }
}
