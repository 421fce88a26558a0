//! What would become of the money: a few rows that keep their place while somebody types.

use super::canvas::{ALERT, Canvas, FAINT};
use crate::app::{App, page::wrap, what_if::Tone};

/// From row `y` on, in so many rows: where they are too few, a broken rule goes before the rest; where there are more, it
/// goes on in them.
pub fn draw(app: &App, canvas: &mut Canvas<'_>, y: usize, rows: usize) {
    let mut told = app.what_if(canvas.width().saturating_sub(2));
    if rows < told.len() && matches!(told.last(), Some(Some((_, Tone::Broken)))) {
        told.rotate_right(1);
    }
    let (width, count) = (canvas.width() - 2, told.len());
    for (n, row) in told.into_iter().take(rows).enumerate() {
        let Some((text, tone)) = row else { continue };
        let style = if tone == Tone::Broken { ALERT } else { FAINT };
        let left = if n + 1 == count { rows - n } else { 1 };
        let lines = if left > 1 { wrap(&text, width) } else { vec![text.as_str()] };
        for (more, line) in lines.into_iter().take(left).enumerate() {
            canvas.put(1, y + n + more, width, line, style);
        }
    }
}
