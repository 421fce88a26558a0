//! What taking something back means, told before it is done: whose work it was, and what will be as it was.

use chrono::NaiveDate;

use super::super::{
    App, Screen, Undoable,
    page::wrap,
    pages,
    question::{Question, Yes},
};
use crate::{
    domain::{Kind, audit::RecordChange},
    i18n::{Lang, Text, choice::Worded, clean::clean, date, plural},
};

/// A question has no more columns.
const QUESTION_WIDTH: usize = 100;
/// So many days are told one by one.
const DAYS: usize = 8;

impl App {
    /// Asks before something is taken back.
    pub(super) fn ask_undo(&mut self, undoable: Undoable) {
        let lang = self.setting.lang;
        let at = format!("{} {}", date::show(undoable.at.date(), lang), undoable.at.format("%H:%M"));
        let mut lines = vec![Text::UndoWhat.fill(lang, &[&undoable.deed.text(lang), &at])];
        if undoable.user != self.setting.user {
            lines.push(clean(&undoable.user));
        }
        // Whose records they are, one after the other, and what will be as it was.
        for of_one in undoable.changes.chunk_by(|one, next| one.whose == next.whose) {
            let records = plural::records(of_one.iter().map(|change| change.kind), lang);
            let whose = &of_one[0].whose;
            let whose = if whose.is_empty() { records } else { format!("{whose}: {records}") };
            let told = if undoable.blocked.is_none() { alike(of_one, lang) } else { Vec::new() };
            match &told[..] {
                // Where the same is so of all, their days need no row of their own.
                [only] if !only.days.is_empty() => {
                    lines.push(format!("{whose} · {}", only.days_told(lang)));
                    lines.extend(only.fields_told());
                }
                _ => {
                    lines.push(whose);
                    lines.extend(told.iter().flat_map(|alike| alike.lines(lang)));
                }
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

/// Records of which the same is told.
struct Alike {
    kind: Kind,
    /// Before the days: `–` they go, `+` they come back.
    sign: &'static str,
    fields: Vec<String>,
    days: Vec<(NaiveDate, NaiveDate)>,
}

/// What becomes of these records, and on which days; what becomes of several alike is told once.
fn alike(changes: &[RecordChange], lang: Lang) -> Vec<Alike> {
    let mut told: Vec<Alike> = Vec::new();
    for change in changes {
        let back = change.fields.iter().map(|(name, was, is)| (name.clone(), is.clone(), was.clone()));
        let (sign, fields) = match change.edits {
            true => ("", pages::told(&RecordChange { fields: back.collect(), ..change.clone() }, lang)),
            false if change.fields.iter().all(|(_, was, _)| was.is_empty()) => ("– ", Vec::new()),
            false => ("+ ", Vec::new()),
        };
        let alike = |other: &&mut Alike| (other.kind, other.sign, &other.fields) == (change.kind, sign, &fields);
        match told.iter_mut().find(alike) {
            Some(known) => known.days.extend(change.days),
            None => told.push(Alike { kind: change.kind, sign, fields, days: change.days.into_iter().collect() }),
        }
    }
    told
}

impl Alike {
    fn lines(&self, lang: Lang) -> Vec<String> {
        let days = (!self.days.is_empty()).then(|| format!("  {}{}", self.sign, self.days_told(lang)));
        days.into_iter().chain(self.fields_told()).collect()
    }

    fn fields_told(&self) -> impl Iterator<Item = String> {
        self.fields.iter().map(|field| format!("  {field}"))
    }

    fn days_told(&self, lang: Lang) -> String {
        let mut days: Vec<String> = self.days.iter().map(|days| period(*days, lang)).collect();
        days.dedup();
        let more = days.len().saturating_sub(DAYS);
        days.truncate(DAYS);
        days.extend((more > 0).then(|| format!("+{more}")));
        days.join(", ")
    }
}

/// `18.09.`, `17.09.–28.09.`
fn period((from, to): (NaiveDate, NaiveDate), lang: Lang) -> String {
    let first = date::show_short(from, lang);
    if to > from { format!("{first}–{}", date::show_short(to, lang)) } else { first }
}
