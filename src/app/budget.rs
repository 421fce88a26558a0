//! The budget pane's own state: the figure and the point of the burn-down under its cursors, and what of it is shown.

use std::ops::Range;

use chrono::NaiveDate;

use super::App;
use crate::{
    action::Action,
    domain::{budget::FigureKind, burndown::Burndown, overview::Dossier},
};

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
    /// The burn-down of the selected child.
    pub fn burndown(&self) -> Option<&Burndown> {
        self.dossier().map(|dossier| self.budget.burndown(dossier))
    }
}
