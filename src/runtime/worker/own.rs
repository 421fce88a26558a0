//! Whoever sits here, as the list of users has them.

use super::Worker;
use crate::{
    domain::{Choice, Index, IndexKey, User},
    i18n::Lang,
    keymap::Keymap,
    store::{Reader, StoreError},
};

impl Worker {
    /// The language and the keymap in which the user wishes to work, as far as the store knows.
    pub fn wishes(&self) -> (Option<Lang>, Option<Keymap>) {
        let own = self.with(|worker, store| store.read(|reader| worker.own(reader)));
        let Some(user) = own.ok().flatten() else { return (None, None) };
        // The usual ones bear no language's or keymap's name.
        (Lang::by_locale(user.lang.name()), Keymap::built_in(user.keymap.name()))
    }

    /// From now on what goes wrong is told in this language.
    pub fn speak(&mut self, lang: Lang) {
        self.lang = lang;
    }

    /// The number under which whoever sits here is on the list of users.
    pub(super) fn own_record(&self, reader: &Reader) -> Result<u64, StoreError> {
        self.own(reader)?.map(|user| user.id.0).ok_or_else(|| StoreError::UnknownUser { user: self.user.clone() })
    }

    fn own(&self, reader: &Reader) -> Result<Option<User>, StoreError> {
        Ok(reader.find(&IndexKey::new(Index::UserByLogin).text(&self.user))?.pop())
    }
}
