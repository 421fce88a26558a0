//! The burn-down: what is left of the ceiling, month by month or week by week. Planned pace dotted, actual solid,
//! booked dashed, forecast in short dashes; lines upright at today and at the cursor. Eight braille dots a cell, or two blocks where the terminal has no braille.

use chrono::{Datelike, Months, NaiveDate};
use ratatui::style::Style;
use rust_decimal::prelude::ToPrimitive;

use super::canvas::{Canvas, FAINT, SELECTED, STRONG, WARNING};
use crate::{
    app::App,
    domain::{
        Money,
        burndown::{Burndown, Point},
    },
    i18n::{Text, number},
};

/// Amounts stand in so many columns left of the chart.
const LABELS: usize = 10;

/// How a series is drawn, the least important first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Series {
    Ceiling,
    Planned,
    Forecast,
    Booked,
    Actual,
}

impl Series {
    fn style(self) -> Style {
        match self {
            Self::Ceiling | Self::Planned | Self::Forecast => FAINT,
            Self::Booked => WARNING,
            Self::Actual => STRONG,
        }
    }

    /// Whether the `n`-th column of dots is drawn: solid, dashed, short dashes, dotted.
    fn is_drawn(self, n: usize) -> bool {
        match self {
            Self::Actual => true,
            Self::Booked => n % 4 != 3,
            Self::Forecast => n % 6 < 2,
            Self::Planned => n.is_multiple_of(3),
            Self::Ceiling => n.is_multiple_of(8),
        }
    }

    fn ascii(self) -> &'static str {
        match self {
            Self::Actual => "#",
            Self::Booked => "=",
            Self::Forecast => "~",
            Self::Planned => ".",
            Self::Ceiling => "-",
        }
    }
}

/// Dots, so many a cell across and down, and the most important series that touched each cell.
struct Dots {
    across: usize,
    down: usize,
    columns: usize,
    rows: usize,
    cells: Vec<(u8, Option<Series>)>,
}

impl Dots {
    fn new(columns: usize, rows: usize, blocks: bool) -> Self {
        let (across, down) = if blocks { (1, 2) } else { (2, 4) };
        Self { across, down, columns, rows, cells: vec![(0, None); columns * rows] }
    }

    fn width(&self) -> usize {
        self.columns * self.across
    }

    fn height(&self) -> usize {
        self.rows * self.down
    }

    fn dot(&mut self, x: usize, y: usize, series: Series) {
        let (column, row) = (x / self.across, y / self.down);
        if column >= self.columns || row >= self.rows {
            return;
        }
        let bit = match (self.across, x % self.across, y % self.down) {
            (1, _, 0) => 0x01,
            (1, _, _) => 0x02,
            (_, 0, 3) => 0x40,
            (_, 1, 3) => 0x80,
            (_, 0, down) => 1 << down,
            (_, _, down) => 8 << down,
        };
        let cell = &mut self.cells[row * self.columns + column];
        cell.0 |= bit;
        cell.1 = cell.1.max(Some(series));
    }
}

/// What the legend tells, with a sample in dots and one in blocks.
const LEGEND: &[(Series, &str, &str, Text)] = &[
    (Series::Actual, "⠤⠤", "##", Text::LegendActual),
    (Series::Booked, "⠤⠄", "==", Text::LegendBooked),
    (Series::Planned, "⠄⠠", "..", Text::LegendPlanned),
    (Series::Forecast, "⠤ ", "~~", Text::LegendForecast),
];

/// Draws the chart with its axes and legend into everything the canvas has; with a cursor where the pane has it.
pub fn draw(app: &App, burndown: &Burndown, canvas: &mut Canvas<'_>, focused: bool) {
    let lang = app.setting.lang;
    let (columns, rows) = (canvas.width().saturating_sub(LABELS + 1), canvas.height().saturating_sub(2));
    if columns < 20 || rows < 2 || burndown.points.is_empty() {
        return;
    }
    let steps = if app.budget.by_week { Text::Weeks } else { Text::Months };
    let mut x = canvas.put(0, 0, canvas.width(), &Text::Left.fill(lang, &[&steps.text(lang)]), FAINT) + 2;
    for (series, dots, blocks, name) in LEGEND {
        if x + 12 > canvas.width() {
            break;
        }
        x += canvas.put(x, 0, 3, if app.setting.blocks { blocks } else { dots }, series.style()) + 1;
        x += canvas.put(x, 0, 14, name.text(lang), FAINT) + 2;
    }
    let window = Window::new(app, burndown);
    let top = window.points.iter().map(|point| point.planned.max(point.ceiling)).max().unwrap_or_default();
    if top.is_zero() {
        return;
    }
    canvas.put_right(0, 1, LABELS - 1, &number::money(top, lang), FAINT);
    canvas.put_right(0, rows, LABELS - 1, &number::money(Money::ZERO, lang), FAINT);
    let mut dots = Dots::new(columns, rows, app.setting.blocks);
    let scale = Scale { from: window.from, to: window.to, top, width: dots.width(), height: dots.height() };
    for (series, points) in window.courses() {
        plot(&mut dots, &scale, series, &points);
    }
    let across = dots_across(app);
    let upright = if canvas.ascii { "|" } else { "│" };
    let mut days = Vec::new();
    if window.covers(burndown.today) {
        days.push((burndown.today, FAINT));
    }
    if focused && let Some(point) = burndown.points.get(app.budget.point(burndown)) {
        days.push((point.day, STRONG));
    }
    for (day, style) in days {
        for row in 0..rows {
            if let Some(cell) = canvas.cell(LABELS + scale.x(day) / across, row + 1) {
                cell.set_symbol(upright).set_style(style);
            }
        }
    }
    for row in 0..rows {
        for column in 0..columns {
            let (bits, Some(series)) = dots.cells[row * columns + column] else { continue };
            let symbol = match (app.setting.ascii, app.setting.blocks, bits) {
                (true, ..) => series.ascii().to_owned(),
                (_, false, bits) => char::from_u32(0x2800 + u32::from(bits)).unwrap_or(' ').to_string(),
                (_, true, _) if series != Series::Actual => series.ascii().to_owned(),
                (_, true, 1) => "▀".to_owned(),
                (_, true, 2) => "▄".to_owned(),
                (_, true, _) => "█".to_owned(),
            };
            if let Some(cell) = canvas.cell(LABELS + column, row + 1) {
                cell.set_symbol(&symbol).set_style(series.style());
            }
        }
    }
    axis(&window, burndown.today, &scale, (columns, across), canvas, rows + 1);
}

/// The part of the burn-down that is shown.
struct Window<'a> {
    burndown: &'a Burndown,
    /// The points, and before them the one that their lines come from.
    points: &'a [Point],
    /// Whether the programme begins here.
    begins: bool,
    from: NaiveDate,
    to: NaiveDate,
}

impl<'a> Window<'a> {
    fn new(app: &App, burndown: &'a Burndown) -> Self {
        let shown = app.budget.shown(burndown);
        let begins = shown.start == 0;
        let points = &burndown.points[shown.start.saturating_sub(1)..shown.end];
        let first = points.first().map_or(burndown.from, |point| point.day);
        let from = if begins { burndown.from } else { first };
        Self { burndown, points, begins, from, to: points.last().map_or(burndown.to, |point| point.day) }
    }

    fn covers(&self, day: NaiveDate) -> bool {
        (self.from..=self.to).contains(&day)
    }

    /// Each series with the days and amounts that its line runs through: what is left of the ceiling.
    fn courses(&self) -> [(Series, Vec<(NaiveDate, Money)>); 5] {
        let today = self.burndown.today.max(self.burndown.from);
        let course = |value: fn(&Point) -> Option<Money>| {
            let first = self.points.first().filter(|_| self.begins);
            let first = first.map(|point| (self.burndown.from, point.ceiling));
            let points = self.points.iter().filter_map(move |point| Some((point.day, point.ceiling - value(point)?)));
            first.into_iter().chain(points).collect::<Vec<_>>()
        };
        let mut actual = course(|point| point.actual);
        for (day, _) in &mut actual {
            *day = (*day).min(today);
        }
        // They go on where spending has come to.
        let on = |value: fn(&Point) -> Option<Money>| {
            let points = self.points.iter().filter_map(|point| Some((point.day, point.ceiling - value(point)?)));
            let end = actual.last().copied().filter(|_| self.covers(today));
            end.into_iter().chain(points).collect::<Vec<_>>()
        };
        let (booked, forecast) = (on(|point| point.booked), on(|point| point.forecast));
        [
            (Series::Ceiling, self.ceilings()),
            (Series::Planned, course(|point| Some(point.planned))),
            (Series::Forecast, forecast),
            (Series::Booked, booked),
            (Series::Actual, actual),
        ]
    }

    /// Level between its steps.
    fn ceilings(&self) -> Vec<(NaiveDate, Money)> {
        let mut line: Vec<(NaiveDate, Money)> = Vec::new();
        let (before, after): (Vec<_>, Vec<_>) =
            self.burndown.ceilings.iter().copied().partition(|(day, _)| *day <= self.from);
        line.extend(before.last().map(|(_, amount)| (self.from, *amount)));
        for (day, amount) in after.into_iter().filter(|(day, _)| *day <= self.to) {
            line.extend(line.last().map(|(_, amount)| (day, *amount)));
            line.push((day, amount));
        }
        line.extend(line.last().map(|(_, amount)| (self.to, *amount)));
        line
    }
}

fn dots_across(app: &App) -> usize {
    if app.setting.blocks { 1 } else { 2 }
}

/// Where days and amounts fall among the dots.
struct Scale {
    from: NaiveDate,
    to: NaiveDate,
    top: Money,
    width: usize,
    height: usize,
}

impl Scale {
    fn x(&self, day: NaiveDate) -> usize {
        let all = (self.to - self.from).num_days().max(1);
        let gone = (day - self.from).num_days().clamp(0, all);
        (gone as usize * (self.width - 1)) / all as usize
    }

    fn y(&self, left: Money) -> usize {
        // Whole cents: nothing is lost, and nothing is money any more.
        let cents = |amount: Money| (amount.decimal() * rust_decimal::Decimal::ONE_HUNDRED).to_i64().unwrap_or(0);
        let (left, top) = (cents(left).clamp(0, cents(self.top)), cents(self.top).max(1));
        let steps = self.height as i64 - 1;
        (steps - left * steps / top) as usize
    }
}

/// Joins the points by straight lines of dots.
fn plot(dots: &mut Dots, scale: &Scale, series: Series, points: &[(NaiveDate, Money)]) {
    let places: Vec<(usize, usize)> = points.iter().map(|(day, left)| (scale.x(*day), scale.y(*left))).collect();
    let mut last: Option<usize> = None;
    for pair in places.windows(2) {
        let [(x0, y0), (x1, y1)] = *pair else { continue };
        for x in x0..=x1 {
            let across = (x1 - x0).max(1) as i64;
            let y = y0 as i64 + (y1 as i64 - y0 as i64) * (x - x0) as i64 / across;
            if !series.is_drawn(x) {
                continue;
            }
            dots.dot(x, y as usize, series);
            // A steep solid line has no gaps.
            if let (Series::Actual, Some(before)) = (series, last) {
                for between in before.min(y as usize) + 1..before.max(y as usize) {
                    dots.dot(x, between, series);
                }
            }
            last = Some(y as usize);
        }
    }
}

/// The months under the chart, as many as fit; the present one stands out.
fn axis(
    window: &Window<'_>,
    today: NaiveDate,
    scale: &Scale,
    (columns, across): (usize, usize),
    canvas: &mut Canvas<'_>,
    y: usize,
) {
    let first = window.from.with_day(1).unwrap_or(window.from);
    let months: Vec<NaiveDate> =
        (0..).map_while(|n| first.checked_add_months(Months::new(n))).take_while(|month| *month <= window.to).collect();
    // Months differ in length, and the present one is told whichever the others are.
    let every = (months.len() * 4).div_ceil(columns).max(1);
    let place = |month: NaiveDate| scale.x(month.max(window.from)) / across;
    let present = today.with_day(1).filter(|_| window.covers(today));
    let present = present.map(|month| (place(month).min(columns - 2), month));
    let mut next = columns + 1;
    // From the last one: of two without a blank between them the first is the one that is cut at the edge.
    for (x, month) in months.iter().step_by(every).map(|month| (place(*month), month)).rev() {
        let meets = present.is_some_and(|(at, _)| x.abs_diff(at) < 3);
        if x + 3 <= next && !meets {
            canvas.put(LABELS + x, y, 2, &format!("{:02}", month.month()), FAINT);
            next = x;
        }
    }
    if let Some((x, month)) = present {
        canvas.put(LABELS + x, y, 2, &format!("{:02}", month.month()), SELECTED);
    }
}
