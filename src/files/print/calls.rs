//! The list for phone calls: who is to be reminded of a day's sessions, each family once.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::Serialize;

use super::{hours, row, rule};
use crate::{
    domain::{Family, Id, diary::Diary},
    i18n::{Lang, command::CommandText, date},
};

/// A day's calls.
#[derive(Clone, Debug, Serialize)]
pub struct Calls {
    /// The day of the sessions.
    pub date: NaiveDate,
    /// The calls, by the first session of each family.
    pub calls: Vec<Call>,
}

/// One call.
#[derive(Clone, Debug, Serialize)]
pub struct Call {
    /// Whom to call: names with phones.
    pub to: Vec<String>,
    /// What about.
    pub sessions: Vec<Line>,
    #[serde(skip)]
    family: Id<Family>,
}

/// One session.
#[derive(Clone, Debug, Serialize)]
pub struct Line {
    /// From when to when.
    pub hours: String,
    /// The child's name.
    pub child: String,
    /// The code of the service.
    pub service: String,
    /// The specialist.
    pub specialist: String,
}

impl Calls {
    /// Of a day's diary: what is still to be held. `whom` has for each family whom to call.
    pub fn new(diary: &Diary, whom: &BTreeMap<Id<Family>, Vec<String>>) -> Self {
        let mut calls: Vec<Call> = Vec::new();
        for row in diary.rows.iter().filter(|row| row.session.is_open()) {
            let line = Line {
                hours: hours(&row.session),
                child: row.child.clone(),
                service: row.service.clone(),
                specialist: row.session.specialist.clone(),
            };
            match calls.iter_mut().find(|call| call.family == row.family) {
                Some(call) => call.sessions.push(line),
                None => {
                    let to = whom.get(&row.family).cloned().unwrap_or_default();
                    calls.push(Call { to, sessions: vec![line], family: row.family });
                }
            }
        }
        Self { date: diary.wish.from, calls }
    }

    /// The list, for a page of A4.
    pub fn text(&self, lang: Lang) -> String {
        let day = date::show_with_weekday(self.date, lang);
        let mut page = format!("{}\n{}", CommandText::CallSheet.fill(lang, &[&day]), rule());
        for call in &self.calls {
            page += &format!("[ ] {}\n", call.to.join(", "));
            for line in &call.sessions {
                page +=
                    &row(&[("", 3), (&line.hours, 11), (&line.service, 4), (&line.child, 28), (&line.specialist, 28)]);
            }
        }
        if self.calls.is_empty() {
            page += &format!("{}\n", CommandText::SheetEmpty.text(lang));
        }
        page
    }
}
