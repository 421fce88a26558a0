//! A child's month: every session with what became of it, to be signed by the parent.

use serde::Serialize;

use super::{WIDTH, hours, row, rule};
use crate::{
    domain::{Choice, Money, Outcome, diary::Diary},
    i18n::{Lang, choice::Worded, command::CommandText, date, number, plural::Counted},
};

/// Whose month it is.
#[derive(Clone, Debug, Serialize)]
pub struct Month {
    /// The municipality and its programme.
    pub programme: String,
    /// The client file's number.
    pub case_number: String,
    /// The child's name.
    pub child: String,
    /// Who signs: the child's representatives.
    pub representatives: Vec<String>,
    /// Who owns the case (login).
    pub worker: String,
    /// The month, as in `2018-09`.
    pub month: String,
    /// Its sessions.
    pub sessions: Vec<Line>,
    /// What the budget bears of them.
    pub total: Money,
}

/// One session.
#[derive(Clone, Debug, Serialize)]
pub struct Line {
    /// The day.
    pub date: chrono::NaiveDate,
    /// From when to when.
    pub hours: String,
    /// The code of the service.
    pub service: String,
    /// The specialist.
    pub specialist: String,
    /// How many units.
    pub units: String,
    /// What became of it, by its stable name.
    pub outcome: &'static str,
    /// What the budget bears.
    pub amount: Option<Money>,
    /// What was written to it.
    pub remark: String,
}

impl Month {
    /// The sessions of a diary; what is still open stands among them, what was moved does not.
    pub fn lines(diary: &Diary) -> (Vec<Line>, Money) {
        let held = diary.rows.iter().filter(|row| row.session.outcome != Outcome::Moved);
        let line = |row: &crate::domain::diary::DiaryRow| Line {
            date: row.session.day,
            hours: hours(&row.session),
            service: row.service.clone(),
            specialist: row.session.specialist.clone(),
            units: row.session.units.normalize().to_string(),
            outcome: row.session.outcome.name(),
            amount: row.session.charge.as_ref().map(|charge| charge.amount()),
            remark: row.session.text.clone(),
        };
        let lines: Vec<Line> = held.map(line).collect();
        let total = lines.iter().filter_map(|line| line.amount).fold(Money::default(), |sum, amount| sum + amount);
        (lines, total)
    }

    /// The sheet, for a page of A4.
    pub fn text(&self, first: chrono::NaiveDate, lang: Lang) -> String {
        let word = |text: CommandText| text.text(lang);
        let month = date::month_and_year(first, lang);
        let mut page = format!("{}\n", self.programme);
        page += &format!("{}\n\n", CommandText::MonthSheet.fill(lang, &[&month]));
        page += &format!("{}\n\n", CommandText::SheetOf.fill(lang, &[&self.child, &self.case_number]));
        let heads = [CommandText::SheetDay, CommandText::SheetTime, CommandText::SheetService];
        let [day, hours, service] = heads.map(word);
        let (outcome, signed) = (word(CommandText::SheetOutcome), word(CommandText::SheetSigned));
        let specialist = word(CommandText::SheetSpecialist);
        let columns = |cells: [&str; 6]| {
            let [day, hours, service, specialist, outcome, signed] = cells;
            row(&[(day, 14), (hours, 11), (service, 4), (specialist, 18), (outcome, 18), (signed, 10)])
        };
        page += &columns([day, hours, service, specialist, outcome, signed]);
        page += &rule();
        for line in &self.sessions {
            let weekday = date::weekday_short(chrono::Datelike::weekday(&line.date), lang);
            let day = format!("{weekday} {}", date::show(line.date, lang));
            let outcome = Outcome::by_name(line.outcome).map_or("", |outcome| match outcome {
                Outcome::Scheduled => "",
                outcome => outcome.text(lang),
            });
            page += &columns([&day, &line.hours, &line.service, &line.specialist, outcome, "__________"]);
        }
        page += &rule();
        let attended = self.sessions.iter().filter(|line| line.outcome == Outcome::Attended.name()).count();
        let all = Counted::Session.text(self.sessions.len() as u64, lang);
        page +=
            &format!("{}\n\n", CommandText::SheetSum.fill(lang, &[&all, &attended, &number::euros(self.total, lang)]));
        let sign = "_".repeat(24);
        for name in self.representatives.iter().map(String::as_str).chain([self.worker.as_str()]) {
            page += &row(&[(name, WIDTH - 52), (&sign, 24), (word(CommandText::SheetDate), 8), ("____________", 12)]);
            page.push('\n');
        }
        page
    }
}
