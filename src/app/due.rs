//! How many things wait for the user, as the header counts them.

use super::App;
use crate::domain::task::{self, Waiting};

impl App {
    /// How many things wait for this user: as many as the work queue has of the own caseload.
    pub fn due(&self) -> usize {
        self.overview.tasks + self.overview.drafts.len() + self.reminded
    }

    /// After anything that may have changed what the children's plans remind of.
    pub(super) fn count_reminders(&mut self) {
        let reminders = self.families.reminders();
        let overview = &self.overview;
        self.reminded = task::own_reminders(Waiting {
            reminders: &reminders,
            ..Waiting::of(&self.setting.user, self.setting.today, &overview.families, &overview.children)
        });
    }
}
