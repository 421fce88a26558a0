//! A child's month: every session with what became of it, to be signed by the parent.

use chrono::NaiveDate;
use serde::Serialize;

use super::{WIDTH, hours, row, rule};
use crate::{
    domain::{Choice, Money, Outcome, diary::DiaryRow, sheet::MonthData},
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
    /// The same by name, as it is signed.
    pub worker_name: String,
    /// The month, as in `2018-09`.
    pub month: String,
    #[serde(skip)]
    first: NaiveDate,
    /// Its sessions.
    pub sessions: Vec<Line>,
    /// What the budget bears of them.
    pub total: Money,
}

/// One session.
#[derive(Clone, Debug, Serialize)]
pub struct Line {
    /// The day.
    pub date: NaiveDate,
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
    /// What is still open stands among the sessions, what was moved does not.
    pub fn new(data: &MonthData) -> Self {
        let diary = &data.diary;
        let held = diary.rows.iter().filter(|row| row.session.outcome != Outcome::Moved);
        let line = |row: &DiaryRow| Line {
            date: row.session.day,
            hours: hours(&row.session),
            service: row.service.clone(),
            specialist: row.session.specialist.clone(),
            units: row.session.units.normalize().to_string(),
            outcome: row.session.outcome.name(),
            amount: row.session.charge.as_ref().map(|charge| charge.amount()),
            remark: row.session.text.clone(),
        };
        let sessions: Vec<Line> = held.map(line).collect();
        let total = sessions.iter().filter_map(|line| line.amount).fold(Money::default(), |sum, amount| sum + amount);
        let (worker, worker_name) = data.worker.clone();
        Self {
            programme: data.programme.clone(),
            case_number: data.case_number.clone(),
            child: data.child.clone(),
            representatives: data.representatives.clone(),
            worker,
            worker_name,
            month: diary.wish.from.format("%Y-%m").to_string(),
            first: diary.wish.from,
            sessions,
            total,
        }
    }

    /// The sheet, for a page of A4.
    pub fn text(&self, lang: Lang) -> String {
        let word = |text: CommandText| text.text(lang);
        let month = date::month_and_year(self.first, lang);
        let mut page = format!("{}\n", self.programme);
        page += &format!("{}\n\n", CommandText::MonthSheet.fill(lang, &[&month]));
        page += &format!("{}\n\n", CommandText::SheetOf.fill(lang, &[&self.child, &self.case_number]));
        // The year stands over the table.
        let columns = |cells: [&str; 7]| {
            let [day, hours, service, units, specialist, outcome, signed] = cells;
            let cells = [(day, 9), (hours, 11), (service, 4), (units, 5), (specialist, 16), (outcome, 17)];
            row(&[&cells[..], &[(signed, 10)]].concat())
        };
        let heads = [
            CommandText::SheetDay,
            CommandText::SheetTime,
            CommandText::SheetService,
            CommandText::SheetUnits,
            CommandText::SheetSpecialist,
            CommandText::SheetOutcome,
            CommandText::SheetSigned,
        ];
        page += &columns(heads.map(word));
        page += &rule();
        for line in &self.sessions {
            let weekday = date::weekday_short(chrono::Datelike::weekday(&line.date), lang);
            let day = format!("{weekday} {}", date::show_short(line.date, lang));
            let units = line.units.parse().map(|units| number::decimal(units, lang)).unwrap_or_default();
            let outcome = Outcome::by_name(line.outcome).map_or("", |outcome| match outcome {
                Outcome::Scheduled => "",
                outcome => outcome.text(lang),
            });
            page += &columns([&day, &line.hours, &line.service, &units, &line.specialist, outcome, "__________"]);
        }
        page += &rule();
        let attended = self.sessions.iter().filter(|line| line.outcome == Outcome::Attended.name()).count();
        let all = Counted::Session.text(self.sessions.len() as u64, lang);
        page +=
            &format!("{}\n\n", CommandText::SheetSum.fill(lang, &[&all, &attended, &number::euros(self.total, lang)]));
        let sign = "_".repeat(24);
        for name in self.representatives.iter().map(String::as_str).chain([self.worker_name.as_str()]) {
            page += &row(&[(name, WIDTH - 52), (&sign, 24), (word(CommandText::SheetDate), 8), ("____________", 12)]);
            page.push('\n');
        }
        page
    }
}
