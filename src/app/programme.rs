//! The table of all children: by what their money is added up, on which days, in what order, and how one gets about in it.

use chrono::{Datelike, Months, NaiveDate};

use super::{
    App, Can, Effect, Screen,
    arrangement::Only,
    frame::Pane,
    page::{Page, PageKind, Target},
    pages,
};
use crate::{
    action::Action,
    domain::{
        Child, Id, Problem,
        budget::{By, FigureKind, Key, Within},
        overview::{FigureOf, PageOf},
    },
    i18n::{Text, date},
};

/// By what the rows are sorted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SortSums {
    /// Their names.
    #[default]
    Name,
    /// How the budgets are doing, the gravest first.
    Health,
    /// The day of the next assessment, the nearest first.
    NextAssessment,
    /// A figure, the greatest first.
    Figure(FigureKind),
}

/// How the table is arranged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SumsView {
    /// What a row stands for.
    pub by: By,
    /// On which days.
    pub within: Within,
    /// As everything stood when that past day was over; none: as it stands.
    pub as_of: Option<NaiveDate>,
    /// In what order.
    pub sort: SortSums,
    /// Which children; none: all of them. Only where a row stands for a child.
    pub only: Option<Only>,
}

impl Default for SumsView {
    fn default() -> Self {
        Self { by: By::Child, within: Within::ALWAYS, as_of: None, sort: SortSums::Name, only: None }
    }
}

impl SumsView {
    /// Over the whole programme, and not some days.
    pub fn is_whole(&self) -> bool {
        self.within == Within::ALWAYS
    }

    /// The same on those days: the order stays where it still says something.
    pub fn on(&self, within: Within) -> Self {
        let whole = within == Within::ALWAYS;
        let kept = match self.sort {
            SortSums::Figure(kind) => self.by.figures(whole).contains(&kind),
            SortSums::Health => whole,
            SortSums::Name | SortSums::NextAssessment => true,
        };
        Self { within, sort: if kept { self.sort } else { SortSums::Name }, ..self.clone() }
    }

    /// The same added up by something else.
    pub fn added_up_by(&self, by: By) -> Self {
        if by == self.by {
            return self.clone();
        }
        Self { by, sort: SortSums::Name, only: None, ..self.clone() }
    }

    fn page_of(&self) -> PageOf {
        PageOf::Sums(self.by, self.within, self.as_of)
    }
}

/// The days that the table can be narrowed to, beside all: this month and the one before, this year and the one before.
pub fn spans(today: NaiveDate) -> [Within; 4] {
    let span = |first: Option<NaiveDate>, months: u32| {
        let first = first.unwrap_or(today);
        let to = first.checked_add_months(Months::new(months)).and_then(|next| next.pred_opt()).unwrap_or(first);
        Within { from: first, to }
    };
    let (month, year) = (today.with_day(1), NaiveDate::from_ymd_opt(today.year(), 1, 1));
    let before = |first: Option<NaiveDate>, months| first?.checked_sub_months(Months::new(months));
    [span(month, 1), span(before(month, 1), 1), span(year, 12), span(before(year, 12), 12)]
}

/// The past days that the table can be shown as of: the ends of the last month and of the last year.
pub fn past_days(today: NaiveDate) -> [NaiveDate; 2] {
    let [_, last_month, _, last_year] = spans(today);
    [last_month.to, last_year.to]
}

impl App {
    /// Whether an action of the table can be done on the page on top.
    pub(super) fn can_in_table(&self, action: Action) -> Can {
        match (self.table_page(), action) {
            (None, _) => Can::Absent,
            (Some(_), Action::Explain) if self.figure_asked().is_none() => Can::No(Text::NothingHere),
            (Some(_), _) => Can::Yes,
        }
    }

    /// The page on top, if it is the table of all children.
    fn table_page(&self) -> Option<&Page> {
        match self.screens.last() {
            Some(Screen::Page(page)) if matches!(page.kind, PageKind::Stored(PageOf::Sums(..))) => Some(page),
            _ => None,
        }
    }

    /// The figure under the cursor of the table.
    fn figure_asked(&self) -> Option<FigureOf> {
        let page = self.table_page()?;
        let Target::Sum(key) = &page.selected()?.target else { return None };
        // What only those who are shown come to is no figure of the programme.
        let narrowed = !page.filter.is_empty() || self.sums.only.is_some();
        if narrowed && matches!(key, Key::Programme(_)) {
            return None;
        }
        let table = page.table.as_ref()?;
        let kind = *table.figures.get(table.at)?;
        Some(FigureOf { kind, key: key.clone(), child: None, within: self.sums.within, as_of: self.sums.as_of })
    }

    /// Opens the table as it was arranged last.
    pub(super) fn open_table(&self) -> Vec<Effect> {
        vec![Effect::LoadPage(self.sums.page_of())]
    }

    /// Opens what the number under the cursor is made of.
    pub(super) fn explain_in_table(&self) -> Vec<Effect> {
        self.figure_asked().map_or_else(Vec::new, |of| explain(None, of))
    }

    /// Opens what was spent on the service of the plan line under the cursor.
    pub(super) fn explain_line(&self) -> Vec<Effect> {
        let Some(dossier) = self.dossier() else { return Vec::new() };
        let Some(line) = self.plan_shown(dossier).1.get(self.plan.row) else { return Vec::new() };
        let (key, within) = (Key::Service(line.service.clone()), Within::ALWAYS);
        explain(None, FigureOf { kind: FigureKind::Delivered, key, child: Some(dossier.child.id), within, as_of: None })
    }

    /// Enter on a row of the table: to the child, to the family's first; elsewhere what the number is made of.
    pub(super) fn open_sum(&mut self, key: &Key) -> Vec<Effect> {
        match *key {
            Key::Child(child) => {
                self.screens.pop();
                self.go_to_row(|row| row.child == Some(child));
            }
            Key::Family(family) => {
                self.screens.pop();
                self.go_to_row(|row| row.family == family);
            }
            _ => return self.explain_in_table(),
        }
        self.focus = Pane::Families;
        Vec::new()
    }

    /// The page on top explains a figure: another one of the same key, or what one child has in it.
    pub(super) fn explain_further(&self, kind: Option<FigureKind>, child: Option<Id<Child>>) -> Option<Vec<Effect>> {
        let Some(Screen::Page(page)) = self.screens.last() else { return None };
        let PageKind::Stored(PageOf::Figure(of)) = &page.kind else { return None };
        let further = FigureOf { kind: kind.unwrap_or(of.kind), child: child.or(of.child), ..of.clone() };
        Some(explain(Some(of), further))
    }

    /// Opens the page on which the table is arranged.
    pub(super) fn open_arrangement(&mut self) -> Vec<Effect> {
        let page = pages::arrange_sums(self);
        self.screens.push(Screen::Page(Box::new(page)));
        Vec::new()
    }

    /// Narrows the table to the days typed; what is wrong with them otherwise.
    pub(super) fn arrange_days(&mut self, typed: &str) -> Result<Vec<Effect>, Problem> {
        let (from, to) = typed_days(typed, self.setting.today)?;
        Ok(self.arrange_sums(self.sums.on(Within { from, to })))
    }

    /// Shows the table as of the day typed, today or a day that is past; what is wrong with it otherwise.
    pub(super) fn arrange_as_of(&mut self, typed: &str) -> Result<Vec<Effect>, Problem> {
        let today = self.setting.today;
        let day = date::parse_date(typed, today)?;
        if day > today {
            return Err(Problem::InFuture);
        }
        Ok(self.arrange_sums(SumsView { as_of: Some(day).filter(|day| *day < today), ..self.sums.clone() }))
    }

    /// Arranges the table, which is shown anew.
    pub(super) fn arrange_sums(&mut self, view: SumsView) -> Vec<Effect> {
        self.sums = view;
        let of_table = |kind: &PageKind| matches!(kind, PageKind::ArrangeSums | PageKind::Stored(PageOf::Sums(..)));
        self.screens.retain(|screen| !matches!(screen, Screen::Page(page) if of_table(&page.kind)));
        self.open_table()
    }
}

/// `1.9.18 31.12.18` or `1.9.18–31.12.18`: the first day and the last.
fn typed_days(typed: &str, today: NaiveDate) -> Result<(NaiveDate, NaiveDate), Problem> {
    let parts: Vec<&str> = typed.split([' ', '–']).filter(|part| !part.is_empty()).collect();
    let parts = match parts[..] {
        [both] => both.split_once('-').map_or(vec![both], |(from, to)| vec![from, to]),
        _ => parts,
    };
    let [from, to] = parts[..] else { return Err(Problem::NotADate(typed.to_owned())) };
    let (from, to) = (date::parse_date(from, today)?, date::parse_date(to, today)?);
    if to < from { Err(Problem::EndsBeforeStart) } else { Ok((from, to)) }
}

/// Explains a figure, from the page of another or from the table. Whoever comes to look at one child's is noted.
pub(super) fn explain(before: Option<&FigureOf>, of: FigureOf) -> Vec<Effect> {
    let alone = |of: &FigureOf| match of.key {
        Key::Child(child) => Some(child),
        _ => of.child,
    };
    let looked = alone(&of).filter(|child| before.and_then(alone) != Some(*child)).map(Effect::Looked);
    looked.into_iter().chain([Effect::LoadPage(PageOf::Figure(of))]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_typed_as_people_write_them() {
        let day = |year, month, day| NaiveDate::from_ymd_opt(year, month, day).unwrap();
        let today = day(2019, 3, 15);
        let autumn = Ok((day(2018, 9, 1), day(2018, 12, 31)));
        for typed in ["1.9.18 31.12.18", "1.9.18–31.12.18", " 01.09.2018. – 31.12.2018. ", "1.9.18-31.12.18"] {
            assert_eq!(typed_days(typed, today), autumn, "{typed}");
        }
        assert_eq!(typed_days("31.12.18 1.9.18", today), Err(Problem::EndsBeforeStart));
        for typed in ["", "1.9.18", "no 1.9.18 31.12.18", "rudens ziema"] {
            assert!(typed_days(typed, today).is_err(), "{typed}");
        }
    }

    #[test]
    fn the_table_is_narrowed_to_whole_months_and_years() {
        let check = |today: (i32, u32, u32), expect: [&str; 4]| {
            let today = NaiveDate::from_ymd_opt(today.0, today.1, today.2).unwrap();
            assert_eq!(spans(today).map(|days| format!("{}–{}", days.from, days.to)), expect, "{today}");
        };
        check(
            (2019, 3, 15),
            ["2019-03-01–2019-03-31", "2019-02-01–2019-02-28", "2019-01-01–2019-12-31", "2018-01-01–2018-12-31"],
        );
        check(
            (2020, 1, 31),
            ["2020-01-01–2020-01-31", "2019-12-01–2019-12-31", "2020-01-01–2020-12-31", "2019-01-01–2019-12-31"],
        );
    }
}
