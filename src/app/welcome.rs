//! The first screen where there is no store yet.

use std::path::PathBuf;

use super::list::Cursor;
use crate::i18n::Text;

/// What can be done without a store.
#[derive(Clone, Debug)]
pub struct Welcome {
    /// Where the store would be.
    pub path: PathBuf,
    /// The choice under the cursor.
    pub cursor: Cursor,
}

/// The choices, in the order shown.
pub const CHOICES: [Text; 3] = [Text::WelcomeNew, Text::WelcomeDemo, Text::WelcomeOther];
