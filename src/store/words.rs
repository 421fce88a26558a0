//! Sentences for the store's errors, in both languages.

use super::StoreError;
use crate::i18n::Lang;

impl StoreError {
    /// What happened and what can be done about it.
    pub fn sentence(&self, _lang: Lang) -> String {
        format!("{self:?}")
    }
}
