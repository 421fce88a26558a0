//! The budget pane's own state: the figure and the point of the burn-down under its cursors, and what of it is shown.

use std::ops::Range;

use chrono::NaiveDate;

use super::App;
use crate::{
    action::Action,
    domain::{
        Money,
        budget::{FigureKind, Figures, Key, Within},
        burndown::Burndown,
        overview::{Dossier, FigureOf},
    },
    i18n::{Lang, Text, number},
};

/// What the forecast and the pace rest on, what could still be booked with what would be lost, and what invoices ask.
pub struct Sentences {
    /// What the forecast is the sum of.
    pub forecast: String,
    /// Where the present pace leads, or what is bound beyond it.
    pub projection: String,
    /// What could be booked with the money that would be lost; none: nothing would be.
    pub bookable: Option<String>,
    /// What was invoiced, accepted and paid; none: nothing was invoiced.
    pub invoices: Option<String>,
}

impl Sentences {
    /// About these figures.
    pub fn new(figures: &Figures, lang: Lang) -> Self {
        use FigureKind::{Delivered, Forecast, Projection, Reserved};
        let money = |kind| number::money(figures.figure(kind).amount(), lang);
        let bound = figures.delivered.amount() + figures.reserved.amount();
        let due = number::money(figures.forecast.amount() - bound, lang);
        let basis = [&money(Forecast), &money(Delivered), &money(Reserved), &due];
        let projection = match figures.at_this_pace() {
            Some(pace) if pace < figures.projection.amount() => {
                Text::ProjectionBound.fill(lang, &[&number::money(pace, lang), &money(Projection)])
            }
            _ => Text::ProjectionBasis.fill(lang, &[&money(Projection), &figures.elapsed_days, &figures.total_days]),
        };
        let asked = FigureKind::OF_INVOICES.iter().map(|kind| (kind.short(lang).to_lowercase(), money(*kind)));
        let asked: Vec<String> = asked.map(|(name, amount)| format!("{name} {amount}")).collect();
        let is_invoiced = !figures.invoiced.lines().is_empty();
        Self {
            forecast: Text::ForecastBasis.fill(lang, &basis.map(|amount| amount as &dyn std::fmt::Display)),
            projection,
            bookable: bookable(figures, lang),
            invoices: is_invoiced.then(|| format!("{}: {}", Text::InvoicesForIt.text(lang), asked.join(" · "))),
        }
    }

    /// All of them.
    pub fn all(&self) -> Vec<&String> {
        [&self.forecast, &self.projection].into_iter().chain(&self.bookable).chain(&self.invoices).collect()
    }
}

/// What could still be booked with the money that would be lost: this or that where it does not pay for all of it, else
/// all of it, and what is left then.
fn bookable(figures: &Figures, lang: Lang) -> Option<String> {
    let lost = figures.lost.amount();
    if lost.is_zero() {
        return None;
    }
    let all: Money = figures.bookable.iter().map(|it| it.amount).sum();
    let units = figures.bookable.iter().map(|it| (&it.bought.service, it.units_for(lost)));
    let told: Vec<String> =
        units.filter(|(_, units)| *units > 0).map(|(service, units)| format!("{service} {units}")).collect();
    Some(if figures.bookable.is_empty() {
        Text::NothingBookable.text(lang).to_owned()
    } else if all > lost {
        Text::StillBookable.fill(lang, &[&told.join(Text::Or.text(lang))])
    } else if all == lost {
        Text::StillBookable.fill(lang, &[&told.join(" + ")])
    } else {
        Text::AllBookable.fill(lang, &[&told.join(" + "), &number::euros(lost - all, lang)])
    })
}

/// No fewer points are shown, however close one looks.
const FEWEST: usize = 4;

/// The budget pane's own state.
#[derive(Clone, Copy, Debug, Default)]
pub struct BudgetPane {
    /// Which figure the cursor is on, a place in [`FigureKind::OF_BUDGET`].
    pub figure: usize,
    /// The burn-down goes by weeks, not months.
    pub by_week: bool,
    /// The burn-down is a table, not a chart.
    pub table: bool,
    /// The day whose point the cursor is on; none: today.
    day: Option<NaiveDate>,
    /// How often what is shown was halved.
    closer: u32,
}

impl BudgetPane {
    /// The burn-down of a child, by weeks or by months.
    pub fn burndown(self, dossier: &Dossier) -> &Burndown {
        if self.by_week { &dossier.by_week } else { &dossier.by_month }
    }

    /// The place of the point under the cursor.
    pub fn point(&self, burndown: &Burndown) -> usize {
        burndown.at(self.day.unwrap_or(burndown.today))
    }

    /// The places of the points that are shown, with the one under the cursor about the middle.
    pub fn shown(&self, burndown: &Burndown) -> Range<usize> {
        let all = burndown.points.len();
        let count = (all >> self.closer.min(usize::BITS - 1)).max(FEWEST).min(all);
        let start = self.point(burndown).saturating_sub(count / 2).min(all - count);
        start..start + count
    }

    /// Whether all of it is shown.
    pub fn is_whole(&self) -> bool {
        self.closer == 0
    }

    /// Shows half of the time around the cursor, or twice as much.
    pub(super) fn look_closer(&mut self, burndown: &Burndown, closer: bool) {
        let shown = self.shown(burndown).len();
        if !closer {
            self.closer = self.closer.saturating_sub(1);
        } else if shown > FEWEST {
            self.closer += 1;
        }
    }

    /// Another child: its own present is what is looked at.
    pub(super) fn forget_point(&mut self) {
        self.day = None;
    }

    /// Moves as the action says; whether it was a move.
    pub(super) fn act(&mut self, action: Action, burndown: Option<&Burndown>, height: usize) -> bool {
        let steps = match (action, self.table) {
            // What goes sideways in the chart goes down in the table, and figures the other way.
            (Action::Left, true) => return self.move_among_figures(Action::Up),
            (Action::Right, true) => return self.move_among_figures(Action::Down),
            (Action::Left, false) | (Action::Up, true) => -1,
            (Action::Right, false) | (Action::Down, true) => 1,
            (Action::PageUp, true) => -(height as isize),
            (Action::PageDown, true) => height as isize,
            (Action::Top, true) => isize::MIN,
            (Action::Bottom, true) => isize::MAX,
            _ => return self.move_among_figures(action),
        };
        if let Some(burndown) = burndown {
            let last = burndown.points.len().saturating_sub(1);
            let at = self.point(burndown).saturating_add_signed(steps).min(last);
            self.day = burndown.points.get(at).map(|point| point.day);
        }
        true
    }

    fn move_among_figures(&mut self, action: Action) -> bool {
        let last = FigureKind::OF_BUDGET.len() - 1;
        self.figure = match action {
            Action::Down => (self.figure + 1).min(last),
            Action::Up => self.figure.saturating_sub(1),
            Action::Top => 0,
            Action::Bottom => last,
            _ => return false,
        };
        true
    }
}

impl App {
    /// In the table of the burn-down: the figure under the one cursor, as far as the row under the other tells it.
    pub(super) fn figure_in_chart_table(&self) -> Option<FigureOf> {
        let (child, burndown) = (self.dossier()?.child.id, self.burndown()?);
        let kind = Some(self.figure()).filter(|kind| self.budget.table && FigureKind::DATED.contains(kind))?;
        // The last row holds what lies behind it, too.
        let (_, rows) = burndown.points.split_last()?;
        let to = rows.get(self.budget.point(burndown))?.day;
        let within = Within { to, ..Within::ALWAYS };
        Some(FigureOf { kind, key: Key::Child(child), child: None, within, as_of: None })
    }

    /// The burn-down of the selected child.
    pub fn burndown(&self) -> Option<&Burndown> {
        self.dossier().map(|dossier| self.budget.burndown(dossier))
    }
}
