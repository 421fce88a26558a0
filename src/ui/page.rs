//! A page of rows.

use std::borrow::Cow;

use ratatui::layout::Position;
use unicode_width::UnicodeWidthStr;

use super::{
    View,
    canvas::{ALERT, Canvas, FAINT, PLAIN, SELECTED, STRONG},
};
use crate::{
    app::page::{Cell, Look, Page, Row, Table},
    i18n::{Text, assessment::AssessmentText},
    keymap::sequence_label,
};

/// No column but the last is wider.
const WIDEST: usize = 34;
/// The last column of a table of figures has so many columns before its names give way.
const LEAST_LAST: usize = 18;
/// Names give way no further.
const LEAST_NAME: usize = 12;
/// No bar is longer.
const BAR: usize = 20;

pub fn draw(page: &Page, view: &View<'_>, canvas: &mut Canvas<'_>) -> Option<Position> {
    let app = view.app;
    let lang = app.setting.lang;
    let tables = tables(page, view, canvas.width());
    let title = if let Some(table) = &page.table {
        heads(page, table, &tables, canvas)
    } else if page.only_moved {
        canvas.heading(&format!("{} · {}", page.title, AssessmentText::OnlyMoved.text(lang)))
    } else {
        canvas.heading(&page.title)
    };
    let height = app.frame().page_rows();
    let count = page.visible.len();
    if count == 0 {
        let text = if page.filter.is_empty() { Text::Empty } else { Text::NothingFound };
        canvas.put(1, 1, canvas.width(), text.text(lang), FAINT);
        return Some(canvas.position(0, 1));
    }
    let start = page.cursor.page_start(height);
    let pages = count.div_ceil(height);
    let at = Text::PageOf.fill(lang, &[&(start / height + 1), &pages]);
    if page.table.is_none() || pages > 1 {
        canvas.put(title + 3, 0, at.width(), &at, PLAIN);
    }
    let (mut cursor, mut clipped) = (None, None);
    for (y, n) in (start..(start + height).min(count)).enumerate() {
        let y = y + 1;
        let at = page.visible[n];
        let row = &page.rows[at];
        let widths = tables.iter().rfind(|(first, _)| *first <= at).map_or(&[][..], |(_, widths)| widths);
        let style = match row.look {
            Look::Plain => PLAIN,
            Look::Heading | Look::Sum => STRONG,
            Look::Faint => FAINT,
            Look::Alert => ALERT,
        };
        let mut x = 1;
        for (column, cell) in row.cells.iter().enumerate() {
            let wide = widths.get(column).copied().unwrap_or(0);
            let last = column + 1 == row.cells.len();
            let room = if last { canvas.width().saturating_sub(x + 1) } else { wide };
            let text = cell_text(cell, view);
            if n == page.cursor.row && text.width() > room {
                clipped = Some(from_the_cut_on(&text, room).to_owned());
            }
            match cell {
                Cell::Number(_) => canvas.put_right(x, y, wide, &text, style),
                Cell::Text(_) | Cell::Keys(..) => drop(canvas.put(x, y, room, &text, style)),
                Cell::Bar(part, whole) => canvas.bar(x, y, room.min(BAR), *part, *whole),
            }
            if n == page.cursor.row && page.table.as_ref().is_some_and(|table| column == table.first + table.at) {
                // The number under the cursor.
                canvas.paint(x.saturating_sub(1), y, wide + 2, SELECTED);
            }
            x += wide + 2;
        }
        if n == page.cursor.row {
            let first = widths.first().copied().unwrap_or(1);
            canvas.paint(0, y, first + 2, SELECTED);
            cursor = Some(canvas.position(0, y));
        }
    }
    if let Some(text) = clipped {
        // What the row under the cursor has no room for is said below.
        canvas.put(1, height + 1, canvas.width().saturating_sub(2), &text, PLAIN);
    }
    cursor
}

/// The title in the first column and what stands over the others; the columns that the title took.
fn heads(page: &Page, table: &Table, tables: &[(usize, Vec<usize>)], canvas: &mut Canvas<'_>) -> usize {
    let widths = tables.first().map_or(&[][..], |(_, widths)| widths);
    let Some((first, others)) = widths.split_first() else { return canvas.heading(&page.title) };
    // Room for the page's number.
    let title = canvas.put(1, 0, first.saturating_sub(6), &page.title, STRONG);
    let mut x = first + 3;
    for (n, (head, wide)) in table.heads.iter().zip(others).enumerate() {
        let is_figure = (table.first..table.first + table.figures.len()).contains(&(n + 1));
        if is_figure {
            canvas.put_right(x, 0, *wide, head, STRONG);
        } else {
            canvas.put(x, 0, canvas.width().saturating_sub(x), head, STRONG);
        }
        x += wide + 2;
    }
    title
}

/// The parts of a text that do not fit whole, from the first one that is cut.
fn from_the_cut_on(text: &str, room: usize) -> &str {
    let mut fits = 0;
    for (end, separator) in text.match_indices(" · ") {
        // Behind the last part that stands whole there is room for the mark of the cut.
        if text[..end + separator.len()].width() >= room {
            break;
        }
        fits = end + separator.len();
    }
    &text[fits..]
}

fn cell_text<'a>(cell: &'a Cell, view: &View<'_>) -> Cow<'a, str> {
    match cell {
        Cell::Text(text) | Cell::Number(text) => Cow::Borrowed(text.as_str()),
        Cell::Bar(..) => Cow::Borrowed(""),
        Cell::Keys(action, contexts) => {
            let keys = view.keymap.keys_of(contexts, *action);
            let mut labels: Vec<String> = Vec::new();
            for label in keys.iter().map(|keys| sequence_label(keys, view.app.setting.lang)) {
                // The same key in two contexts is told once.
                if !labels.contains(&label) {
                    labels.push(label);
                }
            }
            Cow::Owned(labels.join("  "))
        }
    }
}

/// The first row of each table of the page, and how wide its columns are.
fn tables(page: &Page, view: &View<'_>, total: usize) -> Vec<(usize, Vec<usize>)> {
    let mut tables = Vec::new();
    let mut first = 0;
    for rows in page.rows.chunk_by(|_, next| !next.apart) {
        tables.push((first, widths(page, rows, view, total)));
        first += rows.len();
    }
    tables
}

/// Each column as wide as its widest cell, the last with what is left.
fn widths(page: &Page, rows: &[Row], view: &View<'_>, total: usize) -> Vec<usize> {
    let columns = rows.iter().map(|row| row.cells.len()).max().unwrap_or(0);
    let mut widths = vec![0; columns];
    let told = || rows.iter().filter(|row| row.look != Look::Heading && row.cells.len() > 1);
    for row in told() {
        for (column, cell) in row.cells.iter().enumerate() {
            widths[column] = widths[column].max(cell_text(cell, view).width()).min(WIDEST);
        }
    }
    if let Some(table) = &page.table {
        for (width, head) in widths.iter_mut().skip(1).zip(&table.heads) {
            *width = (*width).max(head.width());
        }
        // The last column has what is left; names give way before amounts do.
        let last = widths.last().copied().unwrap_or(0).min(LEAST_LAST);
        let others: usize = widths.iter().skip(1).rev().skip(1).map(|width| width + 2).sum();
        if let Some(first) = widths.first_mut() {
            *first = (*first).min(total.saturating_sub(others + last + 4)).max(LEAST_NAME);
        }
        return widths;
    }
    // A first column may take half of the page where the others leave it.
    let rest: usize = widths.iter().skip(1).map(|width| width + 2).sum();
    let keys = rows.iter().any(|row| matches!(row.cells.first(), Some(Cell::Keys(..))));
    if columns > 1 && !keys && rest + widths[0] + 2 < total {
        let wanted = told().map(|row| cell_text(&row.cells[0], view).width()).max().unwrap_or(0);
        widths[0] = wanted.min(total - rest - 3).max(widths[0]);
    }
    widths
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_cut_is_said_from_the_part_on_that_does_not_fit() {
        let check = |room, expect: &str| {
            assert_eq!(from_the_cut_on("160782-16888 · 16.07.1982. (36) · 20 072 018 · māte", room), expect, "{room}");
        };
        check(14, "160782-16888 · 16.07.1982. (36) · 20 072 018 · māte");
        check(20, "16.07.1982. (36) · 20 072 018 · māte");
        check(38, "20 072 018 · māte");
        check(49, "māte");
    }
}
