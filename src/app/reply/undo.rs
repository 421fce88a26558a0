//! Asking whether something is to be taken back.

use super::super::{
    App, Screen, Undoable,
    page::wrap,
    pages,
    question::{Question, Yes},
};
use crate::{
    domain::audit::RecordChange,
    i18n::{Text, choice::Worded, clean::clean, date, plural},
};

/// A question has no more columns.
const QUESTION_WIDTH: usize = 100;

impl App {
    /// Asks before something is taken back, and says what that means: whose work it was, and what will be as it was.
    pub(super) fn ask_undo(&mut self, undoable: Undoable) {
        let lang = self.setting.lang;
        let at = format!("{} {}", date::show(undoable.at.date(), lang), undoable.at.format("%H:%M"));
        let mut lines = vec![Text::UndoWhat.fill(lang, &[&undoable.deed.text(lang), &at])];
        if undoable.user != self.setting.user {
            lines.push(clean(&undoable.user));
        }
        // Whose records they are, one after the other, and what will be as it was.
        let blocked = undoable.blocked.is_some();
        for of_one in undoable.changes.chunk_by(|one, next| one.whose == next.whose) {
            let records = plural::records(of_one.iter().map(|change| change.kind), lang);
            let whose = &of_one[0].whose;
            lines.push(if whose.is_empty() { records } else { format!("{whose}: {records}") });
            for change in of_one.iter().filter(|change| change.edits && !blocked) {
                let back = change.fields.iter().map(|(name, was, is)| (name.clone(), is.clone(), was.clone()));
                let told = pages::told(&RecordChange { fields: back.collect(), ..change.clone() }, lang);
                lines.extend(told.into_iter().map(|told| format!("  {told}")));
            }
        }
        let yes = match &undoable.blocked {
            Some(why) => {
                lines.push(Text::UndoBlocked.fill(lang, &[why]));
                Yes::Nothing
            }
            None => Yes::Undo(undoable.revision),
        };
        let width = usize::from(self.size.0).saturating_sub(10).clamp(40, QUESTION_WIDTH);
        let lines = lines.iter().flat_map(|line| wrap(line, width)).map(str::to_owned).collect();
        self.screens.push(Screen::Question(Question { lines, yes }));
    }
}
