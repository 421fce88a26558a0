//! A week of a specialist or a provider: who comes when.

use chrono::{Datelike, NaiveDate};
use serde::Serialize;

use super::{hours, row, rule};
use crate::{
    domain::{Choice, Outcome, diary::Diary},
    i18n::{Lang, choice::Worded, command::CommandText, date},
};

/// Whose week it is.
#[derive(Clone, Debug, Serialize)]
pub struct Week {
    /// The specialist, or the provider.
    pub specialist: String,
    /// Monday.
    pub from: NaiveDate,
    /// Sunday.
    pub to: NaiveDate,
    /// The sessions, by day and time.
    pub sessions: Vec<Line>,
}

/// One session.
#[derive(Clone, Debug, Serialize)]
pub struct Line {
    /// The day.
    pub date: NaiveDate,
    /// From when to when.
    pub hours: String,
    /// The child's name.
    pub child: String,
    /// The code of the service.
    pub service: String,
    /// What became of it, by its stable name.
    pub outcome: &'static str,
    /// What was written to it.
    pub remark: String,
}

impl Week {
    /// Of somebody's diary of one week.
    pub fn new(specialist: &str, diary: &Diary) -> Self {
        let line = |row: &crate::domain::diary::DiaryRow| Line {
            date: row.session.day,
            hours: hours(&row.session),
            child: row.child.clone(),
            service: row.service.clone(),
            outcome: row.session.outcome.name(),
            remark: row.session.text.clone(),
        };
        let held = diary.rows.iter().filter(|row| row.session.outcome != Outcome::Moved);
        let (from, to) = (diary.wish.from, diary.wish.to);
        Self { specialist: specialist.to_owned(), from, to, sessions: held.map(line).collect() }
    }

    /// The sheet, for a page of A4.
    pub fn text(&self, lang: Lang) -> String {
        let days = format!("{}–{}", date::show_short(self.from, lang), date::show(self.to, lang));
        let mut page = format!("{}\n\n", CommandText::WeekSheet.fill(lang, &[&self.specialist, &days]));
        for day in self.sessions.chunk_by(|one, next| one.date == next.date) {
            let Some(first) = day.first() else { continue };
            let heading = date::show_with_weekday(first.date, lang);
            page += &format!("{heading}\n{}", rule());
            for line in day {
                let outcome = Outcome::by_name(line.outcome).unwrap_or_default();
                let outcome = if outcome == Outcome::Scheduled { "" } else { outcome.text(lang) };
                let said = [outcome, line.remark.as_str()];
                let said: Vec<&str> = said.into_iter().filter(|text| !text.is_empty()).collect();
                page += &row(&[(&line.hours, 11), (&line.service, 4), (&line.child, 30), (&said.join("; "), 30)]);
            }
            page.push('\n');
        }
        if self.sessions.is_empty() {
            page += &format!("{}\n", CommandText::SheetEmpty.text(lang));
        }
        debug_assert!(self.from.weekday() == chrono::Weekday::Mon);
        page
    }
}
