//! Help: what works here and now, with its keys.

use super::super::{
    App, Can,
    page::{Cell, Page, PageKind, Row, Target, text},
};
use crate::{action::Action, i18n::Text};

/// The actions of the screen that has the keys now, by where they belong.
pub fn help(app: &App) -> Page {
    let lang = app.setting.lang;
    let mut rows = Vec::new();
    for &context in app.contexts() {
        let here: Vec<Row> = Action::ALL
            .iter()
            .filter(|action| action.contexts().contains(&context))
            // An action of several contexts is listed in the first that applies.
            .filter(|action| app.contexts().iter().find(|c| action.contexts().contains(c)) == Some(&context))
            .filter_map(|&action| {
                let why = match app.can(action) {
                    Can::Yes => "",
                    Can::No(why) => why.text(lang),
                    Can::Absent => return None,
                };
                let row = Row::new(vec![Cell::Keys(action, app.contexts()), text(action.text(lang)), text(why)]);
                Some(row.faint(!why.is_empty()).target(Target::Act(action)))
            })
            .collect();
        if !here.is_empty() {
            rows.push(Row::heading(context.text(lang)));
            rows.extend(here);
        }
    }
    Page::new(PageKind::Help, Text::Help.text(lang).to_owned(), rows)
}
