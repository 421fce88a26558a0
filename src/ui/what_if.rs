//! What would become of the money: a few rows that keep their place while somebody types.

use super::canvas::{ALERT, Canvas, FAINT};
use crate::app::{App, what_if::Tone};

/// From row `y` on, in so many rows: where they are too few, a broken rule goes before the rest.
pub fn draw(app: &App, canvas: &mut Canvas<'_>, y: usize, rows: usize) {
    let mut told = app.what_if(canvas.width().saturating_sub(2));
    if rows < told.len() && matches!(told.last(), Some(Some((_, Tone::Broken)))) {
        told.rotate_right(1);
    }
    for (n, row) in told.into_iter().take(rows).enumerate() {
        let Some((text, tone)) = row else { continue };
        let style = if tone == Tone::Broken { ALERT } else { FAINT };
        canvas.put(1, y + n, canvas.width() - 2, &text, style);
    }
}
